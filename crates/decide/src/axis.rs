// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! All that rules can ask, and all answers that facts can give. Whoever proves something of every possible dataset and site
//! walks along these axes; a counterexample becomes facts again, so that it can be decided like any other.

use crate::decision::{Attribute, dataset_attributes, site_attributes};
use crate::facts::{Assurance, DatasetFacts, Fact, Need, Reach, SiteFacts, Trait, Transfer, Value};
use crate::profile::attribute;
use crate::told::Told;
use hoheit_types::{Lang, Objective, PerObjective, Seal, named};
use std::ops::RangeInclusive;

named! {
    /// Whose attribute it is, by its name in rules.
    Party {
        /// What shall lie somewhere
        Dataset = "principal", "Datenbestand", "dataset";
        /// Where it shall lie
        Site = "resource", "Ort", "site";
    }
}

named! {
    /// Attributes of one kind.
    Group {
        /// [`Trait`]
        Traits = "traits", "Merkmale", "traits";
        /// [`Need`]
        Needs = "needs", "Schutzbedarf", "protection needs";
        /// Levels of the EU Cloud Sovereignty Framework
        Levels = "levels", "Stufen", "levels";
        /// [`Assurance`]
        Assurances = "assurances", "Zusicherungen", "assurances";
        /// [`Transfer`]
        Transfer = "transfer", "Übermittlung", "transfer";
        /// Whether everything is known
        Known = "known", "Vollständigkeit", "completeness";
    }
}

/// An attribute that rules can ask. Flags count as 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// What the dataset holds
    Trait(Trait),
    /// What it needs
    Need(Value),
    /// Whether all facts of the party are known
    Known(Party),
    /// What the site reaches
    Level(Objective),
    /// What is shown of the site
    Assurance(Assurance),
    /// On what ground data may go there
    Transfer,
}

impl Axis {
    /// All of them, in the order of [`Point`].
    pub fn all() -> impl Iterator<Item = Self> {
        let traits = Trait::ALL.iter().copied().map(Self::Trait);
        let needs = Value::ALL.iter().copied().map(Self::Need);
        let levels = Objective::ALL.into_iter().map(Self::Level);
        let assurances = Assurance::ALL.iter().copied().map(Self::Assurance);
        let dataset = traits.chain(needs).chain([Self::Known(Party::Dataset)]);
        let site = levels.chain(assurances).chain([Self::Transfer, Self::Known(Party::Site)]);
        dataset.chain(site)
    }

    /// Whose attribute it is.
    pub fn party(self) -> Party {
        match self {
            Self::Trait(_) | Self::Need(_) => Party::Dataset,
            Self::Known(party) => party,
            Self::Level(_) | Self::Assurance(_) | Self::Transfer => Party::Site,
        }
    }

    /// What it belongs to.
    pub fn group(self) -> Group {
        match self {
            Self::Trait(_) => Group::Traits,
            Self::Need(_) => Group::Needs,
            Self::Known(_) => Group::Known,
            Self::Level(_) => Group::Levels,
            Self::Assurance(_) => Group::Assurances,
            Self::Transfer => Group::Transfer,
        }
    }

    /// The attribute's name in rules: `sov_4`.
    pub fn name(self) -> String {
        match self {
            Self::Trait(which) => which.name().to_owned(),
            Self::Need(value) => value.name().to_owned(),
            Self::Known(_) => "known".to_owned(),
            Self::Level(objective) => attribute(objective),
            Self::Assurance(which) => which.name().to_owned(),
            Self::Transfer => "transfer".to_owned(),
        }
    }

    /// Whether rules see it as yes or no, not as a number.
    pub fn is_flag(self) -> bool {
        matches!(self, Self::Trait(_) | Self::Known(_) | Self::Assurance(_))
    }

    /// All values that facts can have.
    pub fn range(self) -> RangeInclusive<i64> {
        match self {
            Self::Need(_) => 1..=Need::ALL.len() as i64,
            Self::Level(_) => i64::from(Seal::NONE.level())..=i64::from(Seal::FULL.level()),
            Self::Transfer => 0..=Transfer::ALL.len() as i64 - 1,
            _ => 0..=1,
        }
    }

    /// The end at which a dataset asks least, or a site offers most.
    pub fn best(self) -> i64 {
        match self {
            Self::Trait(_) | Self::Need(_) | Self::Transfer => *self.range().start(),
            Self::Known(_) | Self::Level(_) | Self::Assurance(_) => *self.range().end(),
        }
    }

    /// The other end.
    pub fn worst(self) -> i64 {
        let (start, end) = self.range().into_inner();
        if self.best() == start { end } else { start }
    }

    /// The next better value; `None` at the best.
    pub fn better(self, value: i64) -> Option<i64> {
        match self.best() - value {
            0 => None,
            way => Some(value + way.signum()),
        }
    }

    /// Whether something unknown can have this value: the worst, and of levels each that is not the highest, because more may be open.
    pub fn stands_for_unknown(self) -> RangeInclusive<i64> {
        match self {
            Self::Level(_) => *self.range().start()..=self.best() - 1,
            // Whether all is known, is known.
            Self::Known(_) => RangeInclusive::new(1, 0),
            _ => self.worst()..=self.worst(),
        }
    }

    /// What people call it, and what of it is seen in these facts.
    pub fn told(self, dataset: &DatasetFacts, site: &SiteFacts, lang: Lang) -> Told {
        let named = crate::told::one(&self.name(), dataset, site, lang);
        named.unwrap_or_else(|| {
            let (title, is_known) = match self.party() {
                Party::Dataset => (lang.pick("Einstufung", "classification"), dataset.is_known()),
                Party::Site => (lang.pick("Angaben zum Ort", "facts of the site"), site.is_known()),
            };
            let value = if is_known {
                lang.pick("vollständig", "complete")
            } else {
                lang.pick("unvollständig", "incomplete")
            };
            Told { attribute: self.name(), title: title.to_owned(), value: value.to_owned(), is_known }
        })
    }

    /// Puts a value into facts; `None` makes it unknown. Returns nothing for what no facts can have.
    fn put(self, value: Option<i64>, dataset: &mut DatasetFacts, site: &mut SiteFacts) -> Option<()> {
        let flag = value.map_or(Fact::Unknown, |value| Fact::Known(value != 0));
        match self {
            Self::Trait(which) => *dataset.traits.get_mut(which as usize)? = flag,
            Self::Need(which) => {
                *dataset.needs.get_mut(which as usize)? = match value {
                    Some(value) => Fact::Known(nth(Need::ALL, value - 1)?),
                    None => Fact::Unknown,
                };
            }
            // This follows from all others.
            Self::Known(_) => {}
            Self::Level(objective) => {
                let shown = site.levels.get(objective).shown();
                let reach = match value {
                    Some(value) => Reach::exactly(Seal::try_from(u8::try_from(value).ok()?).ok()?),
                    None => Reach::between(shown, Seal::FULL)?,
                };
                site.levels.set(objective, reach);
            }
            Self::Assurance(which) => site.set_assurance(which, flag),
            Self::Transfer => {
                site.transfer = match value {
                    Some(value) => Fact::Known(nth(Transfer::ALL, value)?),
                    None => Fact::Unknown,
                };
            }
        }
        Some(())
    }
}

fn nth<T: Copy>(all: &[T], index: i64) -> Option<T> {
    all.get(usize::try_from(index).ok()?).copied()
}

/// A value on each axis: everything that rules see of one dataset at one site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(Vec<i64>);

impl Point {
    /// Harmless data, all of it known, at a site that offers everything.
    pub fn best() -> Self {
        Self(Axis::all().map(Axis::best).collect())
    }

    /// What rules see of these facts.
    pub fn of(dataset: &DatasetFacts, site: &SiteFacts) -> Self {
        let seen = dataset_attributes(dataset).into_iter().chain(site_attributes(site));
        let number = |attribute| match attribute {
            Attribute::Flag(flag) => i64::from(flag),
            Attribute::Number(number) => number,
        };
        Self(seen.map(|(_, attribute)| number(attribute)).collect())
    }

    /// Each axis with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Axis, i64)> {
        Axis::all().zip(self.0.iter().copied())
    }

    /// The value on one axis.
    pub fn get(&self, axis: Axis) -> i64 {
        self.iter().find(|(at, _)| *at == axis).map_or_else(|| axis.worst(), |(_, value)| value)
    }

    /// The same with another value on one axis.
    #[must_use]
    pub fn with(&self, axis: Axis, value: i64) -> Self {
        Self(self.iter().map(|(at, old)| if at == axis { value } else { old }).collect())
    }

    /// Facts of which rules see just this; `None` where there are none, as for a site of which something is unknown though it offers
    /// everything.
    pub fn facts(&self) -> Option<(DatasetFacts, SiteFacts)> {
        let mut dataset = DatasetFacts::harmless();
        let mut site = SiteFacts { levels: PerObjective::all(Reach::UNKNOWN), ..SiteFacts::unknown() };
        for (axis, value) in self.iter() {
            axis.range().contains(&value).then_some(())?;
            axis.put(Some(value), &mut dataset, &mut site)?;
        }
        for party in Party::ALL.iter().filter(|party| self.get(Axis::Known(**party)) == 0) {
            let (open, _) = self
                .iter()
                .find(|(axis, value)| axis.party() == *party && axis.stands_for_unknown().contains(value))?;
            open.put(None, &mut dataset, &mut site)?;
        }
        Some((dataset, site))
    }
}
