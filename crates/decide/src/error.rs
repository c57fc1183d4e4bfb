// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

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
    pub message: String,
    /// What could be done about it, where that is known
    pub hint: Option<String>,
}

impl RulesError {
    /// At a stretch of a file's text, in bytes; without one, at its beginning.
    pub fn at(file: &str, text: &str, span: Option<Range<usize>>, message: String) -> Self {
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
    pub fn near(file: &str, text: &str, word: &str, message: String) -> Self {
        let quoted = format!("\"{word}\"");
        let start = text.rfind(&quoted).unwrap_or(0);
        Self::at(file, text, Some(start..start), message)
    }

    /// Says what could be done about it.
    #[must_use]
    pub fn with_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
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
        Self::at(file, text, span, message).with_hint(error.help().map(|help| help.to_string()))
    }
}
