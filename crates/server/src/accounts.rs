//! Accounts of the site: a short-lived token, signed by the site whose page it is, says who a reader is.
//!
//! A token and the time go in, an [`Account`] or a [`Refusal`] comes out. Nothing is kept of either: what stays is the
//! [`Owner`] that the account's comments and likes belong to. Signing readers in is left to the site.

mod fetch;
mod keys;
mod set;
mod source;
mod token;

use anyhow::ensure;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

pub use self::source::KeySource;
pub(crate) use self::token::Refusal;
use self::{
    keys::{Keys, Lookup},
    token::Token,
};
use crate::store::Owner;

/// The claim that makes its bearer staff, where no other is named.
pub(crate) const STAFF_CLAIM: &str = "staff";

/// Which tokens a site's readers come with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AccountSettings {
    /// Who signs them: the claim `iss`, exactly.
    pub issuer: String,
    /// Whom they are for: the claim `aud`, exactly.
    pub audience: String,
    /// Where the public keys are that they are checked with.
    pub keys: KeySource,
    /// The claim that makes its bearer staff when it is `true`.
    #[serde(default = "staff_claim")]
    pub staff_claim: String,
    /// Whether readers without a token may write, like and report.
    #[serde(default = "yes")]
    pub anonymous: bool,
}

fn staff_claim() -> String {
    STAFF_CLAIM.to_owned()
}

const fn yes() -> bool {
    true
}

/// Whoever a token is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    /// Who says so.
    pub(crate) issuer: String,
    /// What the issuer calls them; the same for ever.
    pub(crate) subject: String,
    /// The name they write under.
    pub(crate) name: String,
    /// Whether they belong to the site.
    pub(crate) is_staff: bool,
}

impl Account {
    /// Whose their comments and likes are, in whatever browser. The lengths keep two accounts apart whose issuer and subject
    /// are the same when run together, and no secret of a browser has their bytes in it.
    pub(crate) fn owner(&self) -> Owner {
        owner(&self.issuer, &self.subject)
    }
}

/// Whose the comments of an account are.
pub(crate) fn owner(issuer: &str, subject: &str) -> Owner {
    let mut hash = Sha256::new_with_prefix("account");
    for part in [issuer, subject] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The accounts of one site.
pub(crate) struct Accounts {
    settings: AccountSettings,
    keys: Keys,
}

impl Accounts {
    /// Keys that are in a file are read now; those that are elsewhere when the first token comes.
    ///
    /// # Errors
    ///
    /// When a setting is empty, or the file cannot be read.
    pub(crate) fn open(settings: AccountSettings) -> anyhow::Result<Self> {
        ensure!(!settings.issuer.is_empty(), "the issuer of the accounts (--user-issuer) is empty");
        ensure!(!settings.audience.is_empty(), "the audience of the accounts (--user-audience) is empty");
        ensure!(!settings.staff_claim.is_empty(), "the claim of the staff (--user-staff-claim) is empty");
        let keys = Keys::open(settings.keys.clone())?;
        Ok(Self { settings, keys })
    }

    /// Whether readers without a token may write, like and report.
    pub(crate) fn allows_anonymous(&self) -> bool {
        self.settings.anonymous
    }

    /// Whose a token is.
    ///
    /// # Errors
    ///
    /// When it is not one of this site's, or not one of now, or nobody can tell because the keys cannot be had.
    pub(crate) async fn verify(&self, token: &str, now_ms: i64) -> Result<Account, Refusal> {
        let token = Token::parse(token)?;
        let key = match self.keys.find(token.key_id(), now_ms).await {
            Lookup::Found(key) => key,
            Lookup::Unknown => return Err(Refusal::UnknownKey),
            Lookup::Unavailable { retry_after_seconds } => return Err(Refusal::Unavailable { retry_after_seconds }),
        };
        token.account(&key, &self.settings, now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_told_from_others_and_from_every_secret() {
        let owner = |issuer: &str, subject: &str, name: &str| {
            let [issuer, subject, name] = [issuer, subject, name].map(str::to_owned);
            Account { issuer, subject, name, is_staff: false }.owner()
        };
        assert_eq!(owner("a", "bc", "Asha"), owner("a", "bc", "Asha Rao"));
        assert_ne!(owner("a", "bc", "Asha"), owner("ab", "c", "Asha"));
        assert_ne!(owner("a", "bc", "Asha"), Owner::from(Sha256::digest("accountabc")));
    }
}
