// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Invented persons of an invented town. Names are drawn from lists that mirror who lives in German towns; any likeness
//! to living persons is chance. Nothing here leads to anybody: mail domains end in `.example` (RFC 2606), telephone
//! numbers are kept free for films, bank codes and postcodes do not exist.

use crate::day::Day;
use crate::numbers;
use crate::rng::Rng;

/// How a person is addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Salutation {
    /// Frau
    Frau,
    /// Herr
    Herr,
}

impl Salutation {
    /// `Frau` or `Herr`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Frau => "Frau",
            Self::Herr => "Herr",
        }
    }

    /// `geehrte Frau` or `geehrter Herr`, after "Sehr".
    pub const fn dear(self) -> &'static str {
        match self {
            Self::Frau => "geehrte Frau",
            Self::Herr => "geehrter Herr",
        }
    }
}

/// Where somebody lives, in Musterstadt or near it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Street without number
    pub street: &'static str,
    /// House number, some with a letter
    pub number: String,
    /// Five digits beginning with 43, a region that German postcodes do not use
    pub postcode: &'static str,
    /// An invented place
    pub town: &'static str,
}

impl Address {
    /// `Lindenstraße 12a`.
    pub fn street_line(&self) -> String {
        format!("{} {}", self.street, self.number)
    }

    /// `43210 Musterstadt`.
    pub fn town_line(&self) -> String {
        format!("{} {}", self.postcode, self.town)
    }

    /// `Lindenstraße 12a, 43210 Musterstadt`.
    pub fn line(&self) -> String {
        format!("{}, {}", self.street_line(), self.town_line())
    }
}

/// An invented person with everything that a town hall writes down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Frau or Herr
    pub salutation: Salutation,
    /// First names, some with a second one
    pub first: String,
    /// Surname, some doubled or with "von"
    pub last: String,
    /// Date of birth, 1931–2020
    pub born: Day,
    /// Place of birth
    pub birth_place: &'static str,
    /// Home
    pub address: Address,
    /// At an example domain
    pub email: String,
    /// Landline, in one of the usual writings
    pub phone: String,
    /// Mobile, in one of the usual writings
    pub mobile: String,
    /// Valid, without spaces
    pub iban: String,
    /// Valid, eleven digits
    pub steuer_id: String,
}

impl Person {
    /// Draws a person. Half of them are women, about one in twelve has a double surname.
    pub fn invent(rng: &mut Rng) -> Self {
        let (women, men, surnames) = rng.pick(&ORIGINS[..]);
        // Seven of ten have a name from the first list, the long-established ones.
        let (women, men, surnames) = if rng.chance(60) { ORIGINS[0] } else { (women, men, surnames) };
        let salutation = if rng.chance(50) { Salutation::Frau } else { Salutation::Herr };
        let firsts = if salutation == Salutation::Frau { women } else { men };
        let mut first = rng.pick(firsts).to_owned();
        if rng.chance(8) {
            let second = rng.pick(firsts);
            if second != first {
                first = format!("{first} {second}");
            }
        }
        let mut last = rng.pick(surnames).to_owned();
        if rng.chance(8) {
            let second = rng.pick(SURNAMES_GERMAN);
            if second != last {
                last = format!("{last}-{second}");
            }
        }
        let email = email(rng, &first, &last);
        Self {
            salutation,
            first,
            last,
            born: Day(Day::new(1931, 1, 1).0 + rng.below(90 * 365) as i64),
            birth_place: rng.pick(&BIRTH_PLACES),
            address: address(rng),
            email,
            phone: numbers::landline(rng),
            mobile: numbers::mobile(rng),
            iban: numbers::iban(rng),
            steuer_id: numbers::steuer_id(rng),
        }
    }

    /// `Erika Mustermann`.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// `Mustermann, Erika`.
    pub fn name_by_surname(&self) -> String {
        format!("{}, {}", self.last, self.first)
    }
}

/// An address in Musterstadt (two of three) or one of its neighbours.
pub fn address(rng: &mut Rng) -> Address {
    let (postcode, town) = if rng.chance(65) { TOWNS[rng.below(2)] } else { rng.pick(&TOWNS) };
    let letter = if rng.chance(15) { ["a", "b", "c"][rng.below(3)] } else { "" };
    Address { street: rng.pick(&STREETS), number: format!("{}{letter}", rng.between(1, 148)), postcode, town }
}

fn email(rng: &mut Rng, first: &str, last: &str) -> String {
    let first = ascii(first.split(' ').next().unwrap_or(first));
    let last = ascii(last);
    let domain = rng.pick(&MAIL_DOMAINS);
    match rng.below(4) {
        0 => format!("{}.{last}@{domain}", &first[..1]),
        1 => format!("{last}{}@{domain}", rng.between(1, 99)),
        _ => format!("{first}.{last}@{domain}"),
    }
}

/// Lower case in ASCII, as people spell themselves in mail addresses: `Şahin` → `sahin`, `Müller` → `mueller`.
pub fn ascii(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(|c| plain(c).chars())
        .collect::<String>()
        .to_lowercase()
}

/// The nearest ASCII writing of a letter; what is unknown becomes `x`.
fn plain(c: char) -> &'static str {
    const ASCII: &str = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if let Some(i) = ASCII.find(c) {
        return &ASCII[i..=i];
    }
    match c {
        'ä' | 'Ä' => "ae",
        'ö' | 'Ö' => "oe",
        'ü' | 'Ü' => "ue",
        'ß' => "ss",
        'á' | 'à' | 'ă' | 'ã' | 'â' | 'ą' => "a",
        'é' | 'è' | 'ë' | 'ê' | 'ę' => "e",
        'ı' | 'İ' | 'í' | 'ï' => "i",
        'ł' | 'Ł' => "l",
        'ş' | 'Ş' | 'ș' | 'Ș' | 'š' | 'Š' | 'ś' | 'Ś' => "s",
        'ç' | 'Ç' | 'č' | 'Č' | 'ć' => "c",
        'ğ' => "g",
        'ń' | 'ñ' | 'ň' => "n",
        'ž' | 'ź' | 'ż' | 'Ž' => "z",
        'ó' | 'ò' | 'ô' => "o",
        'đ' | 'Đ' => "d",
        'ý' => "y",
        'ț' | 'ţ' => "t",
        '\'' | '’' => "",
        _ => "x",
    }
}

/// Musterstadt and its neighbours. German postcodes beginning with 43 are not in use.
const TOWNS: [(&str, &str); 8] = [
    ("43210", "Musterstadt"),
    ("43212", "Musterstadt"),
    ("43220", "Neuenmühle"),
    ("43224", "Oberlindach"),
    ("43231", "Bad Probenau"),
    ("43245", "Beispielhausen"),
    ("43250", "Unterwiesenbrück"),
    ("43262", "Sankt Modelling"),
];

const BIRTH_PLACES: [&str; 20] = [
    "Musterstadt",
    "Musterstadt",
    "Bad Probenau",
    "Neuenmühle",
    "Hamburg",
    "Köln",
    "Leipzig",
    "München",
    "Rostock",
    "Breslau",
    "Königsberg",
    "Ankara",
    "İzmir",
    "Damaskus",
    "Łódź",
    "Hanoi",
    "Kiew",
    "Bukarest",
    "Palermo",
    "Asmara",
];

const MAIL_DOMAINS: [&str; 6] = [
    "post.example",
    "mail.example",
    "web.example",
    "t-netz.example",
    "freepost.example",
    "muster-verein.example",
];

const STREETS: [&str; 32] = [
    "Hauptstraße",
    "Bahnhofstraße",
    "Lindenstraße",
    "Am Mühlbach",
    "Gartenweg",
    "Schulstraße",
    "Kirchgasse",
    "Goethestraße",
    "Konrad-Adenauer-Platz",
    "Straße des Friedens",
    "An der alten Ziegelei",
    "Rosenweg",
    "Bergstraße",
    "Im Winkel",
    "Birkenallee",
    "Marktplatz",
    "Friedrich-Ebert-Straße",
    "Zum Sportplatz",
    "Wiesengrund",
    "Mühlenweg",
    "Clara-Zetkin-Straße",
    "Sudetenstraße",
    "Ostpreußenring",
    "Feldstraße",
    "Dorfstraße",
    "Untere Gasse",
    "Geschwister-Scholl-Straße",
    "Am Stadtgraben",
    "Hinter den Höfen",
    "Weststraße",
    "Ringstraße",
    "Finkenschlag",
];

type Origin = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// Women's names, men's names and surnames that go together.
const ORIGINS: [Origin; 7] = [
    (WOMEN_GERMAN, MEN_GERMAN, SURNAMES_GERMAN),
    (
        &["Ayşe", "Fatma", "Elif", "Zeynep", "Emine", "Gülay", "Şule", "Nur"],
        &["Mehmet", "Mustafa", "Emre", "Ömer", "Hüseyin", "Çağlar", "İbrahim", "Murat"],
        &["Yılmaz", "Öztürk", "Şahin", "Demir", "Çelik", "Aydın", "Kılıç", "Doğan", "Korkmaz", "Yıldırım"],
    ),
    (
        &["Agnieszka", "Małgorzata", "Katarzyna", "Joanna", "Zofia", "Beata"],
        &["Piotr", "Krzysztof", "Łukasz", "Tomasz", "Paweł", "Wojciech"],
        &["Kowalski", "Wiśniewski", "Nowak", "Dąbrowski", "Zieliński", "Szymańska", "Woźniak", "Jabłoński"],
    ),
    (
        &["Amal", "Layla", "Rania", "Hanan", "Samira", "Nour"],
        &["Ahmad", "Khaled", "Omar", "Yousef", "Hassan", "Tarek"],
        &["Al-Hassan", "Haddad", "Al Masri", "Khalil", "Darwish", "Saleh", "El-Sayed", "Nasser"],
    ),
    (
        &["Thi Lan", "Mai", "Linh", "Thanh Huong"],
        &["Van Minh", "Duc", "Quang", "Tuan Anh"],
        &["Nguyen", "Tran", "Pham", "Le", "Hoang", "Vo"],
    ),
    (
        &["Olena", "Oksana", "Natalia", "Irina", "Swetlana", "Ljudmila"],
        &["Andrij", "Dmytro", "Sergej", "Viktor", "Oleksandr", "Igor"],
        &["Kovalenko", "Schewtschenko", "Petrova", "Bondarenko", "Iwanow", "Melnyk", "Popov"],
    ),
    (
        &["Giulia", "Ana", "Ivana", "Eleni", "Ștefania", "Beatriz"],
        &["Giuseppe", "Zoran", "Dragan", "Nikolaos", "João", "Radu"],
        &["Rossi", "Jovanović", "Papadopoulos", "Šimić", "D'Angelo", "Popescu", "Fernández", "Marković"],
    ),
];

const WOMEN_GERMAN: &[&str] = &[
    "Erika",
    "Ursula",
    "Monika",
    "Petra",
    "Sabine",
    "Renate",
    "Karin",
    "Brigitte",
    "Ingrid",
    "Gisela",
    "Andrea",
    "Claudia",
    "Susanne",
    "Birgit",
    "Heike",
    "Anja",
    "Katrin",
    "Stefanie",
    "Julia",
    "Anna",
    "Lena",
    "Leonie",
    "Emma",
    "Mia",
    "Hannah",
    "Lieselotte",
    "Hannelore",
    "Anneliese",
    "Käthe",
    "Bärbel",
    "Jördis",
    "Ann-Kathrin",
    "Marie",
    "Sophie",
    "Charlotte",
    "Friederike",
    "Dörte",
    "Silke",
    "Ulrike",
    "Annegret",
];

const MEN_GERMAN: &[&str] = &[
    "Hans",
    "Peter",
    "Wolfgang",
    "Klaus",
    "Jürgen",
    "Günter",
    "Dieter",
    "Manfred",
    "Uwe",
    "Bernd",
    "Thomas",
    "Michael",
    "Andreas",
    "Stefan",
    "Christian",
    "Markus",
    "Sven",
    "Jan",
    "Tobias",
    "Lukas",
    "Finn",
    "Paul",
    "Ben",
    "Jonas",
    "Karl-Heinz",
    "Hans-Jürgen",
    "Ernst",
    "Otto",
    "Götz",
    "Jörg",
    "Björn",
    "Rüdiger",
    "Friedrich",
    "Wilhelm",
    "Emil",
    "Maximilian",
    "Florian",
    "Sebastian",
    "Detlef",
    "Horst",
];

const SURNAMES_GERMAN: &[&str] = &[
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "Schäfer",
    "Koch",
    "Bauer",
    "Richter",
    "Klein",
    "Wolf",
    "Schröder",
    "Neumann",
    "Schwarz",
    "Zimmermann",
    "Braun",
    "Krüger",
    "Hofmann",
    "Hartmann",
    "Lange",
    "Schmitt",
    "Werner",
    "Krause",
    "Meier",
    "Lehmann",
    "Köhler",
    "Herrmann",
    "König",
    "Walter",
    "Mayer",
    "Huber",
    "Kaiser",
    "Fuchs",
    "Peters",
    "Lang",
    "Scholz",
    "Möller",
    "Weiß",
    "Jung",
    "Hahn",
    "Vogel",
    "Friedrich",
    "Günther",
    "Keller",
    "Schubert",
    "Berger",
    "Frank",
    "Roth",
    "Beck",
    "Lorenz",
    "Baumann",
    "Franke",
    "Böhm",
    "Voß",
    "Jäger",
    "Groß",
    "Stein",
    "Sommer",
    "Winter",
    "Haas",
    "Graf",
    "Brandt",
    "Kühn",
    "Engel",
    "Horn",
    "Busch",
    "Bergmann",
    "Thomas",
    "Pfeiffer",
    "Sauer",
    "Arnold",
    "Ziegler",
    "Kuhn",
    "Pohl",
    "Lindner",
    "von der Heide",
    "von Bergen",
    "zu Hohenfels",
    "Grünwald",
    "Süßmilch",
    "Freudenreich",
    "Wohlgemuth",
    "Oßwald",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn persons_are_diverse_and_lead_nowhere() {
        let mut rng = Rng::new(7);
        let people: Vec<Person> = (0..2_000).map(|_| Person::invent(&mut rng)).collect();
        let names: HashSet<String> = people.iter().map(Person::name).collect();
        assert!(names.len() > 1_300, "{} names of 2000 persons", names.len());
        for person in &people {
            assert!(person.email.is_ascii() && person.email.ends_with(".example"), "{}", person.email);
            assert!(!person.email.contains(['x', ' ']) || person.email.ends_with(".example"));
            assert!(person.iban.starts_with("DE") && person.iban[4..].starts_with('9'));
            assert!(person.address.postcode.starts_with("43"));
        }
    }

    #[test]
    fn every_letter_of_every_name_has_an_ascii_writing() {
        let lists = ORIGINS.iter().flat_map(|(women, men, surnames)| [*women, *men, *surnames]);
        for name in lists.flatten() {
            let unknown = name.chars().find(|&c| plain(c) == "x" && c != 'x' && c != ' ');
            assert_eq!(unknown, None, "{name}");
        }
    }
}
