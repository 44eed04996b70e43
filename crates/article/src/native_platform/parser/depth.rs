//! How deep elements are nested: beyond that their tags are passed over, and their text is in what is around them.
//!
//! For each tag the parser looks through what is open, and so what is nested without end would take time with the square of it.

use std::cell::{Cell, RefCell};

use html5ever::{
    LocalName,
    interface::{Tracer, TreeSink},
    tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult},
    tree_builder::TreeBuilder,
};

/// So many elements are open at once, and marks that go on in the next block. Blocks are made of the outermost 100; browsers have 512.
const MAX_OPEN: usize = 256;

/// Elements in which no others are: nothing stays open after them, or after their text.
const LEAVES: [&str; 22] = [
    "area", "base", "br", "col", "embed", "hr", "iframe", "img", "input", "link", "meta", "noembed", "noframes",
    "param", "script", "source", "style", "textarea", "title", "track", "wbr", "xmp",
];

/// A parser that is told of no more than that.
pub(super) struct Bounded<S: TreeSink<Handle = usize>> {
    builder: TreeBuilder<usize, S>,
    /// The names of elements passed over whose ends are to come.
    passed: RefCell<Vec<LocalName>>,
}

impl<S: TreeSink<Handle = usize>> Bounded<S> {
    pub(super) fn new(builder: TreeBuilder<usize, S>) -> Self {
        Self { builder, passed: RefCell::default() }
    }

    pub(super) fn finish(self) -> S::Output {
        self.builder.sink.finish()
    }

    /// Whether the parser is told of a tag.
    fn takes(&self, tag: &Tag) -> bool {
        let mut passed = self.passed.borrow_mut();
        if tag.kind == TagKind::EndTag {
            let is_passed = passed.last() == Some(&tag.name);
            if is_passed {
                passed.pop();
            }
            return !is_passed;
        }
        let open = Count::default();
        self.builder.trace_handles(&open);
        if open.0.get() < MAX_OPEN {
            return true;
        }
        let is_foreign = self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        let is_leaf = if is_foreign { tag.self_closing } else { LEAVES.contains(&&*tag.name) };
        if !is_leaf {
            passed.push(tag.name.clone());
        }
        is_leaf
    }
}

impl<S: TreeSink<Handle = usize>> TokenSink for Bounded<S> {
    type Handle = usize;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<usize> {
        match &token {
            Token::TagToken(tag) if !self.takes(tag) => TokenSinkResult::Continue,
            _ => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// How many elements the parser has at hand.
#[derive(Default)]
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = usize;

    fn trace_handle(&self, _: &usize) {
        self.0.set(self.0.get() + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::{super::parse, *};
    use crate::Html;

    /// How deep elements are nested, and the text of all.
    fn deepest(html: &Html) -> (usize, String) {
        let (mut open, mut deepest, mut text) = (Vec::new(), 0, String::new());
        for index in 0..html.len() {
            while open.last().is_some_and(|end| *end <= index) {
                open.pop();
            }
            let node = html.get(index).expect("a node");
            text += node.text();
            if !node.name().is_empty() {
                open.push(html.end(index));
                deepest = deepest.max(open.len());
            }
        }
        (deepest, text)
    }

    // 200,000 boxes in one another did not end within two minutes.
    #[test]
    fn what_is_nested_without_end_is_flat_from_a_depth_on() {
        for (begin, end) in [
            ("<div>", "</div>"),
            ("<ul><li>", "</li></ul>"),
            ("<b>", "</b>"),
            ("<div title='>'>", ""),
            ("<b id=1><p>", "</p>"),
            ("<table><td>", ""),
            ("<svg><g>", "</g></svg>"),
            ("<div><!-- </div> --><style></div></style>", ""),
        ] {
            let text = "before ".to_owned() + &begin.repeat(3_000) + "within" + &end.repeat(3_000) + "<p>after";
            let (depth, text) = deepest(&parse(&text));
            assert!(depth <= MAX_OPEN + 8, "{begin}: {depth}");
            let words = ["before", "within", "after"].map(|word| text.matches(word).count());
            assert_eq!(words, [1; 3], "{begin}");
        }
    }

    #[test]
    fn what_is_not_nested_is_as_it_was() {
        let many =
            "<p>a<br><b>b</b><ul><li>c<li>d</ul><table><tr><td>e<td>f</table><svg><path/><path/></svg>".repeat(500);
        let html = parse(&many);
        let count =
            |name: &str| (0..html.len()).filter(|index| html.get(*index).expect("a node").name() == name).count();
        assert_eq!(["p", "br", "b", "li", "td", "path"].map(count), [500, 500, 500, 1_000, 1_000, 1_000]);
        let html = parse(&("<div>".repeat(400) + "x" + &"</div>".repeat(400) + "<p>y<script>z</script>"));
        let last = (0..html.len()).filter_map(|index| html.get(index)).map(|node| node.name().to_owned());
        assert_eq!(last.collect::<Vec<_>>()[html.len() - 4..], ["p", "", "script", ""].map(str::to_owned));
        // Nothing is around the paragraph.
        assert_eq!(html.end(0), html.len() - 4);
    }
}
