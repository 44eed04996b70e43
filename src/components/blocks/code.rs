//! Computer code.

use article::Code;
use leptos::prelude::*;

/// Code, its lines kept; long ones scroll, also by keyboard.
#[component]
pub(crate) fn CodeBlock(
    /// The code.
    code: Code,
) -> impl IntoView {
    let name = code.language.clone().unwrap_or_else(|| "Code".to_owned());
    view! {
        <pre class="av-code" role="region" aria-label=name tabindex="0" dir="ltr" translate="no" data-language=code.language>
            <code>{code.text}</code>
        </pre>
    }
}
