// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What values say about the person sought while they come out of a file, one after another: nothing of them is kept.

use super::kept::Place;
use super::sought::{Met, Occurrence, Sought, Wanted};
use super::{TokenKey, forms, has_tokens};
use hoheit_types::{Entity, Sensitive};
use std::collections::BTreeMap;

/// Judges the values of one file, however many there are: memory grows with what is found, not with the file.
#[derive(Debug)]
pub struct Judge<'k> {
    wanted: Wanted,
    key: &'k TokenKey,
    places: Vec<Place>,
    /// Records of which more may come
    open: BTreeMap<u32, Open>,
    found: Vec<(u32, Occurrence)>,
    is_cut: bool,
}

/// A record of which more may come.
#[derive(Debug, Default)]
struct Open {
    met: Met,
    /// In a row, the names in it: two cells may make one. Of more than [`NAMES`] none is made.
    names: Vec<Sensitive<String>>,
    /// In a text, the name before
    before: Option<Sensitive<String>>,
}

/// Names of a row that are held: one more than make a name as a whole.
const NAMES: usize = 3;

impl<'k> Judge<'k> {
    /// Records of one file at most that are told. 10,000: nobody reads on; whoever is sought by an identifier has far fewer.
    pub const MOST: usize = 10_000;

    /// With any key: the tokens of what is sought and of what comes live only as long as this.
    pub fn new(sought: &Sought, key: &'k TokenKey) -> Self {
        let wanted = Wanted::new(sought, key);
        Self { wanted, key, places: Vec::new(), open: BTreeMap::new(), found: Vec::new(), is_cut: false }
    }

    /// The next stretch of records begins, see [`Place`]; before its values come, and in the order of first records.
    pub fn place(&mut self, place: Place) {
        self.places.push(place);
    }

    /// Takes a value in its normal form.
    pub fn take(&mut self, record: u32, entity: Entity, value: &Sensitive<String>) {
        if !has_tokens(entity) {
            return;
        }
        let in_row = self.is_row(record);
        let open = self.open.entry(record).or_default();
        if in_row && entity == Entity::PersonName && open.names.len() < NAMES {
            open.names.push(value.clone());
        }
        for token in self.key.tokens(entity, value, in_row) {
            self.wanted.meet(&mut open.met, token);
        }
        if !in_row && entity == Entity::PersonName {
            let before = open.before.replace(value.clone());
            if let Some(name) = before.as_ref().and_then(|before| forms::beside_a_word(before, value)) {
                for token in self.key.tokens(entity, name, true) {
                    self.wanted.meet(&mut open.met, token);
                }
            }
        }
    }

    /// All values of rows before this record have come. Other text ends with the file only.
    pub fn settle(&mut self, before: u32) {
        let rows: Vec<u32> = self.open.range(..before).map(|(record, _)| *record).collect();
        for record in rows {
            if self.is_row(record) {
                self.close(record);
            }
        }
    }

    /// Whether a value is one that was asked for, in any spelling. `in_row`: also a single word of the name, as in cells for
    /// given name and surname.
    pub fn knows(&self, entity: Entity, value: &Sensitive<String>, in_row: bool) -> bool {
        let tokens = self.key.tokens(entity, value, false);
        tokens.into_iter().any(|token| self.wanted.is_asked_for(token, in_row))
    }

    /// The records in which the person may occur, in their order; and whether there were more than [`Judge::MOST`].
    pub fn finish(mut self) -> (Vec<Occurrence>, bool) {
        while let Some(record) = self.open.keys().next().copied() {
            self.close(record);
        }
        self.found.sort_by_key(|(record, _)| *record);
        (self.found.into_iter().map(|(_, occurrence)| occurrence).collect(), self.is_cut)
    }

    fn is_row(&self, record: u32) -> bool {
        let after = self.places.partition_point(|place| place.first <= record);
        let place = after.checked_sub(1).and_then(|i| self.places.get(i));
        place.is_some_and(|place| place.table.is_some())
    }

    fn close(&mut self, record: u32) {
        let Some(Open { mut met, names, .. }) = self.open.remove(&record) else { return };
        // As among kept tokens: given name and surname in cells of their own.
        if let Some(whole) = forms::whole(&names) {
            for token in self.key.tokens(Entity::PersonName, &whole, false) {
                self.wanted.meet(&mut met, token);
            }
        }
        let Some(occurrence) = self.wanted.occurrence(record, &met, &self.places) else { return };
        if self.found.len() < Self::MOST {
            self.found.push((record, occurrence));
        } else {
            self.is_cut = true;
        }
    }
}
