//! What the program does besides serving, on the data of a server that runs.

use std::{fs, io::Write as _, net::TcpStream, path::Path, process::Command, thread, time::Duration};

use serde_json::{Value, json};

use super::helpers::{Server, answer, command, folder, key};

/// Runs a command on a folder; tells what it printed, or why it refused.
fn run(data: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_article-server"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .output()
        .expect("the program can be run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

fn count(server: &Server, article: &str) -> Value {
    let (status, page) = server.get(&format!("/api/v1/comments?article={article}"));
    assert_eq!(status, 200, "{page}");
    serde_json::from_str::<Value>(&page).expect("JSON")["count"].clone()
}

#[test]
fn an_article_that_is_renamed_is_found_by_both_names_while_the_server_runs() {
    let folder = folder();
    let server = Server::start(folder.path());
    assert_eq!(server.comment(&key(), "Before.").0, 201);
    assert_eq!(count(&server, "b"), json!(0));
    let said = run(folder.path(), &["rename", "a", "b"]).expect("it is renamed");
    assert!(said.contains("still leads there"), "{said}");
    // The server looks every other second.
    for _ in 0..100 {
        if (count(&server, "a"), count(&server, "b")) == (json!(1), json!(1)) {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!((count(&server, "a"), count(&server, "b")), (json!(1), json!(1)));
    assert_eq!(server.comment(&key(), "By the old name.").0, 201);
    assert_eq!(count(&server, "b"), json!(2));
    let refusal = run(folder.path(), &["rename", "nowhere", "c"]).expect_err("there is none");
    assert!(refusal.contains("there is no article nowhere"), "{refusal}");
}

/// Whoever was told by an old name of an article was told that there is none.
#[test]
fn an_article_is_renamed_by_any_name_it_had() {
    let folder = folder();
    let server = Server::start(folder.path());
    assert_eq!(server.comment(&key(), "Moves twice.").0, 201);
    for to in ["b", "c"] {
        run(folder.path(), &["rename", "a", to]).expect("it is renamed");
    }
    drop(server);
    let server = Server::start(folder.path());
    for name in ["a", "b", "c"] {
        assert_eq!(count(&server, name), json!(1), "{name}");
    }
}

/// Without the file of sites an article was missed on a site that nobody had named.
#[test]
fn where_sites_were_forgotten_it_is_said() {
    let folder = folder();
    let sites = two_sites(folder.path());
    let server = Server::run(command(folder.path(), "exec \"$@\"", &[&sites])).expect("it starts");
    assert_eq!(server.comment(&key(), "On paper.").0, 201);
    let refusal = run(folder.path(), &["rename", "a", "b"]).expect_err("it is on no site default");
    for words in ["there is no article a on default, where", "--sites", "AV_SITES", "there are also paper"] {
        assert!(refusal.contains(words), "{refusal}");
    }
    let refusal = run(folder.path(), &["rename", &sites, "nowhere", "b"]).expect_err("there is none");
    assert!(refusal.contains("there is no article nowhere on paper") && !refusal.contains("AV_SITES"), "{refusal}");
    run(folder.path(), &["rename", &sites, "a", "b"]).expect("it is renamed");
}

/// A folder with a file of two sites, and the flag that names it.
fn two_sites(folder: &Path) -> String {
    let file = folder.join("sites.toml");
    let site = |name: &str| format!("[[site]]\nname = \"{name}\"\norigins = [\"https://{name}.example\"]\n");
    fs::write(&file, site("paper") + &site("blog")).expect("a file");
    format!("--sites={}", file.display())
}

#[test]
fn no_article_is_renamed_to_what_its_site_has_no_pages_at() {
    let folder = folder();
    let sites = two_sites(folder.path());
    let server = Server::run(command(folder.path(), "exec \"$@\"", &[&sites])).expect("it starts");
    // Of no address, so of the first site.
    assert_eq!(server.comment(&key(), "On paper.").0, 201);
    for (to, why) in [
        ("https://blog.example/a", "an address of the site blog, and the article is one of paper"),
        ("javascript:alert(1)", "no address of a page"),
        ("", "1 to 1024 characters"),
    ] {
        let refusal = run(folder.path(), &["rename", &sites, "a", to]).expect_err("it is no page's");
        assert!(refusal.contains(why), "{to}: {refusal}");
    }
    assert_eq!(count(&server, "a"), json!(1));
}

#[test]
fn a_person_is_told_what_is_kept_and_it_is_erased_when_they_ask() {
    const SECRET: &str = "the-secret-of-a-browser-of-theirs";
    let nothing = "{\n  \"comments\": [],\n  \"likes\": [],\n  \"reports\": [],\n  \"banned_on\": []\n}\n";
    let folder = folder();
    let server = Server::start(folder.path());
    let (mine, other) = (key(), key());
    assert_eq!(server.comment(&mine, "Of mine.").0, 201);
    assert_eq!(server.comment(&other, "Of another.").0, 201);
    let told = run(folder.path(), &["person", "export", "--comment", &mine]).expect("it is told");
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(
        (&told["comments"][0]["id"], &told["comments"][0]["text"], told["comments"].as_array().map(Vec::len)),
        (&json!(mine), &json!("Of mine."), Some(1))
    );
    let said = run(folder.path(), &["person", "erase", "--comment", &mine]).expect("it is erased");
    assert!(said.starts_with("Comments erased: 1"), "{said}");
    for _ in 0..100 {
        if server.listed() == [other.clone()] {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(server.listed(), [other]);
    assert_eq!(run(folder.path(), &["person", "export", "--comment", &mine]).expect("nothing"), nothing);
    // With a secret one may have written nothing, and yet like and report.
    let act = |what: &str, body: &str| {
        let path = format!("/api/v1/comments/{}/{what}", server.listed()[0]);
        let head = format!("PUT {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer {SECRET}\r\n");
        let length = body.len();
        server.ask(&format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")).0
    };
    assert_eq!((act("like", "{}"), act("report", r#"{"reason":"Rude."}"#)), (200, 204));
    let told = run(folder.path(), &["person", "export", "--secret", SECRET]).expect("it is told");
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(
        (&told["likes"], &told["reports"][0]["comment"], &told["reports"][0]["reason"]),
        (&json!(server.listed()), &json!(server.listed()[0]), &json!("Rude."))
    );
    run(folder.path(), &["person", "erase", "--secret", SECRET]).expect("it is erased");
    assert_eq!(run(folder.path(), &["person", "export", "--secret", SECRET]).expect("nothing"), nothing);
    let refusal = run(folder.path(), &["person", "export"]).expect_err("nobody is named");
    assert!(refusal.contains("say who"), "{refusal}");
}

#[test]
fn an_invitation_is_a_link_that_leads_to_the_choice_of_a_password() {
    let folder = folder();
    let server = Server::start(folder.path());
    let link = run(folder.path(), &["invite", "--base", "https://talk.example/"]).expect("a link");
    let path = link.trim().strip_prefix("https://talk.example").expect("from the address that was given");
    let (status, page) = server.get(path);
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("type=\"password\""), "{page}");
    let refusal = run(folder.path(), &["invite", "--name", "nobody"]).expect_err("there is none");
    assert!(refusal.contains("no moderator called \"nobody\""), "{refusal}");
}

// S34
#[test]
fn metrics_are_told_on_a_port_of_their_own_and_nowhere_else() {
    let folder = folder();
    let mut command = command(folder.path(), "exec \"$@\"", &["--metrics-port=0", "--log-format=json"]);
    command.env("AV_LOG", "info,request=debug");
    let mut server = Server::run(command).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let port = server.next_port();
    assert_eq!(server.comment(&key(), "Counted.").0, 201);
    assert_eq!(server.get("/metrics").0, 404);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("metrics are served");
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").expect("sent");
    let (status, text) = answer(&mut stream);
    assert_eq!(status, 200);
    let wanted = [
        "article_server_requests_total{method=\"POST\",route=\"/api/v1/comments\",status=\"201\"} 1",
        "article_server_comments_total{status=\"approved\"} 1",
        "# EOF",
    ];
    for line in wanted {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    // A request is logged by its route: no name, no text, no article, no address.
    let log = server.log();
    let line = log.lines().find(|line| line.contains("\"route\":\"/api/v1/comments\"")).expect("a line");
    let line: Value = serde_json::from_str(line).expect("JSON");
    assert_eq!((&line["method"], &line["status"]), (&json!("POST"), &json!(201)));
    assert!(line["duration_ms"].is_u64(), "{line}");
    // The link for the first moderator is no line of the log.
    for line in log.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok_and(|line| line.is_object()), "{line}");
        assert!(!["Counted", "Asha", "127.0.0.1"].iter().any(|word| line.contains(word)), "{line}");
    }
}
