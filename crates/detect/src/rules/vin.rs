// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "vehicle_identification_number",
    version: 2,
    entity: Entity::Vin,
    purpose: "The Fahrzeug-Identifizierungsnummer (FIN, VIN, formerly Fahrgestellnummer) of a vehicle, in field E of its \
              registration certificate: 17 characters without I, O and Q, the last four digits. The first three are \
              the maker's. Europeans have no check digit among them (position 9), Americans and Chinese do. Without a \
              word in front only known makers are believed. Letters misread from paper and groups want a word \
              in front.",
    source: "ISO 3779, ISO 3780 (world manufacturer codes); makers' codes as KBA and SAE publish them; 49 CFR 565.15 \
             (check digit in North America)",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 0,
    may: |run, before, _| match before {
        Beside::Upper | Beside::Lower => run <= LENGTH,
        Beside::Blank | Beside::Dash => (TAIL..=LENGTH).contains(&run),
        _ => run == LENGTH,
    },
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("FIN: WVWZZZ1JZXW000001", &["WVWZZZ1JZXW000001"]),
        ("Fahrgestellnummer A1BS31Z0430336179", &["A1BS31Z0430336179"]),
        ("(WDB9066331S123456)", &["WDB9066331S123456"]),
        ("1M8GDM9AXKP042788, 1HGCM82633A004352", &["1M8GDM9AXKP042788", "1HGCM82633A004352"]),
        ("Fahrzeug-Ident.-Nr. WVW ZZZ 1JZ XW 000001", &["WVWZZZ1JZXW000001"]),
        ("Fahrzeugidentnummer (FIN): WVW-ZZZ-1JZ-XW-000001", &["WVWZZZ1JZXW000001"]),
        ("FIN wvwzzz1jzxw000001", &["WVWZZZ1JZXW000001"]),
        ("FIN WVWZZZ1JZXWO0OOO1", &["WVWZZZ1JZXW000001"]),
        ("UL E 94 WAUZZZ4YZRB071740VW 24.05.2012", &["WAUZZZ4YZRB071740"]),
        ("L SZ 5379 VF365348532894835 T40283396", &["VF365348532894835"]),
        ("{\"fahrgestellNr\": \"wvwzzz1jzxw000001\"}", &["WVWZZZ1JZXW000001"]),
        ("Fz.-Ident.-Nr.: WVW ZZZ1JZX W000001", &["WVWZZZ1JZXW000001"]),
        ("Kennz.\tFIN\tHalter\nB-AB 1\twvwzzz1jzxw000001\tMuster\n", &["WVWZZZ1JZXW000001"]),
        ("Fahrzeugident: 11111111111111111", &["11111111111111111"]),
    ],
    not_found: &[
        "1M8GDM9A1KP042788",
        "WVWZZZ1JZXW00001",
        "WVWZZZ1JZXW0000011",
        "WVWZZZ1JZXWO0OOO1",
        "Los A1BS31Z0430336179",
        "11111111111111111",
        "wvwzzz1jzxw000001",
        "FIN ist eine Abkürzung, 2024 eingeführt",
        "FIN-Nr. folgt, Rechnung 2024 1234",
    ],
};

const WORDS: &Words = &Words::new(&[
    "fin",
    "fin:",
    "vin",
    "fahrg",
    "fahrz.-id",
    "fahrzeug-id",
    "fahrzeugid",
    "fahrzeug-nr",
    "fgst",
    "fz-id",
    "fz.-id",
    "fzg-id",
    "fzg.-id",
    "ident-nr. d",
    "ident.-nr. d",
    "identnr. d",
    "vehicle id",
    "chassis",
    "identifizierungsn",
]);
/// Words that the short ones begin, and that are none: `Finanzamt`, `Finnland`, `vincere`.
const NOT_WORDS: &Words = &Words::new(&["fina", "finn", "find", "fing", "vinc", "vinz", "vino"]);

const LENGTH: usize = 17;
/// Digits at the end (ISO 3779, 4.4)
const TAIL: usize = 4;

/// A number that holds a run of digits at `digits`, `run` long.
pub(crate) fn find(view: &View<'_>, digits: usize, run: usize) -> Option<Found> {
    let piece = piece(view, digits, run);
    match piece {
        Some((start, end)) if end - start == LENGTH => whole(view, start, end),
        Some((start, end)) if end - start > LENGTH => glued(view, start),
        // The last group of several: it holds six or more characters and ends in digits.
        Some((start, end)) if end == digits + run && run >= TAIL && end - start < LENGTH => {
            let first = first_group(view, start, end)?;
            let capitals = !view.slice(first..end).iter().any(u8::is_ascii_lowercase);
            let value = value(view, first..end).filter(|_| capitals && is_named(view, first))?;
            plausible(&value).then(|| found(first, end, value, 92, Signals::CONTEXT))
        }
        _ => None,
    }
}

/// The number that a whole cell is, in a column of them.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    if end - start > 2 * LENGTH {
        return None;
    }
    let value = value(view, start..end).filter(|value| plausible(value))?;
    Some(found(start, end, value, 96, Signals::HEADER))
}

/// The piece of ASCII letters and digits around a run, if the run is the first in it that [`NUMBER`] waits for; one character
/// longer than a whole number if it goes on.
fn piece(view: &View<'_>, digits: usize, run: usize) -> Option<(usize, usize)> {
    let (mut start, mut end) = (digits, digits + run);
    while view.before(start).is_ascii_alphanumeric() {
        start -= 1;
        // The first run behind a letter saw it all.
        let seen = view.at(start).is_ascii_digit() && view.before(start).is_ascii_alphabetic();
        if seen || end - start > LENGTH {
            return None;
        }
    }
    while view.at(end).is_ascii_alphanumeric() && end - start <= LENGTH {
        end += 1;
    }
    let closed = !view.alphanumeric_before(start) && (end - start > LENGTH || !view.alphanumeric_at(end));
    closed.then_some((start, end))
}

/// A number of a known maker that lost the blank before the next word, as happens in text from PDF.
fn glued(view: &View<'_>, start: usize) -> Option<Found> {
    let end = start + LENGTH;
    let written = view.slice(start..end);
    let value = value(view, start..end).filter(|value| value.as_bytes() == written)?;
    let fine = is_maker(written) && ends_in_digits(written) && view.at(end).is_ascii_alphabetic();
    fine.then(|| found(start, end, value, 75, Signals::LIST))
}

/// A number in one piece.
fn whole(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let context = is_named(view, start);
    let written = view.slice(start..end);
    let value = value(view, start..end)?;
    if context {
        return plausible(&value).then(|| found(start, end, value, 96, Signals::CONTEXT));
    }
    let exact = written == value.as_bytes() && ends_in_digits(written);
    let letters = written.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let maker = is_maker(written);
    // VF3 and fourteen digits is a number, one letter and sixteen is none.
    if !exact || letters < 3 - usize::from(maker) {
        return None;
    }
    // Americans and Chinese must have the check digit, others need not.
    let checked = matches!(written.first(), Some(b'1'..=b'5' | b'L'));
    match (checked, check_digit(written), maker) {
        (true, true, maker) => {
            Some(found(start, end, value, if maker { 92 } else { 80 }, Signals::CHECK_DIGIT))
        }
        (false, _, true) => Some(found(start, end, value, 85, Signals::LIST)),
        _ => None,
    }
}

/// Whether a word in front speaks for the number.
fn is_named(view: &View<'_>, start: usize) -> bool {
    context::last_in_front(view, start, WORDS)
        .is_some_and(|word| context::last_in_front(view, start, NOT_WORDS) != Some(word))
        || view.is_listed(start, Entity::Vin)
        || context::in_field(view, start, Entity::Vin)
}

fn found(start: usize, end: usize, value: String, percent: u8, why: Signals) -> Found {
    let signals = Signals::FORMAT.with(why);
    Found { span: start..end, value, confidence: Confidence::percent(percent), signals }
}

/// Where a number in groups starts whose last group is given: 17 characters with single blanks or hyphens between.
fn first_group(view: &View<'_>, start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    let mut count = end - start;
    while count < LENGTH {
        let before = view.before(at);
        if before.is_ascii_alphanumeric() {
            count += 1;
            at -= 1;
        } else if matches!(before, b' ' | b'-') && view.before(at - 1).is_ascii_alphanumeric() {
            at -= 1;
        } else {
            return None;
        }
    }
    (!view.alphanumeric_before(at)).then_some(at)
}

/// Capitals without what parts groups; the three letters that never occur are the digits they were misread from.
fn value(view: &View<'_>, range: std::ops::Range<usize>) -> Option<String> {
    let mut value = String::with_capacity(LENGTH);
    for byte in view.slice(range) {
        match byte.to_ascii_uppercase() {
            b' ' | b'-' => {}
            b'O' | b'Q' => value.push('0'),
            b'I' => value.push('1'),
            byte if byte.is_ascii_alphanumeric() => value.push(char::from(byte)),
            _ => return None,
        }
    }
    (value.len() == LENGTH).then_some(value)
}

/// Whether seventeen characters can be a number once a word speaks for them.
fn plausible(value: &str) -> bool {
    ends_in_digits(value.as_bytes())
}

fn ends_in_digits(value: &[u8]) -> bool {
    value.last_chunk::<TAIL>().is_some_and(|tail| tail.iter().all(u8::is_ascii_digit))
}

/// The check digit in position 9: letters count A–H as 1–8, J–R as 1–9, S–Z as 2–9, weighted and modulo 11, X for 10.
fn check_digit(value: &[u8]) -> bool {
    const WEIGHTS: [u32; LENGTH] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let worth = |byte: u8| {
        u32::from(match byte {
            b'A'..=b'H' => byte - b'A' + 1,
            b'J'..=b'R' => byte - b'J' + 1,
            b'S'..=b'Z' => byte - b'S' + 2,
            _ => byte.wrapping_sub(b'0'),
        })
    };
    let rest = value.iter().zip(WEIGHTS).map(|(byte, weight)| worth(*byte) * weight).sum::<u32>() % 11;
    value
        .get(8)
        .is_some_and(|check| if rest == 10 { *check == b'X' } else { u32::from(check - b'0') == rest })
}

/// Whether the first three characters are a maker's who sells in Germany.
fn is_maker(value: &[u8]) -> bool {
    let Some(code) = value.first_chunk::<3>() else { return false };
    MAKERS.as_bytes().split(|byte| *byte == b' ').any(|maker| code.starts_with(maker))
}

/// World manufacturer codes, or what all codes of a maker begin with.
const MAKERS: &str = "WVW WV1 WV2 WV3 WVG WVN WAU WUA WA1 WBA WBS WBY WBW WB1 WB3 WB5 WDB WDD WDC WDF WDW WD3 WD4 WDY \
    W1K W1N W1V W1T W1W W1X W1Y W1A W1H WMX WEB WMA WME WMW WP0 WP1 WF0 WF1 W0L W0V W0S WSM WJM WKK WKE WAG WSK WHB \
    WNM WNA W09 WMM W1S WAP WEL WFP WZZ TRU TSM TMA TMB TMP TMT TK9 TYA TYB SUU SUL SUZ SUD SUF SU9 SAL SAJ SAR SAT SAX \
    SBM SB1 SCA SCB SCC SCE SCF SDB SED SFD SFA SHH SHS SJN SJK SMT VF1 VF2 VF3 VF4 VF6 VF7 VF8 VF9 VFA VNE VNK VNV VN1 VR1 \
    VR3 VR7 VXK VXE VX1 VYC VYE VYJ VSS VSK VSE VSX VSY VS6 VS7 VS9 VV1 VV9 VWV VBK VAG VAN VTM VTH VTT ZAM ZAP ZAR \
    ZAS ZBN ZCF ZCG ZD3 ZD4 ZDC ZDF ZDM ZDT ZFA ZFB ZFC ZFF ZFR ZGU ZGA ZHW ZLA ZN0 ZKH ZES ZAC YV1 YV2 YV3 YV4 YV5 YS2 YS3 YS4 YSM YT9 \
    YU7 YK1 YAR YSR LPS XLR XLE XL9 XLB XMC XNL XP7 XTA XUU XWE NLH NLA NMT NMB NMA NM0 NM4 NLE NLR NLT UU1 UU6 UU9 U5Y U6Y TW1 TCC JA3 JA4 \
    JAL JAA JDA JF1 JF2 JHF JHL JHM JH2 JKA JKB JM0 JM1 JM6 JM7 JMA JMB JMY JMZ JN1 JN6 JN8 JS1 JS2 JS3 JSA JTD JTE JTH JTJ JTK JTL \
    JTM JTN JTG JTB JT1 JT2 JT3 JT4 JT6 JT7 JT8 JYA JYE KL1 KL7 KLA KLY KM8 KMH KMT KMJ KMF KNA KNB KNC KND KNE KNH KNM KPA KPB KPT KMY RFB RFG RF3 RFD \
    MA1 MA3 MA7 MAJ MAL MBH MBL MBJ MD2 ME4 MHF MHR MLH MM8 MMB MMC MMT MMA MMS MNB MNT MPA MPB MR0 MR1 MRH AAV ADB ADD AHT AFA 93Y 9BW 9BD 8AJ 8AG";
