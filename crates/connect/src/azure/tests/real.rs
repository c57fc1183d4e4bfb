// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a depot promises, against Azurite.

use super::server::Server;
use crate::azure::AzureDepot;
use crate::depot::promises::keeps_its_promises;
use crate::{Begin, Capability, ConnectErrorKind, Depot as _, ObjectMeta, Reading, Removal, Resumed, Tag};
use hoheit_types::{RelPath, Trait, Verdict};
use std::io::Read as _;

const TAG: Tag = Tag([5; 8]);

#[test]
fn azurite_keeps_what_a_depot_promises() {
    let Some(server) = Server::start("promises on Azure") else { return };
    for prefix in ["", "bauamt/neu"] {
        let container = format!("promises{}", prefix.len());
        let mut depot = AzureDepot::new(server.client(&container, prefix));
        keeps_its_promises(&mut depot);
        let facts = depot.facts().unwrap();
        assert_eq!((facts.checks_md5, facts.keeps_versions), (Some(true), Some(false)), "{facts:?}");
        assert_eq!((facts.keeps_absent_on_write, facts.keeps_absent_on_complete), (Some(true), Some(true)));
        assert_eq!((facts.honours_if_match, facts.lists_sorted), (Some(true), Some(true)));
        assert!(depot.capabilities().can(Capability::Resume));
    }
}

#[test]
fn what_changed_since_it_was_looked_at_stays() {
    let Some(server) = Server::start("removing on Azure") else { return };
    let client = server.client("removing", "");
    let depot = AzureDepot::new(client.clone());
    let (name, meta) = (RelPath::from_kept("Straße/Akte 1+%41.txt"), ObjectMeta::default());
    let what = Begin { name: &name, size_bytes: 3, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let mark = upload.put_part(0, b"abc").unwrap();
    let stored = upload.complete(&[mark]).unwrap();
    let mut level = Vec::new();
    for folder in ["", "Straße"] {
        depot
            .list_folder(&RelPath::from_kept(folder), &mut |path, facts| {
                level.push((path.as_str().to_owned(), facts.kind));
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
    }
    let file = (name.as_str().to_owned(), crate::EntryKind::File);
    assert_eq!(level, [("Straße".to_owned(), crate::EntryKind::Folder), file]);
    let blob = client.head("Straße/Akte 1+%41.txt").unwrap().unwrap();
    assert!(!client.delete("Straße/Akte 1+%41.txt", Some("\"0x1\"")).unwrap());
    assert_eq!(blob.etag, stored.facts.etag);
    assert_eq!(depot.remove(&name, &stored.facts).unwrap(), Removal::Removed);
    assert_eq!(depot.remove(&name, &stored.facts).unwrap(), Removal::Gone);
}

#[test]
fn blocks_of_others_under_the_same_name_are_left_alone() {
    let Some(server) = Server::start("blocks of others on Azure") else { return };
    let client = server.client("shared", "");
    let mut depot = AzureDepot::new(client.clone());
    depot.probe(TAG).unwrap();
    let (name, meta) = (RelPath::from_kept("a"), ObjectMeta::default());
    let content = vec![7; 40 << 20];
    let what = Begin { name: &name, size_bytes: content.len() as u64, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let part = upload.part_bytes() as usize;
    upload.put_part(0, &content[..part]).unwrap();
    // Of the same length as ours, as the protocol wants it.
    let foreign = "x".repeat(42);
    client.put_block("a", &foreign, b"theirs").unwrap();
    upload.abort().unwrap();
    let ids: Vec<u64> = client.blocks("a").unwrap().unwrap().into_iter().map(|(_, size)| size).collect();
    assert!(ids.contains(&6), "their block is still there");
    // They commit: ours are gone, and that is told.
    client
        .put_block_list("a", std::iter::once(foreign.as_str()), 6, &crate::azure::object::Metadata::default())
        .unwrap();
    assert!(matches!(depot.resume(&what, upload.token()).unwrap(), Resumed::Gone));
    upload.abort().unwrap();
    let mut read = Vec::new();
    depot.read(&name, &Reading::default()).unwrap().read_to_end(&mut read).unwrap();
    assert_eq!(read, b"theirs");
    assert_eq!(depot.begin(&what).err().unwrap().kind(), ConnectErrorKind::Exists);
}

#[test]
fn what_died_while_blocks_were_dropped_is_found() {
    let Some(server) = Server::start("dropping blocks on Azure") else { return };
    let client = server.client("stubs", "");
    let depot = AzureDepot::new(client.clone());
    let (name, meta) = (RelPath::from_kept("a"), ObjectMeta::default());
    let what = Begin { name: &name, size_bytes: 40 << 20, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let mark = upload.token().0.strip_prefix("blocks/").unwrap().to_owned();
    // As after the first of the two steps.
    let stub = crate::azure::object::Metadata { modified: None, mark: Some(mark), is_stub: true };
    client.put("a", b"", &stub).unwrap();
    let mut left = Vec::new();
    depot.orphans(&RelPath::root(), &mut |orphan| left.push(orphan)).unwrap();
    assert_eq!(left.iter().map(|orphan| &orphan.token).collect::<Vec<_>>(), [upload.token()]);
    let mut listed = 0;
    depot
        .list(&RelPath::root(), &mut |_, _| {
            listed += 1;
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(listed, 0, "nobody is to see it");
    depot.sweep(&left[0]).unwrap();
    assert_eq!(client.head("a").unwrap(), None);
}

#[test]
fn who_may_not_enter_is_told_so() {
    let Some(server) = Server::start("credentials on Azure") else { return };
    server.client("closed", "");
    for credential in ["aHVzaA==", "sv=2021-12-02&sr=c&sp=rl&se=2030-01-01&sig=aHVzaA%3D%3D"] {
        let depot = AzureDepot::new(server.client_with("closed", "", credential));
        let error = depot.stat(&RelPath::from_kept("a")).unwrap_err();
        assert!(
            matches!(error.kind(), ConnectErrorKind::PermissionDenied | ConnectErrorKind::Credential),
            "{error}"
        );
        let said = format!("{error} {error:?}");
        assert!(!said.contains("aHVza"), "{said}");
    }
    let depot = AzureDepot::new(server.client_with("missing", "", "aHVzaA=="));
    assert!(depot.stat(&RelPath::from_kept("a")).is_err());
}

#[test]
fn an_audit_is_told_what_the_container_says() {
    let Some(server) = Server::start("audits of Azure") else { return };
    let mut depot = AzureDepot::new(server.client("told", ""));
    depot.probe(Tag([4; 8])).unwrap();
    let told = depot.told();
    let of =
        |what| told.iter().find(|told| told.what == what).map(|told| (told.verdict, told.said.as_deref()));
    // Loopback without a certificate; this server keeps no versions and locks nothing.
    assert_eq!(of(Trait::Transport), Some((Verdict::Contradicted, Some("none"))));
    assert_eq!(of(Trait::Versions), Some((Verdict::Contradicted, None)));
    assert_eq!(of(Trait::Locks), Some((Verdict::NotCheckable, Some("none"))));
    // No protocol of Azure tells where the account lies.
    assert_eq!(of(Trait::Location), Some((Verdict::NotCheckable, None)));
    assert_eq!(told.len(), Trait::ALL.len(), "{told:?}");
}
