// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::scene::{Filled, Mark, Part};
use super::writing::without_umlauts;
use super::{Label, Role};
use std::collections::BTreeMap;

/// The text of a filled template, and what is to be found in it.
pub(super) fn gather(lines: &[Filled]) -> (String, Vec<Label>) {
    let mut text = String::new();
    let mut found = Found::default();
    for line in lines {
        match line {
            Filled::Blank => {}
            Filled::Heading(parts) | Filled::Text(parts) => found.parts(parts, &mut text),
            Filled::Row(cells) => {
                for (i, cell) in cells.iter().enumerate() {
                    if i > 0 {
                        text.push('\t');
                    }
                    found.parts(cell, &mut text);
                }
            }
        }
        text.push('\n');
    }
    (text, found.finish())
}

#[derive(Default)]
struct Found {
    labels: Vec<Label>,
    /// Pieces of names and addresses, by person and entity
    wholes: BTreeMap<(u32, &'static str), Whole>,
}

struct Whole {
    role: Role,
    pieces: Vec<(String, usize)>,
    is_enough: bool,
}

impl Found {
    fn parts(&mut self, parts: &[Part], text: &mut String) {
        for part in parts {
            if let Some(mark) = &part.mark {
                self.mark(mark, part.text.trim(), text.len());
            }
            text.push_str(&part.text);
        }
    }

    fn mark(&mut self, mark: &Mark, text: &str, at: usize) {
        let Some(number) = mark.whole else {
            self.labels.push(Label {
                entity: mark.entity,
                text: text.to_owned(),
                role: mark.role,
                is_optional: mark.is_optional,
                at,
            });
            return;
        };
        let whole = self.wholes.entry((number, mark.entity)).or_insert(Whole {
            role: mark.role,
            pieces: Vec::new(),
            is_enough: false,
        });
        whole.is_enough |= !mark.needs_more;
        whole.pieces.push((text.to_owned(), at));
    }

    fn finish(mut self) -> Vec<Label> {
        for ((_, entity), whole) in self.wholes {
            let at = whole.pieces.iter().map(|(_, at)| *at).min().unwrap_or_default();
            self.labels.push(Label {
                entity,
                text: together(whole.pieces),
                role: whole.role,
                is_optional: !whole.is_enough,
                at,
            });
        }
        self.labels.sort_by(|a, b| (a.entity, a.at).cmp(&(b.entity, b.at)));
        let mut seen = std::collections::HashSet::new();
        self.labels.retain(|label| seen.insert((label.entity, label.text.clone())));
        self.labels
    }
}

/// The pieces that say something new, longest first: `Müller, Erika` and `Müller` are one, `Müller` and `Erika` are two.
fn together(mut pieces: Vec<(String, usize)>) -> String {
    pieces.sort_by_key(|(text, at)| (std::cmp::Reverse(words(text).len()), *at));
    let mut known: Vec<String> = Vec::new();
    let mut kept: Vec<(String, usize)> = Vec::new();
    for (text, at) in pieces {
        let new = words(&text);
        // An initial stands for the name that is written out elsewhere.
        if new.iter().all(|word| is_initial(word) && !kept.is_empty() || known.contains(word)) {
            continue;
        }
        known.extend(new);
        kept.push((text, at));
    }
    kept.sort_by_key(|(_, at)| *at);
    kept.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(" ")
}

fn is_initial(word: &str) -> bool {
    word.len() == 1 && word.starts_with(char::is_alphabetic)
}

/// Words as they compare: without case, umlauts and the ways to write "Straße".
fn words(text: &str) -> Vec<String> {
    let text = without_umlauts(text).to_lowercase();
    text.replace("strasse", "str")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
