// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Requests and answers that get lost on their way to a real nginx: each once before the server did anything, and once after it did everything.

use super::server::{Server, client};
use crate::dav::DavDepot;
use crate::http::lossy::{Loss, Lossy};
use crate::{
    Begin, ConnectError, ConnectErrorKind, Depot as _, ObjectMeta, Reading, Removal, Resumed, Stored, Tag,
    Upload,
};
use hoheit_types::{RelPath, Timestamp};
use std::io::Read as _;

const TAG: Tag = Tag([3; 8]);

/// As moving does it.
fn patient<T>(mut call: impl FnMut() -> Result<T, ConnectError>) -> Result<T, ConnectError> {
    for _ in 0..4 {
        match call() {
            Err(error) if error.kind().is_passing() => {}
            done => return done,
        }
    }
    call()
}

fn complete(depot: &DavDepot, what: &Begin<'_>, upload: &dyn Upload) -> Result<Stored, ConnectError> {
    match patient(|| upload.complete(&[])) {
        Err(error) if matches!(error.kind(), ConnectErrorKind::Exists | ConnectErrorKind::NotFound) => {
            match patient(|| depot.resume(what, upload.token()))? {
                Resumed::Completed(stored) => Ok(stored),
                _ => Err(error),
            }
        }
        done => done,
    }
}

#[test]
fn nothing_is_lost_with_a_request_or_its_answer() {
    let Some(server) = Server::start("lost answers on WebDAV") else { return };
    let meta = ObjectMeta { modified: Some(Timestamp(1_700_000_000_000_000_000)), ..ObjectMeta::default() };
    let name = RelPath::from_kept("Akte 1.txt");
    let what = Begin { name: &name, size_bytes: 3, meta: &meta, tag: TAG };
    let mut lost = 0;
    for request in ["PUT ", "MOVE ", "HEAD ", "GET ", "DELETE ", "PROPFIND "] {
        for (number, is_done) in [(0, false), (0, true), (1, false), (1, true)] {
            let loss = Loss { request, number, is_done };
            let lossy = Lossy::before(server.port(), loss);
            // Probed without loss: what is asked of the server is the same for all.
            let mut depot = DavDepot::new(server.client(""));
            depot.probe(TAG).unwrap();
            let depot = depot.through(client(lossy.port, "", Some("kim:hush")));
            let upload = depot.begin(&what).unwrap();
            patient(|| upload.put_part(0, b"abc")).unwrap();
            patient(|| depot.flush()).unwrap();
            let stored = complete(&depot, &what, &*upload).unwrap();
            let mut read = Vec::new();
            patient(|| depot.read(&name, &Reading::default())).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, b"abc", "{loss:?}");
            let removed = patient(|| depot.remove(&name, &stored.facts)).unwrap();
            assert!(matches!(removed, Removal::Removed | Removal::Gone), "{loss:?}");
            assert_eq!(depot.remove(&name, &stored.facts).unwrap(), Removal::Gone);
            drop((upload, depot));
            // A note that stayed, since the last call was lost, is found by whoever comes next.
            let next = DavDepot::new(server.client(""));
            let mut left = Vec::new();
            next.orphans(&RelPath::root(), &mut |orphan| left.push(orphan)).unwrap();
            assert!(left.len() <= 1, "{loss:?} {left:?}");
            for orphan in &left {
                next.sweep(orphan).unwrap();
            }
            assert_eq!(std::fs::read_dir(server.root()).unwrap().count(), 0, "{loss:?}");
            lost += u32::from(lossy.has_lost());
        }
    }
    assert!(lost >= 16, "{lost} were lost");
}

// INVARIANT (nothing-is-replaced)
#[test]
fn what_somebody_else_put_there_meanwhile_is_not_taken_for_ours() {
    let Some(server) = Server::start("lost renaming on WebDAV") else { return };
    let (name, meta) = (RelPath::from_kept("a"), ObjectMeta::default());
    let what = Begin { name: &name, size_bytes: 3, meta: &meta, tag: TAG };
    let lossy = Lossy::before(server.port(), Loss { request: "MOVE ", number: 0, is_done: false });
    let depot = DavDepot::new(client(lossy.port, "", Some("kim:hush")));
    let upload = depot.begin(&what).unwrap();
    upload.put_part(0, b"abc").unwrap();
    assert!(upload.complete(&[]).unwrap_err().kind().is_passing());
    std::fs::write(server.root().join("a"), b"xyz").unwrap();
    assert_eq!(upload.complete(&[]).unwrap_err().kind(), ConnectErrorKind::Exists);
    upload.abort().unwrap();
    assert!(matches!(depot.resume(&what, upload.token()).unwrap(), Resumed::Gone));
    assert_eq!(std::fs::read(server.root().join("a")).unwrap(), b"xyz");
}
