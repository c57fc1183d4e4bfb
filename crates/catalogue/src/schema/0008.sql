-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- What the transparency log says, and what shows it: row n is entry n. Append-only; of a row only salt and body can be erased, and the entry stays
-- the same.
CREATE TABLE evidence (
    entry INTEGER PRIMARY KEY,     -- from 0, without gaps
    kind TEXT NOT NULL,            -- and the version of its form
    at_ns BIGINT NOT NULL,
    salt BLOB,                     -- 32 random bytes; null: said in clear, or erased
    body TEXT,                     -- null: erased
    commitment BLOB,               -- SHA-256 over salt and body; null: said in clear
    origin TEXT,                   -- the table that it was gathered from; null: from none
    origin_id BIGINT,
    digest BLOB                    -- of the content that the body names, to find it by
);
CREATE UNIQUE INDEX evidence_origin ON evidence (origin, origin_id) WHERE origin IS NOT NULL;
CREATE INDEX evidence_digest ON evidence (digest) WHERE digest IS NOT NULL;
CREATE TRIGGER evidence_stays_as_it_is BEFORE UPDATE ON evidence
WHEN NEW.commitment IS NULL OR NEW.salt IS NOT NULL OR NEW.body IS NOT NULL OR NEW.entry <> OLD.entry OR NEW.kind <> OLD.kind
    OR NEW.at_ns <> OLD.at_ns OR NEW.commitment <> OLD.commitment
BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was'); END;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was'); END;
CREATE TRIGGER evidence_is_only_added_to BEFORE INSERT ON evidence
WHEN NEW.entry <> (SELECT COALESCE(MAX(entry) + 1, 0) FROM evidence)
BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was'); END;

-- How many entries are known to be published: a log with fewer is damaged.
CREATE TABLE published (
    entries BIGINT NOT NULL
);
INSERT INTO published (entries) VALUES (0);
CREATE TRIGGER published_only_grows BEFORE UPDATE ON published
WHEN NEW.entries < OLD.entries
BEGIN SELECT RAISE(ABORT, 'what was published stays so'); END;
