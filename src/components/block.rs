//! The body: one component for each kind of block.

use article::Block;
use leptos::prelude::*;

use crate::{
    components::{
        Figure, FigureKind,
        blocks::{
            AudioBlock, CalloutBlock, CodeBlock, CorrectionBlock, DividerBlock, EmbedBlock, FootnoteBlock,
            GalleryBlock, HeadingBlock, ListBlock, ParagraphBlock, PullQuoteBlock, QuoteBlock, TableBlock,
            UnknownBlock, VideoBlock,
        },
        mark,
    },
    markup::Markup,
};

/// Blocks, in order.
#[component(transparent)]
pub(crate) fn Blocks(
    /// The blocks.
    blocks: Vec<Block>,
    /// Whether each of them has changed; those without an answer have not.
    #[prop(optional)]
    changed: Vec<bool>,
) -> Markup {
    let draw = |(number, one): (usize, Block)| match changed.get(number) {
        Some(true) => mark(number, block(one)).into(),
        _ => block(one),
    };
    blocks.into_iter().enumerate().map(draw).collect()
}

fn block(block: Block) -> Markup {
    match block {
        Block::Paragraph(paragraph) => view! { <ParagraphBlock paragraph/> }.into(),
        Block::Heading(heading) => view! { <HeadingBlock heading/> }.into(),
        Block::List(list) => view! { <ListBlock list/> }.into(),
        Block::Quote(quote) => view! { <QuoteBlock quote/> }.into(),
        Block::PullQuote(quote) => view! { <PullQuoteBlock quote/> }.into(),
        Block::Figure(image) => view! { <Figure image kind=FigureKind::Inside/> }.into(),
        Block::Gallery(gallery) => view! { <GalleryBlock gallery/> }.into(),
        Block::Table(table) => view! { <TableBlock table/> }.into(),
        Block::Code(code) => view! { <CodeBlock code/> }.into(),
        Block::Embed(embed) => view! { <EmbedBlock embed/> }.into(),
        Block::Video(video) => view! { <VideoBlock video/> }.into(),
        Block::Audio(audio) => view! { <AudioBlock audio/> }.into(),
        Block::Divider(_) => view! { <DividerBlock/> }.into(),
        Block::Callout(callout) => view! { <CalloutBlock callout/> }.into(),
        Block::Footnote(footnote) => view! { <FootnoteBlock footnote/> }.into(),
        Block::Correction(correction) => view! { <CorrectionBlock correction/> }.into(),
        Block::Unknown(unknown) => view! { <UnknownBlock unknown/> }.into(),
    }
}
