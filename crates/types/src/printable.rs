// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::fmt::{self, Write as _};

/// Shows foreign text (file names above all) so that it can't steer a terminal or disguise itself: control
/// characters, line breaks and bidirectional overrides appear as `\u{…}`.
///
/// ```
/// use hoheit_types::Printable;
/// assert_eq!(Printable("Akte\u{1b}[2J.txt").to_string(), r"Akte\u{1b}[2J.txt");
/// ```
#[derive(Clone, Copy)]
pub struct Printable<'a>(pub &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if is_steering(c) { write!(f, "{}", c.escape_unicode())? } else { f.write_char(c)? }
        }
        Ok(())
    }
}

/// Whether a key in a form can be named in an error: small ASCII letters, `-` and `_`, at most 30 of them, as all our settings
/// are. Anything else may come from a document that was handed over in the place of a form, and errors hold nothing of documents.
///
/// ```
/// assert!(hoheit_types::could_be_setting("exlude"));
/// assert!(!hoheit_types::could_be_setting("Erika Mustermann"));
/// ```
pub fn could_be_setting(key: &str) -> bool {
    key.len() <= 30 && key.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
}

/// Characters that change how what follows is shown. Bidirectional controls: Unicode UAX #9, "Trojan Source"
/// (CVE-2021-42574).
fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
