//! docs/simulations.md, made from the recorded rows: tables, and sentences whose numbers are those of the rows.
#![allow(clippy::format_push_string, reason = "a page of some kilobytes is built once, and format! reads better")]

use crate::coverage::{REPLICATES, SEED};
use crate::record::Row;

/// Coverage of a 95% interval below this is marked.
const BAD: f64 = 90.0;
/// Below this it is told.
const LOW: f64 = 93.0;

/// The page.
pub(crate) fn page(csv: &str) -> String {
    let rows = Row::all(csv);
    let of = |design: &str, interval: &str| -> Vec<&Row<'_>> {
        let is_it = |row: &&Row<'_>| row.cell("design") == design && row.cell("interval") == interval;
        rows.iter().filter(is_it).collect()
    };
    let of_all = |designs: &[&str], interval: &str| -> Vec<&Row<'_>> {
        designs.iter().flat_map(|design| of(design, interval)).collect()
    };
    let error = rows.iter().filter_map(|row| row.cell("monte_carlo_error").parse::<f64>().ok()).fold(0.0, f64::max);
    let at_95 = (0.95_f64 * 0.05 / REPLICATES as f64).sqrt();
    let mut page = format!(
        "# How often the intervals hold the truth\n\n\
         Made by a program from the rows of [simulations.csv](simulations.csv); a test builds it again, and draws some of the rows again.\n\n\
         ```sh\ncargo run -p sst-examples --example simulations -- --write\n```\n\n\
         Seed {SEED}, {REPLICATES} replicates of each of {} settings (SplitMix64, a stream for each setting and replicate). The standard error \
         of a coverage from drawing so many is {:.2} points at 95%, and {:.2} points at most. Every interval is of 95%: it should hold the \
         truth in 95 of 100. Counts are whole numbers, so no interval of a share does so exactly. Bold: below {BAD:.0}%.\n\n",
        settings_of(&rows),
        at_95 * 100.0,
        error * 100.0,
    );

    page += "## Answers that are independent: Wilson\n\n\
             Every client answers once. \"Exact\" is the coverage computed without drawing anything: it says whether the drawing is right.\n\n\
             | n | p | drawn | exact | mean width |\n|--:|--:|--:|--:|--:|\n";
    for row in of("once_each", "wilson") {
        let exact: f64 = row.cell("exact_coverage").parse().unwrap_or(f64::NAN);
        page += &format!(
            "| {} | {} | {} | {:.1}% | {} |\n",
            row.cell("n"),
            row.cell("p"),
            cell(row),
            exact * 100.0,
            row.cell("mean_width")
        );
    }
    page += &format!("\n{}\n\n", lowest("Wilson's interval", &of("once_each", "wilson")));

    page += "## Clients who answer more than once: clustered Wilson\n\n\
             Answers of one client go together (beta-binomial, intraclass correlation in the head of the column). First the interval that `sst` \
             shows, `wilson_cluster`; then, after the stroke, Wilson's interval of the same answers taken for independent, which `sst` does not \
             show.\n\n";
    for (design, words) in [
        (
            "most_once",
            "Most clients answer once (70% once, 18% twice, 8% three times, 4% four times), as single-session services have it.",
        ),
        ("four_each", "Every client answers four times: n = 20 is five clients."),
    ] {
        let (shown, alone) = (of(design, "wilson_cluster"), of(design, "wilson"));
        page += &format!("{words}\n\n| n | p | 0 | 0.05 | 0.1 | 0.2 | 0.5 |\n|--:|--:|--:|--:|--:|--:|--:|\n");
        for n in ["20", "50", "200"] {
            for p in ["0.5", "0.8", "0.95"] {
                page += &format!("| {n} | {p} |");
                for icc in ["0", "0.05", "0.1", "0.2", "0.5"] {
                    let at = |rows: &[&Row<'_>]| {
                        let is_it = |row: &&&Row<'_>| [row.cell("n"), row.cell("p"), row.cell("icc")] == [n, p, icc];
                        rows.iter().find(is_it).map(|row| cell(row)).unwrap_or_default()
                    };
                    page += &format!(" {} / {} |", at(&shown), at(&alone));
                }
                page.push('\n');
            }
        }
        page.push('\n');
    }
    let (shown, alone) =
        (of_all(&["most_once", "four_each"], "wilson_cluster"), of_all(&["most_once", "four_each"], "wilson"));
    page += &format!("{}\n\n", lowest("The clustered interval", &shown));
    page += &format!("{}\n\n", lowest("Wilson's interval of answers taken for independent", &alone));
    let wide = shown.iter().filter(|row| row.percent() > 97.5).count();
    page += &format!(
        "The clustered interval errs on the wide side: in {wide} of {} settings it holds the truth in more than 97.5 of 100. The design effect is \
         never taken below 1, and the quantile is Student's with k - 1 degrees of freedom. {} Its mean width at n = 20 with most clients \
         answering once, p = 0.8 and correlation 0 is {}, that of Wilson's {}: that is what it costs where it was not needed.\n\n",
        shown.len(),
        undefined(&shown),
        width(&shown, "20", "0.8"),
        width(&of("most_once", "wilson"), "20", "0.8"),
    );

    page += "## Those who stay silent: bounds and Wilson of those who answered\n\n\
             n could answer; who does may hang on the answer. The truth is p, the share among all. `union_wilson` is the interval of the bounds \
             that `sst` shows, Imbens and Manski's the sharper one beside it; the last column is the interval of the share of those who answered, \
             which is about them and not about all.\n\n\
             | who answers | n | p | union of Wilson | Imbens-Manski | Wilson of those who answered |\n|---|--:|--:|--:|--:|--:|\n";
    for (design, words) in [
        ("at_random", "60%, whatever they would say"),
        ("happy_answer", "70% of yes, 30% of no"),
        ("unhappy_answer", "30% of yes, 70% of no"),
        ("silent_would_say_yes", "50% of yes, all of no"),
        ("silent_would_say_no", "all of yes, 50% of no"),
    ] {
        let [union, manski, alone] = ["union_wilson", "imbens_manski", "wilson"].map(|interval| of(design, interval));
        for ((union, manski), alone) in union.iter().zip(&manski).zip(&alone) {
            let (n, p) = (union.cell("n"), union.cell("p"));
            page += &format!("| {words} | {n} | {p} | {} | {} | {} |\n", cell(union), cell(manski), cell(alone));
        }
    }
    let silent = ["at_random", "happy_answer", "unhappy_answer", "silent_would_say_yes", "silent_would_say_no"];
    for (name, interval) in [
        ("The union of Wilson's intervals", "union_wilson"),
        ("Imbens and Manski's interval", "imbens_manski"),
        ("Wilson's interval of those who answered", "wilson"),
    ] {
        page += &format!("\n{}\n", lowest(name, &of_all(&silent, interval)));
    }
    let biased = of_all(&silent[1..], "wilson");
    let worst = biased.iter().filter(|row| row.cell("n") == "200").map(|row| row.percent()).fold(100.0, f64::min);
    page += &format!(
        "\nWhere silence hangs on the answer the interval of those who answered misses the share of all, and the more answers there are the \
         surer it misses: down to {worst:.1}% at n = 200. No interval of answers alone can mend that; the bounds do, at the price of their \
         width. Where the silent are as extreme as can be (the last two kinds) the share of all lies at an end of the bounds: there their \
         intervals are put to the test, elsewhere they hold it nearly always. Imbens and Manski's rests on normal laws, which are rough at \
         n = 20 and near 0 and 1; `sst` shows the union first for that reason. {}\n\n",
        undefined(&of_all(&silent, "imbens_manski")),
    );

    page += "## Two shares\n\nTwo groups of n each without a client in common, Newcombe's interval of the difference:\n\n\
             | n | p, first | p, second | Newcombe |\n|--:|--:|--:|--:|\n";
    for row in of("two_groups", "newcombe") {
        page += &format!("| {} | {} | {} | {} |\n", row.cell("n"), row.cell("p"), row.cell("p_second"), cell(row));
    }
    page += &format!("\n{}\n\n", lowest("Newcombe's interval", &of("two_groups", "newcombe")));
    page += "Two periods of n clients: 35% are in the first alone, 35% in the second alone, 30% in both, and one in five answers twice in a \
             period. The interval of `sst` takes the common clients into account; Newcombe's, of the same answers, does not.\n\n\
             | clients | p, first | p, second | correlation | overlapping | Newcombe |\n|--:|--:|--:|--:|--:|--:|\n";
    for (shown, alone) in of("two_periods", "overlapping").iter().zip(of("two_periods", "newcombe")) {
        let cells = ["n", "p", "p_second", "icc"].map(|column| shown.cell(column));
        page += &format!("| {} | {} | {} |\n", cells.join(" | "), cell(shown), cell(alone));
    }
    page += &format!("\n{}\n\n", lowest("The interval for overlapping periods", &of("two_periods", "overlapping")));

    page += "## What this does not say\n\n\
             - Answers were made up by the models above. Real ones differ: a therapist's clients, a bad week, a changed form. Clusters of therapists \
             or sites are in no interval here.\n\
             - Shares of 0.5, 0.8 and 0.95 only; nearer to 0 or 1, or below n = 20, coverage jumps about more.\n\
             - Only intervals of 95%.\n";
    page
}

/// `94.8%`, bold where it is bad.
fn cell(row: &Row<'_>) -> String {
    let percent = row.percent();
    if percent < BAD { format!("**{percent:.1}%**") } else { format!("{percent:.1}%") }
}

fn settings_of(rows: &[Row<'_>]) -> usize {
    let setting = |row: &Row<'_>| ["design", "n", "p", "p_second", "icc"].map(|column| row.cell(column).to_owned());
    let mut settings: Vec<[String; 5]> = rows.iter().map(setting).collect();
    settings.dedup();
    settings.len()
}

/// How low the coverage of an interval falls, and how often it is bad.
fn lowest(name: &str, rows: &[&Row<'_>]) -> String {
    let lowest = rows.iter().copied().min_by(|a, b| a.percent().total_cmp(&b.percent())).expect("there are rows");
    let below = |limit: f64| rows.iter().filter(|row| row.percent() < limit).count();
    let correlation = match lowest.cell("icc") {
        "0" => String::new(),
        icc => format!(", correlation {icc}"),
    };
    let second = match lowest.cell("p_second") {
        "" => String::new(),
        second => format!(" and {second}"),
    };
    format!(
        "{name} falls to {:.1}% at its lowest (n = {}, p = {}{second}{correlation}); of {} settings {} are below {BAD:.0}%, {} below {LOW:.0}%.",
        lowest.percent(),
        lowest.cell("n"),
        lowest.cell("p"),
        rows.len(),
        below(BAD),
        below(LOW),
    )
}

/// In how many replicates there was no interval.
fn undefined(rows: &[&Row<'_>]) -> String {
    let sum: u64 = rows.iter().filter_map(|row| row.cell("undefined").parse::<u64>().ok()).sum();
    if sum == 0 {
        "It was defined in every replicate.".to_owned()
    } else {
        format!("It was undefined in {sum} of {} replicates, which are in no coverage.", REPLICATES * rows.len() as u64)
    }
}

fn width<'r>(rows: &[&Row<'r>], n: &str, p: &str) -> &'r str {
    let found = rows.iter().find(|row| row.cell("n") == n && row.cell("p") == p && row.cell("icc") == "0");
    found.map(|row| row.cell("mean_width")).unwrap_or_default()
}
