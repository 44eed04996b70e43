// An element, with properties and what is in it.
export const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

export const button = (words, act) => {
  const made = make("button", { type: "button", className: "button button-quiet", textContent: words });
  made.onclick = act;
  return made;
};

// A button that shows a sign, and is called something.
export const sign = (name, path, act) => {
  const made = button("", act);
  made.ariaLabel = name;
  made.title = name;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  made.append(svg);
  return made;
};

// What stands around the text, in the element's shadow tree.
export const place = (host) => host.shadowRoot.querySelector(".place");

// What a host can do without: `tools="off"` is all of it, `tools="no-listen no-share"` some.
export const allows = (host, tool) => !/(^|\s)off(\s|$)/.test(host.tools) && !host.tools.split(/\s+/).includes(`no-${tool}`);

// What can be seen large: a picture that leads elsewhere is a link first.
export const pictures = (host) => [...host.querySelectorAll(".av-image:not(a *)")];

// Pages without TLS, and browsers that are told so, let no script copy.
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {}
};
