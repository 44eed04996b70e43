//! Comments of other systems taken in.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

use anyhow::{Context as _, bail, ensure};
use engagement::comments::Status;

use super::{
    Import, ImportFormat, Office,
    copies::{self, AT_ONCE},
    progress, records, say,
};
use crate::{
    import::{Foreign, Source, read},
    sites::Site,
    store::{
        ArticleKey,
        copy::{Known, Loaded, Record, Remark},
    },
};

/// Comments between two words about how far it is.
const SAID_EVERY: usize = 20_000;
/// So many addresses that belong nowhere are shown; the others are counted.
const MAX_EXAMPLES: usize = 10;

pub(super) async fn import(office: &Office, import: Import) -> anyhow::Result<()> {
    let source = match import.from {
        ImportFormat::Wxr => Source::Wxr,
        ImportFormat::Disqus => Source::Disqus,
        ImportFormat::Isso => Source::Isso,
        ImportFormat::Ndjson => return ndjson(office, &import).await,
    };
    let site = import.site.as_deref().map(|name| office.site(Some(name))).transpose()?;
    let (file, base) = (import.file, import.base);
    let reading = tokio::task::spawn_blocking(move || read(source, &file, base.as_ref()));
    let (comments, report) = reading.await.context("the thread that reads has stopped")??;
    // What cannot be told is imported all the same: whoever was not told has the exit code.
    let mut told = say(report.to_string().trim_end());

    let mut places = Places::open(office, site).await?;
    let records: Vec<_> = comments.into_iter().filter_map(|comment| places.record(comment)).collect();
    if !places.strangers.is_empty() {
        told = told.and_then(|()| say(places.strangers()));
    }
    if import.dry_run {
        let ids: Vec<_> = records.iter().map(|remark| remark.id.clone()).collect();
        told?;
        return would(office, &ids).await;
    }
    let loaded = load(office, records).await?;
    told.context("everything is stored")?;
    copies::report(loaded)
}

async fn ndjson(office: &Office, import: &Import) -> anyhow::Result<()> {
    ensure!(
        import.site.is_none() && import.base.is_none(),
        "ndjson says itself which sites and articles its comments are of: leave out --site and --base"
    );
    if import.dry_run {
        return would(office, &records::ids(&import.file)?).await;
    }
    copies::report(records::read(&office.store, &import.file, Known::Stays).await?)
}

/// Says what would become of comments.
async fn would(office: &Office, ids: &[String]) -> anyhow::Result<()> {
    let mut known = 0;
    for group in ids.chunks(AT_ONCE) {
        known += office.store.count_known(group.to_vec()).await?;
    }
    let new = ids.len() as u64 - known;
    say(format!("Comments: {new} would be new, {known} there already; nothing was changed"))
}

/// Stores comments, some at a time.
async fn load(office: &Office, records: Vec<Remark>) -> anyhow::Result<Loaded> {
    let (all, mut done, mut loaded) = (records.len(), 0, Loaded::default());
    let mut records = records.into_iter().map(|remark| Record::Comment(Box::new(remark)));
    loop {
        let group: Vec<_> = records.by_ref().take(AT_ONCE).collect();
        if group.is_empty() {
            return Ok(loaded);
        }
        let before = done / SAID_EVERY;
        let length = group.len();
        loaded += office.store.load(group, Known::Stays).await.with_context(|| {
            format!("the database took {done} of {all} comments; the same command again goes on, and doubles nothing")
        })?;
        done += length;
        if done / SAID_EVERY > before {
            progress(format!("{done} of {all} comments"));
        }
    }
}

/// Which article each comment goes to.
struct Places<'o> {
    office: &'o Office,
    /// The site of whatever is of no other; `None` to leave such articles out.
    site: Option<&'o Site>,
    aliases: HashMap<ArticleKey, ArticleKey>,
    /// Addresses of no site, and how many comments each has.
    strangers: BTreeMap<String, u64>,
}

impl<'o> Places<'o> {
    async fn open(office: &'o Office, site: Option<&'o Site>) -> anyhow::Result<Self> {
        let site = match (site, office.sites.all()) {
            (Some(site), _) => Some(site),
            (None, [only]) => Some(only),
            (None, []) => bail!("there is no site"),
            (None, _) => None,
        };
        let aliases = office.store.aliases().await?.into_iter().collect();
        Ok(Self { office, site, aliases, strangers: BTreeMap::new() })
    }

    /// A comment as it is stored.
    fn record(&mut self, comment: Foreign) -> Option<Remark> {
        let Some(site) = self.site.or_else(|| self.office.sites.of_address(&comment.article)) else {
            *self.strangers.entry(comment.article).or_default() += 1;
            return None;
        };
        let article = self.office.article(&comment.article, site);
        let article = self.aliases.get(&article).cloned().unwrap_or(article);
        Some(Remark {
            id: comment.id,
            site: article.site.to_string(),
            article: article.key,
            parent: comment.parent,
            author_name: comment.author_name,
            staff: false,
            text: comment.text,
            body: Some(comment.body.json().to_owned()),
            created_ms: comment.created_ms,
            modified_ms: comment.modified_ms,
            status: comment.status,
            pinned: false,
            likes: comment.likes,
            owner: None,
            network: None,
            verdicts: None,
            fingerprint: None,
            // From now on it is kept as long as what was decided today; else the next minute would forget it.
            decided_ms: (comment.status == Status::Spam).then(|| self.office.clock.now_ms()),
        })
    }

    /// What is said of comments that belong nowhere.
    fn strangers(&self) -> String {
        let count: u64 = self.strangers.values().sum();
        let mut text =
            format!("{count} of the placed are left out: their articles are of no site here (--site takes them in)");
        for (address, count) in self.strangers.iter().take(MAX_EXAMPLES) {
            // To a text nothing fails to be written.
            let _ = write!(text, "\n  {count}: {address}");
        }
        let more = self.strangers.len().saturating_sub(MAX_EXAMPLES);
        if more > 0 {
            let _ = write!(text, "\n  and {more} more articles");
        }
        text
    }
}
