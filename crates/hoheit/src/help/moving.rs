// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of moving.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "move",
        "Datenbestände von einem Ort an einen anderen bringen, am Ziel nachgelesen, mit Quittungen, und zurück (auch: umziehen)",
        "Bring datasets from one site to another, read again at the target, with receipts, and back",
    ),
    (
        "move.plan",
        "Planen: was umzieht, auf welche Erlaubnis, was verloren geht (auch: planen). Bewegt nichts",
        "Plan: what moves, on what permit, what gets lost. Moves nothing",
    ),
    ("move.plan.dataset", "Nummer oder Name des Datenbestandes", "Number or name of the dataset"),
    ("move.plan.from", "Ort, an dem er liegt", "Site where it lies"),
    ("move.plan.to", "Ort, an den er soll", "Site where it shall go"),
    (
        "move.plan.again",
        "Nach diesem Plan noch einmal: nur, was fehlt oder dazukam; was sich geändert hat, wird genannt, und mit --into kommt der neue Stand in einen anderen Ordner",
        "Once more after this plan: only what is missing or new; what has changed is named, and with --into its new state goes into another folder",
    ),
    (
        "move.plan.into",
        "Ordner unter der Adresse des Ziels, der alles aufnimmt",
        "Folder below the target's address that takes all of it",
    ),
    (
        "move.plan.encrypt_for",
        "Vor dem Senden verschlüsseln, für diesen öffentlichen Schlüssel (age1…); mehrfach möglich. Nur wer den privaten dazu hat, liest es wieder",
        "Encrypt before sending, for this public key (age1…); may be given several times. Only who has its private key reads it again",
    ),
    (
        "move.plan.encrypt_for_file",
        "Dasselbe für alle Schlüssel in dieser Datei, einer je Zeile",
        "The same for all keys in this file, one a line",
    ),
    (
        "move.plan.in_the_clear",
        "Unverschlüsselt planen, obwohl dieser Bestand zwischen diesen Orten schon verschlüsselt geplant war",
        "Plan without encryption, though this dataset was planned encrypted between these sites before",
    ),
    ("move.plan.output", "Den Plan auch in diese Datei schreiben", "Write the plan into this file as well"),
    (
        "move.run",
        "Einen Plan ausführen, oder einen unterbrochenen Umzug fortsetzen (auch: ausfuehren)",
        "Carry out a plan, or go on with a move that was interrupted",
    ),
    ("move.status", "Wo Umzüge stehen (auch: stand)", "Where moves stand"),
    (
        "move.verify",
        "Am Ziel alles nachlesen und mit dem vergleichen, was ankam (auch: pruefen)",
        "Read everything at the target again and compare it with what arrived",
    ),
    (
        "move.back",
        "Am Ziel wegnehmen, was der Umzug dorthin schrieb, und nur das (auch: zurueck)",
        "Take away at the target what the move wrote there, and nothing else",
    ),
    (
        "move.finish",
        "Die Quelle leeren: erst die Absicht festhalten, dann, freigegeben und nach der Wartezeit, löschen, was unverändert am Ziel liegt (auch: abschliessen)",
        "Empty the source: first state the intention, then, approved and after the quarantine, remove what lies at the target unchanged",
    ),
    ("move.finish.plan", "Kennung oder Datei des Plans", "Digest or file of the plan"),
    (
        "move.finish.quarantine_days",
        "Tage, die zwischen Absicht und Löschen liegen (30, wenn nichts angegeben ist)",
        "Days between intention and removal (30 unless given)",
    ),
    (
        "move.finish.identity",
        "Datei mit einem privaten Schlüssel (AGE-SECRET-KEY-1…): nach einem verschlüsselten Umzug der Beweis, dass ihn jemand hat",
        "File with a private key (AGE-SECRET-KEY-1…): after an encrypted move the proof that somebody holds one",
    ),
    ("move.finish.withdraw", "Die Absicht zurücknehmen", "Take the intention back"),
    (
        "move.run.plan",
        "Kennung des Plans, wie move plan sie zeigt, oder seine Datei",
        "Digest of the plan as move plan shows it, or its file",
    ),
    (
        "move.rehearse",
        "Proben: eine Stichprobe des Plans geht zum Ziel und zurück, wird verglichen und wieder weggeräumt (auch: proben)",
        "Rehearse: a sample of the plan goes to the target and back, is compared, and is taken away again",
    ),
    ("move.rehearse.plan", "Kennung oder Datei des Plans", "Digest or file of the plan"),
    ("move.rehearse.share", "So viele von hundert Dateien; sonst 1", "So many of a hundred files; else 1"),
    ("move.rehearse.files", "Höchstens so viele Dateien; sonst 200", "At most so many files; else 200"),
    ("move.rehearse.size", "Höchstens so viele MiB; sonst 1024", "At most so many MiB; else 1024"),
    (
        "move.rehearse.seed",
        "Zahl, mit der dieselbe Stichprobe noch einmal gezogen wird; sonst eine neue",
        "Number with which the same sample is drawn again; else a new one",
    ),
    (
        "exit-drill",
        "Ausstieg proben: alles, was einen Ort verlassen darf, in ein Ausstiegspaket bringen und die Zeit messen (auch: ausstiegsprobe)",
        "Rehearse leaving: bring everything that may leave a site into an exit package, and measure the time",
    ),
    ("exit-drill.site", "Ort, der verlassen wird", "Site that is left"),
    ("exit-drill.to", "Ort, an dem das Paket liegen soll", "Site where the package shall lie"),
    (
        "exit-drill.into",
        "Ordner des Pakets unter der Adresse dieses Ortes",
        "Folder of the package below the address of that site",
    ),
    (
        "exit-drill.dataset",
        "Nur diesen Datenbestand; mehrfach möglich. Sonst alle, die dort liegen",
        "This dataset only; may be repeated. Else all that lie there",
    ),
    (
        "exit-drill.sample",
        "Von jedem Datenbestand nur so viel von hundert Dateien, von jeder Art mindestens eine; die Dauer wird auf das Ganze hochgerechnet",
        "Of each dataset only so many of a hundred files, at least one of every kind; the days are worked out for the whole",
    ),
    (
        "exit-drill.encrypt_for",
        "Das Paket vor dem Senden verschlüsseln, auch Namen und Quittungen, für diesen öffentlichen Schlüssel (age1…); mehrfach möglich. Nur wer den privaten dazu hat, liest es wieder",
        "Encrypt the package before sending, names and receipts too, for this public key (age1…); may be given several times. Only who has its private key reads it again",
    ),
    (
        "exit-drill.encrypt_for_file",
        "Dasselbe für alle Schlüssel in dieser Datei, einer je Zeile",
        "The same for all keys in this file, one a line",
    ),
    (
        "exit-drill.in_the_clear",
        "Unverschlüsselt gehen lassen, obwohl ein Bestand zwischen diesen Orten schon verschlüsselt geplant war",
        "Let it leave without encryption, though a dataset was planned encrypted between these sites before",
    ),
    (
        "exit-drill.report",
        "Ordner, in den Bericht und Beleg geschrieben werden; sonst im Zustandsordner",
        "Folder that report and proof are written to; else in the state folder",
    ),
    ("exit-drill.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    ("exit-drill.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "audit",
        "Einen Ort nachprüfen: zufällig gezogene Blöcke nachlesen und mit den Prüfwerten vergleichen (auch: nachpruefen)",
        "Audit a site: read blocks again that are drawn at random, and compare them with their hashes",
    ),
    ("audit.site", "Ort, der geprüft wird", "Site that is audited"),
    ("audit.blocks", "So viele Blöcke ziehen; sonst 1.533", "Draw so many blocks; else 1,533"),
    (
        "audit.record",
        "Prüfwerte von allem aufzeichnen, was dort liegt und nicht mit hoheit dorthin kam; liest es einmal ganz",
        "Record hashes of all that lies there and was not brought by hoheit; reads it once, in full",
    ),
    (
        "audit.due_days",
        "Nur prüfen, wenn die letzte Prüfung so viele Tage zurückliegt; für geplante Aufgaben",
        "Audit only if the last one is so many days ago; for scheduled tasks",
    ),
    (
        "audit.probe",
        "Auch ausprobieren, was der Ort kann; schreibt dort kurz in einen eigenen Ordner",
        "Also try out what the place can do; writes there for a moment, into a folder of its own",
    ),
    ("audit.format", "Ausgabe: human oder json", "Output: human or json"),
    ("move.status.plan", "Kennung oder Datei; sonst alle", "Digest or file; else all of them"),
    ("move.verify.plan", "Kennung oder Datei des Plans", "Digest or file of the plan"),
    (
        "move.back.identity",
        "Datei mit privaten Schlüsseln (AGE-SECRET-KEY-1…), für das, was verschlüsselt zurückkommen muss",
        "File with private keys (AGE-SECRET-KEY-1…), for what is encrypted and has to come back",
    ),
    ("move.back.plan", "Kennung oder Datei des Plans", "Digest or file of the plan"),
    (
        "move.limit",
        "Höchstens so viele Bytes in der Sekunde, auch nach Tageszeit: \"10M\" oder \"08:00,2M 18:00,off Sa-08:00,off\"",
        "At most so many bytes a second, also by the time of day: \"10M\" or \"08:00,2M 18:00,off Sa-08:00,off\"",
    ),
    ("move.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    ("move.format", "Ausgabe: human oder json", "Output: human or json"),
];
