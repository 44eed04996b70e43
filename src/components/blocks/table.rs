//! Data in rows and columns.

use article::{Cell, Table};
use leptos::prelude::*;

use crate::{
    components::Inlines,
    i18n::Locale,
    markup::{Markup, el},
};

/// A table in a region of its own that scrolls when the window is narrow, also by keyboard.
#[component(transparent)]
pub(crate) fn TableBlock(
    /// The table.
    table: Table,
) -> Markup {
    let name = table.caption.clone().unwrap_or_else(|| Locale::at_hand().messages.table().to_owned());
    let is_head = |row: &Vec<Cell>| !row.is_empty() && row.iter().all(|cell| cell.header);
    let mut head = table.rows;
    let heads = head.iter().take_while(|row| is_head(row)).count();
    // A table of headers alone has no head, or nothing would be left under it.
    let body = head.split_off(if heads == head.len() { 0 } else { heads });
    let rows = el("table")
        .child(table.caption.map(|text| el("caption").child(text)))
        .child((!head.is_empty()).then(|| el("thead").child(rows(head, "col"))))
        .child(el("tbody").child(rows(body, "row")));
    el("div").class("av-table").attr("role", "region").attr("aria-label", name).attr("tabindex", "0").child(rows).into()
}

fn rows(rows: Vec<Vec<Cell>>, scope: &'static str) -> Markup {
    let row = |cells: Vec<Cell>| {
        let cells: Markup = cells.into_iter().map(|cell| self::cell(cell, scope)).collect();
        el("tr").child(cells).into()
    };
    rows.into_iter().map(row).collect()
}

fn cell(cell: Cell, scope: &'static str) -> Markup {
    let span = |number: u16| (number > 1).then(|| u32::from(number));
    let (name, scope) = if cell.header { ("th", Some(scope)) } else { ("td", None) };
    el(name)
        .attr("scope", scope)
        .attr("colspan", span(cell.colspan))
        .attr("rowspan", span(cell.rowspan))
        .child(view! { <Inlines content=cell.content/> })
        .into()
}
