//! `cargo xtask dist`: what is in `dist/embed` as a package of npm.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::{
    build,
    command::{find, metadata, output, progress, say, target_folder},
    setup,
};

const README: &str = "\
# article-viewer

`<article-viewer>` shows an article on a web page, with live view counts and comments.

```js
import \"article-viewer\";
```

```html
<article-viewer src=\"/news/rain.json\" api=\"https://talk.example\"></article-viewer>
```

The module defines the element and loads what stands in `assets/` beside it: a bundler has to take that folder along. Vite and
webpack do so by themselves (in Vite's development server, with `optimizeDeps: { exclude: [\"article-viewer\"] }`); with others,
copy it to where the bundle goes.

`custom-elements.json` and the types, with JSX for React 19 and templates for Vue 3, list attributes, properties and events.
";

/// Builds the viewer and makes a package of it.
pub(crate) fn dist() -> Result<()> {
    build::viewer(&setup::tools()?)?;
    let package = package()?;
    say(format!("the package is {}", package.display()));
    Ok(())
}

/// Makes a package of the viewer as it was built, and tells where it is.
pub(crate) fn package() -> Result<PathBuf> {
    progress("making the npm package");
    let folder = target_folder()?.join("package");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    copy(Path::new("dist/embed"), &folder).context("cannot copy dist/embed")?;
    fs::copy("LICENSE", folder.join("LICENSE"))?;
    fs::write(folder.join("README.md"), README)?;
    fs::write(folder.join("package.json"), format!("{:#}\n", manifest(&version()?)))?;
    let npm = find("npm").context("install Node.js 20 or later (https://nodejs.org): `npm` makes the package")?;
    let flags = ["pack", "--ignore-scripts", "--loglevel=error"];
    let name = output(Command::new(npm).args(flags).current_dir(&folder))?;
    Ok(folder.join(name.trim()))
}

fn manifest(version: &str) -> serde_json::Value {
    json!({
        "name": "article-viewer",
        "version": version,
        "description": "A custom element that shows an article, with live view counts and comments",
        "keywords": ["custom-element", "web-component", "article", "comments"],
        "license": "MIT",
        "type": "module",
        "exports": {
            ".": { "types": "./article-viewer.d.ts", "default": "./article-viewer.js" },
            "./assets/*": "./assets/*",
            "./custom-elements.json": "./custom-elements.json",
            "./integrity.json": "./integrity.json",
            "./package.json": "./package.json",
        },
        "types": "./article-viewer.d.ts",
        "customElements": "./custom-elements.json",
        "sideEffects": ["./article-viewer.js"],
        "files": ["article-viewer.js", "article-viewer.d.ts", "assets", "custom-elements.json", "integrity.json"],
    })
}

/// The workspace's, which is the viewer's.
fn version() -> Result<String> {
    let metadata = metadata(&["--no-deps"])?;
    let packages = metadata["packages"].as_array().context("cargo names no packages")?;
    let viewer = packages.iter().find(|package| package["name"] == "article-viewer");
    let version = viewer.and_then(|viewer| viewer["version"].as_str()).context("cargo knows no article-viewer")?;
    Ok(version.to_owned())
}

/// Copies a folder without what is compressed ahead of time, which is for servers.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (file, copied) = (entry.path(), to.join(entry.file_name()));
        if file.is_dir() {
            copy(&file, &copied)?;
        } else if !file.extension().is_some_and(|extension| extension == "br" || extension == "gz") {
            fs::copy(&file, &copied)?;
        }
    }
    Ok(())
}
