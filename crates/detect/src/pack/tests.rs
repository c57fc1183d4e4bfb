// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Pack, PackError, RuleProblem};
use crate::{Engine, Match, RuleSet, ruleset_version, ruleset_version_with};
use hoheit_types::Entity;

const PACK: &str = r#"
name = "musterstadt"
version = 7
[[rule]]
name = "kassenzeichen"
entity = "aktenzeichen"
pattern = 'KZ-[0-9]{4}-[0-9]{6}'
context = ["Zahlung"]
matches = ["Zahlung zu KZ-2024-000018"]
ignores = ["KZ-2024-000018", "Zahlung XKZ-2024-000018", "Zahlung KZ-2024-0000189"]
[[rule]]
name = "siedlung"
entity = "address"
words = ["Bärental", "Am Alten Hang"]
matches = ["wohnt im BÄRENTAL", "am alten hang 3"]
ignores = ["Bärentaler Weg"]
"#;

#[test]
fn a_pack_finds_with_its_name_and_version() {
    let pack = Pack::from_toml(PACK).unwrap();
    let engine = Engine::with_packs(RuleSet::only(Entity::Aktenzeichen), &[pack]);
    let mut matches: Vec<Match> = Vec::new();
    let padding = ".".repeat(crate::engine::PIECE - 20);
    engine.text(&format!("{padding}Zahlung KZ-2024-000018 im Bärental"), &mut matches);
    let own: Vec<_> = matches.iter().filter(|found| found.rule.name.starts_with("musterstadt/")).collect();
    assert_eq!(own.len(), 1, "once, although a border of pieces cuts it, and no other kinds");
    assert_eq!((own[0].rule.name.as_str(), own[0].rule.version), ("musterstadt/kassenzeichen", 7));
    assert_eq!(own[0].value.reveal(), "KZ-2024-000018");
    assert_eq!(engine.pack_rules().map(|(_, matched)| matched).collect::<Vec<_>>(), [true]);
}

#[test]
fn a_rule_that_never_matched_is_known() {
    let engine = Engine::with_packs(RuleSet::all(), &[Pack::from_toml(PACK).unwrap()]);
    engine.text("Am Alten Hang", &mut Vec::new());
    let matched: Vec<_> = engine.pack_rules().map(|(rule, matched)| (rule.name.as_str(), matched)).collect();
    assert_eq!(matched, [("musterstadt/kassenzeichen", false), ("musterstadt/siedlung", true)]);
}

#[test]
fn wrong_packs_are_refused_with_the_reason() {
    let refused = |from: &str, to: &str| Pack::from_toml(&PACK.replacen(from, to, 1)).unwrap_err();
    let problem = |from: &str, to: &str| match refused(from, to) {
        PackError::Rule { rule, reason, .. } => {
            assert!(rule == "kassenzeichen" || rule == "siedlung");
            reason
        }
        other => panic!("{other}"),
    };
    assert_eq!(problem("aktenzeichen\"", "zeichen\""), RuleProblem::Entity("zeichen".to_owned()));
    assert_eq!(problem("{6}'", "{6}'\nvalidator = 'crc'"), RuleProblem::Validator("crc".to_owned()));
    assert_eq!(problem("{6}'", "{6}'\nwords = ['x']"), RuleProblem::PatternOrWords);
    assert!(matches!(problem("{6}'", "{6}('"), RuleProblem::Pattern(_)));
    assert!(matches!(
        problem("{6}'", "{6}[0-9]{1000}{1000}{1000}'"),
        RuleProblem::Pattern(_) | RuleProblem::Length
    ));
    assert_eq!(problem("{6}'", "{6}.*'"), RuleProblem::Length);
    assert_eq!(problem("pattern = 'KZ", "pattern = 'XZ"), RuleProblem::NotFound(1));
    assert_eq!(problem("\"Zahlung zu KZ-2024-000018\"", ""), RuleProblem::NoSamples);
    assert_eq!(problem("zu KZ-2024-000018\"", "zu KZ-2024-000018\", \"Zahlung\""), RuleProblem::NotFound(2));
    assert_eq!(problem("\"KZ-2024-000018\",", "\"Zahlung KZ-2024-000018\","), RuleProblem::Found(1));
    let name = |line, name: &str| PackError::Name { line, name: name.to_owned() };
    assert_eq!(refused("\"kassenzeichen\"", "\"siedlung\""), name(12, "siedlung"));
    assert_eq!(refused("\"musterstadt\"", "\"Muster Stadt\""), name(2, "Muster Stadt"));
    assert!(matches!(refused("context", "kontext"), PackError::Syntax { line: 8, .. }));
}

#[test]
fn mistakes_are_told_with_their_line() {
    let line = |from: &str, to: &str| match Pack::from_toml(&PACK.replacen(from, to, 1)).unwrap_err() {
        PackError::Rule { line, .. } => line,
        other => panic!("{other}"),
    };
    assert_eq!(line("aktenzeichen\"", "zeichen\""), 5, "of the rule's name");
    assert_eq!(line("wohnt im BÄRENTAL", "wohnt"), 15, "of the sample");
    assert_eq!(line("\"KZ-2024-000018\",", "\"x\",\n\"Zahlung KZ-2024-000018\","), 11, "of the sample");
}

#[test]
fn the_state_of_all_rules_counts_packs() {
    let pack = |source: &str| Pack::from_toml(source).unwrap();
    let (first, other) = (pack(PACK), pack(&PACK.replace("musterstadt", "andernorts")));
    let changed = pack(&PACK.replace("\"Zahlung\"", "\"Zahlung\", \"Kasse\""));
    assert_eq!(ruleset_version_with(&[]), ruleset_version());
    let versions = [
        ruleset_version(),
        ruleset_version_with(std::slice::from_ref(&first)),
        ruleset_version_with(&[changed]),
        ruleset_version_with(&[first.clone(), other.clone()]),
    ];
    let distinct: std::collections::BTreeSet<_> = versions.into_iter().collect();
    assert_eq!(distinct.len(), versions.len(), "{versions:?}");
    assert_eq!(ruleset_version_with(&[first.clone(), other.clone()]), ruleset_version_with(&[other, first]));
}

#[test]
fn validators_are_known_by_name() {
    for (validator, right, wrong) in [
        ("luhn", "79927398713", "79927398714"),
        ("mod_11_10", "36574261809", "36574261808"),
        ("mod_97", "DE89370400440532013000", "DE88370400440532013000"),
    ] {
        let source = format!(
            "name = 'x'\nversion = 1\n[[rule]]\nname = 'y'\nentity = 'aktenzeichen'\npattern = '[A-Z0-9]{{11,22}}'\n\
             validator = '{validator}'\nmatches = ['{right}']\nignores = ['{wrong}']\n"
        );
        assert_eq!(Pack::from_toml(&source).err(), None);
    }
}
