// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::lexicon::Lexicon;
use crate::rule::{Beside, Found, NumberRule, Rule, Samples, WordRule};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "file_reference",
    version: 1,
    entity: Entity::Aktenzeichen,
    purpose: "The file reference of a court or an authority. Courts write chamber, register sign, number and year \
              (12 Js 345/22, XII ZB 47/15, L 7 AS 1234/20), and the list of register signs makes it telling. Authorities \
              write what they like: it is believed directly behind Aktenzeichen, Az., Geschäftszeichen, Unser Zeichen or \
              Kassenzeichen.",
    source: "Aktenordnung and its register signs (Anlage I); VwGO, SGG, FGO and Federal courts' registers; \
             Rechtspflege-Statistik, lists of register signs, read 2026-11",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 0,
    may: |run, before, _| run <= 6 && matches!(before, Beside::Blank | Beside::Wide),
    find: find_court,
};

pub(crate) const WORD: WordRule =
    WordRule { page: &RULE, words: || LABELS.iter().map(|(word, _)| *word).collect(), find: find_labelled };

const SAMPLES: Samples = Samples {
    found: &[
        ("Urteil vom 2. Mai 2022, 3 K 1234/21.", &["3 K 1234/21"]),
        ("Staatsanwaltschaft Musterstadt (12 Js 345/22)", &["12 Js 345/22"]),
        ("BGH, XII ZB 47/15 und VI ZR 12/20", &["XII ZB 47/15", "VI ZR 12/20"]),
        ("BSG, B 4 AS 37/19 R", &["B 4 AS 37/19 R"]),
        ("L 7 AS 1234/20 B ER", &["L 7 AS 1234/20 B ER"]),
        ("1 BvR 2656/18", &["1 BvR 2656/18"]),
        ("Az.: 32.1-4711/2023", &["32.1-4711/2023"]),
        ("Aktenzeichen 61-26-04/0815 wurde abgegeben", &["61-26-04/0815"]),
        ("Unser Zeichen: FB 3/61-4711", &["FB 3/61-4711"]),
        ("Az. III/2-4711-22, Bearbeiter", &["III/2-4711-22"]),
        ("Geschäftszeichen\n502.13-0042/24", &["502.13-0042/24"]),
        ("Kassenzeichen: 5.0100.123456.7", &["5.0100.123456.7"]),
        ("Az: 3 K 1234/21", &["3 K 1234/21"]),
        ("AZ 32-4711/23", &["32-4711/23"]),
    ],
    not_found: &[
        "Nr. 3 K 1234",
        "Drucksache 19/1234",
        "im Verhältnis 3 X 12/20",
        "Az. liegt nicht vor",
        "Aktenzeichen: Muster",
        "AZ B 12",
        "Az. 12",
        "3 Mio 12/20",
        "Zeichen 12",
        "Kapitel 3 K 12,5",
    ],
};

/// Words that a reference follows, and whether they need a dot or colon behind them.
const LABELS: &[(&str, bool)] = &[
    ("Aktenzeichen", false),
    ("Aktenz", false),
    ("Az", false),
    ("AZ", false),
    ("az", true),
    ("Geschäftszeichen", false),
    ("Geschäftsnummer", false),
    ("Geschäfts", false),
    ("Gesch", true),
    ("GeschZ", false),
    ("Gz", false),
    ("GZ", false),
    ("Zeichen", true),
    ("Kassenzeichen", false),
    ("Kassenz", false),
    ("Vorgangsnummer", false),
    ("Vorgangszeichen", false),
];

/// Longest reference that is read, in bytes.
const LONGEST: usize = 40;

/// A court's reference whose number, that before the slash, starts at `start`.
fn find_court(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    // A cheap look first: most numbers have no year behind a slash.
    let slash = start + run;
    if view.at(slash) != b'/' {
        return None;
    }
    let year = view.slice(slash + 1..slash + 6).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = slash + 1 + year;
    if !matches!(year, 2 | 4)
        || view.alphanumeric_at(end)
        || matches!(view.at(end), b'/' | b'-') && view.alphanumeric_at(end + 1)
    {
        return None;
    }
    if year == 4 && !matches!(view.slice(slash + 1..slash + 3), b"19" | b"20") {
        return None;
    }
    let sign_end = start - view.blank_before(start);
    let (sign, sign_start) = token_before(view, sign_end)?;
    if !is_register(sign) {
        return None;
    }
    let blank = view.blank_before(sign_start);
    let (chamber, chamber_start) = token_before(view, sign_start - blank).filter(|_| blank > 0)?;
    if !is_chamber(chamber) {
        return None;
    }
    let mut begin = chamber_start;
    // Social, labour and finance courts put a letter for the instance before the chamber.
    let blank = view.blank_before(begin);
    if blank > 0
        && matches!(view.before(begin - blank), b'A' | b'B' | b'L' | b'S')
        && !view.alphanumeric_before(begin - blank - 1)
    {
        begin -= blank + 1;
    }
    // And signs for the kind of procedure behind the year: B ER, R, PKH.
    for tail in [" B ER", " ER", " R", " B", " KL", " NZB", " RG", " PKH"] {
        if view.slice(end..end + tail.len()) == tail.as_bytes() && !view.alphanumeric_at(end + tail.len()) {
            end += tail.len();
            break;
        }
    }
    Some(Found {
        span: begin..end,
        value: plain(view.str(begin..end)),
        confidence: Confidence::percent(90),
        signals: Signals::FORMAT.with(Signals::LIST),
    })
}

/// The word of letters, digits and brackets that ends before an offset.
fn token_before<'v>(view: &View<'v>, end: usize) -> Option<(&'v str, usize)> {
    let mut start = end;
    while (view.before(start).is_ascii_alphanumeric() || matches!(view.before(start), b'(' | b')'))
        && end - start < 12
    {
        start -= 1;
    }
    // `(12 Js 345/22)`: the bracket is not the number's.
    if view.at(start) == b'(' && !view.slice(start..end).contains(&b')') {
        start += 1;
    }
    (start < end && !view.alphanumeric_before(start)).then(|| (view.str(start..end), start))
}

/// 1–999, with a letter at most, or Roman.
fn is_chamber(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let arabic = (1..=4).contains(&digits) && text.get(digits..).is_some_and(|rest| rest.len() <= 1);
    let roman = text.trim_end_matches(['a', 'b']);
    arabic || ((1..=5).contains(&roman.len()) && roman.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')))
}

fn is_register(text: &str) -> bool {
    // A cheap look first: `PatAnwZ` is the longest.
    text.len() <= 7
        && text.bytes().all(|byte| byte.is_ascii_alphabetic())
        && text.starts_with(|letter: char| letter.is_ascii_uppercase())
        && REGISTERS.split_ascii_whitespace().any(|sign| sign == text)
}

/// Register signs: civil, criminal, family, guardianship, insolvency, land register; administrative, social, labour, finance
/// and constitutional courts; public prosecutors.
const REGISTERS: &str = "\
    A B C D E F G H K L M N O P R S T U V W Z \
    AR ARs ARZ AktG BGs BLw Bs BvA BvB BvC BvE BvF BvG BvH BvK BvL BvM BvN BvP BvQ BvR BvT Cs Ds EnVR EnVZ GE GS GSZ Gs GSSt \
    HRA HRB IE IK IN JBeitr Js KAP KLs KRB KVR KVZ KZB KZR Ks LJs LPartG LVG LwZB LwZR Lw LwZA NZB NZS Ns OBOWi OGs OH OJs OLGs OWi Owi ObOWi \
    PKH PKs PatAnwZ Qs RVs RBs REMiet Rs RiZ RiSt SchH Sch SchVs Sa Ss SsOWi StB StE StK StO StR StVK StbSt Ta TaBV TaBVGa Ga BV BVGa Ca RU RKa RAr RVi RV RS RE BJ BKa BU LB LC CB VollzWs Ni \
    UF UFH UJs UKl Ujs VAs VRJs VollM VRs WEG WF WLw WpSt Ws Wx ZA ZB ZR ZVI ZVG ZRs Zs XZB XZR XARZ IZB NotZ NotSt AnwZ AnwSt EK RES RK \
    AZR ABR ABN AZN AZB AZA AZM ABPR AS AL AY BA BK BL EG EL KA KG KN KR LW MF NE P RA RJ RF SB SF SO SV VE VG VH VJ VK VS VU WA \
    WB WD WDS WDB WNB VR ER AE AV PVL PV BDG DB DL DK OVG KfH HK HKO Kart Verg Baul NC Es";

/// What follows Aktenzeichen, Az., Unser Zeichen.
fn find_labelled(view: &View<'_>, _: &Lexicon, start: usize) -> Option<Found> {
    let mut end = start;
    while (view.at(end).is_ascii_alphabetic() || view.at(end) >= 0x80) && end - start < 24 {
        end += 1;
    }
    let word = view.str(start..end);
    let (_, strict) = LABELS.iter().find(|(label, _)| *label == word)?;
    let mut at = end;
    // `Gesch.-Z.:`, `Geschäfts-Nr.:`
    for part in [".-Z", "-Z", ".-Nr", "-Nr", ".z", "-Zeichen"] {
        if view.slice(at..at + part.len()) == part.as_bytes() {
            at += part.len();
            break;
        }
    }
    let marks = at;
    while matches!(view.at(at), b'.' | b':' | b' ' | b'\t' | b'\n' | 0xc2 | 0xa0) && at - marks < 8 {
        at += 1;
    }
    let marked = view.slice(marks..at).iter().any(|byte| matches!(byte, b'.' | b':' | b'\n'));
    if *strict && !marked {
        return None;
    }
    let value_end = reference(view, at)?;
    let text = view.str(at..value_end);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let signs = text.bytes().filter(|byte| matches!(byte, b'.' | b'-' | b'/' | b'_' | b':')).count();
    // `Az. 12` is too little; without a dot or colon it needs signs that references have.
    let fine = digits >= 2 && (signs > 0 || (marked && digits >= 4));
    fine.then(|| Found {
        span: at..value_end,
        value: plain(text),
        confidence: Confidence::percent(if marked && signs > 0 { 90 } else { 75 }),
        signals: Signals::FORMAT.with(Signals::CONTEXT),
    })
}

/// Where the reference ends that starts here: words of letters, digits and signs, which go on behind a blank as long as
/// what follows is short and in capitals, a register sign, or holds digits.
fn reference(view: &View<'_>, start: usize) -> Option<usize> {
    let part = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/' | b'_' | b'(' | b')' | b':' | b'#')
    };
    let mut end = start;
    let mut at = start;
    let mut digits = false;
    while at - start < LONGEST {
        let len = view.slice(at..at + LONGEST).iter().take_while(|byte| part(**byte)).count();
        let word = view.slice(at..at + len);
        let word = word.trim_ascii_end();
        let has_digit = word.iter().any(u8::is_ascii_digit);
        let capitals = word
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'.' | b'-' | b'/' | b'(' | b')'));
        let register = || str::from_utf8(word).is_ok_and(is_register);
        // A date behind the reference is none of it: `Az. 4711/22 vom …`, `4711/22 12.08.2020`.
        let goes_on = len > 0 && (has_digit || (word.len() <= 5 && capitals) || register());
        if !goes_on || (digits && at > start && is_date(word)) {
            break;
        }
        digits |= has_digit;
        end = at + len;
        at = end;
        if view.at(at) != b' ' || view.at(at + 1) == b' ' {
            break;
        }
        at += 1;
    }
    while end > start && matches!(view.before(end), b'.' | b':' | b'-' | b'/' | b'(' | b'_') {
        end -= 1;
    }
    // `(Az.: 4711/22)`
    if view.before(end) == b')' && !view.slice(start..end).contains(&b'(') {
        end -= 1;
    }
    (digits && end > start && !view.alphanumeric_at(end)).then_some(end)
}

fn is_date(word: &[u8]) -> bool {
    word.len() >= 6
        && word.split(|byte| *byte == b'.').count() == 3
        && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// The reference that a whole cell is, in a column of references.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let text = view.str(start..end);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let fine = digits >= 2 && text.len() <= LONGEST && !text.contains('\n');
    fine.then(|| Found {
        span: start..end,
        value: plain(text),
        confidence: Confidence::percent(85),
        signals: Signals::FORMAT.with(Signals::HEADER),
    })
}

/// With single plain blanks.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
