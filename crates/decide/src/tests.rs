// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod approval;
mod classification;
mod docket;
mod golden;
mod permit;
mod threshold;

use super::*;
use hoheit_types::{Country, Day, Objective, PerObjective, Seal};
use proptest::prelude::*;
use proptest::sample::select;

fn profile() -> Profile {
    Profile::from_toml("kommune.toml", DEFAULT_PROFILE).unwrap()
}

fn rules() -> Rules {
    Rules::new(profile(), &[]).unwrap()
}

/// The basement of the town hall: own operation, everything shown.
fn own_basement() -> SiteFacts {
    SiteFacts {
        levels: PerObjective::new(
            [4, 4, 4, 4, 2, 3, 3, 2].map(|level| Reach::exactly(Seal::try_from(level).unwrap())),
        ),
        assurances: [Fact::Known(true), Fact::Known(true), Fact::Known(false), Fact::Known(false)],
        transfer: Fact::Known(Transfer::Inside),
    }
}

fn decide(dataset: DatasetFacts, site: SiteFacts) -> (Answer, Vec<(String, bool)>) {
    let rules = rules();
    let court = Court::new(&rules, &[dataset], &[site]).unwrap();
    let decision = court.decide(0, 0).unwrap();
    let reasons = decision.reasons.iter().map(|r| (r.rule.id.clone(), r.rests_on_unknown)).collect();
    (decision.answer, reasons)
}

#[test]
fn the_rules_that_come_along_are_valid_and_speak_both_languages() {
    let rules = rules();
    assert!(rules.iter().count() > 30);
    for rule in rules.iter() {
        assert!(!rule.de.is_empty() && !rule.en.is_empty() && rule.de != rule.en, "{}", rule.id);
        assert!(rule.id == "hoheit/base" || rule.missing.is_some(), "{} says what is missing", rule.id);
    }
    assert_eq!(rules.digest(), self::rules().digest(), "the same texts have the same digest");
}

#[test]
fn what_is_known_and_good_is_permitted() {
    let social = DatasetFacts::harmless().with(Trait::Personal, true).with(Trait::SocialSecret, true);
    assert_eq!(decide(social, own_basement()), (Answer::Permit, vec![("hoheit/base".to_owned(), false)]));
}

#[test]
fn a_denial_names_each_rule_and_what_is_missing() {
    let health = DatasetFacts::harmless().with(Trait::Personal, true).with(Trait::Special, true);
    let mut site = own_basement();
    site.levels.set(Objective::Legal, Reach::exactly(Seal::NONE));
    let (answer, reasons) = decide(health, site);
    assert_eq!(answer, Answer::Deny);
    let expected = ["kommune/personal/SOV-2", "kommune/special/SOV-2"];
    assert_eq!(reasons, expected.map(|id| (id.to_owned(), false)));
    let rules = rules();
    let rule = rules.iter().find(|rule| rule.id == "kommune/special/SOV-2").unwrap();
    assert_eq!(rule.missing.as_ref().unwrap().0, "SOV-2 (Rechtliche Souveränität) ≥ 3");
    assert_eq!(rule.asks, ["sov_2", "special"]);
}

#[test]
fn unknown_is_an_answer_of_its_own() {
    let personal = DatasetFacts::harmless().with(Trait::Personal, true);
    let mut site = own_basement();
    site.levels.set(Objective::Legal, Reach::UNKNOWN);
    let (answer, reasons) = decide(personal, site);
    assert_eq!((answer, reasons), (Answer::Unknown, vec![("kommune/personal/SOV-2".to_owned(), true)]));
    // What is denied anyway stays denied.
    site.assurances[Assurance::ProcessingContract as usize] = Fact::Known(false);
    let (answer, reasons) = decide(personal, site);
    assert_eq!(answer, Answer::Deny);
    assert!(reasons.contains(&("hoheit/processing-contract".to_owned(), false)));
    assert!(reasons.contains(&("kommune/personal/SOV-2".to_owned(), true)));
    assert_eq!(decide(DatasetFacts::default(), own_basement()).0, Answer::Unknown, "nobody classified it");
}

#[test]
fn a_rule_that_errs_denies() {
    let own = OwnRules {
        file: "eigene.cedar",
        text: "@id(\"eigene/ueberlauf\") @de(\"a\") @en(\"b\")\nforbid (principal is Dataset, action, resource is Site)\n\
               when { resource.sov_1 * 9223372036854775807 < 0 };",
    };
    let rules = Rules::new(profile(), &[own]).unwrap();
    let court = Court::new(&rules, &[DatasetFacts::harmless()], &[own_basement()]).unwrap();
    let decision = court.decide(0, 0).unwrap();
    assert_eq!((decision.answer, decision.errors.len()), (Answer::Deny, 1), "{decision:?}");
    let matrix = Matrix::new(&rules, &[DatasetFacts::harmless()], &[own_basement()]).unwrap();
    assert_eq!(matrix.answer(0, 0), Some(Answer::Deny));
    assert_eq!(matrix.errors(0, 0).next().unwrap().id, "eigene/ueberlauf");
    assert!(matrix.answer(1, 0).is_none());
    assert_eq!(court.decide(0, 1), None);
}

fn refused(file: &str, text: &str) -> RulesError {
    Rules::new(profile(), &[OwnRules { file, text }]).unwrap_err()
}

#[test]
fn wrong_rules_are_refused_with_the_place() {
    const HEAD: &str = "@id(\"a\") @de(\"b\") @en(\"c\")\n";
    let typo = refused(
        "eigene.cedar",
        &format!("{HEAD}forbid (principal, action, resource)\nwhen {{ resource.sov_9 < 2 }};"),
    );
    assert_eq!((typo.file.as_str(), typo.line), ("eigene.cedar", 3), "{typo}");
    assert!(typo.to_string().contains("sov_9"), "{typo}");
    let syntax = refused(
        "eigene.cedar",
        &format!("{HEAD}forbid (principal, action, resource)\nwhen {{ resource.sov_1 < }};"),
    );
    assert_eq!(syntax.line, 3, "{syntax}");
    let types = refused(
        "eigene.cedar",
        &format!("{HEAD}forbid (principal, action, resource)\nwhen {{ resource.audit_right < 2 }};"),
    );
    assert_eq!(types.line, 3, "{types}");
    let unnamed = refused("eigene.cedar", "@id(\"a\")\nforbid (principal, action, resource);");
    assert!(unnamed.hint.unwrap().en.contains("@de"));
    for one in [
        "principal == Dataset::\"melderegister\", action, resource",
        "principal, action, resource in Site::\"1\"",
        "principal, action, resource is Site in Site::\"1\"",
    ] {
        let one = refused("eigene.cedar", &format!("{HEAD}forbid ({one});"));
        assert!(one.to_string().contains("more than attributes"), "{one}");
    }
    let one = refused(
        "e.cedar",
        &format!(
            "{HEAD}forbid (principal is Dataset, action, resource) when {{ principal == Dataset::\"1\" }};"
        ),
    );
    assert!(one.to_string().contains("more than attributes"), "{one}");
    let twice = refused(
        "eigene.cedar",
        "@id(\"hoheit/base\") @de(\"b\") @en(\"c\")\nforbid (principal, action, resource);",
    );
    assert!(twice.to_string().contains("twice"), "{twice}");
}

/// Each of these ended the program before there was a limit.
#[test]
fn rules_that_would_exhaust_the_stack_are_refused_before_they_are_read() {
    const HEAD: &str = "@id(\"a\") @de(\"b\") @en(\"c\")\nforbid (principal, action, resource)\nwhen { ";
    let nested = format!("{HEAD}{}true{} }};", "(".repeat(500), ")".repeat(500));
    let chained = format!("{HEAD}true{} }};", " && true".repeat(30_000));
    let conditions = format!("{HEAD}{}true{} }};", "if true then ".repeat(5_000), " else true".repeat(5_000));
    for (text, what) in [(nested, "nests too deep"), (chained, "8 KiB"), (conditions, "nests too deep")] {
        let error = refused("e.cedar", &text);
        assert!(error.message.en.contains(what), "{}", error.message);
    }
    let long = format!("// {}\n{HEAD}true }};", "x".repeat(1 << 20));
    assert!(refused("e.cedar", &long).message.en.contains("1 MiB"));
    let quoted = format!("{HEAD}\"{}\" == \"b\" }};", "(".repeat(500));
    assert!(
        Rules::new(profile(), &[OwnRules { file: "e.cedar", text: &quoted }]).is_ok(),
        "brackets in a string"
    );
    let fits = format!("{HEAD}true{} }};", " && true".repeat(900));
    assert!(Rules::new(profile(), &[OwnRules { file: "e.cedar", text: &fits }]).is_ok());
}

#[test]
fn wrong_profiles_are_refused_with_the_place() {
    let refused = |from: &str, to: &str| {
        let error = Profile::from_toml("p.toml", &DEFAULT_PROFILE.replacen(from, to, 1)).unwrap_err();
        let hint = error.hint.map(|hint| hint.en).unwrap_or_default();
        (error.line, format!("{} {hint}", error.message))
    };
    let line = |word: &str| DEFAULT_PROFILE.lines().position(|line| line.contains(word)).unwrap() + 1;
    let (at, message) = refused("SOV-2 = 1", "SOV-2 = 5");
    assert_eq!((at, message.contains("0 to 4")), (line("SOV-2 = 1"), true), "{message}");
    let (at, message) = refused("\"tax_secret\"", "\"tax\"");
    assert_eq!((at, message.contains("tax_secret")), (line("\"tax_secret\""), true), "{message}");
    let (at, message) = refused("name = \"kommune\"", "Erika = 1\nname = \"kommune\"");
    assert!(at > 0 && message.contains("no such setting") && !message.contains("Erika"), "{message}");
    let (at, message) = refused("name = \"tax\"", "name = \"social\"");
    assert_eq!((at > 0, message.contains("twice")), (true, true), "{message}");
    let silent = DEFAULT_PROFILE.lines().find(|line| line.starts_with("en = ")).unwrap();
    let (at, message) = refused(silent, "en = \"\"");
    assert!(at > 1 && message.contains("lacks its reason"), "{message}");
    assert_eq!(refused("valid_from = \"2026-01-01\"", "valid_from = \"banana\"").0, line("valid_from"));
    assert_eq!(refused("name = \"kommune\"", "name = \"Kommune \\\"\"").0, 1);
}

#[test]
fn transfer_follows_the_law_of_the_day() {
    let pack = LawPack::from_toml("law.toml", DEFAULT_LAW).unwrap();
    let country = |text: &str| Country::try_from(text.to_owned()).unwrap();
    let transfer = |countries: &[&str], grounds, on| {
        let countries: Vec<Country> = countries.iter().map(|c| country(c)).collect();
        pack.transfer(&countries, grounds, day(on))
    };
    let nothing =
        Grounds { in_scope: Fact::Known(false), safeguards: Fact::Known(false), ..Grounds::default() };
    let certified = Grounds { in_scope: Fact::Known(true), ..nothing };
    assert_eq!(transfer(&["DE"], nothing, "2026-11-29"), Fact::Known(Transfer::Inside));
    assert_eq!(transfer(&["DE", "US"], nothing, "2026-11-29"), Fact::Known(Transfer::None));
    assert_eq!(transfer(&["DE", "US"], certified, "2026-11-29"), Fact::Known(Transfer::Adequate));
    assert_eq!(transfer(&["DE", "US"], Grounds::default(), "2026-11-29"), Fact::Unknown);
    let clauses = Grounds { safeguards: Fact::Known(true), ..nothing };
    assert_eq!(transfer(&["IN"], clauses, "2026-11-29"), Fact::Known(Transfer::Safeguards));
    let derogation = Grounds { derogation: Fact::Known(true), ..nothing };
    assert_eq!(transfer(&["IN"], derogation, "2026-11-29"), Fact::Known(Transfer::Derogation));
    let nobodys = DEFAULT_LAW.replace("public_bodies = true", "public_bodies = false");
    let nobodys = LawPack::from_toml("law.toml", &nobodys).unwrap();
    let abroad = nobodys.transfer(&[country("IN")], derogation, day("2026-11-29"));
    assert_eq!(abroad, Fact::Known(Transfer::None), "consent is no ground of an authority");
    let backwards =
        DEFAULT_LAW.replace("until = \"2031-12-27\"", "from = \"2032-01-01\", until = \"2031-12-27\"");
    assert!(LawPack::from_toml("law.toml", &backwards).unwrap_err().message.en.contains("before it begins"));
    assert_eq!(transfer(&["GB"], nothing, "2031-12-27"), Fact::Known(Transfer::Adequate));
    assert_eq!(transfer(&["GB"], nothing, "2031-12-28"), Fact::Known(Transfer::None), "expired");
    assert_eq!(transfer(&["DE"], nothing, "2020-01-01"), Fact::Unknown, "before the pack");
    assert_eq!(transfer(&[], nothing, "2026-11-29"), Fact::Unknown);
    for wrong in ["2026-02-29", "2026-13-01", "26-1-1", "2026-11-31", "2026-00-10", "2026-01-00"] {
        assert!(Day::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

#[test]
fn a_site_reaches_what_is_shown_and_may_reach_what_is_not_refuted() {
    let criterion = |id: &str, level: u8| Criterion {
        id: id.to_owned(),
        objective: Objective::Operational,
        level: Seal::try_from(level).unwrap(),
        de: "?".to_owned(),
        en: "?".to_owned(),
        source: "?".to_owned(),
    };
    let criteria =
        [criterion("law", 1), criterion("staff", 2), criterion("audit", 3), criterion("disconnect", 3)];
    let answered = |id: &str, standing, kind, until: Option<&str>| Answered {
        criterion: id.to_owned(),
        standing,
        evidence: vec![Evidence {
            kind,
            what: "Akte 1".to_owned(),
            dated: day("2026-01-01"),
            until: until.map(day),
        }],
        by: "IT".to_owned(),
        on: day("2026-02-01"),
    };
    let document = EvidenceKind::Document;
    let reach = |answers: &[Answered], on: &str| {
        let levels = Assessment { criteria: &criteria, answers }.levels(day(on));
        assert_eq!(levels.get(Objective::Legal), Reach::UNKNOWN, "nobody asked");
        let reach = levels.get(Objective::Operational);
        (reach.shown().level(), reach.possible().level())
    };
    let mut answers = vec![
        answered("law", Standing::Shown, document, None),
        answered("staff", Standing::Shown, EvidenceKind::Certificate, Some("2026-12-31")),
        answered("audit", Standing::Shown, EvidenceKind::Clause, None),
    ];
    assert_eq!(reach(&[], "2026-11-29"), (0, 4));
    assert_eq!(reach(&answers, "2026-11-29"), (2, 4), "nobody answered whether it goes on when cut off");
    assert_eq!(reach(&answers, "2027-01-01"), (1, 4), "the certificate has expired");
    assert_eq!(reach(&answers, "2026-01-15"), (0, 4), "before the answers");
    answers.push(answered("disconnect", Standing::Shown, EvidenceKind::SelfStatement, None));
    assert_eq!(reach(&answers, "2026-11-29"), (2, 4), "the provider's word shows nothing");
    let assessment = Assessment { criteria: &criteria, answers: &answers };
    assert_eq!(assessment.standing("disconnect", day("2026-11-29")), Standing::Promised);
    answers.push(answered("disconnect", Standing::Shown, EvidenceKind::Check, None));
    assert_eq!(reach(&answers, "2026-11-29"), (2, 4), "answers that do not agree show nothing");
    answers.remove(3);
    assert_eq!(reach(&answers, "2026-11-29"), (3, 4), "no criterion asks for the fourth");
    answers.push(answered("staff", Standing::Contradicted, document, None));
    assert_eq!(reach(&answers, "2030-01-01"), (1, 1), "what is refuted stays refuted");
}

#[test]
fn what_is_shown_suffices_even_where_more_is_open() {
    let personal = DatasetFacts::harmless().with(Trait::Personal, true);
    let mut site = own_basement();
    let seal = |level| Seal::try_from(level).unwrap();
    site.levels.set(Objective::Legal, Reach::between(seal(1), seal(4)).unwrap());
    assert_eq!(decide(personal, site).0, Answer::Permit);
    assert_eq!(decide(personal.with(Trait::TaxSecret, true), site).0, Answer::Unknown);
    site.levels.set(Objective::Legal, Reach::between(seal(1), seal(2)).unwrap());
    assert_eq!(decide(personal.with(Trait::TaxSecret, true), site).0, Answer::Deny);
    assert_eq!(Reach::between(seal(3), seal(2)), None);
}

#[test]
fn axes_are_the_attributes_of_the_schema() {
    let (schema, _) = cedar_policy::SchemaFragment::from_cedarschema_str(SCHEMA).unwrap();
    let json = schema.to_json_value().unwrap();
    for (party, kind) in [(Party::Dataset, "Dataset"), (Party::Site, "Site")] {
        let attributes = &json[""]["entityTypes"][kind]["shape"]["attributes"];
        let mut names: Vec<String> = attributes.as_object().unwrap().keys().cloned().collect();
        names.sort();
        let mut axes: Vec<String> =
            Axis::all().filter(|axis| axis.party() == party).map(Axis::name).collect();
        axes.sort();
        assert_eq!(axes, names);
    }
    let seen = crate::decision::dataset_attributes(&DatasetFacts::default()).into_iter();
    let seen = seen.chain(crate::decision::site_attributes(&SiteFacts::unknown())).map(|(name, _)| name);
    assert_eq!(Axis::all().map(Axis::name).collect::<Vec<_>>(), seen.collect::<Vec<_>>());
}

#[test]
fn points_that_no_facts_have_are_none() {
    let best = Point::best();
    assert_eq!(best.facts().unwrap().0, DatasetFacts::harmless());
    assert_eq!(best.with(Axis::Known(Party::Site), 0).facts(), None, "nothing is open");
    assert!(best.with(Axis::Known(Party::Site), 0).with(Axis::Transfer, 4).facts().is_some());
    assert_eq!(best.with(Axis::Level(Objective::Legal), 5).facts(), None);
    assert_eq!(Axis::Transfer.better(1), Some(0));
    assert_eq!(Axis::Level(Objective::Legal).better(4), None);
}

/// What the rules say, written a second time and without Cedar.
fn naive(profile: &Profile, dataset: &DatasetFacts, site: &SiteFacts) -> bool {
    let has = |which| dataset.has(which) != Fact::Known(false);
    let shown = |which| site.assurance(which) == Fact::Known(true);
    let secret =
        [Trait::Special, Trait::Criminal, Trait::TaxSecret, Trait::SocialSecret, Trait::DisclosureBlock];
    let within = |best: &[Transfer]| matches!(site.transfer, Fact::Known(ground) if best.contains(&ground));
    let required = profile.required(dataset);
    dataset.is_known()
        && (!has(Trait::Personal) || shown(Assurance::ProcessingContract))
        && (!has(Trait::Personal) || within(&[Transfer::Inside, Transfer::Adequate, Transfer::Safeguards]))
        && (!has(Trait::SocialSecret) || within(&[Transfer::Inside, Transfer::Adequate]))
        && (!secret.into_iter().any(has) || shown(Assurance::AuditRight))
        && (!has(Trait::Restricted) || shown(Assurance::VsApproved))
        && required.iter().all(|(objective, asked)| site.levels.get(objective).shown() >= asked)
}

fn fact<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Fact<T>> {
    prop_oneof![1 => Just(Fact::Unknown), 8 => select(values).prop_map(Fact::Known)]
}

fn datasets() -> impl Strategy<Value = DatasetFacts> {
    let traits = prop::array::uniform7(fact(vec![true, false, false]));
    let needs = prop::array::uniform3(fact(Need::ALL.to_vec()));
    (traits, needs).prop_map(|(traits, needs)| DatasetFacts { traits, needs })
}

fn sites() -> impl Strategy<Value = SiteFacts> {
    let seals: Vec<Seal> = [0, 1, 2, 3, 3, 4, 4].map(|level| Seal::try_from(level).unwrap()).to_vec();
    let pair = (select(seals.clone()), select(seals), any::<bool>());
    let reach =
        pair.prop_map(
            |(a, b, is_open)| {
                if is_open { Reach::between(a.min(b), a.max(b)).unwrap() } else { Reach::exactly(a) }
            },
        );
    let levels = prop::array::uniform8(reach);
    let assurances = prop::array::uniform4(fact(vec![true, true, false]));
    (levels, assurances, fact(Transfer::ALL.to_vec())).prop_map(|(levels, assurances, transfer)| SiteFacts {
        levels: PerObjective::new(levels),
        assurances,
        transfer,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// 64 × 40 × 40: more than 100,000 pairs, each with what is unknown at its best too.
    #[test]
    fn decisions_are_those_of_a_naive_reading(
        datasets in prop::collection::vec(datasets(), 40),
        sites in prop::collection::vec(sites(), 40),
    ) {
        let rules = rules();
        let court = Court::new(&rules, &datasets, &sites).unwrap();
        let matrix = Matrix::new(&rules, &datasets, &sites).unwrap();
        for (d, dataset) in datasets.iter().enumerate() {
            for (s, site) in sites.iter().enumerate() {
                let expected = match naive(rules.profile(), dataset, site) {
                    true => Answer::Permit,
                    false if naive(rules.profile(), &dataset.at_best(), &site.at_best()) => Answer::Unknown,
                    false => Answer::Deny,
                };
                let decision = court.decide(d, s).unwrap();
                prop_assert_eq!(decision.answer, expected, "{:?} {:?}", dataset, site);
                prop_assert_eq!(decision.errors.len(), 0);
                prop_assert!(!decision.reasons.is_empty());
                prop_assert_eq!(matrix.answer(d, s), Some(decision.answer));
                prop_assert_eq!(matrix.reasons(d, s).collect::<Vec<_>>(), decision.reasons);
            }
        }
    }

    /// What is proved of all points is proved of all facts, and a counterexample is one.
    #[test]
    fn facts_are_points_and_points_are_facts(dataset in datasets(), site in sites()) {
        let point = Point::of(&dataset, &site);
        for (axis, value) in point.iter() {
            prop_assert!(axis.range().contains(&value), "{:?} {}", axis, value);
        }
        for (party, is_known) in [(Party::Dataset, dataset.is_known()), (Party::Site, site.is_known())] {
            let is_open = |(axis, value): (Axis, i64)| {
                axis.party() == party && axis.stands_for_unknown().contains(&value)
            };
            prop_assert!(is_known || point.iter().any(is_open), "{:?}", point);
            prop_assert_eq!(point.get(Axis::Known(party)) == 1, is_known);
        }
        let (again, there) = point.facts().unwrap();
        prop_assert_eq!(&Point::of(&again, &there), &point);
        if dataset.is_known() && site.is_known() {
            prop_assert_eq!((again, there), (dataset, site));
        }
    }

    #[test]
    fn raising_a_level_never_takes_a_permit_away(dataset in datasets(), site in sites(), raised in 0_usize..8) {
        let objective = Objective::ALL[raised];
        let mut better = site;
        let next = site.levels.get(objective).shown().level().saturating_add(1).min(4);
        better.levels.set(objective, Reach::exactly(Seal::try_from(next).unwrap()));
        let rules = rules();
        let court = Court::new(&rules, &[dataset], &[site, better]).unwrap();
        if court.decide(0, 0).unwrap().answer == Answer::Permit {
            prop_assert_eq!(court.decide(0, 1).unwrap().answer, Answer::Permit);
        }
    }
}
