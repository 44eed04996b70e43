//! What is one's own, by a secret that only one's browser has: edited, deleted, listed, erased. And likes and reports.

use serde_json::{Value, json};

use super::helpers::{TestServer, key};

const ASHA: &str = "asha-secret-asha-secret-asha";
const BEN: &str = "ben--secret-ben--secret-ben-";

fn by(name: &str, text: &str) -> Value {
    json!({ "article": "a", "author": { "name": name }, "text": text })
}

fn path(number: u32) -> String {
    format!("/api/v1/comments/{}", key(number))
}

// S27
#[tokio::test]
async fn a_comment_is_edited_by_whoever_wrote_it_for_a_while() {
    let server = TestServer::start().await;
    server.post(&key(1), Some(ASHA), &by("Asha", "Frist.")).await;
    let edit = json!({ "text": "First." });
    server.change("PUT", &path(1), None, &edit).await.assert_problem(401, "secret-missing");
    server.change("PUT", &path(1), Some("short"), &edit).await.assert_problem(401, "secret-missing");
    server.change("PUT", &path(1), Some(BEN), &edit).await.assert_problem(403, "not-yours");
    server.change("PUT", &path(2), Some(ASHA), &edit).await.assert_problem(404, "comment-not-found");
    server.wait_ms(14 * 60_000);
    let edited = server.change("PUT", &path(1), Some(ASHA), &edit).await;
    assert_eq!((edited.status.as_u16(), &edited.json()["modified_ms"]), (200, &json!(super::helpers::NOON + 840_000)));
    assert_eq!(server.listed("").await, ["First."]);
    server.change("PUT", &path(1), Some(ASHA), &json!({ "text": " " })).await.assert_problem(422, "text-missing");
    server.wait_ms(60_000);
    server.change("PUT", &path(1), Some(ASHA), &edit).await.assert_problem(403, "too-late");
    server.change("DELETE", &path(1), Some(ASHA), &Value::Null).await.assert_problem(403, "too-late");
}

// S27
#[tokio::test]
async fn a_deleted_comment_keeps_its_place_while_it_has_replies() {
    let server = TestServer::start().await;
    server.post(&key(1), Some(ASHA), &by("Asha", "Regretted.")).await;
    server.reply(&key(2), &key(1), "Answer.").await;
    server.post(&key(3), Some(ASHA), &by("Asha", "Alone.")).await;
    assert_eq!(server.change("DELETE", &path(3), Some(ASHA), &Value::Null).await.status, 204);
    assert_eq!(server.change("DELETE", &path(1), Some(ASHA), &Value::Null).await.status, 204);
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!(page["count"], 1);
    let comments = page["comments"].as_array().expect("comments");
    assert_eq!(comments.len(), 2, "{page}");
    assert_eq!((&comments[0]["status"], &comments[0]["author"]), (&json!("trash"), &Value::Null));
    assert_eq!((&comments[0]["body"], &comments[0]["replies"]), (&json!([]), &json!(1)));
    server.change("DELETE", &path(1), Some(ASHA), &Value::Null).await.assert_problem(404, "comment-not-found");
    assert_eq!(server.reply(&key(4), &key(1), "Still here.").await.status, 201, "its place can be answered");
}

#[tokio::test]
async fn when_the_last_reply_goes_so_does_the_place_it_kept() {
    let server = TestServer::start().await;
    server.post(&key(1), Some(ASHA), &by("Asha", "One.")).await;
    let reply =
        |parent: u32| json!({ "article": "a", "parent": key(parent), "author": { "name": "B" }, "text": "Re." });
    server.post(&key(2), Some(ASHA), &reply(1)).await;
    server.post(&key(3), Some(BEN), &reply(2)).await;
    for number in [1, 2] {
        assert_eq!(server.change("DELETE", &path(number), Some(ASHA), &Value::Null).await.status, 204);
    }
    assert_eq!(server.listed("").await.len(), 3);
    assert_eq!(server.change("DELETE", &path(3), Some(BEN), &Value::Null).await.status, 204);
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!(page, json!({ "comments": [], "count": 0 }));
}

#[tokio::test]
async fn a_reader_sees_and_erases_what_they_wrote() {
    let server = TestServer::start().await;
    for number in 0..5 {
        server.post(&key(number), Some(ASHA), &by("Asha", &format!("*Number* {number}."))).await;
    }
    server.post(&key(10), Some(BEN), &by("Ben", "Not hers.")).await;
    server.change("PUT", &format!("{}/like", path(10)), Some(ASHA), &Value::Null).await;
    server.get("/api/v1/me").await.assert_problem(401, "secret-missing");
    let page = server.change("GET", "/api/v1/me?limit=3", Some(ASHA), &Value::Null).await.json();
    let texts = |page: &Value| -> Vec<String> {
        let comments = page["comments"].as_array().expect("comments").iter();
        comments.map(|own| own["text"].as_str().expect("its text").to_owned()).collect()
    };
    assert_eq!(texts(&page), ["*Number* 4.", "*Number* 3.", "*Number* 2."]);
    assert_eq!(page["comments"][0]["article"], "a");
    let next = format!("/api/v1/me?cursor={}", page["next"].as_str().expect("another page"));
    assert_eq!(
        texts(&server.change("GET", &next, Some(ASHA), &Value::Null).await.json()),
        ["*Number* 1.", "*Number* 0."]
    );

    server.wait_ms(24 * 3_600_000);
    let erased = server.change("DELETE", "/api/v1/me", Some(ASHA), &Value::Null).await.json();
    assert_eq!(erased, json!({ "comments": 5, "likes": 1 }));
    assert_eq!(server.listed("").await, ["Not hers."]);
    assert_eq!(server.get("/api/v1/comments?article=a").await.json()["comments"][0]["likes"], 0);
    assert_eq!(server.change("DELETE", "/api/v1/me", Some(ASHA), &Value::Null).await.json()["comments"], 0);
    for entry in std::fs::read_dir(server.data()).expect("the data folder") {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).expect("a file");
        let is_there =
            path.extension().is_some_and(|it| it == "sqlite") && bytes.windows(7).any(|text| text == b"*Number");
        assert!(!is_there, "erased words are in {}", path.display());
    }
}

#[tokio::test]
async fn a_reader_likes_a_comment_once() {
    let server = TestServer::start().await;
    server.comment(&key(1), "a", "Asha", "Good.").await;
    server.wait_ms(1);
    server.comment(&key(2), "a", "Asha", "Newer.").await;
    let like =
        async |method: &str, secret| server.change(method, &format!("{}/like", path(1)), secret, &Value::Null).await;
    like("PUT", None).await.assert_problem(401, "secret-missing");
    assert_eq!(like("PUT", Some(ASHA)).await.json(), json!({ "likes": 1 }));
    assert_eq!(like("PUT", Some(ASHA)).await.json(), json!({ "likes": 1 }), "said twice");
    assert_eq!(like("PUT", Some(BEN)).await.json(), json!({ "likes": 2 }));
    assert_eq!(server.listed("&sort=top").await, ["Good.", "Newer."]);
    assert_eq!(server.listed("&sort=newest").await, ["Newer.", "Good."]);
    let server = server.restart().await;
    let page = server.get("/api/v1/comments?article=a&sort=top").await.json();
    assert_eq!(page["comments"][0]["likes"], 2, "likes are kept");
    let unlike = server.change("DELETE", &format!("{}/like", path(1)), Some(BEN), &Value::Null).await;
    assert_eq!(unlike.json(), json!({ "likes": 1 }));
    let missing = server.change("PUT", &format!("{}/like", path(9)), Some(BEN), &Value::Null).await;
    missing.assert_problem(404, "comment-not-found");
}

#[tokio::test]
async fn secrets_from_one_address_do_not_make_a_crowd() {
    let server = TestServer::start().await;
    server.comment(&key(1), "a", "Asha", "Like me.").await;
    for number in 0..40 {
        let secret = format!("made-up-secret-number-{number:04}");
        server.change("PUT", &format!("{}/like", path(1)), Some(&secret), &Value::Null).await;
    }
    assert_eq!(server.get("/api/v1/comments?article=a").await.json()["comments"][0]["likes"], 20);
}

#[tokio::test]
async fn a_report_is_kept() {
    let server = TestServer::start().await;
    server.comment(&key(1), "a", "Asha", "Rude.").await;
    let report = async |number, secret| {
        server.change("PUT", &format!("{}/report", path(number)), secret, &json!({ "reason": "It is rude." })).await
    };
    report(1, None).await.assert_problem(401, "secret-missing");
    assert_eq!(report(1, Some(BEN)).await.status, 204);
    assert_eq!(report(1, Some(BEN)).await.status, 204);
    report(9, Some(BEN)).await.assert_problem(404, "comment-not-found");
}

#[tokio::test]
async fn the_site_puts_a_comment_first() {
    const ADMIN: &str = "admin-secret-admin-secret";
    let server = TestServer::with(&[&format!("--admin-secret={ADMIN}")]).await;
    for number in 1..=30 {
        server.wait_ms(1);
        server.comment(&key(number), "a", "Asha", &format!("Number {number}.")).await;
    }
    let pin = async |method: &str, number, secret| {
        server.change(method, &format!("{}/pin", path(number)), secret, &Value::Null).await
    };
    pin("PUT", 3, None).await.assert_problem(401, "secret-missing");
    pin("PUT", 3, Some(BEN)).await.assert_problem(403, "not-yours");
    pin("PUT", 99, Some(ADMIN)).await.assert_problem(404, "comment-not-found");
    assert_eq!(pin("PUT", 3, Some(ADMIN)).await.status, 204);
    assert_eq!(server.listed("&limit=3").await, ["Number 3.", "Number 30.", "Number 29.", "Number 28."]);
    let around = server.listed(&format!("&limit=2&around={}", key(3))).await;
    assert_eq!(around, ["Number 3.", "Number 30.", "Number 29."]);
    assert_eq!(server.listed("&limit=100").await.len(), 30);
    assert_eq!(pin("DELETE", 3, Some(ADMIN)).await.status, 204);
    assert_eq!(server.listed("&limit=2").await, ["Number 30.", "Number 29."]);
    TestServer::start()
        .await
        .change("PUT", &format!("{}/pin", path(3)), Some(ADMIN), &Value::Null)
        .await
        .assert_problem(403, "not-yours");
}
