// What the adapters ask the browser for: HTML and addresses parsed, numbers read and written.

const attempt = (act) => {
  try {
    return act();
  } catch {}
};

export const resolve = (url, base) => attempt(() => new URL(url, base).href);
export const number = Number;
export const digits = String;

// Elements of a form may stand in the way of what the form itself says of itself: `<form><input name=localName>`.
const of = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name);
const nameOf = of(Element.prototype, "localName").get;
const textOf = of(CharacterData.prototype, "data").get;
const { getAttributeNames, getAttribute } = Element.prototype;

// A tree as tokens (`tokens.rs`). The document is inert: nothing in it runs, and nothing is fetched.
export const html = (text) => {
  const { body } = new DOMParser().parseFromString(text, "text/html");
  const tokens = [];
  if (!body) return "";
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.firstChild(); node; ) {
    const isText = node instanceof CharacterData;
    if (isText) tokens.push(`-${textOf.call(node)}`);
    else {
      tokens.push(`<${nameOf.call(node)}`);
      for (const name of getAttributeNames.call(node)) tokens.push(`=${name}`, getAttribute.call(node, name));
    }
    node = isText ? undefined : walker.firstChild();
    if (!node && !isText) tokens.push(">");
    while (!node && !(node = walker.nextSibling())) {
      if (!walker.parentNode()) return tokens.join("\0");
      tokens.push(">");
    }
  }
  return tokens.join("\0");
};

// A value as tokens. What is nested deeper than the viewer's own parser goes is no article.
const write = (value, tokens, depth) => {
  if (depth > 127) throw new RangeError();
  if (typeof value === "string") tokens.push(`"${value.replaceAll("\0", "")}`);
  else if (typeof value === "number") tokens.push(`#${value}`);
  else if (typeof value === "boolean") tokens.push(value ? "t" : "f");
  else if (Array.isArray(value)) {
    tokens.push("[");
    for (const element of value) write(element, tokens, depth + 1);
    tokens.push("]");
  } else if (value) {
    tokens.push("{");
    for (const key of Object.keys(value)) {
      write(key, tokens, depth);
      write(value[key], tokens, depth + 1);
    }
    tokens.push("}");
  } else tokens.push("n");
};
export const tokens = (value) => {
  const tokens = [];
  write(value, tokens, 0);
  return tokens.join("\0");
};
