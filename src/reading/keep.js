// An article kept on this device, with its pictures, for when there is no network.

import css from "../../style/reading.css";
import { copy, find, NAME } from "./copy.js";
import { adopt, button, inOurs, language, make, place, t, tNumber } from "./shared.js";

const RECORD = "av:kept";
// What is of no article: the files of the element that pages of our own need, and the page that stands in for others.
const SHARED = "";
const JSON_FIRST = "application/json, */*;q=0.5";
// Of these, what the article has needed.
const SELDOM = /\b(adapters|conversation|words)\b/;

const bare = (url) => url.split("#")[0];
const page = () => bare(location.href);

// Where the article comes from, as the element finds it out.
const source = (host) => {
  const src = host.src || new URLSearchParams(location.search).get(host.srcParam);
  return src && URL.canParse(src, document.baseURI) && bare(new URL(src, document.baseURI).href);
};

// Reading either throws where storage is refused.
const canKeep = () => {
  try {
    return caches && localStorage;
  } catch {}
};

// A page of our own names a manifest, and beside that stands the worker.
const workerOf = (host) => {
  const manifest = document.querySelector("link[rel=manifest]")?.href;
  const isBelow = manifest && navigator.serviceWorker && page().startsWith(new URL(".", manifest).href);
  return isBelow && host.standalone ? new URL("worker.js", manifest).href : undefined;
};
const script = ({ active, waiting, installing }) => (active ?? waiting ?? installing)?.scriptURL;

// The worker at work; none where the site has another, or none beside its manifest.
const start = async (url) => {
  const all = navigator.serviceWorker;
  const present = await all.getRegistration();
  if (present && script(present) !== url) return;
  try {
    await all.register(url);
    return (await all.ready).active;
  } catch {}
};
// Has the worker do something, as our own policy does not let a page.
const by = (worker) => async (...what) => {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(what, [port2]);
  const { data } = await new Promise((resolve) => (port1.onmessage = resolve));
  if (typeof data === "string") throw { name: data };
  return data;
};

// What is kept, as far as it makes sense: others may have put it there.
const read = () => {
  try {
    const all = Object.entries(JSON.parse(localStorage.getItem(RECORD)));
    return Object.fromEntries(all.filter(([, one]) => one?.time <= Date.now() && one.bytes >= 0 && Array.isArray(one.files)));
  } catch {
    return {};
  }
};

// Makes what is there what the record says: no file of what it does not name, no worker where no page is kept, nothing at all
// when it is empty.
const settle = async (all, url = all[SHARED]?.worker) => {
  const pages = Object.values(all).filter(({ href }) => href);
  const worker = ((await navigator.serviceWorker?.getRegistrations()) ?? []).find((one) => script(one) === url);
  if (!pages.length) {
    delete all[SHARED];
    await worker?.unregister();
  }
  const files = new Set(Object.values(all).flatMap(({ files }) => files));
  if (files.size) {
    const cache = await caches.open(NAME);
    for (const { url } of await cache.keys()) if (!files.has(url)) await cache.delete(url);
    if (pages.length) await by(worker.active)("standIn", language(), t("You are offline"), t("This page is not kept on this device. These are:"), pages);
    localStorage.setItem(RECORD, JSON.stringify(all));
  } else {
    await caches.delete(NAME);
    localStorage.removeItem(RECORD);
  }
};

// The files of the element, as its build lists them: those named by what they hold before the one that names them.
const element = async () => {
  // Through a variable: bundlers would take it for a file of theirs.
  const here = import.meta.url;
  const names = Object.keys(await (await fetch(new URL("../integrity.json", here))).json());
  const urls = names.map((name) => new URL(`../${name}`, here).href);
  return urls.filter((url) => !SELDOM.test(url) || performance.getEntriesByName(url).length);
};

// Keeps an article, or undoes what there is of it.
const take = async (host, key, tell) => {
  const before = read();
  const url = workerOf(host);
  try {
    const worker = url && (await start(url));
    const put = worker ? by(worker).bind(null, "copy") : copy;
    const time = Date.now();
    const src = source(host);
    if (!worker && !src) throw { name: "SecurityError" };
    const shared = worker ? await element() : [];
    const pictures = new Set([...host.querySelectorAll("img")].map((img) => bare(img.src)).filter((url) => /^http/.test(url)));
    const wanted = [...shared, ...pictures].map((url) => [url]);
    if (src) wanted.push([src, JSON_FIRST]);
    if (worker) wanted.push([key, "text/html", time]);
    const files = [];
    let bytes = 0;
    for (const what of wanted) {
      tell(t("Keeping {} of {}…", tNumber(files.length + 1), tNumber(wanted.length)));
      try {
        bytes += await put(...what);
        files.push(what[0]);
      } catch (error) {
        // An article may do without a picture, not without a network.
        if (!pictures.has(what[0]) || !navigator.onLine || error.name === "QuotaExceededError") throw error;
      }
    }
    const title = host.querySelector(".av-headline, h1")?.textContent.trim() || document.title;
    const all = { ...read(), [key]: { time, bytes, files, missing: wanted.length - files.length, title, href: worker && key } };
    if (worker) all[SHARED] = { time, bytes: 0, files: [...shared, new URL("?av-kept", url).href], worker: url };
    await settle(all);
  } catch (error) {
    await settle(before, url).catch(() => {});
    throw error;
  }
};

const date = (time) => new Date(time).toLocaleDateString(language(), { dateStyle: "long" });
const size = (bytes) => tNumber(Math.max(bytes / 1e6, 0.1), { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
const why = ({ name }) => {
  if (name === "QuotaExceededError") return t("There is no room for it on this device.");
  return name === "SecurityError" ? t("This browser keeps nothing for this site.") : t("It could not be fetched. Try again when there is a network.");
};

// The part of the panel; nothing where the browser keeps nothing.
export const keep = (host) => {
  const key = workerOf(host) ? page() : source(host);
  if (!canKeep() || !key) return;
  const status = make("p", { className: "reading-status", role: "status" });
  const section = make("div", { className: "reading-actions-article reading-keep" });
  let isBusy;
  const act = (words, act) =>
    button(words, async () => {
      if (isBusy) return;
      isBusy = true;
      const problem = await act().then(() => "", (error) => why(error));
      isBusy = false;
      const hasFocus = section.contains(host.shadowRoot.activeElement);
      draw(problem);
      if (hasFocus) section.querySelector("button").focus();
    });
  const tell = (words) => (status.textContent = words);
  const draw = (problem) => {
    const { [key]: one } = read();
    const doKeep = () => take(host, key, tell);
    const remove = () => {
      const { [key]: _, ...others } = read();
      return settle(others);
    };
    tell(one ? t("Kept on {}, {}.", date(one.time), size(one.bytes)) : "");
    if (one?.missing) status.append(` ${t("Pictures that could not be had: {}", tNumber(one.missing))}`);
    if (problem) tell(problem);
    section.replaceChildren(status, ...(one ? [act(t("Keep anew"), doKeep), act(t("Remove"), remove)] : [act(t("Keep for reading offline"), doKeep)]));
  };
  draw();
  return section;
};

// A picture that the network does not give is the copy's. Where a page is our own the worker has given it already.
const mend = async ({ target }) => {
  const { localName, src } = target;
  const response = localName === "img" && /^http/.test(src) && (await find(src).catch(() => {}));
  if (!response) return;
  // Of several sizes one is kept: it is asked for, and this may come once more.
  if (target.srcset) {
    target.removeAttribute("srcset");
    return;
  }
  target.src = URL.createObjectURL(await response.blob());
  target.addEventListener("load", () => URL.revokeObjectURL(target.src), { once: true });
};

// For those who have kept something: says when an article is a copy; `copies` are the addresses of those that the network did not give.
export const guard = (host, copies) => {
  host.addEventListener("error", mend, true);
  for (const target of host.querySelectorAll("img")) if (target.complete && !target.naturalWidth) mend({ target });
  const root = host.shadowRoot;
  root.querySelector(".reading-copy")?.remove();
  const src = source(host);
  const time = +host.dataset.avKept || (copies.has(src) && Object.values(read()).find(({ files }) => files.includes(src))?.time);
  if (!time) return;
  adopt(root, css);
  const words = t("The site could not be reached: this is your copy of {}.", date(time));
  place(host).prepend(inOurs(make("div", { className: "update reading-copy", role: "status", textContent: words })));
};
