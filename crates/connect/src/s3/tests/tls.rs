// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Encrypted ways: whom the client trusts, and whom not.

use super::server::{client_of, options};
use crate::s3::{HttpErrorKind, S3Client, Trust, Versioning};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn fixture(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/tls")).join(name)
}

/// A server with a certificate for `localhost`, that knows one answer.
fn serve() -> u16 {
    let certificate = CertificateDer::from_pem_file(fixture("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(fixture("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            // A client that does not trust us says so while we read.
            let mut request = [0; 8_192];
            if stream.read(&mut request).is_ok_and(|count| count > 0) {
                let body = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
                let head =
                    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                let _ = stream.write_all((head + body).as_bytes()).and_then(|()| stream.flush());
            }
        }
    });
    port
}

fn client(host: &str, port: u16, trust: Trust) -> S3Client {
    let mut options = options();
    options.http.trust = trust;
    client_of(&format!("s3://bucket?endpoint=https://{host}:{port}"), "key:secret", &options)
}

#[test]
fn only_the_authorities_that_were_named_are_trusted() {
    let port = serve();
    let ours = Trust::File(fixture("authority.pem"));
    assert_eq!(client("localhost", port, ours.clone()).versioning().unwrap(), Versioning::On);
    let refused = |host, trust| client(host, port, trust).versioning().unwrap_err();
    let other_name = refused("127.0.0.1", ours);
    assert_eq!(other_name.kind(), &HttpErrorKind::Tls);
    assert!(other_name.to_string().contains("another name"), "{other_name}");
    // The certificate itself is no authority, and a machine does not know ours.
    let unknown = refused("localhost", Trust::File(fixture("server.pem")));
    assert_eq!(unknown.kind(), &HttpErrorKind::Tls, "{unknown}");
}

#[test]
fn without_authorities_there_is_no_client() {
    let mut options = options();
    options.http.trust = Trust::File(fixture("none.pem"));
    let address = crate::s3::Address::parse("s3://bucket?endpoint=https://localhost").unwrap();
    let credential = crate::s3::Credential::parse("a:b").unwrap();
    let error = S3Client::new(address, credential, Arc::new(super::server::Now), &options).unwrap_err();
    assert_eq!(error.kind(), &HttpErrorKind::Tls);
}

#[test]
fn a_server_without_tls_is_told() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let error = client("localhost", port, Trust::File(fixture("authority.pem"))).versioning().unwrap_err();
    assert_eq!(error.kind(), &HttpErrorKind::Tls, "{error}");
}
