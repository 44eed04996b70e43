//! What a reader sees of the conversation.

use anyhow::Result;

use crate::Reader;

impl Reader {
    /// Waits until so many comments are there, each of them stored.
    ///
    /// # Errors
    ///
    /// When it never is so.
    pub async fn has_comments(&self, number: usize) -> Result<()> {
        let script = format!(
            "return chrome.querySelectorAll('.comment').length === {number} && !chrome.querySelector('.comment-sending')"
        );
        self.until(&format!("there are {number} comments"), &script).await
    }

    /// Reloads the page, and waits until so many comments are there.
    ///
    /// # Errors
    ///
    /// When the page does not come, or it never is so.
    pub async fn finds_comments_again(&self, number: usize) -> Result<()> {
        self.reload().await?;
        self.control(".comment-form").await?;
        self.has_comments(number).await
    }
}
