//! Reader-facing texts, as Fluent files by language.

/// English, one file for each part of the tool.
pub const ENGLISH: &[&str] = &[
    include_str!("../text/en/codes.ftl"),
    include_str!("../text/en/benchmarks.ftl"),
    include_str!("../text/en/measures.ftl"),
    include_str!("../text/en/charts.ftl"),
    include_str!("../text/en/report.ftl"),
    include_str!("../text/en/methods.ftl"),
    include_str!("../text/en/cli.ftl"),
    include_str!("../text/en/tidy.ftl"),
    include_str!("../text/en/pool.ftl"),
    include_str!("../text/en/plan.ftl"),
    include_str!("../text/en/compare.ftl"),
];
