//! Waline, on `SQLite`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;
use serde_json::{Value, json};

use super::peer::{Page, Peer, Place, id_of, ids_in};
use crate::{
    command::output,
    load::{client::send, text},
};

/// The tables, which it does not make itself: the operator copies a file of its repository that the package lacks. The columns are
/// those that its code reads and writes, without an index, like the file.
const TABLES: &str = "\
const { Database } = require('sqlite3');
const times = ['createdAt', 'updatedAt'].map((name) => `${name} DATETIME DEFAULT (datetime('now', 'localtime'))`);
const tables = {
  wl_Comment: ['user_id INTEGER', 'comment TEXT', 'insertedAt DATETIME', 'ip TEXT', 'link TEXT', 'mail TEXT', 'nick TEXT',
    'rid INTEGER', 'pid INTEGER', 'sticky NUMERIC', 'status TEXT NOT NULL', '\"like\" INTEGER', 'ua TEXT', 'url TEXT'],
  wl_Users: ['display_name', 'email', 'password', 'type', 'label', 'github', 'twitter', 'facebook', 'google', 'weibo', 'qq',
    'oidc', 'huawei', '\"2fa\"', 'avatar', 'url'].map((name) => `${name} TEXT`),
};
const database = new Database(process.argv[1]);
for (const [table, columns] of Object.entries(tables)) {
  database.run(`CREATE TABLE ${table} (${['id INTEGER PRIMARY KEY AUTOINCREMENT', ...columns, ...times]})`, (error) => {
    if (error) throw error;
  });
}
";

/// What its documentation has the operator start, with the address given from here: of itself it listens on every address.
const START: &str = "\
require(process.env.WALINE_SERVER);
think.config('host', '127.0.0.1');
think.config('port', Number(process.env.WALINE_PORT));
";

/// Waline, installed.
pub(super) struct Waline {
    home: PathBuf,
}

impl Waline {
    pub(super) fn new(home: &Path) -> Self {
        Self { home: home.to_owned() }
    }
}

impl Peer for Waline {
    fn name(&self) -> &'static str {
        "Waline"
    }

    fn prepare(&self, folder: &Path) -> Result<()> {
        let database = folder.join("waline.sqlite");
        output(Command::new("node").current_dir(&self.home).args(["-e", TABLES]).arg(database))?;
        Ok(())
    }

    fn command(&self, place: &Place) -> Result<Command> {
        // Whatever a package.json above says of `.js`.
        let start = place.folder.join("start.cjs");
        fs::write(&start, START)?;
        let mut command = Command::new("node");
        command
            .arg(start)
            .current_dir(&self.home)
            .env("WALINE_SERVER", self.home.join("node_modules/@waline/vercel/vanilla.js"))
            .env("WALINE_PORT", place.port.to_string())
            .env("SQLITE_PATH", &place.folder)
            .env("JWT_TOKEN", "load")
            // No limit on an address, and no question to a spam service elsewhere.
            .env("IPQPS", "0")
            .env("AKISMET_KEY", "false")
            .env("SITE_NAME", "Load")
            .env("SITE_URL", &place.site)
            // Before each request it asks there for the services one can log in with.
            .env("OAUTH_URL", format!("{}/", place.site));
        Ok(command)
    }

    fn list(&self, thread: &str, next: Option<&str>) -> String {
        let page = next.unwrap_or("1");
        format!("/api/comment?path=/{thread}/&pageSize=100&page={page}&lang=en&sortBy=insertedAt_desc")
    }

    fn page(&self, answer: &Value) -> Page {
        let page = &answer["data"];
        let (number, last) = (page["page"].as_u64().unwrap_or(1), page["totalPages"].as_u64().unwrap_or(1));
        let next = (number < last).then(|| (number + 1).to_string());
        Page { ids: ids_in(&page["data"], "objectId", "children"), next }
    }

    fn post(&self, thread: &str, parent: Option<&str>) -> Vec<u8> {
        let parent: Option<u64> = parent.and_then(|id| id.parse().ok());
        let mut comment = json!({
            "comment": text(), "nick": "Asha", "mail": "", "link": "", "url": format!("/{thread}/"),
            "ua": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
        });
        if let Some(parent) = parent {
            // Every answer here is one to the first of its exchange.
            comment["pid"] = parent.into();
            comment["rid"] = parent.into();
            comment["at"] = "Asha".into();
        }
        send("POST", "/api/comment?lang=en", "", &comment)
    }

    fn id(&self, answer: &Value) -> Option<String> {
        id_of(&answer["data"]["objectId"])
    }

    fn is_good(&self, status: u16, body: &[u8]) -> bool {
        // What went wrong is answered by 200, too.
        status == 200 && body.starts_with(b"{\"errno\":0,")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_on_the_page_of_what_they_answer() {
        let answer = json!({ "errno": 0, "data": { "page": 1, "totalPages": 2, "data": [
            { "objectId": 7, "children": [{ "objectId": 9 }] },
            { "objectId": 8, "children": [] },
        ] } });
        let page = Waline::new(Path::new("")).page(&answer);
        assert_eq!((page.ids, page.next), (["7", "9", "8"].map(str::to_owned).to_vec(), Some("2".to_owned())));
    }

    #[test]
    fn a_refusal_that_is_answered_by_200_is_not_good() {
        let waline = Waline::new(Path::new(""));
        assert!(waline.is_good(200, br#"{"errno":0,"errmsg":""}"#));
        assert!(!waline.is_good(200, br#"{"errno":1000,"errmsg":"Comment too fast!"}"#));
    }
}
