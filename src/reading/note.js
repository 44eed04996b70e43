// A footnote where it is referred to. Without this, the reference leads to the note at the end of the text.

import { button, make, place } from "./make.js";
import { inOurs, t } from "./words.js";

const MARKS = ".av-footnote-mark, .av-footnote-back";

// The note that a reference leads to, within its article.
export const noteOf = (host, link) => {
  const [, id] = /^#(av-note-.*)/.exec(link?.getAttribute("href")) ?? [];
  return id && host.querySelector(`#${CSS.escape(id)}`);
};

export const open = (host, link, note) => {
  const words = note.cloneNode(true);
  for (const mark of words.querySelectorAll(MARKS)) mark.remove();
  const said = make("div", { lang: note.closest("[lang]")?.lang ?? "", dir: "auto" }, ...words.childNodes);
  const isOf = (event) => event.target === box && event.newState === "closed";
  let goesOn;
  const goOn = () => {
    goesOn = true;
    box.hidePopover();
  };
  const leave = () => {
    if (!goesOn) return link.focus({ preventScroll: true });
    note.tabIndex = -1;
    note.scrollIntoView({ block: "center" });
    note.focus({ preventScroll: true });
  };
  const box = make("div", { className: "reading-note", popover: "auto", role: "dialog", tabIndex: -1 }, said);
  box.ariaLabel = link.getAttribute("aria-label") ?? link.textContent;
  box.append(inOurs(make("div", {}, button(t("Go to the note"), goOn), button(t("Close"), () => box.hidePopover()))));
  box.addEventListener("toggle", (event) => {
    if (!isOf(event)) return;
    box.remove();
    // Where somebody has gone on elsewhere, the focus stays there.
    if (goesOn || !document.activeElement || document.activeElement === document.body || document.activeElement === host) leave();
  });
  place(host).append(box);
  box.showPopover();
  const { top, bottom, left } = link.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = box;
  box.style.top = `${bottom + 8 + offsetHeight < innerHeight ? bottom + 8 : Math.max(8, top - offsetHeight - 8)}px`;
  box.style.left = `${Math.max(8, Math.min(left - offsetWidth / 2, innerWidth - offsetWidth - 8))}px`;
  box.focus({ preventScroll: true });
};
