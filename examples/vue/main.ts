// The element in Vue 3: attributes and properties are bound, events are `@` and the event's name.

import "article-viewer";
import { createApp } from "vue";

import App from "./App.vue";

createApp(App).mount("#root");
