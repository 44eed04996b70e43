// What the viewer asks of the browser, in one call each. Every function that the wasm imports costs its readers some sixty
// bytes, so what belongs together is asked together; and none of these throws, which costs as much again.

const attempt = (act) => {
  try {
    return act() ?? undefined;
  } catch {}
};

// The page.

export const isVisible = () => document.visibilityState === "visible";
export const isOnline = () => navigator.onLine;
export const isAutomated = () => !!navigator.webdriver;
export const base = () => document.baseURI;
export const origin = () => location.origin;
export const query = (name) => new URLSearchParams(location.search).get(name) ?? undefined;
export const now = () => performance.now();
export const pause = () => new Promise((resolve) => setTimeout(resolve));
export const random = (below) => Math.random() * below;

// A random UUID (RFC 9562 §5.4). `crypto.randomUUID` is missing on pages without TLS.
export const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1));
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

export const read = (key) => attempt(() => localStorage.getItem(key));
export const write = (key, value) =>
  attempt(() => (value === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, value)));

export const adopt = (title, language, direction) => {
  const root = document.documentElement;
  if (title) document.title = title;
  if (language) root.lang = language;
  if (direction) root.dir = direction;
};

// Nodes.

export const element = (name) => document.createElement(name);
export const text = (data) => document.createTextNode(data);
export const fragment = () => document.createDocumentFragment();
export const insert = (parent, node, before) => parent.insertBefore(node, before ?? null);
export const fill = (element, node) => element.replaceChildren(...(node ? [node] : []));
export const find = (root, selector) => (root ?? document).querySelector(selector) ?? undefined;
export const get = (object, name) => object[name] ?? undefined;
export const set = (object, name, value) => {
  // Written when it differs only: in a field the cursor would jump.
  if (object[name] !== value) object[name] = value;
};
export const attribute = (element, name) => element.getAttribute(name) ?? undefined;
export const setAttribute = (element, name, value) =>
  value === undefined ? element.removeAttribute(name) : element.setAttribute(name, value);
export const focus = (element) => element.focus();
export const scrollTo = (element) => element.scrollIntoView();

const from = (first, last) => {
  const range = document.createRange();
  range.setStartBefore(first);
  range.setEndAfter(last);
  return range;
};
// Neighbours, from the first to the last. Nodes that somebody else took off the page are gone already.
export const remove = (first, last) => attempt(() => from(first, last).deleteContents());
export const move = (first, last, parent, before) => parent.insertBefore(from(first, last).extractContents(), before ?? null);

// Events.

export const preventDefault = (event) => event.preventDefault();
export const dispatch = (host, name, cancelable, detail) =>
  host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail: JSON.parse(detail) }));

// The link that a click means to follow here and now, if there is one.
export const clicked = ({ target, defaultPrevented, button, altKey, ctrlKey, metaKey, shiftKey }) =>
  defaultPrevented || button || altKey || ctrlKey || metaKey || shiftKey ? undefined : closest(target, "a[href]");
export const closest = (element, selector) => element.closest(selector) ?? undefined;

// Leads to a note of the same article, from there back, or to what has changed, and the focus with it. The browser does that by itself for the
// first element of a page that has the id: not where another article has it too, nor in a shadow tree, nor under a
// `<base>`, which makes another page of every address.
export const goToNote = (event, link) => {
  const [, id] = /^#(av-(?:note|changed).*)/.exec(link.getAttribute("href")) ?? [];
  const selector = `#${CSS.escape(id)}`;
  const target = id && link.closest("article-viewer").querySelector(selector);
  if (!target) return;
  if (!target.hasAttribute("href")) target.tabIndex = -1;
  if (document.querySelector(`base[href], ${selector}`) !== target) event.preventDefault();
  target.focus();
};

// What goes on until it is stopped: each of these gives what stops it.

export const stop = (stop) => stop();

export const listen = (target, name, call) => {
  target ??= window;
  target.addEventListener(name, call);
  return () => target.removeEventListener(name, call);
};

// After a while, or sooner once the next frame is on screen: the one after it has begun. Where nobody looks there is none.
export const after = (ms, orPaint, call) => {
  const timers = [setTimeout(call, ms)];
  let frame = orPaint && requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => timers.push(setTimeout(call)));
  });
  return () => {
    timers.forEach(clearTimeout);
    cancelAnimationFrame(frame);
  };
};

// Whether an element is on screen, in a tab that is shown.
export const watch = (element, call) => {
  let isOnScreen = false;
  const tell = () => call(isOnScreen && isVisible());
  const observer = new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1).isIntersecting;
    tell();
  });
  observer.observe(element);
  const stop = listen(document, "visibilitychange", tell);
  return () => {
    observer.disconnect();
    stop();
  };
};

// One stream for each address, however many listen; whoever comes late hears the latest event of the first name again. The
// browser's own retry, which knows neither back-off nor jitter, is called off.
const streams = new Map();
export const stream = (url, names, call) => {
  let shared = streams.get(url);
  if (!shared) {
    const source = attempt(() => new EventSource(url));
    const calls = new Set();
    const close = () => {
      source?.close();
      if (streams.get(url) === shared) streams.delete(url);
    };
    shared = { calls, close };
    streams.set(url, shared);
    for (const name of `${names} error`.split(" ")) {
      source?.addEventListener(name, (event) => {
        if (name === "error") close();
        else if (names.startsWith(name)) shared.last = event;
        for (const call of [...calls]) call(event);
      });
    }
  }
  const { calls, close, last } = shared;
  calls.add(call);
  if (last) setTimeout(() => calls.has(call) && call(last));
  return () => {
    calls.delete(call);
    if (!calls.size) close();
  };
};

// What is loaded when the reader is near, or has come for a comment: the conversation.
export const converse = (host, place, api, article, call) => {
  let handle;
  let isOver;
  const begin = async () => {
    observer.disconnect();
    try {
      const attach = await conversation();
      if (!isOver) handle = attach(host, place, api, article, call);
    } catch {
      if (!isOver) call();
    }
  };
  const observer = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && begin(), { rootMargin: "100%" });
  if (/^#av-comment-/.test(location.hash)) begin();
  else observer.observe(place);
  return () => {
    isOver = true;
    observer.disconnect();
    handle?.();
  };
};

// The reading tools, when a reader asks for them.
const toBorrow = { language: () => spoken, translate: (...all) => translate(...all), read: (key) => read(key), write: (...all) => write(...all), loaded: () => reading.loaded };
toBorrow.reading = async () => {
  const [tools, { shared }] = await Promise.all([reading(), along(), learn()]);
  shared.meet(toBorrow);
  tools.borrow(shared);
  return tools;
};
export const tools = async (host) => (await toBorrow.reading()).open(host);

// What goes on while somebody reads is loaded at the first sign that somebody does, or that they have been here before. Of the
// signs, the last is kept: it may be a click that asked for something.
const SIGNS = ["scroll", "pointerdown", "keydown", "click"];
export const accompany = (host, article) => {
  let end;
  let isOver;
  let sign;
  const stopListening = () => SIGNS.forEach((name) => removeEventListener(name, begin, true));
  const begin = async (event) => {
    const isFirst = !sign;
    sign = event;
    if (!isFirst) return;
    try {
      const [{ accompany }] = await Promise.all([along(), learn()]);
      if (!isOver) end = accompany(host, article, toBorrow, sign);
    } catch {}
    stopListening();
  };
  // Those who have kept something are told when they read a copy.
  if (read("av:kept")) toBorrow.reading().then(({ guard }) => guard(host, copies), () => {});
  if (/(^|\s)off(\s|$)/.test(host.tools)) return () => {};
  if (/^#av-[\di]/.test(location.hash) || read("av:places")?.includes(article || "\n")) begin({});
  else SIGNS.forEach((name) => addEventListener(name, begin, true));
  return () => {
    isOver = true;
    stopListening();
    end?.();
  };
};

// Addresses, data and requests.

export const resolve = (url, base) => attempt(() => new URL(url, base).href);
export const encode = (text) => encodeURIComponent(text);
export const parse = (text) => attempt(() => [JSON.parse(text)]);
// The members of an object or an array, one after the other: of an object with its keys between them.
export const members = (value) =>
  Array.isArray(value) ? value : value && typeof value === "object" ? Object.entries(value).flat() : undefined;

// What calls requests off: by itself after a while, or when somebody does.
export const deadline = (ms) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("", "TimeoutError")), ms);
  controller.signal.addEventListener("abort", () => clearTimeout(timer));
  return controller;
};
export const abort = (controller) => controller.abort();
export const aborted = ({ signal }) => signal.reason?.name;

// `options` has the method, the headers and the body, as JSON.
export const request = (url, options, { signal }) => attempt(() => new Request(url, { ...JSON.parse(options), signal }));

// What time it is on the server, as its answers have it (RFC 9110 §6.6.1): a device may be years off. They are late, by their
// way and by any cache that kept them, and never early: the latest is the nearest to the truth.
let ahead;
export const clock = () => Date.now() + (ahead ?? 0);

// An answer: its address after redirects, its status, and what it holds: a list with the value, an empty one when it is no
// JSON, nothing when it has more bytes than it may.
export const answer = async ({ url, status, body, headers }, most) => {
  const said = Date.parse(headers.get("date")) - Date.now();
  if (said > (ahead ?? -Infinity) && url.includes("/api/v1/")) ahead = said;
  const chunks = [];
  const reader = body?.getReader();
  if (headers.get("content-length") > most) most = -1;
  for (let chunk; most >= 0 && (chunk = (await reader?.read())?.value); chunks.push(chunk)) most -= chunk.length;
  if (most < 0) reader.cancel();
  // Bytes that are no UTF-8 cost the characters they were meant to be, and no more.
  const text = await new Blob(chunks).text();
  // What keeps JSON from being run as a script by a page of another site is not part of it.
  return [url, status, most < 0 ? undefined : parse(text.replace(/^\s*(\)\]\}',?|\]\)\}while\(1\);<\/x>)/, "")) ?? []];
};

// An answer with an article of the native format in it: as it stands, or as the adapters make one of a publisher's format.
// What they have to say instead stands after the value.
const adapt = async (answer, deciding) => {
  const [url, status, values] = answer;
  const [, , , , format, item, ...overlay] = deciding.split("\n");
  const { schema, headline, body } = values?.[0] ?? {};
  const isNative = schema === undefined ? headline?.trim && Array.isArray(body) : /(^|\/)article\/[^/]*$/.test(schema);
  if (!values?.length || status > 299 || (isNative && !format && !item && !overlay[0])) return answer;
  try {
    const adapt = await adapters();
    return [url, status, [await adapt(values[0], url, format, item, overlay.join("\n"))]];
  } catch (error) {
    if (typeof error === "string") return [url, status, values, ...error.split("\n")];
    throw error;
  }
};

// The words of ours in a text of another language than English.
export const words = async (language) => (await wordsOfOurs(language))?.text;

// Those of the chrome, in the first of the reader's languages that we have: words by what they are in English, and of those that
// go with a number, the form for each kind of it. Nobody waits for them for long: then all of it stays English.
let spoken = "en";
let ours = {};
export const language = () => spoken;
let learning;
export const learn = () => (learning ??= choose());
const choose = async () => {
  for (const tag of navigator.languages) {
    const [primary] = tag.toLowerCase().split("-");
    const isEnglish = primary === "en";
    // Who reads Chinese in traditional characters may read another language with more ease than that in simplified ones.
    const found = /^zh-(hant|tw|hk|mo)/i.test(tag) || isEnglish ? undefined : wordsOfOurs(primary);
    const words = await Promise.race([found, new Promise((resolve) => setTimeout(resolve, found && 3_000))]).catch(() => {});
    if (words || isEnglish) {
      spoken = tag;
      ours = words?.chrome ?? {};
      return;
    }
  }
};
export const translate = (english, number) => {
  const [digits] = /\d+/.exec(english) ?? [];
  const words = ours[english.replace(digits, "{}")];
  if (number === undefined) return digits ? words?.replace("{}", Number(digits).toLocaleString(spoken)) : words;
  return words?.[plural(spoken, number)] ?? words?.other;
};

// An article that the page itself holds.
export const given = (json, deciding) => adapt([document.baseURI, 200, parse(json) ?? []], deciding);

// Whoever wants an address that is being asked for, or has just been, gets the same answer; `begin` asks for it. It is
// called off when nobody waits for it any more.
const requests = new Map();
export const share = (url, isAnew, { signal }, begin, deciding) =>
  new Promise((resolve, reject) => {
    let request = requests.get(url);
    if (!request || isAnew) {
      const abort = new AbortController();
      request = { abort, answer: begin(abort), waiting: 0 };
      requests.set(url, request);
      const { answer } = request;
      const forget = () => requests.get(url)?.answer === answer && requests.delete(url);
      abort.signal.onabort = forget;
      answer.finally(() => setTimeout(forget, 1_000)).catch(() => {});
    }
    request.waiting += 1;
    request.answer.then(resolve, reject);
    signal.addEventListener("abort", () => {
      reject(signal.reason);
      if (!--request.waiting) request.abort.abort();
    });
  }).then((answer) => adapt(answer, deciding));

// Formats (ECMA-402). What cannot be formatted gives nothing.

export const iso = (ms) => attempt(() => new Date(ms).toISOString());
export const number = (number, language, options) =>
  attempt(() => {
    const how = JSON.parse(options);
    return (how.unit && measured(number, language, how)) || number.toLocaleString(language, how);
  });
// A date out of range would be called an invalid one, in words; `toISOString` throws.
export const date = (ms, language, options) =>
  attempt(() => {
    const how = JSON.parse(options);
    return iso(ms) && (dated(ms, language, how) ?? new Date(ms).toLocaleString(language, how));
  });

// The first formatter of a page takes a phone a tenth of a second, and what it writes in English is known (CLDR 48).
export const isKnown = (language) => /^en(-(US|GB|IN))?$/.test(language);
const measured = (number, language, { unit, unitDisplay }) => {
  if (!isKnown(language)) return;
  const whole = Math.round(Math.abs(number)) * Math.sign(number);
  const plural = Math.abs(whole) === 1 ? "" : "s";
  if (unit === "minute") return `${whole} minute${plural}`;
  const scale = unit[0].toUpperCase();
  return whole + (unitDisplay === "short" ? `°${scale}` : ` degree${plural} ${scale}${unit.slice(1)}`);
};
const MONTHS = "January February March April May June July August September October November December".split(" ");
const dated = (ms, language, { dateStyle, timeStyle, timeZone }) => {
  const there = new Date(ms - (timeZone ? 0 : new Date(ms).getTimezoneOffset() * 60_000));
  const [, year, month, day, hour, minute] = /^([1-9]...)-(..)-0?(.+)T(..):(..)/.exec(iso(there)) ?? [];
  if (!year || !isKnown(language)) return;
  const isAmerican = !/B|IN/.test(language);
  const isLong = dateStyle === "long";
  const name = MONTHS[month - 1].slice(0, isLong ? 9 : !isAmerican && month === "09" ? 4 : 3);
  const date = isAmerican ? `${name} ${day}, ${year}` : `${day} ${name} ${year}`;
  if (!timeStyle) return date;
  const half = hour < 12 ? "am" : "pm";
  const civil = `${((+hour + 11) % 12) + 1}:${minute} ${isAmerican ? half.toUpperCase() : half}`;
  return date + (isLong ? " at " : ", ") + (language === "en-GB" ? `${hour}:${minute}` : civil);
};
const plural = (language, number) => attempt(() => new Intl.PluralRules(language).select(number));
export const list = (language, names) => attempt(() => new Intl.ListFormat(language).format(JSON.parse(names)));
export const digits = (number) => `${number}`;
