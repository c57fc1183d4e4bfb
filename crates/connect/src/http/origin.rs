// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

/// Of `https://host:port`: whether it is TLS, and host with port, the scheme's own port left out as in the `Host` header. `None` where it is
/// anything else: a path, a user, a setting.
pub(crate) fn host_of(endpoint: &str) -> Option<(bool, &str)> {
    let endpoint = endpoint.strip_suffix('/').unwrap_or(endpoint);
    let (is_tls, host) = match endpoint.split_once("://")? {
        ("https", host) => (true, host.strip_suffix(":443").unwrap_or(host)),
        ("http", host) => (false, host.strip_suffix(":80").unwrap_or(host)),
        _ => return None,
    };
    let is_fit = !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'));
    is_fit.then_some((is_tls, host))
}

/// Whether a server, as host or host and port, is on this machine: there nobody reads a password along that is sent without encryption.
pub(crate) fn is_here(authority: &str) -> bool {
    let is_number = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_port = |rest: &str| rest.is_empty() || rest.strip_prefix(':').is_some_and(is_number);
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|here| authority.strip_prefix(here).is_some_and(is_port))
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn only_this_machine_is_here() {
        for here in ["localhost", "localhost:8080", "127.0.0.1:5000", "[::1]:80", "[::1]"] {
            assert!(is_here(here), "{here}");
        }
        for elsewhere in [
            "localhost.stadt.example",
            "127.0.0.1.nip.example:80",
            "10.0.0.1:5000",
            "localhost:x.evil.example",
            "localhost:",
            "[::1",
            "stadt.example",
        ] {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }
}
