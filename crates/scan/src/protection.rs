// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which protections does this machine grant to the reading of hostile documents? For `hoheit doctor`, and for the
//! warning at the start of a scan.

use crate::worker::helper::{self, Helper};
use crate::worker::{Probe, Protection, Verdict, Worker, WorkerError, WorkerOptions};
use hoheit_types::Lang;

/// What a real worker on this machine said, and what it was able to do when it tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What the worker denied itself, and with what success
    pub protections: Vec<Protection>,
    /// What it then tried all the same; true where it was stopped
    pub probes: Vec<(Probe, bool)>,
    /// What a helper program tried in its own sandbox; `None` if none could be started
    pub helper_probes: Option<Vec<(Probe, bool)>>,
}

/// Starts a worker and a helper program and has them try each forbidden thing.
pub fn report(options: WorkerOptions, helper: Helper) -> Result<Report, WorkerError> {
    let mut worker = Worker::start(options)?;
    let mut probes = Vec::new();
    for probe in Probe::ALL {
        // A worker that dies of the attempt was stopped, too.
        let stopped = match worker.probe(probe)? {
            Verdict::Done(stopped) => stopped,
            Verdict::Quarantined(_) | Verdict::Unreadable(_) => true,
        };
        probes.push((probe, stopped));
    }
    let helper_probes = helper::probe(helper);
    Ok(Report { protections: worker.protections().to_vec(), probes, helper_probes })
}

impl Report {
    /// Whether everything that was tried was stopped: then a missing protection is covered by another.
    pub fn holds(&self) -> bool {
        let helper_probes = self.helper_probes.iter().flatten();
        self.probes.iter().chain(helper_probes).all(|(_, stopped)| *stopped)
    }

    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.holds() && self.helper_probes.is_some() && self.protections.iter().all(Protection::is_active)
    }
}

impl Probe {
    /// For people: what must not work.
    pub fn describe(self, lang: Lang) -> &'static str {
        match self {
            Self::OpenFile => lang.pick("eine Datei öffnen", "open a file"),
            Self::WriteFile => lang.pick("in eine Datei schreiben", "write to a file"),
            Self::ChangeFile => lang.pick("Rechte einer Datei ändern", "change a file's permissions"),
            Self::Network => lang.pick("ins Netz gehen", "use the network"),
            Self::LocalSocket => {
                lang.pick("andere Dienste dieses Rechners ansprechen", "talk to other local services")
            }
            Self::StartProgram => lang.pick("ein Programm starten", "start a program"),
            Self::StartThread => lang.pick("weitere Threads starten", "start more threads"),
            Self::Memory => lang.pick("mehr Speicher nehmen als erlaubt", "take more memory than allowed"),
        }
    }
}
