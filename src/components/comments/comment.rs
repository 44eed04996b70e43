//! One comment.

use std::sync::Arc;

use article::{Block, read_body};
use engagement::comments::Status;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::Node;

use super::form::{CommentForm, Purpose, quiet_button};
use crate::{
    browser::{BrowserPlatform, js, page},
    components::Blocks,
    conversation::{Comment, Comments, Sending, js as own},
    i18n::{Reader, fill, tr, tr_count},
    markup::{Element, Markup, el, nothing, switch, words},
    signal::Signal,
};

/// The deepest that is still set further in: beyond it, an answer says whom it answers.
const DEEPEST_INDENT: usize = 4;

/// What is open under a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// The form of an answer.
    Reply,
    /// The form of another text.
    Edit,
    /// The question whether it is to be deleted.
    Delete,
    /// The form of a report.
    Report,
}

/// A comment, as everybody sees it, with what a reader can do.
#[component(transparent)]
pub(super) fn CommentItem(
    /// The comment.
    comment: Arc<Comment>,
    /// How many comments it is below.
    depth: usize,
    /// What can be done with it.
    comments: Comments,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let id = "av-comment-".to_owned() + &comment.id;
    let article = el("article").class("comment").attr("id", id);
    let article = match &comment.author {
        None => article.child(el("p").class("comment-state").child(tr("This comment was deleted."))),
        Some(author) => {
            let name = author.name.clone();
            let staff = author.staff.then(|| mark(tr("Staff")));
            let head = head(name.clone()).child(staff).child(" ").child(time(&comment, comments, &reader));
            let waits = (comment.status == Status::Hold)
                .then(|| el("p").class("comment-state").child(tr("It waits for a moderator. Only you can see it.")));
            let open = Signal::new(None::<Open>);
            let opener = Signal::new(None::<Node>);
            let drawn = {
                let comment = Arc::clone(&comment);
                move |open_now: Option<Open>| {
                    if let (None, Some(Some(opener))) = (open_now, opener.peek(Clone::clone)) {
                        own::focus_back(&opener);
                    }
                    draw_open(open_now, open, &comment, comments)
                }
            };
            article
                .attr("aria-label", fill(&tr("Comment by {}"), &name))
                .child(head)
                .child(in_reply_to(&comment, depth, comments))
                .child(comment_body(read_body(&comment.body, &BrowserPlatform)))
                .child(waits)
                .child(actions(&comment, open, opener, comments))
                .child(switch(move || open.get(), drawn))
        }
    };
    line(depth, article)
}

/// A comment of the reader's own that the server has not confirmed.
#[component(transparent)]
pub(super) fn SendingItem(
    /// The comment.
    sending: Sending,
    /// How many comments it is below.
    depth: usize,
    /// What can be done with it.
    comments: Comments,
) -> Markup {
    let Sending { waiting, failure } = sending;
    let (name, text) = (waiting.draft.name.clone(), waiting.draft.text.clone());
    let state = match failure {
        None => el("p").class("comment-state").child(tr("Sending…")),
        Some(reason) => {
            let key = waiting.key.clone();
            let retry = move |_| comments.retry(waiting.clone());
            el("div")
                .class("comment-state comment-unsent")
                .child(el("p").child(reason))
                .child(el("button").attr("type", "button").class("button").on("click", retry).child(tr("Send again")))
                .child(" ")
                .child(quiet_button(tr("Discard"), move |_| comments.discard(key.clone())))
        }
    };
    let text = el("div").class("comment-text comment-unread").attr("dir", "auto").child(text);
    line(depth, el("article").class("comment comment-sending").child(head(name)).child(text).child(state))
}

/// What is said, set apart from what we say.
pub(super) fn comment_body(blocks: Vec<Block>) -> Markup {
    let body: Markup = view! { <Blocks blocks/> }.into();
    // The site does not vouch for where its readers' links lead.
    let body = body.with_attributes("a", "rel", "nofollow ugc noopener noreferrer");
    el("div").class("comment-text").attr("dir", "auto").child(body).into()
}

/// A line of the list.
pub(super) fn line(depth: usize, content: Element) -> Markup {
    let indent = ["0", "1", "2", "3", "4"][depth.min(DEEPEST_INDENT)];
    el("li").attr("data-depth", indent).child(content).into()
}

fn head(name: String) -> Element {
    el("p").class("comment-head").child(el("bdi").class("comment-author").child(name))
}

fn mark(words: String) -> Element {
    el("span").class("comment-mark").child(words)
}

/// When it was written, which is its address, and what there is to say about it.
fn time(comment: &Comment, comments: Comments, reader: &Reader) -> Markup {
    let id = comment.id.clone();
    let go = move |event: JsValue| {
        js::prevent_default(&event);
        comments.ask_for(&id);
    };
    let link = el("a")
        .class("comment-time")
        .attr("href", "#av-comment-".to_owned() + &comment.id)
        .attr("title", reader.format.timestamp(comment.created_ms))
        .on("click", go)
        .child(age(comment.created_ms, reader));
    let pinned = comment.pinned.then(|| mark(tr("Pinned")));
    let edited = comment.modified_ms.map(|_| mark(tr("Edited")));
    [link.into(), pinned.into(), edited.into()].into()
}

/// How long ago something was written. The words are the script's alone, which writes them anew as time goes by.
pub(super) fn age(ms: i64, reader: &Reader) -> Element {
    el("time").class("comment-age").attr("datetime", reader.format.machine_time(ms)).built(crate::conversation::js::age)
}

/// Whom it answers, where that is no longer seen from where it stands.
fn in_reply_to(comment: &Comment, depth: usize, comments: Comments) -> Option<Element> {
    if depth <= DEEPEST_INDENT {
        return None;
    }
    let parent = comment.parent.as_ref()?;
    let find = |thread: &crate::conversation::Thread| Some(thread.find(parent)?.author.as_ref()?.name.clone());
    let name = comments.thread.peek(find).flatten()?;
    Some(el("p").class("comment-state").child(tr("In reply to")).child(" ").child(el("bdi").child(name)))
}

/// What can be done with it.
fn actions(comment: &Comment, open: Signal<Option<Open>>, opener: Signal<Option<Node>>, comments: Comments) -> Element {
    let toggle = move |what: Open| {
        let opens = move |event: JsValue| {
            opener.write(|opener| *opener = js::get_node(&event, "currentTarget"));
            open.set(if open.now() == Some(what) { None } else { Some(what) });
        };
        let is_open = move || Some(if open.get() == Some(what) { "true" } else { "false" });
        (opens, is_open)
    };
    let button = |words: String, what: Open| {
        let (opens, is_open) = toggle(what);
        quiet_button(words, opens).live_attr("aria-expanded", is_open)
    };
    let is_own = comments.memory.peek(|memory| memory.editable(&comment.id).is_some()) == Some(true);
    let mut actions = el("div").class("comment-actions");
    if comment.status.is_approved() {
        actions = actions.child(like_button(comment, comments));
        let reply = button(tr("Reply"), Open::Reply);
        actions = actions.child(reply.live_attr("hidden", move || (!comments.may_write()).then_some("")));
    }
    if is_own {
        actions.child(button(tr("Edit"), Open::Edit)).child(button(tr("Delete"), Open::Delete))
    } else {
        actions.child(button(tr("Report"), Open::Report))
    }
}

fn like_button(comment: &Comment, comments: Comments) -> Element {
    let count = comments.likes_of(comment);
    let (id, liked) = (comment.id.clone(), comment.id.clone());
    let is_liked = move || comments.memory.with(|memory| memory.likes(&liked)) == Some(true);
    let text = words(move || match count.get() {
        0 => tr("Like"),
        count => tr_count(count, "{} like", "{} likes"),
    });
    el("button")
        .attr("type", "button")
        .class("button button-quiet comment-like")
        .live_attr("aria-pressed", move || Some(if is_liked() { "true" } else { "false" }))
        .on("click", move |_| comments.like(id.clone(), count))
        .child(text)
}

fn draw_open(what: Option<Open>, open: Signal<Option<Open>>, comment: &Comment, comments: Comments) -> Markup {
    let id = comment.id.clone();
    let drawn: Element = match what {
        None => return nothing(),
        Some(Open::Reply) => {
            let purpose = Purpose::Reply(id);
            el("div").child(view! { <CommentForm comments purpose close=open/> })
        }
        Some(Open::Edit) => {
            let text = comments.memory.peek(|memory| memory.editable(&id).map(str::to_owned)).flatten();
            let purpose = Purpose::Edit(id, text.unwrap_or_default());
            el("div").child(view! { <CommentForm comments purpose close=open/> })
        }
        Some(Open::Delete) => delete_question(id, open, comments),
        Some(Open::Report) => report_form(id, open, comments),
    };
    drawn.class("comment-open").built(move |element| own::focus_soon(element, "textarea, button")).into()
}

fn delete_question(id: String, open: Signal<Option<Open>>, comments: Comments) -> Element {
    let outcome = Signal::new(String::new());
    let delete = move |_| {
        let id = id.clone();
        spawn_local(async move {
            if let Err(reason) = comments.delete(id).await {
                outcome.set(reason);
            }
        });
    };
    el("div")
        .child(el("p").child(tr("Delete this comment for good?")))
        .child(el("button").attr("type", "button").class("button").on("click", delete).child(tr("Delete")))
        .child(" ")
        .child(quiet_button(tr("Keep it"), move |_| open.set(None)))
        .child(el("p").class("field-error").attr("role", "alert").child(words(move || outcome.get())))
}

fn report_form(id: String, open: Signal<Option<Open>>, comments: Comments) -> Element {
    let reason = Signal::new(String::new());
    let outcome = Signal::new(None::<Result<(), String>>);
    let field_id = "comment-report-".to_owned() + &id;
    let send = move |event: JsValue| {
        js::prevent_default(&event);
        let id = id.clone();
        spawn_local(async move {
            let result = comments.report(id, reason.now()).await;
            outcome.update(|outcome| *outcome = Some(result));
        });
    };
    let form = move || {
        let field = el("textarea")
            .attr("id", field_id.clone())
            .attr("rows", "2")
            .attr("maxlength", "500")
            .attr("dir", "auto")
            .on("input", move |event| reason.set(page::value_of(&event)));
        let failure = words(move || outcome.get().and_then(Result::err).unwrap_or_default());
        el("form")
            .class("comment-form")
            .on("submit", send.clone())
            .child(el("label").attr("for", field_id.clone()).child(tr("What is wrong with this comment? (optional)")))
            .child(field)
            .child(el("p").class("field-error").attr("role", "alert").child(failure))
            .child(
                el("div")
                    .class("comment-form-end")
                    .child(el("button").attr("type", "submit").class("button").child(tr("Report")))
                    .child(quiet_button(tr("Cancel"), move |_| open.set(None))),
            )
    };
    let thanks = || {
        el("p")
            .class("comment-state")
            .attr("role", "status")
            .child(tr("Thank you. Somebody will look at this comment."))
    };
    let is_done = move || outcome.get() == Some(Ok(()));
    el("div").child(switch(is_done, move |is_done| if is_done { thanks().into() } else { form().into() }))
}
