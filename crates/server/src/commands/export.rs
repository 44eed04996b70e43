//! Comments written for others.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use article::{NativePlatform, SafeUrl, UrlUse};
use engagement::comments::{Author, Status};
use tokio::sync::mpsc;

use super::{Export, ExportFormat, Office, copies, progress};
use crate::{
    export::wxr::{self, Exported},
    markdown,
    store::{
        Body, Comment,
        copy::{Record, Remark, Scope},
    },
};

/// Records read before they are written.
const AHEAD: usize = 500;

pub(super) async fn export(office: &Office, export: Export) -> anyhow::Result<()> {
    match export.to {
        ExportFormat::Ndjson => {
            let site = export.site.as_deref().map(|name| office.site(Some(name))).transpose()?;
            let scope = Scope { site: site.map(|site| site.name.to_string()), ..Scope::default() };
            let count = copies::write(&office.store, scope, &export.file).await?;
            progress(format!("{count} records written"));
            Ok(())
        }
        ExportFormat::Wxr => to_wxr(office, &export).await,
    }
}

async fn to_wxr(office: &Office, export: &Export) -> anyhow::Result<()> {
    ensure!(
        export.site.is_some() || office.sites.all().len() == 1,
        "WordPress knows one site: name it with --site, one of {}",
        office.sites.all().iter().map(|site| &*site.name).collect::<Vec<_>>().join(", ")
    );
    let site = office.site(export.site.as_deref())?;
    let (title, url) = (site.name.to_string(), site.origins.first().cloned().unwrap_or_default());
    let mut target = copies::Target::open(&export.file)?;
    let scope = Scope { site: Some(title.clone()), is_by_article: true, is_whole: false };
    let (sender, records) = mpsc::channel(AHEAD);
    let store = Arc::clone(&office.store);
    let dump = tokio::spawn(async move { store.dump(scope, sender).await });
    let write = tokio::task::spawn_blocking(move || {
        let mut articles = Articles { records, next: None, comments: 0, nameless: 0 };
        wxr::write(&mut target.out, &title, &url, &mut articles).context("cannot write")?;
        anyhow::Ok((target, articles))
    });
    let (target, articles) = write.await.context("the thread that writes has stopped")??;
    dump.await.context("the task that reads has stopped")?.context("cannot read the database")?;
    target.finish()?;
    progress(format!("Comments written: {}", articles.comments));
    if articles.nameless > 0 {
        progress(format!(
            "{} articles have an id that is no address: it is their link all the same",
            articles.nameless
        ));
    }
    Ok(())
}

/// Articles with their comments, of records in which the comments of each stand together.
struct Articles {
    records: mpsc::Receiver<Record>,
    /// The first comment of the next one.
    next: Option<Box<Remark>>,
    comments: u64,
    /// Articles whose id is no address.
    nameless: u64,
}

impl Articles {
    fn comment(&mut self) -> Option<Box<Remark>> {
        if let Some(next) = self.next.take() {
            return Some(next);
        }
        loop {
            if let Record::Comment(remark) = self.records.blocking_recv()? {
                return Some(remark);
            }
        }
    }
}

impl Iterator for &mut Articles {
    type Item = Exported;

    fn next(&mut self) -> Option<Exported> {
        let first = self.comment()?;
        let address = first.article.clone();
        let mut comments = vec![comment(*first)];
        while let Some(remark) = self.comment() {
            if remark.article != address {
                self.next = Some(remark);
                break;
            }
            comments.push(comment(*remark));
        }
        self.comments += comments.len() as u64;
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_address = is_web && SafeUrl::parse(&NativePlatform, None, &address, UrlUse::Media).is_some();
        self.nameless += u64::from(!is_address);
        Some(Exported { address, comments })
    }
}

/// A comment as its readers see it: of one that was deleted nothing but its place.
fn comment(remark: Remark) -> Comment {
    let is_gone = remark.status == Status::Trash;
    let body = || remark.body.clone().map_or_else(|| markdown::plain(&remark.text), Body::new);
    Comment {
        body: if is_gone { Body::empty() } else { body() },
        author: (!is_gone).then(|| Author { name: remark.author_name.clone(), staff: remark.staff }),
        id: remark.id,
        parent: remark.parent,
        created_ms: remark.created_ms,
        modified_ms: remark.modified_ms,
        likes: remark.likes,
        replies: 0,
        pinned: remark.pinned,
        status: remark.status,
    }
}
