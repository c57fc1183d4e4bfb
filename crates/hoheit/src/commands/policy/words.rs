// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Proofs and comparisons as a person reads them.

use hoheit_decide::{Answer, Axis, DatasetFacts, Party, Rules, SiteFacts};
use hoheit_guarantee::{
    Comparison, Contrast, Counterexample, Doubt, Guarantees, Heard, Outcome, PATIENCE, Proof, Prover,
    Relation,
};
use hoheit_report::counted;
use hoheit_types::{Lang, Printable};
use std::fmt::Write as _;

/// All proofs, with what they were made from.
pub(super) fn proofs(
    rules: &Rules,
    files: &[Guarantees],
    prover: &Prover,
    proofs: &[Proof<'_>],
    lang: Lang,
) -> String {
    let profile = rules.profile();
    let number = counted(lang, rules.iter().count() as u64, ["Regel", "Regeln"], ["rule", "rules"]);
    let files: Vec<String> = files.iter().map(|file| format!("{} {}", file.name, file.version)).collect();
    let (files, solver, known) = (files.join(", "), prover.version(), prover.known_answers());
    let (name, version) = (&profile.name, profile.version);
    let mut text = lang.pick(
        format!(
            "Profil {name} {version}, {number} · Garantien: {files}\n\
             Beweiser: {}, Selbsttest bestanden ({known} bekannte Antworten)\n",
            Printable(solver)
        ),
        format!(
            "Profile {name} {version}, {number} · guarantees: {files}\n\
             Solver: {}, self-test passed ({known} known answers)\n",
            Printable(solver)
        ),
    );
    let mut counts = [0_u64; 3];
    for proof in proofs {
        let (place, mark) = match &proof.outcome {
            Outcome::Proved => (0, lang.pick("bewiesen", "proved")),
            Outcome::Refuted(_) => (1, lang.pick("WIDERLEGT", "REFUTED")),
            Outcome::NotProved(_) => (2, lang.pick("NICHT BEWIESEN", "NOT PROVED")),
        };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
        let guarantee = proof.guarantee;
        let words = lang.pick(&guarantee.de, &guarantee.en);
        let _ = writeln!(text, "\n{mark}: {}\n  {}", guarantee.id, Printable(words));
        match &proof.outcome {
            Outcome::Proved => {}
            Outcome::Refuted(found) => text += &counterexample(found, lang),
            Outcome::NotProved(doubt) => {
                let _ = writeln!(text, "  {}: {}", lang.pick("Grund", "reason"), why(doubt, lang));
            }
        }
    }
    let [proved, refuted, open] = counts;
    text + &lang.pick(
        format!(
            "\n{proved} bewiesen, {refuted} widerlegt, {open} nicht bewiesen: für alle Angaben, die über Datenbestände und \
             Orte möglich sind.\nOb die Angaben stimmen, ist damit nicht bewiesen.\n"
        ),
        format!(
            "\n{proved} proved, {refuted} refuted, {open} not proved: for all facts that are possible of datasets and sites.\n\
             Whether the facts are true is not proved by it.\n"
        ),
    )
}

/// How new rules stand to old ones, with an example for each difference.
pub(super) fn comparison(comparison: &Comparison, lang: Lang) -> String {
    let mut text = match &comparison.relation {
        Relation::Equivalent => {
            lang.pick("Gleich: beide erlauben dasselbe.", "Equivalent: both permit the same.").to_owned()
        }
        Relation::Stricter => lang
            .pick(
                "Strenger: die neuen Regeln erlauben weniger und nichts dazu.",
                "Stricter: the new rules permit less, and nothing more.",
            )
            .to_owned(),
        Relation::Looser => lang
            .pick(
                "Lockerer: die neuen Regeln erlauben mehr und verbieten nichts dazu.",
                "Looser: the new rules permit more, and deny nothing more.",
            )
            .to_owned(),
        Relation::Incomparable => lang
            .pick(
                "Unvergleichbar: die neuen Regeln erlauben manches mehr und manches weniger.",
                "Incomparable: the new rules permit some things more and some less.",
            )
            .to_owned(),
        Relation::Open(doubt) => lang.pick(
            format!("Nicht bewiesen: {}", why(doubt, lang)),
            format!("Not proved: {}", why(doubt, lang)),
        ),
    };
    text.push('\n');
    for (found, label) in [
        (&comparison.lost, lang.pick("Künftig nicht mehr erlaubt", "No longer permitted")),
        (&comparison.gained, lang.pick("Künftig erlaubt", "Newly permitted")),
    ] {
        if let Some(found) = found {
            let _ = write!(text, "\n{label}:\n{}", counterexample(found, lang));
        }
    }
    text
}

fn counterexample(found: &Counterexample, lang: Lang) -> String {
    let mut text = String::new();
    let parties = [
        (Party::Dataset, lang.pick("harmlos, alles bekannt", "harmless, all of it known")),
        (Party::Site, lang.pick("bietet alles", "offers everything")),
    ];
    for (party, otherwise) in parties {
        let axes = found.remarkable.iter().map(|(axis, _)| *axis).filter(|axis| axis.party() == party);
        let facts: Vec<String> = axes.map(|axis| fact(axis, &found.dataset, &found.site, lang)).collect();
        let (de, en) = party.title();
        let rest = lang.pick("sonst ", "else ");
        let facts = if facts.is_empty() {
            otherwise.to_owned()
        } else {
            format!("{}; {rest}{otherwise}", facts.join(", "))
        };
        let _ = writeln!(text, "  {}: {facts}", lang.pick(de, en));
    }
    let _ = writeln!(text, "  → {}", heard(&found.heard, lang));
    match &found.contrast {
        None => {}
        Some(Contrast::NewRules(new)) => {
            let _ = writeln!(text, "  → {}: {}", lang.pick("neue Regeln", "new rules"), heard(new, lang));
        }
        Some(Contrast::Step { axis, dataset, site, heard: then, .. }) => {
            let step = fact(*axis, dataset, site, lang);
            let _ = writeln!(text, "  → {} {step}: {}", lang.pick("dann", "then"), heard(then, lang));
        }
    }
    text
}

fn fact(axis: Axis, dataset: &DatasetFacts, site: &SiteFacts, lang: Lang) -> String {
    let told = axis.told(dataset, site, lang);
    format!("{}: {}", told.title, told.value)
}

fn heard(heard: &Heard, lang: Lang) -> String {
    let answer = match heard.answer {
        Answer::Permit => lang.pick("erlaubt", "permitted"),
        Answer::Deny => lang.pick("verboten", "denied"),
        Answer::Unknown => lang.pick("unbekannt, also nicht erlaubt", "unknown, so not permitted"),
    };
    let because = if heard.errors.is_empty() { &heard.rules } else { &heard.errors };
    format!("{answer} ({})", Printable(&because.join(", ")))
}

/// Why nobody knows.
fn why(doubt: &Doubt, lang: Lang) -> String {
    let seconds = PATIENCE.as_secs();
    match doubt {
        Doubt::Timeout => {
            lang.pick(format!("keine Antwort in {seconds} s"), format!("no answer in {seconds} s"))
        }
        Doubt::Unknown => lang.pick("der Beweiser weiß es nicht", "the solver does not know").to_owned(),
        Doubt::Failed(why) => {
            lang.pick(format!("gescheitert ({})", Printable(why)), format!("it failed ({})", Printable(why)))
        }
        Doubt::Unconfirmed => lang
            .pick(
                "der Beweiser nennt ein Gegenbeispiel, das in der Entscheidung keines ist",
                "the solver names a counterexample that is none when decided",
            )
            .to_owned(),
        Doubt::RuleMayErr(why) => lang.pick(
            format!("eine Regel kann scheitern, dann gilt anderes als bewiesen wird ({})", Printable(why)),
            format!("a rule can fail, and then other things hold than are proved ({})", Printable(why)),
        ),
        Doubt::Vacuous => lang
            .pick(
                "die Bedingung kann nie zutreffen, also sagt sie nichts",
                "the condition can never be met, so it says nothing",
            )
            .to_owned(),
        other => format!("{other:?}"),
    }
}
