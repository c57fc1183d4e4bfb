// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::is_garbage;

const GERMAN: &str = "Sehr geehrte Frau Beispiel, Ihr Antrag auf Wohngeld vom 3. März ist bei uns eingegangen. Wir \
    bitten Sie, die fehlenden Unterlagen bis zum Ende des Monats nachzureichen.";

#[track_caller]
fn check(text: &str, garbage: bool) {
    assert_eq!(is_garbage(text), garbage, "{text:?}");
}

#[test]
fn text_passes() {
    check("", false);
    check("Seite 1", false);
    check(GERMAN, false);
    check(&GERMAN.to_uppercase(), false);
    check(
        "The quick brown fox jumps over the lazy dog and sleeps beside the river all day long until night.",
        false,
    );
    check(
        "Cześć, proszę przesłać brakujące dokumenty do końca miesiąca, w przeciwnym razie wniosek odrzucimy.",
        false,
    );
    check(
        "Hakemuksenne on vastaanotettu ja käsitellään mahdollisimman pian. Kiitos kärsivällisyydestänne.",
        false,
    );
    check("申请已收到，我们将尽快处理。请在月底之前提交缺少的文件，否则申请将被拒绝。谢谢您的合作。", false);
    check("Заявление получено и будет рассмотрено в ближайшее время. Спасибо за ваше терпение.", false);
}

#[test]
fn tables_and_forms_pass() {
    check("1.234,56 € 2.345,67 € 12 % 03.04.2021 0815-4711 17 18 19 20 21 22 23 24 25 26 27 28", false);
    check("Name ............................... Vorname ______________________________________", false);
    check("DE89 3704 0044 0532 0130 00 COBADEFFXXX EUR 12,50 HRB 4711 USt-IdNr. DE123456789", false);
}

#[test]
fn wrong_character_maps_are_garbage() {
    // Glyph numbers taken for characters: everything shifted by 29, as unmapped TrueType subsets show it.
    let shifted: String =
        GERMAN.chars().filter_map(|c| char::from_u32((c as u32).checked_sub(29)?)).collect();
    check(&shifted, true);
    let rotated: String = GERMAN
        .chars()
        .map(|c| match c {
            'a'..='z' => char::from((c as u8 - b'a' + 3) % 26 + b'a'),
            _ => c,
        })
        .collect();
    check(&rotated, true);
    check(&"\u{f041}\u{f042}\u{f043} ".repeat(20), true);
    check("\u{fffd}\u{fffd}\u{fffd}", true);
    check(&"aжbγcדd ".repeat(12), true);
}
