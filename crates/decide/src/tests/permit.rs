// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Nothing but a clear yes makes a permit.

use super::docket::docket;
use crate::*;
use hoheit_types::{DatasetId, Record as _, ShortName};
use std::collections::HashMap;

fn name(text: &str) -> ShortName {
    text.parse().unwrap()
}

/// The docket of these tests with what is assumed of its sites written down as known: a permit rests on nothing assumed.
fn known() -> Docket {
    let mut docket = docket();
    for place in &mut docket.sites {
        place.assumed.clear();
    }
    docket
}

// INVARIANT (no-move-without-a-permit)
#[test]
fn only_a_clear_yes_makes_a_permit() {
    let docket = known();
    let judgement = docket.judge().unwrap();
    let mut permits = 0;
    for (number, (dataset, _)) in docket.datasets.iter().enumerate() {
        for (target, place) in docket.sites.iter().enumerate() {
            let permit = docket.permit(*dataset, &docket.sites[0].site.name, &place.site.name);
            match (judgement.answer(number, target).unwrap(), permit) {
                (Answer::Permit, Ok(permit)) => {
                    permits += 1;
                    assert_eq!(permit.dataset(), *dataset);
                }
                (Answer::Deny, Err(NoPermit::Denied)) | (Answer::Unknown, Err(NoPermit::Unknown)) => {}
                (answer, permit) => panic!("{answer:?}: {permit:?}"),
            }
        }
    }
    assert!(permits > 0, "{}", judgement.letters(0));
    let absent = |dataset, from, to| docket.permit(DatasetId(dataset), &name(from), &name(to));
    for (dataset, from, to) in [(9, "eigen", "fern"), (1, "nirgends", "fern"), (1, "eigen", "nirgends")] {
        assert!(matches!(absent(dataset, from, to), Err(NoPermit::Absent)));
    }
}

#[test]
fn what_if_permits_nothing() {
    let docket = docket();
    assert_eq!(docket.judge().unwrap().answer(0, 0), Some(Answer::Permit));
    let permit = docket.permit(DatasetId(1), &name("eigen"), &name("eigen"));
    assert!(matches!(permit, Err(NoPermit::Assumed)), "{permit:?}");
}

#[test]
fn a_permit_names_what_it_was_decided_from() {
    let docket = known();
    let permit = docket.permit(DatasetId(1), &name("fern"), &name("eigen")).unwrap();
    let (record, contents) = docket.record(&docket.judge().unwrap()).unwrap();
    assert_eq!(permit.facts().decision, record.write().unwrap().0);
    assert_eq!(permit.facts().personal, Some(false));
    let contents: HashMap<_, _> = contents.into_iter().collect();
    let again = Docket::recall(&record, |digest| contents.get(&digest).cloned()).unwrap();
    let replayed = again.permit(DatasetId(1), &name("fern"), &name("eigen")).unwrap();
    assert_eq!(replayed, permit);
    assert!(replayed.rests_on_the_same(permit.facts()));
}
