//! One component for each kind of block.

mod callout;
mod code;
mod correction;
mod embed;
mod footnote;
mod gallery;
mod heading;
mod list;
mod media;
mod paragraph;
mod quote;
mod table;
mod unknown;

pub(super) use self::{
    callout::CalloutBlock,
    code::CodeBlock,
    correction::CorrectionBlock,
    embed::EmbedBlock,
    footnote::FootnoteBlock,
    gallery::GalleryBlock,
    heading::HeadingBlock,
    list::ListBlock,
    media::{AudioBlock, VideoBlock},
    paragraph::{DividerBlock, ParagraphBlock},
    quote::{PullQuoteBlock, QuoteBlock},
    table::TableBlock,
    unknown::UnknownBlock,
};
