//! Whatever somebody writes or asks for, a page is the page that was written here.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::desk::{BEN, Desk};
use crate::api::{
    comments_page::{Element, elements},
    helpers::{Answer, corpus, key},
};

/// Nothing but what the templates write, and no address that runs anything.
#[track_caller]
fn assert_harmless(answer: &Answer) -> Vec<Element> {
    const KNOWN: &str = "html head meta title style script body main header h1 h2 p a bdi nav span ol ul li article time div \
                         blockquote pre code strong em br s q form input button label fieldset legend section details \
                         summary dl dt dd kbd";
    const ATTRIBUTES: &str = "lang charset name content href rel dir role class id datetime start aria-label aria-labelledby \
                              aria-current aria-keyshortcuts data-go data-key data-kind tabindex method action type value \
                              hidden checked aria-invalid autofocus autocomplete required maxlength minlength inputmode pattern http-equiv";
    if answer.status == 303 {
        return Vec::new();
    }
    let found = elements(answer);
    for element in &found {
        assert!(KNOWN.split(' ').any(|known| known == element.name), "{} in {}", element.name, answer.text);
        for (name, value) in &element.attributes {
            assert!(ATTRIBUTES.split(' ').any(|known| known == name), "{name} in {}", answer.text);
            let is_form = name == "action" && element.name == "form";
            assert!(!is_form || value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{value}");
        }
        if let Some(href) = element.get("href") {
            let is_ours =
                ["./", "log", "articles", "team", "rules?", "#entry-"].iter().any(|ours| href.starts_with(ours));
            let is_elsewhere = ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
            assert!(is_ours || (is_elsewhere && element.get("rel").is_some()), "{href}");
        }
    }
    let scripts = found.iter().filter(|element| element.name == "script").count();
    assert!(scripts <= 1, "{}", answer.text);
    found
}

#[tokio::test]
async fn a_page_may_do_no_more_than_it_does() {
    let desk = Desk::open(&[]).await;
    for path in ["", "log", "articles", "team", "welcome?token=x", "?view=x", "nothing"] {
        let answer = desk.page(path).await;
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        assert_eq!(answer.headers["referrer-policy"], "same-origin", "{path}");
        let policy = answer.headers["content-security-policy"].to_str().expect("text").to_owned();
        let mut directives: Vec<_> = policy.split("; ").map(str::to_owned).collect();
        for element in elements(&answer) {
            if let ("style" | "script", text) = (element.name.as_str(), &element.text) {
                let hash = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, Sha256::digest(text));
                let source = format!("{}-src 'sha256-{hash}'", element.name);
                let at = directives.iter().position(|directive| *directive == source);
                directives.remove(at.unwrap_or_else(|| panic!("{source} in {policy} of {path}")));
            }
        }
        directives.retain(|directive| {
            !directive.starts_with("script-src 'sha256-") && !directive.starts_with("style-src 'sha256-")
        });
        let rest = [
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        ];
        assert_eq!(directives, rest, "{path}");
    }
}

#[tokio::test]
async fn nonsense_in_any_parameter_is_a_page_with_a_sentence() {
    let desk = Desk::open(&[]).await;
    let id = desk.held(1, "First.").await;
    let odd = [
        "%00",
        "%FF",
        "-1",
        "0x1",
        "9223372036854775808",
        "999999999999999999",
        "%3Cscript%3E",
        "%F0%9F%8C%A7",
        "a%0D%0Ab",
        "1%20or%201=1",
    ];
    let places = [
        "?view=",
        "?site=",
        "?article=",
        "?after=",
        "?done=",
        "?what=",
        "?about=",
        "?what=approve&done=",
        "log?before=",
        "log?what=",
        "articles?site=",
        "articles?find=",
        "articles?find=https://",
        "rules?site=",
        "rules?article=",
        "team?what=",
        "sign-in?why=",
        "welcome?token=",
    ];
    for place in places {
        for odd in odd {
            let answer = desk.page(&format!("{place}{odd}")).await;
            assert!([200, 303, 400, 404].contains(&answer.status.as_u16()), "{place}{odd}: {}", answer.status);
            assert_harmless(&answer);
        }
        let twice = desk.page(&format!("{place}1&{}1", place.split('?').nth(1).unwrap_or_default())).await;
        assert!([303, 400, 404].contains(&twice.status.as_u16()), "{place} twice: {}", twice.status);
    }
    let good =
        [("comment", id.as_str()), ("action", "reject"), ("back", "./"), ("next", ""), ("entry", "1"), ("about", "")];
    for path in ["decide", "undo", "rules", "articles", "team", "sign-in", "welcome", "sign-out"] {
        for at in 0..good.len() {
            for odd in ["\0", "<script>", "//elsewhere.example", "-1", "\u{202e}"] {
                let mut fields = good;
                fields[at].1 = odd;
                let answer = desk.send(path, &fields).await;
                let status = answer.status.as_u16();
                assert!([200, 303, 400, 404, 429].contains(&status), "{path} {:?}: {status}", fields[at]);
                let location = answer.headers.get("location").map(|to| to.to_str().expect("text").to_owned());
                let is_ours = |to: &String| {
                    ["./", "log", "rules", "team", "sign-in", "articles"].iter().any(|it| to.starts_with(it))
                };
                assert!(location.as_ref().is_none_or(is_ours), "{location:?}");
                if path == "sign-out" {
                    return;
                }
            }
        }
    }
}

/// Other people's hostile strings, as names, comments, reasons and articles: nothing of them becomes markup.
#[tokio::test]
async fn no_payload_becomes_markup() {
    let desk = Desk::open(&["--compared-comments=0", "--max-links=100000"]).await;
    let mut number = 0;
    for name in ["h5sc", "owasp-xss-evasion", "patt-xss", "trojan-source", "blns"] {
        for payload in corpus(&format!("{name}/payloads.json")).iter().filter_map(Value::as_str) {
            number += 1;
            let short: String = payload.chars().take(60).collect();
            let text: String = payload.chars().take(5_000).collect();
            let id: String = payload.chars().filter(|c| !c.is_control()).take(200).collect();
            let comment = json!({ "article": id, "author": { "name": short }, "text": text });
            desk.server.post(&key(number), Some(BEN), &comment).await;
            let path = format!("/api/v1/comments/{}/report", key(number));
            desk.server.change("PUT", &path, Some(BEN), &json!({ "reason": text })).await;
        }
    }
    let mut listed = 0;
    for view in ["reported", "published"] {
        let mut at = format!("?view={view}");
        loop {
            let found = assert_harmless(&desk.page(&at).await);
            listed += found.iter().filter(|element| element.name == "article").count();
            let Some(next) = found.iter().find(|element| element.get("rel") == Some("next")) else { break };
            at = next.get("href").expect("an address").trim_start_matches("./").to_owned();
        }
    }
    assert_harmless(&desk.page("articles").await);
    assert!(number == 0 || listed > 100, "{listed} of {number}");
}
