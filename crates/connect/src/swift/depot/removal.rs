// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Deleting objects, large ones with the segments that are theirs alone.
//!
//! Swift would delete manifest and segments by one request (`multipart-manifest=delete`), whatever stands under the name by then: of an object
//! that somebody else has put there meanwhile, the content would go too. So the manifest goes by itself, and then the segments by their
//! names, which bear our mark. A record tells of them until the last one is gone.

use super::open::{Open, Place};
use super::{Mark, SwiftDepot, Versions};
use crate::http::HttpError;
use crate::swift::client::At;
use crate::swift::object::Object;

/// Deletes the object that was looked at.
pub(super) fn remove(depot: &SwiftDepot, key: &str, object: &Object) -> Result<(), HttpError> {
    let client = &depot.client;
    let version = object.version.as_deref();
    let own = own_segments(depot, key, object)?;
    let Some(own) = own else { return client.delete(At::Key(key), version) };
    own.write(client, key)?;
    client.delete(At::Key(key), version)?;
    own.delete_segments(client)?;
    own.erase(client)
}

/// The segments of an object, where they are ours and nothing else needs them. Of others' large objects the segments stay: another
/// manifest may name them too.
fn own_segments(depot: &SwiftDepot, key: &str, object: &Object) -> Result<Option<Open>, HttpError> {
    let client = &depot.client;
    let Some(mark) = object.mark.as_deref().and_then(Mark::parse).filter(|_| object.is_large) else {
        return Ok(None);
    };
    // A version that is kept keeps its content.
    if object.version.is_none() && super::probe::versions(client)? != Versions::Off {
        return Ok(None);
    }
    let Some(segments) = client.manifest(key, object.version.as_deref())? else { return Ok(None) };
    let Some(part_bytes) = segments.first().map(|first| first.bytes) else { return Ok(None) };
    for place in [Place::Beside, Place::Within] {
        let open = Open { mark: mark.clone(), place, part_bytes, size_bytes: object.size_bytes };
        let container = place.container(client);
        let is_own = (0..).zip(&segments).all(|(number, segment)| {
            segment.name == format!("/{container}/{}", open.segment(client, number))
        });
        if part_bytes.is_power_of_two() && is_own && open.count() == segments.len() as u64 {
            return Ok(Some(open));
        }
    }
    Ok(None)
}
