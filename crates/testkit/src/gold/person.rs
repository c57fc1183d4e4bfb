// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Role;
use super::identifiers;
use super::lists::Lists;
use crate::day::Day;
use crate::people;
use crate::rng::Rng;

/// Everything that a document may say about somebody, each value in its plain form.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) role: Role,
    pub(super) is_female: bool,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) birth_name: String,
    pub(super) born: Day,
    pub(super) home: Home,
    pub(super) email: String,
    pub(super) phone: PhoneNumber,
    pub(super) mobile: PhoneNumber,
    pub(super) fax: PhoneNumber,
    pub(super) iban: String,
    pub(super) steuer_id: String,
    pub(super) vsnr: String,
    pub(super) kvnr: String,
    pub(super) id_card: String,
    pub(super) passport: String,
    pub(super) plate: Plate,
    pub(super) vin: String,
    pub(super) credit_card: String,
    pub(super) ip: String,
}

/// Where somebody lives.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) street: &'static str,
    pub(super) number: String,
    pub(super) postcode: String,
    pub(super) town: String,
}

/// Area code with its zero, and the number behind it.
#[derive(Clone, Debug)]
pub(super) struct PhoneNumber {
    pub(super) area: String,
    pub(super) number: String,
}

/// The three parts of a licence plate, and `E` or `H` at its end.
#[derive(Clone, Debug)]
pub(super) struct Plate {
    pub(super) district: &'static str,
    pub(super) letters: String,
    pub(super) digits: String,
    pub(super) suffix: &'static str,
}

/// The office that writes: its town and how to reach it.
#[derive(Clone, Debug)]
pub(super) struct Office {
    pub(super) town: String,
    pub(super) postcode: String,
    pub(super) area: String,
    pub(super) domain: String,
    pub(super) head: String,
    pub(super) street: &'static str,
}

/// Given names and surnames by where a family comes from, as frequent as in a German town.
const ORIGINS: [(&str, usize); 12] = [
    ("german", 58),
    ("turkish", 10),
    ("polish", 6),
    ("arabic", 6),
    ("russian", 5),
    ("balkan", 4),
    ("italian", 3),
    ("spanish", 2),
    ("african", 2),
    ("vietnamese", 2),
    ("greek", 1),
    ("other", 1),
];

impl Office {
    pub(super) fn draw(rng: &mut Rng, lists: &Lists) -> Self {
        let (postcode, town, area) = town(rng, lists);
        let domain = format!("{}{}", rng.pick(&["stadt-", "", "gemeinde-", "rathaus-"]), domain_name(&town));
        let more = rng.below(3) + 2;
        let head = format!("{}{}", rng.between(2, 9), rng.digits(more));
        Self { town, postcode, area, domain: domain + ".de", head, street: lists.pick(rng, "streets") }
    }
}

fn domain_name(town: &str) -> String {
    let words: Vec<String> = town
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(people::ascii)
        .collect();
    words.join("-")
}

/// Postcode, name and area code of a town; one in three does not exist.
pub(super) fn town(rng: &mut Rng, lists: &Lists) -> (String, String, String) {
    let entry = if rng.chance(33) { lists.pick(rng, "towns.invented") } else { lists.pick(rng, "towns") };
    let mut parts = entry.splitn(3, ' ');
    let (postcode, area, name) = (parts.next(), parts.next(), parts.next());
    match (postcode, area, name) {
        (Some(postcode), Some(area), Some(name)) => (postcode.to_owned(), name.to_owned(), area.to_owned()),
        _ => panic!("a town is written as '12345 0123 Name': {entry}"),
    }
}

impl Person {
    /// Somebody who lives in the office's town (two of three) or elsewhere.
    pub(super) fn draw(
        rng: &mut Rng,
        lists: &Lists,
        office: &Office,
        role: Role,
        is_female: bool,
        born: Day,
    ) -> Self {
        let origin = origin(rng);
        let given = format!("{origin}.{}", if is_female { "women" } else { "men" });
        let first = first_name(rng, lists, &given);
        let last = surname(rng, lists, origin, is_female);
        let (mut home, area) = home(rng, lists, office);
        let (phone, mobile, fax) = (landline(rng, &area), mobile(rng), landline(rng, &area));
        let mut email = private_email(rng, lists, &first, &last);
        let (mut phone, mut fax) = (phone, fax);
        if role == Role::Official {
            let extension = rng.between(10, 899).to_string();
            phone = PhoneNumber { area: office.area.clone(), number: format!("{}-{extension}", office.head) };
            fax = PhoneNumber { area: office.area.clone(), number: format!("{}-9{extension}", office.head) };
            email = official_email(rng, office, &first, &last);
            home.street = office.street;
        }
        Self {
            vsnr: identifiers::vsnr(rng, born, is_female, &last),
            kvnr: identifiers::kvnr(rng),
            iban: identifiers::iban(rng),
            steuer_id: identifiers::steuer_id(rng),
            id_card: identifiers::id_card(rng),
            passport: identifiers::passport(rng),
            plate: plate(rng, lists),
            vin: identifiers::vin(rng),
            credit_card: identifiers::credit_card(rng),
            ip: identifiers::ip(rng),
            birth_name: surname(rng, lists, origin, is_female),
            role,
            is_female,
            first,
            last,
            born,
            home,
            email,
            phone,
            mobile,
            fax,
        }
    }
}

fn origin(rng: &mut Rng) -> &'static str {
    let mut place = rng.below(ORIGINS.iter().map(|(_, weight)| weight).sum());
    for (origin, weight) in ORIGINS {
        if place < weight {
            return origin;
        }
        place -= weight;
    }
    ORIGINS[0].0
}

fn first_name(rng: &mut Rng, lists: &Lists, list: &str) -> String {
    let first = lists.pick(rng, list);
    let second = lists.pick(rng, list);
    // Some have two given names, some write them with a hyphen.
    match rng.below(20) {
        0 | 1 if second != first => format!("{first} {second}"),
        2 if second != first && !first.contains(['-', ' ']) && !second.contains(['-', ' ']) => {
            format!("{first}-{second}")
        }
        _ => first.to_owned(),
    }
}

fn surname(rng: &mut Rng, lists: &Lists, origin: &str, is_female: bool) -> String {
    let draw = |rng: &mut Rng| {
        let name = lists.pick(rng, &format!("{origin}.surnames"));
        // "Kowalski/a": the part after the slash is what women bear instead of the last letter.
        match name.split_once('/') {
            Some((male, ending)) if is_female && ending == "a" && male.ends_with('i') => {
                format!("{}a", &male[..male.len() - 1])
            }
            Some((male, ending)) if is_female => format!("{male}{ending}"),
            Some((male, _)) => male.to_owned(),
            None => name.to_owned(),
        }
    };
    let last = draw(rng);
    match rng.below(100) {
        0..7 => {
            let second = lists.pick(rng, "german.surnames");
            if second == last { last } else { format!("{last}-{second}") }
        }
        7..10 if origin == "german" => {
            format!("{} {last}", rng.pick(&["von", "von der", "van", "zu", "von"]))
        }
        _ => last,
    }
}

fn home(rng: &mut Rng, lists: &Lists, office: &Office) -> (Home, String) {
    let (postcode, town, area) = if rng.chance(65) {
        (office.postcode.clone(), office.town.clone(), office.area.clone())
    } else {
        town(rng, lists)
    };
    let number = rng.between(1, 189);
    let number = match rng.below(12) {
        0 => format!("{number}{}", rng.pick(&["a", "b", "c", "d"])),
        1 => format!("{number} {}", rng.pick(&["a", "b", "c", "f"])),
        2 => format!("{number}-{}", number + 2),
        3 if rng.chance(40) => format!("{number}/{}", rng.between(1, 9)),
        _ => number.to_string(),
    };
    (Home { street: lists.pick(rng, "streets"), number, postcode, town }, area)
}

fn landline(rng: &mut Rng, area: &str) -> PhoneNumber {
    let length = 11_usize.saturating_sub(area.len()).clamp(4, 8);
    let number = format!("{}{}", rng.between(2, 9), rng.digits(length - 1));
    PhoneNumber { area: area.to_owned(), number }
}

fn mobile(rng: &mut Rng) -> PhoneNumber {
    let area = rng.pick(&[
        "0151", "0152", "0157", "0159", "0160", "0162", "0163", "0170", "0171", "0174", "0176", "0179",
    ]);
    let length = if area.starts_with("015") { 8 } else { 7 };
    let number = format!("{}{}", rng.between(2, 9), rng.digits(length - 1));
    PhoneNumber { area: area.to_owned(), number }
}

fn private_email(rng: &mut Rng, lists: &Lists, first: &str, last: &str) -> String {
    let first = people::ascii(first.split([' ', '-']).next().unwrap_or(first));
    let last = people::ascii(last);
    let domain = lists.pick(rng, "domains");
    match rng.below(8) {
        0 => format!("{}.{last}@{domain}", &first[..1]),
        1 => format!("{first}{}@{domain}", rng.between(55, 99)),
        2 => format!("{last}-{first}@{domain}"),
        3 => format!("{first}_{last}@{domain}"),
        4 => format!("{}{last}+post@{domain}", &first[..1]),
        _ => format!("{first}.{last}@{domain}"),
    }
}

fn official_email(rng: &mut Rng, office: &Office, first: &str, last: &str) -> String {
    let first = people::ascii(first.split([' ', '-']).next().unwrap_or(first));
    let last = people::ascii(last);
    if rng.chance(30) {
        format!("{}.{last}@{}", &first[..1], office.domain)
    } else {
        format!("{first}.{last}@{}", office.domain)
    }
}

fn plate(rng: &mut Rng, lists: &Lists) -> Plate {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    let district = lists.pick(rng, "plates");
    let suffix = match rng.below(25) {
        0 | 1 => "E",
        2 => "H",
        _ => "",
    };
    let letters: String = (0..rng.between(1, 2)).map(|_| char::from(rng.pick(LETTERS))).collect();
    // Eight characters at most (FZV, Anlage 4).
    let room = 8 - district.chars().count() - letters.len() - suffix.len();
    let more = rng.below(room.min(4));
    let digits = format!("{}{}", rng.between(1, 9), rng.digits(more));
    Plate { district, letters, digits, suffix }
}
