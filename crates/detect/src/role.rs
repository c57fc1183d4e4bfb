// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whose a finding is, as far as its kind, its form and the words next to it tell. Asked at matches only.

use crate::Match;
use crate::columns::Heading;
use crate::phrases::{Vocabulary, word_end};
use crate::streets;
use crate::view::View;
use aho_corasick::AhoCorasick;
use hoheit_types::{Entity, Role};

/// How far words before a match tell, in bytes: its line and the one above.
const BEFORE: usize = 72;
/// How far words behind it on its line do.
const BEHIND: usize = 32;

const OFFICIAL: &str = "Sachbearbeit* Bearbeiter Bearbeiterin Ansprechpartner* Ansprechperson* Auskunft_erteilt Durchwahl Zimmer Zi= gez= \
    Auftrag= Vertretung= Bürgermeister* Oberbürgermeister* Landrat= Landrätin= Amtsleit* Dezernent* Beigeordnete* Stadtrat= Stadträtin= \
    Ratsherr Ratsfrau Ratsmitglied* Ausschussvorsitz* Vorsitzende* Vorsitz= Fachbereichsleit* Abteilungsleit* Sachgebietsleit* Referatsleit* \
    Leiter= Leiterin= Richter= Richterin= Notar= Notarin= Rechtsanwalt= Rechtsanwältin= Pfarrer= Pfarrerin= Schulleit* Polizeikommissar* \
    Polizeihauptkommissar* Polizeiobermeister* Kommissar= Gutachter= Referent= Referentin= Protokollführ* Schriftführ* Fachkraft= \
    Es_schreibt_Ihnen Minister= Ministerin= Staatssekretär* Hausarzt= Hausärztin= Dienststellenleit* Sachgebiet= Klassenlehrer* \
    Lehrer= Lehrerin= Stadtverwaltung= Dienststelle= Ihre_Ansprechpartnerin Beauftragte* Justizbeschäftigte Urkundsbeamt* Standesbeamt* \
    Fallmanager* Datenschutzbeauftragte* Kämmerer= Kämmerin= Projektleit* Anwesend= Teilnehmer= leitet= leitete= Pflegeberat* Sozialarbeit* Sozialdienst= Dolmetscher= Dolmetscherin= Hilfspolizist* Amtsarzt= \
    Amtsärztin= Hebamme= Berufsbetreuer* Prüfer= Prüferin= Protokoll= Aufgenommen= Wv= Wiedervorlage= Es_berät_Sie";
const CITIZEN: &str = "Antragsteller* geb= Geb= geboren* Geburtsname= Geburtsdatum= wohnhaft= Kläger* Patient= Patientin= des_Patienten= Versicherte= Versicherter= Versicherten= Versichertennummer Eigentümer* Halter* Mieter* \
    Schüler= Schülerin= Bewerber* Petent* Beschuldigte* Betroffener= der_Betroffene= die_Betroffene= Betroffene_Person= Zeuge= Zeugin= Betreute* Kind= Kindes= Sohn= Tochter= Mutter= Vater= Ehefrau= \
    Ehemann= Ehegatte* Kontoinhaber* Steuerpflicht* Gebührenpflicht* Hilfeempfänger* geehrte* privat= Notfallkontakt= Widerspruchsführer* \
    Verstorbene* Familie= Eheleute= Sorgeberechtigte* Bewohner* Mandant* Schuldner* Zahlungspflicht* Anschlussinhaber* Versicherungsnehmer* \
    Geschädigte* Fahrer= Fahrerin= Angeklagte* Pflegebedürftige* Erziehungsberechtigt* Bauherr= Bauherrin= Anmelder* Hundehalter* \
    Leistungsberechtigte* Unterhaltspflichtig* Ihr_Konto Ihre_Anschrift mein_Konto meine= bin= Erbe= Erbin= Verkäufer= Käufer= \
    Grundstückseigentümer* Name_Vorname Nachname_Vorname Vorname= Familienname= Rufname= Versichertennummer=";
const ORGANISATION: &str = "Poststelle= Rathaus= Zentrale= Telefonzentrale= Vermittlung= Bürgerbüro= Bürgerservice= Servicetelefon= Hotline= Internet= \
    Öffnungszeiten= Sprechzeiten= Stadtkasse= Gemeindekasse= Kreiskasse= Amtskasse= Landeskasse= Postanschrift= Hausanschrift= Bankverbindung= \
    Bankverbindungen= Verlag= Amtsgericht= Verwaltungsgericht= Landratsamt= Finanzamt= GmbH= Lieferant= Auftragnehmer= Impressum= Redaktion= \
    Kreisverwaltung= Gemeindeverwaltung= Besucheranschrift= Sparkasse= Rechnungssteller= Notruf= Giftnotruf= Bereitschaftsdienst= Feuerwehr=";

/// Places that an address or a telephone belongs to, behind their name.
const PLACES: &str = "Bürgerhaus= Gemeindehaus= Dorfgemeinschaftshaus= Stadthalle= Sporthalle= Turnhalle= Mehrzweckhalle= Feuerwehrhaus= \
    Feuerwehrgerätehaus= Grundschule= Gesamtschule= Realschule= Gymnasium= Berufsschule= Volkshochschule= Musikschule= Kita= Kindertagesstätte= \
    Kindergarten= Stadtbibliothek= Stadtbücherei= Museum= Stadtarchiv= Standort= Außenstelle= Dienstgebäude= Verwaltungsgebäude= Auftraggeber= \
    Vergabestelle= Hallenbad= Freibad= Schwimmbad= Wertstoffhof= Recyclinghof= Bauhof= Friedhof= Klinikum= Krankenhaus= Apotheke= Bürgeramt= \
    Gateway= Router= Switch= Drucker= Server= DNS= NTP= Netzmaske= Proxy= Jobcenter= Gesundheitsamt= Zulassungsstelle= Seniorenzentrum= Begegnungsstätte= Beratungsstelle= Geschäftsstelle=";

/// Mailboxes of organisations: the whole part before the `@`, or its beginning before a `.`, `-` or digit.
const MAILBOXES: &[&str] = &[
    "poststelle",
    "info",
    "kontakt",
    "stadt",
    "gemeinde",
    "rathaus",
    "buergerbuero",
    "buergerservice",
    "buergeramt",
    "service",
    "verwaltung",
    "presse",
    "pressestelle",
    "webmaster",
    "datenschutz",
    "vergabe",
    "vergabestelle",
    "sekretariat",
    "office",
    "noreply",
    "no-reply",
    "donotreply",
    "support",
    "hotline",
    "mail",
    "post",
    "zentrale",
    "team",
    "redaktion",
    "bewerbung",
    "bewerbungen",
    "personal",
    "personalamt",
    "rechnung",
    "rechnungen",
    "einkauf",
    "kasse",
    "stadtkasse",
    "bibliothek",
    "stadtbibliothek",
    "kita",
    "schule",
    "feuerwehr",
    "admin",
    "postmaster",
    "hello",
    "hallo",
    "beratung",
    "anfrage",
    "anfragen",
    "empfang",
    "archiv",
    "stadtarchiv",
    "wahlen",
    "wahlamt",
    "leitung",
    "kanzlei",
    "praxis",
    "helpdesk",
    "bestellung",
    "shop",
    "news",
    "newsletter",
    "abuse",
    "security",
    "edv",
    "it",
    "vorzimmer",
    "geschaeftsstelle",
    "kundenservice",
    "kundendienst",
    "zulassung",
    "fundbuero",
    "auskunft",
    "melden",
    "beschwerde",
    "ratsinfo",
    "gremien",
    "tourismus",
    "kultur",
    "museum",
    "jugend",
    "soziales",
];
/// How mailboxes of offices end.
const MAILBOX_ENDINGS: &[&str] =
    &["amt", "stelle", "buero", "büro", "dienst", "verwaltung", "referat", "dezernat", "service"];
/// Words in domains of authorities.
const AUTHORITIES: &[&str] = &[
    "stadt",
    "kreis",
    "gemeinde",
    "landratsamt",
    "amt-",
    "-amt",
    "verwaltung",
    "rathaus",
    "polizei",
    "justiz",
    "ministerium",
    "regierung",
    "bund.de",
    "bundes",
    "landtag",
    "finanzamt",
    "gericht",
    "nrw.de",
    "bayern.de",
    "hessen.de",
    "sachsen.de",
    "berlin.de",
    "hamburg.de",
    "bremen.de",
    "bwl.de",
    "niedersachsen.de",
    "brandenburg.de",
    "thueringen.de",
    "rlp.de",
    "saarland.de",
    "jobcenter",
    "verbandsgemeinde",
    "bezirk",
];
/// Providers where people have their mailbox.
const PROVIDERS: &[&str] = &[
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "gmail.com",
    "googlemail.com",
    "yahoo.de",
    "yahoo.com",
    "hotmail.com",
    "hotmail.de",
    "outlook.com",
    "outlook.de",
    "freenet.de",
    "posteo.de",
    "mailbox.org",
    "icloud.com",
    "aol.com",
    "live.de",
    "arcor.de",
    "kabelmail.de",
    "proton.me",
    "me.com",
    "email.de",
    "online.de",
    "vodafone.de",
    "mail.de",
    "unitybox.de",
];

/// What tells whose a match is.
#[derive(Debug)]
pub(crate) struct Roles {
    words: Vocabulary<Role>,
    /// Finds [`AUTHORITIES`] in domains
    authorities: Option<AhoCorasick>,
    /// The same, for addresses and telephones
    places: Vocabulary<Role>,
}

impl Roles {
    pub(crate) fn new() -> Self {
        let (mut words, mut places) = (Vocabulary::new(), Vocabulary::new());
        for vocabulary in [&mut words, &mut places] {
            vocabulary.add(OFFICIAL, Role::Official);
            vocabulary.add(CITIZEN, Role::Citizen);
            vocabulary.add(ORGANISATION, Role::Organisation);
        }
        places.add(PLACES, Role::Organisation);
        Self { words, places, authorities: AhoCorasick::new(AUTHORITIES).ok() }
    }

    /// Whose matches of a stretch are: each by itself, or as those right before and behind it. Given in order, with the role
    /// and the end of the last one before them.
    pub(crate) fn tell(
        &self,
        view: &View<'_>,
        matches: &mut [Match],
        column: impl Fn(&Match) -> Role,
        last: &mut (Role, usize),
    ) {
        for at in 0..matches.len() {
            let Some(found) = matches.get(at) else { break };
            let mut role = self.role(view, found, column(found));
            if role == Role::Unknown && found.column.is_none() {
                if is_beside(view, last.1, found.span.start) {
                    role = last.0;
                }
                // `Muster, Erika, 12.08.1964`
                let next =
                    matches.get(at + 1).filter(|next| is_beside(view, found.span.end, next.span.start));
                if role == Role::Unknown {
                    role = next.map_or(role, |next| by_kind(next.entity));
                }
                if role == Role::Unknown && found.entity == Entity::Address && is_of_a_body(view, matches, at)
                {
                    role = Role::Organisation;
                }
            }
            if let Some(found) = matches.get_mut(at) {
                found.role = role;
                *last = (role, found.span.end);
            }
        }
    }

    /// Whose a match is; its span lies in `view`. `column` is what its column says.
    fn role(&self, view: &View<'_>, found: &Match, column: Role) -> Role {
        let kind = by_kind(found.entity);
        if kind != Role::Unknown {
            return kind;
        }
        if found.entity == Entity::Email {
            let form = self.by_mailbox(found.value.reveal());
            if form != Role::Unknown {
                return form;
            }
        }
        if found.entity == Entity::Phone
            && view.slice(found.span.end.saturating_sub(2)..found.span.end) == b"-0"
        {
            return Role::Organisation; // the switchboard
        }
        // Free of charge, at shared cost, for services: nobody at home has such a number.
        if found.entity == Entity::Phone
            && ["+49800", "+49180", "+49900"].iter().any(|service| found.value.reveal().starts_with(service))
        {
            return Role::Organisation;
        }
        if found.column.is_some() {
            return column;
        }
        self.around(view, found)
    }

    /// Whose a mailbox is by its address.
    fn by_mailbox(&self, address: &str) -> Role {
        let Some((local, domain)) = address.rsplit_once('@') else { return Role::Unknown };
        let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
        let head = local
            .split(['.', '-', '_', '+'])
            .next()
            .unwrap_or("")
            .trim_end_matches(|c: char| c.is_ascii_digit());
        if MAILBOXES.contains(&local.as_str())
            || MAILBOXES.contains(&head)
            || MAILBOX_ENDINGS.iter().any(|ending| local.ends_with(ending))
        {
            Role::Organisation
        } else if PROVIDERS.contains(&domain.as_str()) {
            Role::Citizen
        } else if self.authorities.as_ref().is_some_and(|authorities| authorities.is_match(&domain)) {
            Role::Official
        } else {
            Role::Unknown
        }
    }

    /// Whose the values in columns of a table are: each by its heading, or by what kind of table it is. `roles` are what the
    /// headings promise.
    pub(crate) fn columns(&self, header: &[String], roles: &[Option<Heading>]) -> Vec<Role> {
        let words: Vec<String> = header.iter().map(|heading| heading.to_lowercase()).collect();
        let any =
            |known: &[&str]| words.iter().any(|heading| known.iter().any(|word| heading.contains(word)));
        let holds = |wanted: fn(Heading) -> bool| roles.iter().flatten().any(|role| wanted(*role));
        let of_persons = holds(|role| by_kind(role.entity()) == Role::Citizen)
            || any(&[
                "versich",
                "konfession",
                "bekenntnis",
                "patient",
                "schüler",
                "antragsteller",
                "halter",
                "iban",
                "wohnort",
            ]);
        // Where a table names nobody, its streets are those of schools, shops and offices.
        let of_places = !of_persons && !holds(|role| role.entity() == Entity::PersonName);
        let table = if of_persons || any(&["plz", "anschrift"]) {
            Role::Citizen
        } else if any(&[
            "durchwahl",
            "zimmer",
            "abteilung",
            "amt",
            "organisationseinheit",
            "funktion",
            "dienststelle",
        ]) {
            Role::Official
        } else {
            Role::Unknown
        };
        let heading = |(index, heading): (usize, &String)| {
            let role = roles.get(index).copied().flatten();
            if of_places && role.map(Heading::entity) == Some(Entity::Address) {
                return Role::Organisation;
            }
            let view = View::new(heading);
            self.first(&view, 0, heading.len().min(BEFORE)).unwrap_or(table)
        };
        header.iter().enumerate().map(heading).collect()
    }

    /// What the nearest word that tells something says: behind on the same line, or before.
    fn around(&self, view: &View<'_>, found: &Match) -> Role {
        let (start, end) = (found.span.start, found.span.end);
        let line =
            view.slice(end..end + BEHIND).iter().position(|byte| *byte == b'\n' || view.is_barrier(*byte));
        let behind = self.first(view, end, end + line.unwrap_or(BEHIND));
        if found.entity == Entity::PersonName
            && let Some(role) = behind
        {
            return role;
        }
        let from = start.saturating_sub(BEFORE);
        // Two line breaks may lie between, as in a signature; no border of a cell.
        let window = view.slice(from..start);
        let mut breaks = 0;
        let border = window.iter().rposition(|byte| {
            breaks += usize::from(*byte == b'\n');
            breaks > 3 || view.is_barrier(*byte)
        });
        let from = border.map_or(from, |border| from + border + 1);
        let is_placed = matches!(found.entity, Entity::Address | Entity::Phone | Entity::Ip | Entity::Mac);
        let words = if is_placed { &self.places } else { &self.words };
        if let Some(role) = last(words, is_placed, view, from, start) {
            return role;
        }
        match found.entity {
            Entity::PersonName | Entity::Address if is_addressed(view, end) => Role::Citizen,
            _ => behind.unwrap_or(Role::Unknown),
        }
    }

    fn first(&self, view: &View<'_>, from: usize, to: usize) -> Option<Role> {
        let mut at = from;
        while at < to {
            let end = word_end(view, at);
            if end > at
                && let Some((role, _)) = self.words.longest(view, at, end)
            {
                return Some(role);
            }
            at = end.max(at + 1);
        }
        None
    }
}

/// Whether an address is that of what its line names before it, `Zweckverband Wasser, Am Markt 1`, and nobody stands near.
fn is_of_a_body(view: &View<'_>, matches: &[Match], at: usize) -> bool {
    /// How far a person may be, in bytes.
    const FAR: usize = 200;
    let Some(span) = matches.get(at).map(|found| found.span.clone()) else { return false };
    let is_contact = |kind| matches!(kind, Entity::Address | Entity::Phone | Entity::Email);
    let is_person = |found: &Match| !is_contact(found.entity) && found.role != Role::Organisation;
    let near = |other: &Match| {
        is_person(other) && other.span.start < span.end + FAR && span.start < other.span.end + FAR
    };
    let (before, behind) = matches.split_at(at);
    let line = view.slice(span.start.saturating_sub(BEFORE)..span.start);
    let line = line.rsplit(|byte| *byte == b'\n').next().unwrap_or(&[]);
    line.iter().filter(|byte| byte.is_ascii_lowercase()).count() > 3
        && !before.iter().rev().take(4).any(near)
        && !behind.iter().skip(1).take(4).any(near)
}

/// What the last word that tells something says; of addresses and telephones also buildings where nobody lives.
fn last(words: &Vocabulary<Role>, is_placed: bool, view: &View<'_>, from: usize, to: usize) -> Option<Role> {
    let mut at = from;
    let mut last = None;
    // A word that was cut at the window's start is none.
    if view.alphanumeric_before(at) {
        at = word_end(view, at);
    }
    while at < to {
        let end = word_end(view, at);
        if end > at {
            let is_venue = || is_placed && streets::is_venue(view.str(at..end));
            let role = words.longest(view, at, end).map(|(role, _)| role);
            last = role.or_else(|| is_venue().then_some(Role::Organisation)).or(last);
        }
        at = end.max(at + 1);
    }
    last
}

/// Whether what begins at an offset goes on with what ended before: a line further at most.
fn is_beside(view: &View<'_>, end: usize, start: usize) -> bool {
    /// ` / Mobil (privat): `
    const FAR: usize = 40;
    let between = view.slice(end..start);
    start >= end
        && between.len() <= FAR
        && end > 0
        && memchr::memchr_iter(b'\n', between).count() < 2
        && !between.iter().any(|byte| matches!(byte, b'.') || view.is_barrier(*byte))
}

/// Whose values of a kind are, wherever they stand.
const fn by_kind(entity: Entity) -> Role {
    match entity {
        Entity::BirthDate
        | Entity::SteuerId
        | Entity::Vsnr
        | Entity::Kvnr
        | Entity::IdCard
        | Entity::Passport
        | Entity::Mrz
        | Entity::CreditCard => Role::Citizen,
        entity if entity.is_special_category() => Role::Citizen,
        Entity::LeitwegId | Entity::VatId => Role::Organisation,
        _ => Role::Unknown,
    }
}

/// Whether a line with a postcode follows within two lines: the address field of a letter.
fn is_addressed(view: &View<'_>, end: usize) -> bool {
    const FIELD_BYTES: usize = 90;
    let below = view.slice(end..end + FIELD_BYTES);
    let lines = below.split(|byte| *byte == b'\n').skip(1).take(2);
    let mut lines = lines.map(|line| {
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits == 5 && line.get(5) == Some(&b' ')
    });
    lines.any(|postcode| postcode)
}

#[cfg(test)]
mod tests;
