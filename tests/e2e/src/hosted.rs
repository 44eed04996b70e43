//! A reader of somebody else's site.

use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::json;

use crate::{Answer, Host, Reader};

/// Both, of one test.
pub struct Hosted {
    /// The site. Its articles `/one.json`, `/two.json` and `/three.json` are called so; `/never.json` never comes.
    pub host: Host,
    /// The browser.
    pub reader: Reader,
}

impl Hosted {
    /// Starts them.
    ///
    /// # Errors
    ///
    /// When one does not start.
    pub async fn set() -> Result<Self> {
        let host = Host::start().await?;
        for name in ["one", "two", "three"] {
            host.answers(&format!("/{name}.json"), Answer::article(name));
        }
        host.answers("/never.json", Answer::Never);
        Ok(Self { host, reader: Reader::open().await? })
    }

    /// Opens a page of the site that has this body.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn visit(&self, body: &str) -> Result<()> {
        self.reader.visit(&self.host.page("/page.html", body)).await
    }

    /// Waits until the first element shows an article.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub async fn shows(&self, headline: &str) -> Result<()> {
        let script = format!("return viewer?.querySelector('h1')?.textContent === {}", json!(headline));
        self.reader.until(&format!("`{headline}` is shown"), &script).await
    }

    /// Waits until the chrome of the first element is drawn.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub async fn is_alive(&self) -> Result<()> {
        self.reader.until("the chrome is there", "return chrome?.querySelector('.place > [role=status]') != null").await
    }

    /// Waits for something that happens at the site rather than in the browser.
    ///
    /// # Errors
    ///
    /// When it does not happen.
    pub async fn until(&self, what: &str, is_so: impl Fn(&Host) -> bool) -> Result<()> {
        for _ in 0..100 {
            if is_so(&self.host) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("{what}: not so after five seconds")
    }

    /// Ends the browser, in whose page nothing may have gone wrong unnoticed.
    ///
    /// # Errors
    ///
    /// When something has.
    pub async fn ends_quietly(self) -> Result<()> {
        let trouble = self.reader.run("return window.trouble").await?;
        if trouble != json!([]) {
            bail!("errors that nobody caught: {trouble}");
        }
        self.reader.close().await
    }
}
