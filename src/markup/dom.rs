//! Markup as nodes of a document.

use leptos::{prelude::*, reactive::effect::RenderEffect};
use web_sys::{DocumentFragment, Node};

use super::{
    Element, Kind, Markup, Parts,
    live::{Live, LiveAttribute},
};
use crate::{
    browser::{Subscription, js, page},
    signal::keep,
};

impl Markup {
    /// Builds it, out of sight. What moves in it ends with the reactive owner at hand.
    pub(crate) fn build(self) -> DocumentFragment {
        let fragment = js::fragment();
        self.append_to(&fragment);
        fragment
    }

    /// Builds it, out of sight, pausing between its parts so that the page never stands still for long.
    pub(crate) async fn build_in_slices(self) -> DocumentFragment {
        let fragment = js::fragment();
        let mut slice = page::Slice::begin();
        for part in self.pieces() {
            let Kind::Element(mut element) = *part.0 else { continue };
            let children = std::mem::take(&mut element.0.children);
            let parent = element.append_to(&fragment);
            for child in children.into_iter().flat_map(Self::pieces) {
                child.append_to(&parent);
                slice.pause_when_long().await;
            }
        }
        fragment
    }

    fn pieces(self) -> Vec<Self> {
        match *self.0 {
            Kind::Several(pieces) => pieces,
            kind => vec![kind.into()],
        }
    }

    fn append_to(self, parent: &Node) {
        match *self.0 {
            Kind::Text(text) => js::insert(parent, &js::text(&text), None),
            Kind::Element(element) => drop(element.append_to(parent)),
            Kind::Several(several) => several.into_iter().for_each(|markup| markup.append_to(parent)),
            Kind::Live(Live::Words(text)) => {
                let node = js::text("");
                js::insert(parent, &node, None);
                follow(Box::new(move || js::set(&node, "data", &text())));
            }
            Kind::Live(Live::Switch(mut switch)) => {
                let mut range = Range::append_to(parent);
                follow(Box::new(move || {
                    if switch.has_changed() {
                        range.show(Vec::new(), &|_| super::nothing());
                        range.show(vec![String::new()], &|_| switch.draw());
                    }
                }));
            }
            Kind::Live(Live::List(mut list)) => {
                let mut range = Range::append_to(parent);
                follow(Box::new(move || range.show(list.keys(), &|place| list.draw(place))));
            }
        }
    }
}

impl Element {
    fn append_to(self, parent: &Node) -> web_sys::Element {
        let Parts { name, attributes, children, live } = *self.0;
        let element = js::element(name);
        for (name, value) in attributes {
            js::set_attribute(&element, name, Some(&value));
        }
        for child in children {
            child.append_to(&element);
        }
        for live in live {
            live.attach(&element);
        }
        js::insert(parent, &element, None);
        element
    }
}

impl LiveAttribute {
    fn attach(self, element: &web_sys::Element) {
        match self {
            Self::Listener(event, act) => keep(Subscription::listen(Some(element), event, act)),
            Self::Built(act) => act(element),
            Self::Attribute(name, value) => {
                let element = element.clone();
                follow(Box::new(move || js::set_attribute(&element, name, value())));
            }
            Self::Value(value) => {
                let element = element.clone();
                let mut before = String::new();
                follow(Box::new(move || {
                    let value = value();
                    // What somebody else has put into the field is theirs, until there is something new to say.
                    if value != before {
                        js::set(&element, "value", &value);
                        before = value;
                    }
                }));
            }
        }
    }
}

/// Does something now, and again whenever a signal that was read has changed, until the reactive owner at hand ends.
pub(crate) fn follow(mut act: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_: Option<()>| act()));
}

/// Neighbouring nodes, from the first to the last. Parts that move begin and end with nodes that stay.
pub(super) struct Span {
    first: Node,
    last: Node,
}

impl Span {
    /// What a fragment holds.
    pub(super) fn of(fragment: &DocumentFragment) -> Option<Self> {
        Some(Self { first: js::get_node(fragment, "firstChild")?, last: js::get_node(fragment, "lastChild")? })
    }

    /// The first of them.
    pub(super) const fn first(&self) -> &Node {
        &self.first
    }

    /// Takes them off the page.
    pub(super) fn remove(&self) {
        js::remove(&self.first, &self.last);
    }

    /// Puts them elsewhere: before a node, or at the end.
    pub(super) fn insert(&self, parent: &Node, before: Option<&Node>) {
        js::relocate(&self.first, &self.last, parent, before);
    }
}

/// A piece of a part that moves: its nodes, and what lives with them.
struct Piece {
    key: String,
    nodes: Option<Span>,
    owner: Option<Owner>,
}

impl Drop for Piece {
    fn drop(&mut self) {
        // Every listener and effect in it holds the owner too, so that it would not end by itself.
        if let Some(owner) = &self.owner {
            owner.cleanup();
        }
    }
}

/// Where a part that moves stands: between two empty texts.
struct Range {
    start: Node,
    end: Node,
    pieces: Vec<Piece>,
    /// A piece outlives the run of the effect that drew it, so it belongs to the owner around.
    owner: Option<Owner>,
}

impl Range {
    fn append_to(parent: &Node) -> Self {
        let end = || {
            let node = js::text("");
            js::insert(parent, &node, None);
            node
        };
        Self { start: end(), end: end(), pieces: Vec::new(), owner: Owner::current() }
    }

    /// Shows these pieces; those that are there already keep their nodes.
    fn show(&mut self, keys: Vec<String>, draw: &dyn Fn(usize) -> Markup) {
        let mut before: Vec<Option<Piece>> = std::mem::take(&mut self.pieces).into_iter().map(Some).collect();
        let mut at = 0;
        let kept: Vec<Option<Piece>> = keys.iter().map(|key| take(&mut before, key, &mut at)).collect();
        for gone in before.into_iter().flatten() {
            if let Some(nodes) = &gone.nodes {
                nodes.remove();
            }
        }
        let Some(parent) = js::get_node(&self.end, "parentNode") else { return };
        let mut at = next(&self.start);
        for (place, (key, kept)) in keys.into_iter().zip(kept).enumerate() {
            let piece = if let Some(piece) = kept {
                if let Some(nodes) = piece.nodes.as_ref().filter(|nodes| Some(&nodes.first) != at.as_ref()) {
                    nodes.insert(&parent, at.as_ref());
                }
                piece
            } else {
                let (nodes, owner) = self.draw(&|| draw(place), &parent, at.as_ref());
                Piece { key, nodes, owner }
            };
            if let Some(nodes) = &piece.nodes {
                at = next(&nodes.last);
            }
            self.pieces.push(piece);
        }
    }

    fn draw(&self, draw: &dyn Fn() -> Markup, parent: &Node, before: Option<&Node>) -> (Option<Span>, Option<Owner>) {
        let owner = self.owner.as_ref().map(Owner::child);
        let build = || untrack(|| draw().build());
        let fragment = owner.as_ref().map_or_else(build, |owner| owner.with(build));
        let nodes = Span::of(&fragment);
        js::insert(parent, &fragment, before);
        (nodes, owner)
    }
}

fn next(node: &Node) -> Option<Node> {
    js::get_node(node, "nextSibling")
}

/// Takes the piece of a key out of those that were there. Most stay in their order, so it is looked for behind the last.
fn take(pieces: &mut [Option<Piece>], key: &str, at: &mut usize) -> Option<Piece> {
    let is_it = |piece: &Option<Piece>| piece.as_ref().is_some_and(|piece| piece.key == key);
    let behind = pieces.iter().skip(*at).position(is_it).map(|found| *at + found);
    let found = behind.or_else(|| pieces.iter().position(is_it))?;
    *at = found + 1;
    pieces[found].take()
}
