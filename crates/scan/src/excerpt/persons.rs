// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words beside which somebody is named: relatives, parts in a case, labels of forms. German in every case and number.

use super::doubt::{humps, words_from};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Relatives and others of whom a case tells. Whoever is named behind such a word, or below such a heading, is somebody else.
/// Without umlauts and without endings, see [`ENDINGS`].
const KIN: &[&str] = &[
    "mann",
    "gatte",
    "gattin",
    "partner",
    "gefahrte",
    "gefahrtin",
    "kind",
    "sohn",
    "tochter",
    "enkel",
    "mutter",
    "vater",
    "mutti",
    "mama",
    "papa",
    "eltern",
    "elternteil",
    "oma",
    "opa",
    "bruder",
    "schwester",
    "geschwister",
    "schwager",
    "schwagerin",
    "onkel",
    "tante",
    "neffe",
    "nichte",
    "cousin",
    "cousine",
    "vetter",
    "witwe",
    "witwer",
    "verlobte",
    "freund",
    "nachbar",
    "bewohner",
    "zeuge",
    "zeugin",
    "angehorige",
    "hinterbliebene",
    "vormund",
    "betreuer",
    "bevollmachtigte",
    "pfleger",
    "erbe",
    "erbin",
    "kollege",
    "kollegin",
    "pate",
    "patin",
    "bekannte",
    "verwandte",
    "zwilling",
    "alteste",
    "jungste",
    "baby",
    "kid",
    "bub",
    "madchen",
    "saugling",
    "mundel",
    "verstorbene",
    "ex",
];

/// What a longer word of kin ends with: `Tagesmutter`, `Kindeseltern`, `Taufpate`. Not those that end other words, too
/// (`Werkzeuge`, `Europa`, `Oberschenkel`) or surnames (`Mendelssohn`, `Hofmann`).
const ENDS_OF_KIN: &[&str] = &[
    "mutter",
    "vater",
    "eltern",
    "tochter",
    "kind",
    "schwester",
    "bruder",
    "partner",
    "pate",
    "patin",
    "betreuer",
    "pfleger",
    "verlobte",
    "vormund",
    "nachbar",
    "angehorige",
];

/// What stands before such a word in one that means a relative, too: `Ehefrau`, `Stiefsohn`, `Mitbewohnerin`. Names that end
/// like one have other beginnings (`Mendelssohn`).
const BEFORE: &[&str] = &[
    "ehe",
    "ex",
    "lebens",
    "stief",
    "pflege",
    "adoptiv",
    "schwieger",
    "gross",
    "urgross",
    "ur",
    "halb",
    "zwillings",
    "paten",
    "enkel",
    "mit",
    "haus",
    "familien",
    "schul",
    "trau",
    "kinds",
    "tages",
    "augen",
];

/// Endings of their cases, numbers and feminine forms, umlauts aside.
const ENDINGS: &[&str] = &["", "e", "er", "em", "en", "ern", "es", "n", "nen", "r", "s", "in", "innen", "m"];

/// The same in English, where small letters are the rule.
const ENGLISH_KIN: &[&str] = &[
    "husband",
    "wife",
    "spouse",
    "child",
    "children",
    "son",
    "daughter",
    "mother",
    "father",
    "parent",
    "brother",
    "sister",
    "nephew",
    "niece",
    "uncle",
    "aunt",
    "guardian",
    "carer",
    "neighbour",
    "neighbor",
    "witness",
    "witnesse",
    "relative",
];

/// Headings and labels that name others, beside [`KIN`]: parts in a case, and whoever signs. Like [`KIN`].
const PARTS: &[&str] = &[
    "erziehungsberechtigte",
    "sorgeberechtigte",
    "personensorgeberechtigte",
    "notfallkontakt",
    "kontaktperson",
    "ansprechpartner",
    "ansprechperson",
    "haushaltsmitglied",
    "vertreter",
    "sachbearbeiter",
    "bearbeiter",
    "antragsteller",
    "unterzeichner",
    "unterschrift",
    "gutachter",
    "dolmetscher",
    "vermieter",
    "arzt",
    "hausarzt",
    "anwalt",
    "rechtsanwalt",
    "sb",
    "maiden",
    "signature",
    "applicant",
    "clerk",
    "quittung",
    "beistand",
    "lehrer",
    "lehrkraft",
    "notar",
    "tater",
    "opfer",
    "burge",
    "hebamme",
    "chef",
    "stadtrat",
    "ratsmitglied",
    "kaufer",
    "gegner",
    "makler",
];

/// What longer words for them end with: `Amtsarzt`, `Bezugsperson`, `Abholberechtigte`. Like [`ENDS_OF_KIN`].
const ENDS_OF_PARTS: &[&str] = &[
    "person",
    "berechtigte",
    "kontakt",
    "vertreter",
    "beistand",
    "arzt",
    "anwalt",
    "lehrer",
    "helfer",
    "begleiter",
    "gutachter",
    "bearbeiter",
];

/// What stands before `name` in the label of somebody's name: `Nachname`, `lastName`.
const KINDS_OF_NAMES: &[&str] = &[
    "", "vor", "nach", "zu", "ruf", "familien", "geburts", "madchen", "ehe", "tauf", "spitz", "kunstler",
    "last", "first", "full", "given", "family", "middle", "sur", "fore", "nick", "maiden", "birth", "user",
    "display",
];

/// Names of a heading that tell a name other than the present one.
const FORMER_NAMES: &[&str] = &["geburtsname", "madchenname", "birthname", "maidenname"];

/// Letters of a shortened word that still tells what it shortens (`Bevollm.`). 5: `Betr.` is many things.
const SHORTENED: usize = 5;

/// Shorter ones that are usual and tell it all the same, and ends of longer ones (`Sozialarb.`, `Umgangsbegl.`).
const SHORT: &[&str] = &["eheg", "dolm", "schw"];
const SHORT_ENDS: &[&str] = &["arb", "vertr", "begl", "berecht"];

/// Letters before the end of a longer word that tells what it is. 4: `Taufpate`; `Spaten` is none.
const BEFORE_END: usize = 4;

/// All forms of words of kin, of parts, and of the roles that detection knows from headings and labels.
static KIN_FORMS: LazyLock<HashSet<String>> = LazyLock::new(|| forms(KIN.iter().copied()));
static PART_FORMS: LazyLock<HashSet<String>> = LazyLock::new(|| forms(PARTS.iter().copied()));
static ROLE_FORMS: LazyLock<HashSet<String>> = LazyLock::new(|| forms(hoheit_detect::roles_of_persons()));

fn forms<'w>(words: impl Iterator<Item = &'w str>) -> HashSet<String> {
    words.map(plain).flat_map(|word| ENDINGS.iter().map(move |ending| format!("{word}{ending}"))).collect()
}

/// Whether a word is one of kin.
pub(super) fn is_kin(word: &str) -> bool {
    let word = plain(word);
    KIN_FORMS.contains(&word) || is_of_english_kin(&word) || ends_with_one_of(&word, ENDS_OF_KIN) || {
        let rests = BEFORE.iter().filter_map(|before| word.strip_prefix(before));
        rests.into_iter().any(|rest| rest == "frau" || rest == "frauen" || KIN_FORMS.contains(rest))
    }
}

/// Whether a word is one of kin in English, which is written small in a sentence.
pub(super) fn is_of_english_kin(word: &str) -> bool {
    let word = word.to_lowercase();
    let single = word.strip_suffix('s').unwrap_or(&word);
    ENGLISH_KIN.iter().any(|kin| *kin == word || *kin == single)
}

/// Whether a word is the label of somebody's name: `Nachname`, `lastName`, `motherName`.
pub(super) fn is_label(word: &str) -> bool {
    let whole = plain(word);
    let kind = ["name", "names", "namen"].iter().find_map(|ending| whole.strip_suffix(ending));
    kind.is_some_and(|kind| KINDS_OF_NAMES.contains(&kind) || is_kin(kind))
        || humps(word).any(|(_, hump)| is_kin(hump) || is_part(hump))
}

/// Whether a word is a part that somebody has in a case, or that of whoever signs.
pub(super) fn is_part(word: &str) -> bool {
    let word = plain(word);
    PART_FORMS.contains(&word) || ends_with_one_of(&word, ENDS_OF_PARTS)
}

/// Whether detection knows a word as that of a column, or a label, of persons: whoever is asked for may stand there as well.
pub(super) fn is_known_role(word: &str) -> bool {
    ROLE_FORMS.contains(&plain(word))
}

/// A word and the one that a hyphen or an underline ties it to, in one: `notfall_kontakt`.
pub(super) fn tied(text: &str, before: &Range<usize>, word: &Range<usize>) -> Option<String> {
    let tie = text.get(before.end..word.start).filter(|between| ["-", "_"].contains(between))?;
    text.get(before.start..word.end).map(|tied| tied.replace(tie, ""))
}

/// Whether a word is short for one of them where a dot stands behind it: `Bevollm.`, `Sachb.`
pub(super) fn is_short_for_others(word: &str) -> bool {
    let word = plain(word);
    let is_start = |whole: &str| whole.len() > word.len() && whole.starts_with(&word);
    let ends = |end: &str| word.strip_suffix(end).is_some_and(|rest| rest.len() >= BEFORE_END);
    SHORT.contains(&word.as_str())
        || SHORT_ENDS.iter().any(|end| ends(end))
        || (word.len() >= SHORTENED && KIN.iter().chain(PARTS).any(|whole| is_start(whole)))
}

/// Whether a word with a dot behind it is short for one of them or for a role that detection knows: `Bekl.`, `Geschäd.` What
/// stands behind it has to look like a name, too.
pub(super) fn may_be_short_for_others(word: &str) -> bool {
    /// Letters. 4: `Bekl.`; a name looks like one anyway.
    const LEAST: usize = 4;
    let short = plain(word);
    let is_start = |whole: &String| whole.len() > short.len() && whole.starts_with(&short);
    is_short_for_others(word) || (short.len() >= LEAST && ROLE_FORMS.iter().any(is_start))
}

/// Whether a capitalised word with a dot behind it is short for another, whatever that is: `Pfr.`, `Inh.`
pub(super) fn is_abbreviation(word: &str) -> bool {
    /// Of places, numbers and things
    const HARMLESS: &[&str] = &[
        "st", "str", "nr", "abs", "art", "az", "kl", "bez", "abt", "kr", "tel", "fax", "ziff", "bd", "hs",
        "pkt", "zi", "geb", "mo", "di", "mi", "do", "fr", "sa", "jan", "feb", "apr", "aug", "sept", "okt",
        "nov", "dez", "wg", "usw", "etc", "vgl", "gem", "anl", "blatt", "ust", "mwst", "std", "min", "mio",
        "mrd",
    ];
    /// Letters. 6: `Stellv.`; longer words end sentences.
    const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;
    let lower = plain(word);
    let vowels = lower.chars().rev().take(2).filter(|letter| "aeiouy".contains(*letter)).count();
    LENGTHS.contains(&word.chars().count())
        && !HARMLESS.contains(&lower.as_str())
        && (lower.len() <= 3 || vowels == 0)
}

/// Whether a capitalised word means somebody by what he does or what was done to him, or is short in capitals for such a
/// word: `Antragsteller`, `Beschuldigte`, `SB`. A look at its ending: what stands behind it has to look like a name, too.
pub(super) fn is_role(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "er", "erin", "ent", "entin", "ant", "antin", "or", "orin", "eur", "igte", "igter", "igten", "ende",
        "ender", "enden", "ene", "ener", "enen",
    ];
    /// Letters of a word with such an ending. 7: shorter ones are articles, pronouns and things (`Unter`, `Dieser`).
    const ROLE: usize = 7;
    /// Letters of an abbreviation: `SB`, `RA`.
    const SHORT: std::ops::RangeInclusive<usize> = 2..=4;
    let letters = word.chars().count();
    let is_short = SHORT.contains(&letters) && word.chars().all(char::is_uppercase);
    is_short || (letters >= ROLE && ENDINGS.iter().any(|ending| word.ends_with(ending)))
}

/// Whether a column is headed as one that names others: `Kind`, `Name der Mutter`, `Geburtsname`, `Bevollm.`
pub(super) fn is_of_others(heading: &str) -> bool {
    let is_shortened = |end: usize| heading.get(end..).is_some_and(|behind| behind.starts_with('.'));
    let names = |word: &str| is_kin(word) || is_part(word);
    let mut before = 0..0;
    words_from(heading, 2).any(|(span, word)| {
        let whole = plain(word);
        let bare = ["vorname", "nachname", "name"].iter().find_map(|ending| whole.strip_suffix(ending));
        let is_tied = tied(heading, &before, &span).is_some_and(|tied| names(&tied));
        before = span.clone();
        is_tied
            || names(word)
            || bare.is_some_and(|bare| !bare.is_empty() && is_kin(bare))
            || FORMER_NAMES.contains(&whole.as_str())
            || humps(word).any(|(_, hump)| names(hump))
            || (is_shortened(span.end) && is_short_for_others(word))
    })
}

/// Whether a column holds the given names of whoever its rows are about.
pub(super) fn is_of_given_names(heading: &str) -> bool {
    const GIVEN: &[&str] = &["vorname", "vornamen", "rufname", "given", "first", "forename"];
    let is_given = |word: &str| GIVEN.contains(&word.to_lowercase().as_str());
    !is_of_others(heading)
        && words_from(heading, 3)
            .any(|(_, word)| is_given(word) || humps(word).any(|(_, hump)| is_given(hump)))
}

/// Whether a longer word ends with one of these, in any form.
fn ends_with_one_of(word: &str, ends: &[&str]) -> bool {
    let behind = |end: &str| word.rfind(end).filter(|at| *at >= BEFORE_END).map(|at| at + end.len());
    let is_end =
        |end: &&str| behind(end).and_then(|at| word.get(at..)).is_some_and(|rest| ENDINGS.contains(&rest));
    ends.iter().any(is_end)
}

/// In small letters, with umlauts as the plain vowels that they come from: `Väter` is `vater`.
pub(super) fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => plain.push('a'),
            'ö' => plain.push('o'),
            'ü' => plain.push('u'),
            'ß' => plain.push_str("ss"),
            other => plain.push(other),
        }
    }
    plain
}
