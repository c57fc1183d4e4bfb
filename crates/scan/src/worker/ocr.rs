// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Text of scanned pages by Tesseract, where it is installed. Its absence is no error: such documents stay
//! `image_only`.

use super::helper::{Helper, HelperError};
use super::outcome::{MemberFinding, Outcome, ScannedPage, add_set_aside};
use super::protocol::{REQUEST_BYTES, Rules};
use super::{Verdict, Worker, WorkerError};
use hoheit_types::{ReadState, Warning, WarningCode};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Where Tesseract is looked for. Fixed places instead of `PATH`: a program found by accident in somebody's folder
/// shall not read documents.
pub const PLACES: [&str; 3] =
    ["/usr/bin/tesseract", "/usr/local/bin/tesseract", "/opt/tesseract/bin/tesseract"];

/// An installed Tesseract.
#[derive(Clone, Debug)]
pub struct Tesseract {
    helper: Helper,
    path: PathBuf,
    languages: Vec<String>,
}

/// Looks for Tesseract in [`PLACES`], or only at `path` if a person named one, and asks which languages it has.
/// `None` if it isn't there, doesn't answer, or has neither German nor English.
pub fn find(path: Option<&Path>, mut helper: Helper) -> Option<Tesseract> {
    let path = match path {
        Some(path) => Some(path.to_owned()),
        None => PLACES.iter().map(PathBuf::from).find(|path| path.is_file()),
    }?;
    // One that lies outside the system's folders must at least be readable itself.
    helper.readable.push(path.clone());
    let answer = helper.call(&path, &["--list-langs"], VARIABLES, &[], &AtomicBool::new(false)).ok()?;
    let languages: Vec<String> = String::from_utf8_lossy(&answer)
        .lines()
        .filter(|line| matches!(*line, "deu" | "eng" | "frk" | "deu_latf"))
        .map(str::to_owned)
        .collect();
    let usable = languages.iter().any(|language| matches!(language.as_str(), "deu" | "eng"));
    usable.then_some(Tesseract { helper, path, languages })
}

/// One thread per page: several pages run side by side, and threads of one page mostly wait for each other.
const VARIABLES: &[(&str, &str)] = &[("OMP_THREAD_LIMIT", "1"), ("LC_ALL", "C.UTF-8")];

impl Tesseract {
    /// The program.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it knows German. Without, umlauts are lost and with them names.
    pub fn has_german(&self) -> bool {
        self.languages.iter().any(|language| language == "deu")
    }

    /// The text of one picture. 2.8 CPU-seconds for a page of A4 at 300 dpi.
    pub fn recognise(&self, picture: &[u8], stop: &AtomicBool) -> Result<String, HelperError> {
        let language = if self.has_german() { "deu" } else { "eng" };
        let arguments = ["stdin", "stdout", "-l", language];
        let text = self.helper.call(&self.path, &arguments, VARIABLES, picture, stop)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

impl Tesseract {
    /// The text of one picture, if there is time left for it, nobody wants to stop, and it can be recognised at all.
    pub fn recognise_within(&self, picture: &[u8], budget: &Budget, stop: &AtomicBool) -> Option<String> {
        if !budget.is_left() || stop.load(Ordering::Relaxed) {
            return None;
        }
        let start = Instant::now();
        let text = self.recognise(picture, stop);
        budget.spend(start.elapsed());
        text.ok()
    }
}

/// How much OCR a run may do, shared by all its threads.
#[derive(Debug)]
pub struct Budget {
    /// Pages of one document that are recognised at most
    pub pages_per_document: u32,
    left_ms: AtomicU64,
}

impl Budget {
    /// So many pages per document, so much time over all pages together.
    pub fn new(pages_per_document: u32, elapsed: Duration) -> Self {
        Self { pages_per_document, left_ms: AtomicU64::new(elapsed.as_millis() as u64) }
    }

    /// Whether there is time left.
    pub fn is_left(&self) -> bool {
        self.left_ms.load(Ordering::Relaxed) > 0
    }

    fn spend(&self, elapsed: Duration) {
        let spent = elapsed.as_millis() as u64;
        // Relaxed: a page more or less at the end does no harm.
        let _ = self
            .left_ms
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(spent)));
    }
}

/// Recognises the pages that came with an outcome, has their text examined in `worker`, and completes the outcome:
/// findings, [`WarningCode::PagesByOcr`], and the state. Pages that fail or exceed the budget stay without text. Ends with
/// [`WorkerError::Stopped`] soon after `stop` is set.
pub fn complete(
    outcome: &mut Outcome,
    tesseract: &Tesseract,
    budget: &Budget,
    worker: &mut Worker,
    rules: Rules,
    stop: &AtomicBool,
) -> Result<(), WorkerError> {
    let scans = std::mem::take(&mut outcome.scans);
    let texts = recognise_all(&scans, tesseract, budget, stop);
    if stop.load(Ordering::Relaxed) {
        return Err(WorkerError::Stopped);
    }
    let mut read = 0;
    for pages in texts.chunk_by(|(a, _), (b, _)| a == b) {
        let Some((member, _)) = pages.first() else { continue };
        let texts: Vec<&str> = pages.iter().map(|(_, text)| text.as_str()).collect();
        // A page that only looks like one (a photograph) has no text, and that is no loss.
        match worker.detect(&texts, rules, outcome.values.is_some())? {
            Verdict::Done(detected) => {
                read += texts.len() as u64;
                outcome.text_chars += texts.iter().map(|text| text.chars().count() as u64).sum::<u64>();
                let findings = detected
                    .findings
                    .into_iter()
                    .map(|finding| MemberFinding { member: (*member).to_owned(), finding });
                outcome.findings.extend(findings);
                add_set_aside(&mut outcome.set_aside, detected.set_aside);
                if let (Some(values), Some(more)) = (&mut outcome.values, detected.values) {
                    values.append(member, more);
                }
            }
            Verdict::Quarantined(_) | Verdict::Unreadable(_) => {}
        }
    }
    if read > 0 {
        settle(outcome, read);
    }
    Ok(())
}

/// The text of each page, with its member, in order; pages over the budget or in error are missing.
fn recognise_all<'s>(
    scans: &'s [ScannedPage],
    tesseract: &Tesseract,
    budget: &Budget,
    stop: &AtomicBool,
) -> Vec<(&'s str, String)> {
    let mut texts = Vec::new();
    let mut room = REQUEST_BYTES / 2;
    for scan in scans.iter().take(budget.pages_per_document as usize) {
        if let Some(text) = tesseract.recognise_within(&scan.bytes, budget, stop)
            && text.len() <= room
        {
            room -= text.len();
            texts.push((scan.member.as_str(), text));
        }
    }
    texts
}

/// What the recognised pages change in the outcome.
fn settle(outcome: &mut Outcome, pages: u64) {
    outcome.state = recognised(outcome.state, &mut outcome.warnings, outcome.scans_total, pages);
}

/// The state of a document of which OCR read `pages` of `total` pages and pictures; its warnings are completed.
pub fn recognised(state: ReadState, warnings: &mut Vec<Warning>, total: u64, pages: u64) -> ReadState {
    let left = total.saturating_sub(pages);
    warnings.push(Warning::with(WarningCode::PagesByOcr, pages));
    warnings.retain(|warning| warning.code != WarningCode::PagesWithoutText);
    if left > 0 {
        warnings.push(Warning::with(WarningCode::PagesWithoutText, left));
    }
    let lost = warnings.iter().any(|warning| warning.code.means_loss());
    match state {
        ReadState::ImageOnly | ReadState::Partly if !lost => ReadState::Read,
        ReadState::ImageOnly => ReadState::Partly,
        other => other,
    }
}
