// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a site must shelter: the highest need of all that lies there (Maximumprinzip, BSI standard 200-2, 8.2.5).

use crate::classification::Classification;
use crate::facts::{Need, Value};
use hoheit_types::Day;

/// The need that datasets hand down to the site where they lie, for one basic value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inherited {
    /// Of what
    pub value: Value,
    /// The highest need that somebody stated; `None` where nobody stated any
    pub need: Option<Need>,
    /// Datasets whose need nobody has stated: it may be higher
    pub open: u64,
}

/// What the classifications of all datasets at a site hand down on a day, in the order of [`Value::ALL`]. Many small risks that add up
/// (Kumulation) are weighed with each dataset; over datasets a person has to.
pub fn inherited<'c>(
    datasets: impl Iterator<Item = Option<&'c Classification>> + Clone,
    day: Day,
) -> impl Iterator<Item = Inherited> {
    Value::ALL.iter().map(move |value| {
        let mut inherited = Inherited { value: *value, need: None, open: 0 };
        for need in datasets.clone().map(|said| said.and_then(|said| said.need(*value, day))) {
            inherited.open += u64::from(need.is_none());
            inherited.need = inherited.need.max(need);
        }
        inherited
    })
}

#[cfg(test)]
mod tests {
    use super::{Need, Value, inherited};
    use crate::classification::{Classification, Question, Said};
    use hoheit_types::{DatasetId, Day};

    #[test]
    fn the_highest_need_counts_and_what_nobody_stated_is_open() {
        let day = Day::new(2026, 11, 29).unwrap();
        let classified = |needs: &[(Question, &str)], until| {
            let mut classification = Classification::new(DatasetId(1));
            for (question, need) in needs {
                let said = Said {
                    value: (*need).to_owned(),
                    reason: "x".to_owned(),
                    by: "x".to_owned(),
                    on: day,
                    until,
                };
                classification.answer(*question, said).unwrap();
            }
            classification
        };
        let confidentiality = Question::Confidentiality;
        let low = classified(&[(confidentiality, "normal"), (Question::Integrity, "normal")], None);
        let high = classified(&[(confidentiality, "very_high")], None);
        let expired = classified(&[(confidentiality, "very_high")], Some(day.plus_days(-1)));
        let of = |all: &[Option<&Classification>]| -> Vec<_> {
            inherited(all.iter().copied(), day).map(|i| (i.value, i.need, i.open)).collect()
        };
        assert_eq!(
            of(&[Some(&low), Some(&high), None]),
            [
                (Value::Confidentiality, Some(Need::VeryHigh), 1),
                (Value::Integrity, Some(Need::Normal), 2),
                (Value::Availability, None, 3),
            ]
        );
        assert_eq!(of(&[Some(&low), Some(&expired)])[0], (Value::Confidentiality, Some(Need::Normal), 1));
        assert_eq!(of(&[])[0], (Value::Confidentiality, None, 0));
    }
}
