// What stands for `fetch` in the glue.

let early = new Map();

// What the entry module has asked for already, while the wasm was on its way.
export const lend = (requests) => (early = requests);

// A page may have put something else in the place of `fetch`: whatever that throws, or rejects with, is an error here. An
// exception would go through the wasm, which knows none, and gloo-net panics at what is no `Error`.
const given = async (request) => {
  const { answer, abort } = early.get(request.url) ?? {};
  early.delete(request.url);
  if (abort) request.signal.addEventListener("abort", () => abort.abort());
  try {
    return await (answer ?? globalThis.fetch(request));
  } catch {
    throw new Error("no answer");
  }
};

export { given as fetch };
