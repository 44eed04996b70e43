// What is left to do once Trunk has built: shrink, name by content, make the pages, say what the policy must allow, and
// compress. Trunk runs this as its post_build hook, on the folder it will then put in place of `dist`.

import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build } from "esbuild";
import { minify } from "terser";

const dist = process.env.TRUNK_STAGING_DIR;
if (!dist) throw new Error("run by Trunk: `trunk build`");
const isRelease = process.env.TRUNK_PROFILE === "release";
const digest = (bytes, algorithm, encoding) => createHash(algorithm).update(bytes).digest(encoding);

// One file of JavaScript or CSS, bundled.
const bundle = async (entry, options = {}) => {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    minify: isRelease,
    charset: "utf8",
    target: ["chrome111", "firefox128", "safari17.4"],
    write: false,
    logLevel: "warning",
    ...options,
  });
  const text = result.outputFiles[0].text.trim();
  if (!isRelease || !entry.endsWith(".js")) return text;
  // A thirtieth smaller than what esbuild makes of it.
  const { code } = await minify(text, { module: true, ecma: 2020, compress: { passes: 3, ecma: 2020 }, format: { ecma: 2020, comments: /^# / } });
  return code;
};

// All of the element, ready for any static host; our own pages use it from there.
const embed = join(dist, "embed");
mkdirSync(join(embed, "assets"), { recursive: true });
const integrityOf = (bytes) => `sha256-${digest(bytes, "sha256", "base64")}`;
const integrity = {};
const write = (path, bytes) => {
  writeFileSync(join(embed, path), bytes);
  integrity[path] = integrityOf(bytes);
};
// A file named by what it holds may be kept for ever. All of a build have one hash in their names, that of them all: the entry
// module has to name each, and no compression makes a hash smaller.
const assets = new Map();
const store = (name, bytes) => {
  assets.set(name, bytes);
  return name;
};
let hashOfAll;
const pathOf = (name) => `assets/${name.replace(".", `.${hashOfAll}.`)}`;

// The names by which wasm and glue call each other, as short in the glue as the optimiser made them in the wasm. Each
// carries a hash, which no compression makes smaller.
const shortNames = (glue, { imports, exports }) => {
  const isOfGlue = ([module]) => module.endsWith("_bg.js");
  const short = new Map([...imports.filter(isOfGlue).map(([, long, name]) => [long, name]), ...exports]);
  const missing = new Set(short.keys());
  const use = (long) => (missing.delete(long), short.get(long));
  // The optimiser gives the wasm one module to import from, `a`: the glue's own functions, and those of our own modules that
  // need no glue around them, which wasm-bindgen imports once for each.
  const modules = new Map([...glue.matchAll(/^import \* as (\w+) from ['"](.*)['"]/gm)].map(([, name, path]) => [path, name]));
  const direct = imports.filter((one) => !isOfGlue(one)).map(([path, long, name]) => `${name}: ${modules.get(path)}.${long}`);
  const result = glue
    .replace(/^ {8}"\.\/snippets\/.*\n/gm, "")
    .replace(/"[^"]*_bg\.js": import0/, () => `"a": { ${["...import0", ...direct].join(", ")} }`)
    // A key of the imports: `__wbg_x_0123456789abcdef: function(…)`.
    .replace(/^( {8})([A-Za-z_$][\w$]*): function/gm, (all, indent, long) => (short.has(long) ? `${indent}${use(long)}: function` : all))
    // How values look in a panic's message.
    .replace(/^function debugString[^]*?^}$/m, "const debugString = String;")
    // Help for browsers that could not run the wasm, and for other places than browsers.
    .replace(/^if \(!\('encodeInto'[^]*?^}$/m, "")
    .replace(/^ {4}if \(realloc === undefined\)[^]*?^ {4}}$/m, "")
    .replace(/\(typeof FinalizationRegistry === 'undefined'\)\s*\?.*\s*:/g, "")
    .replace(/const ret = typeof (\w+) === 'undefined' \? null : \1;\s*return .*;/g, "return addToExternrefTable0(globalThis);")
    .replace(/\bwasm\.([A-Za-z_$][\w$]*)/g, (all, long) => (short.has(long) ? `wasm.${use(long)}` : all));
  const left = [...missing].filter((long) => glue.includes(long));
  if (left.length || result === glue) throw new Error(`the glue has names in places unknown here: ${left.join(", ")}`);
  return result;
};

// Where in the sources a panic was is written on no screen, and the folders are those of whoever built it.
const withoutPaths = (bytes) => Buffer.from(bytes.toString("latin1").replace(/(\/[\w./-]+|\bcrates|\bsrc)\/[\w./-]+\.rs/g, ({ length }) => "\0".repeat(length)), "latin1");
// A wasm and its glue, as wasm-bindgen left them, made as small as they get; tells the hash of the wasm.
const shrink = (wasmFile, glueFile, name) => {
  if (isRelease) {
    // Flags measured in docs/decisions/0003-trunk-and-the-hook.md. The features are those that rustc's wasm32 target enables.
    const features = ["bulk-memory", "bulk-memory-opt", "nontrapping-float-to-int", "reference-types", "multivalue", "sign-ext", "mutable-globals"];
    const flags = ["--one-caller-inline-max-function-size=20", "--always-inline-max-function-size=4", "--low-memory-unused", "--flatten", "--rereloop", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz", "--strip-producers", "--strip-target-features", "--minify-imports-and-exports-and-modules"];
    const script = join("node_modules", "binaryen", "bin", "wasm-opt");
    const args = [script, ...features.map((name) => `--enable-${name}`), ...flags, wasmFile, "-o", wasmFile];
    const renamed = JSON.parse(execFileSync("node", args, { encoding: "utf8", maxBuffer: 2 ** 26 }));
    writeFileSync(glueFile, shortNames(readFileSync(glueFile, "utf8"), renamed));
  }
  appendFileSync(glueFile, readFileSync("src/element/start.js"));
  const bytes = isRelease ? withoutPaths(readFileSync(wasmFile)) : readFileSync(wasmFile);
  store(name, bytes);
  return integrityOf(bytes);
};

// The wasm and the glue of the viewer, as Trunk left them.
const raw = readdirSync(dist).find((name) => name.endsWith("_bg.wasm"));
const glue = raw.replace("_bg.wasm", ".js");
const wasmIntegrity = shrink(join(dist, raw), join(dist, glue), "viewer.wasm");

// Those that are loaded later, which Trunk knows nothing of: a package each, with the script that starts it.
const cargo = process.env.CARGO ?? "cargo";
const target = "wasm32-unknown-unknown";
const { target_directory: targets } = JSON.parse(execFileSync(cargo, ["metadata", "--no-deps", "--format-version", "1"], { encoding: "utf8", maxBuffer: 2 ** 26 }));
const later = async (name, options = {}) => {
  // Each by itself: built together they would have each other's features.
  execFileSync(cargo, ["build", "--quiet", "--locked", "--package", name, "--lib", "--target", target, ...(isRelease ? ["--release"] : [])], { stdio: "inherit" });
  const folder = join(dist, name);
  execFileSync("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", folder, join(targets, target, isRelease ? "release" : "debug", `${name}.wasm`)], { stdio: "inherit" });
  const hash = shrink(join(folder, `${name}_bg.wasm`), join(folder, `${name}.js`), `${name}.wasm`);
  const script = await bundle(`crates/${name}/src/load.js`, { alias: { glue: resolve(folder, `${name}.js`) }, define: { __INTEGRITY__: JSON.stringify(hash) }, ...options });
  rmSync(folder, { recursive: true });
  store(`${name}.js`, script);
};
await later("adapters");

// Our words in the languages that are not compiled in, a file for each: those of the text a line each, without its name.
const languages = readdirSync("src/i18n/words").sort().map((name) => name.replace(".json", ""));
for (const language of languages) {
  const { text, chrome } = JSON.parse(readFileSync(join("src/i18n/words", `${language}.json`), "utf8"));
  store(`words-${language}.json`, JSON.stringify({ text: Object.values(text).join("\n"), chrome }));
}

// Style sheets in a module, as text.
const cssAsText = {
  name: "css-as-text",
  setup: (build) =>
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await bundle(path), loader: "text" })),
};

// What one bundle borrows of another that is there before it: functions that call those that are lent. It could not import them:
// bundlers give the files of a page other names.
const borrowed = (names) => `let lent;\nexport const borrow = (all) => void (lent = all);\n${names.map((name) => `export const ${name} = (...all) => lent.${name}(...all);`).join("\n")}\n`;
const exported = (file) => [...readFileSync(file, "utf8").matchAll(/^export const (\w+) =/gm)].map(([, name]) => name);

// The reading tools: no wasm, because all they do is asked of the browser. What goes on while somebody reads is there before the
// rest, which borrows of it.
const shared = [...readFileSync("src/reading/shared.js", "utf8").matchAll(/from "(.*)"/g)].flatMap(([, file]) => exported(join("src/reading", file)));
// In an object of the build's: the one that bundlers make of a module breaks where a page has put something into every object.
const withShared = join(dist, "with-shared.js");
writeFileSync(
  withShared,
  `import { ${shared} } from ${JSON.stringify(resolve("src/reading/shared.js"))};
   export const shared = { ${shared} };
   export { accompany } from ${JSON.stringify(resolve("src/reading/along.js"))};`,
);
store("along.js", await bundle(withShared, { plugins: [cssAsText] }));
rmSync(withShared);
const sharedIs = {
  name: "shared-is",
  setup: (build) => build.onLoad({ filter: /shared\.js$/ }, () => ({ contents: borrowed(shared) })),
};
store("reading.js", await bundle("src/reading/panel.js", { plugins: [cssAsText, sharedIs] }));

// What answers for pages that a reader has kept: at the site's root, and always of the same name.
writeFileSync(join(dist, "worker.js"), await bundle("src/worker/worker.js", { format: "iife" }));

// The glue, with the sheets of what the wasm draws.
const withSheets = join(dist, "with-sheets.js");
const browser = readdirSync(dist, { recursive: true }).find((path) => path.endsWith(join("src", "browser", "browser.js")));
const names = exported(join(dist, browser));
writeFileSync(
  withSheets,
  `import { ${names} } from ${JSON.stringify(`./${browser}`)};
   import { offer } from ${JSON.stringify(resolve("src/browser/fetch.js"))};
   offer({ ${names} });
   export { start, attach } from ${JSON.stringify(`./${glue}`)};
   export { lend } from ${JSON.stringify(resolve("src/browser/fetch.js"))};
   export { default as chromeCss } from ${JSON.stringify(resolve("style/chrome.css"))};
   export { default as textCss } from ${JSON.stringify(resolve("style/text-rest.css"))};
   export { default as lateCss } from ${JSON.stringify(resolve("style/text-late.css"))};`,
);
// All of it is called at once: V8 compiles it off the main thread if it is told so
// (https://github.com/WICG/explicit-javascript-compile-hints-file-based), which others read as a comment.
const banner = { js: "//# allFunctionsCalledOnLoad" };
store("glue.js", await bundle(withSheets, { plugins: [cssAsText], inject: ["src/browser/fetch.js"], banner }));
rmSync(withSheets);

// The conversation asks the browser by the functions of the viewer's glue, which it is handed when it starts: they share one
// stream of events, and the bytes.
const lender = join(dist, "borrowed.js");
const browserIs = (path) => ({
  name: "browser-is",
  setup: (build) => build.onResolve({ filter: /\/browser\.js$/ }, () => ({ path })),
});
writeFileSync(lender, borrowed([...names, "fetch"]));
await later("conversation", { plugins: [browserIs(lender), cssAsText], inject: [lender] });
rmSync(lender);

hashOfAll = digest([...assets].map(([name, bytes]) => name + digest(bytes, "sha256", "hex")).join(), "sha256", "hex").slice(0, 16);
for (const [name, bytes] of assets) write(pathOf(name), bytes);

for (const name of readdirSync(dist)) {
  if (name.startsWith(glue.replace(".js", ""))) rmSync(join(dist, name));
}
rmSync(join(dist, "snippets"), { recursive: true, force: true });

// Where the words are stands in the entry module in full, each as bundlers want it: they copy what is named so.
const url = (name) => `new URL(${JSON.stringify(`./${pathOf(name)}`)},import.meta.url).href`;
const addresses = {
  name: "addresses",
  setup: (build) =>
    build.onLoad({ filter: /define\.js$/ }, ({ path }) => {
      const words = languages.map((language) => `${language}:${url(`words-${language}.json`)}`);
      const contents = readFileSync(path, "utf8").replace("__WORDS__", () => `{${words}}`);
      return { contents: contents.replace(/__AT__\("([^"]*)"\)/g, (_, name) => url(name)) };
    }),
};

// The entry module, with the sheets that are needed before the wasm.
const entry = await bundle("src/element/define.js", {
  plugins: [cssAsText, addresses],
  banner,
  define: { __WASM_INTEGRITY__: JSON.stringify(wasmIntegrity) },
});
write("article-viewer.js", entry);
for (const name of ["article-viewer.d.ts", "custom-elements.json"]) copyFileSync(join("embed", name), join(embed, name));
writeFileSync(join(embed, "integrity.json"), `${JSON.stringify(integrity, null, 2)}\n`);

// The page of the sample article is one of `article-prerender`'s. Built without optimisation, that is there soonest.
const prerender = (...options) => {
  const command = ["run", "--quiet", "--locked", "--package", "prerender", "--", ...options];
  const stdio = ["ignore", "pipe", "inherit"];
  return execFileSync(process.env.CARGO ?? "cargo", command, { encoding: "utf8", stdio }).trim();
};
// Addresses from the page's own folder: `dist` may stand anywhere on a site.
const placed = ["--base", "articles/", "--api", "./", "--script", "embed/article-viewer.js", "--icon", "icon.svg", "--manifest", "manifest.webmanifest"];
// Under `trunk serve`, Trunk's own page has the script that reloads it.
const reload = readFileSync(join(dist, "index.html"), "utf8").match(/<script>.*<\/script>/s)?.[0] ?? "";
prerender("articles/pledges.json", "--out", dist, ...placed);
const sample = readFileSync(join(dist, "pledges.html"), "utf8");
rmSync(join(dist, "pledges.html"));
writeFileSync(join(dist, "index.html"), sample.replace("</body>", () => `${reload}</body>`));

const shell = readFileSync(join(dist, "viewer.html"), "utf8");
if (!shell.includes("<style></style>") || !shell.includes("<script></script>")) throw new Error("viewer.html has no empty <style> and <script>");
const style = await bundle("style/shell.css");
// In the shell there is nothing to read before the wasm, so the page itself asks for it, and first of all; a page that has
// its text asks for the text alone.
const hints = `<link rel="modulepreload" href="embed/${pathOf("glue.js")}"><link rel="preload" as="fetch" crossorigin href="embed/${pathOf("viewer.wasm")}" integrity="${wasmIntegrity}">`;
const script = await bundle("src/element/shell.js", { format: "iife" });
const filled = shell
  .replace('<meta charset="utf-8">', (charset) => charset + hints)
  .replace("<style></style>", () => `<style>${style}</style>`)
  .replace("<script></script>", () => `<script>${script}</script>`);
writeFileSync(join(dist, "viewer.html"), filled);
const hash = (text) => `sha256-${digest(text, "sha256", "base64")}`;
const { styles, scripts } = JSON.parse(prerender("--print-hashes"));
const policy = { styles: [...styles, hash(style)], scripts: [...scripts, hash(script)] };
writeFileSync(join(dist, "policy.json"), JSON.stringify(policy));

// Compressed once here rather than at every request. The two pages are left out: the server completes them.
if (isRelease) {
  const compressible = new Set([".js", ".wasm", ".json", ".svg"]);
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = join(dist, name);
    if (!statSync(file).isFile() || !compressible.has(extname(name)) || name === "policy.json") continue;
    const bytes = readFileSync(file);
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, quality));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
