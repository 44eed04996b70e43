-- Times are milliseconds since 1970-01-01T00:00:00Z.

CREATE TABLE articles (
    id       INTEGER PRIMARY KEY,
    -- What the page calls the article, mostly its address.
    key      TEXT    NOT NULL UNIQUE,
    views    INTEGER NOT NULL DEFAULT 0,
    -- Visible comments, kept here so that a count never scans.
    comments INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who has seen what lately. A visitor is a keyed hash that cannot be turned back, and means nothing once the key of its
-- day is deleted.
CREATE TABLE view_marks (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    visitor    BLOB    NOT NULL,
    counted_ms INTEGER NOT NULL,
    PRIMARY KEY (article_id, visitor)
) STRICT, WITHOUT ROWID;

CREATE INDEX view_marks_by_age ON view_marks (counted_ms);

-- The key visitors are hashed with; a day is days since 1970-01-01 UTC.
CREATE TABLE day_keys (
    day INTEGER PRIMARY KEY,
    key BLOB NOT NULL
) STRICT;

CREATE TABLE comments (
    -- The UUID the writer's browser made, which is also the idempotency key of the post.
    id          TEXT    PRIMARY KEY,
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    parent      TEXT    REFERENCES comments (id),
    author_name TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    -- approved, hold, spam or trash.
    status      TEXT    NOT NULL DEFAULT 'approved',
    created_ms  INTEGER NOT NULL,
    modified_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX comments_by_age ON comments (article_id, created_ms, id) WHERE status = 'approved';
