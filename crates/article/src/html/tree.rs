//! A parsed document, flat: walking it needs no recursion, and so no depth can overflow a stack.

/// A document as a parser made it, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    nodes: Vec<Node>,
}

/// An element, or text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// The element's name in lower case; empty for text.
    name: String,
    /// The text; empty for an element.
    text: String,
    attributes: Vec<(String, String)>,
    /// The first node after this one that is not inside it.
    end: usize,
}

impl Node {
    /// The element's name; empty for text.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The text; empty for an element.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// An attribute that is not empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// Whether the attribute is there, with or without a value.
    pub(crate) fn has_attribute(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| known == name)
    }

    /// Whether the element has this class.
    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|known| known == class))
    }
}

impl Html {
    pub(crate) fn get(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The first node after a node that is not inside it.
    pub(crate) fn end(&self, index: usize) -> usize {
        self.nodes.get(index).map_or(index + 1, |node| node.end)
    }

    /// The children of a node.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = (usize, &Node)> {
        self.siblings(index + 1, self.end(index))
    }

    /// The nodes from one to another that are not inside one another.
    pub(crate) fn siblings(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, &Node)> {
        let mut next = from;
        std::iter::from_fn(move || {
            let index = next;
            let node = self.nodes.get(index).filter(|_| index < to)?;
            next = node.end;
            Some((index, node))
        })
    }

    /// The nodes inside a node, in the order of the text.
    pub(crate) fn inside(&self, index: usize) -> impl Iterator<Item = (usize, &Node)> {
        let nodes = self.nodes.get(index + 1..self.end(index)).unwrap_or_default();
        nodes.iter().enumerate().map(move |(offset, node)| (index + 1 + offset, node))
    }
}

/// Puts a tree together from what a parser found, in order.
#[derive(Debug, Default)]
pub struct HtmlBuilder {
    html: Html,
    open: Vec<usize>,
}

impl HtmlBuilder {
    /// An element begins; its name is in lower case.
    pub fn open(&mut self, name: &str, attributes: Vec<(String, String)>) {
        self.open.push(self.html.nodes.len());
        self.html.nodes.push(Node { name: name.to_owned(), text: String::new(), attributes, end: 0 });
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        let end = self.html.nodes.len() + 1;
        self.html.nodes.push(Node { name: String::new(), text: text.to_owned(), attributes: Vec::new(), end });
    }

    /// The element that began last ends.
    pub fn close(&mut self) {
        let end = self.html.nodes.len();
        if let Some(node) = self.open.pop().and_then(|index| self.html.nodes.get_mut(index)) {
            node.end = end;
        }
    }

    /// The whole tree.
    pub fn finish(mut self) -> Html {
        while !self.open.is_empty() {
            self.close();
        }
        self.html
    }
}
