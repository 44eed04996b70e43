//! The pages for whoever is not in yet.

use std::str::FromStr;

use maud::{Markup, html};

use super::{document, outside};
use crate::moderators::{MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS};

/// Why somebody sees the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The name or the password was wrong.
    Wrong,
    /// Their session was over when they sent a form.
    Over,
    /// They signed out.
    Left,
    /// They signed in, and the cookie did not come back.
    Begun,
}

impl FromStr for Why {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "over" => Ok(Self::Over),
            "left" => Ok(Self::Left),
            "begun" => Ok(Self::Begun),
            _ => Err(()),
        }
    }
}

impl Why {
    const fn sentence(self) -> &'static str {
        match self {
            Self::Wrong => "The name or the password is not right.",
            Self::Over => "Your session is over. Nothing was done; please sign in and do it again.",
            Self::Left => "You are signed out.",
            Self::Begun => {
                "The password is right, but your browser kept no session. It does so on https:// addresses, and on this \
                 machine itself."
            }
        }
    }
}

/// The form for name and password.
pub(crate) fn sign_in(why: Option<Why>, name: &str) -> String {
    let body = html! {
        h1 { "Moderation" }
        @if let Some(why) = why { (said(why.sentence(), why == Why::Left)) }
        form.fields method="post" action="sign-in" {
            label { "Name" input name="name" value=(name) autocomplete="username" required maxlength="60" dir="auto"; }
            label { "Password" input name="password" type="password" autocomplete="current-password" required; }
            button.main { "Sign in" }
        }
        p.about { "No password? Another moderator can make a link for you." }
    };
    outside("Sign in", &body)
}

/// The form behind an invitation.
pub(crate) fn welcome(token: &str, of: Option<&str>, name: &str, wrong: Option<&str>) -> String {
    let body = html! {
        h1 { @if of.is_some() { "A new password" } @else { "Welcome" } }
        @if let Some(wrong) = wrong { (said(wrong, false)) }
        form.fields method="post" action="welcome" {
            input type="hidden" name="token" value=(token);
            @if let Some(of) = of {
                p { "For " bdi { (of) } "." }
                input type="hidden" name="name" value=(of) autocomplete="username";
            } @else {
                label {
                    "Your name, as the other moderators will see it"
                    input name="name" value=(name) autocomplete="username" required maxlength="60" dir="auto";
                }
            }
            label {
                "Password, at least " (MIN_PASSWORD_CHARS) " characters"
                input name="password" type="password" autocomplete="new-password" required minlength=(MIN_PASSWORD_CHARS)
                    maxlength=(MAX_PASSWORD_BYTES);
            }
            label { "The same again" input name="again" type="password" autocomplete="new-password" required; }
            button.main { "Begin" }
        }
    };
    outside("Welcome", &body)
}

/// A page that asks for itself once more. A cookie that is `SameSite=Strict` does not come with a link on another site; with
/// what our own page asks for it does.
pub(crate) fn again() -> String {
    let body = html! { main.door { p { a href="./" { "To the queue" } } } };
    document("Queue", &html! { meta http-equiv="refresh" content="0"; }, &body)
}

fn said(sentence: &str, is_good: bool) -> Markup {
    html! { div.flash role=(if is_good { "status" } else { "alert" }) data-kind=[(!is_good).then_some("warning")] { p { (sentence) } } }
}
