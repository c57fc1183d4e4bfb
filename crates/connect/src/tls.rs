// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! TLS by rustls, for everything that speaks HTTP.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::path::PathBuf;
use std::sync::Arc;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

/// Whose certificates are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The authorities of this machine, where an administration installs its own
    #[default]
    Machine,
    /// The authorities in this PEM file, and no others
    File(PathBuf),
}

/// Settings of TLS; why there are none, otherwise.
pub(crate) fn config(trust: &Trust) -> Result<TlsConfig, &'static str> {
    let certificates: Vec<Certificate<'static>> = match trust {
        Trust::Machine => rustls_native_certs::load_native_certs()
            .certs
            .iter()
            .map(|certificate| Certificate::from_der(certificate).to_owned())
            .collect(),
        Trust::File(path) => CertificateDer::pem_file_iter(path)
            .map_err(|_| "the file of authorities can't be read")?
            .filter_map(Result::ok)
            .map(|certificate| Certificate::from_der(&certificate).to_owned())
            .collect(),
    };
    if certificates.is_empty() {
        return Err("there are no certificate authorities to trust");
    }
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::Specific(Arc::new(certificates)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .build())
}
