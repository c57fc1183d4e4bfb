// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How often a dataset changes, guessed from the days on which its files were last changed. A file shows only its last
//! change, so there were at least as many: the guess errs towards "rarely".

use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_types::Timestamp;

/// After three years without a change nobody keeps a dataset up to date; a yearly one would have changed twice.
const DORMANT_SECONDS: i64 = 3 * 365 * 86_400;

/// A guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    Dormant,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    Irregular,
    Once,
    YearlyOrLess,
}

/// `None` where no file has a believable date.
pub(crate) fn pace(dataset: &DatasetFacts, now: Timestamp) -> Option<Pace> {
    let (oldest, newest) = dataset.changed?;
    if now.seconds().saturating_sub(newest.seconds()) > DORMANT_SECONDS {
        return Some(Pace::Dormant);
    }
    Some(match dataset.change_days {
        // More than half of about 250 working days.
        125.. => Pace::Daily,
        // 52 weeks without holidays.
        40..=124 => Pace::Weekly,
        // 12 months, two of them without.
        10..=39 => Pace::Monthly,
        4..=9 => Pace::Quarterly,
        2..=3 => Pace::Irregular,
        _ if oldest.date() == newest.date() => Pace::Once,
        _ => Pace::YearlyOrLess,
    })
}
