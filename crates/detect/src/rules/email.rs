// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::rule::{Found, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "email_address",
    version: 1,
    entity: Entity::Email,
    purpose: "An e-mail address names a mailbox, mostly of one person. A known top-level domain makes it sure; an \
              unknown one (`.intern`, `.local`) leaves some doubt; file extensions, versions and code are none. \
              Addresses hidden from robots as `name(at)stadt.de` are read too.",
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
    ],
};

/// Longest part before the `@`, in bytes (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES: usize = 64;
/// Longest domain, in bytes (RFC 5321, 4.5.3.1.2).
const DOMAIN_BYTES: usize = 255;

/// Ways to write the sign so that simple robots miss it; what the pass over the text looks for.
pub(crate) const HIDDEN_AT: &[&str] =
    &["(at)", "[at]", "{at}", "(AT)", "[AT]", "(ät)", "(Ät)", "(ätt)", "(æt)", "(@)", "[@]"];
const HIDDEN_DOT: &[&str] = &["(dot)", "[dot]", "(punkt)", "[punkt]", "{dot}", "(.)", "[.]"];

/// The address around an `@`, or around one of [`HIDDEN_AT`], that stands at `sign..sign_end`.
pub(crate) fn find(view: &View<'_>, sign: usize, sign_end: usize) -> Option<Found> {
    let hidden = sign_end - sign > 1;
    let local_end = if hidden { sign - view.blank_before(sign) } else { sign };
    let domain_start = if hidden { sign_end + view.blank_at(sign_end) } else { sign_end };
    let start = local_start(view, local_end)?;
    let domain = Domain::read(view, domain_start, hidden)?;
    if view.at(domain.end) == b'@' || is_code(view, start, domain.end) {
        return None;
    }
    let confidence = match (domain.known, hidden) {
        (true, false) => 95,
        (true, true) => 90,
        (false, false) => 70,
        (false, true) => return None,
    };
    Some(Found {
        span: start..domain.end,
        value: format!("{}@{}", view.str(start..local_end).to_lowercase(), domain.name),
        confidence: Confidence::percent(confidence),
        signals: if domain.known { Signals::FORMAT.with(Signals::LIST) } else { Signals::FORMAT },
    })
}

/// Where the part before the `@` starts.
fn local_start(view: &View<'_>, end: usize) -> Option<usize> {
    let mut start = end;
    while is_local(view.before(start)) {
        start -= 1;
        if end - start > LOCAL_BYTES {
            return None;
        }
    }
    // Bytes above ASCII count as letters, so quotation marks and dashes must be taken off again.
    while start < end && !view.alphanumeric_at(start) && view.at(start) != b'_' {
        start += view.char_at(start)?.len_utf8();
    }
    let fine = start < end
        && !matches!(view.before(end), b'.' | b'\'')
        && view.before(start) != b'@'
        && !view.slice(start..end).windows(2).any(|pair| pair == b"..");
    fine.then_some(start)
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

struct Domain {
    /// Lower case, dots plain
    name: String,
    end: usize,
    /// Whether the top-level domain is a known one
    known: bool,
}

impl Domain {
    fn read(view: &View<'_>, start: usize, hidden: bool) -> Option<Self> {
        let mut name = String::new();
        let mut label_start = start;
        let (mut end, mut top_start) = (start, 0);
        let mut labels = 0;
        loop {
            let label_end = label_end(view, label_start)?;
            let label = view.str(label_start..label_end);
            if label.is_empty() || label.starts_with('-') {
                break;
            }
            labels += 1;
            top_start = name.len();
            name.push_str(label);
            end = label_end;
            if end - start > DOMAIN_BYTES {
                return None;
            }
            let Some(dot) = dot_len(view, label_end, hidden) else { break };
            if !view.alphanumeric_at(label_end + dot) {
                if view.at(label_end + dot) == b'.' {
                    return None;
                }
                break;
            }
            name.push('.');
            label_start = label_end + dot;
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
        plausible.then_some(Self { end: end - glued, known, name })
    }
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
    if !hidden {
        return None;
    }
    let blank = view.blank_at(at);
    let rest = view.slice(at + blank..at + blank + 8);
    let dot = HIDDEN_DOT
        .iter()
        .find(|dot| rest.get(..dot.len()).is_some_and(|head| head.eq_ignore_ascii_case(dot.as_bytes())))?;
    let end = at + blank + dot.len();
    Some(end + view.blank_at(end) - at)
}

/// The top-level domain without a word that lost the blank before it, as happens in text from PDF: `deTelefon`.
fn top_level(top: &str) -> &str {
    let bytes = top.as_bytes();
    let cut = bytes
        .windows(2)
        .position(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    match cut.and_then(|at| top.get(..=at)) {
        Some(head) if is_known(head) => head,
        _ => top,
    }
}

fn is_known(top: &str) -> bool {
    match top.len() {
        2 => COUNTRIES.as_bytes().chunks(3).any(|code| code.get(..2) == Some(top.as_bytes())),
        _ => GENERIC.contains(&top) || top.starts_with("xn--"),
    }
}

/// Country domains: the alpha-2 codes of ISO 3166-1, with `eu`, `uk`, `su`, `ac`.
const COUNTRIES: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs \
    bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi \
    fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir \
    is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn \
    mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw \
    py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm \
    tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

/// Generic domains seen in mail to and from German offices. Others are found with less confidence.
const GENERIC: &[&str] = &[
    "com",
    "net",
    "org",
    "info",
    "biz",
    "gov",
    "edu",
    "mil",
    "int",
    "name",
    "pro",
    "mobi",
    "coop",
    "aero",
    "jobs",
    "museum",
    "travel",
    "cat",
    "tel",
    "post",
    "asia",
    "arpa",
    "berlin",
    "hamburg",
    "koeln",
    "cologne",
    "bayern",
    "nrw",
    "ruhr",
    "saarland",
    "wien",
    "tirol",
    "swiss",
    "gmbh",
    "online",
    "shop",
    "app",
    "dev",
    "cloud",
    "email",
    "digital",
    "space",
    "site",
    "web",
    "blog",
    "care",
    "support",
    "services",
    "solutions",
    "consulting",
    "immobilien",
    "reisen",
    "haus",
    "schule",
    "versicherung",
    "kaufen",
    "jetzt",
    "world",
    "team",
    "group",
    "systems",
    "agency",
    "media",
    "network",
    "academy",
    "education",
    "family",
    "health",
    "legal",
    "tax",
    "law",
    "one",
    "top",
    "xyz",
];

/// `logo@2x.png`: endings that are files, not places.
const FILE_EXTENSIONS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico", "tif", "tiff", "pdf", "css", "scss", "js",
    "mjs", "map", "html", "htm", "php", "xml", "json", "yaml", "yml", "toml", "txt", "csv", "doc", "docx",
    "xls", "xlsx", "ppt", "pptx", "odt", "ods", "zip", "tar", "tgz", "exe", "dll", "jar", "java", "class",
    "cpp", "hpp", "vue", "jsx", "tsx", "lock", "log", "conf", "ini", "bak", "tmp", "mp3", "mp4", "wav",
    "avi", "mov", "ttf", "woff", "service", "socket", "target", "mount", "timer", "route",
];
