//! Accounts of the site: whose token is taken, and what is theirs.

mod fetching;
mod forged;
mod site;

use std::{fs, sync::Arc};

use clap::Parser as _;
use serde_json::{Value, json};
use server::{App, Settings, SystemClock};

use self::site::{AUDIENCE, ISSUER, NOON_S, Reply, Signer, Site, claims};
use super::helpers::{Answer, TestServer, key};

const SECRET: &str = "asha-secret-asha-secret-asha";

fn comment(text: &str) -> Value {
    json!({ "article": "a", "author": { "name": "Somebody Else" }, "text": text })
}

fn path(number: u32) -> String {
    format!("/api/v1/comments/{}", key(number))
}

/// Asks for something that needs an owner and nothing else.
async fn ask(server: &TestServer, token: &str) -> Answer {
    server.change("GET", "/api/v1/me", Some(token), &Value::Null).await
}

/// Asserts that a token is not taken, and what the reader is told.
#[track_caller]
fn assert_refused(answer: &Answer, words: &str) {
    answer.assert_problem(401, "token-invalid");
    let detail = answer.json()["detail"].clone();
    assert!(detail.as_str().is_some_and(|detail| detail.contains(words)), "{detail} for {words}");
}

/// A site with one key, and a server that knows it.
async fn site_and_server(flags: &[&str]) -> (Signer, Site, TestServer) {
    let signer = Signer::ed();
    let site = Site::serve(Reply::Keys(vec![signer.public("1")])).await;
    let server = site.server(flags).await;
    (signer, site, server)
}

// S29
#[tokio::test]
async fn a_token_of_each_algorithm_is_taken_and_its_name_is_the_writers() {
    let signers = [Signer::ed(), Signer::ec(), Signer::rsa()];
    let keys = signers.iter().map(|signer| signer.public(signer.algorithm())).collect();
    let site = Site::serve(Reply::Keys(keys)).await;
    let server = site.server(&[]).await;
    for (number, signer) in (1..).zip(&signers) {
        let token = signer.token(signer.algorithm(), &claims(json!({})));
        let answer = server.post(&key(number), Some(&token), &comment("Good.")).await;
        assert_eq!(answer.status, 201, "{} {}", signer.algorithm(), answer.text);
        assert_eq!(answer.json()["author"], json!({ "name": "Asha Rao" }));
        let one_of_several = signer.token(signer.algorithm(), &claims(json!({ "aud": ["other", AUDIENCE] })));
        assert_eq!(ask(&server, &one_of_several).await.status, 200);
    }
    assert_eq!(site.asked(), 1);
}

// S29
#[tokio::test]
async fn what_a_token_claims_has_to_be_true_now_and_here() {
    let (signer, _site, server) = site_and_server(&[]).await;
    for (change, words) in [
        (json!({ "exp": NOON_S - 3_600, "iat": NOON_S - 7_200 }), "has expired"),
        (json!({ "exp": null }), "has expired"),
        (json!({ "nbf": NOON_S + 3_600 }), "not valid yet"),
        (json!({ "iat": NOON_S + 3_600 }), "not valid yet"),
        (json!({ "exp": NOON_S + 86_401 }), "longer than a day"),
        (json!({ "aud": "shop" }), "for something else"),
        (json!({ "aud": "Comments" }), "for something else"),
        (json!({ "aud": [] }), "for something else"),
        (json!({ "aud": null }), "for something else"),
        (json!({ "iss": "https://paper.example/" }), "not from this site"),
        (json!({ "iss": null }), "not from this site"),
        (json!({ "iss": [ISSUER] }), "cannot be read"),
        (json!({ "sub": "" }), "whose it is"),
        (json!({ "sub": null }), "whose it is"),
        (json!({ "name": null }), "no name"),
        (json!({ "name": "x".repeat(61) }), "no name"),
        (json!({ "exp": "tomorrow" }), "cannot be read"),
    ] {
        assert_refused(&ask(&server, &signer.token("1", &claims(change))).await, words);
    }
}

// S29
#[tokio::test]
async fn clocks_may_be_a_minute_apart_and_no_more() {
    let (signer, _site, server) = site_and_server(&[]).await;
    for (change, is_taken) in [
        (json!({ "iat": NOON_S - 600, "exp": NOON_S - 59 }), true),
        (json!({ "iat": NOON_S - 600, "exp": NOON_S - 60 }), false),
        (json!({ "nbf": NOON_S + 60 }), true),
        (json!({ "nbf": NOON_S + 61 }), false),
        (json!({ "iat": NOON_S + 60 }), true),
        (json!({ "iat": NOON_S + 61 }), false),
    ] {
        let answer = ask(&server, &signer.token("1", &claims(change.clone()))).await;
        assert_eq!(answer.status == 200, is_taken, "{change} {}", answer.text);
    }
    // A token that was good stops being so on its own.
    let token = signer.token("1", &claims(json!({})));
    assert_eq!(ask(&server, &token).await.status, 200);
    server.wait_ms(660_000);
    assert_refused(&ask(&server, &token).await, "has expired. Please reload");
}

#[tokio::test]
async fn what_an_account_wrote_is_theirs_in_every_browser() {
    let (signer, _site, server) = site_and_server(&[]).await;
    let asha = |name: &str| signer.token("1", &claims(json!({ "name": name, "jti": name })));
    let ben = signer.token("1", &claims(json!({ "sub": "reader-8", "name": "Ben" })));
    server.post(&key(1), Some(&asha("Asha")), &comment("Frist.")).await;
    server.post(&key(2), Some(&asha("Asha")), &comment("Second.")).await;
    let edit = json!({ "text": "First." });
    server.change("PUT", &path(1), Some(&ben), &edit).await.assert_problem(403, "not-yours");
    server.change("PUT", &path(1), Some(SECRET), &edit).await.assert_problem(403, "not-yours");
    assert_eq!(server.change("PUT", &path(1), Some(&asha("Asha R.")), &edit).await.status, 200);
    assert_eq!(server.change("DELETE", &path(2), Some(&asha("Asha R.")), &Value::Null).await.status, 204);
    // One account is one reader, however many browsers it has.
    for token in [asha("Asha"), asha("Asha R."), ben.clone()] {
        server.change("PUT", &(path(1) + "/like"), Some(&token), &Value::Null).await;
    }
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!(page["comments"][0]["likes"], 2, "{page}");
    let own = ask(&server, &asha("Asha Rao")).await.json();
    assert_eq!(own["comments"].as_array().map(Vec::len), Some(1), "{own}");
    assert_eq!(own["comments"][0]["author"]["name"], "Asha");
    assert_eq!(ask(&server, &ben).await.json()["comments"], json!([]));
    let erased = server.change("DELETE", "/api/v1/me", Some(&asha("Asha")), &Value::Null).await;
    assert_eq!(erased.json(), json!({ "comments": 1, "likes": 1 }));
}

#[tokio::test]
async fn the_author_may_be_left_out_beside_a_token_and_nowhere_else() {
    let (signer, _site, server) = site_and_server(&[]).await;
    let token = signer.token("1", &claims(json!({})));
    let nameless = json!({ "article": "a", "text": "Good." });
    assert_eq!(server.post(&key(1), Some(&token), &nameless).await.json()["author"]["name"], "Asha Rao");
    server.post(&key(2), Some(SECRET), &nameless).await.assert_problem(422, "name-missing");
    let staff = json!({ "article": "a", "author": { "name": "Asha", "staff": true }, "text": "Good." });
    server.post(&key(3), Some(&token), &staff).await.assert_problem(400, "body-invalid");
}

#[tokio::test]
async fn readers_without_an_account_take_part_unless_the_site_says_no() {
    let (_, _site, server) = site_and_server(&[]).await;
    assert_eq!(server.post(&key(1), None, &comment("Good.")).await.json()["author"]["name"], "Somebody Else");
    assert_eq!(server.change("PUT", &(path(1) + "/like"), Some(SECRET), &Value::Null).await.status, 200);

    let list = "/api/v1/comments?article=a";
    assert!(server.get(list).await.json().get("accounts_only").is_none());
    let (signer, _site, server) = site_and_server(&["--no-anonymous"]).await;
    assert_eq!(server.get(list).await.json()["accounts_only"], true);
    let token = signer.token("1", &claims(json!({})));
    assert_eq!(server.post(&key(1), Some(&token), &comment("Good.")).await.status, 201);
    for secret in [None, Some(SECRET)] {
        server.post(&key(2), secret, &comment("No.")).await.assert_problem(401, "sign-in-needed");
        for (method, what) in [("PUT", "/like"), ("PUT", "/report")] {
            let answer = server.change(method, &(path(1) + what), secret, &json!({})).await;
            answer.assert_problem(401, "sign-in-needed");
        }
    }
    // What was read stays open, and what was written before stays the reader's.
    assert_eq!(server.listed("").await, ["Good."]);
    assert_eq!(server.change("DELETE", &(path(1) + "/like"), Some(SECRET), &Value::Null).await.status, 200);
    assert_eq!(ask(&server, SECRET).await.status, 200);
    assert_eq!(server.change("PUT", &(path(1) + "/like"), Some(&token), &Value::Null).await.status, 200);
}

#[tokio::test]
async fn a_server_that_knows_of_no_accounts_takes_no_token() {
    let server = TestServer::start().await;
    let token = Signer::ed().token("1", &claims(json!({})));
    assert_refused(&server.post(&key(1), Some(&token), &comment("No.")).await, "no accounts");
    assert_eq!(server.post(&key(1), Some(SECRET), &comment("Good.")).await.status, 201);
}

#[tokio::test]
async fn the_site_says_who_is_staff() {
    let (signer, _site, server) = site_and_server(&["--user-staff-claim=is_editor"]).await;
    for (number, change) in [(1, json!({ "is_editor": true })), (2, json!({ "is_editor": "true", "staff": true }))] {
        server.post(&key(number), Some(&signer.token("1", &claims(change))), &comment("Good.")).await;
    }
    let page = server.get("/api/v1/comments?article=a&sort=oldest").await.json();
    assert_eq!(page["comments"][0]["author"], json!({ "name": "Asha Rao", "staff": true }));
    assert_eq!(page["comments"][1]["author"], json!({ "name": "Asha Rao" }));
    assert_eq!(server.get("/comments?article=a").await.text.matches(" · staff").count(), 1);
}

#[tokio::test]
async fn keys_may_be_in_a_file_which_is_read_again() {
    let (old, new) = (Signer::ed(), Signer::ec());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("keys.json");
    fs::write(&file, json!({ "keys": [old.public("1")] }).to_string()).expect("a file");
    let flag = format!("--user-keys={}", file.display());
    let (issuer, audience) = (format!("--user-issuer={ISSUER}"), format!("--user-audience={AUDIENCE}"));
    let server = TestServer::with(&[&issuer, &audience, &flag]).await;
    assert_eq!(ask(&server, &old.token("1", &claims(json!({})))).await.status, 200);
    fs::write(&file, json!({ "keys": [new.public("2")] }).to_string()).expect("a file");
    server.wait_ms(60_000);
    assert_eq!(ask(&server, &new.token("2", &claims(json!({})))).await.status, 200);
    assert_refused(&ask(&server, &old.token("1", &claims(json!({})))).await, "not known");
}

// S36
#[tokio::test]
async fn wrong_keys_are_refused_at_the_start_by_their_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("keys.json");
    fs::write(&file, r#"{"keys": []}"#).expect("a file");
    for (keys, words) in [("/nonexistent/keys.json".to_owned(), "/nonexistent"), (file.display().to_string(), "no key")]
    {
        let data = folder.path().display().to_string();
        let flags = ["article-server", "--data", &data, "--user-issuer=i", "--user-audience=a", "--user-keys", &keys];
        let settings = Settings::try_parse_from(flags).expect("the test's own flags");
        let Err(error) = App::open(settings, Arc::new(SystemClock)).await else { panic!("it starts with {keys}") };
        let error = format!("{error:#}");
        assert!(error.contains("--user-keys") && error.contains(words), "{error}");
    }
    for (flags, named) in [
        (vec!["--user-issuer=i"], vec!["--user-audience", "--user-keys"]),
        (vec!["--user-issuer=i", "--user-audience=a"], vec!["--user-keys"]),
        (vec!["--user-audience=a"], vec!["--user-issuer"]),
        (vec!["--user-keys=k"], vec!["--user-issuer"]),
        (vec!["--user-staff-claim=s"], vec!["--user-issuer"]),
        (vec!["--no-anonymous"], vec!["--user-issuer"]),
        (vec!["--user-issuer="], vec!["--user-issuer"]),
        (vec!["--user-keys=http://paper.example/keys.json"], vec!["--user-keys", "https:"]),
        (vec!["--user-keys=https://a:b@paper.example/"], vec!["--user-keys", "user's name"]),
    ] {
        let refusal = Settings::try_parse_from([&["article-server"], &flags[..]].concat()).map(|_| flags);
        let refusal = refusal.expect_err("a refusal").to_string();
        assert!(named.iter().all(|name| refusal.contains(name)), "{refusal}");
    }
}
