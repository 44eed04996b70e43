// What the viewer loads when a document is of a publisher's format: starts the wasm once, and hands it what the browser
// has parsed.

import { adapt, start } from "glue";

import { tokens } from "./adapters.js";

let started;

// A member of the native format for each part that the publisher's own format lacks: JSON, or where it is.
const read = async (overlay) => {
  if (overlay.trimStart().startsWith("{")) return JSON.parse(overlay);
  const response = await fetch(new URL(overlay, document.baseURI));
  if (!response.ok) throw new Error(response.status);
  return response.json();
};

export default async (address) => {
  started ??= fetch(address, { integrity: __INTEGRITY__ }).then(start);
  await started.catch((error) => {
    // The next document tries anew.
    started = undefined;
    throw error;
  });
  return async (value, url, format, item, overlay) => {
    let message;
    const missing = (error) => void (message = `expected an overlay: ${error.message}`);
    const overlaid = overlay ? await read(overlay).then(tokens, missing) : undefined;
    const article = JSON.parse(adapt(tokens(value), url, format || undefined, item || undefined, overlaid, Date.now()));
    // Better without what was to be laid over it than not at all.
    if (message) (article.notices ??= []).push({ pointer: "", message });
    return article;
  };
};
