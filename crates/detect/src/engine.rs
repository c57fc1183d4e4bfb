// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::columns::{self, Heading};
use crate::exceptions::Exceptions;
use crate::filter::Filter;
use crate::lexicon::{self, Kinds, Lexicon};
use crate::pack::{Pack, Packs};
use crate::pattern;
use crate::role::Roles;
use crate::rule::{Found, NumberRule, RuleSet, Shapes, UNBELIEVED, WordRule};
use crate::rules::{self, birth_date, email, person_name};
use crate::table::{self, TABLE_BYTES, Table, Walk};
use crate::topics::{Ledger, Topics, Trail};
use crate::view::View;
use crate::{Match, Sink};
use aho_corasick::packed;
use hoheit_types::{Confidence, Entity, Role, RuleId, Sensitive, Signals};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

/// Bytes that all passes run over before the next ones: 128 KiB stay in a second-level cache together with
/// the tables.
pub(crate) const PIECE: usize = 128 << 10;

/// No match begins further before the place that led to it, in bytes. A local part has 64, a name fewer.
const REACH: usize = 512;

/// Digits that two neighbouring blocks must hold before anyone looks: the shortest extension has three; a house
/// number has one, and so can a document's serial number.
const fn least_digits(set: RuleSet) -> u32 {
    if set.has(Entity::Address) || set.has(Entity::IdCard) || set.has(Entity::Passport) { 1 } else { 3 }
}

/// The detection engine. Building it takes milliseconds and a few MiB; build one and share it.
pub struct Engine {
    set: RuleSet,
    /// The rule that a whole cell's find is booked on, by kind
    cell_ids: Vec<(Entity, Arc<RuleId>)>,
    /// Where e-mail addresses are wanted: what finds the hidden ones
    email: Option<(Arc<RuleId>, packed::Searcher)>,
    /// Rules for what holds a run of digits, the most telling first, and what tells which of them may apply
    numbers: Vec<(&'static NumberRule, Arc<RuleId>)>,
    shapes: Shapes,
    /// Rules for what a word announces or begins, and the words they wait for
    words: Vec<(&'static WordRule, Arc<RuleId>)>,
    filter: Filter,
    /// The rule for names, as the filter has it: most words that begin as one are turned away by the lexicon
    names: u8,
    /// The words that are known; empty where no rule asks
    lexicon: Lexicon,
    roles: Roles,
    /// The rule for dates of birth, where they and names are wanted
    births: Option<Arc<RuleId>>,
    /// Own rules of the authority
    packs: Packs,
    /// Marked false alarms
    exceptions: Option<Arc<Exceptions>>,
    /// Special categories, which a whole document decides about
    topics: Option<Topics>,
}

/// The rule number that the filter knows topics by, behind those of word rules.
const TOPICS: usize = 7;

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Engine({:?})", self.set)
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new(RuleSet::all())
    }
}

impl Engine {
    /// An engine for some kinds.
    pub fn new(set: RuleSet) -> Self {
        let hidden_at = packed::Searcher::new(email::HIDDEN_AT).filter(|_| set.has(Entity::Email));
        let numbers: Vec<_> = rules::NUMBERS.iter().filter(|rule| set.has(rule.page.entity)).collect();
        let words: Vec<_> = rules::WORDS.iter().filter(|rule| set.has(rule.page.entity)).collect();
        let mut filter = Filter::new();
        for (index, rule) in words.iter().enumerate() {
            for word in (rule.words)() {
                lexicon::spellings(word, |spelling| filter.add(spelling, index));
            }
        }
        let names = words.iter().position(|rule| rule.page.entity == Entity::PersonName);
        let topics = Topics::new(set);
        for word in topics.iter().flat_map(Topics::beginnings) {
            filter.add(&word, TOPICS);
        }
        let triggers = || person_name::triggers();
        Self {
            set,
            cell_ids: rules::ALL.iter().map(|rule| (rule.entity, rule.id())).collect(),
            email: hidden_at.map(|hidden_at| (email::RULE.id(), hidden_at)),
            shapes: Shapes::new(numbers.iter().copied()),
            numbers: numbers.into_iter().map(|rule| (rule, rule.page.id())).collect(),
            lexicon: if words.is_empty() { Lexicon::default() } else { Lexicon::new(triggers()) },
            words: words.into_iter().map(|rule| (rule, rule.page.id())).collect(),
            filter,
            names: names.map_or(0, |index| 1 << index),
            roles: Roles::new(),
            births: (set.has(Entity::BirthDate) && set.has(Entity::PersonName))
                .then(|| birth_date::RULE.id()),
            packs: Packs::default(),
            exceptions: None,
            topics,
        }
    }

    /// An engine for some kinds, with own rules beside the built-in ones. Each rule is a pass over every text.
    pub fn with_packs(set: RuleSet, packs: &[Pack]) -> Self {
        Self { packs: Packs::new(packs, set), ..Self::new(set) }
    }

    /// This engine, without what was marked as a false alarm by its value.
    #[must_use]
    pub fn with_exceptions(self, exceptions: Arc<Exceptions>) -> Self {
        Self { exceptions: Some(exceptions).filter(|exceptions| exceptions.has_values()), ..self }
    }

    /// The own rules, and whether each has found anything since the engine was built. One that never does in a whole run is
    /// wrong or no longer needed.
    pub fn pack_rules(&self) -> impl Iterator<Item = (&RuleId, bool)> {
        self.packs.matched()
    }

    /// Whether a capitalised word may be part of somebody's name: a given name, or a surname that is no ordinary word. For
    /// whoever blackens in doubt; to find a name takes more.
    pub fn may_be_name(&self, word: &str) -> bool {
        let kinds = self.lexicon.kinds(word);
        let is_name = kinds.has(Kinds::GIVEN) || (kinds.has(Kinds::SURNAME) && !kinds.has(Kinds::COMMON));
        is_name && !kinds.has(Kinds::NOT_NAME) && word.starts_with(char::is_uppercase)
    }

    /// Whether a capitalised word is anybody's name, though it may be an ordinary word as well: `Weiß`, `Koch`, `Winter`.
    pub fn is_anybodys_name(&self, word: &str) -> bool {
        let kinds = self.lexicon.kinds(word);
        (kinds.has(Kinds::GIVEN) || kinds.has(Kinds::SURNAME)) && word.starts_with(char::is_uppercase)
    }

    /// Whether a word is known as one of offices, laws or things, or ends as nouns do: hardly somebody's name.
    pub fn is_everyday_word(&self, word: &str) -> bool {
        let kinds = self.lexicon.kinds(word);
        [Kinds::NOT_NAME, Kinds::OFFICE, Kinds::THING].iter().any(|kind| kinds.has(*kind))
            || self.lexicon.ends_like_noun(word)
    }

    /// The matches in a text without tables.
    pub fn text(&self, text: &str, sink: &mut dyn Sink) {
        self.document(text, &[], sink);
    }

    /// The matches in a text and its tables. `tables` are stretches of the text, ascending and without overlap
    /// (others are taken for plain text); in them headers count as evidence, and matches know their column.
    pub fn document(&self, text: &str, tables: &[Table<'_>], sink: &mut dyn Sink) {
        self.sample(text, tables, TABLE_BYTES, sink);
    }

    /// As [`Engine::document`], which reads at most 16 MiB of a table; this reads at most `table_bytes`. Of larger tables
    /// rows are read that lie evenly over the whole stretch, always the same; [`Sink::rows`] tells how many.
    pub fn sample(&self, text: &str, tables: &[Table<'_>], table_bytes: usize, sink: &mut dyn Sink) {
        self.examine(&View::new(text), tables, table_bytes, sink);
    }

    pub(crate) fn examine(
        &self,
        view: &View<'_>,
        tables: &[Table<'_>],
        table_bytes: usize,
        sink: &mut dyn Sink,
    ) {
        let mut ledger = Ledger::new(sink, self.topics.as_ref(), self.exceptions.as_deref());
        let mut at = 0;
        for (number, table) in tables.iter().enumerate() {
            let cells =
                view.part(table.span.clone(), Some(table.delimiter)).filter(|_| table.span.start >= at);
            let (Some(cells), Some(text)) = (cells, view.part(at..table.span.start, None)) else { continue };
            self.stretch(&text, at, None, &mut ledger);
            self.table(&cells, table, number, table_bytes, &mut ledger);
            at = table.span.end;
        }
        if let Some(text) = view.part(at..view.len(), None) {
            self.stretch(&text, at, None, &mut ledger);
        }
        ledger.settle(view.len(), true);
    }

    /// The matches of a table.
    fn table(
        &self,
        cells: &View<'_>,
        table: &Table<'_>,
        number: usize,
        most: usize,
        ledger: &mut Ledger<'_>,
    ) {
        let offset = table.span.start;
        let lower = table::lower_heading(cells, table);
        let table = &Table { header: lower.as_deref().unwrap_or(table.header), ..table.clone() };
        let rule = |role, cell| self.cell(cells, role, cell);
        let mut walk = Walk::new(table, number, cells, self.topics.as_ref(), &rule).with_roles(&self.roles);
        let (lesson, mut found) = (Walk::lesson(cells), Vec::new());
        self.piece(cells, 0, lesson, &mut found, &mut Trail::default());
        resolve(&mut found);
        walk.learn(cells, lesson, &found);
        let blocks = table::blocks(cells, table, most);
        match &blocks {
            None => self.stretch(cells, offset, Some(&mut walk), ledger),
            Some(blocks) => {
                for block in blocks {
                    let Some(rows) = cells.part(block.clone(), Some(table.delimiter)) else { continue };
                    if block.start > 0 {
                        walk.restart();
                    }
                    self.stretch(&rows, offset + block.start, Some(&mut walk), ledger);
                }
            }
        }
        let read = walk.rows_read();
        let total = blocks.map_or(read, |blocks| table::total_rows(cells, &blocks, read));
        ledger.rows(number as u32, total, read);
    }

    /// The matches of one stretch, a table or what lies between two. It is a text of its own: nothing is found across its
    /// ends, which lie at `offset` in the document.
    fn stretch(
        &self,
        view: &View<'_>,
        offset: usize,
        mut walk: Option<&mut Walk<'_>>,
        ledger: &mut Ledger<'_>,
    ) {
        let mut pending = Vec::new();
        let mut trail = Trail::default();
        let mut last = (Role::Unknown, 0);
        let mut person = 0;
        let mut at = 0;
        while at < view.len() {
            let end = view.len().min(at + PIECE);
            self.piece(view, at, end, &mut pending, &mut trail);
            resolve(&mut pending);
            if let Some(walk) = walk.as_deref_mut() {
                let before = pending.len();
                let rule = |role, cell| self.cell(view, role, cell);
                walk.visit(view, end, REACH, &mut pending, &mut trail, &rule);
                if pending.len() > before {
                    resolve(&mut pending);
                }
            }
            let settled = if end == view.len() { usize::MAX } else { end.saturating_sub(REACH) };
            let ready = pending.iter().take_while(|found| found.span.end <= settled).count();
            corroborate(view, &mut pending, ready, &mut person);
            let column = |found: &Match| walk.as_ref().map_or(Role::Unknown, |walk| walk.role(found.column));
            self.roles.tell(view, pending.get_mut(..ready).unwrap_or(&mut []), column, &mut last);
            for mut found in pending.drain(..ready).filter(|found| found.confidence != UNSURE) {
                found.span = found.span.start + offset..found.span.end + offset;
                ledger.take(found);
            }
            ledger.hits(&mut trail, offset, settled.min(view.len()));
            ledger.settle(offset + settled.min(view.len()), false);
            at = end;
        }
    }

    /// What a whole cell is in a column of this role.
    fn cell(&self, view: &View<'_>, role: Heading, cell: Range<usize>) -> Option<Match> {
        let found = columns::cell(view, &self.lexicon, self.set, role, cell)?;
        let (entity, id) = self.cell_ids.iter().find(|(entity, _)| *entity == role.entity())?;
        Some(matched(found, *entity, id))
    }

    /// All passes over one piece.
    fn piece(&self, view: &View<'_>, from: usize, to: usize, pending: &mut Vec<Match>, trail: &mut Trail) {
        if let Some((id, hidden_at)) = &self.email {
            emails(view, from, to, hidden_at, |found| pending.push(matched(found, Entity::Email, id)));
        }
        self.packs.find(view, from, to, |found, entity, id| pending.push(matched(found, entity, id)));
        if !self.numbers.is_empty() {
            pattern::digit_runs(view.bytes(), from, to, least_digits(self.set), |start, run| {
                let mut wanted = self.shapes.rules(view, start, run);
                while let Some((rule, id)) = self.numbers.get(wanted.trailing_zeros() as usize) {
                    if let Some(found) = (rule.find)(view, start, run) {
                        let end = found.span.end;
                        pending.push(matched(found, rule.page.entity, id));
                        return end;
                    }
                    wanted &= wanted - 1;
                }
                start
            });
        }
        if !self.words.is_empty() || self.topics.is_some() {
            let filter = |head, behind| match self.filter.rules(head) {
                rules if rules & self.names == 0 || self.lexicon.may_begin(head, behind) => rules,
                rules => rules & !self.names,
            };
            pattern::words(view.bytes(), from, to, filter, |start, mut wanted| {
                if let Some(topics) = self.topics.as_ref().filter(|_| wanted >> TOPICS & 1 == 1) {
                    topics.visit(view, start, trail);
                }
                while let Some((rule, id)) = self.words.get(wanted.trailing_zeros() as usize) {
                    if let Some(found) = (rule.find)(view, &self.lexicon, start) {
                        let end = found.span.end;
                        if let (Some(births), Entity::PersonName) = (&self.births, rule.page.entity) {
                            let birth = birth_date::beside(view, found.span.clone());
                            pending.extend(birth.map(|found| matched(found, Entity::BirthDate, births)));
                        }
                        pending.push(matched(found, rule.page.entity, id));
                        return end;
                    }
                    wanted &= wanted - 1;
                }
                start
            });
        }
    }
}

fn emails(
    view: &View<'_>,
    from: usize,
    to: usize,
    hidden_at: &packed::Searcher,
    mut each: impl FnMut(Found),
) {
    let bytes = view.bytes();
    for at in memchr::memchr_iter(b'@', bytes.get(from..to).unwrap_or(&[])) {
        email::find(view, from + at, from + at + 1).into_iter().for_each(&mut each);
    }
    // A sign on the border belongs to the piece it starts in.
    let stretch = bytes.get(from..bytes.len().min(to + 4)).unwrap_or(&[]);
    for sign in hidden_at.find_iter(stretch).filter(|sign| from + sign.start() < to) {
        email::find(view, from + sign.start(), from + sign.end()).into_iter().for_each(&mut each);
    }
}

fn matched(found: Found, entity: Entity, id: &Arc<RuleId>) -> Match {
    Match {
        span: found.span,
        entity,
        value: Sensitive::new(found.value),
        rule: Arc::clone(id),
        confidence: found.confidence,
        signals: found.signals,
        role: Role::Unknown,
        column: None,
    }
}

/// What has just this confidence is told by its form alone.
const UNSURE: Confidence = Confidence::percent(UNBELIEVED);

/// Lets the first `ready` of the sorted matches that only their form speaks for be believed where something of a person or a
/// vehicle stands beside them: in their line, or, beside a street, in the lines around. `last` is where the last such thing
/// before them ends.
fn corroborate(view: &View<'_>, pending: &mut [Match], ready: usize, last: &mut usize) {
    /// How far neighbours may be, in bytes.
    const FAR: usize = 200;
    /// Neighbours to each side that are looked at.
    const MOST: usize = 8;
    for index in 0..ready.min(pending.len()) {
        let Some(found) = pending.get(index) else { break };
        let (span, is_street) = (found.span.clone(), found.entity == Entity::Address);
        if found.confidence != UNSURE {
            if speaks(found, is_street) {
                *last = span.end;
            }
            continue;
        }
        let is_near = |from: usize, to: usize| {
            to - from < FAR && ((is_street && !view.is_table()) || !view.slice(from..to).contains(&b'\n'))
        };
        let mut behind = pending.iter().skip(index + 1).take(MOST).filter(|found| speaks(found, is_street));
        let is_beside = (*last > 0 && is_near(*last, span.start))
            || behind.any(|found| is_near(span.end, found.span.start.max(span.end)));
        if let Some(found) = pending.get_mut(index).filter(|_| is_beside) {
            found.confidence = Confidence::percent(65);
            found.signals = found.signals.with(Signals::NEIGHBOUR);
        }
    }
}

/// Whether a match tells that its surroundings are about a person or a vehicle.
fn speaks(found: &Match, beside_street: bool) -> bool {
    let is_telling = match found.entity {
        Entity::PersonName | Entity::Email | Entity::BirthDate | Entity::Vin | Entity::Phone => true,
        // One that only its form speaks for speaks for no other.
        Entity::LicencePlate => found.signals.has(Signals::CONTEXT) || found.signals.has(Signals::HEADER),
        Entity::Iban | Entity::SteuerId | Entity::IdCard | Entity::Vsnr | Entity::Kvnr => beside_street,
        _ => false,
    };
    is_telling && found.confidence != UNSURE
}

/// Sorts by span and lets the better of two overlapping matches win: the surer, then the longer one.
pub(crate) fn resolve(pending: &mut Vec<Match>) {
    pending.sort_by_key(|found| (found.span.start, Reverse(found.span.end)));
    pending.dedup_by(|next, kept| {
        let overlap = next.span.start < kept.span.end;
        if overlap && (next.confidence, next.span.len()) > (kept.confidence, kept.span.len()) {
            std::mem::swap(next, kept);
        }
        overlap
    });
}
