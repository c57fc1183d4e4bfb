// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Documents whose values are known: what a reader must bring out, value by value.

use crate::document::{Cell, Document, Table};
use crate::numbers;
use crate::people::Person;
use crate::rng::Rng;
use crate::writers::Form;
use crate::writers::text::Encoding;
use hoheit_types::Entity;

/// A document and what was put into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledDocument {
    /// `0042.docx`; unique in one call
    pub file_name: String,
    /// Tells the formats apart in a table of results: `txt utf-16`
    pub format: &'static str,
    /// The file
    pub bytes: Vec<u8>,
    /// Every value in it, at least 20 of them
    pub values: Vec<Label>,
}

/// One value that stands in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it is
    pub entity: Entity,
    /// As a person sees it; compare without white space, for lines and cells may break anywhere
    pub text: String,
}

/// Formats whose fidelity is measured, with the names of their rows in the table of results.
pub const MEASURED: [(&str, Form); 12] = [
    ("docx", Form::Docx),
    ("xlsx", Form::Xlsx),
    ("pdf", Form::Pdf),
    ("html", Form::Html),
    ("csv utf-8", Form::CsvComma),
    ("csv windows-1252", Form::Csv(Encoding::Windows1252)),
    ("eml", Form::Eml),
    ("eml attachments", Form::EmlAttached),
    ("txt utf-8", Form::Text(Encoding::Utf8)),
    ("txt utf-16", Form::Text(Encoding::Utf16)),
    ("txt windows-1252", Form::Text(Encoding::Windows1252)),
    ("txt cp850", Form::Text(Encoding::Cp850)),
];

/// `count` documents, the formats of [`MEASURED`] in turn.
pub fn labelled_documents(seed: u64, count: usize) -> Vec<LabelledDocument> {
    (0..count)
        .map(|i| {
            let (format, form) = MEASURED[i % MEASURED.len()];
            let mut rng = Rng::new(seed).child(&format!("labelled {i}"));
            let mut draft = Draft::begin(&mut rng, encoding(form));
            // Separated values hold a table alone.
            if !matches!(form, Form::Csv(_) | Form::CsvComma) {
                draft.letter(&mut rng);
            }
            draft.list(&mut rng);
            LabelledDocument {
                file_name: format!("{i:04}.{}", form.extension()),
                format,
                bytes: form.write(&draft.document),
                values: draft.values,
            }
        })
        .collect()
}

/// A document with letter and list, as used where any valid document will do.
pub fn sample(seed: u64) -> Document {
    let mut rng = Rng::new(seed);
    let mut draft = Draft::begin(&mut rng, Encoding::Utf8);
    draft.letter(&mut rng);
    draft.list(&mut rng);
    draft.document
}

/// What the form can hold. PDF and mails in Latin-1 choose an encoding that has all letters of our names.
const fn encoding(form: Form) -> Encoding {
    match form {
        Form::Text(encoding) | Form::Csv(encoding) => encoding,
        _ => Encoding::Utf8,
    }
}

struct Draft {
    document: Document,
    values: Vec<Label>,
    encoding: Encoding,
}

impl Draft {
    fn begin(rng: &mut Rng, encoding: Encoding) -> Self {
        let author = Person::invent(rng);
        let day =
            crate::Day::new(rng.between(2005, 2026), rng.between(1, 11) as u8, rng.between(1, 28) as u8);
        let mut document =
            Document::new("Mitteilung über die Beteiligten", encoding.fit(&author.name()), day);
        document.header = Some("Stadt Musterstadt · Hauptamt".to_owned());
        document.footer = Some("Rathausplatz 1 · 43210 Musterstadt".to_owned());
        Self { document, values: Vec::new(), encoding }
    }

    /// Notes a value and hands it back as the encoding can write it.
    fn value(&mut self, entity: Entity, text: &str) -> String {
        let text = self.encoding.fit(text);
        self.values.push(Label { entity, text: text.clone() });
        text
    }

    /// Sentences with values inside.
    fn letter(&mut self, rng: &mut Rng) {
        for _ in 0..rng.between(2, 6) {
            let person = Person::invent(rng);
            let name = self.value(Entity::PersonName, &person.name());
            let born = self.value(Entity::BirthDate, &person.born.to_string());
            self.document.text(format!(
                "{} {name}, geboren am {born}, hat am 3. des Monats vorgesprochen und die Unterlagen übergeben.",
                person.salutation.word()
            ));
            let phone = self.value(Entity::Phone, &person.phone);
            let email = self.value(Entity::Email, &person.email);
            self.document
                .text(format!("Zu erreichen unter Telefon {phone} oder E-Mail {email} (bevorzugt)."));
            let iban = self.value(Entity::Iban, &numbers::in_fours(&person.iban));
            let id = self.value(Entity::SteuerId, &person.steuer_id);
            self.document
                .text(format!("Die Erstattung geht auf das Konto {iban}; die Steuer-ID lautet {id}."));
        }
    }

    /// A table with a value in each cell: as text, as numbers, as dates.
    fn list(&mut self, rng: &mut Rng) {
        let header = ["Nr.", "Name", "Geburtsdatum", "Mobil", "E-Mail", "IBAN", "Steuer-ID", "Betrag"];
        let mut table = Table::new("Beteiligte", &header);
        for number in 0..rng.between(4, 20) {
            let person = Person::invent(rng);
            let name = self.value(Entity::PersonName, &person.name_by_surname());
            self.value(Entity::BirthDate, &person.born.to_string());
            let mobile = self.value(Entity::Phone, &person.mobile);
            let email = self.value(Entity::Email, &person.email);
            let iban = self.value(Entity::Iban, &person.iban);
            let id = self.value(Entity::SteuerId, &person.steuer_id);
            let id = if rng.chance(50) {
                Cell::Text(id)
            } else {
                id.parse().map_or(Cell::Text(id), Cell::Integer)
            };
            table.row([
                Cell::Padded(number as u64 + 1, 4),
                name.into(),
                Cell::Date(person.born),
                mobile.into(),
                email.into(),
                iban.into(),
                id,
                Cell::Cents(rng.between(100, 1_000_000)),
            ]);
        }
        self.document.table(table);
    }
}
