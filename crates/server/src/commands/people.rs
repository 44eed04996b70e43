//! What is kept of one person, shown or erased, as the law has it (GDPR, articles 15, 17 and 20).

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};

use super::{Office, People, Person, say};
use crate::{accounts, settings::is_secret, store::copy};

pub(super) async fn person(office: &Office, person: Person) -> anyhow::Result<()> {
    let who = who(&person)?;
    if person.what == People::Export {
        let kept = office.store.person(who).await?;
        return say(serde_json::to_string_pretty(&kept)?);
    }
    let count = office.store.erase_person(who).await?;
    say(format!("Comments erased: {count}, with all that told whose they were"))
}

fn who(person: &Person) -> anyhow::Result<copy::Person> {
    let Person { comment, account, secret, name, .. } = person;
    if let Some(comment) = comment {
        let id = uuid::Uuid::try_parse(comment).context("--comment wants the id of a comment")?;
        return Ok(copy::Person::Comment(id.to_string()));
    }
    if let Some([issuer, subject]) = account.as_deref() {
        return Ok(copy::Person::Owner(accounts::owner(issuer, subject)));
    }
    if let Some(secret) = secret {
        ensure!(is_secret(secret), "--secret wants 22 to 128 letters, digits, - and _");
        return Ok(copy::Person::Owner(Sha256::digest(secret).into()));
    }
    let name = name.as_deref().context("say who: by --comment, --account, --secret or --name")?;
    ensure!(!name.is_empty(), "--name is empty");
    Ok(copy::Person::Name(name.to_owned()))
}
