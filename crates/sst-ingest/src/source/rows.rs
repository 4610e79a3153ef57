//! Where a row begins and ends, and what is wrong with its quotes.

use memchr::{memchr, memchr2, memchr3};

/// A quoted cell longer than this is taken for a quote that was never closed.
const QUOTED_CELL_LIMIT: usize = 1 << 20;

/// With fewer columns, a line of a note may well have as many commas as a row has delimiters: most must also begin as rows do.
const COLUMNS_TO_TELL_ROWS: usize = 8;

/// With fewer columns than this, most lines of a note may: so many must be rows, without one that is not.
const COLUMNS_OF_A_NOTE: usize = 4;
const LINES_TO_TELL_ROWS: usize = 3;

/// What is wrong with the quotes of a row, so that its cells cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Defect {
    /// A quote is opened and never closed.
    UnterminatedQuote,
    /// Text directly after a closing quote.
    TextAfterQuote,
    /// A quoted cell holds whole rows.
    SwallowedRows,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowSpan {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
    /// The byte after its line end.
    pub(crate) next: usize,
}

/// What there is to tell of a row's quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quotes {
    /// Line ends inside quoted cells.
    pub(crate) inner_lines: u32,
    /// Whether any cell is quoted.
    pub(crate) is_quoted: bool,
    /// Whether a quoted cell holds a quote, written as two.
    pub(crate) has_doubled_quote: bool,
    /// Whether a quote stands inside a cell that does not begin with one.
    pub(crate) has_stray_quote: bool,
    /// What makes its cells uncertain.
    pub(crate) defect: Option<Defect>,
    /// After a defect: how far its end was looked for. Rows from here to there are doubtful.
    pub(crate) looked_to: usize,
}

impl Quotes {
    /// A row without quotes.
    pub(crate) const NONE: Self = Self {
        inner_lines: 0,
        is_quoted: false,
        has_doubled_quote: false,
        has_stray_quote: false,
        defect: None,
        looked_to: 0,
    };

    /// What follows a defect cannot be told apart, so it is not looked at.
    const fn with_defect(defect: Defect, looked_to: usize) -> Self {
        Self { is_quoted: true, defect: Some(defect), looked_to, ..Self::NONE }
    }

    /// Whether there is nothing wrong with them.
    pub(crate) const fn are_sound(&self) -> bool {
        self.defect.is_none() && !self.has_stray_quote
    }

    /// Whether each of them opens or closes a cell.
    pub(crate) const fn are_simple(&self) -> bool {
        self.are_sound() && !self.has_doubled_quote
    }
}

/// One row of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row<'b> {
    /// Where it stands.
    pub(crate) span: RowSpan,
    /// Its quotes.
    pub(crate) quotes: &'b Quotes,
    /// Whether an earlier defect looked for its end beyond here: the row counts only when it has all its cells.
    pub(crate) is_doubtful: bool,
}

/// The line that begins at `start`; `None` as [`scan_row`].
fn plain_row(bytes: &[u8], start: usize, is_last: bool) -> Option<RowSpan> {
    let (end, next) = line_end(bytes, start, is_last)?;
    Some(RowSpan { start, end, next })
}

/// The row that begins at `start`; `None` when its end is not in `bytes` and more may come.
pub(crate) fn scan_row(
    bytes: &[u8],
    start: usize,
    delimiter: u8,
    columns: usize,
    is_last: bool,
) -> Option<(RowSpan, Quotes)> {
    // With a defect only this line is lost, and what follows is read as rows of their own.
    let line = plain_row(bytes, start, is_last)?;
    let mut quotes = Quotes::NONE;
    let mut at = start;
    loop {
        // Only quotes matter to where a row ends: the next one, or the line's end.
        let stop = match memchr3(b'"', b'\n', b'\r', &bytes[at..]) {
            Some(i) => at + i,
            None if is_last => bytes.len(),
            None => return None,
        };
        if bytes.get(stop) != Some(&b'"') {
            let (end, next) = line_end(bytes, stop, is_last)?;
            return Some((RowSpan { start, end, next }, quotes));
        }
        let opens_a_cell = stop == start || bytes[stop - 1] == delimiter;
        if !opens_a_cell {
            quotes.has_stray_quote = true;
            at = stop + 1;
            continue;
        }
        quotes.is_quoted = true;
        match quoted_cell(bytes, (start, stop), delimiter, columns, is_last)? {
            Ok(cell) => {
                quotes.inner_lines += cell.inner_lines;
                quotes.has_doubled_quote |= cell.has_doubled_quote;
                at = cell.next;
            }
            Err((defect, seen_to)) => return Some((line, Quotes::with_defect(defect, seen_to))),
        }
        if !matches!(bytes.get(at), None | Some(b'\n' | b'\r')) && bytes.get(at) != Some(&delimiter) {
            let looked_to = if quotes.inner_lines > 0 { at } else { 0 };
            return Some((line, Quotes::with_defect(Defect::TextAfterQuote, looked_to)));
        }
    }
}

/// The end of the line that `from` is in, and where the next begins.
fn line_end(bytes: &[u8], from: usize, is_last: bool) -> Option<(usize, usize)> {
    match memchr2(b'\n', b'\r', &bytes[from..]) {
        Some(i) => {
            let end = from + i;
            if bytes[end] == b'\n' {
                return Some((end, end + 1));
            }
            match bytes.get(end + 1) {
                Some(b'\n') => Some((end, end + 2)),
                Some(_) => Some((end, end + 1)),
                None if is_last => Some((end, end + 1)),
                None => None,
            }
        }
        None if is_last => Some((bytes.len(), bytes.len())),
        None => None,
    }
}

/// A cell within quotes.
struct QuotedCell {
    /// The byte after its closing quote.
    next: usize,
    /// Line ends in it.
    inner_lines: u32,
    has_doubled_quote: bool,
}

/// The cell of the row at `start` whose opening quote is at `open`; or what is wrong with it and how far was looked; `None`
/// when more must be read.
fn quoted_cell(
    bytes: &[u8],
    (start, open): (usize, usize),
    delimiter: u8,
    columns: usize,
    is_last: bool,
) -> Option<Result<QuotedCell, (Defect, usize)>> {
    // What lies beyond the limit is not looked at: where rows are in doubt must not hang on how much was read at a time.
    let limit = open + 1 + QUOTED_CELL_LIMIT;
    let within = &bytes[..limit.min(bytes.len())];
    let mut from = open + 1;
    let mut has_doubled_quote = false;
    loop {
        let Some(i) = memchr(b'"', within.get(from..).unwrap_or_default()) else {
            let is_decided = is_last || bytes.len() >= limit;
            return is_decided.then_some(Err((Defect::UnterminatedQuote, within.len())));
        };
        let quote = from + i;
        match bytes.get(quote + 1) {
            Some(b'"') => {
                has_doubled_quote = true;
                from = quote + 2;
            }
            None if !is_last => return None,
            _ => {
                let inside = &bytes[open + 1..quote];
                let inner_lines = inner_lines(inside);
                if inner_lines > 1 {
                    let (after, _) = line_end(bytes, quote + 1, is_last)?;
                    let parts = [&bytes[start..open], inside, &bytes[quote + 1..after]];
                    if holds_rows(parts, delimiter, columns) {
                        return Some(Err((Defect::SwallowedRows, quote)));
                    }
                }
                return Some(Ok(QuotedCell { next: quote + 1, inner_lines, has_doubled_quote }));
            }
        }
    }
}

/// Line ends in a text: `\n`, `\r` or both together.
pub(super) fn inner_lines(text: &[u8]) -> u32 {
    let mut lines = 0;
    let mut at = 0;
    while let Some((end, next)) = memchr2(b'\n', b'\r', &text[at..]).and(line_end(text, at, true)) {
        lines += u32::from(end < text.len());
        at = next;
    }
    lines
}

/// Whether the lines of a quoted cell are rows: what stands before the cell in its row, in it, and after it in its last line.
///
/// A note with commas has a row's worth of them in some line sooner or later. A quote that swallowed rows leaves more: the
/// line it is opened in and the line it is closed in are rows of their own, and so are most lines between.
fn holds_rows([before, inside, after]: [&[u8]; 3], delimiter: u8, columns: usize) -> bool {
    let lines: Vec<&[u8]> = inside.split(|&b| b == b'\n' || b == b'\r').filter(|line| !line.is_empty()).collect();
    let [first, whole @ .., last] = lines.as_slice() else { return false };
    let count = |text: &[u8]| memchr::memchr_iter(delimiter, text).count();
    let of_a_row = columns.saturating_sub(1);
    // A closing quote with text after it was meant to open a cell.
    let is_closed = after.first().is_none_or(|&next| next == delimiter);
    let is_first_a_row = outside_quotes(before, delimiter, false) + count(first) == of_a_row;
    let is_last_a_row = count(last) + outside_quotes(after, delimiter, !is_closed) == of_a_row;
    if !is_first_a_row || !is_last_a_row {
        return false;
    }
    let rows = whole.iter().filter(|line| count(line) == of_a_row).count();
    let shape = shape_of_start([before, *first].concat().as_slice(), delimiter);
    let others = || whole.iter().chain([last]);
    let alike = others().filter(|line| shape_of_start(line, delimiter) == shape).count();
    let are_most_rows = rows > 0 && rows * 2 >= whole.len();
    match columns {
        COLUMNS_TO_TELL_ROWS.. => are_most_rows,
        COLUMNS_OF_A_NOTE.. => are_most_rows && alike * 2 > whole.len(),
        _ => {
            let are_all_rows = rows >= LINES_TO_TELL_ROWS && rows == whole.len() && alike == others().count();
            columns > 1 && are_all_rows && shape.contains(&b'9')
        }
    }
}

/// The delimiters of a text that stand in no quotes.
fn outside_quotes(text: &[u8], delimiter: u8, mut is_inside: bool) -> usize {
    let mut found = 0;
    for &byte in text {
        is_inside ^= byte == b'"';
        found += usize::from(byte == delimiter && !is_inside);
    }
    found
}

/// How the first cell of a line looks: digits as 9, letters as a, several as one.
fn shape_of_start(line: &[u8], delimiter: u8) -> Vec<u8> {
    let cell = line.split(|&byte| byte == delimiter).next().unwrap_or_default();
    let kinds = cell.iter().map(|byte| match byte {
        b'0'..=b'9' => b'9',
        byte if byte.is_ascii_alphabetic() => b'a',
        &byte => byte,
    });
    let mut shape: Vec<u8> = kinds.collect();
    shape.dedup();
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, columns: usize) -> Vec<(String, Option<Defect>)> {
        let (mut at, mut rows) = (0, Vec::new());
        while at < text.len() {
            let (row, quotes) =
                scan_row(text.as_bytes(), at, b',', columns, true).expect("the last block ends every row");
            rows.push((text[row.start..row.end].to_owned(), quotes.defect));
            assert!(row.next > at, "a scan moves on");
            at = row.next;
        }
        rows
    }

    #[test]
    fn rows_end_where_a_line_ends_outside_quotes() {
        let found = rows("a,b\r\n\"c\nd\",e\rf,g", 2);
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["a,b", "\"c\nd\",e", "f,g"]);
    }

    #[test]
    fn an_open_quote_costs_its_own_line_only() {
        let found = rows("1,\"open\n2,x\n3,y\n", 2);
        assert_eq!(found[0], ("1,\"open".to_owned(), Some(Defect::UnterminatedQuote)));
        assert_eq!(found[1..], [("2,x".to_owned(), None), ("3,y".to_owned(), None)]);
    }

    #[test]
    fn rows_inside_a_cell_are_found_out() {
        let found = rows("1,a,\"b,c\n2,a,b,c\n3,a,b,c\n4,a,\"b\",c\n", 4);
        assert_eq!(found[0], ("1,a,\"b,c".to_owned(), Some(Defect::SwallowedRows)));
        assert_eq!(found[1].0, "2,a,b,c");
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn a_note_with_commas_and_lines_is_no_row() {
        for (text, columns) in [
            // Four columns, and a line of the note with three commas.
            ("1,a,\"came with\nmum, dad, sister, and dog\nleft\",c\n", 4),
            ("1,a,b,\"topics\nwork, sleep, money, family\nthanks, all, best, Jo\"\n", 4),
            ("1,a,b,c,d,e,f,\"topics:\na, b, c, d, e, f, g, h\nend\"\n", 8),
            // Two and three columns, where nearly every line of a note looks like a row.
            ("2025-01-02,\"hello\nyes, ok\nno, thanks\nwell, then\nbye, Jo\"\n", 2),
            ("2025-01-02,4,\"hello\nyes, ok, fine\nno, thanks, Jo\nwell, then, so\nbye, all, best\"\n", 3),
        ] {
            assert_eq!(rows(text, columns), [(text.trim_end().to_owned(), None)], "{text}");
        }
    }

    #[test]
    fn few_columns_need_rows_that_begin_alike() {
        for (row, columns) in [("2025-01-02,4", 2), ("c17,2025-01-02,4", 3)] {
            let open = row.replace(",4", ",\"4");
            let text = format!("{open}\n{}{row}\",\n{row}\n", format!("{row}\n").repeat(3));
            let closed = text.replace("\",\n", "\"\n");
            let found = rows(&closed, columns);
            assert_eq!(found[0], (open, Some(Defect::SwallowedRows)), "{closed}");
            assert_eq!(found.len(), 6, "{closed}");
        }
    }

    #[test]
    fn text_after_a_quote_is_a_defect_and_quotes_within_are_doubled() {
        assert_eq!(rows("\"2\"x,b", 2)[0].1, Some(Defect::TextAfterQuote));
        assert_eq!(rows("\"say \"\"no\"\"\",b", 2)[0].1, None);
    }

    #[test]
    fn more_is_asked_for_when_the_end_is_not_there() {
        for cut in ["a,b", "\"a", "\"a\"", "a\r"] {
            assert_eq!(scan_row(cut.as_bytes(), 0, b',', 2, false), None, "{cut:?}");
        }
    }
}
