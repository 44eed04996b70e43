// Stands in the shell itself: the article is asked for while the first script is still on its way.

import "./chosen.js";
import { askEarly, early, isOwn } from "./early.js";

const src = new URLSearchParams(location.search).get("src");
const url = src && URL.parse?.(src, document.baseURI);
if (url && isOwn(url)) askEarly(url);
globalThis.articleViewerEarly = early;
