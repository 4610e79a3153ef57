//! What each column would be, as three lists: headers and counts, never a cell.

use std::fmt::Write;

use sst_ingest::init::{Placed, Proposal, State};

/// Longer headers are cut.
const WIDEST: usize = 44;

/// The three lists, and what else there is to tell.
pub(super) fn told(proposal: &Proposal) -> String {
    let mut text = String::new();
    for file in proposal.told_files() {
        let _ = writeln!(text, "{file}");
    }
    for (state, title) in [
        (State::Sure, "Sure:"),
        (State::Guess, "Not sure (written as comments; nothing is read from them):"),
        (State::NotPlaced, "Not placed:"),
    ] {
        let columns: Vec<&Placed> = proposal.columns.iter().filter(|column| column.state == state).collect();
        if columns.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{title}");
        let rows: Vec<[String; 4]> = columns.iter().map(|column| row(column)).collect();
        let width = |cell: usize| rows.iter().map(|row| row[cell].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2)];
        for [header, name, cells, why] in &rows {
            let line = format!("  {header:<0$}  {name:<1$}  {cells:<2$}  {why}", widths[0], widths[1], widths[2]);
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    for note in &proposal.notes {
        let _ = writeln!(text, "{note}");
    }
    text.trim_end().to_owned()
}

fn row(column: &Placed) -> [String; 4] {
    let mut header: String = column.header.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if header.chars().count() > WIDEST {
        header = header.chars().take(WIDEST - 1).collect::<String>() + "…";
    }
    let cells = match column.fit {
        Some(fit) if fit == column.filled => format!("{} filled, all fit", column.filled),
        Some(fit) => format!("{} filled, {fit} fit", column.filled),
        None => format!("{} filled", column.filled),
    };
    [header, column.names.join(" or "), cells, column.why.clone()]
}
