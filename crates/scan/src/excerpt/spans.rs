// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Stretches of a text, looked up by where they stand: a cell can hold a megabyte of names.

use std::ops::Range;

/// Sorted, without overlap.
#[derive(Default)]
pub(super) struct Spans(Vec<Range<usize>>);

impl Spans {
    /// Those that overlap become one.
    pub(super) fn new(spans: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut sorted: Vec<_> = spans.into_iter().collect();
        sorted.sort_unstable_by_key(|span| (span.start, span.end));
        let mut spans: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match spans.last_mut().filter(|last| span.start < last.end) {
                Some(last) => last.end = last.end.max(span.end),
                None => spans.push(span),
            }
        }
        Self(spans)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        self.meet(&(at..at + 1))
    }

    pub(super) fn meet(&self, span: &Range<usize>) -> bool {
        !self.meeting(span).is_empty()
    }

    /// Those that share something with a stretch.
    fn meeting(&self, span: &Range<usize>) -> &[Range<usize>] {
        let from = self.0.partition_point(|own| {
            step();
            own.end <= span.start
        });
        let behind = self.0.get(from..).unwrap_or_default();
        let to = behind.partition_point(|own| {
            step();
            own.start < span.end
        });
        behind.get(..to).unwrap_or_default()
    }

    /// What of a stretch lies between them, from its first to its last sign that is no blank.
    pub(super) fn rest(&self, text: &str, whole: &Range<usize>) -> Vec<Range<usize>> {
        let (mut parts, mut at) = (Vec::new(), whole.start);
        for own in self.meeting(whole) {
            parts.push(at..own.start.max(at));
            at = own.end.max(at);
        }
        parts.push(at..whole.end.max(at));
        let trimmed = parts.into_iter().filter_map(|part| {
            let text = text.get(part.clone())?;
            let start = part.start + text.len() - text.trim_start().len();
            (!text.trim().is_empty()).then(|| start..start + text.trim().len())
        });
        trimmed.collect()
    }
}

/// Tests of growth count these; otherwise it is nothing.
pub(super) fn step() {
    #[cfg(test)]
    steps::STEPS.with(|steps| steps.set(steps.get() + 1));
}

#[cfg(test)]
pub(super) mod steps {
    use std::cell::Cell;

    thread_local! {
        pub(super) static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    /// How many steps something takes.
    pub(in crate::excerpt) fn of(something: impl FnOnce()) -> usize {
        STEPS.set(0);
        something();
        STEPS.get()
    }
}
