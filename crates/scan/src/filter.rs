// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a scan leaves out: the patterns that a person gave, and folders that should not be read without a decision.

use globset::{GlobBuilder, GlobMatcher};
use hoheit_types::{Lang, RelPath, SIDECAR_FOLDER};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization as _;

/// The rule name of pseudo file systems and closed loops.
pub const BOUNDARY_RULE: &str = "boundary";
/// The rule name of files that no `include` pattern takes.
pub const NOT_INCLUDED_RULE: &str = "not_included";
/// The rule name of hoheit's own state folder.
pub const OWN_STATE_RULE: &str = "own_state";
/// The rule name of what moves put beside people's objects: `.hoheit/<16 hexadecimal digits>/`.
pub const SIDECAR_RULE: &str = "sidecar";

/// Folders that are left out unless somebody decides otherwise. Not because hoheit could not protect them, but because
/// reading them touches rights of others: co-determination of the staff council (§ 75 BPersVG and the Länder's laws),
/// independence of the data protection officer (Art. 38 DSGVO) and of the equal opportunities officer, professional
/// secrecy in youth and health matters (§ 203 StGB, § 65 SGB VIII).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protected {
    /// Personnel files and applications
    Personnel,
    /// Staff council, representation of severely disabled and of young employees
    StaffCouncil,
    /// Data protection officer
    DataProtection,
    /// Equal opportunities officer
    EqualOpportunities,
    /// Youth welfare
    Youth,
    /// Public health service, company doctor
    Health,
}

impl Protected {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Personnel,
        Self::StaffCouncil,
        Self::DataProtection,
        Self::EqualOpportunities,
        Self::Youth,
        Self::Health,
    ];

    /// The stable name, used in the configuration and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Personnel => "personnel",
            Self::StaffCouncil => "staff_council",
            Self::DataProtection => "data_protection",
            Self::EqualOpportunities => "equal_opportunities",
            Self::Youth => "youth",
            Self::Health => "health",
        }
    }

    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Personnel => lang.pick("Personal", "personnel"),
            Self::StaffCouncil => lang.pick("Personalrat", "staff council"),
            Self::DataProtection => lang.pick("Datenschutzbeauftragte", "data protection officer"),
            Self::EqualOpportunities => lang.pick("Gleichstellung", "equal opportunities"),
            Self::Youth => lang.pick("Jugendhilfe", "youth welfare"),
            Self::Health => lang.pick("Gesundheit", "health"),
        }
    }

    /// The one with this stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }

    /// Words of a folder's name, folded (see [`fold`]), that speak for it. A trailing `*` takes every ending. Whole
    /// words only: "Personalausweise" are the citizens' identity cards and no personnel matter.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Personnel => &[
                "personal",
                "personalakte*",
                "personalamt*",
                "personalabteilung",
                "personalverwaltung",
                "personalwesen",
                "personalangelegenheiten",
                "personalservice",
                "personalsachen",
                "bewerbung*",
                "bewerber*",
                "stellenbewerbung*",
                "stellenbesetzung*",
                "krankmeldung*",
                "krankenstand*",
                "abmahnung*",
                "lohnabrechnung*",
                "lohn",
                "gehalt*",
                "eingliederungsmanagement",
                "zeiterfassung*",
                "arbeitszeitkont*",
                "mutterschutz*",
                "mitarbeitergespraech*",
                "disziplinar*",
                "beihilfe",
                "beihilfen",
                "bezuege*",
                "besoldung*",
                "gehaltsabrechnung*",
                "bem",
            ],
            Self::StaffCouncil => &[
                "personalrat*",
                "personalraet*",
                "personalvertretung*",
                "schwerbehindert*",
                "betriebsrat*",
                "gesamtpersonalrat*",
                "schwerbehindertenvertretung*",
                "sbv",
                "jav",
                "hauptpersonalrat*",
            ],
            Self::DataProtection => &["datenschutzbeauftragt*", "behoerdlicher datenschutz*", "dsb", "bdsb"],
            Self::EqualOpportunities => &[
                "gleichstellung*",
                "gleichstellungsbeauftragt*",
                "frauenbeauftragt*",
                "frauenvertret*",
                "chancengleichheit*",
            ],
            Self::Youth => &[
                "jugendamt*",
                "jugendaemter*",
                "amt fuer jugend*",
                "fachbereich jugend*",
                "allgemeiner sozialer dienst*",
                "sozialpaedagogische familienhilfe*",
                "familienhilfe*",
                "spfh",
                "hze",
                "jugendhilfe*",
                "jugendgerichtshilfe*",
                "kinderschutz*",
                "vormundschaft*",
                "amtsvormundschaft*",
                "beistandschaft*",
                "asd",
                "adoption*",
                "pflegekind*",
                "inobhutnahme*",
            ],
            Self::Health => &[
                "gesundheitsamt*",
                "gesundheitsaemter*",
                "gesundheitsdienst*",
                "schularzt*",
                "schulaerzt*",
                "schulgesundheit*",
                "amtsarzt*",
                "amtsaerzt*",
                "betriebsarzt*",
                "betriebsaerzt*",
                "patient*",
                "krankenakte*",
                "sozialpsychiatrisch*",
                "infektionsschutz*",
                "gesundheitsakte*",
            ],
        }
    }

    fn matches(self, folder_name: &str) -> bool {
        let folded = fold(folder_name);
        self.words().iter().any(|word| match word.strip_suffix('*') {
            // Several words may stand behind a number: "51 Amt für Jugend".
            Some(stem) if stem.contains(' ') => folded.contains(stem),
            Some(stem) => folded.split(' ').any(|w| w.starts_with(stem)),
            None => folded.split(' ').any(|w| w == *word),
        })
    }
}

/// Lower case, umlauts written out, everything but letters and digits as single blanks: `11_Personalrät.e` →
/// `11 personalraet e`.
fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        // NFD names carry the umlaut as a mark of its own.
        let umlaut = chars.next_if_eq(&'\u{308}').is_some();
        match c.to_lowercase().next().unwrap_or(c) {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            lower @ ('a' | 'o' | 'u') if umlaut => out.extend([lower, 'e']),
            lower if lower.is_alphanumeric() => out.push(lower),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A pattern is no glob.
#[derive(Debug, thiserror::Error)]
#[error("the pattern '{pattern}' is not valid")]
pub struct PatternError {
    /// As given
    pub pattern: String,
    /// What is wrong with it
    #[source]
    pub source: globset::Error,
}

/// A pattern that a person gave.
#[derive(Clone, Debug)]
struct Pattern {
    /// As given
    given: String,
    glob: GlobMatcher,
    /// Held against the whole path, not the name alone
    is_path: bool,
}

impl Pattern {
    fn new(given: &str) -> Result<Self, PatternError> {
        let wanted = alike(given.trim_end_matches('/')).into_owned();
        let is_path = wanted.contains('/');
        let wanted = wanted.strip_prefix("./").or_else(|| wanted.strip_prefix('/')).unwrap_or(&wanted);
        let glob = GlobBuilder::new(wanted).literal_separator(true).case_insensitive(true).build();
        let glob = glob.map_err(|source| PatternError { pattern: given.to_owned(), source })?;
        Ok(Self { given: given.to_owned(), glob: glob.compile_matcher(), is_path })
    }

    fn hits(&self, path: &RelPath) -> bool {
        let text = if self.is_path { path.as_str() } else { path.name() };
        self.glob.is_match(alike(text).as_ref())
    }
}

/// The same text whatever its case and however its umlauts are written (`Ä`, `A` and a mark). Globs know the case of ASCII
/// only, and file names from a Mac are in the second form.
fn alike(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.nfc().flat_map(char::to_lowercase).collect::<String>().into()
}

/// Whether a folder is what a move put beside people's objects: `.hoheit/<16 hexadecimal digits>`. Other things in a folder `.hoheit` are people's.
fn is_sidecar(path: &RelPath) -> bool {
    let name = path.name();
    let is_tag = name.len() == 16 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_tag && path.parent().name() == SIDECAR_FOLDER
}

/// Decides what a walk leaves out.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    include: Vec<Pattern>,
    exclude: Vec<Pattern>,
    protected: Vec<Protected>,
    own_state: Option<RelPath>,
}

impl Filter {
    /// Patterns are globs over the path relative to the root, `*` within a part and `**` over parts; a pattern without
    /// a slash is held against the name alone, and one that begins with a slash against the path from the root on. With
    /// `include` patterns only files that match one are taken. Case does not matter, as on the shares that town halls have.
    pub fn new(
        include: &[String],
        exclude: &[String],
        protected: &[Protected],
    ) -> Result<Self, PatternError> {
        let compile = |given: &String| Pattern::new(given);
        Ok(Self {
            include: include.iter().map(compile).collect::<Result<_, _>>()?,
            exclude: exclude.iter().map(compile).collect::<Result<_, _>>()?,
            protected: protected.to_vec(),
            own_state: None,
        })
    }

    /// Leaves out hoheit's own state, which lies at this path below the root.
    #[must_use]
    pub fn without_own_state(mut self, path: RelPath) -> Self {
        self.own_state = Some(path);
        self
    }

    /// Whether any rule can leave out a single file.
    pub fn looks_at_files(&self) -> bool {
        !self.include.is_empty() || !self.exclude.is_empty()
    }

    /// The rule that leaves this entry out, if any.
    pub fn exclusion(&self, path: &RelPath, is_folder: bool) -> Option<&str> {
        if is_folder && self.own_state.as_ref() == Some(path) {
            return Some(OWN_STATE_RULE);
        }
        if is_folder && is_sidecar(path) {
            return Some(SIDECAR_RULE);
        }
        if let Some(pattern) = self.exclude.iter().find(|pattern| pattern.hits(path)) {
            return Some(&pattern.given);
        }
        if is_folder {
            return self.protected.iter().find(|p| p.matches(path.name())).map(|p| p.name());
        }
        let is_wanted = self.include.is_empty() || self.include.iter().any(|pattern| pattern.hits(path));
        (!is_wanted).then_some(NOT_INCLUDED_RULE)
    }
}

#[cfg(test)]
mod tests;
