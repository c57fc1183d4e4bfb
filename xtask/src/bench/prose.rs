// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! German text as town halls have it, in any amount: minutes, letters, lists. Persons are invented and about as frequent
//! as on a file share: most pages name nobody, a list of members is full of names.

use super::trees;
use hoheit_testkit::people::Person;
use hoheit_testkit::{Rng, numbers};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Enough that starting up does not matter, little enough to lie in the page cache of any machine.
const TREE_BYTES: u64 = 200_000_000;
const SEED: u64 = 1848;

/// One paragraph in so many names a person with means of contact.
const PARAGRAPHS_PER_PERSON: usize = 12;

const SENTENCES: &[&str] = &[
    "Der Haupt- und Finanzausschuss hat die Vorlage in seiner Sitzung am {tag} beraten und einstimmig empfohlen.",
    "Die Verwaltung wird beauftragt, bis zum {tag} ein Konzept für die Sanierung der Grundschule vorzulegen.",
    "Für die Maßnahme stehen im Haushalt {betrag} Euro zur Verfügung; Fördermittel des Landes sind beantragt.",
    "Das Vorhaben wird unter dem Aktenzeichen {zeichen} geführt.",
    "Die Ausschreibung erfolgte nach den Vorschriften der Unterschwellenvergabeordnung.",
    "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden.",
    "Die Anlieger der Lindenstraße wurden mit Schreiben vom {tag} über die Bauarbeiten unterrichtet.",
    "Auf Nachfrage erklärte der Bürgermeister, dass die Kosten gegenüber der ersten Schätzung um {zahl} Prozent gestiegen sind.",
    "Das Protokoll der letzten Sitzung wird ohne Änderungen genehmigt.",
    "Im Bereich der Kläranlage sind {zahl} Schächte zu erneuern, davon drei noch in diesem Jahr.",
    "Der Bebauungsplan Nr. {zahl} liegt in der Zeit vom {tag} an für die Dauer eines Monats öffentlich aus.",
    "Die Freiwillige Feuerwehr rückte im Berichtszeitraum zu {zahl} Einsätzen aus, darunter neun Fehlalarme.",
    "Es wird darauf hingewiesen, dass Hunde an der Leine zu führen sind.",
    "Die Gebührensatzung wird an die gestiegenen Betriebskosten angepasst; die Kalkulation ist als Anlage beigefügt.",
    "Nach Prüfung der Unterlagen bestehen aus Sicht des Fachbereichs keine Bedenken.",
    "Der Zuschuss in Höhe von {betrag} Euro wird in zwei Raten ausgezahlt.",
    "Die Stellungnahmen der Träger öffentlicher Belange sind in der Abwägungstabelle zusammengefasst.",
    "Die Sperrung dauert voraussichtlich bis zum {tag}; eine Umleitung ist ausgeschildert.",
    "Das Freibad öffnet in diesem Jahr zwei Wochen später, weil die Umwälzpumpe ersetzt werden muss.",
    "Zum Sachverhalt wird auf die Vorlage {zeichen} verwiesen.",
    "Die Kämmerei rechnet für das laufende Jahr mit Mindereinnahmen bei der Gewerbesteuer von rund {betrag} Euro.",
    "Über die Vergabe der Kita-Plätze entscheidet der Träger im Benehmen mit der Verwaltung.",
    "Die Niederschrift wurde am {tag} gefertigt und den Mitgliedern zugesandt.",
    "Für Rückfragen stehen wir Ihnen während der Öffnungszeiten gern zur Verfügung.",
    "Der Winterdienst wird in der Rangfolge der Streupläne durchgeführt.",
    "Die Zahl der Ausleihen in der Stadtbücherei stieg auf {zahl} im Monat.",
];

/// The peer looks for it; it opens one sentence in some thousands.
const RARE: &str =
    "Das Rechnungsprüfungsamt hat den Jahresabschluss geprüft und keine Beanstandungen erhoben.";

/// A tree of csv, txt and html with 200 MB; returns its size in bytes.
pub(super) fn tree(root: &Path) -> Result<u64, String> {
    trees::once(root, "200 MB of German text, files of 2 to 128 kB", write)?;
    size(root).map_err(|e| super::at(root, &e))
}

/// A short note, different for each number.
pub(super) fn note(number: usize) -> String {
    let mut rng = Rng::new(SEED).child("note").child(&number.to_string());
    let mut text = format!("Vermerk {number}\n\n");
    for _ in 0..rng.between(1, 4) {
        text.push_str(&paragraph(&mut rng));
        text.push('\n');
    }
    text
}

fn write(root: &Path) -> io::Result<()> {
    let (mut written, mut number) = (0, 0);
    while written < TREE_BYTES {
        let mut rng = Rng::new(SEED).child(&number.to_string());
        // Evenly over the orders of magnitude, 2 to 128 kB, 37 kB on average.
        let length = 2_000usize << rng.below(7);
        let (extension, text) = match rng.below(10) {
            0..4 => ("txt", letter(&mut rng, length)),
            4..7 => ("csv", list(&mut rng, length)),
            _ => ("html", page(&mut rng, length)),
        };
        // A quarter of what is not HTML comes from older programs.
        let bytes =
            if extension != "html" && rng.chance(25) { windows_1252(&text) } else { text.into_bytes() };
        let folder = root.join(format!("Ablage {:02}", number / 100));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("Dokument {number:05}.{extension}")), &bytes)?;
        written += bytes.len() as u64;
        number += 1;
    }
    Ok(())
}

fn letter(rng: &mut Rng, length: usize) -> String {
    let mut text = String::with_capacity(length + 1000);
    while text.len() < length {
        text.push_str(&paragraph(rng));
        text.push_str("\n\n");
    }
    text
}

fn page(rng: &mut Rng, length: usize) -> String {
    let mut text = "<!DOCTYPE html>\n<html lang=\"de\">\n<head><meta charset=\"utf-8\"><title>Bekanntmachung</title></head>\n<body>\n".to_owned();
    while text.len() < length {
        let _ = writeln!(text, "<p class=\"text\">{}</p>", paragraph(rng));
        if rng.chance(10) {
            text.push_str("<ul><li><a href=\"/satzungen\">Satzungen</a></li><li>Formulare &amp; Merkbl&auml;tter</li></ul>\n");
        }
    }
    text.push_str("</body>\n</html>\n");
    text
}

/// A list of persons, or one of three figures that name nobody.
fn list(rng: &mut Rng, length: usize) -> String {
    let names_persons = rng.chance(25);
    let mut text = if names_persons {
        "Nr;Name;Vorname;Geburtsdatum;Ort;E-Mail;IBAN;Beitrag\n"
    } else {
        "Nr;Buchung;Kostenstelle;Datum;Text;Soll;Haben;Saldo\n"
    }
    .to_owned();
    let mut number = 0;
    while text.len() < length {
        number += 1;
        let amount = euros(rng);
        if names_persons {
            let p = Person::invent(rng);
            let row = [p.last, p.first, p.born.to_string(), p.address.town_line(), p.email, p.iban, amount];
            let _ = writeln!(text, "{number};{}", row.join(";"));
        } else {
            let (booking, post, day) = (rng.digits(8), rng.digits(6), day(rng));
            let (debit, balance) = (euros(rng), euros(rng));
            let _ = writeln!(
                text,
                "{number};{booking};{post};{day};Abschlag Energie und Wasser;{debit};{amount};{balance}"
            );
        }
    }
    text
}

fn paragraph(rng: &mut Rng) -> String {
    let mut text = String::new();
    for _ in 0..rng.between(2, 6) {
        text.push_str(&sentence(rng));
        text.push(' ');
    }
    if rng.below(PARAGRAPHS_PER_PERSON) == 0 {
        let p = Person::invent(rng);
        let contact = match rng.below(3) {
            0 => format!(
                "Ansprechpartner: {} {}, Telefon {}, E-Mail {}.",
                p.salutation.word(),
                p.name(),
                p.phone,
                p.email
            ),
            1 => format!(
                "{} {}, geboren am {}, wohnhaft {}.",
                p.salutation.word(),
                p.name(),
                p.born,
                p.address.line()
            ),
            _ => format!("Bitte überweisen Sie den Betrag auf das Konto {}.", numbers::in_fours(&p.iban)),
        };
        text.push_str(&contact);
    }
    text
}

fn sentence(rng: &mut Rng) -> String {
    if rng.below(20_000) == 0 {
        return RARE.to_owned();
    }
    let template = rng.pick(SENTENCES);
    let Some((before, rest)) = template.split_once('{') else { return template.to_owned() };
    let (slot, after) = rest.split_once('}').unwrap_or((rest, ""));
    let value = match slot {
        "tag" => day(rng),
        "betrag" => euros(rng),
        "zeichen" => format!("{}/{:03}-{}", rng.between(10, 99), rng.below(1000), rng.between(2005, 2026)),
        _ => rng.between(2, 480).to_string(),
    };
    format!("{before}{value}{after}")
}

fn day(rng: &mut Rng) -> String {
    format!("{:02}.{:02}.{}", rng.between(1, 28), rng.between(1, 12), rng.between(2005, 2026))
}

fn euros(rng: &mut Rng) -> String {
    format!("{}.{:03},{:02}", rng.between(1, 400), rng.below(1000), rng.below(100))
}

/// All letters that our texts use have the number of their code point in Windows-1252 too.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
}

fn size(root: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let facts = entry.metadata()?;
        bytes += if facts.is_dir() { size(&entry.path())? } else { facts.len() };
    }
    Ok(bytes)
}
