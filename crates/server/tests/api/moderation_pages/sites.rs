//! What moderators see of the sites of a server.

use super::desk::Desk;

/// A slip in an address led to rules that were said to be saved, of a site that is none.
#[tokio::test]
async fn a_site_that_nobody_knows_has_no_pages() {
    let desk = Desk::open(&[]).await;
    for path in ["?site=nope", "articles?site=nope", "rules?site=nope"] {
        let answer = desk.page(path).await;
        assert!(answer.status == 404 && answer.text.contains("There is no such site."), "{path}: {}", answer.text);
    }
    assert_eq!(desk.send("rules", &[("what", "rules"), ("site", "nope"), ("all", "on")]).await.status, 404);
    assert!(!desk.shown("log").await.contains("nope"));
    assert_eq!(desk.page("rules?site=default").await.status, 200, "of the settings, though nothing is stored of it");
}
