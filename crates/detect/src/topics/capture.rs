// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How far a term goes, and what a label announces.

use super::surroundings::Words;
use super::{Hit, Kind, MEDIUM, Read, STRONG, Topics, Trail};
use crate::columns;
use crate::phrases::{fold, is_capital, skip_blanks, token_end, word_end};
use crate::view::View;
use hoheit_types::Entity;
use std::ops::Range;

/// Longest value, in bytes; what is longer is text.
const VALUE_BYTES: usize = 80;
/// Values behind one label; more are text.
const ITEMS: usize = 12;
/// Words of a value; more are a sentence.
const VALUE_WORDS: usize = 7;
/// What a label weighs.
const LABELLED: i8 = 3;

/// Adjectives that belong to the illness behind them.
const QUALITIES: &str = "chronisch akut schwer leicht mittelgradig mittelschwer rezidivierend arteriell koronar allergisch \
    bipolar paranoid posttraumatisch psychisch geistig seelisch körperlich fortgeschritten beginnend \
    insulinpflichtig primär sekundär degenerativ rheumatoid generalisiert hochgradig beidseitig linksseitig \
    rechtsseitig metastasiert bösartig depressiv emotional instabil multipel essentiell essenziell \
    frühkindlich atypisch obstruktiv terminal dialysepflichtig angeboren spastisch vaskulär senil";
/// What follows the name of an illness and belongs to it.
const TAILS: &str = "mellitus typ bronchiale grad stadium vera pectoris vulgaris i ii iii iv cruris lumbalis communis simplex \
    zoster crohn basedow parkinson alzheimer bechterew c b a dexter sinister";
/// Said instead of a value.
const NOTHING: &str = "bescheid ausweis attest nachweis unterlagen bitte char varchar varchar2 text integer int boolean string enum date unbekannt entfällt nein nicht siehe bitte s wird ist sind liegt folgt offen ggf soweit falls k na n \
    angabe angaben der die das von für und oder wenn im in bei art datum anzahl";
/// Said for none: of belief a value, of illness none.
const NONE: &str = "keine keiner kein ohne";
/// Said before what someone does not have.
const DENIALS: &str = "kein keine keinen keiner keinerlei ohne nicht nie";
/// Beginnings of words that end like illnesses and are none.
const NO_ILLNESS: &str = "ruhestörung betriebsstörung netzstörung pflichtverletzung vertragsverletzung rechtsverletzung rohrbruch \
    einbruch wasserrohr vertragsbruch haus verkehrsstörung zeitumbruch ausbruch wertminderung lärmminderung \
    kostenminderung mietminderung abbruch umbruch aufbruch spielstörung handelsstörung kopfgeld herzensangelegenheit verminderung datenschutzverletzung \
    markenverletzung urheberrechtsverletzung steinbruch staatstrauer volkskrankheit tierkrankheit \
    pflanzenkrankheit kinderkrankheit berufskrankheit infektionskrankheit luftverschmutzung sichtbehinderung \
    verkehrsbehinderung finanzschwäche strukturschwäche dienstpflichtverletzung aufsichtspflichtverletzung \
    sorgfaltspflicht unterhaltspflicht unabhängigkeit standortabhängigkeit ortsabhängigkeit \
    einkommensabhängigkeit";

/// Behind the later pieces of a hyphenated word.
pub(super) fn compound_end(view: &View<'_>, end: usize) -> usize {
    /// `Hals-Nasen-Ohren-Erkrankung`
    const PIECES: usize = 3;
    let mut at = end;
    for _ in 0..PIECES {
        let next = if view.at(at) == b'-' { token_end(view, at + 1) } else { at };
        if next <= at + 1 {
            break;
        }
        at = next;
    }
    at
}

/// Takes in the adjectives before an illness and what its name has behind.
pub(super) fn widen(view: &View<'_>, span: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (span.start, span.end);
    for _ in 0..2 {
        let Some(blank) = start.checked_sub(1).filter(|blank| view.at(*blank) == b' ') else { break };
        let word = word_before(view, blank);
        if word == blank || !starts_any(view.slice(word..blank), QUALITIES) {
            break;
        }
        start = word;
    }
    for _ in 0..4 {
        let next = end + usize::from(matches!(view.at(end), b' '));
        let next_end = if view.at(next) == b'(' {
            Some(code_end(view, next + 1, true)).filter(|end| *end > next + 1).unwrap_or(next)
        } else {
            tail_end(view, next)
        };
        if next == end || next_end == next {
            break;
        }
        end = next_end;
    }
    start..end
}

/// Behind a word that belongs to the name before: `Typ`, `2`, `F32.1`.
fn tail_end(view: &View<'_>, start: usize) -> usize {
    let end = token_end(view, start);
    let word = view.slice(start..end);
    let digits = word.iter().all(u8::is_ascii_digit) && word.len() == 1 && view.at(end) != b'.';
    let code = code_end(view, start, false);
    if code > start {
        code
    } else if !word.is_empty() && (digits || is_any(word, TAILS)) {
        end
    } else {
        start
    }
}

/// Behind a code of ICD-10 (`E11.9`, `F32.1G`), and its closing bracket; `start` itself if there is none.
fn code_end(view: &View<'_>, start: usize, bracket: bool) -> usize {
    let mut at = start;
    for prefix in [&b"ICD-10-GM"[..], b"ICD-10", b"ICD"] {
        if view.slice(at..at + prefix.len()) == prefix {
            at = skip_blanks(view, at + prefix.len());
            at = skip_blanks(view, at + usize::from(view.at(at) == b':'));
            break;
        }
    }
    let head = view.slice(at..at + 3);
    let is_head = matches!(head, [b'A'..=b'T' | b'V'..=b'Z', b'0'..=b'9', b'0'..=b'9']);
    if !is_head {
        return start;
    }
    at += 3;
    if view.at(at) == b'.' && (view.at(at + 1).is_ascii_digit() || view.at(at + 1) == b'-') {
        at += 2 + usize::from(view.at(at + 2).is_ascii_digit());
    } else if !bracket {
        return start; // `B12` is a road, too
    }
    at += usize::from(matches!(view.at(at), b'G' | b'V' | b'Z' | b'A'));
    if view.alphanumeric_at(at) {
        return start;
    }
    match (bracket, view.at(at)) {
        (true, b')') => at + 1,
        (true, _) => start,
        _ => at,
    }
}

pub(super) fn word_before(view: &View<'_>, end: usize) -> usize {
    /// Longest adjective that is asked for.
    const MOST: usize = 24;
    let window = view.slice(end.saturating_sub(MOST)..end);
    let letters = window.iter().rev().take_while(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count();
    end - letters
}

pub(super) fn is_any(word: &[u8], list: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known.len() == word.len() && starts(word, known))
}

/// Whether a value holds a word, in small letters.
fn has_word(text: &[u8], word: &str) -> bool {
    text.split(|byte| *byte == b' ').any(|part| starts(part, word))
}

pub(super) fn starts_any(word: &[u8], list: &str) -> bool {
    list.split_ascii_whitespace().any(|known| starts(word, known))
}

fn starts(word: &[u8], known: &str) -> bool {
    word.len() >= known.len()
        && word.iter().zip(known.as_bytes()).all(|(byte, known)| fold(*byte) == fold(*known))
}

/// Whether a word that ends like an illness is known as something else.
pub(super) fn is_no_illness(word: &[u8]) -> bool {
    starts_any(word, NO_ILLNESS)
}

/// Whether the word before says that it is not so.
pub(super) fn is_denied(view: &View<'_>, start: usize) -> bool {
    let blank = start.checked_sub(1).filter(|blank| view.at(*blank) == b' ');
    blank.is_some_and(|blank| is_any(view.slice(word_before(view, blank)..blank), DENIALS))
}

/// What a capitalised word behind an adjective makes of it.
pub(super) enum Noun {
    /// `muslimischen Glaubens`; with the noun's end
    Belief(usize),
    /// `evangelische Schülerin`
    Person,
    /// No noun
    None,
    /// `katholische Kirche`
    Other,
}

pub(super) fn noun_behind(view: &View<'_>, words: &Words, adjective: &Range<usize>) -> Noun {
    /// Longest abbreviation of an adjective; behind longer words a stop ends the sentence.
    const SHORT: usize = 6;
    let end = adjective.end;
    let is_short = adjective.len() <= SHORT && view.at(end) == b'.' && view.at(end + 1) == b' ';
    // `kath. Kirche`
    let start = skip_blanks(view, end + usize::from(is_short));
    let end = word_end(view, start);
    let word = view.slice(start..end);
    if starts_any(word, "Glauben Konfession Bekenntnis Religion Abstammung Volkszugehörigkeit")
        && !starts_any(word, "Religionsg Religionsu")
    {
        Noun::Belief(end)
    } else if words.is_person(view, start, end) {
        Noun::Person
    } else if is_capital(word) {
        Noun::Other
    } else {
        Noun::None
    }
}

/// Whether a sign stands between blanks, commas or borders of cells. `ev.` and `lt.` may be other words: only behind `ist`
/// or where nothing goes on.
pub(super) fn stands_alone(view: &View<'_>, sign: &Range<usize>) -> bool {
    let begins = matches!(
        view.before(sign.start),
        0 | b' ' | b',' | b'\t' | b'\n' | b';' | b'|' | b'"' | b'\'' | b'(' | b'='
    );
    let ends = |at: usize| {
        matches!(view.at(at), 0 | b',' | b'\t' | b'\n' | b'\r' | b';' | b'|' | b'"' | b'\'' | b')')
    };
    let stop = sign.end + 1;
    // `('Muster','rk')` is a row, `DEFAULT 'VD'` is none.
    let is_quoted = view.before(sign.start) == b'\'';
    let in_row = !is_quoted || sign.start.checked_sub(2).is_some_and(|at| matches!(view.at(at), b',' | b'('));
    begins
        && in_row
        && match view.at(sign.end) {
            b' ' => true,
            b'.' if view.at(stop) == b' ' => {
                ends(stop + 1) || view.slice(sign.start.saturating_sub(4)..sign.start) == b"ist "
            }
            b'.' => ends(stop),
            _ => ends(sign.end),
        }
}

/// Whether an adjective of belief that ends here has an ending: `katholische und …` is of something.
pub(super) fn is_inflected(view: &View<'_>, end: usize) -> bool {
    matches!(view.slice(end.saturating_sub(2)..end), [_, b'e'] | [b'e', b'n' | b'r' | b's' | b'm'])
}

/// A value as it is written, with single blanks.
pub(super) fn value(view: &View<'_>, span: &Range<usize>) -> String {
    view.str(span.clone()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What announces values.
struct Label<'t> {
    topic: u8,
    start: usize,
    /// Whether a colon or a heading says so, which makes unknown words believable
    sure: bool,
    text: &'t str,
    /// What it weighs
    weight: i8,
}

/// Whether a value is a number behind a label of degrees: `50` behind `GdB`, `3` behind `Pflegegrad`.
fn is_degree(value: &str, label: &str) -> bool {
    /// Degrees of disability end there.
    const MOST: u8 = 100;
    const DEGREES: [&str; 7] = ["gdb", "gds", "mde", "grad", "stufe", "behinderung", "merkz"];
    let label = label.to_lowercase();
    value.trim_end_matches([' ', '%']).parse::<u8>().is_ok_and(|degree| degree <= MOST)
        && DEGREES.iter().any(|word| label.contains(word))
}

impl Topics {
    /// Takes what a label announces; the label reaches from `start` to `end`.
    pub(super) fn capture(&self, view: &View<'_>, topic: u8, start: usize, end: usize, trail: &mut Trail) {
        let Some((from, sure)) = announced(view, start, end) else { return };
        // `(ICD-10: F32)` in a sentence is no form, and a single blank is none that was drawn.
        let weak = view.before(start) == b'('
            || (!sure && view.at(from - 1) == b' ' && from == compound_end(view, end) + 1);
        let label =
            Label { topic, start, sure, text: view.str(start..end), weight: if weak { 0 } else { LABELLED } };
        let rest = view.slice(from..from + 2 * VALUE_BYTES);
        let line = (0..rest.len()).find(|&i| ends_value(view, rest, i)).unwrap_or(rest.len());
        let mut at = from;
        for _ in 0..ITEMS {
            let part = rest.get(at - from..line).unwrap_or(&[]);
            let len = part.iter().position(|byte| matches!(byte, b',' | b';')).unwrap_or(part.len());
            if at + len == from + rest.len() && rest.len() == 2 * VALUE_BYTES {
                break; // cut by the window, not by an end
            }
            let more = self.item(view, &label, at..at + len, &mut trail.read, &mut trail.hits);
            trail.covered = trail.hits.last().map_or(0, |hit| hit.span.end).max(trail.covered);
            if !more || at + len >= from + line {
                break;
            }
            at += len + 1;
        }
    }

    /// Takes a whole cell of a column of such values.
    pub(crate) fn cell(
        &self,
        view: &View<'_>,
        topic: u8,
        heading: &str,
        cell: Range<usize>,
        trail: &mut Trail,
    ) {
        if cell.len() > VALUE_BYTES {
            return;
        }
        let before = trail.cells.len();
        let label = Label { topic, start: cell.start, sure: true, text: heading, weight: LABELLED };
        self.item(view, &label, cell, &mut trail.read, &mut trail.cells);
        for hit in trail.cells.iter_mut().skip(before) {
            if is_any(hit.value.as_bytes(), "ja x j") {
                hit.value = format!("{heading}: {}", hit.value);
            }
        }
    }

    /// Takes illnesses that no list knows from a cell of remarks about a person.
    pub(crate) fn remark(&self, view: &View<'_>, topic: u8, cell: Range<usize>, trail: &mut Trail) {
        /// Shorter words with such endings are others: `Störung`, `Einbruch`.
        const LEAST_BYTES: usize = 10;
        let Some(wanted) = self.wanted.get(usize::from(topic)).filter(|_| cell.len() <= VALUE_BYTES) else {
            return;
        };
        let mut at = cell.start;
        while at < cell.end {
            let end = word_end(view, at).max(at + 1);
            let word = view.slice(at..end);
            let is_illness = word.len() >= LEAST_BYTES
                && is_capital(word)
                && super::ends_with_any(word, &wanted.endings)
                && !wanted.is_harmless(word)
                && !is_no_illness(word);
            if is_illness {
                let span = widen(view, at..compound_end(view, end));
                let surroundings = trail.read.surroundings(view, &self.words, at);
                let (value, reach) = (value(view, &span), trail.read.reach(view, &span));
                let weight = MEDIUM;
                trail.cells.push(Hit {
                    span,
                    topic,
                    value,
                    weight,
                    surroundings,
                    reach,
                    labelled: true,
                    is_code: false,
                    of_nobody: false,
                    column: None,
                });
            }
            at = end;
        }
    }

    /// One value behind a label. Whether another may follow.
    fn item(
        &self,
        view: &View<'_>,
        label: &Label<'_>,
        item: Range<usize>,
        read: &mut Read,
        hits: &mut Vec<Hit>,
    ) -> bool {
        let topic = label.topic;
        let Some(wanted) = self.wanted.get(usize::from(topic)) else { return false };
        let item = before_next_label(view, item);
        let Some(item) = ticked(view, item.clone()) else { return true };
        let item = trimmed(view, item);
        let text = view.slice(item.clone());
        let first_end = token_end(view, item.start);
        let first = view.slice(item.start..first_end);
        let words = text.split(|byte| *byte == b' ').count();
        let entity = wanted.topic.rule.entity;
        // `Diagnose<tab>Pflegegrad<tab>KV-Nr.`: headings of a list
        if label.sure && view.at(item.end) != b'\n' && columns::role(view.str(item.clone())).is_some() {
            return false;
        }
        if text.is_empty() || text.len() > VALUE_BYTES || words > VALUE_WORDS || text.contains(&b':') {
            return false;
        }
        let none = is_any(first, NONE);
        if is_any(first, NOTHING)
            || (none
                && (entity != Entity::Religion
                    || (words > 1 && !self.is_known(view, topic, &item) || has_word(text, "angabe"))))
            || starts_any(first, "deutsch")
        {
            return true;
        }
        // `ja / nein` is a form that nobody has filled in.
        let yes_or_no = text.windows(4).any(|part| part.eq_ignore_ascii_case(b"nein"))
            || text.windows(3).any(|part| matches!(part, b"[ ]" | b"[x]" | b"___"));
        if yes_or_no {
            return true;
        }
        // The next heading of a row that is drawn with strokes
        let is_heading = view.at(skip_blanks(view, item.end)) == b'|'
            && self
                .vocabulary
                .all(view, item.start, word_end(view, item.start))
                .any(|((_, kind), _)| kind == Kind::Label);
        if is_heading {
            return true;
        }
        let known = self.is_known(view, topic, &item)
            || entity == Entity::Health && is_degree(view.str(item.clone()), label.text);
        // What a person is: only words of the topic, or names of illnesses that nobody could list.
        let nameless =
            known || (entity == Entity::Health && label.sure && is_capital(first) && first.len() > 1);
        if !nameless || (label.weight == 0 && !known) {
            return known;
        }
        // In `Diagnose: Herr Muster leidet an Asthma` the term stands for itself.
        let mut surroundings = read.surroundings(view, &self.words, item.start);
        if surroundings.person >= 2 && words > 3 {
            return false;
        }
        (surroundings.office, surroundings.contact) = (0, 0);
        let yes = is_any(text, "ja");
        if yes && view.at(item.end) == b',' {
            return true; // what follows says it better
        }
        let span = if yes { label.start.min(item.start)..item.end } else { item };
        let value = value(view, &span);
        let reach = read.reach(view, &span);
        let weight = label.weight + if known { STRONG + 1 } else { MEDIUM };
        hits.push(Hit {
            span,
            topic,
            value,
            weight,
            surroundings,
            reach,
            labelled: true,
            is_code: false,
            of_nobody: false,
            column: None,
        });
        true
    }

    /// Whether a value holds a word of its topic.
    fn is_known(&self, view: &View<'_>, topic: u8, item: &Range<usize>) -> bool {
        let mut at = item.start;
        let endings = self.wanted.get(usize::from(topic)).map_or(&[][..], |wanted| &wanted.endings);
        let health = !endings.is_empty();
        while at < item.end {
            let end = token_end(view, at);
            if end > at {
                let letters = word_end(view, at);
                let word = view.slice(at..end);
                let listed =
                    letters > at && self.values.all(view, at, letters).any(|(known, _)| known == topic);
                if listed
                    || (super::ends_with_any(word, endings) && !is_no_illness(word))
                    || (health && code_end(view, at, false) > at)
                    || (health && item.len() <= 4 && is_code_head(word))
                {
                    return true;
                }
            }
            at = end.max(at + 1);
        }
        false
    }
}

/// `F32` alone behind a label of diagnoses.
fn is_code_head(word: &[u8]) -> bool {
    matches!(word, [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'])
}

/// What stands before the next label on the same line: `Epilepsie Arzt: Dr. Muster`.
fn before_next_label(view: &View<'_>, item: Range<usize>) -> Range<usize> {
    let text = view.slice(item.clone());
    let Some(colon) = text.iter().position(|byte| *byte == b':') else { return item };
    let end = text.get(..colon).and_then(|text| text.iter().rposition(|byte| *byte == b' ')).unwrap_or(0);
    item.start..item.start + end
}

/// What is ticked of a row of boxes; all, if there are none, and nothing, if none is ticked.
fn ticked(view: &View<'_>, item: Range<usize>) -> Option<Range<usize>> {
    let text = view.str(item.clone());
    if !["[ ]", "[]", "☐", "□"].iter().any(|open| text.contains(open)) {
        return Some(item);
    }
    let ticks = ["[x]", "[X]", "☒", "☑"];
    let from = ticks.iter().filter_map(|tick| Some(text.find(tick)? + tick.len())).min()?;
    let behind = text.get(from..)?;
    let len = behind.find(['[', '☐', '□', '☒', '☑']).unwrap_or(behind.len());
    Some(item.start + from..item.start + from + len)
}

/// Where the value behind a label starts, and whether a colon or a border of cells says so.
fn announced(view: &View<'_>, start: usize, end: usize) -> Option<(usize, bool)> {
    let mut at = compound_end(view, end);
    // `Diagnose(n):`, `Diagnose (ICD-10):`
    let bracket = skip_blanks(view, at);
    if view.at(bracket) == b'(' {
        let inside = view.slice(bracket..bracket + 40);
        at = bracket + inside.iter().position(|byte| *byte == b')' || *byte == b'\n')? + 1;
    }
    // `icd10`
    at += view.slice(at..at + 2).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mark = at + usize::from(matches!(view.at(at), b'"' | b'.' | b'*'));
    let blank = skip_blanks(view, mark);
    let (from, sure) = match view.at(blank) {
        b'>' => return Some((blank + 1, true)),
        byte if view.is_barrier(byte) && byte != b'\n' => {
            begins_cell(view, start).then_some((blank + 1, false))?
        }
        b'\t' | b'|' => begins_cell(view, start).then_some((blank + 1, true))?,
        b':' | b'=' => (blank + 1, true),
        b'\n' if matches!(view.before(start), b'\n' | 0) => (blank + 1, false),
        _ if blank >= mark + 2 => (blank, false),
        _ if blank == mark + 1 && begins_line(view, start) => (blank, false),
        _ => return None,
    };
    let mut from = skip_blanks(view, from);
    if view.at(from) == b'\n' && sure && !view.is_barrier(b'\n') && view.at(from + 1) != b'\n' {
        from = skip_blanks(view, from + 1);
        // `Diagnosen:` and a list
        let digits = view.slice(from..from + 2).iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 && matches!(view.slice(from + digits..from + digits + 2), b". " | b") ") {
            from += digits + 2;
        }
    }
    from += usize::from(view.at(from) == b'"');
    Some((from, sure))
}

/// Whether a label begins its cell, maybe behind a number: `Hilfen bei Behinderung` announces nothing.
fn begins_cell(view: &View<'_>, start: usize) -> bool {
    /// `12.3 `
    const NUMBER: usize = 8;
    let before = view.slice(start.saturating_sub(NUMBER)..start);
    let border = before.iter().rev().find(|byte| !(byte.is_ascii_digit() || b" .)\"'".contains(byte)));
    border.is_none_or(|byte| matches!(byte, b'\n' | b'\t' | b'|') || view.is_barrier(*byte))
}

/// Whether nothing but blanks stands before on the line.
fn begins_line(view: &View<'_>, start: usize) -> bool {
    /// Furthest indentation that is looked at.
    const INDENT: usize = 40;
    let before = view.slice(start.saturating_sub(INDENT)..start);
    before.iter().rev().find(|byte| **byte != b' ').is_none_or(|byte| *byte == b'\n')
}

/// Whether a value ends before byte `i`.
fn ends_value(view: &View<'_>, text: &[u8], i: usize) -> bool {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    match at(i) {
        b'\n' | b'\t' | b'\r' | b'<' | b'"' | b'|' | b'_' => true,
        b' ' => {
            at(i + 1) == b' '
                || (at(i + 1) == b'('
                    && !(at(i + 2).is_ascii_uppercase() && at(i + 3).is_ascii_alphanumeric()))
        }
        // `Z. n. Schlaganfall`: a longer word before ends a sentence.
        b'.' => {
            matches!(at(i + 1), b' ' | 0 | b'\n')
                && (1..4).all(|back| {
                    i.checked_sub(back).is_some_and(|i| at(i).is_ascii_lowercase() || at(i) >= 0x80)
                })
        }
        b')' => !text.get(..i).is_some_and(|before| before.contains(&b'(')),
        byte => view.is_barrier(byte),
    }
}

/// A range without blanks, quotes and stops around.
fn trimmed(view: &View<'_>, range: Range<usize>) -> Range<usize> {
    let outer = |byte: &u8| {
        byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'.' | b',' | b'-' | b'*' | b'/' | b'_')
    };
    let text = view.slice(range.clone());
    let start = text.iter().position(|byte| !outer(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !outer(byte)).map_or(start, |last| last + 1);
    range.start + start..range.start + end
}
