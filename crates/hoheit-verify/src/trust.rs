// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whom to trust, and whether they have signed.

use crate::answer::{Answer, Exit, Failure, counted, quoted};
use crate::args::Args;
use crate::files::named;
use hoheit_merkle::{Checkpoint, Distrust, KeyError, KeyKind, Note, PolicyError, TrustPolicy, VerifierKey};
use hoheit_types::{Lang, Printable, Timestamp};

/// The standard asks for 32 of each; this holds a thousand lines.
const POLICY_LIMIT_BYTES: u64 = 1 << 20;

/// What a note can have, and more than any checkpoint needs.
pub(crate) const CHECKPOINT_LIMIT_BYTES: u64 = 1 << 20;

/// A checkpoint, and who stands behind it.
#[derive(Debug)]
pub(crate) struct Judged {
    /// What it says
    pub(crate) checkpoint: Checkpoint,
    /// Whether somebody said whom to trust. If not, everybody may have signed it
    pub(crate) has_policy: bool,
    /// Witnesses that the policy knows, and the moments of their cosignatures, in seconds since 1970
    pub(crate) witnessed: Vec<(String, u64)>,
}

/// Whom to trust, by the arguments; `None`: nobody said it.
pub(crate) fn policy(args: &Args, lang: Lang) -> Result<Option<TrustPolicy>, Failure> {
    if let Some(key) = &args.key {
        return self::key(key, lang).map(TrustPolicy::of_log).map(Some);
    }
    let Some(path) = &args.policy else { return Ok(None) };
    let bytes = named(path, POLICY_LIMIT_BYTES, ("die Richtlinie", "the policy"), lang)?;
    let text = std::str::from_utf8(&bytes).ok().filter(|_| bytes.len() as u64 <= POLICY_LIMIT_BYTES);
    let parsed = text.ok_or(PolicyError::Line(1)).and_then(TrustPolicy::parse);
    parsed.map(Some).map_err(|error| {
        let message = lang.pick("die Richtlinie ist unverständlich", "the policy is not understood");
        Failure::new(Exit::Usage, format!("{message}: {}", policy_words(error, lang))).hint(lang.pick(
            "so schreiben: log <Schlüssel>, witness <Name> <Schlüssel>, group <Name> <Zahl> <Namen>, quorum <Name>",
            "write it so: log <key>, witness <name> <key>, group <name> <number> <names>, quorum <name>",
        ))
    })
}

fn key(text: &str, lang: Lang) -> Result<VerifierKey, Failure> {
    let parsed: Result<VerifierKey, KeyError> = text.trim().parse();
    let parsed = parsed.and_then(|key| match key.kind() {
        KeyKind::Ed25519 => Ok(key),
        KeyKind::Cosignature => Err(KeyError::Kind(key.kind().byte())),
    });
    parsed.map_err(|error| {
        Failure::new(Exit::Usage, format!("--key: {}", key_words(error, lang))).hint(lang.pick(
            "den Schlüssel vom Betreiber des Protokolls auf einem anderen Weg geben lassen als das Protokoll",
            "let the operator of the log give you the key by another way than the log",
        ))
    })
}

fn key_words(error: KeyError, lang: Lang) -> String {
    match error {
        KeyError::Form => lang.pick(
            "kein Schlüssel; erwartet wird <Name>+<Kennung>+<Schlüssel>".to_owned(),
            "no key; expected is <name>+<id>+<key>".to_owned(),
        ),
        KeyError::Id => lang.pick(
            "Kennung und Schlüssel passen nicht zusammen; er wurde falsch abgeschrieben".to_owned(),
            "id and key do not fit each other; it was copied wrongly".to_owned(),
        ),
        KeyError::Kind(kind) => lang.pick(
            format!("mit Schlüsseln der Art {kind} kann hier nicht geprüft werden"),
            format!("keys of the kind {kind} can't be used here"),
        ),
    }
}

fn policy_words(error: PolicyError, lang: Lang) -> String {
    let line = |number: usize, words: String| {
        lang.pick(format!("Zeile {number}: {words}"), format!("line {number}: {words}"))
    };
    match error {
        PolicyError::Line(number) => line(
            number,
            lang.pick("weder log, witness, group noch quorum", "neither log, witness, group nor quorum")
                .to_owned(),
        ),
        PolicyError::Key(number, error) => line(number, key_words(error, lang)),
        PolicyError::Name(number) => line(
            number,
            lang.pick("ein Name ist unbekannt oder schon vergeben", "a name is unknown, or used before")
                .to_owned(),
        ),
        PolicyError::Quorum => {
            lang.pick("es muss genau eine Zeile quorum geben", "there must be one line quorum").to_owned()
        }
    }
}

/// Judges a checkpoint; the error is the answer that it is not proved.
pub(crate) fn judge(note: &Note, policy: Option<&TrustPolicy>, lang: Lang) -> Result<Judged, Answer> {
    let Some(policy) = policy else {
        return match note.text.parse() {
            Ok(checkpoint) => Ok(Judged { checkpoint, has_policy: false, witnessed: Vec::new() }),
            Err(_) => Err(distrusted(&Distrust::Form, lang)),
        };
    };
    match policy.accept(note) {
        Ok(seen) => Ok(Judged { checkpoint: seen.checkpoint, has_policy: true, witnessed: seen.witnessed }),
        Err(reason) => Err(distrusted(&reason, lang)),
    }
}

fn distrusted(reason: &Distrust, lang: Lang) -> Answer {
    let why = match reason {
        Distrust::Form => lang.pick(
            "Was als Prüfpunkt vorliegt, ist keiner".to_owned(),
            "what is there as a checkpoint is none".to_owned(),
        ),
        Distrust::Unsigned => lang.pick(
            "Kein Protokoll, dem vertraut wird, hat den Prüfpunkt unterschrieben".to_owned(),
            "no log that is trusted has signed the checkpoint".to_owned(),
        ),
        Distrust::Wrong => lang.pick(
            "Eine Unterschrift unter dem Prüfpunkt ist falsch; er wurde verändert".to_owned(),
            "a signature below the checkpoint is wrong; it was changed".to_owned(),
        ),
        Distrust::Quorum(witnessed) => {
            let count = counted(lang, witnessed.len() as u64, ("Zeuge", "witness"), ("Zeugen", "witnesses"));
            lang.pick(
                format!(
                    "Den Prüfpunkt haben zu wenige Zeugen gesehen ({count}, die Richtlinie verlangt mehr)"
                ),
                format!("too few witnesses have seen the checkpoint ({count}, the policy demands more)"),
            )
        }
    };
    let sentence = format!("{}: {why}.", lang.pick("Nicht bewiesen", "Not proved"));
    let details = match reason {
        Distrust::Quorum(witnessed) => witness_lines(witnessed, lang),
        _ => Vec::new(),
    };
    Answer::new(Exit::Damaged, sentence).with(details)
}

/// One line for each witness.
pub(crate) fn witness_lines(witnessed: &[(String, u64)], lang: Lang) -> Vec<String> {
    let line = |(name, seconds): &(String, u64)| {
        // Beyond the year 2262 it is a lie anyway.
        let at = Timestamp::from_seconds(i64::try_from(*seconds).unwrap_or(i64::MAX));
        format!("  {}: {} {at}", lang.pick("Zeuge", "witness"), Printable(name))
    };
    witnessed.iter().map(line).collect()
}

/// Lines that tell what a checkpoint says, and who stands behind it.
pub(crate) fn details(judged: &Judged, note: &Note, lang: Lang) -> Vec<String> {
    let checkpoint = &judged.checkpoint;
    let mut lines = vec![
        format!("  {}: {}", lang.pick("Protokoll", "log"), quoted(&checkpoint.origin, lang)),
        format!("  {}: {}", lang.pick("Einträge", "entries"), lang.integer(checkpoint.size)),
        format!("  {}: {}", lang.pick("Wurzel", "root"), checkpoint.root),
    ];
    if judged.has_policy {
        lines.extend(witness_lines(&judged.witnessed, lang));
    } else {
        // Above this number nobody reads them, and anybody can write more.
        const LIMIT: usize = 20;
        let label = lang.pick("angeblich unterschrieben von", "allegedly signed by");
        let line = |name: &str, id: u32| format!("  {label}: {}+{id:08x}", Printable(name));
        lines.extend(note.signatures.iter().take(LIMIT).map(|signature| line(&signature.name, signature.id)));
    }
    lines
}

/// What has to be said beside "proved", if anything.
pub(crate) fn remark(judged: &Judged, lang: Lang) -> Option<String> {
    let unwitnessed = judged.has_policy && judged.witnessed.is_empty();
    unwitnessed.then(|| {
        lang.pick("kein Zeuge hat es gesehen (unbezeugt)", "no witness has seen it (unwitnessed)").to_owned()
    })
}

/// Who stands behind it, as a relative clause about the log.
pub(crate) fn backing(judged: &Judged, lang: Lang) -> String {
    let (de, en) = match judged.witnessed.len() {
        0 => {
            return lang
                .pick("das sein Betreiber unterschrieben hat", "which its operator has signed")
                .to_owned();
        }
        1 => ("Zeuge gesehen hat", "witness has"),
        _ => ("Zeugen gesehen haben", "witnesses have"),
    };
    let count = lang.integer(judged.witnessed.len() as u64);
    lang.pick(
        format!("das sein Betreiber unterschrieben hat und {count} {de}"),
        format!("which its operator has signed and {count} {en} seen"),
    )
}
