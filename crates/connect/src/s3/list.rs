// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Listings: page by page, so that a bucket with a million objects needs the memory of one page.

use super::S3Client;
use crate::http::encode::decode_form;
use crate::http::moment::from_iso;
use crate::http::xml::{Item, List, field};
use crate::http::{Call, HttpError, HttpErrorKind};
use hoheit_types::Timestamp;
use ureq::http::Method;

/// One object of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The whole key
    pub key: String,
    /// In bytes
    pub size_bytes: u64,
    /// As the server writes it, quotes included
    pub etag: Option<String>,
    /// When the server wrote it
    pub stored: Option<Timestamp>,
}

/// One page of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Objects, sorted by key as the server sorts
    pub objects: Vec<Listed>,
    /// With a delimiter: the prefixes ("folders") below which there is more, each with the delimiter at its end
    pub prefixes: Vec<String>,
    /// What asks for the next page; `None` after the last
    next: Option<String>,
}

/// One upload in parts that is neither completed nor aborted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenUpload {
    /// The key that it would write
    pub key: String,
    /// The server's name for it
    pub upload: String,
    /// When it began
    pub begun: Option<Timestamp>,
}

/// A page has 1,000 keys of 1,024 bytes at most, which encoding triples: 4 MB and the rest around it.
const PAGE_LIMIT_BYTES: u64 = 16 * 1_024 * 1_024;

impl S3Client {
    /// `ListObjectsV2`: goes through all objects whose keys begin with `prefix`, page by page, sorted by key; `after` leaves out
    /// what sorts before or at it. With `is_flat` false, what lies deeper than the next `/` is summed up in prefixes.
    pub fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        is_flat: bool,
    ) -> impl Iterator<Item = Result<Page, HttpError>> {
        let (mut next, mut pages, mut kept) = (Some(None), 0_u64, None);
        std::iter::from_fn(move || {
            let token: Option<String> = next.take()?;
            let page = self.list_page(prefix, after, is_flat, token.as_deref());
            if let Ok(page) = &page
                && let Some(following) = &page.next
            {
                // Pages that come again for ever would be no listing: such a ring holds each page that is kept at a power of two (Brent).
                if token.as_ref() == Some(following) || kept.as_ref() == Some(following) {
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

    fn list_page(
        &self,
        prefix: &str,
        after: Option<&str>,
        is_flat: bool,
        token: Option<&str>,
    ) -> Result<Page, HttpError> {
        let mut call = Call::new("list", Method::GET, "").query("list-type", "2").query("prefix", prefix);
        if self.encodes_keys() {
            call = call.query("encoding-type", "url");
        }
        if !is_flat {
            call = call.query("delimiter", "/");
        }
        match (token, after) {
            (Some(token), _) => call = call.query("continuation-token", token),
            (None, Some(after)) => call = call.query("start-after", after),
            (None, None) => {}
        }
        let xml = self.ask(&call, PAGE_LIMIT_BYTES)?;
        page(&xml).ok_or_else(|| HttpError::new("list", prefix, HttpErrorKind::BadAnswer))
    }

    /// `ListMultipartUploads`: all uploads below a prefix that are neither completed nor aborted.
    pub fn list_uploads(&self, prefix: &str) -> Result<Vec<OpenUpload>, HttpError> {
        let fail = || HttpError::new("list the uploads of", prefix, HttpErrorKind::BadAnswer);
        let mut uploads = Vec::new();
        let mut after: Option<(String, String)> = None;
        loop {
            let mut call = Call::new("list the uploads of", Method::GET, "")
                .query("uploads", "")
                .query("prefix", prefix);
            if self.encodes_keys() {
                call = call.query("encoding-type", "url");
            }
            if let Some((key, upload)) = &after {
                call = call.query("key-marker", key).query("upload-id-marker", upload);
            }
            let xml = self.ask(&call, PAGE_LIMIT_BYTES)?;
            let list = List::read(&xml, "ListMultipartUploadsResult", &["Upload"]).ok_or_else(fail)?;
            let key_of = key_reader(&list);
            for (_, item) in &list.items {
                let upload = open_upload(item, key_of).ok_or_else(fail)?;
                // Not every server looks at the prefix.
                if upload.key.starts_with(prefix) {
                    uploads.push(upload);
                }
            }
            if !list.is_truncated() {
                return Ok(uploads);
            }
            let next = list
                .top("NextKeyMarker")
                .and_then(key_of)
                .map(|key| (key, list.top("NextUploadIdMarker").unwrap_or_default().to_owned()));
            if next.is_none() || next == after {
                return Err(fail());
            }
            after = next;
        }
    }
}

/// Reads a page; `None` where it is none.
pub(super) fn page(xml: &[u8]) -> Option<Page> {
    let list = List::read(xml, "ListBucketResult", &["Contents", "CommonPrefixes"])?;
    let key_of = key_reader(&list);
    let mut page = Page::default();
    for (name, item) in &list.items {
        if name == "CommonPrefixes" {
            page.prefixes.push(key_of(field(item, "Prefix")?)?);
        } else {
            page.objects.push(listed(item, key_of)?);
        }
    }
    if list.is_truncated() {
        page.next = Some(list.top("NextContinuationToken")?.to_owned());
    }
    Some(page)
}

/// How keys stand in this list. Servers that don't know the encoding don't say that they used it.
fn key_reader(list: &List) -> fn(&str) -> Option<String> {
    if list.top("EncodingType") == Some("url") { decode_form } else { |text| Some(text.to_owned()) }
}

fn open_upload(item: &Item, key_of: impl Fn(&str) -> Option<String>) -> Option<OpenUpload> {
    Some(OpenUpload {
        key: key_of(field(item, "Key")?)?,
        upload: field(item, "UploadId").filter(|upload| !upload.is_empty())?.to_owned(),
        begun: field(item, "Initiated").and_then(from_iso),
    })
}

fn listed(item: &Item, key_of: impl Fn(&str) -> Option<String>) -> Option<Listed> {
    Some(Listed {
        key: key_of(field(item, "Key")?)?,
        size_bytes: field(item, "Size")?.trim().parse().ok()?,
        etag: field(item, "ETag").map(str::to_owned),
        stored: field(item, "LastModified").and_then(from_iso),
    })
}
