// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How long leaving takes, as far as it was measured.

use super::what_if::{Leaving, WhatIfReport};
use crate::counted;
use hoheit_types::{Day, Lang, Passage, Printable, Span, Volume};
use std::collections::BTreeMap;

/// How fast data left a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// What went in which time
    pub passage: Passage,
    /// On which day
    pub on: Day,
}

fn told((least, most): (u64, u64), lang: Lang) -> String {
    let days = counted(lang, most, ["Tag", "Tage"], ["day", "days"]);
    if least == most { days } else { format!("{}–{days}", lang.integer(least)) }
}

impl WhatIfReport<'_> {
    fn measured_at(&self, site: usize) -> Option<&Measured> {
        self.measured.get(&self.after.0.sites.get(site)?.site.name)
    }

    fn whole(&self, leaving: &Leaving) -> Option<Volume> {
        let tally = self.volume(leaving.dataset)?;
        Some(Volume { files: tally.files, size_bytes: tally.size_bytes })
    }

    /// Days that a dataset takes to leave, at the rate that was measured last at its site, and when that was.
    pub(super) fn days(&self, leaving: &Leaving) -> Option<((u64, u64), Day)> {
        let measured = self.measured_at(leaving.site)?;
        Some((measured.passage.span(self.whole(leaving)?)?.days(), measured.on))
    }

    /// The same in words.
    pub(super) fn days_told(&self, leaving: &Leaving) -> String {
        let lang = self.lang;
        self.days(leaving).map_or_else(
            || lang.pick("nicht gemessen", "not measured").to_owned(),
            |(days, on)| {
                let days = told(days, lang);
                lang.pick(format!("{days}, gemessen am {on}"), format!("{days}, measured on {on}"))
            },
        )
    }

    /// For each site that something has to leave: how long all of that takes together.
    pub(super) fn evacuations(&self, leaving: &[Leaving]) -> Vec<String> {
        let lang = self.lang;
        let mut wholes: BTreeMap<usize, (Volume, u64)> = BTreeMap::new();
        for one in leaving {
            let (sum, unknown) = wholes.entry(one.site).or_default();
            match self.whole(one) {
                Some(whole) => *sum = sum.plus(whole),
                None => *unknown += 1,
            }
        }
        let line = |(site, (whole, unknown)): (usize, (Volume, u64))| {
            let measured = self.measured_at(site)?;
            let span: Span = measured.passage.span(whole).filter(|_| whole.files > 0)?;
            let (title, on) = (&self.after.0.sites.get(site)?.site.title, measured.on);
            let (title, days) = (Printable(title), told(span.days(), lang));
            // Of what nobody knows how much it is, nobody knows how long it takes.
            let without = counted(lang, unknown, ["Bestand", "Bestände"], ["dataset", "datasets"]);
            let without = (unknown > 0).then(|| {
                lang.pick(
                    format!("; ohne {without} von unbekanntem Umfang"),
                    format!("; without {without} of unknown volume"),
                )
            });
            let without = without.unwrap_or_default();
            Some(lang.pick(
                format!("früheste Räumung von {title}: {days}, gemessen am {on}{without}"),
                format!("earliest evacuation of {title}: {days}, measured on {on}{without}"),
            ))
        };
        wholes.into_iter().filter_map(line).collect()
    }
}
