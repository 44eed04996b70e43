// Builds the examples into the folder it is given: `cargo xtask examples` runs it. React by esbuild, Vue by Vite, Tailwind's
// sheet by Tailwind; the others are copied. The element of React and Vue is that of the installed npm package.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build as esbuild } from "esbuild";
import { compile } from "tailwindcss";
import { build as vite } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2]);
const { resolve: find } = createRequire(import.meta.url);
const element = dirname(find("article-viewer/package.json"));
const copy = (from, to) => cpSync(join(here, from), join(out, to), { recursive: true });

mkdirSync(out, { recursive: true });
copy("index.html", "index.html");
for (const name of ["plain", "bootstrap", "tailwind"]) copy(name, name);
cpSync(find("bootstrap/dist/css/bootstrap.min.css"), join(out, "bootstrap/bootstrap.min.css"));

// A theme brings the element along.
copy("wordpress/theme", "wordpress/theme");
cpSync(element, join(out, "wordpress/theme/embed"), { recursive: true });

const sheet = join(here, "tailwind/style.css");
const page = readFileSync(join(here, "tailwind/index.html"), "utf8");
const classes = [...page.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names.split(" "));
const loadStylesheet = async (id) => {
  const path = find(`${id}/index.css`);
  return { path, base: dirname(path), content: readFileSync(path, "utf8") };
};
const tailwind = await compile(readFileSync(sheet, "utf8"), { base: dirname(sheet), loadStylesheet });
writeFileSync(join(out, "tailwind/style.css"), tailwind.build(classes));

await esbuild({
  entryPoints: [join(here, "react/main.tsx")],
  bundle: true,
  format: "esm",
  minify: true,
  outdir: join(out, "react"),
  define: { "process.env.NODE_ENV": '"production"' },
});
copy("react/index.html", "react/index.html");
// esbuild leaves the addresses of the element's assets as they are.
cpSync(join(element, "assets"), join(out, "react/assets"), { recursive: true });

await vite({
  root: join(here, "vue"),
  logLevel: "warn",
  build: { outDir: join(out, "vue"), emptyOutDir: true },
});
