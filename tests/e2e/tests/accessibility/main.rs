//! Accessibility as a gate: WCAG 2.2 AA and the project's seventeen rules, each a test whose name begins with its rule.
//!
//! The comment above such a test is its criterion: given, when, then. `docs/accessibility.md` is made of both, and of what
//! the run found (`xtask/src/accessibility.rs`). These run in Chromium alone, whose developer tools they need; what every
//! engine can go through is in `core`, and named the same way.

mod axe;
mod dialogs;
mod keyboard;
mod live;
mod media;
mod names;
mod order;
mod page;
mod screens;
mod structure;
mod targets;
