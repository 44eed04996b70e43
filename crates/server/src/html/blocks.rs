//! The blocks of a comment as markup.

use article::{Block, Inline, List, Span};
use maud::{Markup, html};

/// Where links of readers lead, the site does not vouch for.
const REL: &str = "nofollow ugc noopener noreferrer";

/// The blocks, as a page or a file of another system has them.
pub(crate) fn blocks(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Paragraph(paragraph) => p { (inlines(&paragraph.content)) },
                Block::Quote(quote) => blockquote { (self::blocks(&quote.body)) },
                Block::List(list) => (self::list(list)),
                Block::Code(code) => pre { code { (code.text) } },
                // Markdown becomes no others.
                _ => {}
            }
        }
    }
}

fn list(list: &List) -> Markup {
    let items = html! { @for item in &list.items { li { (blocks(item)) } } };
    html! {
        @if list.ordered { ol start=[list.start] { (items) } } @else { ul { (items) } }
    }
}

fn inlines(content: &[Inline]) -> Markup {
    html! {
        @for inline in content {
            @match inline {
                Inline::Text(text) => (text),
                Inline::Span(span) => (self::span(span)),
            }
        }
    }
}

fn span(span: &Span) -> Markup {
    html! {
        @match span {
            Span::Strong { content } => strong { (inlines(content)) },
            Span::Emphasis { content } => em { (inlines(content)) },
            Span::Sub { content } => sub { (inlines(content)) },
            Span::Sup { content } => sup { (inlines(content)) },
            Span::Mark { content } => mark { (inlines(content)) },
            Span::Strike { content } => s { (inlines(content)) },
            Span::Link { url, content } => a href=(url.as_str()) rel=(REL) { (inlines(content)) },
            Span::Code { text } => code { (text) },
            Span::Break => br;,
            // Comments have no footnotes.
            Span::Note { id } => (id),
        }
    }
}
