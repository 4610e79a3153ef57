//! Little data: exports that hold almost nothing still get a report that says what is known and nothing else.

mod run;

use std::fmt::Write;

use run::Folder;

const COLUMNS: &str = "client_id,session_id,session_date,status,site,concern,request_date,helpfulness,satisfaction,change_rating,enough,phq9_pre,phq9_post";

const CHARTS: [&str; 8] = ["overview", "dots", "change_rating", "flow", "months", "waits", "distribution", "volume"];

/// Which pictures there are something to draw for.
const ALL: &[&str] = &CHARTS;
const NO_MONTHS: &[&str] = &["overview", "dots", "change_rating", "flow", "waits", "distribution"];

/// An export, what its report must have, and what can be drawn of it.
struct Case {
    name: &'static str,
    export: String,
    /// Headings that the page has, beside those that every page has.
    sections: &'static [&'static str],
    /// What the page says.
    says: &'static [&'static str],
    charts: &'static [&'static str],
}

/// Rows of all columns: `row(month, day)` gives what follows the ids and the date.
fn rows(row: impl Fn(usize, usize) -> String) -> String {
    let mut text = format!("{COLUMNS}\n");
    for month in 1..=3 {
        for day in 10..16 {
            let _ = writeln!(text, "c{month}{day},s{month}{day},2025-{month:02}-{day},{}", row(month, day));
        }
    }
    text
}

fn cases() -> Vec<Case> {
    let said = &["Whom we saw", "How fast", "What they said", "Who answered, and what that could change"][..];
    vec![
        Case {
            name: "only session_date",
            export: "session_date\n2025-01-06\n2025-01-13\n2025-02-03\n2025-02-10\n2025-03-03\n".to_owned(),
            sections: &["Whom we saw", "Not collected"],
            says: &["5 sessions were booked", "To start: helpfulness"],
            charts: &["flow", "volume"],
        },
        Case {
            name: "attendance without follow-up",
            export: "session_date,status\n2025-01-06,attended\n2025-01-13,no_show\n2025-02-03,attended\n\
                     2025-02-10,cancelled\n2025-03-03,attended\n"
                .to_owned(),
            sections: &["Whom we saw", "Not collected"],
            says: &["3 of 5 (60%)", "To start: helpfulness"],
            charts: &["flow", "volume"],
        },
        Case {
            name: "only helpfulness and enough",
            export: "session_date,helpfulness,enough\n2025-01-06,5,yes\n2025-01-13,4,no\n2025-02-03,3,unsure\n\
                     2025-02-10,,yes\n2025-03-03,5,\n"
                .to_owned(),
            sections: &["What they said", "Who answered, and what that could change", "Over time", "Not collected"],
            says: &["3 of 4; 95% interval 30% to 95%", "2 of 4; 95% interval 15% to 85%"],
            charts: &["overview", "flow", "months", "distribution", "volume"],
        },
        Case {
            name: "one row",
            export: format!("{COLUMNS}\nc1,s1,2025-03-10,attended,North,Grief,2025-03-03,5,5,better,yes,12,7\n"),
            sections: said,
            says: &["One session was booked", "One client was seen", "1 of 1; 95% interval 21% to 100%"],
            charts: NO_MONTHS,
        },
        Case {
            name: "a header and no rows",
            export: format!("{COLUMNS}\n"),
            sections: &["Whom we saw", "What they said"],
            says: &["The data have no rows", "No session was booked", "not known. There was nobody to ask."],
            charts: &[],
        },
        Case {
            name: "everything missing",
            export: {
                let mut text = format!("{COLUMNS}\n");
                for day in 10..25 {
                    let _ = writeln!(text, ",,2025-{:02}-{day},,,,,,,,,,", day % 3 + 1);
                }
                text
            },
            sections: &["Whom we saw", "What they said"],
            says: &["15 of 15", "No session was attended", "not known. There was nobody to ask."],
            charts: &[],
        },
        Case {
            name: "0%",
            export: rows(|_, _| "attended,North,Grief,2025-01-01,1,1,much_worse,no,20,25".to_owned()),
            sections: said,
            says: &["0% of those who answered (0 of 18; 95% interval 0% to 18%)"],
            charts: ALL,
        },
        Case {
            name: "100%",
            export: rows(|_, _| "attended,North,Grief,2025-01-01,5,5,much_better,yes,20,5".to_owned()),
            sections: said,
            says: &["100% of those who answered (18 of 18; 95% interval 82% to 100%)"],
            charts: ALL,
        },
        Case {
            name: "one client, many sessions",
            export: {
                let row = |_, day: usize| format!("attended,North,Grief,2025-01-01,{},4,better,yes,20,5", day % 5 + 1);
                let many = rows(row);
                let (header, rows) = many.split_once('\n').expect("a header");
                let one = rows.lines().map(|row| format!("c1,{}\n", row.split_once(',').expect("cells").1));
                format!("{header}\n{}", one.collect::<String>())
            },
            sections: said,
            says: &["6 of 18; no interval", "One client was seen", "0 of 1"],
            charts: ALL,
        },
        Case {
            name: "all booked",
            export: rows(|_, _| "booked,North,Grief,2025-01-01,,,,,,".to_owned()),
            sections: &["Whom we saw", "What they said"],
            says: &["18 sessions were booked", "No client was seen", "There was nobody to ask."],
            charts: &["flow", "volume"],
        },
        Case {
            name: "all groups blank",
            export: rows(|_, day| format!("attended,,,2025-01-01,{},4,same,yes,,", day % 5 + 1)),
            sections: said,
            says: &["6 of 18", "Not recorded"],
            charts: ALL,
        },
        Case {
            name: "a single month",
            export: {
                let mut text = format!("{COLUMNS}\n");
                for day in 1..=28 {
                    let (site, concern) = (["North", "South"][day % 2], ["Grief", "Anxiety"][day / 2 % 2]);
                    let _ = writeln!(
                        text,
                        "c{day},s{day},2025-03-{day:02},attended,{site},{concern},2025-03-01,{},{},better,yes,{},{}",
                        day % 5 + 1,
                        day % 4 + 2,
                        day % 27,
                        day / 2
                    );
                }
                text
            },
            sections: &["What they said", "By concern", "By site", "Questionnaires"],
            says: &["28 sessions were booked"],
            charts: NO_MONTHS,
        },
        Case {
            name: "400 sites",
            export: {
                let mut text = format!("{COLUMNS}\n");
                for i in 0..1200 {
                    let (site, change) = (i / 3, ["same", "better"][i % 2]);
                    let _ = writeln!(
                        text,
                        "c{i},s{i},2025-{:02}-{:02},attended,Site {site:03},Concern {},2025-01-01,{},4,{change},yes,,",
                        i % 6 + 1,
                        site % 28 + 1,
                        site % 40,
                        i % 5 + 1
                    );
                }
                text
            },
            sections: &["By concern", "By site", "Over time"],
            says: &["1,200 sessions were booked", "380 more groups are not drawn"],
            charts: ALL,
        },
    ]
}

/// Text that no output holds: a number that is none, a text whose values were not put in, a share of nobody.
fn assert_says_nothing_broken(text: &str, output: &str) {
    for broken in ["NaN", "inf%", " inf", "null%", "{ $", "{$", "0 of 0", "None", "Some("] {
        assert!(!text.contains(broken), "{output}: {broken}");
    }
}

/// A page's text and tags, without its style (in whose fonts any letters may stand) and without its data: addresses.
fn body(page: &str) -> &str {
    page.split_once("</style>").expect("a page has a style").1
}

/// Every heading is followed by something that is no heading; no list, table, figure or section is empty.
fn assert_no_empty_tile(page: &str, case: &str) {
    let body = body(page);
    for empty in [
        "<tbody></tbody>",
        "<figure></figure>",
        "<section></section>",
        "<p></p>",
        "<table></table>",
        "<td></td>",
        "\"></ul>",
        "<ul></ul>",
    ] {
        assert!(!body.contains(empty), "{case}: {empty}");
    }
    for level in ['1', '2', '3', '4'] {
        for (place, _) in body.match_indices(&format!("</h{level}>")) {
            let rest = &body[place + 5..];
            for next in ["<h", "</section>", "</main>"] {
                // A smaller heading below a larger one is no empty tile.
                let is_smaller = next == "<h" && rest[2..].starts_with(|c: char| c > level);
                assert!(
                    is_smaller || !rest.starts_with(next),
                    "{case}: a heading and then {}",
                    &rest[..40.min(rest.len())]
                );
            }
        }
    }
    for figure in body.split("<figure").skip(1) {
        let (figure, _) = figure.split_once("</figure>").expect("a figure ends");
        assert!(
            figure.contains("<svg") && figure.contains("<table"),
            "{case}: a figure has its picture and its numbers"
        );
    }
}

/// No heading of a Markdown report is followed by the next heading, or by nothing; no table has a head alone.
fn markdown_faults(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let next = |i: usize| lines.get(i + 1).copied().unwrap_or("#");
    let depth = |line: &str| line.bytes().take_while(|&b| b == b'#').count();
    let mut faults = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        // A smaller heading below a larger one is no empty part.
        if line.starts_with('#') && next(i).starts_with('#') && depth(next(i)) <= depth(line) {
            faults.push(format!("nothing under {line}"));
        }
        if line.starts_with("|-") && !next(i).starts_with('|') {
            faults.push(format!("no rows under {}", lines[i - 1]));
        }
    }
    faults
}

#[test]
fn reports() {
    for case in cases() {
        let folder = Folder::new().with("sessions.csv", &case.export);
        folder.sst("report sessions.csv -o r.html -o r.md -o r.json").done();
        let (page, markdown, json) = (folder.read("r.html"), folder.read("r.md"), folder.read("r.json"));
        let name = case.name;
        assert_says_nothing_broken(body(&page), &format!("{name}, page"));
        assert_says_nothing_broken(&markdown, &format!("{name}, Markdown"));
        assert_says_nothing_broken(&json, &format!("{name}, JSON"));
        assert_no_empty_tile(&page, name);
        assert_eq!(markdown_faults(&markdown), Vec::<String>::new(), "{name}");
        let every_page = &["In words", "Are the data fit to read?", "Methods", "Where the numbers come from"];
        for section in case.sections.iter().chain(every_page) {
            assert!(page.contains(&format!(">{section}</h2>")), "{name}: no section {section}");
        }
        for said in case.says {
            assert!(page.contains(said), "{name}: the page does not say {said}");
        }
        let document: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let results = document["results"].as_array().expect("results");
        // The whole is always there, and what is undefined says why.
        assert!(results.iter().any(|entry| entry["by"] == serde_json::json!({})), "{name}");
        for entry in results {
            let undefined = entry.get("estimate").is_some_and(serde_json::Value::is_null);
            assert!(!undefined || entry["reason"].is_string(), "{name}: {entry}");
        }
    }
}

#[test]
fn rates_and_check() {
    for case in cases() {
        let folder = Folder::new().with("sessions.csv", &case.export);
        let name = case.name;
        for format in ["table", "json", "csv", "md"] {
            let text = folder.sst(&format!("rates sessions.csv --by month --format {format}")).done().out;
            assert_says_nothing_broken(&text, &format!("{name}, rates as {format}"));
            assert!(text.ends_with('\n') && text.len() > 40, "{name}, rates as {format}: {text}");
            if format == "md" {
                assert_eq!(markdown_faults(&text), Vec::<String>::new(), "{name}");
            }
        }
        for format in ["table", "json"] {
            let text = folder.sst(&format!("check sessions.csv --format {format}")).done().out;
            let name = format!("{name}, check as {format}");
            assert_says_nothing_broken(&text, &name);
            let rows = case.export.lines().count() - 1;
            let read = if format == "json" { format!("\"rows_read\": {rows},") } else { "Rows read".to_owned() };
            assert!(text.contains(&read), "{name}: {text}");
        }
    }
}

#[test]
fn charts_are_drawn_or_refused_with_2() {
    for case in cases() {
        let folder = Folder::new().with("sessions.csv", &case.export);
        for chart in CHARTS {
            let name = format!("{}, chart {chart}", case.name);
            let run = folder.sst(&format!("chart {chart} sessions.csv"));
            if case.charts.contains(&chart) {
                let svg = run.done().out;
                assert!(svg.starts_with("<svg") && svg.contains("<title"), "{name}");
                assert_says_nothing_broken(&svg, &name);
            } else {
                let run = run.expect(2, "error: ");
                assert_eq!(run.out, "", "{name}");
                let hint = run.err.lines().find_map(|line| line.trim_start().strip_prefix("hint: "));
                let hint = hint.unwrap_or_else(|| panic!("{name}: no hint: {}", run.err));
                assert!(hint.len() > 10 && hint.trim_end() != "there are", "{name}: {hint}");
            }
        }
    }
}
