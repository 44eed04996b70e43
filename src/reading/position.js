// Where readers are in an article: kept for their next visit, and the way back there, which is offered, not taken.

import { button, make, place as placeOf } from "./make.js";
import { blocks, scroller, scrollTo, view } from "./text.js";
import { inOurs, t, viewer } from "./words.js";

const PLACES = "av:places";
// Which block is at the top of the window, what share of it is above that, and how it begins, because others may stand there by
// then. What has been read to its end, or hardly begun, is left out.
const places = () => {
  try {
    return new Map(JSON.parse(viewer().read(PLACES)));
  } catch {
    return new Map();
  }
};
const keep = (article, place) => {
  const all = places();
  all.delete(article);
  if (place) all.set(article, place);
  viewer().write(PLACES, JSON.stringify([...all].slice(-50)));
};

const first = (all, top) => all.findIndex((block) => block.getBoundingClientRect().bottom > top);

export const note = (host, article) => {
  const all = blocks(host);
  const [top, height] = view(scroller(host));
  const at = first(all, top);
  if (!at || !host.checkVisibility?.()) return;
  const box = (all[at] ?? host).getBoundingClientRect();
  const isOver = !all[at] || all.at(-1).getBoundingClientRect().bottom < top + height;
  keep(article, isOver ? undefined : [at, Math.max(0, top - box.top) / box.height, all[at].textContent.trim().slice(0, 50)]);
};

// The block as it was, or where it stands by now; where it is gone, what stands in its place.
const find = (all, [at, , start]) => {
  const isIt = (block) => block?.textContent.trim().startsWith(start);
  return isIt(all[at]) ? all[at] : (all.find(isIt) ?? all[Math.min(at, all.length - 1)]);
};

export const offer = (host, article) => {
  const kept = places().get(article);
  const [top] = view(scroller(host));
  if (!(kept?.[0] > first(blocks(host), top))) return;
  const end = () => {
    notice.remove();
    removeEventListener("scroll", isAway, true);
  };
  const goOn = () => {
    end();
    const block = find(blocks(host), kept);
    const box = block.getBoundingClientRect();
    scrollTo(host, box.top + box.height * kept[1]);
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
  };
  const forget = () => {
    end();
    keep(article);
  };
  const words = make("p", { role: "status", textContent: t("You have read further in this article.") });
  const buttons = [button(t("Go on from there"), goOn), button(t("Not now"), forget)];
  const notice = inOurs(make("div", { className: "update reading-offer" }, words, ...buttons));
  // Whoever reads on by themselves wants no word of it.
  const isAway = () => scroller(host).scrollTop > innerHeight && end();
  addEventListener("scroll", isAway, true);
  placeOf(host).append(notice);
  return end;
};
