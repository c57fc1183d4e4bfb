// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What servers say of their resources: `multistatus` (RFC 4918, section 13). Reading is total.

use crate::http::encode::decode;
use crate::http::moment::from_http;
use crate::http::xml::{Step, walk};
use hoheit_types::Timestamp;

/// What is asked of each resource. `fileid` is Nextcloud's own: a number that stays with a file when it is renamed.
pub(super) const QUESTION: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:propfind xmlns:D=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\"><D:prop>\
<D:resourcetype/><D:getcontentlength/><D:getlastmodified/><D:getetag/><D:quota-available-bytes/><oc:fileid/></D:prop></D:propfind>";

/// One resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Resource {
    /// Decoded path, without a `/` at its end
    pub(super) path: String,
    pub(super) is_folder: bool,
    pub(super) size_bytes: u64,
    pub(super) modified: Option<Timestamp>,
    pub(super) etag: Option<String>,
    pub(super) id: Option<String>,
    pub(super) free_bytes: Option<u64>,
}

/// Reads an answer of the server at `origin`; `None` where it is none of the protocol.
pub(super) fn read(xml: &[u8], origin: &str) -> Option<Vec<Resource>> {
    let mut resources: Vec<Resource> = Vec::new();
    let (mut is_right, mut is_fit) = (false, true);
    walk(xml, |step| match step {
        Step::Open([root]) => is_right = root == "multistatus",
        Step::Open([_, name]) if name == "response" => resources.push(Resource::default()),
        Step::Open([_, _, _, prop, kind, name]) | Step::Text([_, _, _, prop, kind, name], _)
            if prop == "prop" && kind == "resourcetype" =>
        {
            if let Some(resource) = resources.last_mut() {
                resource.is_folder |= name == "collection";
            }
        }
        Step::Text([_, _, name], text) if name == "href" => {
            match (path_of(text, origin), resources.last_mut()) {
                (Some(path), Some(resource)) => resource.path = path,
                _ => is_fit = false,
            }
        }
        Step::Text([_, _, _, prop, name], text) if prop == "prop" && !text.is_empty() => {
            if let Some(resource) = resources.last_mut() {
                is_fit &= resource.take(name, text).is_some();
            }
        }
        _ => {}
    })?;
    let is_told = resources.iter().all(|resource| !resource.path.is_empty());
    (is_right && is_fit && is_told).then_some(resources)
}

impl Resource {
    /// One property; `None` where its value can't be.
    fn take(&mut self, name: &str, text: &str) -> Option<()> {
        match name {
            "getcontentlength" => self.size_bytes = text.trim().parse().ok()?,
            "getlastmodified" => self.modified = from_http(text.trim()),
            "getetag" => self.etag = Some(text.to_owned()),
            "fileid" => self.id = Some(text.to_owned()),
            // Negative: not known, or without limit.
            "quota-available-bytes" => self.free_bytes = text.trim().parse().ok(),
            _ => {}
        }
        Some(())
    }
}

/// The path of a reference, which may be a whole URL of this server; `/` for its root.
fn path_of(href: &str, origin: &str) -> Option<String> {
    let href = href.trim();
    let path = href.strip_prefix(origin).unwrap_or(href);
    let path = decode(path).filter(|path| path.starts_with('/'))?;
    let bare = path.trim_end_matches('/');
    Some(if bare.is_empty() { "/".to_owned() } else { bare.to_owned() })
}
