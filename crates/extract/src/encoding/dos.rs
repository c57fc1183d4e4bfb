// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The DOS code pages of German PCs.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// United States; what BIOS and most drawing characters assume
    Cp437,
    /// Western Europe; the default of German DOS and of the Windows console
    Cp850,
}

/// Bytes 128 to 255 of code page 437 (IBM CDRA, as in the Unicode consortium's CP437.TXT).
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
     áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
     αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// Bytes 128 to 255 of code page 850 (as in the Unicode consortium's CP850.TXT).
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
     áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
     ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Which of the two: they agree on German and on most lines, and differ where 850 has accented letters for 437's mixed
/// lines.
pub(super) fn page(sample: &[u8]) -> Page {
    let is_line = |b: Option<&u8>| b.is_some_and(|b| matches!(b, 0xb3..=0xda));
    let mixed_lines = sample
        .windows(3)
        .filter(|w| matches!(w.get(1), Some(0xb5..=0xb8 | 0xbd | 0xbe | 0xc6 | 0xc7 | 0xcf..=0xd8)))
        .filter(|w| is_line(w.first()) || is_line(w.get(2)))
        .count();
    if mixed_lines > 0 { Page::Cp437 } else { Page::Cp850 }
}

pub(super) fn decode(bytes: &[u8], page: Page) -> String {
    let table = match page {
        Page::Cp437 => CP437,
        Page::Cp850 => CP850,
    };
    let mut high = ['\u{fffd}'; 128];
    for (slot, c) in high.iter_mut().zip(table.chars()) {
        *slot = c;
    }
    let decode = |byte: &u8| match byte.checked_sub(128) {
        Some(index) => high.get(usize::from(index)).copied().unwrap_or('\u{fffd}'),
        None => char::from(*byte),
    };
    bytes.iter().map(decode).collect()
}
