// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of the transparency log: `log`.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "log",
        "Das Protokoll, das niemand unbemerkt ändern kann: ansehen, prüfen, belegen (auch: protokoll)",
        "The log that nobody can change unnoticed: look at it, check it, prove entries",
    ),
    ("log.status", "Umfang, Schlüssel, Zeugen, was noch wartet", "Size, key, witnesses, what still waits"),
    ("log.status.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "log.init",
        "Dem Protokoll vor seinem ersten Eintrag einen Namen geben; sonst bekommt es einen zufälligen",
        "Name the log before its first entry; otherwise it gets a random name",
    ),
    (
        "log.init.origin",
        "Sein Name, üblich ist eine Adresse: musterstadt.example/hoheit",
        "Its name, usually an address: musterstadt.example/hoheit",
    ),
    ("log.list", "Einträge, die neuesten zuerst", "Entries, the latest first"),
    (
        "log.list.from",
        "Ab diesem Eintrag, in der Reihenfolge des Protokolls",
        "From this entry on, in the log's order",
    ),
    (
        "log.list.kind",
        "Nur Einträge dieser Art, z. B. decisions",
        "Only entries of this kind, such as decisions",
    ),
    ("log.list.limit", "Höchstens so viele", "At most so many"),
    ("log.list.format", "Ausgabe: human oder json", "Output: human or json"),
    ("log.show", "Ein Eintrag mit seinem Inhalt", "An entry with its content"),
    (
        "log.show.entry",
        "Nummer des Eintrags, oder Anfang der Kennung dessen, was er nennt",
        "The entry's number, or the beginning of the digest of what it names",
    ),
    ("log.show.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "log.prove",
        "Einen Eintrag für andere belegen: eine Datei, die hoheit-verify ohne dieses Verzeichnis prüft",
        "Prove an entry to others: a file that hoheit-verify checks without this catalogue",
    ),
    (
        "log.prove.entry",
        "Nummer des Eintrags, oder Anfang der Kennung dessen, was er nennt",
        "The entry's number, or the beginning of the digest of what it names",
    ),
    (
        "log.prove.output",
        "In diese Datei, üblich ist die Endung .tlog-proof",
        "Into this file, usually ending in .tlog-proof",
    ),
    (
        "log.prove.sealed",
        "Ohne den Inhalt: nur dass es den Eintrag gibt",
        "Without its content: only that there is such an entry",
    ),
    (
        "log.fsck",
        "Jede Datei des Protokolls prüfen, und jeden Eintrag gegen das Verzeichnis",
        "Check every file of the log, and every entry against the catalogue",
    ),
    ("log.fsck.format", "Ausgabe: human oder json", "Output: human or json"),
    ("log.publish", "Veröffentlichen, was noch wartet", "Publish what still waits"),
    (
        "log.key",
        "Der Schlüssel, mit dem das Protokoll unterschrieben wird",
        "The key that the log is signed with",
    ),
    (
        "log.key.show",
        "Der öffentliche Teil, für alle, die prüfen wollen",
        "The public part, for all who want to check",
    ),
    (
        "log.key.protect",
        "Den Schlüssel unter ein Kennwort legen, oder unter ein anderes",
        "Put the key under a passphrase, or under another one",
    ),
    ("log.key.protect.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "log.key.unprotect",
        "Das Kennwort wegnehmen; das Protokoll sagt es",
        "Take the passphrase away; the log tells it",
    ),
    ("log.key.unprotect.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "log.key.rotate",
        "Einen neuen Schlüssel danebenstellen: beide unterschreiben, der alte kündigt den neuen an",
        "Put a new key beside it: both sign, the old one announces the new one",
    ),
    ("log.key.rotate.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "log.key.retire",
        "Den alten Schlüssel ablegen, nachdem alle den neuen kennen",
        "Put the old key away, once everybody knows the new one",
    ),
    ("log.key.retire.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "log.key.replace",
        "Einen verlorenen Schlüssel ersetzen; alle, die prüfen, müssen den neuen auf anderem Weg erfahren",
        "Replace a lost key; all who check have to be told the new one by another way",
    ),
    ("log.key.replace.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "log.witness",
        "Wer das Protokoll gesehen haben muss, bevor etwas als veröffentlicht gilt (auch: zeugen)",
        "Who must have seen the log before anything counts as published",
    ),
    (
        "log.witness.list",
        "Die Zeugen, ihre Adressen und Schlüssel",
        "The witnesses, their addresses and keys",
    ),
    ("log.witness.add", "Einen Zeugen dazunehmen oder ändern", "Add a witness, or change one"),
    ("log.witness.add.name", "Kurzname in log.policy", "Short name in log.policy"),
    (
        "log.witness.add.key",
        "Sein öffentlicher Schlüssel, wie hoheit witness list ihn dort zeigt",
        "Its public key as hoheit witness list tells it there",
    ),
    ("log.witness.add.url", "Wo er erreicht wird: https://…", "Where it is reached: https://…"),
    (
        "log.witness.add.needed",
        "Wie viele Zeugen genügen [sonst: alle]",
        "How many witnesses suffice [else: all]",
    ),
    ("log.witness.remove", "Einen Zeugen herausnehmen", "Take a witness out"),
    ("log.witness.remove.name", "Kurzname in log.policy", "Short name in log.policy"),
    (
        "log.rebuild",
        "Die Dateien des Protokolls aus dem Verzeichnis neu schreiben, mit denselben Einträgen",
        "Write the log's files again from the catalogue, with the same entries",
    ),
    ("log.rebuild.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "log.adopt",
        "Nach einer älteren Sicherung: Einträge übernehmen, deren Inhalt hier fehlt",
        "After an older backup: take over entries whose content is missing here",
    ),
    ("log.adopt.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
];
