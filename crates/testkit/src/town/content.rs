// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the documents say. Each function writes one kind of document from a scene.

use super::scene::Scene;
use crate::day::Day;
use crate::document::{Cell, Document, Table};
use crate::people::Person;

/// Any of the makers below.
pub(crate) type Make = fn(&mut Scene<'_>) -> Document;

fn blank(scene: &Scene<'_>, title: &str) -> Document {
    let mut document = Document::new(scene.fill(title), scene.clerk.name(), scene.day);
    document.keywords = format!("{}; {}", scene.office.name, scene.subject);
    document
}

/// A few of the office's own sentences, each at most once.
fn sentences(scene: &mut Scene<'_>, count: usize) -> Vec<String> {
    let texts = scene.office.texts;
    let start = scene.rng.below(texts.len());
    texts.iter().cycle().skip(start).take(count.min(texts.len())).map(|text| scene.fill(text)).collect()
}

/// A letter to a citizen with address, reference, salutation and signature.
pub(crate) fn letter(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "{thema}");
    document.header =
        Some(format!("Stadt Musterstadt · {} · Rathausplatz 1 · 43210 Musterstadt", scene.office.name));
    document.footer =
        Some("Öffnungszeiten: Mo–Fr 8–12 Uhr, Do 14–18 Uhr · www.musterstadt.example".to_owned());
    document.text(scene.fill("{herr}"));
    document.text(scene.fill("{name}, {anschrift}"));
    document
        .text(scene.fill("Musterstadt, den {tag} · Unser Zeichen: {az} · Auskunft erteilt: {bearbeiter}"));
    let citizen = &scene.citizen;
    document.text(format!("Sehr {} {},", citizen.salutation.dear(), citizen.last));
    for text in sentences(scene, 3) {
        document.text(text);
    }
    let closing = format!("Telefon {}, E-Mail {}", scene.clerk.phone, scene.clerk.email);
    document.text("Für Rückfragen stehen wir Ihnen gern zur Verfügung.").text("Mit freundlichen Grüßen");
    document.text(format!("Im Auftrag {}", scene.clerk.name())).text(closing);
    document
}

/// A formal notice with amount, account and the instruction on legal remedies.
pub(crate) fn notice(scene: &mut Scene<'_>) -> Document {
    let mut document = letter(scene);
    document.title = scene.fill("Bescheid: {thema}");
    let cents = scene.rng.between(1_500, 180_000);
    document.heading("Festsetzung");
    document.text(scene.fill("Steuer-ID: {steuerid}, geboren am {geboren} in {geburtsort}."));
    document.text(format!(
        "Wir setzen einen Betrag von {} Euro fest, fällig am {}. Bei erteiltem Mandat buchen wir von Ihrem Konto {} ab.",
        Cell::Cents(cents).to_string().replace('.', ","),
        Day(scene.day.0 + 30),
        scene.fill("{iban}")
    ));
    document.heading("Rechtsbehelfsbelehrung");
    document.text(
        "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch bei der Stadt Musterstadt, \
         Rathausplatz 1, 43210 Musterstadt, erhoben werden.",
    );
    document
}

/// A filled-in form.
pub(crate) fn application(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Antrag: {thema}");
    let mut table = Table::new("Angaben", &["Feld", "Angabe"]);
    for (field, value) in [
        ("Familienname", "{nachname}"),
        ("Vorname", "{vorname}"),
        ("Geburtsdatum", "{geboren}"),
        ("Geburtsort", "{geburtsort}"),
        ("Anschrift", "{anschrift}"),
        ("Telefon", "{telefon}"),
        ("Mobil", "{mobil}"),
        ("E-Mail", "{email}"),
        ("IBAN", "{iban}"),
    ] {
        table.row([field.into(), scene.fill(value).into()]);
    }
    document.table(table);
    for text in sentences(scene, 1) {
        document.text(text);
    }
    document.text("Ich versichere die Richtigkeit meiner Angaben.");
    document.text(scene.fill("Musterstadt, {tag}, gez. {name}"));
    document
}

/// A note for the file.
pub(crate) fn memo(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Vermerk {az}: {thema}");
    document.comment = scene.rng.chance(30).then(|| "Bitte bis Freitag prüfen, danach zdA.".to_owned());
    document.text(scene.fill("{tag}, {bearbeiter}"));
    let call = "Anruf von {herr}, erreichbar unter {mobil} oder {email}. Es geht um: {thema}.";
    document.text(scene.fill(call));
    for text in sentences(scene, 2) {
        document.text(text);
    }
    document.text("1. Vermerk  2. Wiedervorlage in vier Wochen  3. zdA");
    document
}

/// Minutes of a meeting, several pages long.
pub(crate) fn minutes(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Niederschrift über die Sitzung am {tag}");
    document.header = Some(scene.fill("Stadt Musterstadt · {amt}"));
    let present: Vec<String> = (0..9).map(|_| Person::invent(&mut scene.rng).name()).collect();
    document.text(format!("Anwesend: {}", present.join(", ")));
    document.text(scene.fill("Beginn: 18:00 Uhr, Ende: 20:45 Uhr, Schriftführung: {bearbeiter}"));
    for item in 1..=scene.rng.between(4, 11) {
        let subject = scene.rng.pick(scene.office.subjects);
        document.heading(format!("TOP {item}: {subject}"));
        for text in sentences(scene, 2) {
            document.text(text);
        }
        let (yes, no) = (scene.rng.between(11, 24), scene.rng.between(0, 8));
        document.text(format!("Abstimmung: {yes} Ja, {no} Nein, {} Enthaltungen", scene.rng.below(4)));
    }
    document
}

/// A supplier's invoice.
pub(crate) fn invoice(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Rechnung RE-{jahr}-{nr}");
    let firm = format!("{} & Söhne GmbH", scene.citizen.last);
    document.author.clone_from(&firm);
    document.text(format!("{firm}, {}", scene.fill("{anschrift}")));
    document
        .text(scene.fill("An: Stadt Musterstadt, {amt}, Rathausplatz 1, 43210 Musterstadt. Datum: {tag}"));
    let mut table = Table::new("Positionen", &["Pos.", "Leistung", "Menge", "Einzelpreis", "Gesamt"]);
    let mut total = 0;
    for position in 1..=scene.rng.between(1, 6) {
        let goods =
            ["Büromaterial", "Kopierpapier A4", "Wartung", "Streusalz", "Reinigung", "Druckerpatronen"];
        let (amount, price) = (scene.rng.between(1, 40), scene.rng.between(199, 24_900));
        total += amount * price;
        let what = scene.rng.pick(&goods);
        table.row([
            Cell::Integer(position),
            what.into(),
            Cell::Integer(amount),
            Cell::Cents(price),
            Cell::Cents(amount * price),
        ]);
    }
    document.table(table);
    document.text(format!("Summe: {} EUR, zahlbar innerhalb von 14 Tagen.", Cell::Cents(total)));
    document.text(scene.fill("Bankverbindung: IBAN {iban}. Rückfragen: {telefon}"));
    document
}

/// A list of persons with everything that an office keeps about them.
pub(crate) fn register(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "{thema}");
    let mut table = Table::new(
        "Liste",
        &[
            "Nr",
            "Name",
            "Vorname",
            "Geburtsdatum",
            "Straße",
            "PLZ",
            "Ort",
            "Telefon",
            "E-Mail",
            "IBAN",
            "Betrag",
        ],
    );
    for number in 1..=scene.rng.between(12, 140) {
        let person = Person::invent(&mut scene.rng);
        table.row([
            Cell::Padded(number as u64, 5),
            person.last.as_str().into(),
            person.first.as_str().into(),
            Cell::Date(person.born),
            person.address.street_line().into(),
            person.address.postcode.into(),
            person.address.town.into(),
            person.phone.as_str().into(),
            person.email.as_str().into(),
            person.iban.as_str().into(),
            Cell::Cents(scene.rng.between(500, 90_000)),
        ]);
    }
    document.table(table);
    document
}

/// Figures without persons.
pub(crate) fn statistics(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Statistik {jahr}: {thema}");
    let mut table = Table::new("Zahlen", &["Monat", "Vorgänge", "erledigt", "offen", "Gebühren"]);
    for month in crate::day::MONTHS {
        let (all, open) = (scene.rng.between(20, 900), scene.rng.between(0, 19));
        table.row([
            month.into(),
            Cell::Integer(all),
            Cell::Integer(all - open),
            Cell::Integer(open),
            Cell::Cents(all * scene.rng.between(500, 3_000)),
        ]);
    }
    document.table(table);
    document.text("Quelle: eigene Erhebung. Ohne personenbezogene Daten.");
    document
}

/// A budget sheet.
pub(crate) fn budget(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Haushaltsplan {jahr}, {amt}");
    let mut table = Table::new("Ansätze", &["Produkt", "Sachkonto", "Bezeichnung", "Ansatz", "Ergebnis"]);
    for line in 0..scene.rng.between(20, 60) {
        let names =
            ["Geschäftsaufwand", "Personalaufwand", "Unterhaltung", "Zuweisungen", "Gebühren", "Zinsen"];
        let name = scene.rng.pick(&names);
        table.row([
            Cell::Padded(scene.rng.between(1_000, 9_999) as u64 * 100, 8),
            Cell::Integer(500_000 + line * 37),
            name.into(),
            Cell::Cents(scene.rng.between(0, 90_000_000)),
            Cell::Cents(scene.rng.between(-900_000, 90_000_000)),
        ]);
    }
    document.table(table);
    document
}

/// A form to be filled in: words that look like data, and no data.
pub(crate) fn template(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Vorlage: {thema}");
    document.text("«Anrede» «Vorname» «Nachname», «Straße» «Hausnummer», «PLZ» «Ort»");
    document.text(scene.fill("Unser Zeichen: «Aktenzeichen» · Auskunft erteilt: «Sachbearbeitung», {amt}"));
    document.text("Sehr geehrte Damen und Herren,").text(
        "hiermit teilen wir Ihnen mit, dass Ihr Antrag vom «Datum» eingegangen ist. Bitte reichen Sie die folgenden \
         Unterlagen nach: «Unterlagen».",
    );
    document.text("Mit freundlichen Grüßen").text("Im Auftrag");
    document
}

/// A circular to all staff.
pub(crate) fn circular(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Rundschreiben {nr}/{jahr}: {thema}");
    document.text("An alle Mitarbeiterinnen und Mitarbeiter der Stadtverwaltung Musterstadt.");
    for text in sentences(scene, 4) {
        document.text(text);
    }
    document.text(scene.fill("Ansprechpartner: {bearbeiter}"));
    document
}

/// A press release.
pub(crate) fn press(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Pressemitteilung vom {tag}: {thema}");
    document.text("Musterstadt. Die Stadtverwaltung informiert über aktuelle Vorhaben im Stadtgebiet.");
    for text in sentences(scene, 2) {
        document.text(text);
    }
    document.text(format!("Pressekontakt: {}, {}", scene.clerk.name(), scene.clerk.email));
    document
}

/// The telephone list of an office: persons, but nobody's secret.
pub(crate) fn phone_list(scene: &mut Scene<'_>) -> Document {
    let mut document = blank(scene, "Telefonliste {amt}, Stand {tag}");
    let mut table = Table::new("Telefon", &["Name", "Zimmer", "Durchwahl", "E-Mail"]);
    for _ in 0..14 {
        let person = super::scene::clerk(&mut scene.rng);
        let room = scene.rng.between(1, 320) as u64;
        let extension = scene.rng.between(100, 999);
        table.row([
            person.name_by_surname().into(),
            Cell::Padded(room, 3),
            Cell::Integer(extension),
            person.email.as_str().into(),
        ]);
    }
    document.table(table);
    document
}

/// What a mail says.
pub(crate) fn message(scene: &mut Scene<'_>) -> Document {
    let subject = if scene.rng.chance(40) { "AW: {thema} ({az})" } else { "{thema}" };
    let mut document = blank(scene, subject);
    if scene.rng.chance(50) {
        document.author = scene.citizen.name();
        document.last_editor = scene.clerk.name();
    }
    document.text("Guten Tag,");
    for text in sentences(scene, 2) {
        document.text(text);
    }
    document.text(scene.fill("Sie erreichen mich unter {mobil}. Viele Grüße, {name}, {anschrift}"));
    document
}
