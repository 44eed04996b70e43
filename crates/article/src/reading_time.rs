//! How long an article takes to read.

use crate::{Article, Block, inline::append_plain_text};

/// Minutes to read an article: as the document says, else computed from its text; `None` when there is no text.
pub fn reading_minutes(article: &Article) -> Option<u16> {
    article.reading_minutes.or_else(|| {
        let language = article.language.as_ref().map(crate::Language::primary);
        minutes(&text_of(article), language.as_deref().unwrap_or("en"))
    })
}

/// A reading speed in the unit the language is measured in.
enum Speed {
    /// Characters a minute, spaces left out of scripts that have none.
    Characters(u32),
    /// Words a minute.
    Words(u32),
}

/// The speed adults read a language at.
///
/// Characters: IReST (Trauzettel-Klosinski and Dietz, IOVS 2012;53:5452), the figures Firefox's Reader View uses too.
/// IReST measured no Indic script. Brysbaert (2019) finds that speeds between languages differ as the number of words
/// does that the same message needs; so languages that, like Hindi, write their particles apart take IReST's mean of
/// 184 words, and the agglutinating Dravidian languages take about Finnish's share of it. Both are estimates.
fn speed(language: &str) -> Speed {
    match language {
        "en" => Speed::Characters(987),
        "ar" => Speed::Characters(612),
        "de" => Speed::Characters(920),
        "es" => Speed::Characters(1025),
        "fi" => Speed::Characters(1078),
        "fr" => Speed::Characters(998),
        "he" => Speed::Characters(833),
        "it" => Speed::Characters(950),
        "nl" => Speed::Characters(978),
        "pl" => Speed::Characters(916),
        "pt" => Speed::Characters(913),
        "ru" | "uk" | "be" | "bg" => Speed::Characters(986),
        "sk" | "cs" | "sl" => Speed::Characters(885),
        "sv" | "no" | "nb" | "da" => Speed::Characters(917),
        "tr" => Speed::Characters(1054),
        "zh" | "yue" => Speed::Characters(255),
        "ja" => Speed::Characters(357),
        "ta" | "te" | "kn" | "ml" => Speed::Words(130),
        _ => Speed::Words(184),
    }
}

fn minutes(text: &str, language: &str) -> Option<u16> {
    // By bytes, once: of a long article this is a good part of what a reader waits for.
    let (mut characters, mut words, mut is_in_word) = (0, 0, false);
    for byte in text.bytes() {
        let was_in_word = is_in_word;
        is_in_word = !byte.is_ascii_whitespace();
        words += usize::from(is_in_word && !was_in_word);
        // Of the bytes of a character (RFC 3629) only the first looks so.
        characters += usize::from(is_in_word && byte & 0xC0 != 0x80);
    }
    let (amount, per_minute) = match speed(language) {
        Speed::Characters(per_minute @ ..400) => (characters, per_minute),
        // The space after a word is one too.
        Speed::Characters(per_minute) => (characters + words, per_minute),
        Speed::Words(per_minute) => (words, per_minute),
    };
    if amount == 0 {
        return None;
    }
    let per_minute = per_minute as usize;
    Some(u16::try_from((amount + per_minute / 2) / per_minute).unwrap_or(u16::MAX).max(1))
}

/// The running text, as it would be read: no code, no tables, no footnotes.
pub(crate) fn text_of(article: &Article) -> String {
    let mut text = String::new();
    for part in [&article.headline, &article.deck, &article.summary, &article.disclaimer].into_iter().flatten() {
        text.push_str(part);
        text.push('\n');
    }
    append_blocks(&article.body, &mut text);
    text
}

fn append_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => append_plain_text(&paragraph.content, text),
            Block::Heading(heading) => append_plain_text(&heading.content, text),
            Block::List(list) => list.items.iter().for_each(|item| append_blocks(item, text)),
            Block::Quote(quote) => append_blocks(&quote.body, text),
            Block::Callout(callout) => append_blocks(&callout.body, text),
            Block::Correction(correction) => append_plain_text(&correction.content, text),
            Block::Figure(image) => append_plain_text(&image.caption, text),
            Block::Unknown(unknown) => text.push_str(unknown.text.as_deref().unwrap_or_default()),
            // A pull quote stands in the text already; the others are looked at rather than read.
            Block::PullQuote(_)
            | Block::Gallery(_)
            | Block::Table(_)
            | Block::Code(_)
            | Block::Embed(_)
            | Block::Video(_)
            | Block::Audio(_)
            | Block::Divider(_)
            | Block::Footnote(_) => {}
        }
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_as_long_as_its_language_is_read() {
        let check = |text: &str, language, expected| assert_eq!(minutes(text, language), expected, "{language}");
        // 987 characters a minute: 500 words of four letters and a space are 2,500 characters.
        check(&"word ".repeat(500), "en", Some(3));
        check(&"字".repeat(510), "zh", Some(2));
        check(&"शब्द ".repeat(552), "hi", Some(3));
        check(&"சொல் ".repeat(260), "ta", Some(2));
        check("short", "en", Some(1));
        check(" \n ", "en", None);
    }

    #[test]
    fn the_documents_own_figure_wins() {
        let article = Article { reading_minutes: Some(7), headline: Some("x".into()), ..Article::default() };
        assert_eq!(reading_minutes(&article), Some(7));
        assert_eq!(reading_minutes(&Article::default()), None);
    }
}
