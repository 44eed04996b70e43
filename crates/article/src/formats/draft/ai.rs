//! What a document says of artificial intelligence.

use super::Draft;
use crate::{
    Json,
    formats::values::{object, string},
};

impl Draft<'_> {
    /// Sets what the IPTC digital source types of the text and of the picture above it say of artificial intelligence.
    pub(in crate::formats) fn ai(&mut self, own: Option<&Json>, image: Option<&Json>) {
        let ai = match (own.and_then(source_type), image.and_then(source_type)) {
            (None | Some((_, "none")), Some((_, how @ ("assisted" | "generated" | "mixed")))) => {
                let part = object([("part", string("image")), ("involvement", string(how))]);
                let all = if how == "assisted" { how } else { "mixed" };
                object([("involvement", string(all)), ("parts", Json::Array(vec![part]))])
            }
            (Some((code, _)), _) => {
                let uri = "http://cv.iptc.org/newscodes/digitalsourcetype/".to_owned() + code;
                object([("digital_source_type", Json::String(uri))])
            }
            _ => return,
        };
        self.set("ai", ai);
    }
}

/// The code of a digital source type and what it says of artificial intelligence, where it says something: as an address
/// of the IPTC's vocabulary, a code alone, or a member of schema.org's enumeration.
fn source_type(value: &Json) -> Option<(&'static str, &'static str)> {
    const CODES: [(&str, &str); 8] = [
        ("trainedAlgorithmicMedia", "generated"),
        ("compositeWithTrainedAlgorithmicMedia", "assisted"),
        ("compositeSynthetic", "mixed"),
        ("digitalCreation", "none"),
        ("humanEdits", "none"),
        ("minorHumanEdits", "none"),
        ("digitalArt", "none"),
        ("digitalCapture", "none"),
    ];
    let value = value.each().first()?;
    let name = value.first(&["@id", "uri", "literal"]).unwrap_or(value).words()?;
    let name = name.rsplit(['/', ':']).next()?.trim();
    let code = name.strip_suffix("DigitalSource").unwrap_or(name);
    CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).copied()
}
