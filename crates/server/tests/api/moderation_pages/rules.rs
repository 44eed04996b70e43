//! What is held and how long comments are taken, as moderators choose it.

use super::desk::{BEN, Desk, PASSWORD, asked, comment, cookie, location, sign_in};
use crate::api::helpers::key;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The number of the article `a`.
async fn article(desk: &Desk) -> String {
    let page = desk.shown("articles").await;
    let rest = page.split("rules?article=").nth(1).unwrap_or_else(|| panic!("{page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The site of the article `a`.
async fn site(desk: &Desk) -> String {
    let page = desk.shown("articles").await;
    let rest = page.split("rules?site=").nth(1).unwrap_or_else(|| panic!("{page}"));
    let encoded = format!("?site={}", rest.split('"').next().unwrap_or_default());
    asked(&encoded, "site").unwrap_or_default()
}

/// The same desk after a session's hours.
async fn back(desk: Desk) -> Desk {
    let cookie = cookie(&sign_in(&desk.server, "Asha", PASSWORD).await);
    Desk { cookie, ..desk }
}

#[tokio::test]
async fn a_thread_is_closed_and_opened_again() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let id = article(&desk).await;
    let closed = location(&desk.send("rules", &[("what", "close"), ("article", &id)]).await);
    assert!(desk.shown(&closed).await.contains("It is closed"));
    assert!(!desk.server.comment(&key(2), "a", "Ben", "Too late.").await.status.is_success());
    assert_eq!(desk.server.listed("").await, ["First."], "what is there stays");
    assert_eq!(desk.server.comment(&key(2), "b", "Ben", "Elsewhere.").await.status, 201);
    desk.undo(&closed).await;
    assert_eq!(desk.server.comment(&key(3), "a", "Ben", "In time.").await.status, 201);
    desk.send("rules", &[("what", "close"), ("article", &id)]).await;
    desk.send("rules", &[("what", "open"), ("article", &id)]).await;
    assert_eq!(desk.server.comment(&key(4), "a", "Ben", "Open again.").await.status, 201);
}

#[tokio::test]
async fn an_article_takes_no_comments_after_so_many_days() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let id = article(&desk).await;
    let saved = location(&desk.send("rules", &[("what", "rules"), ("article", &id), ("days", "2")]).await);
    assert!(desk.shown(&saved).await.contains("value=\"2\""));
    desk.server.wait_ms(2 * DAY_MS - 1);
    assert_eq!(desk.server.comment(&key(2), "a", "Ben", "In time.").await.status, 201);
    desk.server.wait_ms(DAY_MS);
    assert!(!desk.server.comment(&key(3), "a", "Ben", "Too late.").await.status.is_success());
}

/// It was shown as one that takes comments.
#[tokio::test]
async fn a_thread_that_its_age_closed_is_shown_as_closed() {
    let desk = Desk::open(&["--read-only-days=1"]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let id = article(&desk).await;
    let rules = format!("rules?article={id}");
    assert!(desk.shown("articles").await.contains("open until <time"));
    assert!(desk.shown(&rules).await.contains("Comments are taken until <time"));
    desk.server.wait_ms(DAY_MS);
    let desk = back(desk).await;
    assert!(!desk.server.comment(&key(2), "a", "Ben", "Too late.").await.status.is_success());
    let (list, page) = (desk.shown("articles").await, desk.shown(&rules).await);
    assert!(list.contains("<strong>closed</strong> by its age since <time"), "{list}");
    assert!(page.contains("closed by its age since <time") && !page.contains("Comments are taken"), "{page}");
    // Opening does nothing about its age, and does not say so.
    desk.send("rules", &[("what", "close"), ("article", &id)]).await;
    let opened = location(&desk.send("rules", &[("what", "open"), ("article", &id)]).await);
    let page = desk.shown(&opened).await;
    assert!(page.contains("closed by its age since") && !page.contains("omments are taken under"), "{page}");
    desk.send("rules", &[("what", "rules"), ("article", &id), ("days", "0")]).await;
    assert!(desk.shown(&rules).await.contains("Comments are taken, within"));
    assert_eq!(desk.server.comment(&key(3), "a", "Ben", "In time again.").await.status, 201);
}

#[tokio::test]
async fn a_site_and_an_article_hold_what_moderators_choose() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Asha", "First.").await;
    let (id, site) = (article(&desk).await, site(&desk).await);
    let saved = location(&desk.send("rules", &[("what", "rules"), ("site", &site), ("all", "on")]).await);
    assert!(desk.shown(&saved).await.contains(r#"name="all" checked"#));
    assert_eq!(desk.server.comment(&key(2), "a", "Ben", "Held.").await.status, 202);
    // An article has its own word: none of it.
    desk.send("rules", &[("what", "rules"), ("article", &id)]).await;
    assert_eq!(desk.server.comment(&key(3), "a", "Ben", "Not held here.").await.status, 201);
    desk.send("rules", &[("what", "site"), ("article", &id)]).await;
    assert_eq!(desk.server.comment(&key(4), "a", "Ben", "Held like all others.").await.status, 202);
    desk.send("rules", &[("what", "rules"), ("site", &site), ("first", "on")]).await;
    assert_eq!(desk.server.post(&key(5), Some(BEN), &comment("My first one.")).await.status, 202);
    desk.decide(&key(5), "approve").await;
    assert_eq!(desk.server.post(&key(6), Some(BEN), &comment("My second one.")).await.status, 201);
    desk.send("rules", &[("what", "rules"), ("site", &site), ("links", "on")]).await;
    assert_eq!(desk.server.comment(&key(7), "a", "Ben", "See https://a.example").await.status, 202);
    desk.send("rules", &[("what", "rules"), ("site", &site)]).await;
    assert_eq!(desk.server.comment(&key(8), "a", "Ben", "See https://b.example").await.status, 201);
}

/// A box was dropped unless another one, "Otherwise than on the site", was ticked too; "The rules were changed" all the same.
#[tokio::test]
async fn what_is_ticked_holds_and_what_is_left_as_it_was_goes_by_the_site() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Asha", "First.").await;
    let (id, site) = (article(&desk).await, site(&desk).await);
    let rules = format!("rules?article={id}");
    let page = desk.shown(&rules).await;
    assert!(page.contains("As on the site") && !page.contains("Go by the site again"), "{page}");
    desk.send("rules", &[("what", "rules"), ("article", &id), ("all", "on")]).await;
    let page = desk.shown(&rules).await;
    assert!(page.contains(r#"name="all" checked"#) && page.contains("The site holds nothing."), "{page}");
    assert_eq!(desk.server.comment(&key(2), "a", "Ben", "Held.").await.status, 202);
    // What is its own stays so, also where the site says the same for a while.
    desk.send("rules", &[("what", "rules"), ("site", &site), ("all", "on")]).await;
    desk.send("rules", &[("what", "rules"), ("article", &id), ("all", "on"), ("days", "9")]).await;
    desk.send("rules", &[("what", "rules"), ("site", &site)]).await;
    assert_eq!(desk.server.comment(&key(3), "a", "Ben", "Held as before.").await.status, 202);
    desk.send("rules", &[("what", "site"), ("article", &id)]).await;
    assert!(!desk.shown(&rules).await.contains(r#"value="9""#));
    assert_eq!(desk.server.comment(&key(4), "a", "Ben", "As on the site.").await.status, 201);
    desk.send("rules", &[("what", "rules"), ("article", &id), ("days", "9")]).await;
    desk.send("rules", &[("what", "rules"), ("site", &site), ("all", "on")]).await;
    assert_eq!(desk.server.comment(&key(5), "a", "Ben", "It goes along with the site.").await.status, 202);
}

/// The form showed "0", which settings may say for no end, and did not take it.
#[tokio::test]
async fn no_end_is_an_empty_field_and_0_is_no_end() {
    let desk = Desk::open(&["--read-only-days=0"]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let (id, site) = (article(&desk).await, site(&desk).await);
    let (of_site, of_article) = (format!("rules?site={site}"), format!("rules?article={id}"));
    let page = desk.shown(&of_site).await;
    assert!(page.contains(r#"name="days""#) && !page.contains(r#"value="0""#), "{page}");
    assert!(desk.shown(&of_article).await.contains("Empty: as on the site, no end."));
    desk.send("rules", &[("what", "rules"), ("site", &site), ("days", "0")]).await;
    assert!(!desk.shown(&of_site).await.contains(r#"value="0""#));
    // An article may have no end on a site that has one.
    desk.send("rules", &[("what", "rules"), ("site", &site), ("days", "1")]).await;
    desk.send("rules", &[("what", "rules"), ("article", &id), ("days", "0")]).await;
    let page = desk.shown(&of_article).await;
    assert!(page.contains(r#"value="0""#) && page.contains("after 1 day. 0: no end."), "{page}");
    desk.server.wait_ms(2 * DAY_MS);
    let desk = back(desk).await;
    assert_eq!(desk.server.comment(&key(2), "a", "Ben", "Still in time.").await.status, 201);
    desk.send("rules", &[("what", "rules"), ("article", &id), ("days", "")]).await;
    assert!(!desk.server.comment(&key(3), "a", "Ben", "Too late.").await.status.is_success());
}

/// "Changed the rules" said neither which nor to what, and closing a closed thread was said to be that, too.
#[tokio::test]
async fn the_log_says_what_rules_became_and_nothing_of_what_was_so_already() {
    let desk = Desk::open(&["--hold=first"]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let (id, site) = (article(&desk).await, site(&desk).await);
    let of_site = [("what", "rules"), ("site", site.as_str()), ("links", "on"), ("days", "30")];
    let of_article = [("what", "rules"), ("article", id.as_str()), ("all", "on"), ("days", "0")];
    let close = [("what", "close"), ("article", id.as_str())];
    for fields in [&of_site[..], &of_article, &of_article[..3], &close] {
        assert!(location(&desk.send("rules", fields).await).contains("done="), "{fields:?}");
        let again = location(&desk.send("rules", fields).await);
        assert!(again.contains("what=same") && !again.contains("done="), "{again}");
        assert!(desk.shown(&again).await.contains("It was so already."));
    }
    let log = desk.shown("log").await;
    for words in [
        "Held: links (before: as the settings say). Closes: after 30 days (before: as the settings say).",
        "Held: every comment (before: as on the site). Closes: never (before: as on the site).",
        "Held: every comment. Closes: as on the site (before: never).",
        "closed the thread",
    ] {
        assert_eq!(log.matches(words).count(), 1, "{words} in {log}");
    }
    assert_eq!(log.matches("changed the rules").count(), 3, "{log}");
}

/// Each was "renamed the article", with the address it has now.
#[tokio::test]
async fn the_log_says_from_what_to_what_an_article_was_renamed() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let id = article(&desk).await;
    desk.server.comment(&key(2), "b", "Ben", "Elsewhere.").await;
    for (to, said) in [("https://paper.example/c", "rename"), ("https://paper.example/c", "same"), ("b", "rename")] {
        let there = location(&desk.send("rules", &[("what", "rename"), ("article", &id), ("key", to)]).await);
        assert_eq!(asked(&there, "what").as_deref(), Some(said), "{to}");
    }
    let log = desk.shown("log").await;
    assert_eq!(log.matches("renamed the article").count(), 2, "{log}");
    assert!(log.contains("From <bdi>a</bdi> to <bdi>paper.example/c</bdi>.</p>"), "{log}");
    let became_one = "From <bdi>paper.example/c</bdi> to <bdi>b</bdi>. They were two articles, and are one now.";
    assert!(log.contains(became_one), "{log}");
}

#[tokio::test]
async fn an_article_gets_another_address_and_keeps_its_comments() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let id = article(&desk).await;
    let renamed =
        desk.send("rules", &[("what", "rename"), ("article", &id), ("key", "https://paper.example/rain")]).await;
    let there = location(&renamed);
    assert!(there.contains("what=rename"), "{there}");
    assert!(desk.shown(&there).await.contains("paper.example/rain"));
    assert_eq!(desk.server.listed("").await, ["First."], "the address before leads there");
    let page = desk.server.get("/api/v1/comments?article=https%3A%2F%2Fpaper.example%2Frain").await.json();
    assert_eq!(page["count"], 1);
    for wrong in ["", " ", "\0", &"x".repeat(1_025)] {
        let answer = desk.send("rules", &[("what", "rename"), ("article", &id), ("key", wrong)]).await;
        assert_eq!(answer.status, 400, "{wrong:?}");
    }
}

#[tokio::test]
async fn rules_that_cannot_be_are_refused_in_a_sentence() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    let id = article(&desk).await;
    // It was a page without the form, and what was filled in was lost.
    let of = [("article", id.as_str()), ("site", "default")];
    for (of, days) in
        of.into_iter().flat_map(|of| ["-1", "soon", "36501", "99999999999999999999"].map(|days| (of, days)))
    {
        let answer = desk.send("rules", &[("what", "rules"), of, ("days", days), ("links", "on")]).await;
        assert!(answer.status == 422 && answer.text.contains("a number from 1 to 36500"), "{}", answer.text);
        let filled = [format!("value=\"{days}\""), r#"name="links" checked"#.to_owned()];
        assert!(filled.iter().all(|filled| answer.text.contains(filled)), "{}", answer.text);
    }
    assert_eq!(desk.send("rules", &[("what", "rules"), ("days", "-1")]).await.status, 400);
    for (fields, status) in [
        (&[("what", "close"), ("article", "99999")][..], 404),
        (&[("what", "rename"), ("article", "99999"), ("key", "b")], 404),
        (&[("what", "close"), ("site", "default")], 400),
        (&[("what", "close"), ("site", "x")], 404),
        (&[("what", "nonsense"), ("article", "1")], 400),
        (&[("what", "rules")], 400),
    ] {
        assert_eq!(desk.send("rules", fields).await.status, status, "{fields:?}");
    }
    assert_eq!(desk.page("rules?article=99999").await.status, 404);
    assert_eq!(location(&desk.page("rules").await), "articles");
}
