// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What lies on every share besides documents: scans, photos, mailboxes, and all that is old, broken, locked, temporary,
//! wrongly named or in the way.

use super::LAST_DAY;
use super::content;
use super::content::Make;
use super::offices::{self, Office, Series};
use super::scene::{self, Scene};
use crate::assets;
use crate::day::Day;
use crate::document::Document;
use crate::people::Person;
use crate::rng::Rng;
use crate::tree::{BuildError, TreeBuilder};
use crate::writers::image::{self, Exif};
use crate::writers::zip::{Method, ZipWriter};
use crate::writers::{Form, cards, docx, mail, pdf, sqlite, text::Encoding};

/// Adds all of it. `scale` multiplies scans, photos and mails; one of each oddity is enough.
pub(super) fn add(share: &mut TreeBuilder, rng: &Rng, scale: usize) -> Result<(), BuildError> {
    scans(share, rng.child("scans"), 30 * scale)?;
    photos(share, rng.child("photos"), 40 * scale)?;
    mailboxes(share, &rng.child("mailboxes"), 60 * scale)?;
    let mut rng = rng.child("oddities");
    lists(share, &mut rng)?;
    old(share)?;
    strangers(share, &mut rng)?;
    temporary(share)?;
    broken(share, &rng)?;
    locked(share)?;
    misnamed(share, &rng)?;
    names(share)?;
    #[cfg(unix)]
    links(share)?;
    Ok(())
}

fn noon(year: i64, month: u8, day: u8) -> i64 {
    Day::new(year, month, day).0 * 86_400 + 12 * 3_600
}

/// A day of the years given, in seconds.
fn some_day(rng: &mut Rng, from: i64, to: i64) -> i64 {
    let day = rng.between(Day::new(from, 1, 1).0, Day::new(to, 12, 31).0.min(LAST_DAY.0));
    day * 86_400 + rng.between(7 * 3_600, 17 * 3_600)
}

/// One document of some office.
fn document(rng: &Rng, label: &str, make: Make) -> Document {
    let office = offices::all().nth(rng.child(label).below(12)).unwrap_or(offices::first());
    let series = Series { folder: "", name: "", make, forms: &[], count: 1, years: (2004, 2024) };
    let clerk = scene::clerk(&mut rng.child(office.folder));
    (series.make)(&mut scene(rng, label, office, &series, std::slice::from_ref(&clerk)))
}

fn scene<'a>(rng: &Rng, label: &str, office: &'a Office, series: &Series, clerks: &'a [Person]) -> Scene<'a> {
    Scene::set(rng.child(label), rng.child(&format!("{label}!")), office, series, clerks, 0)
}

/// The post room's scanner. Each file differs by what the scanner notes in it, not by its picture.
fn scans(share: &mut TreeBuilder, mut rng: Rng, count: usize) -> Result<(), BuildError> {
    for number in 0..count {
        let seconds = some_day(&mut rng, 2005, 2026);
        let day = Day(seconds / 86_400);
        let note = format!("Scan {day:#} Nr. {number}");
        let after = |bytes: &[u8]| [bytes, format!("%{note}\n").as_bytes()].concat();
        let (ending, content) = match rng.below(6) {
            0 => ("tif", after(assets::SCAN_TIFF)),
            1 => ("png", image::png_with_text(assets::SCAN_PNG, "Comment", &note)),
            2 => ("png", image::png_with_text(assets::SCAN_NOTE_PNG, "Comment", &note)),
            3 => ("jpg", after(assets::SCAN_JPEG)),
            _ => ("pdf", after(assets::SCAN_PDF)),
        };
        let folder = format!("10 Hauptamt/10.3 Poststelle/Scaneingang/{}", day.year());
        share.put(&folder, &format!("SCAN{}_{number:04}.{ending}", day.compact()), &content, seconds)?;
    }
    Ok(())
}

fn photos(share: &mut TreeBuilder, mut rng: Rng, count: usize) -> Result<(), BuildError> {
    let places = ["Freibad Sanierung", "Mühlbach Hochwasser", "Ortsbegehung", "Einweihung Feuerwache"];
    let cameras = [("NIKON", "COOLPIX L20"), ("Canon", "PowerShot A530"), ("Apple", "iPhone 12")];
    for number in 0..count {
        let seconds = some_day(&mut rng, 2006, 2026);
        let (make, model) = rng.pick(&cameras);
        let exif = Exif {
            make: make.to_owned(),
            model: model.to_owned(),
            artist: Person::invent(&mut rng).name(),
            taken: Day(seconds / 86_400),
            // Somewhere in the North Sea, as seconds of arc: 55° N, 3° E.
            place: rng.chance(50).then(|| (198_000 + rng.below(900) as u32, 10_800 + rng.below(900) as u32)),
        };
        let content = image::jpeg_with_exif(assets::PHOTO_JPEG, &exif);
        let folder = format!("60 Bauamt/Fotos/{} {}", exif.taken.year(), rng.pick(&places));
        share.put(&folder, &format!("IMG_{:04}.JPG", 1_000 + number), &content, seconds)?;
    }
    Ok(())
}

/// Archived mailboxes: many mails in one file, some with attachments, one with a mail attached.
fn mailboxes(share: &mut TreeBuilder, rng: &Rng, count: usize) -> Result<(), BuildError> {
    for (name, year) in [("kaemmerei", 2014), ("buergermeister", 2019)] {
        let mut mails: Vec<mail::Mail> = (0..count / 2)
            .map(|number| {
                let document = document(rng, &format!("{name}{number}"), content::message);
                if number % 4 == 0 { mail::with_attachments(&document) } else { mail::as_mail(&document) }
            })
            .collect();
        if let [first, .., last] = &mut mails[..] {
            let forwarded = mail::Attachment {
                name: "Weitergeleitet.eml".to_owned(),
                kind: "message/rfc822".to_owned(),
                content: mail::write(first),
            };
            last.attachments.push(forwarded);
        }
        let folder = "_Postfächer Archiv";
        share.put(folder, &format!("{name}-{year}.mbox"), &mail::write_mbox(&mails), noon(year, 12, 30))?;
    }
    let mut people = rng.child("contacts");
    let people: Vec<Person> = (0..80).map(|_| Person::invent(&mut people)).collect();
    share.put("_Postfächer Archiv", "Kontakte.vcf", &cards::write_contacts(&people), noon(2021, 3, 5))
}

/// Two files larger than the rest: all inhabitants for an election, and a machine's log.
fn lists(share: &mut TreeBuilder, rng: &mut Rng) -> Result<(), BuildError> {
    let mut out = String::from("Nr;Name;Vorname;Geburtsdatum;Anschrift;Wahlbezirk\n");
    for number in 1..=12_000 {
        let person = Person::invent(rng);
        let (born, place, district) = (person.born, person.address.line(), rng.between(1, 14));
        put!(out, "{number};{};{};{born};{place};{district:02}\n", person.last, person.first);
    }
    let content = Encoding::Windows1252.encode(&out);
    share.put("33 Bürgerbüro/Wahlen/2021", "Wählerverzeichnis gesamt.csv", &content, noon(2021, 8, 20))?;
    let mut log = String::new();
    for line in 0..24_000 {
        let (minute, address, code) = (line / 17, rng.below(250), rng.pick(&[200, 200, 304, 404]));
        let (hour, minute) = (minute / 60 % 24, minute % 60);
        put!(
            log,
            "10.1.4.{address} - - [07/May/2016:{hour:02}:{minute:02}:00 +0200] \"GET /index.php\" {code} 5120\n"
        );
    }
    share.put("10 Hauptamt/10.2 IT/Logs", "access.log", log.as_bytes(), noon(2016, 5, 7))
}

/// Office 97 and its mails, in copies with other names, as they survive on every share.
fn old(share: &mut TreeBuilder) -> Result<(), BuildError> {
    let ppt = assets::ppt();
    let files: [(&str, &str, &[u8], i64); 8] = [
        ("32 Ordnungsamt/ALT", "Anhörung Böhm.doc", assets::DOC, 2003),
        ("_Sicherung alte PCs/PC Zimmer 114/Eigene Dateien", "Anhörung Böhm alt.doc", assets::DOC, 2003),
        ("20 Kämmerei/Archiv", "Erstattungen.xls", assets::XLS, 2004),
        ("20 Kämmerei/Archiv", "Klausur 2004.ppt", &ppt, 2004),
        ("20 Kämmerei/Postfach/2008", "Stundung Gewerbesteuer Böhm.msg", assets::MSG, 2008),
        ("10 Hauptamt/10.2 IT", "Zugänge.7z", assets::SEVEN_ZIP, 2019),
        ("_Sicherung alte PCs/PC Zimmer 114", "Kopie von Erstattungen.xls", assets::XLS, 2005),
        ("70 Bauhof und Friedhof/Archiv", "Klausur 2004.ppt", &ppt, 2004),
    ];
    for (folder, name, content, year) in files {
        share.put(folder, name, content, noon(year, 9, 1))?;
    }
    Ok(())
}

/// Formats that nobody here can read: by their first bytes as the real ones, noise after that.
fn strangers(share: &mut TreeBuilder, rng: &mut Rng) -> Result<(), BuildError> {
    let files: [(&str, &str, &[u8], usize, i64); 13] = [
        (
            "10 Hauptamt/10.9 Altbestand 1998-2003",
            "EINLADG.WPD",
            b"\xffWPC\x10\0\0\0\x01\x0a\x02\x01",
            9_000,
            1998,
        ),
        (
            "10 Hauptamt/10.9 Altbestand 1998-2003",
            "STATUT.WPD",
            b"\xffWPC\x10\0\0\0\x01\x0a\x02\x01",
            14_000,
            1999,
        ),
        ("60 Bauamt/Pläne", "Lageplan_Muehlbach.dwg", b"AC1015\0\0\0\0", 180_000, 2007),
        ("60 Bauamt/Geodaten", "flur12.shp", b"\0\0\x27\x0a\0\0\0\0", 60_000, 2012),
        ("20 Kämmerei/Archiv", "kasse.mdb", b"\0\x01\0\0Standard Jet DB\0\x01\0\0\0", 220_000, 2005),
        ("_Postfächer Archiv", "archiv2011.pst", b"!BDN\0\0\0\0SM\x17\0\x13\0", 400_000, 2011),
        ("10 Hauptamt/10.2 IT/Installation", "setup.exe", b"MZ\x90\0\x03\0\0\0", 300_000, 2010),
        ("10 Hauptamt/10.2 IT/Installation", "kernel.dll", b"MZ\x90\0\x03\0\0\0", 90_000, 2010),
        ("12 Ratsbüro/Ton", "Ratssitzung.mp3", b"ID3\x03\0\0\0\0\0\0", 500_000, 2013),
        ("12 Ratsbüro/Ton", "Image-Film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0", 700_000, 2018),
        ("36 Kfz-Zulassung (Außenstelle)/Export", "BESTAND.001", b"SATZ01\0\0", 40_000, 2002),
        ("37 Feuerwehr/Sicherung", "sicherung.bkf", b"TAPE\0\0\x03\0", 120_000, 2009),
        ("11 Personalamt/Export Bezüge", "LOHN.DAT", b"", 30_000, 2001),
    ];
    for (folder, name, magic, size, year) in files {
        let content = [magic, &rng.bytes(size)[..]].concat();
        share.put(folder, name, &content, noon(year, 4, 11))?;
    }
    let dbf = dbase(rng);
    share.put("70 Bauhof und Friedhof/Archiv", "GRAEBER.DBF", &dbf, noon(2000, 2, 29))?;
    // A disk image that holds nothing: large in listings, no block on disk.
    share.put_with("37 Feuerwehr/Sicherung", "platte_2009.img", noon(2009, 6, 30), |file| {
        file.set_len(SPARSE_BYTES)
    })
}

/// Enough to notice in a listing, little enough for a file system without holes.
const SPARSE_BYTES: u64 = 12 << 20;

/// A dBase III table with two columns.
fn dbase(rng: &mut Rng) -> Vec<u8> {
    const ROWS: u32 = 120;
    let fields: [(&str, u8); 2] = [("NAME", 40), ("ORT", 30)];
    let mut out = vec![3, 100, 2, 29];
    out.extend_from_slice(&ROWS.to_le_bytes());
    out.extend_from_slice(&(32 + 32 * fields.len() as u16 + 1).to_le_bytes());
    out.extend_from_slice(&71_u16.to_le_bytes());
    out.resize(32, 0);
    for (name, width) in fields {
        let start = out.len();
        out.extend_from_slice(name.as_bytes());
        out.resize(start + 11, 0);
        out.extend_from_slice(&[b'C', 0, 0, 0, 0, width]);
        out.resize(start + 32, 0);
    }
    out.push(0x0d);
    for _ in 0..ROWS {
        let person = Person::invent(rng);
        out.extend_from_slice(b" ");
        for (text, width) in [(person.name_by_surname(), 40), (person.address.town_line(), 30)] {
            let mut bytes = Encoding::Cp850.encode(&text);
            bytes.resize(width, b' ');
            out.append(&mut bytes);
        }
    }
    out.push(0x1a);
    out
}

/// What programs and people leave behind.
fn temporary(share: &mut TreeBuilder) -> Result<(), BuildError> {
    let mut owner = b"\x0bD. Lindner".to_vec();
    owner.resize(162, 0);
    let container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(64);
    let files: [(&str, &str, &[u8]); 14] = [
        ("12 Ratsbüro/Sitzungen", "~$rlage 12.docx", &owner),
        ("20 Kämmerei/20.1 Haushalt", "~$Ansatz 2024.xlsx", &owner),
        ("60 Bauamt/Fotos", "Thumbs.db", &container),
        ("60 Bauamt", "Thumbs.db", &container),
        ("12 Ratsbüro/Presse", ".DS_Store", b"\0\0\0\x01Bud1"),
        ("33 Bürgerbüro", "desktop.ini", b"[.ShellClassInfo]\r\nIconIndex=0\r\n"),
        ("33 Bürgerbüro/Meldewesen", "~WRL0003.tmp", b"\0\0\0\0"),
        ("50 Sozialamt", "Neues Textdokument.txt", b""),
        ("51 Jugendamt", "Neues Textdokument.txt", b""),
        ("51 Jugendamt", "test.txt", b"test"),
        ("37 Feuerwehr", "asdf.txt", b"\r\n"),
        ("37 Feuerwehr/Homepage", "index.html.bak", b"<html></html>"),
        ("10 Hauptamt/10.2 IT", "backup.log.old", b"ok\n"),
        (
            "32 Ordnungsamt",
            "Verkn\u{fc}pfung mit Laufwerk K.lnk",
            b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F",
        ),
    ];
    for (folder, name, content) in files {
        share.put(folder, name, content, noon(2017, 10, 4))?;
    }
    share.folder("50 Sozialamt/Neuer Ordner")?;
    share.folder("50 Sozialamt/Neuer Ordner (2)/Neuer Ordner")?;
    Ok(())
}

/// Whole once: cut off, overwritten, emptied.
fn broken(share: &mut TreeBuilder, rng: &Rng) -> Result<(), BuildError> {
    let letter = document(rng, "broken", content::minutes);
    let (pdf, docx) = (pdf::write(&letter), docx::write(&letter));
    let (zip, xlsx) = (Form::Zip.write(&letter), Form::Xlsx.write(&letter));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let mut overwritten = docx.clone();
    let middle = overwritten.len() / 3;
    overwritten[middle..middle * 2].fill(0);
    let folder = "_Sicherung alte PCs/gerettet von defekter Platte";
    for (name, content) in [
        ("Niederschrift.pdf", half(&pdf)),
        ("Niederschrift.docx", half(&docx)),
        ("Niederschrift (überschrieben).docx", overwritten),
        ("Anlagen.zip", half(&zip)),
        ("Liste.xlsx", half(&xlsx)),
        ("Bild.jpg", half(assets::SCAN_JPEG)),
        ("Brief.doc", half(assets::DOC)),
        ("Nullen.pdf", vec![0; 4_096]),
    ] {
        share.put(folder, name, &content, noon(2015, 1, 19))?;
    }
    Ok(())
}

/// Everything whose password left with somebody.
fn locked(share: &mut TreeBuilder) -> Result<(), BuildError> {
    let mut zip = ZipWriter::new();
    zip.add_with(b"Beurteilung.doc", Method::Encrypted("Musterstadt"), assets::DOC);
    let folder = "11 Personalamt/vertraulich";
    for (name, content) in [
        ("Beurteilung.zip", zip.finish().as_slice()),
        ("Stellenplan.docx", assets::LOCKED_DOCX),
        ("Gutachten.pdf", assets::LOCKED_PDF),
        ("Zugänge.7z", assets::LOCKED_SEVEN_ZIP),
    ] {
        share.put(folder, name, content, noon(2020, 7, 13))?;
    }
    Ok(())
}

/// Names that lie about their content, and a database that is in use.
fn misnamed(share: &mut TreeBuilder, rng: &Rng) -> Result<(), BuildError> {
    let list = document(rng, "misnamed", content::register);
    let folder = "35 Gewerbeamt/Register";
    let csv = Form::Csv(Encoding::Windows1252).write(&list);
    share.put(folder, "Export aus Verfahren.xls", &csv, noon(2019, 2, 6))?;
    share.put(folder, "Bescheid Muster.doc", &pdf::write(&list), noon(2018, 5, 22))?;
    share.put(folder, "Scan ohne Endung", &pdf::write(&list), noon(2018, 5, 22))?;
    let tables: Vec<_> = list.tables().cloned().collect();
    share.put(folder, "gewerbe.db", &sqlite::write(&tables), noon(2026, 11, 20))?;
    // The header of a write-ahead log (SQLite file format, 4.1) and a frame that is not committed.
    let mut log = b"\x37\x7f\x06\x82\0\x2d\xe2\x18\0\0\x10\0\0\0\0\0".to_vec();
    log.resize(32 + 24 + sqlite::PAGE_SIZE, 7);
    share.put(folder, "gewerbe.db-wal", &log, noon(2026, 11, 20))
}

/// Umlauts composed and decomposed, and a path that Windows programs of old could not open.
fn names(share: &mut TreeBuilder) -> Result<(), BuildError> {
    let text = "Gebühren ab 1. Januar\n".as_bytes();
    share.put("40 Schule und Kultur/Bücherei", "Gebührenübersicht.txt", text, noon(2016, 12, 1))?;
    let decomposed = "Gebu\u{308}hrenu\u{308}bersicht vom Mac.txt";
    share.put("40 Schule und Kultur/Bu\u{308}cherei", decomposed, text, noon(2016, 12, 2))?;
    let deep =
        ["Unterlagen zur Vorbereitung der Sitzung des Ausschusses für Umwelt und Verkehr"; 4].join("/");
    share.put(&format!("12 Ratsbüro/Ablage/{deep}"), "Tischvorlage zu TOP 4.txt", text, noon(2014, 6, 3))
}

/// A link that leads into itself and one that leads out of the share.
#[cfg(unix)]
fn links(share: &mut TreeBuilder) -> Result<(), BuildError> {
    share.link("10 Hauptamt/10.2 IT/Laufwerke", "K", "..")?;
    share.link("10 Hauptamt/10.2 IT/Laufwerke", "Server", "../../../..")?;
    share.link("10 Hauptamt/10.2 IT/Laufwerke", "kaputt.txt", "gibt-es-nicht.txt")
}
