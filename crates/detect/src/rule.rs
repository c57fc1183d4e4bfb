// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::digits;
use crate::lexicon::Lexicon;
use crate::pack::Pack;
use crate::view::View;
use hoheit_types::{Confidence, Entity, RuleId, Signals};
use std::ops::Range;
use std::sync::Arc;

/// A rule's page: what it finds, why, and samples that are documentation and test at once.
#[derive(Debug)]
pub struct Rule {
    /// Stable snake-case name
    pub name: &'static str,
    /// Counts up whenever results can change
    pub version: u32,
    /// What it finds
    pub entity: Entity,
    /// What the thing is, who issues it, how it is told from others
    pub purpose: &'static str,
    /// Where its facts come from
    pub source: &'static str,
    /// What must and must not be found
    pub samples: Samples,
}

impl Rule {
    pub(crate) fn id(&self) -> Arc<RuleId> {
        Arc::new(RuleId { name: self.name.to_owned(), version: self.version })
    }
}

/// Samples of one rule.
#[derive(Debug)]
pub struct Samples {
    /// Texts and the normalised values that the rule finds in them, in order
    pub found: &'static [(&'static str, &'static [&'static str])],
    /// Texts in which the rule finds nothing
    pub not_found: &'static [&'static str],
}

/// All rules, in the order of their entities.
pub fn rules() -> &'static [&'static Rule] {
    crate::rules::ALL
}

/// One number for the state of all rules: it changes whenever results can change. Parts that belong to no single
/// rule (overlaps, columns) count by [`SHARED_VERSION`].
pub fn ruleset_version() -> u32 {
    SHARED_VERSION + rules().iter().map(|rule| rule.version).sum::<u32>()
}

/// As [`ruleset_version`], with own rules beside the built-in ones: it changes with every change in a pack, whether or not
/// somebody counted the pack's version up. Never 0; the order of the packs does not matter.
pub fn ruleset_version_with(packs: &[Pack]) -> u32 {
    if packs.is_empty() {
        return ruleset_version();
    }
    let mut prints: Vec<u64> = packs.iter().map(Pack::print).collect();
    prints.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&ruleset_version().to_le_bytes());
    for print in prints {
        hasher.update(&print.to_le_bytes());
    }
    let mut hash = [0; 4];
    hasher.finalize_xof().fill(&mut hash);
    u32::from_le_bytes(hash).max(1)
}

/// Version of what no single rule owns. Count up when overlaps, column roles or context words change results.
const SHARED_VERSION: u32 = 4;

/// The kinds of [`RuleSet::identifiers`].
const IDENTIFIERS: &[Entity] = &[
    Entity::Email,
    Entity::Iban,
    Entity::Phone,
    Entity::SteuerId,
    Entity::Steuernummer,
    Entity::VatId,
    Entity::Vsnr,
    Entity::Kvnr,
    Entity::IdCard,
    Entity::Passport,
    Entity::Mrz,
    Entity::CreditCard,
    Entity::LicencePlate,
    Entity::Vin,
    Entity::Ip,
    Entity::Mac,
    Entity::LeitwegId,
];

/// Which kinds an engine looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSet(u64);

impl RuleSet {
    /// Everything.
    pub const fn all() -> Self {
        let mut set = Self(0);
        let mut i = 0;
        while i < Entity::ALL.len() {
            set = set.with(Entity::ALL[i]);
            i += 1;
        }
        set
    }

    /// What stands for itself by its form: numbers and addresses of machines and mailboxes, without names, dates, places
    /// and subjects, which need their surroundings.
    pub const fn identifiers() -> Self {
        let mut set = Self(0);
        let mut i = 0;
        while i < IDENTIFIERS.len() {
            set = set.with(IDENTIFIERS[i]);
            i += 1;
        }
        set
    }

    /// One kind.
    pub const fn only(entity: Entity) -> Self {
        Self(1 << entity as u64)
    }

    /// This set and one kind more.
    #[must_use]
    pub const fn with(self, entity: Entity) -> Self {
        Self(self.0 | 1 << entity as u64)
    }

    /// Whether a kind is in the set.
    pub const fn has(self, entity: Entity) -> bool {
        self.0 & (1 << entity as u64) != 0
    }
}

/// All kinds.
impl Default for RuleSet {
    fn default() -> Self {
        Self::all()
    }
}

/// What a rule hands back: a match before it gets its rule and column.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) span: Range<usize>,
    pub(crate) value: String,
    pub(crate) confidence: Confidence,
    pub(crate) signals: Signals,
}

/// The confidence, in percent, of a match that only its form speaks for: it is dropped unless its line holds something of a
/// person or a vehicle, or a heading names its kind.
pub(crate) const UNBELIEVED: u8 = 40;

/// What stands before or behind a run of digits, as far as it turns rules away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// The text's start or end, a line break, a tab
    Edge,
    /// A blank; a byte of a wide one counts as [`Beside::Wide`]
    Blank,
    /// A capital ASCII letter
    Upper,
    /// A small ASCII letter
    Lower,
    /// `.` or `,`
    Point,
    /// `-`, `/` or `_`
    Dash,
    /// `:`
    Colon,
    /// What parts cells: `;`, `|`, a quote
    Border,
    /// Another ASCII character: a bracket, `+`, `*`
    Sign,
    /// A byte of a character beyond ASCII: a letter, a dash, a no-break space
    Wide,
}

impl Beside {
    const ALL: [Self; 10] = [
        Self::Edge,
        Self::Blank,
        Self::Upper,
        Self::Lower,
        Self::Point,
        Self::Dash,
        Self::Colon,
        Self::Border,
        Self::Sign,
        Self::Wide,
    ];

    /// The class of a byte; 0 is the text's start or end.
    const fn of(byte: u8) -> Self {
        match byte {
            0 | b'\n' | b'\r' | b'\t' => Self::Edge,
            b' ' => Self::Blank,
            b'A'..=b'Z' => Self::Upper,
            b'a'..=b'z' => Self::Lower,
            b'.' | b',' => Self::Point,
            b'-' | b'/' | b'_' => Self::Dash,
            b':' => Self::Colon,
            b';' | b'|' | b'"' => Self::Border,
            0x80.. => Self::Wide,
            _ => Self::Sign,
        }
    }

    /// Whether a word goes on from the digits or into them.
    pub(crate) const fn is_letter(self) -> bool {
        matches!(self, Self::Upper | Self::Lower)
    }
}

/// A rule for what holds a run of digits.
pub(crate) struct NumberRule {
    pub(crate) page: &'static Rule,
    /// Whether the first run of digits of such a number can have this length (in bytes, at most [`RUN`]) behind such a
    /// character and before such a one. Asked when an engine is built, never for a text, so that a rule costs nothing where
    /// it can't apply.
    pub(crate) may: fn(usize, Beside, Beside) -> bool,
    /// How many digits (or letters that [`misread`](crate::digits::misread) takes for some) stand together from the run on,
    /// with nothing but blanks, line ends, brackets and `. - /` between them; at most [`MOST_DIGITS`]
    pub(crate) least: usize,
    /// What holds the run of digits, given its start and length
    pub(crate) find: fn(&View<'_>, usize, usize) -> Option<Found>,
}

/// Runs of this length and longer are not told apart by [`NumberRule::may`].
pub(crate) const RUN: usize = 31;

/// Digits beyond these are not counted for [`NumberRule::least`].
pub(crate) const MOST_DIGITS: usize = 12;
/// How far they are counted, in bytes: eleven digits with three blanks between any two, as forms in PDF files have them.
const DIGITS_WITHIN: usize = 48;

const KINDS: usize = Beside::ALL.len();

/// Which number rules can apply to a run of digits: a set of their indices for each length and characters beside, and one for
/// each number of digits that stand together.
#[derive(Debug)]
pub(crate) struct Shapes {
    sets: Box<[u32; (RUN + 1) * KINDS * KINDS]>,
    dense: [u32; MOST_DIGITS + 1],
    classes: Box<[Class; 256]>,
}

/// What a byte is to a number.
#[derive(Clone, Copy, Debug, Default)]
struct Class {
    beside: u8,
    /// A digit, or what one was misread as
    digit: bool,
    /// Stands between digits
    joins: bool,
}

impl Shapes {
    pub(crate) fn new<'r>(rules: impl Iterator<Item = &'r NumberRule>) -> Self {
        let mut sets = Box::new([0; (RUN + 1) * KINDS * KINDS]);
        let mut dense = [0; MOST_DIGITS + 1];
        let kind = |index: usize| Beside::ALL.get(index % KINDS).copied().unwrap_or(Beside::Sign);
        for (index, rule) in rules.enumerate() {
            for (i, set) in sets.iter_mut().enumerate() {
                let (run, before, behind) = (i / KINDS / KINDS, kind(i / KINDS), kind(i));
                *set |= u32::from((rule.may)(run, before, behind)) << index;
            }
            for (count, set) in dense.iter_mut().enumerate() {
                *set |= u32::from(rule.least <= count) << index;
            }
        }
        let mut classes = Box::new([Class::default(); 256]);
        for (byte, class) in (0..=u8::MAX).zip(classes.iter_mut()) {
            *class = Class {
                beside: Beside::of(byte) as u8,
                digit: digits::digit(byte).is_some(),
                joins: matches!(
                    byte,
                    b' ' | b'\t' | b'\r' | b'\n' | b'.' | b'-' | b'/' | b'(' | b')' | 0x80..
                ),
            };
        }
        Self { sets, dense, classes }
    }

    /// The indices of the rules for the run of digits of this length that starts here, as bits.
    #[inline]
    pub(crate) fn rules(&self, view: &View<'_>, start: usize, run: usize) -> u32 {
        let before = self.class(view.before(start)).beside;
        let behind = self.class(view.at(start + run)).beside;
        let place = (run.min(RUN) * KINDS + usize::from(before)) * KINDS + usize::from(behind);
        let set = self.sets.get(place).copied().unwrap_or(0);
        if set == 0 {
            return 0;
        }
        let mut count = run.min(MOST_DIGITS);
        let mut fitting = set & self.dense.get(count).copied().unwrap_or(0);
        if fitting == set {
            return set;
        }
        for byte in view.slice(start + run..start + DIGITS_WITHIN) {
            let class = self.class(*byte);
            if class.digit {
                count = MOST_DIGITS.min(count + 1);
                fitting = set & self.dense.get(count).copied().unwrap_or(0);
                if fitting == set {
                    break;
                }
            } else if !class.joins {
                break;
            }
        }
        fitting
    }

    #[inline]
    fn class(&self, byte: u8) -> Class {
        self.classes.get(usize::from(byte)).copied().unwrap_or_default()
    }
}

/// A rule for what a word announces or begins.
pub(crate) struct WordRule {
    pub(crate) page: &'static Rule,
    /// The words that it waits for, or their beginnings of four bytes and more. The first letter counts with its case, the
    /// others do not.
    pub(crate) words: fn() -> Vec<&'static str>,
    /// What the word at an offset announces or begins
    pub(crate) find: fn(&View<'_>, &Lexicon, usize) -> Option<Found>,
}

impl Found {
    pub(crate) fn with(mut self, signals: Signals) -> Self {
        self.signals = self.signals.with(signals);
        self
    }
}
