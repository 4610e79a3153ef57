//! Tables of numbers.

use maud::{Markup, html};
use sst_core::results::By;
use sst_core::text::format;

use crate::story::{Share, Story};

/// A table that can be moved sideways on a phone; the first column names the row, the others are numbers.
pub(super) fn table(caption: &str, header: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for (i, name) in header.iter().enumerate() { th scope="col" class=[(i > 0).then_some("n")] { (name) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (i, cell) in row.iter().enumerate() {
                                @if i == 0 { th scope="row" { (cell) } } @else { td.n { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn count(value: Option<u64>) -> String {
    value.map_or_else(|| "–".to_owned(), format::count)
}

/// Shares with their whole denominator chain.
pub(super) fn of_shares(story: &Story<'_>, caption: &str, shares: &[Share<'_>]) -> Markup {
    let has_asked = shares.iter().any(|share| share.numbers.asked.is_some());
    let level = format::level(story.results.level);
    let mut header = vec![story.text("report-column-measure"), story.text("report-column-eligible")];
    if has_asked {
        header.push(story.text("report-column-asked"));
    }
    header.extend(["answered", "events", "percent"].map(|column| story.text(&format!("report-column-{column}"))));
    header.push(story.say("report-column-interval", &[("level", (&level).into())]));
    header.push(story.text("report-column-bounds"));
    let rows: Vec<Vec<String>> = shares
        .iter()
        .map(|share| {
            let numbers = share.numbers;
            let count = |value: Option<u64>| value.map_or_else(|| story.no_number(Some(share.entry)), format::count);
            let mut row =
                vec![share.note.map_or(&share.entry.measure, |note| &note.label).clone(), count(numbers.eligible)];
            if has_asked {
                row.push(count(numbers.asked));
            }
            row.extend([count(numbers.answered), count(numbers.events), precise(story, share)]);
            row.extend([interval(share), bounds(share)]);
            row
        })
        .collect();
    table(caption, &header, &rows)
}

/// One measure in each label of a group.
pub(super) fn of_groups(story: &Story<'_>, caption: &str, measure: &str, key: &str) -> Markup {
    let level = format::level(story.results.level);
    let mut header = vec![story.text("report-column-group"), story.text("report-column-sessions")];
    header.extend(
        ["eligible", "answered", "events", "percent"].map(|column| story.text(&format!("report-column-{column}"))),
    );
    header.push(story.say("report-column-interval", &[("level", (&level).into())]));
    header.push(story.text("report-column-bounds"));
    let rows: Vec<Vec<String>> = story
        .labels(key)
        .into_iter()
        .filter_map(|label| {
            let by = By::from([(key.to_owned(), label.clone())]);
            let share = story.share(measure, &by)?;
            let numbers = share.numbers;
            let count = |value: Option<u64>| value.map_or_else(|| story.no_number(Some(share.entry)), format::count);
            Some(vec![
                story.label(key, label.as_deref()),
                story.count_in_words("sessions", &by),
                count(numbers.eligible),
                count(numbers.answered),
                count(numbers.events),
                precise(story, &share),
                interval(&share),
                bounds(&share),
            ])
        })
        .collect();
    table(caption, &header, &rows)
}

fn precise(story: &Story<'_>, share: &Share<'_>) -> String {
    share.numbers.estimate.map_or_else(|| story.percent(share), format::percent_1)
}

fn interval(share: &Share<'_>) -> String {
    match (share.numbers.low, share.numbers.high) {
        (Some(low), Some(high)) => {
            format!("{} to {}", format::percent_1(low), format::percent_1(high))
        }
        _ => "–".to_owned(),
    }
}

fn bounds(share: &Share<'_>) -> String {
    share.numbers.bounds.map_or_else(
        || "–".to_owned(),
        |bounds| format!("{} to {}", format::percent_1(bounds.low), format::percent_1(bounds.high)),
    )
}

/// The answers to one question.
pub(super) fn of_answers(story: &Story<'_>, caption: &str, column: &str) -> Markup {
    let Some(distribution) = story.distribution(column) else {
        return html! {};
    };
    let answered = distribution.answered.unwrap_or(0);
    let count = |value: Option<u64>| {
        let hidden = || if story.is_protected() { story.text("report-hidden") } else { "–".to_owned() };
        value.map_or_else(hidden, format::count)
    };
    let header = ["value", "count", "share"].map(|name| story.text(&format!("report-column-{name}")));
    let rows: Vec<Vec<String>> = distribution
        .bins
        .iter()
        .map(|bin| {
            let share =
                bin.count.filter(|_| answered > 0).map(|count| format::percent_1(count as f64 / answered as f64));
            vec![story.code(column, &bin.value), count(bin.count), share.unwrap_or_else(|| "–".to_owned())]
        })
        .collect();
    table(caption, &header, &rows)
}
