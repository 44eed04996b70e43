//! Accounts of the site: the host says who is reading.

use anyhow::{Context as _, Result};
use e2e::{Reader, Site};
use serde_json::{Value, json};

/// Makes a key in the browser, which is where tests can.
const KEY: &str = "return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])\
                   .then(async ({ privateKey, publicKey }) => [await crypto.subtle.exportKey('jwk', privateKey), \
                   await crypto.subtle.exportKey('jwk', publicKey)])";

/// Signs a token in the browser, and gives it to the element.
fn sign_in(key: &Value, claims: &Value) -> String {
    format!(
        "const encode = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''); \
         const part = (json) => encode(new TextEncoder().encode(JSON.stringify(json))); \
         const now = Math.floor(Date.now() / 1000); \
         const message = part({{ alg: 'ES256' }}) + '.' + part({{ iat: now, exp: now + 300, ...{claims} }}); \
         const algorithm = {{ name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }}; \
         return crypto.subtle.importKey('jwk', {key}, algorithm, false, ['sign']) \
         .then((key) => crypto.subtle.sign(algorithm, key, new TextEncoder().encode(message))) \
         .then((signature) => {{ viewer.userToken = message + '.' + encode(new Uint8Array(signature)); }})"
    )
}

/// The flag that names a file with the public key of a pair.
fn key_file(keys: &Value) -> Result<(tempfile::TempDir, String)> {
    let folder = tempfile::tempdir()?;
    let (file, public) = (folder.path().join("keys.json"), &keys[1]);
    let public = json!({ "kty": public["kty"], "crv": public["crv"], "x": public["x"], "y": public["y"], "kid": "1" });
    std::fs::write(&file, json!({ "keys": [public] }).to_string())?;
    let flag = format!("--user-keys={}", file.display());
    Ok((folder, flag))
}

#[tokio::test]
async fn a_reader_with_an_account_writes_under_its_name() -> Result<()> {
    let other = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.visit(&other.at("/")).await?;
    let keys = reader.run(KEY).await?;
    let (_folder, file) = key_file(&keys)?;
    let private = &keys[0];
    let site = Site::start(&["--user-issuer=https://paper.example", "--user-audience=comments", &file]).await?;

    reader.read(&site.at("/")).await?;
    reader.control("#comment-name").await?.send_keys("Somebody").await?;
    let claims = json!({ "iss": "https://paper.example", "aud": "comments", "sub": "7", "name": "Asha न" });
    reader.run(&sign_in(private, &claims)).await?;
    let writes_as = "return !chrome.querySelector('#comment-name') && \
                     chrome.querySelector('.comment-form').textContent.replace(/[\\u2068\\u2069]/g, '').includes('Writing as Asha न')";
    reader.until("the form says who writes", writes_as).await?;
    reader.control("#comment-text").await?.send_keys("What of the harvest?").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    let posted = "return !chrome.querySelector('.comment-sending') && \
                  chrome.querySelector('.comment-author')?.textContent === 'Asha न'";
    reader.until("it is posted under the account's name", posted).await?;

    // It is the account's, and the browser keeps nothing of the token.
    let own = "return fetch('/api/v1/me', { headers: { authorization: 'Bearer ' + viewer.userToken } })\
               .then((answer) => answer.json()).then(({ comments }) => comments.map((one) => one.text))";
    assert_eq!(reader.run(own).await?, json!(["What of the harvest?"]));
    let stored = "return JSON.stringify(localStorage).includes(viewer.userToken) || \
                  Object.keys(localStorage).some((key) => key.startsWith('av:secret:'))";
    assert_eq!(reader.run(stored).await?, json!(false));

    // What has expired is refused in words, and sent again with the next.
    let old = json!({ "iss": "https://paper.example", "aud": "comments", "sub": "7", "name": "Asha न", "exp": 1 });
    reader.run(&sign_in(private, &old)).await?;
    reader.control("#comment-text").await?.send_keys("And of the mill?").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    let refused =
        "return chrome.querySelector('.comment-unsent')?.textContent.includes('The sign-in has expired.') ?? false";
    reader.until("the reader is told", refused).await?;
    reader.run(&sign_in(private, &claims)).await?;
    reader.control(".comment-unsent .button").await?.click().await?;
    let both =
        "return !chrome.querySelector('.comment-unsent') && chrome.querySelectorAll('.comment-text').length === 2";
    reader.until("it is sent with the token of the moment", both).await?;

    // Signed out, or with what nobody can read: a name is asked for, and the one that stood there is there.
    for token in ["null", "'nonsense'", "'a.b.c'"] {
        reader.run(&format!("viewer.userToken = {token}")).await?;
        let asks = "return chrome.querySelector('#comment-name')?.value === 'Somebody'";
        reader.until("there is a field for the name", asks).await?;
        reader.run(&sign_in(private, &claims)).await?;
        reader.until("the form says who writes", writes_as).await?;
    }
    reader.run("viewer.removeAttribute('user-token')").await?.as_null().context("nothing")?;
    reader.close().await
}

#[tokio::test]
async fn where_accounts_alone_take_part_others_are_asked_to_sign_in_before_they_write() -> Result<()> {
    let other = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.visit(&other.at("/")).await?;
    let keys = reader.run(KEY).await?;
    let (_folder, file) = key_file(&keys)?;
    let flags = ["--user-issuer=https://paper.example", "--user-audience=comments", &file, "--no-anonymous"];
    let site = Site::start(&flags).await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comments-closed").await?;
    assert_eq!(reader.chrome_text(".comments-closed").await?, "Please sign in to take part.");
    assert_eq!(reader.run("return chrome.querySelector('.comment-form')").await?, Value::Null);

    let claims = json!({ "iss": "https://paper.example", "aud": "comments", "sub": "7", "name": "Asha" });
    reader.run(&sign_in(&keys[0], &claims)).await?;
    reader.control("#comment-text").await?.send_keys("Signed in.").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    reader.has_comments(1).await?;
    let can_reply = "return [...chrome.querySelectorAll('.comment-actions button')]\
                     .some((button) => button.textContent === 'Reply' && button.checkVisibility())";
    assert_eq!(reader.run(can_reply).await?, json!(true));
    // Signed out, what stands there can be read and not answered.
    reader.run("viewer.userToken = null").await?;
    reader.until("the reader is asked again", "return chrome.querySelector('.comments-closed') !== null").await?;
    assert_eq!(reader.run(can_reply).await?, json!(false));
    reader.close().await
}
