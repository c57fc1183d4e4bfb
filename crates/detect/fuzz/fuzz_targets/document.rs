// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

#![no_main]

use hoheit_detect::{Condenser, Engine, Table};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

// The first byte places a table in the text; its header is the table's first line.
libfuzzer_sys::fuzz_target!(|input: (u8, String)| {
    let (place, text) = input;
    let start = text.floor_char_boundary(usize::from(place));
    let header: Vec<String> =
        text[start..].lines().next().unwrap_or("").split(';').map(|cell| cell.trim_matches('"').to_owned()).collect();
    let tables = [Table { name: "t", span: start..text.len(), header: &header, delimiter: b';', quote: Some(b'"') }];
    let mut matches = Vec::new();
    ENGINE.document(&text, &tables, &mut matches);
    let mut condenser = Condenser::new(&tables);
    let mut end = 0;
    for found in &matches {
        assert!(found.span.start >= end && text.get(found.span.clone()).is_some());
        end = found.span.end;
        condenser.add(found);
    }
    assert_eq!(condenser.finish().iter().map(|finding| finding.count).sum::<u64>(), matches.len() as u64);
});
