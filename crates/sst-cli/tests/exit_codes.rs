//! Exit codes, on every command that can give them: 0 done; 1 a gate failed, or findings passed `--fail-on`; 2 wrong use
//! or mapping; 3 a file cannot be read or written. And where data and words go.

mod run;

use std::fmt::Write;
use std::io::Read;
use std::process::Stdio;

use run::Folder;

/// Sixty sessions, half of them helpful; two cells that are findings (a warning each).
fn export() -> String {
    let mut text = String::from("session_id,client_id,session_date,status,site,concern,helpfulness,enough,phq9_pre\n");
    for i in 0..60 {
        let (site, concern) = (["North", "South"][i % 2], ["Grief", "Anxiety", ""][i % 3]);
        let (helpful, enough) = (i % 2 * 3 + 1, ["yes", "no"][i % 2]);
        let score = if i < 2 { 99 } else { i % 27 };
        let _ = writeln!(
            text,
            "s{i},c{i},2025-{:02}-{:02},attended,{site},{concern},{helpful},{enough},{score}",
            i % 3 + 1,
            i % 28 + 1
        );
    }
    text
}

fn gate(at_least: &str, min_answered: u32) -> String {
    format!("[[gate]]\nmeasure = \"helpful\"\nat_least = {at_least}\nmin_answered = {min_answered}\n")
}

/// The export, and a mapping for each state of a gate.
fn folder() -> Folder {
    Folder::new()
        .with("sessions.csv", &export())
        .with("failed.toml", &gate("0.9", 30))
        .with("few.toml", &gate("0.9", 100))
        .with("not-shown.toml", &gate("0.5", 30))
        .with("met.toml", &gate("0.2", 30))
}

/// Every command that reads sessions, with the export.
const READERS: [&str; 5] = [
    "sessions.csv -o out.md",
    "report sessions.csv -o out.html",
    "rates sessions.csv",
    "check sessions.csv",
    "chart overview sessions.csv",
];

#[test]
fn done_is_0() {
    let folder = folder();
    for words in READERS {
        let run = folder.sst(words).done();
        assert_eq!(run.out.is_empty(), words.contains("-o"), "sst {words}: data stands on standard output");
    }
    for words in [
        "init sessions.csv -o drafted.toml",
        "init sessions.csv -o -",
        "report sessions.csv",
        "report sessions.csv -o a.json -o a.md",
        "report a.json -o b.html",
        "rates a.json",
        "chart overview a.json -o c.svg",
        "instruments",
        "instruments phq9",
        "instruments --format json",
        "instruments swemwbs --format json",
        "explain",
        "explain small_n",
        "schema",
        "completions bash",
        "completions fish",
        "man",
        "help",
        "--version",
        "--help",
        "rates --help",
    ] {
        folder.sst(words).done();
    }
    for written in ["drafted.toml", "report.html", "a.json", "a.md", "b.html", "c.svg", "out.html", "out.md"] {
        assert!(!folder.read(written).is_empty(), "{written}");
    }
    let schema: serde_json::Value = serde_json::from_str(&folder.sst("schema").out).expect("JSON");
    assert_eq!(schema["properties"]["schema"]["const"], "sst-results/1");
    folder.sst("report sessions.csv -q -m drafted.toml -o again.html").done();
}

#[test]
fn a_period_without_sessions_is_said() {
    let folder = folder();
    for period in ["--from 2030-01-01", "--to 2020-01-01"] {
        for words in READERS {
            let run = folder.sst(&format!("{words} {period}"));
            // There is nothing to draw then; everything else is given, empty.
            let code = if words.starts_with("chart") { 2 } else { 0 };
            run.expect(code, "warning: no session lies in the period");
        }
    }
}

#[test]
fn a_failed_gate_is_1() {
    let folder = folder();
    for words in READERS {
        let run = folder.sst(&format!("{words} --mapping failed.toml"));
        let run = run.expect(1, "failed: gate helpful: at least 90.0% asked for, 37.7% to 62.3% from 60 answers");
        assert_eq!(run.out.is_empty(), words.contains("-o"), "sst {words}: the data is given all the same");
        // Why the code is 1 is said even when quiet.
        folder.sst(&format!("{words} --mapping failed.toml --quiet")).expect(1, "failed: gate helpful");
    }
    assert!(folder.has("out.html") && folder.has("out.md"));
    // From the results document as well: who has only that sees the gate fail.
    folder.sst("report sessions.csv -m failed.toml -o r.json").expect(1, "failed: gate");
    for words in ["report r.json -o r.html", "rates r.json", "r.json -o r.md", "chart overview r.json"] {
        folder.sst(words).expect(1, "failed: gate helpful");
    }
}

#[test]
fn a_gate_that_is_not_shown_is_0_with_a_warning() {
    let folder = folder();
    for words in READERS {
        folder.sst(&format!("{words} -m not-shown.toml")).expect(0, "warning: gate not shown: helpful");
        let few = "from 60 answers; it needs 100 answers to fail";
        folder.sst(&format!("{words} -m few.toml")).expect(0, few);
        let met = folder.sst(&format!("{words} -m met.toml")).done();
        assert!(!met.err.contains("gate"), "{}", met.err);
        let quiet = folder.sst(&format!("{words} -m few.toml --quiet")).done();
        assert_eq!(quiet.err, "", "sst {words} --quiet");
    }
}

#[test]
fn findings_pass_fail_on_with_1() {
    let folder = folder();
    for words in READERS {
        for wanted in ["warning", "info", "score_out_of_range"] {
            let run = folder.sst(&format!("{words} --fail-on {wanted}"));
            run.expect(1, "failed: 2 × score_out_of_range in phq9_pre (--fail-on)");
        }
        for wanted in ["error", "stray_quote"] {
            folder.sst(&format!("{words} --fail-on {wanted}")).done();
        }
        folder.sst(&format!("{words} --fail-on score_out_of_rang")).expect(2, "did you mean score_out_of_range?");
        folder.sst(&format!("{words} --fail-on everything")).expect(2, "there is no such finding");
    }
}

#[test]
fn an_error_passes_fail_on_error_with_1() {
    // Two different sessions under one id are an error when they are many, a column that mixes dates too.
    let text = "client_id,session_date\nc1,2025-01-02\nc2,2025-01-03\nc3,\"2025-01-04\nc4,2025-01-05\n";
    let folder = Folder::new().with("open.csv", text);
    let told = folder.sst("check open.csv").done().out;
    assert!(told.contains("error: unterminated_quote"), "{told}");
    for words in ["check open.csv", "rates open.csv", "report open.csv -o o.md", "open.csv -o o.md"] {
        folder.sst(&format!("{words} --fail-on error")).expect(1, "× unterminated_quote");
    }
}

#[test]
fn wrong_use_is_2() {
    let folder = folder().with("r.txt", "");
    for (words, said) in [
        ("", "Usage"),
        ("raport sessions.csv", "report"),
        ("report", "FILE"),
        ("rates", "FILE"),
        ("check", "FILE"),
        ("init", "FILE"),
        ("chart", "NAME"),
        ("chart overview", "FILE"),
        ("completions", "SHELL"),
        ("completions tcsh", "possible values"),
        ("instruments sessions.csv", "there is no instrument `sessions.csv`"),
        ("instruments phq8", "did you mean phq9?"),
        ("instruments PHQ-9", "did you mean phq9?"),
        ("instruments phq9 gad7", "unexpected argument"),
        ("explain small_n and more", "unexpected argument"),
        ("schema sessions.csv", "unexpected argument"),
        ("man sessions.csv", "unexpected argument"),
        ("sessions.csv --formt html", "unexpected argument"),
        ("report sessions.csv --formt html", "unexpected argument"),
        ("rates sessions.csv --formt json", "'--format'"),
        ("check sessions.csv --outptu x", "unexpected argument"),
        ("init sessions.csv --quite", "'--quiet'"),
        ("chart overview sessions.csv --narow", "'--narrow'"),
        ("rates sessions.csv --format xml", "possible values"),
        ("check sessions.csv --format html", "possible values"),
        ("rates sessions.csv --color sometimes", "possible values"),
        ("rates sessions.csv --unit clients", "possible values"),
        ("rates sessions.csv --threads 0", "0"),
        ("rates sessions.csv --as-of 31.12.2025", "YYYY-MM-DD"),
        ("rates sessions.csv --as-of 2025-02-30", "YYYY-MM-DD"),
        ("rates sessions.csv --from 2025-03-01 --to 2025-02-01", "the period ends before it begins"),
        ("rates sessions.csv --level 95", "95 percent is 0.95"),
        ("rates sessions.csv --level 0", "strictly between 0 and 1"),
        ("rates sessions.csv --level many", "invalid"),
        ("rates sessions.csv --method wald", "expected one of wilson"),
        ("rates sessions.csv --protect nhs", "expected none, nhs-tt"),
        ("rates sessions.csv --where North", "as --where site=North"),
        ("report sessions.csv -o report.pdf", "end it in .html, .md, .xlsx or .json"),
        ("report sessions.csv -o report", "the format cannot be told from the name"),
        ("rates sessions.csv -o rates.ods", "end it in .csv, .parquet, .xlsx, .json, .md or .txt"),
        ("chart overview sessions.csv -o overview.jpg", "end it in .svg or .png"),
        ("chart dots sessions.csv --by site,month", "`sst rates` makes cross-tables"),
        ("report sessions.csv sessions.csv", "same content"),
    ] {
        let run = folder.sst(words).expect(2, said);
        assert_eq!(run.out, "", "sst {words}");
    }
    for name in ["report.pdf", "report", "report.html", "rates.ods", "overview.jpg", "sst.toml"] {
        assert!(!folder.has(name), "{name} was written");
    }
}

#[test]
fn a_typo_is_2_and_says_what_was_meant() {
    let folder = folder()
        .with("column.toml", "[columns]\nsession_date = \"session_dat\"\n")
        .with("canonical.toml", "[columns]\nhelpfullness = \"helpfulness\"\n")
        .with("measure.toml", "[[gate]]\nmeasure = \"helpfull\"\nat_least = 0.7\n")
        .with("gate-group.toml", "[[gate]]\nmeasure = \"helpful\"\nat_least = 0.7\nby = { sit = \"North\" }\n")
        .with("key.toml", "[colums]\nsession_date = \"session_date\"\n");
    for (words, said) in [
        ("rates sessions.csv --by sit", "did you mean `site`?"),
        ("rates sessions.csv --by site,mont", "did you mean `month`?"),
        ("rates sessions.csv --where sit=North", "did you mean `site`?"),
        ("report sessions.csv --where site=Nroth", "did you mean `North`?"),
        ("check sessions.csv --where site=Nroth", "did you mean `North`?"),
        ("sessions.csv --where site=Nroth", "did you mean `North`?"),
        ("rates sessions.csv --by therapist", "write under [columns] in sst.toml: therapist = \"...\""),
        ("chart overviev sessions.csv", "did you mean overview?"),
        ("chart dots sessions.csv --by concrn", "did you mean `concern`?"),
        ("chart dots sessions.csv --measure helpfull", "did you mean `helpful`?"),
        ("chart months sessions.csv --measure enouhg", "did you mean `enough`?"),
        ("chart distribution sessions.csv --measure helpfulnes", "did you mean `helpfulness`?"),
        ("explain small_m", "did you mean small_n?"),
        ("rates sessions.csv -m column.toml", "did you mean \"session_date\"?"),
        ("report sessions.csv -m column.toml", "did you mean \"session_date\"?"),
        ("check sessions.csv -m canonical.toml", "did you mean `helpfulness`?"),
        ("rates sessions.csv -m measure.toml", "did you mean `helpful`?"),
        ("chart overview sessions.csv -m measure.toml", "did you mean `helpful`?"),
        ("sessions.csv -m gate-group.toml", "did you mean `site`?"),
        ("check sessions.csv -m key.toml", "did you mean `columns`?"),
    ] {
        folder.sst(words).expect(2, said);
    }
}

#[test]
fn a_broken_mapping_is_2() {
    let folder = folder()
        .with("broken.toml", "[columns\nsession_date = 1\n")
        .with("trend.toml", "[trend]\nlimits = \"normal\"\n");
    std::fs::write(folder.path("latin.toml"), b"[report]\norganisation = \"Caf\xe9\"\n").expect("a file");
    for words in READERS {
        folder.sst(&format!("{words} -m broken.toml")).expect(2, "broken.toml: line 1, column");
        folder.sst(&format!("{words} -m latin.toml")).expect(2, "line 2: the mapping file is not UTF-8");
        // Keys of later versions are refused, not passed over.
        folder.sst(&format!("{words} -m trend.toml")).expect(2, "trend");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_3() {
    let folder = folder();
    std::fs::create_dir(folder.path("folder")).expect("a folder");
    for words in READERS.iter().copied().chain(["init sessions.csv -o new.toml"]) {
        let missing = words.replace("sessions.csv", "nothing.csv");
        folder.sst(&missing).expect(3, "nothing.csv: cannot be read");
        folder.sst(&words.replace("sessions.csv", "folder/")).expect(3, "folder/: there is no export in this folder");
        folder.sst(&words.replace("sessions.csv", "sessions.csv nothing.csv")).expect(3, "nothing.csv");
    }
    for words in READERS {
        folder.sst(&format!("{words} -m nothing.toml")).expect(3, "nothing.toml: cannot be read");
    }
    folder.write("empty.csv", "");
    for words in READERS {
        folder.sst(&words.replace("sessions.csv", "empty.csv")).expect(3, "empty.csv");
    }
    assert!(!folder.has("new.toml"));
}

#[test]
fn a_file_that_cannot_be_written_is_3() {
    let folder = folder();
    std::fs::create_dir(folder.path("folder.html")).expect("a folder");
    for words in [
        "sessions.csv -o no/such/report.html",
        "report sessions.csv -o no/such/report.html",
        "report sessions.csv -o folder.html",
        "rates sessions.csv -o no/such/rates.csv",
        "chart overview sessions.csv -o no/such/overview.svg",
        "chart overview sessions.csv -o no/such/overview.png",
        "init sessions.csv -o no/such/sst.toml",
    ] {
        let run = folder.sst(words).expect(3, "cannot be written");
        if words.contains("no/such") {
            assert!(run.err.contains("the folder must exist"), "sst {words}: {}", run.err);
        }
    }
}

/// A disk that is full is Linux's `/dev/full`.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_takes_nothing_is_3() {
    let folder = folder();
    for words in [
        "rates sessions.csv",
        "check sessions.csv",
        "chart overview sessions.csv",
        "init sessions.csv -o -",
        "instruments",
        "explain",
        "schema",
        "completions bash",
        "man",
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
        let mut command = folder.command(words);
        let output = command.stdout(full).stderr(Stdio::piped()).output().expect("the command runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "sst {words}: {said}");
        assert!(said.contains("standard output: cannot be written"), "sst {words}: {said}");
    }
}

#[test]
fn an_input_is_never_written_over() {
    let folder = folder().with("sst.toml", &gate("0.2", 30));
    folder.sst("report sessions.csv -o r.json").done();
    for words in [
        "rates sessions.csv --format csv -o sessions.csv",
        "rates sessions.csv --format json -o ./sessions.csv",
        "report r.json -o r.json",
        "r.json -o r.json",
        "report sessions.csv -o fine.html -o r.json r.json",
        "rates sessions.csv -m met.toml --format md -o met.toml",
        "rates sessions.csv --format md -o sst.toml",
    ] {
        folder.sst(words).expect(2, "this file is an input and would be lost");
    }
    for words in ["init sessions.csv", "init sessions.csv -o sessions.csv"] {
        folder.sst(words).expect(2, "the file is there already");
    }
    assert_eq!(folder.read("sessions.csv"), export());
    assert_eq!(folder.read("met.toml"), gate("0.2", 30));
    assert_eq!(folder.read("sst.toml"), gate("0.2", 30));
    assert!(!folder.has("fine.html"), "nothing is written when one output cannot be");
}

#[test]
fn a_closed_pipe_is_fine() {
    let folder = folder();
    for words in [
        "rates sessions.csv --by month --by site,month --format json",
        "check sessions.csv",
        "chart overview sessions.csv",
        "explain",
        "schema",
        "completions zsh",
        "man",
        "--help",
    ] {
        let mut child =
            folder.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().expect("standard error").read_to_string(&mut said).expect("UTF-8");
        let code = child.wait().expect("the command ends").code();
        assert_eq!(code, Some(0), "sst {words}: {said}");
        assert!(!said.contains("panicked") && !said.contains("pipe"), "sst {words}: {said}");
    }
}

#[test]
fn standard_input_is_a_file() {
    let folder = folder();
    let from_file = folder.sst("rates sessions.csv --format csv").done().out;
    let piped = folder.sst_with_input("rates - --format csv", &export()).done().out;
    assert_eq!(from_file, piped);
    folder.sst_with_input("- -o piped.json", &export()).done();
    let document: serde_json::Value = serde_json::from_str(&folder.read("piped.json")).expect("JSON");
    assert_eq!(document["inputs"][0]["file"], "standard input");
    assert_eq!(document["rows"]["read"], 60);
    folder.sst_with_input("report - -o again.json", &folder.read("piped.json")).done();
    assert_eq!(folder.read("piped.json"), folder.read("again.json"));
    folder.sst_with_input("init - -o -", &export()).done();
    folder.sst_with_input("check -", "").expect(3, "standard input");
    folder.sst_with_input("rates -", "a,b\n1,2\n").expect(2, "session_date");
    folder.sst_with_input("chart overview - -o piped.png", &export()).done();
    // A results document is known by what it holds, not by its name.
    folder.sst_with_input("chart months - -o months.svg", &folder.read("piped.json")).done();
    folder
        .sst_with_input("chart dots - --by therapist", &folder.read("piped.json"))
        .expect(2, "there are concern, month, site");
}

#[test]
fn words_are_coloured_only_where_asked() {
    let folder = folder();
    let wrong = "rates nothing.csv";
    let plain = folder.sst(wrong).expect(3, "error: nothing.csv");
    assert!(!plain.err.contains('\u{1b}'), "standard error is no terminal: {}", plain.err);
    let coloured = folder.sst(&format!("{wrong} --color always")).expect(3, "error");
    assert!(coloured.err.contains("\u{1b}["), "{}", coloured.err);
    let never = folder.sst(&format!("{wrong} --color never")).expect(3, "error: nothing.csv");
    assert!(!never.err.contains('\u{1b}'));
    // Asked for on the command line wins over the environment.
    let mut command = folder.command(&format!("{wrong} --color always"));
    command.env("NO_COLOR", "1");
    assert!(Folder::run(command, wrong).expect(3, "error").err.contains("\u{1b}["));
    let mut command = folder.command(wrong);
    command.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1");
    assert!(!Folder::run(command, wrong).expect(3, "error: nothing.csv").err.contains('\u{1b}'));
    // Data is never coloured.
    assert!(!folder.sst("rates sessions.csv --color always").done().out.contains('\u{1b}'));
}

#[test]
fn quiet_says_only_errors() {
    let folder = folder().with("sst.toml", &gate("0.5", 30));
    let loud = folder.sst("report sessions.csv -o r.html").expect(0, "Wrote r.html");
    assert!(loud.err.contains("Mapping: ") && loud.err.contains("warning: gate not shown"), "{}", loud.err);
    for words in ["report sessions.csv -o r.html --quiet", "--quiet sessions.csv -o r.html", "rates sessions.csv -q"] {
        assert_eq!(folder.sst(words).done().err, "", "sst {words}");
    }
    folder.sst("rates nothing.csv -q").expect(3, "error: nothing.csv");
    folder.sst("rates sessions.csv -q --by sit").expect(2, "hint: did you mean `site`?");
}

#[test]
fn a_csv_file_has_the_mark_of_excel_and_line_feeds() {
    let folder = folder();
    folder.sst("rates sessions.csv -o rates.csv --by site").done();
    let file = folder.read("rates.csv");
    let piped = folder.sst("rates sessions.csv --format csv --by site").done().out;
    assert!(file.starts_with('\u{feff}') && !piped.starts_with('\u{feff}'));
    assert_eq!(file.trim_start_matches('\u{feff}'), piped);
    folder.sst("rates sessions.csv -o rates.json").done();
    folder.sst("rates sessions.csv -o rates.md").done();
    folder.sst("rates sessions.csv -o rates.txt").done();
    for name in ["rates.csv", "rates.json", "rates.md", "rates.txt"] {
        let text = folder.read(name);
        assert!(!text.contains('\r') && text.ends_with('\n'), "{name}");
        assert!(name == "rates.csv" || !text.starts_with('\u{feff}'), "{name}");
    }
}
