// Stands in pages of our own: what the reader has chosen of type and theme, before anything is painted.
globalThis.articleViewerChosen = new CSSStyleSheet();
try {
  articleViewerChosen.replaceSync(localStorage["av:reading:css"]);
} catch {}
document.adoptedStyleSheets.push(articleViewerChosen);
