// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Files of guarantees: what is read, and how mistakes are told.

use super::*;
use crate::Kind;
use hoheit_decide::{Axis, Party};
use std::collections::BTreeSet;

const HEAD: &str = "format = 1\nname = 'musterstadt'\nversion = 3\nauthor = 'IT'\n\n[[guarantee]]\nid = 'a'\nde = 'b'\nen = 'c'\n";

/// The line, and the message with its hint.
#[track_caller]
fn refused(text: &str) -> (usize, String) {
    let error = Guarantees::from_toml("g.toml", text).unwrap_err();
    assert_eq!(error.file, "g.toml");
    let hint = error.hint.map(|hint| hint.en).unwrap_or_default();
    (error.line, format!("{} {hint}", error.message))
}

#[test]
fn the_guarantees_that_come_along_are_valid_and_speak_both_languages() {
    let guarantees = defaults();
    assert!(guarantees.list.len() >= 10);
    for guarantee in &guarantees.list {
        assert!(!guarantee.de.is_empty() && guarantee.de != guarantee.en, "{}", guarantee.id);
        assert!(guarantee.source.is_some(), "{}", guarantee.id);
    }
    // Each attribute has a side on which it is better, and no rule may turn that round.
    let monotone = guarantees.list.iter().filter_map(|guarantee| match &guarantee.kind {
        Kind::Monotone(axes) => Some(axes),
        _ => None,
    });
    let axes: BTreeSet<Axis> = monotone.flatten().copied().collect();
    assert_eq!(axes, Axis::all().collect());
}

#[test]
fn groups_and_single_attributes_are_understood() {
    let text =
        format!("{HEAD}kind = 'monotone'\nbetter = ['transfer', 'principal.known', 'resource.sov_2']\n");
    let guarantees = Guarantees::from_toml("g.toml", &text).unwrap();
    assert_eq!((guarantees.name.as_str(), guarantees.version), ("musterstadt", 3));
    let Kind::Monotone(axes) = &guarantees.list[0].kind else { panic!("{guarantees:?}") };
    let legal = Axis::Level(hoheit_types::Objective::Legal);
    assert_eq!(axes, &[Axis::Known(Party::Dataset), legal, Axis::Transfer]);
}

#[test]
fn wrong_files_are_refused_with_the_place() {
    let (line, message) = refused(&format!("{HEAD}kind = 'never_permits'\nwhen = 'resource.sov_9 < 2'\n"));
    assert!(line == 11 && message.contains("sov_9"), "{line}: {message}");
    for (when, told) in [
        ("resource.sov_1 <", "unexpected"),
        ("resource.audit_right < 2", "type"),
        ("true }; permit (principal, action, resource) when { true", "more than one"),
        ("true } unless { principal.known", "more than one"),
        ("principal == Dataset::\"1\"", "more than attributes"),
    ] {
        let (line, message) = refused(&format!("{HEAD}kind = 'never_permits'\nwhen = '{when}'\n"));
        assert!(line == 11 && message.contains(told), "{when}: {line}: {message}");
    }
    for (rest, told) in [
        ("kind = 'never_permits'\n", "needs 'when'"),
        ("kind = 'always_permits'\nwhen = 'true'\nbetter = ['levels']\n", "needs 'when'"),
        ("kind = 'monotone'\nwhen = 'true'\n", "needs 'better'"),
        ("kind = 'no_errors'\nwhen = 'true'\n", "neither"),
        ("kind = 'sometimes'\n", "can't be used possible: no_errors, never_permits"),
    ] {
        let (line, message) = refused(&format!("{HEAD}{rest}"));
        assert!(line == 10 && message.contains(told), "{rest}: {line}: {message}");
    }
    for (better, told) in [
        ("'resource.sov_9'", "sov_9"),
        ("'known'", "known"),
        ("'levels', 'resource.sov_1'", "twice"),
        ("", "no attribute"),
    ] {
        let (line, message) = refused(&format!("{HEAD}kind = 'monotone'\nbetter = [{better}]\n"));
        assert!(line == 11 && message.contains(told), "{better}: {line}: {message}");
    }
    let (line, message) =
        refused(&HEAD.replacen("format = 1", "format = 2", 1).replace("id", "kind = 'no_errors'\nid"));
    assert!(line == 1 && message.contains("format 2"), "{message}");
    let one = format!("{HEAD}kind = 'no_errors'\n");
    let (line, message) = refused(&format!("{one}\n{}", &one[one.find("[[").unwrap()..]));
    assert!(line == 13 && message.contains("twice"), "{line}: {message}");
    let (line, message) = refused(&one.replace("'a'", "'A b'"));
    assert!(line == 7 && message.contains("no name"), "{line}: {message}");
    let (line, message) = refused(&format!("{one}why = 'x'\n"));
    assert!(line == 11 && message.contains("why"), "{line}: {message}");
}

/// A comment in a condition is its author's business; it must not swallow what stands behind.
#[test]
fn conditions_may_have_comments_and_lines() {
    let text = format!(
        "{HEAD}kind = 'never_permits'\nwhen = '''\nprincipal.special // Art. 9\n&& resource.sov_2 < 2 // low'''\n"
    );
    let guarantees = Guarantees::from_toml("g.toml", &text).unwrap();
    assert!(
        matches!(&guarantees.list[0].kind, Kind::NeverPermits(when) if when.text().starts_with("principal"))
    );
}
