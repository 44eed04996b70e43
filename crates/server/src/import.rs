//! Comments of other systems, on their way in: a file becomes comments as they will be stored, and a report.
//!
//! Nothing here opens the store or the network. The same file gives the same comments with the same ids, so that reading
//! it again adds nothing; what a file says that cannot be kept is counted in the report, and a file that is broken gives
//! no comments at all.

mod disqus;
mod html;
mod isso;
mod place;
mod report;
mod source;
mod values;
mod wxr;
mod xml;

use std::path::Path;

use engagement::comments::Status;
use url::Url;
use uuid::Uuid;

use crate::store::Body;

pub(crate) use report::Report;
pub(crate) use wxr::meta;

/// What ids are made in (RFC 9562 §5.5). Another one would give the comments of a file imported before new ids.
const NAMESPACE: Uuid = Uuid::from_u128(0xb0a1_5c3e_6d2f_4f8e_9a47_1c9d_e7f3_5a20);

/// A comment from elsewhere, as it will be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// The address of the article.
    pub(crate) article: String,
    /// A UUID, made of where the comment comes from and its id there.
    pub(crate) id: String,
    /// The comment it answers.
    pub(crate) parent: Option<String>,
    /// Who wrote it; empty where only the place of a deleted comment is kept.
    pub(crate) author_name: String,
    /// In Markdown, for whoever edits or searches it.
    pub(crate) text: String,
    /// As it is shown.
    pub(crate) body: Body,
    /// When it was written.
    pub(crate) created_ms: i64,
    /// When it was last changed.
    pub(crate) modified_ms: Option<i64>,
    /// Where it stands.
    pub(crate) status: Status,
    /// How many like it.
    pub(crate) likes: u64,
}

/// What a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// WordPress: an export as extended RSS.
    Wxr,
    /// Disqus: an export as XML.
    Disqus,
    /// Isso: its database.
    Isso,
}

/// Reads the comments of a file, parents before what answers them, and says what became of each.
///
/// `base` is what addresses that are paths are resolved against.
///
/// # Errors
///
/// When the file cannot be read to its end, or is of another kind: then there is nothing to be imported.
pub(crate) fn read(source: Source, file: &Path, base: Option<&Url>) -> anyhow::Result<(Vec<Foreign>, Report)> {
    let gathered = match source {
        Source::Wxr => wxr::read(file, base),
        Source::Disqus => disqus::read(file, base),
        Source::Isso => isso::read(file, base),
    };
    let gathered = gathered.map_err(|error| {
        // The whole chain of reasons, then what matters most to whoever reads it.
        anyhow::anyhow!("{}: {error:#}; nothing was imported", file.display())
    })?;
    Ok(place::place(gathered))
}

#[cfg(test)]
mod tests;
