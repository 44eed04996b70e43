//! Articles, found by their addresses.

use super::desk::{Desk, location};
use crate::api::helpers::key;

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Where a link of a page leads that begins so.
fn link(page: &str, begin: &str) -> String {
    let rest = page.split(&format!("href=\"{begin}")).nth(1).unwrap_or_else(|| panic!("{begin} in {page}"));
    format!("{begin}{}", rest.split('"').next().unwrap_or_default())
}

/// It was nowhere, so that nobody could close it before somebody had commented.
#[tokio::test]
async fn an_article_that_nobody_has_commented_is_found_and_closed() {
    let desk = Desk::open(&[]).await;
    desk.server.see("https://paper.example/2026/Rain_in_May", AGENT).await;
    desk.server.see("https://paper.example/2026/rain-100%25", AGENT).await;
    assert!(desk.shown("articles").await.contains("No article has comments yet"));
    for (find, is_found) in [
        ("rain_in", true),
        ("RAIN", true),
        ("https://paper.example/2026/ra", true),
        ("http://paper.example/2026/Rain_in_May/?utm_source=mail%23comments", true),
        ("rain-in", false),
        ("r%25in", false),
        ("rain!", false),
        ("snow", false),
    ] {
        let page = desk.shown(&format!("articles?find={find}")).await;
        assert_eq!(page.contains("2026/Rain_in_May</bdi></p>"), is_found, "{find}: {page}");
    }
    let page = desk.shown("articles?find=%25").await;
    assert!(page.contains("rain-100%25") && !page.contains("Rain_in_May"), "{page}");
    let rules = link(&desk.shown("articles?find=in_May").await, "rules?article=");
    let id = rules.rsplit('=').next().unwrap_or_default();
    desk.send("rules", &[("what", "close"), ("article", id)]).await;
    let late = desk.server.comment(&key(1), "https://paper.example/2026/Rain_in_May", "Ben", "First?").await;
    assert!(!late.status.is_success());
    assert_eq!(desk.page("articles?find=%00").await.status, 400);
}

#[tokio::test]
async fn an_address_that_is_not_known_yet_can_be_closed_before_it_is_published() {
    let desk = Desk::open(&[]).await;
    let address = "https://paper.example/tomorrow";
    for part in ["tomorrow", "paper.example/tomorrow", "https://"] {
        assert!(!desk.shown(&format!("articles?find={part}")).await.contains("has not heard of"), "{part}");
    }
    let page = desk.shown("articles?find=http://paper.example/tomorrow/%23top").await;
    assert!(page.contains(&format!("has not heard of <bdi>{address}</bdi>")), "{page}");
    let rules = location(&desk.send("articles", &[("key", address), ("site", "default")]).await);
    assert!(desk.shown(&rules).await.contains("paper.example/tomorrow"));
    let again = location(&desk.send("articles", &[("key", "http://paper.example/tomorrow#top")]).await);
    assert_eq!(again, rules, "it is one article");
    let id = rules.rsplit('=').next().unwrap_or_default();
    desk.send("rules", &[("what", "close"), ("article", id)]).await;
    assert!(!desk.server.comment(&key(1), address, "Ben", "First?").await.status.is_success());
    // An address that leads to an article is that article.
    desk.send("rules", &[("what", "rename"), ("article", id), ("key", "https://paper.example/today")]).await;
    let page = desk.shown(&format!("articles?find={address}")).await;
    assert!(page.contains("paper.example/today") && !page.contains("has not heard of"), "{page}");
    assert_eq!(location(&desk.send("articles", &[("key", address)]).await), rules);
    for wrong in ["", " ", "\0", &"x".repeat(1_025)] {
        assert_eq!(desk.send("articles", &[("key", wrong)]).await.status, 400, "{wrong:?}");
    }
}
