// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The configuration: one TOML file, typed, unknown keys refused. Everything has a default; no file is needed.

use crate::failure::{Exit, Failure};
use hoheit_report::{Publication, Publisher};
use hoheit_types::{Lang, Limits, Printable, could_be_setting};
use serde::Deserialize;
use std::path::Path;

/// `hoheit.toml`
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// What a scan takes and leaves out
    pub scan: ScanConfig,
    /// What is kept of persons
    pub privacy: PrivacyConfig,
    /// What one document may cost; see `docs/reference/configuration.md`
    pub limits: Limits,
    /// Who publishes catalogues of metadata; nobody yet without it
    pub publisher: Option<Publisher>,
    /// What is said of single datasets for everybody
    pub publication: Vec<Publication>,
}

/// `[scan]`
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ScanConfig {
    /// Patterns of what is left out, in addition to the command line
    pub exclude: Vec<String>,
    /// Protected areas that are read all the same: a decision, so note who took it beside the line
    pub read_protected: Vec<String>,
    /// Reading processes; 0 means one for each processor core
    pub workers: usize,
    /// Pages of one document that are recognised at most
    pub ocr_pages_per_document: u32,
    /// Minutes that text recognition may take in one run, over all processes
    pub ocr_minutes: u64,
}

impl Default for ScanConfig {
    fn default() -> Self {
        Self {
            exclude: Vec::new(),
            read_protected: Vec::new(),
            workers: 0,
            // The first pages of a letter or notice say what it is and whom it concerns.
            ocr_pages_per_document: 10,
            // About 2.8 CPU seconds a page: an hour is some 1,300 pages on one core.
            ocr_minutes: 60,
        }
    }
}

/// `[privacy]`
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PrivacyConfig {
    /// Days after which the tokens of a vanished file go. 90: a share that comes back, or a restored backup, is searched
    /// without being read again.
    pub forget_vanished_days: u32,
}

impl Default for PrivacyConfig {
    fn default() -> Self {
        Self { forget_vanished_days: 90 }
    }
}

/// Reads the configuration; a missing file is the default, an unreadable or wrong one an error with its line.
pub(crate) fn load(path: &Path, is_named: bool, lang: Lang) -> Result<Config, Failure> {
    let shown = path.display().to_string();
    let shown = Printable(&shown);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_named => {
            return Ok(Config::default());
        }
        Err(error) => {
            return Err(Failure::new(
                Exit::Usage,
                lang.pick(
                    format!("die Konfiguration {shown} ist nicht lesbar"),
                    format!("the configuration {shown} can't be read"),
                ),
            )
            .because(error));
        }
    };
    let config: Config = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        let what = mistake(error.message(), lang);
        Failure::new(
            Exit::Usage,
            lang.pick(
                format!("die Konfiguration {shown} hat einen Fehler in Zeile {line}: {what}"),
                format!("the configuration {shown} has a mistake in line {line}: {what}"),
            ),
        )
        .hint(lang.pick(
            "alle Angaben stehen in docs/reference/configuration.md",
            "all settings are listed in docs/reference/configuration.md",
        ))
    })?;
    match zero(&config.limits) {
        None => Ok(config),
        Some(key) => Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("die Konfiguration {shown} setzt limits.{key} auf 0: damit würde nichts gelesen"),
                format!("the configuration {shown} sets limits.{key} to 0: nothing would be read then"),
            ),
        )
        .hint(lang.pick(
            "die Zeile weglassen, dann gilt der übliche Wert; ohne Grenze geht es nicht",
            "leave the line out for the usual value; there is no going without a limit",
        ))),
    }
}

/// The first limit that lets nothing be read at all. Without children, or levels of them, documents are read by themselves.
fn zero(limits: &Limits) -> Option<&'static str> {
    let all = [
        ("document_bytes", limits.document_bytes),
        ("text_bytes", limits.text_bytes),
        ("expanded_bytes", limits.expanded_bytes),
        ("expansion_ratio", limits.expansion_ratio),
        ("cells", limits.cells),
        ("pages", limits.pages),
        ("elapsed_ms", limits.elapsed_ms),
        ("worker_bytes", limits.worker_bytes),
    ];
    all.into_iter().find(|(_, value)| *value == 0).map(|(key, _)| key)
}

/// What the reader of TOML says, without the value: that may be a person's. Its commonest messages in the reader's language, the others
/// in brackets.
pub(crate) fn mistake(message: &str, lang: Lang) -> String {
    let key = message.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
    match (lang, key) {
        (_, Some(key)) if could_be_setting(key) => {
            lang.pick(format!("die Angabe '{key}' gibt es nicht"), format!("there is no setting '{key}'"))
        }
        (_, Some(_)) => lang.pick("diese Angabe gibt es nicht", "there is no such setting").to_owned(),
        (_, None) if message.starts_with("invalid type") => lang
            .pick("die Angabe hat nicht die richtige Form", "the setting has not the right form")
            .to_owned(),
        (_, None) if message.starts_with("invalid value") => {
            lang.pick("die Angabe geht nicht", "the setting can't be used").to_owned()
        }
        (Lang::De, None) => format!("({})", Printable(message.trim_end())),
        (Lang::En, None) => Printable(message.trim_end()).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hoheit.toml");
        std::fs::write(&path, text).unwrap();
        load(&path, true, Lang::En).map_err(|failure| failure.message)
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn unknown_keys_are_refused_with_their_line() {
        let error = parse("[scan]\nexclude = [\"*.bak\"]\nexlude = []\n").unwrap_err();
        assert!(error.contains("line 3") && error.contains("exlude"), "{error}");
    }

    /// Zero does not mean "without a limit".
    #[test]
    fn limits_that_let_nothing_be_read_are_refused() {
        for key in ["document_bytes", "text_bytes", "elapsed_ms", "worker_bytes"] {
            let error = parse(&format!("[limits]\n{key} = 0\n")).unwrap_err();
            assert!(error.contains(&format!("limits.{key} to 0")), "{error}");
        }
        assert_eq!(parse("[limits]\ndepth = 0\n").unwrap().limits.depth, 0);
    }

    #[test]
    fn limits_can_be_set_one_by_one() {
        let config = parse("[limits]\nelapsed_ms = 5000\n").unwrap();
        assert_eq!(config.limits, Limits { elapsed_ms: 5000, ..Limits::default() });
    }
}
