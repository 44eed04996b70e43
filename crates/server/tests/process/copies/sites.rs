//! What was stored before a server had a file of sites.

use std::{fs, thread, time::Duration};

use serde_json::{Value, json};

use super::place::{Place, listed, of, records};
use crate::process::helpers::Server;

const OWNER: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The flag that names a file of two sites.
fn two_sites(place: &Place) -> String {
    let file = place.file("sites.toml");
    let site = |name: &str| format!("[[site]]\nname = \"{name}\"\norigins = [\"https://{name}.example\"]\n");
    fs::write(&file, site("paper") + &site("blog")).expect("room");
    format!("--sites={}", file.display())
}

fn article(site: &str, key: &str, views: u64) -> Value {
    json!({ "kind": "article", "site": site, "key": key, "views": views, "created-ms": 1_700_000_000_000_u64,
            "hold": null, "read-only-days": null, "closed-ms": null })
}

fn comment(number: u32, site: &str, article: &str) -> Value {
    json!({ "kind": "comment", "id": format!("018f0000-0000-7000-9000-{number:012}"), "site": site, "article": article,
            "author-name": "Asha", "text": format!("Number {number}."), "created-ms": 1_700_000_000_000_u64 + u64::from(number),
            "status": "approved" })
}

fn decision(id: u32, action: &str, article: Option<&str>) -> Value {
    json!({ "kind": "decision", "id": id, "at-ms": 1_700_000_000_000_u64, "actor": "Asha", "action": action,
            "site": "default", "article": article, "comment": null, "was": "{}", "undoes": null })
}

/// Stores records, as a backup has them.
fn store(place: &Place, middle: &[Value]) {
    let mut lines = vec![json!({ "kind": "begin", "of": "article-viewer", "version": 1 })];
    lines.extend_from_slice(middle);
    lines.push(json!({ "kind": "end", "records": lines.len() }));
    let text: Vec<_> = lines.iter().map(Value::to_string).collect();
    let file = place.file("before.ndjson");
    fs::write(&file, text.join("\n")).expect("room");
    place.run(&["restore", file.to_str().expect("UTF-8")]);
}

/// What two sites had while they were one, and what paper has had since.
fn before() -> Vec<Value> {
    let [a, old, new, blog] =
        ["https://paper.example/a", "https://paper.example/old", "https://paper.example/new", "https://blog.example/b"];
    vec![
        json!({ "kind": "site", "name": "default", "hold": "links", "read-only-days": null }),
        article("default", a, 5),
        article("default", new, 3),
        article("default", blog, 1),
        article("default", "12", 1),
        article("paper", a, 2),
        article("paper", old, 1),
        json!({ "kind": "alias", "site": "default", "key": old, "article": new }),
        json!({ "kind": "alias", "site": "default", "key": "b", "article": blog }),
        comment(1, "default", a),
        comment(2, "default", new),
        comment(3, "default", blog),
        comment(4, "default", "12"),
        comment(5, "paper", a),
        comment(6, "paper", old),
        json!({ "kind": "ban", "site": "default", "owner": OWNER, "network": null, "until-ms": null, "decision": 1 }),
        decision(1, "ban", Some(blog)),
        decision(2, "rules", None),
        json!({ "kind": "decision", "id": 3, "at-ms": 1_700_000_000_000_u64, "actor": "Ben", "action": "join", "site": "",
                "article": null, "comment": null, "was": "{}", "undoes": null }),
    ]
}

fn texts(server: &Server, article: &str) -> Vec<String> {
    let paragraph = |comment: &Value| comment["body"][0]["content"][0].as_str().expect("words").to_owned();
    listed(server, article).iter().map(paragraph).collect()
}

/// All that was stored without a file of sites was shown nowhere once there was one, and nothing said so.
#[test]
fn what_was_stored_before_there_were_sites_is_missed_aloud_and_can_be_moved() {
    for place in Place::all() {
        let sites = two_sites(&place);
        store(&place, &before());
        let server = Server::run(place.command(&[&sites])).expect("it starts");
        assert_eq!(texts(&server, "https://paper.example/a").len(), 1, "what has been written since");
        let log = server.log();
        for words in ["the site default", "articles: 4, comments: 4", "article-server rename-site default paper"] {
            assert!(log.contains(words), "{words}: {log}");
        }
        let said = place.run(&[&sites, "rename-site", "default", "paper"]);
        assert!(said.contains("of blog now, by their address: 1\n") && said.contains("was of default: 3\n"), "{said}");
        let whole = [
            ("https://paper.example/a", 2),
            ("https://paper.example/new", 2),
            ("https://paper.example/old", 2),
            ("https://blog.example/b", 1),
            ("12", 1),
        ];
        let is_whole = || whole.iter().all(|(article, count)| texts(&server, article).len() == *count);
        // Of SQLite the server looks every other second.
        for _ in 0..100 {
            if is_whole() {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        assert!(is_whole(), "{:?}", whole.map(|(article, _)| (article, texts(&server, article))));
        drop(server);

        let after = records(&place.run(&[&sites, "backup", "-"]));
        assert!(!after.iter().any(|record| record["site"] == "default" || record["name"] == "default"), "{after:?}");
        let views: Vec<_> = of(&after, "article").iter().map(|it| (it["key"].clone(), it["views"].clone())).collect();
        assert!(views.contains(&(json!("https://paper.example/a"), json!(7))), "{views:?}");
        let banned: Vec<_> = of(&after, "ban").iter().map(|ban| (&ban["site"], &ban["owner"])).collect();
        for site in ["blog", "paper"] {
            assert!(banned.contains(&(&json!(site), &json!(OWNER))), "{banned:?}");
        }
        let rules = of(&after, "site");
        assert_eq!((&rules[0]["name"], &rules[0]["hold"]), (&json!("paper"), &json!("links")));
        let decided: Vec<_> = of(&after, "decision").iter().map(|it| (&it["action"], &it["site"])).collect();
        let paper = json!("paper");
        for (action, site) in
            [("ban", &json!("blog")), ("rules", &paper), ("join", &json!("")), ("rename-site", &paper)]
        {
            assert!(decided.contains(&(&json!(action), site)), "{decided:?}");
        }
        let server = Server::run(place.command(&[&sites])).expect("it starts");
        assert!(!server.log().contains("rename-site"), "{}", server.log());
    }
}

#[test]
fn a_site_is_renamed_where_nothing_gets_lost_by_it() {
    let place = Place::sqlite();
    let sites = two_sites(&place);
    store(&place, &before());
    for (arguments, why) in [
        (&["export", "--to", "wxr", "-"][..], "of a server with sites (paper): give the same --sites"),
        (&["import", "--from", "wxr", "some.xml", "--dry-run"], "of a server with sites (paper)"),
        (&["rename-site", "default", "paper"], "there is no site paper: known are default (--sites or AV_SITES"),
        (&[&*sites, "rename-site", "default", "papier"], "there is no site papier: known are paper, blog"),
        (&[&*sites, "rename-site", "paper", "blog"], "paper is a site of the settings"),
        (&[&*sites, "rename-site", "defualt", "paper"], "nothing is stored of a site defualt: there is default, paper"),
    ] {
        let said = place.refuse(arguments);
        assert!(said.contains(why), "{why}: {said}");
    }
}
