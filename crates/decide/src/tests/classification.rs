// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What people say of datasets and sites, and what is made of it.

use super::day;
use crate::*;
use hoheit_types::{DatasetId, Day, Entity, Lang, Objective, Site, SiteKind};

const TODAY: &str = "2026-11-29";

fn said(value: &str, on: &str, until: Option<&str>) -> Said {
    Said {
        value: value.into(),
        reason: "geprüft".into(),
        by: "k.amt".into(),
        on: day(on),
        until: until.map(day),
    }
}

fn classified(answers: &[(Question, &str)]) -> Classification {
    let mut classification = Classification::new(DatasetId(7));
    for (question, value) in answers {
        classification.answer(*question, said(value, "2026-01-01", None)).unwrap();
    }
    classification
}

const COMPLETE: [(Question, &str); 5] = [
    (Question::Category, "art9"),
    (Question::Secrecy, "social"),
    (Question::Confidentiality, "high"),
    (Question::Integrity, "normal"),
    (Question::Availability, "normal"),
];

#[test]
fn answers_become_facts_and_expire() {
    let mut classification = classified(&COMPLETE);
    let facts = classification.facts(day(TODAY));
    assert!(facts.is_known());
    assert_eq!(facts.has(Trait::Personal), Fact::Known(true), "special data are of persons");
    assert_eq!(facts.has(Trait::SocialSecret), Fact::Known(true));
    assert_eq!(facts.has(Trait::TaxSecret), Fact::Known(false));
    assert_eq!(facts.need(Value::Confidentiality), Fact::Known(Need::High));
    classification.answer(Question::Category, said("none", "2026-01-01", Some("2026-11-28"))).unwrap();
    let facts = classification.facts(day(TODAY));
    assert_eq!(facts.has(Trait::Special), Fact::Unknown, "what has expired is unknown, not free");
    assert_eq!(classification.facts(day("2026-11-28")).has(Trait::Special), Fact::Known(false));
    assert_eq!(classification.facts(day("2025-12-31")), DatasetFacts::default(), "before anybody answered");
    let open: Vec<Question> = classification.open(day(TODAY)).collect();
    assert_eq!(open.len(), 5, "{open:?}");
}

#[test]
fn wrong_answers_name_what_is_allowed() {
    let mut classification = Classification::new(DatasetId(7));
    for (question, value, allowed) in [
        (Question::Category, "art8", "none, personal, art9, art10"),
        (Question::Category, "", "none, personal, art9, art10"),
        (Question::Secrecy, "tax,", "none, tax, social, disclosure_block, vs_nfd"),
        (Question::Confidentiality, "hoch", "normal, high, very_high"),
        (Question::OpenData, "vielleicht", "yes, no"),
        (Question::Office, " ", "1–200"),
    ] {
        let error = classification.answer(question, said(value, TODAY, None)).unwrap_err();
        assert_eq!(error, allowed, "{value}");
    }
    let error = classification.answer(Question::Retention, said("active:AO-1", TODAY, None)).unwrap_err();
    assert!(error.contains("AO-147-10"), "{error}");
    assert_eq!(classification, Classification::new(DatasetId(7)), "nothing was taken");
}

#[test]
fn what_is_kept_is_read_again_as_it_was_and_never_half() {
    let classification = classified(&COMPLETE);
    let json = serde_json::to_string(&classification).unwrap();
    assert_eq!(serde_json::from_str::<Classification>(&json).unwrap(), classification);
    let wrong = json.replace("\"social\"", "\"soziales\"");
    assert!(serde_json::from_str::<Classification>(&wrong).is_err());
}

/// Said to be of nobody, and to be persons' secret: the stricter holds.
#[test]
fn secrets_of_persons_are_personal_data() {
    let personal = |secrecy| {
        let said = classified(&[(Question::Category, "none"), (Question::Secrecy, secrecy)]);
        said.facts(day(TODAY)).has(Trait::Personal)
    };
    for secrecy in ["tax", "social", "disclosure_block", "tax,vs_nfd"] {
        assert_eq!(personal(secrecy), Fact::Known(true), "{secrecy}");
    }
    assert_eq!(personal("none"), Fact::Known(false));
    assert_eq!(personal("vs_nfd"), Fact::Known(false));
}

#[test]
fn only_what_is_known_to_be_free_is_public() {
    let open = [(Question::OpenData, "yes"), (Question::Category, "none"), (Question::Secrecy, "none")];
    assert!(classified(&open).is_public(day(TODAY)));
    assert_eq!(classified(&open).access(day(TODAY)), Access::Public);
    for (left_out, _) in open {
        let rest: Vec<_> = open.into_iter().filter(|(question, _)| *question != left_out).collect();
        assert!(!classified(&rest).is_public(day(TODAY)), "{left_out:?} is unknown");
        assert_ne!(classified(&rest).access(day(TODAY)), Access::Public, "{left_out:?} is unknown");
    }
    for worse in [
        (Question::OpenData, "no"),
        (Question::Category, "personal"),
        (Question::Secrecy, "tax"),
        (Question::Retention, "deleted"),
    ] {
        let mut all = open.to_vec();
        all.push(worse);
        assert!(!classified(&all).is_public(day(TODAY)), "{worse:?}");
        assert_ne!(classified(&all).access(day(TODAY)), Access::Public, "{worse:?}");
    }
    // What was erased stays so when the answer expires: whether it still is, is unknown then.
    let mut erased = classified(&open);
    erased.answer(Question::Retention, said("deleted", TODAY, Some(TODAY))).unwrap();
    assert!(!erased.is_public(day(TODAY).plus_days(1)));
}

fn proposed(found: &Found<'_>) -> Vec<(Question, String)> {
    let all = propose(found, day(TODAY));
    all.into_iter().filter_map(|(question, proposal)| Some((question, proposal.value?))).collect()
}

fn one(found: &Found<'_>, question: Question) -> Option<String> {
    proposed(found).into_iter().find(|(q, _)| *q == question).map(|(_, value)| value)
}

#[test]
fn proposals_follow_what_was_found_and_the_name() {
    let unread = Found { name: "Ablage", ..Found::default() };
    assert_eq!(one(&unread, Question::Category), None, "unread is never clean");
    let clean = Found { holds_personal: Some(false), ..unread.clone() };
    assert_eq!(one(&clean, Question::Category).unwrap(), "none");
    assert_eq!(one(&clean, Question::OpenData).unwrap(), "no", "nothing says that it may be published");
    let plans = Found { name: "61 Bebauungspläne", ..clean.clone() };
    assert_eq!(one(&plans, Question::OpenData).unwrap(), "yes");
    let benefit = Found {
        name: "50-2_Wohngeld",
        kinds: vec![(Entity::PersonName, 40), (Entity::Health, 3)],
        holds_personal: Some(true),
        persons: 800,
        ..Found::default()
    };
    assert_eq!(one(&benefit, Question::Category).unwrap(), "personal,art9");
    assert_eq!(one(&benefit, Question::Secrecy).unwrap(), "social");
    assert_eq!(one(&benefit, Question::Confidentiality).unwrap(), "high");
    let many = Found { persons: 12_000, ..benefit.clone() };
    assert_eq!(one(&many, Question::Confidentiality).unwrap(), "very_high", "cumulation");
    let residents = Found { name: "Melderegister", ..benefit };
    assert_eq!(one(&residents, Question::Secrecy).unwrap(), "disclosure_block");
    assert_eq!(one(&residents, Question::Retention).unwrap(), "active:BMG-13-2");
    let marked = Found { kinds: vec![(Entity::SecrecyMarking, 1)], ..unread };
    assert_eq!(one(&marked, Question::Secrecy), None, "which mark, a person has to look");
    let old = Found { newest: Some(day("1996-01-01")), ..plans };
    assert_eq!(one(&old, Question::Retention).unwrap(), "archive_offer");
    assert_eq!(one(&Found { name: "Passage", ..clean }, Question::Retention).unwrap(), "active");
}

// INVARIANT (unread-is-not-clean)
#[test]
fn what_is_unread_may_ask_for_more_than_is_proposed() {
    let read = Found {
        name: "Fotos",
        kinds: vec![(Entity::PersonName, 3)],
        holds_personal: Some(true),
        files: 41,
        ..Found::default()
    };
    let higher = |found: &Found<'_>| -> Vec<Question> {
        let all = propose(found, day(TODAY));
        all.into_iter().filter(|(_, proposal)| proposal.may_be_higher).map(|(question, _)| question).collect()
    };
    assert_eq!(higher(&read), []);
    let content = [Question::Category, Question::Secrecy, Question::Confidentiality];
    let unread = Found { unread: 3, ..read.clone() };
    assert_eq!(higher(&unread), content);
    assert_eq!(higher(&Found { outdated: 3, ..read.clone() }), content, "older rules looked for less");
    let because = propose(&unread, day(TODAY))[&Question::Secrecy].because.clone();
    assert_eq!(because[0].0, "3 von 41 Dateien nicht vollständig gelesen: es kann mehr darin sein");
    let nothing = Found { kinds: Vec::new(), holds_personal: None, unread: 41, ..read.clone() };
    assert_eq!((one(&nothing, Question::Category), higher(&nothing)), (None, content.to_vec()));
    assert_eq!(one(&nothing, Question::OpenData).unwrap(), "no");
    let all = [Entity::PersonName, Entity::Health, Entity::Criminal].map(|entity| (entity, 1)).to_vec();
    let most = Found { kinds: all, persons: 6_000, unread: 1, ..read };
    assert_eq!(one(&most, Question::Confidentiality).unwrap(), "very_high");
    assert_eq!(higher(&most), [Question::Secrecy], "there is nothing above the other two");
}

#[test]
fn required_levels_tell_who_asks_and_whether_it_is_certain() {
    let profile = Profile::from_toml("kommune.toml", DEFAULT_PROFILE).unwrap();
    let required = |facts: &DatasetFacts, objective| {
        let required = profile.reasons(facts, objective)?;
        let names: Vec<&str> = required.demands.iter().map(|demand| demand.name.as_str()).collect();
        Some((required.level.level(), required.is_certain, names.join(" ")))
    };
    let benefit = classified(&COMPLETE).facts(day(TODAY));
    assert_eq!(required(&benefit, Objective::Legal), Some((3, true, "special social".into())));
    assert_eq!(required(&benefit, Objective::Environment), None);
    assert_eq!(required(&DatasetFacts::harmless(), Objective::Legal), None, "nothing in it asks for a level");
    let open = DatasetFacts::harmless().with(Trait::Special, true);
    let open = DatasetFacts { needs: DatasetFacts::default().needs, ..open };
    let unknown = Some((4, false, "confidentiality-very-high".into()));
    assert_eq!(required(&open, Objective::Data), unknown, "what is unknown asks most, and says so");
    assert_eq!(
        required(&open, Objective::Legal),
        Some((3, true, "special confidentiality-very-high".into()))
    );
}

#[test]
fn every_proposal_can_be_answered_and_has_its_reason() {
    for name in
        ["Melderegister", "Grundsteuer", "Kita-Anmeldung", "Kfz-Zulassung", "Leitstelle", "VS-NfD Lage"]
    {
        let found = Found { name, holds_personal: Some(true), ..Found::default() };
        for (question, proposal) in propose(&found, day(TODAY)) {
            let Some(value) = proposal.value else { continue };
            let mut classification = Classification::new(DatasetId(1));
            classification.answer(question, said(&value, TODAY, None)).unwrap();
            let is_plain = ["normal", "no", "none", "active"].contains(&value.as_str());
            assert!(is_plain || !proposal.because.is_empty(), "{name} {question:?} {value}");
        }
    }
}

#[test]
fn answers_below_what_was_found_are_told() {
    let found = Found {
        name: "Wohngeld",
        kinds: vec![(Entity::Health, 3)],
        holds_personal: Some(true),
        ..Found::default()
    };
    let proposals = propose(&found, day(TODAY));
    let told = |answers: &[(Question, &str)]| -> Vec<Question> {
        let all = contradictions(&classified(answers), &proposals, day(TODAY));
        all.into_iter().map(|contradiction| contradiction.question).collect()
    };
    assert_eq!(told(&COMPLETE), []);
    assert_eq!(told(&[]), [], "no answer contradicts nothing");
    let low =
        [(Question::Category, "personal"), (Question::Secrecy, "tax"), (Question::Confidentiality, "normal")];
    assert_eq!(told(&low), [Question::Category, Question::Secrecy, Question::Confidentiality]);
    let more = [(Question::Category, "art9,art10"), (Question::Secrecy, "social,tax")];
    assert_eq!(told(&more), [], "whoever asks for more is right");
    let marked = propose(&Found { kinds: vec![(Entity::SecrecyMarking, 1)], ..Found::default() }, day(TODAY));
    let none = contradictions(&classified(&[(Question::Secrecy, "none")]), &marked, day(TODAY));
    assert_eq!(
        (none.len(), &none[0].proposed),
        (1, &None),
        "marks were found, and somebody says there are none"
    );
    let mut classification = classified(&low);
    classification.set_below(none.iter().map(|contradiction| contradiction.question));
    let json = serde_json::to_string(&classification).unwrap();
    assert_eq!(serde_json::from_str::<Classification>(&json).unwrap(), classification);
    assert_eq!(classification.below().collect::<Vec<_>>(), [Question::Secrecy]);
}

pub(super) fn site(own_operation: bool, countries: &[&str]) -> Site {
    Site {
        name: "ort".parse().unwrap(),
        title: "Ort".into(),
        kind: SiteKind::Saas,
        own_operation,
        operator: None,
        owner: None,
        address: None,
        jurisdictions: countries.iter().map(|country| country.parse().unwrap()).collect(),
        locations: Vec::new(),
        rehearsed: None,
        example: false,
    }
}

#[test]
fn a_site_is_known_by_its_answers_and_by_the_law_of_the_day() {
    let questionnaire = Questionnaire::from_toml("q.toml", DEFAULT_QUESTIONNAIRE).unwrap();
    let law = [LawPack::from_toml("law.toml", DEFAULT_LAW).unwrap()];
    let facts = |site: &Site, answers: &[Answered], law: &[LawPack], on: &str| {
        site_facts(site, answers, &questionnaire, law, day(on))
    };
    let own = facts(&site(true, &["DE"]), &[], &law, TODAY);
    assert_eq!(own.assurance(Assurance::ProcessingContract), Fact::Known(true), "nobody processes for it");
    assert_eq!(own.assurance(Assurance::VsApproved), Fact::Unknown);
    assert_eq!(own.transfer, Fact::Known(Transfer::Inside));
    let against = [Answered {
        criterion: "audit-right".into(),
        standing: Standing::Contradicted,
        evidence: Vec::new(),
        by: "it".into(),
        on: day("2026-01-02"),
    }];
    let own = facts(&site(true, &["DE"]), &against, &law, TODAY);
    assert_eq!(
        own.assurance(Assurance::AuditRight),
        Fact::Known(false),
        "evidence against it counts all the same"
    );
    assert_eq!(own.levels.get(Objective::Legal), Reach::UNKNOWN, "own operation is no evidence");
    let shown = |id: &str, standing| Answered {
        criterion: id.into(),
        standing,
        evidence: vec![Evidence {
            kind: EvidenceKind::Certificate,
            what: "Testat".into(),
            dated: day("2026-01-01"),
            until: Some(day("2026-12-31")),
        }],
        by: "it".into(),
        on: day("2026-01-02"),
    };
    let answers = [
        shown("adequacy-scope", Standing::Shown),
        shown("attested", Standing::Shown),
        shown("audit-right", Standing::Contradicted),
        shown("SOV-7.1", Standing::Shown),
    ];
    let us = site(false, &["DE", "US"]);
    let cloud = facts(&us, &answers, &law, TODAY);
    assert_eq!(cloud.transfer, Fact::Known(Transfer::Adequate));
    assert_eq!(cloud.assurance(Assurance::Attested), Fact::Known(true));
    assert_eq!(cloud.assurance(Assurance::AuditRight), Fact::Known(false));
    assert_eq!(cloud.levels.get(Objective::Security).shown().level(), 1);
    let later = facts(&us, &answers, &law, "2027-01-01");
    assert_eq!(later.transfer, Fact::Unknown, "the certificate has expired");
    assert_eq!(later.assurance(Assurance::Attested), Fact::Unknown);
    assert_eq!(later.assurance(Assurance::AuditRight), Fact::Known(false), "what is refuted stays refuted");
    assert_eq!(facts(&us, &answers, &[], TODAY).transfer, Fact::Unknown, "no law pack");
}

#[test]
fn law_packs_that_disagree_are_no_law() {
    let pack = |text: &str| LawPack::from_toml("law.toml", text).unwrap();
    let fallen = DEFAULT_LAW.replace("{ country = \"US\", scope", "# { country = \"US\", scope");
    let (old, new) = (pack(DEFAULT_LAW), pack(&fallen));
    let countries = ["US".parse().unwrap()];
    let grounds =
        Grounds { in_scope: Fact::Known(true), safeguards: Fact::Known(false), ..Grounds::default() };
    let ground = |packs: &[LawPack], on: &str| transfer(packs, &countries, grounds, day(on));
    assert_eq!(ground(std::slice::from_ref(&old), TODAY), Fact::Known(Transfer::Adequate));
    assert_eq!(ground(std::slice::from_ref(&new), TODAY), Fact::Known(Transfer::None));
    assert_eq!(ground(&[old.clone(), new.clone()], TODAY), Fact::Unknown, "they contradict each other");
    assert_eq!(ground(&[old.clone(), old.clone()], TODAY), Fact::Known(Transfer::Adequate));
    let ended = pack(&DEFAULT_LAW.replace("source =", "valid_until = \"2026-11-28\"\nsource ="));
    assert_eq!(ground(&[ended.clone(), new], TODAY), Fact::Known(Transfer::None), "the other has ended");
    assert_eq!(ground(&[ended], TODAY), Fact::Unknown);
}

#[test]
fn tables_that_come_along_can_be_read() {
    assert!(periods().len() > 10 && period("AO-147-10").is_some());
    let questionnaire = Questionnaire::from_toml("q.toml", DEFAULT_QUESTIONNAIRE).unwrap();
    for objective in Objective::ALL {
        assert!(questionnaire.criteria.iter().any(|criterion| criterion.objective == objective));
    }
    for shows in Shows::ALL {
        assert!(questionnaire.statements.iter().any(|statement| statement.shows == *shows));
    }
    let error = Questionnaire::from_toml("q.toml", &DEFAULT_QUESTIONNAIRE.replace("SOV-1.2", "SOV-1.1"));
    assert!(error.unwrap_err().message.en.contains("twice"));
    let gap = DEFAULT_QUESTIONNAIRE.replacen("level = 1", "level = 2", 1);
    assert!(
        Questionnaire::from_toml("q.toml", &gap).unwrap_err().message.en.contains("no criterion of level 1")
    );
    let today: Day = day(TODAY);
    let hinted = propose(&Found { name: "Grundsteuer", ..Found::default() }, today);
    assert_eq!(hinted[&Question::Secrecy].value.as_deref(), Some("tax"), "the table of names was read");
}

#[test]
fn an_application_is_proposed_where_the_name_names_one() {
    let today = Day::new(2026, 11, 29).unwrap();
    let proposed = |name| {
        let proposals = propose(&Found { name, ..Found::default() }, today);
        proposals.get(&Question::Application).and_then(|proposal| proposal.value.clone())
    };
    assert_eq!(proposed("Export_ALLRIS_2024").as_deref(), Some("ALLRIS"));
    assert_eq!(proposed("50 LÄMMkom").as_deref(), Some("LÄMMkom"));
    assert_eq!(proposed("d.velop-Archiv").as_deref(), Some("d.3"));
    for name in ["50 Wohngeld", "Mesopotamien", "sapperlot", "SAP und DATEV"] {
        assert_eq!(proposed(name), None, "{name}");
    }
}

#[test]
fn nothing_known_is_not_even_restricted() {
    let today = day(TODAY);
    assert_eq!(classified(&[]).access(today), Access::NonPublic);
    let free = [(Question::Category, "none"), (Question::Secrecy, "none")];
    assert_eq!(classified(&free).access(today), Access::Restricted);
    assert_eq!(classified(&free[..1]).access(today), Access::NonPublic, "secrecy is unknown");
    assert_eq!(classified(&COMPLETE).access(today), Access::NonPublic);
}

#[test]
fn answers_are_told_in_words() {
    let told = |question, value| [Lang::De, Lang::En].map(|lang| spoken(question, value, lang));
    let category =
        ["personenbezogen, Straftaten (Art. 10 DSGVO)", "personal, criminal offences (Art. 10 GDPR)"];
    assert_eq!(told(Question::Category, "personal,art10"), category);
    assert_eq!(told(Question::Secrecy, "none"), ["keine", "none"]);
    assert_eq!(told(Question::Integrity, "very_high"), ["sehr hoch", "very high"]);
    assert_eq!(told(Question::OpenData, "yes"), ["ja", "yes"]);
    assert!(told(Question::Retention, "active:AO-147-10")[0].starts_with("in Bearbeitung; Bücher"));
    assert_eq!(told(Question::Office, "Amt 50, Soziales"), ["Amt 50, Soziales"; 2], "a text stays as it is");
}
