// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::str::FromStr;

/// From when on which rate counts, in rclone's form: `10M` at all times, `08:00,2M 18:00,off` by the time of day, or `Mon-08:00,2M` on one day of
/// the week (also `Mo`, `Di`, `Mi`, `Do`, `Fr`, `Sa`, `So`). `B`, `K`, `M`, `G` are bytes and powers of 1,024 a second; without a letter it is `K`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// Seconds since Monday's midnight and bytes a second, sorted; never empty
    slots: Vec<(u32, Option<NonZeroU64>)>,
}

/// No timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimetableError {
    /// There is nothing
    #[error("no rate")]
    Empty,
    /// A time that is none
    #[error("no time of day")]
    Time,
    /// A rate that is none
    #[error("no rate")]
    Rate,
    /// Two rates from the same time on
    #[error("the same time twice")]
    Twice,
}

impl Timetable {
    /// Bytes a second at this second of the week, which begins on Monday; `None`: as many as go. A rate counts until the next one, also over the end
    /// of the day and the week.
    pub fn at(&self, second_of_week: u32) -> Option<u64> {
        let now = self.slots.iter().rev().find(|(from, _)| *from <= second_of_week);
        now.or(self.slots.last()).and_then(|(_, rate)| *rate).map(NonZeroU64::get)
    }
}

impl FromStr for Timetable {
    type Err = TimetableError;

    fn from_str(text: &str) -> Result<Self, TimetableError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let slots = match &words[..] {
            [] => return Err(TimetableError::Empty),
            [only] if !only.contains(',') => return Ok(Self { slots: vec![(0, rate(only)?)] }),
            several => several.iter().map(|word| slot(word)).collect::<Result<Vec<_>, _>>()?,
        };
        let (mut of_all, mut of_one) = (BTreeMap::new(), BTreeMap::new());
        for (day, from, rate) in slots {
            let taken = match day {
                Some(day) => of_one.insert(day * DAY_SECONDS + from, rate),
                None => of_all.insert(from, rate),
            };
            if taken.is_some() {
                return Err(TimetableError::Twice);
            }
        }
        let mut week: BTreeMap<u32, Option<NonZeroU64>> = (0..7)
            .flat_map(|day| of_all.iter().map(move |(from, rate)| (day * DAY_SECONDS + from, *rate)))
            .collect();
        // What is said of one day counts instead of what is said of all.
        week.extend(of_one);
        Ok(Self { slots: week.into_iter().collect() })
    }
}

const DAY_SECONDS: u32 = 86_400;

/// In the order of the week, in rclone's letters and in German ones.
const DAYS: [[&str; 2]; 7] =
    [["mon", "mo"], ["tue", "di"], ["wed", "mi"], ["thu", "do"], ["fri", "fr"], ["sat", "sa"], ["sun", "so"]];

/// The day of the week, if one is named, the second of the day, and the rate.
type Slot = (Option<u32>, u32, Option<NonZeroU64>);

fn slot(word: &str) -> Result<Slot, TimetableError> {
    let (time, of) = word.split_once(',').ok_or(TimetableError::Time)?;
    let (day, time) = match time.split_once('-') {
        Some((day, time)) => {
            let known = (0..).zip(DAYS).find(|(_, names)| names.contains(&&*day.to_ascii_lowercase()));
            (Some(known.ok_or(TimetableError::Time)?.0), time)
        }
        None => (None, time),
    };
    let (hours, minutes) = time.split_once(':').ok_or(TimetableError::Time)?;
    let number = |text: &str, most: u32| {
        let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|number: &u32| is_plain && *number <= most).ok_or(TimetableError::Time)
    };
    Ok((day, number(hours, 23)? * 3_600 + number(minutes, 59)? * 60, rate(of)?))
}

fn rate(text: &str) -> Result<Option<NonZeroU64>, TimetableError> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(split).ok_or(TimetableError::Rate)?;
    let scale = match unit {
        "B" | "b" => 1.0,
        "" | "K" | "k" | "Ki" => 1_024.0,
        "M" | "m" | "Mi" => 1_048_576.0,
        "G" | "g" | "Gi" => 1_073_741_824.0,
        _ => return Err(TimetableError::Rate),
    };
    let bytes = number.parse::<f64>().map_err(|_| TimetableError::Rate)? * scale;
    // A rate of nothing would be a run that never ends. 1 TiB a second is more than any line has.
    if !(1.0..=1_099_511_627_776.0).contains(&bytes) {
        return Err(TimetableError::Rate);
    }
    Ok(NonZeroU64::new(bytes as u64))
}
