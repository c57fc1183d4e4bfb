// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What differs between two judgements of the same datasets and sites: before and after a law, a rule, a level.

use crate::decision::Answer;
use crate::docket::Judgement;
use std::collections::HashMap;

/// A pair whose answer is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Place of the dataset in the docket
    pub dataset: usize,
    /// Place of the site in the docket
    pub site: usize,
    /// Before
    pub from: Answer,
    /// After
    pub to: Answer,
}

/// All changes, by dataset and site. Both dockets list the same datasets and sites in the same order.
pub fn changes(before: &Judgement<'_>, after: &Judgement<'_>, datasets: usize, sites: usize) -> Vec<Change> {
    // Datasets that are alike before and after change alike: asked once.
    let mut known: HashMap<_, Vec<(usize, Answer, Answer)>> = HashMap::new();
    let mut all = Vec::new();
    for dataset in 0..datasets {
        let alike = (before.class(dataset), after.class(dataset));
        let changed = known.entry(alike).or_insert_with(|| {
            let answers = |site| Some((site, before.answer(dataset, site)?, after.answer(dataset, site)?));
            (0..sites).filter_map(answers).filter(|(_, from, to)| from != to).collect()
        });
        all.extend(changed.iter().map(|&(site, from, to)| Change { dataset, site, from, to }));
    }
    all
}
