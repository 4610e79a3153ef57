//! Plans through the command: numbers of scipy, statsmodels and R, flags that belong together, the document.

mod run;

use std::collections::BTreeSet;

use run::Folder;
use serde_json::{Value, json};

const GOLDEN: &str = include_str!("../../sst-core/tests/fixtures/plan.json");

fn rows(key: &str) -> Vec<Value> {
    let golden: Value = serde_json::from_str(GOLDEN).expect("JSON");
    golden[key].as_array().expect(key).clone()
}

fn planned(folder: &Folder, words: &str) -> Value {
    serde_json::from_str(&folder.sst(&format!("plan {words} --format json")).done().out).expect("JSON")
}

#[track_caller]
fn near(ours: &Value, golden: &Value, tolerance: f64) {
    let (ours, golden) = (ours.as_f64().expect("ours"), golden.as_f64().expect("golden"));
    assert!((ours - golden).abs() <= tolerance * golden.abs(), "{ours} and {golden}");
}

#[test]
fn answers_for_a_precision() {
    let folder = Folder::new();
    for row in rows("halfwidth_wilson") {
        let words =
            format!("--precision {} --expect {} --level {} --answers {}", row["hw"], row["p"], row["conf"], row["n"]);
        let plan = planned(&folder, &words);
        assert_eq!((&plan["answers"], &plan["to_collect"]), (&row["n"], &row["n"]), "{words}");
        near(&plan["with_answers"]["half_width"], &row["hw_at_n"], 1e-12);
    }
    for row in rows("halfwidth_normal") {
        let words = format!("--precision {} --expect {} --level {}", row["hw"], row["p"], row["conf"]);
        near(&planned(&folder, &words)["normal"], &row["n"], 1e-12);
    }
    // Cochran's correction of 245 answers: 245/(1 + 244/300).
    let plan = planned(&folder, "--precision 0.05 --expect 0.8 --population 300 --design-effect 1.5");
    near(&plan["of_population"], &json!(245.0 / (1.0 + 244.0 / 300.0)), 1e-12);
    assert_eq!(plan["to_collect"], 204);
}

#[test]
fn answers_for_a_claim() {
    let folder = Folder::new();
    for row in rows("exact_binomial_n") {
        let words =
            format!("--claim {} --expect {} --alpha {} --power {}", row["p0"], row["p1"], row["alpha"], row["power"]);
        let plan = planned(&folder, &words);
        assert_eq!((&plan["first"], &plan["stable_from"]), (&row["n_first"], &row["n_stable_from"]), "{words}");
        assert_eq!(plan["answers"], row["n_stable_from"]);
    }
    let mut looked_at = 0;
    // A plan is for one side, and for shares that differ.
    for row in rows("exact_binomial_power") {
        let (claim, expect) = (row["p0"].as_f64().expect("p0"), row["p1"].as_f64().expect("p1"));
        let is_other_side =
            row["alt"] == "two-sided" || (row["alt"] == "greater") != (expect > claim) || expect == claim;
        if is_other_side || (expect - claim).abs() < 0.03 {
            continue;
        }
        let words = format!("--claim {claim} --expect {expect} --alpha {} --answers {}", row["alpha"], row["n"]);
        let told = planned(&folder, &words)["with_answers"].clone();
        near(&told["power"], &row["power"], 1e-11);
        near(&told["size"], &row["size"], 1e-11);
        looked_at += 1;
    }
    assert!(looked_at >= 20, "{looked_at}");
    for row in rows("noninf_one_sample") {
        let words = format!(
            "--non-inferiority --margin {} --against {} --expect {} --alpha {} --answers {}",
            row["margin"], row["benchmark"], row["true_p"], row["alpha"], row["n"]
        );
        let told = planned(&folder, &words)["with_answers"].clone();
        near(&told["power"], &row["power"], 1e-9);
        assert_eq!(told["at_least"], row["crit"]);
    }
}

#[test]
fn answers_on_each_side() {
    let folder = Folder::new();
    for row in rows("two_prop_n") {
        let (p2, difference) = (row["p2"].as_f64().expect("p2"), row["diff"].as_f64().expect("a difference"));
        let words = format!(
            "--compare-periods --expect {} --against {p2} --alpha {} --power {}",
            p2 + difference,
            row["alpha"],
            row["power"]
        );
        let plan = planned(&folder, &words);
        near(&plan["each_side"]["exact"], &row["n1"], 1e-11);
        assert_eq!(plan["answers"], json!(row["n1"].as_f64().expect("n1").ceil() as u64));
    }
    for row in rows("two_prop_noninf_n_wald") {
        let words = format!(
            "--non-inferiority --margin {} --expect {} --against {} --alpha {} --power {}",
            row["margin"], row["p1"], row["p2"], row["alpha_one_sided"], row["power"]
        );
        near(&planned(&folder, &words)["each_side"]["exact"], &row["n_per_arm"], 1e-11);
    }
    let plan = planned(&folder, "--compare-periods --expect 0.7 --against 0.8 --ratio 2 --design-effect 1.2");
    let side = &plan["each_side"];
    let (first, second) = (side["first"].as_u64().expect("a side"), side["second"].as_u64().expect("a side"));
    assert!(second <= 2 * first && second + 2 > 2 * first, "{first} {second}");
}

#[test]
fn follow_ups_to_send() {
    let folder = Folder::new();
    let plan = planned(&folder, "--precision 0.05 --expect 0.8 --response-rate 0.4");
    assert_eq!(plan["follow_ups"], json!({"response_rate": 0.4, "expected": 613, "assurance": 0.9, "assured": 652}));
    let plan = planned(&folder, "--precision 0.05 --expect 0.8 --response-rate 1");
    assert_eq!(plan["follow_ups"]["assured"], 245);
}

#[test]
fn the_document_has_these_keys_and_no_others() {
    let folder = Folder::new();
    let keys = |words: &str| {
        let plan = planned(&folder, words);
        assert_eq!(plan["schema"], "sst-plan/1");
        plan.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>()
    };
    let set = |words: &str| words.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let all = "schema goal expect answers design_effect to_collect";
    assert_eq!(keys("--precision 0.05 --expect 0.8"), set(&format!("{all} precision level normal")));
    assert_eq!(keys("--claim 0.8 --expect 0.9"), set(&format!("{all} claim power alpha first stable_from")));
    assert_eq!(
        keys("--non-inferiority --margin 0.1 --expect 0.8"),
        set(&format!("{all} claim against margin power alpha first stable_from each_side"))
    );
    assert_eq!(
        keys("--compare-periods --expect 0.7 --against 0.8 --response-rate 0.5 --answers 9"),
        set(&format!("{all} against power alpha each_side follow_ups with_answers"))
    );
}

#[test]
fn flags_that_do_not_belong_together_are_named() {
    let folder = Folder::new();
    for (words, said) in [
        ("", "--precision"),
        ("--expect 0.8", "--compare-periods"),
        ("--precision 0.05", "--expect"),
        ("--precision 0.05 --claim 0.8 --expect 0.9", "cannot be used with"),
        ("--compare-periods --expect 0.7", "--against"),
        ("--non-inferiority --expect 0.7", "--margin"),
        ("--claim 0.8 --expect 0.9 --margin 0.1", "cannot be used with"),
        ("--claim 0.8 --expect 0.9 --population 100", "cannot be used with"),
        ("--claim 0.8 --expect 0.9 --level 0.9", "cannot be used with"),
        ("--precision 0.05 --expect 0.8 --power 0.9", "cannot be used with"),
        ("--precision 0.05 --expect 0.8 --assurance 0.9", "--response-rate"),
        ("--precision 5 --expect 0.8", "5 percent is 0.05"),
        ("--precision 0.05 --expect 80", "80 percent is 0.8"),
        ("--precision 0.05 --expect 0", "above 0 and below 1"),
        ("--precision 0.05 --expect NaN", "above 0 and below 1"),
        ("--precision 0.05 --expect 0.8 --response-rate 0", "--response-rate 0"),
        ("--precision 0.05 --expect 0.8 --design-effect 0.5", "--design-effect 0.5"),
        ("--claim 0.8 --expect 0.8", "no number of answers tells them apart"),
        ("--claim 0.8 --expect 0.8001", "more answers are needed than can be planned for"),
        ("--compare-periods --expect 0.8 --against 0.8", "--non-inferiority"),
        ("--non-inferiority --margin 0.9 --expect 0.8", "margin is as large"),
        ("--non-inferiority --margin 0.05 --expect 0.7 --against 0.8", "below the other by the margin"),
    ] {
        folder.sst(&format!("plan {words}")).expect(2, said);
    }
}
