// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of `sites`, `contracts` and `activities`. What add and edit have in common stands at the command itself.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "sites",
        "Orte, an denen Daten liegen oder liegen dürfen, mit Betreiber und Rechtsordnung (auch: orte)",
        "Sites where data lie or may lie, with operator and jurisdiction",
    ),
    ("sites.add", "Trägt einen Ort ein, oder viele aus einem Formular", "Enters a site, or many from a form"),
    (
        "sites.list",
        "Alle Orte, und Quellen, deren Ort unbekannt ist",
        "All sites, and sources whose site is unknown",
    ),
    (
        "sites.show",
        "Ein Ort mit Verträgen, Quellen, Datenbeständen und Verlauf",
        "A site with contracts, sources, datasets and history",
    ),
    (
        "sites.edit",
        "Ändert einen Ort; der bisherige Stand bleibt im Verlauf",
        "Changes a site; what it was stays in its history",
    ),
    ("sites.remove", "Nimmt einen Ort zurück; sein Verlauf bleibt", "Takes a site back; its history stays"),
    (
        "sites.assess",
        "Was ein Ort nachweist: Fragebogen, Antworten, Nachweise, Lücken (auch: bewerten)",
        "What a site shows: questionnaire, answers, evidence, gaps",
    ),
    ("sites.assess.site", "Kurzname des Ortes", "Short name of the site"),
    (
        "sites.assess.answer",
        "Antwort, z. B. SOV-2.1=shown; Stand: shown, promised, contradicted, not_checkable, unknown; mehrfach möglich",
        "Answer, e.g. SOV-2.1=shown; standing: shown, promised, contradicted, not_checkable, unknown; may be repeated",
    ),
    (
        "sites.assess.evidence",
        "Nachweis für diese Antworten: document, certificate, clause, check oder self_statement, Fundstelle, Datum, gültig bis; mehrfach möglich",
        "Evidence for these answers: document, certificate, clause, check or self_statement, where, date, until; may be repeated",
    ),
    (
        "sites.assess.export",
        "Antworten als YAML in diese Datei schreiben, - für die Standardausgabe; ohne Ort die aller Orte",
        "Write answers as YAML into this file, - for standard output; without a site those of all sites",
    ),
    (
        "sites.assess.import",
        "Bewertungen eines oder vieler Orte aus einer Datei (YAML); sie ersetzen die bisherigen",
        "Assessments of one or many sites from a file (YAML); they replace those so far",
    ),
    (
        "sites.examples.assessments",
        "Ihre Bewertungen stattdessen, als YAML für sites assess --import",
        "Their assessments instead, as YAML for sites assess --import",
    ),
    ("sites.examples", "Gibt acht erfundene Orte als Formular aus", "Prints eight invented sites as a form"),
    ("sites.file", "Formular (TOML) mit [[site]]", "Form (TOML) with [[site]]"),
    (
        "sites.name",
        "Kurzname: kleine Buchstaben, Ziffern, - und _",
        "Short name: small letters, digits, - and _",
    ),
    ("sites.title", "Wie Menschen ihn nennen", "What people call it"),
    ("sites.kind", "Was für ein Ort", "What kind of site"),
    (
        "sites.own_operation",
        "Ob die Verwaltung ihn selbst betreibt",
        "Whether the administration runs it itself",
    ),
    ("sites.operator", "Betreiber; '' nimmt die Angabe zurück", "Operator; '' takes the entry away"),
    ("sites.owner", "Eigentümer des Betreibers", "Owner of the operator"),
    ("sites.address", "Sitz des Betreibers", "Registered address of the operator"),
    (
        "sites.jurisdiction",
        "Land, dessen Recht die Daten erreicht, z. B. DE; mehrfach möglich, ersetzt die bisherigen",
        "Country whose law reaches the data, e.g. DE; may be repeated, replaces those so far",
    ),
    (
        "sites.location",
        "Adresse, z. B. smb://server/freigabe, nie mit Passwort; mehrfach möglich, ersetzt die bisherigen",
        "Address, e.g. smb://server/share, never with a password; may be repeated, replaces those so far",
    ),
    (
        "sites.source",
        "Aufgenommene Quelle, die dort liegt; mehrfach möglich",
        "Scanned source that lies there; may be repeated",
    ),
    (
        "sites.rehearsed",
        "Wann ein Umzug dorthin und zurück geübt wurde",
        "When moving there and back was rehearsed",
    ),
    (
        "contracts",
        "Verträge mit Anbietern: Ende, Kündigungsfrist, Wechselentgelt (auch: vertraege)",
        "Contracts with providers: end, notice, exit fee",
    ),
    (
        "contracts.add",
        "Trägt einen Vertrag ein, oder viele aus einem Formular",
        "Enters a contract, or many from a form",
    ),
    (
        "contracts.list",
        "Alle Verträge mit Ende und nächstem Kündigungstag",
        "All contracts with end and next day for notice",
    ),
    ("contracts.show", "Ein Vertrag mit Orten und Verlauf", "A contract with sites and history"),
    (
        "contracts.edit",
        "Ändert einen Vertrag; der bisherige Stand bleibt im Verlauf",
        "Changes a contract; what it was stays in its history",
    ),
    (
        "contracts.remove",
        "Nimmt einen Vertrag zurück; sein Verlauf bleibt",
        "Takes a contract back; its history stays",
    ),
    (
        "contracts.calendar",
        "Gibt Kündigungstage, Enden und Verlängerungen als Kalender aus (iCalendar)",
        "Prints days for notice, ends and renewals as a calendar (iCalendar)",
    ),
    ("contracts.output", "Datei statt Standardausgabe", "File instead of standard output"),
    ("contracts.file", "Formular (TOML) mit [[contract]]", "Form (TOML) with [[contract]]"),
    (
        "contracts.name",
        "Kurzname: kleine Buchstaben, Ziffern, - und _",
        "Short name: small letters, digits, - and _",
    ),
    ("contracts.title", "Wie Menschen ihn nennen", "What people call it"),
    ("contracts.provider", "Vertragspartner", "With whom"),
    (
        "contracts.site",
        "Ort, den er bezahlt; mehrfach möglich, ersetzt die bisherigen",
        "Site that it pays for; may be repeated, replaces those so far",
    ),
    (
        "contracts.file_number",
        "Aktenzeichen; '' nimmt die Angabe zurück",
        "File number; '' takes the entry away",
    ),
    ("contracts.starts", "Erster Tag", "First day"),
    (
        "contracts.ends",
        "Letzter Tag der laufenden Zeit; '' für: ohne Ende",
        "Last day of the running term; '' for: without end",
    ),
    (
        "contracts.renews_months",
        "Verlängert sich ohne Kündigung um so viele Monate",
        "Renews for so many months without notice",
    ),
    (
        "contracts.notice",
        "Kündigungsfrist: '3 months' oder '90 days'",
        "Period of notice: '3 months' or '90 days'",
    ),
    ("contracts.exit_fee", "Entgelt für den Wechsel, in vollen Euro", "Fee for leaving, in whole euros"),
    ("contracts.exit_fee_for", "Wofür dieses Entgelt ist", "What that fee is for"),
    (
        "activities",
        "Verarbeitungstätigkeiten nach Art. 30 DSGVO (auch: verarbeitungen)",
        "Processing activities by Art. 30 GDPR",
    ),
    (
        "activities.add",
        "Trägt eine Verarbeitung ein, oder viele aus einem Formular",
        "Enters an activity, or many from a form",
    ),
    (
        "activities.list",
        "Alle Verarbeitungen und was nach Art. 30 fehlt",
        "All activities, and what is missing by Art. 30",
    ),
    (
        "activities.show",
        "Eine Verarbeitung mit Datenbeständen, fehlenden Angaben und Verlauf",
        "An activity with datasets, missing details and history",
    ),
    (
        "activities.edit",
        "Ändert eine Verarbeitung; der bisherige Stand bleibt im Verlauf",
        "Changes an activity; what it was stays in its history",
    ),
    (
        "activities.remove",
        "Nimmt eine Verarbeitung zurück; ihr Verlauf bleibt",
        "Takes an activity back; its history stays",
    ),
    ("activities.file", "Formular (TOML) mit [[activity]]", "Form (TOML) with [[activity]]"),
    (
        "activities.name",
        "Kurzname: kleine Buchstaben, Ziffern, - und _",
        "Short name: small letters, digits, - and _",
    ),
    ("activities.title", "Wie Menschen sie nennen", "What people call it"),
    ("activities.controller", "Verantwortliche Stelle", "Controller"),
    ("activities.controller_contact", "Wie sie zu erreichen ist", "How to reach it"),
    (
        "activities.data_protection_officer",
        "Datenschutzbeauftragte; '' nimmt die Angabe zurück",
        "Data protection officer; '' takes the entry away",
    ),
    ("activities.data_protection_officer_contact", "Wie sie zu erreichen sind", "How to reach them"),
    ("activities.purpose", "Zweck", "Purpose"),
    (
        "activities.legal_basis",
        "Rechtsgrundlage: Art. 6 DSGVO und das besondere Gesetz",
        "Legal basis: Art. 6 GDPR and the special law",
    ),
    (
        "activities.data_subjects",
        "Wessen Daten; mehrfach möglich, wie alle Listen; ersetzt die bisherigen",
        "Whose data; may be repeated, as all lists; replaces those so far",
    ),
    ("activities.data_categories", "Welche Daten", "Which data"),
    (
        "activities.recipients",
        "An wen sie gehen; 'keine', wenn an niemanden",
        "To whom they go; 'nobody' where to none",
    ),
    (
        "activities.transfers",
        "In welches Drittland, und auf welcher Grundlage",
        "To which third country, and on what ground",
    ),
    (
        "activities.erasure",
        "Wann sie gelöscht werden, je Kategorie",
        "When they are erased, for each category",
    ),
    (
        "activities.measures",
        "Technische und organisatorische Maßnahmen",
        "Technical and organisational measures",
    ),
    ("activities.dataset", "Datenbestand, Nummer oder Name", "Dataset, number or name"),
    (".from", "Erster Tag, für den es gilt [sonst: heute]", "First day that it is for [else: today]"),
    (
        ".until",
        "Letzter Tag, für den es gilt [sonst: bis auf Weiteres]",
        "Last day that it is for [else: until further notice]",
    ),
    (".reason", "Warum; steht im Verlauf", "Why; stands in the history"),
    (".yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (".format", "Ausgabe: human oder json; bei show auch toml", "Output: human or json; with show toml, too"),
];
