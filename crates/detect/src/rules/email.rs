// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod top_level;

use crate::context::{self, Words};
use crate::rule::{Found, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};
use top_level::{FILE_EXTENSIONS, is_known};

pub(crate) static RULE: Rule = Rule {
    name: "email_address",
    version: 2,
    entity: Entity::Email,
    purpose: "An e-mail address names a mailbox, mostly of one person. A known top-level domain makes it sure; an \
              unknown one (`.intern`, `.local`) leaves some doubt; file extensions, versions, code and numbers of \
              messages are none. Addresses hidden from robots as `name(at)stadt.de` or `name at stadt punkt de` are \
              read too, and those that a line's end or a blank breaks at the sign, at a dot or at a hyphen.",
    source: "RFC 5321 section 4.5.3.1 (64 bytes before the @, 255 after), RFC 6531 (letters beyond ASCII), \
             ISO 3166-1 for country domains",
    samples: SAMPLES,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("Mail: Erika.Mustermann@musterstadt.de.", &["erika.mustermann@musterstadt.de"]),
        ("<e.muster+amt@post.bund.de>", &["e.muster+amt@post.bund.de"]),
        ("mailto:buergerbüro@köln.de?subject=x", &["buergerbüro@köln.de"]),
        ("a@b.de;c@d.eu", &["a@b.de", "c@d.eu"]),
        ("erika(at)musterstadt.de", &["erika@musterstadt.de"]),
        ("erika [at] muster-stadt [dot] de", &["erika@muster-stadt.de"]),
        ("erika (AT) musterstadt (Punkt) de", &["erika@musterstadt.de"]),
        ("server@rathaus.intern", &["server@rathaus.intern"]),
        ("erika@musterstadt.deTelefon: 115", &["erika@musterstadt.de"]),
        ("erika@musterstadt.de1) und info@stadt.de-Postfach", &["erika@musterstadt.de", "info@stadt.de"]),
        ("erika at musterstadt dot de", &["erika@musterstadt.de"]),
        ("erika punkt muster ät stadt punkt de", &["erika.muster@stadt.de"]),
        ("erika(punkt)muster (at) stadt.de", &["erika.muster@stadt.de"]),
        ("E-Mail: erika at musterstadt.de", &["erika@musterstadt.de"]),
        ("E-Mail: erika_at_musterstadt.de", &["erika@musterstadt.de"]),
        ("erika.muster @ musterstadt.de", &["erika.muster@musterstadt.de"]),
        ("erika@stadt punkt de, max@stadt[dot]de", &["erika@stadt.de", "max@stadt.de"]),
        ("erika&#64;stadt.de, mail=max%40stadt.de&x", &["erika@stadt.de", "max@stadt.de"]),
        ("erika.mustermann@\nmusterstadt.de", &["erika.mustermann@musterstadt.de"]),
        ("erika.mustermann@muster-\r\n   stadt.de", &["erika.mustermann@muster-stadt.de"]),
        ("Mail: erika.mustermann@musterstadt. de", &["erika.mustermann@musterstadt.de"]),
        ("erika.mustermann@musterstadt.\nde oder", &["erika.mustermann@musterstadt.de"]),
    ],
    not_found: &[
        "logo@2x.png",
        "hoheit@1.2.3",
        "@Override public void",
        "x@y",
        "Treffen (at) home",
        "a@b@c.de",
        "git@host.de:group/project.git",
        "@app.route('/')",
        "x = a@b.transpose()",
        "name@.de",
        "user@host..de",
        "look at github.com",
        "E-Mail or on the web at www.musterstadt.de",
        "bei Erika@home. es gibt",
        "Treffen @ club.de",
        "https://name:wort@server.de/",
        "Message-ID: <20240101.4711@mail.musterstadt.de>",
        "man-at-arms.de",
    ],
};

/// Longest part before the `@`, in bytes (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES: usize = 64;
/// Longest domain, in bytes (RFC 5321, 4.5.3.1.2).
const DOMAIN_BYTES: usize = 255;

/// Ways to write the sign so that simple robots miss it, or as it stands in HTML and addresses of the web; what the pass over
/// the text looks for. The last ones are words too.
pub(crate) const HIDDEN_AT: &[&str] = &[
    "(at)", "[at]", "{at}", "<at>", "(AT)", "[AT]", "(ät)", "[ät]", "(Ät)", "(ätt)", "(æt)", "( at )",
    "[ at ]", "(@)", "[@]", "&#64;", "&#x40;", "%40", "(a)", "_at_", "_AT_", "-at-", " at ", " AT ", " ät ",
];
/// Words among [`HIDDEN_AT`]: a hidden dot or a word such as Mail must speak for them.
const WORDS_FOR_AT: &[&[u8]] = &[b"(a)", b"_at_", b"_AT_", b"-at-", b" at ", b" AT ", " ät ".as_bytes()];
const HIDDEN_DOT: &[&str] = &[
    "(dot)", "[dot]", "{dot}", "<dot>", "(punkt)", "[punkt]", "{punkt}", "<punkt>", "(.)", "[.]", " dot ",
    " punkt ", "_dot_", "_punkt_", "-dot-", "-punkt-",
];

/// Words in front of an address.
const LABELS: &Words = &Words::new(&["mail", "e-mail", "email", "e-post", "kontakt", "elektronisch"]);
/// Fields whose values only look like addresses.
const MESSAGE_IDS: &Words = &Words::new(&["message-id", "references", "in-reply-to", "content-id"]);

/// The address around an `@`, or around one of [`HIDDEN_AT`], that stands at `sign..sign_end`.
pub(crate) fn find(view: &View<'_>, sign: usize, sign_end: usize) -> Option<Found> {
    let written = view.slice(sign..sign_end);
    let hidden = written.len() > 1;
    let word = WORDS_FOR_AT.contains(&written);
    let local_end = sign - view.blank_before(sign);
    let local = Local::read(view, local_end)?;
    let gap = gap(view, sign_end);
    let domain = Domain::read(view, sign_end + gap, hidden)?;
    if view.at(domain.end) == b'@' || is_code(view, local.start, domain.end) || is_other(view, local.start) {
        return None;
    }
    let blank_before = !hidden && local_end < sign;
    let whole = !hidden && local_end == sign && gap == 0 && !domain.broken;
    if !whole && !domain.known {
        return None;
    }
    // Words, and a sign with a blank before it, stand in other texts too.
    if word && domain.name.starts_with("www.") {
        return None;
    }
    let doubtful = word && !domain.dots_hidden || blank_before && !local.is_telling();
    if doubtful && !context::in_front(view, local.start, LABELS) {
        return None;
    }
    let confidence = match (domain.known, whole) {
        (true, true) => 95,
        (true, false) => 90,
        (false, _) => 70,
    };
    Some(Found {
        span: local.start..domain.end,
        value: [&local.name.to_lowercase(), "@", &domain.name].concat(),
        confidence: Confidence::percent(confidence),
        signals: if domain.known { Signals::FORMAT.with(Signals::LIST) } else { Signals::FORMAT },
    })
}

/// Blanks behind the sign, and a line's end among them.
fn gap(view: &View<'_>, start: usize) -> usize {
    let mut at = start;
    let mut breaks = 0;
    while at - start < GAP_BYTES {
        at += match view.at(at) {
            b'\n' if breaks == 0 && !view.is_barrier(b'\n') => {
                breaks = 1;
                1
            }
            b'\r' if view.at(at + 1) == b'\n' => 1,
            _ => match view.blank_at(at) {
                0 => break,
                blank => blank,
            },
        };
    }
    at - start
}

/// Blanks and a line's end within an address: an indent of a list is about so long.
const GAP_BYTES: usize = 12;

/// What stands before the sign.
struct Local {
    start: usize,
    /// As written, hidden dots plain
    name: String,
}

impl Local {
    fn read(view: &View<'_>, end: usize) -> Option<Self> {
        let mut start = piece_start(view, end)?;
        let mut name = view.str(start..end).to_owned();
        // `erika (punkt) muster`: more pieces before hidden dots
        while let Some(dot) = hidden_dot_before(view, start) {
            let Some(before) = piece_start(view, dot).filter(|_| end - start <= LOCAL_BYTES) else { break };
            name = format!("{}.{name}", view.str(before..dot));
            start = before;
        }
        let fine = !matches!(name.as_bytes().last(), None | Some(b'.' | b'\''))
            && view.before(start) != b'@'
            && !name.as_bytes().windows(2).any(|two| two == b"..");
        fine.then_some(Self { start, name })
    }

    /// Whether it has what words have not.
    fn is_telling(&self) -> bool {
        self.name.bytes().any(|byte| matches!(byte, b'.' | b'_') || byte.is_ascii_digit())
    }
}

/// Where a piece without blanks starts that ends before the sign.
fn piece_start(view: &View<'_>, end: usize) -> Option<usize> {
    let mut start = end;
    while is_local(view.before(start)) {
        start -= 1;
        if end - start > LOCAL_BYTES {
            return None;
        }
    }
    // Behind what stands for a sign in an address of the web: mailto%3Aerika
    let piece = view.slice(start..end);
    if let Some(percent) = piece
        .windows(3)
        .rposition(|three| matches!(three, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()))
    {
        start += percent + 3;
    }
    // Bytes above ASCII count as letters, so quotation marks and dashes must be taken off again.
    while start < end && !view.alphanumeric_at(start) && view.at(start) != b'_' {
        start += view.char_at(start)?.len_utf8();
    }
    (start < end).then_some(start)
}

/// Where a hidden dot starts that ends before an offset.
fn hidden_dot_before(view: &View<'_>, end: usize) -> Option<usize> {
    let blank = view.blank_before(end);
    let ends_in = |end: usize, dot: &str| {
        let written = end.checked_sub(dot.len()).map_or(&[][..], |start| view.slice(start..end));
        written.eq_ignore_ascii_case(dot.as_bytes())
    };
    // A word has its blank itself.
    let (end, dot) = HIDDEN_DOT.iter().find_map(|dot| {
        [end, end - blank].into_iter().find(|end| ends_in(*end, dot)).map(|end| (end, dot))
    })?;
    let start = end - dot.len();
    Some(start - view.blank_before(start))
}

const fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'%' | b'\'') || byte >= 0x80
}

/// Remote paths (`git@host.de:group`), matrix products and calls are no addresses.
fn is_code(view: &View<'_>, start: usize, end: usize) -> bool {
    match view.at(end) {
        b'(' | b'=' => true,
        b':' => view.at(end + 1).is_ascii_alphanumeric() && view.slice(start..start + 4) == b"git@",
        _ => false,
    }
}

/// Whether it is something else that holds the sign: the number of a message, a name and password before a server.
fn is_other(view: &View<'_>, start: usize) -> bool {
    match view.before(start) {
        b'<' => context::in_front(view, start, MESSAGE_IDS),
        b':' | b'/' => {
            let before = view.slice(start.saturating_sub(LOCAL_BYTES)..start);
            let word = before.rsplit(u8::is_ascii_whitespace).next().unwrap_or(before);
            word.windows(3).any(|three| three == b"://")
        }
        _ => false,
    }
}

struct Domain {
    /// Lower case, dots plain
    name: String,
    end: usize,
    /// Whether the top-level domain is a known one
    known: bool,
    /// Whether a dot is written as a word
    dots_hidden: bool,
    /// Whether a line ends in it
    broken: bool,
}

impl Domain {
    fn read(view: &View<'_>, start: usize, hidden: bool) -> Option<Self> {
        let mut name = String::new();
        let mut at = start;
        let (mut end, mut top_start) = (start, 0);
        let mut labels = 0;
        let (mut dots_hidden, mut broken) = (false, false);
        loop {
            let mut label_end = label_end(view, at)?;
            let label = view.str(at..label_end);
            if label.is_empty() || label.starts_with('-') {
                break;
            }
            labels += 1;
            top_start = name.len();
            name.push_str(label);
            // muster-⏎stadt.de: the rest of the label stands on the next line
            if let Some(next) = next_line(view, label_end).filter(|_| labels == 1 && !broken) {
                broken = true;
                label_end = self::label_end(view, next)?;
                name.push('-');
                name.push_str(view.str(next..label_end));
            }
            end = label_end;
            if end - start > DOMAIN_BYTES {
                return None;
            }
            let next = if let Some(next) = top_apart(view, label_end).filter(|_| labels == 1 && !broken) {
                broken = true;
                next
            } else {
                let Some(dot) = dot_len(view, label_end, hidden) else { break };
                dots_hidden |= view.at(label_end) != b'.';
                label_end + dot
            };
            if !view.alphanumeric_at(next) {
                if view.at(next) == b'.' {
                    return None;
                }
                break;
            }
            name.push('.');
            at = next;
        }
        let name = name.trim_end_matches('.');
        let top = name.get(top_start..)?;
        let glued = top.len() - top_level(top).len();
        let name = name.get(..name.len() - glued)?.to_lowercase();
        let top = name.get(top_start..)?;
        let known = is_known(top);
        let plausible = labels >= 2
            && (known || (3..=18).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase()))
            && !FILE_EXTENSIONS.contains(&top);
        plausible.then_some(Self { end: end - glued, known, name, dots_hidden, broken })
    }
}

/// Where the top-level domain starts if a blank or a line's end parts it from the dot at `at`. Only the usual ones: `es`
/// and `in` are words.
fn top_apart(view: &View<'_>, at: usize) -> Option<usize> {
    let gap = gap(view, at + 1);
    if view.at(at) != b'.' || gap == 0 {
        return None;
    }
    let next = at + 1 + gap;
    let top = view.slice(next..label_end(view, next)?);
    let usual: [&[u8]; 7] = [b"de", b"com", b"org", b"net", b"eu", b"info", b"berlin"];
    usual.contains(&top).then_some(next)
}

/// Where the next line's first word starts, if the line ends behind a hyphen at `at`.
fn next_line(view: &View<'_>, at: usize) -> Option<usize> {
    if view.at(at) != b'-' || !matches!(view.at(at + 1), b'\n' | b'\r') {
        return None;
    }
    let next = at + 1 + gap(view, at + 1);
    view.at(next).is_ascii_lowercase().then_some(next)
}

fn label_end(view: &View<'_>, start: usize) -> Option<usize> {
    let mut end = start;
    while view.at(end).is_ascii_alphanumeric() || view.at(end) == b'-' || view.at(end) >= 0x80 {
        if view.at(end) >= 0x80 {
            let letter = view.char_at(end)?;
            if !letter.is_alphanumeric() {
                break;
            }
            end += letter.len_utf8();
        } else {
            end += 1;
        }
        if end - start > DOMAIN_BYTES {
            return None;
        }
    }
    while end > start && view.before(end) == b'-' {
        end -= 1;
    }
    Some(end)
}

/// The length of the dot after a label.
fn dot_len(view: &View<'_>, at: usize, hidden: bool) -> Option<usize> {
    if view.at(at) == b'.' {
        return Some(1);
    }
    let blank = view.blank_at(at);
    let reads =
        |from: usize, dot: &&&str| view.slice(from..from + dot.len()).eq_ignore_ascii_case(dot.as_bytes());
    // A word has its blank itself.
    let (from, dot) = [at, at + blank]
        .into_iter()
        .find_map(|from| HIDDEN_DOT.iter().find(|dot| reads(from, dot)).map(|dot| (from, dot)))?;
    let end = from + dot.len();
    let end = end + view.blank_at(end);
    // Behind a plain sign the whole must end there: `name@rechner (dot) com`.
    let top = view.str(end..label_end(view, end)?).to_lowercase();
    (hidden || is_known(&top)).then(|| end - at)
}

/// The top-level domain without a word that lost the blank before it, as happens in text from PDF (`deTelefon`), without
/// the sign of a footnote (`de1`) and what a hyphen joins to it (`de-Postfach`).
fn top_level(top: &str) -> &str {
    let bytes = top.as_bytes();
    let cut = bytes.windows(2).position(|pair| match pair {
        [a, b] => a.is_ascii_lowercase() && (b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-'),
        _ => false,
    });
    match cut.and_then(|at| top.get(..=at)) {
        Some(head) if is_known(head) => head,
        _ => top,
    }
}
