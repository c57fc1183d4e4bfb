// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Requests and answers that get lost on their way to Azurite: each once before the server did anything, and once after it did everything.

use super::server::Server;
use crate::azure::list::read;
use crate::azure::{AzureDepot, Credential};
use crate::http::lossy::{Loss, Lossy};
use crate::{Begin, ConnectError, Depot as _, ObjectMeta, Reading, Removal, Tag};
use hoheit_types::{RelPath, Timestamp};
use proptest::prelude::*;
use std::io::Read as _;

const TAG: Tag = Tag([5; 8]);

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

#[test]
fn nothing_is_lost_with_a_request_or_its_answer() {
    let Some(server) = Server::start("lost answers on Azure") else { return };
    server.client("lost", "");
    let meta = ObjectMeta { modified: Some(Timestamp(1_700_000_000_250_000_000)), ..ObjectMeta::default() };
    let name = RelPath::from_kept("Akte 1.txt");
    let mut lost = 0;
    for request in ["PUT ", "HEAD ", "GET ", "DELETE "] {
        for (number, is_done) in [(0, false), (0, true), (1, false), (1, true)] {
            // One request, and blocks with a list.
            for size in [3, (16 << 20) + 3] {
                let content: Vec<u8> = (0..size).map(|place| (place >> 3) as u8).collect();
                let what = Begin { name: &name, size_bytes: size as u64, meta: &meta, tag: TAG };
                let loss = Loss { request, number, is_done };
                let lossy = Lossy::before(server.port(), loss);
                let depot = AzureDepot::new(Server::client_through(lossy.port, "lost"));
                let upload = patient(|| depot.begin(&what)).unwrap();
                let parts = content.chunks(upload.part_bytes() as usize).zip(0..);
                let marks: Vec<_> =
                    parts.map(|(part, n)| patient(|| upload.put_part(n, part)).unwrap()).collect();
                let stored = patient(|| upload.complete(&marks)).unwrap();
                assert_eq!(stored.losses, [], "{loss:?}");
                let mut again = Vec::new();
                patient(|| depot.read(&name, &Reading::default())).unwrap().read_to_end(&mut again).unwrap();
                assert!(again == content, "{loss:?}");
                let removed = patient(|| depot.remove(&name, &stored.facts)).unwrap();
                assert!(matches!(removed, Removal::Removed | Removal::Gone), "{loss:?}");
                assert_eq!(depot.stat(&name).unwrap(), None);
                depot.orphans(&RelPath::root(), &mut |orphan| panic!("{orphan:?}")).unwrap();
                lost += u32::from(lossy.has_lost());
            }
        }
    }
    assert!(lost >= 24, "{lost} were lost");
}

#[test]
fn credentials_are_read_as_they_are_handed_out() {
    for good in ["aHVzaA==", "AccountName=a;AccountKey=aHVzaA==", "# comment\nsv=1&sig=x", "?sig=x&sv=1"] {
        assert!(Credential::parse(good).is_ok(), "{good}");
    }
    for bad in ["", "aHVzaA", "aHVzaB==", "hush!", "sig=x y", "AccountKey="] {
        assert!(Credential::parse(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn whatever_comes_for_a_listing_ends(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_listing_that_is_cut_off_is_none(cut in 0_usize..400) {
        let whole = "<EnumerationResults><Blobs><Blob><Name>a</Name><Properties><Content-Length>5</Content-Length>\
                     <Etag>0x1</Etag></Properties></Blob></Blobs><NextMarker>n</NextMarker></EnumerationResults>";
        let page = read(whole.as_bytes()).unwrap();
        prop_assert_eq!((page.blobs.len(), page.blobs[0].1.size_bytes), (1, 5));
        prop_assert_eq!(page.blobs[0].1.etag.as_deref(), Some("\"0x1\""));
        if cut < whole.len() {
            prop_assert!(read(&whole.as_bytes()[..cut]).is_none());
        }
    }
}
