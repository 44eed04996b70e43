//! What holds for every document, not only for those we thought of.

use article::{
    Ai, Article, Author, Block, Callout, Cell, Change, Code, Correction, Divider, Embed, Footnote, Gallery, Heading,
    HeadingLevel, Image, Inline, Involvement, Language, List, Moment, NativePlatform, Paragraph, Place, Platform as _,
    PullQuote, Quote, SafeUrl, Source, Span, Table, Unknown, UrlUse, Variant, Video, Weather,
};
use proptest::{collection::vec, option, prelude::*, sample::Index};
use serde_json::Value;

fn read(bytes: &[u8]) -> Result<article::Reading, article::ReadError> {
    article::read(bytes, &NativePlatform, Some("https://news.example/articles/a.json"))
}

fn line() -> impl Strategy<Value = String> {
    "[a-zA-Z<>&\"'\\u{0905}-\\u{0939}\\u{0627}-\\u{064a}\\u{4e00}-\\u{4e20}]{1,8}( [a-z.,!]{1,8}){0,3}"
}

fn url() -> impl Strategy<Value = SafeUrl> {
    "https://[a-z]{1,8}\\.example/[a-z0-9]{0,6}(\\?[a-z]=[a-z,]{1,4})?".prop_map(|url| {
        SafeUrl::parse(&NativePlatform, None, &url, UrlUse::Media).expect("the strategy makes allowed addresses")
    })
}

fn moment() -> impl Strategy<Value = Moment> {
    (1900..2100u16, 1..=12u8, 1..=28u8, option::of((0..24u8, 0..60u8, -14..=14i8))).prop_map(|(y, m, d, time)| {
        let date = format!("{y:04}-{m:02}-{d:02}");
        let text = match time {
            None => date,
            Some((hour, minute, 0)) => format!("{date}T{hour:02}:{minute:02}:00Z"),
            Some((hour, minute, zone)) => format!("{date}T{hour:02}:{minute:02}:00{zone:+03}:30"),
        };
        Moment::parse(&text).expect("the strategy makes dates")
    })
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        3 => line().prop_map(Inline::Text),
        1 => line().prop_map(|text| Inline::Span(Span::Code { text })),
        1 => Just(Inline::Span(Span::Break)),
        1 => line().prop_map(|id| Inline::Span(Span::Note { id })),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        let content = || vec(inner.clone(), 1..3);
        prop_oneof![
            content().prop_map(|content| Span::Strong { content }),
            content().prop_map(|content| Span::Emphasis { content }),
            content().prop_map(|content| Span::Sub { content }),
            content().prop_map(|content| Span::Sup { content }),
            content().prop_map(|content| Span::Mark { content }),
            content().prop_map(|content| Span::Strike { content }),
            (url(), content()).prop_map(|(url, content)| Span::Link { url, content }),
        ]
        .prop_map(Inline::Span)
    });
    // A block needs some text to be one.
    (line(), vec(inline, 0..4)).prop_map(|(first, mut rest)| {
        rest.insert(0, Inline::Text(first));
        rest
    })
}

fn image() -> impl Strategy<Value = Image> {
    (
        url(),
        vec((url(), 1..4000u32).prop_map(|(url, width)| Variant { url, width }), 0..3),
        option::of((1..4000u32, 1..4000u32)),
        option::of(prop_oneof![Just(String::new()), line()]),
        prop_oneof![Just(Vec::new()), inlines()],
        option::of(line()),
    )
        .prop_map(|(url, variants, size, alt, caption, credit)| Image {
            url,
            variants,
            width: size.map(|size| size.0),
            height: size.map(|size| size.1),
            alt,
            caption,
            credit,
        })
}

fn level() -> impl Strategy<Value = HeadingLevel> {
    prop_oneof![Just(HeadingLevel::Two), Just(HeadingLevel::Three), Just(HeadingLevel::Four)]
}

fn cell() -> impl Strategy<Value = Cell> {
    (inlines(), any::<bool>(), 1..5u16, 1..5u16).prop_map(|(content, header, colspan, rowspan)| Cell {
        content,
        header,
        colspan,
        rowspan,
    })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        inlines().prop_map(|content| Block::Paragraph(Paragraph { content })),
        (level(), inlines()).prop_map(|(level, content)| Block::Heading(Heading { level, content })),
        (inlines(), option::of(line()))
            .prop_map(|(content, attribution)| Block::PullQuote(PullQuote { content, attribution })),
        image().prop_map(Block::Figure),
        (vec(image(), 1..3), prop_oneof![Just(Vec::new()), inlines()])
            .prop_map(|(images, caption)| Block::Gallery(Gallery { images, caption })),
        (option::of(line()), vec(vec(cell(), 0..3), 1..3))
            .prop_map(|(caption, rows)| Block::Table(Table { caption, rows })),
        ("[a-z]{1,5}\n\t[a-z{};]{1,9}", option::of(line()))
            .prop_map(|(text, language)| Block::Code(Code { text, language })),
        (url(), option::of(line()), option::of(line())).prop_map(|(url, provider, title)| Block::Embed(Embed {
            url,
            provider,
            title
        })),
        (url(), option::of(url()), option::of(1..4000u32), option::of(line())).prop_map(
            |(url, poster, width, title)| {
                let (captions, caption, credit) = (None, Vec::new(), None);
                Block::Video(Video { url, poster, captions, width, height: width, title, caption, credit })
            }
        ),
        Just(Block::Divider(Divider {})),
        (line(), inlines()).prop_map(|(id, content)| Block::Footnote(Footnote { id, content })),
        (option::of(moment()), inlines()).prop_map(|(date, content)| Block::Correction(Correction { date, content })),
        (line(), option::of(line())).prop_map(|(name, text)| Block::Unknown(Unknown { name, text })),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let body = || vec(inner.clone(), 1..3);
        prop_oneof![
            (any::<bool>(), option::of(1..9u32), vec(body(), 1..3))
                .prop_map(|(ordered, start, items)| Block::List(List { ordered, start, items })),
            (body(), option::of(line()), option::of(url())).prop_map(|(body, attribution, url)| Block::Quote(Quote {
                body,
                attribution,
                url
            })),
            (option::of(line()), body()).prop_map(|(title, body)| Block::Callout(Callout {
                title,
                body,
                folded: false
            })),
        ]
    })
}

fn article() -> impl Strategy<Value = Article> {
    let head = (option::of(line()), option::of(line()), option::of(line()), option::of(url()), option::of(line()));
    let facts = (
        option::of((line(), option::of(line()))),
        option::of((-60..50i32, option::of(line()), option::of(moment()))),
        option::of(prop_oneof![Just("en-IN"), Just("ar"), Just("hi")]),
        vec((line(), option::of(url())), 0..3),
    );
    let ai = option::of(prop_oneof![Just(None), Just(Some(Involvement::Mixed)), Just(Some(Involvement::None))]);
    let changes = vec((option::of(moment()), line(), option::of(any::<Index>())), 0..3);
    (head, facts, option::of(moment()), option::of(image()), ai, vec(block(), 0..5), changes).prop_map(
        |(
            (headline, deck, summary, url, disclaimer),
            (place, weather, language, authors),
            published,
            image,
            ai,
            body,
            changes,
        )| {
            let number = |index: Index| (!body.is_empty()).then(|| index.index(body.len()));
            Article {
                headline,
                deck,
                summary,
                url,
                disclaimer,
                place: place.map(|(name, country)| Place { name, country }),
                weather: weather.map(|(tenths, condition, observed_at)| Weather {
                    temperature_c: f64::from(tenths) / 10.0,
                    condition,
                    observed_at,
                }),
                language: language.and_then(Language::parse),
                source: authors.first().map(|(name, url)| Source { name: name.clone(), url: url.clone() }),
                authors: authors.into_iter().map(|(name, url)| Author { name, url }).collect(),
                published,
                image,
                ai: ai.map(|involvement| Ai { involvement, ..Ai::default() }),
                changes: changes
                    .into_iter()
                    .map(|(time, text, block)| Change { time, text, block: block.and_then(number) })
                    .collect(),
                body,
                ..Article::default()
            }
        },
    )
}

/// JSON that looks like an article from afar: the right keys, any values.
fn near_article() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        Just("type"),
        Just("content"),
        Just("text"),
        Just("body"),
        Just("items"),
        Just("rows"),
        Just("url"),
        Just("images"),
        Just("level"),
        Just("ai"),
        Just("weather"),
        Just("published"),
        Just("headline"),
        Just("image"),
        Just("caption"),
        Just("id"),
        Just("authors"),
        Just("temperature_c"),
        Just("parts"),
        Just("width"),
        Just("changes"),
        Just("block"),
    ];
    let word = prop_oneof![
        Just("paragraph"),
        Just("list"),
        Just("quote"),
        Just("table"),
        Just("figure"),
        Just("link"),
        Just("strong"),
        Just("note"),
        Just("2026-01-07"),
        Just("https://a.example/"),
        Just("\u{0}\u{202e}"),
        Just(""),
        Just("é2026-é"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((key.clone(), inner), 0..6).prop_map(|pairs| {
                Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_json_under_the_marker_is_an_article(mut document in near_article()) {
        if let Value::Object(object) = &mut document {
            object.insert("schema".into(), "article-viewer/article/1".into());
            prop_assert!(read(document.to_string().as_bytes()).is_ok());
        } else {
            prop_assert_eq!(read(document.to_string().as_bytes()), Err(article::ReadError::NotArticle));
        }
    }

    #[test]
    fn printing_and_reading_again_changes_nothing(article in article()) {
        let printed = serde_json::to_vec(&article).expect("an article can be printed");
        let reading = read(&printed).expect("a printed article is an article");
        // Printing describes no picture either.
        let mut notices = reading.notices.iter().filter(|notice| !notice.message.contains(" in alt, "));
        prop_assert_eq!(notices.next(), None);
        prop_assert_eq!(reading.article, article);
    }

    #[test]
    fn what_was_read_from_anything_prints_and_reads_the_same(document in near_article()) {
        let mut document = document;
        if let Value::Object(object) = &mut document {
            object.insert("schema".into(), "article-viewer/article/1".into());
            let once = read(document.to_string().as_bytes()).expect("marked").article;
            let twice = read(&serde_json::to_vec(&once).expect("printable")).expect("printed").article;
            prop_assert_eq!(once, twice);
        }
    }
}

#[test]
fn nesting_without_end_is_cut_and_said() {
    // 50 levels are within what the JSON parser takes and beyond what is read.
    let mut document = String::from("\"bottom\"");
    for _ in 0..50 {
        document = format!("{{\"type\":\"callout\",\"body\":[{document}]}}");
    }
    let document = format!("{{\"schema\":\"article-viewer/article/1\",\"body\":[\"top\",{document}]}}");
    let reading = read(document.as_bytes()).expect("an article");
    assert_eq!(reading.article.body.len(), 1, "the callout that holds nothing readable is dropped, the rest stays");
    assert!(reading.notices.iter().any(|notice| notice.message.contains("nested less deeply")));
}

#[test]
fn a_document_of_too_many_blocks_is_cut_and_said() {
    let document = format!("{{\"schema\":\"article-viewer/article/1\",\"body\":[{}\"z\"]}}", "\"a\",".repeat(60_000));
    let reading = read(document.as_bytes()).expect("an article");
    assert_eq!(reading.article.body.len(), article::MAX_BLOCKS);
    assert!(reading.notices.len() <= 100, "notices are bounded too");
}

#[test]
fn a_document_too_large_is_refused_unread() {
    assert_eq!(read(&vec![b' '; article::MAX_BYTES + 1]), Err(article::ReadError::TooLarge));
}

#[test]
fn the_platform_follows_the_url_standard() {
    assert_eq!(NativePlatform.resolve_url(None, "HTTPS://Example.ORG"), Some("https://example.org/".into()));
}
