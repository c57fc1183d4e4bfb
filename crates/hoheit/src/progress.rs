// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A person at the terminal: how far a scan is, and what it asks. Quiet and line-wise where nobody watches.

use crate::context::Context;
use hoheit_connect::ConnectError;
use hoheit_report::{counted, files};
use hoheit_scan::{Conflict, Observer, Progress, Question};
use hoheit_types::{Lang, Printable};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Where nobody watches, a line this often.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// Where somebody does, the line is drawn this often.
const DRAW_EVERY: Duration = Duration::from_millis(100);
/// So many troubles are told one by one; the rest stands in the report.
const TROUBLES: u64 = 20;

/// Talks to the person who started a scan.
pub(crate) struct Terminal {
    lang: Lang,
    quiet: bool,
    is_watched: bool,
    accept_loss: bool,
    bar: ProgressBar,
    troubles: AtomicU64,
    state: Mutex<State>,
}

struct State {
    last_line: Instant,
    /// When reading began, for rates
    reading_since: Option<Instant>,
}

impl Terminal {
    pub(crate) fn new(context: &Context, accept_loss: bool) -> Self {
        let shows_bar = context.is_terminal && !context.quiet;
        let target =
            if shows_bar { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(style("{spinner} {wide_msg}"));
        Self {
            lang: context.lang,
            quiet: context.quiet,
            is_watched: context.is_terminal,
            accept_loss,
            bar,
            troubles: AtomicU64::new(0),
            state: Mutex::new(State { last_line: Instant::now(), reading_since: None }),
        }
    }

    /// Takes the progress away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
        let untold = self.troubles.load(Ordering::Relaxed).saturating_sub(TROUBLES);
        if untold > 0 {
            let untold = counted(
                self.lang,
                untold,
                ["weiterer Ordner", "weitere Ordner"],
                ["more folder", "more folders"],
            );
            self.say(&self.lang.pick(
                format!("… und {untold}; alle stehen im Bericht."),
                format!("… and {untold}; all are in the report."),
            ));
        }
    }

    /// One line to standard error, above the progress.
    pub(crate) fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    fn line(&self, progress: &Progress, elapsed: Duration) -> String {
        let lang = self.lang;
        if !progress.is_walked {
            let files = files(lang, progress.files);
            let folders = counted(lang, progress.folders, ["Ordner", "Ordnern"], ["folder", "folders"]);
            return lang
                .pick(format!("Durchgehen: {files} in {folders}"), format!("Walking: {files} in {folders}"));
        }
        let seconds = elapsed.as_secs_f64().max(0.001);
        let rate = progress.read_files as f64 / seconds;
        let bytes = lang.bytes((progress.read_bytes as f64 / seconds) as u64);
        let byte_rate = progress.read_bytes as f64 / seconds;
        let left_files = progress.total_files.saturating_sub(progress.read_files) as f64 / rate;
        let left_bytes = progress.total_bytes.saturating_sub(progress.read_bytes) as f64 / byte_rate;
        // Small files cost by their number, large ones by their size. A rate over less than a second says nothing.
        let left = left_files.max(left_bytes);
        let left = if left.is_finite() && seconds > 1.0 { remaining(left, lang) } else { "…".to_owned() };
        let (read, total) = (lang.integer(progress.read_files), lang.integer(progress.total_files));
        let rate = lang.integer(rate as u64);
        lang.pick(
            format!("Lesen: {read} von {total} Dateien · {rate} Dateien/s · {bytes}/s · noch {left}"),
            format!("Reading: {read} of {total} files · {rate} files/s · {bytes}/s · {left} left"),
        )
    }
}

impl Observer for Terminal {
    fn progress(&self, progress: &Progress) {
        if self.quiet {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if progress.is_walked && state.reading_since.is_none() {
            state.reading_since = Some(Instant::now());
            self.bar.set_style(style("{bar:10} {percent:>3} % {wide_msg}"));
            self.bar.set_length(progress.total_files);
        }
        let elapsed = state.reading_since.map(|since| since.elapsed()).unwrap_or_default();
        if self.is_watched {
            // Called for every folder; a person sees ten lines a second.
            if state.last_line.elapsed() < DRAW_EVERY {
                return;
            }
            state.last_line = Instant::now();
            self.bar.set_position(progress.read_files);
            self.bar.set_message(self.line(progress, elapsed));
            self.bar.tick();
        } else if state.last_line.elapsed() >= LINE_EVERY {
            state.last_line = Instant::now();
            eprintln!("{}", self.line(progress, elapsed));
        }
    }

    fn confirm(&self, question: &Question) -> bool {
        if self.accept_loss && !matches!(question, Question::Twice(_)) {
            return true;
        }
        if !self.is_watched || !std::io::stdin().is_terminal() {
            return false;
        }
        let lang = self.lang;
        let text = match question {
            Question::LostMost(summary) => lang.pick(
                format!(
                    "Von {} bekannten Dateien sind nur noch {} da. Sind sie wirklich weg? Als verschwunden vermerken? [j/N] ",
                    lang.integer(summary.known_files),
                    lang.integer(summary.present_files)
                ),
                format!(
                    "Of {} known files only {} are left. Are they really gone? Mark them as vanished? [y/N] ",
                    lang.integer(summary.known_files),
                    lang.integer(summary.present_files)
                ),
            ),
            Question::Twice(Conflict::KnownAs { label }) => lang.pick(
                format!(
                    "Dieser Ordner ist als Quelle '{}' bekannt. Trotzdem noch einmal unter dem neuen Namen führen? [j/N] ",
                    Printable(label)
                ),
                format!(
                    "This folder is known as the source '{}'. Keep it under the other name as well? [y/N] ",
                    Printable(label)
                ),
            ),
            Question::Twice(Conflict::Overlap { label, root }) => lang.pick(
                format!(
                    "Dieser Ordner überschneidet sich mit der Quelle '{}' ({}); Dateien würden doppelt zählen. Trotzdem? [j/N] ",
                    Printable(label),
                    Printable(root)
                ),
                format!(
                    "This folder overlaps with the source '{}' ({}); files would count twice. All the same? [y/N] ",
                    Printable(label),
                    Printable(root)
                ),
            ),
            Question::OtherContent { label } => lang.pick(
                format!(
                    "Hier lag bisher die Quelle '{}', jetzt sieht es anders aus. Ist es dieselbe Quelle? [j/N] ",
                    Printable(label)
                ),
                format!(
                    "This used to be the source '{}', now it looks different. Is it the same source? [y/N] ",
                    Printable(label)
                ),
            ),
        };
        self.bar.suspend(|| {
            eprint!("{text}");
            let _ = std::io::stderr().flush();
            let mut answer = String::new();
            std::io::stdin().read_line(&mut answer).is_ok()
                && matches!(answer.trim().to_lowercase().as_str(), "j" | "ja" | "y" | "yes")
        })
    }

    fn trouble(&self, error: &ConnectError) {
        if self.troubles.fetch_add(1, Ordering::Relaxed) >= TROUBLES {
            return;
        }
        let reason = crate::cause::reason(error.io(), self.lang);
        let path = Printable(error.path());
        self.say(&self.lang.pick(
            format!("Ordner nicht lesbar: {path} ({reason}); was darin liegt, gilt als nicht geprüft"),
            format!("folder not readable: {path} ({reason}); what it holds counts as not examined"),
        ));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A duration as people say it, to two places at most.
fn remaining(seconds: f64, lang: Lang) -> String {
    let seconds = seconds as u64;
    match seconds {
        0..60 => format!("{} s", seconds.max(1)),
        60..3_600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} {} {} min", seconds / 3_600, lang.pick("Std.", "h"), seconds % 3_600 / 60),
    }
}
