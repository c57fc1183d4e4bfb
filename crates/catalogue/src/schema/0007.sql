-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- What people stated and what was decided: sites, contracts, activities, classifications, assessments, rules, decisions. Append-only;
-- the latest statement about a subject counts, for the days that it is for. It holds digests: no personal data.
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,            -- and the version of its form: site/1
    subject TEXT NOT NULL,         -- what it is about, among its kind
    digest BLOB,                   -- of its content; null: withdrawn
    valid_from BIGINT NOT NULL,    -- days since 1970
    valid_until BIGINT,            -- last day; null: until further notice
    recorded_ns BIGINT NOT NULL,
    author TEXT NOT NULL,          -- account at the system
    reason TEXT NOT NULL
);
CREATE INDEX ledger_subject ON ledger (kind, subject, id);
CREATE INDEX ledger_digest ON ledger (digest);
CREATE TRIGGER ledger_stays_as_it_is BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'statements are kept as they were'); END;
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'statements are kept as they were'); END;

-- What was stated, word by word, under its BLAKE3 digest. It can be erased where the law demands; the ledger then still
-- tells that there was something, and when.
CREATE TABLE content (
    digest BLOB PRIMARY KEY,
    body TEXT NOT NULL
);
CREATE TRIGGER content_stays_as_it_is BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'contents are kept as they were'); END;

-- "INSERT OR REPLACE" deletes without telling the triggers above.
CREATE TRIGGER ledger_is_only_added_to BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'statements are kept as they were'); END;
CREATE TRIGGER content_is_only_added_to BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE digest = NEW.digest AND body <> NEW.body)
BEGIN SELECT RAISE(ABORT, 'contents are kept as they were'); END;
