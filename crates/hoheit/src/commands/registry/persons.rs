// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Persons whose signatures count: name, role and public key. Who is enrolled already may get another role or key like this, too; what
//! she approved before rests on how she was enrolled then.

use super::change;
use super::entry::{Dangling, Entry};
use super::fields::members;
use super::form::from_options;
use super::shelf::Shelf;
use crate::cli::approving::Enrol;
use crate::cli::registry::Fields as _;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_decide::{KeyError, Person, PublicKey, Role};
use hoheit_types::{Day, Lang, Printable};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Longest name and account, in characters. 200: as names of datasets.
const NAME_CHARS: usize = 200;

pub(super) fn enrol(context: &Context, args: &Enrol) -> Result<Exit, Failure> {
    let mut shelf = Shelf::open(context, args.change.yes)?;
    let note = change::note(&shelf, &args.change)?;
    let history = shelf.history::<Person>(args.name.as_str())?;
    let before = history.iter().rev().find(|stated| stated.note.holds_on(note.valid_from));
    let before = before.and_then(|stated| stated.body.as_ref()).map(members).unwrap_or_default();
    let mut given = args.fields.given();
    given.insert("name".to_owned(), json!(args.name));
    if let Some(path) = &args.fields.key {
        given.insert("key".to_owned(), json!(key(path, context.lang)?));
    }
    let person: Person = from_options(before, given, &mut shelf, note.valid_from)?;
    change::enter(shelf, vec![person], note, &args.change)
}

fn key(path: &Path, lang: Lang) -> Result<PublicKey, Failure> {
    let text = crate::form::named_text(path, ("der Schlüssel", "the key"), lang)?;
    text.parse().map_err(|error| {
        let (de, en) = match error {
            KeyError::Private => ("das ist ein privater Schlüssel", "this is a private key"),
            KeyError::Unreadable => {
                ("das ist kein öffentlicher Schlüssel von OpenSSH", "this is no public key of OpenSSH")
            }
            KeyError::Algorithm => {
                ("diese Art von Schlüssel wird nicht angenommen", "keys of this kind are not taken")
            }
        };
        Failure::new(Exit::Usage, lang.pick(de, en)).hint(lang.pick(
            "Gebraucht wird die Datei, die auf .pub endet. Neu erzeugen mit: ssh-keygen -t ed25519",
            "The file that ends in .pub is needed. Make a new one with: ssh-keygen -t ed25519",
        ))
    })
}

impl Entry for Person {
    const TABLE: &'static str = "person";
    const COMMAND: &'static str = "persons";
    const NOUN: (&'static str, &'static str) = ("die Person", "person");
    const SETTINGS: (&'static str, &'static str) = (
        "Gebraucht werden --title, --role und --key; docs/reference/approvals.md",
        "--title, --role and --key are needed; docs/reference/approvals.md",
    );
    const ADD: &'static str = "enrol";

    fn title(&self) -> &str {
        &self.title
    }

    fn fault(&self) -> Option<(String, String)> {
        let is_name = |text: &str| matches!(text.trim().chars().count(), 1..=NAME_CHARS);
        let is_fine = is_name(&self.title) && self.account.as_deref().is_none_or(is_name);
        (!is_fine).then(|| {
            (
                "Name und Konto haben 1 bis 200 Zeichen".to_owned(),
                "name and account have 1 to 200 characters".to_owned(),
            )
        })
    }

    /// A key or an account of two persons would be a second person that is none.
    fn check_references(&self, shelf: &mut Shelf<'_>, on: Day) -> Result<Option<Dangling>, Failure> {
        let known = shelf.in_force::<Person>(on)?;
        let others = known.iter().map(|stated| &stated.body).filter(|other| other.name != self.name);
        let mut others = others.filter(|other| other.key == self.key || other.has_account(self.account()));
        Ok(others.next().map(|other| {
            let name = &other.name;
            let (de, en) = if other.key == self.key {
                ("diesen Schlüssel", "this key")
            } else {
                ("dieses Konto", "this account")
            };
            Dangling {
                what: (format!("{de} hat schon {name}"), format!("{name} has {en} already")),
                hint: (
                    "Jede Person braucht einen eigenen Schlüssel und ein eigenes Konto.",
                    "Each person needs a key and an account of her own.",
                ),
            }
        }))
    }

    fn notes(
        &self,
        is_removed: bool,
        on: Day,
        shelf: &mut Shelf<'_>,
    ) -> Result<Vec<(String, String)>, Failure> {
        if self.role != Role::DataProtection {
            return Ok(Vec::new());
        }
        let known = shelf.in_force::<Person>(on)?;
        let is_other = |other: &Person| other.role == Role::DataProtection && other.name != self.name;
        let is_only = !known.iter().any(|stated| is_other(&stated.body));
        Ok(match (is_removed, is_only) {
            (true, true) => vec![(
                "danach kann niemand mehr freigeben: Antworten unter dem Fund gelten dann, wie sie angegeben sind".to_owned(),
                "nobody can approve then: answers below what was found count as they are stated".to_owned(),
            )],
            (false, true) => vec![(
                "Antworten unter dem Fund gelten von da an erst nach einer Freigabe; was wartet, zeigt: hoheit approvals".to_owned(),
                "from then on answers below what was found count only once approved; what waits is shown by: hoheit approvals".to_owned(),
            )],
            _ => Vec::new(),
        })
    }

    fn summary(&self, _on: Day, lang: Lang) -> (Vec<String>, Map<String, Value>) {
        let fingerprint = self.key.fingerprint();
        let parts = vec![
            lang.pick(self.role.title().0, self.role.title().1).to_owned(),
            Printable(self.account()).to_string(),
            fingerprint.clone(),
        ];
        (parts, Map::from_iter([("fingerprint".to_owned(), json!(fingerprint))]))
    }

    fn links(&self, _shelf: &mut Shelf<'_>) -> Result<(String, Map<String, Value>), Failure> {
        Ok((String::new(), Map::new()))
    }
}
