//! Everything of `sst` that is data and not code, as files, embedded: texts, instruments, aliases, fonts, samples.

pub mod fonts;
pub mod texts;

/// The JSON Schema of the results document.
pub const RESULTS_SCHEMA: &str = include_str!("../schema/sst-results-1.schema.json");

/// The questionnaires that ship, one TOML file each.
pub const INSTRUMENTS: &[&str] = &[
    include_str!("../instruments/phq9.toml"),
    include_str!("../instruments/gad7.toml"),
    include_str!("../instruments/core10.toml"),
    include_str!("../instruments/coreom.toml"),
    include_str!("../instruments/k10.toml"),
    include_str!("../instruments/k6.toml"),
    include_str!("../instruments/k5.toml"),
    include_str!("../instruments/ors.toml"),
    include_str!("../instruments/srs.toml"),
    include_str!("../instruments/oq45.toml"),
    include_str!("../instruments/bdi2.toml"),
    include_str!("../instruments/bhs.toml"),
    include_str!("../instruments/dass21_depression.toml"),
    include_str!("../instruments/dass21_anxiety.toml"),
    include_str!("../instruments/dass21_stress.toml"),
    include_str!("../instruments/ghq12.toml"),
    include_str!("../instruments/wemwbs.toml"),
    include_str!("../instruments/swemwbs.toml"),
    include_str!("../instruments/psychlops.toml"),
    include_str!("../instruments/csq8.toml"),
    include_str!("../instruments/gbo.toml"),
    include_str!("../instruments/wsas.toml"),
    include_str!("../instruments/cesd.toml"),
    include_str!("../instruments/sdq_total.toml"),
    include_str!("../instruments/sdq_pc.toml"),
    include_str!("../instruments/sdq_py.toml"),
    include_str!("../instruments/sdq_yr.toml"),
    include_str!("../instruments/das.toml"),
    include_str!("../instruments/distress_thermometer.toml"),
    include_str!("../instruments/state_hope.toml"),
    include_str!("../instruments/problem_severity.toml"),
    include_str!("../instruments/coping.toml"),
    include_str!("../instruments/confidence.toml"),
];

/// Published figures and claims, by what they are about; claims first.
pub const BENCHMARKS: &[&str] = &[
    include_str!("../benchmarks/claims.toml"),
    include_str!("../benchmarks/enough.toml"),
    include_str!("../benchmarks/improved.toml"),
    include_str!("../benchmarks/attendance.toml"),
    include_str!("../benchmarks/studies.toml"),
    include_str!("../benchmarks/courses.toml"),
];

/// Headers that services' systems write, by canonical column: one file for each language.
pub const ALIASES: &[&str] = &[
    include_str!("../aliases/columns.en.toml"),
    include_str!("../aliases/columns.de.toml"),
    include_str!("../aliases/columns.fr.toml"),
    include_str!("../aliases/columns.es.toml"),
    include_str!("../aliases/columns.nl.toml"),
];

/// Headers that can mean much, by canonical column.
pub const WEAK_ALIASES: &str = include_str!("../aliases/weak.toml");

/// Headers of columns that are left alone, by why.
pub const NOT_READ_ALIASES: &str = include_str!("../aliases/not_read.toml");

/// Headers of a table of scores.
pub const SCORES_ALIASES: &str = include_str!("../aliases/scores.toml");

/// How headers name questionnaires.
pub const QUESTIONNAIRE_NAMES: &str = include_str!("../aliases/questionnaires.toml");

/// What does not matter in a header.
pub const HEADER_NOISE: &str = include_str!("../aliases/names.toml");

/// Labels by the code they stand for.
pub const LABELS: &str = include_str!("../aliases/labels.toml");

/// The sample export of the README.
pub const SAMPLE_SESSIONS: &str = include_str!("../samples/sessions.csv");

/// What is known of the exports of systems, one TOML file each.
pub const PROFILES: &[&str] = &[
    include_str!("../profiles/canonical.toml"),
    include_str!("../profiles/qualtrics.toml"),
    include_str!("../profiles/qualtrics-legacy.toml"),
    include_str!("../profiles/surveymonkey.toml"),
    include_str!("../profiles/google-forms.toml"),
    include_str!("../profiles/redcap.toml"),
    include_str!("../profiles/cliniko.toml"),
    include_str!("../profiles/simplepractice.toml"),
    include_str!("../profiles/jane.toml"),
    include_str!("../profiles/pmhc-mds.toml"),
];
