// The panel: a dialog in the element's shadow tree, over the page, with the text in view to see at once what a choice does.

import css from "../../style/reading.css";
import { keep } from "./keep.js";
import { listen as begin, quiet } from "./listen.js";
import { show } from "./lightbox.js";
import { outline } from "./outline.js";
import { share } from "./share.js";
import { apply, NAMED, NUMBERED, read } from "./settings.js";
import { actions, address, adopt, allows, button, copy, inMinutes, inOurs, linkTo, make, pictures as images, place, progress, quotation, selected, t, tNumber } from "./shared.js";

export { guard } from "./keep.js";
export { borrow } from "./shared.js";
export { quiet };

const rounded = (value, digits) => tNumber(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const words = () => {
  const ems = (value) => t("{} em", rounded(value, 2));
  return {
    theme: [t("Theme"), { auto: t("Automatic"), light: t("Light"), dark: t("Dark"), sepia: t("Sepia"), contrast: t("High contrast") }],
    font: [t("Typeface"), { standard: t("Standard"), serif: t("Serif"), sans: t("Sans serif"), legible: t("Legible") }],
    alignment: [t("Alignment"), { start: t("Ragged"), justify: t("Justified") }],
    size: [t("Text size"), (value) => t("{} px", tNumber(value))],
    width: [t("Line length"), (value) => t("about {} characters", tNumber(Math.round(value * 2.1)))],
    line: [t("Line height"), (value) => rounded(value, 1)],
    paragraph: [t("Between paragraphs"), ems],
    letter: [t("Between letters"), ems],
    word: [t("Between words"), ems],
  };
};

// The size that the text has by itself follows the window and the browser's settings, the height of its lines its script.
const normalOf = (name, host) => {
  const { fontSize, lineHeight } = getComputedStyle(host.querySelector(":scope > .av-body") ?? host);
  const size = parseFloat(fontSize);
  return name === "size" ? Math.round(size) : Math.round((parseFloat(lineHeight) / size) * 10) / 10 || 1.6;
};

const choices = ([title, labels], name, settings, change) => {
  const fields = NAMED[name].map((value) => {
    const input = make("input", { type: "radio", name, value, checked: value === (settings[name] ?? NAMED[name][0]) });
    input.onchange = () => change(name, value === NAMED[name][0] ? undefined : value);
    return make("label", { className: "reading-choice" }, input, ` ${labels[value]}`);
  });
  return make("fieldset", {}, make("legend", { textContent: title }), make("div", { className: "reading-choices" }, ...fields));
};

const slider = ([title, tell], name, settings, change, host) => {
  const [min, max, step, normal = normalOf(name, host)] = NUMBERED[name];
  const value = settings[name] ?? normal;
  // The value is set last: until then the input would hold it to other bounds.
  const input = make("input", { type: "range", name, min, max, step, value });
  // No `output`: a label around two things that can be labelled is the first one's.
  const output = make("span", { className: "reading-value" });
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

// Type and theme, and what takes every choice back.
const type = (host, status) => {
  let settings = read();
  const use = () => {
    const isKept = apply(settings);
    status.textContent = isKept ? "" : t("This browser keeps nothing for this site: your choices last until the page is closed.");
  };
  const change = (name, value) => {
    settings = { ...settings, [name]: value };
    use();
  };
  const fields = make("div", {});
  const draw = () => {
    const named = words();
    const sliders = Object.keys(NUMBERED).map((name) => slider(named[name], name, settings, change, host));
    fields.replaceChildren(
      ...Object.keys(NAMED).map((name) => choices(named[name], name, settings, change)),
      make("fieldset", {}, make("legend", { textContent: t("Size and spacing") }), ...sliders),
    );
  };
  draw();
  const reset = button(t("Reset"), () => {
    settings = {};
    use();
    draw();
    status.textContent ||= t("The text is as the page has it.");
  });
  return [fields, reset];
};

const keys = () => {
  const row = (name, key) => [make("dt", {}, make("kbd", { textContent: `Alt + Shift + ${key}`, dir: "ltr" })), make("dd", { textContent: name })];
  const rows = [[t("Reading tools"), "R"], [t("Listen"), "L"], [t("Pictures"), "I"], [t("Copy link"), "C"], [t("Copy as quotation"), "Q"]];
  const list = make("dl", { className: "reading-keys" }, ...rows.flatMap((one) => row(...one)));
  return make("details", {}, make("summary", { textContent: t("Keyboard shortcuts") }), list);
};

const fill = (dialog, host) => {
  const status = make("p", { className: "reading-status", role: "status" });
  const say = (words) => {
    status.textContent = words;
  };
  const leave = () => dialog.close();
  const then = (act) => () => {
    leave();
    act();
  };
  const has = (tool) => allows(host, tool);
  const passage = has("quote") && selected(host);
  const now = has("progress") && progress(host);
  const article = [
    has("listen") && button(t("Listen"), then(() => begin(host))),
    ...share(host, status, leave),
    ...(passage ? actions(host, passage, say) : []),
    has("lightbox") && images(host).length > 0 && button(t("Pictures ({})", tNumber(images(host).length)), then(() => show(host, images(host), 0))),
  ].filter(Boolean);
  const [fields, reset] = has("type") ? type(host, status) : [];
  const title = make("h2", { id: "reading-title", textContent: t("Reading tools"), tabIndex: -1, autofocus: true });
  const close = make("button", { className: "button", textContent: t("Close") });
  const parts = [
    title,
    now?.left > 0 && now.read > 0 && make("p", { textContent: t("{} left", inMinutes(now.left, "long")) }),
    make("div", { className: "reading-actions-article" }, ...article),
    ...(has("outline") ? outline(host, leave) : []),
    has("keep") && keep(host),
    fields,
    has("keys") && keys(),
    make("div", { className: "reading-actions" }, status, close, ...(reset ? [reset] : [])),
  ].filter(Boolean);
  dialog.replaceChildren(make("form", { method: "dialog" }, ...parts));
};

const prepare = (host) => adopt(host.shadowRoot, css);

// Opens the panel of an article's element.
export const open = (host) => {
  prepare(host);
  let dialog = place(host).querySelector(".reading");
  if (!dialog) {
    dialog = make("dialog", { className: "reading", part: "reading" });
    dialog.setAttribute("aria-labelledby", "reading-title");
    // A click on what is around the panel closes it.
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    place(host).append(dialog);
  }
  if (dialog.open) return;
  inOurs(dialog);
  fill(dialog, host);
  dialog.showModal();
};

export const listen = (host) => {
  if (!allows(host, "listen")) return;
  prepare(host);
  begin(host);
};

export const pictures = (host, index = 0) => {
  if (!allows(host, "lightbox")) return;
  prepare(host);
  show(host, images(host), index);
};

// By keys: the link to what is selected, else to the article; or what is selected as a quotation.
export const copyOf = async (host, what, passage, say) => {
  if (what === "quote" && !passage) return say(t("Select what you would like to quote."));
  const text = what === "quote" ? quotation(host, passage) : passage ? linkTo(passage) : address();
  const done = what === "quote" ? t("The quotation is copied.") : t("The link is copied.");
  say((await copy(text)) ? done : t("This browser lets no page copy."));
};
