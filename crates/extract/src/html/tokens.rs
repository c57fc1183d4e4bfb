// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use memchr::{memchr, memchr3, memmem};

/// Text, a start tag or an end tag; comments, declarations and instructions are passed over.
pub(super) enum Token<'h> {
    Text(&'h str),
    Start { name: &'h str, attributes: Attributes<'h> },
    End { name: &'h str },
}

/// Parts a page into tokens, in time linear to its length.
pub(super) struct Tokens<'h> {
    html: &'h str,
    at: usize,
    /// No end tag for a raw element, no end of a comment follows: don't look for it again and again
    unclosed: bool,
    unclosed_comment: bool,
}

impl<'h> Tokens<'h> {
    pub(super) fn new(html: &'h str) -> Self {
        Self { html, at: 0, unclosed: false, unclosed_comment: false }
    }

    fn rest(&self) -> &'h str {
        self.html.get(self.at..).unwrap_or("")
    }

    /// Passes over everything up to the end tag of a raw element, or to the end if there is none.
    pub(super) fn skip_raw(&mut self, name: &str) {
        self.raw_text(name);
    }

    /// The text up to the end tag `name`, which holds no markup. Without an end tag nothing is raw.
    pub(super) fn raw_text(&mut self, name: &str) -> &'h str {
        if self.unclosed {
            return "";
        }
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut from = 0;
        while let Some(at) = bytes.get(from..).and_then(|tail| memmem::find(tail, b"</")) {
            let tag = from + at;
            from = tag + 2;
            let candidate = bytes.get(from..from + name.len());
            if candidate.is_some_and(|c| c.eq_ignore_ascii_case(name.as_bytes())) {
                self.at += tag;
                return rest.get(..tag).unwrap_or("");
            }
        }
        self.unclosed = true;
        ""
    }

    /// The end of a tag that begins before `from`: after its `>`, those in quoted values not counted.
    fn end_of_tag(&self, from: usize) -> usize {
        let bytes = self.html.as_bytes();
        let mut at = from;
        while let Some(offset) = bytes.get(at..).and_then(|tail| memchr3(b'>', b'"', b'\'', tail)) {
            at += offset;
            let byte = bytes.get(at).copied().unwrap_or(b'>');
            if byte == b'>' {
                return at + 1;
            }
            // A quote opens a value only after "="; elsewhere it is a typo.
            let opens = bytes.get(..at).is_some_and(|before| before.trim_ascii_end().last() == Some(&b'='));
            at += 1;
            if opens && let Some(close) = bytes.get(at..).and_then(|tail| memchr(byte, tail)) {
                at += close + 1;
            }
        }
        bytes.len()
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        loop {
            let rest = self.rest();
            let bytes = rest.as_bytes();
            if bytes.is_empty() {
                return None;
            }
            if bytes.first() != Some(&b'<') {
                let end = memchr(b'<', bytes).unwrap_or(bytes.len());
                self.at += end;
                return rest.get(..end).map(Token::Text);
            }
            match bytes.get(1) {
                Some(b'a'..=b'z' | b'A'..=b'Z') => {
                    let length = name_length(bytes.get(1..).unwrap_or(&[]));
                    let name = rest.get(1..=length).unwrap_or("");
                    let body = self.at + 1 + length;
                    let end = self.end_of_tag(body);
                    self.at = end;
                    let attributes = self.html.get(body..end.saturating_sub(1)).unwrap_or("");
                    return Some(Token::Start { name, attributes: Attributes(attributes) });
                }
                Some(b'/') => {
                    let length = name_length(bytes.get(2..).unwrap_or(&[]));
                    let name = rest.get(2..2 + length).unwrap_or("");
                    self.at += memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
                    return Some(Token::End { name });
                }
                Some(b'!') if rest.starts_with("<!--") => {
                    let tail = bytes.get(4..).filter(|_| !self.unclosed_comment);
                    let end = tail.and_then(|tail| memmem::find(tail, b"-->"));
                    self.unclosed_comment |= end.is_none();
                    // "<!-->" is a whole comment; an unclosed one hides no more than its first tag.
                    self.at += match end {
                        Some(end) => end + 7,
                        None => memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1),
                    };
                }
                Some(b'!' | b'?') => self.at += memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1),
                _ => {
                    self.at += 1;
                    return rest.get(..1).map(Token::Text);
                }
            }
        }
    }
}

fn name_length(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'>'))
        .unwrap_or(bytes.len())
}

/// The attributes of a start tag, as name and raw value.
#[derive(Clone)]
pub(super) struct Attributes<'h>(&'h str);

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if text.is_empty() {
            return None;
        }
        let end =
            text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, rest) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let value = value.get(1..).unwrap_or("");
                value.split_once(char::from(*quote)).unwrap_or((value, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.0 = rest;
        Some((name, value))
    }
}
