// The article's text, as the tools see it: its blocks, and a way from a place in the words to a place in the document.

// Ours, or the host's own, which is in no slot.
export const blocks = (host) => {
  const body = host.querySelector(":scope > .av-body");
  return [...(body ?? host).children].filter((block) => !block.matches("script,style,template,[slot=header]"));
};

// What scrolls the text: the page, or a box around it.
export const scroller = (host) => {
  for (let box = host; (box = box.assignedSlot ?? box.parentElement ?? box.getRootNode().host); ) {
    const isRoot = box === document.body || box === document.documentElement;
    if (!isRoot && box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
};
const isPage = (box) => box === document.scrollingElement;
// The window of what is seen of it: its top and its height.
export const view = (box) => {
  if (isPage(box)) return [0, innerHeight];
  const { top, height } = box.getBoundingClientRect();
  return [Math.max(0, top), height];
};

export const scrollTo = (host, top, behavior = "instant") => {
  const box = scroller(host);
  box.scrollBy({ top: top - view(box)[0], behavior });
};

// The words of some elements in a row, and where each text of them begins.
export const words = (elements, leftOut) => {
  const texts = [];
  const starts = [];
  let text = "";
  for (const element of elements) {
    starts.push(text.length);
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_ALL, (node) => {
      if (node.nodeType === 3) return NodeFilter.FILTER_ACCEPT;
      return leftOut && node.matches?.(leftOut) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    while (walker.nextNode()) {
      texts.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    // Nothing of one goes on in the next.
    text += "\n";
  }
  return { text, texts, starts };
};

// From one place in those words to another, in the document.
export const range = ({ texts }, from, to) => {
  const at = (place, isEnd) => texts.findLast(([start]) => (isEnd ? start < place : start <= place)) ?? texts[0];
  const made = document.createRange();
  for (const [set, place, isEnd] of [["setStart", from], ["setEnd", to, true]]) {
    const [start, node] = at(place, isEnd);
    made[set](node, Math.min(place - start, node.length));
  }
  return made;
};

// Marked without a node being touched (CSS Custom Highlight API); text.css says what it looks like.
export const highlight = (name, range) => {
  if (!globalThis.Highlight) return;
  if (range) CSS.highlights.set(name, new Highlight(range));
  else CSS.highlights.delete(name);
};

export const title = (host) => (host.querySelector(".av-headline, h1")?.textContent ?? document.title).trim();
export const address = () => {
  const canonical = document.querySelector("link[rel~=canonical][href]")?.href;
  return canonical || location.href.replace(/#.*/, "");
};
