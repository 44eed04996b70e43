//! An ordered or unordered list.

use article::{Block, List};
use leptos::prelude::*;

use crate::components::{Blocks, Inlines};

/// A list.
#[component]
pub(crate) fn ListBlock(
    /// The list.
    list: List,
) -> impl IntoView {
    let items = list.items.into_iter().map(|blocks| view! { <Item blocks/> }).collect_view();
    if list.ordered {
        let start = list.start.map(|start| start.to_string());
        view! { <ol class="av-list" start=start>{items}</ol> }.into_any()
    } else {
        view! { <ul class="av-list">{items}</ul> }.into_any()
    }
}

/// An item; a first paragraph stands in it without an element of its own, as in a list written by hand.
#[component]
fn Item(
    /// What it holds.
    blocks: Vec<Block>,
) -> impl IntoView {
    let mut blocks = blocks;
    let first = match blocks.first() {
        Some(Block::Paragraph(_)) => match blocks.remove(0) {
            Block::Paragraph(paragraph) => Some(paragraph.content),
            _ => None,
        },
        _ => None,
    };
    view! { <li>{first.map(|content| view! { <Inlines content/> })}<Blocks blocks/></li> }
}
