// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! For everybody: order, registration, marriages, vehicles, business, fire brigade.

use super::{
    BUNDLES, DATABASE, DOS, EXPORTS, FINAL, LETTERS, LISTS, MAILS, NOTES, Office, PAGES, SHEETS, WORD, series,
};
use crate::town::content as make;

pub(super) static OFFICES: &[Office] = &[
    Office {
        number: "32",
        name: "Ordnungsamt",
        folder: "32 Ordnungsamt",
        subjects: &[
            "Sondernutzung Gehweg",
            "Hundehaltung",
            "Ruhestörung",
            "Verwarnung Parkverstoß",
            "Fundsache",
            "Gaststättenerlaubnis",
            "Versammlung Marktplatz",
        ],
        texts: &[
            "Am {tag} gegen 22:15 Uhr wurde festgestellt, dass {herr} die Auflagen nicht eingehalten hat.",
            "{herr}, wohnhaft {anschrift}, geboren am {geboren}, wird hiermit angehört.",
            "Das Fahrzeug parkte ohne Parkschein in der {strasse}.",
            "Die Erlaubnis gilt bis zum {tag} und ist jederzeit widerruflich.",
            "Die Gebühr richtet sich nach der Verwaltungsgebührensatzung.",
        ],
        series: &[
            series(
                "32.1 Verfahren/{jahr}/{akte} {nachname}",
                "Anhörung",
                make::letter,
                LETTERS,
                60,
                (2009, 2026),
            ),
            series(
                "32.1 Verfahren/{jahr}/{akte} {nachname}",
                "Bescheid {akte}",
                make::notice,
                FINAL,
                60,
                (2009, 2026),
            ),
            series("32.1 Verfahren/{jahr}/{akte} {nachname}", "Vermerk", make::memo, NOTES, 30, (2009, 2026)),
            series("32.2 Sondernutzung", "Plakatierung {jahr}", make::register, SHEETS, 8, (2011, 2026)),
            series("32.3 Hunde", "Hunderegister {jahr}", make::register, LISTS, 10, (2005, 2026)),
            series("32.4 Fundbüro/{jahr}", "Fund {nr}", make::memo, NOTES, 24, (2012, 2026)),
            series("Postfach/{jahr}", "{datum} {thema}", make::message, MAILS, 36, (2013, 2026)),
            series("Vorlagen", "V{nr} {thema}", make::template, WORD, 10, (2008, 2020)),
            series("ALT", "OWI{nr}", make::letter, DOS, 14, (1998, 2004)),
        ],
    },
    Office {
        number: "33",
        name: "Bürgerbüro",
        folder: "33 Bürgerbüro",
        subjects: &[
            "Anmeldung Nebenwohnung",
            "Personalausweis",
            "Reisepass",
            "Auskunftssperre",
            "Führungszeugnis",
            "Meldebescheinigung",
        ],
        texts: &[
            "{herr}, geboren am {geboren} in {geburtsort}, hat die Wohnung {anschrift} am {tag} bezogen.",
            "Die Wohnungsgeberbestätigung liegt vor.",
            "Für {name} besteht eine Auskunftssperre nach § 51 BMG; Auskünfte nur nach Rücksprache.",
            "Das Dokument kann ab dem {tag} abgeholt werden.",
        ],
        series: &[
            series(
                "Meldewesen/{jahr}/{monat}",
                "Anmeldung {nachname} {nr}",
                make::application,
                LETTERS,
                90,
                (2012, 2026),
            ),
            series(
                "Meldewesen/Auskünfte/{jahr}",
                "{datum} {nachname}",
                make::letter,
                LETTERS,
                36,
                (2014, 2026),
            ),
            series("Ausweise", "Abholliste {datum}", make::register, LISTS, 20, (2016, 2026)),
            series("Export Einwohner", "EWO_{jahr}_{nr}", make::register, EXPORTS, 8, (2007, 2025)),
            series("Fachverfahren Kopie", "meldereg_{jahr}", make::register, DATABASE, 2, (2015, 2022)),
            series("Statistik", "Besucher {jahr}", make::statistics, SHEETS, 8, (2014, 2026)),
            series("Vorlagen", "Merkblatt {nr} {thema}", make::template, WORD, 8, (2013, 2025)),
        ],
    },
    Office {
        number: "34",
        name: "Standesamt",
        folder: "34 Standesamt",
        subjects: &["Eheschließung", "Geburtsanzeige", "Sterbefall", "Namensänderung", "Kirchenaustritt"],
        texts: &[
            "{name}, geboren am {geboren} in {geburtsort}, erklärt den Austritt aus der evangelischen Kirche.",
            "Die Eheschließung ist für den {tag} um 11 Uhr im Trausaal vorgesehen.",
            "Die Geburt wurde vom Krankenhaus Bad Probenau angezeigt; Religion: römisch-katholisch.",
        ],
        series: &[
            series(
                "Eheschließungen/{jahr}",
                "{datum} {nachname}",
                make::application,
                LETTERS,
                36,
                (2008, 2026),
            ),
            series("Kirchenaustritte", "Liste {jahr}", make::register, SHEETS, 8, (2010, 2026)),
            series("Sterbefälle/{jahr}", "{akte} {nachname}", make::letter, FINAL, 24, (2011, 2026)),
            series("Traukalender", "Trauungen {jahr}", make::register, LISTS, 6, (2013, 2026)),
        ],
    },
    Office {
        number: "36",
        name: "Kfz-Zulassung",
        folder: "36 Kfz-Zulassung (Außenstelle)",
        subjects: &["Stilllegung", "Wunschkennzeichen", "Halterauskunft", "Feinstaubplakette"],
        texts: &[
            "Der Halter {name}, {anschrift}, wird aufgefordert, die Versicherung nachzuweisen.",
            "Das Kennzeichen MST-A 1234 ist bis zum {tag} reserviert.",
        ],
        series: &[
            series("Zwangsstilllegungen/{jahr}", "{akte} {nachname}", make::notice, FINAL, 26, (2013, 2026)),
            series("Export", "halter_{jahr}_{nr}", make::register, EXPORTS, 6, (2014, 2024)),
            series("Auskünfte/{jahr}", "{datum}", make::message, MAILS, 16, (2015, 2026)),
        ],
    },
    Office {
        number: "35",
        name: "Gewerbeamt",
        folder: "35 Gewerbeamt",
        subjects: &["Gewerbeanmeldung", "Gewerbeabmeldung", "Reisegewerbekarte", "Spielhalle"],
        texts: &[
            "{herr} zeigt den Beginn eines Gewerbes (Imbiss) in der {strasse} an.",
            "Nach Auskunft der Industrie- und Handelskammer bestehen keine Bedenken.",
        ],
        series: &[
            series("Anzeigen/{jahr}", "GewA {akte} {nachname}", make::application, FINAL, 35, (2007, 2026)),
            series("Register", "Gewerberegister {jahr}", make::register, LISTS, 10, (2004, 2026)),
            series("Register/offene Daten", "gewerbe_{jahr}", make::statistics, EXPORTS, 6, (2018, 2026)),
            series("Altakten", "GEWERBE{nr}", make::letter, DOS, 10, (1999, 2003)),
        ],
    },
    Office {
        number: "37",
        name: "Feuerwehr",
        folder: "37 Feuerwehr",
        subjects: &["Einsatzbericht", "Atemschutztauglichkeit", "Lehrgang", "Dienstplan", "Fahrzeugwartung"],
        texts: &[
            "Alarmierung um 03:12 Uhr, {strasse}: Rauchentwicklung im Keller, eine Person mit Rauchgasvergiftung.",
            "Die Untersuchung nach G 26.3 ist bis zum {tag} zu wiederholen.",
            "Der Löschzug rückte mit zwei Fahrzeugen und elf Kräften aus.",
        ],
        series: &[
            series("Einsätze/{jahr}", "Bericht {datum} {nr}", make::memo, NOTES, 50, (2006, 2026)),
            series("Mitglieder", "Mitgliederliste {jahr}", make::register, SHEETS, 10, (2009, 2026)),
            series("Homepage", "{datum}", make::press, PAGES, 16, (2004, 2015)),
            series("Sicherung", "Feuerwehr-PC {jahr}", make::memo, BUNDLES, 5, (2008, 2018)),
        ],
    },
];
