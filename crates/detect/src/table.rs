// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod headless;
mod learned;
mod sample;

pub(crate) use sample::{TABLE_BYTES, blocks, total_rows};

use crate::Match;
use crate::columns::{self, Against, Heading};
use crate::role::Roles;
use crate::rule::UNBELIEVED;
use crate::topics::{TopicColumns, Topics, Trail};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Role, Signals};
use learned::Learned;
use memchr::{memchr, memchr2};
use std::ops::Range;

/// A stretch of a text that is a table: one line per row, cells parted by a delimiter.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// Sheet, table or file name; may be empty
    pub name: &'a str,
    /// Where in the text, header row included
    pub span: Range<usize>,
    /// The column headings, empty if there are none
    pub header: &'a [String],
    /// Between two cells
    pub delimiter: u8,
    /// Around cells that hold delimiters or line breaks, doubled inside; `None` where no cell can hold them
    pub quote: Option<u8>,
}

/// A column of one of the tables that were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column {
    /// Which table, counted from 0
    pub table: u32,
    /// Which column in it, counted from 0
    pub index: u32,
}

/// A walk over the cells of a table, in step with the matches found in it.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    cells: Cells<'a>,
    number: u32,
    roles: Vec<Option<Heading>>,
    /// A cell that was cut but ends beyond what was visited; cutting it again in each piece would be quadratic
    ahead: Option<Cell>,
    /// The columns of special categories
    topics: Option<TopicColumns<'a>>,
    /// What their headings say against finds
    against: Vec<Against>,
    /// Whose the columns' values are
    owners: Vec<Role>,
    /// What the cells say about their columns
    learned: Vec<Learned>,
    /// The first row that is no heading
    first_row: u64,
    /// Rows of the blocks before this one
    rows: u64,
}

/// What makes a match of a whole cell.
type CellRule<'r> = &'r dyn Fn(Heading, Range<usize>) -> Option<Match>;

impl<'a> Walk<'a> {
    pub(crate) fn new(
        table: &'a Table<'a>,
        number: usize,
        view: &View<'_>,
        topics: Option<&'a Topics>,
        rule: CellRule<'_>,
    ) -> Self {
        let roles = match table.header {
            [] => headless::roles(table, view, rule),
            header => columns::roles(header),
        };
        let topics = topics.map(|topics| TopicColumns::new(topics, table, number as u32));
        let mut walk = Self {
            cells: Cells::new(table),
            number: number as u32,
            roles,
            ahead: None,
            topics,
            against: table.header.iter().map(|heading| Against::new(heading)).collect(),
            owners: Vec::new(),
            learned: Vec::new(),
            first_row: heading_rows(table, view),
            rows: 0,
        };
        walk.judge(view, rule);
        walk
    }

    /// Lets headings tell whose the values are.
    pub(crate) fn with_roles(mut self, roles: &Roles) -> Self {
        self.owners = roles.columns(self.cells.table.header, &self.roles);
        self
    }

    /// Whose the values of a column are.
    pub(crate) fn role(&self, column: Option<Column>) -> Role {
        let column = column.and_then(|column| self.owners.get(column.index as usize));
        column.copied().unwrap_or_default()
    }

    /// How many bytes of a table tell what its columns hold: a quarter of a small one, so that reading them first costs little.
    pub(crate) fn lesson(view: &View<'_>) -> usize {
        (view.len() / 4).min(columns::SAMPLE_BYTES)
    }

    /// Learns from the sorted matches before `end` what the columns hold.
    pub(crate) fn learn(&mut self, view: &View<'_>, end: usize, matches: &[Match]) {
        self.learned = learned::learn(view, self.cells.table, self.first_row, end, matches);
    }

    /// Goes on with another block of the table's rows.
    pub(crate) fn restart(&mut self) {
        self.rows = self.rows_read();
        self.cells = Cells::new(self.cells.table);
        self.first_row = 0;
        self.ahead = None;
    }

    /// Rows that were visited, without the heading.
    pub(crate) fn rows_read(&self) -> u64 {
        let open = u64::from(self.cells.index > 0);
        self.rows + (self.cells.row + open).saturating_sub(self.first_row)
    }

    /// Takes back the role of doubtful columns in which few cells look like a person's name, or like a plate.
    fn judge(&mut self, view: &View<'_>, rule: CellRule<'_>) {
        let doubtful = |role: &Option<Heading>| role.filter(|role| role.is_doubtful());
        if !self.roles.iter().any(|role| doubtful(role).is_some()) {
            return;
        }
        let mut seen = vec![(0, 0); self.roles.len()];
        let mut cells = Cells::new(self.cells.table);
        let end = columns::SAMPLE_BYTES;
        let bytes = view.bytes();
        while let Some(cell) = cells.next(view, bytes) {
            if cell.range.end > end {
                break;
            }
            let Some(role) = self.roles.get(cell.index as usize).and_then(doubtful) else { continue };
            let Some((all, known)) = seen.get_mut(cell.index as usize) else { continue };
            let content = cells.content(bytes, &cell.range);
            if cell.row >= self.first_row && !content.is_empty() && *all < columns::SAMPLE_CELLS {
                *all += 1;
                let found = rule(role, content);
                *known += u32::from(found.is_some_and(|found| found.signals.has(Signals::LIST)));
            }
        }
        for (role, (all, known)) in self.roles.iter_mut().zip(seen) {
            if doubtful(role).is_some() && known * 100 < all * columns::SHARE_PERCENT {
                *role = None;
            }
        }
    }

    /// Walks over all cells that end before `to`: tells the sorted matches their column, and adds what the column's
    /// role makes of whole cells that are at most `longest` bytes long.
    pub(crate) fn visit(
        &mut self,
        view: &View<'_>,
        to: usize,
        longest: usize,
        matches: &mut Vec<Match>,
        trail: &mut Trail,
        rule: CellRule<'_>,
    ) {
        TopicColumns::prepare(trail);
        let bytes = view.bytes();
        let mut added = Vec::new();
        let mut known = matches.iter_mut().peekable();
        while let Some(cell) = self.ahead.take().or_else(|| self.cells.next(view, bytes)) {
            let role = self.roles.get(cell.index as usize).copied().flatten();
            let column = Some(Column { table: self.number, index: cell.index });
            while let Some(found) = known.next_if(|found| found.span.start < cell.range.end) {
                if found.span.start >= cell.range.start && found.column.is_none() {
                    found.column = column;
                    let against = self.against.get(cell.index as usize).copied().unwrap_or_default();
                    weigh(found, role, against, !self.cells.table.header.is_empty());
                    self.learned
                        .get(cell.index as usize)
                        .iter()
                        .for_each(|learned| learned.weigh(found, role));
                }
            }
            let done = cell.range.end <= to;
            if let Some(topics) = &self.topics {
                let content =
                    (done && cell.range.len() <= longest).then(|| self.cells.content(bytes, &cell.range));
                let heading = cell.row < self.first_row;
                topics.visit(view, heading, cell.index, cell.range.clone(), content, trail);
            }
            if !done {
                self.ahead = Some(cell);
                break;
            }
            if let Some(role) = role.filter(|role| role.asks_for_cells() && cell.row >= self.first_row)
                && cell.range.len() <= longest
                && let Some(found) = rule(role, self.cells.content(bytes, &cell.range))
            {
                added.push(Match { column, ..found });
            }
        }
        matches.retain(|found| found.confidence > Confidence::percent(0));
        matches.append(&mut added);
    }
}

/// The headings of a table that begins with a title: a later one of its first rows that names more columns.
pub(crate) fn lower_heading(view: &View<'_>, table: &Table<'_>) -> Option<Vec<String>> {
    /// Columns that a row of headings must name, so that no row of values is taken for one.
    const LEAST: usize = 3;
    let known = |row: &[String]| row.iter().filter(|heading| columns::role(heading).is_some()).count();
    let first = known(table.header);
    if first >= LEAST {
        return None;
    }
    // Web pages head their tables with cells like any other: two names do where none is a value.
    let is_value = |cell: &String| cell.bytes().filter(u8::is_ascii_digit).count() * 2 >= cell.len().max(1);
    let is_heading = |row: &[String]| {
        let named = known(row);
        named >= LEAST.max(first + 1)
            || (named == LEAST - 1 && first == 0 && row.len() >= LEAST && !row.iter().any(is_value))
    };
    let mut cells = Cells::new(table);
    let (mut row, mut number) = (Vec::new(), 0);
    while let Some(cell) = cells.next(view, view.bytes()) {
        if cell.row > number {
            if is_heading(&row) {
                return Some(row);
            }
            (row, number) = (Vec::new(), cell.row);
        }
        if number >= TITLE_ROWS || cell.range.end > columns::SAMPLE_BYTES {
            break;
        }
        row.push(view.str(cells.content(view.bytes(), &cell.range)).to_owned());
    }
    None
}

/// Rows above the headings of a table at most: a title, a date, an empty line.
const TITLE_ROWS: u64 = 6;

/// How many rows of a table are its heading: one if it starts with it. Long tables come in several pieces, of which only
/// the first does.
fn heading_rows(table: &Table<'_>, view: &View<'_>) -> u64 {
    let Some(heading) = table.header.first() else { return 0 };
    let mut cells = Cells::new(table);
    while let Some(cell) = cells.next(view, view.bytes()).filter(|cell| cell.row < TITLE_ROWS) {
        let content = view.slice(cells.content(view.bytes(), &cell.range));
        let is_first = cell.row == 0 && (content.is_empty() || heading.is_empty());
        if cell.index == 0 && (is_first || content == heading.trim().as_bytes()) {
            return cell.row + 1;
        }
    }
    0
}

impl Learned {
    /// Lets what a column holds speak for a match, or against one that is right by chance.
    fn weigh(self, found: &mut Match, role: Option<Heading>) {
        let named = role.is_some_and(|role| role.entity() == found.entity);
        let percent = found.confidence.as_percent();
        if self.entity == Some(found.entity) {
            found.confidence = Confidence::percent(percent + (100 - percent) / 2);
            found.signals = found.signals.with(Signals::COLUMN_SHARE);
        } else if self.by_chance
            && !named
            && found.signals.has(Signals::CHECK_DIGIT)
            && found.entity != Entity::Iban
        {
            found.confidence = Confidence::percent(0);
        }
    }
}

/// Lets the heading speak for a match of the kind it names, or against a doubtful one.
fn weigh(found: &mut Match, role: Option<Heading>, against: Against, headed: bool) {
    /// Up to this confidence a number alone was believed, which columns of other numbers have too.
    const DOUBTFUL: Confidence = Confidence::percent(55);
    let percent = found.confidence.as_percent();
    let is_against = match found.entity {
        Entity::Address => role == Some(Heading::Scene),
        Entity::PersonName => against.names && !found.signals.has(Signals::CONTEXT),
        Entity::CreditCard => against.numbers && role != Some(Heading::Of(Entity::CreditCard)),
        _ => false,
    };
    if is_against {
        found.confidence = Confidence::percent(0);
    } else if role.is_some_and(|role| role.entity() == found.entity) {
        found.confidence = Confidence::percent(percent + (100 - percent) * 3 / 4);
        found.signals = found.signals.with(Signals::HEADER);
    } else if headed && found.entity == Entity::Phone && found.confidence <= DOUBTFUL && percent > UNBELIEVED
    {
        found.confidence = Confidence::percent(percent / 2);
    }
}

/// One cell, quotes included.
#[derive(Debug)]
struct Cell {
    range: Range<usize>,
    index: u32,
    /// Counted from 0, the heading included
    row: u64,
}

/// The cells of a table in order.
#[derive(Clone, Debug)]
struct Cells<'a> {
    table: &'a Table<'a>,
    /// Where the next cell starts, from the table's start
    at: usize,
    index: u32,
    row: u64,
}

impl<'a> Cells<'a> {
    const fn new(table: &'a Table<'a>) -> Self {
        Self { table, at: 0, index: 0, row: 0 }
    }

    /// The next cell. It may reach far, so never cut one twice.
    fn next(&mut self, view: &View<'_>, bytes: &[u8]) -> Option<Cell> {
        if self.at >= bytes.len() {
            return None;
        }
        let mut from = self.at;
        if let Some(quote) = self.table.quote
            && bytes.get(from) == Some(&quote)
        {
            // A doubled quote is one inside the cell. Without a closing one the cell reaches to the end.
            from += 1;
            while let Some(closing) = memchr(quote, bytes.get(from..).unwrap_or(&[])) {
                from += closing + 1;
                if bytes.get(from) != Some(&quote) {
                    break;
                }
                from += 1;
            }
        }
        let end = memchr2(self.table.delimiter, b'\n', bytes.get(from..).unwrap_or(&[]));
        let end = end.map_or(bytes.len(), |end| from + end);
        view.looked(end - self.at);
        let cell = Cell { range: self.at..end, index: self.index, row: self.row };
        if bytes.get(end) == Some(&self.table.delimiter) {
            self.index += 1;
        } else {
            self.index = 0;
            self.row += 1;
        }
        self.at = end + 1;
        Some(cell)
    }

    /// A cell without quotes and the blanks around.
    fn content(&self, bytes: &[u8], range: &Range<usize>) -> Range<usize> {
        let outer = |byte: &u8| byte.is_ascii_whitespace() || Some(*byte) == self.table.quote;
        let cell = bytes.get(range.clone()).unwrap_or(&[]);
        let start = cell.iter().position(|byte| !outer(byte)).unwrap_or(cell.len());
        let end = cell.iter().rposition(|byte| !outer(byte)).map_or(start, |last| last + 1);
        range.start + start..range.start + end
    }
}
