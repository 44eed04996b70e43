//! The body: one component for each kind of block.

use article::Block;
use leptos::prelude::*;

use crate::components::{
    Figure, FigureKind,
    blocks::{
        AudioBlock, CalloutBlock, CodeBlock, CorrectionBlock, DividerBlock, EmbedBlock, FootnoteBlock, GalleryBlock,
        HeadingBlock, ListBlock, ParagraphBlock, PullQuoteBlock, QuoteBlock, TableBlock, UnknownBlock, VideoBlock,
    },
};

/// Blocks, in order.
#[component]
pub(crate) fn Blocks(
    /// The blocks.
    blocks: Vec<Block>,
) -> impl IntoView {
    blocks.into_iter().map(block).collect_view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(paragraph) => view! { <ParagraphBlock paragraph/> }.into_any(),
        Block::Heading(heading) => view! { <HeadingBlock heading/> }.into_any(),
        Block::List(list) => view! { <ListBlock list/> }.into_any(),
        Block::Quote(quote) => view! { <QuoteBlock quote/> }.into_any(),
        Block::PullQuote(quote) => view! { <PullQuoteBlock quote/> }.into_any(),
        Block::Figure(image) => view! { <Figure image kind=FigureKind::Inside/> }.into_any(),
        Block::Gallery(gallery) => view! { <GalleryBlock gallery/> }.into_any(),
        Block::Table(table) => view! { <TableBlock table/> }.into_any(),
        Block::Code(code) => view! { <CodeBlock code/> }.into_any(),
        Block::Embed(embed) => view! { <EmbedBlock embed/> }.into_any(),
        Block::Video(video) => view! { <VideoBlock video/> }.into_any(),
        Block::Audio(audio) => view! { <AudioBlock audio/> }.into_any(),
        Block::Divider(_) => view! { <DividerBlock/> }.into_any(),
        Block::Callout(callout) => view! { <CalloutBlock callout/> }.into_any(),
        Block::Footnote(footnote) => view! { <FootnoteBlock footnote/> }.into_any(),
        Block::Correction(correction) => view! { <CorrectionBlock correction/> }.into_any(),
        Block::Unknown(unknown) => view! { <UnknownBlock unknown/> }.into_any(),
    }
}
