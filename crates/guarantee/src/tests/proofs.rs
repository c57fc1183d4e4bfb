// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Good rules are proved, bad ones refuted, with the facts that a person would name.

use super::*;
use crate::{Comparison, Contrast, Counterexample, Doubt, Relation};
use hoheit_decide::{Answer, Axis, Trait};
use hoheit_types::Objective;

const LEGAL: Axis = Axis::Level(Objective::Legal);
const SPECIAL: Axis = Axis::Trait(Trait::Special);

/// The one of these guarantees that is refuted, and how.
#[track_caller]
fn refuted(prover: &mut Prover, rules: &Rules, of: &[&str]) -> (String, Counterexample) {
    let mut open = not_proved(prover, rules, of);
    assert_eq!(open.len(), 1, "{open:?}");
    match open.remove(0) {
        (id, Outcome::Refuted(found)) => (id, *found),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_default_guarantees_hold_for_the_default_profile() {
    let Some(mut prover) = prover("default guarantees") else { return };
    assert!(prover.known_answers() >= 10);
    assert_eq!(not_proved(&mut prover, &rules(), &[]), []);
}

#[test]
fn a_profile_that_asks_too_little_is_refuted() {
    let Some(mut prover) = prover("refuted profile") else { return };
    let loose = "{ SOV-1 = 2, SOV-3 = 3, SOV-4 = 2, SOV-7 = 3 }";
    let text =
        DEFAULT_PROFILE.replacen("{ SOV-1 = 2, SOV-2 = 3, SOV-3 = 3, SOV-4 = 2, SOV-7 = 3 }", loose, 1);
    let rules = Rules::new(profile(&text), &[]).unwrap();
    let (id, found) = refuted(&mut prover, &rules, &[]);
    assert_eq!(id, "special-categories");
    assert_eq!(found.remarkable, [(SPECIAL, 1), (LEGAL, 1)], "nothing else matters");
    assert_eq!(found.heard.answer, Answer::Permit);
    assert_eq!((found.heard.rules, found.contrast), (vec!["hoheit/base".to_owned()], None));
}

#[test]
fn a_rule_that_punishes_better_sites_is_refuted() {
    let Some(mut prover) = prover("refuted monotony") else { return };
    let (id, found) = refuted(
        &mut prover,
        &rules_and("principal.special && resource.sov_4 == 4"),
        &["vs-nfd", "better-site"],
    );
    assert_eq!(id, "better-site");
    let level = Axis::Level(Objective::Operational);
    assert_eq!(found.remarkable, [(SPECIAL, 1), (level, 3)]);
    assert_eq!(found.heard.answer, Answer::Permit);
    let Some(Contrast::Step { axis, value, heard, .. }) = found.contrast else { panic!("{found:?}") };
    assert_eq!((axis, value, heard.answer), (level, 4, Answer::Deny));
    assert_eq!(heard.rules, ["eigene/regel"]);
    // More to protect would be allowed where less is not.
    let (id, found) =
        refuted(&mut prover, &rules_and("!principal.tax_secret && principal.special"), &["less-to-protect"]);
    assert_eq!(id, "less-to-protect");
    assert!(matches!(
        found.contrast,
        Some(Contrast::Step { axis: Axis::Trait(Trait::TaxSecret), value: 0, .. })
    ));
}

#[test]
fn rules_that_forbid_everything_keep_no_promise() {
    let Some(mut prover) = prover("needless denials") else { return };
    let (id, found) = refuted(&mut prover, &rules_and("true"), &["vs-nfd", "harmless-data"]);
    assert_eq!((id.as_str(), found.remarkable), ("harmless-data", vec![]));
}

#[test]
fn a_rule_that_can_fail_is_refuted_and_takes_the_ground_from_others() {
    let Some(mut prover) = prover("failing rules") else { return };
    let open = not_proved(
        &mut prover,
        &rules_and("principal.vs_nfd && resource.sov_1 * 3074457345618258603 < 0"),
        &[],
    );
    let ids: Vec<&str> = open.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["no-errors", "harmless-data", "better-site", "less-to-protect"]);
    let Outcome::Refuted(found) = &open[0].1 else { panic!("{open:?}") };
    assert_eq!(found.heard.answer, Answer::Deny, "an error denies");
    assert!(found.heard.errors[0].contains("eigene/regel"), "{found:?}");
    assert!(matches!(&open[1].1, Outcome::NotProved(Doubt::RuleMayErr(_))), "{open:?}");
    // No level that a site can have makes this one fail.
    assert_eq!(not_proved(&mut prover, &rules_and("resource.sov_1 * 1000 < 0"), &["no-errors"]), []);
}

/// Told from outside: by counting, the guarantee holds just from the second level on.
#[test]
fn the_solver_agrees_with_counting() {
    let Some(mut prover) = prover("counting") else { return };
    let text = "format = 1\nname = 'a'\nversion = 1\nauthor = 'b'\n[[guarantee]]\nid = 'c'\nkind = 'never_permits'\n\
                when = 'principal.tax_secret && resource.sov_8 < 2'\nde = 'd'\nen = 'e'\n";
    let guarantees = Guarantees::from_toml("g.toml", text).unwrap();
    for level in 0..=4 {
        let rules = rules_and(&format!("principal.tax_secret && resource.sov_8 < {level}"));
        let proofs = prover.prove(&rules, &guarantees.list);
        assert_eq!(proofs[0].outcome == Outcome::Proved, level >= 2, "{level}: {proofs:?}");
    }
}

#[test]
fn a_condition_that_nothing_fits_says_nothing() {
    let Some(mut prover) = prover("empty conditions") else { return };
    for (kind, when) in [
        ("never_permits", "principal.special && resource.sov_2 < 0"),
        ("always_permits", "!resource.known && resource.sov_1 > 7"),
    ] {
        let text = format!(
            "format = 1\nname = 'a'\nversion = 1\nauthor = 'b'\n[[guarantee]]\nid = 'c'\nkind = '{kind}'\nwhen = '{when}'\nde = 'd'\nen = 'e'\n"
        );
        let guarantees = Guarantees::from_toml("g.toml", &text).unwrap();
        let proofs = prover.prove(&rules(), &guarantees.list);
        assert_eq!(proofs[0].outcome, Outcome::NotProved(Doubt::Vacuous), "{kind}");
    }
}

#[test]
fn too_many_rules_prove_nothing() {
    let Some(mut prover) = prover("limits") else { return };
    let rule = |number: usize| {
        format!(
            "@id(\"e/{number}\") @de(\"a\") @en(\"b\")\n\
             forbid (principal is Dataset, action, resource is Site) when {{ principal.special }};\n"
        )
    };
    let text: String = (0..crate::rewrite::MOST_RULES).map(rule).collect();
    let own = OwnRules { file: "e.cedar", text: &text };
    let rules = Rules::new(profile(DEFAULT_PROFILE), &[own]).unwrap();
    let open = not_proved(&mut prover, &rules, &[]);
    assert_eq!(open.len(), defaults().list.len());
    assert!(
        matches!(&open[0].1, Outcome::NotProved(Doubt::Failed(why)) if why.contains("rules")),
        "{open:?}"
    );
    // Short terms: a rule has at most 8 KiB.
    let deep = vec!["true"; crate::rewrite::MOST_DEPTH + 50].join(" || ");
    let open = not_proved(&mut prover, &rules_and(&deep), &[]);
    assert!(matches!(&open[0].1, Outcome::NotProved(Doubt::Failed(why)) if why.contains("deep")), "{open:?}");
}

#[test]
fn rules_are_compared_both_ways() {
    let Some(mut prover) = prover("comparison") else { return };
    let (plain, strict) = (rules(), rules_and("principal.special && resource.sov_8 < 1"));
    let other = rules_and("principal.criminal && resource.sov_8 < 1");
    let same = rules_and("principal.special && resource.sov_2 < 2");
    let mut relation = |old: &Rules, new: &Rules| {
        let Comparison { relation, lost, gained } = prover.compare(old, new);
        (relation, lost, gained)
    };
    assert_eq!(
        relation(&plain, &same),
        (Relation::Equivalent, None, None),
        "the profile asks for more anyway"
    );
    let (is, lost, gained) = relation(&plain, &strict);
    assert_eq!((is, gained), (Relation::Stricter, None));
    let lost = lost.unwrap();
    assert_eq!(lost.remarkable, [(SPECIAL, 1), (Axis::Level(Objective::Environment), 0)]);
    assert_eq!(lost.heard.answer, Answer::Permit);
    assert!(matches!(&lost.contrast, Some(Contrast::NewRules(heard)) if heard.rules == ["eigene/regel"]));
    let (is, lost, gained) = relation(&strict, &plain);
    assert_eq!((is, lost), (Relation::Looser, None));
    let gained = gained.unwrap();
    assert_eq!(gained.heard.answer, Answer::Deny, "by the old rules");
    assert!(matches!(&gained.contrast, Some(Contrast::NewRules(heard)) if heard.answer == Answer::Permit));
    let (is, lost, gained) = relation(&strict, &other);
    assert_eq!((is, lost.is_some(), gained.is_some()), (Relation::Incomparable, true, true));
    let failing = rules_and("resource.sov_1 * 3074457345618258603 < 0");
    assert!(matches!(relation(&plain, &failing).0, Relation::Open(Doubt::RuleMayErr(_))));
}
