// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Listings: page by page, so that a container with a million objects needs the memory of one page.
//!
//! Listings are eventually consistent: a container's servers learn of a new object a moment after it can be read, and of a deleted one a
//! moment after it is gone; under load or with a server down, minutes after.

use super::SwiftClient;
use super::client::At;
use super::object::bare;
use crate::http::moment::from_iso;
use crate::http::{Call, HttpError, HttpErrorKind};
use hoheit_types::Timestamp;
use serde::Deserialize;
use ureq::http::Method;

/// One object of a listing.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) key: String,
    /// Of a dynamic large object, 0
    pub(super) size_bytes: u64,
    pub(super) etag: Option<String>,
    pub(super) stored: Option<Timestamp>,
    pub(super) is_link: bool,
    /// What stands for all keys that begin with this one, which ends in a `/`
    pub(super) is_folder: bool,
}

#[derive(Deserialize)]
struct Row {
    name: Option<String>,
    bytes: Option<u64>,
    subdir: Option<String>,
    hash: Option<String>,
    /// Of a static large object, the tag that reading it tells; `hash` is that of its manifest
    slo_etag: Option<String>,
    last_modified: Option<String>,
    symlink_path: Option<String>,
    /// A link to its own current version, where versions are kept: the object itself
    #[serde(default)]
    version_symlink: bool,
}

/// As many as fit into some hundred kilobytes; the server's own limit is 10,000.
const PAGE_ROWS: usize = 1_000;

/// 1,000 names of 1,024 bytes, each of which JSON may write as six, and the rest around them.
const PAGE_LIMIT_BYTES: u64 = 16 << 20;

impl SwiftClient {
    /// All objects whose keys begin with `prefix`, sorted by the bytes of their keys, page by page.
    pub(super) fn list<'a>(
        &'a self,
        container: Option<&'a str>,
        prefix: &'a str,
    ) -> impl Iterator<Item = Result<Vec<Listed>, HttpError>> + 'a {
        self.pages(container, prefix, false)
    }

    /// The same of what stands up to the next `/`: objects and folders.
    pub(super) fn list_level<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = Result<Vec<Listed>, HttpError>> + 'a {
        self.pages(None, prefix, true)
    }

    fn pages<'a>(
        &'a self,
        container: Option<&'a str>,
        prefix: &'a str,
        is_level: bool,
    ) -> impl Iterator<Item = Result<Vec<Listed>, HttpError>> + 'a {
        let mut after: Option<String> = None;
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            let page = self.page(container, prefix, is_level, after.as_deref());
            match &page {
                Ok(page) if !page.is_empty() => after = page.last().map(|last| last.key.clone()),
                _ => is_over = true,
            }
            Some(page)
        })
    }

    fn page(
        &self,
        container: Option<&str>,
        prefix: &str,
        is_level: bool,
        after: Option<&str>,
    ) -> Result<Vec<Listed>, HttpError> {
        let mut call = Call::new("list", Method::GET, prefix)
            .query("format", "json")
            .query("limit", PAGE_ROWS.to_string())
            .query("prefix", prefix);
        if is_level {
            call = call.query("delimiter", "/");
        }
        if let Some(after) = after {
            call = call.query("marker", after);
        }
        let at = container.map_or(At::Key(""), |container| At::In(container, ""));
        let bytes = self.ask(&call, at, PAGE_LIMIT_BYTES).map_err(|error| match error.kind {
            HttpErrorKind::NotFound => call.fail(HttpErrorKind::NoContainer).with_status(404),
            _ => error,
        })?;
        read(&bytes, prefix, after).ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))
    }
}

/// Reads a page; `None` where it is none, where it is not sorted, or holds what was not asked for: then it would never end.
pub(super) fn read(bytes: &[u8], prefix: &str, after: Option<&str>) -> Option<Vec<Listed>> {
    // An empty container may answer with nothing at all (204).
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let rows: Vec<Row> = serde_json::from_slice(bytes).ok()?;
    let mut page: Vec<Listed> = Vec::with_capacity(rows.len());
    for row in rows {
        let last = page.last().map(|last| last.key.as_str()).or(after);
        let is_folder = row.subdir.is_some();
        let key = row.subdir.or(row.name)?;
        if !key.starts_with(prefix) || last.is_some_and(|last| last >= key.as_str()) {
            return None;
        }
        page.push(Listed {
            size_bytes: if is_folder { 0 } else { row.bytes? },
            etag: row.slo_etag.or(row.hash).as_deref().map(bare),
            // They are in UTC and don't say so.
            stored: row.last_modified.and_then(|text| from_iso(&format!("{}Z", text.trim_end_matches('Z')))),
            is_link: row.symlink_path.is_some() && !row.version_symlink,
            is_folder,
            key,
        });
    }
    Some(page)
}
