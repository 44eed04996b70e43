// The element for TypeScript: properties, events, and the tag for the DOM, React 19 and Vue 3. The contract in words is
// docs/element.md; `cargo xtask test unit` holds the two to each other and to the element.

/** Detail of `av-load`. */
export interface ArticleViewerLoadDetail {
  /** The article's headline, when it has one. */
  headline: string | null;
  /** What was skipped or repaired in the article, and where. */
  notices: string[];
}

/** Why there is no article to show. */
export type ArticleViewerErrorCode =
  | "offline"
  | "unreachable"
  | "timed-out"
  | "not-found"
  | "status"
  | "not-allowed"
  | "not-json"
  | "not-an-article"
  | "too-large"
  | "answer"
  | "no-item"
  | "embargoed"
  | "withdrawn"
  | "unknown-format"
  | "wasm"
  | "trap";

/** Detail of `av-error`. */
export interface ArticleViewerErrorDetail {
  /** For programs. */
  code: ArticleViewerErrorCode;
  /** For people, in English. */
  message: string;
}

/** Detail of `av-view`: nothing yet. */
export type ArticleViewerViewDetail = Record<never, never>;

/** Detail of `av-comment`. */
export interface ArticleViewerCommentDetail {
  /** The name the reader gave. */
  name: string;
  /** What the reader wrote. */
  text: string;
}

/** The events of the element. All bubble and leave shadow trees. */
export interface ArticleViewerEventMap {
  /** An article is about to be shown; cancelable, unless its text was there before the viewer. */
  "av-load": CustomEvent<ArticleViewerLoadDetail>;
  /** There is no article to show. */
  "av-error": CustomEvent<ArticleViewerErrorDetail>;
  /** The article was seen and is about to be reported; cancelable. */
  "av-view": CustomEvent<ArticleViewerViewDetail>;
  /** The reader posts a comment; cancelable. */
  "av-comment": CustomEvent<ArticleViewerCommentDetail>;
}

/** What can be set, as properties; each writes the attribute of its name. */
export interface ArticleViewerProperties {
  /** Address of the article. */
  src: string;
  /** Parameter of the page's address that holds the article's, when `src` is absent. */
  srcParam: string;
  /** Address of the companion server. */
  api: string;
  /** What the server calls the article. */
  articleId: string;
  /** `"off"`: no comments. */
  comments: string;
  /** `"off"`: no reading tools; `"no-listen no-share"`: without some of them. */
  tools: string;
  /** `"off"`: views are neither reported nor shown. */
  views: string;
  /** Space-separated origins an article may come from besides the page's own. */
  origins: string;
  /** `"light"` or `"dark"`, whatever the page is. */
  theme: string;
  /** Level of the headline, from 1 to 6. */
  headingLevel: string;
  /** The page is the article's own: its title, language and direction follow it. */
  standalone: boolean;
  /** The page's own typeface for the text. */
  inheritType: boolean;
  /** Name of the format that the document is in, when it is not to be found out. */
  format: string;
  /** Which article of a list: its number from 0, its identifier, its slug or its address. */
  item: string;
  /** What the document lacks, in the native format: a JSON object, or the address of one. */
  overlay: string;
  /** The reader's account: a short-lived token of the site, for the companion server. */
  userToken: string;
}

/** `<article-viewer>`. The module defines it and exports no value. */
export interface ArticleViewerElement extends HTMLElement, ArticleViewerProperties {
  addEventListener<K extends keyof ArticleViewerEventMap>(
    type: K,
    listener: (this: ArticleViewerElement, event: ArticleViewerEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** The attributes in markup, where a number may stand for its digits. */
export interface ArticleViewerAttributes {
  "src"?: string;
  "src-param"?: string;
  "api"?: string;
  "article-id"?: string;
  "comments"?: string;
  "views"?: string;
  "tools"?: string;
  "origins"?: string;
  "theme"?: string;
  "heading-level"?: string | number;
  "standalone"?: boolean;
  "inherit-type"?: boolean;
  "format"?: string;
  "item"?: string | number;
  "overlay"?: string;
  "user-token"?: string;
  "lang"?: string;
}

/** `onav-load` and so on, as React 19 names the listeners of a custom element. */
type ReactListeners = {
  [K in keyof ArticleViewerEventMap as `on${K}`]?: (event: ArticleViewerEventMap[K]) => void;
};

/** `@av-load` and so on, as Vue compiles them. */
type VueListeners = {
  [K in keyof ArticleViewerEventMap as K extends `av-${infer Name}` ? `onAv${Capitalize<Name>}` : never]?: (
    event: ArticleViewerEventMap[K],
  ) => void;
};

declare global {
  interface HTMLElementTagNameMap {
    "article-viewer": ArticleViewerElement;
  }
}

// @ts-ignore: for those who use React.
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      // @ts-ignore: the names are React's.
      "article-viewer": DetailedHTMLProps<HTMLAttributes<ArticleViewerElement>, ArticleViewerElement> &
        ArticleViewerAttributes &
        Partial<Omit<ArticleViewerProperties, "headingLevel">> &
        ReactListeners & { headingLevel?: string | number };
    }
  }
}

// @ts-ignore: for those who use Vue.
declare module "vue" {
  interface GlobalComponents {
    // @ts-ignore: the names are Vue's.
    "article-viewer": DefineComponent<
      ArticleViewerAttributes & Partial<Omit<ArticleViewerProperties, "headingLevel">> & VueListeners & { headingLevel?: string | number }
    >;
  }
}
