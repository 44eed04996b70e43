// Stands in pages of our own: what the reader has chosen of type and theme, before anything is painted.
document.adoptedStyleSheets.push(globalThis.articleViewerChosen = new CSSStyleSheet());
try {
  articleViewerChosen.replaceSync(localStorage["av:reading:css"]);
} catch {}
