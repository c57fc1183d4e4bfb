// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which key a server must show, as OpenSSH keeps it (`sshd(8)`). Nothing is ever learnt here: a person
//! enters keys.

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// What a file of known hosts says of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// It is the one that was entered
    Known,
    /// Nothing was entered for this server, or only keys of other kinds
    Unknown,
    /// Another key of this kind was entered
    Changed,
    /// It was entered as one that must not be trusted any more
    Revoked,
    /// Only an authority was entered for this server, and certificates are not understood here
    Authority,
}

struct Line<'l> {
    marker: Option<&'l str>,
    kind: &'l str,
    key: &'l str,
}

/// Lines that are for a server of this name (`host`, or `[host]:port` where the port is not 22).
fn lines<'l>(text: &'l str, host: &str) -> impl Iterator<Item = Line<'l>> {
    text.lines().filter_map(move |line| {
        let mut fields = line.split_ascii_whitespace();
        let first = fields.next().filter(|field| !field.starts_with('#'))?;
        let (marker, hosts) =
            if first.starts_with('@') { (Some(first), fields.next()?) } else { (None, first) };
        is_meant(hosts, host).then_some(Line { marker, kind: fields.next()?, key: fields.next()? })
    })
}

/// Kinds of keys that were entered for a server: it is asked for one of these, or it would show another one that nobody has entered.
pub(super) fn kinds<'l>(text: &'l str, host: &str) -> Vec<&'l str> {
    lines(text, host).filter(|line| line.marker.is_none()).map(|line| line.kind).collect()
}

/// Judges a key by its kind and its text in base64.
pub(super) fn judge(text: &str, host: &str, kind: &str, key: &str) -> Judgement {
    let (mut judged, mut has_authority) = (Judgement::Unknown, false);
    for line in lines(text, host) {
        let is_this = line.kind == kind && line.key.trim_end_matches('=') == key.trim_end_matches('=');
        match line.marker {
            // Whatever else stands there.
            Some("@revoked") if is_this => return Judgement::Revoked,
            Some("@revoked") => {}
            Some(_) => has_authority = true,
            None if is_this => judged = Judgement::Known,
            None if line.kind == kind && judged == Judgement::Unknown => judged = Judgement::Changed,
            None => {}
        }
    }
    if judged == Judgement::Unknown && has_authority { Judgement::Authority } else { judged }
}

/// Whether a list of names, patterns and negations means this host; or a hidden name is it.
fn is_meant(hosts: &str, host: &str) -> bool {
    if let Some(hidden) = hosts.strip_prefix("|1|") {
        return is_hidden(hidden, host).unwrap_or(false);
    }
    let mut is_meant = false;
    for pattern in hosts.split(',') {
        match pattern.strip_prefix('!') {
            Some(pattern) if fits(pattern, host) => return false,
            Some(_) => {}
            None => is_meant |= fits(pattern, host),
        }
    }
    is_meant
}

/// `|1|salt|hash`: HMAC-SHA1 of the name.
fn is_hidden(hidden: &str, host: &str) -> Option<bool> {
    let (salt, hash) = hidden.split_once('|')?;
    let (salt, hash) = (Base64::decode_vec(salt).ok()?, Base64::decode_vec(hash).ok()?);
    let mut mac = Hmac::<Sha1>::new_from_slice(&salt).ok()?;
    mac.update(host.as_bytes());
    Some(mac.verify_slice(&hash).is_ok())
}

/// `*` stands for anything, `?` for one character; capitals count as small letters.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_ascii_lowercase().into_bytes(), name.as_bytes());
    // Where the last star stood, and what it has swallowed up to: taken longer when the rest does not fit. Linear in the product.
    let (mut p, mut n, mut star) = (0, 0, None);
    while let Some(byte) = name.get(n) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, n));
                p += 1;
            }
            Some(wanted) if wanted == byte || *wanted == b'?' => (p, n) = (p + 1, n + 1),
            _ => match star {
                Some((after, swallowed)) => {
                    (p, n) = (after, swallowed + 1);
                    star = Some((after, swallowed + 1));
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "ssh-ed25519";

    #[track_caller]
    fn check(text: &str, host: &str, expect: Judgement) {
        assert_eq!(judge(text, host, KIND, "AAAAkey"), expect, "{text}");
    }

    #[test]
    fn keys_are_judged_by_what_was_entered() {
        use Judgement as J;
        check("", "host", J::Unknown);
        check("# host ssh-ed25519 AAAAkey", "host", J::Unknown);
        check("host ssh-ed25519 AAAAkey a comment", "host", J::Known);
        check("\n  other,host\tssh-ed25519  AAAAkey\n", "host", J::Known);
        check("HOST ssh-ed25519 AAAAkey", "host", J::Known);
        check("host ssh-ed25519 AAAAother", "host", J::Changed);
        check("host ssh-ed25519 AAAAother\nhost ssh-ed25519 AAAAkey", "host", J::Known);
        check("host ecdsa-sha2-nistp256 AAAAkey", "host", J::Unknown);
        check("host ssh-ed25519", "host", J::Unknown);
        check("@cert-authority *.town ssh-ed25519 AAAAkey", "a.town", J::Authority);
        check("@cert-authority *.town ssh-ed25519 AAAAkey\na.town ssh-ed25519 AAAAkey", "a.town", J::Known);
        check("@revoked * ssh-ed25519 AAAAkey\nhost ssh-ed25519 AAAAkey", "host", J::Revoked);
        check("host ssh-ed25519 AAAAkey\n@revoked * ssh-ed25519 AAAAkey", "host", J::Revoked);
        check("@revoked * ssh-ed25519 AAAAother\nhost ssh-ed25519 AAAAkey", "host", J::Known);
    }

    #[test]
    fn names_ports_and_patterns() {
        let known = |hosts: &str, host: &str| {
            judge(&format!("{hosts} {KIND} AAAAkey"), host, KIND, "AAAAkey") == Judgement::Known
        };
        assert!(known("[host]:2222", "[host]:2222"));
        assert!(!known("host", "[host]:2222"), "another server at the same machine");
        assert!(!known("[host]:2222", "host"));
        assert!(known("*.town.example,!b.town.example", "a.town.example"));
        assert!(!known("*.town.example,!b.town.example", "b.town.example"));
        assert!(
            known("h?st", "host") && !known("h?st", "hst") && known("*", "x") && known("a*b*c", "a-b-b-c")
        );
        assert!(!known("a*b*c", "a-b-b-d"));
    }

    /// A line as `ssh-keygen -H` makes it.
    #[test]
    fn hidden_names_are_found() {
        let line = "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 AAAAkey";
        check(line, "192.168.1.61", Judgement::Known);
        check(line, "192.168.1.62", Judgement::Unknown);
        check("|1|nonsense ssh-ed25519 AAAAkey", "host", Judgement::Unknown);
    }

    #[test]
    fn kinds_are_those_that_were_entered() {
        let text = "host ssh-ed25519 A\n@revoked host ssh-rsa B\nother ssh-dss C\nhost ecdsa-sha2-nistp256 D";
        assert_eq!(kinds(text, "host"), ["ssh-ed25519", "ecdsa-sha2-nistp256"]);
    }
}
