// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Terms that no list could hold, made of two that are listed: `Nierenkrankheit`, `Mitglied der … Partei`, `kurdischer
//! Herkunft`.

use super::capture::{compound_end, is_no_illness, starts_any, word_before};
use super::{Topics, ends_inflected};
use crate::phrases::{is_capital, skip_blanks, token_end, word_end};
use crate::view::View;

/// Words that may stand between a relation and what someone belongs to: `Mitglied bei der Gewerkschaft ver.di`.
const BETWEEN: &str = "der des dem den die bei beim in im von vom zu zum zur an am für eine einer einem als seit partei \
    gewerkschaft volksgruppe minderheit ethnie stamm stammes volk gruppe religionsgemeinschaft gemeinschaft";
/// So many of them.
const BETWEEN_WORDS: usize = 5;
/// How adjectives of peoples begin: what else ends with `-isch` is of animals, towns and sciences.
const PEOPLES: &str = "afghan afrikan ägypt alban alger arab aramä armen aserbaidschan asiat assyr äthiop bengal berber \
    bosni brasilian bulgar chines eritre gamb georg ghana griech hazar ind irak iran italien jemenit jesid jordan jüd \
    kamerun kasach kenia kongoles kosov kroat kurd libanes maroc marokk mazedon mongol niger pakistan palästin paschtun \
    pers poln portug rumän russ schwarzafrikan seneg serb somal sorb span sudan syr tadschik tamil thailänd togo \
    tschetschen tunes türk turkmen uigur ukrain usbek vietnames yezid";

impl Topics {
    /// The end of the word that begins with a part of the body and ends with what ails it; `None` for other words.
    pub(super) fn ailment(&self, view: &View<'_>, topic: u8, start: usize, end: usize) -> Option<usize> {
        let wanted = self.wanted.get(usize::from(topic))?;
        let end = compound_end(view, end);
        let word = view.slice(start..end);
        let ails = ends_inflected(word, &wanted.endings) || ends_inflected(word, &wanted.tails);
        (ails && !wanted.is_harmless(word) && !is_no_illness(word)).then_some(end)
    }

    /// The end of what someone belongs to, behind a word that says so, which ends at `end`.
    pub(super) fn related(&self, view: &View<'_>, topic: u8, end: usize) -> Option<usize> {
        let wanted = self.wanted.get(usize::from(topic))?;
        let mut at = end;
        for _ in 0..=BETWEEN_WORDS {
            let start = if view.at(at) == b'-' { at + 1 } else { skip_blanks(view, at) };
            let start = start + usize::from(view.at(start) == b'\n');
            let end = word_end(view, start);
            if end == start || start == at {
                return None;
            }
            let object = self.objects.all(view, start, end).filter(|(known, _)| *known == topic);
            if let Some((_, end)) = object.max_by_key(|(_, end)| *end) {
                let whole = compound_end(view, end);
                return (!wanted.is_harmless(view.slice(start..whole))).then_some(whole);
            }
            let word = view.slice(start..end);
            let describes = word.ends_with(b"en") || word.ends_with(b"isch") || word.ends_with(b"er");
            if !(super::capture::is_any(word, BETWEEN)
                || (describes && (!is_capital(word) || word.ends_with(b"schen"))))
                && !word.ends_with(b"isch")
            {
                return None;
            }
            at = end;
        }
        None
    }
}

/// Where the adjective of a people begins that stands before the word at `start`: `kurdischer Herkunft`.
pub(super) fn people_before(view: &View<'_>, start: usize) -> Option<usize> {
    let blank = start.checked_sub(1).filter(|blank| view.at(*blank) == b' ')?;
    let from = word_before(view, blank);
    let word = view.slice(from..blank);
    let is_adjective =
        [&b"isch"[..], b"ische", b"ischer", b"ischen"].iter().any(|ending| word.ends_with(ending));
    (is_adjective && starts_any(word, PEOPLES) && token_end(view, from) == blank).then_some(from)
}
