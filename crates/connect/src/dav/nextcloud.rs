// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Nextcloud's dialect. Sources: Nextcloud developer manual, "Chunked file upload" (chunked upload v2) and "Basic WebDAV"; the server's own
//! `apps/dav/lib/Upload` and `apps/dav/lib/Connector/Sabre/File.php`; all read 2026-11-30. Tested against recorded exchanges only.

use super::client::{DavClient, Sending};
use super::depot::Cloud;
use crate::depot::mark::Mark;
use crate::http::{Call, HttpError, HttpErrorKind};
use ureq::http::Method;

/// Chunks are numbered from 1 to this.
const CHUNK_COUNT_LIMIT: u64 = 10_000;

/// Within 5 MB and 5 GB, which a chunk that is not the last must have.
const CHUNK_BYTES: u64 = 16 << 20;

/// Texts of status and capabilities have some kilobytes.
const STATUS_LIMIT_BYTES: u64 = 1 << 20;

/// An upload in chunks, which a server puts together.
pub(super) struct Chunks {
    client: DavClient,
    /// Where the chunks lie, with a `/` at its end
    folder: String,
    /// Where they are put together: a temporary name of ours
    temporary: String,
    size_bytes: u64,
}

/// Where the chunks of all uploads of a user lie.
fn uploads(cloud: &Cloud) -> String {
    format!("{}/remote.php/dav/uploads/{}/", cloud.base, cloud.user)
}

fn folder_of(cloud: &Cloud, mark: &Mark) -> String {
    format!("{}hoheit-{}/", uploads(cloud), mark.as_str())
}

impl Chunks {
    pub(super) fn of(
        client: &DavClient,
        cloud: &Cloud,
        mark: &Mark,
        size_bytes: u64,
        temporary: &str,
    ) -> Self {
        let (client, temporary) = (client.clone(), temporary.to_owned());
        Self { client, folder: folder_of(cloud, mark), temporary, size_bytes }
    }

    pub(super) fn part_bytes(&self) -> u64 {
        self.size_bytes.div_ceil(CHUNK_COUNT_LIMIT).next_power_of_two().max(CHUNK_BYTES)
    }

    /// What version 2 wants with every request: with it a server can hand chunks on to the storage behind it.
    fn destination(&self) -> (&'static str, String) {
        ("destination", self.client.destination(&self.temporary))
    }

    fn total(&self) -> (&'static str, String) {
        ("oc-total-length", self.size_bytes.to_string())
    }

    pub(super) fn begin(&self, name: &str) -> Result<(), HttpError> {
        self.client.mkcol(name, &self.folder, &[self.destination()]).map(drop)
    }

    /// Whether the server still knows it: it drops what nothing came for in 24 hours.
    pub(super) fn is_open(&self, name: &str) -> Result<bool, HttpError> {
        Ok(self.client.look(name, &self.folder)?.is_some_and(|found| found.is_folder))
    }

    /// One chunk, counted from 0; the same one again replaces it.
    pub(super) fn put(&self, name: &str, number: u64, bytes: &[u8]) -> Result<(), HttpError> {
        let path = format!("{}{:05}", self.folder, number + 1);
        let sending = Sending { modified: None, headers: vec![self.destination(), self.total()] };
        self.client.put(name, &path, bytes, &sending).map(drop)
    }

    /// Lets the server put the chunks together, under the temporary name.
    pub(super) fn assemble(&self, name: &str, sending: &Sending) -> Result<(), HttpError> {
        let mut headers = vec![self.total()];
        headers.extend(sending.headers.iter().filter(|(name, _)| *name == "x-oc-mtime").cloned());
        let from = format!("{}.file", self.folder);
        let Err(error) = self.client.move_to(name, &from, &self.temporary, &headers) else { return Ok(()) };
        // Large objects take longer than proxies wait; only we write under that name.
        let found = self.client.look(name, &self.temporary)?;
        if found.is_some_and(|found| found.size_bytes == self.size_bytes) { Ok(()) } else { Err(error) }
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), HttpError> {
        self.client.delete(name, &self.folder, None)
    }
}

/// Our uploads that were begun and not put together.
pub(super) fn open_uploads(client: &DavClient, cloud: &Cloud) -> Result<Vec<Mark>, HttpError> {
    let listed = client.list("", &uploads(cloud))?.unwrap_or_default();
    Ok(listed.iter().filter_map(|(leaf, _)| Mark::parse(leaf.strip_prefix("hoheit-")?)).collect())
}

pub(super) fn remove(client: &DavClient, cloud: &Cloud, mark: &Mark) -> Result<(), HttpError> {
    client.delete("", &folder_of(cloud, mark), None)
}

/// Asks whether there is a Nextcloud behind an address that looks like one; `None`: another server.
pub(super) fn ask(client: &DavClient) -> Result<Option<Cloud>, HttpError> {
    let Some(place) = &client.address().cloud else { return Ok(None) };
    let call = Call::new("ask", Method::GET, "");
    let status = match client.ask(&call, &format!("{}/status.php", place.base), STATUS_LIMIT_BYTES) {
        Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
        status => status?,
    };
    let Ok(status) = serde_json::from_slice::<serde_json::Value>(&status) else { return Ok(None) };
    if status.get("installed").and_then(serde_json::Value::as_bool) != Some(true) {
        return Ok(None);
    }
    if status.get("maintenance").and_then(serde_json::Value::as_bool) == Some(true) {
        return Err(call.fail(HttpErrorKind::Busy).with_detail("it is being maintained"));
    }
    let call = Call::new("ask", Method::GET, "").query("format", "json").header("ocs-apirequest", "true");
    let path = format!("{}/ocs/v2.php/cloud/capabilities", place.base);
    let told = client.ask(&call, &path, STATUS_LIMIT_BYTES)?;
    let told: serde_json::Value =
        serde_json::from_slice(&told).map_err(|_| call.fail(HttpErrorKind::BadAnswer))?;
    // "1.0" stands for chunks that are put together by MOVE; version 2 added headers to it, which others let be.
    let chunks = told.pointer("/ocs/data/capabilities/dav/chunking").is_some_and(|version| version == "1.0");
    Ok(Some(Cloud { base: place.base.clone(), user: place.user.clone(), chunks }))
}
