// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Names in manifests: decoded, and never out of the bag.

/// Why a name in a manifest leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadName {
    /// It leads out of the bag: absolute, `~`, `..`
    Outside,
    /// Nothing can bear it
    Empty,
}

/// A name as it stands on disk. RFC 8493 encodes CR, LF and, since 1.0, the per cent sign; nothing else.
pub(super) fn decode(text: &str, has_percent: bool) -> String {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('%') {
        let (before, after) = rest.split_at(place);
        name.push_str(before);
        let code = after.get(1..3).unwrap_or_default();
        let decoded = match code.to_ascii_uppercase().as_str() {
            "0A" => Some('\n'),
            "0D" => Some('\r'),
            "25" if has_percent => Some('%'),
            _ => None,
        };
        name.push(decoded.unwrap_or('%'));
        rest = after.get(if decoded.is_some() { 3 } else { 1 }..).unwrap_or_default();
    }
    name + rest
}

// INVARIANT (no-way-out-of-the-bag)
/// The name without `./`, and whether there was one. What could lead elsewhere is refused, on whatever system: drives, shares, home folders,
/// parents.
pub(super) fn within(name: &str) -> Result<(String, bool), BadName> {
    let is_outside = name.starts_with(['/', '~', '\\'])
        || name.split(['/', '\\']).any(|part| part == "..")
        || name.contains('\0')
        || name.as_bytes().get(1) == Some(&b':');
    if is_outside {
        return Err(BadName::Outside);
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let plain = parts.join("/");
    if plain.is_empty() || name.ends_with('/') {
        return Err(BadName::Empty);
    }
    let has_dots = plain != name;
    Ok((plain, has_dots))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_standard_encodes_is_decoded() {
        assert_eq!(decode("a%0Ab%0dc%25d%7Ee%", true), "a\nb\rc%d%7Ee%");
        assert_eq!(decode("a%0Ab%25c%2", false), "a\nb%25c%2");
        assert_eq!(decode("%250A", true), "%0A", "decoded once");
        assert_eq!(decode("%ü", true), "%ü");
    }

    // INVARIANT (no-way-out-of-the-bag)
    #[test]
    fn no_name_leads_out() {
        for name in [
            "/tmp/foo",
            "~/foo",
            "~root/foo",
            "../x",
            "data/../../x",
            "a\\..\\..\\x",
            "C:\\x",
            "c:x",
            "\\\\server\\x",
            "a\0b",
        ] {
            assert_eq!(within(name), Err(BadName::Outside), "{name}");
        }
        assert_eq!(within("./data/a"), Ok(("data/a".to_owned(), true)));
        assert_eq!(within("data//a"), Ok(("data/a".to_owned(), true)));
        assert_eq!(within("data/a..b"), Ok(("data/a..b".to_owned(), false)));
        assert_eq!(within("data/"), Err(BadName::Empty));
        assert_eq!(within("."), Err(BadName::Empty));
    }
}
