-- SPDX-FileCopyrightText: 2026 The hoheit authors
-- SPDX-License-Identifier: EUPL-1.2

-- Whose data a finding is, as far as its surroundings tell.
ALTER TABLE finding ADD COLUMN role TEXT NOT NULL DEFAULT 'unknown';
