// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `--limit`: how many bytes a second may go over the line.

use super::reach::Reached;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use chrono::{Datelike as _, Local, Timelike as _};
use hoheit_move::{Pace, Timetable, TimetableError};
use hoheit_types::Printable;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The pace that was asked for; `None`: as fast as it goes.
pub(super) fn pace(
    context: &Context,
    limit: Option<&str>,
    stop: &Arc<AtomicBool>,
) -> Result<Option<Arc<Pace>>, Failure> {
    let Some(text) = limit else { return Ok(None) };
    let lang = context.lang;
    let timetable: Timetable = text.parse().map_err(|error| {
        let (de, en) = match error {
            TimetableError::Empty => ("ist leer", "is empty"),
            TimetableError::Time => ("enthält etwas, das keine Uhrzeit ist", "holds what is no time of day"),
            TimetableError::Rate => ("enthält keine Rate", "holds no rate"),
            TimetableError::Twice => ("nennt eine Uhrzeit zweimal", "names a time twice"),
        };
        let shown = Printable(text);
        let message = lang.pick(format!("--limit '{shown}' {de}"), format!("--limit '{shown}' {en}"));
        Failure::new(Exit::Usage, message).hint(lang.pick(
            "So sieht es aus: --limit 10M, oder --limit \"08:00,2M 18:00,off Sa-08:00,off\"",
            "This is what it looks like: --limit 10M, or --limit \"08:00,2M 18:00,off Sat-08:00,off\"",
        ))
    })?;
    // The office's hours, so the machine's own time zone; a fixed clock is for records, not for lines.
    let second_of_week = || {
        let now = Local::now();
        now.weekday().num_days_from_monday() * 86_400 + now.num_seconds_from_midnight()
    };
    Ok(Some(Arc::new(Pace::new(timetable, second_of_week, Arc::clone(stop)))))
}

/// Both ends at a pace: whatever lies behind a line; of two folders the target, which may be a mounted share.
pub(super) fn paced(ends: (Reached, Reached), pace: Option<Arc<Pace>>) -> (Reached, Reached) {
    let Some(pace) = pace else { return ends };
    let (source, target) = ends;
    let (is_far, is_beyond) = (!source.is_folder(), !target.is_folder());
    let slow = |end: Reached, is_slow: bool| if is_slow { end.paced(&pace) } else { end };
    (slow(source, is_far), slow(target, is_beyond || !is_far))
}
