//! Data in rows and columns.

use article::{Cell, Table};
use leptos::prelude::*;

use crate::{components::Inlines, i18n::Locale};

/// A table in a region of its own that scrolls when the window is narrow, also by keyboard.
#[component]
pub(crate) fn TableBlock(
    /// The table.
    table: Table,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let name = table.caption.clone().unwrap_or_else(|| locale.messages.table.to_owned());
    let caption = table.caption.map(|text| view! { <caption>{text}</caption> });
    let is_head = |row: &Vec<Cell>| !row.is_empty() && row.iter().all(|cell| cell.header);
    let mut rows = table.rows;
    let heads = rows.iter().take_while(|row| is_head(row)).count();
    // A table of headers alone has no head, or nothing would be left under it.
    let body = if heads == rows.len() { std::mem::take(&mut rows) } else { rows.split_off(heads) };
    let head = (!rows.is_empty()).then(|| view! { <thead>{self::rows(rows, "col")}</thead> });

    view! {
        <div class="av-table" role="region" aria-label=name tabindex="0">
            <table>{caption}{head}<tbody>{self::rows(body, "row")}</tbody></table>
        </div>
    }
}

fn rows(rows: Vec<Vec<Cell>>, scope: &'static str) -> impl IntoView {
    rows.into_iter()
        .map(|cells| view! { <tr>{cells.into_iter().map(|cell| self::cell(cell, scope)).collect_view()}</tr> })
        .collect_view()
}

fn cell(cell: Cell, scope: &'static str) -> AnyView {
    let span = |number: u16| (number > 1).then(|| number.to_string());
    let (colspan, rowspan) = (span(cell.colspan), span(cell.rowspan));
    let text = view! { <Inlines content=cell.content/> };
    if cell.header {
        view! { <th scope=scope colspan=colspan rowspan=rowspan>{text}</th> }.into_any()
    } else {
        view! { <td colspan=colspan rowspan=rowspan>{text}</td> }.into_any()
    }
}
