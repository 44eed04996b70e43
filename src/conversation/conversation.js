// What the conversation asks of the browser, besides what every part of the viewer does.

const attempt = (act) => {
  try {
    return act() ?? undefined;
  } catch {}
};

export const time = () => Date.now();

// 256 bits at random, as base64url (RFC 4648 §5).
export const secret = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace("=", "");

// The outbox. A browser that refuses to store, or a page that may not, has what is in memory.
const memory = new Map();
let database;
const opened = () =>
  (database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("article-viewer", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox");
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  }));
const inOutbox = async (mode, act) => {
  const transaction = (await opened()).transaction("outbox", mode, { durability: "strict" });
  const request = act(transaction.objectStore("outbox"));
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  return request.result;
};
// The keys are random; the time before them keeps the order.
export const keep = async (key, value) => {
  memory.delete(key);
  try {
    await inOutbox("readwrite", (outbox) => (value === undefined ? outbox.delete(key) : outbox.put({ value, at: Date.now() }, key)));
  } catch {
    if (value !== undefined) memory.set(key, { value, at: Date.now() });
  }
};
export const kept = async () => {
  let stored = [];
  try {
    stored = await inOutbox("readonly", (outbox) => outbox.getAll());
  } catch {}
  return [...stored, ...memory.values()].sort((a, b) => a.at - b.at).map(({ value }) => value);
};

// Resolves, once no other tab is sending, to what ends this tab's turn. Pages without TLS know no locks: there two tabs may
// send the same, which the server takes for one.
export const turn = () =>
  new Promise((resolve) => {
    const begin = () => new Promise((end) => resolve(end));
    attempt(() => navigator.locks.request("av-outbox", begin)) ?? begin();
  });

export const save = (name, text) => {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

// A comment has an address: that of the page with `#av-comment-` and its id.
export const asked = () => /^#av-comment-([\w-]+)$/.exec(location.hash)?.[1];
export const askFor = (id) => {
  location.hash = `av-comment-${id}`;
};
// Leads to a comment, and marks it until another is.
export const show = (place, id, isAsked) => {
  setTimeout(() => {
    const comment = place.querySelector(`#av-comment-${CSS.escape(id)}`);
    if (!comment) return;
    place.querySelector("[data-asked]")?.removeAttribute("data-asked");
    if (isAsked) comment.dataset.asked = "";
    comment.tabIndex = -1;
    comment.focus({ preventScroll: true });
    comment.scrollIntoView({ block: isAsked ? "center" : "nearest" });
  });
};
// What is drawn now is on the page in a moment.
export const focusSoon = (place, selector) => {
  setTimeout(() => place.querySelector(selector)?.focus());
};
