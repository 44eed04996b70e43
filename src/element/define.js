// Defines <article-viewer>: what has to work before the wasm arrives and when it never does. The shadow tree with its
// two slots and the skeleton, the style sheets, the queue of attribute changes, starting the instance, and the state in
// which the text stands alone. Everything else is Rust.

import shadowCss from "../../style/shadow.css";
import textCss from "../../style/text.css";

// Written by the build: names with the hash of what they hold.
const GLUE = new URL(__GLUE__, import.meta.url);
const WASM = new URL(__WASM__, import.meta.url);

const sheet = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};
const shadowSheet = sheet(shadowCss);
const textSheet = sheet(textCss);

// One instance for all elements of the page. Glue and wasm are asked for together; the browser checks the wasm against
// its hash before a byte of it is compiled.
let instance;
const start = () =>
  (instance ??= Promise.all([import(GLUE), fetch(WASM, { integrity: __WASM_INTEGRITY__ })]).then(
    async ([glue, wasm]) => {
      await glue.default({ module_or_path: wasm });
      return glue;
    },
  ).catch((error) => {
    // The next element tries anew.
    instance = undefined;
    throw error;
  }));

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
};

const slot = (name) => {
  const slot = document.createElement("slot");
  if (name) slot.name = name;
  return slot;
};

class ArticleViewer extends HTMLElement {
  static observedAttributes = ["src", "src-param", "api", "article-id", "comments", "views", "origins", "standalone"];

  #internals = this.attachInternals();
  #place;
  #handle;
  #isQueued = false;

  connectedCallback() {
    this.#adoptText();
    this.#place ??= this.#prepare();
    if (this.#handle) return;
    start().then(
      (glue) => {
        // Elements come and go while the wasm is on its way.
        if (this.isConnected && !this.#handle) this.#handle = glue.attach(this, this.#place);
      },
    ).catch((error) => this.#standAlone(error));
  }

  disconnectedCallback() {
    // A move is not a leave: the element may be back before the microtask.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#handle?.free();
      this.#handle = undefined;
    });
  }

  attributeChangedCallback() {
    // Changes of one tick make one update.
    if (this.#isQueued) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      this.#handle?.update();
    });
  }

  #prepare() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [shadowSheet];
    const place = make("div", "place", slot("header"), slot("body"), slot());
    place.dataset.phase = "loading";
    root.append(place);
    // The host's own words stand in for the skeleton.
    if (!this.childElementCount) {
      const bars = Array.from({ length: 12 }, () => make("div", "bar"));
      const skeleton = make("div", "skeleton", ...bars);
      skeleton.ariaHidden = "true";
      root.append(skeleton);
    }
    return place;
  }

  // The text's styles belong to whatever tree the element stands in. Our own pages have them inline already, which the
  // sheet itself tells.
  #adoptText() {
    const root = this.getRootNode();
    const isStyled = getComputedStyle(this).getPropertyValue("--av-text-sheet");
    if (!isStyled && !root.adoptedStyleSheets.includes(textSheet)) root.adoptedStyleSheets.push(textSheet);
  }

  // No wasm: the text stays and the chrome takes no room; with no text at all there is a link to the article.
  #standAlone(error) {
    try {
      this.#internals.states.add("text-only");
    } catch {
      // Browsers of before 2024 know no such state; the phase below hides the skeleton all the same.
    }
    this.#place.dataset.phase = "text-only";
    const query = new URLSearchParams(location.search);
    const src = this.getAttribute("src") ?? query.get(this.getAttribute("src-param") ?? "");
    const isOnTheWeb = src && URL.canParse(src, document.baseURI) && /^https?:$/.test(new URL(src, document.baseURI).protocol);
    if (isOnTheWeb && !this.childElementCount && !this.#place.querySelector(".fallback")) {
      const link = make("a", "fallback", src);
      link.href = src;
      this.#place.append(link);
    }
    const detail = { code: "wasm", message: String(error) };
    this.dispatchEvent(new CustomEvent("av-error", { bubbles: true, composed: true, detail }));
  }
}

// Two copies of the script on a page are harmless.
if (!customElements.get("article-viewer")) customElements.define("article-viewer", ArticleViewer);
