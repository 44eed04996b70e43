// The way back to where a reader was: offered, not taken.

import css from "../../style/reading.css";
import { adopt } from "../browser/adopt.js";
import { button, make } from "./make.js";

// The block as it was, or where it stands by now; where it is gone, what stands in its place.
const find = (blocks, [at, , start]) => {
  const isIt = (block) => block?.textContent.trim().startsWith(start);
  return isIt(blocks[at]) ? blocks[at] : (blocks.find(isIt) ?? blocks[Math.min(at, blocks.length - 1)]);
};

export const offer = (host, blocks, place, keep) => {
  const root = host.shadowRoot;
  const goOn = () => {
    end();
    const block = find(blocks(), place);
    const { top, height } = block.getBoundingClientRect();
    scrollBy({ top: top + height * place[1], behavior: "instant" });
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
  };
  const forget = () => {
    end();
    keep();
  };
  const notice = make("div", { className: "update reading-offer", lang: "en" }, make("p", { role: "status", textContent: "You have read further in this article." }), button("Go on from there", goOn), button("Not now", forget));
  // Whoever reads on by themselves wants no word of it.
  const isAway = () => scrollY > innerHeight && end();
  const end = () => {
    notice.remove();
    removeEventListener("scroll", isAway);
  };
  addEventListener("scroll", isAway);
  adopt(root, css);
  root.querySelector(".place").append(notice);
};
