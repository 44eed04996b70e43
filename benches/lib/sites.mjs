// The sites that are compared, each a folder of its own, served by the same server.

import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { build } from "esbuild";

import { longArticle } from "./words.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const root = join(here, "..");
const fresh = (folder) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
};

// As the viewer's own files: compressed once, as well as can be.
const write = (folder, name, text) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  if (/\.(js|json)$/.test(name)) writeFileSync(`${file}.br`, brotliCompressSync(text));
};

// Bundled as the viewer is: for the same browsers.
const bundle = async (entryPoints, options) => {
  const result = await build({
    entryPoints,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome111", "firefox128", "safari17.4"],
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    write: false,
    ...options,
  });
  return result.outputFiles[0].text.trim();
};

const application = (framework) =>
  bundle([join(here, "pages/app.jsx")], {
    jsx: "automatic",
    jsxImportSource: framework,
    alias: { framework: join(here, `pages/framework-${framework}.js`) },
  });

export const makeSites = async ({ dist, folder, prerender }) => {
  const policy = JSON.parse(readFileSync(join(dist, "policy.json"), "utf8"));
  const style = await bundle([join(root, "style/page.css")]);
  const styleHash = `sha256-${createHash("sha256").update(style).digest("base64")}`;
  const long = longArticle(100_000);
  const pledges = JSON.parse(readFileSync(join(root, "articles/pledges.json"), "utf8"));

  // The server wants a shell and a policy in what it serves.
  const site = (name, html) => {
    const path = fresh(join(folder, name));
    cpSync(join(dist, "articles"), join(path, "articles"), { recursive: true });
    write(path, "policy.json", JSON.stringify({ ...policy, styles: [styleHash] }));
    write(path, "index.html", html);
    write(path, "viewer.html", html);
    return path;
  };

  // The page that is prerendered by React is static all the same: none of React reaches the browser.
  const script = await bundle([join(here, "pages/static.jsx")], {
    jsx: "automatic",
    platform: "node",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  const renderer = join(folder, "static.mjs");
  writeFileSync(renderer, script);
  const { page } = await import(pathToFileURL(renderer));
  const base = "articles/";
  const sites = {
    static: site("static", page({ article: pledges, base, style })),
    "static-long": site("static-long", page({ article: long, base, style })),
  };

  for (const framework of ["react", "preact"]) {
    const html = readFileSync(join(here, "pages/app.html"), "utf8").replace("<style></style>", () => `<style>${style}</style>`);
    sites[framework] = site(framework, html);
    write(sites[framework], "app.js", await application(framework));
  }

  sites.ours = fresh(join(folder, "ours"));
  cpSync(dist, sites.ours, { recursive: true });
  for (const name of ["host.html", "host.css"]) write(sites.ours, name, readFileSync(join(here, "pages", name)));
  write(sites.ours, "articles/long.json", JSON.stringify(long));
  const longPage = prerender && prerendered(prerender, sites.ours, folder);
  return { sites, longPage, texts: { pledges: ends(pledges), long: ends(long) } };
};

// The long article as a page in the site's own folder, by the tool that makes such pages.
const prerendered = (program, site, folder) => {
  const out = fresh(join(folder, "prerendered"));
  execFileSync(program, [join(site, "articles/long.json"), "--out", out], { stdio: "inherit" });
  const name = readdirSync(out, { recursive: true }).find((name) => name.endsWith(".html"));
  if (!name) throw new Error(`${program} wrote no page`);
  cpSync(join(out, name), join(site, "long.html"));
  return "/long.html";
};

// How the text begins and ends, to know that all of it is shown.
const ends = ({ body }) => {
  const words = (block) => (typeof block === "string" ? block : [block.content].flat().map(words).join(""));
  const paragraphs = body.filter((block) => typeof block === "string" || block.type === "paragraph").map(words);
  return [paragraphs[0].slice(0, 60), paragraphs.at(-1).slice(-60)];
};
