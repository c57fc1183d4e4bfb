// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help: social welfare, youth, health, schools and day care. Here lies what needs the most protection.

use super::{DATABASE, EXPORTS, FINAL, LETTERS, LISTS, MAILS, NOTES, Office, SHEETS, SLIDES, WORD, series};
use crate::town::content as make;

pub(super) static OFFICES: &[Office] = &[
    Office {
        number: "40",
        name: "Schul- und Kulturamt",
        folder: "40 Schule und Kultur",
        subjects: &["Schülerbeförderung", "Lernmittelfreiheit", "Mensa", "Stadtbücherei", "Volksfest"],
        texts: &[
            "Für das Kind {name}, geboren am {geboren}, wird eine Fahrkarte beantragt.",
            "Der Mensabeitrag wird zum Monatsende vom Konto {iban} abgebucht.",
            "Im Schuljahr sind 412 Kinder für die Ganztagsbetreuung angemeldet.",
        ],
        series: &[
            series(
                "Schulen/Grundschule Mühlbach/{jahr}",
                "Klassenliste {nr}",
                make::register,
                SHEETS,
                24,
                (2010, 2026),
            ),
            series(
                "Schülerbeförderung/{jahr}",
                "Antrag {nachname} {nr}",
                make::application,
                FINAL,
                36,
                (2014, 2026),
            ),
            series("Bücherei", "Leser {jahr}", make::register, LISTS, 6, (2008, 2026)),
            series("Bücherei/Verfahren", "bibliothek_{jahr}", make::register, DATABASE, 2, (2011, 2019)),
            series("Kultur/Veranstaltungen/{jahr}", "{thema} {datum}", make::press, NOTES, 14, (2009, 2026)),
        ],
    },
    Office {
        number: "50",
        name: "Sozialamt",
        folder: "50 Sozialamt",
        subjects: &[
            "Grundsicherung",
            "Wohngeld",
            "Hilfe zur Pflege",
            "Bildung und Teilhabe",
            "Schuldnerberatung",
        ],
        texts: &[
            "{herr} bezieht eine Erwerbsminderungsrente; ein Pflegegrad 3 ist festgestellt.",
            "Die Kosten der Unterkunft in der {strasse} sind angemessen.",
            "Nach dem Arztbericht besteht eine chronische Erkrankung der Atemwege (Asthma).",
            "Die Leistung wird ab dem {tag} auf das Konto {iban} überwiesen.",
        ],
        series: &[
            series(
                "Leistungen/{jahr}/{akte} {nachname}",
                "Antrag",
                make::application,
                LETTERS,
                50,
                (2011, 2026),
            ),
            series("Leistungen/{jahr}/{akte} {nachname}", "Bescheid", make::notice, FINAL, 50, (2011, 2026)),
            series(
                "Leistungen/{jahr}/{akte} {nachname}",
                "Aktenvermerk",
                make::memo,
                NOTES,
                30,
                (2011, 2026),
            ),
            series("Auszahlung", "Zahlliste {jahr} {monat}", make::register, LISTS, 16, (2015, 2026)),
            series("Statistik", "Meldung {jahr}", make::statistics, SHEETS, 6, (2012, 2026)),
            series("Postfach/{jahr}", "{datum} {thema}", make::message, MAILS, 20, (2016, 2026)),
        ],
    },
    Office {
        number: "51",
        name: "Jugendamt",
        folder: "51 Jugendamt",
        subjects: &["Inobhutnahme", "Hilfeplan", "Unterhaltsvorschuss", "Kita-Platz", "Pflegefamilie"],
        texts: &[
            "Im Hausbesuch wurde eine Gefährdung des Kindes nicht ausgeschlossen.",
            "{herr} ist Alleinerziehende des Kindes, geboren am {geboren}.",
            "Der Hilfeplan wird am {tag} fortgeschrieben; die Therapeutin berichtet über eine Depression.",
        ],
        series: &[
            series("Fallakten/{akte} {nachname}", "Hilfeplan {datum}", make::memo, NOTES, 30, (2012, 2026)),
            series("Fallakten/{akte} {nachname}", "Schreiben", make::letter, LETTERS, 30, (2012, 2026)),
            series("Kita/Wartelisten", "Warteliste {jahr}", make::register, SHEETS, 8, (2013, 2026)),
            series("Kita/Beiträge", "beitrag_{jahr}_{nr}", make::register, EXPORTS, 6, (2012, 2025)),
        ],
    },
    Office {
        number: "53",
        name: "Gesundheitsamt, Nebenstelle",
        folder: "53 Gesundheitsamt Nebenstelle",
        subjects: &[
            "Schuleingangsuntersuchung",
            "Infektionsmeldung",
            "Amtsärztliches Gutachten",
            "Belehrung",
        ],
        texts: &[
            "Bei {name}, geboren am {geboren}, wurde eine Infektion mit Salmonellen nachgewiesen.",
            "Die Untersuchung ergab einen altersgerechten Entwicklungsstand; Impfungen unvollständig.",
            "Diagnose nach ICD-10: F32.1, mittelgradige depressive Episode.",
        ],
        series: &[
            series("Untersuchungen/{jahr}", "{nachname} {vorname}", make::memo, NOTES, 30, (2013, 2026)),
            series("Meldungen/{jahr}", "Liste {monat}", make::register, LISTS, 14, (2016, 2026)),
            series("Gutachten", "Gutachten {nachname} {nr}", make::letter, FINAL, 14, (2012, 2026)),
            series("Vorträge", "{thema} {jahr}", make::circular, SLIDES, 5, (2012, 2024)),
            series("Vorlagen", "Bogen {nr}", make::template, WORD, 5, (2012, 2022)),
        ],
    },
];
