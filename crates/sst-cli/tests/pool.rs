//! Studies pooled through the command: metafor's numbers, faults with their places, every output.

mod run;
mod schema;

use run::Folder;
use serde_json::{Value, json};

const GOLDEN: &str = include_str!("../../sst-core/tests/fixtures/pool.json");
const PUBLISHED: &str = include_str!("../../../data/samples/published-sufficiency.csv");

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn golden() -> Vec<Value> {
    let golden = parsed(GOLDEN);
    golden["studies"].as_array().expect("sets of studies").clone()
}

fn table(set: &Value) -> String {
    let counts = |key: &str| set[key].as_array().expect("counts").clone();
    let rows = counts("x").into_iter().zip(counts("n")).enumerate();
    rows.fold("study,events,n\n".to_owned(), |text, (place, (x, n))| format!("{text}S{place},{x},{n}\n"))
}

fn entry<'d>(document: &'d Value, measure: &str, study: Option<&str>) -> &'d Value {
    let by = study.map_or_else(|| json!({}), |name| json!({"study": name}));
    let results = document["results"].as_array().expect("results");
    let mut found = results.iter().filter(|entry| entry["measure"] == measure && entry["by"] == by);
    let entry = found.next().unwrap_or_else(|| panic!("{measure} {study:?}"));
    assert!(found.next().is_none(), "{measure} {study:?} stands once");
    entry
}

#[track_caller]
fn near(ours: &Value, golden: &Value, tolerance: f64) {
    let (ours, golden) = (ours.as_f64().expect("ours"), golden.as_f64().expect("golden"));
    assert!((ours - golden).abs() <= tolerance * golden.abs().max(1e-15), "{ours} and {golden}");
}

#[test]
fn the_sets_of_metafor() {
    for set in golden() {
        let folder = Folder::new().with("studies.csv", &table(&set));
        let document = parsed(&folder.sst("pool studies.csv --format json").done().out);
        let pooled = entry(&document, "pooled", None);
        near(&pooled["estimate"], &set["shares"][0], 1e-8);
        near(&pooled["low"], &set["shares"][1], 1e-8);
        near(&pooled["high"], &set["shares"][2], 1e-8);
        near(&pooled["tau2"], &set["tau2_exact"], 1e-8);
        near(&pooled["q"], &set["Q"], 1e-10);
        near(&pooled["q_p"], &set["Qp"], 1e-10);
        // metafor's I² is a percentage.
        let i2 = json!(pooled["i2"].as_f64().expect("I²") * 100.0);
        if set["tau2_exact"] == 0.0 {
            assert_eq!(i2, 0.0);
        } else {
            near(&i2, &set["I2"], 1e-8);
        }
        assert_eq!(pooled["kind"], "proportion");
        assert_eq!(pooled["method"], "reml_knapp_hartung");
        if set["name"] == "two" {
            assert_eq!(pooled["prediction"], Value::Null);
        } else {
            near(&pooled["prediction"]["low"], &set["shares"][3], 1e-8);
            near(&pooled["prediction"]["high"], &set["shares"][4], 1e-8);
        }
        let document = parsed(&folder.sst("pool studies.csv --model binomial-normal --format json").done().out);
        let pooled = entry(&document, "pooled", None);
        near(&pooled["estimate"], &set["glmm"]["est"], 3e-5);
        near(&pooled["q"], &set["glmm"]["QE_LRT"], 1e-8);
        let tau2 = set["glmm"]["tau2"].as_f64().expect("τ²");
        assert!((pooled["tau2"].as_f64().expect("τ²") - tau2).abs() <= 3e-5 * tau2 + 1e-6);
    }
}

#[test]
fn studies_without_and_with_extremes_under_the_exact_model() {
    let golden = parsed(GOLDEN);
    for (name, set) in golden["exact"].as_object().expect("sets") {
        let folder = Folder::new().with("studies.csv", &table(set));
        let document = parsed(&folder.sst("pool studies.csv --model binomial_normal --format json").done().out);
        let pooled = entry(&document, "pooled", None);
        let logit = set["b"].as_f64().expect(name);
        near(&pooled["estimate"], &json!(1.0 / (1.0 + (-logit).exp())), 1e-9);
        near(&pooled["standard_error"], &set["se"], 1e-9);
        near(&pooled["tau2"], &set["tau2"], 1e-9);
    }
}

#[test]
fn estimates_are_pooled_on_their_own_scale_and_log_odds_shown_as_shares() {
    for set in golden() {
        let pairs = set["yi"].as_array().expect("logits").iter().zip(set["vi"].as_array().expect("variances"));
        let text = pairs.enumerate().fold("Study;Estimate;SE\n".to_owned(), |text, (place, (y, v))| {
            let error = v.as_f64().expect("a variance").sqrt();
            format!("{text}S{place};{y};{error}\n")
        });
        let folder = Folder::new().with("studies.csv", &text);
        let document = parsed(&folder.sst("pool studies.csv --format json").done().out);
        let pooled = entry(&document, "pooled", None);
        near(&pooled["estimate"], &set["b"], 1e-8);
        near(&pooled["standard_error"], &set["se"], 1e-8);
        near(&pooled["low"], &set["ci"][0], 1e-8);
        assert_eq!(pooled["kind"], "mean");
        assert_eq!(entry(&document, "study", Some("S0"))["method"], "normal");
        let document = parsed(&folder.sst("pool studies.csv --scale logit --format json").done().out);
        let pooled = entry(&document, "pooled", None);
        near(&pooled["estimate"], &set["shares"][0], 1e-8);
        assert_eq!(pooled["kind"], "proportion");
    }
}

#[test]
fn leaving_one_out_and_by_year_are_what_the_others_give() {
    let golden = parsed(GOLDEN);
    let set = &golden["small_studies"];
    let rows = table(set);
    let mut lines: Vec<String> = rows.lines().map(str::to_owned).collect();
    lines[0] += ",YEAR";
    for (place, line) in lines.iter_mut().skip(1).enumerate() {
        *line = format!("{line},{}", 2000 + place);
    }
    let folder = Folder::new().with("studies.csv", &lines.join("\n"));
    let document = parsed(&folder.sst("pool studies.csv --format json").done().out);
    // metafor stops at about 1e-6 of τ².
    let expit = |logit: &Value| json!(1.0 / (1.0 + (-logit.as_f64().expect("a logit")).exp()));
    for (place, row) in set["leave_one_out"].as_array().expect("rows").iter().enumerate() {
        near(&entry(&document, "pooled_without", Some(&format!("S{place}")))["estimate"], &expit(&row[0]), 1e-6);
    }
    let results = document["results"].as_array().expect("results");
    let up_to: Vec<&Value> = results.iter().filter(|entry| entry["measure"] == "pooled_up_to").collect();
    assert_eq!(up_to.len(), 10);
    for (entry, row) in up_to[1..].iter().zip(set["cumulative"].as_array().expect("rows")) {
        near(&entry["estimate"], &expit(&row[0]), 1e-6);
    }
    assert_eq!(up_to[0]["reason"], "one_study");
    let check = &entry(&document, "pooled", None)["small_studies"];
    near(&check["t"], &set["by_size_t"], 1e-9);
    near(&check["p"], &set["by_size_p"], 1e-9);
}

#[test]
fn the_order_of_rows_and_what_does_not_matter_in_a_header_change_nothing() {
    let folder = Folder::new().with("studies.csv", "study,events,n,year\nB,60,100,2001\nA,41,50,2002\nC,10,34,2000\n");
    let one = folder.sst("pool studies.csv --format json").done().out;
    folder.write("studies.csv", "YEAR;N;Study ; Events;note\r\n2000;34;C;10;x\r\n2002;50;A;41;\r\n2001;100;B;60;y\r\n");
    let other = folder.sst("pool studies.csv --format json").expect(0, "not used: note");
    assert_eq!(one, other.out);
    let from_input = folder.sst_with_input("pool - --format json", &folder.read("studies.csv")).done().out;
    assert_eq!(one, from_input.replace("standard input", "studies.csv"));
}

#[test]
fn single_rows_have_the_interval_that_is_asked_for() {
    let folder = Folder::new().with("studies.csv", "study,events,n\nA,5,9\nB,0,20\nC,20,20\n");
    let run = folder.sst("pool studies.csv --method clopper-pearson --level 0.99 --format json");
    let document = parsed(&run.expect(0, "binomial-normal").out);
    let study = entry(&document, "study", Some("B"));
    assert_eq!((&study["events"], &study["answered"]), (&json!(0), &json!(20)));
    assert_eq!(
        (&study["method"], &study["low"], &study["estimate"]),
        (&json!("clopper_pearson"), &json!(0.0), &json!(0.0))
    );
    near(&study["high"], &json!(1.0 - 0.005_f64.powf(1.0 / 20.0)), 1e-12);
    assert_eq!(entry(&document, "study", Some("A"))["caveats"][0]["code"], "small_n");
    let codes = |entry: &Value| {
        entry["caveats"].as_array().expect("caveats").iter().map(|note| note["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes(entry(&document, "pooled", None)), [json!("few_studies"), json!("studies_at_edge")]);
    let weights: f64 = ["A", "B", "C"]
        .iter()
        .map(|name| entry(&document, "study", Some(name))["weight"].as_f64().expect("a weight"))
        .sum();
    assert!((weights - 1.0).abs() < 1e-12);
}

#[test]
fn what_cannot_be_estimated_is_null_with_a_reason() {
    let folder = Folder::new();
    let pooled = |rows: &str, words: &str| {
        folder.write("s.csv", &format!("study,events,n\n{rows}"));
        let document = parsed(&folder.sst(&format!("pool s.csv --format json -q {words}")).done().out);
        let entry = entry(&document, "pooled", None).clone();
        let text = folder.sst(&format!("pool s.csv -q {words}")).done().out;
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        folder.sst(&format!("pool s.csv -q {words} -o f.svg -o f.html -o f.md -o f.csv")).done();
        entry
    };
    let one = pooled("A,7,20\n", "");
    assert_eq!(
        (&one["reason"], &one["estimate"], &one["method"]),
        (&json!("one_study"), &json!(0.35), &json!("wilson"))
    );
    assert_eq!([&one["tau2"], &one["q"], &one["i2"], &one["prediction"]], [&Value::Null; 4]);
    let two = pooled("A,7,20\nB,9,20\n", "");
    assert_eq!((&two["prediction"], two["low"].is_f64()), (&Value::Null, true));
    let alike = pooled("A,5,10\nB,50,100\nC,10,20\n", "");
    assert_eq!((&alike["reason"], &alike["low"]), (&json!("studies_alike"), &Value::Null));
    for rows in ["A,10,10\nB,9,9\nC,20,20\n", "A,10,10\nB,0,9\nC,20,20\n"] {
        let none = pooled(rows, "--model binomial-normal");
        assert_eq!((&none["reason"], &none["estimate"]), (&json!("no_maximum"), &Value::Null));
    }
}

#[test]
fn every_fault_is_told_with_its_line_and_no_cell() {
    let folder = Folder::new();
    let cases = [
        ("study,events,n\nA,12,10\n", "line 2, column \"events\": more events than answers"),
        ("study,events,n\nA,1,2\n\nB,0,0\n", "line 4, column \"n\": nobody answered"),
        ("study,events,n\nA,-4,10\n", "line 2, column \"events\": expected a whole number"),
        ("study,events,n\nA,4.5,10\n", "line 2, column \"events\": expected a whole number"),
        ("study,events,n\nA,SECRET,10\n", "line 2, column \"events\": expected a whole number"),
        ("study,events,n\nA,4,99999999999\n", "line 2, column \"n\": expected a count of people"),
        ("study,events,n\nA,,10\n", "line 2, column \"events\": there is no number"),
        ("study,events,n\n,4,10\n", "line 2, column \"study\": the study has no name"),
        ("study,Events,n\nA,4,10\nB,1,2\na ,4,10\n", "line 4, column \"study\": line 2 has a study of the same name"),
        ("study,events,n,year\nA,4,10,1990/1992\n", "line 2, column \"year\": expected a year"),
        ("study,events,n\nA,4,10,SECRET\n", "line 2: the cells of this row cannot be told apart"),
        ("study,events,n\n\"A,4,10\nB,4,10\n", "line 2: the cells of this row cannot be told apart"),
        ("study,estimate,se\nA,SECRET,0.1\n", "line 2, column \"estimate\": expected a number"),
        ("study,estimate,se\nA,0.4,0\n", "line 2, column \"se\": expected a standard error above 0"),
        ("study,estimate,se\nA,0.4,-0.2\n", "line 2, column \"se\": expected a standard error above 0"),
        ("study,estimate,se\nA,80%,0.1\n", "line 2, column \"estimate\": expected a number"),
        ("study,events,n\n", "there is no study under the header"),
        ("", "the file is empty"),
    ];
    for (text, said) in cases {
        folder.write("s.csv", text);
        let run = folder.sst("pool s.csv").expect(3, said);
        assert!(!run.err.contains("SECRET") && run.out.is_empty(), "{}", run.err);
    }
    let headers = [
        ("study,event,n\nA,4,10\n", "there is no column `events`"),
        ("study,events\nA,4\n", "there is no column `n`"),
        ("name,events,n\nA,4,10\n", "there is no column `study`"),
        ("study,estimate\nA,4\n", "there is no column `se`"),
        ("study,n,N,events\nA,4,10,1\n", "the column `n` is there twice"),
    ];
    for (text, said) in headers {
        folder.write("s.csv", text);
        folder.sst("pool s.csv").expect(2, said);
    }
    folder.write("s.csv", "study,event,n\nA,4,10\n");
    folder.sst("pool s.csv").expect(2, "rename the column \"event\"");
    folder.write("s.csv", "study,events,n\nA,4,0\nB,x,1\n");
    let both = folder.sst("pool s.csv").expect(3, "line 2");
    assert!(both.err.contains("line 3"), "{}", both.err);
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let folder = Folder::new().with("counts.csv", "study,events,n\nA,4,10\nB,5,9\n");
    folder.write("estimates.csv", "study,estimate,se\nA,0.4,0.1\nB,0.5,0.1\n");
    for (words, said) in [
        ("pool counts.csv --scale logit", "these studies have counts"),
        ("pool estimates.csv --model binomial-normal", "needs counts"),
        ("pool estimates.csv --method jeffreys", "makes intervals from counts"),
        ("pool counts.csv --level 95", "95 percent is 0.95"),
        ("pool counts.csv --method wald", "expected one of"),
        ("pool counts.csv -o x.pdf", "cannot be told from the name"),
        ("pool counts.csv -o counts.csv", "is an input and would be lost"),
        ("pool counts.csv -o x.svg -o x.svg", "two outputs"),
        ("chart forest counts.csv --where site=North", "no sessions to map"),
        ("chart forest counts.csv estimates.csv", "one table of studies"),
    ] {
        folder.sst(words).expect(2, said);
    }
    folder.sst("pool nothing.csv").expect(3, "cannot be read");
    folder.write("sessions.csv", "session_date,helpfulness\n2025-01-02,5\n");
    folder.sst("rates sessions.csv --format json -o r.json").done();
    folder.sst("pool r.json").expect(2, "not of studies");
}

#[test]
fn the_published_figures_are_pooled_with_a_warning_and_every_output_is_made_again_from_the_document() {
    let folder = Folder::new().with("studies.csv", PUBLISHED);
    let words = "pool studies.csv -o a.json -o a.html -o a.md -o a.csv -o a.svg -o a.png -o a.txt";
    folder.sst(words).expect(0, "define differently what they count");
    let document = parsed(&folder.read("a.json"));
    let faults = schema::faults(&parsed(&folder.sst("schema").done().out), &document);
    assert_eq!(faults, Vec::<String>::new());
    let results = document["results"].as_array().expect("results");
    let measures: Vec<&str> = results.iter().filter_map(|entry| entry["measure"].as_str()).collect();
    assert!(measures.is_sorted(), "{measures:?}");
    assert!(
        entry(&document, "study", Some("Talmon"))["definition"].as_str().is_some_and(|words| words.contains("useful"))
    );
    folder.sst("pool a.json -o b.json -o b.html -o b.md -o b.csv -o b.svg -o b.txt").done();
    for end in ["json", "html", "md", "csv", "svg", "txt"] {
        assert_eq!(folder.read(&format!("a.{end}")), folder.read(&format!("b.{end}")), "{end}");
    }
    folder.sst("report a.json -o c.html -o c.md").done();
    assert_eq!((folder.read("a.html"), folder.read("a.md")), (folder.read("c.html"), folder.read("c.md")));
    folder.sst("chart forest studies.csv -o c.svg").done();
    assert_eq!(folder.read("a.svg"), folder.read("c.svg"));
    folder.sst("pool a.json --level 0.9").expect(2, "shown as it is");
    let page = folder.read("a.html");
    assert!(
        page.contains("Harper-Jaques &amp; Foucault") && !page.contains("<script") && !page.contains("Do not publish")
    );
    let picture = std::fs::read(folder.path("a.png")).expect("a picture");
    assert!(picture.starts_with(b"\x89PNG"));
    let two = folder.sst("pool studies.csv -q -o d.txt --format md").done();
    assert_eq!(two.out, folder.read("a.md"));
}

#[test]
fn a_name_stays_a_name() {
    let folder =
        Folder::new().with("s.csv", "study,events,n\n\"=cmd|' /C calc'!A0\",4,10\n<img src=x>,5,19\nC|d*,5,9\n");
    folder.sst("pool s.csv -q -o a.html -o a.md -o a.csv -o a.svg").done();
    assert!(!folder.read("a.html").contains("<img") && !folder.read("a.svg").contains("<img"));
    assert!(folder.read("a.md").contains("C\\|d\\*"));
    // In CSV the name stands within a JSON object, which no spreadsheet takes for a formula.
    assert!(folder.read("a.csv").lines().all(|line| !line.trim_start_matches('"').starts_with('=')));
}
