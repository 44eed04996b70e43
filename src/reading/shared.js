// What both bundles of the reading tools need: it stands in the one that goes along, and the other borrows it (build/finish.mjs).
export * from "../browser/adopt.js";
export * from "./make.js";
export * from "./passage.js";
export * from "./progress.js";
export * from "./text.js";
export * from "./words.js";
