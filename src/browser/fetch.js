// What stands for `fetch` in the glue.

let early = new Map();
let addresses;

// What the entry module has asked for already, while the wasm was on its way; where the adapters, the words and the rest are; and
// what is to be done when an instance has trapped, of which the first that starts hears for all.
export const lend = (requests, more, ours, recover) => {
  early = requests;
  addresses = more;
  if (!recover.call) return;
  // What traps in a timer, a listener or a promise ends up here.
  for (const [event, key] of [["error", "error"], ["unhandledrejection", "reason"]]) {
    addEventListener(event, ({ [key]: error, filename }) => {
      // WebKit names the module in a stack, and not the wasm.
      const isOurs = ours.some((url) => `${filename} ${error?.stack}`.includes(url));
      if (isOurs && error instanceof WebAssembly.RuntimeError) recover(error);
    });
  }
};

// What makes the native format of a publisher's own.
export const adapters = async () => (await import(/* webpackIgnore: true */ /* @vite-ignore */ addresses[0])).default(addresses[1]);

let lent;
// The functions that the conversation borrows, in an object of the build's: the one that bundlers make of a module breaks where
// a page has put something into every object.
export const offer = (all) => {
  lent = { ...all, fetch: given };
};

// What brings the conversation into a place. One that has died is loaded anew.
let conversations = 0;
let isConversationDead;
export const conversation = async () => {
  if (isConversationDead?.()) conversations += 1;
  const address = addresses[3] + (conversations ? `?${conversations}` : "");
  const loaded = await import(/* webpackIgnore: true */ /* @vite-ignore */ address);
  isConversationDead = loaded.isDead;
  return loaded.default(addresses[4], lent);
};

// The reading tools, and what goes on while somebody reads. Browsers keep in mind that an address could not be loaded, so the next
// try is for another.
const later = (index) => {
  let tries = 0;
  const load = async () => {
    try {
      return (load.loaded = await import(/* webpackIgnore: true */ /* @vite-ignore */ addresses[index] + (tries ? `?${tries}` : "")));
    } catch (error) {
      tries += 1;
      throw error;
    }
  };
  return load;
};
export const reading = later(5);
export const along = later(6);

// What the reader has kept stands in for a network that gives nothing (src/reading/keep.js); these are copies.
export const copies = new Set();
const kept = async (request) => {
  const copy = await caches.match(request, { cacheName: "av:kept", ignoreVary: true });
  if (copy) copies.add(request.url);
  return copy;
};

// A page may have put something else in the place of `fetch`: whatever that throws, or rejects with, is an error here. An
// exception would go through the wasm, which knows none, and gloo-net panics at what is no `Error`.
const ask = async (request, answer) => {
  for (const way of [() => answer ?? globalThis.fetch(request), () => kept(request)]) {
    try {
      const response = await way();
      if (response) return response;
    } catch {}
  }
  throw new Error();
};

// A server that cannot answer now is asked again, twice at most, later each time and not by everybody at once; not where it
// wants to be left alone for longer (`Retry-After`, RFC 9110 §10.2.3) than a reader waits without a word.
const given = async (request) => {
  let { answer, abort } = early.get(request.url) ?? {};
  early.delete(request.url);
  if (abort) request.signal.addEventListener("abort", () => abort.abort());
  for (let tries = 1; ; tries++) {
    const response = await ask(request, answer);
    const wait = Math.max(response.headers.get("retry-after") * 1_000 || 0, 400 * 2 ** tries * (1 + Math.random()));
    if (tries > 2 || wait > 4_000 || request.method !== "GET" || !/50[0234]/.test(response.status)) return response;
    answer = undefined;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
};

// The words of ours in another language than English, if there are any.
export const wordsOfOurs = async (language) => {
  const address = addresses[2][language];
  return address && (await given(new Request(address))).json();
};

export { given as fetch };
