//! Markup as HTML text (HTML, "Serializing HTML fragments").

use super::{Element, Kind, Markup, Parts};

/// Elements without an end tag (HTML, "void elements").
const VOID: [&str; 7] = ["br", "hr", "img", "input", "source", "track", "wbr"];

impl Markup {
    /// Writes it; the parts that move as they are now.
    pub(super) fn write(self, html: &mut String) {
        match *self.0 {
            Kind::Text(text) => escape(&text, html, false),
            Kind::Element(element) => element.write(html),
            Kind::Several(several) => several.into_iter().for_each(|markup| markup.write(html)),
            Kind::Live(live) => live.now().write(html),
        }
    }
}

impl Element {
    fn write(self, html: &mut String) {
        let Parts { name, attributes, children, live } = *self.0;
        html.push('<');
        *html += name;
        let live = live.iter().filter_map(super::live::LiveAttribute::now);
        for (name, value) in attributes.into_iter().chain(live) {
            html.push(' ');
            *html += name;
            *html += "=\"";
            escape(&value, html, true);
            html.push('"');
        }
        html.push('>');
        if VOID.contains(&name) {
            return;
        }
        for child in children {
            match *child.0 {
                // The text of a script is not escaped; ours holds no `<`.
                Kind::Text(text) if name == "script" => *html += &text,
                kind => Markup::from(kind).write(html),
            }
        }
        *html += "</";
        *html += name;
        html.push('>');
    }
}

fn escape(text: &str, html: &mut String, is_attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => *html += "&amp;",
            '<' => *html += "&lt;",
            '>' => *html += "&gt;",
            '"' if is_attribute => *html += "&quot;",
            _ => html.push(c),
        }
    }
}
