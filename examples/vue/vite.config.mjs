import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  // The development server's own copy of a package would be parted from its `assets/`.
  optimizeDeps: { exclude: ["article-viewer"] },
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "article-viewer" } } })],
});
