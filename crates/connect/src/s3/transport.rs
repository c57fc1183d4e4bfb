// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! HTTP and TLS, by ureq and rustls.

use super::call::Call;
use super::{Options, S3Error, S3ErrorKind, socket};
use std::collections::HashMap;
use std::io;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Agent, Error, Proxy, Timeout};

/// More connections than threads that move at once are not kept.
const IDLE_CONNECTIONS: usize = 64;

/// Shorter than servers keep idle connections (nginx 75 s, RGW 65 s, Amazon about 20 s).
const IDLE_AGE: Duration = Duration::from_secs(15);

/// As much as one read or write hands to the system: measured, twice as much is no quicker.
const BUFFER_BYTES: usize = 128 * 1_024;

/// Headers of answers: some kilobytes, with 2 KB of metadata at most.
const HEADER_LIMIT_BYTES: usize = 64 * 1_024;

/// How long an address is believed. Short, for names that stand for many machines; long enough that ten thousand small
/// objects don't ask ten thousand times.
const ADDRESS_AGE: Duration = Duration::from_secs(30);

/// An agent for one server.
pub(super) fn agent(is_tls: bool, options: &Options) -> Result<Agent, S3Error> {
    let patience = &options.patience;
    // Only the binary reads the environment: what stands there is none of the transport's business.
    let proxy = options.proxy.as_deref().map(Proxy::new).transpose().map_err(|_| {
        S3Error::new("use the proxy", "", S3ErrorKind::BadRequest).with_detail("it is not http://host:port")
    })?;
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
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
            .map_err(|detail| S3Error::new("read", "", S3ErrorKind::Tls).with_detail(detail))?;
        config = config.https_only(true).tls_config(tls);
    }
    Ok(Agent::with_parts(config.build(), socket::connector(), Remembering::default()))
}

/// What a failure of the transport means.
pub(super) fn failure(call: &Call<'_>, error: &Error) -> S3Error {
    use S3ErrorKind as K;
    match error {
        Error::Timeout(Timeout::Connect | Timeout::Resolve) | Error::ConnectionFailed => {
            call.fail(K::Unreachable)
        }
        Error::HostNotFound => call.fail(K::Unreachable).with_detail("no such host"),
        Error::Timeout(_) => call.fail(K::Timeout),
        Error::Io(e) => of_io(call, e),
        Error::Rustls(e) => tls_failure(call, e),
        Error::Tls(_) | Error::Pem(_) | Error::TlsRequired => call.fail(K::Tls),
        Error::Protocol(_) | Error::LargeResponseHeader(..) | Error::BodyStalled => call.fail(K::BadAnswer),
        // Among them texts that repeat the URL: none is handed on.
        _ => call.fail(K::BadRequest),
    }
}

/// What a failure while reading an answer means.
pub(super) fn of_io(call: &Call<'_>, error: &io::Error) -> S3Error {
    use io::ErrorKind as I;
    if let Some(tls) = error.get_ref().and_then(|reason| reason.downcast_ref::<rustls::Error>()) {
        return tls_failure(call, tls);
    }
    call.fail(match error.kind() {
        I::ConnectionRefused
        | I::HostUnreachable
        | I::NetworkUnreachable
        | I::NetworkDown
        | I::AddrNotAvailable => S3ErrorKind::Unreachable,
        I::TimedOut | I::WouldBlock => S3ErrorKind::Timeout,
        _ => S3ErrorKind::Broken,
    })
}

fn tls_failure(call: &Call<'_>, error: &rustls::Error) -> S3Error {
    call.fail(S3ErrorKind::Tls).with_detail(match error {
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

/// Resolves names, and believes the answer for a while: ureq asks before each request, also where it has a connection.
#[derive(Debug, Default)]
struct Remembering {
    asked: Mutex<HashMap<String, (Instant, ResolvedSocketAddrs)>>,
    system: DefaultResolver,
}

impl Resolver for Remembering {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let name = uri.authority().map(ToString::to_string).unwrap_or_default();
        let mut asked = self.asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((when, addresses)) = asked.get(&name)
            && when.elapsed() < ADDRESS_AGE
        {
            return Ok(addresses.clone());
        }
        let addresses = self.system.resolve(uri, config, timeout)?;
        asked.insert(name, (Instant::now(), addresses.clone()));
        Ok(addresses)
    }
}
