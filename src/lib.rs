//! The article viewer: `<article-viewer src="article.json">` in any page.
//!
//! ```text
//! attributes ─▶ config ─▶ loader ─▶ article::read ─▶ <ArticleText> ─▶ the element's children (light DOM)
//!                  └─▶ engagement ─▶ signals ─▶ <Chrome> ─▶ counts (shadow tree)
//!                                                   └╌ when near ╌▶ conversation, a wasm of its own
//! ```
//!
//! The text is static and lives in the light DOM, where reader modes, search and translation find it; everything that
//! moves lives in the shadow tree. On a native target the same components render to a string, which is how they are
//! tested. `ARCHITECTURE.md` has the map.

#![expect(unreachable_pub, reason = "`#[component]` makes the type of its props public, whatever the component is")]

mod article_text;
mod browser;
mod chrome;
mod components;
mod config;
mod conversation;
mod element;
mod engagement;
mod i18n;
mod loader;
mod markup;
mod signal;
mod text_behaviour;
mod viewer;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub use crate::{
    article_text::ArticleText,
    conversation::{Conversation, converse},
    element::{Handle, attach},
    i18n::{Format, Locale, Messages, PlainFormat, TemperatureStyle, uses_fahrenheit, zone},
};
