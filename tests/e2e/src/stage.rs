//! A publisher, a server that shows its articles, and a reader.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use crate::{Publisher, Reader, Site};

/// All three, of one test.
pub struct Stage {
    /// The server.
    pub site: Site,
    /// The other origin.
    pub publisher: Publisher,
    /// The browser.
    pub reader: Reader,
}

impl Stage {
    /// Starts them.
    ///
    /// # Errors
    ///
    /// When one does not start.
    pub async fn set() -> Result<Self> {
        let publisher = Publisher::start().await?;
        let site = Site::start(&[&format!("--article-origin={}", publisher.origin)]).await?;
        Ok(Self { site, publisher, reader: Reader::open().await? })
    }

    /// The shell, pointed at an address of the publisher.
    #[must_use]
    pub fn shell(&self, path: &str) -> String {
        self.site.at(&format!("/?src={}", self.publisher.at(path)))
    }

    /// Opens an address of the publisher, and waits for what the viewer says of it.
    ///
    /// # Errors
    ///
    /// When it does not say so.
    pub async fn fails_with(&self, path: &str, sentence: &str) -> Result<()> {
        self.reader.visit(&self.shell(path)).await?;
        self.says(sentence).await
    }

    /// Waits until the viewer says why there is no article.
    ///
    /// # Errors
    ///
    /// When it does not say so.
    pub async fn says(&self, sentence: &str) -> Result<()> {
        let script =
            format!("return chrome?.querySelector('.failure')?.textContent.includes({}) ?? false", json!(sentence));
        self.reader.until_within(Duration::from_secs(25), sentence, &script).await
    }
}
