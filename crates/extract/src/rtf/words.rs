// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What control words mean.

/// Control words that stand for a character.
pub(super) fn symbol_of(name: &[u8]) -> Option<&'static str> {
    Some(match name {
        b"emdash" => "—",
        b"endash" => "–",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"bullet" => "•",
        b"emspace" | b"enspace" | b"qmspace" => " ",
        b"zwj" | b"zwnj" | b"ltrmark" | b"rtlmark" => "",
        _ => return None,
    })
}

/// Groups without `\*` that hold no text.
pub(super) fn is_table_of_settings(name: &[u8]) -> bool {
    matches!(
        name,
        b"colortbl"
            | b"stylesheet"
            | b"listtable"
            | b"listoverridetable"
            | b"revtbl"
            | b"filetbl"
            | b"fldinst"
            | b"nonshppict"
            | b"sn"
            | b"sv"
            | b"objclass"
            | b"objname"
            | b"template"
            | b"datafield"
            | b"bkmkstart"
            | b"bkmkend"
            | b"tc"
            | b"xe"
            | b"rsidtbl"
            | b"generator"
            | b"levelmarker"
            | b"leveltext"
            | b"levelnumbers"
            | b"private1"
    )
}

/// The Windows code page of a font's character set (RTF 1.9.1, font table).
pub(super) fn code_page_of(charset: i32) -> Option<u32> {
    Some(match charset {
        0 => 1252,
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        255 => 850,
        _ => return None,
    })
}
