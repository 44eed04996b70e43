//! What becomes of a comment before anybody sees it, decided without asking anyone outside.
//!
//! Each rule looks at a comment and says nothing, or that it should wait for a moderator, or that it is spam. The harshest
//! word counts, and all are kept with the comment. Another rule is another [`Rule`] in [`Moderation::new`].

mod fingerprint;
pub(crate) mod policy;
mod rules;

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use anyhow::Context as _;
use engagement::comments::Status;

use crate::{
    settings::Settings,
    store::{Store, StoreError, newsroom::StoredVerdict},
};
pub(crate) use fingerprint::fingerprint;

/// A comment as the rules see it.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    /// The writer's name.
    pub(crate) name: &'a str,
    /// The comment, in Markdown.
    pub(crate) text: &'a str,
    /// The blocks it becomes, as JSON.
    pub(crate) body: &'a str,
    /// How long it took to write, where the page told.
    pub(crate) typing_ms: Option<u64>,
    /// What stands in the field that people do not see.
    pub(crate) website: &'a str,
    /// What texts that are nearly the same have nearly in common.
    pub(crate) fingerprint: Option<u64>,
    /// The fingerprints of the latest comments.
    pub(crate) latest: &'a VecDeque<u64>,
}

/// Something that speaks against a comment.
pub(crate) trait Rule: Send + Sync {
    /// What it says of a comment; nothing when it has nothing against it.
    fn judge(&self, written: &Written) -> Option<StoredVerdict>;
}

/// All rules, and what they remember.
pub(crate) struct Moderation {
    rules: Vec<Box<dyn Rule>>,
    latest: Mutex<VecDeque<u64>>,
    /// How many of the latest comments are remembered.
    remembered: u16,
}

impl Moderation {
    /// The rules of these settings.
    pub(crate) async fn new(settings: &Settings, store: &dyn Store) -> anyhow::Result<Self> {
        let mut rules: Vec<Box<dyn Rule>> = vec![
            Box::new(rules::Honeypot),
            Box::new(rules::TypingTime { at_least_ms: settings.min_typing_ms }),
            Box::new(rules::Links { at_most: settings.max_links }),
            Box::new(rules::Repeated),
        ];
        if let Some(file) = &settings.held_words {
            let words = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read the words of --held-words in {}", file.display()))?;
            rules.push(Box::new(rules::Words::new(&words)));
        }
        let remembered = settings.compared_comments;
        let latest = store.fingerprints(remembered).await.context("cannot read the latest comments")?;
        Ok(Self { rules, latest: Mutex::new(latest.into()), remembered })
    }

    /// Where a comment should stand, and what the rules said.
    pub(crate) fn judge(
        &self,
        name: &str,
        text: &str,
        body: &str,
        typing_ms: Option<u64>,
        website: &str,
    ) -> (Status, Vec<StoredVerdict>) {
        let latest = self.lock();
        let fingerprint = fingerprint(text);
        let written = Written { name, text, body, typing_ms, website, fingerprint, latest: &latest };
        let verdicts: Vec<_> = self.rules.iter().filter_map(|rule| rule.judge(&written)).collect();
        let is = |status| verdicts.iter().any(|verdict| verdict.status == status);
        let status = [Status::Spam, Status::Hold].into_iter().find(|status| is(*status)).unwrap_or_default();
        (status, verdicts)
    }

    /// Learns what others have stored.
    pub(crate) async fn refresh(&self, store: &dyn Store) -> Result<(), StoreError> {
        let latest = store.fingerprints(self.remembered).await?;
        *self.lock() = latest.into();
        Ok(())
    }

    /// Remembers a comment that was stored.
    pub(crate) fn remember(&self, text: &str) {
        let Some(fingerprint) = fingerprint(text) else { return };
        let mut latest = self.lock();
        latest.push_front(fingerprint);
        latest.truncate(self.remembered.into());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<u64>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
