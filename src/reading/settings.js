// How the reader wants the text: what can be chosen, the style sheet that says it, and where both are kept.

const KEPT = "av:reading";
// The sheet itself, as text: pages apply it before they have any other script (src/element/chosen.js).
const KEPT_CSS = "av:reading:css";

// What can be chosen by name; the first is what an article has by itself.
export const NAMED = {
  theme: ["auto", "light", "dark", "sepia", "contrast"],
  font: ["standard", "serif", "sans", "legible"],
  alignment: ["start", "justify"],
};
// What can be chosen by number: the least, the most, the step, and what an article has by itself. WCAG 2.2 SC 1.4.12 asks that
// a line height of 1.5, two letters between paragraphs, and 0.12 and 0.16 of one between letters and words are possible.
export const NUMBERED = {
  size: [12, 40, 1],
  width: [20, 50, 1, 31],
  line: [1.2, 2.6, 0.1],
  paragraph: [0.5, 3, 0.05, 1.15],
  letter: [0, 0.24, 0.02, 0],
  word: [0, 0.6, 0.02, 0],
};

// Of the system: nothing is loaded.
const SANS = `"Noto Sans","Noto Sans Devanagari","Noto Sans Arabic",sans-serif`;
const FONTS = {
  serif: `Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif","Noto Serif Devanagari","Noto Naskh Arabic",Georgia,serif`,
  sans: `system-ui,${SANS}`,
  legible: `"Atkinson Hyperlegible Next","Atkinson Hyperlegible",Verdana,"DejaVu Sans",${SANS}`,
};
const colors = (...values) => {
  const roles = ["page", "sunken", "text", "text-quiet", "rule", "field-border", "accent", "on-accent", "link", "mark", "error", "focus"];
  return roles.map((role, at) => `--av-color-${role}:${values[at]}`).join(";");
};
const pair = (light, dark) => `light-dark(${light},${dark})`;
const STRONG = pair("#000", "#fff");
const THEMES = {
  light: "color-scheme:light",
  dark: "color-scheme:dark",
  sepia: `color-scheme:light;${colors("#f6eedd", "#ece0c8", "#33291c", "#5c4c36", "#d3c3a4", "#84704f", "#85270f", "#fff", "#124c66", "#f0d272", "#85270f", "#124c66")}`,
  contrast: colors(pair("#fff", "#000"), pair("#fff", "#000"), STRONG, STRONG, STRONG, STRONG, pair("#000", "#ff0"), pair("#fff", "#000"), pair("#00c", "#ff0"), pair("#ff0", "#550"), pair("#a00", "#f99"), pair("#00c", "#ff0")),
};

const important = (declarations) => declarations.join(";").replace(/(;|$)/g, "!important$1");
// Letters that join are not to be pulled apart.
// No list in `:lang()`: Chromium knows none. In the last three, signs would be parted from their letters.
const APART = `:not(${["ar", "fa", "ur", "hi", "mr", "bn", "gu", "ta", "te"].map((language) => `:lang(${language})`)})`;
// One sheet for two places: in the element's shadow tree, where what a reader chose goes before what the page's sheets say, and
// on pages of our own, before there is such a tree. What is said of one is not found in the other.
export const css = ({ theme, font, alignment, size, width, line, paragraph, letter, word }) => {
  const tokens = [
    THEMES[theme],
    font && `--av-font-text:${FONTS[font]}`,
    font === "legible" && "--av-font-ui:var(--av-font-text)",
    // Urdu has a hand of its own, which only a face without serifs takes the place of.
    /sans|legible/.test(font) && `--av-font-urdu:${FONTS[font]}`,
    size && `--av-size-text:${size}px`,
    width && `--av-measure:calc(var(--av-size-text)*${width})`,
    paragraph && `--av-space-paragraph:${paragraph}em`,
  ].filter(Boolean);
  const text = [
    line && `line-height:${line}`,
    word && `word-spacing:${word}em`,
    alignment === "justify" && "text-align:justify;hyphens:auto",
  ].filter(Boolean);
  const rule = (selectors, declarations) => (declarations.length ? `${selectors}{${important(declarations)}}` : "");
  const sheet =
    rule(":host,:root,article-viewer", tokens) +
    rule("::slotted(*),article-viewer>*", text) +
    rule("::slotted(:not(:lang(ur))),article-viewer>:not(:lang(ur))", font ? ["font-family:var(--av-font-text)"] : []) +
    rule(`::slotted(${APART}),article-viewer>${APART}`, letter ? [`letter-spacing:${letter}em`] : []);
  // On paper it is as the page has it.
  return sheet && `@media screen{${sheet}}`;
};

const attempt = (act) => {
  try {
    return act();
  } catch {}
};

// Of what is kept, what makes sense: whatever is kept may have been put there by others.
export const read = () => {
  const kept = attempt(() => JSON.parse(localStorage.getItem(KEPT))) ?? {};
  const settings = {};
  for (const [name, values] of Object.entries(NAMED)) {
    if (values.indexOf(kept[name]) > 0) settings[name] = kept[name];
  }
  for (const [name, [least, most]] of Object.entries(NUMBERED)) {
    if (kept[name] >= least && kept[name] <= most) settings[name] = +kept[name];
  }
  return settings;
};

// Applies them to every article of the page, and keeps them; tells whether they could be kept.
export const apply = (settings) => {
  const sheet = css(settings);
  articleViewerChosen.replaceSync(sheet);
  return attempt(() => {
    if (sheet) {
      localStorage.setItem(KEPT, JSON.stringify(settings));
      localStorage.setItem(KEPT_CSS, sheet);
    } else {
      localStorage.removeItem(KEPT);
      localStorage.removeItem(KEPT_CSS);
    }
    return true;
  });
};
