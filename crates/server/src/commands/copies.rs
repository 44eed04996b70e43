//! Backup, restore, and the way from one database to another.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};
use tokio::{sync::mpsc, task::JoinHandle};
use url::Url;

use super::{Nobody, Office, progress, records, say};
use crate::{
    Settings,
    store::{
        PostgresStore, SqliteStore, Store, StoreError,
        copy::{Bytes, Known, Loaded, Record, Scope},
    },
};

/// Records stored in one transaction: few enough that a server beside it never waits long.
pub(super) const AT_ONCE: usize = 500;
/// Records between two words about how far it is.
pub(super) const SAID_EVERY: u64 = 20_000;
/// The port of an address that names none.
const POSTGRES_PORT: u16 = 5432;
/// The key of a server that its copies share and no other server has: it is random, and never changes.
const MARK: &str = "network";

pub(super) async fn backup(office: &Office, file: &Path) -> anyhow::Result<()> {
    let count = write(&office.store, Scope { is_whole: true, ..Scope::default() }, file).await?;
    progress(format!("{count} records written"));
    Ok(())
}

/// Writes records to a file, which has its name only once it is whole.
pub(super) async fn write(store: &Arc<dyn Store>, scope: Scope, file: &Path) -> anyhow::Result<u64> {
    let (sender, records) = mpsc::channel(AT_ONCE);
    let dump = {
        let store = Arc::clone(store);
        tokio::spawn(async move { store.dump(scope, sender).await })
    };
    let target = Target::open(file)?;
    let write = tokio::task::spawn_blocking(move || print(records, target));
    let written = write.await.context("the thread that writes has stopped")?;
    // Where nothing more can be written, nothing more is read either; that is the lesser of the two.
    let (target, count) = written?;
    dump.await.context("the task that reads has stopped")?.context("cannot read the database")?;
    target.finish()?;
    Ok(count)
}

fn print(mut read: mpsc::Receiver<Record>, mut target: Target) -> anyhow::Result<(Target, u64)> {
    let (mut count, mut hash) = (0, Sha256::new());
    while let Some(record) = read.blocking_recv() {
        records::print(record, &mut target.out, &mut hash)?;
        count += 1;
        if count % SAID_EVERY == 0 {
            progress(format!("{count} records"));
        }
    }
    Ok((target, count))
}

/// Where a file is written: beside its place, until it is whole.
pub(super) struct Target {
    pub(super) out: BufWriter<Box<dyn Write + Send>>,
    /// The file, and what it is called meanwhile.
    file: Option<(PathBuf, PathBuf)>,
}

impl Target {
    pub(super) fn open(file: &Path) -> anyhow::Result<Self> {
        if file == Path::new("-") {
            return Ok(Self { out: BufWriter::new(Box::new(io::stdout())), file: None });
        }
        ensure!(!file.exists(), "{} is there already", file.display());
        let mut partial = file.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let out = private(&partial).with_context(|| format!("cannot write {}", partial.display()))?;
        Ok(Self { out: BufWriter::new(Box::new(out)), file: Some((file.to_owned(), partial)) })
    }

    /// The file is on disk under its name after this.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.out.flush().context("cannot write")?;
        let Some((file, partial)) = self.file.take() else { return Ok(()) };
        File::open(&partial)?.sync_all().context("cannot write")?;
        std::fs::rename(&partial, &file).with_context(|| format!("cannot write {}", file.display()))
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some((_, partial)) = &self.file {
            let _ = std::fs::remove_file(partial);
        }
    }
}

/// A new file that nobody else on this machine may read: it has all that was ever written in confidence.
fn private(file: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

pub(super) async fn restore(office: &Office, file: &Path, overwrite: bool) -> anyhow::Result<()> {
    let there = office.store.count_comments().await?;
    ensure!(
        overwrite || there == 0,
        "the database holds {there} comments already; --overwrite makes those that are in the file as it says"
    );
    let loaded = records::read(&office.store, file, Known::Follows).await?;
    report(loaded)
}

/// What became of records.
pub(super) fn report(loaded: Loaded) -> anyhow::Result<()> {
    let Loaded { new, known, changed, moved } = loaded;
    let text = format!("Comments: {new} new, {known} there already, {changed} of them changed");
    let lines = match moved {
        0 => text,
        _ => format!("{text}\n{moved} answer the article: what they answered is not there"),
    };
    say(lines).context("everything is stored")
}

pub(super) async fn migrate(office: &Office, to: &str) -> anyhow::Result<()> {
    let url = postgres(to)?;
    ensure!(!is_the_same(&office.settings, to, url.is_some()), "this is the database itself");
    let other = open_other(office, to, url.as_deref()).await.context("cannot use the database of --to")?;
    let mark = Record::ServerKey { name: MARK.to_owned(), value: Bytes(office.store.server_key(MARK).await?.to_vec()) };
    let strange = strangers(&*office.store, &other, &mark).await?;
    ensure!(strange == 0, "the other database holds {strange} comments that are not from here; nothing was copied");
    // First of all, so that a copy that was broken off is known as one.
    other.load(vec![mark], Known::Follows).await?;

    let (records, dump) = dumped(&office.store);
    let (loaded, bans) = pass_on(records, &*other).await.context("the other database does not take it")?;
    dump.await.context("the task that reads has stopped")?.context("cannot read the database")?;
    // What is left to be done does not wait for whoever is told.
    let told = report(loaded);
    let there = other.count_comments().await?;
    // Somebody may have written there meanwhile.
    let strange = there.saturating_sub(loaded.new + loaded.known);
    ensure!(strange == 0, "the other database holds {there} comments, {strange} of which are not from here");
    // Who may do what is there as it is here, and nobody who may no longer.
    other.lift_bans().await?;
    other.load(bans, Known::Follows).await?;
    let moderators = office.store.moderators().await?;
    for gone in other.moderators().await?.iter().filter(|name| !moderators.contains(name)) {
        other.dismiss(gone, None).await?;
    }
    told?;
    say(format!("Comments there now: {there}"))
}

/// The address of a database of PostgreSQL; `None` for what is no address, but a folder.
fn postgres(to: &str) -> anyhow::Result<Option<String>> {
    let Some((scheme, rest)) = to.split_once("://") else { return Ok(None) };
    let scheme = scheme.to_ascii_lowercase();
    // The rest may hold a password and is not repeated.
    ensure!(
        matches!(&*scheme, "postgres" | "postgresql"),
        "--to wants postgres://user:password@host/name or a folder, found {scheme}://"
    );
    Ok(Some(format!("{scheme}://{rest}")))
}

async fn open_other(office: &Office, folder: &str, url: Option<&str>) -> anyhow::Result<Arc<dyn Store>> {
    let defaults = office.sites.defaults(&office.settings);
    Ok(match url {
        None => Arc::new(SqliteStore::open(Path::new(folder), defaults, Arc::new(Nobody))?),
        Some(url) => {
            let connections = office.settings.database_connections.get();
            Arc::new(PostgresStore::open(url, connections, defaults, Arc::new(Nobody)).await?)
        }
    })
}

/// All records of a store, as they are read, and the task that reads them.
fn dumped(store: &Arc<dyn Store>) -> (mpsc::Receiver<Record>, JoinHandle<Result<(), StoreError>>) {
    let (sender, records) = mpsc::channel(AT_ONCE);
    let store = Arc::clone(store);
    let whole = Scope { is_whole: true, ..Scope::default() };
    (records, tokio::spawn(async move { store.dump(whole, sender).await }))
}

/// How many comments another database holds that are not from here.
///
/// # Errors
///
/// When it holds anything without having been copied from here: then two newsrooms would become one.
async fn strangers(here: &dyn Store, other: &Arc<dyn Store>, mark: &Record) -> anyhow::Result<u64> {
    let (mut records, dump) = dumped(other);
    let (mut is_empty, mut is_marked, mut strange) = (true, false, 0);
    let mut group = Vec::new();
    while records.recv_many(&mut group, AT_ONCE).await > 0 {
        is_marked |= group.contains(mark);
        // A server that was merely started has sites and keys.
        is_empty &= !group
            .iter()
            .any(|record| matches!(record, Record::Comment(_) | Record::Article { .. } | Record::Moderator { .. }));
        let comments = group.drain(..).filter_map(|record| match record {
            Record::Comment(remark) => Some(remark.id),
            _ => None,
        });
        let ids: Vec<_> = comments.collect();
        strange += ids.len() as u64 - here.count_known(ids).await?;
    }
    dump.await.context("the task that reads has stopped")?.context("cannot read the other database")?;
    ensure!(is_empty || is_marked, "the other database is another server's: nothing was copied, as it is not empty");
    Ok(strange)
}

/// Stores records as they come, but for bans, which are given back.
async fn pass_on(mut records: mpsc::Receiver<Record>, other: &dyn Store) -> anyhow::Result<(Loaded, Vec<Record>)> {
    let (mut loaded, mut done) = (Loaded::default(), 0);
    let (mut group, mut bans) = (Vec::new(), Vec::new());
    while records.recv_many(&mut group, AT_ONCE).await > 0 {
        let before = done / SAID_EVERY;
        done += group.len() as u64;
        bans.extend(group.extract_if(.., |record| matches!(record, Record::Ban { .. })));
        loaded += other.load(std::mem::take(&mut group), Known::Follows).await?;
        if done / SAID_EVERY > before {
            progress(format!("{done} records"));
        }
    }
    Ok((loaded, bans))
}

/// Whether a database is the one of the settings: what is new in it meanwhile would be taken back.
fn is_the_same(settings: &Settings, to: &str, is_postgres: bool) -> bool {
    match &settings.database_url {
        Some(from) if is_postgres => {
            let place = |url: &str| {
                let url = Url::parse(url).ok()?;
                Some((url.host_str().map(str::to_owned), url.port().unwrap_or(POSTGRES_PORT), url.path().to_owned()))
            };
            from == to || place(from).is_some_and(|from| Some(from) == place(to))
        }
        None if !is_postgres => {
            let place = |folder: &Path| folder.canonicalize().ok();
            place(&settings.data).is_some_and(|from| Some(from) == place(Path::new(to)))
        }
        _ => false,
    }
}
