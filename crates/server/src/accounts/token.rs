//! A token (RFC 7519, RFC 7515) and what has to be true of it.

use axum::http::StatusCode;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use engagement::comments;
use jsonwebtoken::{Algorithm, crypto};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::{Map, Value};

use super::{Account, AccountSettings, set::Key};

/// The longest token, in bytes: what a header with a good many claims takes.
const MAX_TOKEN_BYTES: usize = 4 * 1024;
/// How far the clocks of the two servers may be apart.
const LEEWAY_MS: i64 = 60_000;
/// For how long a token may be good. It stands in a page, and nobody can take it back.
const MAX_LIFETIME_MS: i64 = 24 * 3_600_000;
/// The longest subject, in characters (`OpenID` Connect Core §2).
const MAX_SUBJECT_CHARS: usize = 255;

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no token, and only readers with an account may do this.
    Needed,
    /// This site has no accounts.
    NoAccounts,
    /// It is too long.
    TooLong,
    /// It cannot be read.
    Unreadable,
    /// It is signed by an algorithm that is not taken, or not with this key.
    Algorithm,
    /// It is signed by a key nobody knows.
    UnknownKey,
    /// It was not signed by that key.
    Signature,
    /// It is somebody else's.
    Issuer,
    /// It is for somebody else.
    Audience,
    /// It was good once.
    Expired,
    /// It will be good later.
    TooEarly,
    /// It would be good for too long.
    TooLasting,
    /// It does not say whose it is.
    Subject,
    /// It has no name, or none that can be shown.
    Name,
    /// The keys cannot be had just now.
    Unavailable { retry_after_seconds: u64 },
}

impl Refusal {
    /// What the reader is told.
    const fn sentence(self) -> &'static str {
        match self {
            Self::Needed => "Please sign in to take part.",
            Self::NoAccounts => "This site has no accounts.",
            Self::TooLong => "The sign-in is too long.",
            Self::Unreadable => "The sign-in cannot be read.",
            Self::Algorithm => "The sign-in is signed in a way that is not taken.",
            Self::UnknownKey => "The sign-in is signed by a key that is not known. Please reload the page.",
            Self::Signature => "The signature of the sign-in is not right.",
            Self::Issuer => "The sign-in is not from this site.",
            Self::Audience => "The sign-in is for something else.",
            Self::Expired => "The sign-in has expired. Please reload the page.",
            Self::TooEarly => "The sign-in is not valid yet.",
            Self::TooLasting => "The sign-in would be valid for longer than a day, which is not taken.",
            Self::Subject => "The sign-in does not say whose it is.",
            Self::Name => "The sign-in has no name of 1 to 60 characters.",
            Self::Unavailable { .. } => "Sign-ins cannot be checked just now. Please try again.",
        }
    }

    /// Its status, its code, its kind in a few words, and a sentence about it.
    pub(crate) fn problem(self) -> (StatusCode, &'static str, &'static str, String) {
        let (status, code, title) = match self {
            Self::Unavailable { .. } => (StatusCode::SERVICE_UNAVAILABLE, "accounts-unavailable", "Not available now"),
            Self::Needed => (StatusCode::UNAUTHORIZED, "sign-in-needed", "Sign-in needed"),
            _ => (StatusCode::UNAUTHORIZED, "token-invalid", "Sign-in not taken"),
        };
        (status, code, title, self.sentence().to_owned())
    }
}

/// A token that was read and not yet believed.
pub(super) struct Token<'a> {
    header: Header,
    /// What is signed.
    message: &'a str,
    claims: &'a str,
    signature: &'a str,
}

/// What is asked of a header. Keys and addresses of keys in it are the word of whoever made it, and not looked at.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Rules that have to be understood (RFC 7515 §4.1.11); none are.
    crit: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Claims {
    iss: Option<String>,
    aud: Option<Audience>,
    sub: Option<String>,
    name: Option<String>,
    exp: Option<Time>,
    nbf: Option<Time>,
    iat: Option<Time>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// A time in milliseconds; written it is in seconds, whole or not.
#[derive(Clone, Copy)]
struct Time(i64);

impl<'de> Deserialize<'de> for Time {
    #[expect(clippy::cast_possible_truncation, reason = "a time beyond all times is the last there is")]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(|seconds| Self((seconds * 1_000.0) as i64))
    }
}

impl<'a> Token<'a> {
    /// Reads as much as is needed to find the key.
    pub(super) fn parse(token: &'a str) -> Result<Self, Refusal> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refusal::TooLong);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Refusal::Unreadable)?;
        let (header, claims) = message.split_once('.').ok_or(Refusal::Unreadable)?;
        let header: Header = decoded(header)?;
        if claims.contains('.') || header.crit.is_some() {
            return Err(Refusal::Unreadable);
        }
        algorithm(&header.alg).ok_or(Refusal::Algorithm)?;
        Ok(Self { header, message, claims, signature })
    }

    /// The id of the key it says it was signed with.
    pub(super) fn key_id(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// Whose it is. Nothing it claims is looked at before the signature is found right.
    pub(super) fn account(self, key: &Key, settings: &AccountSettings, now_ms: i64) -> Result<Account, Refusal> {
        if algorithm(&self.header.alg) != Some(key.algorithm) {
            return Err(Refusal::Algorithm);
        }
        let is_right = crypto::verify(self.signature, self.message.as_bytes(), &key.public, key.algorithm);
        if !is_right.unwrap_or(false) {
            return Err(Refusal::Signature);
        }
        decoded::<Claims>(self.claims)?.account(settings, now_ms)
    }
}

impl Claims {
    fn account(self, settings: &AccountSettings, now_ms: i64) -> Result<Account, Refusal> {
        let issuer = self.iss.as_ref().filter(|issuer| **issuer == settings.issuer).ok_or(Refusal::Issuer)?.clone();
        let is_for_us = match &self.aud {
            Some(Audience::One(one)) => *one == settings.audience,
            Some(Audience::Many(all)) => all.contains(&settings.audience),
            None => false,
        };
        if !is_for_us {
            return Err(Refusal::Audience);
        }
        self.check_times(now_ms)?;
        let is_staff = self.more.get(&settings.staff_claim) == Some(&Value::Bool(true));
        let is_subject = |subject: &String| !subject.is_empty() && subject.chars().count() <= MAX_SUBJECT_CHARS;
        let subject = self.sub.filter(is_subject).ok_or(Refusal::Subject)?;
        let name = comments::parse_name(&self.name.unwrap_or_default()).map_err(|_| Refusal::Name)?;
        Ok(Account { issuer, subject, name, is_staff })
    }

    fn check_times(&self, now_ms: i64) -> Result<(), Refusal> {
        let Time(ends_ms) = self.exp.ok_or(Refusal::Expired)?;
        if ends_ms.saturating_add(LEEWAY_MS) <= now_ms {
            return Err(Refusal::Expired);
        }
        let is_early = |Time(begins_ms): Time| begins_ms > now_ms + LEEWAY_MS;
        if self.nbf.is_some_and(is_early) || self.iat.is_some_and(is_early) {
            return Err(Refusal::TooEarly);
        }
        // One that does not say when it was made cannot have been made later than now.
        let made_ms = self.iat.map_or(now_ms + LEEWAY_MS, |Time(made_ms)| made_ms);
        if ends_ms.saturating_sub(made_ms) > MAX_LIFETIME_MS { Err(Refusal::TooLasting) } else { Ok(()) }
    }
}

/// The algorithms that are taken: none with a shared secret, and none without a signature.
fn algorithm(name: &str) -> Option<Algorithm> {
    match name {
        "EdDSA" => Some(Algorithm::EdDSA),
        "ES256" => Some(Algorithm::ES256),
        "RS256" => Some(Algorithm::RS256),
        _ => None,
    }
}

fn decoded<T: DeserializeOwned>(part: &str) -> Result<T, Refusal> {
    let json = BASE64.decode(part).map_err(|_| Refusal::Unreadable)?;
    serde_json::from_slice(&json).map_err(|_| Refusal::Unreadable)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW_MS: i64 = 1_767_787_200_000;

    fn settings() -> AccountSettings {
        serde_json::from_value(
            json!({ "issuer": "https://paper.example", "audience": "comments", "keys": "keys.json" }),
        )
        .expect("settings")
    }

    fn claims(change: &Value) -> Result<Account, Refusal> {
        let mut claims = json!({
            "iss": "https://paper.example", "aud": "comments", "sub": "7", "name": "Asha", "exp": NOW_MS / 1_000 + 600,
        });
        for (name, value) in change.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        serde_json::from_value::<Claims>(claims).map_err(|_| Refusal::Unreadable)?.account(&settings(), NOW_MS)
    }

    #[test]
    fn staff_is_whoever_the_claim_says_so_of_and_in_no_other_way() {
        let is_staff = |value: Value| claims(&json!({ "staff": value })).map(|account| account.is_staff);
        assert_eq!(is_staff(json!(true)), Ok(true));
        for other in [json!(false), json!("true"), json!(1), json!(["true"]), json!([true]), json!({}), Value::Null] {
            assert_eq!(is_staff(other.clone()), Ok(false), "{other}");
        }
        assert_eq!(claims(&json!({})).map(|account| account.is_staff), Ok(false));
    }

    #[test]
    fn a_name_is_one_that_could_be_written_in_the_form() {
        let name = |name: Value| claims(&json!({ "name": name })).map(|account| account.name);
        assert_eq!(name(json!(" Asha\u{202e}\nRao ")), Ok("Asha Rao".to_owned()));
        for wrong in [json!(""), json!("\u{200b}"), json!("a".repeat(61)), Value::Null] {
            assert_eq!(name(wrong), Err(Refusal::Name));
        }
        assert_eq!(name(json!(7)), Err(Refusal::Unreadable));
    }

    #[test]
    fn a_subject_is_there_and_not_too_long() {
        for wrong in [json!(""), json!("é".repeat(256)), Value::Null] {
            assert_eq!(claims(&json!({ "sub": wrong })), Err(Refusal::Subject));
        }
        assert!(claims(&json!({ "sub": "é".repeat(255) })).is_ok());
    }

    #[test]
    fn it_is_good_for_a_day_at_most_and_its_times_may_have_fractions() {
        let now = NOW_MS / 1_000;
        let day = 24 * 3_600;
        assert!(claims(&json!({ "iat": now, "exp": now + day })).is_ok());
        assert_eq!(claims(&json!({ "iat": now, "exp": now + day + 1 })), Err(Refusal::TooLasting));
        assert_eq!(claims(&json!({ "exp": now + day + 61 })), Err(Refusal::TooLasting));
        assert_eq!(claims(&json!({ "exp": 1e300 })), Err(Refusal::TooLasting));
        assert_eq!(claims(&json!({ "exp": -1e300 })), Err(Refusal::Expired));
        assert_eq!(claims(&json!({ "exp": null })), Err(Refusal::Expired));
        assert_eq!(claims(&json!({ "nbf": 1e300 })), Err(Refusal::TooEarly));
        assert!(claims(&json!({ "exp": 1_767_787_200.5 })).is_ok());
        assert_eq!(claims(&json!({ "exp": (now + 600).to_string() })), Err(Refusal::Unreadable));
    }
}
