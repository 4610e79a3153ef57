//! What the command says, word for word: each file in `cmd` is a session at a terminal.

#[test]
fn sessions_at_a_terminal() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/cmd/*.trycmd");
}
