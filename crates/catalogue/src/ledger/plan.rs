// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What statements would change, before they are made: the very object that is then carried out.

use super::{Note, Statement, append, keep};
use crate::Catalogue;
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use hoheit_types::{Day, Digest, Record};

/// Statements that shall be made together, or a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stating<R> {
    /// Who, why, and for which days
    pub note: Note,
    /// One for each subject, in the order in which they were given
    pub intended: Vec<Intended<R>>,
}

/// What is intended for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intended<R> {
    /// What it is about
    pub subject: String,
    /// What counts on the first day so far
    pub before: Option<R>,
    /// What shall count; `None`: it is withdrawn
    pub after: Option<R>,
    /// Whether that counts already, on all days that the note names: then there is nothing to record
    pub stands: bool,
    /// First days of earlier statements for later days: from there on something else counts so far
    pub covers: Vec<Day>,
}

impl<R: Record + Clone + PartialEq> Intended<R> {
    /// Looks at what was stated about the subject so far, oldest first.
    pub fn new(subject: String, after: Option<R>, history: &[Statement<R>], note: &Note) -> Self {
        let counts = |on: Day| history.iter().rev().find(|stated| stated.note.holds_on(on));
        let is_so = |on: Day| match &after {
            Some(after) => counts(on).and_then(|stated| stated.body.as_ref()) == Some(after),
            // A content that was erased is still something to withdraw.
            None => counts(on).is_none_or(|stated| stated.digest.is_none()),
        };
        // What counts changes only where a statement begins, or behind its last day.
        let turns = history.iter().flat_map(|stated| {
            let behind = stated.note.valid_until.map(|until| until.plus_days(1));
            [Some(stated.note.valid_from), behind].into_iter().flatten()
        });
        let within: Vec<Day> =
            turns.filter(|day| note.holds_on(*day)).chain(std::iter::once(note.valid_from)).collect();
        let begins = |day: &Day| history.iter().any(|stated| stated.note.valid_from == *day);
        let mut covers: Vec<Day> = within.iter().copied().filter(|day| *day > note.valid_from).collect();
        covers.retain(|day| begins(day) && !is_so(*day));
        covers.sort_unstable();
        covers.dedup();
        let before = counts(note.valid_from).and_then(|stated| stated.body.clone());
        Self { before, stands: within.iter().all(|day| is_so(*day)), subject, after, covers }
    }
}

impl<R: Record> Stating<R> {
    /// Whether all of it counts already.
    pub fn stands(&self) -> bool {
        self.intended.iter().all(|intended| intended.stands)
    }
}

impl Note {
    /// Whether it is for this day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }
}

impl Catalogue {
    /// Records what is intended, all of it or nothing; what stands already is not recorded again.
    pub fn carry_out<R: Record>(&mut self, stating: &Stating<R>) -> Result<()> {
        const ACTION: &str = "record a statement";
        let unwritable = || CatalogueError::new(ACTION, CatalogueErrorKind::Unwritable);
        let mut rows: Vec<(&str, Option<(Digest, String)>)> = Vec::with_capacity(stating.intended.len());
        for intended in stating.intended.iter().filter(|intended| !intended.stands) {
            let content = intended.after.as_ref().map(R::write).transpose().map_err(|_| unwritable())?;
            rows.push((&intended.subject, content));
        }
        let recorded_ns = self.clock.now().0;
        self.db.transaction(ACTION, async |c| {
            for (subject, content) in &rows {
                if let Some((digest, body)) = content {
                    keep(c, *digest, body).await?;
                }
                let digest = content.as_ref().map(|(digest, _)| *digest);
                append(c, R::KIND, subject, digest, &stating.note, recorded_ns).await?;
            }
            Ok(())
        })
    }
}
