//! Writing: a comment, an answer to one, another text for one's own.

use std::sync::Arc;

use article::{Json, read_body};
use engagement::{
    comments::{CommentError, characters, parse_name, parse_text},
    limits::MAX_TEXT_CHARS,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::Element as Node;

use super::comment::{Open, comment_body};
use crate::{
    browser::{BrowserPlatform, js, page},
    conversation::{Comments, Draft, Written},
    i18n::{fill, tr, tr_count},
    markup::{Element, Markup, el, nothing, switch, words},
    signal::Signal,
};

/// From how many characters left they are counted down.
const COUNT_DOWN_FROM: usize = 500;

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A comment on the article.
    Article,
    /// An answer to a comment.
    Reply(String),
    /// Another text for a comment, and the one it has.
    Edit(String, String),
}

/// Name and text. What is written survives a reload; what is wrong with it is said beside the field.
#[component(transparent)]
pub(super) fn CommentForm(
    /// What can be done with what is written.
    comments: Comments,
    /// What is written.
    purpose: Purpose,
    /// Called when it is done, or not to be done; absent for a form that stays.
    #[prop(optional)]
    close: Option<Signal<Option<Open>>>,
) -> Markup {
    let (parent, edited, suffix) = match &purpose {
        Purpose::Article => (None, None, String::new()),
        Purpose::Reply(id) => (Some(id.clone()), None, "-reply-".to_owned() + id),
        Purpose::Edit(id, _) => (None, Some(id.clone()), "-edit-".to_owned() + id),
    };
    let draft = match purpose {
        Purpose::Edit(_, text) => Draft { name: "-".to_owned(), text },
        _ => Draft::restore(&comments.article(), parent.as_deref()),
    };
    let form = Form {
        comments,
        draft: Signal::new(draft),
        error: Signal::new(None),
        refusal: Signal::new(String::new()),
        preview: Signal::new(Preview::default()),
        began_ms: Signal::new(None),
        website: Signal::new(String::new()),
        has_just_posted: Signal::new(false),
        parent: Signal::new(parent),
        edited: Signal::new(edited),
        close,
    };
    form.draw(&suffix)
}

/// What the form knows.
#[derive(Clone, Copy)]
struct Form {
    comments: Comments,
    draft: Signal<Draft>,
    error: Signal<Option<CommentError>>,
    /// Why the server does not take it.
    refusal: Signal<String>,
    preview: Signal<Preview>,
    /// When writing began.
    began_ms: Signal<Option<u64>>,
    /// What a program has put where people see no field.
    website: Signal<String>,
    /// The second half of a double click is no wish for an empty comment.
    has_just_posted: Signal<bool>,
    parent: Signal<Option<String>>,
    edited: Signal<Option<String>>,
    close: Option<Signal<Option<Open>>>,
}

/// What the text will look like.
#[derive(Clone, Debug, Default, PartialEq)]
enum Preview {
    #[default]
    None,
    Loading,
    There(Arc<Json>),
    Failed(String),
}

impl Form {
    fn draw(self, suffix: &str) -> Markup {
        let is_edit = self.edited.now().is_some();
        let id = |name: &str| "comment-".to_owned() + name + suffix;
        let name = Field { id: id("name"), element: Signal::new(None), error: self.error, is_wrong: concerns_name };
        let text =
            Field { id: id("text"), element: Signal::new(None), error: self.error, is_wrong: |e| !concerns_name(e) };
        let (name_node, text_node) = (name.element, text.element);
        let submit = move |event: JsValue| {
            js::prevent_default(&event);
            self.submit(name_node, text_node);
        };

        let mut form = el("form").class("comment-form").attr("novalidate", "").on("submit", submit);
        if !is_edit {
            form = form.child(switch(
                move || self.comments.writer.get(),
                move |writer| writer.map_or_else(|| self.name_field(&name), writing_as),
            ));
        }
        let left_id = id("left");
        let field = text
            .draw(
                "textarea",
                move || self.draft.get().text,
                move |value| {
                    self.write(&|draft| draft.text.clone_from(&value));
                },
            )
            .attr("rows", "4")
            .attr("aria-describedby", text.error_id() + " " + &left_id);
        let left = words(move || self.draft.with(|draft| characters_left(&draft.text)).unwrap_or_default());
        let verb = match (is_edit, self.parent.now()) {
            (true, _) => tr("Save"),
            (_, None) => tr("Post comment"),
            (_, Some(_)) => tr("Post reply"),
        };
        let mut end = el("div")
            .class("comment-form-end")
            .child(el("button").attr("type", "submit").class("button").child(verb))
            .child(quiet_button(tr("Preview"), move |_| self.show_preview()));
        if let Some(close) = self.close {
            end = end.child(quiet_button(tr("Cancel"), move |_| close.set(None)));
        }
        let end = end.child(el("span").attr("id", left_id).class("characters-left").child(left));
        let refusal = words(move || self.refusal.get());
        form.child(label(&text.id, if self.parent.now().is_some() { tr("Reply") } else { tr("Comment") }))
            .child(field)
            .child(text.error())
            .child(self.trap(&id("website")))
            .child(el("p").class("field-error").attr("role", "alert").child(refusal))
            .child(end)
            .child(switch(move || self.preview.get(), draw_preview))
            .into()
    }

    fn name_field(self, name: &Field) -> Markup {
        let field = name
            .draw(
                "input",
                move || self.draft.get().name,
                move |value| {
                    self.write(&|draft| draft.name.clone_from(&value));
                },
            )
            .attr("autocomplete", "name")
            .attr("aria-describedby", name.error_id());
        [label(&name.id, tr("Name")).into(), field.into(), name.error().into()].into()
    }

    /// A field that people neither see nor reach. Programs that fill in forms fill it in.
    fn trap(self, id: &str) -> Element {
        let field = el("input")
            .attr("id", id.to_owned())
            .attr("name", "website")
            .attr("tabindex", "-1")
            .attr("autocomplete", "off")
            .on("input", move |event| self.website.set(page::value_of(&event)));
        el("div")
            .class("comment-website")
            .attr("aria-hidden", "true")
            .child(label(id, tr("Leave this empty")))
            .child(field)
    }

    fn write(self, change: &dyn Fn(&mut Draft)) {
        self.comments.is_written_on();
        self.has_just_posted.set(false);
        self.preview.set(Preview::None);
        self.refusal.set(String::new());
        if self.began_ms.now().is_none() {
            self.began_ms.set(Some(now()));
        }
        self.draft.update(|draft| change(draft));
        self.keep();
    }

    /// Remembers what is written. What is there already is kept by the server.
    fn keep(self) {
        if self.edited.now().is_none() {
            let parent = self.parent.now();
            self.draft.peek(|draft| draft.keep(&self.comments.article(), parent.as_deref()));
        }
    }

    fn submit(self, name: Signal<Option<Node>>, text: Signal<Option<Node>>) {
        let Draft { name: written_name, text: written } = self.draft.now();
        // An account has its name, and what stands in the field stays there for when there is none.
        let written_name = self.comments.writer.now().unwrap_or(written_name);
        let parsed = parse_name(&written_name).and_then(|name| Ok(Draft { name, text: parse_text(&written)? }));
        match parsed {
            Ok(parsed) => {
                self.error.set(None);
                match self.edited.now() {
                    Some(id) => self.save(id, parsed.text),
                    None => self.post(parsed, written),
                }
            }
            Err(_) if self.has_just_posted.now() => {}
            Err(wrong) => {
                self.error.set(Some(wrong));
                focus(if concerns_name(wrong) { name } else { text });
            }
        }
    }

    fn post(self, draft: Draft, written: String) {
        // The field is empty before anything is sent: a second click finds nothing to send.
        self.draft.update(|draft| draft.text.clear());
        self.has_just_posted.set(true);
        self.preview.set(Preview::None);
        let typing_ms = self.began_ms.now().map_or(0, |began| now().saturating_sub(began));
        self.began_ms.set(None);
        let (parent, website) = (self.parent.now(), self.website.now());
        if self.comments.post(Written { parent, draft, typing_ms, website }) {
            self.keep();
            if let Some(close) = self.close {
                close.set(None);
            }
        } else {
            // What the host does not want is still what the reader wrote.
            self.draft.update(|draft| draft.text = written);
        }
    }

    fn save(self, id: String, text: String) {
        spawn_local(async move {
            match self.comments.edit(id, text).await {
                Ok(()) => {
                    if let Some(close) = self.close {
                        close.set(None);
                    }
                }
                Err(refusal) => self.refusal.set(refusal),
            }
        });
    }

    fn show_preview(self) {
        let text = self.draft.now().text;
        self.preview.set(Preview::Loading);
        spawn_local(async move {
            let preview = match self.comments.preview(text.clone()).await {
                Ok(body) => Preview::There(body),
                Err(reason) => Preview::Failed(reason),
            };
            if self.draft.now().text == text {
                self.preview.set(preview);
            }
        });
    }
}

/// Who writes, where the host says so. The name keeps its direction to itself (UAX #9, isolates).
fn writing_as(name: String) -> Markup {
    let name = "\u{2068}".to_owned() + &name + "\u{2069}";
    el("p").class("comment-state").child(fill(&tr("Writing as {}"), &name)).into()
}

fn draw_preview(preview: Preview) -> Markup {
    let region = || el("div").class("comment-preview").attr("role", "region").attr("aria-label", tr("Preview"));
    match preview {
        Preview::None => nothing(),
        Preview::Loading => {
            region().child(el("p").class("comments-loading").child(tr("Preparing the preview…"))).into()
        }
        Preview::There(body) => {
            let body = comment_body(read_body(&body, &BrowserPlatform));
            region().attr("tabindex", "0").child(el("p").class("comment-state").child(tr("Preview"))).child(body).into()
        }
        Preview::Failed(reason) => region().child(el("p").class("field-error").child(reason)).into(),
    }
}

/// A field of the form, and what is wrong with it.
struct Field {
    id: String,
    element: Signal<Option<Node>>,
    error: Signal<Option<CommentError>>,
    /// Whether an error is this field's.
    is_wrong: fn(CommentError) -> bool,
}

impl Field {
    fn draw(
        &self,
        name: &'static str,
        value: impl Fn() -> String + Send + 'static,
        write: impl Fn(String) + Send + 'static,
    ) -> Element {
        let node = self.element;
        let wrong = self.wrong();
        el(name)
            .attr("id", self.id.clone())
            .attr("dir", "auto")
            .live_value(value)
            .live_attr("aria-invalid", move || wrong().map(|_| "true"))
            .on("input", move |event| write(page::value_of(&event)))
            .built(move |element| {
                let element = element.clone();
                node.write(|field| *field = Some(element));
            })
    }

    fn error_id(&self) -> String {
        self.id.clone() + "-error"
    }

    fn error(&self) -> Element {
        let wrong = self.wrong();
        let message = words(move || wrong().map(|wrong| tr(&wrong.sentence())).unwrap_or_default());
        el("p").class("field-error").attr("id", self.error_id()).child(message)
    }

    fn wrong(&self) -> impl Fn() -> Option<CommentError> + Send + 'static {
        let (error, is_wrong) = (self.error, self.is_wrong);
        move || error.get().filter(|error| is_wrong(*error))
    }
}

fn focus(field: Signal<Option<Node>>) {
    if let Some(element) = field.now() {
        js::focus(&element);
    }
}

fn label(of: &str, words: String) -> Element {
    el("label").attr("for", of.to_owned()).child(words)
}

/// A button for what is done less often.
pub(super) fn quiet_button(words: String, act: impl FnMut(JsValue) + Send + 'static) -> Element {
    el("button").attr("type", "button").class("button button-quiet").on("click", act).child(words)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since the page was opened")]
fn now() -> u64 {
    js::now() as u64
}

/// How many characters are left, once it matters.
fn characters_left(text: &str) -> String {
    let written = characters(text);
    let left = MAX_TEXT_CHARS.saturating_sub(written);
    match written.saturating_sub(MAX_TEXT_CHARS) {
        0 if left > COUNT_DOWN_FROM => String::new(),
        0 => tr_count(left as u64, "{} character left", "{} characters left"),
        over => tr_count(over as u64, "{} character too many", "{} characters too many"),
    }
}

const fn concerns_name(error: CommentError) -> bool {
    matches!(error, CommentError::NameMissing | CommentError::NameTooLong)
}
