//! Pages of a thread.

use std::collections::{HashMap, VecDeque};

use super::{
    Sql,
    comments::{COLUMNS, FROM, comment},
    rules, values,
};
use crate::store::{Comment, Cursor, Defaults, Level, Page, PageQuery, StoreError};
use engagement::{comments::Sort, limits::REPLIES_SHOWN};

/// The most comments put first.
const MAX_PINNED: usize = 10;

/// A comment with its number.
type Numbered = (i64, Comment);

/// A page; `None` when the comment it is about is not listed under the article.
pub(crate) fn page(sql: &dyn Sql, query: &PageQuery, defaults: &Defaults) -> Result<Option<Page>, StoreError> {
    let article = &query.article;
    let find = "SELECT id, comments FROM articles WHERE site = ?1 AND key = ?2";
    let found = sql.some(find, values![&*article.site, &article.key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (id, count) = found.unwrap_or_default();
    let closes_ms = rules::of_article(sql, id, defaults)?.closes_ms;
    let thread = Thread { sql, article: id, sort: query.sort };
    let (parent, trail) = match &query.of {
        Level::Article => (0, Vec::new()),
        Level::Comment(id) => match thread.listed(id)? {
            Some((seq, _)) => (seq, Vec::new()),
            None => return Ok(None),
        },
        Level::Around(id) => match thread.listed(id)? {
            Some(found) => (0, thread.trail(found)?),
            None => return Ok(None),
        },
    };
    let start = match (trail.first(), query.cursor) {
        // What is pinned is on the first page.
        (Some((_, root)), _) if root.pinned => Start::Beginning,
        (Some(root), _) => Start::At(thread.cursor(root, false)),
        (None, None) => Start::Beginning,
        (None, Some(cursor)) if cursor.is_end => Start::Before(cursor),
        (None, Some(cursor)) => Start::After(cursor),
    };

    // One more than asked for tells whether there is another page.
    let limit = usize::from(query.limit);
    let mut listed = thread.list(parent, start, limit + 1)?;
    let is_cut = listed.len() > limit;
    listed.truncate(limit);
    let (has_previous, has_next) = match start {
        Start::Beginning => (false, is_cut),
        Start::At(cursor) => (!thread.list(parent, Start::Before(cursor), 1)?.is_empty(), is_cut),
        Start::After(_) => (true, is_cut),
        Start::Before(_) => {
            listed.reverse();
            (is_cut, true)
        }
    };
    let place = |at: Option<&Numbered>, is_end| at.map(|at| thread.cursor(at, is_end).print());
    let previous = place(listed.first(), true).filter(|_| has_previous);
    let next = place(listed.last(), false).filter(|_| has_next);
    if !has_previous {
        listed.splice(0..0, thread.pinned(parent)?);
    }

    let mut comments = Vec::with_capacity(listed.len());
    for root in listed {
        let is_on_trail = trail.first().is_some_and(|(seq, _)| *seq == root.0);
        thread.with_replies(root, if is_on_trail { &trail } else { &[] }, &mut comments)?;
    }
    Ok(Some(Page { comments, previous, next, count, closes_ms, accounts_only: false }))
}

/// Where a page begins.
#[derive(Clone, Copy)]
enum Start {
    Beginning,
    /// With the comment at the cursor.
    At(Cursor),
    After(Cursor),
    /// It ends before the cursor, and is listed backwards.
    Before(Cursor),
}

/// The comments of an article in an order.
struct Thread<'c> {
    sql: &'c dyn Sql,
    article: i64,
    sort: Sort,
}

impl Thread<'_> {
    fn cursor(&self, (seq, comment): &Numbered, is_end: bool) -> Cursor {
        let likes = if self.sort == Sort::Top { comment.likes.cast_signed() } else { 0 };
        Cursor { is_end, likes, created_ms: comment.created_ms, seq: *seq }
    }

    /// Comments that answer one, or the article, from a place on.
    fn list(&self, parent: i64, start: Start, limit: usize) -> Result<Vec<Numbered>, StoreError> {
        let (keys, places) = match self.sort {
            Sort::Newest | Sort::Oldest => ("c.created_ms, c.seq", "?4, ?5"),
            Sort::Top => ("c.likes, c.created_ms, c.seq", "?6, ?4, ?5"),
        };
        let is_falling = (self.sort != Sort::Oldest) != matches!(start, Start::Before(_));
        let (than, order) = if is_falling { ("<", "DESC") } else { (">", "ASC") };
        let (condition, cursor) = match start {
            Start::Beginning => (String::new(), None),
            Start::At(cursor) => (format!("AND ({keys}) {than}= ({places})"), Some(cursor)),
            Start::After(cursor) | Start::Before(cursor) => (format!("AND ({keys}) {than} ({places})"), Some(cursor)),
        };
        let falling_keys = keys.replace(',', &format!(" {order},"));
        let find = format!(
            "SELECT {COLUMNS} FROM {FROM}
             WHERE c.article_id = ?1 AND c.parent_seq = ?2 AND c.shown = 1 AND c.pinned = 0 {condition}
             ORDER BY {falling_keys} {order} LIMIT ?3"
        );
        // No statement has a parameter that it does not use.
        match (start, cursor.unwrap_or_default(), self.sort) {
            (Start::Beginning, ..) => self.sql.all(&find, values![self.article, parent, limit], comment),
            (_, Cursor { likes, created_ms, seq, .. }, Sort::Top) => {
                self.sql.all(&find, values![self.article, parent, limit, created_ms, seq, likes], comment)
            }
            (_, Cursor { created_ms, seq, .. }, Sort::Newest | Sort::Oldest) => {
                self.sql.all(&find, values![self.article, parent, limit, created_ms, seq], comment)
            }
        }
    }

    /// What the site put first, the first of them first.
    fn pinned(&self, parent: i64) -> Result<Vec<Numbered>, StoreError> {
        let find = format!(
            "SELECT {COLUMNS} FROM {FROM}
             WHERE c.article_id = ?1 AND c.parent_seq = ?2 AND c.shown = 1 AND c.pinned = 1
             ORDER BY c.created_ms, c.seq LIMIT ?3"
        );
        self.sql.all(&find, values![self.article, parent, MAX_PINNED], comment)
    }

    /// A comment that is listed under the article.
    fn listed(&self, id: &str) -> Result<Option<Numbered>, StoreError> {
        let find = format!("SELECT {COLUMNS} FROM {FROM} WHERE c.id = ?1 AND c.article_id = ?2 AND c.shown = 1");
        self.sql.some(&find, values![id, self.article], comment)
    }

    /// What leads from the article to a comment: the comment it is in the thread of, what answers that, and so on.
    fn trail(&self, found: Numbered) -> Result<Vec<Numbered>, StoreError> {
        let mut trail = vec![found];
        while let Some(parent) = trail.last().and_then(|(_, comment)| comment.parent.clone()) {
            let Some(above) = self.listed(&parent)? else { break };
            trail.push(above);
        }
        trail.reverse();
        Ok(trail)
    }

    /// Adds a comment and the first of its replies, near ones before far ones; what is on the trail is among them.
    fn with_replies(&self, root: Numbered, trail: &[Numbered], comments: &mut Vec<Comment>) -> Result<(), StoreError> {
        let target = trail.last().map(|(seq, _)| *seq);
        let mut replies: HashMap<i64, Vec<Numbered>> = HashMap::new();
        let mut budget = REPLIES_SHOWN;
        let mut to_look_at = VecDeque::from([(root.0, root.1.replies)]);
        while let Some((seq, count)) = to_look_at.pop_front() {
            if count == 0 {
                continue;
            }
            // Somebody came for this one's.
            if target == Some(seq) {
                budget = REPLIES_SHOWN;
            }
            let mut found = if budget > 0 { self.replies(seq, budget)? } else { Vec::new() };
            budget = budget.saturating_sub(found.len());
            let mut steps = trail.iter().zip(trail.iter().skip(1));
            if let Some((_, next)) = steps.find(|((above, _), _)| *above == seq)
                && !found.iter().any(|(known, _)| *known == next.0)
            {
                found.push(next.clone());
            }
            to_look_at.extend(found.iter().map(|(seq, comment)| (*seq, comment.replies)));
            replies.insert(seq, found);
        }
        let mut to_add = vec![root];
        while let Some((seq, comment)) = to_add.pop() {
            comments.push(comment);
            to_add.extend(replies.remove(&seq).unwrap_or_default().into_iter().rev());
        }
        Ok(())
    }

    /// The first replies to a comment.
    fn replies(&self, seq: i64, limit: usize) -> Result<Vec<Numbered>, StoreError> {
        let find = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE c.article_id = ?1 AND c.parent_seq = ?2 AND c.shown = 1 AND c.pinned = 0
             ORDER BY c.created_ms, c.seq LIMIT ?3"
        );
        self.sql.all(&find, values![self.article, seq, limit], comment)
    }
}
