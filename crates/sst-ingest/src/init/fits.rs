//! Whether a column's cells are what the record layout has in it.

use sst_core::definitions::Definitions;

use super::dates::{Dates, Order};
use super::labels::{KnownLabels, is_missing_number, is_missing_word};
use super::look::ColumnLook;
use crate::columns::Feeds;
use crate::read::number_in;

/// What a column's cells are, as that column of the layout.
#[derive(Debug, Clone, Default)]
pub(super) struct AsColumn {
    /// Cells that can be read as they are, or by what the draft says of them.
    pub(super) fit: u64,
    /// Codes and words that stand for no answer, with how often.
    pub(super) missing: Vec<(String, u64)>,
    /// The labels of a coded column.
    pub(super) labels: Vec<Label>,
    /// The dates of a column of dates.
    pub(super) dates: Option<Dates>,
    /// What is against it.
    pub(super) against: Option<String>,
}

/// A label of a coded column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// As it is written.
    pub(super) text: String,
    /// In how many cells.
    pub(super) count: u64,
    /// The code it is known to stand for.
    pub(super) code: Option<String>,
}

/// A column of more different cells than this has no labels of groups.
const MOST_GROUPS: usize = 200;

/// Looks at a column's cells as those of a column of the layout.
pub(super) fn fit(name: &str, feeds: Feeds, column: &ColumnLook, definitions: &Definitions) -> AsColumn {
    let mut fit = match feeds {
        Feeds::Date(_) => dates(column),
        Feeds::Status | Feeds::Coded(_) | Feeds::Own(_) => coded(name, feeds, column),
        Feeds::Group(_) => group(name, feeds, column),
        Feeds::ClientId | Feeds::SessionId => id(feeds, column),
        Feeds::WaitMinutes => numbers(column, |value| value >= 0.0 && value.fract() == 0.0 && value < 10_000.0),
        Feeds::Score { instrument, .. } => {
            numbers(column, |value| definitions.instruments[instrument].score(value).is_ok())
        }
        // A sum before its conversion can be anything that its items add up to.
        Feeds::RawScore { .. } => numbers(column, |value| (0.0..99.0).contains(&value)),
        Feeds::Item { instrument, item, .. } => {
            numbers(column, |value| definitions.instruments[instrument].item(item, value).is_ok())
        }
    };
    if column.filled == 0 {
        fit.against = Some("no cell is filled".to_owned());
    }
    fit
}

fn dates(column: &ColumnLook) -> AsColumn {
    let dates = Dates::of(&column.values);
    let against = match &dates.order {
        Order::Plain | Order::One { .. } => None,
        Order::Either(_) => Some("day or month first: every date can be read both ways".to_owned()),
        Order::Two([first, second]) => Some(format!(
            "dates in two ways in one column: {} cells are {}, {} are {}",
            first.1, first.0, second.1, second.0
        )),
        Order::Serials => Some(
            "Excel's numbers of days, not dates: format the column as yyyy-mm-dd in Excel, and export again".to_owned(),
        ),
        Order::None => Some("the cells are no dates".to_owned()),
    };
    let missing = missing(column, |_| false);
    AsColumn { fit: dates.dated, missing, dates: Some(dates), against, ..AsColumn::default() }
}

fn coded(name: &str, feeds: Feeds, column: &ColumnLook) -> AsColumn {
    let answers = column.values.iter().filter(|(cell, _)| !is_missing_word(cell)).map(|(cell, _)| cell.as_str());
    let known = KnownLabels::of(name, answers);
    let (mut labels, mut missing) = (Vec::new(), Vec::new());
    for (cell, count) in &column.values {
        let code = known.code(cell, feeds);
        if code.is_none() && is_missing_word(cell) {
            missing.push((cell.clone(), *count));
        } else {
            labels.push(Label { text: cell.clone(), count: *count, code });
        }
    }
    by_count(&mut missing);
    labels.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    let fit: u64 = labels.iter().filter(|label| label.code.is_some()).map(|label| label.count).sum();
    let answered = column.filled - missing.iter().map(|(_, count)| count).sum::<u64>();
    let against = (fit * 2 < answered || fit == 0).then(|| {
        let is_number = labels.iter().all(|label| number_in(&label.text, true).is_some());
        if is_number && !labels.is_empty() {
            format!("its numbers are no {}", said_values(feeds))
        } else {
            "most of its labels are not known".to_owned()
        }
    });
    AsColumn { fit, missing, labels, against, ..AsColumn::default() }
}

fn said_values(feeds: Feeds) -> String {
    match feeds {
        Feeds::Coded(question) if question.is_rating() => "rating from 1 to 5".to_owned(),
        _ => "labels, and which is which is not known".to_owned(),
    }
}

fn group(name: &str, feeds: Feeds, column: &ColumnLook) -> AsColumn {
    let known = KnownLabels::of(name, std::iter::empty());
    let mut labels: Vec<Label> = column
        .values
        .iter()
        .filter_map(|(cell, count)| {
            let code = known.code(cell, feeds)?;
            Some(Label { text: cell.clone(), count: *count, code: Some(code) })
        })
        .collect();
    labels.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    let is_free = column.long * 20 > column.filled
        || column.values.len() > MOST_GROUPS
        || (column.values.len() > 20 && column.values.len() as u64 * 2 > column.filled);
    let against = is_free.then(|| "too many different cells for a group: free text?".to_owned());
    AsColumn { fit: column.looked_at(), labels, against, ..AsColumn::default() }
}

fn id(feeds: Feeds, column: &ColumnLook) -> AsColumn {
    let is_name = |cell: &str| cell.contains([' ', ',']) && !cell.bytes().any(|b| b.is_ascii_digit());
    let names: u64 = column.values.iter().filter(|(cell, _)| is_name(cell)).map(|(_, count)| count).sum();
    let looked_at = column.looked_at();
    let against = if names * 2 > looked_at || column.long > 0 {
        Some("its cells look like names or text, not like ids".to_owned())
    } else if feeds == Feeds::SessionId && (column.values.len() as u64) * 10 < looked_at * 9 {
        Some("its cells come again and again: no id of a session".to_owned())
    } else {
        None
    };
    AsColumn { fit: looked_at - names, against, ..AsColumn::default() }
}

fn numbers(column: &ColumnLook, is_possible: impl Fn(f64) -> bool) -> AsColumn {
    let possible = |cell: &str| number_in(cell, true).is_some_and(&is_possible);
    let fit = column.values.iter().filter(|(cell, _)| possible(cell)).map(|(_, count)| count).sum();
    let missing = missing(column, |cell| !possible(cell) && is_missing_number(cell));
    let answered = column.filled - missing.iter().map(|(_, count)| count).sum::<u64>();
    let against =
        (fit == 0 || fit * 20 < answered * 19).then(|| "its cells are not the numbers of such a score".to_owned());
    AsColumn { fit, missing, against, ..AsColumn::default() }
}

fn missing(column: &ColumnLook, is_code: impl Fn(&str) -> bool) -> Vec<(String, u64)> {
    let mut missing: Vec<(String, u64)> =
        column.values.iter().filter(|(cell, _)| is_missing_word(cell) || is_code(cell)).cloned().collect();
    by_count(&mut missing);
    missing
}

fn by_count(cells: &mut [(String, u64)]) {
    cells.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

/// What the cells of a column of an unknown name are like, in words that hold no cell.
pub(super) fn likeness(column: &ColumnLook) -> &'static str {
    let looked_at = column.looked_at();
    let share = |is: &dyn Fn(&str) -> bool| -> bool {
        let count: u64 = column.values.iter().filter(|(cell, _)| is(cell)).map(|(_, count)| count).sum();
        looked_at > 0 && count * 10 >= looked_at * 9
    };
    let between = |from: f64, to: f64| {
        move |cell: &str| {
            number_in(cell, true).is_some_and(|value| (from..=to).contains(&value)) || is_missing_number(cell)
        }
    };
    let answers = KnownLabels::of("enough", std::iter::empty());
    let enough = Feeds::Coded(sst_core::record::Question::Enough);
    if column.filled == 0 {
        "blank"
    } else if matches!(
        Dates::of(&column.values).order,
        Order::Plain | Order::One { .. } | Order::Either(_) | Order::Two(_)
    ) {
        "dates"
    } else if share(&|cell| answers.code(cell, enough).is_some()) {
        "yes and no"
    } else if share(&between(1.0, 5.0)) {
        "numbers from 1 to 5"
    } else if share(&between(0.0, 10.0)) {
        "numbers from 0 to 10"
    } else if share(&between(0.0, 27.0)) {
        "numbers from 0 to 27"
    } else if share(&|cell| number_in(cell, true).is_some()) {
        "numbers"
    } else if column.values.len() <= 12 && looked_at >= 24 {
        "a few labels"
    } else {
        "text"
    }
}
