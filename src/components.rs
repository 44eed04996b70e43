//! The parts of the page. A component is handed values and draws them; it knows neither loader nor server.

mod ai;
mod block;
mod blocks;
mod comment_count;
mod comments;
mod disclaimer;
mod figure;
mod header_strip;
mod headline;
mod history;
mod inline;
mod json_ld;
mod live_status;
mod load_failure;
mod meta;
mod more;
mod reading_tools;
mod summary;
mod view_count;

pub(crate) use self::{
    ai::{AiDisclosure, AiLabel},
    block::Blocks,
    comment_count::CommentCount,
    comments::{Comments, Discussion},
    disclaimer::Disclaimer,
    figure::{Figure, FigureKind},
    header_strip::HeaderStrip,
    headline::{Headline, heading, headings_from},
    history::{History, changed, dated, mark},
    inline::Inlines,
    json_ld::JsonLd,
    live_status::LiveStatus,
    load_failure::LoadFailure,
    meta::Meta,
    more::{FullText, RelatedArticles},
    reading_tools::ReadingTools,
    summary::Summary,
    view_count::ViewCount,
};
