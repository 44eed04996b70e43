//! Shows what the viewer makes of a document: its format, the article in the native format, and every part that was
//! skipped or repaired, with its place.
//!
//! ```text
//! cargo run -p article --example inspect FILE [base=URL] [format=NAME] [item=WHICH] [overlay=FILE]
//! ```

use std::{env, fs, process::ExitCode, time::UNIX_EPOCH};

use article::{HtmlPlatform, NativePlatform, Options, Platform as _};

fn main() -> ExitCode {
    match inspect() {
        Ok(report) => {
            print(&report);
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("inspect: {message}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the report is what the program is for")]
fn print(report: &str) {
    print!("{report}");
}

fn inspect() -> Result<String, String> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().find_map(|argument| argument.strip_prefix(name)?.strip_prefix('='));
    let file = arguments.iter().find(|argument| !argument.contains('='));
    let file = file.ok_or("usage: inspect FILE [base=URL] [format=NAME] [item=WHICH] [overlay=FILE]")?;
    let read = |file: &str| fs::read(file).map_err(|error| format!("{file}: {error}"));
    let bytes = read(file)?;
    let overlay = match option("overlay") {
        Some(file) => Some(
            NativePlatform.parse_json(&String::from_utf8_lossy(&read(file)?)).map_err(|_| "the overlay is not JSON")?,
        ),
        None => None,
    };
    #[expect(clippy::disallowed_methods, reason = "a program at a terminal knows what time it is")]
    let now = std::time::SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let options = Options {
        base: Some(option("base").unwrap_or("https://news.example/article.json")),
        format: option("format"),
        item: option("item"),
        overlay: overlay.as_ref(),
        now_ms: now.and_then(|now| now.as_millis().try_into().ok()),
    };
    let platform: &dyn HtmlPlatform = &NativePlatform;
    let reading = article::read_with(&bytes, platform, &options).map_err(|error| error.to_string())?;
    let format = reading.format;
    let article = serde_json::to_string_pretty(&reading.article).map_err(|error| error.to_string())?;
    let notices: Vec<String> = reading.notices.iter().map(ToString::to_string).collect();
    Ok(format!("format: {format}\n{article}\n{}\n", notices.join("\n")))
}
