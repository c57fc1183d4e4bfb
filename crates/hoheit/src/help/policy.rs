// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of `policy`.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "policy",
        "Texte, nach denen entschieden wird: in Kraft setzen, vergleichen, beweisen, was sie halten (auch: regelwerk)",
        "The texts that decisions rest on: adopt them, compare them, prove what they keep",
    ),
    (
        "policy.prove",
        "Beweist für alle möglichen Datenbestände und Orte, was die Regeln halten sollen, oder nennt ein Gegenbeispiel. Braucht cvc5",
        "Proves for all possible datasets and sites what the rules shall keep, or names a counterexample. Needs cvc5",
    ),
    (
        "policy.prove.guarantees",
        "Weitere Garantien aus einer Datei (TOML); mehrfach möglich",
        "Further guarantees from a file (TOML); may be repeated",
    ),
    (
        "policy.prove.profile",
        "Dieses Profil statt dessen, das in Kraft ist",
        "This profile instead of the one in force",
    ),
    (
        "policy.prove.rule",
        "Eigene Regeln aus einer Datei (Cedar) dazu; mehrfach möglich",
        "Own rules from a file (Cedar) beside them; may be repeated",
    ),
    (
        "policy.prove.solver",
        "Das Programm cvc5 [sonst: cvc5 im Suchpfad]",
        "The program cvc5 [else: cvc5 in the search path]",
    ),
    ("policy.prove.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "policy.compare",
        "Vergleicht zwei Fassungen der Regeln: gleich, strenger, lockerer oder unvergleichbar, mit Beispielen. Braucht cvc5",
        "Compares two versions of the rules: equivalent, stricter, looser or incomparable, with examples. Needs cvc5",
    ),
    (
        "policy.compare.old",
        "Bisherige Regeln: ein Profil (*.toml), Regeln (*.cedar) oder ein Ordner damit",
        "Rules so far: a profile (*.toml), rules (*.cedar), or a folder of them",
    ),
    ("policy.compare.new", "Neue Regeln, ebenso", "New rules, likewise"),
    (
        "policy.compare.solver",
        "Das Programm cvc5 [sonst: cvc5 im Suchpfad]",
        "The program cvc5 [else: cvc5 in the search path]",
    ),
    ("policy.compare.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "policy.adopt",
        "Setzt Profil, eigene Regeln, Rechtspakete oder Fragebogen in Kraft (auch: annehmen)",
        "Adopts a profile, own rules, law packs or a questionnaire",
    ),
    (
        "policy.adopt.files",
        "Profil, Rechtspaket, Fragebogen (*.toml) oder Regeln (*.cedar); was es ist, zeigt der Inhalt",
        "Profile, law pack, questionnaire (*.toml) or rules (*.cedar); what it is, is told by its content",
    ),
    (
        "policy.list",
        "Alle Texte in Kraft, mitgelieferte und eigene",
        "All texts in force, one's own and those that come along",
    ),
    ("policy.show", "Gibt einen Text in Kraft aus, Wort für Wort", "Prints a text in force, word by word"),
    (
        "policy.withdraw",
        "Nimmt einen Text zurück; was mitgeliefert ist, gilt wieder",
        "Withdraws a text; what comes along is in force again",
    ),
    ("policy.name", "Name, oder Art/Name", "Name, or kind/name"),
    ("policy.format", "Ausgabe: human oder json", "Output: human or json"),
];
