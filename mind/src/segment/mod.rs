//! Kinds of wallets: linfa k-means on standardised columns, as many groups as come back under the bootstrap, named and explained.

mod agreement;
mod choice;
mod cluster;
mod names;

pub use agreement::{adjusted_rand, matched};
pub use choice::{KS, RESAMPLES, STABILITY_SLACK};
pub use names::{DORMANT, FARMER, LOYAL, TRADER, WHALE, name};

use std::cmp::Reverse;

/// What is known of a wallet, in this order: ln(1 + tokens), staked part, ln(1 + moved / held), ln(1 + transfers per period), times stake was asked back (at most 5), part of its life without a move.
pub const COLUMNS: [&str; 6] =
    ["log_wealth", "staked_part", "turnover", "transfers_per_period", "unstakes", "idle_part"];

/// Fewest rows for clustering; below, all are one group.
const LEAST_ROWS: usize = 12;
/// Seed of everything here; fixed, so that the same rows always give the same groups.
const SEED: u64 = 0x5E6;
/// Columns that explain a group.
const TRAITS: usize = 3;

/// A grouping of rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grouping {
    /// Mean agreement of groupings of two bootstrap samples: 1 = always the same, about 0 = chance.
    pub stability: f64,
    /// Group of each row.
    pub labels: Vec<usize>,
    /// Largest first; none is empty.
    pub groups: Vec<Group>,
}

/// Rows that are alike.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    pub members: Vec<usize>,
    /// Mean of each column, unscaled.
    pub mean: Vec<f64>,
    /// What sets it apart, most telling first.
    pub traits: Vec<Trait>,
}

/// How far a group's mean lies from the mean of all.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Trait {
    pub column: usize,
    /// Standard deviations of all rows.
    pub deviations: f64,
}

/// Groups of rows that have the same finite columns each; the same on any number of threads.
pub fn group(rows: &[Vec<f64>]) -> Grouping {
    let scaled = cluster::standardise(rows);
    let (k, stability) = if rows.len() < LEAST_ROWS { (1, 1.0) } else { choice::choose(&scaled, SEED) };
    let found = if k > 1 { cluster::labels(&scaled, &scaled, k, SEED) } else { None };
    let found = found.unwrap_or_else(|| vec![0; rows.len()]);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); k];
    found.iter().enumerate().for_each(|(row, label)| members[*label].push(row));
    members.retain(|rows| !rows.is_empty());
    members.sort_by_key(|rows| (Reverse(rows.len()), rows[0]));
    let mut labels = vec![0; rows.len()];
    for (label, members) in members.iter().enumerate() {
        members.iter().for_each(|&row| labels[row] = label);
    }
    let groups = members.into_iter().map(|members| describe(rows, &scaled, members)).collect();
    Grouping { stability, labels, groups }
}

fn describe(rows: &[Vec<f64>], scaled: &ndarray::Array2<f64>, members: Vec<usize>) -> Group {
    let mean_of = |at: &dyn Fn(usize) -> f64| members.iter().map(|&row| at(row)).sum::<f64>() / members.len() as f64;
    let mean = (0..scaled.ncols()).map(|column| mean_of(&|row| rows[row][column])).collect();
    let mut traits: Vec<Trait> =
        (0..scaled.ncols()).map(|column| Trait { column, deviations: mean_of(&|row| scaled[(row, column)]) }).collect();
    traits.sort_by(|a, b| b.deviations.abs().total_cmp(&a.deviations.abs()));
    traits.truncate(TRAITS);
    Group { members, mean, traits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    fn wallets(n: usize) -> Vec<Vec<f64>> {
        let row = |n: usize| {
            let mut draws = Stream::new(4, 0).draws(n as u32, 0);
            let kind = [[8.0, 0.9, 0.1, 0.2, 0.0, 0.2], [8.0, 0.0, 3.0, 3.0, 0.0, 0.0], [6.0, 0.0, 0.0, 0.1, 0.0, 0.9]];
            kind[n % 3].iter().map(|x| x + 0.05 * draws.normal()).collect()
        };
        (0..n).map(row).collect()
    }

    #[test]
    fn every_row_is_in_one_group_and_the_groups_tell_what_sets_them_apart() {
        let found = group(&wallets(90));
        assert_eq!(found.groups.len(), 3);
        assert_eq!(found.groups.iter().map(|group| group.members.len()).sum::<usize>(), 90);
        for (label, group) in found.groups.iter().enumerate() {
            assert!(group.members.iter().all(|&row| found.labels[row] == label));
            assert!(group.traits[0].deviations.abs() > 1.0 && group.traits.len() == TRAITS);
        }
        let stakers = &found.groups[found.labels[0]];
        assert_eq!(COLUMNS[stakers.traits[0].column], "staked_part");
    }

    #[test]
    fn a_day_later_the_same_kinds_are_found_again() {
        let (before, mut later) = (wallets(90), wallets(90));
        later
            .iter_mut()
            .enumerate()
            .for_each(|(n, row)| row[2] += 0.1 * Stream::new(8, 0).draws(n as u32, 0).uniform());
        let (a, b) = (group(&before), group(&later));
        assert!(adjusted_rand(&a.labels, &b.labels) > 0.95);
        assert!(matched(&a.labels, &b.labels).iter().all(Option::is_some));
    }

    #[test]
    fn the_same_rows_give_the_same_groups_on_any_number_of_threads() {
        let on = |threads| {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| group(&wallets(150)))
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(8));
    }

    #[test]
    fn a_handful_of_rows_is_one_group_and_no_rows_are_none() {
        assert_eq!(group(&wallets(5)).groups.len(), 1);
        assert_eq!(group(&[]), Grouping { stability: 1.0, ..Grouping::default() });
        assert_eq!(group(&vec![vec![1.0; 6]; 20]).labels, [0; 20]);
    }
}
