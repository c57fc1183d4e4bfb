-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- The last inventory, so that a tree in which nothing changed is not added up again. It holds what files, folders and
-- datasets say; what only runs know is asked each time. Triggers drop it, because no code path can forget them.
-- Findings and files set aside need none: they change with the row of their file.
CREATE TABLE kept_inventory (
    source_id BIGINT NOT NULL,     -- 0: all sources together
    program TEXT NOT NULL,         -- version of the program, of the sums, of its readers and its rules
    from_day BIGINT NOT NULL,      -- days since 1970: dates of files in the future count as wrong, so that …
    until_day BIGINT NOT NULL,     -- … it is true from one day to before another
    facts TEXT NOT NULL,           -- JSON
    PRIMARY KEY (source_id, program)
);
CREATE TRIGGER asset_new AFTER INSERT ON asset BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER asset_changed AFTER UPDATE ON asset BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER directory_new AFTER INSERT ON directory BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER directory_changed AFTER UPDATE ON directory BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER directory_gone AFTER DELETE ON directory BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER dataset_new AFTER INSERT ON dataset BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER dataset_changed AFTER UPDATE ON dataset BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER dataset_gone AFTER DELETE ON dataset BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER correction_new AFTER INSERT ON correction BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER correction_changed AFTER UPDATE ON correction BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER correction_gone AFTER DELETE ON correction BEGIN DELETE FROM kept_inventory; END;
CREATE TRIGGER source_gone AFTER DELETE ON source BEGIN DELETE FROM kept_inventory; END;
-- Every scan writes the row of its source.
CREATE TRIGGER source_changed AFTER UPDATE ON source WHEN NEW.filesystem IS NOT OLD.filesystem
BEGIN DELETE FROM kept_inventory; END;

-- A file's tokens go with its row.
CREATE TRIGGER asset_gone AFTER DELETE ON asset BEGIN
    DELETE FROM kept_inventory;
    DELETE FROM occurrence WHERE asset_id = OLD.id;
END;
-- Files that went away or were left out: few among many.
CREATE INDEX asset_gone_run ON asset (gone_run) WHERE gone_run IS NOT NULL;
