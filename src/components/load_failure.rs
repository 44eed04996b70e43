//! Why there is no article, and what can be done.

use leptos::prelude::*;

use crate::loader::LoadError;

/// A plain sentence, the article's own address, and a button when trying again may help.
#[component]
pub(crate) fn LoadFailure(
    /// What went wrong.
    error: LoadError,
    /// Where the article should have come from.
    src: Option<String>,
    /// The reader wants to try again.
    retry: Callback<()>,
) -> impl IntoView {
    let button = error.can_retry().then(|| {
        view! { <button type="button" class="button" on:click=move |_| retry.run(())>"Try again"</button> }
    });
    view! {
        <div class="failure" part="failure" role="alert">
            <p class="failure-text">{error.to_string()}</p>
            {src.filter(|_| error.can_retry()).map(|src| view! { <p class="failure-source">{src}</p> })}
            {button}
        </div>
    }
}
