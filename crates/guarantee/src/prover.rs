// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whoever proves must first have shown that it can: there is no [`Prover`] without a passed self-test.

use crate::file::{Guarantee, Kind};
use crate::prove::{self, Claim, Counterexample, Outcome, Proof};
use crate::rewrite::{self, RewriteError};
use crate::selftest;
use crate::solver::{Doubt, Question, Solver, Verdict};
use hoheit_decide::Rules;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The most solvers at once: each holds some ten megabytes, and there are rarely more than a few dozen questions.
const MOST_SOLVERS: usize = 4;

/// The symbolic compiler calls itself for each rule and each operator: enough for [`MOST_RULES`](crate::rewrite::MOST_RULES) and
/// [`MOST_DEPTH`](crate::rewrite::MOST_DEPTH). Only what is used takes memory.
const STACK_BYTES: usize = 256 << 20;

/// A solver that has answered questions rightly whose answers are known.
pub struct Prover {
    solvers: Vec<Solver>,
    version: String,
    known_answers: usize,
}

/// Why there is no prover.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The program can't be started
    #[error("the solver can't be started")]
    Start(#[source] std::io::Error),
    /// It failed at a question whose answer is known: nothing that it says counts
    #[error("the solver failed at '{question}': {what}")]
    SelfTest {
        /// Name of the question
        question: String,
        /// What it said instead
        what: String,
    },
}

/// How new rules stand to old ones.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison {
    /// In one word
    pub relation: Relation,
    /// Permitted by the old rules only
    pub lost: Option<Counterexample>,
    /// Permitted by the new rules only
    pub gained: Option<Counterexample>,
}

/// New rules beside old ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Both permit the same
    Equivalent,
    /// The new ones permit less
    Stricter,
    /// The new ones permit more
    Looser,
    /// Each permits something that the other does not
    Incomparable,
    /// Nobody knows
    Open(Doubt),
}

impl Prover {
    /// Starts cvc5 and tries it. `patience` is what a single question may take, see [`PATIENCE`](crate::PATIENCE).
    pub fn start(program: &Path, patience: Duration) -> Result<Self, StartError> {
        let count = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_SOLVERS);
        let solvers = (0..count).map(|_| Solver::new(program, patience)).collect::<Result<Vec<_>, _>>();
        let mut prover =
            Self { solvers: solvers.map_err(StartError::Start)?, version: String::new(), known_answers: 0 };
        if let Some(first) = prover.solvers.first() {
            prover.version = first.version().map_err(StartError::Start)?;
        }
        prover.known_answers = selftest::run(&mut prover)?;
        Ok(prover)
    }

    /// What the solver calls itself.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// How many questions of the self-test it answered rightly.
    pub fn known_answers(&self) -> usize {
        self.known_answers
    }

    /// Holds rules against guarantees, in their order.
    pub fn prove<'g>(
        &mut self,
        rules: &Rules,
        guarantees: impl IntoIterator<Item = &'g Guarantee>,
    ) -> Vec<Proof<'g>> {
        let guarantees: Vec<&Guarantee> = guarantees.into_iter().collect();
        let proofs = deep(|| {
            rewrite::check_size(rules.policies())?;
            Ok(self.prove_deep(rules, &guarantees))
        });
        proofs.unwrap_or_else(|doubt| {
            let open = |guarantee| Proof { guarantee, outcome: Outcome::NotProved(doubt.clone()) };
            guarantees.into_iter().map(open).collect()
        })
    }

    fn prove_deep<'g>(&mut self, rules: &Rules, guarantees: &[&'g Guarantee]) -> Vec<Proof<'g>> {
        let errors = self.no_errors(rules);
        let mut claims = Vec::new();
        let mut stretches = Vec::new();
        for guarantee in guarantees {
            let start = claims.len();
            let made = match guarantee.kind {
                Kind::NoErrors => Ok(Vec::new()),
                _ => prove::claims(&guarantee.kind, rules),
            };
            let made = made.map(|made| claims.extend(made));
            stretches.push(made.map(|()| start..claims.len()));
        }
        let outcomes = self.judge(&claims);
        let proofs = guarantees.iter().zip(stretches).map(|(guarantee, stretch)| {
            let outcome = match (&guarantee.kind, stretch) {
                (_, Err(error)) => Outcome::NotProved(Doubt::Failed(error.to_string())),
                (Kind::NoErrors, _) => errors.outcome(),
                (kind, Ok(stretch)) => {
                    let outcome = worst(outcomes.get(stretch).unwrap_or_default());
                    // The solver asks what Cedar permits; with a rule that may fail, what is decided is not the same.
                    match (kind, errors.doubt()) {
                        (Kind::AlwaysPermits(_) | Kind::Monotone(_), Some(doubt))
                            if outcome == Outcome::Proved =>
                        {
                            Outcome::NotProved(doubt)
                        }
                        _ => outcome,
                    }
                }
            };
            Proof { guarantee, outcome }
        });
        proofs.collect()
    }

    /// Tells how new rules stand to old ones.
    pub fn compare(&mut self, old: &Rules, new: &Rules) -> Comparison {
        let compared = deep(|| {
            rewrite::check_size(old.policies())?;
            rewrite::check_size(new.policies())?;
            Ok(self.compare_deep(old, new))
        });
        compared.unwrap_or_else(|doubt| Comparison {
            relation: Relation::Open(doubt),
            lost: None,
            gained: None,
        })
    }

    fn compare_deep(&mut self, old: &Rules, new: &Rules) -> Comparison {
        let may_err = self.no_errors(old).doubt().or_else(|| self.no_errors(new).doubt());
        let claims = prove::implies(old, new, false)
            .and_then(|there| Ok(vec![there, prove::implies(new, old, true)?]));
        let outcomes = match claims {
            Ok(claims) => self.judge(&claims),
            Err(error) => vec![Outcome::NotProved(Doubt::Failed(error.to_string()))],
        };
        let mut outcomes = outcomes.into_iter();
        let (lost, gained) = (side(outcomes.next()), side(outcomes.next()));
        let relation = match (&lost, &gained, may_err) {
            // Both were decided by the real authorizer: whatever else there is, this stands.
            (Ok(Some(_)), Ok(Some(_)), _) => Relation::Incomparable,
            (Err(doubt), ..) | (_, Err(doubt), _) => Relation::Open(doubt.clone()),
            (.., Some(doubt)) => Relation::Open(doubt),
            (Ok(Some(_)), Ok(None), None) => Relation::Stricter,
            (Ok(None), Ok(Some(_)), None) => Relation::Looser,
            (Ok(None), Ok(None), None) => Relation::Equivalent,
        };
        let found =
            |side: Result<Option<Box<Counterexample>>, Doubt>| side.ok().flatten().map(|found| *found);
        Comparison { relation, lost: found(lost), gained: found(gained) }
    }

    fn no_errors(&mut self, rules: &Rules) -> Errors {
        let claims = match prove::no_errors(rules) {
            Ok(claims) => claims,
            Err(error) => return Errors(vec![Outcome::NotProved(Doubt::Failed(error.to_string()))]),
        };
        Errors(self.judge(&claims))
    }

    fn judge(&mut self, claims: &[Claim<'_>]) -> Vec<Outcome> {
        let questions: Vec<&Question> = claims.iter().map(|claim| &claim.question).collect();
        let verdicts = self.ask(&questions);
        claims.iter().zip(verdicts).map(|(claim, verdict)| claim.judge(verdict)).collect()
    }

    /// Asks all questions, as many at once as there are solvers; answers come in the order of the questions.
    pub(crate) fn ask(&mut self, questions: &[&Question]) -> Vec<Verdict> {
        let next = AtomicUsize::new(0);
        let mut answers: Vec<Option<Verdict>> = questions.iter().map(|_| None).collect();
        std::thread::scope(|scope| {
            let next = &next;
            let threads: Vec<_> = self
                .solvers
                .iter_mut()
                .filter_map(|solver| {
                    let work = move || {
                        let mut answered = Vec::new();
                        loop {
                            let number = next.fetch_add(1, Ordering::Relaxed);
                            let Some(question) = questions.get(number) else { return answered };
                            answered.push((number, solver.ask(question)));
                        }
                    };
                    std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).ok()
                })
                .collect();
            // INVARIANT (no-answer-is-no-proof): what a thread that panicked had asked stays open.
            for (number, verdict) in threads.into_iter().filter_map(|thread| thread.join().ok()).flatten() {
                if let Some(answer) = answers.get_mut(number) {
                    *answer = Some(verdict);
                }
            }
        });
        let open = || Verdict::Open(Doubt::Failed("no answer".to_owned()));
        answers.into_iter().map(|answer| answer.unwrap_or_else(open)).collect()
    }
}

/// Does it where there is enough stack.
// INVARIANT (no-answer-is-no-proof): a panic, which would be a mistake of hoheit or of a library, proves nothing.
fn deep<T: Send>(work: impl FnOnce() -> Result<T, RewriteError> + Send) -> Result<T, Doubt> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        let done = thread.map_err(|error| Doubt::Failed(error.to_string()))?.join();
        let done = done.map_err(|_| Doubt::Failed("an internal fault".to_owned()))?;
        done.map_err(|error| Doubt::Failed(error.to_string()))
    })
}

/// Whether each rule can fail.
struct Errors(Vec<Outcome>);

impl Errors {
    fn outcome(&self) -> Outcome {
        worst(&self.0)
    }

    fn doubt(&self) -> Option<Doubt> {
        match self.outcome() {
            Outcome::Proved => None,
            Outcome::Refuted(found) => {
                Some(Doubt::RuleMayErr(found.heard.errors.first().cloned().unwrap_or_default()))
            }
            Outcome::NotProved(doubt) => Some(doubt),
        }
    }
}

/// Refuted by one, else not proved by one, else proved. Of nothing at all, nothing is proved.
fn worst(outcomes: &[Outcome]) -> Outcome {
    let refuted = outcomes.iter().find(|outcome| matches!(outcome, Outcome::Refuted(_)));
    let open = outcomes.iter().find(|outcome| matches!(outcome, Outcome::NotProved(_)));
    let worst = refuted.or(open).or(outcomes.first());
    worst.cloned().unwrap_or_else(|| Outcome::NotProved(Doubt::Failed("no question".to_owned())))
}

/// What one set permits and the other does not; nothing where it permits no more.
fn side(outcome: Option<Outcome>) -> Result<Option<Box<Counterexample>>, Doubt> {
    match outcome {
        Some(Outcome::Proved) => Ok(None),
        Some(Outcome::Refuted(found)) => Ok(Some(found)),
        Some(Outcome::NotProved(doubt)) => Err(doubt),
        None => Err(Doubt::Failed("no answer".to_owned())),
    }
}

impl From<RewriteError> for StartError {
    fn from(error: RewriteError) -> Self {
        Self::SelfTest { question: "rewriting".to_owned(), what: error.to_string() }
    }
}
