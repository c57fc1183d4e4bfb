// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Names that stand in no list, told by whatever stands before them. Each is written as somebody did or may.

use super::{headings, shown};

/// What stands behind the person in her line, and what of it must not be shown.
const LINES: &[(&str, &[&str])] = &[
    // Forms of address, small and with initials.
    ("; Frau A.-L. Zwirbel", &["A.-L.", "Zwirbel"]),
    ("; Herr Dr. A.-L. Zwirbel", &["Zwirbel"]),
    ("; frau zwirbel", &["zwirbel"]),
    ("; herr Zwirbel", &["Zwirbel"]),
    // Padded, quoted, dashed labels.
    ("; Name : Ulvika", &["Ulvika"]),
    ("; Vater    : Brelto", &["Brelto"]),
    ("; Name    : Brelto", &["Brelto"]),
    ("; Tochter:  Plimo", &["Plimo"]),
    ("; Vater  Brelto", &["Brelto"]),
    ("; Tochter: „Ilvra“", &["Ilvra"]),
    ("; Sohn: \"Brelto\"", &["Brelto"]),
    ("; Tochter \"Jolmi\"", &["Jolmi"]),
    ("; Vater - Kelvro", &["Kelvro"]),
    ("; Mutter – Lomra", &["Lomra"]),
    // Numbers, initials, ages.
    ("; Zeuge Nr. 2 Elmko", &["Elmko"]),
    ("; Kind 1 Zelbrok", &["Zelbrok"]),
    ("; Beschuldigter S. Tulvra", &["S. ", "Tulvra"]),
    ("; Kinder Plimo (5) und Drusso (7)", &["Plimo", "Drusso"]),
    ("; Die Kinder heißen Mayla, Zorvin und Plimo", &["Mayla", "Zorvin", "Plimo"]),
    (" \"kinder\":[\"Plimo\",\"Drusso\",\"Elmko\"]", &["Plimo", "Drusso", "Elmko"]),
    (" \"notfall_kontakt\":\"Gorvik\"", &["Gorvik"]),
    // Links.
    ("; Ehemann namens Gorvik", &["Gorvik"]),
    ("; Sohn heißt Hulmo", &["Hulmo"]),
    ("; Betreuerin ist Rolvka", &["Rolvka"]),
    ("; Schwester des Plimo", &["Plimo"]),
    ("; Partner*in Brelto", &["Brelto"]),
    ("; Nachbar:in Brelto", &["Brelto"]),
    // Roles and longer words of kin.
    ("; Taufpate: Brelto", &["Brelto"]),
    ("; Betreuungsperson: Yvlin", &["Yvlin"]),
    ("; Kindeseltern: Brelto", &["Brelto"]),
    ("; Fahrer Brelto", &["Brelto"]),
    ("; Halter Brelto", &["Brelto"]),
    ("; Mieter Brelto", &["Brelto"]),
    ("; Lehrer Brelto", &["Brelto"]),
    ("; Täter Brelto", &["Brelto"]),
    ("; Opfer Brelto", &["Brelto"]),
    ("; Notar Brelto", &["Brelto"]),
    ("; Amtsarzt Brelto", &["Brelto"]),
    ("; Beklagte Brelto", &["Brelto"]),
    ("; Sozialarb. Brelto", &["Brelto"]),
    // As towns write, of all sorts.
    ("; die Mutter heißt Brunelka und arbeitet nachts", &["Brunelka"]),
    ("; abgeholt wird das Kind von Oma Trulvi oder Opa Kensko", &["Trulvi", "Kensko"]),
    ("; Geschwister: 1) Yandro, 2) Pelvi, 3) Zusko", &["Yandro", "Pelvi", "Zusko"]),
    ("; Vater ...... Gulvar", &["Gulvar"]),
    ("; Halter des Kfz ist Wulbrek", &["Wulbrek"]),
    ("; zweiter Ehemann (verstorben 2011): Gelmuk", &["Gelmuk"]),
    ("; in der Schule ist Fr. Domrik zuständig", &["Domrik"]),
    ("; Kläger zu 2: Orbulan", &["Orbulan"]),
    ("; Pflegetochter Nr. 3 – Zimbra", &["Zimbra"]),
    ("; Bruder [Salvrek] lebt in Köln", &["Salvrek"]),
    ("; laut Hausmeister Krumlov war niemand da", &["Krumlov"]),
    ("; Lebensgefährte: »Dorvik«", &["Dorvik"]),
    ("; Mieter/in: Plomsek", &["Plomsek"]),
    ("; Notar Gwendrik beurkundete", &["Gwendrik"]),
    ("; Ex-Mann Tuvrok zahlt nicht", &["Tuvrok"]),
    ("; die Zwillinge Alvri und Belvro (beide 4)", &["Alvri", "Belvro"]),
    ("; Schwager = Hontrek", &["Hontrek"]),
    ("; fr. Zwulka rief an", &["Zwulka"]),
    ("; anwesend hr. Dombrek und frau zelkau", &["Dombrek", "zelkau"]),
    ("; Tagesmutter ist Frau S. Quilmer", &["Quilmer"]),
    (" \"children\":[{\"name\":\"Ulmri\"},{\"name\":\"Dospa\"}]", &["Ulmri", "Dospa"]),
    (" \"erziehungsberechtigte\":[\"Walvor\",\"Jelmi\"]", &["Walvor", "Jelmi"]),
    (" \"ansprech_partner\" : \"Gondrik\"", &["Gondrik"]),
    ("; Kinder: Plimo, 5 J., Drusso, 7 J., Elmko, 9 J.", &["Plimo", "Drusso", "Elmko"]),
    ("; Söhne Kelvro (geb. 2011) und Tomrik (geb. 2014)", &["Kelvro", "Tomrik"]),
    ("; Zeuginnen waren Yvlin und Brelka", &["Yvlin", "Brelka"]),
    ("; betreut durch Pflegerin Almika", &["Almika"]),
    ("; Mutter:Brelka;Vater:Tulmo", &["Brelka", "Tulmo"]),
    ("; Vater->Gorbik", &["Gorbik"]),
    ("; Mutter | Selwira | Vater | Onkrad", &["Selwira", "Onkrad"]),
    ("; Bekannter namens Ruvlo", &["Ruvlo"]),
    ("; Verfahrensbeistand: Kelmira", &["Kelmira"]),
    ("; Opfer: J. Drabelko", &["Drabelko"]),
    ("; Freundin Nr 2: Pilvra", &["Pilvra"]),
    ("; Sohn, genannt Bulko", &["Bulko"]),
    ("; Enkelkind Tamlo wohnt bei ihr", &["Tamlo"]),
    ("; begleitet von Frau v. Zwelborn", &["Zwelborn"]),
    ("; Herr van der Plomek war da", &["Plomek"]),
    ("; Täter unbekannt, Opfer Melwor verletzt", &["Melwor"]),
    ("; Herrn u. Frau Dolvek", &["Dolvek"]),
    ("; Eheleute Trumsek / Plawik", &["Trumsek", "Plawik"]),
    ("; Kind1: Melvik, Kind_2=Talvik", &["Melvik", "Talvik"]),
    ("; ges. Vertr. Kolbrat", &["Kolbrat"]),
    ("; Schulbegleiter:innen Velmo und Tirka", &["Velmo", "Tirka"]),
    ("; Stiefmutter (Umgang): Ralvika", &["Ralvika"]),
    ("; Klassenlehrer/-in Borvath", &["Borvath"]),
    ("; sie lebt mit Brelto (Partner) zusammen", &["Brelto"]),
    ("; Gorvik, ihr Vater, war dabei", &["Gorvik"]),
    ("; 1. Kind: Plimo, 2. Kind: Drusso", &["Plimo", "Drusso"]),
    ("; Vater/Mutter: Gorvik / Selwira", &["Gorvik", "Selwira"]),
    ("; Vater: ? Mutter: Selwira", &["Selwira"]),
    ("; eine Tochter mit Namen Selwira", &["Selwira"]),
    ("; Kontakt: Plomek 0170 1234567", &["Plomek"]),
    ("; gez. Domrik", &["Domrik"]),
    ("; i. A. Domrik", &["Domrik"]),
    ("; c/o Domrik", &["Domrik"]),
    ("; z. Hd. Domrik", &["Domrik"]),
    ("; SB: Domrik (Zi. 214)", &["Domrik"]),
    ("; Opa hieß Gorvik", &["Gorvik"]),
    (" \"kind\":{\"vorname\":\"Plimo\",\"alter\":5}", &["Plimo"]),
    (" 'betreuer': {'id': 17, 'name': 'Domrik'}", &["Domrik"]),
    ("; mutter: selwira, vater: gorvik", &["selwira", "gorvik"]),
    ("; KV: Gorvik, KM: Selwira", &["Gorvik", "Selwira"]),
    ("; Bekl. Domrik", &["Domrik"]),
    ("; Geschäd. Domrik", &["Domrik"]),
    ("; lebt mit ihrem 3-jährigen Sohn Brelto", &["Brelto"]),
    ("; die verstorbene Schwester (Selwira) hinterließ nichts", &["Selwira"]),
    ("; Nachbarin (EG links) Selwira beschwert sich", &["Selwira"]),
    ("; Trauzeugen: Brelto u. Selwira", &["Brelto", "Selwira"]),
    ("; Mutter (geb. Zwirbel)", &["Zwirbel"]),
    ("; Kindertagespflege bei Frau Ö. Zwirbel", &["Zwirbel"]),
    ("; Vater Gorvik sen. und Sohn Brelto jun.", &["Gorvik", "Brelto"]),
    ("; Ansprechpartner vor Ort: Domrik", &["Domrik"]),
    ("; Mitbewohner im Zimmer 12: Brelto", &["Brelto"]),
    ("; Kinder = Plimo + Drusso", &["Plimo", "Drusso"]),
    ("; Tochter *Selwira*", &["Selwira"]),
    ("; Hr.Domrik und Fr.Selwira", &["Domrik", "Selwira"]),
    ("; Frau\u{a0}Selwira rief an", &["Selwira"]),
    ("; Sohn: - Brelto", &["Brelto"]),
    ("; Ehemann † Gorvik", &["Gorvik"]),
    ("; HERR ZWIRB und FRAU OLBA", &["ZWIRB", "OLBA"]),
    ("; Betreuerin seit 2019: Selwira", &["Selwira"]),
    ("; Ehefrau, wohnhaft ebenda: Selwira", &["Selwira"]),
    ("; Pflegestufe beantragt durch Sohn/Tochter Brelto", &["Brelto"]),
    ("; Beifahrerin war Selwira", &["Selwira"]),
    ("; Zeuge Chr. Zwirbel", &["Chr", "Zwirbel"]),
    ("; Frau Chr. Zwirbel", &["Chr", "Zwirbel"]),
    ("; Vater Gorvik von Zwelborn", &["Gorvik", "Zwelborn"]),
    ("; gesetzlicher Betreuer (Beschluss vom 12.3.2019): Domrik", &["Domrik"]),
    ("; Kinder aus erster Ehe: Plimo, Drusso", &["Plimo", "Drusso"]),
    ("; Vater\tGorvik\tMutter\tSelwira", &["Gorvik", "Selwira"]),
    ("; Zeugin 1: Selwira, Zeuge 2: Brelto", &["Selwira", "Brelto"]),
    ("; Notfallkontakt (Sohn) Brelto, mobil", &["Brelto"]),
    ("; Begleitperson – Oma – Selwira", &["Selwira"]),
    ("; Täter (Ex-Freund): Brelto", &["Brelto"]),
    (" \"vater\": {\"vorname\": \"Gorvik\", \"nachname\": \"Zwirbel\"}", &["Gorvik", "Zwirbel"]),
    ("; es erschien die Tochter, Selwira, mit Vollmacht", &["Selwira"]),
    ("; Erben sind die Kinder Plimo und Drusso zu je 1/2", &["Plimo", "Drusso"]),
    // A label that was taken for a name, or that no list knows.
    ("; Finder: Zwirbel, Verlierer: Yvlin", &["Zwirbel", "Yvlin"]),
    ("; Kind: Plimo, Erzieher: Yvlin, Hausmeisterei: Brelto", &["Plimo", "Yvlin", "Brelto"]),
    ("; Herr Zwirbel, Makler: Yvlin; Hort = Domrik", &["Zwirbel", "Yvlin", "Domrik"]),
    ("; Schriftführer: Yvlin / Stellv.: Domrik", &["Yvlin", "Domrik"]),
    (" \"partner\": {\"name\": {\"first\": \"Plimo\", \"last\": \"Zwirbel\"}}", &["Plimo", "Zwirbel"]),
    (" \"haushalt\":[\"Plimo\",\"Zwirbel\"]", &["Plimo", "Zwirbel"]),
    ("; Anwesend: Zwirbel, Yvlin, Protokoll: Brelto", &["Zwirbel", "Yvlin", "Brelto"]),
    ("; Überweisung an: Zwirbel", &["Zwirbel"]),
    ("; sachl. richtig: Zwirbel", &["Zwirbel"]),
    ("; Untermieterin seit Mai: Zwirbel", &["Zwirbel"]),
    ("; Von: Zwirbel An: Yvlin", &["Zwirbel", "Yvlin"]),
    // Links, greetings, civil status, offices.
    ("; Mädchen namens Plimo", &["Plimo"]),
    ("; ihre Älteste, Plimo, kommt mit", &["Plimo"]),
    ("; als Vater gab sie Zwirbel an", &["Zwirbel"]),
    ("; Zeugen waren u. a. Zwirbel und Yvlin", &["Zwirbel", "Yvlin"]),
    ("; Vater laut Akte Zwirbel", &["Zwirbel"]),
    ("; verheiratet seit 1999 mit Zwirbel", &["Zwirbel"]),
    ("; gesch. Zwirbel", &["Zwirbel"]),
    ("; ∞ Zwirbel", &["Zwirbel"]),
    ("; Bgm. Zwirbel und Pfr. Yvlin", &["Zwirbel", "Yvlin"]),
    ("; Herrn Oberamtsrat a. D. Zwirbel", &["Zwirbel"]),
    ("; lg Zwirbel", &["Zwirbel"]),
    ("; Viele Grüße, Zwirbel", &["Zwirbel"]),
    ("; Hallo Plimo, bitte melden", &["Plimo"]),
    ("; Einwilligung durch Zwirbel erteilt", &["Zwirbel"]),
    ("; Streit mit Zwirbel und Yvlin", &["Zwirbel", "Yvlin"]),
    ("; ./. Zwirbel", &["Zwirbel"]),
    // In small letters behind leads in capitals.
    ("; Frau zwirbel rief an", &["zwirbel"]),
    ("; Frau zwirbel-domrik", &["zwirbel", "domrik"]),
    ("; Mutter: zwirbel", &["zwirbel"]),
    // By what follows, and by how they are set apart.
    ("; Plimo (4 J.) und Drusso, geb. 01.02.2015", &["Plimo", "Drusso"]),
    ("; Plimo und Drusso, die Kinder", &["Plimo", "Drusso"]),
    ("; Vollmacht (Zwirbel)", &["Zwirbel"]),
    (" | Zwirbel | Mutter", &["Zwirbel"]),
    ("  Tochter  Plimo  ja  Kl. 3b", &["Plimo"]),
];

/// Headings of cells that name somebody else, beside a row that is surely hers.
const HEADINGS: &[&str] = &[
    "Kindsvater",
    "Tagesmutter",
    "Patin",
    "Taufpate",
    "Eheg.",
    "Bezugsperson",
    "Abholer",
    "Fahrer",
    "Mieter",
    "Beistand",
    "Lehrkraft",
    "Fallverantwortliche",
    "Zahlungspflichtiger",
    "Quittung",
    "Kindesmutter",
    "Pate 1",
    "Abholberechtigte Person",
    "Notfall-Kontakt",
    "Vertrauensperson",
    "Ex-Partner",
    "Hebamme",
    "Klassenlehrer/in",
    "Begleitperson",
    "Halter",
    "Mitbewohner/in",
    "Rechnungsempfänger",
    "Bürge",
    "Gutachterin",
    "Gesetzl. Vertr.",
    "Wohnungsgeber",
    "Dolm.",
    "Pflegeperson",
    "emergency_contact",
    "Bewährungshelfer",
    "Gegner",
    "Zimmernachbar",
    "Haushaltsangehörige",
    "next_of_kin",
    "angelegt_von",
    "Abgeholt von",
    "c/o",
    "Stellv.",
    "Freigabe",
];

#[test]
fn nobody_else_is_named_by_a_line() {
    for (rest, names) in LINES {
        let lines = shown(&format!("Erika Mustermann, geb. 12.08.1964{rest}\n"), &[], &[]);
        assert_eq!(lines.len(), 1, "{rest}");
        assert!(lines[0].starts_with("Erika Mustermann, geb. 12.08.1964"), "{}", lines[0]);
        assert!(!names.iter().any(|name| lines[0].contains(name)), "{}", lines[0]);
    }
}

#[test]
fn nobody_else_is_named_by_a_cell() {
    for heading in HEADINGS {
        let header = ["Name", "Geburtsdatum", heading];
        let row = format!("{}\nErika Mustermann;12.08.1964;Brelto\n", header.join(";"));
        assert_eq!(shown(&row, &header, &[1]), ["Erika Mustermann | 12.08.1964 | █████"], "{heading}");
    }
}

/// What was asked for, and everyday words, stay.
#[test]
fn what_names_nobody_else_is_shown() {
    for rest in [
        "; der Vater ist Arzt, die Mutter ist Angestellte der Verwaltung",
        "; Vertreter der Stadt und Leiter des Amts waren da",
        "; Antragsteller: siehe Bescheid; Kinder: 2",
        "; Mieter der Wohnung seit Januar, Zahlung (Kind 1) folgt",
        "; kam mit Mutter und Kind in das Rathaus. Der Antrag lag vor",
        "; fragte als Nachbarin nach der Frist",
        "; Mutter: Erika Mustermann",
        "; Mutter: verstorben, Vater: unbekannt, Kinder: keine",
        "; Frau kam allein, Herr war nicht da",
        "; Antrag durch Bevollmächtigte, mit Hausbesuch bei Bedarf",
        " | verheiratet | Bonn | Bescheid | ja",
        "; Geburtsort: Quedlinburg; Beruf: Maurerin; Rasse: Dackel",
        "; Entscheidung: Hausbesuch am Montag, Ergebnis: Pflegegeld",
        " {\"first\": \"nein\", \"city\": \"Quedlinburg\"}",
    ] {
        let line = format!("Erika Mustermann, geb. 12.08.1964{rest}");
        assert_eq!(shown(&format!("{line}\n"), &[], &[]), [line]);
    }
    let header = ["Name", "Geburtsdatum", "Kunden-Nr", "Mitglied seit", "Kontakt", "Mieter", "Arbeitgeber"];
    let row = "Erika Mustermann;12.08.1964;4711;2012;0228 654321;Erika Mustermann;Stadt";
    let table = format!("{}\n{row}\n", header.join(";"));
    assert_eq!(shown(&table, &header, &[1]), [row.replace(';', " | ")]);
}

/// How many children somebody has, and that there is a guardian, belongs to the answer.
#[test]
fn counts_and_answers_below_headings_of_kin_are_hers() {
    for (heading, cell) in [
        ("Anzahl Kinder", "2"),
        ("Kinder", "keine"),
        ("Zahl der Kinder", "zwei"),
        ("Partner im Haushalt", "nein"),
        ("Betreuer bestellt", "01.03.2020"),
        ("Eltern-Beitrag", "35,00"),
        ("Elternteil", "A"),
        ("Unterschrift Eltern", "liegt vor"),
        ("Ansprechpartner", "Sozialamt"),
        ("SB", "4711"),
    ] {
        let header = ["Name", "Geburtsdatum", heading];
        let row = format!("{}\nErika Mustermann;12.08.1964;{cell}\n", header.join(";"));
        assert_eq!(
            shown(&row, &header, &[1]),
            [format!("Erika Mustermann | 12.08.1964 | {cell}")],
            "{heading}"
        );
    }
    for (heading, cell) in [
        ("geb. Kind", "01.02.2015"),
        ("Kind geboren", "2015-02-01"),
        ("Alter Kind", "5"),
        ("Konto Betreuer", "4711081"),
        ("Betreuer", "Wald"),
        ("Kind", "zwirbel"),
    ] {
        let header = ["Name", "Geburtsdatum", heading];
        let row = format!("{}\nErika Mustermann;12.08.1964;{cell}\n", header.join(";"));
        assert_eq!(shown(&row, &header, &[1]), ["Erika Mustermann | 12.08.1964 | █████"], "{heading}");
    }
}

#[test]
fn names_of_columns_are_shown() {
    let header = [
        "Name",
        "Geburtsdatum",
        "Sonstiges",
        "FIN",
        "Essen",
        "Allergien",
        "Sprache",
        "Rolle",
        "Krankheitstage",
        "Kind Kita-Platz",
        "Freund des Vereins",
        "Betreuer Freund",
    ];
    let row = format!("{}\nErika Mustermann;12.08.1964;;;;;;;;;;\n", header.join(";"));
    let mut expect = header.to_vec();
    expect[11] = "█████";
    assert_eq!(headings(&row, &header), expect);
}
