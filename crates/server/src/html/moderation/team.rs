//! The moderators' names.

use maud::{Markup, html};

use super::{Flash, Part, inside};

/// A link that was just made.
pub(crate) struct Link {
    pub(crate) address: String,
    /// Whose new password it is for.
    pub(crate) of: Option<String>,
}

/// The page; with the link that somebody asked for.
pub(crate) fn team(who: &str, names: &[String], link: Option<&Link>, flash: Option<&Flash>) -> String {
    let body = html! {
        h1 { "Team" }
        @if let Some(link) = link { (one_link(link)) }
        ul.rows {
            @for name in names {
                li {
                    p.key { bdi { (name) } @if name == who { " (you)" } }
                    form method="post" action="team" {
                        input type="hidden" name="name" value=(name);
                        button.quiet name="what" value="password" { "Link to a new password" }
                        @if names.len() > 1 { button.quiet name="what" value="remove" { "Remove" } }
                    }
                }
            }
        }
        section {
            h2 { "Somebody new" }
            p { "Whoever opens the link chooses a name and a password, and can then do all that you can." }
            form method="post" action="team" { button.main name="what" value="invite" { "Make a link" } }
        }
    };
    inside("Team", who, Part::Team, flash, &body)
}

fn one_link(link: &Link) -> Markup {
    html! {
        section.link aria-label="The link" {
            p {
                @if let Some(of) = &link.of { "With this link " bdi { (of) } " chooses a new password. " }
                @else { "With this link somebody becomes a moderator. " }
                "It holds for a day and for one use. It is shown only now: send it to them in a way that you trust."
            }
            p.token { code dir="ltr" { (link.address) } }
        }
    }
}
