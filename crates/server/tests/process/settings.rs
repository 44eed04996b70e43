//! Settings that are wrong.

use std::{fs, net::TcpListener};

use super::helpers::{Server, assert_refused, command, folder};

// S36
#[test]
fn a_wrong_setting_is_refused_by_its_name() {
    let data = folder();
    let port = TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = format!("--port={}", port.local_addr().expect("an address").port());
    let broken = folder();
    fs::write(broken.path().join("index.html"), "").expect("a file");
    let dist = format!("--dist={}", broken.path().display());
    for (flag, words) in [
        ("--colour=red", vec!["--colour"]),
        ("--port=70000", vec!["--port", "70000"]),
        ("--port=", vec!["--port"]),
        ("--bind=nowhere", vec!["--bind", "nowhere"]),
        ("--bind=203.0.113.1", vec!["203.0.113.1"]),
        ("--article-origin=paper.example/news", vec!["--article-origin", "an origin"]),
        ("--allow-origin=*", vec!["--allow-origin"]),
        ("--trusted-proxy=everybody", vec!["--trusted-proxy"]),
        ("--reads-per-minute=0", vec!["--reads-per-minute"]),
        ("--edit-minutes=-1", vec!["--edit-minutes"]),
        ("--admin-secret=changeme", vec!["--admin-secret", "22 to 128"]),
        ("--admin-secret=", vec!["--admin-secret"]),
        ("--held-words=/nonexistent/words", vec!["--held-words", "/nonexistent/words"]),
        ("--data=/dev/null/data", vec!["/dev/null/data"]),
        (&taken, vec!["cannot listen", "--port"]),
        (&dist, vec!["cannot read the built viewer", "policy.json"]),
    ] {
        // The last of two of a kind would be a mistake of its own.
        let name = flag.split('=').next().unwrap_or_default();
        let command = command(data.path(), "exec \"$@\"", &[]);
        let arguments: Vec<_> = command.get_args().map(std::ffi::OsStr::to_owned).collect();
        let kept = arguments.iter().filter(|argument| !argument.to_string_lossy().starts_with(&format!("{name}=")));
        let mut kept: Vec<_> = kept.cloned().collect();
        if name == "--data" {
            kept.truncate(kept.len() - 2);
        }
        let mut changed = std::process::Command::new("sh");
        changed.args(kept).arg(flag).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        assert_refused(changed, &words);
    }
}

/// A site that no page could reach was taken, and so was a host with a `*` that no browser ever sends.
#[test]
fn origins_that_no_page_has_are_refused() {
    let data = folder();
    let file = data.path().join("sites.toml");
    for (origins, words) in [
        ("", ["paper has no origins"; 2]),
        ("\"https://*.paper.example\"", ["https://*.paper.example: ", "one host"]),
        ("\"https://paper.example/news\"", ["https://paper.example/news: ", "without a path"]),
        ("\"*\"", ["*: expected the origin", "one host"]),
    ] {
        fs::write(&file, format!("[[site]]\nname = \"paper\"\norigins = [{origins}]\n")).expect("a file");
        let flag = format!("--sites={}", file.display());
        assert_refused(command(data.path(), "exec \"$@\"", &[&flag]), &words);
    }
    assert_refused(command(data.path(), "exec \"$@\"", &["--allow-origin=https://*.paper.example"]), &["one host"]);
}

// S36
#[test]
fn a_wrong_variable_is_refused_or_named() {
    let data = folder();
    for (name, value) in [("AV_PORT", "http"), ("AV_LOG", "server=loud"), ("AV_TRUSTED_PROXIES", "10.0.0.0/8,all")] {
        let script = "args=$(printf '%s\\n' \"$@\" | grep -v -e --port); exec $args";
        let mut command = command(data.path(), script, &[]);
        command.env(name, value);
        assert_refused(command, &[value.split(',').next_back().expect("a word")]);
    }
    let mut command = command(data.path(), "exec \"$@\"", &[]);
    let server = Server::run({
        command.env("AV_TRUSTED_PROXY", "10.0.0.1");
        command
    });
    let server = server.unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert_eq!(server.get("/healthz").0, 200);
    assert!(server.log().contains("AV_TRUSTED_PROXY is no setting"), "{}", server.log());
    assert!(!server.log().contains('\x1b'), "colours are for terminals: {}", server.log());
}

/// Containers may have no certificates at all, and keys beside the server need none.
#[test]
fn only_keys_of_elsewhere_need_the_certificates_of_the_system() {
    let data = folder();
    let file = data.path().join("keys.json");
    fs::write(
        &file,
        r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}"#,
    )
    .expect("a file");
    let with_keys = |keys: &str| {
        let mut command = command(data.path(), "exec \"$@\"", &[]);
        command.env("SSL_CERT_FILE", "/nonexistent").env("SSL_CERT_DIR", "/nonexistent");
        command.env("AV_USER_ISSUER", "https://paper.example").env("AV_USER_AUDIENCE", "comments");
        command.env("AV_USER_KEYS", keys);
        command
    };
    for keys in [file.display().to_string(), "http://127.0.0.1:9/keys.json".to_owned()] {
        let server = Server::run(with_keys(&keys)).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        assert_eq!(server.get("/healthz").0, 200, "{keys}");
    }
    if cfg!(target_os = "linux") {
        assert_refused(with_keys("https://127.0.0.1:9/keys.json"), &["--user-keys", "https://127.0.0.1:9"]);
    }
}
