// The sheets of what is loaded later: each made once, and had once by each tree that needs it.
const sheets = new Map();
export const adopt = (root, css) => {
  if (!sheets.has(css)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  const sheet = sheets.get(css);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
};
