//! An ordered or unordered list.

use article::{Block, List};
use leptos::prelude::*;

use crate::{
    components::{Blocks, Inlines},
    markup::{Markup, el},
};

/// A list.
#[component(transparent)]
pub(crate) fn ListBlock(
    /// The list.
    list: List,
) -> Markup {
    let (name, start) = if list.ordered { ("ol", list.start) } else { ("ul", None) };
    el(name).class("av-list").attr("start", start).child(list.items.into_iter().map(item).collect::<Markup>()).into()
}

/// An item; a first paragraph stands in it without an element of its own, as in a list written by hand.
fn item(mut blocks: Vec<Block>) -> Markup {
    let first = match blocks.first_mut() {
        Some(Block::Paragraph(paragraph)) => Some(std::mem::take(&mut paragraph.content)),
        _ => None,
    };
    if first.is_some() {
        blocks.remove(0);
    }
    let first = first.map(|content| view! { <Inlines content/> });
    el("li").child(first).child(view! { <Blocks blocks/> }).into()
}
