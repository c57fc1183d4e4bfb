// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Pack, PackRule, RuleProblem, Validator};
use crate::phrases::fold;
use crate::rule::{Found, RuleSet};
use crate::view::View;
use hoheit_types::{Confidence, Entity, RuleId, Signals};
use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How far context words may stand from a match, in bytes: a label on the same line or the line above.
const CONTEXT: usize = 56;
/// Memory of a compiled pattern, in bytes. Word lists of a hundred thousand entries need it; what needs more is refused.
const PATTERN_BYTES: usize = 64 << 20;
/// Memory that a pattern's search may fill while it runs, in bytes.
const CACHE_BYTES: usize = 2 << 20;

/// What a rule of a pack looks for.
#[derive(Debug)]
pub(super) struct Compiled {
    regex: Regex,
    /// Folded words of which one must stand nearby, if there are any
    context: Vec<Box<[u8]>>,
    validator: Option<Validator>,
    confidence: Confidence,
    signals: Signals,
}

impl Compiled {
    pub(super) fn pattern(
        pattern: &str,
        context: &[String],
        validator: Option<Validator>,
        confidence: Confidence,
    ) -> Result<Self, RuleProblem> {
        Self::new(pattern, Signals::FORMAT, context, validator, confidence)
    }

    /// Any of these words, as they are written or in other letters' case.
    pub(super) fn words(
        words: &[String],
        context: &[String],
        validator: Option<Validator>,
        confidence: Confidence,
    ) -> Result<Self, RuleProblem> {
        // The longest first: the first alternative that matches is taken.
        let mut words: Vec<_> =
            words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let escaped: Vec<String> = words.into_iter().map(escaped).collect();
        Self::new(&format!("(?i:{})", escaped.join("|")), Signals::LIST, context, validator, confidence)
    }

    fn new(
        pattern: &str,
        form: Signals,
        context: &[String],
        validator: Option<Validator>,
        confidence: Confidence,
    ) -> Result<Self, RuleProblem> {
        let refused = |error: String| RuleProblem::Pattern(error.lines().last().unwrap_or("").to_owned());
        let config = syntax::Config::new().unicode(false).utf8(false);
        let parsed = syntax::parse_with(pattern, &config).map_err(|error| refused(error.to_string()))?;
        let (least, most) = (parsed.properties().minimum_len(), parsed.properties().maximum_len());
        if least.is_none_or(|least| least < 2) || most.is_none_or(|most| most > Pack::LONGEST) {
            return Err(RuleProblem::Length);
        }
        let limits = Regex::config()
            .utf8_empty(false)
            .nfa_size_limit(Some(PATTERN_BYTES))
            .onepass_size_limit(Some(CACHE_BYTES))
            .hybrid_cache_capacity(CACHE_BYTES);
        let regex = Regex::builder().configure(limits).build_from_hir(&parsed);
        let mut signals = form;
        if validator.is_some() {
            signals = signals.with(Signals::CHECK_DIGIT);
        }
        if !context.is_empty() {
            signals = signals.with(Signals::CONTEXT);
        }
        Ok(Self {
            regex: regex.map_err(|error| refused(error.to_string()))?,
            context: context.iter().map(|word| word.bytes().map(fold).collect()).collect(),
            validator,
            confidence,
            signals,
        })
    }

    /// Hands over what begins in `from..to`.
    pub(super) fn find(&self, view: &View<'_>, from: usize, to: usize, each: &mut dyn FnMut(Found)) {
        let end = view.len().min(to + Pack::LONGEST);
        let input = Input::new(view.bytes()).range(from..end);
        for found in self.regex.find_iter(input).take_while(|found| found.start() < to) {
            view.looked(found.len());
            let span = found.range();
            let value = view.str(span.clone());
            // Bytes, not characters, were compared: what cuts one is no match.
            let whole = !value.is_empty() && !cuts_word(view, span.start) && !cuts_word(view, span.end);
            if whole
                && self.validator.is_none_or(|valid| valid(value))
                && (self.context.is_empty() || self.has_context(view, span.start, span.end))
            {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                each(Found { span, value, confidence: self.confidence, signals: self.signals });
            }
        }
    }

    /// Whether one of the context words stands before or behind.
    fn has_context(&self, view: &View<'_>, start: usize, end: usize) -> bool {
        let before = view.slice(start.saturating_sub(CONTEXT)..start);
        let behind = view.slice(end..end + CONTEXT);
        [before, behind].into_iter().any(|text| {
            let text: Vec<u8> = text.iter().copied().map(fold).collect();
            self.context.iter().any(|word| text.windows(word.len().max(1)).any(|part| part == &**word))
        })
    }
}

/// Whether an offset lies inside a word or number.
fn cuts_word(view: &View<'_>, at: usize) -> bool {
    view.alphanumeric_before(at) && view.alphanumeric_at(at)
}

/// A word in which no sign has a meaning for patterns.
fn escaped(word: &str) -> String {
    word.chars().fold(String::new(), |mut escaped, letter| {
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        // Beyond ASCII both cases are written out: classes know bytes only.
        let other: String = if letter.is_lowercase() {
            letter.to_uppercase().collect()
        } else {
            letter.to_lowercase().collect()
        };
        if letter.is_ascii() || other == letter.to_string() {
            escaped.push(letter);
        } else {
            escaped.extend(["(?:", letter.encode_utf8(&mut [0; 4]), "|", &other, ")"]);
        }
        escaped
    })
}

/// The rules of all packs of an engine, and whether each has ever found something.
#[derive(Debug, Default)]
pub(crate) struct Packs(Vec<(Arc<PackRule>, AtomicBool)>);

impl Packs {
    /// The rules for the kinds of a set.
    pub(crate) fn new(packs: &[Pack], set: RuleSet) -> Self {
        let rules = packs.iter().flat_map(|pack| &pack.rules).filter(|rule| set.has(rule.entity));
        Self(rules.map(|rule| (Arc::clone(rule), AtomicBool::new(false))).collect())
    }

    /// Hands over what begins in `from..to`.
    pub(crate) fn find(
        &self,
        view: &View<'_>,
        from: usize,
        to: usize,
        mut each: impl FnMut(Found, Entity, &Arc<RuleId>),
    ) {
        for (rule, matched) in &self.0 {
            rule.compiled.find(view, from, to, &mut |found| {
                matched.store(true, Ordering::Relaxed);
                each(found, rule.entity, &rule.id);
            });
        }
    }

    /// Each rule and whether it has found something.
    pub(crate) fn matched(&self) -> impl Iterator<Item = (&RuleId, bool)> {
        self.0.iter().map(|(rule, matched)| (&*rule.id, matched.load(Ordering::Relaxed)))
    }
}
