// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whom a verifier trusts (c2sp.org/tlog-policy): logs, witnesses, and how many of these must have seen a checkpoint.

use crate::checkpoint::Checkpoint;
use crate::note::{KeyError, KeyKind, Note, NoteError, VerifierKey};
use std::collections::HashMap;

/// As many as the standard asks for, and some more.
const LINE_LIMIT: usize = 1_000;

/// A trust policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustPolicy {
    /// Keys of logs, with their addresses
    pub logs: Vec<(VerifierKey, Option<String>)>,
    /// In the order of their lines
    pub witnesses: Vec<WitnessKey>,
    groups: Vec<Group>,
    quorum: Option<String>,
}

/// A witness that the policy knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessKey {
    /// What the policy calls it
    pub name: String,
    /// Its key
    pub key: VerifierKey,
    /// Where it is reached
    pub url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    name: String,
    needed: usize,
    members: Vec<String>,
}

/// A mistake in a policy, with its line, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Neither log, witness, group nor quorum, or not with these words
    #[error("line {0}: neither log, witness, group nor quorum")]
    Line(usize),
    /// A key is none
    #[error("line {0}: {1}")]
    Key(usize, KeyError),
    /// Something is named that no line before defines, or is defined or named twice
    #[error("line {0}: a name that is unknown, or used before")]
    Name(usize),
    /// No line says how many witnesses are needed, or more than one does
    #[error("there must be one quorum line")]
    Quorum,
}

/// A checkpoint that the policy accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it says
    pub checkpoint: Checkpoint,
    /// Names of witnesses whose cosignatures are valid, with the moments, in seconds since 1970
    pub witnessed: Vec<(String, u64)>,
}

/// Why a policy does not accept a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// It is none
    #[error("it is no checkpoint")]
    Form,
    /// No log that the policy knows has signed it
    #[error("no trusted log has signed it")]
    Unsigned,
    /// A signature of somebody known is wrong
    #[error("a signature of somebody known is wrong")]
    Wrong,
    /// Too few witnesses
    #[error("too few witnesses have seen it")]
    Quorum(Vec<(String, u64)>),
}

impl TrustPolicy {
    /// Trust in one log's key, without witnesses.
    pub fn of_log(key: VerifierKey) -> Self {
        Self { logs: vec![(key, None)], witnesses: Vec::new(), groups: Vec::new(), quorum: None }
    }

    /// Reads a policy.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut policy = Self { logs: Vec::new(), witnesses: Vec::new(), groups: Vec::new(), quorum: None };
        let mut quorums = 0;
        for (number, line) in text.split('\n').enumerate().map(|(place, line)| (place + 1, line)) {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            let unreadable =
                number > LINE_LIMIT || line.contains(|c: char| c.is_ascii_control() && c != '\t');
            match words.as_slice() {
                _ if unreadable => return Err(PolicyError::Line(number)),
                [] => {}
                [word, ..] if word.starts_with('#') => {}
                ["log", key, url @ ..] if url.len() < 2 => {
                    let key = verifier(key, KeyKind::Ed25519, number)?;
                    if policy.logs.iter().any(|(known, _)| known.is_same_key(&key)) {
                        return Err(PolicyError::Name(number));
                    }
                    policy.logs.push((key, url.first().map(|&url| url.to_owned())));
                }
                ["witness", name, key, url @ ..] if url.len() < 2 => {
                    let key = verifier(key, KeyKind::Cosignature, number)?;
                    let is_known = policy.witnesses.iter().any(|known| known.key.is_same_key(&key));
                    if is_known || !policy.is_free(name) {
                        return Err(PolicyError::Name(number));
                    }
                    let url = url.first().map(|&url| url.to_owned());
                    policy.witnesses.push(WitnessKey { name: (*name).to_owned(), key, url });
                }
                ["group", name, needed, members @ ..] if !members.is_empty() => {
                    let needed = match *needed {
                        "all" => members.len(),
                        "any" => 1,
                        // Digits only: `parse` would let a plus sign through.
                        count if count.bytes().all(|b| b.is_ascii_digit()) => {
                            count.parse().map_err(|_| PolicyError::Line(number))?
                        }
                        _ => return Err(PolicyError::Line(number)),
                    };
                    let is_twice =
                        |member: &&str| policy.groups.iter().any(|g| g.members.iter().any(|m| m == member));
                    let repeats =
                        (1..members.len()).any(|n| members.iter().take(n).any(|m| Some(m) == members.get(n)));
                    let all_known = members.iter().all(|member| policy.defines(member));
                    if !policy.is_free(name) || !all_known || repeats || members.iter().any(is_twice) {
                        return Err(PolicyError::Name(number));
                    }
                    if needed == 0 || needed > members.len() {
                        return Err(PolicyError::Line(number));
                    }
                    let members = members.iter().map(|&member| member.to_owned()).collect();
                    policy.groups.push(Group { name: (*name).to_owned(), needed, members });
                }
                ["quorum", "none"] => quorums += 1,
                ["quorum", name] if policy.defines(name) => {
                    quorums += 1;
                    policy.quorum = Some((*name).to_owned());
                }
                ["quorum", _] => return Err(PolicyError::Name(number)),
                _ => return Err(PolicyError::Line(number)),
            }
        }
        if quorums == 1 { Ok(policy) } else { Err(PolicyError::Quorum) }
    }

    /// Whether it asks for no witnesses.
    pub const fn is_unwitnessed(&self) -> bool {
        self.quorum.is_none()
    }

    /// How few witnesses can be enough.
    pub fn least_witnesses(&self) -> usize {
        self.quorum.as_deref().map_or(0, |name| self.least_of(name))
    }

    /// Groups name only what was defined before them, so this ends.
    fn least_of(&self, name: &str) -> usize {
        let Some(group) = self.groups.iter().find(|group| group.name == name) else { return 1 };
        let mut least: Vec<usize> = group.members.iter().map(|member| self.least_of(member)).collect();
        least.sort_unstable();
        least.iter().take(group.needed).sum()
    }

    fn defines(&self, name: &str) -> bool {
        self.witnesses.iter().any(|witness| witness.name == name)
            || self.groups.iter().any(|group| group.name == name)
    }

    fn is_free(&self, name: &str) -> bool {
        name != "none" && !self.defines(name)
    }

    /// Checks a checkpoint: signed by one of the logs under its origin, and seen by enough witnesses.
    pub fn accept(&self, note: &Note) -> Result<Seen, Distrust> {
        let checkpoint: Checkpoint = note.text.parse().map_err(|_| Distrust::Form)?;
        let wrong = |_: NoteError| Distrust::Wrong;
        let mut is_signed = false;
        for (key, _) in self.logs.iter().filter(|(key, _)| key.name() == checkpoint.origin) {
            is_signed |= note.is_signed_by(key).map_err(wrong)?.is_some();
        }
        let mut witnessed = Vec::new();
        for witness in &self.witnesses {
            if let Some(Some(at)) = note.is_signed_by(&witness.key).map_err(wrong)? {
                witnessed.push((witness.name.clone(), at));
            }
        }
        if !is_signed {
            return Err(Distrust::Unsigned);
        }
        if self.has_quorum(&witnessed) {
            Ok(Seen { checkpoint, witnessed })
        } else {
            Err(Distrust::Quorum(witnessed))
        }
    }

    /// Whether enough witnesses have seen something.
    pub fn has_quorum(&self, witnessed: &[(String, u64)]) -> bool {
        let Some(quorum) = &self.quorum else { return true };
        let mut reached: HashMap<&str, bool> =
            self.witnesses.iter().map(|witness| (witness.name.as_str(), false)).collect();
        for (name, _) in witnessed {
            reached.insert(name, true);
        }
        // A group names only what stands before it.
        for group in &self.groups {
            let count = group.members.iter().filter(|member| reached.get(member.as_str()) == Some(&true));
            let is_reached = count.count() >= group.needed;
            reached.insert(&group.name, is_reached);
        }
        reached.get(quorum.as_str()) == Some(&true)
    }
}

fn verifier(text: &str, kind: KeyKind, line: usize) -> Result<VerifierKey, PolicyError> {
    let key: VerifierKey = text.parse().map_err(|error| PolicyError::Key(line, error))?;
    if key.kind() == kind { Ok(key) } else { Err(PolicyError::Key(line, KeyError::Kind(key.kind().byte()))) }
}
