// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words that announce somebody, and behind what signs and links they do so.

use super::between::Between;
use super::persons::{
    is_abbreviation, is_kin, is_known_role, is_label, is_of_english_kin, is_part, is_role,
    may_be_short_for_others,
};

/// What makes somebody's name of a word that stands behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
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
    /// Links, greetings, civil status: `namens Zwirbel`, `Hallo Mayla`, `verh. mit Zwirbel`
    Link,
    /// Words that mean little alone: `durch Zwirbel`
    Little,
    /// Whatever else stands before a colon: `Anwesend: Zwirbel`
    Any,
    /// A name, which may go on
    Name,
    /// A name that others may follow in a row
    NameInRow,
}

impl Lead {
    pub(super) fn of(word: &str) -> Option<Self> {
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
        const LINKS: &[&str] = &[
            "namens",
            "genannt",
            "heißt",
            "heisst",
            "hallo",
            "hi",
            "moin",
            "servus",
            "liebe",
            "lieber",
            "geehrte",
            "geehrter",
            "gruß",
            "grüße",
            "grüßen",
            "lg",
            "vg",
            "mfg",
            "verh",
            "verheiratet",
            "gesch",
            "geschieden",
            "geschiedene",
            "verw",
            "verwitwet",
            "verwitwete",
            "trauung",
            "heirat",
            "eheschließung",
            "oo",
            "gezeichnet",
            "auftrag",
            "verstorbenen",
        ];
        const ADDRESSES: &[&str] = &["dres", "herren", "frauen", "familie", "fam", "eheleute", "ehepaar"];
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
            _ if LINKS.contains(&lower.as_str()) => Some(Self::Link),
            _ => None,
        }
    }

    /// What a word announces that means little alone: `durch Zwirbel`. An everyday word behind it is none.
    pub(super) fn of_little(word: &str) -> Option<Self> {
        const WORDS: &[&str] = &[
            "von", "durch", "mit", "bei", "an", "für", "gegen", "neben", "zu", "über", "lt", "laut", "m",
            "b", "jetzt",
        ];
        WORDS.contains(&word).then_some(Self::Little)
    }

    /// What two words say that a hyphen or an underline ties together: `notfall_kontakt`.
    pub(super) fn of_tied(word: &str) -> Option<Self> {
        let is_named = is_kin(word) || is_part(word) || is_known_role(word);
        let is_capitalised = word.starts_with(char::is_uppercase);
        is_named.then_some(if is_capitalised { Self::Part } else { Self::Field })
    }

    /// What else a word may announce that may be a name itself.
    pub(super) fn of_doubtful(word: &str, behind: &str) -> Option<Self> {
        match word {
            _ if !word.starts_with(char::is_uppercase) => None,
            _ if behind.starts_with('.') && (may_be_short_for_others(word) || is_abbreviation(word)) => {
                Some(Self::Short)
            }
            _ if is_role(word) => Some(Self::Role),
            _ => None,
        }
    }

    /// Whether a word is a name, by what stands between. Where that is weak, the word has to look like one.
    pub(super) fn announces(self, between: Between, is_like_name: bool, is_near: bool) -> bool {
        use Between as B;
        /// `Herr Dr.-Ing. von`
        const TITLE: B = B::any(&[B::DOT, B::HYPHEN, B::OF]);
        const SIGNS: B = B::any(&[B::FIELD, B::COMMA, B::DASH, B::BRACKET, B::HYPHEN, B::NUMBER]);
        const LINKED: B = B::any(&[SIGNS, B::ROW, B::NAMED, B::IS, B::OF, B::FAR, B::BREAK]);
        /// Behind these whatever it looks like: `Vater: Wald`
        const TOLD: B = B::any(&[B::FIELD, B::NAMED, B::NUMBER]);
        let is_told = between.has(B::any(&[B::FIELD, B::NAMED, B::IS]));
        let like = |kinds: B| is_like_name && between.is_within(kinds);
        // `als Vater wurde Zwirbel angegeben`
        let is_near = is_near && matches!(self, Self::Kin | Self::Link);
        if (between.has(B::FAR) && !is_told && !is_near) || (between.has(B::BREAK) && !between.has(B::FIELD))
        {
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
            Self::Link => like(B::any(&[TOLD, TITLE, B::COMMA, B::FAR])),
            Self::Little => like(B::DOT.and(B::FIELD)),
            Self::Any => between.has(B::FIELD) && like(B::any(&[TOLD, B::BRACKET, B::DASH, B::OF])),
            Self::Short => between.has(B::DOT.and(B::FIELD)) && like(TOLD.and(B::DOT)),
            Self::NameInRow => {
                // Behind a colon only what follows a number in a row: `Mayla: 5, Jubo: 7`.
                let is_listed = between.has(B::COMMA.and(B::ROW));
                between.is_within(B::HYPHEN)
                    || ((is_listed || !between.has(B::FIELD)) && like(B::any(&[SIGNS, TITLE, B::ROW])))
            }
        }
    }

    /// Whether its word may be a name itself.
    pub(super) const fn may_be_name(self) -> bool {
        matches!(self, Self::Kin | Self::Field | Self::Label | Self::Part)
    }

    /// Whether it says little: then a word of everyday parts is no name.
    pub(super) const fn is_weak(self) -> bool {
        matches!(self, Self::Any | Self::Link | Self::Little | Self::Short)
    }

    /// What a name behind it is.
    pub(super) const fn name(self) -> Self {
        match self {
            Self::Address | Self::Label | Self::Name => Self::Name,
            _ => Self::NameInRow,
        }
    }
}
