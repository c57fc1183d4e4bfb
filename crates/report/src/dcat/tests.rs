// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::fixture::{HOSTILE, NOW, musterstadt};
use hoheit_catalogue::inventory::Inventory;
use hoheit_decide::{Classification, Question, Said};
use hoheit_types::Day;

const LICENCE: &str = "http://dcat-ap.de/def/licenses/dl-by-de/2.0";

fn publisher() -> Publisher {
    Publisher {
        name: "Stadt Musterstadt".into(),
        uri: "https://www.musterstadt.example/".into(),
        contact: Some("daten@musterstadt.example".into()),
        licence: Some(LICENCE.into()),
    }
}

fn publication(id: DatasetId) -> Publication {
    Publication {
        dataset: id,
        title: None,
        description: None,
        theme: Some(Theme::Environment),
        keywords: vec!["Bäume".into()],
        issued: Day::new(2026, 5, 1),
        access_url: Some("https://daten.musterstadt.example/baeume".into()),
        licence: None,
    }
}

fn classified(id: DatasetId, answers: &[(Question, &str)]) -> Classification {
    let mut said = Classification::new(id);
    for (question, value) in answers {
        let answer = Said {
            value: (*value).into(),
            reason: "geprüft".into(),
            by: "x".into(),
            on: Day::of(NOW),
            until: None,
        };
        said.answer(*question, answer).unwrap();
    }
    said
}

fn open(id: DatasetId) -> Classification {
    let all = [(Question::Category, "none"), (Question::Secrecy, "none"), (Question::OpenData, "yes")];
    classified(id, &all)
}

/// The fixture's town with other names, each found again in whatever it leaks into.
fn marked() -> Inventory {
    let mut inventory = musterstadt();
    for dataset in &mut inventory.datasets {
        dataset.name = format!("MARKE-{}", dataset.id);
        dataset.owner = Some(format!("MARKE-AMT-{}", dataset.id));
    }
    inventory
}

fn turtle(
    inventory: &Inventory,
    classifications: &[Classification],
    publications: &[Publication],
    audience: Audience,
) -> String {
    let today = Day::of(NOW);
    let estate = Estate { inventory, sites: &[], classifications, today };
    let publisher = publisher();
    let catalogue = DcatCatalogue {
        estate,
        audience,
        publisher: &publisher,
        publications,
        lang: Lang::De,
        generated_at: NOW,
    };
    let turtle = catalogue.to_turtle().unwrap();
    assert_eq!(turtle, catalogue.to_turtle().unwrap(), "INVARIANT (same-in-same-out)");
    String::from_utf8(turtle).unwrap()
}

// INVARIANT (internal-stays-internal)
#[test]
fn the_public_catalogue_tells_of_open_datasets_and_of_nothing_else() {
    let inventory = marked();
    let ids: Vec<DatasetId> = inventory.datasets.iter().map(|dataset| dataset.id).collect();
    let open_one = ids[0];
    // One that is not open, all the same with a publication; the others nobody classified.
    let closed = [(Question::Category, "personal"), (Question::Secrecy, "none"), (Question::OpenData, "yes")];
    let said = [open(open_one), classified(ids[1], &closed)];
    let publications = [publication(open_one), publication(ids[1])];
    let public = turtle(&inventory, &said, &publications, Audience::Public);
    let internal = turtle(&inventory, &said, &publications, Audience::Internal);
    for id in &ids {
        let name = format!("\"MARKE-{id}\"");
        assert_eq!(public.contains(&name), *id == open_one, "{public}");
        assert!(internal.contains(&name), "{internal}");
    }
    assert_eq!(public.matches("a dcat:Dataset").count(), 1);
    assert_eq!(internal.matches("a dcat:Dataset").count(), ids.len());
    assert_eq!(internal.matches("a dcat:Distribution").count(), 1, "only of the open one");
    assert!(internal.contains("access-right/NON_PUBLIC") && !public.contains("access-right/NON_PUBLIC"));
    for text in [&public, &internal] {
        assert!(!text.contains("MARKE-AMT"), "offices may be persons");
        for dataset in &inventory.datasets {
            for place in dataset.places.iter().filter(|place| !place.is_root()) {
                assert!(!text.contains(place.as_str()), "{place:?}");
            }
        }
    }
    // Without what is closed it is the same, byte for byte: nothing can be told by its numbers or its order.
    let mut alone = inventory.clone();
    alone.datasets.retain(|dataset| dataset.id == open_one);
    assert_eq!(turtle(&alone, &said, &publications, Audience::Public), public);
}

#[test]
fn what_expires_or_is_erased_is_no_longer_public() {
    let inventory = marked();
    let id = inventory.datasets[0].id;
    for (question, value) in [(Question::Retention, "deleted"), (Question::OpenData, "no")] {
        let mut said = open(id);
        let other = classified(id, &[(question, value)]);
        let answer = other.answers().next().unwrap().1.clone();
        said.answer(question, answer).unwrap();
        let public = turtle(&inventory, &[said], &[], Audience::Public);
        assert!(!public.contains("MARKE-"), "{public}");
    }
}

#[test]
fn a_distribution_needs_address_and_licence() {
    let inventory = marked();
    let id = inventory.datasets[0].id;
    let whole = publication(id);
    let without = Publication { access_url: None, ..whole.clone() };
    for (publication, expected) in [(whole, 1), (without, 0)] {
        let public = turtle(&inventory, &[open(id)], &[publication], Audience::Public);
        assert_eq!(public.matches("a dcat:Distribution").count(), expected, "{public}");
    }
}

#[test]
fn settings_that_are_no_addresses_are_named() {
    let inventory = Inventory::default();
    let estate = Estate { inventory: &inventory, sites: &[], classifications: &[], today: Day::of(NOW) };
    let cases = [
        (Publisher { uri: "musterstadt".into(), ..publisher() }, "publisher.uri"),
        (Publisher { uri: "https://a b".into(), ..publisher() }, "publisher.uri"),
        (Publisher { name: " ".into(), ..publisher() }, "publisher.name"),
        (Publisher { contact: Some("Herr Muster".into()), ..publisher() }, "publisher.contact"),
        (Publisher { licence: Some("dl-de/by-2.0".into()), ..publisher() }, "publisher.licence"),
    ];
    for (publisher, expected) in &cases {
        let catalogue = DcatCatalogue {
            estate,
            audience: Audience::Public,
            publisher,
            publications: &[],
            lang: Lang::En,
            generated_at: NOW,
        };
        match catalogue.to_turtle() {
            Err(DcatError::Setting { key, .. }) => assert_eq!(key, *expected),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn addresses_are_made_of_titles_and_stay_apart() {
    assert_eq!(slug("Offene Geodaten (Bäume)"), "offene-geodaten-baeume");
    assert_eq!(slug("中文"), "datensatz");
    assert_eq!(slug(&"ß".repeat(99)).len(), 60);
    let mut taken = BTreeMap::new();
    let all = ["a", "a-2", "a", "a"].map(|title| unique(&slug(title), &mut taken));
    assert_eq!(all, ["a", "a-2", "a-3", "a-4"]);
}

#[test]
fn hostile_names_stay_texts() {
    for name in HOSTILE {
        let mut inventory = marked();
        inventory.datasets.truncate(1);
        inventory.datasets[0].name = (*name).to_owned();
        let id = inventory.datasets[0].id;
        let text = turtle(&inventory, &[open(id)], &[publication(id)], Audience::Public);
        let triples = oxttl::TurtleParser::new().for_slice(&text).collect::<Result<Vec<_>, _>>().unwrap();
        let title = triples.iter().find(|t| {
            t.predicate == dct("title")
                && t.subject.to_string().contains("/datensatz/")
                && !t.subject.to_string().contains('#')
        });
        assert_eq!(title.unwrap().object, oxrdf::Literal::new_simple_literal(shown(name)).into());
    }
}
