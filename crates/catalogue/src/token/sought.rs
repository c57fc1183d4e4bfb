// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Who is sought, and what a file's tokens say about it.

use super::forms::{Form, forms, sound, undotted, words};
use super::kept::{Place, Tokens};
use super::{Token, TokenKey, told};
use hoheit_types::{Entity, Sensitive};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Who is sought. Values come as a person writes them, identifiers in the normal form of their rule.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// Given names and surname, in this order
    pub name: Option<Sensitive<String>>,
    /// Date of birth as YYYY-MM-DD
    pub born: Option<Sensitive<String>>,
    /// What names nobody else: an IBAN, an e-mail address, a tax number
    pub identifiers: Vec<(Entity, Sensitive<String>)>,
}

impl Sought {
    /// Identifiers that can be asked for at once. 53: each has a bit beside those of the name.
    pub const IDENTIFIERS: usize = IDENTIFIERS;

    /// Whether a text that is kept, such as a purpose, tells who is sought: a word of the name, the date of birth, or one of
    /// the identifiers, or a telling part of it, in any spelling. A best effort.
    pub fn is_told_by(&self, text: &str) -> bool {
        told::is_told(self, text)
    }

    /// Whether the name, where one is given, can be asked for: a single word can't, nor can titles and particles alone.
    pub fn can_ask_for_name(&self) -> bool {
        self.name.as_ref().is_none_or(|name| words(name.reveal()).len() > 1)
    }
}

/// What of it was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clue {
    /// Given name and surname
    Name,
    /// A name that sounds the same
    Sound,
    /// The date of birth
    Born,
    /// One of the identifiers
    Identifier(Entity),
}

/// How sure it is that the person sought is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The name with another date of birth in the same row: somebody else, counted and not shown as the person
    Namesake,
    /// The name alone, or one that sounds like it with the date of birth: a person has to look
    Possible,
    /// Name and date of birth in the same text, or an identifier that a family may share without either
    Likely,
    /// An identifier of this person alone, one that a family may share beside the name, or name and date of birth in the same row
    Certain,
}

/// One record in which the person sought may occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Names joined by `/`, `""` for the file itself
    pub member: String,
    /// Table, and the row counted from 1 without the heading; `None` for text
    pub row: Option<(String, u64)>,
    /// How sure
    pub certainty: Certainty,
    /// By what
    pub clues: Vec<Clue>,
    /// Kinds of data that stand in the same record and have tokens, sorted
    pub kinds: Vec<Entity>,
}

/// Tokens of everything sought, under one key.
#[derive(Debug)]
pub(crate) struct Wanted {
    clues: HashMap<Token, u64>,
    /// Bits of all words of the name: together, in one record, they are the name
    words: u64,
    identifiers: Vec<Entity>,
    /// Whether a date of birth is known: without one, no other date speaks against a namesake
    is_born_known: bool,
}

/// What was met in a record so far.
#[derive(Debug, Default)]
pub(super) struct Met {
    clues: u64,
    kinds: BTreeSet<u8>,
}

const NAME: u64 = 1;
const SOUND: u64 = 1 << 1;
const BORN: u64 = 1 << 2;
/// Bits of words follow from here, bits of identifiers from [`IDENTIFIER`]
const WORD: u32 = 3;
const WORDS: usize = 8;
const IDENTIFIER: u32 = WORD + WORDS as u32;
const IDENTIFIERS: usize = (u64::BITS - IDENTIFIER) as usize;

impl Wanted {
    pub(crate) fn new(sought: &Sought, key: &TokenKey) -> Self {
        let mut wanted = Self {
            clues: HashMap::new(),
            words: 0,
            identifiers: Vec::new(),
            is_born_known: sought.born.is_some(),
        };
        if let Some(name) = &sought.name {
            wanted.name(name.reveal(), key);
        }
        if let Some(born) = &sought.born {
            for token in key.tokens(Entity::BirthDate, born, false) {
                wanted.add(token, BORN);
            }
        }
        for (i, (entity, value)) in sought.identifiers.iter().take(IDENTIFIERS).enumerate() {
            for (form, text) in forms(*entity, value.reveal(), false) {
                wanted.add(key.token(form, &text), 1 << (IDENTIFIER + i as u32));
            }
            wanted.identifiers.push(*entity);
        }
        wanted
    }

    /// A name in all its spellings. Any given name with any part of a double surname is believed to be the person's; the parts of
    /// a given name are not: whoever asks for Karl-Heinz Meier doesn't mean everybody called Karl-Heinz.
    fn name(&mut self, name: &str, key: &TokenKey) {
        let tokens: Vec<&str> = name.split_whitespace().collect();
        let surname = if name.contains(',') { 0 } else { tokens.len().saturating_sub(1) };
        let words: Vec<(usize, String)> = tokens
            .iter()
            .enumerate()
            .flat_map(|(token, text)| words(text).into_iter().map(move |word| (token, word)))
            .collect();
        for (i, (token, first)) in words.iter().enumerate() {
            let is_part = |other: usize| other == *token && other != surname;
            for (_, last) in words.iter().skip(i + 1).filter(|(other, _)| !is_part(*other)) {
                for (first, last) in spellings(first)
                    .iter()
                    .flat_map(|f| spellings(last).into_iter().map(move |l| (f.clone(), l)))
                {
                    let (a, b) = if first <= last { (&first, &last) } else { (&last, &first) };
                    self.add(key.token(Form::Whole(Entity::PersonName), &format!("{a} {b}")), NAME);
                }
                let (a, b) = (sound(first), sound(last));
                let both = if a <= b { format!("{a} {b}") } else { format!("{b} {a}") };
                self.add(key.token(Form::NameSound, &both), SOUND);
            }
        }
        // In a row the first given name and the surname must both stand; others may.
        if let [(_, first), .., (_, last)] = words.as_slice() {
            for (i, word) in [first, last].into_iter().enumerate() {
                self.words |= 1 << (WORD + i as u32);
                for spelling in spellings(word) {
                    self.add(key.token(Form::NameWord, &spelling), 1 << (WORD + i as u32));
                }
            }
        }
    }

    fn add(&mut self, token: Token, clue: u64) {
        *self.clues.entry(token).or_default() |= clue;
    }

    /// Whether a file may hold something: worth a second look.
    pub(crate) fn is_in(&self, bytes: &[u8]) -> bool {
        Tokens::read(bytes).any(|(_, token)| self.clues.contains_key(&token))
    }

    /// The records in which the person sought may occur, in their order.
    pub(crate) fn judge(
        &self,
        tokens: impl Iterator<Item = (u32, Token)>,
        places: &[Place],
    ) -> Vec<Occurrence> {
        let mut records: BTreeMap<u32, Met> = BTreeMap::new();
        for (record, token) in tokens {
            self.meet(records.entry(record).or_default(), token);
        }
        records.into_iter().filter_map(|(record, met)| self.occurrence(record, &met, places)).collect()
    }

    /// Whether a token is of what is sought itself, not of what only sounds like it.
    pub(super) fn is_asked_for(&self, token: Token, with_words: bool) -> bool {
        let clues = self.clues.get(&token).copied().unwrap_or(0);
        let words = if with_words { self.words } else { 0 };
        clues & (NAME | BORN | words) != 0 || clues >> IDENTIFIER != 0
    }

    /// Adds a token to what was met in its record.
    pub(super) fn meet(&self, met: &mut Met, token: Token) {
        let clues = self.clues.get(&token);
        met.clues |= clues.copied().unwrap_or(0);
        // Two dates of birth in a row can't be told apart afterwards, so the other one gets a mark of its own.
        let other_born = token.form_code() == Form::Whole(Entity::BirthDate).code() && clues.is_none();
        met.kinds.insert(if other_born { OTHER_BORN } else { token.form_code() });
    }

    /// What the identifiers that were met say: whether one of them belongs to one person alone.
    fn identifier(&self, clues: u64) -> Option<Whose> {
        let met = |i: usize| clues >> (IDENTIFIER as usize + i) & 1 == 1;
        let met = self.identifiers.iter().enumerate().filter(|(i, _)| met(*i));
        met.map(|(_, entity)| whose(*entity)).min()
    }

    /// What a record says; `None` where it is not about the person sought.
    pub(super) fn occurrence(&self, record: u32, met: &Met, places: &[Place]) -> Option<Occurrence> {
        let Met { clues, kinds } = met;
        let clues = *clues;
        if clues == 0 {
            return None;
        }
        let after = places.partition_point(|place| place.first <= record);
        let place = after.checked_sub(1).and_then(|i| places.get(i))?;
        let in_row = place.table.is_some();
        // In forms given name and surname have fields of their own: `Name: Mustermann`, `Vorname: Erika`. In a text they may be two people's,
        // which makes it no more than likely.
        let named = clues & NAME != 0 || (self.words != 0 && clues & self.words == self.words);
        let born = clues & BORN != 0;
        let is_other_born = in_row && self.is_born_known && !born && kinds.contains(&OTHER_BORN);
        let certainty = match (self.identifier(clues), named, born) {
            (Some(Whose::Shared), true, _) if is_other_born => Certainty::Possible,
            (Some(Whose::Hers), ..) | (Some(Whose::Shared), true, _) => Certainty::Certain,
            (_, _, true) if in_row && (named || clues >> IDENTIFIER != 0) => Certainty::Certain,
            (Some(Whose::Shared), ..) | (_, true, true) => Certainty::Likely,
            (_, true, false) if is_other_born => Certainty::Namesake,
            (_, true, false) => Certainty::Possible,
            (_, false, true) if clues & SOUND != 0 => Certainty::Possible,
            _ => return None,
        };
        let mut by = Vec::new();
        if named {
            by.push(Clue::Name);
        } else if clues & SOUND != 0 {
            by.push(Clue::Sound);
        }
        if born {
            by.push(Clue::Born);
        }
        for (i, entity) in self.identifiers.iter().enumerate() {
            if clues >> (IDENTIFIER + i as u32) & 1 == 1 {
                by.push(Clue::Identifier(*entity));
            }
        }
        let mut entities: Vec<Entity> = kinds.iter().filter_map(|code| entity_of(*code)).collect();
        entities.sort_unstable();
        entities.dedup();
        let row = place.table.clone().map(|table| (table, u64::from(record - place.first) + 1));
        Some(Occurrence { member: place.member.clone(), row, certainty, clues: by, kinds: entities })
    }
}

/// Whose an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    /// One person's alone
    Hers,
    /// That of a family, a household or a case, perhaps
    Shared,
}

/// Numbers that the state or a bank gives to one person. Couples share accounts, telephones, cars, mailboxes, and the
/// Steuernummer of a joint return.
const fn whose(entity: Entity) -> Whose {
    match entity {
        Entity::SteuerId
        | Entity::Vsnr
        | Entity::Kvnr
        | Entity::IdCard
        | Entity::Passport
        | Entity::CreditCard => Whose::Hers,
        _ => Whose::Shared,
    }
}

/// A date of birth that is not the one sought; no form has this code.
const OTHER_BORN: u8 = u8::MAX;

fn entity_of(code: u8) -> Option<Entity> {
    if code == OTHER_BORN {
        return Some(Entity::BirthDate);
    }
    if code == Form::NameWord.code() || code == Form::NameSound.code() {
        return Some(Entity::PersonName);
    }
    Entity::ALL.get(usize::from(code)).copied()
}

/// A folded word, and as who leaves the dots away would write it: `mueller`, `muller`.
fn spellings(word: &str) -> Vec<String> {
    let plain = undotted(word);
    if plain == word { vec![plain] } else { vec![word.to_owned(), plain] }
}
