// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Mailboxes: many mails in one file, each after a line "From <sender> <date>" (RFC 4155 and its older kin).

use crate::reading::Reading;
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// Reads one document. Each mail becomes a child; the mailbox has no text of its own.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let mut starts = separators(bytes).peekable();
    let mut number = 0_u64;
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(bytes.len());
        let mail = bytes.get(start..end).unwrap_or(&[]);
        let headers = memchr(b'\n', mail).map_or(mail.len(), |at| at + 1);
        let mail = mail.get(headers..).unwrap_or(&[]);
        number += 1;
        // The suffix says what it is even where a mail has lost its header.
        if !mail.trim_ascii().is_empty() && !reading.child(&format!("{number}.eml"), &unquoted(mail)) {
            return;
        }
    }
    if number == 0 {
        reading.broken();
    }
}

/// Whether a separator stands at the beginning of `text`, blank lines and a byte order mark not counted.
pub(crate) fn is_separator(text: &[u8]) -> bool {
    let line = text.get(..memchr(b'\n', text).unwrap_or(text.len())).unwrap_or(&[]);
    is_separator_line(line.trim_ascii_end())
}

/// Where the separators begin.
fn separators(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let start = bytes.iter().take_while(|b| b.is_ascii_whitespace() || !b.is_ascii()).count();
    let first = is_separator(bytes.get(start..).unwrap_or(&[])).then_some(start);
    let later = memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1);
    first
        .into_iter()
        .chain(later.filter(move |at| *at > start && is_separator(bytes.get(*at..).unwrap_or(&[]))))
}

/// "From ", a sender without blanks (some write none, or "MAILER-DAEMON", or "-"), and a date with a time and a year.
/// Prose that begins a line with "From " has no time and year.
fn is_separator_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    if rest.len() > 400 {
        return false;
    }
    let has_time = rest.windows(5).any(
        |w| matches!(w, [a, b, b':', c, d] if [a, b, c, d].iter().all(|x| x.is_ascii_digit() || **x == b' ')),
    );
    let has_year = rest
        .split(|b| !b.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20")));
    has_time && has_year
}

/// The mail with its quoted separators (">From ", also ">>From ") as they were sent.
fn unquoted(mail: &[u8]) -> Cow<'_, [u8]> {
    if memmem::find(mail, b"\n>").is_none() {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|b| *b == b'\n') {
        let quotes = line.iter().take_while(|b| **b == b'>').count();
        let is_quoted = quotes > 0 && line.get(quotes..).is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(is_quoted)..).unwrap_or(line));
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;
