//! The library used as a researcher would.
