// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From what people described to answers, and back from a record to the same answers.

use super::{classification::site, datasets, day};
use crate::*;
use hoheit_types::{DatasetId, Digest, Record};
use proptest::prelude::*;
use std::collections::HashMap;

const TODAY: &str = "2026-11-29";

fn classified(id: i64, answers: &[(Question, &str)]) -> (DatasetId, Option<Classification>) {
    let mut classification = Classification::new(DatasetId(id));
    for (question, value) in answers {
        let said = Said {
            value: (*value).into(),
            reason: String::new(),
            by: "k".into(),
            on: day("2026-01-01"),
            until: None,
        };
        classification.answer(*question, said).unwrap();
    }
    (DatasetId(id), Some(classification))
}

fn complete(id: i64, category: &str, secrecy: &str) -> (DatasetId, Option<Classification>) {
    let rest = [Question::Confidentiality, Question::Integrity, Question::Availability];
    let mut all = vec![(Question::Category, category), (Question::Secrecy, secrecy)];
    all.extend(rest.map(|question| (question, "normal")));
    classified(id, &all)
}

fn place(name: &str, assumed: &[&str]) -> Place {
    let mut site = site(true, &["DE"]);
    site.name = name.parse().unwrap();
    Place { site, answers: None, assumed: assumed.iter().map(|text| text.parse().unwrap()).collect() }
}

pub(super) fn docket() -> Docket {
    let good = ["SOV-1=4", "SOV-2=4", "SOV-3=4", "SOV-4=4", "SOV-5=3", "SOV-6=3", "SOV-7=4", "SOV-8=2"];
    let american = [&good[..], &["SOV-2=1", "jurisdictions=DE,US"]].concat();
    Docket {
        policy: Policy::read([]).unwrap(),
        day: day(TODAY),
        datasets: vec![
            complete(1, "none", "none"),
            complete(2, "art9", "social"),
            (DatasetId(3), None),
            complete(4, "art9", "social"),
        ],
        approvals: Approvals::default(),
        sites: vec![place("eigen", &good), place("fern", &american), place("fremd", &[])],
    }
}

#[test]
fn answers_follow_from_what_was_described() {
    let docket = docket();
    let judgement = docket.judge().unwrap();
    let letters: Vec<String> = (0..4).map(|dataset| judgement.letters(dataset)).collect();
    assert_eq!(letters, ["ppp", "pdu", "uuu", "pdu"]);
    assert_eq!(judgement.class(1), judgement.class(3), "alike datasets are asked once");
    let reasons = judgement.reasons(1, 1);
    let legal = reasons.iter().find(|reason| reason.rule.id == "kommune/social/SOV-2").unwrap();
    assert!(!legal.rests_on_unknown);
    let told =
        told(legal.rule, judgement.dataset(1).unwrap(), judgement.site(1).unwrap(), hoheit_types::Lang::De);
    let told: Vec<String> = told.iter().map(|fact| format!("{}: {}", fact.title, fact.value)).collect();
    assert_eq!(told, ["Sozialgeheimnis (§ 35 SGB I): ja", "SOV-2 (Rechtliche Souveränität): 1"]);
    assert!(judgement.answer(4, 0).is_none() && judgement.answer(0, 3).is_none());
}

#[test]
fn what_was_decided_can_be_decided_again_from_its_digests() {
    let mut docket = docket();
    for place in &mut docket.sites {
        place.assumed.clear();
    }
    let judgement = docket.judge().unwrap();
    let (record, contents) = docket.record(&judgement).unwrap();
    assert_eq!(record.write().unwrap(), docket.record(&docket.judge().unwrap()).unwrap().0.write().unwrap());
    let contents: HashMap<Digest, String> = contents.into_iter().collect();
    let again = Docket::recall(&record, |digest| contents.get(&digest).cloned()).unwrap();
    assert_eq!((&again.datasets, &again.sites, again.day), (&docket.datasets, &docket.sites, docket.day));
    assert_eq!(again.record(&again.judge().unwrap()).unwrap().0, record);
    let gone = Docket::recall(&record, |_| None).unwrap_err();
    assert!(matches!(gone, RecallError::Gone(_)));
    let changed = Docket::recall(&record, |digest| Some(format!("{} ", contents[&digest]))).unwrap_err();
    assert!(matches!(changed, RecallError::Unreadable(_)), "who changed a text is found out");
}

#[test]
fn earlier_basic_rules_decide_as_they_did() {
    let old = PolicyFile {
        kind: PolicyKind::Base,
        name: "hoheit".into(),
        text: BASE.replace("principal.known", "true"),
    };
    let policy = Policy::read([old]).unwrap();
    let docket = Docket { policy, ..docket() };
    let judgement = docket.judge().unwrap();
    let (record, contents) = docket.record(&judgement).unwrap();
    let contents: HashMap<Digest, String> = contents.into_iter().collect();
    let again = Docket::recall(&record, |digest| contents.get(&digest).cloned()).unwrap();
    assert_eq!(again.policy.rules.digest(), docket.policy.rules.digest());
    assert_ne!(again.policy.rules.digest(), Policy::read([]).unwrap().rules.digest());
}

#[test]
fn a_policy_is_what_comes_along_and_what_is_adopted() {
    let kinds = |policy: &Policy| policy.files().iter().map(PolicyFile::subject).collect::<Vec<_>>();
    let plain = Policy::read([]).unwrap();
    assert_eq!(kinds(&plain), ["base", "law/dsgvo-transfer", "profile", "questionnaire"]);
    let own = "@id(\"eigen/nie\") @de(\"Nie.\") @en(\"Never.\")\nforbid (principal is Dataset, action, resource is Site);";
    let rules = PolicyFile::from_text("eigen.cedar", own).unwrap();
    let policy = plain.with(rules.clone()).unwrap();
    assert_eq!(kinds(&policy).len(), 5);
    assert_eq!(kinds(&policy.with(rules).unwrap()).len(), 5, "the same file again replaces itself");
    let law = DEFAULT_LAW.replace("dsgvo-transfer", "entwurf");
    let law = PolicyFile::from_text("draft.toml", &law).unwrap();
    assert_eq!((law.kind, law.name.as_str()), (PolicyKind::Law, "entwurf"));
    assert_eq!(PolicyFile::from_text("p.toml", DEFAULT_PROFILE).unwrap().kind, PolicyKind::Profile);
    assert_eq!(
        PolicyFile::from_text("q.toml", DEFAULT_QUESTIONNAIRE).unwrap().kind,
        PolicyKind::Questionnaire
    );
    let wrong = PolicyFile::from_text("draft.toml", &DEFAULT_LAW.replace("\"DE\"", "\"DEU\"")).unwrap_err();
    assert!(wrong.line > 1 && wrong.message.en.contains("two capital letters"), "{wrong}");
    assert!(PolicyFile::from_text("x.cedar", "forbid (").is_err());
}

#[test]
fn assumptions_are_read_or_refused() {
    for wrong in ["SOV-2", "SOV-9=1", "SOV-2=5", "audit_right=maybe", "jurisdictions=Deutschland", "x=1", ""]
    {
        assert!(wrong.parse::<Assumption>().is_err(), "{wrong}");
    }
    assert_eq!("audit_right=no".parse(), Ok(Assumption::Assurance(Assurance::AuditRight, false)));
}

#[test]
fn a_fallen_adequacy_decision_shows_whom_it_hits() {
    let mut before = docket();
    before.sites[1].assumed =
        ["SOV-1=4", "SOV-2=4", "SOV-3=4", "SOV-4=4", "SOV-5=3", "SOV-6=3", "SOV-7=4", "SOV-8=2"]
            .map(|text| text.parse().unwrap())
            .into();
    before.sites[1].site.jurisdictions = vec!["DE".parse().unwrap(), "BR".parse().unwrap()];
    let fallen = DEFAULT_LAW.replace("{ country = \"BR\", from = \"2026-01-26\" },", "");
    let law = PolicyFile::from_text("draft.toml", &fallen).unwrap();
    let after = Docket { policy: before.policy.with(law).unwrap(), ..before.clone() };
    let (was, is) = (before.judge().unwrap(), after.judge().unwrap());
    let all = changes(&was, &is, before.datasets.len(), before.sites.len());
    let expected =
        [1, 3].map(|dataset| Change { dataset, site: 1, from: Answer::Permit, to: Answer::Unknown });
    assert_eq!(all, expected, "nobody has shown that clauses are agreed");
    assert_eq!(changes(&was, &was, 4, 3), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// What was said of a dataset arrives at the rules as it was said: one by one, and as a docket.
    #[test]
    fn a_docket_decides_as_a_court(all in prop::collection::vec(datasets(), 1..30)) {
        let written = |facts: &DatasetFacts, id: i64| {
            let flag = |which| facts.has(which) == Fact::Known(true);
            let names = |pairs: &[(Trait, &'static str)]| {
                let set: Vec<&str> = pairs.iter().filter(|(which, _)| flag(*which)).map(|(_, name)| *name).collect();
                if set.is_empty() { "none".to_owned() } else { set.join(",") }
            };
            let category =
                names(&[(Trait::Personal, "personal"), (Trait::Special, "art9"), (Trait::Criminal, "art10")]);
            let secrecy = names(&[
                (Trait::TaxSecret, "tax"),
                (Trait::SocialSecret, "social"),
                (Trait::DisclosureBlock, "disclosure_block"),
                (Trait::Restricted, "vs_nfd"),
            ]);
            let mut answers = vec![(Question::Category, category.as_str()), (Question::Secrecy, secrecy.as_str())];
            for (value, question) in [
                (Value::Confidentiality, Question::Confidentiality),
                (Value::Integrity, Question::Integrity),
                (Value::Availability, Question::Availability),
            ] {
                if let Fact::Known(need) = facts.need(value) {
                    answers.push((question, need.name()));
                }
            }
            classified(id, &answers)
        };
        let docket = Docket {
            datasets: all.iter().enumerate().map(|(id, facts)| written(facts, id as i64)).collect(),
            ..docket()
        };
        let judgement = docket.judge().unwrap();
        let facts: Vec<DatasetFacts> = (0..all.len()).map(|d| *judgement.dataset(d).unwrap()).collect();
        let sites: Vec<SiteFacts> = (0..3).map(|s| *judgement.site(s).unwrap()).collect();
        let court = Court::new(&docket.policy.rules, &facts, &sites).unwrap();
        for d in 0..all.len() {
            for s in 0..3 {
                let one = court.decide(d, s).unwrap();
                prop_assert_eq!(judgement.answer(d, s), Some(one.answer));
                prop_assert_eq!(judgement.reasons(d, s), one.reasons);
            }
        }
    }
}
