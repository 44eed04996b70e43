//! The pages of moderation as markup: server-rendered, styled as the page of comments is, and all of it forms and links.
//!
//! One constant script moves between comments and presses their buttons for whoever has a keyboard; without it nothing is
//! missing. The policy allows this script, one style, and forms that lead back here.

mod address;
mod articles;
mod doors;
mod flash;
mod item;
mod keys;
mod log;
mod queue;
mod rules;
mod team;

use std::sync::LazyLock;

use axum::http::{HeaderValue, StatusCode};
use maud::{Markup, PreEscaped, html};

use super::{hash_source, whole, without_remarks};

pub(crate) use self::{
    address::{Filter, article_link, articles_link, log_link, site_link},
    articles::{ArticlesPage, articles},
    doors::{Why, again, sign_in, welcome},
    flash::{Flash, Said},
    log::log,
    queue::{QueuePage, queue},
    rules::{Filled, article_rules, site_rules},
    team::{Link, team},
};

/// The whole style, the same bytes in every page.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    without_remarks(concat!(
        include_str!("../../../../style/tokens.css"),
        "\n",
        include_str!("../../../../style/comments.css"),
        "\n",
        include_str!("../../../../style/moderation.css")
    ))
});

/// The whole script, the same bytes in every page that has it.
const SCRIPT: &str = include_str!("moderation/keys.js");

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let (style, script) = (hash_source(&STYLE), hash_source(SCRIPT));
    let policy = format!(
        "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'"
    );
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

/// What the pages may do.
pub(crate) fn policy() -> HeaderValue {
    POLICY.clone()
}

/// Which of the pages it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Queue,
    Articles,
    Log,
    Team,
}

/// Their names, where they are, and the key that goes there after `g`.
const PARTS: [(Part, &str, &str, &str); 4] = [
    (Part::Queue, "Queue", "./", "q"),
    (Part::Articles, "Articles", "articles", "o"),
    (Part::Log, "Log", "log", "l"),
    (Part::Team, "Team", "team", "m"),
];

/// A page for somebody who is signed in.
fn inside(title: &str, who: &str, part: Part, flash: Option<&Flash>, body: &Markup) -> String {
    let body = html! {
        header.bar {
            nav aria-label="Moderation" {
                @for (it, words, href, key) in PARTS {
                    a href=(href) data-go=(key) aria-current=[(it == part).then_some("page")] { (words) }
                }
            }
            form.leave method="post" action="sign-out" {
                bdi { (who) }
                button.quiet { "Sign out" }
            }
        }
        main {
            @if let Some(flash) = flash { (flash.draw()) }
            (body)
            (keys::help())
        }
        script { (PreEscaped(SCRIPT)) }
    };
    document(title, &html! {}, &body)
}

/// A page for anybody.
fn outside(title: &str, body: &Markup) -> String {
    document(title, &html! {}, &html! { main.door { (body) } })
}

/// Why there is no page.
pub(crate) fn refusal(status: StatusCode, title: &str, detail: &str) -> String {
    let body = html! {
        h1 { (title) }
        p { (detail) }
        p { a href="./" { "To the queue" } }
    };
    outside(&format!("{} {title}", status.as_u16()), &body)
}

fn document(title: &str, head: &Markup, body: &Markup) -> String {
    whole(&format!("{title} · Moderation"), "noindex", &STYLE, head, body)
}

/// So many of something.
fn count(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
