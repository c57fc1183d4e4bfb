// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Listings, page by page.

use super::AzureClient;
use super::object::{Blob, moment_of};
use crate::http::moment::from_http;
use crate::http::xml::{Step, walk};
use crate::http::{Call, HttpError, HttpErrorKind};
use ureq::http::Method;

/// One page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Keys and what is told of each, as the server sorts
    pub(super) blobs: Vec<(String, Blob)>,
    /// With a delimiter: what lies deeper, each with the delimiter at its end
    pub(super) prefixes: Vec<String>,
    next: Option<String>,
}

/// 5,000 objects with names of 1,024 letters and their properties, some 2 KB each.
const PAGE_LIMIT_BYTES: u64 = 32 << 20;

impl AzureClient {
    /// `List Blobs`: goes through all objects whose names begin with `prefix`, page by page. With `is_flat` false, what lies deeper than the next
    /// `/` is summed up. `with_uncommitted` tells also names that have only blocks.
    pub(super) fn list(
        &self,
        prefix: &str,
        is_flat: bool,
        with_uncommitted: bool,
    ) -> impl Iterator<Item = Result<Page, HttpError>> {
        let (mut next, mut pages, mut kept) = (Some(None), 0_u64, None);
        std::iter::from_fn(move || {
            let marker: Option<String> = next.take()?;
            let page = self.page(prefix, is_flat, with_uncommitted, marker.as_deref());
            if let Ok(page) = &page
                && let Some(following) = &page.next
            {
                // Pages that come again for ever would be no listing: such a ring holds each page that is kept at a power of two (Brent).
                if marker.as_ref() == Some(following) || kept.as_ref() == Some(following) {
                    return Some(Err(HttpError::new("list", prefix, HttpErrorKind::BadAnswer)));
                }
                pages += 1;
                if pages.is_power_of_two() {
                    kept = Some(following.clone());
                }
                next = Some(Some(following.clone()));
            }
            Some(page)
        })
    }

    fn page(
        &self,
        prefix: &str,
        is_flat: bool,
        with_uncommitted: bool,
        marker: Option<&str>,
    ) -> Result<Page, HttpError> {
        let include = if with_uncommitted { "metadata,uncommittedblobs" } else { "metadata" };
        let mut call = Call::new("list", Method::GET, "")
            .query("comp", "list")
            .query("include", include)
            .query("restype", "container");
        if !prefix.is_empty() {
            call = call.query("prefix", prefix);
        }
        if !is_flat {
            call = call.query("delimiter", "/");
        }
        if let Some(marker) = marker {
            call = call.query("marker", marker);
        }
        let xml = self.ask(&call, PAGE_LIMIT_BYTES)?;
        read(&xml).ok_or_else(|| HttpError::new("list", prefix, HttpErrorKind::BadAnswer))
    }
}

/// Reads a page; `None` where it is none.
pub(super) fn read(xml: &[u8]) -> Option<Page> {
    let mut page = Page::default();
    let (mut is_right, mut is_fit) = (false, true);
    walk(xml, |step| match step {
        Step::Open([root]) => is_right = root == "EnumerationResults",
        Step::Open([_, _, item]) if item == "Blob" => page.blobs.push((String::new(), Blob::default())),
        Step::Text([_, name], text) if name == "NextMarker" && !text.is_empty() => {
            page.next = Some(text.to_owned());
        }
        Step::Text([_, _, item, name], text) if item == "BlobPrefix" && name == "Name" => {
            page.prefixes.push(text.to_owned());
        }
        Step::Text([_, _, item, rest @ ..], text) if item == "Blob" => {
            if let Some((key, blob)) = page.blobs.last_mut() {
                is_fit &= take(key, blob, rest, text).is_some();
            }
        }
        _ => {}
    })?;
    let is_named = page.blobs.iter().all(|(key, _)| !key.is_empty());
    (is_right && is_fit && is_named).then_some(page)
}

/// One text of an object; `None` where its value can't be.
fn take(key: &mut String, blob: &mut Blob, names: &[String], text: &str) -> Option<()> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match (names.as_slice(), text) {
        (["Name"], text) => text.clone_into(key),
        (["VersionId"], text) => blob.version = Some(text.to_owned()).filter(|version| !version.is_empty()),
        (["Properties", "Content-Length"], text) => blob.size_bytes = text.trim().parse().ok()?,
        (["Properties", "Last-Modified"], text) => blob.stored = from_http(text.trim()),
        // Headers have it in quotes, listings have not.
        (["Properties", "Etag"], text) if !text.is_empty() => {
            blob.etag = Some(format!("\"{}\"", text.trim_matches('"')));
        }
        (["Metadata", "mtime"], text) => blob.metadata.modified = moment_of(text),
        (["Metadata", "hoheitmark"], text) => blob.metadata.mark = Some(text.to_owned()),
        (["Metadata", "hoheitstub"], _) => blob.metadata.is_stub = true,
        _ => {}
    }
    Some(())
}
