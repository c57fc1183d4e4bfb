// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Datasets as people meet and correct them.

use super::*;
use crate::inventory::{DatasetFacts, DatasetKind};
use hoheit_types::DatasetId;

fn town() -> World {
    let mut world = World::new();
    let mut content = 0;
    for (folder, files) in [
        ("10 Hauptamt", 20),
        ("20 Kämmerei/Steuern", 30),
        ("20 Kämmerei/Kasse", 25),
        ("32 Ordnungsamt", 40),
        ("", 2),
    ] {
        for n in 0..files {
            content += 1;
            let path = RelPath::from_kept(folder).join(format!("{n:02}.txt").as_bytes());
            world.put(path.as_str(), content, content);
        }
    }
    world.scan();
    world
}

fn names(world: &mut World) -> Vec<(i64, String)> {
    let mut names: Vec<_> =
        world.catalogue.datasets(None).unwrap().into_iter().map(|d| (d.id.0, d.name)).collect();
    names.sort();
    names
}

fn by_name(world: &mut World, name: &str) -> DatasetFacts {
    world.catalogue.dataset(name, None).unwrap()
}

fn merge(catalogue: &mut Catalogue, ids: &[DatasetId], name: Option<&str>) -> Result<DatasetId> {
    let plan = catalogue.plan_merge(ids, name)?;
    catalogue.correct(plan)
}

fn split(catalogue: &mut Catalogue, id: DatasetId, path: &RelPath) -> Result<DatasetId> {
    let plan = catalogue.plan_split(id, path)?;
    catalogue.correct(plan)
}

fn rename(catalogue: &mut Catalogue, id: DatasetId, name: &str) -> Result<DatasetId> {
    let plan = catalogue.plan_rename(id, name)?;
    catalogue.correct(plan)
}

fn own(catalogue: &mut Catalogue, id: DatasetId, owner: Option<&str>) -> Result<DatasetId> {
    let plan = catalogue.plan_owner(id, owner)?;
    catalogue.correct(plan)
}

#[test]
fn ids_and_corrections_survive_new_scans() {
    let mut world = town();
    let before = names(&mut world);
    let tax = by_name(&mut world, "steuern").id;
    let cash = by_name(&mut world, "Kasse").id;
    rename(&mut world.catalogue, tax, "  Grundsteuer ").unwrap();
    own(&mut world.catalogue, cash, Some("Stadtkasse")).unwrap();
    for n in 0..30 {
        world.put(&format!("80 Wirtschaft/{n}.txt"), 100, n);
        world.put(&format!("20 Kämmerei/Kasse/neu {n}.txt"), 101, n);
    }
    world.scan();
    let after = names(&mut world);
    for (id, name) in &before {
        let expect = if *id == tax.0 { "Grundsteuer" } else { name };
        assert!(after.contains(&(*id, expect.to_owned())), "{name} in {after:?}");
    }
    let facts = by_name(&mut world, "GRUNDSTEUER");
    assert!(facts.corrected && facts.id == tax);
    let facts = by_name(&mut world, "kasse");
    assert_eq!((facts.owner.as_deref(), facts.tally.files), (Some("Stadtkasse"), 55));
    assert_eq!(facts.holds_personal_data(), Some(true));
}

#[test]
fn merged_datasets_stay_merged_and_come_apart_again() {
    let mut world = town();
    let tax = by_name(&mut world, "Steuern");
    let office = by_name(&mut world, "32 Ordnungsamt");
    let main = by_name(&mut world, "10 Hauptamt");
    merge(&mut world.catalogue, &[tax.id, office.id], Some("Bescheide")).unwrap();
    merge(&mut world.catalogue, &[main.id, tax.id], None).unwrap();
    world.put("neu.txt", 9, 9);
    world.scan();
    let merged = by_name(&mut world, "10 Hauptamt");
    assert_eq!((merged.id, merged.tally.files, merged.corrected), (main.id, 90, true));
    let places: Vec<_> = merged.places.iter().map(RelPath::as_str).collect();
    assert_eq!(places, ["10 Hauptamt", "20 Kämmerei/Steuern", "32 Ordnungsamt"]);
    let apart = split(&mut world.catalogue, main.id, &RelPath::from_kept("32 Ordnungsamt")).unwrap();
    assert_eq!(apart, office.id);
    assert_eq!(by_name(&mut world, "32 Ordnungsamt").tally.files, 40);
    assert_eq!(by_name(&mut world, "10 Hauptamt").tally.files, 50);
}

#[test]
fn a_part_is_split_off_and_stays_so() {
    let mut world = town();
    for n in 0..4 {
        world.put(&format!("32 Ordnungsamt/Hunde/{n}.txt"), 300, n);
        world.put(&format!("32 Ordnungsamt/Hunde/Alt/{n}.txt"), 300, n);
    }
    world.scan();
    let office = by_name(&mut world, "32 Ordnungsamt").id;
    let dogs = split(&mut world.catalogue, office, &RelPath::from_kept("32 Ordnungsamt/Hunde")).unwrap();
    world.put("neu.txt", 9, 9);
    world.scan();
    let facts = by_name(&mut world, "Hunde");
    assert_eq!((facts.id, facts.tally.files, facts.rule.as_str()), (dogs, 8, "split"));
    assert_eq!(by_name(&mut world, "32 Ordnungsamt").tally.files, 40);
    for wrong in ["32 Ordnungsamt", "20 Kämmerei/Steuern", "nirgends", "32 Ordnungsamt/Hunde"] {
        let error = split(&mut world.catalogue, office, &RelPath::from_kept(wrong)).unwrap_err();
        assert_eq!(*error.kind(), CatalogueErrorKind::NotAPart, "{wrong}");
    }
}

#[test]
fn mistakes_are_refused_with_a_way_out() {
    let mut world = town();
    let tax = by_name(&mut world, "Steuern").id;
    let catalogue = &mut world.catalogue;
    let errors = [
        (catalogue.dataset("nirgends", None).map(drop), CatalogueErrorKind::UnknownDataset),
        (merge(catalogue, &[tax, tax], None).map(drop), CatalogueErrorKind::NothingToMerge),
        (merge(catalogue, &[tax, DatasetId(999)], None).map(drop), CatalogueErrorKind::UnknownDataset),
        (rename(catalogue, tax, " \t").map(drop), CatalogueErrorKind::EmptyName),
        (rename(catalogue, tax, &"x".repeat(201)).map(drop), CatalogueErrorKind::LongName),
        (own(catalogue, tax, Some(&"x".repeat(201))).map(drop), CatalogueErrorKind::LongName),
    ];
    for (result, expect) in errors {
        let error = result.unwrap_err();
        assert_eq!(*error.kind(), expect);
        assert!(error.hint(hoheit_types::Lang::De).is_some());
    }
    let cash = by_name(&mut world, "Kasse").id;
    assert_eq!(by_name(&mut world, "steuern").name, "Steuern (20 Kämmerei)");
    rename(&mut world.catalogue, cash, "STEUERN (20 Kaemmerei)").unwrap();
    let error = world.catalogue.dataset("Steuern (20 Kämmerei)", None).unwrap_err();
    let mut ids = vec![tax.0, cash.0];
    ids.sort_unstable();
    assert_eq!(*error.kind(), CatalogueErrorKind::AmbiguousDataset(ids));
    assert_eq!(world.catalogue.dataset(&tax.to_string(), None).unwrap().id, tax);
}

#[test]
fn single_files_can_be_datasets() {
    let mut world = World::new();
    for n in 0..20 {
        world.put(&format!("10 Hauptamt/{n}.txt"), 5 + n, n);
    }
    world.put("10 Hauptamt/Einwohner.csv", 6 << 20, 50);
    world.put("10 Hauptamt/kasse.sqlite", 1 << 20, 51);
    world.put("10 Hauptamt/klein.sqlite", 1 << 10, 52);
    world.put("10 Hauptamt/post.mbox", 1 << 10, 53);
    for n in 0..5 {
        world.put(&format!("Exporte/{n}.csv"), (6 << 20) + n, 60 + n);
    }
    world.scan();
    let kind = |world: &mut World, name| by_name(world, name).kind;
    assert_eq!(kind(&mut world, "Einwohner.csv"), DatasetKind::Table);
    assert_eq!(kind(&mut world, "kasse.sqlite"), DatasetKind::Database);
    assert_eq!(kind(&mut world, "post.mbox"), DatasetKind::Mailbox);
    assert_eq!(by_name(&mut world, "10 Hauptamt").tally.files, 21);
    assert_eq!(by_name(&mut world, "Exporte").tally.files, 5, "many of a kind stay together");
    let table = by_name(&mut world, "Einwohner.csv").id;
    let office = by_name(&mut world, "10 Hauptamt").id;
    merge(&mut world.catalogue, &[office, table], None).unwrap();
    assert_eq!(by_name(&mut world, "10 Hauptamt").tally.files, 22);
}
