// Links to a passage, and a passage as a quotation.
//
// A link is `#av-BLOCK:~:text=…`: browsers find words that are in a page from its beginning (Scroll To Text Fragment), and take what
// begins with `:~:` from the address before a script sees it. For a text that arrives later, BLOCK says it to us: the number of the
// block, where in it the passage begins, how long it is, and a sum of its letters. It is found by that sum, nearest to its place, so
// that it stays itself when words are put in, taken out or moved around it.

import { button, copy, make, place } from "./make.js";
import { address, blocks, highlight, range, scrollTo, title, words } from "./text.js";
import { inOurs, t } from "./words.js";

const LINK = /^#av-(\d+)\.(\d+)\.(\d+)\.([0-9a-z]+)/;
// What is left out of words, so that letters count the same with and without it.
const LEFT_OUT = "script,.av-note-reference";
const LONGEST = 2_000;

// Sums of all beginnings of a text: that of any part of it is then two steps away.
const summed = (text) => {
  const sums = [0];
  const powers = [1];
  for (let at = 0; at < text.length; at++) {
    sums.push((Math.imul(sums[at], 31) + text.charCodeAt(at)) | 0);
    powers.push(Math.imul(powers[at], 31));
  }
  return (from, length) => ((sums[from + length] - Math.imul(sums[from], powers[length])) >>> 0).toString(36);
};

// The selection within the text of a host, if there is one.
export const selected = (host) => {
  // Chromium asks the tree that the text stands in.
  const selection = (host.getRootNode().getSelection ? host.getRootNode() : document).getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return;
  const chosen = selection.getRangeAt(0);
  const all = blocks(host);
  if (!all.some((block) => chosen.intersectsNode(block)) || !host.contains(chosen.commonAncestorContainer)) return;
  const read = words(all, LEFT_OUT);
  const inside = read.texts.filter(([, node]) => chosen.intersectsNode(node));
  if (!inside.length) return;
  const [firstStart, first] = inside[0];
  const [lastStart, last] = inside.at(-1);
  let from = firstStart + (chosen.startContainer === first ? chosen.startOffset : 0);
  let to = lastStart + (chosen.endContainer === last ? chosen.endOffset : last.length);
  while (from < to && /\s/.test(read.text[from])) from += 1;
  while (from < to && /\s/.test(read.text[to - 1])) to -= 1;
  return from < to ? { read, from, to, chosen } : undefined;
};

// A word or two at the end or the beginning, to the next space; where there are none, some letters.
const some = (text, isEnd) => {
  const parts = text.split(/\s+/);
  const most = parts.length > 1 ? parts : [...text];
  const few = parts.length > 1 ? 4 : 10;
  return (isEnd ? most.slice(-few) : most.slice(0, few)).join(parts.length > 1 ? " " : "");
};
const encoded = (text) => encodeURIComponent(text.replace(/\s+/g, " ")).replace(/-/g, "%2D");

export const linkTo = ({ read, from, to }) => {
  const length = Math.min(to - from, LONGEST);
  const block = read.starts.findLastIndex((start) => start <= from);
  const id = `${block}.${from - read.starts[block]}.${length}.${summed(read.text)(from, length)}`;
  const text = read.text.slice(from, to);
  const isShort = text.length < 80 && !text.includes("\n");
  const directive = isShort ? encoded(text) : `${encoded(some(text.split("\n")[0]))},${encoded(some(text.split("\n").at(-1), true))}`;
  return `${address()}#av-${id}:~:text=${directive}`;
};

// Where the passage of a link is: [from, to], or the block alone where its words are gone.
export const find = (read, [, block, offset, length, sum]) => {
  const hint = Math.min((read.starts[block] ?? read.starts.at(-1) ?? 0) + +offset, read.text.length);
  const sumOf = summed(read.text);
  for (let away = 0; away <= read.text.length; away++) {
    for (const from of [hint - away, hint + away]) {
      if (from >= 0 && from + +length <= read.text.length && sumOf(from, +length) === sum) return [from, from + +length];
    }
  }
};

// Goes to the passage that the page's address names, if it names one.
export const arrive = (host, say) => {
  const link = LINK.exec(location.hash);
  if (!link) return;
  const all = blocks(host);
  const read = words(all, LEFT_OUT);
  const found = find(read, link);
  const target = found ? range(read, ...found) : all[link[1]];
  highlight("av-passage", found && target);
  if (target) scrollTo(host, target.getBoundingClientRect().top - innerHeight / 4);
  if (!found) say(t("The passage that this link leads to is no longer in the text."));
};

export const quotation = (host, { read, from, to }) => {
  const by = host.querySelector(".av-byline, .av-source")?.textContent.trim();
  const source = [title(host), by].filter(Boolean).join(" — ");
  return `“${read.text.slice(from, to).replace(/\n+/g, "\n\n")}”\n\n${source}\n${linkTo({ read, from, to })}`;
};

export const actions = (host, passage, say) => {
  const put = async (text, done) => say((await copy(text)) ? done : t("This browser lets no page copy."));
  const link = button(t("Copy link to this passage"), () => put(linkTo(passage), t("The link is copied.")));
  const quote = button(t("Copy as quotation"), () => put(quotation(host, passage), t("The quotation is copied.")));
  return [link, quote];
};

// What can be done with a selection, beside it.
export const follow = (host) => {
  const bar = inOurs(make("div", { className: "reading-quote", role: "toolbar", ariaLabel: t("Selected text") }));
  const status = make("p", { role: "status" });
  let timer;
  const hide = () => {
    clearTimeout(timer);
    bar.remove();
  };
  const say = (words) => {
    bar.replaceChildren(status);
    status.textContent = words;
    timer = setTimeout(hide, 3_000);
  };
  const show = () => {
    const passage = selected(host);
    if (!passage) return hide();
    clearTimeout(timer);
    bar.replaceChildren(...actions(host, passage, say), status);
    status.textContent = "";
    place(host).append(bar);
    const rects = passage.chosen.getClientRects();
    const { bottom, left, right } = rects[rects.length - 1] ?? passage.chosen.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = bar;
    const below = bottom + 12 + offsetHeight < innerHeight ? bottom + 12 : Math.max(0, innerHeight - offsetHeight - 12);
    bar.style.top = `${below}px`;
    bar.style.left = `${Math.max(8, Math.min((left + right - offsetWidth) / 2, innerWidth - offsetWidth - 8))}px`;
  };
  // Once the reader has let go: a bar that runs after the pointer is in the way.
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (bar.contains(host.shadowRoot.activeElement) ? undefined : show()), 300);
  };
  // A press on a button is not to take the selection away.
  bar.onpointerdown = (event) => event.preventDefault();
  return { settle, hide };
};
