// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

#![no_main]

use hoheit_extract::extract;
use hoheit_types::{Limits, WarningCode};

// A caught panic is a finding here: the reader must not rely on the net.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    extract(bytes, "fuzz.ods", &Limits::default(), &mut |_, found| {
        assert!(found.warnings.iter().all(|warning| warning.code != WarningCode::Crashed));
    });
});
