// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a machine proposes of a dataset: from what was found in it, and from its name. A person decides; where that contradicts what
//! was found, it is told.

use crate::classification::{Category, Classification, Phase, Question, Retention, Said, Secrecy, written};
use crate::facts::{Need, Value};
use crate::hints::{HINTS, Hint, application};
use hoheit_types::{Day, Entity, Lang};
use std::collections::{BTreeMap, BTreeSet};

/// From so many persons on, many small risks make a large one (Kumulationseffekt, BSI standard 200-2). The standard names no
/// number; 5,000 is a small town.
pub(crate) const CUMULATION: u64 = 5_000;
/// Unchanged for so long, papers are due for the archive at the latest.
const ARCHIVE_YEARS: i64 = 30;

/// What is known of a dataset before anybody answers.
#[derive(Clone, Debug, Default)]
pub struct Found<'a> {
    /// Its name
    pub name: &'a str,
    /// The responsible office, if a person entered one
    pub office: Option<&'a str>,
    /// Kinds that were found, with files
    pub kinds: Vec<(Entity, u64)>,
    /// Whether personal data are in it; unknown while something is unread
    pub holds_personal: Option<bool>,
    /// Its files
    pub files: u64,
    /// Of these, not read completely
    pub unread: u64,
    /// Of these, examined by older readers, or by other rules than all of today's
    pub outdated: u64,
    /// At most about so many persons, by the values that differ
    pub persons: u64,
    /// Last change of a file
    pub newest: Option<Day>,
}

/// What is proposed for one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// In the writing of [`Classification::answer`]; `None`: there is no saying
    pub value: Option<String>,
    /// What speaks for it, in German and English
    pub because: Vec<(String, String)>,
    /// Whether files that were not read may ask for more than this: then only a person takes it over
    pub may_be_higher: bool,
}

/// An answer that says less than what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// To which question
    pub question: Question,
    /// What was proposed; `None` where only a person can say what was found
    pub proposed: Option<String>,
    /// What speaks for it, in German and English
    pub because: Vec<(String, String)>,
}

/// What is proposed for each question; those without a word have no entry.
pub fn propose(found: &Found<'_>, today: Day) -> BTreeMap<Question, Proposal> {
    let hints: Vec<&Hint> = HINTS.iter().filter(|hint| hint.fits(found.name)).collect();
    let mut proposals = BTreeMap::new();
    let categories = categories(found, &hints);
    let secrecies = secrecies(found, &hints);
    let is_secret = secrecies.as_ref().is_some_and(|(set, _)| !set.is_empty());
    let is_special = categories
        .as_ref()
        .is_some_and(|(set, _)| set.contains(&Category::Special) || set.contains(&Category::Criminal));
    let is_free = categories.as_ref().is_some_and(|(set, _)| set.is_empty());
    let mut confidentiality = need(&hints, |hint| hint.confidentiality);
    if is_special || is_secret {
        let because = (
            "besondere Kategorien oder besondere Geheimhaltung".to_owned(),
            "special categories or special secrecy".to_owned(),
        );
        confidentiality.raise(Need::High, because);
    }
    if secrecies
        .as_ref()
        .is_some_and(|(set, _)| set.contains(&Secrecy::DisclosureBlock) || set.contains(&Secrecy::VsNfd))
    {
        let because =
            ("ein Abfluss gefährdet Menschen oder den Staat", "a leak endangers people or the state");
        confidentiality.raise(Need::VeryHigh, (because.0.to_owned(), because.1.to_owned()));
    }
    if found.persons >= CUMULATION {
        let next = match confidentiality.need {
            Need::Normal => Need::High,
            Need::High | Need::VeryHigh => Need::VeryHigh,
        };
        let because = (
            format!("Kumulation: Daten von bis zu {} Personen", Lang::De.integer(found.persons)),
            format!("cumulation: data of up to {} persons", Lang::En.integer(found.persons)),
        );
        confidentiality.raise(next, because);
    }
    let unread = unread(found);
    let mut put = |question: Question, value: Option<String>, mut because: Vec<(String, String)>| {
        // INVARIANT (unread-is-not-clean): what was found is the least of what may be there.
        let may_be_higher = !unread.is_empty() && has_higher(question, value.as_deref());
        if may_be_higher {
            because.extend(unread.iter().cloned());
        }
        proposals.insert(question, Proposal { value, because, may_be_higher });
    };
    match categories {
        Some((set, because)) => put(Question::Category, Some(written(&set, Category::name)), because),
        None if unread.is_empty() => {}
        None => put(Question::Category, None, Vec::new()),
    }
    match secrecies {
        Some((set, because)) => put(Question::Secrecy, Some(written(&set, Secrecy::name)), because),
        None => put(Question::Secrecy, None, vec![marked()]),
    }
    put(Question::Confidentiality, Some(confidentiality.need.name().to_owned()), confidentiality.because);
    for (question, raised) in [
        (Question::Integrity, need(&hints, |hint| hint.integrity)),
        (Question::Availability, need(&hints, |hint| hint.availability)),
    ] {
        put(question, Some(raised.need.name().to_owned()), raised.because);
    }
    let (retention, because) = retention(found, &hints, today);
    put(Question::Retention, Some(retention.to_string()), because);
    let open: Vec<&&Hint> = hints.iter().filter(|hint| hint.open_data == Some(true)).collect();
    let is_open = is_free && !is_secret && !open.is_empty();
    let because = open.iter().map(|hint| (hint.de.clone(), hint.en.clone())).collect();
    put(Question::OpenData, Some(if is_open { "yes" } else { "no" }.to_owned()), because);
    if let Some(application) = application(found.name) {
        let because = ("nach dem Namen des Datenbestands", "by the dataset's name");
        let because = vec![(because.0.to_owned(), because.1.to_owned())];
        put(Question::Application, Some(application.to_owned()), because);
    }
    if let Some(office) = found.office {
        let because = ("am Datenbestand eingetragen", "entered with the dataset");
        put(Question::Office, Some(office.to_owned()), vec![(because.0.to_owned(), because.1.to_owned())]);
    }
    proposals
}

/// Where answers say less than what is proposed: a category or secrecy left out, or a lower need.
pub fn contradictions(
    said: &Classification,
    proposals: &BTreeMap<Question, Proposal>,
    today: Day,
) -> Vec<Contradiction> {
    let mut proposed = Classification::new(said.dataset());
    for (question, proposal) in proposals {
        if let Some(value) = &proposal.value {
            let value = Said {
                value: value.clone(),
                reason: String::new(),
                by: String::new(),
                on: today,
                until: None,
            };
            // What is proposed can be answered; if not, there is nothing to compare with.
            let _ = proposed.answer(*question, value);
        }
    }
    let lacks = |question: Question| match question {
        Question::Category => {
            let pair = said.categories(today).zip(proposed.categories(today));
            pair.is_some_and(|(said, proposed)| !proposed.is_subset(&said))
        }
        Question::Secrecy => said.secrecies(today).is_some_and(|said| match proposed.secrecies(today) {
            Some(proposed) => !proposed.is_subset(&said),
            // Marks were found, and nothing says which.
            None => said.is_empty(),
        }),
        Question::Confidentiality => lower(said, &proposed, Value::Confidentiality, today),
        Question::Integrity => lower(said, &proposed, Value::Integrity, today),
        Question::Availability => lower(said, &proposed, Value::Availability, today),
        _ => false,
    };
    let all = proposals.iter().filter(|(question, _)| lacks(**question));
    all.map(|(question, proposal)| Contradiction {
        question: *question,
        proposed: proposal.value.clone(),
        because: proposal.because.clone(),
    })
    .collect()
}

fn lower(said: &Classification, proposed: &Classification, value: Value, today: Day) -> bool {
    said.need(value, today).zip(proposed.need(value, today)).is_some_and(|(said, proposed)| said < proposed)
}

/// Why more may be in it than was found; empty where everything was read under today's rules.
fn unread(found: &Found<'_>) -> Vec<(String, String)> {
    let told = |count: u64, de: &str, en: &str| {
        let of = |lang: Lang| (lang.integer(count), lang.integer(found.files));
        let ((count_de, all_de), (count_en, all_en)) = (of(Lang::De), of(Lang::En));
        (count > 0).then(|| {
            (
                format!("{count_de} von {all_de} Dateien {de}: es kann mehr darin sein"),
                format!("{count_en} of {all_en} files {en}: there may be more in it"),
            )
        })
    };
    let unread = told(found.unread, "nicht vollständig gelesen", "not read completely");
    let outdated = told(found.outdated, "nach älteren Regeln geprüft", "examined by older rules");
    unread.into_iter().chain(outdated).collect()
}

/// Whether the content of a file can ask for more than this. Other answers rest on the name, and on what people entered.
fn has_higher(question: Question, value: Option<&str>) -> bool {
    let highest = match question {
        Question::Category => written(&Category::ALL.iter().copied().collect(), Category::name),
        Question::Secrecy => written(&Secrecy::ALL.iter().copied().collect(), Secrecy::name),
        Question::Confidentiality => Need::VeryHigh.name().to_owned(),
        _ => return false,
    };
    value != Some(highest.as_str())
}

type Proposed<T> = Option<(BTreeSet<T>, Vec<(String, String)>)>;

/// `None` while nobody can say that there are none.
fn categories(found: &Found<'_>, hints: &[&Hint]) -> Proposed<Category> {
    let mut set = BTreeSet::new();
    let mut because = Vec::new();
    for (entity, files) in &found.kinds {
        let category = match entity {
            Entity::Criminal => Category::Criminal,
            entity if entity.is_special_category() => Category::Special,
            entity if entity.is_personal() => Category::Personal,
            _ => continue,
        };
        set.insert(category);
        if let Some((de, en)) = special(*entity) {
            because.push((
                format!("{de} in {} Dateien gefunden", Lang::De.integer(*files)),
                format!("{en} found in {} files", Lang::En.integer(*files)),
            ));
        }
    }
    if set.contains(&Category::Personal) {
        let because_of = |lang: Lang| lang.pick("Personenbezug gefunden", "personal data found").to_owned();
        because.insert(0, (because_of(Lang::De), because_of(Lang::En)));
    }
    for hint in hints.iter().filter(|hint| !hint.category.is_empty()) {
        set.extend(&hint.category);
        because.push((hint.de.clone(), hint.en.clone()));
    }
    if set.is_empty() {
        // INVARIANT (unread-is-not-clean): nothing found proposes "none" only where everything was read.
        if found.holds_personal != Some(false) {
            return None;
        }
        because.push((
            "alles gelesen, nichts gefunden".to_owned(),
            "everything was read, and nothing found".to_owned(),
        ));
    } else {
        set.insert(Category::Personal);
    }
    Some((set, because))
}

/// What people call a special category; `None` for everything else.
fn special(entity: Entity) -> Option<(&'static str, &'static str)> {
    Some(match entity {
        Entity::Health => ("Gesundheit", "health"),
        Entity::Religion => ("Religion oder Weltanschauung", "religion or belief"),
        Entity::EthnicOrigin => ("ethnische Herkunft", "ethnic origin"),
        Entity::Political => ("politische Meinung", "political opinion"),
        Entity::Union => ("Gewerkschaft", "trade union"),
        Entity::Sexual => ("Sexualleben oder Orientierung", "sex life or orientation"),
        Entity::BiometricGenetic => ("biometrische oder genetische Daten", "biometric or genetic data"),
        Entity::Criminal => ("Straftaten", "offences"),
        _ => return None,
    })
}

/// `None` where a mark was found that nothing else explains: a person has to look which one.
fn secrecies(found: &Found<'_>, hints: &[&Hint]) -> Proposed<Secrecy> {
    let mut set = BTreeSet::new();
    let mut because = Vec::new();
    for hint in hints.iter().filter(|hint| !hint.secrecy.is_empty()) {
        set.extend(&hint.secrecy);
        because.push((hint.de.clone(), hint.en.clone()));
    }
    let is_marked = found.kinds.iter().any(|(entity, _)| *entity == Entity::SecrecyMarking);
    if is_marked && set.is_empty() {
        return None;
    }
    Some((set, because))
}

fn marked() -> (String, String) {
    (
        "Geheimhaltungsvermerke gefunden; welche, muss ein Mensch ansehen".to_owned(),
        "marks of secrecy found; a person has to look which ones".to_owned(),
    )
}

/// A need and what raised it.
struct Raised {
    need: Need,
    because: Vec<(String, String)>,
}

impl Raised {
    fn raise(&mut self, need: Need, because: (String, String)) {
        if need > self.need {
            self.need = need;
            self.because.push(because);
        }
    }
}

fn need(hints: &[&Hint], of: impl Fn(&Hint) -> Option<Need>) -> Raised {
    let mut raised = Raised { need: Need::Normal, because: Vec::new() };
    for hint in hints {
        if let Some(need) = of(hint) {
            raised.raise(need, (hint.de.clone(), hint.en.clone()));
        }
    }
    raised
}

fn retention(found: &Found<'_>, hints: &[&Hint], today: Day) -> (Retention, Vec<(String, String)>) {
    let hinted =
        hints.iter().find_map(|hint| Some((hint, hint.retention.as_ref()?.parse::<Retention>().ok()?)));
    let years = found.newest.map_or(0, |newest| (today.since_1970() - newest.since_1970()) / 365);
    let (mut retention, mut because) = match hinted {
        Some((hint, retention)) => (retention, vec![(hint.de.clone(), hint.en.clone())]),
        None => (Retention { phase: Phase::Active, period: None }, Vec::new()),
    };
    if years >= ARCHIVE_YEARS {
        retention.phase = Phase::ArchiveOffer;
        because.push((format!("seit {years} Jahren unverändert"), format!("unchanged for {years} years")));
    }
    (retention, because)
}
