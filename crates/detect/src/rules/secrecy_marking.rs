// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::lexicon::Lexicon;
use crate::rule::{Found, Rule, Samples, WordRule};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    name: "secrecy_marking",
    version: 3,
    entity: Entity::SecrecyMarking,
    purpose: "A mark that a document, or what it says of a person, is secret: the grades of classified information from VS-NfD \
              up, `Vertraulich` as a line of its own, tax and social secrecy, and the bar to information from the register \
              of residents. Only as a mark: a line that holds little else. Texts that explain secrecy hold no mark.",
    source: "§ 4 SÜG and VSA (grades), § 30 AO, § 35 SGB I, § 51 BMG",
    samples: Samples {
        found: &[
            ("VS – NUR FÜR DEN DIENSTGEBRAUCH\nLagebericht", &["VS – NUR FÜR DEN DIENSTGEBRAUCH"]),
            ("VS-NfD\n", &["VS-NfD"]),
            ("VS-VERTRAULICH - amtlich geheimgehalten", &["VS-VERTRAULICH"]),
            ("Vermerk\nEinstufung: VS-NfD\n", &["VS-NfD"]),
            ("Vermerk über einen Hausbesuch     vertraulich\n", &["vertraulich"]),
            ("Aktennotiz (vertraulich)\n", &["vertraulich"]),
            ("Hinweis: Der Inhalt unterliegt dem Steuergeheimnis.\n", &["Steuergeheimnis"]),
            ("GEHEIM\nAusfertigung 3 von 5", &["GEHEIM"]),
            ("Streng vertraulich!\nVermerk", &["Streng vertraulich"]),
            ("Vertraulich - nur für die Personalstelle\n", &["Vertraulich"]),
            ("Persönlich/Vertraulich\nHerrn Muster", &["Persönlich/Vertraulich"]),
            ("Steuergeheimnis (§ 30 AO)\n", &["Steuergeheimnis (§ 30 AO)"]),
            ("Dieses Schreiben unterliegt dem Sozialgeheimnis.", &["Sozialgeheimnis"]),
            ("Auskunftssperre nach § 51 BMG\n", &["Auskunftssperre nach § 51 BMG"]),
            ("Bemerkung: Auskunftssperre liegt vor", &["Auskunftssperre"]),
            ("Nichtöffentlich - vertraulich zu behandeln\n", &["vertraulich zu behandeln"]),
            ("[\n\"Steuergeheimnis (§ 30 AO)\",\n\"Bescheid\"]", &["Steuergeheimnis (§ 30 AO)"]),
            ("Sperrvermerk nach § 51 BMG\n", &["Sperrvermerk nach § 51 BMG"]),
            ("Vermerk über den Hausbesuch          vertraulich\n", &["vertraulich"]),
            ("Vermerk zur Personalakte - vertraulich\n", &["vertraulich"]),
            ("!! AUSKUNFTSSPERRE !!\n", &["AUSKUNFTSSPERRE"]),
            ("Betreff: [Vertraulich] Termin\n", &["Vertraulich"]),
            ("- streng vertraulich -\n", &["streng vertraulich"]),
            ("Steuergeheimnis nach § 30 AO beachten!\n", &["Steuergeheimnis nach § 30 AO"]),
            ("Es liegt eine Auskunftssperre gemäß § 51 BMG vor.\n", &["Auskunftssperre gemäß § 51 BMG"]),
        ],
        not_found: &[
            "§ 30 Steuergeheimnis\n(1) Amtsträger haben das Steuergeheimnis zu wahren.",
            "Jeder hat Anspruch darauf, dass die ihn betreffenden Sozialdaten nicht unbefugt erhoben werden (Sozialgeheimnis).",
            "Eine Auskunftssperre wird auf Antrag eingetragen, wenn Tatsachen vorliegen.",
            "Die Einstufung von Unterlagen als VS-NfD richtet sich nach der Verschlusssachenanweisung des Bundes.",
            "Ihre Angaben werden vertraulich behandelt.",
            "Die Verhandlungen sind nach dem Willen der Parteien\nvertraulich.\n\n§ 4",
            "Die Unterlagen sind streng vertraulich zu halten.",
            "Eine Person mit besonderem Schutzbedarf kann eine Auskunftssperre beantragen.",
            "Vertraulichkeit, Integrität, Verfügbarkeit",
            "Die Abstimmung ist geheim.",
            "Antrag auf Eintragung einer Auskunftssperre",
            "Sperrvermerk: Die Ausgaben sind bis zur Vorlage gesperrt.\n",
        ],
    },
};

pub(crate) const WORD: WordRule =
    WordRule { page: &RULE, words: || MARKS.iter().map(|mark| mark.first).collect(), find };

/// One way to mark.
struct Mark {
    /// Its first word, as it is written
    first: &'static str,
    /// What must follow, in capital letters; the first that does is taken
    then: &'static [&'static str],
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A grade: hardly written for anything else
    Grade,
    /// An ordinary word: only at the start of a line
    Word,
    /// An ordinary word written small: only alone on a line, or in what is parted from it by blanks
    Small,
    /// The name of a duty: with its paragraph, or said of this document
    Duty,
    /// Said of a person
    Bar,
}

const MARKS: &[Mark] = &[
    Mark {
        first: "VS",
        then: &["NUR FÜR DEN DIENSTGEBRAUCH", "NFD", "VERTRAULICH", "GEHEIM", "STRENG GEHEIM"],
        kind: Kind::Grade,
    },
    Mark { first: "NUR", then: &["FÜR DEN DIENSTGEBRAUCH"], kind: Kind::Grade },
    Mark { first: "Nur", then: &["FÜR DEN DIENSTGEBRAUCH"], kind: Kind::Word },
    Mark { first: "streng", then: &["VERTRAULICH", "GEHEIM"], kind: Kind::Small },
    Mark { first: "persönlich", then: &["VERTRAULICH", "UND VERTRAULICH"], kind: Kind::Small },
    Mark { first: "PERSÖNLICH", then: &["VERTRAULICH", "UND VERTRAULICH"], kind: Kind::Word },
    Mark { first: "STRENG", then: &["GEHEIM", "VERTRAULICH"], kind: Kind::Word },
    Mark { first: "Streng", then: &["GEHEIM", "VERTRAULICH"], kind: Kind::Word },
    Mark { first: "GEHEIM", then: &[], kind: Kind::Word },
    Mark { first: "VERTRAULICH", then: &[], kind: Kind::Word },
    Mark { first: "Vertraulich", then: &[], kind: Kind::Word },
    Mark { first: "Persönlich", then: &["VERTRAULICH", "UND VERTRAULICH"], kind: Kind::Word },
    Mark { first: "Vertrauliche", then: &["PERSONALSACHE", "PERSONALANGELEGENHEIT"], kind: Kind::Word },
    Mark { first: "vertraulich", then: &["ZU BEHANDELN"], kind: Kind::Word },
    Mark { first: "vertraulich", then: &[], kind: Kind::Small },
    Mark {
        first: "Vertrauliche",
        then: &["UNTERLAGE", "UNTERLAGEN", "MITTEILUNG", "VERSCHLUSSSACHE"],
        kind: Kind::Word,
    },
    Mark { first: "Verschlusssache", then: &[], kind: Kind::Word },
    Mark { first: "VERSCHLUSSSACHE", then: &[], kind: Kind::Word },
    Mark { first: "Steuergeheimnis", then: &[], kind: Kind::Duty },
    Mark { first: "STEUERGEHEIMNIS", then: &[], kind: Kind::Duty },
    Mark { first: "Sozialgeheimnis", then: &[], kind: Kind::Duty },
    Mark { first: "SOZIALGEHEIMNIS", then: &[], kind: Kind::Duty },
    Mark { first: "Auskunftssperre", then: &[], kind: Kind::Bar },
    Mark { first: "AUSKUNFTSSPERRE", then: &[], kind: Kind::Bar },
    Mark { first: "Übermittlungssperre", then: &[], kind: Kind::Bar },
    Mark { first: "Sperrvermerk", then: &[], kind: Kind::Bar },
];

/// Longest line around a mark, in bytes; longer ones are text.
const LINE_BYTES: usize = 90;
/// Words of such a line besides the mark. `Dieses Schreiben unterliegt dem … der Stadt` has six.
const OTHER_WORDS: usize = 8;
/// Words of lines that explain secrecy or ask for it.
const EXPLAINS: &[&str] = &[
    "wenn",
    "auf Antrag",
    "Antrag auf",
    "richtet sich",
    "Anspruch",
    "zu wahren",
    "kann ",
    "können",
    "behandel",
    "wird eingetragen",
    "Einrichtung einer",
    "Eintragung einer",
    "Absatz",
    "Satz ",
    "Gesetz",
    "Merkblatt",
    "Hinweise zu",
    "Schulung",
    "Verletzung des",
];

/// Words before a title that a mark may close, and its dash.
const TITLE_WORDS: usize = 4;
/// Words before a duty that is said to hold: `Der Inhalt dieses Schreibens unterliegt dem`.
const SAID_WORDS: usize = 6;
/// What is said of a duty that holds for this paper.
const HEEDED: &[&str] = &["beachten", "ist zu beachten", "gewahrt"];
/// Words that announce a mark without a colon.
const ALERTS: &[&str] = &["Achtung", "ACHTUNG", "Hinweis", "Wichtig"];
/// What stands before a bar that someone has.
const BARRED: &[&str] = &[
    "besteht eine",
    "liegt eine",
    "ist eine",
    "wurde eine",
    "hat eine",
    "gilt eine",
    " mit",
    "eingetragene",
    "wegen",
];

fn find(view: &View<'_>, _: &Lexicon, start: usize) -> Option<Found> {
    if view.alphanumeric_before(start) || view.before(start) == b'-' {
        return None;
    }
    let (mark, end) = MARKS.iter().find_map(|mark| Some((mark, end_of(view, mark, start)?)))?;
    let line = line(view, start..end)?;
    // Quoted, as in JSON
    let bare = |text: &'_ str| text.trim_matches([' ', '"', '\r', '\t']).len();
    let before = view.str(line.start..start).trim();
    let behind = view.str(end..line.end).trim();
    let (starts_line, ends_line) = (bare(before) == 0, bare(behind.trim_end_matches(',')) == 0);
    if EXPLAINS.iter().any(|word| before.contains(word) || behind.contains(word)) {
        return None;
    }
    let words = before.split_whitespace().chain(behind.split_whitespace()).count();
    if words > OTHER_WORDS {
        return None;
    }
    let is_reasoned = matches!(mark.kind, Kind::Duty | Kind::Bar);
    let reason = if is_reasoned { reason_end(view, end) } else { end };
    let rest = view.str(reason..line.end.max(reason)).trim();
    // A stop, a dash, a bracket: what follows is no part of the sentence.
    let alone_behind = ends_line || rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
    let is_sign = |part: &str| !part.contains(char::is_alphanumeric);
    let is_heeded = HEEDED.iter().any(|word| rest.starts_with(word));
    let labelled = before.ends_with([':', '*', '-', '–', '[', '(', '|', '•']);
    let begins = starts_line || is_sign(before) || labelled || ALERTS.contains(&before);
    let confidence = match mark.kind {
        Kind::Grade => 95,
        Kind::Word => (begins && alone_behind).then_some(80)?,
        Kind::Small => {
            // A word that was left over at the end of a paragraph is no mark.
            let is_first =
                line.start < 2 || view.at(line.start - 1) != b'\n' || view.at(line.start - 2) == b'\n';
            // `Vermerk - vertraulich`, `Einstufung: vertraulich`
            let is_titled =
                before.ends_with([':', '-', '–', '(']) && before.split_whitespace().count() <= TITLE_WORDS;
            let is_drawn = !before.is_empty() || behind.starts_with(['-', '–', ')', '!', '*']);
            let begins = if is_sign(before) { is_first || is_drawn } else { is_titled };
            (begins && (ends_line || is_sign(behind))).then_some(80)?
        }
        Kind::Duty => {
            let said = ["nterliegt dem", "nterliegen dem", "nterfällt dem", "Es gilt das"]
                .iter()
                .any(|said| before.ends_with(said))
                && before.split_whitespace().count() <= SAID_WORDS;
            (begins && (alone_behind || is_heeded) || said).then_some(80)?
        }
        Kind::Bar => {
            let said = BARRED.iter().any(|said| before.ends_with(said));
            ((begins || said) && !before.starts_with('§')).then_some(85)?
        }
    };
    // Budgets have others.
    if mark.first == "Sperrvermerk" && reason == end {
        return None;
    }
    let end = reason;
    let value = view.str(start..end).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Found {
        span: start..end,
        value,
        confidence: Confidence::percent(confidence),
        signals: Signals::FORMAT,
    })
}

/// Where a mark that starts here ends.
fn end_of(view: &View<'_>, mark: &Mark, start: usize) -> Option<usize> {
    let mut end = start + mark.first.len();
    (view.slice(start..end) == mark.first.as_bytes()).then_some(())?;
    if !mark.then.is_empty() {
        /// `VS – NUR`, `Persönlich / Vertraulich`
        const GAP: usize = 6;
        let from = (end..end + GAP).find(|at| view.at(*at).is_ascii_alphabetic())?;
        let gap = view.str(end..from);
        gap.chars().all(|sign| matches!(sign, ' ' | '-' | '–' | '/' | '.' | '—' | ',')).then_some(())?;
        end = mark.then.iter().find_map(|then| {
            let end = from + then.len();
            (view.str(from..end).to_uppercase() == *then && !view.alphanumeric_at(end)).then_some(end)
        })?;
    }
    (!view.alphanumeric_at(end) && view.at(end) != b'-').then_some(end)
}

/// The line around a mark; `None` if it is too long for one.
fn line(view: &View<'_>, mark: Range<usize>) -> Option<Range<usize>> {
    let ends = |at: usize| {
        let blanks = view.at(at) == b' ' && view.at(at + 1) == b' ';
        blanks || matches!(view.at(at), b'\n' | b'\t') || view.is_barrier(view.at(at)) || at >= view.len()
    };
    let start = (mark.start.saturating_sub(LINE_BYTES)..mark.start).rev().find(|at| ends(*at));
    let start = match start {
        Some(border) => border + 1,
        None if mark.start < LINE_BYTES => 0,
        None => return None,
    };
    let end = (mark.end..=mark.end + LINE_BYTES).find(|at| ends(*at))?;
    Some(start..end)
}

/// Behind ` nach § 51 BMG`, ` (§ 30 AO)`.
fn reason_end(view: &View<'_>, end: usize) -> usize {
    const REASON_BYTES: usize = 40;
    let until = (0..=REASON_BYTES).rev().map(|len| end + len).find(|to| view.str(end..*to).len() == to - end);
    let rest = view.str(end..until.unwrap_or(end));
    let starts =
        [" nach §", " gemäß §", " gem. §", " (§", " §", " i. S. d. §", " i.S.d. §", " - §", " (nach §"]
            .iter()
            .any(|start| rest.starts_with(start));
    let laws = ["BMG", "AO", "SGB I", "SGB X"];
    let law = laws.iter().filter_map(|law| Some(rest.find(law)? + law.len())).min().filter(|_| starts);
    law.map_or(end, |len| end + len + usize::from(view.at(end + len) == b')' && rest.starts_with(" (")))
}
