// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which folders are datasets? From the root down:
//!
//! 1. A folder of mails is a mailbox; one whose subfolders are years, persons or cases of one kind belongs together.
//!    There the descent ends.
//! 2. A folder that is a mere container, with few files of its own and weighty subfolders, is left for each of those.
//! 3. Everything else is a dataset with all that lies below. What a container keeps for itself becomes its rest, or
//!    falls to the next rest above where it is little.
//!
//! What "weighty" means rises until the number of datasets is one that a person can look through: about the square root
//! of the number of files, 30 for a thousand, 100 for ten thousand, and never more than 250.

use super::names;
use super::rule::Rule;
use super::tree::{Node, Tree};
use std::collections::{HashMap, HashSet};

/// A folder that is a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) anchor: String,
    pub(super) rule: Rule,
    pub(super) evidence: (u64, u64),
}

/// Datasets of folders that are there already: they stay, so that names and owners stay with them.
pub(super) type Known = HashMap<String, (Rule, u64)>;

/// Fewest and most datasets that are aimed at. 12: so that even a small share is told apart; 250: with the single files,
/// fewer than 300 in all.
const TARGET: (f64, f64) = (12.0, 250.0);
/// A share this large of like subfolders makes a series, in percent; strays are normal on a grown share.
const SERIES: usize = 70;
/// A known dataset may grow by this factor before its folder is judged anew.
const GROWTH: u64 = 4;

/// What a folder needs in order to be weighty.
#[derive(Clone, Copy)]
struct Weight {
    files: u64,
    size_bytes: u64,
}

impl Weight {
    fn is_reached_by(self, node: &Node) -> bool {
        node.below.files >= self.files || node.below.size_bytes >= self.size_bytes
    }
}

pub(super) fn group(tree: &Tree, known: &Known) -> Vec<Group> {
    let Some(root) = tree.nodes.first() else { return Vec::new() };
    let target = (root.below.files as f64).sqrt().clamp(TARGET.0, TARGET.1);
    // Begins too fine on purpose. Five files: fewer are no dataset on any share.
    let mut share = 1.0 / (target * 8.0);
    loop {
        let weight = Weight {
            files: ((root.below.files as f64 * share) as u64).max(5),
            size_bytes: ((root.below.size_bytes as f64 * share * 2.0) as u64).max(1 << 20),
        };
        let mut groups = Vec::new();
        Division { tree, known, weight }.divide(0, &mut groups);
        if groups.len() as f64 <= target || share > 1.0 {
            return groups;
        }
        share *= 1.4;
    }
}

struct Division<'t> {
    tree: &'t Tree,
    known: &'t Known,
    weight: Weight,
}

impl Division<'_> {
    fn divide(&self, index: usize, groups: &mut Vec<Group>) {
        // An explicit stack: folders nest deeper than a thread's stack reaches on hostile shares.
        let mut waiting = vec![index];
        while let Some(index) = waiting.pop() {
            let Some(node) = self.tree.nodes.get(index) else { continue };
            let mut emit = |rule, evidence| groups.push(Group { anchor: node.path.clone(), rule, evidence });
            if let Some((rule, evidence)) = self.belongs_together(node) {
                emit(rule, evidence);
                continue;
            }
            let weighty: Vec<usize> =
                node.children.iter().copied().filter(|child| self.is_weighty(*child)).collect();
            if !self.is_container(node, &weighty) {
                emit(plain_rule(node), (0, 0));
                continue;
            }
            let taken: u64 =
                weighty.iter().filter_map(|c| self.tree.nodes.get(*c)).map(|c| c.below.files).sum();
            let rest = node.below.files.saturating_sub(taken);
            // The root's rest takes what is too little for a rest of its own.
            if node.is_root() || rest >= self.weight.files.div_ceil(2).max(5) {
                emit(Rule::Rest, (rest, node.below.files));
            }
            waiting.extend(weighty.into_iter().rev());
        }
    }

    fn is_weighty(&self, child: usize) -> bool {
        self.tree.nodes.get(child).is_some_and(|child| {
            let is_known = self.known.get(&child.path).is_some_and(|(rule, _)| *rule != Rule::Rest);
            child.below.files > 0 && (is_known || self.weight.is_reached_by(child))
        })
    }

    fn is_container(&self, node: &Node, weighty: &[usize]) -> bool {
        let own_is_little = node.own.files * 10 <= node.below.files * 3;
        match weighty {
            [] => false,
            // A single weighty subfolder that holds nearly everything: the folder is only a step on the way.
            [only] => {
                let only = self.tree.nodes.get(*only);
                only.is_some_and(|c| c.below.files * 10 >= node.below.files * 8)
                    || (node.is_root() && own_is_little)
            }
            _ => own_is_little || node.is_root(),
        }
    }

    /// Whether everything below is of one kind, whatever its size.
    fn belongs_together(&self, node: &Node) -> Option<(Rule, (u64, u64))> {
        if let Some((rule, files)) = self.known.get(&node.path)
            && *rule != Rule::Rest
            && *rule != Rule::WholeSource
            && node.below.files <= files * GROWTH + 50
        {
            // What the rule sees now, where it still sees it.
            let now = self.kind(node).filter(|(now, _)| now == rule).map_or((0, 0), |(_, evidence)| evidence);
            return Some((*rule, now));
        }
        if node.is_root() { None } else { self.kind(node) }
    }

    fn kind(&self, node: &Node) -> Option<(Rule, (u64, u64))> {
        if node.mails_below >= 10 && node.mails_below * 10 >= node.below.files * 6 {
            return Some((Rule::Mailbox, (node.mails_below, node.below.files)));
        }
        let children: Vec<&Node> = node
            .children
            .iter()
            .filter_map(|c| self.tree.nodes.get(*c))
            .filter(|c| c.below.files > 0)
            .collect();
        let count = children.len();
        let is_series = |hits: usize, fewest: usize| count >= fewest && hits * 100 >= count * SERIES;
        let evidence = |hits: usize| (hits as u64, count as u64);

        let times = children.iter().filter(|c| names::is_time(&c.folded)).count();
        if is_series(times, 3) {
            return Some((Rule::YearSeries, evidence(times)));
        }
        if count >= 3 && names::is_home(&node.folded) {
            return Some((Rule::PersonalFolders, evidence(count)));
        }
        let persons = children.iter().filter(|c| names::is_person(&c.folded)).count();
        if is_series(persons, 5) {
            return Some((Rule::CaseFiles, evidence(persons)));
        }
        let light = children.iter().filter(|c| !self.weight.is_reached_by(c)).count();
        let (key, alike) = most_common(children.iter().filter_map(|c| names::series_key(&c.folded)));
        // Bare numbers at the top are the filing plan: weighty ones are areas of work, not cases.
        let are_cases = !names::is_bare_number(&key) || light * 2 > count;
        if is_series(alike, 5) && are_cases {
            return Some((Rule::CaseFiles, evidence(alike)));
        }
        let inner = self.same_inside(&children);
        if is_series(inner, 5) {
            return Some((Rule::CaseFiles, evidence(inner)));
        }
        // Twenty and more small subfolders side by side are entries of a list, however they are named.
        (count >= 20 && light * 10 >= count * 9).then(|| (Rule::CaseFiles, evidence(light)))
    }

    /// How many of these folders hold the three subfolder names that are the most common among them: cases made from
    /// one template.
    fn same_inside(&self, children: &[&Node]) -> usize {
        let inside = |node: &Node| -> HashSet<&str> {
            node.children.iter().filter_map(|c| self.tree.nodes.get(*c)).map(|c| c.folded.as_str()).collect()
        };
        let sets: Vec<HashSet<&str>> = children.iter().map(|c| inside(c)).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for name in sets.iter().flatten() {
            *counts.entry(name).or_default() += 1;
        }
        let mut names: Vec<(usize, &str)> = counts.into_iter().map(|(name, count)| (count, name)).collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        let Some(template) = names.get(..3) else { return 0 };
        sets.iter().filter(|set| template.iter().all(|(_, name)| set.contains(name))).count()
    }
}

fn plain_rule(node: &Node) -> Rule {
    if node.is_root() {
        Rule::WholeSource
    } else if names::is_project(&node.folded) || node.folded_parent().is_some_and(names::is_project) {
        Rule::ProjectFolder
    } else if names::is_office(&node.folded) {
        Rule::OfficeFolder
    } else {
        Rule::Folder
    }
}

/// The most common key and how often it occurs; of equally common ones the first in the alphabet.
fn most_common(keys: impl Iterator<Item = String>) -> (String, usize) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))).unwrap_or_default()
}
