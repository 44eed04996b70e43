//! Why there is no article, and what can be done.

use leptos::prelude::*;

use crate::{i18n::Locale, loader::LoadError};

const TITLE: &str = "The article cannot be shown";

/// A plain sentence, the article's own address, and a button when trying again may help.
///
/// On the article's own page there is no other heading, so this is the first; under a host's headings it is a second.
#[component]
pub(crate) fn LoadFailure(
    /// What went wrong.
    error: LoadError,
    /// Where the article should have come from.
    src: Option<String>,
    /// Whether the page is the article's own.
    is_standalone: bool,
    /// The reader wants to try again.
    retry: Callback<()>,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let button = error.can_retry().then(|| {
        view! { <button type="button" class="button" on:click=move |_| retry.run(())>"Try again"</button> }
    });
    let title = if is_standalone {
        view! { <h1 class="failure-title">{TITLE}</h1> }.into_any()
    } else {
        view! { <h2 class="failure-title">{TITLE}</h2> }.into_any()
    };
    view! {
        <div class="failure" part="failure" role="alert" lang=locale.language() dir=locale.direction()>
            {title}
            <p>{error.to_string()}</p>
            {src.filter(|_| error.can_retry()).map(|src| view! { <p class="failure-source">{src}</p> })}
            {button}
        </div>
    }
}
