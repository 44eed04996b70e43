//! XML, read from beginning to end: elements by what their names mean, whatever prefix they are written with.
//!
//! There are no entities but the five of XML and numbers: a document type, which could declare others, is refused, and so
//! none can grow into more than the file is (billion laughs).

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow, bail};
use quick_xml::{
    NsReader,
    escape::{resolve_xml_entity, unescape},
    events::{BytesRef, BytesStart, Event},
    name::{Namespace, ResolveResult},
};

/// A file being read.
pub(super) struct Xml {
    reader: NsReader<BufReader<File>>,
    path: PathBuf,
    /// How many elements are open.
    depth: usize,
    buffer: Vec<u8>,
}

/// An element that has begun.
pub(super) struct Element {
    /// Its name, with the prefix that its system writes.
    pub(super) name: String,
    /// Its attribute `id`.
    pub(super) id: Option<String>,
}

/// What comes next.
enum Piece {
    Start(Element),
    Text(String),
    End,
    FileEnd,
}

impl Xml {
    /// Opens a file whose outermost element has this name.
    pub(super) fn open(path: &Path, root: &str) -> anyhow::Result<Self> {
        let file = File::open(path).context("cannot be opened")?;
        let mut bytes = BufReader::new(file);
        let start = bytes.fill_buf().context("cannot be read")?;
        if [&b"\x1f\x8b"[..], b"PK\x03\x04"].iter().any(|packed| start.starts_with(packed)) {
            bail!("is compressed: unpack it first");
        }
        let mut reader = NsReader::from_reader(bytes);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // A lone `&` is what somebody typed.
        config.allow_dangling_amp = true;
        let mut xml = Self { reader, path: path.to_owned(), depth: 0, buffer: Vec::new() };
        match xml.child()? {
            Some(element) if element.name == root => Ok(xml),
            Some(element) => bail!("expected <{root}> first, found <{}>", element.name),
            None => bail!("expected <{root}>, found no element"),
        }
    }

    /// The next element in the one that is open; `None` at its end.
    pub(super) fn child(&mut self) -> anyhow::Result<Option<Element>> {
        loop {
            match self.next()? {
                Piece::Start(element) => return Ok(Some(element)),
                Piece::End | Piece::FileEnd => return Ok(None),
                Piece::Text(_) => {}
            }
        }
    }

    /// All text of the element that is open, to its end.
    pub(super) fn text(&mut self) -> anyhow::Result<String> {
        let around = self.depth - 1;
        let mut text = String::new();
        while self.depth > around {
            if let Piece::Text(piece) = self.next()? {
                text += &piece;
            }
        }
        Ok(text)
    }

    /// Passes over the element that is open.
    pub(super) fn skip(&mut self) -> anyhow::Result<()> {
        let around = self.depth - 1;
        while self.depth > around {
            self.next()?;
        }
        Ok(())
    }

    /// Makes sure that nothing but the outermost element is there.
    pub(super) fn end(mut self) -> anyhow::Result<()> {
        match self.child()? {
            Some(element) => {
                let what = format!("a second document begins with <{}>", element.name);
                Err(self.error(self.reader.buffer_position(), &what))
            }
            None => Ok(()),
        }
    }

    fn next(&mut self) -> anyhow::Result<Piece> {
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer);
            let after = self.reader.buffer_position();
            let event = event.map_err(|error| (self.reader.error_position(), error.to_string()));
            let piece = event.and_then(|event| piece(&self.reader, event, self.depth).map_err(|what| (after, what)));
            match piece {
                Ok(None) => {}
                Ok(Some(piece)) => {
                    match piece {
                        Piece::Start(_) => self.depth += 1,
                        Piece::End => self.depth -= 1,
                        Piece::Text(_) | Piece::FileEnd => {}
                    }
                    return Ok(piece);
                }
                Err((at, what)) => return Err(self.error(at, &what)),
            }
        }
    }

    /// What is wrong, and where.
    fn error(&self, at: u64, what: &str) -> anyhow::Error {
        let line = line_of(&self.path, at).map_or_else(String::new, |line| format!("line {line}, "));
        anyhow!("{line}byte {at}: {what}")
    }
}

/// What an event of the parser means; `None` when it means nothing here, an error when it is refused.
fn piece(reader: &NsReader<BufReader<File>>, event: Event, depth: usize) -> Result<Option<Piece>, String> {
    Ok(Some(match event {
        Event::Start(start) => Piece::Start(element(reader, &start).map_err(|error| error.to_string())?),
        Event::End(_) => Piece::End,
        Event::Text(text) => Piece::Text(text.xml10_content().into_owned()),
        Event::CData(text) => Piece::Text(text.xml10_content().into_owned()),
        Event::GeneralRef(reference) => Piece::Text(referred(&reference)),
        Event::Eof if depth == 0 => Piece::FileEnd,
        Event::Eof => return Err("the file ends within an element".to_owned()),
        Event::DocType(_) => return Err("a document type is not read, as it could declare entities".to_owned()),
        Event::Decl(declaration) => match declaration.encoding() {
            Some(Ok(name)) if !is_utf8(&name) => return Err(format!("the encoding {name} is not read: make it UTF-8")),
            _ => return Ok(None),
        },
        Event::Empty(_) | Event::Comment(_) | Event::PI(_) => return Ok(None),
    }))
}

fn is_utf8(encoding: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|known| encoding.eq_ignore_ascii_case(known))
}

/// The line a byte is on.
fn line_of(path: &Path, at: u64) -> Option<u64> {
    let mut file = BufReader::new(File::open(path).ok()?).take(at);
    let mut piece = [0; 8192];
    let mut line = 1;
    loop {
        match file.read(&mut piece).ok()? {
            0 => return Some(line),
            length => line += piece[..length].split(|byte| *byte == b'\n').count() as u64 - 1,
        }
    }
}

/// The character a reference stands for. One that XML does not know stays as it is written: it may be one of HTML.
fn referred(reference: &BytesRef) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        Ok(None) => resolve_xml_entity(reference).map_or_else(|| format!("&{};", &**reference), str::to_owned),
        Err(_) => char::REPLACEMENT_CHARACTER.to_string(),
    }
}

fn element(reader: &NsReader<BufReader<File>>, start: &BytesStart) -> quick_xml::Result<Element> {
    let (space, local) = reader.resolver().resolve_element(start.name());
    let local = local.as_ref();
    let name = match space {
        ResolveResult::Bound(Namespace(uri)) => match prefix_of(uri) {
            "" => local.to_owned(),
            prefix => format!("{prefix}:{local}"),
        },
        ResolveResult::Unbound => local.to_owned(),
        // Part of a file, cut out by hand, has lost what declares the prefix.
        ResolveResult::Unknown(prefix) => format!("{prefix}:{local}"),
    };
    let mut id = None;
    for attribute in start.attributes() {
        let attribute = attribute?;
        if attribute.key.local_name().as_ref() == "id" {
            id = Some(unescape(&attribute.value)?.into_owned());
        }
    }
    Ok(Element { name, id })
}

/// The prefix a system writes for a namespace.
fn prefix_of(uri: &str) -> &'static str {
    let uri = uri.trim_end_matches('/');
    let address = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(uri);
    match address {
        "wordpress.org/export/1.0" | "wordpress.org/export/1.1" | "wordpress.org/export/1.2" => "wp",
        "disqus.com" => "",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// The texts of all elements `a` in `r`.
    fn texts(xml: &str) -> anyhow::Result<Vec<String>> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(xml.as_bytes())?;
        let mut xml = Xml::open(file.path(), "r")?;
        let mut texts = Vec::new();
        while let Some(element) = xml.child()? {
            if element.name == "a" { texts.push(xml.text()?) } else { xml.skip()? }
        }
        xml.end().map(|()| texts)
    }

    #[track_caller]
    fn refused(xml: &str, why: &str) {
        let error = texts(xml).expect_err(why).to_string();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn text_is_what_it_stands_for() {
        let xml =
            "<r><a>1 &lt; 2 &#x1F600;&#0;&nbsp;</a><b><a>no</a></b><a/><a><![CDATA[x]]]]><![CDATA[>y&amp;]]></a></r>";
        assert_eq!(texts("\u{feff}<r><a>x</a></r>").expect("XML"), ["x"]);
        assert_eq!(texts(xml).expect("XML"), ["1 < 2 😀\u{FFFD}&nbsp;", "", "x]]>y&amp;"]);
    }

    #[test]
    fn billion_laughs_are_refused_before_the_first() {
        let mut laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE r [\n<!ENTITY l0 \"ha\">\n".to_owned();
        for depth in 1..30 {
            let ten = format!("&l{};", depth - 1).repeat(10);
            laughs = laughs + "<!ENTITY l" + &depth.to_string() + " \"" + &ten + "\">\n";
        }
        refused(&(laughs + "]>\n<r><a>&l29;</a></r>"), "a document type is not read");
        refused("<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><r/>", "a document type is not read");
        // Without one, an entity is the characters it is written with.
        assert_eq!(texts("<r><a>&l29;</a></r>").expect("XML"), ["&l29;"]);
    }

    #[test]
    fn a_broken_file_says_where() {
        refused("<r>\n<a>x</b>\n</r>", "line 2, byte 8: ");
        refused("<r>\n\n<a>x", "line 3, byte 9: the file ends within an element");
        refused("<r><a><![CDATA[x]]</a></r>", "byte ");
        refused("<r/><r/>", "a second document");
        refused("<html/>", "expected <r> first, found <html>");
        refused("", "found no element");
        refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><r/>", "the encoding ISO-8859-1");
        refused("</r>", "byte ");
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = |depth| "<r>".to_owned() + &"<b>".repeat(depth) + &"</b>".repeat(depth) + "<a>x</a></r>";
        assert_eq!(texts(&deep(60_000)).expect("XML"), ["x"]);
        refused(&deep(100_000), "deeper than the supported limit");
    }
}
