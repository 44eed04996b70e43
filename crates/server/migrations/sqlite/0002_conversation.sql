-- Comments get a place in a thread, blocks to be shown, an owner who may change them, and what moderation said of them.
-- They are written anew, because each gets a number: the order in which they arrived.

CREATE TABLE conversation (
    seq         INTEGER PRIMARY KEY,
    -- The UUID the writer's browser made, which is also the idempotency key of the post.
    id          TEXT    NOT NULL UNIQUE,
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    -- The comment it answers; 0 for one that answers the article.
    parent_seq  INTEGER NOT NULL,
    depth       INTEGER NOT NULL,
    author_name TEXT    NOT NULL,
    -- As it was written, in Markdown.
    text        TEXT    NOT NULL,
    -- As it is shown: blocks of the native article format, as JSON. NULL for what was stored before there were any.
    body        TEXT,
    created_ms  INTEGER NOT NULL,
    modified_ms INTEGER,
    -- approved, hold, spam or trash.
    status      TEXT    NOT NULL,
    -- Whether it is listed: approved, or deleted with replies that keep its place.
    shown       INTEGER NOT NULL,
    pinned      INTEGER NOT NULL DEFAULT 0,
    likes       INTEGER NOT NULL DEFAULT 0,
    -- Listed comments that answer it.
    replies     INTEGER NOT NULL DEFAULT 0,
    -- The hash of the secret that may change it; NULL when nobody may.
    owner       BLOB,
    -- What the rules of moderation said, as JSON.
    verdicts    TEXT    NOT NULL DEFAULT '[]',
    -- What texts that are nearly the same have nearly in common.
    fingerprint INTEGER
) STRICT;

INSERT INTO conversation (id, article_id, parent_seq, depth, author_name, text, created_ms, modified_ms, status, shown)
SELECT id, article_id, 0, 0, author_name, text, created_ms, modified_ms, status, status = 'approved'
FROM comments ORDER BY created_ms, id;

DROP TABLE comments;
ALTER TABLE conversation RENAME TO comments;

CREATE INDEX comments_by_age ON comments (article_id, parent_seq, created_ms, seq) WHERE shown = 1 AND pinned = 0;
CREATE INDEX comments_by_likes ON comments (article_id, parent_seq, likes, created_ms, seq) WHERE shown = 1 AND pinned = 0;
CREATE INDEX comments_pinned ON comments (article_id, parent_seq, created_ms, seq) WHERE shown = 1 AND pinned = 1;
CREATE INDEX comments_by_owner ON comments (owner, seq) WHERE owner IS NOT NULL;

-- Who likes what; a voter is the hash of a secret.
CREATE TABLE likes (
    comment_seq INTEGER NOT NULL REFERENCES comments (seq),
    voter       BLOB    NOT NULL,
    PRIMARY KEY (comment_seq, voter)
) STRICT, WITHOUT ROWID;

CREATE INDEX likes_by_voter ON likes (voter);

-- Who wants somebody to look at what, and why.
CREATE TABLE reports (
    comment_seq INTEGER NOT NULL REFERENCES comments (seq),
    reporter    BLOB    NOT NULL,
    reason      TEXT    NOT NULL,
    created_ms  INTEGER NOT NULL,
    PRIMARY KEY (comment_seq, reporter)
) STRICT, WITHOUT ROWID;
