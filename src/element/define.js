// Defines <article-viewer>: what has to work before the wasm arrives and when it never does. The shadow tree with its
// two slots and the skeleton, the style sheets, attributes and properties, starting the instance and starting it once
// more, and the state in which the text stands alone. Everything else is Rust.

import shadowCss from "../../style/shadow.css";
import textCss from "../../style/text-first.css";
import { ask, askEarly, early, isOwn } from "./early.js";

// The build puts addresses here: names with the hash of what the files hold.
const GLUE = __AT__("glue.js");
const WASM = __AT__("viewer.wasm");
const MORE = [
  __AT__("adapters.js"),
  __AT__("adapters.wasm"),
  __WORDS__,
  __AT__("conversation.js"),
  __AT__("conversation.wasm"),
  __AT__("reading.js"),
  __AT__("along.js"),
];

// The attributes and what an absent one means. `true` and `false` are there or not.
const DEFAULTS = {
  src: "",
  "src-param": "",
  api: "",
  "article-id": "",
  comments: "on",
  views: "on",
  origins: "",
  theme: "auto",
  tools: "on",
  "heading-level": "1",
  standalone: false,
  "inherit-type": false,
  format: "",
  item: "",
  overlay: "",
  "user-token": "",
};

// One instance for all elements of the page. Glue and wasm are asked for together; the browser checks the wasm against
// its hash before a byte of it is compiled.
let instance;
let isReady = false;
let restarts = 0;
const start = () =>
  (instance ??= Promise.all([
    // A module is run once for each address, and a second instance needs it run again.
    // Bundlers copy what the two addresses name, and are to leave the import alone.
    import(/* webpackIgnore: true */ /* @vite-ignore */ restarts ? `${GLUE}?${restarts}` : GLUE),
    ask(WASM, { integrity: __WASM_INTEGRITY__ }),
  ])
    .then(async ([glue, wasm]) => {
      await glue.start(wasm);
      glue.lend(early, MORE, [GLUE, WASM], restarts || recover);
      isReady = true;
      return glue;
    })
    .catch((error) => {
      // The next element tries anew.
      instance = undefined;
      throw error;
    }));

// Of two copies of the script on a page the first serves: another instance behind the same glue would be its end.
const isFirst = !customElements.get("article-viewer");
if (isFirst && document.querySelector("article-viewer")) start().catch(() => {});
// A page in another language than English most likely has articles in it.
const words = MORE[2][/^\w*/.exec(document.documentElement.lang)];
if (isFirst && words) askEarly({ href: words });

// Each sheet is made once, for all elements, when one needs it.
const sheets = new Map();
const sheet = (css) => {
  if (!sheets.has(css)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  return sheets.get(css);
};

// What the reader has chosen of type and theme, for all elements; our own pages have it in use already.
let kept;
try {
  kept = localStorage.getItem("av:reading:css");
} catch {}
const chosen = (globalThis.articleViewerChosen ??= sheet(kept));

const make = (name, properties) => Object.assign(document.createElement(name), properties);

// The slots of the text, and what stands between them.
const slot = (name) => make("slot", { name });
const layOut = (place, ...between) => place.replaceChildren(slot("header"), ...between, slot("body"), slot(""));
// The line of the counts is kept free from the beginning: nothing moves when they come.
const makeRoom = (place) => layOut(place, make("div", { className: "counts", part: "counts" }));

// The elements that have been brought to life.
const alive = new Set();

class ArticleViewer extends HTMLElement {
  static observedAttributes = [...Object.keys(DEFAULTS), "lang"];

  #internals = this.attachInternals();
  #place;
  #handle;
  #isQueued = false;
  #isStale = false;

  connectedCallback() {
    // What was set before the element was defined hides the property of the same name.
    for (const name of Object.keys(DEFAULTS).map(camel)) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (!this.#handle) this.#askForArticle();
    this.#adoptText("first", textCss);
    this.#place ??= this.#prepare();
    if (!this.#handle) this.#attach();
  }

  disconnectedCallback() {
    // A move is not a leave: the element may be back before the microtask.
    queueMicrotask(() => {
      if (!this.isConnected) this.#call(() => this.#detach().free());
    });
  }

  attributeChangedCallback(name, before, now) {
    if (name === "src" && this.#place && before !== now) this.#isStale = true;
    // Changes of one tick make one update.
    if (this.#isQueued) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      this.#call(() => this.#handle.update());
    });
  }

  #attach() {
    start()
      .then((glue) => {
        // Elements come and go while the wasm is on its way.
        if (!this.isConnected || this.#handle) return;
        alive.add(this);
        const root = this.#internals.shadowRoot;
        // Written ahead, for the room of what comes now.
        root.querySelector("style")?.remove();
        root.adoptedStyleSheets = [sheet(shadowCss), sheet(glue.chromeCss), chosen];
        this.#adoptText("rest", glue.textCss);
        this.#adoptText("late", glue.lateCss);
        this.#handle = glue.attach(this, this.#place, this.#isStale);
        this.#isStale = false;
      })
      .catch((error) => (alive.has(this) ? recover(error) : this.#standAlone(error)));
  }

  #detach() {
    const handle = this.#handle;
    this.#handle = undefined;
    alive.delete(this);
    // Of the chrome, nothing is left.
    makeRoom(this.#place);
    return handle;
  }

  // An instance that has trapped is in no state to be called again.
  #call(act) {
    if (!this.#handle) return;
    try {
      act();
    } catch (error) {
      recover(error);
    }
  }

  // After a trap: once more with a new instance, or without any.
  restart(token, error) {
    if (token !== alive) return;
    this.#detach();
    if (restarts < 2) this.#attach();
    else this.#standAlone(error);
  }

  #prepare() {
    const root = this.#internals.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet(shadowCss), chosen];
    let place = root.querySelector(".place");
    if (place) return place;
    place = make("article", { className: "place" });
    place.dataset.phase = "loading";
    makeRoom(place);
    root.append(place);
    // The host's own words stand in for the skeleton.
    if (!this.childElementCount) root.append(make("div", { className: "skeleton" }));
    return place;
  }

  // The text's styles belong to whatever tree the element stands in. Our own pages have them inline already, which the
  // sheet itself tells.
  #adoptText(part, css) {
    const { adoptedStyleSheets } = this.getRootNode();
    if (getComputedStyle(this).getPropertyValue(`--av-text-${part}`)) return;
    if (!adoptedStyleSheets.includes(sheet(css))) adoptedStyleSheets.push(sheet(css));
  }

  // The address of the article, if it is on the web.
  #address() {
    const query = new URLSearchParams(location.search);
    const src = this.src || query.get(this.srcParam);
    const url = src && URL.canParse(src, document.baseURI) && new URL(src, document.baseURI);
    return url && /^https?:$/.test(url.protocol) ? url : undefined;
  }

  #askForArticle() {
    const url = this.#address();
    if (!url || this.querySelector("[data-av-revision]")) return;
    if (!isReady && (this.src || isOwn(url))) askEarly(url);
  }

  // No wasm: the text stays and the chrome takes no room; with no text at all there is a link to the article.
  #standAlone(error) {
    try {
      this.#internals.states.add("text-only");
    } catch {
      // Browsers of before 2024 know no such state; the phase below hides the skeleton all the same.
    }
    this.#place.dataset.phase = "text-only";
    layOut(this.#place);
    const url = this.#address();
    if (url && !this.childElementCount) {
      this.#place.append(make("a", { className: "fallback", href: url, textContent: url }));
    }
    const isTrap = error.name === "RuntimeError";
    const code = isTrap ? "trap" : "wasm";
    const detail = { code, message: String(error) };
    this.dispatchEvent(new CustomEvent("av-error", { bubbles: true, composed: true, detail }));
  }
}

const camel = (name) => name.replace(/-./g, (pair) => pair[1].toUpperCase());

// Attributes are the truth; properties read and write them.
for (const [name, absent] of Object.entries(DEFAULTS)) {
  const isFlag = absent === false;
  Object.defineProperty(ArticleViewer.prototype, camel(name), {
    configurable: true,
    enumerable: true,
    get() {
      return isFlag ? this.hasAttribute(name) : (this.getAttribute(name) ?? absent);
    },
    set(value) {
      if (isFlag) this.toggleAttribute(name, Boolean(value));
      else if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

const recover = (error) => {
  instance = undefined;
  restarts += 1;
  for (const element of [...alive]) element.restart(alive, error);
};

if (isFirst) customElements.define("article-viewer", ArticleViewer);
