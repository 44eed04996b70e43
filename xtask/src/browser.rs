//! The engines the journeys run in: which programs each needs, and where they are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    command::{find, progress},
    debian,
    setup::Tools,
};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// A browser, and the WebDriver server that drives it.
pub(crate) struct Programs {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// What tasks and tests call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.name() == name)
    }

    /// The test binaries: the core journeys in every engine, and what only one can go through.
    pub(crate) fn journeys(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["--test", "core", "--test", "journeys", "--test", "accessibility"],
            Self::Firefox => &["--test", "core", "--test", "reader_view"],
            Self::WebKit => &["--test", "core"],
        }
    }

    /// Where its programs are. geckodriver is among the tools: Debian does not have it.
    pub(crate) fn programs(self, tools: &Tools) -> Result<Programs> {
        let driver = match self {
            Self::Chromium => find("chromedriver"),
            Self::Firefox => tools.find("geckodriver"),
            Self::WebKit => find("WebKitWebDriver"),
        };
        let found = self.browser().zip(driver).map(|(browser, driver)| Programs { browser, driver });
        found.with_context(|| format!("{} is installed and cannot be found", self.name()))
    }

    fn browser(self) -> Option<PathBuf> {
        let first = |names: &[&str]| names.iter().find_map(|name| find(name));
        match self {
            Self::Chromium => first(&["chromium", "chromium-browser", "google-chrome"]),
            Self::Firefox => first(&["firefox-esr", "firefox"]),
            Self::WebKit => mini_browser(),
        }
    }

    fn is_installed(self) -> bool {
        let has_rest = match self {
            Self::Chromium => find("chromedriver").is_some(),
            Self::Firefox => true,
            Self::WebKit => find("WebKitWebDriver").is_some() && find("Xvfb").is_some(),
        };
        has_rest && self.browser().is_some()
    }

    /// The packages of Debian, and what they are to somebody who has none of them.
    fn packages(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Chromium => (&["chromium", "chromium-driver"], "`chromium` and `chromedriver` on the PATH"),
            Self::Firefox => (&["firefox-esr"], "`firefox` on the PATH"),
            Self::WebKit => (
                &["webkit2gtk-driver", "xvfb"],
                "`WebKitWebDriver` and `Xvfb` on the PATH, and WebKitGTK's MiniBrowser",
            ),
        }
    }
}

/// WebKitGTK's own small browser stands beside its helpers, in a folder named for the API's version.
fn mini_browser() -> Option<PathBuf> {
    let folders = ["/usr/libexec", "/usr/lib"].into_iter().map(PathBuf::from);
    let with_machines = folders.chain(folders_in(Path::new("/usr/lib")));
    let versions = with_machines.flat_map(|folder| folders_in(&folder)).filter(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("webkit2gtk-") || name.starts_with("webkitgtk-")
    });
    versions.map(|folder| folder.join("MiniBrowser")).find(|file| file.is_file())
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Installs those that are missing, where that is possible.
pub(crate) fn install(engines: &[Engine]) -> Result<()> {
    let missing: Vec<Engine> = engines.iter().copied().filter(|engine| !engine.is_installed()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|engine| engine.packages().0).copied().collect();
    if !debian::can_install() {
        let needs: Vec<&str> = missing.iter().map(|engine| engine.packages().1).collect();
        bail!(
            "the journeys need {} (Debian: apt-get install {} fonts-noto-core); `cargo xtask test chromium` is content with \
             one engine, as are `firefox` and `webkit`",
            needs.join("; "),
            packages.join(" ")
        );
    }
    progress(format!("installing {} and fonts (100 to 250 MB for each engine)", packages.join(", ")));
    debian::install(&[&["fonts-noto-core"], packages.as_slice()].concat())
}
