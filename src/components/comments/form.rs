//! Writing a comment.

use engagement::{
    comments::{CommentError, parse_name, parse_text},
    limits::MAX_TEXT_CHARS,
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use crate::engagement::{Action, Draft, Engagement};

/// From how many characters left they are counted down.
const COUNT_DOWN_FROM: usize = 500;

/// Name and text. What is written survives a reload; what is wrong with it is said beside the field.
#[component]
pub(crate) fn CommentForm() -> impl IntoView {
    let engagement: Engagement = expect_context();
    let draft = engagement.draft.get_value();
    let (name, set_name) = signal(draft.name);
    let (text, set_text) = signal(draft.text);
    let error = RwSignal::new(None::<CommentError>);
    // The second half of a double click is no wish for an empty comment.
    let has_just_posted = StoredValue::new(false);
    let name_field = NodeRef::<html::Input>::new();
    let text_field = NodeRef::<html::Textarea>::new();

    let keep = move || {
        let draft = Draft { name: name.get_untracked(), text: text.get_untracked() };
        has_just_posted.set_value(false);
        engagement.draft.set_value(draft.clone());
        engagement.act.run(Action::Write(draft));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let parsed = parse_name(&name.get_untracked())
            .and_then(|name| Ok(Draft { name, text: parse_text(&text.get_untracked())? }));
        match parsed {
            Ok(draft) => {
                error.set(None);
                // The field is empty before anything is sent: a second click finds nothing to send.
                set_text.set(String::new());
                has_just_posted.set_value(true);
                engagement.draft.set_value(Draft { name: draft.name.clone(), text: String::new() });
                engagement.act.run(Action::Post(draft));
            }
            Err(_) if has_just_posted.get_value() => {}
            Err(wrong) => {
                error.set(Some(wrong));
                let _ = if concerns_name(wrong) {
                    name_field.get_untracked().map(|field| field.focus())
                } else {
                    text_field.get_untracked().map(|field| field.focus())
                };
            }
        }
    };
    let left = move || {
        let written = text.with(|text| text.chars().count());
        let left = MAX_TEXT_CHARS.saturating_sub(written);
        (left <= COUNT_DOWN_FROM).then(|| match written.saturating_sub(MAX_TEXT_CHARS) {
            0 => format!("{left} characters left"),
            over => format!("{over} characters too many"),
        })
    };
    let wrong_name = move || error.get().filter(|error| concerns_name(*error));
    let wrong_text = move || error.get().filter(|error| !concerns_name(*error));

    view! {
        <form class="comment-form" novalidate on:submit=submit>
            <label for="comment-name">"Name"</label>
            <input
                id="comment-name"
                autocomplete="name"
                dir="auto"
                node_ref=name_field
                prop:value=name
                on:input:target=move |event| { set_name.set(event.target().value()); keep(); }
                aria-invalid=move || wrong_name().map(|_| "true")
                aria-describedby="comment-name-error"
            />
            <p id="comment-name-error" class="field-error">{move || wrong_name().map(|error| error.to_string())}</p>
            <label for="comment-text">"Comment"</label>
            <textarea
                id="comment-text"
                rows="4"
                dir="auto"
                node_ref=text_field
                prop:value=text
                on:input:target=move |event| { set_text.set(event.target().value()); keep(); }
                aria-invalid=move || wrong_text().map(|_| "true")
                aria-describedby="comment-text-error comment-text-left"
            ></textarea>
            <p id="comment-text-error" class="field-error">{move || wrong_text().map(|error| error.to_string())}</p>
            <div class="comment-form-end">
                <button type="submit" class="button">"Post comment"</button>
                <span id="comment-text-left" class="characters-left">{left}</span>
            </div>
        </form>
    }
}

const fn concerns_name(error: CommentError) -> bool {
    matches!(error, CommentError::NameMissing | CommentError::NameTooLong)
}
