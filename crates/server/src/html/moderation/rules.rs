//! The rules of a site, and of an article.

use maud::{Markup, html};

use super::{
    Flash, Part,
    address::{Filter, articles_link, site_link},
    count, inside,
    item::key_of,
};
use crate::{
    html::{address, thread::time},
    store::newsroom::{ArticleEntry, ArticleRules, Hold, Rules, Thread},
};

/// What stands in the form: the rules as they are, or what somebody filled in that cannot be.
pub(crate) struct Filled {
    pub(crate) hold: Hold,
    pub(crate) days: String,
    /// What is wrong with the days, in a sentence.
    pub(crate) wrong: Option<String>,
}

impl Filled {
    /// The rules of a site.
    pub(crate) fn of_site(rules: Rules) -> Self {
        let days = rules.read_only_days.map(|days| days.to_string());
        Self { hold: rules.hold, days: days.unwrap_or_default(), wrong: None }
    }

    /// The rules of an article, on a site with these.
    pub(crate) fn of_article(rules: ArticleRules, site: Rules) -> Self {
        Self::of_site(Rules { hold: rules.hold.unwrap_or(site.hold), read_only_days: rules.read_only_days })
    }
}

/// The rules of a site: its own, or the server's.
pub(crate) fn site_rules(who: &str, site: &str, has_own: bool, filled: &Filled, flash: Option<&Flash>) -> String {
    let body = html! {
        h1 { "Rules of " bdi { (site) } }
        p.about {
            a href=(Filter::default().of_site(site).link(None)) { "Its queue" } " · "
            a href=(articles_link(Some(site))) { "Its articles" }
        }
        @if !has_own { p { "This site goes by the settings of the server until you save rules here." } }
        form.fields method="post" action="rules" {
            input type="hidden" name="site" value=(site);
            fieldset {
                legend { "Held until one of you has looked" }
                (holds(filled.hold))
            }
            (days(filled, "Empty: no end."))
            button.main name="what" value="rules" { "Save" }
        }
        (what_else())
    };
    inside(&format!("Rules of {site}"), who, Part::Articles, flash, &body)
}

/// The rules of an article, on a site with these.
pub(crate) fn article_rules(
    who: &str,
    article: &ArticleEntry,
    thread: Thread,
    site: Rules,
    filled: &Filled,
    flash: Option<&Flash>,
) -> String {
    let rules = article.rules;
    let id = html! { input type="hidden" name="article" value=(article.id); };
    let body = html! {
        h1 { "Rules of an article" }
        (about(article))
        section {
            h2 { "The thread" }
            (standing(thread))
            form method="post" action="rules" {
                (id)
                @match thread {
                    Thread::Open | Thread::Until(_) => button name="what" value="close" { "Close it" },
                    Thread::Closed => button name="what" value="open" { "Open it again" },
                    // Its days are among the rules.
                    Thread::Over(_) => {}
                }
            }
        }
        section {
            h2 { "Rules" }
            form.fields method="post" action="rules" {
                (id)
                fieldset {
                    legend { "Held until one of you has looked" }
                    p.hint { (whose(rules.hold, site.hold)) }
                    (holds(filled.hold))
                }
                (days(filled, &as_on_the_site(site.read_only_days)))
                div.decide {
                    button.main name="what" value="rules" { "Save" }
                    @if rules.hold.is_some() || rules.read_only_days.is_some() {
                        button name="what" value="site" { "Go by the site again" }
                    }
                }
            }
            (what_else())
        }
        section {
            h2 { "Address" }
            p {
                "Pages ask for an article's comments by its address. When it changes, give the new one here: the old one goes on \
                 leading to these comments. If an article has the new one already, the two become one, which cannot be undone."
            }
            form.fields method="post" action="rules" {
                (id)
                label { "New address" input name="key" value=(article.key) required maxlength="1024" dir="ltr"; }
                button name="what" value="rename" { "Rename" }
            }
        }
    };
    inside("Rules of an article", who, Part::Articles, flash, &body)
}

fn standing(thread: Thread) -> Markup {
    html! {
        p {
            @match thread {
                Thread::Open => "Comments are taken, within the rules below.",
                Thread::Until(closes_ms) => { "Comments are taken until " (time(closes_ms)) ", within the rules below." }
                Thread::Over(closed_ms) => {
                    "It is closed by its age since " (time(closed_ms)) ": no more comments are taken. What is there stays. More \
                     days below, or 0 for no end, open it again."
                }
                Thread::Closed => "It is closed: no more comments are taken. What is there stays.",
            }
        }
    }
}

fn about(article: &ArticleEntry) -> Markup {
    html! {
        p.key {
            @if let Some(url) = address(&article.key) {
                a href=(url.as_str()) rel="noreferrer" { bdi { (key_of(article)) } }
            } @else {
                bdi { (key_of(article)) }
            }
        }
        p.about {
            (count(article.comments, "comment", "comments")) " · since " (time(article.created_ms)) " · "
            a href=(Filter::default().of_article(article.id).link(None)) { "Its queue" } " · "
            a href=(site_link(&article.site)) { "Rules of its site" }
        }
    }
}

fn holds(hold: Hold) -> Markup {
    let boxes = [
        ("all", hold.all, "Every comment"),
        ("first", hold.first, "The first of each writer, until one of theirs is published"),
        ("links", hold.links, "Those with links"),
        ("reported", hold.reported, "Those that many readers report: they are hidden until you decide"),
    ];
    html! {
        @for (name, is_on, words) in boxes {
            label.check { input type="checkbox" name=(name) checked[is_on]; span { (words) } }
        }
    }
}

/// Whose word it is that is ticked.
fn whose(own: Option<Hold>, site: Hold) -> String {
    match own {
        None => "As on the site, and as it changes there, until something else is ticked here.".to_owned(),
        Some(_) => format!("What is ticked is for this article alone. The site holds {}.", held(site)),
    }
}

/// What is held, in words.
pub(super) fn held(hold: Hold) -> String {
    let words = [
        (hold.all, "every comment"),
        (hold.first, "first comments"),
        (hold.links, "links"),
        (hold.reported, "reported ones"),
    ];
    let words: Vec<_> = words.iter().filter(|(is_on, _)| *is_on).map(|(_, word)| *word).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

fn days(filled: &Filled, empty: &str) -> Markup {
    html! {
        label {
            "Days after which an article takes no more comments"
            input.short name="days" inputmode="numeric" pattern="[0-9]*" maxlength="5" value=(filled.days)
                aria-invalid=[filled.wrong.as_ref().map(|_| "true")] autofocus[filled.wrong.is_some()];
            @if let Some(wrong) = &filled.wrong { span.wrong role="alert" { (wrong) } }
            span.hint { (empty) }
        }
    }
}

fn as_on_the_site(days: Option<u32>) -> String {
    match days {
        Some(days) => format!("Empty: as on the site, after {}. 0: no end.", count(days.into(), "day", "days")),
        None => "Empty: as on the site, no end.".to_owned(),
    }
}

fn what_else() -> Markup {
    html! { p.hint { "What looks like spam is held whatever is chosen here. What your own staff writes is never held." } }
}
