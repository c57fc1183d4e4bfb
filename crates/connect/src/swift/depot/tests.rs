// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::ConnectErrorKind;
use crate::depot::promises::keeps_its_promises;
use crate::swift::tests::server::each_server;

const TAG: Tag = Tag([1; 8]);

fn name(text: &str) -> RelPath {
    RelPath::from_kept(text)
}

fn depot(client: &SwiftClient) -> SwiftDepot {
    let mut depot = SwiftDepot::new(client.clone());
    depot.probe(TAG).unwrap();
    depot.least_part_bytes = 64 << 10;
    depot
}

fn orphans(depot: &SwiftDepot) -> Vec<Orphan> {
    let mut all = Vec::new();
    depot.orphans(&RelPath::root(), &mut |orphan| all.push(orphan)).unwrap();
    all
}

/// All keys of a container.
fn keys(client: &SwiftClient, container: Option<&str>) -> Vec<String> {
    match client.list(container, "").collect::<Result<Vec<_>, _>>() {
        Ok(pages) => pages.into_iter().flatten().map(|listed| listed.key).collect(),
        Err(error) => {
            assert_eq!(error.kind, HttpErrorKind::NoContainer);
            Vec::new()
        }
    }
}

fn assert_nothing_is_left(client: &SwiftClient) {
    let beside = Place::Beside.container(client);
    assert_eq!(keys(client, None), Vec::<String>::new());
    assert_eq!(keys(client, Some(&beside)), Vec::<String>::new());
}

#[test]
fn a_container_keeps_the_promises_of_depots() {
    each_server("a container as a depot", "promises", |client| {
        let mut depot = SwiftDepot::new(client.clone());
        keeps_its_promises(&mut depot);
        println!("{:#?}", depot.facts().unwrap());
        assert_nothing_is_left(client);
    });
}

#[test]
fn parts_grow_with_the_object() {
    let client = crate::swift::tests::server::client_of("swift://c?auth=http://127.0.0.1:1/v3", "a:b");
    let depot = SwiftDepot::new(client);
    for (size_gib, part_mib) in [(1, 16), (15, 16), (16, 32), (100, 128), (500, 512), (900, 512)] {
        assert_eq!(depot.part_bytes(size_gib << 30), part_mib << 20, "{size_gib} GiB");
    }
}

#[test]
fn tokens_are_read_back_and_nothing_else_is() {
    let mark = Mark::new(TAG).unwrap();
    for place in [Place::Beside, Place::Within] {
        let open = Open { mark: mark.clone(), place, part_bytes: 1 << 24, size_bytes: 5 << 30 };
        assert_eq!(Open::of_token(&open.token()), Some(open));
    }
    let mark = mark.as_str();
    for text in ["", "slo", "slo/x/beside/16/17", "of/others"] {
        assert_eq!(Open::of_token(&Token(text.to_owned())), None);
    }
    for rest in ["aside/16/17", "beside/15/17", "beside/0/17", "beside/16/-1", "beside/16/17/1", "beside/16"]
    {
        assert_eq!(Open::of_token(&Token(format!("slo/{mark}/{rest}"))), None, "{rest}");
    }
}
