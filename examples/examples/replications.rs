//! Published figures beside ours: each study in `data/replications` is read as a service's export is.
//!
//! ```sh
//! cargo run -p sst-examples --example replications
//! ```

use std::error::Error;
use std::fs;
use std::io::{self, Write};

use sst_core::results::ResultEntry;
use sst_core::text::Catalogue;
use toml::{Table, Value};

#[path = "studies/mod.rs"]
mod studies;

use studies::{read, studies, text};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let catalogue = Catalogue::english();
    let (mut figures, mut means) = (0, 0);
    writeln!(out, "{:34} {:>9}  {:>10}  {:>9}  {:>12}", "", "published", "counts", "computed", "95% interval")?;
    for folder in studies()? {
        let expected: Table = fs::read_to_string(folder.join("expected.toml"))?.parse()?;
        let results = read(&folder, &expected, &catalogue)?;
        writeln!(out, "{}", text(&expected, "study")?)?;
        for figure in expected.get("figure").and_then(Value::as_array).into_iter().flatten() {
            let figure = figure.as_table().ok_or("a figure is a table")?;
            let measure = text(figure, "measure")?;
            let published = figure.get("percent").and_then(Value::as_float).ok_or("no percentage")?;
            let decimals = figure.get("decimals").and_then(Value::as_integer).ok_or("no decimals")? as usize;

            // A coded question has a distribution too, under the same name: the kind tells them apart.
            let mut whole = results.results.iter().filter(|entry| entry.measure == measure && entry.by.is_empty());
            let share = whole.find_map(ResultEntry::as_proportion).ok_or("the study has no such result")?;
            let (events, answered) = share.events.zip(share.answered).ok_or("no counts")?;
            let estimate = share.estimate.ok_or("no estimate")? * 100.0;
            let (low, high) = share.low.zip(share.high).ok_or("no interval")?;
            // A dagger: the study prints a percentage and an n, and the count is what rounds to it.
            let mark = if text(figure, "events_are")? == "derived" { "†" } else { " " };
            writeln!(
                out,
                "  {measure:32} {published:>8.decimals$}%  {events:>3} of {answered:>2}{mark} {estimate:>9.decimals$}%  {:>4.0}% to {:.0}%",
                low * 100.0,
                high * 100.0
            )?;
            // Half a unit of the last printed place: what rounding explains, and no more.
            let rounding = 0.5 * 0.1_f64.powi(decimals as i32);
            assert!((estimate - published).abs() <= rounding + 1e-9, "{measure}: {estimate} is not {published}");
            figures += 1;
        }
        for mean in expected.get("mean").and_then(Value::as_array).into_iter().flatten() {
            let mean = mean.as_table().ok_or("a mean is a table")?;
            let measure = text(mean, "measure")?;
            let published = mean.get("mean").and_then(Value::as_float).ok_or("no mean")?;
            let mut whole = results.results.iter().filter(|entry| entry.measure == measure && entry.by.is_empty());
            let found = whole.find_map(ResultEntry::as_mean).ok_or("the study has no such mean")?;
            let (estimate, answered) = found.estimate.zip(found.answered).ok_or("no mean")?;
            writeln!(out, "  {measure:32} {published:>9.2}   mean of {answered:>2} {estimate:>10.2}")?;
            assert!((estimate - published).abs() < 1e-9, "{measure}: {estimate} is not {published}");
            means += 1;
        }
    }
    writeln!(out, "† the count is derived from the printed percentage")?;
    assert_eq!((figures, means), (8, 3), "every published figure was found");
    Ok(())
}
