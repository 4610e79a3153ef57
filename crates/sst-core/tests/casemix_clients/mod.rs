//! The 520 simulated clients of the case-mix example.
#![allow(dead_code)] // each test that includes this reads some of it

pub(crate) struct Client {
    pub(crate) therapist: String,
    pub(crate) severity: f64,
    pub(crate) unemployed: f64,
    pub(crate) age: f64,
    pub(crate) improved: bool,
    /// A score after.
    pub(crate) post: f64,
}

pub(crate) fn clients() -> Vec<Client> {
    let of = |line: &str| {
        let [_, therapist, severity, unemployed, age, improved, post] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("seven columns: {line}")
        };
        let number = |text: &str| text.parse::<f64>().unwrap();
        Client {
            therapist: therapist.to_owned(),
            severity: number(severity),
            unemployed: number(unemployed),
            age: number(age),
            improved: improved == "1",
            post: number(post),
        }
    };
    include_str!("../fixtures/casemix.csv").lines().skip(1).map(of).collect()
}
