// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "ip_address",
    version: 2,
    entity: Entity::Ip,
    purpose: "The IPv4 or IPv6 address of a host. Four small numbers are as likely a version or a section: they are \
              believed behind a word such as IP or Server, at the start of a log line, in a URL, beside a port, or when \
              the numbers are large. Addresses of no host (0.0.0.0, 127.0.0.1, ::1, masks, multicast, networks such as \
              10.1.0.0/16) are none; private ones are. Addresses reserved for documentation (192.0.2.0/24, 2001:db8::/32) \
              count only where a word says that one is meant.",
    source: "RFC 791, RFC 4291, RFC 5952 (normal form); RFC 1918, RFC 5737, RFC 3849, RFC 6890 (special ranges); ECJ C-582/14 \
             (dynamic addresses are personal data)",
    samples: SAMPLES,
};

pub(crate) const V4: NumberRule = NumberRule { page: &RULE, least: 4, may: may_v4, find: find_v4 };

pub(crate) const V6: NumberRule = NumberRule { page: &RULE, least: 0, may: may_v6, find: find_v6 };

fn may_v4(run: usize, before: Beside, behind: Beside) -> bool {
    run <= 3 && !before.is_letter() && behind == Beside::Point
}

/// A colon stands beside the group, to which letters may belong.
fn may_v6(run: usize, before: Beside, behind: Beside) -> bool {
    run <= 4 && [before, behind].iter().any(|side| side.is_letter() || *side == Beside::Colon)
}

const SAMPLES: Samples = Samples {
    found: &[
        ("IP-Adresse: 192.168.178.23", &["192.168.178.23"]),
        ("Zugriff von 87.123.45.67 um 12:30", &["87.123.45.67"]),
        ("http://10.1.2.3/login", &["10.1.2.3"]),
        ("1.2.3.4 - - [12/Aug/2020:10:00:00 +0200] \"GET /\"", &["1.2.3.4"]),
        ("Server 10.0.0.5:8443", &["10.0.0.5"]),
        ("192.168.1.10-192.168.1.20", &["192.168.1.10", "192.168.1.20"]),
        ("Client 10.1.2.17/24", &["10.1.2.17"]),
        ("[2a02:8109:9a80:1234::17]:443", &["2a02:8109:9a80:1234::17"]),
        ("2A02:8109:9A80:1234:0000:0000:0000:0017", &["2a02:8109:9a80:1234::17"]),
        ("fe80::1ff:fe23:4567:890a%eth0", &["fe80::1ff:fe23:4567:890a"]),
        ("IP fd00::5", &["fd00::5"]),
        ("IP-Adresse 203.0.113.7", &["203.0.113.7"]),
        ("{\"ip\":\"91.10.20.30\"}", &["91.10.20.30"]),
        ("Name | IP-Adresse | Summe\nMuster | 10.6.4.5 | 12,00\n", &["10.6.4.5"]),
        ("::ffff:87.123.45.67", &["::ffff:87.123.45.67"]),
    ],
    not_found: &[
        "Version 1.2.3.4",
        "Version 10.20.130.40",
        "Abschnitt 4.1.2.3",
        "4.1.2.3 Ergebnisse",
        "1.3.6.1.4.1",
        "IP 1.2.3.4.5",
        "OID 1.3.6.1",
        "127.0.0.1, 0.0.0.0, 255.255.255.0",
        "IP 127.0.0.1",
        "Netz 10.1.0.0/16",
        "IP 256.1.2.3",
        "IP 01.02.03.04",
        "192.0.2.1",
        "12:30:45",
        "::1",
        "IP 2001:db8::/32",
        "std::dec1::abc",
        "Seite 3::4",
        "12.08.1964",
        "IP 192.168.1.1x",
        "Firmware 7.57.131.200",
        "Office 10.15.8.89",
        "mail addresses, Git 1.8.4.5",
    ],
};

/// Words that speak for an address.
const WORDS: &Words = &Words::new(&[
    "access",
    "address",
    "adresse",
    "angreifer",
    "cli ",
    "cli=",
    "client",
    "dhcp",
    "dns",
    "eingeloggt",
    "endgerät",
    "firewall",
    "from ",
    "gateway",
    "host",
    "ip",
    "ipv",
    "internetprotokoll",
    "login",
    "netzwerk",
    "node",
    "peer",
    "ping",
    "proxy",
    "rechner",
    "received",
    "remote",
    "router",
    "server",
    "source",
    "src",
    "dst",
    "ssh",
    "switch",
    "vpn",
    "webserver",
    "workstation",
    "x-forwarded",
    "x-originating",
    "zugegriffen",
    "zugriff",
]);
/// The word that means nothing else.
const NAMES: &Words = &Words::new(&["ip", "ipv"]);
/// Words that say that an address is made up.
const EXAMPLES: &Words = &Words::new(&["beispiel", "documentation", "doku", "example", "e.g", "z.b", "z. b"]);
/// Words directly in front that make it a version or a section.
const NOT: &[&str] = &[
    "abb",
    "abschnitt",
    "anlage",
    "app",
    "artikel",
    "bios",
    "build",
    "chapter",
    "chrome",
    "driver",
    "edge",
    "firefox",
    "firmware",
    "fw",
    "kapitel",
    "nr",
    "nummer",
    "oid",
    "patch",
    "punkt",
    "release",
    "rev",
    "revision",
    "rn",
    "section",
    "sp",
    "tab",
    "tabelle",
    "treiber",
    "tz",
    "uefi",
    "update",
    "v",
    "ver",
    "version",
    "ziff",
    "ziffer",
];

/// An IPv4 address whose first number starts at `start`.
fn find_v4(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    if view.before(start) == b'.'
        || view.at(start + run) != b'.'
        || !view.at(start + run + 1).is_ascii_digit()
        || view.alphanumeric_before(start)
    {
        return None;
    }
    // The end of an IPv6 address: ::ffff:87.123.45.67
    if view.before(start) == b':'
        && view.slice(start.saturating_sub(6)..start).eq_ignore_ascii_case(b":ffff:")
    {
        return None;
    }
    let mut end = start;
    let mut groups = 1;
    while end - start < 16 {
        match view.at(end) {
            b'0'..=b'9' => {}
            b'.' if view.at(end + 1).is_ascii_digit() => groups += 1,
            _ => break,
        }
        end += 1;
    }
    // Dates and amounts leave here.
    if groups != 4 || view.alphanumeric_at(end) || matches!(view.at(end), b'_') {
        return None;
    }
    let address: Ipv4Addr = view.str(start..end).parse().ok()?;
    let (prefix, end) = prefix(view, end, 32);
    let network = prefix.is_some_and(|bits| bits < 32 && u32::from(address) << bits == 0);
    if network || !is_host_v4(address) {
        return None;
    }
    let context = weigh(view, start, end, is_example_v4(address))?;
    let percent = match context {
        Context::Named => 95,
        Context::Placed => 88,
        // `Git 1.8.4.5` beside any word for machines
        Context::Spoken if address.is_private() || address.octets().iter().any(|octet| *octet > 31) => 85,
        Context::Silent if is_large(address) => 70,
        Context::Spoken | Context::Silent => return None,
    };
    Some(found(start..end, IpAddr::V4(address), percent, context))
}

/// An IPv6 address that holds the run of digits.
fn find_v6(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    // A cheap look first: a colon before or behind the group that holds the run.
    let mut from = start;
    while view.before(from).is_ascii_hexdigit() && start - from < 4 {
        from -= 1;
    }
    let mut to = start + run;
    while view.at(to).is_ascii_hexdigit() && to - from < 5 {
        to += 1;
    }
    let colon = view.before(from) == b':' || view.at(to) == b':';
    if to - from > 4 || !colon {
        return None;
    }
    let part = |byte: u8| byte.is_ascii_hexdigit() || byte == b':';
    while part(view.before(from)) && start - from < LONGEST_V6 {
        from -= 1;
    }
    while (part(view.at(to)) || (view.at(to) == b'.' && view.at(to + 1).is_ascii_digit()))
        && to - from < LONGEST_V6
    {
        to += 1;
    }
    // `IP:fd00::5` has one colon more; `fd00::5:` too.
    if view.at(from) == b':' && view.at(from + 1) != b':' {
        from += 1;
    }
    if view.before(to) == b':' && view.before(to - 1) != b':' {
        to -= 1;
    }
    let text = view.str(from..to);
    let groups = text.split(':').filter(|group| !group.is_empty()).count();
    if groups < 2 || text.bytes().filter(|byte| *byte == b':').count() < 2 {
        return None;
    }
    let address: Ipv6Addr = text.parse().ok()?;
    let (prefix, end) = prefix(view, to, 128);
    let network = prefix.is_some_and(|bits| bits < 128 && u128::from(address) << bits == 0);
    if network || !is_host_v6(address) || view.alphanumeric_before(from) || view.alphanumeric_at(end) {
        return None;
    }
    let example = matches!(address.segments(), [0x2001, 0xdb8, ..]);
    let context = weigh(view, from, end, example)?;
    // Short ones are as likely code: a::b1.
    let telling = text.len() >= 9
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && (groups > 2 || text.contains('.') || text.starts_with("fe80"));
    let percent = match context {
        Context::Named => 97,
        Context::Placed | Context::Spoken => 92,
        Context::Silent if telling => 88,
        Context::Silent => return None,
    };
    Some(found(from..end, IpAddr::V6(address), percent, context))
}

/// The address that a whole cell is, in a column of addresses.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let address: IpAddr = view.str(start..end).parse().ok()?;
    let host = match address {
        IpAddr::V4(address) => is_host_v4(address),
        IpAddr::V6(address) => is_host_v6(address),
    };
    host.then(|| found(start..end, address, 95, Context::Silent).with(Signals::HEADER))
}

/// Eight groups of four and seven colons, or six and an IPv4 address.
const LONGEST_V6: usize = 45;

fn found(span: std::ops::Range<usize>, address: IpAddr, percent: u8, context: Context) -> Found {
    Found {
        span,
        value: address.to_string(),
        confidence: Confidence::percent(percent),
        signals: if context == Context::Silent {
            Signals::FORMAT
        } else {
            Signals::FORMAT.with(Signals::CONTEXT)
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// A word says that it is an address
    Named,
    /// In a URL, before a port, in a log, in a range, below a heading
    Placed,
    /// A word makes it likely
    Spoken,
    Silent,
}

/// What the surroundings say; `None` if they say that it is something else.
fn weigh(view: &View<'_>, start: usize, end: usize, example: bool) -> Option<Context> {
    let named = context::in_front(view, start, NAMES);
    if example {
        return (named && !context::in_front(view, start, EXAMPLES)).then_some(Context::Named);
    }
    if context::labelled_exactly(view, start, NOT) {
        return None;
    }
    if named {
        return Some(Context::Named);
    }
    let url = matches!(view.before(start), b'@' | b'[')
        || view.slice(start.saturating_sub(3)..start).ends_with(b"://");
    let port = view.at(end) == b':' && view.at(end + 1).is_ascii_digit();
    let log = view.slice(end..end + 3) == b" - ";
    let range = view.before(start) == b'-' && view.before(start - 1).is_ascii_digit();
    let listed = view.is_listed(start, Entity::Ip);
    if url || port || log || range || listed {
        return Some(Context::Placed);
    }
    let spoken = context::in_front(view, start, WORDS) || context::in_field(view, start, Entity::Ip);
    Some(if spoken { Context::Spoken } else { Context::Silent })
}

/// The prefix length behind an address, 10.1.2.17/24, and where both end.
fn prefix(view: &View<'_>, end: usize, most: u32) -> (Option<u32>, usize) {
    let digits = view.slice(end + 1..end + 5).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let bits =
        view.str(end + 1..end + 1 + digits).parse().ok().filter(|bits| view.at(end) == b'/' && *bits <= most);
    (bits, end)
}

/// Numbers that versions and sections hardly have: two of three digits, or three large ones.
fn is_large(address: Ipv4Addr) -> bool {
    let octets = address.octets();
    let above = |least: u8| octets.iter().filter(|octet| **octet >= least).count();
    above(100) >= 2 || (above(32) >= 3 && above(64) >= 2) || octets.starts_with(&[192, 168])
}

/// Neither this network, loopback, multicast, reserved, nor a mask.
fn is_host_v4(address: Ipv4Addr) -> bool {
    !matches!(address.octets(), [0 | 127 | 224.., ..])
}

const fn is_example_v4(address: Ipv4Addr) -> bool {
    matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _])
}

const fn is_host_v6(address: Ipv6Addr) -> bool {
    !address.is_loopback() && !address.is_unspecified() && !address.is_multicast()
}
