// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of what finds personal data and persons: `extract`, `detect`, `subject-access`, `forget`, `keys`, `false-alarm`, `rules`.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "extract",
        "Zeigt, was aus Dateien gelesen wird, ohne etwas zu speichern",
        "Shows what is read from files, without storing anything",
    ),
    ("extract.paths", "Dateien oder Ordner", "Files or folders"),
    (
        "extract.format",
        "text oder jsonl (eine Zeile je Dokument und Anhang)",
        "Text or jsonl (a line per document and attachment)",
    ),
    (
        "extract.ocr",
        "Texterkennung für Scans: auto (wenn Tesseract installiert ist) oder off",
        "Text recognition for scans: auto (if Tesseract is installed) or off",
    ),
    (
        "detect",
        "Zeigt, welche personenbezogenen Daten in Dateien gefunden werden, ohne etwas zu speichern",
        "Shows which personal data are found in files, without storing anything",
    ),
    ("detect.paths", "Dateien oder Ordner", "Files or folders"),
    ("detect.format", "text oder jsonl (eine Zeile je Fund)", "Text or jsonl (a line per finding)"),
    (
        "detect.ocr",
        "Texterkennung für Scans: auto (wenn Tesseract installiert ist) oder off",
        "Text recognition for scans: auto (if Tesseract is installed) or off",
    ),
    (
        "detect.rules_pack",
        "Auch mit den eigenen Regeln aus dieser Datei; mehrfach möglich",
        "With the own rules in this file, too; may be repeated",
    ),
    ("detect.values", "Auch die gefundenen Werte selbst zeigen", "Show the values that were found, too"),
    (
        "subject-access",
        "Zeigt, wo eine Person vorkommt (Art. 15 DSGVO; auch: auskunft). Jede Frage wird mit Konto und Zweck vermerkt, nie mit der Person.",
        "shows where a person occurs (Art. 15 GDPR). Each question is kept with account and purpose, never with the person.",
    ),
    (
        "subject-access.name",
        "Vor- und Nachname; - liest die nächste Zeile der Standardeingabe, wie bei jeder Angabe zur Person",
        "given name and surname; - reads the next line of standard input, as with every detail of the person",
    ),
    ("subject-access.born", "Geburtsdatum, z. B. 12.08.1964", "date of birth, e.g. 1964-08-12"),
    ("subject-access.email", "E-Mail-Adresse; mehrfach möglich", "e-mail address; may be repeated"),
    ("subject-access.iban", "IBAN; mehrfach möglich", "IBAN; may be repeated"),
    ("subject-access.phone", "Telefonnummer; mehrfach möglich", "telephone number; may be repeated"),
    (
        "subject-access.id",
        "Andere Kennung mit ihrer Art, z. B. steuer_id:36574261809; mehrfach möglich; steuer_id:- liest den Rest der Standardeingabe",
        "another identifier with its kind, e.g. steuer_id:36574261809; may be repeated; steuer_id:- reads the rest of standard input",
    ),
    (
        "subject-access.purpose",
        "Zweck oder Aktenzeichen der Auskunft, ohne den Namen; wird vermerkt",
        "purpose or file reference of the request, without the name; is kept",
    ),
    (
        "subject-access.no_live",
        "Lange Tabellen nicht jetzt lesen; sie stehen dann bei dem, was nicht durchsucht wurde",
        "don't read long tables now; they are listed with what was not searched",
    ),
    (
        "subject-access.for",
        "access: Auskunft (Art. 15); erasure: Arbeitsliste zur Löschung (Art. 17). hoheit selbst löscht nichts",
        "access: the answer (Art. 15); erasure: a work list (Art. 17). hoheit itself deletes nothing",
    ),
    (
        "subject-access.with_content",
        "Auszüge jetzt aus den Dateien holen, andere Personen geschwärzt; wird vermerkt, nichts davon gespeichert",
        "fetch excerpts from the files now, other persons blackened; this is kept in the note, the excerpts are not",
    ),
    (
        "subject-access.letter",
        "Den Namen der Person auf die Anlage (--format html) setzen; mit --with-content steht er ohnehin darauf",
        "put the person's name on the annex (--format html); with --with-content it is there anyway",
    ),
    (
        "subject-access.format",
        "Ausgabe: human, json, oder html als Anlage zum Drucken",
        "output: human, json, or html as an annex to print",
    ),
    ("subject-access.output", "In diese Datei schreiben", "write to this file"),
    (
        "forget",
        "Löscht die Kennzeichen, an denen Personen wiedergefunden werden",
        "deletes the tokens by which persons are found again",
    ),
    (
        "forget.what",
        "Name einer Quelle, sonst Nummer oder Name eines Datenbestandes",
        "name of a source, else number or name of a dataset",
    ),
    ("forget.yes", "Ausführen, nicht nur zeigen", "do it, don't only show it"),
    (
        "keys",
        "Zeigt und erneuert die Schlüssel der Kennzeichen, an denen Personen wiedergefunden werden (auch: schluessel)",
        "Shows and replaces the keys of the tokens by which persons are found again",
    ),
    ("keys.list", "Schlüssel mit der Zahl ihrer Kennzeichen", "Keys with the number of their tokens"),
    ("keys.list.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "keys.rotate",
        "Macht einen neuen Schlüssel; der alte geht, sobald alles mit ihm Gekennzeichnete neu gelesen ist",
        "Makes a new key; the old one goes when everything with its tokens was read again",
    ),
    ("keys.rotate.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "false-alarm",
        "Vermerkt Fehlalarme, damit sie nicht mehr als Fund zählen (auch: fehlalarm)",
        "Marks false alarms, so that they no longer count as findings",
    ),
    (
        "false-alarm.add",
        "Vermerkt einen Wert, oder eine Regel in bestimmten Dateien oder Spalten",
        "Marks a value, or a rule in certain files or columns",
    ),
    (
        "false-alarm.add.value",
        "Wert mit seiner Art, z. B. phone:'0228 123456'; gespeichert wird nur ein Hash. ART:- liest ihn von der Standardeingabe",
        "Value with its kind, e.g. phone:'0228 123456'; only a hash is kept. KIND:- reads it from standard input",
    ),
    (
        "false-alarm.add.rule",
        "Name der Regel, wie ihn hoheit detect zeigt",
        "Name of the rule, as hoheit detect shows it",
    ),
    (
        "false-alarm.add.path",
        "Nur in Dateien, deren Pfad zum Muster passt; * steht für beliebige Zeichen",
        "Only in files whose path matches the pattern; * stands for any signs",
    ),
    ("false-alarm.add.column", "Nur in Spalten mit dieser Überschrift", "Only in columns with this heading"),
    ("false-alarm.add.note", "Warum; ohne personenbezogene Angaben", "Why; without personal data"),
    ("false-alarm.add.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "false-alarm.list",
        "Alle Fehlalarme und was sie beiseitelegen",
        "All false alarms and what they set aside",
    ),
    ("false-alarm.list.format", "Ausgabe: human oder json", "Output: human or json"),
    ("false-alarm.remove", "Nimmt einen Fehlalarm zurück", "Takes a false alarm back"),
    ("false-alarm.remove.id", "Kennung aus der Liste", "Its id in the list"),
    ("false-alarm.remove.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "false-alarm.export",
        "Schreibt die Liste zum Durchsehen und Weitergeben",
        "Writes the list, to review and to hand on",
    ),
    (
        "false-alarm.import",
        "Übernimmt eine ausgegebene Liste; Werte nur, wenn sie mit demselben Schlüssel vermerkt wurden",
        "Brings in an exported list; values only if they were marked with the same key",
    ),
    ("false-alarm.import.file", "Die Liste", "The list"),
    ("false-alarm.import.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    ("false-alarm.export.output", "Datei statt Standardausgabe", "File instead of standard output"),
    (
        "rules",
        "Zeigt und prüft eigene Regeln (Regelpakete; auch: regeln)",
        "Shows and tries own rules (rule packs)",
    ),
    (
        "rules.list",
        "Alle Pakete im Ordner rules des Zustandsordners",
        "All packs in the folder rules of the state folder",
    ),
    ("rules.list.format", "Ausgabe: human oder json", "Output: human or json"),
    ("rules.show", "Ein Paket im Einzelnen", "One pack in detail"),
    ("rules.show.pack", "Name oder Datei", "Name or file"),
    ("rules.show.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "rules.test",
        "Prüft ein Paket an seinen Beispielen, ohne es zu benutzen",
        "Tries a pack on its samples, without using it",
    ),
    ("rules.test.file", "Das Paket (TOML)", "The pack (TOML)"),
];
