// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What this server really does, tried out: asked at each start, and believed for this run only.

use super::SEGMENT_LIMIT;
use crate::Tag;
use crate::http::encode::hex;
use crate::http::{Call, HttpError, HttpErrorKind, Span};
use crate::swift::SwiftClient;
use crate::swift::client::At;
use crate::swift::download::Wanted;
use crate::swift::object::{Metadata, Piece};
use hoheit_types::Timestamp;
use serde::Deserialize;
use std::io::Read as _;
use ureq::http::Method;

/// Whether the container keeps what is replaced or removed, as it says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versions {
    /// Each version is kept and can be read (`X-Versions-Enabled`)
    On,
    /// Copies go to another container (`X-History-Location`, `X-Versions-Location`)
    Elsewhere,
    /// They were kept, new ones are not
    Suspended,
    /// No
    Off,
}

impl Versions {
    /// For an audit.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Elsewhere => "copies in another container",
            Self::Suspended => "suspended",
            Self::Off => "off",
        }
    }
}

/// What probing showed. `None`: trying told nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwiftFacts {
    /// Whether older versions are kept
    pub versions: Versions,
    /// Time of the source and our mark come back
    pub keeps_metadata: Option<bool>,
    /// A part of an object is read as asked
    pub reads_ranges: Option<bool>,
    /// Writing under the condition that nothing is there leaves alone what is there
    pub keeps_absent: Option<bool>,
    /// The same for completing a large object
    pub keeps_absent_on_manifest: Option<bool>,
    /// Bytes that don't fit the MD5 that was sent are refused
    pub checks_etag: Option<bool>,
    /// A manifest whose segments have another MD5 is refused
    pub checks_segments: Option<bool>,
    /// What was written is listed at once
    pub lists_at_once: Option<bool>,
    /// Objects can be made of segments, which are read as one
    pub large_objects: Option<bool>,
    /// Segments that a large object may have
    pub segment_limit: u64,
    /// Objects of the probe that could not be removed
    pub left_behind: u32,
}

/// Below the depot's prefix; tag and random digits follow.
pub(super) const FOLDER: &str = ".hoheit-probe-";

/// What the probe writes: long enough for ranges, and different in each place.
const BODY: &[u8] = b"hoheit tries out what this server does. This object may be deleted.\n0123456789abcdefghijklmnopqrstuvwxyz\n";
const OTHER: &[u8] = b"hoheit tries out what this server does. This one is another.\n";
const NOBODYS_MD5: &str = "00000000000000000000000000000000";

#[derive(Deserialize)]
struct Info {
    slo: Option<Slo>,
}

#[derive(Deserialize)]
struct Slo {
    max_manifest_segments: Option<u64>,
}

/// Asks the container what it says of itself, then tries out the rest. An error means that nothing could be tried.
pub(super) fn probe(client: &SwiftClient, tag: Tag) -> Result<SwiftFacts, HttpError> {
    let versions = versions(client)?;
    let start = format!("{}{FOLDER}{tag}-", client.address().prefix());
    // What earlier probes of this name have left that died.
    for page in client.list(None, &start) {
        for listed in page? {
            client.erase(At::Key(&listed.key))?;
        }
    }
    let mut random = [0; 8];
    // Two probes at once must not meet; without randomness, they may.
    let _ = getrandom::fill(&mut random);
    let mut folder = start;
    hex(&random, &mut folder);
    let info = client.info().ok().and_then(|text| serde_json::from_slice::<Info>(&text).ok());
    let told = info.and_then(|info| info.slo).and_then(|slo| slo.max_manifest_segments);
    let mut facts = SwiftFacts {
        versions,
        keeps_metadata: None,
        reads_ranges: None,
        keeps_absent: None,
        keeps_absent_on_manifest: None,
        checks_etag: None,
        checks_segments: None,
        lists_at_once: None,
        large_objects: None,
        segment_limit: told.unwrap_or(SEGMENT_LIMIT).clamp(1, 10_000),
        left_behind: 0,
    };
    let prober = Prober { client, folder };
    let tried = prober.objects(&mut facts);
    if tried.is_ok() {
        prober.large(&mut facts);
    }
    facts.left_behind = prober.clean();
    tried.map(|()| facts)
}

struct Prober<'a> {
    client: &'a SwiftClient,
    folder: String,
}

/// All that a probe writes.
const NAMES: [&str; 6] = ["a", "forged", "s0", "s1", "large", "torn"];

impl Prober<'_> {
    fn key(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    fn put(&self, name: &str, body: &[u8], metadata: &Metadata, is_new: bool) -> Result<String, HttpError> {
        self.client.put(At::Key(&self.key(name)), body, metadata, is_new)
    }

    fn objects(&self, facts: &mut SwiftFacts) -> Result<(), HttpError> {
        let metadata = Metadata {
            modified: Some(Timestamp(1_700_000_000_250_000_000)),
            mark: Some("probe-1".to_owned()),
        };
        // Only here is an error the end: who may not write can't try anything.
        self.put("a", BODY, &metadata, true)?;
        let key = self.key("a");
        facts.keeps_metadata =
            self.client.head(At::Key(&key), None).ok().map(|object| {
                object.is_some_and(|o| o.modified == metadata.modified && o.mark == metadata.mark)
            });
        facts.reads_ranges = self
            .content("a", Some(Span { start: 5, length: 30 }))
            .ok()
            .map(|read| read.as_deref() == BODY.get(5..35));
        facts.keeps_absent = self.keeps_absent();
        facts.checks_etag = self.refuses(
            &Call::new("write", Method::PUT, &self.key("forged")).body(BODY).header("etag", NOBODYS_MD5),
        );
        facts.lists_at_once = self.lists(&key);
        Ok(())
    }

    fn keeps_absent(&self) -> Option<bool> {
        match self.put("a", OTHER, &Metadata::default(), true) {
            Err(error) if error.kind == HttpErrorKind::Precondition => {
                Some(self.content("a", None).ok()?.as_deref() == Some(BODY))
            }
            Err(_) => None,
            Ok(_) => Some(false),
        }
    }

    /// Whether a write is refused, and leaves nothing.
    fn refuses(&self, call: &Call<'_>) -> Option<bool> {
        let at = At::Key(call.key);
        match self.client.ask(call, at, 64 * 1_024) {
            Ok(_) => Some(false),
            Err(error) if matches!(error.status, Some(400 | 409 | 422)) => {
                Some(self.client.head(at, None).ok()?.is_none())
            }
            Err(_) => None,
        }
    }

    fn lists(&self, key: &str) -> Option<bool> {
        let page = self.client.list(None, key).next()?.ok()?;
        Some(page.first().is_some_and(|listed| listed.key == key && listed.size_bytes == BODY.len() as u64))
    }

    fn large(&self, facts: &mut SwiftFacts) {
        let bodies = [("s0", BODY), ("s1", OTHER)];
        let put = bodies.map(|(name, body)| self.put(name, body, &Metadata::default(), false));
        let [Ok(first), Ok(second)] = put else { return };
        let container = self.client.address().container();
        let piece = |name: &str, size: usize| Piece {
            path: format!("/{container}/{}", self.key(name)),
            etag: "",
            size_bytes: size as u64,
        };
        let pieces = |first: &str, make: &dyn Fn(&[Piece<'_>]) -> Result<(), HttpError>| {
            make(&[
                Piece { etag: first, ..piece("s0", BODY.len()) },
                Piece { etag: &second, ..piece("s1", OTHER.len()) },
            ])
        };
        let large = self.key("large");
        let write = |key: &str, first: &str| {
            pieces(first, &|pieces| self.client.put_manifest(key, pieces, &Metadata::default(), true))
        };
        facts.large_objects = match write(&large, &first) {
            Ok(()) => self.content("large", None).ok().map(|read| read == Some([BODY, OTHER].concat())),
            Err(error) => {
                matches!(error.kind, HttpErrorKind::BadPart | HttpErrorKind::Unsupported).then_some(false)
            }
        };
        facts.keeps_absent_on_manifest = match write(&large, &first) {
            Err(error) if error.kind == HttpErrorKind::Precondition => Some(true),
            Err(_) => None,
            Ok(()) => Some(false),
        };
        facts.checks_segments = match write(&self.key("torn"), NOBODYS_MD5) {
            Err(error) if error.kind == HttpErrorKind::BadPart => Some(true),
            Err(_) => None,
            Ok(()) => Some(false),
        };
    }

    fn content(&self, name: &str, span: Option<Span>) -> Result<Option<Vec<u8>>, HttpError> {
        let key = self.key(name);
        let mut bytes = Vec::new();
        match self.client.get(&key, &Wanted { span, ..Wanted::default() }) {
            Ok(download) => match download.take(4_096).read_to_end(&mut bytes) {
                Ok(_) => Ok(Some(bytes)),
                Err(_) => Err(HttpError::new("read", &key, HttpErrorKind::Broken)),
            },
            // Another range than was asked for is no answer of the protocol.
            Err(error) if matches!(error.kind, HttpErrorKind::NotFound | HttpErrorKind::BadAnswer) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Removes everything that was or may have been written; returns how much remains.
    fn clean(&self) -> u32 {
        NAMES.iter().map(|name| u32::from(self.client.erase(At::Key(&self.key(name))).is_err())).sum()
    }
}

/// What the container says of versions.
pub(super) fn versions(client: &SwiftClient) -> Result<Versions, HttpError> {
    let answer = client.container()?;
    let is =
        |name: &str, value: &str| answer.header(name).is_some_and(|told| told.eq_ignore_ascii_case(value));
    let has = |name: &str| answer.header(name).is_some_and(|told| !told.is_empty());
    Ok(if is("x-versions-enabled", "true") {
        Versions::On
    } else if has("x-history-location") || has("x-versions-location") {
        Versions::Elsewhere
    } else if has("x-versions-enabled") {
        Versions::Suspended
    } else {
        Versions::Off
    })
}

/// What a quota of the container leaves.
pub(super) fn free_bytes(client: &SwiftClient) -> Result<Option<u64>, HttpError> {
    let answer = client.container()?;
    let quota = answer.number("x-container-meta-quota-bytes");
    Ok(quota.map(|quota| quota.saturating_sub(answer.number("x-container-bytes-used").unwrap_or_default())))
}
