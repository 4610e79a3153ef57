//! A picture and a table from a results document alone: who has only the document, and no client's data, can make both.
//!
//! ```sh
//! cargo run -- report data/samples/sessions.csv -o results.json
//! cargo run -p sst-examples --example results_json -- results.json .
//! ```

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use sst_charts::{ChartKind, ChartOptions, ChartRequest, Theme, Width};
use sst_core::results::ResultSet;
use sst_core::text::{Catalogue, format};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "give the results document and a folder to write to";
    let (document, folder) = arguments.next().zip(arguments.next()).ok_or(usage)?;
    let text = fs::read_to_string(document)?;
    let results = ResultSet::from_json(&text)?;
    // The document is all there is: writing it again gives the same bytes, so it can be compared and kept.
    assert_eq!(results.to_json(), text);

    let catalogue = Catalogue::english();
    let request = ChartRequest {
        kind: ChartKind::Dots,
        measure: Some("helpful".to_owned()),
        key: Some("site".to_owned()),
        instrument: None,
    };
    let options = ChartOptions { theme: Theme::Light, width: Width::Wide, id_prefix: "sites".to_owned() };
    let chart = sst_charts::svg(&results, &request, &options, &catalogue)?.ok_or("nobody rated a session")?;
    fs::write(folder.join("helpful-by-site.svg"), &chart.svg)?;

    let table = helpful_by_site(&results);
    fs::write(folder.join("helpful-by-site.md"), &table)?;

    writeln!(io::stdout().lock(), "{}\n\n{table}", chart.title)?;
    // The picture and the table are of the same sites.
    let sites: Vec<&str> = table.lines().skip(2).filter_map(|row| row.split('|').nth(1)).map(str::trim).collect();
    assert!(!sites.is_empty(), "the document is grouped by site");
    for site in sites {
        assert!(chart.svg.contains(site), "{site} is in the table and not in the picture");
    }
    Ok(())
}

/// The share of helpful sessions of each site, with its denominators: Markdown of one's own, where the tool's is not it.
fn helpful_by_site(results: &ResultSet) -> String {
    let mut table = "| site | could be asked | answered | helpful | 95% interval |\n|---|--:|--:|--:|--:|\n".to_owned();
    for entry in &results.results {
        let (Some(site), Some(share)) = (entry.by.get("site"), entry.as_proportion()) else { continue };
        // Only sites: a cross-table of site and month has two keys.
        if entry.measure != "helpful" || entry.by.len() != 1 {
            continue;
        }
        let count = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), format::count);
        let percent = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), format::percent);
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} to {} |",
            site.as_deref().unwrap_or("Not recorded").replace('|', "\\|"),
            count(share.eligible),
            count(share.answered),
            percent(share.estimate),
            percent(share.low),
            percent(share.high)
        );
    }
    table
}
