// How far the text has been read, as a line at the top of the window, and how long the rest takes.

import { make, place } from "./make.js";
import { blocks, scroller, view } from "./text.js";
import { inOurs, t, tNumber } from "./words.js";

// Letters in a minute where the text does not say how long it takes: those of Chinese and Japanese are words in themselves.
const SPEED = 900;
const SPEED_OF_WORDS = 300;

// How long the text takes in minutes, as it says itself, in whatever digits.
const minutes = (host) => {
  const said = host.querySelector(":scope > .av-header .av-reading-time");
  const [digits] = /\p{Nd}+/u.exec(said?.textContent) ?? [];
  if (digits) {
    const known = [...(9_876_543_210).toLocaleString(said.closest("[lang]")?.lang || undefined, { useGrouping: false })].reverse();
    const number = Number([...digits].map((digit) => known.indexOf(digit)).join(""));
    if (number > 0) return number;
  }
  const text = blocks(host).map((block) => block.textContent).join("");
  return text.length / (/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(text) ? SPEED_OF_WORDS : SPEED);
};

// From 0 to 1, by what is at the bottom of the window; and what is left, in minutes.
export const progress = (host, total = minutes(host)) => {
  const all = blocks(host);
  if (!all.length) return;
  const [top, height] = view(scroller(host));
  const start = all[0].getBoundingClientRect().top;
  const end = all.at(-1).getBoundingClientRect().bottom;
  // What is seen at once has not been read at once.
  const read = Math.min(1, Math.max(0, (top - start) / Math.max(1, end - start - height)));
  return { read, left: Math.ceil(total * (1 - read)), isLong: end - start > 2 * height };
};

export const inMinutes = (number, unitDisplay) => tNumber(number, { style: "unit", unit: "minute", unitDisplay });

// For the eyes: who listens to the page is told where they are by what reads it out, and finds the minutes in the panel.
export const draw = (host) => {
  const line = make("div", {});
  const words = inOurs(make("span", {}));
  const bar = make("div", { className: "reading-progress", ariaHidden: "true" }, line, words);
  place(host).prepend(bar);
  // Not with every frame: the text is long, and stays what it is.
  const total = minutes(host);
  let frame;
  let timer;
  const update = () => {
    frame = undefined;
    const now = progress(host, total);
    bar.hidden = !now?.isLong;
    if (bar.hidden) return;
    line.style.setProperty("--read", now.read);
    words.textContent = now.left ? t("{} left", inMinutes(now.left, "short")) : "";
    bar.dataset.moving = "";
    clearTimeout(timer);
    timer = setTimeout(() => delete bar.dataset.moving, 2_000);
  };
  return {
    update: () => (frame ??= requestAnimationFrame(update)),
    end: () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      bar.remove();
    },
  };
};
