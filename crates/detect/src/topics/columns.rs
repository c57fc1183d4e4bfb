// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Columns of special categories: `Diagnose`, `Konfession`.

use super::{Topics, Trail};
use crate::table::{Column, Table};
use crate::view::View;
use hoheit_types::Entity;
use std::ops::Range;

/// Words in headings that make a column one of counts and days, whatever else it names.
const COUNTS: &[&str] = &[
    "anzahl", "kosten", "datum", "summe", "fälle", "betrag", "prozent", "quote", "anteil", "zahl", "gesamt",
    "ort", "amt", "stelle", "aufwand", "budget", "stunden", "tage",
];
/// What headings of columns hold in which anything is noted about a person.
const REMARKS: &[&str] =
    &["bemerk", "besonderheit", "hinweis", "anmerk", "notiz", "grund", "sonstige", "zu beachten", "handicap"];
/// Words in headings of tables with a row per person.
const PERSONS: &[&str] = &[
    "name",
    "vorname",
    "geb",
    "personal",
    "versich",
    "patient",
    "schüler",
    "kind",
    "mitglied",
    "matrikel",
    "kunde",
    "antragsteller",
    "mitarbeiter",
    "bewohner",
    "aktenz",
    "fallnr",
    "fallnummer",
    "bewerber",
    "steuerid",
    "idnr",
    "person",
    "halter",
    "klient",
    "beschäftigte",
    "teilnehmer",
    "adresse",
    "anschrift",
    "straße",
    "iban",
    "mail",
    "telefon",
    "id",
];

/// What the columns of a table say about topics.
#[derive(Debug)]
pub(crate) struct TopicColumns<'a> {
    topics: &'a Topics,
    headings: &'a [String],
    number: u32,
    columns: Vec<Option<u8>>,
    /// The topic of health, and which columns hold remarks, that may name illnesses
    remarks: Option<(u8, Vec<bool>)>,
    of_persons: bool,
}

impl<'a> TopicColumns<'a> {
    pub(crate) fn new(topics: &'a Topics, table: &'a Table<'a>, number: u32) -> Self {
        let plain = |heading: &str| heading.to_lowercase();
        let topic = |heading: &String| {
            let lower = plain(heading);
            topics.heading(heading).filter(|_| !COUNTS.iter().any(|word| lower.contains(word)))
        };
        let columns: Vec<_> = table.header.iter().map(topic).collect();
        let of_persons =
            table.header.iter().zip(&columns).filter(|(_, topic)| topic.is_none()).any(|(heading, _)| {
                let lower = plain(heading);
                let mut words = lower.split(|letter: char| !letter.is_alphabetic());
                words.any(|word| {
                    PERSONS.iter().any(|known| word == *known || (known.len() > 3 && word.starts_with(known)))
                }) || (lower.ends_with("name") && !lower.contains("datei"))
            });
        let remark = |heading: &String| REMARKS.iter().any(|word| plain(heading).contains(word));
        let health = (0..).zip(&topics.wanted).find(|(_, wanted)| wanted.topic.rule.entity == Entity::Health);
        let remarks = health
            .filter(|_| of_persons)
            .map(|(topic, _)| (topic, table.header.iter().map(remark).collect::<Vec<_>>()))
            .filter(|(_, columns)| columns.contains(&true));
        Self { topics, headings: table.header, number, columns, remarks, of_persons }
    }

    /// Sorts what was found in the rows up to now.
    pub(crate) fn prepare(trail: &mut Trail) {
        trail.hits.sort_by_key(|hit| hit.span.start);
        trail.located = 0;
    }

    /// Tells the hits in a cell their column, and adds what the column makes of the whole cell.
    pub(crate) fn visit(
        &self,
        view: &View<'_>,
        in_heading: bool,
        index: u32,
        cell: Range<usize>,
        content: Option<Range<usize>>,
        trail: &mut Trail,
    ) {
        let column = Some(Column { table: self.number, index });
        while let Some(hit) = trail.hits.get_mut(trail.located).filter(|hit| hit.span.start < cell.end) {
            trail.located += 1;
            if hit.span.start >= cell.start && hit.column.is_none() {
                hit.column = column;
                if in_heading {
                    hit.weight = i8::MIN / 2;
                }
            }
        }
        let topic = self.columns.get(index as usize).copied().flatten();
        if let (None, false, Some(content), Some((health, remarks))) =
            (topic, in_heading, &content, &self.remarks)
            && remarks.get(index as usize) == Some(&true)
        {
            let before = trail.cells.len();
            self.topics.remark(view, *health, content.clone(), trail);
            trail.cells.iter_mut().skip(before).for_each(|hit| hit.column = column);
        }
        let heading = self.headings.get(index as usize);
        if let (Some(topic), Some(heading), Some(content), false) = (topic, heading, content, in_heading) {
            let before = trail.cells.len();
            self.topics.cell(view, topic, heading, content, trail);
            for hit in trail.cells.iter_mut().skip(before) {
                hit.column = column;
                hit.of_nobody = !self.of_persons;
            }
        }
    }
}
