// The headings of a long text, and the way to each.

import { make, t, tNumber } from "./shared.js";

// Two headings or fewer are soon found.
const FEWEST = 3;

// The level of a heading below the highest of the text, from 0.
const levels = (headings) => {
  const all = headings.map(({ localName }) => +localName[1]);
  return all.map((level) => level - Math.min(...all));
};

export const outline = (host, leave) => {
  const headings = [...host.querySelectorAll(".av-body .av-heading, :scope > :is(h2, h3, h4)")];
  if (headings.length < FEWEST) return [];
  const at = levels(headings);
  const items = headings.map((heading, index) => {
    const link = make("button", { type: "button", className: "reading-link", textContent: heading.textContent });
    link.onclick = () => {
      leave();
      heading.scrollIntoView();
      // Nothing is written into what the host itself has put there.
      if (heading.matches(".av-heading")) heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    };
    const item = make("li", { lang: heading.closest("[lang]")?.lang ?? "", dir: "auto" }, link);
    item.style.setProperty("--level", at[index]);
    return item;
  });
  const list = make("ol", { className: "reading-outline" }, ...items);
  return [make("details", {}, make("summary", { textContent: t("In this article ({})", tNumber(items.length)) }), list)];
};
