// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The solver: cvc5 in a process of its own, asked one question after the other. It may be wrong, slow, dead or silent; none of
//! that may look like a proof.

use crate::rewrite;
use cedar_policy::{EvalResult, Policy, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::err::{Error as SymccError, SolverError};
use cedar_policy_symcc::solver::LocalSolver;
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet, Env};
use hoheit_decide::{Axis, Party, Point};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio::runtime::Runtime;

/// The longest that one question may take. The default guarantees need less than a second each; the rest is for machines
/// with other work to do.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A question about all that facts can be.
pub(crate) enum Question {
    /// Does the second permit whatever the first permits?
    Implies(Box<PolicySet>, Box<PolicySet>),
    /// Does this policy never fail?
    NeverErrs(Box<Policy>),
}

impl Question {
    pub(crate) fn implies(first: PolicySet, second: PolicySet) -> Self {
        Self::Implies(Box::new(first), Box::new(second))
    }
}

/// What the solver says.
pub(crate) enum Verdict {
    /// Yes, for all
    Holds,
    /// No, not here
    Fails(Point),
    /// It does not know, or nobody knows what it says
    Open(Doubt),
}

/// Why something is not proved, though nothing speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// No answer in time
    Timeout,
    /// The solver can't tell
    Unknown,
    /// It failed; in its own words
    Failed(String),
    /// The solver named facts that do not refute it
    Unconfirmed,
    /// A rule can fail, so what Cedar permits is not what is decided
    RuleMayErr(String),
    /// Nothing can ever fit the condition, so that it says nothing
    Vacuous,
}

/// cvc5, started when it is first asked and again after each failure.
pub(crate) struct Solver {
    program: PathBuf,
    patience: Duration,
    runtime: Runtime,
    schema: Schema,
    running: Option<CedarSymCompiler<LocalSolver>>,
}

impl Solver {
    pub(crate) fn new(program: &Path, patience: Duration) -> Result<Self, std::io::Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let schema = rewrite::schema().map_err(std::io::Error::other)?;
        Ok(Self { program: program.to_owned(), patience, runtime, schema, running: None })
    }

    /// What it calls itself: `cvc5 1.0.3`.
    pub(crate) fn version(&self) -> Result<String, std::io::Error> {
        let mut command = program(&self.program);
        command.arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let output = self.runtime.block_on(async {
            // Within the runtime, because that is where the process is waited for.
            tokio::time::timeout(self.patience, command.output()).await
        });
        let output = output.map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))??;
        let text = String::from_utf8_lossy(&output.stdout);
        let first: String = text.lines().next().unwrap_or_default().chars().take(80).collect();
        Ok(first.strip_prefix("This is ").unwrap_or(&first).replace(" version", ""))
    }

    /// Asks, and waits no longer than its patience for each way in which rules can be asked.
    pub(crate) fn ask(&mut self, question: &Question) -> Verdict {
        let ways: Vec<RequestEnv> = self.schema.request_envs().collect();
        if ways.is_empty() {
            return Verdict::Open(Doubt::Failed("the schema has no request".to_owned()));
        }
        for way in ways {
            match self.ask_one(question, &way) {
                Ok(None) => {}
                Ok(Some(env)) => {
                    return point(&env).map_or(Verdict::Open(Doubt::Unconfirmed), Verdict::Fails);
                }
                // INVARIANT (no-answer-is-no-proof): only "there is no such request" holds.
                Err(doubt) => {
                    // Nobody knows where in its answer it stands: the next question gets a fresh one.
                    self.stop();
                    return Verdict::Open(doubt);
                }
            }
        }
        Verdict::Holds
    }

    fn ask_one(&mut self, question: &Question, way: &RequestEnv) -> Result<Option<Env>, Doubt> {
        let compiled = Compiled::new(question, way, &self.schema)?;
        let Self { program, patience, runtime, running, .. } = self;
        runtime.block_on(async {
            let compiler = match running {
                Some(compiler) => compiler,
                None => running.insert(start(program, *patience)?),
            };
            let answer = async {
                match &compiled {
                    Compiled::Implies(first, second) => {
                        compiler.check_implies_with_counterexample_opt(first, second).await
                    }
                    Compiled::NeverErrs(policy) => {
                        compiler.check_never_errors_with_counterexample_opt(policy).await
                    }
                }
            };
            match tokio::time::timeout(*patience, answer).await {
                Ok(answer) => answer.map_err(doubt),
                Err(_) => Err(Doubt::Timeout),
            }
        })
    }

    /// Kills the process and waits for its end.
    fn stop(&mut self) {
        if let Some(mut compiler) = self.running.take() {
            // One that has ended already can't be killed, and is none the worse for it.
            let _ = self.runtime.block_on(compiler.solver_mut().clean_up());
        }
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A solver has no use for secrets, and is somebody else's program.
fn program(path: &Path) -> Command {
    let mut command = Command::new(path);
    for name in ["HOHEIT_LOG_PASSPHRASE", "HOHEIT_LOG_NEW_PASSPHRASE"] {
        command.env_remove(name);
    }
    command
}

fn start(path: &Path, patience: Duration) -> Result<CedarSymCompiler<LocalSolver>, Doubt> {
    let mut command = program(path);
    // Its own limit, so that it can still say "unknown" where we would have to kill it.
    let limit = patience.as_millis().saturating_sub(500).max(1);
    command.args(["--lang", "smt", &format!("--tlimit-per={limit}")]).kill_on_drop(true);
    let solver = LocalSolver::from_command(&mut command).map_err(|error| doubt(error.into()))?;
    CedarSymCompiler::new(solver).map_err(doubt)
}

/// A question in the form that the solver reads.
enum Compiled {
    Implies(Box<CompiledPolicySet>, Box<CompiledPolicySet>),
    NeverErrs(Box<CompiledPolicy>),
}

impl Compiled {
    fn new(question: &Question, way: &RequestEnv, schema: &Schema) -> Result<Self, Doubt> {
        let set = |policies| CompiledPolicySet::compile(policies, way, schema).map(Box::new).map_err(doubt);
        Ok(match question {
            Question::Implies(first, second) => Self::Implies(set(first)?, set(second)?),
            Question::NeverErrs(policy) => {
                Self::NeverErrs(Box::new(CompiledPolicy::compile(policy, way, schema).map_err(doubt)?))
            }
        })
    }
}

fn doubt(error: SymccError) -> Doubt {
    match error {
        SymccError::SolverUnknown => Doubt::Unknown,
        SymccError::SolverError(SolverError::Io(error)) => Doubt::Failed(error.to_string()),
        error => Doubt::Failed(error.to_string()),
    }
}

/// The solver's example as a place among all that facts can be; `None` where it says nothing of an attribute.
fn point(env: &Env) -> Option<Point> {
    let mut point = Point::best();
    for axis in Axis::all() {
        let party = match axis.party() {
            Party::Dataset => env.request.principal(),
            Party::Site => env.request.resource(),
        };
        let value = match env.entities.get(party?)?.attr(&axis.name())?.ok()? {
            EvalResult::Bool(flag) => i64::from(flag),
            EvalResult::Long(number) => number,
            _ => return None,
        };
        point = point.with(axis, value);
    }
    Some(point)
}
