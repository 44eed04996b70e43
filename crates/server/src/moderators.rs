//! Moderators: the links by which they come, their passwords, and how much guessing costs.
//!
//! A password is kept as argon2id, which takes memory and time on purpose. So it is hashed where nobody waits for it, few at
//! a time; and no more is hashed than a password may be long.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use prometheus_client::metrics::counter::Counter;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::{
    App,
    error::Error,
    store::newsroom::{Actor, Invitation, Newsroom, TokenHash},
};

/// How long an invitation holds.
const INVITATION_MS: i64 = 24 * 60 * 60 * 1_000;

/// The shortest password, in characters.
pub(crate) const MIN_PASSWORD_CHARS: usize = 10;
/// The longest password, in bytes. Nothing longer is hashed.
pub(crate) const MAX_PASSWORD_BYTES: usize = 1_024;

/// Passwords hashed at once: 19 MiB and a processor each.
const PLACES: usize = 2;
/// How long a password waits for its turn.
const PATIENCE: Duration = Duration::from_secs(8);

/// What an unknown name's password is compared with, so that it takes as long as a known one's. It is of no password that
/// anybody was given.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$XBOhVd0/fqbRn3dSGEBlx2PkZSRGCsV2ylaLDYcNVKI";

/// Makes an invitation when there is no moderator yet, and tells its address, from the server's own on.
///
/// # Errors
///
/// When the store fails.
pub async fn first_invitation(app: &App) -> anyhow::Result<Option<String>> {
    let known = app.newsroom().moderators().await.context("cannot read who the moderators are")?;
    if !known.is_empty() {
        return Ok(None);
    }
    // Nobody makes it: the log begins with whoever takes it.
    let token = invite(app.newsroom(), app.clock.now_ms(), None, None).await.map_err(why)?;
    Ok(Some(address(&token)))
}

/// Makes an invitation, or a link to another password for the moderator of that name, and tells its address from the
/// server's own on. It holds for a day and for one use.
///
/// # Errors
///
/// When the store fails, or there is no moderator of that name.
pub(crate) async fn invitation(newsroom: &dyn Newsroom, name: Option<&str>, by: Actor) -> anyhow::Result<String> {
    if let Some(name) = name {
        let known = newsroom.moderators().await.context("cannot read who the moderators are")?;
        anyhow::ensure!(known.iter().any(|known| known == name), "there is no moderator called {name:?}");
    }
    let token = invite(newsroom, by.at_ms, name, Some(by)).await.map_err(why)?;
    Ok(address(&token))
}

fn why(error: Error) -> anyhow::Error {
    anyhow::anyhow!("cannot invite: {}", error.problem().3)
}

fn address(token: &str) -> String {
    format!("moderation/{}", link(token))
}

/// Keeps an invitation, and gives the token that is its link's.
pub(crate) async fn invite(
    newsroom: &dyn Newsroom,
    now_ms: i64,
    name: Option<&str>,
    by: Option<Actor>,
) -> Result<String, Error> {
    let token = Token::new()?;
    let until_ms = now_ms + INVITATION_MS;
    newsroom.invite(Invitation { token: token.hash(), name: name.map(str::to_owned), until_ms }, by).await?;
    Ok(token.print())
}

/// Where a token leads, seen from the pages of moderation.
pub(crate) fn link(token: &str) -> String {
    format!("welcome?token={token}")
}

/// What whoever holds it may do: of an invitation, or of a session. Only its hash is kept.
#[derive(Clone, Copy)]
pub(crate) struct Token([u8; 32]);

impl Token {
    /// One that nobody has.
    pub(crate) fn new() -> Result<Self, Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| Error::Internal)?;
        Ok(Self(bytes))
    }

    /// Reads what [`Token::print`] wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// As it stands in a link or a cookie.
    pub(crate) fn print(self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// As it is kept.
    pub(crate) fn hash(self) -> TokenHash {
        Sha256::digest(self.0).into()
    }
}

/// Why a password is not taken.
pub(crate) fn objection(password: &str) -> Option<String> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Some(format!("Please keep the password to {MAX_PASSWORD_BYTES} bytes."));
    }
    let is_short = engagement::comments::characters(password) < MIN_PASSWORD_CHARS;
    is_short.then(|| format!("Please take a password of at least {MIN_PASSWORD_CHARS} characters."))
}

/// Hashes passwords and compares them, few at a time.
#[derive(Debug)]
pub(crate) struct Passwords {
    places: Arc<Semaphore>,
    hashed: Counter,
}

impl Passwords {
    /// None is hashed yet. Each that is will be counted.
    pub(crate) fn new(hashed: Counter) -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), hashed }
    }

    /// A password as it is stored.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Error> {
        let hashed = self.hashed.clone();
        let hash = move || {
            hashed.inc();
            argon2().hash_password(password.as_bytes()).map(|hash| hash.to_string())
        };
        self.in_turn(hash).await?.map_err(|_| Error::Internal)
    }

    /// Whether a password is the one that is stored; with none stored it takes as long to say no.
    pub(crate) async fn is_right(&self, password: String, stored: Option<String>) -> Result<bool, Error> {
        if password.len() > MAX_PASSWORD_BYTES {
            return Ok(false);
        }
        let hashed = self.hashed.clone();
        let compare = move || {
            hashed.inc();
            let expected = stored.as_deref().unwrap_or(NOBODYS);
            argon2().verify_password(password.as_bytes(), expected).is_ok() && stored.is_some()
        };
        self.in_turn(compare).await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        let place = place.map_err(|_| Error::Busy)?.map_err(|_| Error::Internal)?;
        // The place goes along: whoever breaks off leaves the work behind, not the room for more of it.
        let work = move || {
            let done = work();
            drop(place);
            done
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Internal)
    }
}

/// As OWASP's cheat sheet on storing passwords has it: 19 MiB, two passes, one lane. These are the crate's defaults; here
/// they stay what they are.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_or_wrong_and_nobody_has_none() {
        let passwords = Passwords::new(Counter::default());
        let stored = passwords.hash("a long \0 password".to_owned()).await.expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let is_right = async |password: &str, stored: Option<&str>| {
            passwords.is_right(password.to_owned(), stored.map(str::to_owned)).await.expect("an answer")
        };
        assert!(is_right("a long \0 password", Some(&stored)).await);
        assert!(!is_right("a long ", Some(&stored)).await);
        assert!(!is_right("a long \0 password", None).await);
        assert!(!is_right(&"x".repeat(1_025), Some(&stored)).await);
        assert_eq!(passwords.hashed.get(), 4, "one to store, three to compare, and none that is too long");
    }

    #[test]
    fn an_unknown_name_costs_what_a_known_one_does() {
        let known = argon2().hash_password(b"one of ten").expect("a hash");
        let nobodys = argon2::PasswordHash::new(NOBODYS).expect("a hash");
        assert_eq!(
            (known.algorithm, known.version, &known.params),
            (nobodys.algorithm, nobodys.version, &nobodys.params)
        );
        assert_eq!(known.hash.map(|hash| hash.len()), nobodys.hash.map(|hash| hash.len()));
    }

    #[test]
    fn a_password_has_ten_characters_and_at_most_a_kilobyte() {
        assert!(objection("nine char").is_some());
        assert_eq!(objection("ten chars."), None);
        assert_eq!(objection(&"न".repeat(341)), None);
        assert!(objection(&"न".repeat(342)).is_some());
    }

    #[test]
    fn a_token_is_read_as_it_was_written_and_nothing_else_is() {
        let token = Token::new().expect("a token");
        assert_eq!(Token::parse(&token.print()).map(Token::hash), Some(token.hash()));
        for wrong in ["", "x", &"A".repeat(42), &"A".repeat(44), &"=".repeat(43)] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }
}
