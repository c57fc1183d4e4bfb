// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Who may approve what, and which answers count only once they are approved. An approval is a signature of OpenSSH over a text that
//! anybody can write again from the digest alone: see `docs/reference/approvals.md`.

mod key;

use crate::classification::Classification;
use hoheit_types::{Digest, Plan, Record, Removal, ShortName, named};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

pub use key::{KeyError, PublicKey, SignatureError, verify};

named! {
    /// What a person is enrolled for.
    Role {
        /// Runs the machines
        It = "it", "IT", "IT";
        /// Data protection officer and staff: approves what says less than was found
        DataProtection = "data_protection", "Datenschutz", "data protection";
        /// Answers for datasets
        Office = "office", "Fachamt", "office";
        /// Checks what others did
        Audit = "audit", "Revision", "audit";
        /// Enrols persons
        Admin = "admin", "Verwaltung der Zugänge", "administration of access";
    }
}

/// Somebody whose signature counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Short name
    pub name: ShortName,
    /// What people call her
    pub title: String,
    /// What she is enrolled for
    pub role: Role,
    /// Her account at the system, where that is not her short name
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What her signatures are checked with
    pub key: PublicKey,
}

impl Record for Person {
    const KIND: &'static str = "person/1";
    fn subject(&self) -> String {
        self.name.to_string()
    }
}

impl Person {
    /// Her account at the system.
    pub fn account(&self) -> &str {
        self.account.as_deref().unwrap_or(self.name.as_str())
    }

    /// Whether an account is hers. Directories take `Erika` and `erika` for one.
    pub fn has_account(&self, account: &str) -> bool {
        self.account().eq_ignore_ascii_case(account)
    }
}

/// A signature by somebody over the digest of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Of what is approved: [`Record::KIND`]
    pub kind: String,
    /// Its digest
    pub of: Digest,
    /// Who approves
    pub by: ShortName,
    /// Digest of the [`Person`] as she was enrolled then: it names her role and her key
    pub person: Digest,
    /// As `ssh-keygen -Y sign` writes it
    pub signature: String,
}

impl Record for Approval {
    const KIND: &'static str = "approval/1";
    fn subject(&self) -> String {
        Self::subject_of(self.of, &self.by)
    }
}

/// Why an approval does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing of this kind is approved
    #[error("nothing of this kind is approved")]
    Kind,
    /// Others approve this
    #[error("the role does not approve this")]
    Role(Role),
    /// Who plans does not approve
    #[error("who stated it can't approve it")]
    OwnStatement,
    /// She was not enrolled so when the approval was recorded
    #[error("not the person that was enrolled then")]
    NotEnrolled,
    /// The signature is none
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// Who approves things of a kind; `None`: they are not approved.
pub fn approving(kind: &str) -> Option<Role> {
    // A plan is approved where it moves personal data: `Plan::needs_approval`. Emptying a source always is.
    matches!(kind, Classification::KIND | Plan::KIND | Removal::KIND).then_some(Role::DataProtection)
}

/// The text that is signed. It says what a signature means, so that nobody signs a bare number, and hangs on kind and digest alone.
pub fn text_to_sign(kind: &str, of: Digest) -> String {
    format!(
        "hoheit-approval/1\n{kind}\n{of}\n\
         Ich gebe frei, was diese Kennung bezeichnet, und habe es nicht selbst so angegeben.\n\
         I approve what this digest stands for, and it was not I who stated it.\n"
    )
}

impl Approval {
    /// What the ledger knows it by: one person approves one thing once.
    pub fn subject_of(of: Digest, by: &ShortName) -> String {
        format!("{of}/{by}")
    }

    /// Whether it counts: by the person that it names, in a role that approves such things, not by one of those who stated it, and with
    /// a signature over this very text.
    pub fn check<'a>(
        &self,
        person: &Person,
        stated_by: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Refusal> {
        let role = approving(&self.kind).ok_or(Refusal::Kind)?;
        if person.name != self.by || person.write().ok().map(|(digest, _)| digest) != Some(self.person) {
            return Err(Refusal::NotEnrolled);
        }
        if person.role != role {
            return Err(Refusal::Role(role));
        }
        if stated_by.into_iter().any(|account| person.has_account(account)) {
            return Err(Refusal::OwnStatement);
        }
        Ok(verify(&person.key, &text_to_sign(&self.kind, self.of), &self.signature)?)
    }
}

/// Who could approve on a day, and what was approved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approvals {
    enrolled: Vec<Person>,
    given: HashMap<Digest, Vec<(Approval, Person)>>,
}

impl Approvals {
    /// The persons in force who approve classifications, and approvals with the persons who gave them, as they were enrolled then.
    pub fn new(
        enrolled: impl IntoIterator<Item = Person>,
        given: impl IntoIterator<Item = (Approval, Person)>,
    ) -> Self {
        let role = approving(Classification::KIND);
        let mut all: HashMap<Digest, Vec<_>> = HashMap::new();
        for (approval, person) in given {
            all.entry(approval.of).or_default().push((approval, person));
        }
        let enrolled = enrolled.into_iter().filter(|person| Some(person.role) == role).collect();
        Self { enrolled, given: all }
    }

    /// Whether there is anybody who could approve.
    pub fn has_approvers(&self) -> bool {
        !self.enrolled.is_empty()
    }

    /// The persons who could approve.
    pub fn enrolled(&self) -> &[Person] {
        &self.enrolled
    }

    /// What was approved, by digest.
    pub fn given(&self) -> impl Iterator<Item = &(Approval, Person)> {
        let mut all: Vec<_> = self.given.values().flatten().collect();
        all.sort_by_key(|(approval, _)| approval.subject());
        all.into_iter()
    }

    /// What counts of a classification. INVARIANT (unapproved-is-unknown): answers that say less than what was found count only once a
    /// second person has approved them, while there is one who could.
    pub fn counting<'c>(&self, said: &'c Classification) -> Cow<'c, Classification> {
        if self.awaits(said) { Cow::Owned(said.without_below()) } else { Cow::Borrowed(said) }
    }

    /// Whether answers of it wait for somebody's approval.
    pub fn awaits(&self, said: &Classification) -> bool {
        self.has_approvers() && said.below().next().is_some() && !self.is_approved(said)
    }

    fn is_approved(&self, said: &Classification) -> bool {
        // What can't be written down has no digest, so nobody can have approved it.
        let Ok((digest, _)) = said.write() else { return false };
        let given = self.given.get(&digest).map(Vec::as_slice).unwrap_or_default();
        given.iter().any(|(approval, person)| {
            approval.kind == Classification::KIND && approval.check(person, said.below_by()).is_ok()
        })
    }
}
