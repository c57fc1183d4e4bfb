// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What every command is given: language, state folder, clock, and where talk goes.

use crate::cli::Global;
use crate::config::{self, Config};
use crate::failure::{Exit, Failure};
use hoheit_types::{Clock, Lang, Printable, Timestamp};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The system's clock; only the binary reads it. `HOHEIT_NOW` (seconds since 1970) fixes it for reproducible runs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemClock {
    fixed: Option<Timestamp>,
}

impl SystemClock {
    fn from_environment(lang: Lang) -> Result<Self, Failure> {
        let Some(text) = std::env::var_os("HOHEIT_NOW").filter(|text| !text.is_empty()) else {
            return Ok(Self::default());
        };
        let seconds = text.to_str().and_then(|text| text.parse().ok());
        let fixed = seconds.map(Timestamp::from_seconds).ok_or_else(|| {
            let text = text.to_string_lossy();
            let text = Printable(&text);
            Failure::new(
                Exit::Usage,
                lang.pick(
                    format!("HOHEIT_NOW ist keine Zahl: '{text}'"),
                    format!("HOHEIT_NOW is no number: '{text}'"),
                ),
            )
            .hint(lang.pick(
                "Sekunden seit 1970 angeben, oder die Variable weglassen: unset HOHEIT_NOW",
                "give seconds since 1970, or leave the variable out: unset HOHEIT_NOW",
            ))
        })?;
        Ok(Self { fixed: Some(fixed) })
    }

    /// The machine's own time, whatever is fixed.
    fn machine() -> Timestamp {
        let nanos = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
        };
        Timestamp(nanos)
    }

    /// The same clock, but never ahead of the machine's: for what must not happen before its time.
    pub(crate) fn not_ahead(self) -> Self {
        Self { fixed: self.fixed.map(|fixed| fixed.min(Self::machine())) }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        self.fixed.unwrap_or_else(Self::machine)
    }
}

/// What every command is given.
#[derive(Clone)]
pub(crate) struct Context {
    /// The reader's language
    pub lang: Lang,
    /// hoheit's state folder; it need not exist yet
    pub home: PathBuf,
    /// The settings
    pub config: Config,
    /// Whether progress is unwanted
    pub quiet: bool,
    /// Where time comes from
    pub clock: SystemClock,
    /// Whether a person watches standard error
    pub is_terminal: bool,
    /// State folders that were opened for writing
    written: Rc<RefCell<BTreeSet<PathBuf>>>,
}

impl Context {
    /// Settles language and folders from the command line and the environment, in this order.
    pub(crate) fn new(global: &Global, lang: Lang) -> Result<Self, Failure> {
        let home = match &global.home {
            Some(home) => home.clone(),
            None => home_from_environment().ok_or_else(|| {
                Failure::new(
                    Exit::Usage,
                    lang.pick(
                        "es ist unklar, wo hoheit seinen Zustand ablegen soll",
                        "it is unclear where hoheit shall keep its state",
                    ),
                )
                .hint(lang.pick(
                    "HOHEIT_HOME setzen oder --home <Ordner> angeben",
                    "set HOHEIT_HOME or give --home <folder>",
                ))
            })?,
        };
        let home = std::path::absolute(&home).unwrap_or(home);
        // Looked at for every command: a mistake in it, or in its name, must not wait for the one that needs it.
        let config = match &global.config {
            Some(named) => config::load(named, true, lang)?,
            None => config::load(&home.join("hoheit.toml"), false, lang)?,
        };
        Ok(Self {
            lang,
            config,
            home,
            quiet: global.quiet,
            clock: SystemClock::from_environment(lang)?,
            is_terminal: std::io::stderr().is_terminal(),
            written: Rc::default(),
        })
    }

    /// Notes that something may be recorded in the state folder.
    pub(crate) fn note_writing(&self) {
        self.written.borrow_mut().insert(self.home.clone());
    }

    /// State folders in which something may have been recorded.
    pub(crate) fn written(&self) -> BTreeSet<PathBuf> {
        self.written.borrow().clone()
    }

    /// The same with another state folder.
    pub(crate) fn with_home(&self, home: PathBuf) -> Self {
        Self { home, ..self.clone() }
    }
}

/// `HOHEIT_HOME`, else the data folder of the XDG base directory specification.
fn home_from_environment() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("HOHEIT_HOME")
        .or_else(|| set("XDG_DATA_HOME").filter(|path| path.is_absolute()).map(|path| path.join("hoheit")))
        .or_else(|| set("HOME").map(|home| home.join(".local/share/hoheit")))
}

/// The language before the command line is understood: `--lang`, else the environment. German unless it says English.
pub(crate) fn early_lang(args: &[std::ffi::OsString]) -> Lang {
    let mut words = args.iter().filter_map(|arg| arg.to_str());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None if word == "--" => break,
            None => continue,
        };
        if let Some(lang) = value.and_then(|value| value.parse().ok()) {
            return lang;
        }
    }
    let from_environment = ["HOHEIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match from_environment {
        Some(value) if value.starts_with("en") => Lang::En,
        _ => Lang::De,
    }
}
