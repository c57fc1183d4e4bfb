// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Numbers, dates and names as people read them.

use hoheit_catalogue::inventory::{DatasetFacts, FormatFacts, Inventory, Tally};
use hoheit_types::{FormatGroup, Lang, Printable, RelPath, SourceId, Timestamp};
use unicode_width::UnicodeWidthChar;

/// A share as percent, always rounded down: `92 %`, and one decimal where whole percents would hide something
/// (`99,9 %`, `0,4 %`). Only everything is `100 %`, and only nothing is `0 %`.
pub(crate) fn percent(lang: Lang, part: u64, whole: u64) -> String {
    let per_mille = (u128::from(part.min(whole)) * 1000).checked_div(u128::from(whole)).unwrap_or(0) as u64;
    let space = lang.pick("\u{a0}%", "%");
    let sign = lang.pick(',', '.');
    match per_mille {
        0 if part > 0 => format!("{} 0{sign}1{space}", lang.pick("unter", "under")),
        1..=9 | 991..=999 => format!("{}{sign}{}{space}", per_mille / 10, per_mille % 10),
        _ => format!("{}{space}", per_mille / 10),
    }
}

/// The day in UTC: `23.11.2026` or `2026-11-23`.
pub(crate) fn date(lang: Lang, at: Timestamp) -> String {
    let (year, month, day) = at.date();
    lang.pick(format!("{day:02}.{month:02}.{year:04}"), iso_date(at))
}

/// The day in UTC as `2026-11-23`, for forms that machines read too.
pub(crate) fn iso_date(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Day and minute in UTC: `23.11.2026, 17:05 UTC`.
pub(crate) fn moment(lang: Lang, at: Timestamp) -> String {
    let (hour, minute, _) = at.time();
    format!("{}, {hour:02}:{minute:02} UTC", date(lang, at))
}

/// `1 Datei`, `1.200 Dateien`.
pub fn files(lang: Lang, count: u64) -> String {
    counted(lang, count, ["Datei", "Dateien"], ["file", "files"])
}

/// A number with its noun in singular or plural.
pub fn counted(lang: Lang, count: u64, de: [&str; 2], en: [&str; 2]) -> String {
    let [one, many] = lang.pick(de, en);
    format!("{} {}", lang.integer(count), if count == 1 { one } else { many })
}

/// Foreign text made harmless for every output: what steers a terminal or hides is spelled out, and the two
/// characters that XML forbids are replaced.
pub(crate) fn shown(text: &str) -> String {
    Printable(text).to_string().replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// Where something lies, for people: `Ablage/Bauamt`. The source's label stands for its root.
pub(crate) fn place(inventory: &Inventory, source: SourceId, path: &RelPath) -> String {
    let label = inventory.sources.iter().find(|s| s.id == source).map_or("?", |s| s.label.as_str());
    if path.is_root() { shown(label) } else { shown(&format!("{label}/{path}")) }
}

/// Where something lies, as one would open it: the source's path with the rest behind it.
pub(crate) fn full_path(inventory: &Inventory, source: SourceId, path: &RelPath) -> String {
    let root = inventory.sources.iter().find(|s| s.id == source).map_or("", |s| s.root.as_str());
    if path.is_root() { shown(root) } else { shown(&format!("{}/{path}", root.trim_end_matches('/'))) }
}

/// How many columns a terminal needs for it.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// At most `columns` wide; what is too long loses its end.
pub(crate) fn clip_end(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let kept = text.chars().take_while(|c| take(&mut room, *c)).collect::<String>();
    format!("{kept}…")
}

/// At most `columns` wide; what is too long loses its beginning, because the end of a path says most.
pub(crate) fn clip_start(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let kept = text.chars().rev().take_while(|c| take(&mut room, *c)).collect::<Vec<_>>();
    // A combining mark whose letter was cut off would sit on the ellipsis.
    let kept = kept.into_iter().rev().skip_while(|c| c.width() == Some(0)).collect::<String>();
    format!("…{kept}")
}

fn take(room: &mut usize, c: char) -> bool {
    match room.checked_sub(c.width().unwrap_or(0)) {
        Some(left) => {
            *room = left;
            true
        }
        None => false,
    }
}

/// Formats added up to coarse kinds, most bytes first.
pub(crate) fn groups(formats: &[FormatFacts]) -> Vec<(FormatGroup, Tally)> {
    let mut groups = FormatGroup::ALL.iter().map(|g| (*g, Tally::default())).collect::<Vec<_>>();
    for facts in formats {
        for (_, tally) in groups.iter_mut().filter(|(group, _)| *group == facts.format.group()) {
            add(tally, facts.tally);
        }
    }
    groups.retain(|(_, tally)| tally.files > 0);
    groups.sort_by_key(|(_, tally)| std::cmp::Reverse((tally.size_bytes, tally.files)));
    groups
}

/// Adds one tally to another.
pub(crate) fn add(sum: &mut Tally, more: Tally) {
    sum.files = sum.files.saturating_add(more.files);
    sum.size_bytes = sum.size_bytes.saturating_add(more.size_bytes);
}

/// How many datasets hold personal data, how many were read completely without any, and of how many nobody knows.
pub(crate) fn personal_data_counts(datasets: &[DatasetFacts]) -> [u64; 3] {
    datasets.iter().fold([0; 3], |[yes, no, unknown], dataset| match dataset.holds_personal_data() {
        Some(true) => [yes + 1, no, unknown],
        Some(false) => [yes, no + 1, unknown],
        None => [yes, no, unknown + 1],
    })
}

/// Files by age in calendar years, youngest first, then those without a believable date. Rows without files stay
/// out.
pub(crate) fn ages(inventory: &Inventory, lang: Lang, now: Timestamp) -> Vec<(&'static str, Tally)> {
    let (this_year, _, _) = now.date();
    // Ten years is the longest common period for keeping business papers (§ 147 AO); two years is what people
    // still remember.
    let mut rows = [
        (lang.pick("dieses und letztes Jahr", "this and last year"), Tally::default()),
        (lang.pick("vor 2 bis 5 Jahren", "2 to 5 years ago"), Tally::default()),
        (lang.pick("vor 6 bis 10 Jahren", "6 to 10 years ago"), Tally::default()),
        (lang.pick("vor über 10 Jahren", "over 10 years ago"), Tally::default()),
        (lang.pick("ohne glaubhaftes Datum", "without a believable date"), Tally::default()),
    ];
    for facts in &inventory.years {
        let row = match this_year - facts.year {
            ..=1 => 0,
            2..=5 => 1,
            6..=10 => 2,
            _ => 3,
        };
        add(&mut rows[row].1, facts.tally);
    }
    rows[4].1 = undated(inventory);
    rows.into_iter().filter(|(_, tally)| tally.files > 0).collect()
}

/// Files without a believable date of change: together with the years they are all files.
pub(crate) fn undated(inventory: &Inventory) -> Tally {
    let mut dated = Tally::default();
    inventory.years.iter().for_each(|facts| add(&mut dated, facts.tally));
    let total = inventory.coverage.total;
    Tally {
        files: total.files.saturating_sub(dated.files),
        size_bytes: total.size_bytes.saturating_sub(dated.size_bytes),
    }
}
