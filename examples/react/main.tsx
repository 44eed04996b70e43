// The element in React 19: attributes and properties are props, events are props called `on` and the event's name.

import "article-viewer";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
