// Chromium, driven over a pipe by the DevTools protocol: no package, no port.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Every name but the loopback address fails at once: nothing that is measured leaves the machine.
export const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--hide-scrollbars",
  "--lang=en-US",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

// Starts a browser with a profile of its own.
export const launch = async (program) => {
  const profile = mkdtempSync(join(tmpdir(), "article-viewer-bench-"));
  const flags = [...FLAGS, `--user-data-dir=${profile}`, "--remote-debugging-pipe"];
  const child = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const waiting = new Map();
  const listeners = new Map();
  let last = 0;

  const receive = (message) => {
    if (!message.id) return listeners.get(message.sessionId)?.(message.method, message.params);
    const { resolve, reject, method } = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) reject(new Error(`${method}: ${message.error.message}`));
    else resolve(message.result);
  };
  // Messages end with a zero byte.
  let rest = "";
  child.stdio[4].setEncoding("utf8").on("data", (chunk) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop();
    for (const message of messages) receive(JSON.parse(message));
  });
  ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error("the browser ended"));
  });

  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject, method });
      child.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });

  return {
    version: async () => (await send("Browser.getVersion")).product,
    // A page in a profile that nobody has used: neither cache nor storage nor connection.
    page: async (listen) => {
      const { browserContextId } = await send("Target.createBrowserContext");
      const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      listeners.set(sessionId, listen);
      return {
        send: (method, params) => send(method, params, sessionId),
        evaluate: async (expression) => {
          const options = { expression, returnByValue: true, awaitPromise: true };
          const { result, exceptionDetails } = await send("Runtime.evaluate", options, sessionId);
          if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
          return result.value;
        },
        close: async () => {
          listeners.delete(sessionId);
          await send("Target.disposeBrowserContext", { browserContextId });
        },
      };
    },
    close: async () => {
      await send("Browser.close").catch(() => child.kill());
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
};
