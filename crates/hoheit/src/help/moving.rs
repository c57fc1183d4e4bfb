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
    ("move.finish.withdraw", "Die Absicht zurücknehmen", "Take the intention back"),
    (
        "move.run.plan",
        "Kennung des Plans, wie move plan sie zeigt, oder seine Datei",
        "Digest of the plan as move plan shows it, or its file",
    ),
    ("move.status.plan", "Kennung oder Datei; sonst alle", "Digest or file; else all of them"),
    ("move.verify.plan", "Kennung oder Datei des Plans", "Digest or file of the plan"),
    ("move.back.plan", "Kennung oder Datei des Plans", "Digest or file of the plan"),
    (
        "move.limit",
        "Höchstens so viele Bytes in der Sekunde, auch nach Tageszeit: \"10M\" oder \"08:00,2M 18:00,off\"",
        "At most so many bytes a second, also by the time of day: \"10M\" or \"08:00,2M 18:00,off\"",
    ),
    ("move.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    ("move.format", "Ausgabe: human oder json", "Output: human or json"),
];
