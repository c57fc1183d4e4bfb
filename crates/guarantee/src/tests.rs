// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod files;
mod proofs;
mod solvers;

use crate::{DEFAULT, Guarantees, Outcome, PATIENCE, Prover};
use hoheit_decide::{DEFAULT_PROFILE, OwnRules, Profile, Rules};
use std::path::PathBuf;

/// Where cvc5 lies. Without it a test names what it left out, or fails where nothing may be left out.
fn cvc5(what: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("cvc5")).find(|file| file.is_file());
    if found.is_none() {
        assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "{what}: cvc5 is missing");
        println!("left out: {what} (cvc5 is missing: apt install cvc5)");
    }
    found
}

fn prover(what: &str) -> Option<Prover> {
    Some(Prover::start(&cvc5(what)?, PATIENCE).unwrap())
}

fn profile(text: &str) -> Profile {
    Profile::from_toml("kommune.toml", text).unwrap()
}

fn rules() -> Rules {
    Rules::new(profile(DEFAULT_PROFILE), &[]).unwrap()
}

/// The default rules and one of our own, which forbids.
fn rules_and(condition: &str) -> Rules {
    let text = format!(
        "@id(\"eigene/regel\") @de(\"a\") @en(\"b\")\n\
         forbid (principal is Dataset, action, resource is Site) when {{ {condition} }};"
    );
    Rules::new(profile(DEFAULT_PROFILE), &[OwnRules { file: "eigene.cedar", text: &text }]).unwrap()
}

fn defaults() -> Guarantees {
    Guarantees::from_toml("guarantees.toml", DEFAULT).unwrap()
}

/// What became of each default guarantee that was not proved; of those with these ids, or of all.
fn not_proved(prover: &mut Prover, rules: &Rules, of: &[&str]) -> Vec<(String, Outcome)> {
    let guarantees = defaults();
    let asked =
        guarantees.list.iter().filter(|guarantee| of.is_empty() || of.contains(&guarantee.id.as_str()));
    let proofs = prover.prove(rules, asked).into_iter();
    let open = proofs.filter(|proof| proof.outcome != Outcome::Proved);
    open.map(|proof| (proof.guarantee.id.clone(), proof.outcome)).collect()
}
