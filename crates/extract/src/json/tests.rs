// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::check_text;

#[test]
fn escapes_become_text() {
    check_text(
        "a.json",
        br#"{"name":"M\u00fcller","mail":"a\u0040example.org"}"#,
        r#"{"name":"Müller","mail":"a@example.org"}"#,
    );
    check_text(
        "a.json",
        br#"["a\nb\t\"c\" \ud83d\ude00 \u12 \ud800"]"#,
        "[\"a\nb \"c\" 😀 \\u12 \u{fffd}\"]",
    );
    check_text("a.json", br#"{"path":"C:\\temp\/x","end":"\"#, r#"{"path":"C:\temp/x","end":"\"#);
}

#[test]
fn lines_stay_lines() {
    check_text("a.jsonl", b"{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}\n{\"a\":2}\n");
}
