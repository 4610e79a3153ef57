//! Columns to group by, and the groups made of the date.

use jiff::civil::Date;

/// A text column that results can be grouped by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupColumn {
    /// Its name.
    pub name: String,
    /// What separates several answers in one cell.
    pub split: Option<String>,
}

impl GroupColumn {
    /// A column with one answer in a cell.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), split: None }
    }

    /// The groups of the canonical layout.
    pub fn built_in() -> Vec<Self> {
        ["site", "therapist", "modality", "access", "concern"].into_iter().map(Self::new).collect()
    }

    /// The labels in a cell: trimmed, case kept, each once, sorted; none for a blank group.
    pub fn labels<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        let mut labels: Vec<&str> = match self.split.as_deref().filter(|separator| !separator.is_empty()) {
            None => vec![cell.trim()],
            Some(separator) => cell.split(separator).map(str::trim).collect(),
        };
        labels.retain(|label| !label.is_empty());
        labels.sort_unstable();
        labels.dedup();
        labels
    }
}

/// What a result can be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// A group column, by its place.
    Column(usize),
    /// `2025-03`
    Month,
    /// `2025-Q1`
    Quarter,
    /// `2025`, or a fiscal year `2025/26`
    Year,
    /// One of the periods that are compared, by its label
    Period,
}

/// No such group; the names there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no group `{name}`")]
pub struct UnknownGroup {
    /// The name asked for.
    pub name: String,
    /// The names there are.
    pub known: Vec<String>,
}

/// The first day of the service's year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiscalYearStart {
    /// The month, 1-12.
    pub month: i8,
    /// The day of the month, 1-28 or up to what the month has.
    pub day: i8,
}

impl Default for FiscalYearStart {
    fn default() -> Self {
        Self { month: 1, day: 1 }
    }
}

impl FiscalYearStart {
    /// The label of the year a date is in: `2025`, or `2025/26` when the year does not start in January.
    pub fn year_label(self, date: Date) -> String {
        let starts_later = (date.month(), date.day()) < (self.month, self.day);
        let first = i32::from(date.year()) - i32::from(starts_later);
        if self == Self::default() { format!("{first:04}") } else { format!("{first:04}/{:02}", (first + 1) % 100) }
    }
}

impl GroupKey {
    /// The key of that name: a group column, `month`, `quarter` or `year`.
    pub fn find(name: &str, columns: &[GroupColumn]) -> Result<Self, UnknownGroup> {
        if let Some(place) = columns.iter().position(|column| column.name == name) {
            return Ok(Self::Column(place));
        }
        match name {
            "month" => Ok(Self::Month),
            "quarter" => Ok(Self::Quarter),
            "year" => Ok(Self::Year),
            _ => {
                let calendar = ["month", "quarter", "year"].map(str::to_owned);
                let known = columns.iter().map(|column| column.name.clone()).chain(calendar).collect();
                Err(UnknownGroup { name: name.to_owned(), known })
            }
        }
    }

    /// The name of the key.
    pub fn name(self, columns: &[GroupColumn]) -> &str {
        match self {
            Self::Column(place) => &columns[place].name,
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Period => "period",
        }
    }

    /// The label of a date under a calendar key; `None` for a column, and for a period, which only who compares knows.
    pub fn calendar_label(self, date: Date, fiscal: FiscalYearStart) -> Option<String> {
        match self {
            Self::Column(_) | Self::Period => None,
            Self::Month => Some(format!("{:04}-{:02}", date.year(), date.month())),
            Self::Quarter => Some(format!("{:04}-Q{}", date.year(), (date.month() + 2) / 3)),
            Self::Year => Some(fiscal.year_label(date)),
        }
    }

    /// Whether a label can be one of this group at all; of a column and of a period any can.
    pub fn can_be(self, label: &str, fiscal: FiscalYearStart) -> bool {
        if matches!(self, Self::Column(_) | Self::Period) {
            return true;
        }
        // A label of the calendar is that of some day: of the first of one of the months of its year, or of the next, which
        // a fiscal year ends in.
        let Some(year) = label.get(..4).and_then(|year| year.parse::<i16>().ok()) else { return false };
        let days = [year, year.saturating_add(1)].into_iter().flat_map(|year| (1..=12).map(move |month| (year, month)));
        days.filter_map(|(year, month)| Date::new(year, month, 28).ok())
            .any(|day| self.calendar_label(day, fiscal).as_deref() == Some(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_labelled_as_readers_write_it() {
        let april = FiscalYearStart { month: 4, day: 1 };
        let day = jiff::civil::date(2026, 3, 31);
        assert_eq!(april.year_label(day), "2025/26");
        assert_eq!(april.year_label(jiff::civil::date(2026, 4, 1)), "2026/27");
        assert_eq!(april.year_label(jiff::civil::date(1999, 4, 1)), "1999/00");
        assert_eq!(FiscalYearStart::default().year_label(day), "2026");
        assert_eq!(GroupKey::Quarter.calendar_label(day, april).as_deref(), Some("2026-Q1"));
        for (key, label, can_be) in [
            (GroupKey::Month, "2025-03", true),
            (GroupKey::Month, "2025-3", false),
            (GroupKey::Month, "2025-13", false),
            (GroupKey::Month, "March", false),
            (GroupKey::Quarter, "2025-Q4", true),
            (GroupKey::Quarter, "2025-Q5", false),
            (GroupKey::Year, "2025/26", true),
            (GroupKey::Year, "2025/27", false),
            (GroupKey::Year, "2025", false),
            (GroupKey::Column(0), "2025-3", true),
        ] {
            assert_eq!(key.can_be(label, april), can_be, "{label}");
        }
        assert_eq!(GroupKey::Month.calendar_label(day, april).as_deref(), Some("2026-03"));
    }

    #[test]
    fn several_answers_in_a_cell_are_a_set() {
        let concern = GroupColumn { name: "concern".into(), split: Some(",".into()) };
        assert_eq!(concern.labels(" Grief , Anxiety,,Grief"), ["Anxiety", "Grief"]);
        assert!(concern.labels("  ").is_empty());
        assert_eq!(GroupColumn::new("site").labels(" North, East "), ["North, East"]);
    }
}
