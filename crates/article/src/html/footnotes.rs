//! Footnotes: a link to a place further down from which another link leads back.
//!
//! WordPress, Markdown and word processors write them differently, but all write the two links.

use std::collections::BTreeMap;

use super::Html;

/// What part a node has in the footnotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    None,
    /// A link to the note of this number.
    Reference(usize),
    /// The note of this number.
    Note(usize),
    /// A link from a note back to the text.
    Back,
}

/// Which nodes belong to footnotes.
#[derive(Default)]
pub(super) struct Footnotes {
    /// One for each node; none when there are no footnotes.
    roles: Vec<Role>,
    notes: usize,
}

/// So many links of a note are looked at.
const LINKS: usize = 50;

impl Footnotes {
    pub(super) fn of(html: &Html) -> Self {
        let mut found = Self::default();
        let mut ids = BTreeMap::new();
        let mut links = Vec::new();
        // The elements around each node that has an id or is a link, and around what is a link's target.
        let mut parents: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for index in 0..html.len() {
            while open.last().is_some_and(|last| html.end(*last) <= index) {
                open.pop();
            }
            parents.push(open.last().copied().unwrap_or(usize::MAX));
            let Some(node) = html.get(index).filter(|node| !node.name().is_empty()) else { continue };
            open.push(index);
            if let Some(id) = node.attribute("id").or_else(|| node.attribute("name")) {
                ids.entry(id).or_insert(index);
            }
            if let Some(id) =
                node.attribute("href").and_then(|href| href.strip_prefix('#')).filter(|_| node.name() == "a")
            {
                links.push((index, id));
            }
        }
        let targets: Vec<(usize, usize)> = links.iter().filter_map(|(link, id)| Some((*link, *ids.get(id)?))).collect();
        for (link, target) in &targets {
            let Some(note) = block_around(html, &parents, *target).filter(|note| *note > *link) else { continue };
            let first = targets.partition_point(|(other, _)| *other < note);
            let inside = targets.iter().skip(first).take(LINKS).take_while(|(other, _)| *other < html.end(note));
            let parent = |index: usize| parents.get(index).copied().unwrap_or(usize::MAX);
            let is_back = |to: usize| {
                to == *link
                    || to == parent(*link)
                    || to == parent(parent(*link))
                    || (to > *link && to < html.end(*link))
            };
            let back: Vec<usize> = inside.filter(|(_, to)| is_back(*to)).map(|(other, _)| *other).collect();
            let is_marked = html.get(*link).is_some_and(|node| node.attribute("role") == Some("doc-noteref"))
                || html.get(parent(*link)).is_some_and(|node| node.name() == "sup");
            if back.is_empty() && !is_marked {
                continue;
            }
            found.roles.resize(html.len(), Role::None);
            let number = match found.role(note) {
                Role::Note(number) => number,
                _ => found.notes + 1,
            };
            found.notes = found.notes.max(number);
            let roles = [(note, Role::Note(number)), (*link, Role::Reference(number))];
            for (index, role) in roles.into_iter().chain(back.into_iter().map(|link| (link, Role::Back))) {
                if let Some(known) = found.roles.get_mut(index) {
                    *known = role;
                }
            }
        }
        found
    }

    /// The part a node has.
    pub(super) fn role(&self, index: usize) -> Role {
        self.roles.get(index).copied().unwrap_or_default()
    }
}

/// The block that is a target, or around it.
fn block_around(html: &Html, parents: &[usize], target: usize) -> Option<usize> {
    let mut index = target;
    for _ in 0..6 {
        let name = html.get(index)?.name();
        if matches!(name, "li" | "p" | "div" | "dd" | "aside") {
            return Some(index);
        }
        index = *parents.get(index)?;
    }
    None
}
