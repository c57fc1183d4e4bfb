// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::{Lang, could_be_setting};
use std::fmt;
use std::ops::Range;

/// Why rules, a profile or a law pack were refused. Nothing is decided by half of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
#[non_exhaustive]
pub struct RulesError {
    /// Name of the file, as it was given
    pub file: String,
    /// Counted from 1
    pub line: usize,
    /// Counted from 1, in characters
    pub column: usize,
    /// What is wrong
    pub message: Wording,
    /// What could be done about it, where that is known
    pub hint: Option<Wording>,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// German
    pub de: Box<str>,
    /// English
    pub en: Box<str>,
}

impl Wording {
    /// In both languages.
    pub fn new(de: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self { de: de.into(), en: en.into() }
    }

    /// What a reader by others said: in English, which stands in brackets in German.
    pub fn foreign(en: impl Into<String>) -> Self {
        let en = en.into();
        Self::new(format!("({en})"), en)
    }

    /// In the reader's language.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.de, &self.en)
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl RulesError {
    /// At a stretch of a file's text, in bytes; without one, at its beginning.
    pub fn at(file: &str, text: &str, span: Option<Range<usize>>, message: Wording) -> Self {
        let start = span.map_or(0, |span| span.start);
        let before = text.get(..start.min(text.len())).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            message,
            hint: None,
        }
    }

    /// Where a word stands, for what a parser no longer knows the place of.
    pub fn near(file: &str, text: &str, word: &str, message: Wording) -> Self {
        let quoted = format!("\"{word}\"");
        let start = text.rfind(&quoted).unwrap_or(0);
        Self::at(file, text, Some(start..start), message)
    }

    /// Says what could be done about it.
    #[must_use]
    pub fn with_hint(mut self, hint: Option<Wording>) -> Self {
        self.hint = hint;
        self
    }

    /// From an error of the reader of TOML, without the values that it quotes: a document may have been handed over by mistake.
    pub fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let message = error.message();
        let (what, possible) = message.split_once(", expected ").unwrap_or((message, ""));
        let possible = possible.replace('`', "");
        let key = what.strip_prefix("unknown field `").and_then(|rest| rest.strip_suffix('`'));
        let missing = what.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        // `invalid type: string "…"`, `unknown variant `…``: what it is called is enough.
        let has_value = ["invalid ", "unknown variant"].iter().any(|kind| what.starts_with(kind));
        let (wording, hint) = match (key, missing) {
            (Some(key), _) if could_be_setting(key) => (
                Wording::new(
                    format!("die Angabe '{key}' gibt es nicht"),
                    format!("there is no setting '{key}'"),
                ),
                possible,
            ),
            (Some(_), _) => {
                (Wording::new("diese Angabe gibt es nicht", "there is no such setting"), possible)
            }
            (None, Some(key)) => (
                Wording::new(
                    format!("es fehlt die Angabe '{key}'"),
                    format!("the setting '{key}' is missing"),
                ),
                String::new(),
            ),
            (None, None) if has_value && !possible.is_empty() => {
                (Wording::new("die Angabe geht nicht", "the setting can't be used"), possible)
            }
            (None, None) => (Wording::foreign(unquoted(message)), String::new()),
        };
        let (de, en) = match hint.trim_start_matches("one of ") {
            "u32" => ("eine ganze Zahl", "a whole number"),
            "a string" => ("ein Text in Anführungszeichen", "a text in quotes"),
            "a sequence" => ("eine Liste in eckigen Klammern", "a list in square brackets"),
            other => (other, other),
        };
        let hint = Wording::new(format!("möglich: {de}"), format!("possible: {en}"));
        Self::at(file, text, error.span(), wording).with_hint((!en.is_empty()).then_some(hint))
    }

    /// From an error of Cedar, which knows where it is and often what to do.
    pub fn cedar(file: &str, text: &str, error: &dyn miette::Diagnostic) -> Self {
        let label = error.labels().and_then(|mut labels| labels.next());
        let span = label.as_ref().map(|label| label.offset()..label.offset() + label.len());
        let told = label.and_then(|label| label.label().map(ToOwned::to_owned));
        let message = match told {
            Some(told) => format!("{error} ({told})"),
            None => error.to_string(),
        };
        let hint = error.help().map(|help| Wording::foreign(help.to_string()));
        Self::at(file, text, span, Wording::foreign(message)).with_hint(hint)
    }
}

/// A message without the value in it: `'2026-13-01' is no day`, `invalid string "…"`.
fn unquoted(message: &str) -> String {
    let message = match message.strip_prefix('\'').and_then(|rest| rest.rsplit_once("' ")) {
        Some((_, told)) => told,
        None => message,
    };
    let parts = message.split('"').enumerate();
    parts.map(|(place, part)| if place % 2 == 0 { part } else { "…" }).collect()
}
