// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How a command fails: what happened, what to do next, and the exit code.

use hoheit_types::Lang;
use std::error::Error as StdError;
use std::fmt;
use std::io::Write as _;

/// The documented exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done
    Done = 0,
    /// Done, with warnings that a person should read
    Warnings = 1,
    /// Refused: a rule or a person said no
    Denied = 2,
    /// The command or the configuration is not understood
    Usage = 3,
    /// Our own data are damaged
    Damaged = 4,
    /// Something needed is not there, or busy
    Unavailable = 5,
    /// A fault of hoheit
    Bug = 70,
}

/// A command ended without its result.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code
    pub exit: Exit,
    /// One line: what happened
    pub(crate) message: String,
    /// One line: what to do next
    hint: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Failure {
    /// A failure in the reader's language.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: None, source: None }
    }

    /// Says what to do next.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Keeps the error behind it; it is shown below the message.
    #[must_use]
    pub(crate) fn because(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Prints the failure to standard error: what happened, why, and what to do next. What libraries said stands in the
    /// log at level `debug`.
    pub(crate) fn render(&self, lang: Lang, is_terminal: bool) {
        let mut theme = if is_terminal && std::env::var_os("NO_COLOR").is_none() {
            miette::GraphicalTheme::unicode()
        } else {
            miette::GraphicalTheme::none()
        };
        theme.characters.vbar = ' ';
        theme.characters.error = lang.pick("Fehler:", "error:").into();
        let handler = miette::GraphicalReportHandler::new_themed(theme)
            .with_width(80)
            .with_break_words(false)
            // Dates, paths and names stay whole.
            .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
            .with_footer(String::new());
        let mut out = String::new();
        match handler.render_report(&mut out, &self.shown(lang)) {
            // Nobody may be left to read it: a closed pipe is no reason to abort.
            Ok(()) => drop(writeln!(std::io::stderr(), "{}", localise_labels(out.trim_end(), lang))),
            Err(_) => drop(writeln!(std::io::stderr(), "{}", self.message)),
        }
        let mut source = self.source.as_deref().map(|error| error as &dyn StdError);
        while let Some(error) = source {
            tracing::debug!(error = %error, "cause");
            source = error.source();
        }
    }

    /// The failure with its causes in one language.
    fn shown(&self, lang: Lang) -> Shown {
        let (causes, advice) = match self.source.as_deref() {
            Some(source) => crate::cause::explain(source, lang),
            None => (Vec::new(), None),
        };
        let cause = causes
            .into_iter()
            .rev()
            .fold(None, |cause, message| Some(Box::new(Shown { message, hint: None, cause })));
        let hint = self.hint.clone().or(advice.map(str::to_owned));
        Shown { message: self.message.clone(), hint, cause }
    }
}

/// A failure as it is rendered: one sentence over the next.
#[derive(Debug)]
struct Shown {
    message: String,
    hint: Option<String>,
    cause: Option<Box<Shown>>,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Shown {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

impl miette::Diagnostic for Shown {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.hint.as_ref().map(|hint| Box::new(hint) as _)
    }
}

/// The renderer knows English labels only.
fn localise_labels(text: &str, lang: Lang) -> String {
    match lang {
        Lang::De => text.replacen("help: ", "Hinweis: ", 1),
        Lang::En => text.replacen("help: ", "hint: ", 1),
    }
}
