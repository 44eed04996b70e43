// `cargo xtask bench`: the same article by several pages, on a slow phone. Prints ratios, and never fails for a time.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { launch } from "./lib/browser.mjs";
import { lighthouse as runLighthouse } from "./lib/lighthouse.mjs";
import { quiet } from "./lib/quiet.mjs";
import { markdown, medians } from "./lib/report.mjs";
import { serve } from "./lib/serve.mjs";
import { makeSites } from "./lib/sites.mjs";
import { NETWORKS, visit } from "./lib/visit.mjs";

const text = (value) => ({ type: "string", default: value });
const { values: options } = parseArgs({
  options: {
    // Given by xtask.
    dist: text("dist"),
    server: text("target/server/article-server"),
    chromium: text("/usr/bin/chromium"),
    out: text("target/bench"),
    prerender: text(""),
    // Given by people.
    runs: text("5"),
    only: text(""),
    network: text("slow-4g"),
    slowdown: text("4"),
    "no-lighthouse": { type: "boolean", default: false },
  },
});
const conditions = { network: options.network, slowdown: Number(options.slowdown) };
if (!NETWORKS[options.network]) throw new Error(`--network is one of ${Object.keys(NETWORKS).join(", ")}`);
const runs = Number(options.runs);
const out = resolve(options.out);
const say = (line) => process.stderr.write(`bench: ${line}\n`);

mkdirSync(join(out, "sites"), { recursive: true });
rmSync(join(out, "data"), { recursive: true, force: true });
say("building the pages");
const { sites, longPage, texts } = await makeSites({
  dist: resolve(options.dist),
  folder: join(out, "sites"),
  prerender: options.prerender && resolve(options.prerender),
});

// In the order in which each round visits them.
const list = [
  { name: "static", site: "static", path: "/" },
  { name: "prerendered", site: "ours", path: "/" },
  { name: "client-only", site: "ours", path: "/viewer.html?src=/articles/pledges.json" },
  { name: "preact", site: "preact", path: "/" },
  { name: "react", site: "react", path: "/" },
  { name: "host", site: "ours", path: "/host.html" },
  { name: "static-long", site: "static-long", path: "/", ends: texts.long },
  ...(longPage ? [{ name: "long-prerendered", site: "ours", path: longPage, ends: texts.long }] : []),
  { name: "long-client-only", site: "ours", path: "/viewer.html?src=/articles/long.json", ends: texts.long },
];
const only = options.only.split(",").filter(Boolean);
const chosen = list.filter(({ name }) => only.length === 0 || only.includes(name));

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
const servers = {};
const origin = (site) => servers[site].origin;
const collected = Object.fromEntries(chosen.map(({ name }) => [name, []]));
const notes = [];
let version;
let scores;
try {
  for (const site of new Set([...chosen.map(({ site }) => site), "ours", "static"])) {
    servers[site] = await serve(options.server, sites[site], join(out, "data", site));
  }
  const index = readFileSync(join(sites.ours, "index.html"), "utf8");
  if (!index.includes(texts.pledges[1])) notes.push("`index.html` of this build does not hold the text: “prerendered” is not.");
  if (!longPage) notes.push("There is no tool that prerenders the long article: its prerendered page is not measured.");

  let noisy = 0;
  for (let run = 1; run <= runs; run++) {
    say(`round ${run} of ${runs}`);
    const browser = await launch(options.chromium);
    try {
      version = await browser.version();
      // A browser's first page pays for its start; nobody counts it.
      await visit(browser, { ...conditions, url: `${origin("static")}/`, ends: texts.pledges });
      for (const { name, site, path, ends = texts.pledges } of chosen) {
        if (!(await quiet())) noisy++;
        const seen = await visit(browser, { ...conditions, url: origin(site) + path, ends });
        collected[name].push(seen);
        say(`${name}: ${seen.text ? `whole text after ${Math.round(seen.text)} ms` : "the text never came"}`);
      }
    } finally {
      await browser.close();
    }
  }
  if (noisy) notes.push(`The machine was busy before ${noisy} visits: run again when nothing else does.`);
  if (!options["no-lighthouse"]) {
    say("Lighthouse");
    // What was measured is reported, whatever becomes of this.
    scores = await runLighthouse(`${origin("ours")}/`, options.chromium, 3).catch((error) => {
      notes.push(`Lighthouse failed: ${error.message}`);
    });
  }
} finally {
  for (const server of Object.values(servers)) server.stop();
}

const pages = Object.fromEntries(Object.entries(collected).map(([name, visits]) => [name, { median: medians(visits), visits }]));
const { latency, downloadThroughput, uploadThroughput } = NETWORKS[options.network];
const about =
  `${version}, ${runs} rounds, each page with an empty cache; network “${options.network}” (${latency} ms a request, ` +
  `${Math.round((downloadThroughput * 8) / 1000)} kbit/s down, ${Math.round((uploadThroughput * 8) / 1000)} up), ` +
  `main thread ${options.slowdown} times slower. Compare ratios, not milliseconds: those are of this machine.`;
const report = markdown({ pages, lighthouse: scores, notes, about });
writeFileSync(join(out, "report.md"), report);
writeFileSync(join(out, "report.json"), JSON.stringify({ about, notes, lighthouse: scores, pages }, null, 1));
process.stdout.write(report);
