// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod area;
mod number;
mod words;

use self::area::area_digits;
use self::number::Number;
use self::words::{CONTACT, LABELS, NOBODY, NOT, WORDS};
use crate::context;
use crate::rule::{Beside, Found, NumberRule, Rule, Samples, UNBELIEVED};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "telephone_number",
    version: 5,
    entity: Entity::Phone,
    purpose: "A telephone, mobile or fax number. It has no check digit, so its form must speak for it: a country code, \
              or an area code as long as its first digits demand, told apart from the rest; or a word such as Tel. \
              directly in front, which also lets local numbers and extensions pass, misread digits (O228) and a line's \
              end between area code and number. An extension behind a number (202-0, -17) is completed by it. Dates, \
              amounts, file and invoice numbers, versions, emergency calls and pieces of longer numbers are none.",
    source: "ITU-T E.164 (15 digits at most); Bundesnetzagentur, structure of the German numbering space (area codes \
             of 2–5 digits without the 0, mobile 15, 16, 17); DIN 5008 and older writings",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule { page: &RULE, least: 3, may: |_, _, _| true, find };

/// An extension behind a number has two digits and more.
pub(crate) const EXTENSION: NumberRule = NumberRule {
    page: &RULE,
    least: 1,
    may: |run, before, _| run <= 5 && before == Beside::Dash,
    find: extension,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("+49 228 1234567", &["+492281234567"]),
        ("+49 (0) 228 / 12 34-567.", &["+492281234567"]),
        ("0049 228 1234567", &["+492281234567"]),
        ("(0228) 123456", &["+49228123456"]),
        ("0228/12 34 56", &["+49228123456"]),
        ("02841 202-0, Fax 02841 202-123", &["+4928412020", "+492841202123"]),
        ("030 - 23125 123", &["+493023125123"]),
        ("Mobil: 0171 2345678", &["+491712345678"]),
        ("01712345678", &["+491712345678"]),
        ("Tel.: 022812345678", &["+4922812345678"]),
        ("Tel.0228.123456", &["+49228123456"]),
        ("Telefon: 77-2345", &["772345"]),
        ("Durchwahl 4711", &["4711"]),
        ("033201 12345", &["+493320112345"]),
        ("+43 1 58858-0", &["+431588580"]),
        ("0228 123456 53111 Bonn", &["+49228123456"]),
        ("0228/123456 0228/654321", &["+49228123456", "+49228654321"]),
        ("tel:+49-228-1234567", &["+492281234567"]),
        ("Ruf 0 22 8 / 12 34 56", &["+49228123456"]),
        ("Durchwahl -123", &["123"]),
        ("DW 4711", &["4711"]),
        ("Durchwahl:\n-123", &["123"]),
        ("App. 4711", &["4711"]),
        ("Tel. 02841 202-0/-123", &["+4928412020", "+492841202123"]),
        ("02841/202-0 oder -17", &["+4928412020", "+49284120217"]),
        ("+ 49 228 123456", &["+49228123456"]),
        ("+49.228.1234567", &["+492281234567"]),
        ("Telefon: O228/l23456", &["+49228123456"]),
        ("Telefon 0228/12345O", &["+49228123450"]),
        ("Tel.: 0228\n123456", &["+49228123456"]),
        ("Tel.: 0228/\n123456", &["+49228123456"]),
        ("Tel.-Nr. 0228 123456", &["+49228123456"]),
        ("Telefonnummer: 123456", &["123456"]),
        ("Rückfragen: 02281234567", &["+492281234567"]),
        ("02281234567 oder e.muster@post.example", &["+492281234567"]),
        ("Tel. 0821 / 736\n77 01", &["+498217367701"]),
        ("erreichbar: +49\n(0)921/9630635", &["+499219630635"]),
        ("Muster, 95444 Bayreuth, +49\n(0) 921/9630635", &["+499219630635"]),
        ("Tel. (06431)\n418-738", &["+496431418738"]),
        ("Fax 0049 9199 48739-9859", &["+499199487399859"]),
        ("Tel.\u{a0}0228\u{a0}123456", &["+49228123456"]),
        ("0800 1234567, 0180 5 123456", &["+498001234567", "+491805123456"]),
        ("Bürgertelefon: 77-2345", &["772345"]),
        ("0228 – 12 34 56 – 0", &["+492281234560"]),
        ("Tel. +49 228 1234567 / 0170-1234567", &["+492281234567", "+491701234567"]),
        ("15:33,Herr Muster,0170 1234567,Musterweg 3", &["+491701234567"]),
    ],
    not_found: &[
        "Rechnung 0004711-22",
        "Drucksache 0228/2024",
        "01.02.2024",
        "01-02-2024 bis 03-04-2024",
        "0,1234567",
        "0228 123456,50",
        "DE-0228-123456",
        "§ 0228 123456",
        "022812345678",
        "Version 0.228.123456",
        "DE89 3704 0044 0532 0130 00",
        "0123 456789",
        "0228-123456-7890-1234-5678",
        "30 Tage, 40 Euro",
        "ISBN 978-3-16-148410-0",
        "Telefonkosten 2024: 4711,50",
        "Artikel 0815/4711",
        "00012345678",
        "Rechnungsnummer 0228 123456",
        "Konto-Nr. 0228 123456",
        "Notruf 112, Behördenruf 115",
        "Teltow 14513",
        "061964225;Muster;e.muster@post.example",
        "1:14~+20220202101403",
        "Durchwahl: siehe unten, Datum: 05.07.2011",
        "Telefon 05.07.2011",
        "id=01956-02-2",
        "Summe 293 030 000",
        "+39 195 956",
        "Fonds 123456",
        "Tel. 0228\n53111 Bonn",
        "12/-13, -14",
        "10+49228123456",
        "Kapitel 0961-112 01, 0201/984 17-3",
        "Saldo 0221 029469",
        "Sachkonto 0681 4000000; Produkt 0211 100220",
        "Toner 0365-346980, Winkel 0471-223344, Dübel 0800-100200",
    ],
};

/// Digits of a number after the country code: 5 in small villages; E.164 allows 13 after +49.
const NATIONAL_DIGITS: std::ops::RangeInclusive<usize> = 5..=13;
/// Digits of an international number (E.164: 15 at most).
const WORLD_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
/// Digits of a number within one town or one house, believed only directly behind a word such as Tel.
const LOCAL_DIGITS: std::ops::RangeInclusive<usize> = 3..=9;
/// A number whose first run of digits starts at `start` and is `run` long.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let before = view.before(start);
    // `+ 49 228` is as good as `+49 228`.
    let world = before == b'+'
        || (before == b' ' && view.before(start - 1) == b'+' && view.slice(start..start + 2) == b"49");
    let misread =
        if matches!(before, b'O' | b'o' | b'l' | b'I') { misread_start(view, start) } else { start };
    let first = if misread < start { b'0' } else { view.at(start) };
    // A cheap look first: most runs of digits are neither.
    let local = !world && first != b'0';
    let inside = matches!(before, b'.' | b':' | b'-') && view.before(start - 1).is_ascii_digit();
    if local && (inside || !matches!(before, b' ' | b'.' | b':' | b'\n' | b'\t' | 0xa0 | 0xaf | b'-')) {
        return None;
    }
    let begin = if !world {
        misread
    } else if before == b'+' {
        start - 1
    } else {
        start - 2
    };
    let labelled = is_labelled(view, begin);
    if local {
        return labelled.then(|| self::local(view, start, run)).flatten();
    }
    if !labelled && (misread < start || is_continued(view, begin)) {
        return None;
    }
    let number = Number::read(view, misread, labelled)
        .filter(|number| number.digits().len() > *NATIONAL_DIGITS.start())?;
    let near = context::last_in_front(view, begin, WORDS);
    // `Telefon-Nr. 0228` is one, `Tel. 0228 123456, Kunden-Nr. 0228` none.
    let other = !labelled
        && near.is_none_or(|word| begin - word > NEAR)
        && context::labelled_exactly(view, begin, NOT);
    let bare = !world && run >= 9 && number.first == number.digits().len();
    let context = labelled || near.is_some() || (bare && is_contact(view, begin, number.end));
    // A time stamp in a version: ~+20220202101403
    let stamp = world && !context && number.first > 13;
    let amount = stamp || (world && !context && is_amount(view.slice(start..number.end)));
    if other || amount || is_date(view.slice(start..number.end)) || !number.ends_well(view, context) {
        return None;
    }
    let run = if misread < start { number.first } else { run };
    let (value, form) =
        if world { world_number(&number)? } else { national_number(view, misread, run, &number, context)? };
    let form = if !context && is_bare(view.slice(start..number.end), &value) { UNBELIEVED } else { form };
    let confidence = if context { form + (100 - form) * 4 / 5 } else { form };
    // A bracket belongs to the number: (0228) 123456
    let open = view.before(begin) == b'(' && view.slice(begin..number.end).contains(&b')');
    let signals = if context { Signals::FORMAT.with(Signals::CONTEXT) } else { Signals::FORMAT };
    Some(Found {
        span: begin - usize::from(open)..number.end,
        value,
        confidence: Confidence::percent(confidence),
        signals,
    })
}

/// `0365-346980`: two groups with a hyphen, as numbers of articles have. Only mobile numbers are known by their length.
fn is_bare(text: &[u8], value: &str) -> bool {
    let hyphen = text.iter().filter(|byte| !byte.is_ascii_digit()).eq([&b'-']);
    let mobile = matches!(value.as_bytes(), [b'+', b'4', b'9', b'1', b'5'..=b'7', ..]);
    hyphen && text.starts_with(b"0") && !(mobile && (13..=14).contains(&value.len()))
}

/// Whether a number without any separator stands among contacts: behind a word for questions, or before an e-mail address.
fn is_contact(view: &View<'_>, start: usize, end: usize) -> bool {
    /// Bytes to the sign of the address: ` oder vorname.nachname@`
    const FAR: usize = 48;
    /// Shorter ones are as likely the numbers of orders.
    const LEAST: usize = 10;
    let separator = |byte: &u8| matches!(byte, b' ' | b'\t' | b',' | b';' | b'|' | b'/' | b'"');
    let mut words = view.slice(end..end + FAR).split(separator).filter(|word| !word.is_empty());
    let next = words.next().filter(|word| *word != b"oder").or_else(|| words.next());
    let mail = next.is_some_and(|word| word.contains(&b'@') && !word.contains(&b'\n'));
    (mail && end - start >= LEAST) || context::in_front(view, start, CONTACT)
}

/// How far a word such as Telefon may stand before `Nr.` and the like, in bytes.
const NEAR: usize = 20;

/// Whether a word for telephones stands directly in front.
fn is_labelled(view: &View<'_>, start: usize) -> bool {
    // A cheap look first: before the blank ends `…telefon`, `Nr`, `DW`, a dot or a colon.
    let last = view.before(start.saturating_sub(1));
    context::labelled(view, start, WORDS)
        || (matches!(last, b'n' | b'r' | b'w' | b'W' | b':' | b'.') && label_ends(view, start))
}

/// Whether the word in front, umlauts among its letters, ends as one of [`LABELS`], or is `Nr.` behind one.
fn label_ends(view: &View<'_>, start: usize) -> bool {
    let mut end = start;
    while matches!(view.before(end), b' ' | b'.' | b':' | b'-' | b'\n' | b'\t' | 0xa0 | 0xc2)
        && start - end < 6
    {
        end -= 1;
    }
    let word = view.slice(end.saturating_sub(24)..end);
    let tail = word.split(|byte| !byte.is_ascii_alphabetic()).next_back().unwrap_or(&[]);
    if tail.eq_ignore_ascii_case(b"nr") || tail.eq_ignore_ascii_case(b"nummer") {
        return context::last_in_front(view, start, WORDS).is_some_and(|word| start - word <= NEAR);
    }
    let last = tail.last().map(u8::to_ascii_lowercase);
    LABELS.iter().filter(|label| label.bytes().last() == last).any(|label| {
        let ends = tail.len().checked_sub(label.len()).and_then(|from| tail.get(from..));
        // Short ones only whole: `Hotel`, `Beruf`.
        let whole = tail.len() == label.len() && !view.alphanumeric_before(end - tail.len());
        ends.is_some_and(|ends| ends.eq_ignore_ascii_case(label.as_bytes())) && (whole || label.len() >= 5)
    })
}

/// Where a number starts whose first digits were read as letters: `O228`, `Ol71`.
fn misread_start(view: &View<'_>, start: usize) -> usize {
    let mut begin = start;
    while matches!(view.before(begin), b'O' | b'o' | b'l' | b'I') && start - begin < 3 {
        begin -= 1;
    }
    let zero = matches!(view.at(begin), b'O' | b'o') && !view.alphanumeric_before(begin);
    if zero { begin } else { start }
}

/// `-123` behind another number: 202-0/-123, 202-0, -17, 202-0 oder -17. It takes that one's extension's place.
fn extension(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    /// Bytes of a number with area code, blanks and brackets: +49 (0) 33201 / 12 34 56 - 0
    const LONGEST: usize = 32;
    let hyphen = view.before(start) == b'-' && matches!(view.before(start - 1), b'/' | b' ');
    if !hyphen || !(1..=5).contains(&run) || view.alphanumeric_at(start + run) {
        return None;
    }
    let mut end = start - 1;
    end -= view.blank_before(end);
    for word in ["/", ",", " oder", " und", " bis", " u."] {
        if view.slice(end.saturating_sub(word.len())..end) == word.as_bytes() {
            end -= word.len();
            break;
        }
    }
    end -= view.blank_before(end);
    let part =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'/' | b'(' | b')' | b'+' | b'.');
    let mut begin = end;
    while part(view.before(begin)) && end - begin < LONGEST {
        begin -= 1;
    }
    let digits = begin + view.slice(begin..end).iter().position(u8::is_ascii_digit)?;
    if end == start - 1 || !view.before(end).is_ascii_digit() {
        return None;
    }
    let base = (view.at(digits) == b'0' || view.before(digits) == b'+')
        .then(|| number_at(view, digits))
        .flatten()?;
    if base.span.end != end {
        return None;
    }
    let old = view.slice(base.span.clone()).iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    if view.before(end - old) != b'-' {
        return None;
    }
    let stem = base.value.get(..base.value.len().checked_sub(old)?)?;
    Some(Found {
        span: start - 1..start + run,
        value: format!("{stem}{}", view.str(start..start + run)),
        ..base
    })
}

/// A number with area code or country code, without a look at what stands in front of it.
fn number_at(view: &View<'_>, start: usize) -> Option<Found> {
    let number = Number::read(view, start, false)?;
    let world = view.before(start) == b'+';
    let (value, form) = if world {
        world_number(&number)?
    } else {
        national_number(view, start, number.first, &number, false)?
    };
    Some(Found {
        span: start..number.end,
        value,
        confidence: Confidence::percent(form),
        signals: Signals::FORMAT.with(Signals::NEIGHBOUR),
    })
}

/// What a whole cell of a telephone column is, when its form alone would not be believed. Spreadsheets drop leading
/// zeros.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let start = start + usize::from(matches!(view.at(start), b'+' | b'('));
    let number = Number::read(view, start, true)?;
    let count = number.digits().len();
    if number.end == end && LOCAL_DIGITS.contains(&count) && count + 2 < *WORLD_DIGITS.start() {
        // Within a town or a house: an extension
        return Some(Found {
            span: start..end,
            value: number.text(),
            confidence: Confidence::percent(60),
            signals: Signals::FORMAT.with(Signals::HEADER),
        });
    }
    let whole = number.end == end && WORLD_DIGITS.contains(&(count + 2));
    whole.then(|| {
        let digits = number.text();
        let value = match digits.strip_prefix("00").or_else(|| digits.strip_prefix("49")) {
            Some(_) if digits.starts_with("00") => digits.replacen("00", "+", 1),
            Some(_) if digits.len() > 10 => format!("+{digits}"),
            _ => format!("+49{}", digits.trim_start_matches('0')),
        };
        Found {
            span: start..end,
            value,
            confidence: Confidence::percent(80),
            signals: Signals::FORMAT.with(Signals::HEADER),
        }
    })
}

/// Whether the number only goes on from something in front: `DE-0228`, `12/0228`, `0,1234`, `§ 0228`.
fn is_continued(view: &View<'_>, start: usize) -> bool {
    if view.alphanumeric_before(start) {
        return true;
    }
    let blank = view.blank_before(start);
    // Thousands in groups of three: 293 030 000
    let group = view
        .slice(start.saturating_sub(blank + 4)..start - blank)
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if blank > 0 && (1..=3).contains(&group) && view.blank_at(start + 3) > 0 {
        return true;
    }
    match view.before(start - blank) {
        b',' if blank == 0 => view.before(start - 1).is_ascii_digit() && !view.is_barrier(b','),
        sign @ (b'-' | b'/' | b'.' | b'_' | b'#') if blank == 0 => {
            view.alphanumeric_before(start - 1) && !view.is_barrier(sign)
        }
        b'=' if blank == 0 => !context::in_front(view, start, WORDS),
        0xa7 => true, // the last byte of §
        _ => false,
    }
}

/// `05.07.2011` behind a word for telephones.
fn is_date(text: &[u8]) -> bool {
    // A time of day may follow.
    let text = text.split(|byte| *byte == b' ').next().unwrap_or(&[]);
    let mut parts = text.split(|byte| matches!(byte, b'.' | b'/' | b'-'));
    let mut part = |most: u32| {
        let number = parts.next().and_then(|part| str::from_utf8(part).ok()?.trim().parse::<u32>().ok());
        number.is_some_and(|number| (1..=most).contains(&number))
    };
    part(31) && part(12) && part(2100) && parts.next().is_none() && text.len() <= 12
}

/// `+39 195 956` in a column of differences.
fn is_amount(text: &[u8]) -> bool {
    let mut groups = text.split(|byte| *byte == b' ');
    let digits = |group: &[u8]| group.iter().all(u8::is_ascii_digit);
    let first = groups.next().is_some_and(|group| digits(group) && group.len() <= 3);
    first && text.len() <= 11 && groups.all(|group| digits(group) && group.len() == 3)
}

/// +49 and the rest, or another country's number.
fn world_number(number: &Number) -> Option<(String, u8)> {
    let digits = number.text();
    if let Some(rest) = digits.strip_prefix("49") {
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        let fine = NATIONAL_DIGITS.contains(&rest.len()) && area_digits(rest.as_bytes()).is_some();
        return fine.then(|| (format!("+49{rest}"), 90));
    }
    // Country codes start with 1–9; only in Russia and North America with 7 and 1 alone.
    let fine = WORLD_DIGITS.contains(&digits.len()) && !digits.starts_with('0');
    fine.then(|| (format!("+{digits}"), 80))
}

/// 0228 …, 0049 228 …; the form must be one that people write, unless a word in front explains it.
fn national_number(
    view: &View<'_>,
    start: usize,
    run: usize,
    number: &Number,
    context: bool,
) -> Option<(String, u8)> {
    let digits = number.text();
    if let Some(rest) = digits.strip_prefix("0049") {
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        let fine = NATIONAL_DIGITS.contains(&rest.len()) && area_digits(rest.as_bytes()).is_some();
        return fine.then(|| (format!("+49{rest}"), 85));
    }
    let rest = digits.strip_prefix('0')?;
    let area = area_digits(rest.as_bytes())?;
    if !NATIONAL_DIGITS.contains(&rest.len()) {
        return None;
    }
    let mobile = matches!(rest.as_bytes(), [b'1', b'5'..=b'7', ..]);
    let form = if run == digits.len() {
        // One run: mobile numbers are known by their start and length, others need a word.
        match (context, mobile && (10..=11).contains(&rest.len())) {
            (true, _) => 70,
            (false, true) => 55,
            (false, false) => return None,
        }
    } else if area.contains(&(run - 1)) && rest.len() - (run - 1) >= 3 {
        let is_other = || {
            view.at(start + run) == b'.'
                || is_file_number(view, start + run, number.end)
                || is_budget_item(view.slice(start..number.end))
                // The number behind an area code starts with no 0.
                || rest.as_bytes().get(run - 1) == Some(&b'0')
        };
        if !context && is_other() {
            return None;
        }
        75
    } else if context {
        60
    } else {
        return None;
    };
    Some((format!("+49{rest}"), form))
}

/// `0228/2024`: what follows the slash is a year, or the whole looks like 0815/4711.
fn is_file_number(view: &View<'_>, at: usize, end: usize) -> bool {
    view.at(at) == b'/' && end - at == 5
}

/// `0961-112 01`, `0201/984 17-3`: chapter, title and its check digit, as the Länder number what is in their budgets.
fn is_budget_item(text: &[u8]) -> bool {
    let shape = |pattern: &[u8]| {
        text.len() == pattern.len()
            && text.iter().zip(pattern).all(|(byte, sign)| match sign {
                b'0' => byte.is_ascii_digit(),
                b'-' => matches!(byte, b'-' | b'/' | b' '),
                _ => byte == sign,
            })
    };
    shape(b"0000-000 00") || shape(b"0000-000 00-0")
}

/// A number without area code directly behind a word such as Tel.
fn local(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    if !label_ends(view, start) {
        return None; // Teltow, Fonds
    }
    let number = Number::read(view, start, false)?;
    let count = number.digits().len();
    // Four digits in one run are as likely a year: Telefonverzeichnis 2024.
    let year = run == 4 && count == 4 && matches!(view.slice(start..start + 2), b"19" | b"20");
    let value = number.text();
    let nobody = NOBODY.contains(&value.as_str());
    let fine = LOCAL_DIGITS.contains(&count) && !year && !nobody && number.ends_well(view, true);
    fine.then(|| Found {
        span: start..number.end,
        value,
        confidence: Confidence::percent(60),
        signals: Signals::FORMAT.with(Signals::CONTEXT),
    })
}
