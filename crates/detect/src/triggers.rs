// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The words that announce a person's name.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// Herr, Frau
    Salutation,
    /// Hr., Fr.: also Friday
    ShortSalutation,
    /// Familie: believed only before a known surname
    Family,
    /// Dr., Prof.
    Title,
    /// `Sachbearbeiterin:`
    Label,
    /// `Nachname:`
    NameLabel,
    /// `Name:`, also of things
    WeakLabel,
    /// geb., geborene: a maiden name
    Born,
    /// gez.
    Signed,
    /// i. A., i. V.
    ByOrder,
    /// Im Auftrag: a name on a line below
    Closing,
    /// Mit freundlichen Grüßen: a name or an office on a line below
    Regards,
    /// Liebe, Hallo: a given name alone
    Greeting,
    /// c/o
    CareOf,
    /// sagte, fragt: a known surname behind it or before it
    Speech,
    /// RA, Ratsherr, Zeugin without a colon: believed only before a known surname
    Role,
}

#[rustfmt::skip]
const TRIGGERS: &[(Trigger, &[&str])] = &[
    (
        Trigger::Salutation,
        &["Herr", "Herrn", "Herren", "Frau", "Frauen", "Fräulein", "Frl", "Eheleute", "Eheleuten", "Ehepaar", "Hr", "Hrn", "Mr", "Mrs", "Ms", "Kollege", "Kollegin", "Ratsherr", "Ratsfrau"],
    ),
    (Trigger::ShortSalutation, &["Fr"]),
    (Trigger::Family, &["Familie", "Fam"]),
    (Trigger::Title, &["Dr", "Prof", "Dipl", "Mag"]),
    (
        Trigger::Label,
        &[
            "Prüfer", "Prüferin", "Vorname", "Vornamen", "Rufname",
            "Ehename", "Ansprechpartner", "Ansprechpartnerin", "Ansprechperson", "Kontaktperson",
            "Sachbearbeiter", "Sachbearbeiterin", "Sachbearbeitung", "Bearbeiter", "Bearbeiterin",
            "Bearbeitung", "Antragsteller", "Antragstellerin", "Antragsstellerin", "Antragsteller/in",
            "Kontoinhaber", "Kontoinhaberin", "Eigentümer", "Eigentümerin", "Unterzeichner",
            "Unterzeichnerin", "Patient", "Patientin", "Mieter", "Mieterin", "Vermieter", "Vermieterin",
            "Vertreter", "Vertreterin", "Betreuer", "Betreuerin", "Ehegatte", "Ehegattin", "Ehefrau",
            "Ehemann", "Lebenspartner", "Lebenspartnerin", "Erziehungsberechtigte",
            "Erziehungsberechtigter", "Sorgeberechtigte", "Sorgeberechtigter", "Steuerpflichtiger",
            "Steuerpflichtige", "Zeuge", "Zeugin", "Kind", "Mutter", "Vater", "Kindesmutter",
            "Kindesvater", "Vormund", "Pfleger", "Pflegerin", "Pflegeperson", "Bewerber", "Bewerberin",
            "Beschuldigter", "Beschuldigte", "Betroffener", "Betroffene", "Geschädigter", "Geschädigte",
            "Halter", "Halterin", "Fahrer", "Fahrerin", "Fahrzeughalter", "Fahrzeughalterin",
            "Versicherter", "Versicherte", "Versicherungsnehmer", "Versicherungsnehmerin", "Kläger",
            "Klägerin", "Beklagter", "Beklagte", "Schüler", "Schülerin", "Mitarbeiter", "Mitarbeiterin",
            "Protokollführer", "Protokollführerin", "Protokollant", "Protokollantin", "Schriftführer",
            "Schriftführerin", "Vorsitzender", "Vorsitzende", "Vorsitz", "Schuldner", "Schuldnerin",
            "Gläubiger", "Gläubigerin", "Bevollmächtigter", "Bevollmächtigte", "Berichterstatter",
            "Berichterstatterin", "Verstorbener", "Verstorbene", "Arbeitnehmer", "Arbeitnehmerin",
            "Besucher", "Besucherin", "Hausarzt", "Hausärztin", "Notfallkontakt", "nachname", "vorname", "vornamen",
            "familienname", "Verf", "Bearb", "Sachb", "Antragst", "Ansprechp", "erteilt", "lastname", "firstname", "Surname", "Lastname",
        ],
    ),
    (
        Trigger::WeakLabel,
        &[
            "Name", "Namen", "Inhaber", "Inhaberin", "Empfänger", "Empfängerin", "Absender", "Absenderin",
            "Verfasser", "Verfasserin", "Autor", "Autorin", "Unterschrift", "Unterschriften",
            "Teilnehmer", "Teilnehmerin", "Teilnehmende", "Anwesend", "Anwesende", "Abwesend",
            "Entschuldigt", "Mitglied", "Mitglieder", "Protokoll", "Leitung", "Leiter", "Leiterin",
            "Kontakt", "Person", "Kunde", "Kundin", "Zahler", "Zahlungsempfänger", "Auftraggeber",
            "Einsender", "Zuständig", "Verantwortlich", "Gast", "Gäste", "Von", "From", "An", "Cc", "CC",
            "Bcc", "To", "Kopie", "Verteiler", "Sender", "Betreff", "Kinder", "Organizer", "Author",
            "Creator", "Besteller", "Bestellerin", "Nutzer", "Nutzerin", "Benutzer", "Anschrift",
            "Adresse", "Wohnungsgeber", "Bauherr", "Bauherrin", "Bauherren", "Verwendungszweck", "Dozent",
            "Dozentin",
        ],
    ),
    (
        Trigger::Born,
        &[
            "geb", "geborene", "geborener", "geborenen", "Geb", "genannt", "verw", "verwitwete",
            "geschiedene", "verh",
        ],
    ),
    (Trigger::Signed, &["gez", "Gez"]),
    (Trigger::NameLabel, &["Nachname", "Familienname", "Zuname", "Geburtsname", "Ehename", "nachname", "familienname"]),
    (
        Trigger::Speech,
        &[
            "sagte", "sagt", "erklärte", "erklärt", "meinte", "meint", "betonte", "betont", "fragte", "fragt",
            "antwortete", "antwortet", "erwiderte", "erwidert", "berichtete", "berichtet", "ergänzte", "ergänzt",
            "kritisierte", "kritisiert", "forderte", "fordert", "lobte", "bat", "bittet", "dankte", "dankt", "schrieb",
            "schreibt", "verwies", "verweist", "entgegnete", "wandte", "warnte", "hofft", "glaubt", "verspricht",
            "behauptete", "räumte", "schilderte", "stellte", "spielte", "starb", "wohnt", "wohnte", "arbeitete",
            "studierte", "heiratete", "gewann", "schoss",
        ],
    ),
    (Trigger::CareOf, &["c"]),
    (Trigger::ByOrder, &["i", "I"]),
    (Trigger::Closing, &["Auftrag", "Auftrage", "Vertretung"]),
    (
        Trigger::Regards,
        &[
            "Grüßen", "Grüssen", "Grüße", "Gruß", "Gruss", "MfG", "Mfg", "LG", "VG", "Hochachtungsvoll",
            "Regards",
        ],
    ),
    (Trigger::Greeting, &["Liebe", "Lieber", "Hallo", "Moin", "Hi"]),
    (
        Trigger::Role,
        &[
            "Erbengemeinschaft", "Erbengem", "Ratsherrn", "RA", "RAin", "StR", "StRin", "OStR", "StAin", "MdL",
            "MdB", "Kollegen", "Genosse", "Genossin", "Stadtverordneter",
            "Stadtverordnete", "Gemeinderat", "Gemeinderätin", "Kreisrat", "Kreisrätin", "Onkel", "Tante",
            "Witwe", "Witwer", "Gen", "PHK", "POK", "POM", "PHM", "PM", "EPHK", "PHKin", "POKin", "POMin", "KHM", "BM", "OBM", "HBM", "BI", "PK", "KHK", "KOK", "KK", "Ehel",
        ],
    ),
];

/// All of them.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    TRIGGERS.iter().flat_map(|(_, words)| words.iter().copied())
}

/// Those that announce a name in this way.
pub(crate) fn of_kind(kind: Trigger) -> impl Iterator<Item = &'static str> {
    TRIGGERS.iter().filter(move |(trigger, _)| *trigger == kind).flat_map(|(_, words)| words.iter().copied())
}

static KNOWN: LazyLock<HashMap<&str, Trigger>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (trigger, words) in TRIGGERS {
        for word in *words {
            // The first one counts.
            known.entry(*word).or_insert(*trigger);
        }
    }
    known
});

/// What a word announces, if it is one of them; `HERR` is Herr.
pub(crate) fn of(word: &str) -> Option<Trigger> {
    let find = |word: &str| KNOWN.get(word).copied();
    find(word).or_else(|| {
        let is_loud = word.len() > 2 && word.chars().all(char::is_uppercase);
        let mut letters = word.chars();
        is_loud
            .then(|| {
                letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect::<String>()
            })
            .and_then(|word| find(&word))
    })
}
