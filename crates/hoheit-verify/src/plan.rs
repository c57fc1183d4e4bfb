// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit-verify plan`: that head and lines belong together, which digest covers them, and, with proofs of entries, that the plan, the decision behind
//! it and an approval of it are in the log.

use crate::answer::{Answer, Exit, Failure, counted, quoted};
use crate::args::Args;
use crate::files::{Unread, named, open};
use crate::trust;
use hoheit_merkle::Proof;
use hoheit_types::{ContentDigest, Digest, Lang, Plan, Record as _, digest_of};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// Heads have some kilobytes, lines some hundred bytes.
const LINE_LIMIT_BYTES: u64 = 1 << 20;

/// As for every proof.
const PROOF_LIMIT_BYTES: u64 = 16 << 20;

/// A plan that fits its digests.
struct Sound {
    digest: Digest,
    plan: Plan,
}

/// Checks a plan.
pub(crate) fn check(file: &Path, args: &Args, lang: Lang) -> Result<Answer, Failure> {
    let policy = trust::policy(args, lang)?;
    let read = fs::metadata(file).map_err(Unread::from).and_then(|facts| read(open(file, &facts)?));
    let sound = match read {
        Ok(Some(sound)) => sound,
        Ok(None) => {
            let why = lang.pick(
                "Die Datei ist kein Plan, oder sein Kopf und seine Zeilen gehören nicht zusammen",
                "the file is no plan, or its head and its lines do not belong together",
            );
            return Ok(refused(why, lang));
        }
        Err(unread) => {
            let what = lang.pick("der Plan", "the plan");
            return Err(Failure::new(Exit::Unreadable, format!("{what}: {}", unread.words(lang)))
                .hint(lang.pick("Pfad und Rechte prüfen", "check path and rights")));
        }
    };
    let body = told(&sound, lang);
    if args.proofs.is_empty() {
        let head = lang.pick("In sich stimmig", "Consistent in itself");
        return Ok(Answer::new(Exit::Proved, format!("{head}: {body}.")));
    }
    let mut shown = Shown::default();
    let mut backing = None;
    for path in &args.proofs {
        let bytes = named(path, PROOF_LIMIT_BYTES, ("die Beweisdatei", "the proof file"), lang)?;
        let Ok(proof) = Proof::parse(&bytes) else {
            let why = lang.pick("Eine Datei ist kein Beweis aus hoheit", "a file is no proof by hoheit");
            return Ok(refused(why, lang));
        };
        let judged = match trust::judge(&proof.checkpoint, policy.as_ref(), lang) {
            Ok(judged) => judged,
            Err(answer) => return Ok(answer),
        };
        if let Ok(entry) = proof.check(&judged.checkpoint) {
            shown.take(&entry.entry.kind, entry.body.as_deref().unwrap_or_default(), &sound);
        } else {
            let why = lang.pick("Ein Beweis gilt nicht", "a proof does not hold");
            return Ok(refused(why, lang));
        }
        backing = Some(judged);
    }
    let missing = shown.missing(&sound.plan, lang);
    if !missing.is_empty() {
        let why = lang.pick("Die Beweise zeigen nicht", "the proofs do not show");
        return Ok(refused(&format!("{why}: {}", missing.join(", ")), lang));
    }
    Ok(proved(&body, &shown, backing.as_ref(), lang))
}

fn proved(body: &str, shown: &Shown, backing: Option<&trust::Judged>, lang: Lang) -> Answer {
    let approved = if shown.approval {
        lang.pick(
            "er, seine Entscheidung und eine Freigabe stehen im Protokoll",
            "it, its decision and an approval are in the log",
        )
    } else {
        lang.pick("er und seine Entscheidung stehen im Protokoll", "it and its decision are in the log")
    };
    let Some(judged) = backing.filter(|judged| judged.has_policy) else {
        let unsaid = lang.pick(
            "wer dessen Prüfpunkt unterschrieben hat, wurde nicht geprüft",
            "who signed its checkpoint was not checked",
        );
        let head = lang.pick("Nur in sich stimmig", "Only consistent in itself");
        return Answer::new(Exit::Remarks, format!("{head}: {body}; {approved}; {unsaid}."));
    };
    let backing = trust::backing(judged, lang);
    match trust::remark(judged, lang) {
        None => Answer::new(
            Exit::Proved,
            format!("{}: {body}; {approved}, {backing}.", lang.pick("Bewiesen", "Proved")),
        ),
        Some(remark) => {
            let head = lang.pick("Bewiesen, mit Einschränkung", "Proved, with remarks");
            Answer::new(Exit::Remarks, format!("{head}: {body}; {approved}, {backing}; {remark}."))
        }
    }
}

fn refused(why: &str, lang: Lang) -> Answer {
    Answer::new(Exit::Damaged, format!("{}: {why}.", lang.pick("Nicht bewiesen", "Not proved")))
}

fn told(sound: &Sound, lang: Lang) -> String {
    let (plan, digest) = (&sound.plan, sound.digest);
    let count = counted(lang, plan.objects.files, ("Datei", "file"), ("Dateien", "files"));
    let bytes = lang.bytes(plan.objects.size_bytes);
    let (name, from, to) = (quoted(&plan.name, lang), &plan.from.site, &plan.to.site);
    lang.pick(
        format!("Plan {digest} bringt {name} von {from} nach {to}: {count}, {bytes}, und seine Zeilen sind die, die sein Kopf nennt"),
        format!("plan {digest} brings {name} from {from} to {to}: {count}, {bytes}, and its lines are those that its head names"),
    )
}

/// Reads head and lines; `None`: they do not fit.
fn read(file: File) -> Result<Option<Sound>, Unread> {
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    let mut next = |line: &mut Vec<u8>| -> Result<bool, Unread> {
        line.clear();
        std::io::Read::take(&mut lines, LINE_LIMIT_BYTES).read_until(b'\n', line)?;
        Ok(line.last() == Some(&b'\n'))
    };
    if !next(&mut line)? {
        return Ok(None);
    }
    let head = line.strip_suffix(b"\n").and_then(|head| str::from_utf8(head).ok()).unwrap_or_default();
    let digest = digest_of(Plan::KIND, head);
    let Some(plan) = Plan::read(digest, head) else { return Ok(None) };
    let (mut content, mut count) = (ContentDigest::default(), 0_u64);
    while next(&mut line)? {
        content.update(&line);
        count += 1;
    }
    let is_whole = line.is_empty()
        && content.digest() == plan.objects.digest
        && Some(count) == plan.objects.files.checked_add(plan.objects.folders);
    Ok(is_whole.then_some(Sound { digest, plan }))
}

/// What proofs have shown so far.
#[derive(Default)]
struct Shown {
    plan: bool,
    decision: bool,
    approval: bool,
}

impl Shown {
    fn take(&mut self, kind: &str, body: &str, sound: &Sound) {
        // Bodies are canonical: within a text, quotation marks would be escaped.
        let states = |digest: Digest| body.contains(&format!(r#","digest":"{digest}","#));
        self.plan |= kind == Plan::KIND && states(sound.digest);
        self.decision |= kind.starts_with("decisions/") && states(sound.plan.permit.decision);
        let is_withdrawn = body.contains(r#"","digest":null,"#);
        let is_of_it = body.starts_with(&format!(r#"{{"subject":"{}/"#, sound.digest));
        self.approval |= is_of_it && !is_withdrawn && kind.starts_with("approval/");
    }

    fn missing(&self, plan: &Plan, lang: Lang) -> Vec<&'static str> {
        let all = [
            (self.plan, lang.pick("dass der Plan im Protokoll steht", "that the plan is in the log")),
            (self.decision, lang.pick("dass die Entscheidung darin steht", "that the decision is in it")),
            (
                self.approval || !plan.needs_approval(),
                lang.pick(
                    "dass eine zweite Person ihn freigegeben hat",
                    "that a second person has approved it",
                ),
            ),
        ];
        all.into_iter().filter(|(is_shown, _)| !is_shown).map(|(_, words)| words).collect()
    }
}
