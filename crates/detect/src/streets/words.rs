// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words that streets are known by, and words that are none.

/// Words, or endings of words, of which most are turned away by one look at their last byte; at most 128.
pub(super) struct List {
    list: &'static [&'static str],
    /// For the last five bits of each last byte the words that end in it, as bits
    last: [u128; 32],
}

impl List {
    const fn new(list: &'static [&'static str]) -> Self {
        let mut last = [0; 32];
        let mut i = 0;
        while i < list.len() {
            let word = list[i].as_bytes();
            last[(word[word.len() - 1] & 31) as usize] |= 1 << i;
            i += 1;
        }
        Self { list, last }
    }

    /// Those that end a word, in the order of the list.
    pub(super) fn ending(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let last = word.bytes().last().map_or(0, |byte| usize::from(byte & 31));
        let mut words = self.last.get(last).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let next = self.list.get(words.trailing_zeros() as usize);
            words &= words.wrapping_sub(1);
            next.copied()
        })
        .filter(move |ending| word.ends_with(ending))
    }

    /// Whether one of them ends a word.
    pub(super) fn ends(&self, word: &str) -> bool {
        self.ending(word).next().is_some()
    }

    /// Whether a word is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.ending(word).any(|known| known.len() == word.len())
    }
}

#[rustfmt::skip]
pub(super) const UNITS: &List = &List::new(&[
    "km", "m", "cm", "mm", "m²", "qm", "ha", "Uhr", "Euro", "EUR", "Prozent", "Jahr", "Jahre", "Jahren",
    "Monate", "Monaten", "Tage", "Tagen", "Stück", "Mal", "Meter", "Metern", "Kilometer", "Minuten",
    "Stunden", "Grad", "Personen", "Einwohner", "Plätze", "Wohnungen", "Teilnehmer", "Punkte", "Mio",
    "Millionen", "kg", "Stellplätze", "Fahrzeuge", "Kinder", "und",
]);

#[rustfmt::skip]
pub(super) const MONTHS: &List = &List::new(&[
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
]);

/// What is counted behind a street's name: `Gartenstraße 1. Bauabschnitt`.
pub(super) const STAGES: &List = &List::new(&[
    "Bauabschnitt",
    "BA",
    "Abschnitt",
    "Teilabschnitt",
    "Änderung",
    "Nachtrag",
    "Lesung",
    "Quartal",
]);

/// Endings that streets have and hardly anything else.
pub(super) const SURE: &List = &List::new(&[
    "straße",
    "strasse",
    "str",
    "gasse",
    "allee",
    "chaussee",
    "gässchen",
    "gässle",
    "twiete",
    "straat",
]);

/// Endings that other words have too.
#[rustfmt::skip]
pub(super) const LIKELY: &List = &List::new(&[
    "weg", "platz", "pl", "ring", "ufer", "damm", "steig", "stieg", "pfad", "promenade", "markt",
    "graben", "wall", "kamp", "anger", "zeile", "winkel", "halde", "rain", "steg", "siedlung", "stiege",
    "hof", "höhe", "wiese", "wiesen", "leite", "gärten", "hang", "brink", "redder", "twete", "esch",
    "bogen", "blick", "schanze", "koppel", "bleiche", "reihe", "kai", "stiegel", "wegle", "grund",
]);

/// What ends so and is no street.
#[rustfmt::skip]
pub(super) const NO_STREETS: &List = &List::new(&[
    "gruppe", "stufe", "bundesstraße", "landesstraße", "kreisstraße", "staatsstraße", "fernstraße",
    "wasserstraße",
    "autostraße", "parkplatz", "stellplatz", "spielplatz", "arbeitsplatz", "bauplatz", "liegeplatz",
    "sitzplatz", "studienplatz", "ausbildungsplatz", "kitaplatz", "betreuungsplatz", "rastplatz",
    "campingplatz", "zeltplatz", "bolzplatz", "tabellenplatz", "lagerplatz", "steckplatz", "flugplatz",
    "listenplatz", "landeplatz", "pflegeplatz", "heimplatz", "therapieplatz", "wohnplatz", "radweg",
    "gehweg", "fußweg", "wanderweg", "rechtsweg", "dienstweg", "postweg", "klageweg", "lösungsweg",
    "umweg", "ausweg", "rückweg", "hinweg", "arbeitsweg", "bildungsweg", "rettungsweg", "fluchtweg",
    "verkehrsweg", "bremsweg", "transportweg", "übertragungsweg", "supermarkt", "arbeitsmarkt",
    "wochenmarkt", "weihnachtsmarkt", "jahrmarkt", "flohmarkt", "wohnungsmarkt", "baumarkt",
    "binnenmarkt", "kapitalmarkt", "finanzmarkt", "energiemarkt", "strommarkt", "verbrauchermarkt",
    "ausbildungsmarkt", "getränkemarkt", "gerichtshof", "bundesgerichtshof", "verwaltungsgerichtshof",
    "bauhof", "bahnhof", "friedhof", "rechnungshof", "schulhof", "wertstoffhof", "recyclinghof",
    "innenhof", "hauptbahnhof", "hering", "monitoring", "engineering", "firewall", "vorhang", "anhang",
    "umhang", "zusammenhang", "bebauungsplan", "haushaltsplan", "lageplan", "stellenplan",
    "flächennutzungsplan", "teilplan", "finanzplan", "lehrplan", "zeitplan", "fahrplan", "stundenplan",
    "spielplan", "fragebogen", "erhebungsbogen", "bewertungsbogen", "überblick", "baureihe",
    "schriftenreihe", "testreihe", "regenbogen", "ellenbogen", "versuchsreihe", "sitzreihe", "augenblick",
    "hintergrund", "untergrund", "vordergrund", "baugrund", "vertragsgrund", "rechtsgrund",
    "kündigungsgrund", "ausschlussgrund", "erwägungsgrund",
]);

/// How buildings and places end where nobody lives: schools, halls, shops, offices.
#[rustfmt::skip]
pub(super) const VENUES: &List = &List::new(&[
    "schule", "gymnasium", "halle", "hallenbad", "freibad", "schwimmbad", "museum", "theater", "kino", "bücherei",
    "bibliothek", "bürgerhaus", "gemeindehaus", "rathaus", "feuerwehrhaus", "gerätehaus", "gasthaus", "schützenhaus",
    "gemeinschaftshaus", "parkhaus", "autohaus", "kaufhaus", "möbelhaus", "krankenhaus", "schulhaus", "kurhaus",
    "vereinshaus", "klinik", "klinikum", "kirche", "kapelle", "moschee", "synagoge", "bauhof", "friedhof", "bahnhof",
    "wertstoffhof", "recyclinghof", "gasthof", "stadion", "sportplatz", "spielplatz", "parkplatz", "festplatz",
    "tiefgarage", "kita", "kindergarten", "hort", "zentrum", "treff", "büro", "handlung", "apotheke", "sparkasse",
    "jobcenter", "vereinsheim", "sportheim", "schützenheim", "feuerwehr", "feuerwache", "wache", "erei", "restaurant",
    "hotel", "archiv", "gericht", "ministerium", "verwaltung", "geschäftsstelle", "außenstelle", "beratungsstelle",
    "haltestelle", "werk", "kläranlage", "gebäude", "saal", "markthalle", "begegnungsstätte", "container",
]);

/// Words that stand before a number and are no place.
#[rustfmt::skip]
pub(super) const NO_PLACES: &List = &List::new(&[
    "zimmer", "raum", "haus", "gebäude", "nr", "flur", "amt", "abteilung", "referat", "etage", "stock",
    "postfach", "telefon", "tel", "fax", "seite", "seiten", "jahr", "jahre", "kapitel", "abschnitt",
    "sitzung", "fall", "alter", "umfang", "zeitraum", "wert", "preis", "umkreis", "anhang", "anlage",
    "absatz", "abs", "artikel", "art", "satz", "teil", "bereich", "modul", "block", "quartal", "monat",
    "tag", "durchschnitt", "verhältnis", "montag", "dienstag", "mittwoch", "donnerstag", "freitag",
    "samstag", "sonntag", "januar", "februar", "märz", "april", "mai", "juni", "juli", "august",
    "september", "oktober", "november", "dezember", "sommer", "winter", "herbst", "frühjahr",
    "wintersemester", "sommersemester", "schuljahr", "haushaltsjahr", "geschäftsjahr", "ziffer", "nummer",
    "position", "punkt", "top", "plz", "konto", "klasse", "gruppe", "team", "version", "stufe", "gleis",
    "linie", "bus", "los", "lose", "halle", "paragraph", "vorjahr", "buchstabe", "spalte", "zeile",
    "tabelle", "abbildung", "bild", "schritt", "anzahl", "menge", "größe", "summe", "betrag", "gemarkung",
    "flurstück", "parzelle", "hebesatz", "kennziffer", "platz", "rang", "ende", "anfang", "stand",
    "mitte", "deutschland", "region", "gemeinde", "stadt", "kreis", "landkreis", "bezirk", "wahlkreis",
]);

/// Words before a street's noun that make it one: `An der Kirche`.
#[rustfmt::skip]
pub(super) const PREPOSITIONS: &[&str] = &[
    "Am", "An", "Hinterm", "Im", "In", "Auf", "Zum", "Zur", "Unter", "Hinter", "Vor", "Bei", "Beim", "Ob", "Unterm",
    "Oberm", "Über", "Neben", "Zu", "AM", "AN", "IM", "IN", "AUF", "ZUM", "ZUR", "UNTER", "HINTER", "VOR",
];

#[rustfmt::skip]
pub(super) const ARTICLES: &[&str] = &["der", "den", "dem", "die", "das", "DER", "DEN", "DEM"];

/// What streets with a preposition are named after.
#[rustfmt::skip]
pub(super) const PLACES: &List = &List::new(&[
    "markt", "bahnhof", "kirche", "mühle", "wald", "bach", "see", "rathaus", "schloss", "schloß", "anger",
    "berg", "hang", "feld", "kamp", "rain", "graben", "tor", "hafen", "sportplatz", "friedhof", "dorf",
    "brunnen", "linden", "linde", "wiesen", "wiese", "garten", "gärten", "winkel", "grund", "tal",
    "busch", "brink", "esch", "bruch", "teich", "weiher", "ufer", "damm", "wall", "ring", "hof", "eck",
    "acker", "äcker", "bühl", "höhe", "heide", "holz", "kreuz", "stein", "steg", "weinberg", "hag", "loh",
    "horst", "kanal", "mauer", "stadtmauer", "gut", "park", "platz", "weg", "allee", "eichen", "buchen",
    "birken", "tannen", "moor", "furt", "steinbruch", "siedlung", "stadion", "schießstand", "sonnenhang",
    "kapelle", "kloster", "burg", "försterei", "ziegelei", "höfen", "höfe", "gärtnerei", "molkerei", "wiesengrund", "insel", "halde", "leite", "steig", "gries", "aue",
    "weide",
]);
