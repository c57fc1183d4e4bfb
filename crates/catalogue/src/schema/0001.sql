-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- Version 1. Plain types (BIGINT, TEXT, BLOB), so that PostgreSQL can hold the same tables. Times are nanoseconds since
-- 1970 in UTC; paths and names are in the kept form of RelPath; names of states, formats and kinds are the stable
-- ones of hoheit-types. Unsigned 64-bit numbers (inode) are stored as the signed number of the same bits.

-- A place that was scanned.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE,
    root TEXT NOT NULL,            -- path by which it was last reached
    filesystem TEXT,               -- id of its file system, where the system tells one
    root_inode BIGINT NOT NULL,
    sample TEXT NOT NULL,          -- JSON: some top-level entries, [[name, inode, mtime_ns], …]
    stale BIGINT NOT NULL          -- 1: something changed since datasets were grouped
);

-- One scan of one source.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES source (id),
    started_ns BIGINT NOT NULL,
    walked_ns BIGINT,              -- null: the walk did not come to its end
    finished_ns BIGINT,            -- null: interrupted, or still going on
    options TEXT NOT NULL,         -- as the caller describes them
    unlisted_folders BIGINT NOT NULL,
    special_files BIGINT NOT NULL,
    coverage TEXT                  -- JSON of the coverage statement at the end
);
CREATE INDEX run_source ON run (source_id, id);

-- Left out on purpose in one run.
CREATE TABLE exclusion (
    run_id BIGINT NOT NULL REFERENCES run (id),
    path TEXT NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX exclusion_run ON exclusion (run_id);

CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES source (id),
    anchor TEXT NOT NULL,          -- folder or file that it is known by; keeps the id stable
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    hits BIGINT NOT NULL,          -- evidence of the rule: so many …
    considered BIGINT NOT NULL,    -- … of so many subfolders fit
    name TEXT NOT NULL,
    files BIGINT NOT NULL,         -- when it was last grouped
    present BIGINT NOT NULL,       -- 0: no longer grouped so, kept for its id
    UNIQUE (source_id, anchor)
);

-- What people said about datasets, by the stable anchor; replayed after each grouping.
CREATE TABLE correction (
    source_id BIGINT NOT NULL REFERENCES source (id),
    anchor TEXT NOT NULL,
    whole BIGINT NOT NULL,         -- 1: all below belongs to it; 0: what no other dataset takes
    name TEXT,
    owner TEXT,
    merged_into TEXT,              -- anchor of the dataset that takes it in
    PRIMARY KEY (source_id, anchor)
);

CREATE TABLE directory (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES source (id),
    path TEXT NOT NULL,
    folded TEXT NOT NULL,          -- for search
    fingerprint BLOB,              -- of its listing; null: look again
    files BIGINT NOT NULL,         -- files in it, not below, as of the fingerprint
    size_bytes BIGINT NOT NULL,
    vanished_run BIGINT,
    dataset_id BIGINT,
    UNIQUE (source_id, path)
);

CREATE TABLE asset (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL,
    directory_id BIGINT NOT NULL REFERENCES directory (id),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,          -- for search
    temporary BIGINT NOT NULL,     -- 1: by its name a file that nobody will miss
    size_bytes BIGINT NOT NULL,
    mtime_ns BIGINT NOT NULL,
    ctime_ns BIGINT,               -- null: too recent when it was looked at to be trusted
    inode BIGINT NOT NULL,
    presence BIGINT NOT NULL,      -- 0 there, 1 vanished, 2 excluded
    gone_run BIGINT,
    pending BIGINT NOT NULL,       -- 0 no, 1 read, 2 hash only, 3 try again in the next run
    first_run BIGINT NOT NULL,
    -- evidence of the last reading
    read_run BIGINT,
    outcome TEXT NOT NULL,         -- a read state, or why it was not read
    format TEXT,
    digest BLOB,
    warnings TEXT,                 -- JSON [[code, number], …]
    members BIGINT,
    members_unread BIGINT,
    pages BIGINT,
    text_chars BIGINT,
    table_rows BIGINT,             -- of its longest table
    entities TEXT,                 -- JSON [[entity, occurrences, confidence], …], most first: findings added up
    extractor_version BIGINT,
    ruleset_version BIGINT,
    dataset_id BIGINT,             -- only where it is not its directory's
    UNIQUE (directory_id, name)
);
CREATE INDEX asset_pending ON asset (source_id, id) WHERE pending <> 0;

-- Earlier evidence: one row per reading that a later one replaced.
CREATE TABLE observation (
    asset_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    mtime_ns BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    format TEXT,
    digest BLOB,
    entities TEXT,
    extractor_version BIGINT,
    ruleset_version BIGINT
);
CREATE INDEX observation_asset ON observation (asset_id);

-- What the last reading found: counts, never values.
CREATE TABLE finding (
    asset_id BIGINT NOT NULL,
    member TEXT NOT NULL,          -- path inside the file, empty for the file itself
    entity TEXT NOT NULL,
    rule TEXT NOT NULL,
    rule_version BIGINT NOT NULL,
    table_column TEXT,
    occurrences BIGINT NOT NULL,
    distinct_values BIGINT NOT NULL,
    confidence BIGINT NOT NULL,
    signals BIGINT NOT NULL
);
CREATE INDEX finding_asset ON finding (asset_id);
