// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::see;
use hoheit_types::{Format, ReadState};

#[track_caller]
fn check(mbox: &str, bodies: &[&str]) {
    let seen = see("a.mbox", mbox.as_bytes());
    let (own, mails) = seen.split_last().expect("the mailbox");
    assert_eq!((own.format, own.state), (Format::Mbox, ReadState::Read));
    let found: Vec<&str> =
        mails.iter().map(|m| m.text.split_once("\n\n").map_or("", |(_, body)| body)).collect();
    assert_eq!(found, bodies);
    assert!(mails.iter().all(|m| m.format == Format::Eml));
}

const FIRST: &str = "From a@example.org Mon Jan  1 00:00:00 2024\nFrom: a@example.org\nSubject: eins\n\n";
const SECOND: &str = "From - Tue Jan  2 10:00:00 2024\r\nFrom: b@example.org\r\n\r\n";

#[test]
fn separators_part_mails() {
    check(&format!("{FIRST}Text\n\n{SECOND}Zwei\r\n"), &["Text\n\n", "Zwei\n"]);
    check(&format!("\n\n{FIRST}Text\n"), &["Text\n"]);
}

#[test]
fn prose_and_quoted_separators_do_not() {
    check(
        &format!("{FIRST}Gruß\nFrom now on all is well.\n>From here\n>> x\n"),
        &["Gruß\nFrom now on all is well.\nFrom here\n>> x\n"],
    );
}
