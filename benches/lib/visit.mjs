// One visit of one page by somebody who has never been there: slow network, slow processor, empty cache.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const watcher = readFileSync(new URL("./watch.js", import.meta.url), "utf8").replace(/;\s*$/, "");

const bitsPerSecond = (bits) => bits / 8;
// Lighthouse's "slow 4G" is 1.6 Mbit/s down, 0.75 up and round trips of 150 ms. The developer tools delay a request, not
// a packet: "slow-4g" is Lighthouse's translation (3.75 round trips a request, 90 % of the bits), by which the limits were
// set; "round-trip" takes the three numbers as they are, as on a warm HTTP/2 connection.
export const NETWORKS = {
  "slow-4g": { latency: 562.5, downloadThroughput: bitsPerSecond(1_474_560), uploadThroughput: bitsPerSecond(691_200) },
  "round-trip": { latency: 150, downloadThroughput: bitsPerSecond(1_600_000), uploadThroughput: bitsPerSecond(750_000) },
};
// A middling phone, as Lighthouse takes it.
const SCREEN = { width: 412, height: 823, deviceScaleFactor: 1.75, mobile: true };
const QUIET_MS = 5_000;
const PATIENCE_MS = 60_000;

export const visit = async (browser, { url, ends, network, slowdown }) => {
  const requests = new Map();
  let clock;
  const page = await browser.page((method, event) => {
    if (method === "Network.requestWillBeSent") {
      // Seconds of the browser's clock to seconds of the day.
      clock ??= event.wallTime - event.timestamp;
      if (!event.request.url.startsWith("data:")) {
        const { url, initialPriority: priority } = event.request;
        requests.set(event.requestId, { url, priority, sent: event.timestamp, pieces: [] });
      }
      return;
    }
    const request = requests.get(event.requestId);
    if (!request) return;
    if (method === "Network.responseReceived") {
      const { encodedDataLength, mimeType, status } = event.response;
      Object.assign(request, { kind: event.type, mimeType, status, answered: event.timestamp });
      request.pieces.push([event.timestamp, encodedDataLength]);
    } else if (method === "Network.dataReceived") {
      request.pieces.push([event.timestamp, event.encodedDataLength]);
    } else if (method === "Network.loadingFinished") {
      request.finished = event.timestamp;
      request.bytes = event.encodedDataLength;
    }
  });
  try {
    await page.send("Page.enable");
    await page.send("Network.enable");
    await page.send("Emulation.setDeviceMetricsOverride", SCREEN);
    await page.send("Network.emulateNetworkConditions", { offline: false, ...NETWORKS[network] });
    await page.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const source = `(${watcher})(${ends.map((end) => JSON.stringify(end)).join(", ")})`;
    await page.send("Page.addScriptToEvaluateOnNewDocument", { source });
    await page.send("Page.navigate", { url });
    const seen = await settle(page, requests, () => clock);
    return summary(seen, requests, clock);
  } finally {
    await page.close();
  }
};

// Until the text is shown and then nothing has happened for five seconds. The stream of live counts never ends: it is no
// sign of work.
const settle = async (page, requests, clock) => {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    await sleep(250);
    const state = await page.evaluate("({ ...globalThis.__bench, origin: performance.timeOrigin, now: performance.now() })");
    const isLate = Date.now() > deadline;
    if (state.text === undefined && !isLate) continue;
    const arrivals = [...requests.values()]
      .filter((request) => request.kind !== "EventSource")
      .flatMap((request) => [request.sent, ...request.pieces.map(([at]) => at)])
      .map((at) => (at + clock()) * 1000 - state.origin);
    const tasks = state.tasks.map((task) => task.start + task.duration);
    if (isLate || state.now - Math.max(state.text, ...arrivals, ...tasks) > QUIET_MS) return state;
  }
};

const summary = (seen, requests, clock) => {
  const since = (at) => at && Math.round((at + clock) * 1000 - seen.origin);
  const waterfall = [...requests.values()].map((request) => ({
    url: new URL(request.url).pathname,
    kind: request.kind,
    priority: request.priority,
    status: request.status,
    sent: since(request.sent),
    answered: since(request.answered),
    finished: since(request.finished),
    bytes: request.bytes ?? request.pieces.reduce((sum, [, bytes]) => sum + bytes, 0),
  }));
  // Pictures are left out: every page shows the same.
  const before = [...requests.values()].filter(
    (request) => request.kind !== "Image" && since(request.sent) < seen.text && since(request.answered) <= seen.text,
  );
  // Of what is still on its way, as much as had come.
  const arrived = before.map((request) =>
    since(request.finished) <= seen.text
      ? request.bytes
      : request.pieces.filter(([at]) => since(at) <= seen.text).reduce((sum, [, bytes]) => sum + bytes, 0),
  );
  // Of a task that began before the first paint only what came after it.
  const blocked = seen.tasks.map(({ start, duration }) => {
    const begun = Math.max(start, seen.firstPaint ?? 0);
    return Math.max(0, start + duration - begun - 50);
  });
  // The watcher's own have no address.
  const scripts = seen.frames.flatMap((frame) => frame.scripts).filter((script) => script.url !== "");
  return {
    text: seen.text,
    firstPaint: seen.firstPaint,
    largestPaint: seen.largestPaint,
    largestElement: seen.largestElement,
    shifts: Math.round(seen.shifts * 10_000) / 10_000,
    blocked: blocked.reduce((sum, time) => sum + time, 0),
    longestTask: Math.max(0, ...seen.tasks.map((task) => task.duration)),
    longestScript: Math.max(0, ...scripts.map((script) => script.duration)),
    bytes: seen.text && arrived.reduce((sum, bytes) => sum + bytes, 0),
    requests: seen.text && before.length,
    tasks: seen.tasks,
    frames: seen.frames,
    waterfall,
  };
};
