// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What documents say about themselves. Title, author and company are personal as often as not: they become lines of
//! the text, so that detection sees them. Only plain facts become metadata.

use crate::markup::{Markup, Node, local};
use crate::package::Package;
use crate::reading::Reading;
use hoheit_types::Timestamp;

/// Appends one property as a line.
pub(crate) fn line(name: &str, value: &str, reading: &mut Reading<'_, '_, '_>) {
    let value = value.trim();
    if !value.is_empty() {
        reading.end_line();
        reading.push(name);
        reading.push(": ");
        reading.push(value);
        reading.push("\n");
    }
}

/// The properties of an Office Open XML package.
pub(crate) fn of_package(package: &mut Package<'_>, reading: &mut Reading<'_, '_, '_>) {
    let parts: Vec<String> = package
        .relations("", reading)
        .into_iter()
        .filter(|r| r.kind.ends_with("-properties"))
        .map(|r| r.target)
        .collect();
    for part in parts {
        if let Some(xml) = package.xml(&part, reading) {
            of_part(&xml, reading);
        }
    }
}

/// The leaves of one part of properties: `core.xml`, `app.xml`, `custom.xml`, OpenDocument's `meta.xml`.
pub(crate) fn of_part(xml: &str, reading: &mut Reading<'_, '_, '_>) {
    let mut markup = Markup::new(xml);
    loop {
        match markup.next() {
            Node::Open(tag) => match local(&tag) {
                "created" | "creation-date" => reading.metadata.created = timestamp(&markup.text()),
                "modified" | "date" => reading.metadata.modified = timestamp(&markup.text()),
                "Application" | "generator" => reading.metadata.application = Some(markup.text()),
                name @ ("title" | "subject" | "creator" | "keywords" | "keyword" | "description"
                | "lastModifiedBy" | "category" | "contentStatus" | "Company" | "Manager"
                | "HyperlinkBase" | "initial-creator" | "printed-by" | "user-defined" | "lpwstr"
                | "lpstr" | "bstr") => {
                    line(name, &markup.text(), reading);
                }
                _ => {}
            },
            Node::End => return,
            _ => {}
        }
    }
}

/// A W3C date and time, `2024-01-31T12:30:00Z`; without a zone it is taken as UTC.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    let number = |from: usize, to: usize| text.trim().get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (hour, minute, second) =
        (number(11, 13).unwrap_or(0), number(14, 16).unwrap_or(0), number(17, 19).unwrap_or(0));
    Some(Timestamp::from_seconds(
        days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second,
    ))
}

/// Days since 1970-01-01. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}
