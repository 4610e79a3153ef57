//! What intervals of change need of clients with several pairs of scores, as integers.

use crate::stats::{ChangeClass, ClusterSums};

/// One client's pairs in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairsOfClient {
    /// How many pairs.
    pub pairs: u32,
    /// The sum of their changes, after minus before, in thousandths.
    pub change: i64,
    /// How many pairs a rule could judge.
    pub judged: u32,
    /// How many of them in each class.
    pub classes: [u32; ChangeClass::ALL.len()],
}

impl PairsOfClient {
    /// Adds one pair.
    pub fn add(&mut self, pre: i32, post: i32, class: Option<ChangeClass>) {
        self.pairs += 1;
        self.change += i64::from(post) - i64::from(pre);
        if let Some(class) = class {
            self.judged += 1;
            self.classes[class as usize] += 1;
        }
    }
}

/// Sums over clients.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PairClusters {
    /// k, clients with a pair.
    pub clients: u64,
    /// Σ n_c², n_c the pairs of client c.
    pub sum_n2: u128,
    /// Σ n_c D_c, D_c the sum of the changes of client c, in thousandths.
    pub sum_nd: i128,
    /// Σ D_c².
    pub sum_d2: u128,
    /// Clients with a pair that a rule could judge.
    pub judged_clients: u64,
    /// Σ j_c², j_c those pairs of client c.
    pub sum_j2: u128,
    /// Σ j_c y_c and Σ y_c² of each class, y_c the pairs of client c in it.
    pub classes: [(u128, u128); ChangeClass::ALL.len()],
}

impl PairClusters {
    /// Adds so many clients with pairs like these.
    pub fn add(&mut self, client: &PairsOfClient, times: u64) {
        let (clients, n) = (u128::from(times), u128::from(client.pairs));
        let (d, j) = (i128::from(client.change), u128::from(client.judged));
        self.clients += times * u64::from(client.pairs > 0);
        self.sum_n2 += clients * n * n;
        self.sum_nd += i128::from(times) * i128::from(client.pairs) * d;
        self.sum_d2 += clients * d.unsigned_abs().pow(2);
        self.judged_clients += times * u64::from(client.judged > 0);
        self.sum_j2 += clients * j * j;
        for ((jy, y2), &in_class) in self.classes.iter_mut().zip(&client.classes) {
            let y = u128::from(in_class);
            *jy += clients * j * y;
            *y2 += clients * y * y;
        }
    }

    /// Adds other clients.
    pub fn merge(&mut self, other: &Self) {
        self.clients += other.clients;
        self.sum_n2 += other.sum_n2;
        self.sum_nd += other.sum_nd;
        self.sum_d2 += other.sum_d2;
        self.judged_clients += other.judged_clients;
        self.sum_j2 += other.sum_j2;
        for ((jy, y2), (other_jy, other_y2)) in self.classes.iter_mut().zip(&other.classes) {
            *jy += other_jy;
            *y2 += other_y2;
        }
    }

    /// What an interval for one class needs, given how many pairs are in it and how many were judged.
    pub fn of_class(&self, class: ChangeClass, events: u64, judged: u64) -> ClusterSums {
        let (sum_ny, sum_y2) = self.classes[class as usize];
        ClusterSums { clients: self.judged_clients, answered: judged, events, sum_n2: self.sum_j2, sum_ny, sum_y2 }
    }
}
