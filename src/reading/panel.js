// The panel: a dialog in the element's shadow tree, over the page, with the text in view to see at once what a choice does.

import css from "../../style/reading.css";
import { adopt } from "../browser/adopt.js";
import { button, make } from "./make.js";
import { outline } from "./outline.js";
import { share } from "./share.js";
import { apply, NAMED, NUMBERED, read } from "./settings.js";

export { offer } from "./position.js";

const WORDS = {
  theme: ["Theme", { auto: "Automatic", light: "Light", dark: "Dark", sepia: "Sepia", contrast: "High contrast" }],
  font: ["Typeface", { standard: "Standard", serif: "Serif", sans: "Sans serif", legible: "Legible" }],
  alignment: ["Alignment", { start: "Ragged", justify: "Justified" }],
  size: ["Text size", (value) => `${value} px`],
  width: ["Line length", (value) => `about ${Math.round(value * 2.1)} characters`],
  line: ["Line height", (value) => value.toFixed(1)],
  paragraph: ["Between paragraphs", (value) => `${value.toFixed(2)} em`],
  letter: ["Between letters", (value) => `${value.toFixed(2)} em`],
  word: ["Between words", (value) => `${value.toFixed(2)} em`],
};
const NOT_KEPT = "This browser keeps nothing for this site: your choices last until the page is closed.";

// The size that the text has by itself follows the window and the browser's settings.
const sizeOf = (host) => {
  const text = host.querySelector(":scope > .av-body") ?? host;
  return Math.round(parseFloat(getComputedStyle(text).fontSize));
};

const choices = (name, settings, change) => {
  const [title, labels] = WORDS[name];
  const fields = NAMED[name].map((value) => {
    const input = make("input", { type: "radio", name, value, checked: value === (settings[name] ?? NAMED[name][0]) });
    input.onchange = () => change(name, value === NAMED[name][0] ? undefined : value);
    return make("label", { className: "reading-choice" }, input, ` ${labels[value]}`);
  });
  return make("fieldset", {}, make("legend", { textContent: title }), make("div", { className: "reading-choices" }, ...fields));
};

const slider = (name, settings, change, host) => {
  const [title, tell] = WORDS[name];
  const [min, max, step, normal = sizeOf(host)] = NUMBERED[name];
  const value = settings[name] ?? normal;
  // The value is set last: until then the input would hold it to other bounds.
  const input = make("input", { type: "range", min, max, step, value });
  const output = make("output", { textContent: tell(value) });
  const say = () => {
    output.textContent = tell(input.valueAsNumber);
    input.ariaValueText = output.textContent;
  };
  say();
  input.oninput = () => {
    say();
    change(name, input.valueAsNumber);
  };
  // Its value is told by the slider itself, once.
  output.ariaHidden = "true";
  return make("label", { className: "reading-slider" }, make("span", { textContent: title }), output, input);
};

const fill = (dialog, host) => {
  let settings = read();
  const status = make("p", { className: "reading-status", role: "status" });
  const use = () => {
    status.textContent = apply(settings) ? "" : NOT_KEPT;
  };
  const change = (name, value) => {
    settings = { ...settings, [name]: value };
    use();
  };
  const reset = button("Reset", () => {
    settings = {};
    use();
    draw();
    status.textContent ||= "The text is as the page has it.";
  });
  const close = make("button", { className: "button", textContent: "Close" });
  const fields = make("div", { className: "reading-fields" });
  const draw = () =>
    fields.replaceChildren(
      ...Object.keys(NAMED).map((name) => choices(name, settings, change)),
      make("fieldset", {}, make("legend", { textContent: "Size and spacing" }), ...Object.keys(NUMBERED).map((name) => slider(name, settings, change, host))),
    );
  draw();
  const title = make("h2", { id: "reading-title", textContent: "Reading tools", tabIndex: -1, autofocus: true });
  const leave = () => dialog.close();
  const article = [share(host, status, leave), ...outline(host, leave)];
  const actions = make("div", { className: "reading-actions" }, status, close, reset);
  dialog.replaceChildren(make("form", { method: "dialog" }, title, ...article, fields, actions));
};

// Opens the panel of an article's element.
export const open = (host) => {
  const root = host.shadowRoot;
  adopt(root, css);
  let dialog = root.querySelector(".reading");
  if (!dialog) {
    dialog = make("dialog", { className: "reading", part: "reading", lang: "en", dir: "ltr" });
    dialog.setAttribute("aria-labelledby", "reading-title");
    // A click on what is around the panel closes it.
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    root.querySelector(".place").append(dialog);
  }
  if (dialog.open) return;
  fill(dialog, host);
  dialog.showModal();
};
