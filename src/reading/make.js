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
