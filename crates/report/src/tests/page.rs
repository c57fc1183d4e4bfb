// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

/// An element as the page has it.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// The names of those around it
    inside: Vec<String>,
}

/// Reads the page as strict XML; unbalanced or unescaped markup fails here.
fn elements(html: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = true;
    let mut open = Vec::new();
    let mut found = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                let name = tag.name().as_ref().to_owned();
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                });
                let attributes = attributes.collect();
                found.push(Element { name: name.clone(), attributes, inside: open.clone() });
                if matches!(event, Event::Start(_)) {
                    open.push(name);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    found
}

/// Which elements with which attributes occur.
fn vocabulary(html: &str) -> BTreeSet<String> {
    let words = elements(html).into_iter().map(|e| {
        let attributes = e.attributes.into_keys().collect::<Vec<_>>().join(" ");
        format!("<{} {attributes}>", e.name)
    });
    words.collect()
}

#[test]
fn the_page_keeps_its_form() {
    let town = musterstadt();
    for lang in LANGS {
        insta::assert_snapshot!(format!("html_{}", lang.tag()), report(&town, lang).to_html().unwrap());
    }
}

/// What a harmless inventory needs.
static ALLOWED: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| vocabulary(&report(&named("Bauakten"), Lang::De).to_html().unwrap()));

fn cannot_become_markup(name: &str) {
    let inventory = named(name);
    let html = report(&inventory, Lang::De).to_html().unwrap();
    let strange = vocabulary(&html).difference(&ALLOWED).cloned().collect::<Vec<_>>();
    assert_eq!(strange, [""; 0], "{name:?}");
}

#[test]
fn hostile_names_cannot_become_markup() {
    for name in HOSTILE {
        cannot_become_markup(name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_name_cannot_become_markup(name in any_name()) {
        cannot_become_markup(&name);
    }
}

#[test]
fn the_page_loads_and_runs_nothing() {
    let html = report(&named("https://example.org/"), Lang::En).to_html().unwrap();
    assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline';"));
    let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    assert!(!style.contains("@import") && !style.contains("http") && !style.contains("data:"));
    assert!(style.split("url(").skip(1).all(|rest| rest.starts_with('#')));
    for element in elements(&html) {
        assert!(
            !["script", "link", "img", "iframe", "object", "base", "form"].contains(&element.name.as_str())
        );
        for (key, value) in &element.attributes {
            assert!(!key.starts_with("on") && key != "src" && key != "style", "{key}");
            assert!(!key.ends_with("href") || value.starts_with('#'), "{value}");
        }
    }
}

#[test]
fn the_page_is_accessible_as_far_as_markup_can_say() {
    for inventory in [musterstadt(), Inventory::default()] {
        for lang in LANGS {
            accessible(&report(&inventory, lang).to_html().unwrap(), lang);
        }
    }
}

pub(crate) fn accessible(html: &str, lang: Lang) {
    let elements = elements(html);
    let of = |name: &'static str| elements.iter().filter(move |e| e.name == name);
    assert_eq!(of("html").next().unwrap().attributes["lang"], lang.tag());
    let mut ids = HashSet::new();
    for id in elements.iter().filter_map(|e| e.attributes.get("id")) {
        assert!(ids.insert(id), "the id {id} stands twice");
    }
    for target in of("a").map(|a| a.attributes["href"].trim_start_matches('#')) {
        assert!(ids.iter().any(|id| *id == target), "no place to go for #{target}");
    }
    let mut level = 0;
    for heading in elements.iter().filter(|e| matches!(e.name.as_str(), "h1" | "h2" | "h3" | "h4")) {
        let next = heading.name[1..].parse::<u32>().unwrap();
        assert!(next <= level + 1, "{} follows a heading of level {level}", heading.name);
        level = next;
    }
    assert_eq!(of("table").count(), of("caption").count());
    assert!(of("th").all(|th| th.attributes.contains_key("scope")));
    for svg in of("svg") {
        let named = svg.attributes.get("role").is_some_and(|r| r == "img");
        let labels = svg.attributes.get("aria-labelledby").map(|l| l.split(' ').collect::<Vec<_>>());
        assert!(svg.attributes.contains_key("aria-hidden") || named, "{:?}", svg.attributes);
        assert!(labels.into_iter().flatten().all(|id| ids.iter().any(|i| *i == id)));
    }
    for name in ["title", "desc"] {
        let in_charts = of(name).filter(|e| e.inside.last().is_some_and(|l| l == "svg")).count();
        assert_eq!(in_charts, of("svg").filter(|s| s.attributes.contains_key("role")).count());
    }
    // What scrolls can be reached by keyboard.
    let scrolling = elements.iter().filter(|e| e.attributes.get("class").is_some_and(|c| c == "scroll"));
    assert!(scrolling.into_iter().all(|e| e.attributes.get("tabindex").is_some_and(|t| t == "0")));
}

/// Relative luminance and contrast by WCAG 2.2.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |color: [u8; 3]| {
        let [red, green, blue] = color.map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn colours_have_the_contrast_that_the_style_promises() {
    let css = include_str!("../../templates/report.css");
    let schemes = css.split(":root {").skip(1).map(|block| {
        let block = block.split('}').next().unwrap();
        let colours = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
        colours
            .map(|(name, hex)| {
                let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
                (name, [byte(0), byte(2), byte(4)])
            })
            .collect::<BTreeMap<_, _>>()
    });
    let schemes = schemes.collect::<Vec<_>>();
    assert_eq!(schemes.len(), 3, "light, dark, print");
    for colours in schemes {
        let paper = colours["paper"];
        assert!(contrast(colours["ink"], paper) >= 7.0);
        assert!(contrast(colours["muted"], paper) >= 7.0);
        assert!(contrast(colours["fill"], paper) >= 4.5);
        assert!(contrast(colours["fill"], colours["track"]) >= 3.0);
    }
}
