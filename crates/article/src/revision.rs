//! Whether two articles say the same.

use crate::{Article, Moment, reading_time::text_of};

/// A short word for what an article says: another text has, but for a chance of 1 in 2⁶⁴, another.
///
/// It is made of the words, not of the document: a publisher who sends the members in another order, or a count beside the
/// article, has not changed it. FNV-1a, 64 bits (RFC 9923).
pub fn revision(article: &Article) -> String {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let updated = article.updated.as_ref().map(Moment::as_str);
    let lines = [&article.headline, &article.deck, &article.summary, &article.disclaimer];
    let mut body = text_of(article);
    for change in &article.changes {
        for piece in [change.time.as_ref().map(Moment::as_str), Some(change.text.as_str())].into_iter().flatten() {
            body += piece;
            body.push('\n');
        }
        body += &change.block.map_or_else(String::new, |number| number.to_string());
    }
    let pieces = lines.into_iter().map(Option::as_deref).chain([updated, Some(body.as_str())]);
    for piece in pieces {
        // A byte that is in no text keeps neighbours apart.
        for byte in piece.unwrap_or_default().bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    (0..16)
        .rev()
        .filter_map(|place| char::from_digit(u32::try_from(hash >> (place * 4) & 0xF).unwrap_or_default(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Change;

    #[test]
    fn another_word_anywhere_is_another_revision() {
        let article = Article { headline: Some("Rain".into()), ..Article::default() };
        let moved = Article { deck: Some("Rain".into()), ..Article::default() };
        assert_eq!(revision(&article), revision(&article.clone()));
        assert_ne!(revision(&article), revision(&moved));
        assert_ne!(revision(&article), revision(&Article::default()));
        assert_eq!(revision(&article).len(), 16);
        let change = |block| Change { time: None, text: "Wind".into(), block };
        let changed = |block| Article { changes: vec![change(block)], ..article.clone() };
        assert_ne!(revision(&article), revision(&changed(None)));
        assert_ne!(revision(&changed(Some(0))), revision(&changed(Some(1))), "another block is marked");
    }
}
