// From visits to a page of tables: medians, ratios, and what they are held against.

export const median = (values) => {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted.length ? (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 : undefined;
};

const MEASURES =
  ["text", "firstPaint", "largestPaint", "shifts", "blocked", "longestTask", "longestScript", "bytes", "requests"];

export const medians = (visits) =>
  Object.fromEntries(MEASURES.map((measure) => [measure, median(visits.map((visit) => visit[measure]))]));

const number = (value, digits = 0) =>
  value === undefined || Number.isNaN(value) ? "–" : value.toLocaleString("en", { maximumFractionDigits: digits });
const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map((_, index) => (index ? "---:" : "---"))), ...rows.map(row)].join("\n");

// What issue and reader ask for. Nobody's build fails for a time.
const targets = (pages, lighthouse) => {
  const ratio = (name, of, to, measure, limit) => {
    if (!pages[of] || !pages[to]) return [];
    const value = pages[of].median[measure] / pages[to].median[measure];
    return [[name, number(value, 2), `≤ ${limit}`, verdict(value <= limit)]];
  };
  const most = (name, of, measure, limit, unit = "") => {
    if (!pages[of]) return [];
    const value = pages[of].median[measure];
    return [[name, number(value, 4) + unit, limit === 0 ? "0" : `≤ ${limit}${unit}`, verdict(value <= limit)]];
  };
  const verdict = (isMet) => (isMet ? "met" : "**missed**");
  return [
    ...ratio("client only: whole text, to React", "client-only", "react", "text", 0.75),
    ...ratio("client only: whole text, to Preact", "client-only", "preact", "text", 0.95),
    ...ratio("prerendered: whole text, to static", "prerendered", "static", "text", 1.05),
    ...ratio("prerendered: largest paint, to static", "prerendered", "static", "largestPaint", 1.05),
    ...most("client only: layout shift", "client-only", "shifts", 0),
    ...most("prerendered: layout shift", "prerendered", "shifts", 0),
    ...most("in a host's page: layout shift", "host", "shifts", 0),
    ...most("client only: blocking time", "client-only", "blocked", 20, " ms"),
    ...most("prerendered: blocking time", "prerendered", "blocked", 20, " ms"),
    ...ratio("100,000 words, prerendered: whole text, to static", "long-prerendered", "static-long", "text", 2),
    ...most("100,000 words, prerendered: longest script", "long-prerendered", "longestScript", 50, " ms"),
    ...most("100,000 words, client only: longest script", "long-client-only", "longestScript", 50, " ms"),
    ...Object.entries(lighthouse?.scores ?? {}).map(([title, score]) => [
      `Lighthouse: ${title}`,
      `${score}`,
      "100",
      verdict(score === 100),
    ]),
  ];
};

export const markdown = ({ pages, lighthouse, notes, about }) => {
  const names = Object.keys(pages);
  const figures = names.map((name) => {
    const { median: middle, visits } = pages[name];
    const times = visits.map((visit) => visit.text).filter((time) => time !== undefined);
    const range = times.length ? `${number(Math.min(...times))}–${number(Math.max(...times))}` : "–";
    return [
      name,
      number(middle.text),
      range,
      number(middle.firstPaint),
      number(middle.largestPaint),
      number(middle.shifts, 4),
      number(middle.blocked),
      number(middle.longestTask),
      number(middle.longestScript),
      number(middle.bytes),
      number(middle.requests),
    ];
  });
  const head = ["page", "whole text", "range", "FCP", "LCP", "CLS", "TBT", "longest task", "longest script", "bytes before", "requests"];
  const sections = [
    "# Article pages, side by side",
    about,
    ...notes,
    "## Against the targets",
    table(["what", "measured", "target", ""], targets(pages, lighthouse)),
    "## Medians",
    "Times in milliseconds; bytes and requests until the whole text was shown, headers included, pictures left out.",
    table(head, figures),
  ];
  if (lighthouse) {
    sections.push(
      `## Lighthouse ${lighthouse.version}, mobile, median of ${lighthouse.runs}`,
      `FCP ${number(lighthouse.firstPaint)} ms, LCP ${number(lighthouse.largestPaint)} ms, TBT ${number(lighthouse.blocked)} ms, ` +
        `CLS ${number(lighthouse.shifts, 4)}. Below the full mark: ${lighthouse.failed.join(", ") || "nothing"}.`,
    );
  }
  for (const name of ["client-only", "prerendered"].filter((name) => pages[name])) {
    sections.push(`## What ${name} asked for, in its median visit`, waterfall(pages[name]));
  }
  return `${sections.join("\n\n")}\n`;
};

const waterfall = ({ visits, median: middle }) => {
  const distance = (visit) => Math.abs((visit.text ?? Infinity) - (middle.text ?? 0));
  const visit = [...visits].sort((a, b) => distance(a) - distance(b))[0];
  const rows = visit.waterfall.map((request) => [
    request.url,
    request.priority,
    number(request.sent),
    number(request.answered),
    number(request.finished),
    number(request.bytes),
  ]);
  return table(["file", "priority", "asked, ms", "answered, ms", "whole, ms", "bytes"], rows);
};
