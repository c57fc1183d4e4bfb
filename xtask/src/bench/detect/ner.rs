// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Names of persons on text that others annotated: each span has to be the same from its first to its last word.

use super::super::table::Verdict;
use super::run_on;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Spans of persons: PER of `GermEval`; of the legal entities also judges and lawyers, who are persons there too.
const PERSONS: [&str; 3] = ["PER", "RR", "AN"];

/// A sentence with the bytes of its words and the words of its persons.
struct Sentence {
    text: String,
    words: Vec<(usize, usize)>,
    persons: HashSet<(usize, usize)>,
}

/// Strict precision, recall and F1 for each file of the folder that holds BIO tags.
pub(super) fn measure(hoheit: &Path, scratch: &Path, folder: &Path) -> Result<Vec<Verdict>, String> {
    let at = |e: std::io::Error| super::super::at(folder, &e);
    let mut paths: Vec<_> = fs::read_dir(folder).map_err(at)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "tsv" || end == "conll"));
    paths.sort();
    let mut verdicts = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|e| super::super::at(&path, &e))?;
        let sentences = read(&text);
        let (hits, labels, found) = compare(hoheit, scratch, &sentences)?;
        let (precision, recall) = (hits as f64 / found.max(1) as f64, hits as f64 / labels.max(1) as f64);
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        verdicts.push(
            Verdict::new("ner", format!("{name}: strict PER, {labels} spans"), "")
                .shown(format!("precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}")),
        );
    }
    if verdicts.is_empty() {
        return Err(format!("{} holds no .tsv or .conll with BIO tags", folder.display()));
    }
    Ok(verdicts)
}

/// Spans that are right, that are labelled, that were found.
fn compare(hoheit: &Path, scratch: &Path, sentences: &[Sentence]) -> Result<(usize, usize, usize), String> {
    let folder = scratch.join("ner");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| super::super::at(&folder, &e))?;
    }
    // One sentence a file: sentences do not hang together, and a value is reported once a file.
    for (number, sentence) in sentences.iter().enumerate() {
        let part = folder.join(format!("{:03}", number / 500));
        fs::create_dir_all(&part).map_err(|e| super::super::at(&part, &e))?;
        let path = part.join(format!("{number}.txt"));
        fs::write(&path, &sentence.text).map_err(|e| super::super::at(&path, &e))?;
    }
    let mut found: HashMap<usize, HashSet<(usize, usize)>> = HashMap::new();
    run_on(hoheit, scratch, &folder, |line| {
        let path = line["path"].as_str().unwrap_or_default();
        let number = path.rsplit('/').next().and_then(|name| name.strip_suffix(".txt"));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        let (start, end) = (line["start"].as_u64(), line["end"].as_u64());
        if let (Some("person_name"), Some(number), Some(start), Some(end)) =
            (line["entity"].as_str(), number, start, end)
            && let Some(sentence) = sentences.get(number)
        {
            found.entry(number).or_default().insert(sentence.span(start as usize, end as usize));
        }
    })?;
    let hits =
        found.iter().map(|(number, spans)| spans.intersection(&sentences[*number].persons).count()).sum();
    let labels = sentences.iter().map(|sentence| sentence.persons.len()).sum();
    Ok((hits, labels, found.values().map(HashSet::len).sum()))
}

impl Sentence {
    /// The words that a stretch of bytes covers, the first and the one after the last.
    fn span(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.words.iter().position(|word| word.1 > start).unwrap_or(self.words.len());
        let last = self.words.iter().rposition(|word| word.0 < end).map_or(0, |last| last + 1);
        (first, last)
    }
}

/// Sentences of a file with a word and its tag in each line, separated by empty lines: `number word tag …` by tabs
/// (`GermEval` 2014) or `word tag` by a blank (German LER).
fn read(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut words: Vec<(&str, &str)> = Vec::new();
    for line in text.lines().chain([""]) {
        let columns: Vec<&str> = line.split('\t').collect();
        match (columns.as_slice(), line.rsplit_once(' ')) {
            ([number, ..], _) if number.starts_with('#') && columns.len() > 1 => {}
            ([_, word, tag, ..], _) => words.push((word, tag)),
            (_, Some((word, tag))) => words.push((word, tag)),
            _ if !words.is_empty() => sentences.push(sentence(&std::mem::take(&mut words))),
            _ => {}
        }
    }
    sentences
}

/// Puts words together as they are written: no blank before a comma, none after an opening bracket.
fn sentence(tagged: &[(&str, &str)]) -> Sentence {
    let mut sentence = Sentence { text: String::new(), words: Vec::new(), persons: HashSet::new() };
    let mut open: Option<usize> = None;
    let mut is_after_opening = true;
    for (number, (word, tag)) in tagged.iter().enumerate() {
        let is_closing = matches!(*word, "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "“" | "…");
        if !is_after_opening && !is_closing {
            sentence.text.push(' ');
        }
        is_after_opening = matches!(*word, "(" | "[" | "„");
        let start = sentence.text.len();
        let _ = write!(sentence.text, "{word}");
        sentence.words.push((start, sentence.text.len()));
        let (position, kind) = tag.split_once('-').unwrap_or((tag, ""));
        let is_person = PERSONS.contains(&kind);
        if let Some(first) = open
            && (position != "I" || !is_person)
        {
            sentence.persons.insert((first, number));
            open = None;
        }
        if position == "B" && is_person {
            open = Some(number);
        }
    }
    if let Some(first) = open {
        sentence.persons.insert((first, tagged.len()));
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn both_ways_to_write_tags_give_spans_of_words() {
        let germeval = "#\thttp://x\t[2009]\n1\tDa\tO\tO\n2\tsagte\tO\tO\n3\tErika\tB-PER\tO\n4\tMuster\tI-PER\tO\n5\t,\tO\tO\n\n";
        let legal = "Da O\nsagte O\nErika B-RR\nMuster I-RR\n, O\n\nEnde O\n";
        for (text, count) in [(germeval, 1), (legal, 2)] {
            let sentences = read(text);
            assert_eq!(sentences.len(), count);
            assert_eq!(sentences[0].text, "Da sagte Erika Muster,");
            assert!(sentences[0].persons.contains(&(2, 4)) && sentences[0].persons.len() == 1);
            assert_eq!(sentences[0].span(9, 21), (2, 4));
            assert_eq!(sentences[0].span(9, 14), (2, 3));
        }
    }
}
