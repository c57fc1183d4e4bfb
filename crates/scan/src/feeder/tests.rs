// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[test]
fn a_file_without_a_size_may_hold_something() {
    let check = |path: &str, expect: Result<(), NotRead>| {
        let file = OpenFile::here(File::open(path).unwrap());
        assert_eq!(emptiness(&file, stamp_of(&file).unwrap()), expect, "{path}");
    };
    check("/proc/self/status", Err(NotRead::Special));
    let empty = tempfile::NamedTempFile::new().unwrap();
    check(empty.path().to_str().unwrap(), Ok(()));
    std::fs::write(empty.path(), "x").unwrap();
    check(empty.path().to_str().unwrap(), Ok(()));
}

#[test]
fn a_large_file_without_content_is_hollow() {
    let file = OpenFile::here(tempfile::tempfile().unwrap());
    let check = |size_bytes: u64, expect: bool| {
        file.set_len(size_bytes).unwrap();
        assert_eq!(is_hollow(&file, stamp_of(&file).unwrap()), expect, "{size_bytes}");
    };
    check(1 << 40, true);
    check(HOLLOW_BYTES, true);
    check(HOLLOW_BYTES - 1, false);
}
