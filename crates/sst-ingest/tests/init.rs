//! The draft of a mapping: what it is sure of, what it asks, and what it never says.

use std::fmt::Write;

use sst_core::text::Catalogue;
use sst_ingest::init::{
    Answers, FileToLookAt, NobodyThere, Proposal, Question, State, Subject, days_to_answer, look, propose,
};
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::{CsvOnly, Input, Layout, MemoryInput};

/// Answers by what a question is about, and remembers what was asked.
#[derive(Default)]
struct Person {
    answers: Vec<(Subject, usize)>,
    asked: Vec<Question>,
}

impl Person {
    fn who_says(answers: &[(Subject, usize)]) -> Self {
        Self { answers: answers.to_vec(), asked: Vec::new() }
    }

    fn was_asked(&self, subject: Subject) -> Vec<&str> {
        self.asked.iter().filter(|one| one.subject == subject).map(|one| one.text.as_str()).collect()
    }
}

impl Answers for Person {
    fn choose(&mut self, question: &Question) -> Option<usize> {
        self.asked.push(question.clone());
        self.answers.iter().find(|(subject, _)| *subject == question.subject).map(|(_, choice)| *choice)
    }
}

fn inputs(files: &[(&str, &str)]) -> Vec<MemoryInput> {
    files.iter().map(|(name, text)| MemoryInput::new(*name, *text)).collect()
}

fn proposal(files: &[(&str, &str)], answers: &mut dyn Answers) -> Proposal {
    let catalogue = Catalogue::english();
    let definitions = Mapping::canonical(&catalogue).definitions;
    let inputs = inputs(files);
    let files: Vec<FileToLookAt<'_>> =
        inputs.iter().map(|input| FileToLookAt { input, place: input.name().to_owned() }).collect();
    let look = look(&files, &CsvOnly, &Layout::default(), &definitions).expect("readable files");
    assert_eq!(look.without_headers(&definitions), None);
    propose(&look, &catalogue, answers)
}

/// The draft, which is a mapping file.
fn draft_with(files: &[(&str, &str)], answers: &mut dyn Answers) -> String {
    let catalogue = Catalogue::english();
    let draft = proposal(files, answers).draft(&catalogue);
    if let Err(faults) = Mapping::parse(&draft, &catalogue) {
        panic!("{}\n{draft}", faults.in_file("draft"));
    }
    draft
}

fn draft(text: &str) -> String {
    draft_with(&[("export.csv", text)], &mut NobodyThere)
}

/// The lines that count, of [columns].
fn lines(draft: &str) -> Vec<&str> {
    let columns = draft.split("[columns]\n").nth(1).unwrap_or_default();
    columns
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
}

fn state_of(proposal: &Proposal, header: &str) -> (State, Vec<String>) {
    let column = proposal.columns.iter().find(|column| column.header == header).expect("the column");
    (column.state, column.names.clone())
}

#[test]
fn known_headers_with_cells_that_fit_are_lines() {
    let text = "Client No;Appt Date;Attendance;Clinic;How helpful was the session?;How are things now?\n\
                17;13/02/2025;Attended;North;5;A lot better\n18;05/02/2025;DNA;North;;\n19;14/02/2025;Arrived;South;4;The same\n";
    assert_eq!(
        lines(&draft(text)),
        [
            "client_id = \"Client No\"",
            "session_date = { column = \"Appt Date\", format = \"%d/%m/%Y\" }",
            "status = { column = \"Attendance\", values = { attended = [\"Arrived\"], no_show = [\"DNA\"] } }",
            "site = \"Clinic\"",
            "helpfulness = \"How helpful was the session?\"",
            "change_rating = { column = \"How are things now?\", values = { much_better = [\"A lot better\"], same = [\"The same\"] } }",
        ]
    );
}

#[test]
fn the_draft_reads_the_export_it_was_drafted_from() {
    let mut text = String::from("Patient ID,Appt Start,Appt Status,Survey Completed On,Was one session enough?\n");
    for i in 0..50 {
        let status = ["Completed", "DNA", "Late Cancel"][i % 3];
        let survey = if i % 3 == 0 { format!("{:02}/04/2025", i % 28 + 1) } else { String::new() };
        let enough = if i % 3 == 0 { ["Yes", "Not sure"][i % 2] } else { "" };
        let _ = writeln!(text, "P{i},{:02}/03/2025 09:30,{status},{survey},{enough}", i % 28 + 1);
    }
    let catalogue = Catalogue::english();
    let drafted = draft(&text);
    let mapping = Mapping::parse(&drafted, &catalogue).expect("a mapping");
    let input = MemoryInput::new("export.csv", text.as_str());
    let mut export = Export::open(&[&input], &mapping).expect("the headers of the draft");
    let reading = export.read(1, &|_| {}).expect("readable");
    assert!(reading.excluded.is_empty(), "{:?}", reading.excluded);
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    assert_eq!(drafted, draft(&text), "the same bytes again");
}

#[test]
fn before_or_after_is_asked_and_never_guessed() {
    let text = "session_date,PHQ-9,GAD7_1,GAD7_2\n2025-02-13,12,1,2\n2025-02-14,3,0,3\n";
    let drafted = draft(text);
    assert!(lines(&drafted).is_empty(), "{drafted}");
    for line in
        ["# phq9_pre = \"PHQ-9\"", "# phq9_post = \"PHQ-9\"", "# gad7_pre_1 = \"GAD7_1\"", "# gad7_post_2 = \"GAD7_2\""]
    {
        assert!(drafted.contains(&format!("\n{line}\n")), "{line}: {drafted}");
    }
    let mut person = Person::who_says(&[(Subject::Side, 1)]);
    let drafted = draft_with(&[("export.csv", text)], &mut person);
    assert_eq!(lines(&drafted), ["phq9_post = \"PHQ-9\"", "gad7_post_1 = \"GAD7_1\"", "gad7_post_2 = \"GAD7_2\""]);
    assert_eq!(person.was_asked(Subject::Side).len(), 2, "once for each questionnaire: {:?}", person.asked);
}

#[test]
fn an_answer_does_not_take_what_another_column_has() {
    let text = "session_date,PHQ-9,PHQ-9 follow-up\n2025-02-13,12,3\n2025-02-14,3,3\n";
    let mut person = Person::who_says(&[(Subject::Side, 1)]);
    let drafted = draft_with(&[("export.csv", text)], &mut person);
    assert_eq!(lines(&drafted), ["phq9_post = \"PHQ-9 follow-up\""]);
}

#[test]
fn the_order_of_dates_is_settled_over_all_files_or_asked() {
    let early = ("a.csv", "Appt Date,Client No\n03/02/2025,1\n05/02/2025,2\n");
    let late = ("b.csv", "Appt Date,Client No\n13/02/2025,3\n");
    let settled = "session_date = { column = \"Appt Date\", format = \"%d/%m/%Y\" }";
    assert_eq!(lines(&draft_with(&[early, late], &mut NobodyThere))[0], settled);
    let open = draft_with(&[early], &mut NobodyThere);
    assert_eq!(lines(&open), ["client_id = \"Client No\""]);
    assert!(open.contains(
        "# session_date = { column = \"Appt Date\", format = \"%d/%m/%Y\" } # day, month, year, from 2025-02 to 2025-02"
    ));
    assert!(open.contains(
        "# session_date = { column = \"Appt Date\", format = \"%m/%d/%Y\" } # month, day, year, from 2025-03 to 2025-05"
    ));
    let mut person = Person::who_says(&[(Subject::DateOrder, 1)]);
    let answered = draft_with(&[early], &mut person);
    assert_eq!(lines(&answered)[0], "session_date = { column = \"Appt Date\", format = \"%m/%d/%Y\" }");
    assert_eq!(person.asked.len(), 1, "{:?}", person.asked);
}

#[test]
fn two_ways_of_writing_dates_and_excels_numbers_are_told() {
    let two = draft("Appt Date,Client No\n13/02/2025,1\n14/02/2025,2\n2025-02-15,3\n");
    assert!(two.contains("dates in two ways in one column: 2 cells are %d/%m/%Y, 1 are %Y-%m-%d"), "{two}");
    assert_eq!(lines(&two), ["client_id = \"Client No\""]);
    let serials = draft("Appt Date,Client No\n45678,1\n45679,2\n");
    assert!(serials.contains("Excel's numbers of days, not dates"), "{serials}");
    assert_eq!(lines(&serials), ["client_id = \"Client No\""]);
}

#[test]
fn which_column_is_the_session_is_asked() {
    let text = "Client No,Alpha,Beta\n1,13/02/2025,01/01/2025\n2,14/02/2025,17/01/2025\n";
    let open = draft(text);
    assert!(open.contains("# session_date = { column = \"Alpha\", format = \"%d/%m/%Y\" }"), "{open}");
    assert_eq!(lines(&open), ["client_id = \"Client No\""]);
    let mut person = Person::who_says(&[(Subject::SessionDate, 1)]);
    let answered = draft_with(&[("export.csv", text)], &mut person);
    assert_eq!(lines(&answered)[1], "session_date = { column = \"Beta\", format = \"%d/%m/%Y\" }");
    assert_eq!(person.asked[0].choices, ["Alpha", "Beta"]);
}

#[test]
fn two_columns_are_never_the_same_one() {
    let better_known = draft("Date,Appointment Date\n13/02/2025,14/02/2025\n");
    assert_eq!(lines(&better_known), ["session_date = { column = \"Appointment Date\", format = \"%d/%m/%Y\" }"]);
    assert!(
        better_known.contains("session_date is read from \\\"Appointment Date\\\" already")
            || better_known.contains("session_date is read from \"Appointment Date\" already")
    );
    let text = "session_date,Clinic,Site Name\n2025-02-13,A,B\n";
    assert!(lines(&draft(text)).is_empty());
    let mut person = Person::who_says(&[(Subject::Which, 1)]);
    assert_eq!(lines(&draft_with(&[("export.csv", text)], &mut person)), ["site = \"Site Name\""]);
}

#[test]
fn a_guess_counts_only_when_it_was_confirmed() {
    let text = "session_date,Zustand Q\n2025-02-13,A lot better\n2025-02-14,About the same\n2025-02-15,A bit worse\n";
    let open = proposal(&[("export.csv", text)], &mut NobodyThere);
    assert_eq!(state_of(&open, "Zustand Q"), (State::Guess, vec!["change_rating".to_owned()]));
    assert!(lines(&draft(text)).is_empty());
    let mut yes = Person::who_says(&[(Subject::Guess, 0)]);
    assert!(lines(&draft_with(&[("export.csv", text)], &mut yes))[0].starts_with("change_rating = {"));
    let mut no = Person::who_says(&[(Subject::Guess, 1)]);
    assert!(lines(&draft_with(&[("export.csv", text)], &mut no)).is_empty());
}

#[test]
fn a_scale_that_may_run_the_other_way_is_not_taken() {
    let numbers = "session_date,How are things now?\n2025-02-13,1\n2025-02-14,5\n";
    let open = draft(numbers);
    assert!(lines(&open).is_empty(), "{open}");
    let key = "session_date,How helpful was the session? (1 = very; 5 = not at all)\n2025-02-13,1\n2025-02-14,5\n";
    assert!(lines(&draft(key)).is_empty());
    let usual = "session_date,How helpful was the session? (1 = not at all; 5 = very)\n2025-02-13,1\n2025-02-14,5\n";
    assert_eq!(lines(&draft(usual)).len(), 1);
    assert!(draft(usual).contains("5 is taken for the best"));
    let ten = "session_date,How helpful was the session?\n2025-02-13,9\n2025-02-14,10\n";
    assert!(lines(&draft(ten)).is_empty());
}

#[test]
fn codes_for_no_answer_are_proposed_with_counts() {
    let text = "session_date,PHQ-9 (intake),Goal met?\n2025-02-13,12,Yes\n2025-02-14,99,N/A\n2025-02-15,99,Partly\n2025-02-16,N/A,No\n2025-02-17,5,Met\n";
    let drafted = draft(text);
    assert!(drafted.contains("# phq9_pre = { column = \"PHQ-9 (intake)\", missing = [\"99\", \"N/A\"] }"), "{drafted}");
    assert!(drafted.contains("\"99\" in 2 cells, \"N/A\" in 1 cell"), "{drafted}");
    assert_eq!(
        lines(&drafted),
        [
            "phq9_pre = \"PHQ-9 (intake)\"",
            "goal_met = { column = \"Goal met?\", values = { yes = [\"Met\"] }, missing = [\"N/A\"] }",
        ]
    );
}

#[test]
fn a_table_of_scores_and_a_follow_up_form_are_told_apart() {
    let sessions =
        ("sessions.csv", "Appt ID,Client No,Appt Date,Attendance\nA1,1,2025-02-13,Attended\nA2,2,2025-02-14,DNA\n");
    let scores = (
        "scores.csv",
        "Client No,Completed,Questionnaire,Total\n1,13/02/2025,PHQ-9 total,12\n1,03/04/2025,GAD-7,5\n2,03/04/2025,Own scale,5\n",
    );
    let form = ("form.csv", "Appt ID,Submitted at,How are things now?\nA1,13/03/2025,Better\n");
    let drafted = draft_with(&[sessions, scores, form], &mut NobodyThere);
    for line in [
        "[scores]",
        "file = \"scores.csv\"",
        "client_id = \"Client No\"",
        "date = { column = \"Completed\", format = \"%d/%m/%Y\" }",
        "measure = \"Questionnaire\"",
        "score = \"Total\"",
        "instruments = { phq9 = [\"PHQ-9 total\"] }",
        "# [[join]]",
        "# file = \"form.csv\"",
        "# by = \"session_id\"",
        "# key = \"Appt ID\"",
        "# date = { column = \"Submitted at\", format = \"%d/%m/%Y\" }",
    ] {
        assert!(
            drafted.lines().any(|found| found == line || found.starts_with(&format!("{line} "))),
            "{line}: {drafted}"
        );
    }
    assert!(drafted.contains("1 labels of the measure are of no questionnaire that is known"), "{drafted}");
    assert!(!drafted.contains("Own scale"));
    let told = proposal(&[sessions, scores, form], &mut NobodyThere);
    assert_eq!(told.session_files(), [0]);
    assert_eq!(told.told_files().len(), 2);
}

#[test]
fn ids_that_are_unique_within_a_file_only_are_noticed() {
    let a = ("a.csv", "session_id,session_date,site\n1,2025-01-13,North\n2,2025-01-14,North\n");
    let b = ("b.csv", "session_id,session_date,site\n1,2025-02-13,North\n2,2025-02-14,North\n");
    let open = draft_with(&[a, b], &mut NobodyThere);
    assert!(open.contains("# 2 session ids stand in two files in different rows"), "{open}");
    assert!(!open.lines().any(|line| line.starts_with("session_id_scope")));
    let mut person = Person::who_says(&[(Subject::IdScope, 0)]);
    assert!(draft_with(&[a, b], &mut person).lines().any(|line| line.starts_with("session_id_scope = \"file\"")));
    let again = ("b.csv", "session_id,session_date,site\n1,2025-01-13,North\n3,2025-02-14,North\n");
    assert!(
        !draft_with(&[a, again], &mut NobodyThere).contains("stand in two files"),
        "the same row twice is no conflict"
    );
}

#[test]
fn the_days_to_an_answer_are_proposed() {
    let mut text = String::from("Appt Date,Survey Completed On,Was one session enough?\n");
    for i in 1..=20 {
        let _ = writeln!(text, "{i:02}/03/2025,{i:02}/04/2025,Yes");
    }
    let catalogue = Catalogue::english();
    let mut person = Person::who_says(&[(Subject::Due, 0)]);
    let mut proposed = proposal(&[("export.csv", &text)], &mut person);
    let input = MemoryInput::new("export.csv", text.as_str());
    let days = days_to_answer(&proposed.draft(&catalogue), &[&input], &CsvOnly, &catalogue).expect("days");
    assert_eq!(days.into_iter().collect::<Vec<_>>(), [(31, 20)]);
    proposed.propose_due(&[(31, 20)].into(), &mut person);
    let drafted = proposed.draft(&catalogue);
    assert!(drafted.contains("\n[follow_up]\n") && drafted.contains("\ndue_after_days = 31\n"), "{drafted}");
    let mut open = proposal(&[("export.csv", &text)], &mut NobodyThere);
    open.propose_due(&[(31, 20)].into(), &mut NobodyThere);
    let drafted = open.draft(&catalogue);
    assert!(drafted.contains("# 20 answers have a date: half came within 31 days"), "{drafted}");
    assert!(!drafted.contains("\ndue_after_days"), "{drafted}");
}

#[test]
fn what_is_not_there_is_said() {
    let drafted = draft("Appt Date\n2025-02-13\n");
    assert!(drafted.contains("No column says whether a session took place"));
    assert!(drafted.contains("No column is a client's id"));
}

/// A mark that is no word of any table.
const MARK: &str = "zqcanary";

#[test]
fn no_cell_of_a_name_a_note_or_an_id_comes_into_the_draft() {
    let mut text = String::from(
        "Client,Client Name,Patient ID,Appt ID,Appt Date,Status,Notes,Motif,Why only one session?,How are things now?,Outcome,Whatever,Clinic,Dob\n",
    );
    for i in 0..60 {
        // Few clients, each of them often: as few different cells as a coded column has.
        let who = ["a", "b", "c"][i % 3];
        let status = ["Attended", "DNA", "Attended"][i % 3];
        // A note where a label belongs: once, and in few other cells than labels.
        let status = if i == 7 { format!("{MARK} rang") } else { status.to_owned() };
        let change = if i % 4 == 0 { format!("{MARK} {i}") } else { "Better".to_owned() };
        let _ = writeln!(
            text,
            "{MARK} {who},{MARK} {who},{MARK}{i},{MARK}{i},{:02}/02/2025,{status},{MARK} note {who},{MARK} {i},{MARK} {who},{change},{MARK} {who},{MARK} {who},{MARK}{who},{MARK}",
            i % 28 + 1
        );
    }
    let holds = |drafted: &str| drafted.to_lowercase().contains(MARK);
    let open = proposal(&[("export.csv", &text)], &mut NobodyThere);
    assert!(!holds(&open.draft(&Catalogue::english())), "{}", open.draft(&Catalogue::english()));
    for column in &open.columns {
        assert!(!holds(&column.why) && !column.names.iter().any(|name| holds(name)), "{}", column.header);
    }
    assert_eq!(state_of(&open, "Client Name").0, State::NotPlaced);
    assert_eq!(state_of(&open, "Client").0, State::NotPlaced, "names are no ids");
    // A person who says yes to all still gets no text that somebody wrote out of questions and choices.
    let mut person = Person::who_says(&[(Subject::SessionDate, 0), (Subject::Which, 0)]);
    let answered = proposal(&[("export.csv", &text)], &mut person);
    assert!(!holds(&answered.draft(&Catalogue::english())));
    assert!(person.asked.iter().all(|one| !holds(&one.text) && !one.choices.iter().any(|choice| holds(choice))));
}

#[test]
fn what_somebody_wrote_is_not_copied_even_when_it_is_called_a_status() {
    let mut text = String::from("session_date,Client,Appt Status\n");
    for i in 1..=28 {
        let who = ["a", "b", "c"][i % 3];
        let _ = writeln!(text, "2025-02-{i:02},{MARK} {who},{MARK} {who}");
    }
    let mut person = Person::who_says(&[(Subject::Guess, 0)]);
    let drafted = draft_with(&[("export.csv", &text)], &mut person);
    assert_eq!(lines(&drafted), ["client_id = \"Client\"", "status = \"Appt Status\""]);
    assert!(person.was_asked(Subject::Guess)[0].contains("look like names"), "{:?}", person.asked);
    assert!(!drafted.to_lowercase().contains(MARK), "{drafted}");
}

#[test]
fn labels_that_are_not_known_are_shown_only_of_a_coded_column_and_when_frequent() {
    let mut text = String::from("session_date,Status\n");
    for i in 1..=28 {
        let status = match i {
            1..=4 => "Rolled over",
            5 => "Mum phoned",
            _ => "Attended",
        };
        let _ = writeln!(text, "2025-02-{i:02},{status}");
    }
    let drafted = draft(&text);
    assert!(drafted.contains("\"Rolled over\" # 4 cells"), "{drafted}");
    assert!(!drafted.contains("Mum phoned"), "{drafted}");
    assert!(drafted.contains("too rare or too many to be named here: 1 cell"), "{drafted}");
}

#[test]
fn cells_for_headers_are_noticed_and_not_shown() {
    let catalogue = Catalogue::english();
    let definitions = Mapping::canonical(&catalogue).definitions;
    let input = MemoryInput::new("export.csv", "Jane Doe,13/02/2025,5\nJohn Doe,14/02/2025,4\n");
    let file = FileToLookAt { input: &input, place: "export.csv".to_owned() };
    let look = look(&[file], &CsvOnly, &Layout::default(), &definitions).expect("readable");
    assert_eq!(look.without_headers(&definitions), Some("export.csv"));
}
