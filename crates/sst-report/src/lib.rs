//! Results to HTML, Markdown, text tables and CSV.
