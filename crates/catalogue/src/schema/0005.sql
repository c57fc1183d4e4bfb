-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- What was found and marked as a false alarm: counts that go with the file's evidence. They say in which files something
-- was set aside, and which to read again when the mark is taken back.
CREATE TABLE set_aside (
    asset_id BIGINT NOT NULL,
    exception TEXT NOT NULL,       -- 12 hexadecimal digits; the list of exceptions is a file of its own
    entity TEXT NOT NULL,
    rule TEXT NOT NULL,
    rule_version BIGINT NOT NULL,
    occurrences BIGINT NOT NULL
);
CREATE INDEX set_aside_asset ON set_aside (asset_id);

-- Findings of own rules, which are named pack/rule: few among many.
CREATE INDEX finding_own ON finding (asset_id) WHERE rule LIKE '%/%';
