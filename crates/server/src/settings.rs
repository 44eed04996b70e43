//! Every setting, its unit and its default.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use clap::{Parser, builder::NonEmptyStringValueParser as NonEmpty};
use engagement::limits::{MAX_SECRET_BYTES, MIN_SECRET_BYTES};
use ipnet::IpNet;

use crate::{
    accounts::{AccountSettings, KeySource, STAFF_CLAIM},
    store::newsroom::Hold,
};

/// The companion server of article-viewer: shows the page, counts views and keeps comments.
///
/// Each setting is a flag or an environment variable; the flag wins.
#[derive(Clone, Debug, Parser)]
#[command(name = "article-server", version)]
pub struct Settings {
    /// Port to listen on; 0 takes a free one
    #[arg(long, env = "AV_PORT", default_value_t = 8080)]
    pub port: u16,
    /// Port of the metrics for Prometheus, at `/metrics`; 0 takes a free one, and without it there are none
    #[arg(long, env = "AV_METRICS_PORT")]
    pub metrics_port: Option<u16>,
    /// Address that the metrics are served on; the default is reached from this machine alone
    #[arg(long, env = "AV_METRICS_BIND", default_value = "127.0.0.1")]
    pub metrics_bind: IpAddr,
    /// Form of the log: lines for people, or an object of JSON a line
    #[arg(long, env = "AV_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text, global = true)]
    pub log_format: LogFormat,
    /// Address to listen on; the default is reached from this machine alone
    #[arg(long, env = "AV_BIND", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Folder of the database, made when missing
    #[arg(long, env = "AV_DATA", default_value = "data", global = true)]
    pub data: PathBuf,
    /// Folder of the built viewer; without it only the API is served
    #[arg(long, env = "AV_DIST", default_value = "dist")]
    pub dist: PathBuf,
    /// Origin that articles may be loaded from besides the server's own, such as `https://paper.example`; repeatable
    #[arg(long = "article-origin", env = "AV_ARTICLE_ORIGINS", value_delimiter = ',', value_parser = parse_origin)]
    pub article_origins: Vec<String>,
    /// Address of a PostgreSQL database, `postgres://user:password@host/name`; without one the data folder has a SQLite file
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Connections to PostgreSQL at once, besides one that listens
    #[arg(long, env = "AV_DATABASE_CONNECTIONS", default_value = "16")]
    pub database_connections: std::num::NonZeroUsize,
    /// File of sites, in TOML, for a server of several; without one there is one site, of `--allow-origin`
    #[arg(long, env = "AV_SITES", global = true)]
    pub sites: Option<PathBuf>,
    /// Origin whose pages may use the API, such as `https://blog.example`; repeatable
    #[arg(long = "allow-origin", env = "AV_ALLOW_ORIGINS", value_delimiter = ',', value_parser = parse_page_origin)]
    pub allow_origins: Vec<String>,
    /// Proxy whose `X-Forwarded-For` is believed, as an address or a network; repeatable
    #[arg(long = "trusted-proxy", env = "AV_TRUSTED_PROXIES", value_delimiter = ',', value_parser = parse_network)]
    pub trusted_proxies: Vec<IpNet>,
    /// Requests that read, a minute and address
    #[arg(long, env = "AV_READS_PER_MINUTE", default_value = "600")]
    pub reads_per_minute: std::num::NonZeroU32,
    /// Views reported, a minute and address
    #[arg(long, env = "AV_VIEWS_PER_MINUTE", default_value = "120")]
    pub views_per_minute: std::num::NonZeroU32,
    /// Comments posted, a minute and address
    #[arg(long, env = "AV_POSTS_PER_MINUTE", default_value = "10")]
    pub posts_per_minute: std::num::NonZeroU32,
    /// Comments posted under one article, a minute
    #[arg(long, env = "AV_ARTICLE_POSTS_PER_MINUTE", default_value = "120")]
    pub article_posts_per_minute: std::num::NonZeroU32,
    /// Likes given or taken back, a minute and address
    #[arg(long, env = "AV_LIKES_PER_MINUTE", default_value = "60")]
    pub likes_per_minute: std::num::NonZeroU32,
    /// Minutes in which a comment may be edited or deleted by whoever wrote it
    #[arg(long, env = "AV_EDIT_MINUTES", default_value_t = 15)]
    pub edit_minutes: u32,
    /// Links a comment may have; one with more is held
    #[arg(long, env = "AV_MAX_LINKS", default_value_t = 3)]
    pub max_links: usize,
    /// Milliseconds that writing a comment takes; one written faster is held
    #[arg(long, env = "AV_MIN_TYPING_MS", default_value_t = 1_500)]
    pub min_typing_ms: u64,
    /// Latest comments that a new one is compared with; one that is nearly the same is held, and 0 compares with none
    #[arg(long, env = "AV_COMPARED_COMMENTS", default_value_t = 1_000)]
    pub compared_comments: u16,
    /// File of words and phrases, one a line; a comment that has one is held
    #[arg(long, env = "AV_HELD_WORDS")]
    pub held_words: Option<PathBuf>,
    /// What is held until a moderator has looked at it: `all`, `first`, `links`, `reported`, separated by commas, or `none`. Goes for
    /// sites to which moderators have given no rules
    #[arg(long, env = "AV_HOLD", default_value = "none", value_parser = parse_hold)]
    pub hold: Hold,
    /// Reports that hold a comment, where those reported are held
    #[arg(long, env = "AV_REPORTS_TO_HOLD", default_value = "3")]
    pub reports_to_hold: std::num::NonZeroU32,
    /// Days after which nothing more is taken under an article; without it there is no end
    #[arg(long, env = "AV_READ_ONLY_DAYS")]
    pub read_only_days: Option<u32>,
    /// Days for which the words of deleted comments and of spam are kept, so that they can be restored; 0 keeps them for ever
    #[arg(long, env = "AV_KEEP_DELETED_DAYS", default_value_t = 30)]
    pub keep_deleted_days: u32,
    /// Days for which it is kept, as a hash, what network a comment came from, so that its writer can be banned; 0 keeps nothing
    #[arg(long, env = "AV_KEEP_NETWORK_DAYS", default_value_t = 7)]
    pub keep_network_days: u32,
    /// Days for which the log of moderation is kept; 0 keeps it for ever
    #[arg(long, env = "AV_KEEP_LOG_DAYS", default_value_t = 0)]
    pub keep_log_days: u32,
    /// Secret of whoever puts comments first, at least 22 letters, digits, `-` and `_`; without it nobody can
    #[arg(long, env = "AV_ADMIN_SECRET", hide_env_values = true, value_parser = parse_secret)]
    pub admin_secret: Option<String>,
    /// Who signs the tokens of readers with an account: their `iss`; without it there are no accounts
    #[arg(long, env = "AV_USER_ISSUER", value_parser = NonEmpty::new(), requires_all = ["user_audience", "user_keys"])]
    pub user_issuer: Option<String>,
    /// Whom those tokens are for: their `aud`
    #[arg(long, env = "AV_USER_AUDIENCE", value_parser = NonEmpty::new(), requires = "user_issuer")]
    pub user_audience: Option<String>,
    /// Public keys those tokens are checked with, a JSON Web Key Set: an `https` address or a file
    #[arg(long, env = "AV_USER_KEYS", requires = "user_issuer")]
    pub user_keys: Option<KeySource>,
    /// Claim of those tokens that is `true` for the site's staff
    #[arg(long, env = "AV_USER_STAFF_CLAIM", value_parser = NonEmpty::new(), default_value = STAFF_CLAIM, requires = "user_issuer")]
    pub user_staff_claim: String,
    /// Take comments, likes and reports from readers with an account alone
    #[arg(long, env = "AV_NO_ANONYMOUS", requires = "user_issuer")]
    pub no_anonymous: bool,
    /// Connections at once; more wait
    #[arg(long, env = "AV_MAX_CONNECTIONS", default_value_t = 10_000)]
    pub max_connections: usize,
    /// Seconds given to requests under way when the server is told to stop
    #[arg(long, env = "AV_SHUTDOWN_SECONDS", default_value_t = 10)]
    pub shutdown_seconds: u64,
    /// Count views of browsers driven by a program and of known robots; for tests
    #[arg(long, env = "AV_COUNT_AUTOMATED_VIEWS")]
    pub count_automated_views: bool,
    /// How long is waited for the other end; no setting of operators.
    #[arg(skip)]
    pub timeouts: Timeouts,
}

impl Settings {
    /// The accounts of the site, where it has some.
    pub(crate) fn accounts(&self) -> Option<AccountSettings> {
        Some(AccountSettings {
            issuer: self.user_issuer.clone()?,
            audience: self.user_audience.clone()?,
            keys: self.user_keys.clone()?,
            staff_claim: self.user_staff_claim.clone(),
            anonymous: !self.no_anonymous,
        })
    }
}

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// An object of JSON a line, for programs.
    Json,
}

/// How long the server waits for the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// For the request line and headers, and for the next request.
    pub head: Duration,
    /// Between two pieces of a body.
    pub body: Duration,
    /// Until an answer begins.
    pub answer: Duration,
    /// For the client to take more of an answer.
    pub write: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let [head, body, answer, write] = [15, 10, 20, 30].map(Duration::from_secs);
        Self { head, body, answer, write }
    }
}

/// An origin in the form browsers send it (HTML, "ASCII serialisation of an origin").
pub(crate) fn parse_origin(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text.trim()).map_err(|error| format!("expected an origin: {error}"))?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let has_user = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "http" | "https") || !is_bare || has_user {
        return Err(
            "expected an origin such as https://paper.example: scheme, host and port, without a path".to_owned()
        );
    }
    Ok(url.origin().ascii_serialization())
}

/// The origin of pages that ask. Where a policy names hosts, a `*` stands for some; a browser never sends one of its page.
pub(crate) fn parse_page_origin(text: &str) -> Result<String, String> {
    if text.contains('*') {
        return Err(
            "expected the origin of one host, such as https://paper.example: there is no *, name each".to_owned()
        );
    }
    parse_origin(text)
}

fn parse_hold(text: &str) -> Result<Hold, String> {
    Hold::parse(text).ok_or_else(|| "expected words of all, first, links, reported and none".to_owned())
}

fn parse_secret(text: &str) -> Result<String, String> {
    let wanted = "expected 22 to 128 letters, digits, - and _, such as `openssl rand -hex 16` prints";
    is_secret(text).then(|| text.to_owned()).ok_or_else(|| wanted.to_owned())
}

/// Whether a text can be a secret: long enough that nobody guesses it, and the same in every header and shell.
pub(crate) fn is_secret(text: &str) -> bool {
    (MIN_SECRET_BYTES..=MAX_SECRET_BYTES).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn parse_network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "expected an address or a network, such as 10.0.0.1 or 10.0.0.0/8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_its_default_port_is_left_out() {
        assert_eq!(parse_origin("https://Paper.example:443/"), Ok("https://paper.example".into()));
        for wrong in [
            "paper.example",
            "https://paper.example/news",
            "ftp://paper.example",
            "https://p.example/?x",
            "https://p.example/#x",
            "https://asha@p.example",
        ] {
            assert!(parse_origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn pages_that_ask_are_of_one_host() {
        assert_eq!(parse_page_origin("https://paper.example"), Ok("https://paper.example".into()));
        for wrong in ["*", "https://*", "https://*.paper.example", "https://paper.example/news"] {
            assert!(parse_page_origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        assert!(parse_network("10.0.0.0/8").is_ok_and(|net| net.contains(&IpAddr::from([10, 1, 2, 3]))));
        assert!(parse_network("::1").is_ok());
        assert!(parse_network("proxy").is_err());
    }
}
