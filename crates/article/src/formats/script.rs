//! What a text tells of its language: its letters, and its smallest words.

use crate::{
    Direction,
    text::{has, is_of_word},
};

/// A script, as far as it tells languages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Thai,
    Japanese,
    Chinese,
    Korean,
}

impl Script {
    /// The script of a letter (Unicode blocks).
    fn of(c: char) -> Option<Self> {
        Some(match c {
            'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Self::Latin,
            '\u{370}'..='\u{3FF}' => Self::Greek,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{590}'..='\u{5FF}' => Self::Hebrew,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
                Self::Arabic
            }
            '\u{900}'..='\u{97F}' => Self::Devanagari,
            '\u{980}'..='\u{9FF}' => Self::Bengali,
            '\u{A00}'..='\u{A7F}' => Self::Gurmukhi,
            '\u{A80}'..='\u{AFF}' => Self::Gujarati,
            '\u{B80}'..='\u{BFF}' => Self::Tamil,
            '\u{C00}'..='\u{C7F}' => Self::Telugu,
            '\u{C80}'..='\u{CFF}' => Self::Kannada,
            '\u{D00}'..='\u{D7F}' => Self::Malayalam,
            '\u{E00}'..='\u{E7F}' => Self::Thai,
            '\u{3041}'..='\u{30FF}' => Self::Japanese,
            '\u{3400}'..='\u{9FFF}' => Self::Chinese,
            '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => Self::Korean,
            _ => return None,
        })
    }

    /// The direction it is written in.
    pub(super) const fn direction(self) -> Direction {
        if matches!(self, Self::Arabic | Self::Hebrew) { Direction::Rtl } else { Direction::Ltr }
    }

    /// The languages written in it, where they are few; `None` for the scripts of many.
    const fn languages(self) -> Option<&'static [&'static str]> {
        Some(match self {
            Self::Latin | Self::Cyrillic | Self::Arabic => return None,
            Self::Greek => &["el"],
            Self::Hebrew => &["he", "yi", "iw"],
            Self::Devanagari => &["hi", "mr", "ne", "sa", "bho", "mai", "kok", "brx", "doi", "ks", "sd"],
            Self::Bengali => &["bn", "as", "mni"],
            Self::Gurmukhi => &["pa"],
            Self::Gujarati => &["gu"],
            Self::Tamil => &["ta"],
            Self::Telugu => &["te"],
            Self::Kannada => &["kn"],
            Self::Malayalam => &["ml"],
            Self::Thai => &["th"],
            Self::Japanese => &["ja"],
            Self::Chinese => &["zh", "yue", "ja"],
            Self::Korean => &["ko"],
        })
    }

    /// Whether a language, named by its primary subtag, can be written in it.
    ///
    /// A language of another script written in Latin letters is not wrong ("hi" for Hindi in Roman letters is common), but
    /// English in Thai letters is.
    pub(super) fn can_write(self, language: &str) -> bool {
        let language = ISO_639_2.iter().find(|(three, _)| *three == language).map_or(language, |(_, two)| *two);
        match (self.languages(), self) {
            (Some(languages), _) => languages.contains(&language),
            (None, Self::Latin) => true,
            (None, Self::Arabic) => !LATIN.iter().any(|(known, _)| *known == language),
            (None, _) => !["en", "de", "fr", "es", "pt", "it", "ar", "he", "zh", "ja", "ko"].contains(&language),
        }
    }
}

/// The three letters that some systems write where BCP 47 wants two (RFC 5646 §2.2.1).
const ISO_639_2: [(&str, &str); 12] = [
    ("hin", "hi"),
    ("ben", "bn"),
    ("tam", "ta"),
    ("tel", "te"),
    ("mar", "mr"),
    ("guj", "gu"),
    ("jpn", "ja"),
    ("zho", "zh"),
    ("kor", "ko"),
    ("tha", "th"),
    ("ell", "el"),
    ("heb", "he"),
];

/// The script of most letters.
pub(super) fn main_script(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(Script::of) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let count = |script| counts.iter().find(|(known, _)| *known == script).map_or(0, |(_, count)| *count);
    // Japanese is written in Chinese characters too, but never without kana.
    if count(Script::Japanese) * 10 > count(Script::Chinese) && count(Script::Japanese) > count(Script::Latin) / 10 {
        return Some(Script::Japanese);
    }
    counts.iter().max_by_key(|(_, count)| *count).map(|(script, _)| *script)
}

/// Short words that no neighbour has, or few.
#[rustfmt::skip]
const LATIN: [(&str, &str); 13] = [
    ("en", " the of and to is was with that for on "),
    ("de", " der die und das ist nicht mit den von ein "),
    ("fr", " le les des est et une dans pour du qui "),
    ("es", " el los las una por con del que y es "),
    ("pt", " o os uma não com do da em que e "),
    ("it", " il di che gli della per una sono è non "),
    ("nl", " de het een van en niet dat is op met "),
    ("sv", " och att det som en är på för inte med "),
    ("da", " og at det er en til på for ikke af "),
    ("nb", " og å det er en til på for ikke av "),
    ("tr", " ve bir bu için da ile de olarak çok daha "),
    ("pl", " i w na się nie że z do jest to "),
    ("id", " yang dan di ini dengan untuk dari pada itu tidak "),
];

/// The language of a text in this script; `None` when it may be one of several.
pub(super) fn language(script: Script, text: &str) -> Option<&'static str> {
    if let Some(languages) = script.languages() {
        // Marathi has a letter that Hindi lacks, and Nepali its own copula; the first language is by far the most written.
        let is_marathi = script == Script::Devanagari && has(text, " आहे");
        return if is_marathi { Some("mr") } else { languages.first().copied() };
    }
    match script {
        Script::Cyrillic if text.contains(['і', 'ї', 'є']) => Some("uk"),
        Script::Cyrillic if text.contains(['ы', 'э']) => Some("ru"),
        // Urdu and Persian have letters of their own.
        Script::Arabic if text.contains(['ٹ', 'ڈ', 'ے', 'ں']) => Some("ur"),
        Script::Arabic if text.contains(['پ', 'چ', 'گ', 'ک']) => Some("fa"),
        Script::Arabic => Some("ar"),
        Script::Latin => latin(text),
        _ => None,
    }
}

/// The language whose small words occur most, when they are a fair part of all words and clearly ahead of the next.
fn latin(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let mut counts = [0; LATIN.len()];
    let mut all = 0;
    for word in text.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty()) {
        all += 1;
        for (count, (_, words)) in counts.iter_mut().zip(LATIN) {
            *count += usize::from(words.split(' ').any(|known| known == word));
        }
    }
    let best = counts.iter().copied().max()?;
    let next = counts.iter().copied().filter(|count| *count < best).max().unwrap_or_default();
    let is_alone = counts.iter().filter(|count| **count == best).count() == 1;
    let is_clear = all >= 20 && best * 10 >= all && best * 4 >= next * 5 && is_alone;
    let language = counts.iter().position(|count| *count == best)?;
    is_clear.then(|| LATIN.get(language).map(|(language, _)| *language))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = main_script(text).and_then(|script| language(script, text));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn letters_and_small_words_tell_the_language() {
        check("नदी रात में बढ़ गई।", Some("hi"));
        check("ارتفع منسوب النهر ليلا", Some("ar"));
        check("دریا رات کو چڑھ گیا ہے", Some("ur"));
        check("川が夜に増水した", Some("ja"));
        check("河水在夜里上涨", Some("zh"));
        check("강이 밤에 불어났다", Some("ko"));
        check(
            "Der Fluss ist in der Nacht gestiegen, und die Stadt war mit dem Wasser nicht allein, wie das Amt von der Brücke aus sah.",
            Some("de"),
        );
        check(
            "The river rose in the night, and the town was not alone with the water, as the office on the bridge was to say.",
            Some("en"),
        );
        check("Lorem ipsum dolor", None);
        check("", None);
    }

    #[test]
    fn a_language_that_is_not_written_so_is_wrong() {
        assert!(!Script::Korean.can_write("kr"));
        assert!(Script::Korean.can_write("kor"));
        assert!(!Script::Arabic.can_write("en"));
        assert!(Script::Latin.can_write("hi"));
        assert!(Script::Devanagari.can_write("mr"));
    }
}
