// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Levels of the eight objectives, layer by layer: what a dataset needs, and what a site reaches. Never a total: a sum would hide what is
//! missing.

use crate::approvals;
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::Catalogue;
use hoheit_decide::{Classification, DatasetFacts, Policy, Profile, Question, Reach, Required};
use hoheit_types::{Lang, Layer, Objective, PerObjective, Printable};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What a dataset needs by the profile of today.
pub(super) struct Needed {
    /// Why nobody can say, where a text in force is wrong
    profile: Result<Profile, String>,
    facts: DatasetFacts,
    /// Questions that nobody has answered, of those that the profile looks at
    open: Vec<Question>,
}

impl Needed {
    /// By what counts of a classification today: what waits for an approval is unknown.
    pub(super) fn of(
        context: &Context,
        catalogue: &mut Catalogue,
        said: &Classification,
    ) -> Result<Self, Failure> {
        let today = court::today(context);
        let policy = court::policy(context, catalogue, today);
        let policy = policy.and_then(|policy| court::check_day(context, &policy, today).map(|()| policy));
        let approvals = approvals::of(context, catalogue, today, [said])?;
        let counting = approvals.counting(said);
        let asked = [
            Question::Category,
            Question::Secrecy,
            Question::Confidentiality,
            Question::Integrity,
            Question::Availability,
        ];
        Ok(Self {
            profile: unless_wrong(policy)?.map(|policy| policy.rules.profile().clone()),
            facts: counting.facts(today),
            open: counting.open(today).filter(|question| asked.contains(question)).collect(),
        })
    }

    pub(super) fn human(&self, lang: Lang) -> String {
        let title = lang.pick("Benötigte Stufen", "Required levels");
        let profile = match &self.profile {
            Ok(profile) => profile,
            Err(why) => {
                return format!("{title}: {} ({})\n", lang.pick("unbekannt", "unknown"), Printable(why));
            }
        };
        let (name, version) = (Printable(&profile.name), profile.version);
        let by = lang.pick("SEAL 0–4, nach Profil", "SEAL 0–4, by profile");
        let mut text = format!("{title} ({by} {name} {version})\n");
        let mut asking: Vec<&str> = Vec::new();
        text += &by_layer(lang, |objective| {
            let Required { level, demands, is_certain } = profile.reasons(&self.facts, objective)?;
            let names: Vec<&str> = demands.iter().map(|demand| demand.name.as_str()).collect();
            let why = if is_certain { "" } else { lang.pick(", weil unbekannt", ", because unknown") };
            let told = format!("{objective} ≥ {level} ({}{why})", names.join(", "));
            asking.extend(names);
            Some(told)
        });
        for demand in profile.demands.iter().filter(|demand| asking.contains(&demand.name.as_str())) {
            let (because, law) = (Printable(lang.pick(&demand.de, &demand.en)), Printable(&demand.law));
            let _ = writeln!(text, "  {}: {because} ({law})", demand.name);
        }
        if !self.open.is_empty() {
            let titles = self.open.iter().map(|question| question.title());
            let open = titles.map(|(de, en)| lang.pick(de, en)).collect::<Vec<_>>().join(", ");
            let label = lang.pick("Unbekanntes verlangt das Meiste", "What is unknown asks most");
            let _ = writeln!(text, "  {label}: {open}");
        }
        text
    }

    /// `levels` of `hoheit-classification/1`; null where a text in force is wrong.
    pub(super) fn to_json(&self, lang: Lang) -> Value {
        let Ok(profile) = &self.profile else { return Value::Null };
        let levels = Objective::ALL.iter().map(|objective| {
            let required = profile.reasons(&self.facts, *objective);
            let demands = required.iter().flat_map(|required| &required.demands).map(|demand| {
                let because = lang.pick(&demand.de, &demand.en);
                json!({ "demand": demand.name, "because": because, "law": demand.law })
            });
            json!({
                "objective": objective, "layer": objective.layer(),
                "level": required.as_ref().map_or(0, |required| required.level.level()),
                "certain": required.as_ref().is_none_or(|required| required.is_certain),
                "demands": demands.collect::<Vec<_>>(),
            })
        });
        json!({
            "profile": profile.name, "version": profile.version, "objectives": levels.collect::<Vec<_>>(),
        })
    }
}

/// A text in force that is wrong makes levels unknown; nothing else fails for it.
pub(super) fn unless_wrong(policy: Result<Policy, Failure>) -> Result<Result<Policy, String>, Failure> {
    match policy {
        Ok(policy) => Ok(Ok(policy)),
        Err(failure) if failure.exit == Exit::Usage => Ok(Err(failure.message)),
        Err(failure) => Err(failure),
    }
}

/// What a site reaches, from the inside of the onion outwards.
pub(super) fn reached(levels: &PerObjective<Reach>, lang: Lang) -> String {
    by_layer(lang, |objective| Some(format!("{objective} {}", span(levels.get(objective)))))
}

/// Rows of `levels` of `hoheit-site/1`.
pub(super) fn reached_json(levels: &PerObjective<Reach>) -> Value {
    let rows = levels.iter().map(|(objective, reach)| {
        json!({
            "objective": objective, "layer": objective.layer(),
            "shown": reach.shown(), "possible": reach.possible(),
        })
    });
    rows.collect()
}

/// "1" where all is known, "1–3" where more is open than is shown.
pub(super) fn span(reach: Reach) -> String {
    let (shown, possible) = (reach.shown(), reach.possible());
    if reach.is_known() { shown.to_string() } else { format!("{shown}–{possible}") }
}

/// A line for each layer, and one for what stands beside them.
fn by_layer(lang: Lang, mut told: impl FnMut(Objective) -> Option<String>) -> String {
    let mut text = String::new();
    for layer in Layer::ALL.iter().copied().map(Some).chain([None]) {
        let (de, en) = layer.map_or(("daneben", "beside them"), Layer::title);
        let of = Objective::ALL.into_iter().filter(|objective| objective.layer() == layer);
        let mut all: Vec<String> = of.filter_map(&mut told).collect();
        if all.is_empty() {
            all.push("–".to_owned());
        }
        let _ = writeln!(text, "  {}: {}", lang.pick(de, en), all.join("; "));
    }
    text
}
