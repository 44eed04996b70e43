//! `article-prerender` as it is called.

use std::{
    fs,
    io::ErrorKind,
    net::TcpListener,
    path::Path,
    process::{Command, Output},
    time::SystemTime,
};

use tempfile::TempDir;

const ARTICLE: &str = r#"{"schema": "article-viewer/article/1", "headline": "HEADLINE", "body": ["x"]}"#;

fn folder(articles: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, json) in articles {
        fs::write(folder.path().join(name), json).expect("a file");
    }
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_article-prerender"));
    command.current_dir(folder).args(arguments).output().expect("the program starts")
}

fn prerender(folder: &TempDir, articles: &[&str]) -> Output {
    run(folder, &[articles, &["--out", "out"]].concat())
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    (text(&output.stdout), text(&output.stderr))
}

fn page(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join("out").join(name)).expect("a page")
}

fn written_at(folder: &TempDir, name: &str) -> SystemTime {
    let page = fs::metadata(folder.path().join("out").join(name)).expect("a page");
    page.modified().expect("a time")
}

#[test]
fn only_what_changed_is_written() {
    let folder = folder(&[("a.json", ARTICLE), ("b.json", ARTICLE)]);
    let first = prerender(&folder, &["a.json", "b.json"]);
    assert!(first.status.success());
    assert_eq!(said(&first), ("2 written, 0 unchanged, 0 failed".into(), String::new()));
    let before = written_at(&folder, "a.html");

    assert_eq!(said(&prerender(&folder, &["a.json", "b.json"])).0, "0 written, 2 unchanged, 0 failed");
    fs::write(folder.path().join("b.json"), ARTICLE.replace("HEADLINE", "Other")).expect("a file");
    assert_eq!(said(&prerender(&folder, &["a.json", "b.json"])).0, "1 written, 1 unchanged, 0 failed");
    assert_eq!(written_at(&folder, "a.html"), before, "the other is not touched");
    assert!(page(&folder, "b.html").contains("<title>Other</title>"));

    let with_api = run(&folder, &["a.json", "b.json", "--out", "out", "--api", "/"]);
    assert_eq!(said(&with_api).0, "2 written, 0 unchanged, 0 failed", "other addresses are another page");
    let forced = run(&folder, &["a.json", "b.json", "--out", "out", "--api", "/", "--force", "--jobs", "1"]);
    assert_eq!(said(&forced).0, "2 written, 0 unchanged, 0 failed");
    let files = fs::read_dir(folder.path().join("out")).expect("a folder").count();
    assert_eq!(files, 2, "nothing is left beside the pages");
}

#[test]
fn an_article_that_cannot_be_read_costs_its_own_page_only() {
    let folder = folder(&[("a.json", ARTICLE), ("b.json", ARTICLE)]);
    assert!(prerender(&folder, &["a.json", "b.json"]).status.success());
    let old = page(&folder, "b.html");

    fs::write(folder.path().join("a.json"), ARTICLE.replace("HEADLINE", "Other")).expect("a file");
    fs::write(folder.path().join("b.json"), "{\n!").expect("a file");
    let output = prerender(&folder, &["b.json", "missing.json", "a.json"]);
    assert_eq!(output.status.code(), Some(1));
    let (summary, errors) = said(&output);
    assert_eq!(summary, "1 written, 0 unchanged, 2 failed");
    assert!(errors.contains("error: b.json: expected JSON, found something else on line 2"), "{errors}");
    assert!(errors.contains("error: missing.json: cannot be read: "), "{errors}");
    assert!(page(&folder, "a.html").contains("<title>Other</title>"));
    assert_eq!(page(&folder, "b.html"), old, "the old page stays");
}

#[test]
fn a_file_larger_than_any_article_is_refused() {
    let folder = folder(&[("a.json", &" ".repeat(article::MAX_BYTES + 1))]);
    let (summary, errors) = said(&prerender(&folder, &["a.json"]));
    assert_eq!(summary, "0 written, 0 unchanged, 1 failed");
    assert!(errors.contains("expected at most 10000000 bytes, found more"), "{errors}");
}

#[test]
fn a_part_that_was_skipped_is_a_warning() {
    let folder = folder(&[("a.json", r#"{"schema": "article-viewer/article/1", "headline": 7}"#)]);
    let output = prerender(&folder, &["a.json"]);
    assert!(output.status.success());
    assert!(said(&output).1.starts_with("warning: a.json: /headline: "), "{:?}", said(&output));
}

#[test]
fn two_articles_of_one_name_are_refused_before_anything_is_written() {
    let folder = folder(&[("a.json", ARTICLE), ("a.txt", ARTICLE)]);
    let output = prerender(&folder, &["a.json", "a.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).1.contains("a.json and a.txt would both become"), "{:?}", said(&output));
    assert!(!folder.path().join("out/a.html").exists());
}

#[test]
fn a_page_of_somebody_else_is_not_overwritten() {
    let folder = folder(&[("a.json", ARTICLE)]);
    fs::create_dir(folder.path().join("out")).expect("a folder");
    fs::write(folder.path().join("out/a.html"), "<p>by hand").expect("a file");
    assert_eq!(said(&prerender(&folder, &["a.json"])).0, "0 written, 0 unchanged, 1 failed");
    assert_eq!(page(&folder, "a.html"), "<p>by hand");
    assert!(run(&folder, &["a.json", "--out", "out", "--force"]).status.success());
    assert!(page(&folder, "a.html").contains("<title>HEADLINE</title>"));
}

#[test]
fn many_articles_on_many_threads_all_become_pages() {
    let names: Vec<String> = (0..200).map(|number| format!("{number}.json")).collect();
    let articles: Vec<_> = names.iter().map(|name| (name.as_str(), ARTICLE.replace("HEADLINE", name))).collect();
    let borrowed: Vec<_> = articles.iter().map(|(name, json)| (*name, json.as_str())).collect();
    let folder = folder(&borrowed);
    let arguments: Vec<&str> = names.iter().map(String::as_str).chain(["--out", "out", "--jobs", "8"]).collect();
    assert_eq!(said(&run(&folder, &arguments)).0, "200 written, 0 unchanged, 0 failed");
    for name in &names {
        assert!(page(&folder, &name.replace(".json", ".html")).contains(&format!("<title>{name}</title>")), "{name}");
    }
}

#[test]
fn the_policy_allows_the_styles_and_the_script_that_the_pages_have() {
    let arabic = ARTICLE.replacen('{', r#"{"language": "ar", "#, 1);
    let folder = folder(&[("a.json", &arabic)]);
    let (policy, _) = said(&run(&folder, &["--print-policy", "--api", "https://talk.example/x"]));
    let (hashes, _) = said(&run(&folder, &["--print-hashes"]));
    let (style, _) = said(&run(&folder, &["--print-style"]));
    prerender(&folder, &["a.json"]);
    let page = page(&folder, "a.html");
    let styles: Vec<&str> = page.split("<style>").skip(1).filter_map(|rest| rest.split("</style>").next()).collect();
    assert_eq!(styles.len(), 3, "the page's, its language's, the chrome's");
    assert_eq!(styles[0], style);
    let scripts = page.split("<script>").skip(1).filter_map(|rest| rest.split("</script>").next());
    let inline: Vec<&str> = styles.into_iter().chain(scripts).collect();
    assert_eq!(inline.len(), 4);
    for text in inline {
        let hash = sha256(&folder, text);
        assert!(policy.contains(&format!("'{hash}'")) && hashes.contains(&hash), "{hash} in {policy} and {hashes}");
    }
    assert!(policy.contains("connect-src 'self' https://talk.example;") && !policy.contains("unsafe-inline"));
}

/// By another program than ours.
fn sha256(folder: &TempDir, text: &str) -> String {
    let file = folder.path().join("style");
    fs::write(&file, text).expect("a file");
    let script = "process.stdout.write(require('crypto').createHash('sha256').update(require('fs')\
                  .readFileSync(process.argv[1])).digest('base64'))";
    let output = Command::new("node").args(["-e", script]).arg(&file).output().expect("node");
    format!("sha256-{}", String::from_utf8_lossy(&output.stdout))
}

#[test]
fn an_address_nobody_could_resolve_is_refused() {
    let folder = folder(&[("a.json", ARTICLE)]);
    for base in ["../articles/", "//cdn.example/", "ftp://a.example/", "/a?b/"] {
        let output = run(&folder, &["a.json", "--out", "out", "--base", base]);
        assert_eq!(output.status.code(), Some(2), "{base}");
        assert!(!Path::new(&folder.path().join("out")).exists(), "{base}");
    }
}

// S31
#[test]
fn nothing_is_ever_fetched() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let site = format!("http://{}", listener.local_addr().expect("an address"));
    // Everything of an article and of a page that can be an address.
    let article = format!(
        r#"{{"schema": "article-viewer/article/1", "headline": "x", "url": "{site}/a", "image": {{"url": "{site}/a.jpg", "alt": ""}},
            "body": ["x", {{"type": "embed", "url": "{site}/embed"}}]}}"#
    );
    let html = format!(
        r"<p>x</p><img src='{site}/b.jpg'><iframe src='{site}/f'></iframe><link href='{site}/c' rel='stylesheet'>"
    );
    let item = format!(r#"{{"id": "1", "title": "x", "url": "{site}/b", "content_html": "{html}"}}"#);
    let folder = folder(&[("a.json", &article), ("b.json", &item)]);
    let [api, base, script, pages] = ["api", "base", "script", "pages"]
        .map(|name| format!("--{name}={site}/{name}{}", if name == "script" { ".js" } else { "/" }));
    let made = run(&folder, &["a.json", "b.json", "--out", "out", &api, &base, &script, &pages]);
    assert_eq!(said(&made).0, "2 written, 0 unchanged, 0 failed", "{}", said(&made).1);

    for address in [format!("{site}/c.json"), "https://paper.example/d.json".to_owned(), "file:///etc/hosts".to_owned()]
    {
        let output = run(&folder, &[&address, "--out", "out"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).1.contains("is an address; files are read here"), "{}", said(&output).1);
    }
    let output = run(&folder, &["a.json", "--out", "out", "--overlay", &format!("{site}/overlay.json")]);
    assert!(!output.status.success(), "an overlay is a file too");
    assert_eq!(listener.accept().map(drop).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
}
