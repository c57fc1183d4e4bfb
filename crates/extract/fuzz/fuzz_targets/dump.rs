// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hoheit_extract_fuzz::check("a.sql", bytes));
