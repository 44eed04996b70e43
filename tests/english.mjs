// What browser.js writes in English by itself is what ECMA-402 writes. Run by english.rs.

import assert from "node:assert/strict";

import { date, number } from "../src/browser/browser.js";

const HOUR = 3_600_000;
const styles = [
  { dateStyle: "long", timeZone: "UTC" },
  { dateStyle: "long", timeStyle: "short", timeZone: "UTC" },
  { dateStyle: "medium", timeStyle: "short" },
];
const units = [
  [{ style: "unit", unit: "minute", unitDisplay: "long" }, [1, 2, 3, 100]],
  ...["celsius", "fahrenheit"].flatMap((unit) =>
    ["short", "long"].map((unitDisplay) => [
      { style: "unit", unit, unitDisplay, maximumFractionDigits: 0 },
      [-41, -2.5, -1, 0, 1, 1.4, 24.5, 104],
    ]),
  ),
];
let found = 0;
for (const language of ["en", "en-US", "en-GB", "en-IN", "en-CA", "en-ZA"]) {
  for (const style of styles) {
    // Every month, and every hour of a day.
    const moments = Array.from({ length: 400 }, (_, step) => Date.UTC(2026, 0, 1, 0, 5) + step * 25 * HOUR);
    for (const ms of [...moments, Date.UTC(1000, 0, 1), Date.UTC(9999, 11, 31), -1]) {
      assert.equal(date(ms, language, JSON.stringify(style)), new Date(ms).toLocaleString(language, style));
      found += 1;
    }
  }
  for (const [style, values] of units) {
    for (const value of values) {
      assert.equal(number(value, language, JSON.stringify(style)), value.toLocaleString(language, style));
      found += 1;
    }
  }
}
assert.equal(date(8.65e15, "en", "{}"), undefined);
console.log(found);
