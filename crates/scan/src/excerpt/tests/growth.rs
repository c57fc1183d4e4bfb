// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Twice the input takes twice the steps, or little more: a row may have thousands of cells, a text thousands of names.

use super::super::spans::steps;
use super::excerpts_of;

/// Steps per unit at twice as many must not be more than this share of those at once. 1.25: looking up is a logarithm.
fn grows_linearly(shape: &str, input: impl Fn(usize) -> (String, Vec<String>)) {
    let of = |units: usize| {
        let (text, header) = input(units);
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let rows: &[u64] = if header.is_empty() { &[] } else { &[1] };
        steps::of(|| assert_eq!(excerpts_of(&text, &header, rows).len(), 1, "{shape}"))
    };
    let (once, twice) = (of(100), of(200));
    assert!(once >= 100, "{shape}: nothing is counted: {once}");
    assert!(twice * 4 <= once * 2 * 5, "{shape}: {once}, then {twice}");
}

#[test]
fn a_wide_row_takes_steps_by_its_cells() {
    for cell in ["Otto Schmidt", "Erika Mustermann", "max@beispiel.de"] {
        grows_linearly(cell, |units| {
            let mut header = vec!["Name".to_owned(), "Geburtsdatum".to_owned()];
            header.extend((0..units).map(|column| format!("c{column}")));
            let row = format!("Erika Mustermann;12.08.1964{}", format!(";{cell}").repeat(units));
            (format!("{}\n{row}\n", header.join(";")), header)
        });
    }
}

#[test]
fn a_text_of_many_names_takes_steps_by_its_names() {
    let first = "Erika Mustermann, geb. 12.08.1964\n";
    for line in ["Herr Otto Schmidt, Frau Brelto\n", "Otto Schmidt\n"] {
        grows_linearly(line, |units| (format!("{first}{}", line.repeat(units)), Vec::new()));
    }
}

#[test]
fn a_remark_full_of_names_takes_steps_by_its_names() {
    for unit in ["Erika Mustermann Brelto, ", "Frau Brelto, ", "Otto Schmidt, "] {
        grows_linearly(unit, |units| {
            let header = ["Name", "Geburtsdatum", "Bemerkung"].map(str::to_owned).to_vec();
            let row = format!("Erika Mustermann;12.08.1964;{}", unit.repeat(units));
            (format!("{}\n{row}\n", header.join(";")), header)
        });
    }
}
