// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Ground and stone: building permits, streets, the depot.

use super::{
    BUNDLES, DATABASE, DATES, EXPORTS, FINAL, LETTERS, LISTS, MAILS, NOTES, Office, SHEETS, WORD, series,
};
use crate::town::content as make;

pub(super) static OFFICES: &[Office] = &[
    Office {
        number: "60",
        name: "Bauamt",
        folder: "60 Bauamt",
        subjects: &[
            "Bauantrag Einfamilienhaus",
            "Carport",
            "Baulast",
            "Nachbarwiderspruch",
            "Abbruch Scheune",
            "Erschließungsbeitrag",
        ],
        texts: &[
            "Das Grundstück {strasse}, Flur 12, Flurstück 460/284, liegt im Geltungsbereich des Bebauungsplans Nr. 47.",
            "{herr} erhebt als Nachbar Einwände gegen die Höhe der Grenzwand.",
            "Die Statik wurde am {tag} nachgereicht und ist zu prüfen.",
            "Gegen das Vorhaben bestehen keine Bedenken, wenn drei Stellplätze nachgewiesen werden.",
        ],
        series: &[
            series(
                "Bauakten/{jahr}/{akte} {strasse}",
                "Bauantrag {nachname}",
                make::application,
                FINAL,
                60,
                (2003, 2026),
            ),
            series(
                "Bauakten/{jahr}/{akte} {strasse}",
                "Stellungnahme",
                make::letter,
                LETTERS,
                45,
                (2003, 2026),
            ),
            series("Bauakten/{jahr}/{akte} {strasse}", "Genehmigung", make::notice, FINAL, 40, (2003, 2026)),
            series("Beiträge", "Erschließung {jahr}", make::register, SHEETS, 10, (2006, 2026)),
            series("Straßenbau/Vergaben/{jahr}", "Angebot {nr}", make::invoice, FINAL, 24, (2011, 2026)),
            series("Straßenbau/Protokolle", "Baubesprechung {datum}", make::minutes, NOTES, 20, (2012, 2026)),
            series("Geodaten", "baulueckenkataster_{jahr}", make::statistics, EXPORTS, 8, (2014, 2026)),
            series("Geodaten/Auszug", "kanalkataster_{jahr}", make::statistics, DATABASE, 2, (2010, 2020)),
            series("Postfach/{jahr}", "{datum} {thema}", make::message, MAILS, 24, (2013, 2026)),
            series("Vorlagen", "Textbaustein {nr}", make::template, WORD, 8, (2007, 2021)),
            series("Termine", "Ortstermin {datum}", make::message, DATES, 12, (2019, 2026)),
        ],
    },
    Office {
        number: "70",
        name: "Bauhof und Friedhof",
        folder: "70 Bauhof und Friedhof",
        subjects: &["Winterdienst", "Grabnutzung", "Baumkontrolle", "Grünabfall"],
        texts: &[
            "Das Nutzungsrecht an der Grabstelle endet am {tag}; {herr} wird um Mitteilung gebeten.",
            "Die Linde vor dem Haus {strasse} ist nicht mehr standsicher.",
            "Der Streuplan für die Nacht ist im Aufenthaltsraum auszuhängen.",
        ],
        series: &[
            series("Friedhof/Gräber/{jahr}", "Grab {nr} {nachname}", make::letter, LETTERS, 40, (2002, 2026)),
            series("Friedhof", "Gräberverzeichnis {jahr}", make::register, LISTS, 6, (2005, 2026)),
            series("Einsatzpläne/{jahr}", "Woche {nr}", make::phone_list, SHEETS, 14, (2015, 2026)),
            series("Tagebuch", "{datum}", make::memo, NOTES, 20, (2009, 2026)),
            series("Archiv", "Fotos und Pläne {jahr}", make::memo, BUNDLES, 4, (2006, 2016)),
        ],
    },
];
