//! What two groups have in common of one measure: sums over the clients with answers in both, as integers.

/// Sums over clients. n1, y1 are a client's answers and events in the first group, n2, y2 in the second; whoever has answers
/// in one of them alone adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SharedAnswers {
    /// Clients with an answer in both.
    pub clients: u64,
    /// Σ n1 n2.
    pub sum_n1_n2: u128,
    /// Σ n1 y2.
    pub sum_n1_y2: u128,
    /// Σ y1 n2.
    pub sum_y1_n2: u128,
    /// Σ y1 y2.
    pub sum_y1_y2: u128,
}

impl SharedAnswers {
    /// Adds so many clients, each with these answers and events in either group.
    pub fn add(&mut self, times: u64, (n1, y1): (u32, u32), (n2, y2): (u32, u32)) {
        if n1 == 0 || n2 == 0 {
            return;
        }
        let [times, n1, y1, n2, y2] = [times, n1.into(), y1.into(), n2.into(), y2.into()].map(u128::from);
        self.clients += times as u64;
        self.sum_n1_n2 += times * n1 * n2;
        self.sum_n1_y2 += times * n1 * y2;
        self.sum_y1_n2 += times * y1 * n2;
        self.sum_y1_y2 += times * y1 * y2;
    }

    /// Adds the sums of other clients.
    pub fn merge(&mut self, other: &Self) {
        self.clients += other.clients;
        self.sum_n1_n2 += other.sum_n1_n2;
        self.sum_n1_y2 += other.sum_n1_y2;
        self.sum_y1_n2 += other.sum_y1_n2;
        self.sum_y1_y2 += other.sum_y1_y2;
    }

    /// The same with the groups the other way round.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { sum_n1_y2: self.sum_y1_n2, sum_y1_n2: self.sum_n1_y2, ..self }
    }
}
