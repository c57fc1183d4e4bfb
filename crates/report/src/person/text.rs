// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{CERTAINTIES, PersonReport, Task, clues, content_gap, excluded, gap, not_searched, reason, spot};
use crate::words::Label as _;
use crate::{counted, files};
use hoheit_catalogue::PlaceOfPerson;
use hoheit_catalogue::token::Certainty;
use hoheit_types::Printable;
use std::fmt::Write as _;

/// Rows that are named one by one; more are counted.
const NAMED: usize = 5;

impl PersonReport<'_> {
    /// The answer for a terminal.
    pub fn to_text(&self) -> String {
        let (answer, lang) = (self.answer, self.lang);
        let mut out = String::new();
        if self.task == Task::Erasure {
            out.push_str(lang.pick(
                "Arbeitsliste zur Löschung (Art. 17 DSGVO). hoheit selbst löscht nichts.\n\n",
                "Work list for erasure (Art. 17 GDPR). hoheit itself deletes nothing.\n\n",
            ));
        }
        for certainty in CERTAINTIES {
            let places: Vec<_> = self.places(certainty).collect();
            if places.is_empty() {
                continue;
            }
            let _ = writeln!(out, "{}: {}", self.title(certainty), files(lang, places.len() as u64));
            for place in places {
                if certainty != Certainty::Namesake {
                    self.describe(&mut out, place, certainty);
                }
            }
            out.push('\n');
        }
        if answer.places.is_empty() {
            out.push_str(lang.pick("Kein Fund.\n\n", "Nothing found.\n\n"));
        }
        if self.has_content() {
            let _ = writeln!(out, "{}\n", self.content_warning());
        }
        let searched = files(lang, answer.searched_files);
        let _ = writeln!(out, "{}: {searched}", lang.pick("Durchsucht", "Searched"));
        if let Some(nothing) = self.nothing_scanned() {
            let _ = writeln!(out, "{nothing}");
            return out;
        }
        let _ = writeln!(out, "{}:", lang.pick("Stand der Aufnahme", "As of the last complete scan"));
        for (source, as_of) in self.sources() {
            let _ = writeln!(out, "  {source}: {as_of}");
        }
        self.not_searched(&mut out);
        out
    }

    fn title(&self, certainty: Certainty) -> &'static str {
        let lang = self.lang;
        match certainty {
            Certainty::Certain => lang.pick("Sicher", "Certain"),
            Certainty::Likely => lang.pick("Wahrscheinlich", "Likely"),
            Certainty::Possible => lang.pick(
                "Möglich, bitte ansehen: nur der Name oder ein ähnlicher",
                "Possible, please look: the name alone or a similar one",
            ),
            Certainty::Namesake => lang.pick(
                "Namensgleich, mit anderem Geburtsdatum: wohl jemand anderes",
                "Same name, other date of birth: probably somebody else",
            ),
        }
    }

    fn describe(&self, out: &mut String, place: &PlaceOfPerson, certainty: Certainty) {
        let lang = self.lang;
        let tick = if self.task == Task::Erasure { "[ ] " } else { "" };
        let _ = writeln!(out, "  {tick}{}", Printable(&format!("{}/{}", place.source.1, place.path)));
        let mut facts = Vec::new();
        if let Some((_, name, owner)) = &place.dataset {
            facts.push(name.clone());
            facts.extend(owner.clone());
        }
        if !place.is_present {
            facts.push(lang.pick("nicht mehr da", "gone").to_owned());
        }
        let kinds: Vec<_> = place.kinds_in_file.iter().map(|entity| entity.label(lang)).collect();
        facts.push(kinds.join(", "));
        let _ = writeln!(out, "      {}", Printable(&facts.join(" · ")));
        let met: Vec<_> = place.occurrences.iter().filter(|o| o.certainty == certainty).collect();
        for occurrence in met.iter().take(NAMED) {
            let spot = spot(&occurrence.member, occurrence.row.as_ref(), lang);
            let _ = writeln!(out, "      {}", Printable(&format!("{spot}: {}", clues(occurrence, lang))));
        }
        if met.len() > NAMED {
            let more = lang.integer((met.len() - NAMED) as u64);
            let more = lang.pick(format!("und {more} weitere"), format!("and {more} more"));
            let _ = writeln!(out, "      {more}");
        }
        self.excerpts(out, place);
    }

    fn excerpts(&self, out: &mut String, place: &PlaceOfPerson) {
        let lang = self.lang;
        for excerpt in place.content.iter().flat_map(|content| &content.excerpts) {
            let spot = spot(&excerpt.member, excerpt.row.as_ref(), lang);
            let _ = writeln!(out, "      > {}", Printable(&spot));
            for (heading, cell) in &excerpt.cells {
                let heading = if heading.is_empty() { String::new() } else { format!("{heading}: ") };
                let _ = writeln!(out, "        {}{}", Printable(&heading), Printable(cell.reveal()));
            }
        }
        if let Some(gap) = content_gap(place, lang) {
            let _ = writeln!(out, "      > {gap}");
        }
    }

    fn not_searched(&self, out: &mut String) {
        let (answer, lang) = (self.answer, self.lang);
        if self.is_complete() {
            return;
        }
        let _ = writeln!(out, "{}:", lang.pick("Nicht durchsucht", "Not searched"));
        for gap in &answer.not_searched {
            let _ = writeln!(out, "  {}: {}", reason(&gap.reason, lang), not_searched(gap, lang));
        }
        if !answer.excluded.is_empty() {
            let count = answer.excluded.len() as u64;
            let count = counted(lang, count, ["Ordner", "Ordner"], ["folder", "folders"]);
            let _ = writeln!(out, "  {}: {count}", lang.pick("ausgelassene Ordner", "folders left out"));
            for folder in &answer.excluded {
                let (path, rule) = excluded(folder, lang);
                let _ = writeln!(out, "    {path}: {rule}");
            }
        }
        if answer.live.is_empty() {
            return;
        }
        let why = lang.pick("nur zum Teil durchsucht", "searched only in part");
        let _ = writeln!(out, "  {why}: {}", files(lang, answer.live.len() as u64));
        for live in &answer.live {
            let place = format!("{}/{}", live.source, live.path);
            let _ = writeln!(out, "    {}: {}", Printable(&place), gap(live.gap, lang));
        }
    }
}
