//! Markup as a view of Leptos: what `view!` nests, tests render and prerendering writes.

use leptos::tachys::{
    html::attribute::any_attribute::AnyAttribute,
    hydration::Cursor,
    no_attrs,
    renderer::types,
    view::{Mountable, Position, PositionState, Render, RenderHtml},
};
use web_sys::DocumentFragment;

use super::{Markup, dom::Span};
use crate::browser::js;

/// Markup on a page, or about to be.
pub struct Mounted {
    fragment: Option<DocumentFragment>,
    nodes: Option<Span>,
}

impl Mountable for Mounted {
    fn unmount(&mut self) {
        if let Some(nodes) = &self.nodes {
            nodes.remove();
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        match (self.fragment.take(), &self.nodes) {
            // A marker of Leptos is a child of the parent it comes with.
            (Some(fragment), _) => js::insert(parent, &fragment, marker),
            (None, Some(nodes)) => nodes.insert(parent, marker),
            (None, None) => {}
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = self.nodes.as_ref().map(Span::first);
        let parent = first.and_then(web_sys::Node::parent_element);
        parent.inspect(|parent| child.mount(parent, first)).is_some()
    }

    fn elements(&self) -> Vec<types::Element> {
        Vec::new()
    }
}

impl Render for Markup {
    type State = Mounted;

    fn build(self) -> Mounted {
        let fragment = Self::build(self);
        let nodes = Span::of(&fragment);
        Mounted { fragment: Some(fragment), nodes }
    }

    fn rebuild(self, state: &mut Mounted) {
        let mut new = Render::build(self);
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

no_attrs!(Markup);

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
        self.write(html);
        *position = Position::NextChild;
    }

    /// Nothing of ours is hydrated: text that is there already is adopted as it stands.
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Mounted {
        Render::build(self)
    }

    fn into_owned(self) -> Self {
        self
    }
}
