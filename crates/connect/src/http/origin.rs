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
