// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What stands between a word that announces somebody and the name. People pad, quote, number and link in a hundred ways; here
//! all of that comes down to a few kinds, of which each lead lets some pass.

/// The kinds that were met, in whatever order; blanks and quotes are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Between(u16);

impl Between {
    pub(super) const EMPTY: Self = Self(0);
    /// One dot: of a title, of an abbreviation, or the end of a sentence. More are leaders (`Vater ..... Beispiel`) and count nothing.
    pub(super) const DOT: Self = Self(1);
    pub(super) const HYPHEN: Self = Self(1 << 1);
    /// A hyphen among blanks
    pub(super) const DASH: Self = Self(1 << 2);
    /// `Name: Beispiel`, `name=Beispiel`, `<name>Beispiel`
    pub(super) const FIELD: Self = Self(1 << 3);
    pub(super) const COMMA: Self = Self(1 << 4);
    /// `und`, `/`
    pub(super) const ROW: Self = Self(1 << 5);
    pub(super) const BRACKET: Self = Self(1 << 6);
    /// `Nr. 2`, `5 Jahre`
    pub(super) const NUMBER: Self = Self(1 << 7);
    /// `heißt`, `namens`
    pub(super) const NAMED: Self = Self(1 << 8);
    pub(super) const IS: Self = Self(1 << 9);
    /// `des`, `von`
    pub(super) const OF: Self = Self(1 << 10);
    /// Other words that are no name: `Halter des Kfz`, `Mutter seit heute`
    pub(super) const FAR: Self = Self(1 << 11);
    /// A line's end
    pub(super) const BREAK: Self = Self(1 << 12);
    /// Signs that end whatever was announced
    const STOP: Self = Self(1 << 13);
    /// A bracket is still open
    const OPEN: Self = Self(1 << 14);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn any(kinds: &[Self]) -> Self {
        match kinds {
            [first, rest @ ..] => first.and(Self::any(rest)),
            [] => Self::EMPTY,
        }
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing but these was met.
    pub(super) const fn is_within(self, others: Self) -> bool {
        self.0 & !(others.0 | Self::OPEN.0) == 0
    }

    /// The same, with whatever told a name forgotten: it was another word's.
    pub(super) const fn far(self) -> Self {
        Self(self.0 & !(Self::FIELD.0 | Self::NAMED.0 | Self::IS.0))
    }

    pub(super) const fn is_in_bracket(self) -> bool {
        self.has(Self::OPEN)
    }

    /// What was met so far, and the signs of a gap between two words.
    pub(super) fn read(self, gap: &str) -> Self {
        let mut met = self;
        let mut signs = gap.chars().peekable();
        let mut before = None;
        while let Some(sign) = signs.next() {
            let behind = signs.peek().copied();
            let is_free = |sign: Option<char>| sign.is_some_and(char::is_whitespace);
            let kind = match sign {
                '.' if before == Some('.') || matches!(behind, Some('.' | ':')) => Self::EMPTY,
                '.' => Self::DOT,
                '-' | '‑' if is_free(before) || is_free(behind) => Self::DASH,
                '-' | '‑' => Self::HYPHEN,
                '–' | '—' => Self::DASH,
                ':' | '=' | '|' | '>' | '\t' | '→' => Self::FIELD,
                ',' => Self::COMMA,
                '/' | ';' | '+' | '&' => Self::ROW,
                '(' | '[' => Self::BRACKET.and(Self::OPEN),
                '\n' => Self::BREAK,
                '"' | '\'' | '„' | '“' | '”' | '‚' | '‘' | '’' | '«' | '»' | '‹' | '›' | '{' | '}' | '<'
                | '_' | '*' | '·' | '†' | '…' | ')' | ']' => Self::EMPTY,
                other if other.is_whitespace() => Self::EMPTY,
                _ => Self::STOP,
            };
            if matches!(sign, ')' | ']') {
                met = Self(met.0 & !Self::OPEN.0);
            }
            met = met.and(kind);
            before = Some(sign);
        }
        met
    }

    /// What a word says that only links, counts or shortens; nothing of an initial. `None` of all other words.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        const LINKS: &[(Between, &[&str])] = &[
            (Between::NAMED, &["heißt", "heißen", "heisst", "heissen", "hieß", "namens", "genannt"]),
            (Between::IS, &["ist", "sind", "war", "waren"]),
            (
                Between::OF,
                &[
                    "des", "der", "dem", "den", "von", "vom", "v", "van", "de", "di", "da", "zu", "zur",
                    "el", "al", "bin", "a", "i",
                ],
            ),
            (Between::ROW, &["und", "u", "sowie", "oder", "bzw", "and", "or"]),
            (Between::NUMBER, &["Nr", "nr", "No", "no", "geb", "geboren", "am", "Jahre", "jährig"]),
        ];
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::NUMBER);
        }
        let mut letters = word.chars();
        if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
            return Some(Self::EMPTY);
        }
        LINKS.iter().find(|(_, words)| words.contains(&word)).map(|(kind, _)| *kind)
    }
}
