// The sheet of what is loaded later: made once, and had once by each tree that needs it. Each bundle has one.
let sheet;
export const adopt = (root, css) => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
};
