//! The built viewer, as the server sends it.

use std::fs;

use super::helpers::TestServer;

async fn with_pages(flags: &[&str]) -> (TestServer, tempfile::TempDir) {
    let dist = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(dist.path().join("embed/assets")).expect("a folder");
    for (name, text) in [
        ("index.html", "the sample"),
        ("viewer.html", "<article-viewer origins=\"\">"),
        ("policy.json", r#"{"styles": ["sha256-abc="], "scripts": ["sha256-def="]}"#),
        ("embed/assets/glue.0123.js", "glue"),
        ("entry.js", "entry"),
    ] {
        fs::write(dist.path().join(name), text).expect("a file");
    }
    let flag = format!("--dist={}", dist.path().display());
    let flags: Vec<&str> = flags.iter().copied().chain([flag.as_str()]).collect();
    (TestServer::with(&flags).await, dist)
}

#[tokio::test]
async fn the_page_carries_a_strict_policy() {
    let (server, _dist) = with_pages(&["--article-origin=https://paper.example"]).await;
    let page = server.get("/").await;
    assert_eq!(page.text, "the sample");
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-def=';",
        "style-src 'self' 'sha256-abc=';",
        "connect-src 'self' https://paper.example;",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
}

#[tokio::test]
async fn another_article_is_shown_by_the_shell_which_knows_the_allowed_origins() {
    let (server, _dist) = with_pages(&["--article-origin=https://paper.example,http://127.0.0.1:9"]).await;
    let shell = "<article-viewer origins=\"https://paper.example http://127.0.0.1:9\">";
    assert_eq!(server.get("/?src=%2Fx.json").await.text, shell);
    assert_eq!(server.get("/?utm=1&src=https://paper.example/x").await.text, shell);
    assert_eq!(server.get("/viewer.html?src=x").await.text, shell);
    assert_eq!(server.get("/index.html?src=x").await.text, "the sample");
    assert_eq!(server.get("/?utm=src").await.text, "the sample");
}

#[tokio::test]
async fn only_hashed_files_are_kept_for_ever_and_nothing_else_is_reached() {
    let (server, _dist) = with_pages(&[]).await;
    assert!(
        server.get("/embed/assets/glue.0123.js").await.headers["cache-control"]
            .to_str()
            .expect("text")
            .contains("immutable")
    );
    assert_eq!(server.get("/entry.js").await.headers["cache-control"], "no-cache");
    for path in ["/%69ndex.html", "/%76iewer.html", "/entry.js"] {
        let policy = server.get(path).await.headers["content-security-policy"].clone();
        assert!(policy.to_str().expect("text").contains("frame-ancestors 'none'"), "{path}");
    }
    for path in
        ["//", "/embed/assets/", "/embed/assets/gone.js", "/../Cargo.toml", "/%2e%2e/%2e%2e/etc/passwd", "/nothing"]
    {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.headers["cache-control"], "no-cache", "{path}");
    }
}
