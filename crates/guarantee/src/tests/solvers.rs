// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Solvers that lie, die, dawdle or are not there: none of them proves anything.

use super::*;
use crate::solver::{Question, Solver, Verdict};
use crate::{Doubt, StartError};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// A solver that is a script.
struct Fake {
    folder: tempfile::TempDir,
}

impl Fake {
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("solver");
        std::fs::write(&file, format!("#!/bin/sh\ncd '{}'\n{script}\n", folder.path().display())).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
        Self { folder }
    }

    /// One that gives the same answer to each question.
    fn answering(answer: &str) -> Self {
        Self::new(&format!(
            "while read -r line; do case \"$line\" in *check-sat*) echo '{answer}';; *get-model*) printf '(\\n)\\n';; esac; done"
        ))
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("solver")
    }

    fn ask(&self, patience: Duration) -> Doubt {
        let rules = rules();
        let question = Question::implies(rules.policies().clone(), cedar_policy::PolicySet::new());
        match Solver::new(&self.file(), patience).unwrap().ask(&question) {
            Verdict::Open(doubt) => doubt,
            _ => panic!("a fake solver was believed"),
        }
    }
}

#[track_caller]
fn start(program: &Path) -> StartError {
    Prover::start(program, Duration::from_millis(500)).err().unwrap()
}

#[test]
fn a_solver_that_fails_the_self_test_is_none() {
    for answer in ["unsat", "sat", "unknown", "perhaps", "(error \"no\")"] {
        let error = start(&Fake::answering(answer).file());
        assert!(matches!(error, StartError::SelfTest { .. }), "{answer}: {error}");
    }
    let error = start(&Fake::new("exit 0").file());
    assert!(matches!(error, StartError::SelfTest { .. }), "{error}");
    let nowhere = start(Path::new("/nowhere/cvc5"));
    assert!(
        matches!(&nowhere, StartError::Start(why) if why.kind() == std::io::ErrorKind::NotFound),
        "{nowhere}"
    );
}

// INVARIANT (no-answer-is-no-proof)
#[test]
fn what_is_no_answer_is_no_proof() {
    let long = Duration::from_mins(1);
    assert_eq!(Fake::answering("unknown").ask(long), Doubt::Unknown);
    assert!(matches!(Fake::answering("perhaps").ask(long), Doubt::Failed(_)));
    assert!(matches!(Fake::answering("(error \"no\")").ask(long), Doubt::Failed(_)));
    // A model in which nothing stands.
    assert!(matches!(Fake::answering("sat").ask(long), Doubt::Unconfirmed | Doubt::Failed(_)));
    assert!(matches!(Fake::new("exit 3").ask(long), Doubt::Failed(_)));
}

#[test]
fn a_solver_that_dawdles_is_killed_and_waited_for() {
    let fake = Fake::new("echo $$ > pid; exec sleep 600");
    let asked = Instant::now();
    assert_eq!(fake.ask(Duration::from_millis(700)), Doubt::Timeout);
    assert!(asked.elapsed() < Duration::from_mins(1));
    let pid = std::fs::read_to_string(fake.folder.path().join("pid")).unwrap();
    assert!(!Path::new("/proc").join(pid.trim()).exists(), "it is gone, not even a zombie");
}

#[test]
fn a_counterexample_that_is_none_refutes_nothing() {
    let (rules, guarantees) = (rules(), defaults());
    for guarantee in guarantees.list.iter().filter(|guarantee| guarantee.id != "harmless-data") {
        for claim in crate::prove::claims(&guarantee.kind, &rules).unwrap() {
            let outcome = claim.judge(Verdict::Fails(hoheit_decide::Point::best()));
            assert_eq!(outcome, Outcome::NotProved(Doubt::Unconfirmed), "{}", guarantee.id);
        }
    }
}
