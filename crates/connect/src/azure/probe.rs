// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What this server really does, tried out with some small objects below a prefix of ours, which are removed.

use super::AzureClient;
use super::object::Metadata;
use crate::depot::mark::Mark;
use crate::http::encode::base64;
use crate::http::{HttpError, HttpErrorKind, Span};
use crate::{Capability, Tag};
use hoheit_types::Timestamp;
use md5::{Digest as _, Md5};

/// Below the depot's prefix; a mark follows.
pub(super) const FOLDER: &str = ".hoheit-probe-";

const BODY: &[u8] = b"hoheit tries out what this server does. This object may be deleted.\n0123456789abcdefghijklmnopqrstuvwxyz\n";
const OTHER: &[u8] = b"hoheit tries out what this server does. This one is another.\n";

/// What probing showed. `None`: it could not be tried, or told nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AzureProbe {
    /// Writing under `If-None-Match: *` leaves what is there
    pub keeps_absent_on_write: Option<bool>,
    /// The same of committing blocks
    pub keeps_absent_on_complete: Option<bool>,
    /// Bytes that do not fit `Content-MD5` are refused
    pub checks_md5: Option<bool>,
    /// Blocks that are not committed are listed
    pub lists_blocks: Option<bool>,
    /// Time and mark come back
    pub keeps_metadata: Option<bool>,
    /// Part of an object is given
    pub reads_ranges: Option<bool>,
    /// Deleting under `If-Match` leaves what has changed
    pub honours_if_match: Option<bool>,
    /// Listings are sorted by the bytes of whole names
    pub lists_sorted: Option<bool>,
    /// Objects have versions
    pub keeps_versions: Option<bool>,
    /// A retention period or a legal hold lies on what was just written: then nothing can be taken back
    pub is_held: Option<bool>,
}

impl AzureProbe {
    /// What it says of capabilities.
    pub(super) fn shown(&self) -> [(Capability, Option<bool>); 5] {
        let both = self.keeps_absent_on_write.zip(self.keeps_absent_on_complete);
        [
            (Capability::ConditionalCreate, both.map(|(write, complete)| write && complete)),
            (Capability::Ranges, self.reads_ranges),
            (Capability::Resume, self.lists_blocks),
            (Capability::Modified, self.keeps_metadata),
            (Capability::Versions, self.keeps_versions),
        ]
    }
}

/// Tries out everything. An error means that nothing could be tried: not reachable, not allowed to write, no such container.
pub(super) fn run(client: &AzureClient, tag: Tag) -> Result<AzureProbe, HttpError> {
    let folder = format!("{}{FOLDER}{tag}-", client.address().prefix());
    // What earlier probes of this name have left that died.
    clean(client, &folder)?;
    let no_randomness = || HttpError::new("try", "", HttpErrorKind::BadRequest).with_detail("no randomness");
    let mark = Mark::new(tag).ok_or_else(no_randomness)?;
    let prober =
        Prober { client, folder: format!("{}{FOLDER}{}/", client.address().prefix(), mark.as_str()), mark };
    let outcome = prober.all();
    clean(client, &folder)?;
    outcome
}

fn clean(client: &AzureClient, folder: &str) -> Result<(), HttpError> {
    for page in client.list(folder, true, true) {
        for (key, _) in page?.blobs {
            // INVARIANT (nothing-of-others): a server that lists what it was not asked for.
            if !key.starts_with(folder) {
                return Err(HttpError::new("list", folder, HttpErrorKind::BadAnswer));
            }
            client.delete(&key, None)?;
        }
    }
    Ok(())
}

struct Prober<'a> {
    client: &'a AzureClient,
    folder: String,
    mark: Mark,
}

impl Prober<'_> {
    fn key(&self, leaf: &str) -> String {
        format!("{}{leaf}", self.folder)
    }

    fn all(&self) -> Result<AzureProbe, HttpError> {
        let key = self.key("a");
        let metadata = Metadata {
            modified: Some(Timestamp(1_700_000_000_250_000_000)),
            mark: Some(self.mark.as_str().to_owned()),
            is_stub: false,
        };
        // Only here is an error the end: who may not write can't try anything.
        self.client.put(&key, BODY, &metadata)?;
        let found = self.client.head(&key)?.unwrap_or_default();
        let blocks = self.blocks(&key);
        Ok(AzureProbe {
            keeps_absent_on_write: self.absent_on_write(&key).ok(),
            keeps_absent_on_complete: blocks.as_ref().ok().map(|(_, keeps)| *keeps),
            lists_blocks: blocks.ok().map(|(lists, _)| lists),
            checks_md5: self.checks_md5().ok(),
            keeps_metadata: Some(found.metadata == metadata),
            reads_ranges: self.ranges(&key).ok(),
            honours_if_match: self.if_match().ok(),
            lists_sorted: self.sorted().ok(),
            keeps_versions: Some(found.version.is_some()),
            is_held: found.is_held,
        })
    }

    fn content(&self, key: &str, span: Option<Span>) -> Result<Option<Vec<u8>>, HttpError> {
        match self.client.get(key, span, None, None) {
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            answer => answer?.read(4_096).map(Some),
        }
    }

    fn absent_on_write(&self, key: &str) -> Result<bool, HttpError> {
        match self.client.put(key, OTHER, &Metadata::default()) {
            Err(error) if error.kind == HttpErrorKind::Precondition => {
                Ok(self.content(key, None)?.as_deref() == Some(BODY))
            }
            done => done.map(|()| false),
        }
    }

    /// Whether blocks that are not committed are listed, and whether committing them leaves what is there.
    fn blocks(&self, taken: &str) -> Result<(bool, bool), HttpError> {
        let (id, key) = (format!("{}-00000000", self.mark.as_str()), self.key("b"));
        self.client.put_block(&key, &id, BODY)?;
        let listed = self.client.blocks(&key)?.unwrap_or_default();
        let lists = listed == [(base64(id.as_bytes()), BODY.len() as u64)];
        let ids = || std::iter::once(id.as_str());
        self.client.put_block_list(&key, ids(), BODY.len() as u64, &Metadata::default())?;
        self.client.put_block(taken, &id, OTHER)?;
        match self.client.put_block_list(taken, ids(), OTHER.len() as u64, &Metadata::default()) {
            Err(error) if error.kind == HttpErrorKind::Precondition => {
                Ok((lists, self.content(taken, None)?.as_deref() == Some(BODY)))
            }
            done => done.map(|()| (lists, false)),
        }
    }

    fn checks_md5(&self) -> Result<bool, HttpError> {
        let key = self.key("m");
        let wrong = base64(&Md5::digest(OTHER));
        match self.client.put_with(&key, BODY, &Metadata::default(), &wrong) {
            Err(error)
                if matches!(error.kind, HttpErrorKind::ChecksumMismatch | HttpErrorKind::BadRequest)
                    || error.status() == Some(400) =>
            {
                Ok(self.content(&key, None)?.is_none())
            }
            done => done.map(|()| false),
        }
    }

    fn ranges(&self, key: &str) -> Result<bool, HttpError> {
        let span = Span { start: 5, length: 30 };
        Ok(self.content(key, Some(span))?.as_deref() == BODY.get(5..35))
    }

    fn if_match(&self) -> Result<bool, HttpError> {
        let key = self.key("d");
        self.client.put(&key, BODY, &Metadata::default())?;
        let is_gone = self.client.delete(&key, Some("\"0x8D000000000000\""))?;
        Ok(!is_gone && self.content(&key, None)?.as_deref() == Some(BODY))
    }

    /// With a prefix between names that sort before and behind its `/`.
    fn sorted(&self) -> Result<bool, HttpError> {
        let keys = ["s-b", "s/b", "s0"].map(|name| self.key(name));
        for key in &keys {
            self.client.put(key, BODY, &Metadata::default())?;
        }
        let mut listed = Vec::new();
        for page in self.client.list(&self.key("s"), true, false) {
            listed.extend(page?.blobs.into_iter().map(|(key, _)| key));
        }
        Ok(listed == keys)
    }
}
