// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the program says, and the exit code that says the same to a script.

use hoheit_types::{Lang, Printable};
use std::io::Write as _;

/// The exit codes, as in all of hoheit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Proved, without ifs and buts
    Proved = 0,
    /// Proved with remarks, or not judged because nobody said whom to trust
    Remarks = 1,
    /// The arguments, key or policy are not understood
    Usage = 3,
    /// Not proved: damaged, changed, or signed by the wrong ones
    Damaged = 4,
    /// Can't be read, or is not there
    Unreadable = 5,
    /// A fault of this program
    Bug = 70,
}

/// An answer: one sentence, and more for those who ask.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The exit code
    pub(crate) exit: Exit,
    sentence: String,
    details: Vec<String>,
}

impl Answer {
    /// A sentence. What it quotes of foreign texts was made harmless by [`quoted`].
    pub(crate) fn new(exit: Exit, sentence: String) -> Self {
        Self { exit, sentence, details: Vec::new() }
    }

    /// What was asked for is a text: help, version.
    pub(crate) fn text(text: &str) -> Self {
        Self::new(Exit::Proved, text.to_owned())
    }

    /// The same with lines below the sentence.
    #[must_use]
    pub(crate) fn with(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// Prints it; a closed pipe is nobody's fault.
    pub(crate) fn print(&self) {
        let mut out = std::io::stdout().lock();
        for line in [&self.sentence].into_iter().chain(&self.details) {
            if writeln!(out, "{line}").is_err() {
                return;
            }
        }
        let _ = out.flush();
    }
}

/// No answer: what happened, and what to do next.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code
    pub(crate) exit: Exit,
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// One line: what happened.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: None }
    }

    /// One line: what to do next.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Prints it to standard error.
    pub(crate) fn print(&self, lang: Lang) {
        let mut err = std::io::stderr().lock();
        let _ = writeln!(err, "{}: {}", lang.pick("Fehler", "error"), self.message);
        if let Some(hint) = &self.hint {
            let _ = writeln!(err, "{}: {hint}", lang.pick("Tipp", "hint"));
        }
    }
}

/// A foreign text in quotation marks, so that it can neither steer a terminal nor pose as our own words.
pub(crate) fn quoted(text: &str, lang: Lang) -> String {
    /// Names are short; what is longer would only push our sentence off the screen.
    const LIMIT: usize = 200;
    let shown: String = text.chars().take(LIMIT).collect();
    let rest = if shown.len() < text.len() { "…" } else { "" };
    let shown = Printable(&shown);
    lang.pick(format!("„{shown}{rest}“"), format!("“{shown}{rest}”"))
}

/// `1.000 Einträge`, `1 Eintrag`.
pub(crate) fn counted(lang: Lang, count: u64, one: (&str, &str), many: (&str, &str)) -> String {
    let (de, en) = if count == 1 { one } else { many };
    format!("{} {}", lang.integer(count), lang.pick(de, en))
}

/// `1.000 Einträge`.
pub(crate) fn entries(lang: Lang, count: u64) -> String {
    counted(lang, count, ("Eintrag", "entry"), ("Einträge", "entries"))
}
