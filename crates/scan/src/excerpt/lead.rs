// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Who is named behind a word that announces somebody: `Herr Beispiel`, `Zeugen: Alwiso und Bertolo`, `"mother": "Mayla"`.

use super::between::Between;
use super::doubt::{is_compound, is_everyday, words_from};
use super::label::is_harmless;
use super::persons::{
    is_kin, is_known_role, is_label, is_of_english_kin, is_part, is_role, may_be_short_for_others, tied,
};
use hoheit_detect::Engine;
use std::ops::Range;

/// Words and numbers that may stand between a lead and the name. 6: `Kind Nr. 1, geb. 01.02.2015, Mayla`.
const PASSED: u8 = 6;

/// Names in small letters behind `frau` or `herr`. 2: a given name and a surname.
const SMALL: u8 = 2;

/// What makes somebody's name of a word that stands behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// `Herr Beispiel`
    Address,
    /// The same of several: `Eheleute Beispiel / Muster`
    Addresses,
    /// `ihre Tochter Mayla`, `Zeugen: Alwiso und Bertolo`
    Kin,
    /// The same and parts in small letters, in data or before a colon: `"mother": "Mayla"`
    Field,
    /// Labels of names: `Nachname: Beispiel`
    Label,
    /// `Antragsteller Zwirbel`, `Unterschrift: Zwirbel`
    Part,
    /// The same of parts that no list knows: `Einsender Zwirbel`, `SB Zwirbel`
    Role,
    /// `Bevollm. Zwirbel`
    Short,
    /// Whatever else stands before a colon: `Anwesend: Zwirbel`
    Any,
    /// A name, which may go on
    Name,
    /// A name that others may follow in a row
    NameInRow,
}

impl Lead {
    fn of(word: &str) -> Option<Self> {
        const ADDRESS: &[&str] = &[
            "herr",
            "herrn",
            "hr",
            "hrn",
            "frau",
            "fr",
            "frl",
            "fräulein",
            "hd",
            "dr",
            "prof",
            "dipl",
            "ing",
            "mr",
            "mrs",
            "ms",
        ];
        const ADDRESSES: &[&str] = &["herren", "frauen", "familie", "fam", "eheleute", "ehepaar"];
        let lower = word.to_lowercase();
        // `Kind1`, `Zeuge2`
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_capitalised = word.starts_with(char::is_uppercase);
        match bare {
            _ if ADDRESS.contains(&lower.as_str()) => Some(Self::Address),
            _ if ADDRESSES.contains(&lower.as_str()) => Some(Self::Addresses),
            _ if is_of_english_kin(bare) || (is_capitalised && is_kin(bare)) => Some(Self::Kin),
            _ if is_capitalised && (is_part(bare) || is_known_role(bare)) => Some(Self::Part),
            _ if is_kin(bare) || is_part(bare) || is_known_role(bare) => Some(Self::Field),
            _ if is_label(word) => Some(Self::Label),
            _ => None,
        }
    }

    /// What two words say that a hyphen or an underline ties together: `notfall_kontakt`.
    fn of_tied(word: &str) -> Option<Self> {
        let is_named = is_kin(word) || is_part(word) || is_known_role(word);
        let is_capitalised = word.starts_with(char::is_uppercase);
        is_named.then_some(if is_capitalised { Self::Part } else { Self::Field })
    }

    /// What else a word may announce that may be a name itself.
    fn of_doubtful(word: &str, behind: &str) -> Option<Self> {
        match word {
            _ if !word.starts_with(char::is_uppercase) => None,
            _ if behind.starts_with('.') && may_be_short_for_others(word) => Some(Self::Short),
            _ if is_role(word) => Some(Self::Role),
            _ => None,
        }
    }

    /// Whether a word is a name, by what stands between. Where that is weak, the word has to look like one.
    fn announces(self, between: Between, is_like_name: bool) -> bool {
        use Between as B;
        /// `Herr Dr.-Ing. von`
        const TITLE: B = B::any(&[B::DOT, B::HYPHEN, B::OF]);
        const SIGNS: B = B::any(&[B::FIELD, B::COMMA, B::DASH, B::BRACKET, B::HYPHEN, B::NUMBER]);
        const LINKED: B = B::any(&[SIGNS, B::ROW, B::NAMED, B::IS, B::OF, B::FAR, B::BREAK]);
        /// Behind these whatever it looks like: `Vater: Wald`
        const TOLD: B = B::any(&[B::FIELD, B::NAMED, B::NUMBER]);
        let is_told = between.has(B::any(&[B::FIELD, B::NAMED, B::IS]));
        let like = |kinds: B| is_like_name && between.is_within(kinds);
        if (between.has(B::FAR) && !is_told) || (between.has(B::BREAK) && !between.has(B::FIELD)) {
            return false;
        }
        match self {
            Self::Address | Self::Addresses => between.is_within(TITLE) || like(TITLE.and(SIGNS)),
            Self::Name => between.is_within(B::HYPHEN) || like(TITLE),
            Self::Kin => between.is_within(TOLD.and(B::COMMA)) || like(LINKED),
            Self::Part => (is_told && between.is_within(TOLD)) || like(LINKED),
            Self::Field | Self::Label => {
                (between.has(B::FIELD) && (between.is_within(B::any(&[TOLD, B::BRACKET])) || like(LINKED)))
                    || (self == Self::Label && like(B::EMPTY))
            }
            Self::Role => like(B::any(&[TOLD, B::IS, B::DASH, B::BRACKET, B::HYPHEN])),
            Self::Any => between.has(B::FIELD) && like(B::any(&[TOLD, B::BRACKET, B::DASH, B::OF])),
            Self::Short => between.has(B::DOT) && like(TOLD.and(B::DOT)),
            Self::NameInRow => {
                // Behind a colon only what follows a number in a row: `Mayla: 5, Jubo: 7`.
                let is_listed = between.has(B::COMMA.and(B::ROW));
                between.is_within(B::HYPHEN)
                    || ((is_listed || !between.has(B::FIELD)) && like(B::any(&[SIGNS, TITLE, B::ROW])))
            }
        }
    }

    /// What a name behind it is.
    const fn name(self) -> Self {
        match self {
            Self::Address | Self::Label | Self::Name => Self::Name,
            _ => Self::NameInRow,
        }
    }
}

/// A lead, and what has been read behind it.
struct Open {
    lead: Lead,
    between: Between,
    /// Where the last word read ends
    end: usize,
    /// Where initials before the name begin: they tell a part of it
    initials: Option<usize>,
    passed: u8,
    /// Words in small letters that may still be names: who writes `frau` writes her name so, too
    small: u8,
}

impl Open {
    const fn new(lead: Lead, end: usize, small: u8) -> Self {
        Self { lead, between: Between::EMPTY, end, initials: None, passed: 0, small }
    }

    /// Behind these names may be written small.
    const fn is_address(&self) -> bool {
        matches!(self.lead, Lead::Address | Lead::Addresses | Lead::Name)
    }

    /// Behind these stands one name, and nothing else before it.
    const fn is_of_one(&self) -> bool {
        matches!(self.lead, Lead::Address | Lead::Label | Lead::Name)
    }

    /// Reads the signs before a word. Whether the word itself only stands between the lead and the name.
    fn passes(&mut self, text: &str, range: &Range<usize>, word: &str) -> bool {
        // `Nachbar:in`, `Mieter/-in`
        const GENDERED: &[&str] = &["in", "innen", "r", "n", "e", "en", "er"];
        let gap = text.get(self.end..range.start).unwrap_or_default();
        let is_glued = !gap.is_empty() && !gap.contains(char::is_whitespace);
        if self.passed == 0 && is_glued && GENDERED.contains(&word) {
            return self.pass(range, Between::EMPTY);
        }
        // The dot of `Nr.`, `2.` and initials.
        let gap = if self.passed > 0 { gap.strip_prefix('.').unwrap_or(gap) } else { gap };
        self.between = self.between.read(gap);
        match Between::of_word(word) {
            Some(Between::EMPTY) => {
                self.initials = self.initials.or(Some(range.start));
                self.pass(range, Between::EMPTY)
            }
            Some(kind) if !self.is_of_one() || kind == Between::OF => self.pass(range, kind),
            _ => false,
        }
    }

    /// Whether a word that is no name may be overlooked: in brackets, or on the way to a colon (`Mitbewohner im Zimmer 12: …`).
    fn overlooks(&mut self, range: &Range<usize>, is_common: bool) -> bool {
        if self.is_of_one() {
            return false;
        }
        if self.between.is_in_bracket() {
            return self.pass(range, Between::EMPTY);
        }
        self.between = self.between.far();
        is_common && matches!(self.lead, Lead::Kin | Lead::Part) && self.pass(range, Between::FAR)
    }

    fn pass(&mut self, range: &Range<usize>, kind: Between) -> bool {
        self.between = self.between.and(kind);
        self.end = range.end;
        self.passed = self.passed.saturating_add(1);
        self.passed <= PASSED
    }

    /// Whether the word that was reached is a name.
    fn announces(&self, word: &str, behind: &str, is_everyday: bool) -> bool {
        if is_key(behind) {
            return false; // the next one in JSON
        }
        if word.starts_with(char::is_uppercase) {
            let is_like_name = word.chars().any(char::is_lowercase) && word.len() > 2 && !is_everyday;
            return self.lead.announces(self.between, is_like_name);
        }
        let is_near =
            self.is_address() && self.between.is_within(Between::DOT.and(Between::HYPHEN).and(Between::OF));
        self.small > 0
            && word.chars().count() > 2
            && !is_everyday
            && (is_near || (self.between.has(Between::FIELD) && self.lead.announces(self.between, true)))
    }
}

/// Whether a key of JSON ends before this: a label, whatever stands before it.
fn is_key(behind: &str) -> bool {
    let behind = behind.strip_prefix(['"', '\'']);
    behind.is_some_and(|behind| behind.trim_start_matches(' ').starts_with(':'))
}

/// Whether a word is a label by what stands behind it, whatever else it may be.
fn is_before_colon(word: &str, behind: &str) -> bool {
    // `Stellv.:`, `Vorname(n) :`; neither an address of the web nor the hour of a time.
    let signs = behind.trim_start_matches([' ', '.', ')', '*']);
    let is_label = is_key(behind) || (signs.starts_with([':', '=']) && !signs.starts_with("://"));
    is_label && word.contains(char::is_alphabetic)
}

/// Words behind a form of address, a word of kinship, a label or somebody's part in a case: names, though no rule may know
/// them.
pub(super) fn addressed(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Open> = None;
    let mut before = 0..0;
    for (range, word) in words_from(text, 1) {
        let last = std::mem::replace(&mut before, range.clone());
        if open.as_mut().is_some_and(|open| open.passes(text, &range, word)) {
            continue;
        }
        let behind = text.get(range.end..).unwrap_or_default();
        let is_label = is_before_colon(word, behind);
        let is_weak = open.as_ref().is_some_and(|open| open.lead == Lead::Any);
        let is_everyday =
            open.is_some() && (is_everyday(engine, word) || (is_weak && is_compound(engine, word)));
        let announced = open.as_ref().filter(|open| open.announces(word, behind, is_everyday));
        let lead = Lead::of(word).or_else(|| Lead::of_tied(&tied(text, &last, &range)?));
        let next = match (lead, announced) {
            // `Frau Kind` is called so.
            (Some(Lead::Kin | Lead::Field | Lead::Label | Lead::Part), Some(open))
                if matches!(open.lead, Lead::Address | Lead::Addresses) =>
            {
                Some(open.lead.name())
            }
            (Some(lead), _) => Some(lead),
            // `Kind: Mayla, Erzieher: Zwirbel`: taken for a name, and a label all the same.
            (None, Some(_)) if is_label => Some(Lead::Part),
            (None, Some(open)) => Some(open.lead.name()),
            (None, None) if open.as_ref().is_some_and(|open| open.between.is_in_bracket()) => None,
            (None, None) => Lead::of_doubtful(word, behind),
        };
        let Some(next) = next else {
            let is_common = is_everyday || word.starts_with(char::is_lowercase);
            let is_harmless = is_label && is_harmless(word);
            if is_harmless || !open.as_mut().is_some_and(|open| open.overlooks(&range, is_common)) {
                open = (is_label && !is_harmless).then(|| Open::new(Lead::Any, range.end, 0));
            }
            continue;
        };
        let is_name = announced.is_some() && lead.is_none() || matches!(next, Lead::Name | Lead::NameInRow);
        // `Zeuge Richter` may be his name or his office.
        if is_name || (announced.is_some() && next == Lead::Part && engine.is_anybodys_name(word)) {
            let initials = announced.and_then(|open| open.initials);
            names.push(initials.unwrap_or(range.start)..range.end);
        }
        let small = match announced {
            Some(open) if is_name && open.is_address() => open.small.saturating_sub(1),
            _ if is_name => 0,
            _ => SMALL * u8::from(word.starts_with(char::is_lowercase)),
        };
        open = Some(Open::new(next, range.end, small));
    }
    names.extend(told_behind(engine, text));
    names
}

/// Capitalised words that a word of kin or a part behind them tells for names: `Brelto (Partner)`, `Gorvik, ihr Vater`.
fn told_behind(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    const LINKS: &[&str] = &[
        "ihr", "ihre", "ihrem", "ihren", "ihrer", "sein", "seine", "seinem", "seinen", "seiner", "mein",
        "meine", "der", "die", "das", "dem", "den", "als", "ist", "war",
    ];
    const IN_BRACKETS: Between = Between::BRACKET.and(Between::OF);
    const APART: Between = Between::COMMA.and(Between::OF);
    let mut names = Vec::new();
    let mut maybe: Option<(Range<usize>, &str)> = None;
    let (mut between, mut end) = (Between::EMPTY, 0);
    for (range, word) in words_from(text, 1) {
        between = between.read(text.get(end..range.start).unwrap_or_default());
        end = range.end;
        if LINKS.contains(&word) {
            between = between.and(Between::OF);
            continue;
        }
        let is_capitalised = word.starts_with(char::is_uppercase) && word.len() > 2;
        let is_kin = is_capitalised && is_kin(word);
        if is_kin || (is_capitalised && is_part(word)) {
            let is_told = (between.has(Between::BRACKET) && between.is_within(IN_BRACKETS))
                || (between.has(Between::OF) && between.is_within(APART))
                || (is_kin && between == Between::COMMA);
            let name = maybe.take().filter(|(_, name)| is_told && !is_everyday(engine, name));
            names.extend(name.map(|(range, _)| range));
        } else {
            maybe = is_capitalised.then_some((range, word));
        }
        between = Between::EMPTY;
    }
    names
}

/// The same in a cell, read behind its heading as behind a label. Not below headings of names: whose they are, the row tells.
pub(super) fn below(engine: &Engine, heading: &str, cell: &str) -> Vec<Range<usize>> {
    if words_from(heading, 3).any(|(_, word)| is_label(word)) {
        return Vec::new();
    }
    let label = format!("{heading}: ");
    let named = addressed(engine, &format!("{label}{cell}")).into_iter();
    let in_cell = named.filter(|name| name.end > label.len());
    in_cell.map(|name| name.start.saturating_sub(label.len())..name.end - label.len()).collect()
}
