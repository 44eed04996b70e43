//! A real browser with a person's patience.

use std::{collections::HashMap, path::Path, time::Duration};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{
    driver::Driver,
    engine::{Engine, Manner},
};

/// How long something may take to happen.
const PATIENCE: Duration = Duration::from_secs(10);

/// A browser with a profile of its own.
pub struct Reader {
    browser: WebDriver,
    driver: Driver,
}

/// A part of the page, as assistive technology has it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it is, such as `button`.
    pub role: String,
    /// What it is called.
    pub name: String,
}

/// Goes near the comments and back, as long as they are not there.
const NEAR: &str = "const comments = (selector) => { const found = chrome?.querySelector(selector) ?? null; \
                    const title = found ? null : chrome?.querySelector('.comments-title:has(+ .conversation:empty)'); \
                    if (title) { const before = scrollY; title.scrollIntoView({ behavior: 'instant' }); \
                    setTimeout(() => scrollTo({ top: before, behavior: 'instant' }), 100); } return found; };";

impl Reader {
    /// Opens a browser with a desktop's window.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn open() -> Result<Self> {
        Self::start(Manner::default()).await
    }

    /// Opens a browser that says it is another, so that the server takes it for another visitor.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn as_visitor(agent: &str) -> Result<Self> {
        Self::start(Manner { agent: Some(agent), ..Manner::default() }).await
    }

    /// Opens a browser of somebody who reads these languages, as in `hi-IN,en`. WebKitGTK takes the machine's instead.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn of_languages(languages: &str) -> Result<Self> {
        Self::start(Manner { languages: Some(languages), ..Manner::default() }).await
    }

    /// Opens a browser in which pages run no scripts. The driver's own still run.
    ///
    /// # Errors
    ///
    /// When it does not start, or is no Chromium.
    pub async fn without_scripts() -> Result<Self> {
        Self::start(Manner { runs_no_scripts: true, ..Manner::default() }).await
    }

    /// Opens Firefox with an article in its Reader View, and waits until it is shown there.
    ///
    /// # Errors
    ///
    /// When it does not start, is no Firefox, or cannot extract an article.
    pub async fn in_reader_view(url: &str) -> Result<Self> {
        // A driver may not send a browser there: it has to begin there.
        let address = format!("about:reader?url={url}");
        let reader = Self::start(Manner { opens: Some(&address), ..Manner::default() }).await?;
        reader.until("the article is extracted", "return document.body.classList.contains('loaded')").await?;
        Ok(reader)
    }

    async fn start(manner: Manner<'_>) -> Result<Self> {
        let capabilities: Capabilities = serde_json::from_value(Engine::of_this_run().capabilities(manner))?;
        let driver = Driver::start().await?;
        let browser = WebDriver::new(driver.url(), capabilities).await?;
        Ok(Self { browser, driver })
    }

    /// Goes to an address and waits until its article is on screen.
    ///
    /// # Errors
    ///
    /// When no article appears.
    pub async fn read(&self, url: &str) -> Result<()> {
        self.visit(url).await?;
        self.until("the article is shown", "return viewer.querySelector('[slot=body]') !== null").await
    }

    /// Goes to an address.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn visit(&self, url: &str) -> Result<()> {
        Ok(self.browser.goto(url).await?)
    }

    /// Runs a script in every page from now on, before any of its own.
    ///
    /// # Errors
    ///
    /// When the browser refuses.
    pub async fn before_pages(&self, script: &str) -> Result<()> {
        self.devtools("Page.enable", json!({})).await?;
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await?;
        Ok(())
    }

    /// Loads the page again.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.browser.refresh().await?)
    }

    /// Goes back, as by the browser's own button.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn back(&self) -> Result<()> {
        Ok(self.browser.back().await?)
    }

    /// Brings the viewer's script to a page that waits for it.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn start_viewer(&self) -> Result<()> {
        let script = "document.head.append(Object.assign(document.createElement('script'), \
                      { type: 'module', src: '/embed/article-viewer.js' }))";
        self.run(script).await?;
        Ok(())
    }

    /// Opens another window of the same browser and goes to it; gives the one before, and the new one. A tab would hide the
    /// one before.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn open_window(&self) -> Result<[WindowHandle; 2]> {
        let before = self.browser.window().await?;
        let window = self.browser.new_window().await?;
        self.browser.switch_to_window(window.clone()).await?;
        Ok([before, window])
    }

    /// Goes to a window.
    ///
    /// # Errors
    ///
    /// When it was closed.
    pub async fn go_to_window(&self, window: &WindowHandle) -> Result<()> {
        Ok(self.browser.switch_to_window(window.clone()).await?)
    }

    /// Runs a script; `viewer` is the first element, `chrome` its shadow tree, and `comments` finds something in the
    /// conversation, which comes when a reader goes near: it goes there for a moment.
    ///
    /// # Errors
    ///
    /// When the script throws.
    pub async fn run(&self, script: &str) -> Result<Value> {
        let script = format!(
            "const viewer = document.querySelector('article-viewer'); const chrome = viewer?.shadowRoot; {NEAR} {script}"
        );
        let answer = self.browser.execute(script.clone(), Vec::new()).await.with_context(|| script.clone())?;
        Ok(answer.json().clone())
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    ///
    /// When it does not in time.
    pub async fn until(&self, what: &str, script: &str) -> Result<()> {
        self.until_within(PATIENCE, what, script).await
    }

    /// Waits for longer than usual.
    ///
    /// # Errors
    ///
    /// When it does not happen in time.
    pub async fn until_within(&self, patience: Duration, what: &str, script: &str) -> Result<()> {
        let begun = tokio::time::Instant::now();
        let mut last = Value::Null;
        while begun.elapsed() < patience {
            // While a page is being replaced there is nothing to ask.
            last = self.run(script).await.unwrap_or_else(|error| json!(error.to_string()));
            if last == json!(true) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let page = self.run("return (chrome?.textContent ?? '') + ' — ' + document.body.innerText.slice(0, 600)").await;
        bail!("{what}: not so after {patience:?}; the script gave {last}, the page says {:?}", page.unwrap_or_default())
    }

    /// The text of the first match in the light DOM, its white space folded; empty when there is none.
    ///
    /// # Errors
    ///
    /// When the script throws.
    pub async fn text(&self, selector: &str) -> Result<String> {
        self.text_in("viewer", selector).await
    }

    /// The same in the shadow tree.
    ///
    /// # Errors
    ///
    /// When the script throws.
    pub async fn chrome_text(&self, selector: &str) -> Result<String> {
        self.text_in("chrome", selector).await
    }

    async fn text_in(&self, root: &str, selector: &str) -> Result<String> {
        let script = format!("return {root}.querySelector({})?.textContent ?? ''", json!(selector));
        let text = self.run(&script).await?;
        Ok(text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// An attribute of the first match in the light DOM.
    ///
    /// # Errors
    ///
    /// When the script throws.
    pub async fn attribute(&self, selector: &str, name: &str) -> Result<Option<String>> {
        let script = format!("return viewer.querySelector({})?.getAttribute({})", json!(selector), json!(name));
        Ok(self.run(&script).await?.as_str().map(str::to_owned))
    }

    /// The first match in the shadow tree, once it is there.
    ///
    /// # Errors
    ///
    /// When it does not appear.
    pub async fn control(&self, selector: &str) -> Result<WebElement> {
        let is_below =
            (selector.starts_with(".comment") && selector != ".comment-count") || selector.starts_with("#comment-");
        let find = if is_below { "comments" } else { "chrome.querySelector" };
        let there = format!("return {find}({}) !== null", json!(selector));
        self.until(&format!("`{selector}` is there"), &there).await?;
        let script =
            format!("return document.querySelector('article-viewer').shadowRoot.querySelector({})", json!(selector));
        Ok(self.browser.execute(script, Vec::new()).await?.element()?)
    }

    /// Types keys to whatever has the focus.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.browser.action_chain().send_keys(keys).perform().await?)
    }

    /// Types a key while Alt and Shift are held.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn press_with_alt_and_shift(&self, key: char) -> Result<()> {
        let held = self.browser.action_chain().key_down(Key::Alt).key_down(Key::Shift);
        Ok(held.key_down(key).key_up(key).key_up(Key::Shift).key_up(Key::Alt).perform().await?)
    }

    /// A command of the developer tools, which Chromium alone has.
    ///
    /// # Errors
    ///
    /// When the browser refuses it.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        Ok(self.browser.cdp().send_raw(method, parameters).await?)
    }

    /// Takes the network away, or gives it back.
    ///
    /// # Errors
    ///
    /// When the browser refuses.
    pub async fn set_offline(&self, is_offline: bool) -> Result<()> {
        let conditions =
            json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// Sets the window and the reader's preference of light or dark.
    ///
    /// # Errors
    ///
    /// When the browser refuses.
    pub async fn set_screen(&self, width: u32, height: u32, scheme: &str) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Writes a picture of the whole page.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be written.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        let answer =
            self.devtools("Page.captureScreenshot", json!({ "format": "png", "captureBeyondViewport": true })).await?;
        let encoded = answer["data"].as_str().context("a picture")?;
        let bytes = base64::prelude::BASE64_STANDARD.decode(encoded)?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(file, bytes)?)
    }

    /// Runs a script of an npm package in the page, whatever its policy; these names of it are kept.
    ///
    /// # Errors
    ///
    /// When it is not installed, or throws.
    pub async fn load_package(&self, file: &str, names: &[&str]) -> Result<()> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules").join(file);
        let source = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let script = format!("{source}; Object.assign(window, {{ {} }});", names.join(", "));
        self.browser.execute(script, Vec::new()).await?;
        Ok(())
    }

    /// What assistive technology is told of the page, in the order it is read.
    ///
    /// # Errors
    ///
    /// When the browser refuses.
    pub async fn told(&self) -> Result<Vec<Told>> {
        self.devtools("Accessibility.enable", json!({})).await?;
        let tree = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let nodes = tree["nodes"].as_array().context("a tree")?;
        let by_id: HashMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        let mut told = Vec::new();
        let mut waiting: Vec<&Value> = nodes.first().into_iter().collect();
        while let Some(node) = waiting.pop() {
            let word = |name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
            if node["ignored"] != json!(true) {
                told.push(Told { role: word("role"), name: word("name") });
            }
            let children = node["childIds"].as_array().into_iter().flatten().rev();
            waiting.extend(children.filter_map(|id| by_id.get(id.as_str()?)));
        }
        Ok(told)
    }

    /// What axe-core finds wrong with the page, a line for each.
    ///
    /// # Errors
    ///
    /// When it cannot be run.
    pub async fn accessibility_violations(&self) -> Result<Vec<String>> {
        self.load_package("axe-core/axe.min.js", &[]).await?;
        let script = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then((result) => \
                      done(result.violations.flatMap((violation) => violation.nodes.map((node) => \
                      `${violation.id}: ${node.target.flat().join(' ')}: ${node.failureSummary}`))), (error) => \
                      done([String(error)]));";
        let answer = self.browser.execute_async(script, Vec::new()).await?;
        Ok(answer
            .json()
            .as_array()
            .into_iter()
            .flatten()
            .map(|line| line.as_str().unwrap_or_default().to_owned())
            .collect())
    }

    /// Ends the browser.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub async fn close(self) -> Result<()> {
        Ok(self.browser.clone().quit().await?)
    }
}

impl Drop for Reader {
    /// Ends the browser of a test that failed. What thirtyfour does by itself waits for the thread that is waiting here.
    fn drop(&mut self) {
        if self.browser.clone().leak().is_ok() {
            self.driver.end_session(self.browser.handle().session_id());
        }
    }
}
