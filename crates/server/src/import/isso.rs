//! Isso: its SQLite database, opened for reading alone.

use std::{collections::HashMap, path::Path};

use anyhow::{Context as _, bail, ensure};
use engagement::comments::Status;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, types::ValueRef};
use url::Url;

use super::{
    html,
    place::{self, Found, Gathered, Thread},
    report::Reason,
    values,
};

/// All comments of a database.
pub(super) fn read(file: &Path, base: Option<&Url>) -> anyhow::Result<Gathered> {
    // Without this SQLite would take a missing file for an empty database.
    std::fs::metadata(file).context("cannot be opened")?;
    let database = open(file)?;
    let gathered = gather(&database, base).context("is no database of Isso, or is damaged")?;
    // Some of it is of the web, and would be there again under other ids once --base is given.
    let path = gathered.threads.iter().find(|thread| thread.address == Err(Reason::Path));
    if let Some(thread) = path {
        bail!("the address of a thread is a path, {}: give --base https://…", thread.label);
    }
    Ok(gathered)
}

/// Opens a database for reading. Beside one in WAL mode SQLite has to write; where it may not, the file is read as it stands.
fn open(file: &Path) -> anyhow::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file, flags).context("cannot be opened")?;
    let tables: rusqlite::Result<i64> = database.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0));
    let code = tables.err().and_then(|error| error.sqlite_error_code());
    if !matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen)) {
        return Ok(database);
    }
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let log = Path::new(&log);
    ensure!(
        std::fs::metadata(log).map_or(true, |log| log.len() == 0),
        "its last comments are in {}, and nothing can be written here: copy both into another folder and import that",
        log.display()
    );
    let mut address = std::path::absolute(file).ok().and_then(|file| Url::from_file_path(file).ok());
    let address = address.as_mut().context("has no absolute path")?;
    address.set_query(Some("immutable=1"));
    Connection::open_with_flags(address.as_str(), flags | OpenFlags::SQLITE_OPEN_URI).context("cannot be opened")
}

fn gather(database: &Connection, base: Option<&Url>) -> rusqlite::Result<Gathered> {
    // Of what a file defines itself nothing is run.
    database.pragma_update(None, "trusted_schema", false)?;
    let mut gathered = Gathered::default();
    let (mut threads, mut origins) = (HashMap::new(), Vec::new());
    let mut query = database.prepare("SELECT id, uri FROM threads ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let uri = text(row, 1)?;
        threads.insert(text(row, 0)?, gathered.threads.len());
        origins.push(origin(&uri, base));
        gathered.threads.push(Thread { address: values::address(&uri, base), label: uri, created_ms: None });
    }
    let mut query = database.prepare(
        "SELECT id, tid, parent, author, text, mode, created, modified, likes FROM comments ORDER BY tid, id",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let thread = text(row, 1)?;
        let next = gathered.threads.len();
        let index = *threads.entry(thread.clone()).or_insert(next);
        if index == next {
            let label = format!("thread {thread}");
            gathered.threads.push(Thread { label, address: Err(Reason::NoAddress), created_ms: None });
        }
        let found = comment(row)?;
        let uuid = origins.get(index).map(|origin| place::uuid(origin, &found.id));
        gathered.comments.push(Found { thread: Some(index), uuid, ..found });
    }
    Ok(gathered)
}

/// What the ids of a thread's comments are made of: its site where it says that itself, whatever the base is.
fn origin(uri: &str, base: Option<&Url>) -> String {
    let site = match (Url::parse(uri.trim()), base) {
        (Ok(url), _) => url.origin().ascii_serialization(),
        (Err(_), base) => base.map(Url::to_string).unwrap_or_default(),
    };
    format!("isso\0{}", values::site(&site))
}

fn comment(row: &Row) -> rusqlite::Result<Found> {
    let mut found = Found {
        id: text(row, 0)?,
        parent: Some(text(row, 2)?).filter(|parent| !matches!(&**parent, "" | "0")),
        // It is kept as HTML; the text is not.
        author: values::unescaped(&text(row, 3)?),
        created_ms: number(row, 6)?.and_then(values::seconds),
        modified_ms: number(row, 7)?.and_then(values::seconds),
        likes: row.get_ref(8)?.as_i64().ok().and_then(|likes| u64::try_from(likes).ok()).unwrap_or_default(),
        ..Found::default()
    };
    match &*text(row, 5)? {
        "1" => found.status = Some(Status::Approved),
        "2" => found.status = Some(Status::Hold),
        "4" => found.gone = Some(Reason::Deleted),
        _ => {}
    }
    if found.gone.is_none() {
        found.written = html::markdown(&text(row, 4)?);
    }
    Ok(found)
}

/// A value as text, whatever it is kept as; what is no text has none.
fn text(row: &Row, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

fn number(row: &Row, column: usize) -> rusqlite::Result<Option<f64>> {
    Ok(match row.get_ref(column)? {
        #[expect(clippy::cast_precision_loss, reason = "seconds of a date are far below 2^53")]
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Real(number) => Some(number),
        _ => None,
    })
}
