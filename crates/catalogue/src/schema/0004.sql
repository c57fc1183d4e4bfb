-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- Of columns of tables: rows of the table, rows that were read, rows of those that hold the kind.
ALTER TABLE finding ADD COLUMN rows_total BIGINT;
ALTER TABLE finding ADD COLUMN rows_read BIGINT;
ALTER TABLE finding ADD COLUMN rows_matching BIGINT;

-- Where values occur: keyed hashes, never values. One row per file, so that they go when the file's evidence goes.
CREATE TABLE occurrence (
    asset_id INTEGER PRIMARY KEY,
    key_id BIGINT NOT NULL,        -- names the key; the key itself lies in a file of its own
    is_complete BIGINT NOT NULL,   -- 0: not every value has its token (long tables): to be searched live
    places TEXT NOT NULL,          -- JSON [[first record, member, table or null], …]
    tokens BLOB NOT NULL           -- 12 bytes each: token, record; little endian; sorted by record and token
);

-- Who asked where a person occurs: never for whom. Append-only.
CREATE TABLE subject_query (
    id INTEGER PRIMARY KEY,
    asked_ns BIGINT NOT NULL,
    asked_by TEXT NOT NULL,        -- account at the system
    purpose TEXT NOT NULL,
    clues TEXT NOT NULL,           -- JSON: which kinds of values were given
    counts TEXT NOT NULL           -- JSON: how many files and records were found, how sure, how many not searched
);
CREATE TRIGGER subject_query_stays_as_it_is BEFORE UPDATE ON subject_query
BEGIN SELECT RAISE(ABORT, 'queries are kept as they were'); END;
CREATE TRIGGER subject_query_stays BEFORE DELETE ON subject_query
BEGIN SELECT RAISE(ABORT, 'queries are kept as they were'); END;
