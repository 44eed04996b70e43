// What the viewer loads when a reader comes near the comments: starts the wasm once, and brings its sheet along.

import { attach, start } from "glue";
import { adopt } from "../../../src/browser/adopt.js";
// What the build puts there: functions that call those that are lent.
import { borrow } from "../../../src/browser/browser.js";

import css from "../../../style/conversation.css";

let started;
let isTrapped = false;
export const isDead = () => isTrapped;

// The conversations that are on the page, and what tells each that the instance they live in has died.
const alive = new Set();
for (const [event, key] of [["error", "error"], ["unhandledrejection", "reason"]]) {
  addEventListener(event, ({ [key]: error, filename }) => {
    // WebKit names the module in a stack, and not the wasm.
    if (!(error instanceof WebAssembly.RuntimeError) || !`${filename} ${error.stack}`.includes("assets/conversation.")) return;
    isTrapped = true;
    for (const fail of [...alive]) fail();
    alive.clear();
  });
}

export default async (address, lent) => {
  borrow(lent);
  started ??= globalThis.fetch(address, { integrity: __INTEGRITY__ }).then(start);
  await started.catch((error) => {
    // The next place tries anew.
    started = undefined;
    throw error;
  });
  return (host, place, api, article, fail) => {
    adopt(place.getRootNode(), css);
    const handle = attach(host, place, api, article);
    alive.add(fail);
    return () => {
      if (alive.delete(fail)) handle.free();
    };
  };
};
