-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- Single files that patterns left out are added up by rule; rows of `exclusion` are folders. Both only for the last run.
CREATE TABLE exclusion_files (
    run_id BIGINT NOT NULL REFERENCES run (id),
    rule TEXT NOT NULL,
    files BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    PRIMARY KEY (run_id, rule)
);
DELETE FROM exclusion WHERE run_id NOT IN (SELECT MAX(id) FROM run WHERE walked_ns IS NOT NULL GROUP BY source_id);
