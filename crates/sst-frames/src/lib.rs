//! Parquet in, tidy tables out, and the second engine that checks the counts.
