//! Puts the style sheets of a page together: each `@import` becomes what it names, in its place.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style");
    for name in ["page.css", "room.css", "text-late.css"] {
        fs::write(Path::new(&out).join(name), bundle(&style.join(name))?)?;
    }
    Ok(())
}

fn bundle(file: &Path) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", file.display());
    let css = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut bundled = String::new();
    for line in css.lines() {
        if let Some(import) = line.strip_prefix("@import ") {
            // A layer or a condition after the name would change what the import means.
            let name = import.strip_prefix('"').and_then(|rest| rest.strip_suffix("\";"));
            let name = name.ok_or_else(|| format!("{}: `{line}` is not a plain import", file.display()))?;
            bundled += &bundle(&file.with_file_name("").join(name))?;
        } else {
            bundled += line;
            bundled.push('\n');
        }
    }
    Ok(bundled)
}
