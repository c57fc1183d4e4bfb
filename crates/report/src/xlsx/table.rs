// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::excel_day;
use crate::cell::Cell;
use crate::figures::iso_date;
use hoheit_types::Lang;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Rows of a sheet, by the file format.
pub(crate) const MAX_ROWS: u32 = 1_048_576;
/// UTF-16 units in a cell: 32,767 by the file format, one of them kept for a blank (see [`text_for_cell`]).
pub(crate) const MAX_CELL: usize = 32_766;
/// A calm dark blue, as in the HTML report; white on it has a contrast of 9:1.
const INK: Color = Color::RGB(0x17_4A_63);

/// A column: its header and a comfortable width in characters.
pub(crate) type Head<'a> = (&'a str, u16);

/// The looks of cells.
pub(crate) struct Looks {
    pub(crate) title: Format,
    pub(crate) header: Format,
    pub(crate) text: Format,
    pub(crate) number: Format,
    pub(crate) date: Format,
    pub(crate) note: Format,
}

impl Looks {
    pub(crate) fn new(lang: Lang) -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            title: top().set_bold().set_font_size(16).set_font_color(INK),
            header: top()
                .set_bold()
                .set_text_wrap()
                .set_font_color(Color::White)
                .set_background_color(INK)
                .set_border_bottom(FormatBorder::Thin),
            text: top().set_text_wrap(),
            number: top().set_num_format("#,##0"),
            date: top().set_align(FormatAlign::Left).set_num_format(lang.pick("dd.mm.yyyy", "yyyy-mm-dd")),
            note: top().set_italic(),
        }
    }
}

/// Writes a table whose header stands in row `first`: frozen, filtered, repeated on every printed page. What does not
/// fit above `max_rows` is replaced by one row that says so.
pub(crate) fn write(
    sheet: &mut Worksheet,
    looks: &Looks,
    lang: Lang,
    (first, max_rows): (u32, u32),
    heads: &[Head<'_>],
    rows: impl ExactSizeIterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    for (column, (header, width)) in (0..).zip(heads) {
        sheet.write_string_with_format(first, column, *header, &looks.header)?;
        sheet.set_column_width(column, *width)?;
    }
    let total = rows.len() as u64;
    // One row for the header, one for the note if it is needed.
    let room = u64::from(max_rows.saturating_sub(first + 1));
    let kept = if total > room { room.saturating_sub(1) } else { total };
    let mut at = first;
    for row in rows.take(kept as usize) {
        at += 1;
        for (column, cell) in (0..).zip(row) {
            write_cell(sheet, looks, at, column, cell)?;
        }
    }
    if let (Some(last), true) = (u16::try_from(heads.len()).ok().and_then(|n| n.checked_sub(1)), at > first) {
        sheet.autofilter(first, 0, at, last)?;
    }
    if kept < total {
        let left_out = lang.integer(total - kept);
        let note = lang.pick(
            format!(
                "{left_out} weitere Zeilen passen nicht auf dieses Blatt; die JSON-Ausgabe enthält alle."
            ),
            format!("{left_out} more rows do not fit this sheet; the JSON output holds all."),
        );
        sheet.write_string_with_format(at + 1, 0, note, &looks.note)?;
    }
    sheet.set_freeze_panes(first + 1, 0)?;
    sheet.set_repeat_rows(first, first)?;
    Ok(())
}

/// Prints on A4 across, as wide as one page.
pub(crate) fn print_wide(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
}

pub(crate) fn write_cell(
    sheet: &mut Worksheet,
    looks: &Looks,
    row: u32,
    column: u16,
    cell: Cell,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &looks.text)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, text_for_cell(&text), &looks.text)?,
        Cell::Number(number) => sheet.write_number_with_format(row, column, number as f64, &looks.number)?,
        Cell::Date(at) => match excel_day(at) {
            Some(time) => sheet.write_datetime_with_format(row, column, &time, &looks.date)?,
            None => sheet.write_string_with_format(row, column, iso_date(at), &looks.date)?,
        },
    };
    Ok(())
}

/// Text as the file format wants it: within the length limit, and meaning exactly its characters.
///
/// In a workbook `_x0041_` means `A`, so that such a name must be written with its first underscore spelled out
/// (ECMA-376 part 1, 22.9.2.19, `ST_Xstring`). And the writer takes text from `<r>` to `</r>` for finished markup; a
/// dataset of that name would break the file, so that it gets a blank at its end.
pub(crate) fn text_for_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for (i, c) in text.char_indices() {
        if is_escape(text.as_bytes().get(i..i + 7).unwrap_or_default()) {
            out.push_str("_x005F");
        }
        out.push(c);
    }
    let mut out = clip(out);
    if out.starts_with("<r>") && out.ends_with("</r>") {
        out.push(' ');
    }
    out
}

fn is_escape(text: &[u8]) -> bool {
    match text {
        [b'_', b'x', digits @ .., b'_'] => digits.iter().all(u8::is_ascii_hexdigit),
        _ => false,
    }
}

fn clip(text: String) -> String {
    if text.encode_utf16().count() <= MAX_CELL {
        return text;
    }
    let mut room = MAX_CELL - 1;
    let mut kept = text;
    let end = kept
        .char_indices()
        .find(|(_, c)| match room.checked_sub(c.len_utf16()) {
            Some(left) => {
                room = left;
                false
            }
            None => true,
        })
        .map_or(kept.len(), |(i, _)| i);
    kept.truncate(end);
    kept.push('…');
    kept
}
