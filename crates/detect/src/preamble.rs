// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What stands before a name: blanks, salutations, offices, titles, labels. Each function takes an offset and returns
//! the one behind.

use crate::lexicon::{Kinds, Lexicon};
use crate::names;
use crate::view::View;

/// Blanks, and at most `breaks` line breaks.
pub(crate) fn skip_blanks(view: &View<'_>, start: usize, mut breaks: u32) -> usize {
    let mut at = start;
    while at - start < 24 {
        let step = match view.at(at) {
            b'\n' if breaks > 0 => {
                breaks -= 1;
                1
            }
            b'\t' | b'\r' => 1,
            _ => view.blank_at(at),
        };
        if step == 0 {
            break;
        }
        at += step;
    }
    at
}

/// `Herr/Frau`, `Herrn und Frau`: on to the second.
pub(crate) fn skip_other_salutation(view: &View<'_>, end: usize) -> usize {
    let rest = view.slice(end..end + 12);
    for other in ["/Frau", "/Herrn", "/Herr", " / Frau", " und Frau", " und Herrn", "."] {
        if rest.starts_with(other.as_bytes()) {
            return end + other.len();
        }
    }
    end
}

/// `Herr`, `Frau` behind a label.
pub(crate) fn skip_salutation(view: &View<'_>, at: usize) -> usize {
    for salutation in ["Herrn ", "Herr ", "Frau "] {
        if view.slice(at..at + salutation.len()) == salutation.as_bytes() {
            return at + salutation.len();
        }
    }
    at
}

/// Offices and titles before a name: `Landrat Dr.`
pub(crate) fn skip_offices(view: &View<'_>, lexicon: &Lexicon, start: usize) -> usize {
    let mut at = skip_titles(view, start);
    // `Stellvertretende Bürgermeisterin` is the longest in sight.
    for _ in 0..3 {
        let end = names::word_end(view, at);
        if !is_office(lexicon, view.str(at..end)) {
            break;
        }
        let next = skip_blanks(view, end, 0);
        if next == end {
            return end; // an office without a name; nothing can start at a word's end
        }
        at = skip_titles(view, next);
    }
    at
}

/// An office, also as a woman's, in the genitive or dative.
pub(crate) fn is_office(lexicon: &Lexicon, word: &str) -> bool {
    let known = |word: &str| lexicon.kinds(word).has(Kinds::OFFICE);
    let endings = ["in", "s", "n", "es", "en", "innen"];
    let compound = [
        "meister",
        "meisterin",
        "präsident",
        "präsidentin",
        "direktor",
        "direktorin",
        "beauftragte",
        "beauftragter",
        "vorsitzende",
        "vorsitzender",
        "sekretär",
        "sekretärin",
        "leiterin",
        "inspektorin",
        "vertretende",
        "vertretender",
    ];
    known(word)
        || endings.iter().filter_map(|ending| word.strip_suffix(ending)).any(known)
        || compound.iter().any(|ending| word.len() > ending.len() && word.ends_with(ending))
}

/// Academic titles and their faculties, with the blanks between.
pub(crate) fn skip_titles(view: &View<'_>, start: usize) -> usize {
    const TITLES: &[&str] = &[
        "dr", "prof", "med", "jur", "phil", "rer", "nat", "pol", "oec", "vet", "dent", "hc", "h", "c",
        "habil", "mult", "ing", "dring", "dipl", "diping", "diplin", "diplkfm", "mag", "theol", "iur", "em",
        "pd", "univ",
    ];
    let mut at = start;
    for _ in 0..8 {
        let token = view.slice(at..at + 16);
        let Some(len) = token.iter().position(|&byte| byte == b' ') else { break };
        let Some((b'.', name)) = token.get(..len).and_then(<[u8]>::split_last) else { break };
        let letters: String = name
            .iter()
            .filter(|byte| byte.is_ascii_alphabetic())
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
        if !(TITLES.contains(&letters.as_str()) || letters.starts_with("dipl"))
            || name.iter().any(|&byte| byte >= 0x80)
        {
            break;
        }
        at += len + 1;
    }
    at
}

/// Behind a salutation, offices and titles at the start of a cell.
pub(crate) fn skip_to_name(view: &View<'_>, lexicon: &Lexicon, start: usize) -> usize {
    skip_offices(view, lexicon, skip_salutation(view, start))
}

/// Behind a label and its colon: `Name, Vorname: `, `Sachbearbeiter/in: `, `Familienname (auch früherer): `, `nachname=`.
pub(crate) fn label_end(view: &View<'_>, end: usize) -> Option<usize> {
    // An element: `<nachname>Muster</nachname>`
    if view.at(end) == b'>' {
        return Some(end + 1);
    }
    let rest = view.slice(end..end + LABEL_BYTES);
    let colon = rest.iter().position(|&byte| matches!(byte, b':' | b'='))?;
    let fine = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'/' | b'(' | b')' | b',' | b' ' | b'*' | b'-' | b'"' | b'.' | b'_')
            || *byte >= 0x80
    };
    let label = rest.get(..colon)?;
    // `Vorname Erika     Geb.-Dat.:` is two fields; `Vorname        :` is one that was set in columns.
    let words = label.trim_ascii_end();
    let is_one = !words.windows(2).any(|pair| pair == b"  ");
    (is_one && label.iter().all(fine)).then(|| {
        let at = skip_blanks(view, end + colon + 1, 1);
        at + usize::from(view.at(at) == b'"')
    })
}

/// Longest rest of a label before its colon, in bytes.
const LABEL_BYTES: usize = 40;

/// Behind a label without a colon, where a gap, dots or a line break set its value apart.
pub(crate) fn gap_end(view: &View<'_>, end: usize) -> Option<usize> {
    // `Name, Vorname`, `Vor- und Nachname`: the rest of the label
    let mut at = end;
    for rest in [", Vorname", "/Vorname", " und Vorname", ", Vornamen", "/in", "(in)", "(n)", "*"] {
        if view.slice(at..at + rest.len()) == rest.as_bytes() {
            at += rest.len();
            break;
        }
    }
    let label = at;
    while at - label < LABEL_BYTES && matches!(view.at(at), b' ' | b'.' | b'_' | b'|' | b'\t' | b'\n' | b'\r')
    {
        at += 1;
    }
    let gap = view.slice(label..at);
    let is_gap = gap.len() > 1 || gap.first().is_some_and(|byte| matches!(byte, b'\t' | b'\n' | b'|'));
    (is_gap && memchr::memchr_iter(b'\n', gap).count() <= 1).then_some(at)
}

/// Behind the rest of a closing formula, at most four lines on: `(digital) i. A.` is for others to skip.
pub(crate) fn skip_closing(view: &View<'_>, end: usize) -> usize {
    let mut at = end;
    for rest in [",", "!", "."] {
        if view.slice(at..at + rest.len()) == rest.as_bytes() {
            at += rest.len();
        }
    }
    skip_blanks(view, at, 4)
}

/// Behind `gez.`, `Im Auftrag` or `Ihre` before a signature.
pub(crate) fn skip_signed(view: &View<'_>, start: usize) -> usize {
    let mut at = start;
    for signed in
        ["Im Auftrag", "In Vertretung", "i. A.", "i.A.", "i. V.", "gez.", "Ihre", "Ihr", "(", "Deine", "Dein"]
    {
        if view.slice(at..at + signed.len()) == signed.as_bytes() {
            at = skip_blanks(view, at + signed.len(), 4);
        }
    }
    at
}

/// Behind `i. A.`, `i.V.`, `I. A.` where the `i` ends at `end`.
pub(crate) fn by_order_end(view: &View<'_>, end: usize) -> Option<usize> {
    let at = end + 1 + view.blank_at(end + 1);
    let fine = view.at(end) == b'.' && matches!(view.at(at), b'A' | b'V') && view.at(at + 1) == b'.';
    fine.then(|| skip_titles(view, skip_blanks(view, at + 2, 2)))
}
