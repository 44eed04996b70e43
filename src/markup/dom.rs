//! Markup as nodes of a document.

use leptos::{prelude::*, reactive::effect::RenderEffect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, DocumentFragment, HtmlElement, Node};

use super::{
    Element, Kind, Markup, Parts,
    live::{Live, LiveAttribute},
};
use crate::{
    browser::{Listener, page},
    signal::keep,
};

impl Markup {
    /// Builds it, out of sight. What moves in it ends with the reactive owner at hand.
    pub(crate) fn build(self, document: &Document) -> DocumentFragment {
        let fragment = document.create_document_fragment();
        self.append_to(&fragment, document);
        fragment
    }

    /// Builds it, out of sight, pausing between its parts so that the page never stands still for long.
    pub(crate) async fn build_in_slices(self, document: &Document) -> DocumentFragment {
        let fragment = document.create_document_fragment();
        let mut slice = page::Slice::begin();
        for part in self.pieces() {
            let Kind::Element(mut element) = *part.0 else { continue };
            let children = std::mem::take(&mut element.0.children);
            let Some(parent) = element.append_to(&fragment, document) else { continue };
            for child in children.into_iter().flat_map(Self::pieces) {
                child.append_to(&parent, document);
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

    fn append_to(self, parent: &Node, document: &Document) {
        match *self.0 {
            // Appending a new node to one of ours cannot fail.
            Kind::Text(text) => drop(parent.append_child(&document.create_text_node(&text))),
            Kind::Element(element) => drop(element.append_to(parent, document)),
            Kind::Several(several) => several.into_iter().for_each(|markup| markup.append_to(parent, document)),
            Kind::Live(Live::Words(text)) => {
                let node = document.create_text_node("");
                let _ = parent.append_child(&node);
                follow(Box::new(move || node.set_data(&text())));
            }
            Kind::Live(Live::Switch(mut switch)) => {
                let mut range = Range::append_to(parent, document);
                follow(Box::new(move || {
                    if switch.has_changed() {
                        range.show(Vec::new(), &|_| super::nothing());
                        range.show(vec![String::new()], &|_| switch.draw());
                    }
                }));
            }
            Kind::Live(Live::List(mut list)) => {
                let mut range = Range::append_to(parent, document);
                follow(Box::new(move || range.show(list.keys(), &|place| list.draw(place))));
            }
        }
    }
}

impl Element {
    fn append_to(self, parent: &Node, document: &Document) -> Option<web_sys::Element> {
        let Parts { name, attributes, children, live } = *self.0;
        // Fails for names that are none, and ours are.
        let element = document.create_element(name).ok()?;
        for (name, value) in attributes {
            let _ = element.set_attribute(name, &value);
        }
        for child in children {
            child.append_to(&element, document);
        }
        for live in live {
            live.attach(element.unchecked_ref());
        }
        let _ = parent.append_child(&element);
        Some(element)
    }
}

impl LiveAttribute {
    fn attach(self, element: &HtmlElement) {
        match self {
            Self::Listener(event, act) => keep(Listener::on(element, event, act)),
            Self::Built(act) => act(element),
            Self::Attribute(name, value) => {
                let element = element.clone();
                follow(Box::new(move || {
                    let _ = match value() {
                        Some(value) => element.set_attribute(name, value),
                        None => element.remove_attribute(name),
                    };
                }));
            }
            Self::Value(value) => {
                let element = element.clone();
                follow(Box::new(move || {
                    let (key, value) = (JsValue::from_str("value"), JsValue::from_str(&value()));
                    // Written when it differs only, or the cursor would jump.
                    if js_sys::Reflect::get(&element, &key).as_ref() != Ok(&value) {
                        let _ = js_sys::Reflect::set(&element, &key, &value);
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
        Some(Self { first: fragment.first_child()?, last: fragment.last_child()? })
    }

    /// The first of them.
    pub(super) const fn first(&self) -> &Node {
        &self.first
    }

    /// Takes them off the page.
    pub(super) fn remove(&self) {
        self.each(&|node| {
            let _ = node.parent_node().map(|parent| parent.remove_child(node));
        });
    }

    /// Puts them elsewhere: before a node, or at the end.
    pub(super) fn insert(&self, parent: &Node, before: Option<&Node>) {
        self.each(&|node| drop(parent.insert_before(node, before)));
    }

    fn each(&self, act: &dyn Fn(&Node)) {
        let mut next = Some(self.first.clone());
        while let Some(node) = next {
            next = if node == self.last { None } else { node.next_sibling() };
            act(&node);
        }
    }
}

/// A piece of a part that moves: its nodes, and what lives with them.
struct Piece {
    key: String,
    nodes: Option<Span>,
    _owner: Option<Owner>,
}

/// Where a part that moves stands: between two empty texts.
struct Range {
    start: Node,
    end: Node,
    pieces: Vec<Piece>,
    /// A piece outlives the run of the effect that drew it, so it belongs to the owner around.
    owner: Option<Owner>,
    document: Document,
}

impl Range {
    fn append_to(parent: &Node, document: &Document) -> Self {
        let end = || {
            let node = Node::from(document.create_text_node(""));
            let _ = parent.append_child(&node);
            node
        };
        Self { start: end(), end: end(), pieces: Vec::new(), owner: Owner::current(), document: document.clone() }
    }

    /// Shows these pieces; those that are there already keep their nodes.
    fn show(&mut self, keys: Vec<String>, draw: &dyn Fn(usize) -> Markup) {
        let mut before: Vec<Option<Piece>> = std::mem::take(&mut self.pieces).into_iter().map(Some).collect();
        let kept: Vec<Option<Piece>> = keys.iter().map(|key| take(&mut before, key)).collect();
        for gone in before.into_iter().flatten() {
            if let Some(nodes) = gone.nodes {
                nodes.remove();
            }
        }
        let Some(parent) = self.end.parent_node() else { return };
        let mut at = self.start.next_sibling();
        for (place, (key, kept)) in keys.into_iter().zip(kept).enumerate() {
            let piece = if let Some(piece) = kept {
                if let Some(nodes) = piece.nodes.as_ref().filter(|nodes| Some(&nodes.first) != at.as_ref()) {
                    nodes.insert(&parent, at.as_ref());
                }
                piece
            } else {
                let (nodes, owner) = self.draw(&|| draw(place), &parent, at.as_ref());
                Piece { key, nodes, _owner: owner }
            };
            if let Some(nodes) = &piece.nodes {
                at = nodes.last.next_sibling();
            }
            self.pieces.push(piece);
        }
    }

    fn draw(&self, draw: &dyn Fn() -> Markup, parent: &Node, before: Option<&Node>) -> (Option<Span>, Option<Owner>) {
        let owner = self.owner.as_ref().map(Owner::child);
        let build = || untrack(|| draw().build(&self.document));
        let fragment = owner.as_ref().map_or_else(build, |owner| owner.with(build));
        let nodes = Span::of(&fragment);
        let _ = parent.insert_before(&fragment, before);
        (nodes, owner)
    }
}

/// Takes the piece of a key out of those that were there.
fn take(pieces: &mut [Option<Piece>], key: &str) -> Option<Piece> {
    pieces.iter_mut().find(|piece| piece.as_ref().is_some_and(|piece| piece.key == key))?.take()
}
