//! Computer code.

use article::Code;
use leptos::prelude::*;

use crate::markup::{Markup, el};

/// Code, its lines kept; long ones scroll, also by keyboard.
#[component(transparent)]
pub(crate) fn CodeBlock(
    /// The code.
    code: Code,
) -> Markup {
    let name = code.language.clone().unwrap_or_else(|| "Code".to_owned());
    el("pre")
        .class("av-code")
        .attr("role", "region")
        .attr("aria-label", name)
        .attr("tabindex", "0")
        .attr("dir", "ltr")
        .attr("translate", "no")
        .attr("data-language", code.language)
        .child(el("code").child(code.text))
        .into()
}
