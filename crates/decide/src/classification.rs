// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What people say of a dataset: nine answers, each with reason, author, day and expiry.

use crate::facts::{DatasetFacts, Need, Trait, Value};
use hoheit_types::{DatasetId, Day, Record, named};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

named! {
    /// The nine questions.
    Question {
        /// Whose data: [`Category`]
        Category = "category", "Personenbezug", "personal data";
        /// [`Secrecy`]
        Secrecy = "secrecy", "besondere Geheimhaltung", "special secrecy";
        /// Schutzbedarf
        Confidentiality = "confidentiality", "Schutzbedarf Vertraulichkeit", "need of confidentiality";
        /// Schutzbedarf
        Integrity = "integrity", "Schutzbedarf Integrität", "need of integrity";
        /// Schutzbedarf
        Availability = "availability", "Schutzbedarf Verfügbarkeit", "need of availability";
        /// [`Retention`]
        Retention = "retention", "Aufbewahrung und Zustand", "retention and state";
        /// Whether it may become open data
        OpenData = "open_data", "Kandidat für offene Daten", "candidate for open data";
        /// The line-of-business application that it belongs to
        Application = "application", "Fachverfahren", "application";
        /// The office that answers for it
        Office = "office", "zuständige Stelle", "responsible office";
    }
}

named! {
    /// What kinds of personal data. A dataset with none of them is free of personal data.
    Category {
        /// Of natural persons (Art. 4 no. 1 DSGVO)
        Personal = "personal", "personenbezogen", "personal";
        /// Special categories
        Special = "art9", "besondere Kategorien (Art. 9 DSGVO)", "special categories (Art. 9 GDPR)";
        /// Convictions and offences
        Criminal = "art10", "Straftaten (Art. 10 DSGVO)", "criminal offences (Art. 10 GDPR)";
    }
}

named! {
    /// Secrecy that a law asks for, beside data protection.
    Secrecy {
        /// § 30 AO
        Tax = "tax", "Steuergeheimnis", "tax secrecy";
        /// § 35 SGB I
        Social = "social", "Sozialgeheimnis", "social data secrecy";
        /// § 51 BMG
        DisclosureBlock = "disclosure_block", "Register mit Auskunftssperren", "register with blocks on disclosure";
        /// Restricted
        VsNfd = "vs_nfd", "VS-NfD", "VS-NfD (restricted)";
    }
}

named! {
    /// Where in its life a dataset is.
    Phase {
        /// In use
        Active = "active", "in Bearbeitung", "active";
        /// Kept, and closed to daily work (such as § 13 Abs. 2 BMG)
        Restricted = "restricted", "eingeschränkt", "restricted";
        /// To be offered to the archive before it is erased
        ArchiveOffer = "archive_offer", "dem Archiv anzubieten", "to be offered to the archive";
        /// Erased; the entry tells that there was something
        Deleted = "deleted", "gelöscht", "deleted";
    }
}

named! {
    /// Who may get at a dataset, in the words of the EU's vocabulary of access rights.
    Access {
        /// Everybody
        Public = "PUBLIC", "öffentlich", "public";
        /// Nothing speaks against it but that nobody said yes
        Restricted = "RESTRICTED", "beschränkt", "restricted";
        /// Persons or a secrecy speak against it, or nobody knows whether they do
        NonPublic = "NON_PUBLIC", "nicht öffentlich", "not public";
    }
}

/// How long a dataset is kept, and where in its life it is: `active`, or `active:AO-147-10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Its state
    pub phase: Phase,
    /// Id of a statutory period
    pub period: Option<String>,
}

/// An answer, in the writing of the command line: see [`Classification::answer`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// What was answered
    pub value: String,
    /// Why
    pub reason: String,
    /// Who said so
    pub by: String,
    /// When
    pub on: Day,
    /// Last day on which it counts; without one it does not expire
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl Said {
    /// Whether it counts on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.on <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// All that was said of one dataset. What nobody answered is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Classification {
    dataset: DatasetId,
    /// Each can be read: only [`Classification::answer`] puts them here
    answers: BTreeMap<Question, Said>,
    /// Questions whose answers said less than what was found when they were given
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    below: BTreeSet<Question>,
}

/// Before its answers were looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    dataset: DatasetId,
    answers: BTreeMap<Question, Said>,
    #[serde(default)]
    below: BTreeSet<Question>,
}

impl TryFrom<Written> for Classification {
    type Error = String;
    fn try_from(written: Written) -> Result<Self, String> {
        let mut read = Self::new(written.dataset);
        for (question, said) in written.answers {
            read.answer(question, said).map_err(|allowed| format!("{}: {allowed}", question.name()))?;
        }
        read.below = written.below;
        Ok(read)
    }
}

impl Record for Classification {
    const KIND: &'static str = "classification/1";
    fn subject(&self) -> String {
        self.dataset.to_string()
    }
}

impl Classification {
    /// Nothing was said yet.
    pub fn new(dataset: DatasetId) -> Self {
        Self { dataset, answers: BTreeMap::new(), below: BTreeSet::new() }
    }

    /// The dataset.
    pub fn dataset(&self) -> DatasetId {
        self.dataset
    }

    /// Every answer, in the order of the questions.
    pub fn answers(&self) -> impl Iterator<Item = (Question, &Said)> {
        self.answers.iter().map(|(question, said)| (*question, said))
    }

    /// Takes an answer: names with commas between them and `none` for none of them (category, secrecy), a name (needs), a state and
    /// perhaps a statutory period (`active:AO-147-10`), `yes` or `no`, or a text. The error names what is allowed.
    pub fn answer(&mut self, question: Question, mut said: Said) -> Result<(), String> {
        let text = said.value.trim();
        said.value = match question {
            Question::Category => {
                // Special and criminal data are of persons, whoever forgot to say so.
                let mut all: BTreeSet<Category> = set(text)?;
                if !all.is_empty() {
                    all.insert(Category::Personal);
                }
                written(&all, Category::name)
            }
            Question::Secrecy => written(&set(text)?, Secrecy::name),
            Question::Confidentiality | Question::Integrity | Question::Availability => {
                text.parse::<Need>()?.name().to_owned()
            }
            Question::Retention => text.parse::<Retention>()?.to_string(),
            Question::OpenData => match text {
                "yes" | "ja" => YES.to_owned(),
                "no" | "nein" => "no".to_owned(),
                _ => return Err("yes, no".to_owned()),
            },
            // 200: as names of datasets.
            Question::Application | Question::Office => match text.chars().count() {
                1..=200 => text.to_owned(),
                _ => return Err("1–200".to_owned()),
            },
        };
        self.answers.insert(question, said);
        Ok(())
    }

    /// Notes which answers say less than what was found. It is part of the record, so that a decision tells of it for ever.
    pub fn set_below(&mut self, questions: impl IntoIterator<Item = Question>) {
        self.below = questions.into_iter().collect();
    }

    /// Questions whose answers said less than what was found when they were given.
    pub fn below(&self) -> impl Iterator<Item = Question> {
        self.below.iter().copied()
    }

    /// Accounts of those who gave the answers that said less than what was found.
    pub fn below_by(&self) -> impl Iterator<Item = &str> {
        self.below.iter().filter_map(|question| self.answers.get(question)).map(|said| said.by.as_str())
    }

    /// The rest of it, as if nobody had said less than what was found.
    #[must_use]
    pub fn without_below(&self) -> Self {
        let mut rest = self.clone();
        rest.answers.retain(|question, _| !self.below.contains(question));
        rest.below.clear();
        rest
    }

    /// The answer to a question, if it counts on a day.
    pub fn holds(&self, question: Question, today: Day) -> Option<&str> {
        self.answers.get(&question).filter(|said| said.holds_on(today)).map(|said| said.value.as_str())
    }

    /// What kinds of personal data it holds, if that is known; empty: none.
    pub fn categories(&self, today: Day) -> Option<BTreeSet<Category>> {
        set(self.holds(Question::Category, today)?).ok()
    }

    /// Under which secrecy it is, if that is known; empty: none.
    pub fn secrecies(&self, today: Day) -> Option<BTreeSet<Secrecy>> {
        set(self.holds(Question::Secrecy, today)?).ok()
    }

    /// Schutzbedarf, if that is known.
    pub fn need(&self, value: Value, today: Day) -> Option<Need> {
        let question = match value {
            Value::Confidentiality => Question::Confidentiality,
            Value::Integrity => Question::Integrity,
            Value::Availability => Question::Availability,
        };
        self.holds(question, today)?.parse().ok()
    }

    /// How long it is kept, if that is known.
    pub fn retention(&self, today: Day) -> Option<Retention> {
        self.holds(Question::Retention, today)?.parse().ok()
    }

    /// What decisions are made with on a day. Answers that have expired are unknown again.
    pub fn facts(&self, today: Day) -> DatasetFacts {
        let mut facts = DatasetFacts::default();
        if let Some(categories) = self.categories(today) {
            facts = facts
                .with(Trait::Personal, !categories.is_empty())
                .with(Trait::Special, categories.contains(&Category::Special))
                .with(Trait::Criminal, categories.contains(&Category::Criminal));
        }
        if let Some(secrecies) = self.secrecies(today) {
            facts = facts
                .with(Trait::TaxSecret, secrecies.contains(&Secrecy::Tax))
                .with(Trait::SocialSecret, secrecies.contains(&Secrecy::Social))
                .with(Trait::DisclosureBlock, secrecies.contains(&Secrecy::DisclosureBlock))
                .with(Trait::Restricted, secrecies.contains(&Secrecy::VsNfd));
            // Secrets of taxes and social benefits and blocks on disclosure are persons', whatever was said of the category.
            let is_of_persons = |secrecy: &Secrecy| *secrecy != Secrecy::VsNfd;
            if secrecies.iter().any(is_of_persons) {
                facts = facts.with(Trait::Personal, true);
            }
        }
        for value in Value::ALL.iter().copied() {
            if let Some(need) = self.need(value, today) {
                facts = facts.with_need(value, need);
            }
        }
        facts
    }

    /// Questions without an answer that counts on a day.
    pub fn open(&self, today: Day) -> impl Iterator<Item = Question> {
        Question::ALL.iter().copied().filter(move |question| self.holds(*question, today).is_none())
    }

    /// Who may get at it. Unknown is not public.
    pub fn access(&self, today: Day) -> Access {
        let is_free = self.categories(today).is_some_and(|categories| categories.is_empty())
            && self.secrecies(today).is_some_and(|secrecies| secrecies.is_empty());
        match (self.is_public(today), is_free) {
            (true, _) => Access::Public,
            (false, true) => Access::Restricted,
            (false, false) => Access::NonPublic,
        }
    }

    /// Whether everybody may know of it in a public catalogue: said to be open data, of no person and under no secrecy, and not erased,
    /// all of which counts on that day. Anything unknown keeps it internal.
    pub fn is_public(&self, today: Day) -> bool {
        self.holds(Question::OpenData, today) == Some(YES)
            && self.categories(today).is_some_and(|categories| categories.is_empty())
            && self.secrecies(today).is_some_and(|secrecies| secrecies.is_empty())
            && (!self.answers.contains_key(&Question::Retention)
                || self.retention(today).is_some_and(|retention| retention.phase != Phase::Deleted))
    }
}

/// What an empty set is called.
const NONE: &str = "none";
const YES: &str = "yes";

fn set<T: Ord + FromStr<Err = String>>(text: &str) -> Result<BTreeSet<T>, String> {
    if text == NONE {
        return Ok(BTreeSet::new());
    }
    let all: Result<BTreeSet<T>, String> = text.split(',').map(|name| name.trim().parse::<T>()).collect();
    all.map_err(|known| format!("{NONE}, {known}"))
}

pub(crate) fn written<T: Copy>(set: &BTreeSet<T>, name: impl Fn(T) -> &'static str) -> String {
    let all: Vec<&str> = set.iter().map(|one| name(*one)).collect();
    if all.is_empty() { NONE.to_owned() } else { all.join(",") }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phase.name())?;
        self.period.iter().try_for_each(|period| write!(f, ":{period}"))
    }
}

impl FromStr for Retention {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (phase, period) = match text.split_once(':') {
            Some((phase, period)) => (phase, Some(period)),
            None => (text, None),
        };
        let phase = phase.parse()?;
        if let Some(period) = period.filter(|id| crate::retention::period(id).is_none()) {
            let known: Vec<&str> = crate::retention::periods().iter().map(|p| p.id.as_str()).collect();
            return Err(format!("'{period}': {}", known.join(", ")));
        }
        Ok(Self { phase, period: period.map(ToOwned::to_owned) })
    }
}
