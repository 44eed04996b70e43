// What the conversation asks of the browser, besides what every part of the viewer does.

const attempt = (act) => {
  try {
    return act() ?? undefined;
  } catch {}
};

export const time = () => Date.now();

// How long ago something was said, in the reader's language, up to a week; then the day. What the server's clock has not come
// to yet is now. Days are those of the calendar: 30 hours may be yesterday or the day before. English as in `browser.js`.
const midnight = (ms) => new Date(ms).setHours(0, 0, 0, 0);
let formatter;
const relative = (number, unit, tag) => {
  if (!isKnown(tag)) return (formatter ??= new Intl.RelativeTimeFormat(tag, { numeric: "auto" })).format(-number, unit);
  if (!number) return "now";
  return unit === "day" && number === 1 ? "yesterday" : `${number} ${unit}${number > 1 ? "s" : ""} ago`;
};
const ago = (ms, tag) => {
  const minutes = Math.floor((clock() - ms) / 60_000);
  const days = Math.round((midnight(clock()) - midnight(ms)) / 86_400_000);
  if (minutes < 1) return relative(0, "second", tag);
  if (minutes < 60) return relative(minutes, "minute", tag);
  if (minutes < 1_440 || !days) return relative(Math.floor(minutes / 60), "hour", tag);
  return days > 7 ? undefined : relative(days, "day", tag);
};
export const age = (time) => {
  const ms = Date.parse(time.dateTime);
  set(time, "textContent", attempt(() => ago(ms, language())) ?? date(ms, language(), '{"dateStyle":"medium"}') ?? "");
};

// Once a minute all of these on a page are written anew, by one timer for all conversations, and while somebody looks.
const places = new Set();
let timer;
const tickAll = () => {
  clearTimeout(timer);
  if (!places.size || !isVisible()) return;
  for (const place of places) place.querySelectorAll(".comment-age").forEach(age);
  timer = setTimeout(tickAll, 60_000);
};
export const tick = (place) => {
  places.add(place);
  const stop = listen(document, "visibilitychange", tickAll);
  tickAll();
  return () => {
    places.delete(place);
    stop();
    tickAll();
  };
};

// 256 bits at random, as base64url (RFC 4648 §5).
export const secret = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace("=", "");

// Who is signed in is said by the host of a conversation, to the one server that it talks with. Each time it is read anew: a
// token does not last long.
const hosts = new Map();
export const account = (host, api, call) => {
  hosts.set(host, api);
  const observer = new MutationObserver(call);
  observer.observe(host, { attributeFilter: ["user-token"] });
  return () => {
    hosts.delete(host);
    observer.disconnect();
  };
};
export const token = (api) => {
  for (const [host, its] of hosts) if (its === api && host.userToken) return host.userToken.trim();
};
// The name in it, which the server looks at and the page shows (RFC 7519 §3).
export const writer = (api) =>
  attempt(() => {
    const claims = atob(token(api).split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
    const { name } = JSON.parse(new TextDecoder().decode(Uint8Array.from(claims, (byte) => byte.charCodeAt())));
    return name.trim();
  });

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
// Of what opened something that is gone by now, unless the focus is somewhere else.
export const focusBack = (opener) => {
  setTimeout(() => opener.getRootNode().activeElement ?? opener.focus());
};
