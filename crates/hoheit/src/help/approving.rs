// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of who approves what: `persons`, `approve`, `approvals`.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "persons",
        "Personen, deren Unterschriften zählen, mit Rolle und öffentlichem Schlüssel (auch: personen)",
        "Persons whose signatures count, with role and public key",
    ),
    (
        "persons.enrol",
        "Eine Person eintragen oder ändern (auch: eintragen)",
        "Enrol a person, or change how she is enrolled",
    ),
    (
        "persons.enrol.name",
        "Kurzname; ohne --account auch ihr Konto",
        "Short name; without --account her account, too",
    ),
    ("persons.enrol.title", "Wie sie heißt", "What she is called"),
    ("persons.enrol.role", "Wofür sie eingetragen ist", "What she is enrolled for"),
    (
        "persons.enrol.key",
        "Öffentlicher Schlüssel von OpenSSH, z. B. id_ed25519.pub",
        "Public key of OpenSSH, e.g. id_ed25519.pub",
    ),
    (
        "persons.enrol.account",
        "Ihr Konto am System, wo es anders heißt",
        "Her account at the system, where it differs",
    ),
    ("persons.list", "Alle, die heute eingetragen sind", "All who are enrolled today"),
    ("persons.list.format", "Ausgabe: human oder json", "Output: human or json"),
    ("persons.show", "Eine Person, mit Verlauf", "A person, with history"),
    ("persons.show.name", "Kurzname", "Short name"),
    ("persons.show.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "persons.remove",
        "Eine Person austragen; was sie freigegeben hat, bleibt freigegeben",
        "Take a person off; what she approved stays approved",
    ),
    ("persons.remove.name", "Kurzname", "Short name"),
    (
        "approve",
        "Freigeben (auch: freigeben): erst den Text schreiben, dann die Unterschrift von ssh-keygen eintragen",
        "Approve: first write the text, then record the signature of ssh-keygen",
    ),
    ("approve.digest", "Kennung, wie hoheit approvals sie zeigt", "Digest as hoheit approvals shows it"),
    ("approve.output", "Den Text in diese Datei schreiben", "Write the text into this file"),
    (
        "approve.signature",
        "Datei mit der Unterschrift, endet auf .sig",
        "File with the signature, ends in .sig",
    ),
    ("approve.as_name", "Wer unterschrieben hat", "Who signed"),
    ("approve.withdraw", "Eine Freigabe zurücknehmen", "Take an approval back"),
    ("approve.reason", "Warum", "Why"),
    ("approve.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "approvals",
        "Was auf eine Freigabe wartet und wer was freigegeben hat, jede Unterschrift neu geprüft (auch: freigaben)",
        "What waits for an approval and who approved what, each signature checked again",
    ),
    (
        "approvals.export",
        "Schlüssel, Texte und Unterschriften in diesen Ordner: so prüft sie ssh-keygen -Y verify",
        "Keys, texts and signatures into this folder, for ssh-keygen -Y verify",
    ),
    ("approvals.format", "Ausgabe: human oder json", "Output: human or json"),
];
