// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Scores as tables.

use super::super::table::aligned;
use super::score::{Score, Tally};
use hoheit_testkit::gold::{ENTITIES, MAIN_ENTITIES};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Precision and F1 that are to be reached.
fn goal(entity: &str) -> Option<(f64, f64)> {
    Some(match entity {
        "iban" | "steuer_id" | "vsnr" | "kvnr" | "credit_card" => (0.99, 0.98),
        "email" => (0.0, 0.99),
        "phone" | "licence_plate" | "birth_date" | "vin" | "id_card" | "ip" => (0.0, 0.93),
        "address" => (0.0, 0.90),
        "person_name" => (0.0, 0.88),
        "health" | "religion" => (0.0, 0.85),
        _ => return None,
    })
}

/// The mean F1 of the main entities that is to be reached.
const MACRO_GOAL: f64 = 0.93;
/// The share of documents without personal data that may be flagged.
const FLAGGED_GOAL: f64 = 0.03;

fn wanted(only: &[String]) -> impl Iterator<Item = (usize, &'static str)> {
    let is_wanted = |entity: &&str| only.is_empty() || only.iter().any(|one| one == entity);
    ENTITIES.into_iter().enumerate().filter(move |(_, entity)| is_wanted(entity))
}

/// Precision, recall and F1 of each kind.
pub(super) fn entities(score: &Score, only: &[String]) -> String {
    let mut rows =
        vec![["kind", "values", "reported", "precision", "recall", "F1", "goal", ""].map(str::to_owned)];
    for (number, entity) in wanted(only) {
        let tally = score.entity(entity);
        let goal = goal(entity);
        let shown = goal.map_or_else(String::new, |(precision, f1)| {
            if precision > 0.0 { format!("{f1:.2}, precision {precision:.2}") } else { format!("{f1:.2}") }
        });
        let is_met = goal.map(|(precision, f1)| tally.f1() >= f1 && tally.precision() >= precision);
        let mark = match is_met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        debug_assert!(number >= MAIN_ENTITIES || goal.is_some(), "the main entities have goals");
        rows.push([
            entity.to_owned(),
            tally.labels.to_string(),
            tally.found.to_string(),
            format!("{:.3}", tally.precision()),
            format!("{:.3}", tally.recall()),
            format!("{:.3}", tally.f1()),
            shown,
            mark.to_owned(),
        ]);
    }
    aligned(&rows)
}

/// F1 of each kind in each format, in percent; a dash where there is nothing to find.
pub(super) fn formats(score: &Score, only: &[String]) -> String {
    let formats: BTreeSet<&'static str> = score.tallies.keys().map(|(_, format)| *format).collect();
    let mut out = String::from("| F1 in % |");
    for format in &formats {
        let _ = write!(out, " {format} |");
    }
    out.push_str("\n|---|");
    out.push_str(&"--:|".repeat(formats.len()));
    out.push('\n');
    let mut row = |name: &str, tally: &dyn Fn(&str) -> Tally| {
        let _ = write!(out, "| {name} |");
        for format in &formats {
            let tally = tally(format);
            if tally.labels == 0 && tally.found == 0 {
                out.push_str(" – |");
            } else {
                let _ = write!(out, " {:.0} |", 100.0 * tally.f1());
            }
        }
        out.push('\n');
    };
    for (_, entity) in wanted(only).filter(|(number, _)| *number < MAIN_ENTITIES || !only.is_empty()) {
        row(entity, &|format| score.sum(|(one, of)| one == entity && *of == format));
    }
    row("main kinds together", &|format| {
        score.sum(|(one, of)| *of == format && ENTITIES[..MAIN_ENTITIES].contains(&one.as_str()))
    });
    out
}

/// The mean of the sixteen, clean documents, roles.
pub(super) fn summary(score: &Score) -> String {
    let mean = score.mean();
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let flagged = score.flagged_share();
    let met = |is_met: bool| if is_met { "met" } else { "MISSED" };
    let [right, untold, wrong] = score.roles;
    let roles = right + untold + wrong;
    let kinds: Vec<String> =
        score.flagged_by.iter().map(|(kind, documents)| format!("{kind} ({documents})")).collect();
    format!(
        "- mean F1 of the {MAIN_ENTITIES} main kinds: {mean:.3} (goal {MACRO_GOAL}, {})\n\
         - documents without personal data that are flagged: {:.1} % of {} (goal {:.0} %, {}); with organisations' own contacts {:.1} %{}\n\
         - roles of right findings: {:.1} % as labelled, {:.1} % not told, {:.1} % wrong",
        met(mean >= MACRO_GOAL),
        share(score.flagged_personal, score.clean_documents),
        score.clean_documents,
        100.0 * FLAGGED_GOAL,
        met(flagged <= FLAGGED_GOAL),
        share(score.flagged, score.clean_documents),
        if kinds.is_empty() { String::new() } else { format!("; by {}", kinds.join(", ")) },
        share(right, roles),
        share(untold, roles),
        share(wrong, roles),
    )
}

/// One line for each mistake: kind, miss or false alarm, value, surroundings, file; sorted, so that two runs compare.
pub(super) fn mistakes(score: &Score, only: &[String]) -> String {
    let mut lines: Vec<String> = score
        .mistakes
        .iter()
        .filter(|mistake| only.is_empty() || only.contains(&mistake.entity))
        .map(|mistake| {
            let what = match &mistake.rule {
                None => "MISSED".to_owned(),
                Some(rule) => format!("FALSE ({rule})"),
            };
            let value = mistake.value.replace(['\n', '\t', '\r'], " ");
            format!("{}\t{what}\t{value}\t{}\t{}", mistake.entity, mistake.context, mistake.file)
        })
        .collect();
    lines.sort_unstable();
    let mut out = String::from("kind\twhat\tvalue\tsurroundings\tfile\n");
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    out
}
