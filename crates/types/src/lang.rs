// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The language that a person reads. German first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// German
    #[default]
    De,
    /// English
    En,
}

impl Lang {
    /// Picks one of two twins. Writing both texts in one place makes a missing translation impossible.
    pub fn pick<T>(self, de: T, en: T) -> T {
        match self {
            Self::De => de,
            Self::En => en,
        }
    }

    /// The BCP 47 tag, as HTML wants it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// 1842113 as `1.842.113` or `1,842,113`.
    pub fn integer(self, value: u64) -> String {
        let digits = value.to_string();
        let separator = self.pick('.', ',');
        let mut out = String::with_capacity(digits.len() * 4 / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// One decimal place with the language's decimal sign: `92,4` or `92.4`.
    pub fn decimal(self, value: f64) -> String {
        let text = format!("{value:.1}");
        match self {
            Self::De => text.replace('.', ","),
            Self::En => text,
        }
    }

    /// A size in the largest fitting binary unit: `12,3 MiB`; below 1 KiB in bytes.
    pub fn bytes(self, size_bytes: u64) -> String {
        const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
        if size_bytes < 1024 {
            return format!("{size_bytes} {}", self.pick("Byte", "bytes"));
        }
        let (mut value, mut unit) = (size_bytes as f64, "");
        for larger in UNITS {
            (value, unit) = (value / 1024.0, larger);
            if value < 1024.0 {
                break;
            }
        }
        format!("{} {unit}", self.decimal(value))
    }
}

impl FromStr for Lang {
    type Err = String;
    fn from_str(tag: &str) -> Result<Self, String> {
        match tag {
            "de" => Ok(Self::De),
            "en" => Ok(Self::En),
            _ => Err("de, en".to_owned()),
        }
    }
}
