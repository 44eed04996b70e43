-- Articles belong to sites, may have other keys and rules of their own; comments are decided about, and it is kept by whom.
-- Articles are written anew, because a key is unique on its site only. Foreign keys are not looked at meanwhile.

CREATE TABLE sites (
    name           TEXT PRIMARY KEY,
    -- What is held: words of all, first, links and reported, a space between two.
    hold           TEXT NOT NULL,
    -- After how many days nothing more is taken under an article; 0 and NULL for never.
    read_only_days INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE articles_of_sites (
    id             INTEGER PRIMARY KEY,
    site           TEXT    NOT NULL,
    -- The canonical address, or whatever else the site calls the article.
    key            TEXT    NOT NULL,
    views          INTEGER NOT NULL DEFAULT 0,
    -- Visible comments, kept here so that a count never scans.
    comments       INTEGER NOT NULL DEFAULT 0,
    -- When it was first heard of.
    created_ms     INTEGER NOT NULL,
    -- NULL where the site's rules go.
    hold           TEXT,
    read_only_days INTEGER,
    -- Since when nothing more is taken.
    closed_ms      INTEGER,
    UNIQUE (site, key)
) STRICT;

INSERT INTO articles_of_sites (id, site, key, views, comments, created_ms)
SELECT id, 'default', key, views, comments,
       COALESCE((SELECT min(created_ms) FROM comments WHERE article_id = articles.id), unixepoch() * 1000)
FROM articles;

DROP TABLE articles;
ALTER TABLE articles_of_sites RENAME TO articles;

-- Other keys that lead to an article.
CREATE TABLE aliases (
    site       TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;

-- Whether its writer belongs to the site.
ALTER TABLE comments ADD COLUMN staff INTEGER NOT NULL DEFAULT 0;
-- What the network it came from is known by, for some days.
ALTER TABLE comments ADD COLUMN network BLOB;
-- When a moderator last decided about it.
ALTER TABLE comments ADD COLUMN decided_ms INTEGER;
-- Reports that nobody has settled.
ALTER TABLE comments ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
-- The decision that settled it; 0 for one that is not known.
ALTER TABLE reports ADD COLUMN settled INTEGER;

UPDATE comments SET reports = (SELECT count(*) FROM reports WHERE comment_seq = comments.seq)
WHERE seq IN (SELECT comment_seq FROM reports);

CREATE INDEX comments_by_status ON comments (status, seq) WHERE status <> 'approved';
CREATE INDEX comments_reported ON comments (seq) WHERE reports > 0;
CREATE INDEX comments_by_article ON comments (article_id, seq);
CREATE INDEX comments_with_network ON comments (created_ms) WHERE network IS NOT NULL;

CREATE TABLE moderators (
    name       TEXT    PRIMARY KEY,
    -- Argon2id, as a PHC string.
    password   TEXT    NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Links by which somebody becomes a moderator, or chooses another password; a token is the hash of what stands in the link.
CREATE TABLE invitations (
    token    BLOB    PRIMARY KEY,
    name     TEXT,
    until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token    BLOB    PRIMARY KEY,
    name     TEXT    NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What moderators have decided. Rows are added and never changed; none has words of anybody's comment.
CREATE TABLE decisions (
    id         INTEGER PRIMARY KEY,
    at_ms      INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    site       TEXT    NOT NULL,
    article_id INTEGER,
    comment    TEXT,
    -- How it was before, as JSON.
    was        TEXT    NOT NULL,
    undoes     INTEGER
) STRICT;

CREATE INDEX decisions_by_comment ON decisions (comment, id) WHERE comment IS NOT NULL;
CREATE INDEX decisions_by_article ON decisions (article_id, id) WHERE article_id IS NOT NULL;
CREATE INDEX decisions_undone ON decisions (undoes) WHERE undoes IS NOT NULL;

-- From whom nothing is taken: from a secret or an account, or from a network for some days.
CREATE TABLE bans (
    id       INTEGER PRIMARY KEY,
    site     TEXT    NOT NULL,
    owner    BLOB,
    network  BLOB,
    until_ms INTEGER,
    decision INTEGER
) STRICT;

CREATE INDEX bans_by_owner ON bans (owner) WHERE owner IS NOT NULL;
CREATE INDEX bans_by_network ON bans (network) WHERE network IS NOT NULL;

-- Random keys that all who serve these data share.
CREATE TABLE server_keys (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
