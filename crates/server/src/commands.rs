//! What the server's program does besides serving: copies, moves in and out, and what an operator decides by hand.
//!
//! Each works on the database of the settings, whether or not a server runs on it: a server notices what they have written.

mod copies;
mod export;
mod import;
mod people;
mod records;
mod rename;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context as _, ensure};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{
    Settings,
    app::open_store,
    articles::canonical,
    clock::Clock,
    moderators,
    sites::{Site, Sites},
    store::{ArticleKey, Committed, Listener, SqliteStore, Store, newsroom::Actor},
};

/// The program: its settings, and what it is asked to do.
#[derive(Clone, Debug, Parser)]
#[command(name = "article-server", version)]
pub struct Cli {
    /// The settings.
    #[command(flatten)]
    pub settings: Settings,
    /// What to do; without it, to serve.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program does besides serving.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Write everything to a file, as of one moment, while the server goes on
    Backup {
        /// The file, which must not be there yet; `-` writes to the standard output
        file: PathBuf,
    },
    /// Store what `backup` has written, in a database that holds nothing yet
    Restore {
        /// The file
        file: PathBuf,
        /// Also where there is something: what the file has becomes as it says, the rest stays
        #[arg(long)]
        overwrite: bool,
    },
    /// Copy everything to another database, such as from SQLite to PostgreSQL; again, it copies what has changed since
    Migrate {
        /// The database, `postgres://user:password@host/name`, or the folder of a SQLite file
        #[arg(long)]
        to: String,
    },
    /// Take comments in that another system has written
    Import(Import),
    /// Write comments for another system
    Export(Export),
    /// Give an article another address or id; the old one goes on leading there
    Rename {
        /// What it is called
        from: String,
        /// What it is to be called
        to: String,
        /// The site, where the address does not say it
        #[arg(long)]
        site: Option<String>,
    },
    /// Give what is stored of a site that no setting names to those that are named: each article to the site of its address
    RenameSite {
        /// The site that is named no longer
        from: String,
        /// The site that gets its rules, and whatever has an address of none
        to: String,
    },
    /// Show or erase what is kept of one person
    Person(Person),
    /// Print a link by which somebody becomes a moderator, or chooses another password
    Invite {
        /// The moderator who wants another password
        #[arg(long)]
        name: Option<String>,
        /// The server's address as moderators reach it, such as `https://talk.example`
        #[arg(long)]
        base: Option<String>,
    },
}

impl Command {
    /// Whether there has to be a database already: a copy of a new, empty one would pass for one of the right one, and a link
    /// that is kept there leads nowhere.
    const fn needs_what_is_there(&self) -> bool {
        match self {
            Self::Backup { .. }
            | Self::Migrate { .. }
            | Self::Export(_)
            | Self::Rename { .. }
            | Self::RenameSite { .. }
            | Self::Person(_)
            | Self::Invite { .. } => true,
            Self::Restore { .. } | Self::Import(_) => false,
        }
    }

    /// Whether it goes by the sites of the settings. Our own records say themselves of which site they are.
    fn is_about_sites(&self) -> bool {
        match self {
            Self::Import(import) => import.from != ImportFormat::Ndjson,
            Self::Export(export) => export.to != ExportFormat::Ndjson || export.site.is_some(),
            _ => false,
        }
    }

    /// Whether nothing is to be there that was not before.
    const fn changes_nothing(&self) -> bool {
        matches!(self, Self::Import(Import { dry_run: true, .. }))
    }
}

/// What is to be imported.
#[derive(Clone, Debug, Args)]
pub struct Import {
    /// What wrote the file
    #[arg(long)]
    pub from: ImportFormat,
    /// The file
    pub file: PathBuf,
    /// The site of articles whose address is of none; not needed where there is one site
    #[arg(long)]
    pub site: Option<String>,
    /// The address of the site, where the file has paths alone
    #[arg(long)]
    pub base: Option<url::Url>,
    /// Only say what would be done
    #[arg(long)]
    pub dry_run: bool,
}

/// What is to be exported.
#[derive(Clone, Debug, Args)]
pub struct Export {
    /// What is to read the file
    #[arg(long)]
    pub to: ExportFormat,
    /// The file, which must not be there yet; `-` writes to the standard output
    pub file: PathBuf,
    /// One site alone
    #[arg(long)]
    pub site: Option<String>,
}

/// Forms in which comments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Our own: a JSON object a line
    Ndjson,
    /// WordPress' export, with its comments
    Wxr,
}

/// Forms in which comments are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// Our own: a JSON object a line
    Ndjson,
    /// WordPress' export, with its comments
    Wxr,
    /// Disqus' XML export
    Disqus,
    /// Isso's SQLite file
    Isso,
}

/// A person, by what they can tell.
#[derive(Clone, Debug, Args)]
pub struct Person {
    /// What to do
    pub what: People,
    /// The id of one of their comments
    #[arg(long, group = "who")]
    pub comment: Option<String>,
    /// Their account: who signs its tokens, and what it is called there
    #[arg(long, num_args = 2, value_names = ["ISSUER", "SUBJECT"], group = "who")]
    pub account: Option<Vec<String>>,
    /// The secret of their browser
    #[arg(long, group = "who")]
    pub secret: Option<String>,
    /// A name they wrote under: of everybody who did
    #[arg(long, group = "who")]
    pub name: Option<String>,
}

/// What is done with a person's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum People {
    /// Print all of it as JSON
    Export,
    /// Erase all of it
    Erase,
}

/// Does what was asked.
///
/// # Errors
///
/// When it cannot be done, in a sentence that says why.
pub async fn run(settings: Settings, command: Command, clock: Arc<dyn Clock>) -> anyhow::Result<()> {
    ensure!(
        !command.needs_what_is_there() || has_database(&settings),
        "there is no database in {}: --data or --database-url says where it is, and a server makes one when it first starts",
        settings.data.display()
    );
    // A dry run where nothing is yet leaves nothing: its database goes with this folder.
    let nowhere = (command.changes_nothing() && !has_database(&settings)).then(tempfile::tempdir).transpose();
    let nowhere = nowhere.context("cannot make a folder for the time of a dry run")?;
    let data = nowhere.as_ref().map_or_else(|| settings.data.clone(), |folder| folder.path().to_owned());
    let settings = Settings { data, ..settings };
    let sites = Arc::new(Sites::new(&settings)?);
    let office = Office { store: open_store(&settings, &sites, Arc::new(Nobody)).await?, sites, settings, clock };
    if command.is_about_sites() {
        office.ensure_sites_are_named().await?;
    }
    match command {
        Command::Backup { file } => copies::backup(&office, &file).await,
        Command::Restore { file, overwrite } => copies::restore(&office, &file, overwrite).await,
        Command::Migrate { to } => copies::migrate(&office, &to).await,
        Command::Import(import) => import::import(&office, import).await,
        Command::Export(export) => export::export(&office, export).await,
        Command::Rename { from, to, site } => rename::article(&office, &from, &to, site.as_deref()).await,
        Command::RenameSite { from, to } => rename::site(&office, &from, &to).await,
        Command::Person(person) => people::person(&office, person).await,
        Command::Invite { name, base } => invite(&office, name.as_deref(), base.as_deref()).await,
    }
}

/// Whether the settings name a database that is there, as far as that is known before it is opened.
fn has_database(settings: &Settings) -> bool {
    settings.database_url.is_some() || SqliteStore::file(&settings.data).exists()
}

/// What commands work with.
struct Office {
    store: Arc<dyn Store>,
    sites: Arc<Sites>,
    settings: Settings,
    clock: Arc<dyn Clock>,
}

/// Nobody has anything open.
struct Nobody;

impl Listener for Nobody {
    fn committed(&self, _: &Committed) {}

    fn outdated(&self, _: &ArticleKey) {}

    fn is_awaited(&self, _: &ArticleKey) -> bool {
        false
    }
}

impl Office {
    /// Without the file of sites, all would be written to a site that has nothing, or read from it.
    async fn ensure_sites_are_named(&self) -> anyhow::Result<()> {
        let mut others = self.store.sites().await?;
        others.retain(|site| site.articles > 0 && self.sites.named(&site.name).is_none());
        let names: Vec<_> = others.into_iter().map(|site| site.name).collect();
        ensure!(
            self.settings.sites.is_some() || names.is_empty(),
            "the database is of a server with sites ({}): give the same --sites as there",
            names.join(", ")
        );
        Ok(())
    }

    /// A site of the settings; the first, when none is named.
    fn site(&self, name: Option<&str>) -> anyhow::Result<&Site> {
        let known = || self.sites.all().iter().map(|site| &*site.name).collect::<Vec<_>>().join(", ");
        let found = match name {
            Some(name) => self.sites.named(name),
            None => self.sites.all().first(),
        };
        let hint = if self.settings.sites.is_none() { " (--sites or AV_SITES names a file of others)" } else { "" };
        found.with_context(|| format!("there is no site {}: known are {}{hint}", name.unwrap_or_default(), known()))
    }

    /// Who the log says it was.
    fn actor(&self) -> Actor {
        Actor { name: "command line".to_owned(), at_ms: self.clock.now_ms() }
    }

    /// The key of an article, whose site is this one when its address is of none.
    fn article(&self, id: &str, site: &Site) -> ArticleKey {
        let key = canonical(id);
        let owner = self.sites.of_address(&key).unwrap_or(site);
        ArticleKey { site: Arc::clone(&owner.name), key }
    }
}

async fn invite(office: &Office, name: Option<&str>, base: Option<&str>) -> anyhow::Result<()> {
    let path = moderators::invitation(&*office.store, name, office.actor()).await?;
    let here = || format!("http://{}", std::net::SocketAddr::new(office.settings.bind, office.settings.port));
    let base = base.map_or_else(here, |base| base.trim_end_matches('/').to_owned());
    say(format!("{base}/{path}"))
}

/// What a command has found out, on the standard output.
///
/// # Errors
///
/// When it cannot be written. Whoever has read enough and gone is no reason.
fn say(text: impl AsRef<str>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{}", text.as_ref()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("what there is to say cannot be written to the standard output")
        }
        _ => Ok(()),
    }
}

/// How far a command is, beside its output, for whoever waits.
fn progress(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr(), "{}", text.as_ref());
}
