//! Reads session exports into typed records and findings, with places kept.
