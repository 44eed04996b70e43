// Articles that are on their way before the wasm is; the glue's own requests take what is here.

export const early = globalThis.articleViewerEarly ?? new Map();

// Rejected where a page's own `fetch` throws.
export const ask = async (url, options) => fetch(url, options);

export const askEarly = ({ href }) => {
  if (early.has(href)) return;
  const abort = new AbortController();
  const answer = ask(href, { signal: abort.signal, headers: { accept: "application/json, */*;q=0.5" } });
  early.set(href, { answer, abort });
  answer.catch(() => {});
  // What nobody has taken by then is no longer of now.
  setTimeout(() => early.delete(href), 15_000);
};

// An address out of the page's query is judged by the loader: only what it cannot refuse is asked for before that.
export const isOwn = ({ origin, pathname }) => origin === location.origin && !pathname.startsWith("/api/");
