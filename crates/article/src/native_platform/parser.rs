//! html5ever's parser, building a tree of indices.

mod depth;

use std::{
    borrow::Cow,
    cell::{Ref, RefCell},
};

use html5ever::{
    Attribute, LocalName, QualName, TokenizerResult,
    buffer_queue::BufferQueue,
    interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
    local_name, ns,
    tendril::StrTendril,
    tokenizer::{Tokenizer, TokenizerOpts},
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};

use crate::{Html, HtmlBuilder};

/// Parses as `DOMParser` does: a whole document, with scripting disabled.
pub(super) fn parse(html: &str) -> Html {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
    // A string has no byte order mark.
    let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let builder = depth::Bounded::new(TreeBuilder::new(Sink::default(), tree_builder));
    let tokenizer = Tokenizer::new(builder, tokenizer);
    let input = BufferQueue::default();
    input.push_back(html.into());
    // It stops after each script, which nobody runs.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.finish()
}

/// A node and its neighbours. A list of children in one piece would make moving them cost as much as there are.
#[derive(Default)]
struct Place {
    node: Node,
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
}

#[derive(Default)]
enum Node {
    /// The document, a comment, a processing instruction, the contents of a template.
    #[default]
    Other,
    Text(String),
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
}

/// The tree; the document is its first node.
struct Sink(RefCell<Vec<Place>>);

impl Default for Sink {
    fn default() -> Self {
        Self(RefCell::new(vec![Place::default()]))
    }
}

impl Sink {
    fn add(&self, node: Node) -> usize {
        let mut places = self.0.borrow_mut();
        places.push(Place { node, ..Place::default() });
        places.len() - 1
    }

    /// Puts a node into a parent, before one of its children or last.
    fn insert(&self, parent: usize, before: Option<usize>, child: NodeOrText<usize>) {
        let previous = match before {
            Some(before) => self.0.borrow()[before].previous,
            None => self.0.borrow()[parent].last,
        };
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                if let Some(at) = previous
                    && let Node::Text(known) = &mut self.0.borrow_mut()[at].node
                {
                    known.push_str(&text);
                    return;
                }
                self.add(Node::Text(text.to_string()))
            }
        };
        self.remove_from_parent(&child);
        let mut places = self.0.borrow_mut();
        let place = &mut places[child];
        (place.parent, place.previous, place.next) = (Some(parent), previous, before);
        match previous {
            Some(previous) => places[previous].next = Some(child),
            None => places[parent].first = Some(child),
        }
        match before {
            Some(before) => places[before].previous = Some(child),
            None => places[parent].last = Some(child),
        }
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    /// What is inside `body`, without recursion.
    fn finish(self) -> Html {
        let places = self.0.into_inner();
        let is = |at: usize, wanted: LocalName| matches!(&places[at].node, Node::Element { name, .. } if name.local == wanted && name.ns == ns!(html));
        let siblings = |first: Option<usize>| std::iter::successors(first, |at| places[*at].next);
        let root = siblings(places[0].first).find(|at| is(*at, local_name!("html")));
        let body = root.and_then(|root| siblings(places[root].first).find(|at| is(*at, local_name!("body"))));
        let mut builder = HtmlBuilder::default();
        let Some(body) = body else { return builder.finish() };
        let mut at = places[body].first;
        while let Some(index) = at {
            let place = &places[index];
            let mut is_open = false;
            match &place.node {
                Node::Text(text) => builder.text(text),
                Node::Element { name, attributes } => {
                    let attributes = attributes.iter();
                    let pairs =
                        attributes.map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
                    builder.open(&name.local, pairs.collect());
                    is_open = true;
                }
                Node::Other => {}
            }
            at = place.first.filter(|_| is_open);
            let mut leaving = index;
            while at.is_none() {
                if matches!(places[leaving].node, Node::Element { .. }) {
                    builder.close();
                }
                at = places[leaving].next;
                if at.is_none() {
                    leaving = places[leaving].parent.unwrap_or(body);
                    if leaving == body {
                        return builder.finish();
                    }
                }
            }
        }
        builder.finish()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |places| match &places[*target].node {
            Node::Element { name, .. } => name,
            _ => unreachable!("the parser asks for the names of elements alone"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(Node::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Node::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Node::Other)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.0.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A place outside the tree: what is in a template is not part of the document.
    fn get_template_contents(&self, _: &usize) -> usize {
        self.add(Node::Other)
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let parent = self.0.borrow()[*sibling].parent;
        if let Some(parent) = parent {
            self.insert(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, more: Vec<Attribute>) {
        if let Node::Element { attributes, .. } = &mut self.0.borrow_mut()[*target].node {
            let missing = |one: &Attribute| attributes.iter().all(|known| known.name != one.name);
            let missing: Vec<Attribute> = more.into_iter().filter(missing).collect();
            attributes.extend(missing);
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        let mut places = self.0.borrow_mut();
        let place = &mut places[*target];
        let (parent, previous, next) = (place.parent.take(), place.previous.take(), place.next.take());
        match (previous, parent) {
            (Some(previous), _) => places[previous].next = next,
            (None, Some(parent)) => places[parent].first = next,
            _ => {}
        }
        match (next, parent) {
            (Some(next), _) => places[next].previous = previous,
            (None, Some(parent)) => places[parent].last = previous,
            _ => {}
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        loop {
            let first = self.0.borrow()[*node].first;
            let Some(first) = first else { return };
            self.remove_from_parent(&first);
            self.append(new_parent, NodeOrText::AppendNode(first));
        }
    }
}
