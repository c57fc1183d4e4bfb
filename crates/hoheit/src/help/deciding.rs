// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of what leads to a decision: `datasets classify`, `decide`, `explain`, `what-if`.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "datasets.classify",
        "Stuft einen Datenbestand ein (auch: einstufen): höchstens neun Fragen, aus den Funden vorbeantwortet. Entscheiden muss ein Mensch.",
        "Classifies a dataset: at most nine questions, answered beforehand from what was found. A person decides.",
    ),
    ("datasets.classify.dataset", "Nummer oder Name", "Number or name"),
    (
        "datasets.classify.answer",
        "Antwort auf eine Frage, z. B. category=personal,art9; mehrfach möglich",
        "Answer to a question, e.g. category=personal,art9; may be repeated",
    ),
    (
        "datasets.classify.accept",
        "Vorschläge übernehmen, die noch nicht beantwortet sind; offen bleibt, wo Ungelesenes mehr enthalten kann",
        "Take over proposals that are not answered yet; what may be more by unread files stays open",
    ),
    ("datasets.classify.reason", "Warum; steht bei jeder Antwort", "Why; stands with each answer"),
    (
        "datasets.classify.until",
        "Letzter Tag, an dem die Antworten gelten; danach sind sie wieder unbekannt",
        "Last day on which the answers count; then they are unknown again",
    ),
    (
        "datasets.classify.file",
        "Antworten für viele Datenbestände aus einer TOML-Datei ([[classification]])",
        "Answers for many datasets from a TOML file ([[classification]])",
    ),
    ("datasets.classify.history", "Was wann gesagt wurde", "What was said when"),
    ("datasets.classify.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    ("datasets.classify.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "decide",
        "Welcher Datenbestand darf wo liegen, und warum (auch: entscheiden). Die Entscheidungen werden verzeichnet.",
        "Which dataset may lie where, and why. The decisions are recorded.",
    ),
    ("decide.dataset", "Nur dieser Datenbestand, mit allen Gründen", "Only this dataset, with all reasons"),
    ("decide.site", "Nur dieser Ort", "Only this site"),
    (
        "decide.on",
        "Für diesen Tag statt für heute (2027-03-01)",
        "For this day instead of today (2027-03-01)",
    ),
    ("decide.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "explain",
        "Vollzieht eine verzeichnete Entscheidung nach (auch: begruenden): aus denselben Angaben und Regeln",
        "Replays a recorded decision: from the same statements and rules",
    ),
    (
        "explain.decision",
        "Kennung, Datenbestand und Ort, wie hoheit decide sie zeigt: 3fa9c1d2:12:rathaus",
        "Id, dataset and site as hoheit decide shows them: 3fa9c1d2:12:townhall",
    ),
    ("explain.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "what-if",
        "Wen träfe eine Änderung von Recht, Vertrag oder Regel (auch: was-waere-wenn)? Ändert nichts.",
        "Whom would a change of law, contract or rule hit? Changes nothing.",
    ),
    ("what-if.law_pack", "Rechtspaket als Entwurf; mehrfach möglich", "Draft of a law pack; may be repeated"),
    ("what-if.site", "Der Ort, für den --set gilt", "The site that --set is for"),
    (
        "what-if.set",
        "Annahme über den Ort: SOV-2=1, audit_right=no, jurisdictions=DE,US; mehrfach möglich",
        "Assumption about the site: SOV-2=1, audit_right=no, jurisdictions=DE,US; may be repeated",
    ),
    (
        "what-if.without_contract",
        "Als gäbe es diesen Vertrag nicht: was seine Klauseln zeigen, zählt an seinen Orten nicht; mehrfach möglich",
        "As if this contract did not exist: what its clauses show does not count at its sites; may be repeated",
    ),
    ("what-if.rule", "Zusätzliche Regeln in Cedar; mehrfach möglich", "More rules in Cedar; may be repeated"),
    ("what-if.profile", "Ein anderes Profil", "Another profile"),
    ("what-if.on", "Zu diesem Tag (2027-03-01)", "On this day (2027-03-01)"),
    (
        "what-if.format",
        "Ausgabe: human, json oder html (Entwurf einer Vorlage, druckbar)",
        "Output: human, json or html (draft for the council, printable)",
    ),
    (
        "what-if.output",
        "In diese Datei statt auf die Standardausgabe",
        "Into this file instead of standard output",
    ),
];
