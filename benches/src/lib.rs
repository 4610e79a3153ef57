//! Speed and memory beside DuckDB, and the generator of the data.
