// What goes on while somebody reads: loaded at the first sign that somebody does.

import css from "../../style/along.css";
import textCss from "../../style/text/along.css";
import { adopt } from "../browser/adopt.js";
import { allows, make, pictures, place } from "./make.js";
import * as note from "./note.js";
import * as passage from "./passage.js";
import * as position from "./position.js";
import { draw } from "./progress.js";
import { inOurs, meet } from "./words.js";

const PICTURE = /^#av-image-(\d+)$/;

// What has to be said to somebody, and is soon out of the way.
let notice;
const saying = (host) => (words) => {
  notice?.remove();
  notice = inOurs(make("div", { className: "update", role: "status" }));
  place(host).prepend(notice);
  notice.textContent = words;
  setTimeout((old) => old.remove(), 10_000, notice);
};

// Keys with Alt and Shift: alone, letters belong to the browser and to what reads the page out (WCAG 2.2 SC 2.1.4).
const KEYS = { KeyR: "open", KeyL: "listen", KeyI: "pictures", KeyC: "link", KeyQ: "quote" };

export const accompany = (host, article, lent, sign) => {
  meet(lent);
  adopt(host.shadowRoot, css);
  adopt(host.getRootNode(), textCss);
  const say = saying(host);
  const has = (tool) => allows(host, tool);
  const bar = has("progress") ? draw(host) : undefined;
  const selection = has("quote") ? passage.follow(host) : undefined;
  let endOffer;
  let timer;
  const ends = [];
  const on = (target, name, call, options) => {
    target.addEventListener(name, call, options);
    ends.push(() => target.removeEventListener(name, call, options));
  };
  const call = async (tool, ...rest) => {
    selection?.hide();
    const tools = await lent.reading();
    return tools[tool](host, ...rest);
  };

  const goThere = () => {
    passage.arrive(host, say);
    const [, number] = PICTURE.exec(location.hash) ?? [];
    if (pictures(host)[number - 1] && has("lightbox")) call("pictures", number - 1).catch(() => {});
  };
  const click = (event, isLate) => {
    const { target, button, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (event.defaultPrevented || button || altKey || ctrlKey || metaKey || shiftKey) return;
    const picture = has("lightbox") && pictures(host).indexOf(target);
    const link = has("notes") && target.closest(".av-note-reference a, a.av-note-reference");
    const found = link && note.noteOf(host, link);
    if (picture >= 0 && picture !== false) call("pictures", picture).catch(() => {});
    else if (found && host.showPopover && isLate !== true) {
      event.preventDefault();
      note.open(host, link, found);
    }
  };
  on(host, "click", click, true);
  const scrolled = () => {
    bar?.update();
    selection?.hide();
    if (article && has("position")) timer ??= setTimeout(() => ((timer = undefined), position.note(host, article)), 1_000);
  };
  on(document, "scroll", scrolled, true);
  if (selection) {
    on(document, "pointerup", selection.settle);
    on(document, "keyup", selection.settle);
    on(document, "selectionchange", () => getSelection().isCollapsed && selection.settle());
  }
  on(window, "hashchange", goThere);
  // What is chosen in one tab is chosen in all.
  on(window, "storage", ({ key, newValue }) => key === "av:reading:css" && articleViewerChosen.replaceSync(newValue ?? ""));
  on(document, "keydown", (event) => {
    const tool = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && KEYS[event.code];
    // With several articles on a page, keys are for the one that has the focus, else for the first.
    const isOurs = host.contains(document.activeElement) || document.activeElement === host || (document.querySelector("article-viewer") === host && !document.activeElement?.closest("article-viewer"));
    if (!tool || !isOurs || event.composedPath()[0].matches?.("input:not([type=range],[type=radio]),textarea,select,[contenteditable]")) return;
    event.preventDefault();
    if (tool === "link" || tool === "quote") {
      const chosen = passage.selected(host);
      call("copyOf", tool, chosen, say).catch(() => {});
    } else call(tool).catch(() => {});
  });

  if (article && has("position") && !location.hash) endOffer = position.offer(host, article);
  goThere();
  // The click that was the first sign has been by already, and a link has been followed.
  if (sign?.type === "click" && host.contains(sign.target)) click(sign, true);
  // Nor is what was scrolled or selected before this came.
  scrolled();
  selection?.settle();
  return () => {
    for (const end of ends) end();
    clearTimeout(timer);
    endOffer?.();
    bar?.end();
    selection?.hide();
    // Only what has been loaded can be speaking.
    lent.loaded()?.quiet(host);
  };
};
