// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Megabytes per second of the engine on one core, over generated German text and tables; by processor
//! time, the best of five rounds.
//!
//! `cargo run --release -p hoheit-detect --example throughput [filter]`

use hoheit_detect::{Engine, Match, RuleSet, Sink, Table};
use hoheit_types::Entity;
use std::time::Instant;

/// A linear congruential generator (Knuth, MMIX): the same text on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const SENTENCES: &[&str] = &[
    "Der Antrag auf Erteilung einer Baugenehmigung wurde gemäß § 63 der Landesbauordnung geprüft und in der Sitzung \
     vom 14.03.2023 beraten. ",
    "Die Gemeinde erhebt nach Maßgabe dieser Satzung Gebühren für die Benutzung der öffentlichen Einrichtungen. ",
    "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. ",
    "Die Kosten belaufen sich auf 12.345,67 Euro; im Haushaltsjahr 2024 stehen 98.000 Euro bereit. ",
    "Auf dem Grundstück am Alten Markt in Bonn befindet sich ein denkmalgeschütztes Gebäude mit 12 Zimmern. ",
    "Der Ausschuss für Umwelt, Verkehr und Stadtentwicklung nimmt die Mitteilung der Verwaltung zur Kenntnis. ",
    "Die Unterlagen liegen in der Zeit von Montag bis Freitag während der Dienststunden im Rathaus, Zimmer 204, aus. ",
    "Für die Beförderung von Schülerinnen und Schülern gelten die Vorschriften des Schulgesetzes entsprechend. ",
    "Der Vorgang mit 61 Blatt wurde am 2. Mai 2022 an das zuständige Fachamt abgegeben. ",
    "Soweit die Voraussetzungen des Absatzes 2 Satz 1 Nummer 3 vorliegen, ist die Genehmigung zu versagen. ",
];

const FINDINGS: &[&str] = &[
    "Frau Erika Mustermann, geb. 12.08.1964, ",
    "erika.mustermann@musterstadt.de ",
    "IBAN DE89 3704 0044 0532 0130 00 ",
    "Steuer-ID 36 574 261 809 ",
    "Tel. 0228/23125-17 ",
    "Herrn Dr. Max Muster, ",
];

/// Text with one finding per `every` bytes.
fn letters(size: usize, every: usize) -> String {
    let mut random = Random(7);
    let mut text = String::with_capacity(size + 512);
    let mut next = every;
    while text.len() < size {
        text.push_str(random.pick(SENTENCES));
        if random.below(6) == 0 {
            text.push('\n');
        }
        while text.len() > next {
            text.push_str(random.pick(FINDINGS));
            next += every;
        }
    }
    text
}

/// A table with two personal columns among eight.
fn rows(size: usize) -> String {
    let mut random = Random(11);
    let mut text = String::from("Nr;Nachname;Betrag;Datum;Objekt;Geburtsdatum;Ort;Schlüssel\n");
    while text.len() < size {
        let row = format!(
            "{};{};{},{:02};{:02}.{:02}.20{};Flur {} Nr. {};{:02}.{:02}.19{};Musterstadt;0{}\n",
            random.below(900_000),
            random.pick(&["Muster", "Müller", "Beispielmann", "Yılmaz"]),
            random.below(9000),
            random.below(99),
            random.below(27) + 1,
            random.below(11) + 1,
            random.below(14) + 10,
            random.below(30),
            random.below(900),
            random.below(27) + 1,
            random.below(11) + 1,
            random.below(60) + 30,
            random.below(90_000_000),
        );
        text.push_str(&row);
    }
    text
}

#[derive(Default)]
struct Count(u64);

impl Sink for Count {
    fn take(&mut self, _: Match) {
        self.0 += 1;
    }
}

/// Seconds that this process had a processor: other programs on the machine do not count.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    let nanos: f64 = stat.split(' ').next().and_then(|first| first.parse().ok()).expect("three numbers");
    nanos / 1e9
}

fn measure(name: &str, text: &str, tables: &[Table<'_>], engine: &Engine) {
    let mut best = f64::MAX;
    let mut count = Count::default();
    for _ in 0..5 {
        count = Count::default();
        let start = cpu_seconds();
        engine.document(text, tables, &mut count);
        best = best.min(cpu_seconds() - start);
    }
    println!("{name:<32} {:>8.0} MB/s {:>9} matches", text.len() as f64 / best / 1e6, count.0);
}

fn main() {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let start = Instant::now();
    let all = Engine::default();
    println!("start-up {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let identifiers = Engine::new(RuleSet::identifiers());
    let (sparse, dense, table) = (letters(32 << 20, 2048), letters(32 << 20, 100), rows(32 << 20));
    let header: Vec<String> = table.lines().next().unwrap_or("").split(';').map(str::to_owned).collect();
    let tables =
        [Table { name: "", span: 0..table.len(), header: &header, delimiter: b';', quote: Some(b'"') }];
    let names = Engine::new(RuleSet::only(Entity::PersonName));
    let runs: &[(&str, &str, &[Table<'_>], &Engine)] = &[
        ("identifiers, one per 2 KiB", &sparse, &[], &identifiers),
        ("all rules, one per 2 KiB", &sparse, &[], &all),
        ("names, one per 2 KiB", &sparse, &[], &names),
        ("identifiers, one per 100 bytes", &dense, &[], &identifiers),
        ("all rules, one per 100 bytes", &dense, &[], &all),
        ("table, identifiers", &table, &tables, &identifiers),
        ("table, all rules", &table, &tables, &all),
    ];
    for (name, text, tables, engine) in runs.iter().filter(|(name, ..)| name.contains(&filter)) {
        measure(name, text, tables, engine);
    }
}
