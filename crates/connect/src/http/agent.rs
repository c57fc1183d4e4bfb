// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! HTTP and TLS, by ureq and rustls.

use super::resolver::Remembering;
use super::{HttpError, HttpErrorKind, Patience, socket};
use crate::tls::Trust;
use std::io;
use std::time::Duration;
use ureq::{Agent, Error, Proxy, Timeout};

/// How to reach a server, apart from where and as whom.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How long to wait, and how often to try
    pub patience: Patience,
    /// Whose certificates are trusted
    pub trust: Trust,
    /// `http://host:port` of a proxy, where the administration has one on the way out
    pub proxy: Option<String>,
}

/// More connections than threads that move at once are not kept.
const IDLE_CONNECTIONS: usize = 64;

/// Shorter than servers keep idle connections (nginx 75 s, RGW 65 s, Amazon about 20 s).
const IDLE_AGE: Duration = Duration::from_secs(15);

/// As much as one read or write hands to the system: measured, twice as much is no quicker.
const BUFFER_BYTES: usize = 128 * 1_024;

/// Headers of answers: some kilobytes, with 2 KB of metadata at most.
const HEADER_LIMIT_BYTES: usize = 64 * 1_024;

/// An agent for one server.
pub(crate) fn agent(is_tls: bool, options: &Options) -> Result<Agent, HttpError> {
    let patience = &options.patience;
    // Only the binary reads the environment: what stands there is none of the transport's business.
    let proxy = options.proxy.as_deref().map(Proxy::new).transpose().map_err(|_| {
        HttpError::new("use the proxy", "", HttpErrorKind::BadRequest)
            .with_detail("it is not http://host:port")
    })?;
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        // Those of WebDAV; which ones are sent is the connector's business.
        .allow_non_standard_methods(true)
        // A signature holds for one server, and so does the permission to send data there.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .user_agent(concat!("hoheit/", env!("CARGO_PKG_VERSION")))
        .accept_encoding("identity")
        .max_response_header_size(HEADER_LIMIT_BYTES)
        .input_buffer_size(BUFFER_BYTES)
        .output_buffer_size(BUFFER_BYTES)
        .max_idle_connections(IDLE_CONNECTIONS)
        .max_idle_connections_per_host(IDLE_CONNECTIONS)
        .max_idle_age(IDLE_AGE)
        .timeout_connect(Some(patience.connect))
        .timeout_recv_response(Some(patience.silence))
        .timeout_per_read(Some(patience.silence))
        .timeout_per_write(Some(patience.silence));
    if is_tls {
        let tls = crate::tls::config(&options.trust)
            .map_err(|detail| HttpError::new("read", "", HttpErrorKind::Tls).with_detail(detail))?;
        config = config.https_only(true).tls_config(tls);
    }
    Ok(Agent::with_parts(config.build(), socket::connector(), Remembering::default()))
}

/// What a failure of the transport means.
pub(crate) fn failure(operation: &'static str, key: &str, error: &Error) -> HttpError {
    use HttpErrorKind as K;
    let fail = |kind| HttpError::new(operation, key, kind);
    match error {
        Error::Timeout(Timeout::Connect | Timeout::Resolve) | Error::ConnectionFailed => fail(K::Unreachable),
        Error::HostNotFound => fail(K::Unreachable).with_detail("no such host"),
        Error::Timeout(_) => fail(K::Timeout),
        Error::Io(e) => of_io(operation, key, e),
        Error::Rustls(e) => tls_failure(operation, key, e),
        Error::Tls(_) | Error::Pem(_) | Error::TlsRequired => fail(K::Tls),
        Error::Protocol(_) | Error::LargeResponseHeader(..) | Error::BodyStalled => fail(K::BadAnswer),
        // Among them texts that repeat the URL: none is handed on.
        _ => fail(K::BadRequest),
    }
}

/// What a failure while reading an answer means.
pub(crate) fn of_io(operation: &'static str, key: &str, error: &io::Error) -> HttpError {
    use io::ErrorKind as I;
    if let Some(tls) = error.get_ref().and_then(|reason| reason.downcast_ref::<rustls::Error>()) {
        return tls_failure(operation, key, tls);
    }
    let kind = match error.kind() {
        I::ConnectionRefused
        | I::HostUnreachable
        | I::NetworkUnreachable
        | I::NetworkDown
        | I::AddrNotAvailable => HttpErrorKind::Unreachable,
        I::TimedOut | I::WouldBlock => HttpErrorKind::Timeout,
        _ => HttpErrorKind::Broken,
    };
    HttpError::new(operation, key, kind)
}

fn tls_failure(operation: &'static str, key: &str, error: &rustls::Error) -> HttpError {
    HttpError::new(operation, key, HttpErrorKind::Tls).with_detail(match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            rustls::CertificateError::UnknownIssuer => "an authority that is not trusted",
            rustls::CertificateError::Expired | rustls::CertificateError::ExpiredContext { .. } => {
                "the certificate has expired"
            }
            rustls::CertificateError::NotValidForName
            | rustls::CertificateError::NotValidForNameContext { .. } => {
                "the certificate is for another name"
            }
            _ => "the certificate is not valid",
        },
        rustls::Error::AlertReceived(_) | rustls::Error::PeerIncompatible(_) => "no protocol in common",
        _ => "the other side does not speak TLS",
    })
}
