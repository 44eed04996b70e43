//! Who comes in, and how.

use axum::{
    body::Body,
    http::{Request, header},
};

use super::desk::{Desk, PASSWORD, asked, cookie, form, location, send, sign_in, welcome};
use crate::api::helpers::{TestServer, key};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

#[tokio::test]
async fn whoever_is_not_signed_in_sees_the_door_and_changes_nothing() {
    let desk = Desk::open(&[]).await;
    let held = desk.held(1, "Wait for me.").await;
    for path in ["", "?view=spam", "?view=nonsense", "log", "articles", "rules?site=a", "team"] {
        let answer = desk.server.get(&format!("/moderation/{path}")).await;
        assert_eq!(location(&answer), "sign-in", "{path}");
    }
    assert_eq!(desk.server.get("/moderation?view=spam").await.headers["location"], "moderation/?view=spam");
    let decision = [("comment", held.as_str()), ("action", "approve"), ("back", "./")];
    for stranger in [None, Some("__Host-moderation="), Some("__Host-moderation=x"), Some("other=1")] {
        for path in ["decide", "undo", "rules", "team"] {
            assert_eq!(location(&send(&desk.server, path, stranger, &decision).await), "sign-in?why=over", "{path}");
        }
    }
    assert_eq!(desk.server.listed("").await, Vec::<String>::new());
    assert_eq!(desk.server.get("/moderation/nothing").await.status, 404);
    assert_eq!(desk.server.change("PUT", "/moderation/log", None, &serde_json::Value::Null).await.status, 405);
}

#[tokio::test]
async fn a_session_is_a_cookie_that_only_this_host_gets_and_that_ends() {
    let desk = Desk::open(&[]).await;
    let answer = sign_in(&desk.server, " Asha ", PASSWORD).await;
    assert_eq!(location(&answer), "sign-in?why=begun");
    let set = answer.headers[header::SET_COOKIE].to_str().expect("text").to_owned();
    let (pair, attributes) = set.split_once("; ").expect("attributes");
    assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200");
    let token = pair.strip_prefix("__Host-moderation=").expect("the cookie's name");
    assert_eq!(token.len(), 43, "256 bits as base64");
    let here = Desk { cookie: pair.to_owned(), ..desk };
    assert_eq!(location(&here.page("sign-in?why=begun").await), "./", "the cookie has come back");
    let without = here.server.get("/moderation/sign-in?why=begun").await;
    assert!(without.text.contains("your browser kept no session"), "{}", without.text);
    here.server.wait_ms(DAY_MS / 2 - 1);
    assert_eq!(here.page("").await.status, 200);
    here.server.wait_ms(1);
    assert_eq!(location(&here.page("").await), "sign-in");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_no_other() {
    let desk = Desk::open(&[]).await;
    let other = cookie(&sign_in(&desk.server, "Asha", PASSWORD).await);
    let answer = send(&desk.server, "sign-out", Some(&other), &[]).await;
    assert_eq!(location(&answer), "sign-in?why=left");
    assert!(answer.headers[header::SET_COOKIE].to_str().expect("text").ends_with("Max-Age=0"));
    assert_eq!(desk.page("").await.status, 200);
    let left = Desk { cookie: other, ..desk };
    assert_eq!(location(&left.page("").await), "sign-in");
}

#[tokio::test]
async fn a_link_makes_one_moderator_once_and_within_a_day() {
    let server = TestServer::start().await;
    let invitation = async || server::first_invitation(&server.app).await.expect("an answer");
    let (first, second) = (invitation().await.expect("a link"), invitation().await.expect("a link"));
    assert_ne!(first, second);
    let page = server.get(&format!("/{first}")).await;
    assert_eq!((page.status.as_u16(), page.headers["referrer-policy"].as_bytes()), (200, &b"no-referrer"[..]));
    let token = asked(&first, "token").expect("a token");
    for (name, password, again, why) in [
        ("", PASSWORD, PASSWORD, "Please give a name."),
        ("Asha", "too short", "too short", "at least 10 characters"),
        ("Asha", &"x".repeat(1_025), &"x".repeat(1_025), "to 1024 bytes"),
        ("Asha", PASSWORD, "something else", "not the same"),
    ] {
        let fields = [("token", token.as_str()), ("name", name), ("password", password), ("again", again)];
        let answer = send(&server, "welcome", None, &fields).await;
        assert!(answer.status == 422 && answer.text.contains(why), "{}", answer.text);
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
        assert!(!answer.text.contains(PASSWORD) && answer.headers["referrer-policy"] == "no-referrer");
    }
    welcome(&server, &first, "Asha").await;
    assert_eq!(invitation().await, None, "there is a moderator now");
    assert_eq!(server.get(&format!("/{first}")).await.status, 404);
    let fields = [("token", token.as_str()), ("name", "Ben"), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(send(&server, "welcome", None, &fields).await.status, 404);
    server.wait_ms(DAY_MS);
    assert_eq!(server.get(&format!("/{second}")).await.status, 404);
    for wrong in ["", "?token=", "?token=x", "?token=%00"] {
        assert_eq!(server.get(&format!("/moderation/welcome{wrong}")).await.status, 404);
    }
}

#[tokio::test]
async fn a_name_is_one_moderators() {
    let desk = Desk::open(&[]).await;
    let link = desk.link("invite", "").await;
    let token = asked(&link, "token").expect("a token");
    let fields = [("token", token.as_str()), ("name", "Asha"), ("password", PASSWORD), ("again", PASSWORD)];
    let answer = send(&desk.server, "welcome", None, &fields).await;
    assert!(answer.status == 422 && answer.text.contains("moderator of this name"), "{}", answer.text);
    welcome(&desk.server, &link, "Chandra").await;
    let nobody = desk.send("team", &[("what", "password"), ("name", "Nobody")]).await;
    assert_eq!(nobody.status, 404);
}

#[tokio::test]
async fn the_team_invites_renews_and_removes_and_the_last_one_stays() {
    let desk = Desk::open(&[]).await;
    let last = desk.send("team", &[("what", "remove"), ("name", "Asha")]).await;
    assert_eq!(location(&last), "team?what=last");
    assert!(desk.shown("team?what=last").await.contains("the last moderator stays"));
    let ben = welcome(&desk.server, &desk.link("invite", "").await, "Ben").await;
    assert!(!desk.shown("team").await.contains("token="), "it is shown once");
    let ben = Desk { server: desk.server, cookie: ben };
    assert_eq!(ben.page("").await.status, 200);
    // Another password ends the sessions that the old one began.
    let renewed = welcome(&ben.server, &ben.link("password", "Ben").await, "Chandra").await;
    assert_eq!(location(&ben.page("").await), "sign-in");
    let asha = Desk { cookie: desk.cookie, ..ben };
    let page = asha.shown("team").await;
    assert!(page.contains("<bdi>Ben</bdi>") && !page.contains("Chandra"), "{page}");
    assert_eq!(location(&asha.send("team", &[("what", "remove"), ("name", "Ben")]).await), "team?what=dismissed");
    let ben = Desk { cookie: renewed, ..asha };
    assert_eq!(location(&ben.page("").await), "sign-in");
    assert_eq!(sign_in(&ben.server, "Ben", PASSWORD).await.status, 401);
}

#[tokio::test]
async fn of_many_who_follow_one_link_at_once_one_comes_in() {
    let desk = Desk::open(&[]).await;
    let token = asked(&desk.link("invite", "").await, "token").expect("a token");
    let follow = async |name: &str| {
        let fields = [("token", token.as_str()), ("name", name), ("password", PASSWORD), ("again", PASSWORD)];
        send(&desk.server, "welcome", None, &fields).await.status
    };
    let (ben, chandra, devi, emil) = tokio::join!(follow("Ben"), follow("Chandra"), follow("Devi"), follow("Emil"));
    let came_in = [ben, chandra, devi, emil].iter().filter(|status| **status == 303).count();
    let page = desk.shown("team").await;
    let names =
        ["Ben", "Chandra", "Devi", "Emil"].iter().filter(|name| page.contains(&format!("<bdi>{name}</bdi>"))).count();
    assert_eq!((came_in, names), (1, 1), "{page}");
}

#[tokio::test]
async fn links_end_with_whoever_made_them_and_with_the_first_moderator() {
    let server = TestServer::start().await;
    let printed =
        async || server::first_invitation(&server.app).await.expect("an invitation").expect("nobody is there");
    let (earlier, later) = (printed().await, printed().await);
    let desk = Desk { cookie: welcome(&server, &later, "Asha").await, server };
    let is_open = async |link: &str| {
        let token = asked(link, "token").expect("a token");
        desk.page(&format!("welcome?token={token}")).await.status == 200
    };
    assert!(!is_open(&earlier).await, "each start printed one");
    let (first, second) = (desk.link("invite", "").await, desk.link("invite", "").await);
    let cookie = welcome(&desk.server, &first, "Ben").await;
    assert!(is_open(&second).await);
    let request = form("team", Some(&cookie), &[("what", "password"), ("name", "Asha")]);
    let of_ben = desk.server.send(request).await.text;
    let of_ben = of_ben.split("<code dir=\"ltr\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a link");
    assert!(is_open(of_ben).await);
    desk.send("team", &[("what", "remove"), ("name", "Ben")]).await;
    assert!(!is_open(of_ben).await && !is_open(&second).await, "whoever is removed has no way back");
}

#[tokio::test]
async fn the_log_tells_of_the_team_and_has_no_way_back_for_it() {
    let desk = Desk::open(&[]).await;
    welcome(&desk.server, &desk.link("invite", "").await, "Ben").await;
    welcome(&desk.server, &desk.link("password", "Ben").await, "Ben").await;
    desk.send("team", &[("what", "remove"), ("name", "Ben")]).await;
    let log = desk.shown("log").await;
    let said = [
        "<bdi class=\"who\">Asha</bdi> removed <bdi>Ben</bdi>",
        "<bdi class=\"who\">Ben</bdi> chose a new password",
        "<bdi class=\"who\">Asha</bdi> made a link to a new password for <bdi>Ben</bdi>",
        "<bdi class=\"who\">Ben</bdi> became a moderator",
        "<bdi class=\"who\">Asha</bdi> made a link for a new moderator",
        "<bdi class=\"who\">Asha</bdi> became a moderator",
    ];
    let at: Vec<_> = said.iter().map(|words| log.find(words).unwrap_or_else(|| panic!("{words}: {log}"))).collect();
    assert!(at.is_sorted(), "the latest first: {log}");
    assert!(!log.contains("Undo"), "{log}");
    let undone = desk.send("undo", &[("entry", "1"), ("back", "log")]).await;
    assert_eq!(location(&undone), "log?what=missing");
}

#[tokio::test]
async fn a_link_that_is_sent_to_somebody_begins_where_this_page_is() {
    let desk = Desk::open(&[]).await;
    let mut request = form("team", Some(&desk.cookie), &[("what", "invite")]);
    let here = "https://paper.example/talk/moderation/team".parse().expect("a header");
    request.headers_mut().insert(header::REFERER, here);
    let answer = desk.server.send(request).await;
    assert!(
        answer.text.contains("<code dir=\"ltr\">https://paper.example/talk/moderation/welcome?token="),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let desk = Desk::open(&[]).await;
    let held = desk.held(1, "Wait for me.").await;
    let send = async |headers: &[(&str, &str)]| {
        let fields = [("comment", held.as_str()), ("action", "approve"), ("back", "./")];
        let mut request = form("decide", Some(&desk.cookie), &fields);
        for (name, value) in [("host", "paper.example")].iter().chain(headers) {
            let name = header::HeaderName::try_from(*name).expect("a name");
            request.headers_mut().insert(name, value.parse().expect("a value"));
        }
        desk.server.send(request).await
    };
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "https://blog.paper.example")],
        &[("origin", "https://elsewhere.example")],
        &[("origin", "null")],
    ] {
        let answer = send(headers).await;
        assert_eq!(answer.status, 403, "{headers:?}");
        assert!(answer.text.contains("page of another site"), "{}", answer.text);
    }
    assert_eq!(desk.server.listed("").await, Vec::<String>::new());
    // A page that tells nobody where it is sends no origin, but the browser says whose it is.
    assert_eq!(send(&[("sec-fetch-site", "same-origin"), ("origin", "null")]).await.status, 303);
    assert_eq!(send(&[("origin", "https://paper.example")]).await.status, 303);
    assert_eq!(desk.server.listed("").await, ["Wait for me."]);
}

#[tokio::test]
async fn whoever_follows_a_link_of_another_site_is_asked_once_more() {
    let desk = Desk::open(&[]).await;
    let request = Request::get("/moderation/?view=spam").header("sec-fetch-site", "cross-site");
    let answer = desk.server.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text.contains(r#"<meta http-equiv="refresh" content="0">"#), "{}", answer.text);
}

#[tokio::test]
async fn nothing_in_the_database_lets_anybody_in() {
    let desk = Desk::open(&[]).await;
    if !desk.server.is_in_a_file() {
        return;
    }
    let link = desk.link("invite", "").await;
    desk.server.comment(&key(1), "a", "Asha", "Something that is there.").await;
    let mut kept = Vec::new();
    for file in std::fs::read_dir(desk.server.data()).expect("a folder") {
        kept.extend(std::fs::read(file.expect("an entry").path()).unwrap_or_default());
    }
    let holds = |text: &[u8]| kept.windows(text.len()).any(|bytes| bytes == text);
    assert!(holds(b"Something that is there.") && holds(b"$argon2id$"));
    let session = desk.cookie.split_once('=').expect("a value").1.to_owned();
    for secret in [session, asked(&link, "token").expect("a token"), PASSWORD.to_owned()] {
        assert!(!holds(secret.as_bytes()), "{secret}");
        let bytes = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, &secret);
        assert!(bytes.is_ok_and(|bytes| !holds(&bytes)) || secret == PASSWORD, "{secret}");
    }
}
