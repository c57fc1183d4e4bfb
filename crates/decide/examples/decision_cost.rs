// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What decisions cost: all distinct facts at all sites. `cargo run --release -p hoheit-decide --example decision_cost`

use hoheit_decide::{
    Answer, Court, DEFAULT_PROFILE, DatasetFacts, Fact, Matrix, Need, Profile, Reach, Rules, SiteFacts,
    Trait, Transfer, Value,
};
use hoheit_types::{PerObjective, Seal};
use std::time::Instant;

/// Distinct classifications.
const DATASETS: usize = 5_000;
const SITES: usize = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = Rules::new(Profile::from_toml("kommune.toml", DEFAULT_PROFILE)?, &[])?;
    let datasets: Vec<DatasetFacts> = (0..DATASETS).map(dataset).collect();
    let sites: Vec<SiteFacts> = (0..SITES).map(site).collect();
    let start = Instant::now();
    let court = Court::new(&rules, &datasets, &sites)?;
    println!("put before the rules: {:.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let singles =
        (0..1_000).filter_map(|d| court.decide(d, d % SITES)).filter(|d| d.errors.is_empty()).count();
    println!("{singles} single decisions: {:.1} µs each", start.elapsed().as_secs_f64() * 1e6 / 1_000.0);

    let start = Instant::now();
    let matrix = Matrix::new(&rules, &datasets, &sites)?;
    println!("all rules asked: {:.3} s", start.elapsed().as_secs_f64());
    let (mut answers, mut reasons) = ([0_usize; 3], 0);
    for d in 0..DATASETS {
        for s in 0..SITES {
            let Some(answer) = matrix.answer(d, s) else { continue };
            answers[answer as usize] += 1;
            reasons += matrix.reasons(d, s).count();
        }
    }
    println!("{} decisions with {reasons} reasons: {:.3} s", DATASETS * SITES, start.elapsed().as_secs_f64());
    for answer in [Answer::Permit, Answer::Deny, Answer::Unknown] {
        println!("{answer:?} {}", answers[answer as usize]);
    }
    Ok(())
}

/// Numbers in mixed radix: no two are alike, and one in eight has something unknown.
fn dataset(number: usize) -> DatasetFacts {
    let mut facts = DatasetFacts::harmless();
    for (bit, which) in Trait::ALL.iter().enumerate() {
        facts = facts.with(*which, number >> bit & 1 == 1);
    }
    let mut rest = number >> Trait::ALL.len();
    for value in Value::ALL {
        facts = facts.with_need(*value, Need::ALL[rest % 3]);
        rest /= 3;
    }
    if rest % 8 == 1 {
        facts.traits[rest % 7] = Fact::Unknown;
    }
    facts
}

fn site(number: usize) -> SiteFacts {
    let seal = |shift: usize| {
        Seal::try_from(((number * 7 + shift) % 5) as u8).map_or(Reach::UNKNOWN, Reach::exactly)
    };
    let levels = [0, 1, 2, 3, 4, 5, 6, 7]
        .map(|shift| if (number + shift).is_multiple_of(11) { Reach::UNKNOWN } else { seal(shift) });
    SiteFacts {
        levels: PerObjective::new(if number.is_multiple_of(4) {
            [Reach::exactly(Seal::FULL); 8]
        } else {
            levels
        }),
        assurances: [0, 1, 2, 3].map(|shift| Fact::Known(number >> shift & 1 == 0)),
        transfer: Fact::Known(Transfer::ALL[number % 5]),
    }
}
