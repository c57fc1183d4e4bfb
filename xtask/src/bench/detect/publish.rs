// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The published figures: `docs/reference/quality.md` for people, `quality.tsv` beside it as the floor below which no
//! change may fall.

use super::score::Score;
use hoheit_testkit::gold::{ENTITIES, MAIN_ENTITIES};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// So much may a figure be worse than the published one: a point.
const TOLERANCE: f64 = 0.01;
/// Shares that shall be small; all other figures shall be large.
const FLAGGED: &str = "flagged";

fn floors() -> PathBuf {
    crate::root().join("docs/reference/quality.tsv")
}

/// The figures that are guarded, by name: F1 of each kind, their mean, flagged documents.
fn figures(score: &Score) -> BTreeMap<String, f64> {
    let mut figures: BTreeMap<String, f64> =
        ENTITIES.iter().map(|entity| ((*entity).to_owned(), score.entity(entity).f1())).collect();
    figures.insert("mean of the main kinds".to_owned(), score.mean());
    figures.insert(FLAGGED.to_owned(), score.flagged_share());
    figures
}

/// Writes the floors anew.
pub(super) fn write_floors(score: &Score) -> Result<(), String> {
    let mut out = String::from(
        "# SPDX-FileCopyrightText: 2026 The hoheit authors\n# SPDX-License-Identifier: EUPL-1.2\n\
         # Written by `cargo xtask bench detect --publish`; `cargo xtask test` fails a point below.\n",
    );
    for (name, value) in figures(score) {
        let _ = writeln!(out, "{name}\t{value:.4}");
    }
    fs::write(floors(), out).map_err(|e| super::super::at(&floors(), &e))
}

/// What is worse than published by more than a point.
pub(super) fn below_floors(score: &Score) -> Result<Vec<String>, String> {
    let text = fs::read_to_string(floors()).map_err(|e| super::super::at(&floors(), &e))?;
    Ok(worse(&text, &figures(score)))
}

/// Compares figures with the lines of a file of floors.
pub(super) fn worse(floors: &str, figures: &BTreeMap<String, f64>) -> Vec<String> {
    let mut worse = Vec::new();
    for line in floors.lines().filter(|line| !line.starts_with('#')) {
        let floor = line.split_once('\t').and_then(|(name, value)| Some((name, value.parse::<f64>().ok()?)));
        let Some((name, floor)) = floor else {
            worse.push(format!("unreadable line '{line}'"));
            continue;
        };
        let Some(now) = figures.get(name) else {
            worse.push(format!("{name}: not measured any more"));
            continue;
        };
        let loss = if name == FLAGGED { now - floor } else { floor - now };
        if loss > TOLERANCE {
            worse.push(format!("{name}: {now:.3}, published {floor:.3}"));
        }
    }
    worse
}

/// Puts new tables between their marks in the page for people.
pub(super) fn write_page(sections: &[(&str, String)]) -> Result<(), String> {
    let path = crate::root().join("docs/reference/quality.md");
    let mut page = fs::read_to_string(&path).map_err(|e| super::super::at(&path, &e))?;
    for (name, content) in sections {
        page = replaced(&page, name, content)
            .ok_or_else(|| format!("{}: no mark for '{name}'", path.display()))?;
    }
    fs::write(&path, page).map_err(|e| super::super::at(&path, &e))
}

/// The page with the text between `<!-- begin NAME -->` and `<!-- end NAME -->` replaced.
pub(super) fn replaced(page: &str, name: &str, content: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{}\n\n{end}{after}", content.trim()))
}

impl Score {
    /// The mean F1 of the main kinds.
    pub(super) fn mean(&self) -> f64 {
        let main = &ENTITIES[..MAIN_ENTITIES];
        main.iter().map(|entity| self.entity(entity).f1()).sum::<f64>() / main.len() as f64
    }

    /// The share of documents without personal data that are flagged.
    pub(super) fn flagged_share(&self) -> f64 {
        self.flagged_personal as f64 / self.clean_documents.max(1) as f64
    }
}
