// What the viewer loads when a document is of a publisher's format: starts the wasm once, and hands it what the browser
// has parsed.

import { adapt, start } from "glue";

import { tokens } from "./adapters.js";

let started;

// A member of the native format for each part that the publisher's own format lacks: JSON, or where it is.
const overlaid = async (overlay) => {
  if (!overlay) return;
  const isInline = overlay.trimStart().startsWith("{");
  return tokens(isInline ? JSON.parse(overlay) : await (await fetch(new URL(overlay, document.baseURI))).json());
};

export default async (address) => {
  started ??= fetch(address, { integrity: __INTEGRITY__ }).then(start);
  await started.catch((error) => {
    // The next document tries anew.
    started = undefined;
    throw error;
  });
  return async (value, url, format, item, overlay) =>
    adapt(tokens(value), url, format, item, await overlaid(overlay), Date.now());
};
