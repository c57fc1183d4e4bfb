// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Calendars and address cards (RFC 5545, RFC 6350, vCard 2.1): one line per property, "NAME: value".

use crate::reading::Reading;
use hoheit_types::WarningCode;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use std::borrow::Cow;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let text = crate::encoding::decode(bytes, None, reading);
    let mut lines = text.lines().peekable();
    let mut in_time_zone = false;
    while let Some(first) = lines.next() {
        // INVARIANT (linear): each line is appended to one property only.
        let mut line = Cow::Borrowed(first);
        let breaks_softly = is_quoted_printable(first);
        while let Some(next) =
            lines.next_if(|next| next.starts_with([' ', '\t']) || breaks_softly && line.ends_with('='))
        {
            let line = line.to_mut();
            if breaks_softly && line.ends_with('=') {
                line.truncate(line.len() - 1);
                line.push_str(next);
            } else {
                line.push_str(next.get(1..).unwrap_or(""));
            }
        }
        let Some(property) = Property::parse(&line) else {
            continue;
        };
        match (property.name, property.value) {
            ("BEGIN", "VTIMEZONE") => in_time_zone = true,
            ("END", "VTIMEZONE") => in_time_zone = false,
            // Between two events or cards
            ("END", _) => reading.push("\n"),
            _ if in_time_zone => {}
            ("BEGIN" | "VERSION" | "PRODID" | "CALSCALE" | "UID" | "REV" | "DTSTAMP" | "SEQUENCE", _) => {}
            _ => property.write(reading),
        }
    }
    // Time zones alone, broken cards: better all of it than nothing.
    if reading.text().trim().is_empty() && !reading.has_children() {
        reading.set_text(text);
    }
}

/// Whether the property is quoted-printable, which vCard 2.1 folds by a soft break at the line's end.
fn is_quoted_printable(line: &str) -> bool {
    line.split_once(':').is_some_and(|(head, _)| head.to_ascii_uppercase().contains("QUOTED-PRINTABLE"))
}

struct Property<'l> {
    name: &'l str,
    parameters: &'l str,
    value: &'l str,
}

impl<'l> Property<'l> {
    /// `group.NAME;PARAM=x;PARAM="a:b":value`
    fn parse(line: &'l str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.bytes().position(|b| {
            quoted ^= b == b'"';
            b == b':' && !quoted
        });
        let colon = colon.or_else(|| line.find(':'))?;
        let (head, value) = (line.get(..colon)?, line.get(colon + 1..)?);
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        let name = name.rsplit('.').next().unwrap_or(name).trim();
        Some(Self { name, parameters, value })
    }

    fn parameter(&self, name: &str) -> Option<&'l str> {
        let mut parts = self.parameters.split(';').map(|p| p.split_once('=').unwrap_or(("ENCODING", p)));
        parts.find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim_matches('"'))
    }

    fn write(&self, reading: &mut Reading<'_, '_, '_>) {
        let has_encoding = |names: &[&str]| {
            // vCard 2.1 writes bare values: `PHOTO;BASE64:…`
            self.parameters.split(';').any(|p| {
                let value = p.split_once('=').map_or(p, |(_, v)| v);
                names.iter().any(|n| value.eq_ignore_ascii_case(n))
            })
        };
        if has_encoding(&["BASE64", "B"]) || self.value.starts_with("data:") {
            return self.file(reading);
        }
        let decoded =
            if has_encoding(&["QUOTED-PRINTABLE"]) { self.quoted_printable() } else { self.value.into() };
        let value = unescaped(&decoded);
        let value = value.trim().trim_start_matches("mailto:").trim_start_matches("MAILTO:");
        if value.is_empty() {
            return;
        }
        reading.end_line();
        reading.push(self.name);
        reading.push(": ");
        for name in ["CN", "EMAIL", "LABEL"] {
            if let Some(parameter) = self.parameter(name).filter(|p| !value.contains(p)) {
                reading.push(&unescaped(parameter));
                reading.push(" ");
            }
        }
        // Names and addresses have their parts between semicolons.
        if matches!(self.name, "N" | "ADR" | "ORG") {
            reading.push(&spaced(value));
        } else {
            reading.push(value);
        }
        reading.push("\n");
    }

    fn quoted_printable(&self) -> Cow<'l, str> {
        let declared =
            self.parameter("CHARSET").and_then(|label| crate::encoding::by_label(label.as_bytes()));
        match quoted_printable_decode(self.value.as_bytes()) {
            Some(bytes) => Cow::Owned(crate::encoding::decode_bytes(&bytes, declared).text.into_owned()),
            None => Cow::Borrowed(self.value),
        }
    }

    /// A picture, sound, key or attached file inside.
    fn file(&self, reading: &mut Reading<'_, '_, '_>) {
        let packed = self.value.split_once("base64,").map_or(self.value, |(_, data)| data);
        let name = ["FILENAME", "X-FILENAME", "X-APPLE-FILENAME"].iter().find_map(|n| self.parameter(n));
        match base64_decode(packed.trim().as_bytes()) {
            Some(bytes) if !bytes.is_empty() && self.name != "KEY" => {
                reading.child(name.unwrap_or(&self.name.to_ascii_lowercase()), &bytes);
            }
            Some(_) => {}
            None => reading.warn(WarningCode::Malformed, 1),
        }
    }
}

/// `\n`, `\,`, `\;` and `\\` resolved.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(escaped) => out.push(escaped),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The parts of a structured value, those that are empty left out.
fn spaced(value: &str) -> String {
    value.split(';').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
