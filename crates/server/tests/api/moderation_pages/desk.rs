//! A moderator at work: a server, and a session on it.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::super::helpers::{Answer, TestServer, key};

pub(super) const PASSWORD: &str = "rain on the mill";

/// The secret of a reader's browser.
pub(super) const BEN: &str = "ben-secret-ben-secret-ben-se";

pub(super) struct Desk {
    pub(super) server: TestServer,
    /// The session's cookie, as a browser sends it.
    pub(super) cookie: String,
}

impl Desk {
    /// A server on which Asha has just used the first invitation.
    pub(super) async fn open(flags: &[&str]) -> Self {
        let server = TestServer::with(flags).await;
        let link =
            server::first_invitation(&server.app).await.expect("an invitation").expect("nobody was there before");
        let cookie = welcome(&server, &link, "Asha").await;
        Self { server, cookie }
    }

    /// A page.
    pub(super) async fn page(&self, path: &str) -> Answer {
        let request = Request::get(format!("/moderation/{path}")).header(header::COOKIE, &self.cookie);
        self.server.send(request.body(Body::empty()).expect("a request")).await
    }

    /// A page that is there.
    pub(super) async fn shown(&self, path: &str) -> String {
        let answer = self.page(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.text
    }

    /// Sends a form of a page.
    pub(super) async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        send(&self.server, path, Some(&self.cookie), fields).await
    }

    /// The link that the team's page makes.
    pub(super) async fn link(&self, what: &str, name: &str) -> String {
        let answer = self.send("team", &[("what", what), ("name", name)]).await;
        let link = answer.text.split("<code dir=\"ltr\">").nth(1).and_then(|rest| rest.split('<').next());
        link.unwrap_or_else(|| panic!("{} {}", answer.status, answer.text)).to_owned()
    }

    /// Decides about a comment, and gives the address that it leads to.
    pub(super) async fn decide(&self, comment: &str, action: &str) -> String {
        let fields = [("comment", comment), ("action", action), ("back", "./"), ("next", "")];
        location(&self.send("decide", &fields).await)
    }

    /// Takes back what an address says was done.
    pub(super) async fn undo(&self, address: &str) -> String {
        let entry = asked(address, "done").unwrap_or_default();
        location(&self.send("undo", &[("entry", &entry), ("back", "./")]).await)
    }

    /// Ben writes something too fast for a person; so it waits.
    pub(super) async fn held(&self, number: u32, text: &str) -> String {
        let mut comment = comment(text);
        comment["typing_ms"] = json!(40);
        assert_eq!(self.server.post(&key(number), Some(BEN), &comment).await.status, 202);
        key(number)
    }
}

pub(super) fn comment(text: &str) -> Value {
    json!({ "article": "a", "author": { "name": "Ben" }, "text": text })
}

/// Uses a link up, as somebody, and gives the session's cookie.
pub(super) async fn welcome(server: &TestServer, link: &str, name: &str) -> String {
    let token = asked(link, "token").expect("a token");
    let fields = [("token", token.as_str()), ("name", name), ("password", PASSWORD), ("again", PASSWORD)];
    cookie(&send(server, "welcome", None, &fields).await)
}

pub(super) async fn sign_in(server: &TestServer, name: &str, password: &str) -> Answer {
    send(server, "sign-in", None, &[("name", name), ("password", password)]).await
}

pub(super) async fn send(server: &TestServer, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Answer {
    server.send(form(path, cookie, fields)).await
}

/// A form as a browser sends it, and nothing about where it stood.
pub(super) fn form(path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Request<Body> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::post(format!("/moderation/{path}"));
    request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::from(body)).expect("a request")
}

/// What an answer has the browser send from now on.
#[track_caller]
pub(super) fn cookie(answer: &Answer) -> String {
    let set = answer.headers.get(header::SET_COOKIE).unwrap_or_else(|| panic!("{} {}", answer.status, answer.text));
    set.to_str().expect("text").split(';').next().unwrap_or_default().to_owned()
}

/// Where an answer leads.
#[track_caller]
pub(super) fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.headers[header::LOCATION].to_str().expect("text").to_owned()
}

/// What an address asks for.
pub(super) fn asked(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split('#').next()?.split_once('?')?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}
