// What the types refuse. TypeScript alone reads this file: each line it should refuse and does not is an error.

import type { ArticleViewerErrorCode } from "article-viewer";

export const accepted = (
  <article-viewer
    src="/a.json"
    src-param="src"
    article-id="https://paper.example/a"
    heading-level={3}
    inherit-type
    standalone={false}
    theme="dark"
    lang="hi"
    className="wide"
    onav-view={(event) => event.preventDefault()}
  />
);

export const refused = [
  // @ts-expect-error: an address is text
  <article-viewer src={1} />,
  // @ts-expect-error: there is no such attribute
  <article-viewer source="/a.json" />,
  // @ts-expect-error: a load has a headline, not a title
  <article-viewer onav-load={(event) => event.detail.title} />,
  // @ts-expect-error: there is no such code
  "gone" satisfies ArticleViewerErrorCode,
];

const element = document.createElement("article-viewer");
element.articleId = "https://paper.example/a";
element.addEventListener("av-error", (event) => event.detail.code satisfies ArticleViewerErrorCode);
// @ts-expect-error: a flag is true or false
element.standalone = "yes";
