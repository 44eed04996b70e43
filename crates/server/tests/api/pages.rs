//! The built viewer, as the server sends it.

use std::fs;

use axum::{body::Body, http::Request};

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
        ("worker.js", "worker"),
        ("manifest.webmanifest", "{}"),
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
        "manifest-src 'self'; worker-src 'self'",
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

#[tokio::test]
async fn the_worker_may_fetch_pictures_and_is_looked_for_anew() {
    let (server, _dist) = with_pages(&["--article-origin=http://127.0.0.1:9"]).await;
    let worker = server.get("/worker.js").await;
    assert_eq!(worker.text, "worker");
    for (name, value) in [
        ("content-type", "text/javascript"),
        ("cache-control", "no-cache"),
        ("content-security-policy", "default-src 'none'; connect-src 'self' https: http://127.0.0.1:9"),
    ] {
        assert_eq!(worker.headers[name], value);
    }
    let manifest = server.get("/manifest.webmanifest").await;
    assert_eq!(manifest.headers["content-type"], "application/manifest+json");
}

// S33
#[tokio::test]
async fn a_file_is_what_it_is_called_or_not_there() {
    let (server, dist) = with_pages(&[]).await;
    let wasm = b"\0asm\x01\0\0\0";
    fs::write(dist.path().join("embed/assets/viewer.0123.wasm"), wasm).expect("a file");
    fs::write(dist.path().join("embed/assets/viewer.0123.wasm.gz"), "not asked for").expect("a file");
    let ask = async |method: &str, path: &str, headers: &[(&str, &str)]| {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        server.send(request.body(Body::empty()).expect("a request")).await
    };
    let path = "/embed/assets/viewer.0123.wasm";
    // There is no form for Brotli: the plain one is sent.
    let whole = ask("GET", path, &[("accept-encoding", "br")]).await;
    assert_eq!((whole.status.as_u16(), whole.text.as_bytes()), (200, wasm.as_slice()));
    assert_eq!(whole.headers["content-type"], "application/wasm");
    assert_eq!(whole.headers["x-content-type-options"], "nosniff");
    let head = ask("HEAD", path, &[]).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    assert_eq!(head.headers["content-length"], "8");
    let part = ask("GET", path, &[("range", "bytes=1-3")]).await;
    assert_eq!((part.status.as_u16(), part.text.as_str()), (206, "asm"));
    assert_eq!(ask("GET", path, &[("range", "bytes=9-")]).await.status, 416);
    let etag = whole.headers["etag"].to_str().expect("text");
    assert_eq!(ask("GET", path, &[("if-none-match", etag)]).await.status, 304);
    assert_eq!(ask("GET", path, &[("if-none-match", "\"other\"")]).await.status, 200);
    assert_eq!(ask("POST", path, &[]).await.status, 405);

    // A page of yesterday names a file that today's build does not have: never a page in its place.
    for gone in ["/embed/assets/viewer.ffff.wasm", "/embed/assets/glue.ffff.js", "/embed/article-viewer.js"] {
        let answer = ask("GET", gone, &[]).await;
        assert_eq!(answer.status, 404, "{gone}");
        assert!(!answer.text.contains('<'), "{gone}");
        assert_eq!(answer.headers["cache-control"], "no-cache", "{gone}");
    }
}
