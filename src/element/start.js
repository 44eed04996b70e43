// Ends the glue that wasm-bindgen writes, in place of its own way to start, which takes addresses, modules and bytes too.
// The names are those of that file.
export const start = async (response) => {
  if (!response.ok) throw new Error(response.status);
  const imports = __wbg_get_imports();
  // Where a server does not say that it is wasm, the browser refuses to compile it as it comes.
  const isSaid = /^application\/wasm\b/i.test(response.headers.get("content-type"));
  const { instance } = await (isSaid
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports));
  __wbg_finalize_init(instance);
};
