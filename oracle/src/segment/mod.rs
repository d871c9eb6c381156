//! Kinds of wallets of a snapshot, and what became of the kinds of the snapshot before.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use mind::segment::{COLUMNS, Grouping, adjusted_rand, group, matched, name};
pub use mind::segment::{DORMANT, FARMER, LOYAL, TRADER, WHALE};
use serde::{Deserialize, Serialize};

use crate::{
    features::Features,
    snapshot::Snapshot,
    units::{Micro, ONE, micro, real, tokens},
};

/// One group of wallets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Segment {
    /// `whale`, `loyal staker`, `mercenary farmer`, `trader` or `dormant`.
    pub name: String,
    /// Wallets in it.
    pub size: u32,
    /// Share of all known tokens.
    pub wealth_share: Micro,
    /// Share of its tokens that are staked.
    pub staked_share: Micro,
    /// Mean of each column of the wallet matrix.
    pub centroid: Vec<Micro>,
    /// Why it is a segment: the columns in which it differs most from all wallets.
    pub traits: Vec<Trait>,
    /// The segment of the snapshot before that it continues; none where it is new or nothing was known.
    pub was: Option<u8>,
}

impl Segment {
    /// What sets it apart: `unstakes +2.1, staked part +0.8` in standard deviations of all wallets.
    pub fn why(&self) -> String {
        let told = |found: &Trait| {
            let sign = if found.deviations < 0 { "−" } else { "+" };
            format!("{} {sign}{:.1}", found.column.replace('_', " "), real(found.deviations).abs())
        };
        self.traits.iter().map(told).collect::<Vec<_>>().join(", ")
    }
}

/// A column in which a segment differs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Trait {
    pub column: String,
    /// Standard deviations of all wallets between the segment's mean and the mean of all.
    pub deviations: Micro,
}

/// The segments of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Segments {
    /// Mean agreement (adjusted Rand index) of groupings of two bootstrap samples of the wallets.
    pub stability: Micro,
    /// Agreement with the segments of the snapshot before, over the wallets in both.
    pub kept: Option<Micro>,
    /// Largest first.
    pub segments: Vec<Segment>,
    /// Segment index of each wallet of the snapshot.
    pub labels: Vec<u8>,
}

/// Segments of the snapshot's wallets, followed from those of the snapshot `before`.
pub fn segment(snapshot: &Snapshot, features: &Features, before: Option<(&Snapshot, &Features)>) -> Segments {
    let found = group(&features.wallet_matrix);
    let mut result = describe(snapshot, features, &found);
    if let Some((earlier, features)) = before {
        follow(&mut result, snapshot, &found, earlier, &group(&features.wallet_matrix));
    }
    result
}

fn describe(snapshot: &Snapshot, features: &Features, found: &Grouping) -> Segments {
    let wealth = |i: usize| tokens(snapshot.wallets[i].balance) + tokens(snapshot.wallets[i].staked);
    let count = found.labels.len();
    let total: f64 = (0..count).map(wealth).sum();
    let overall: Vec<f64> = (0..COLUMNS.len())
        .map(|column| features.wallet_matrix.iter().map(|row| row[column]).sum::<f64>() / count.max(1) as f64)
        .collect();
    let segment = |group: &mind::segment::Group| {
        let held: f64 = group.members.iter().map(|&i| wealth(i)).sum();
        let staked: f64 = group.members.iter().map(|&i| tokens(snapshot.wallets[i].staked)).sum();
        let multiple = held / group.members.len() as f64 / (total / count.max(1) as f64).max(1e-9);
        let traits = group
            .traits
            .iter()
            .map(|found| Trait { column: COLUMNS[found.column].into(), deviations: micro(found.deviations) });
        Segment {
            name: name(&group.mean, &overall, multiple).into(),
            size: group.members.len() as u32,
            wealth_share: micro(held / total.max(1e-9)),
            staked_share: micro(staked / held.max(1e-9)),
            centroid: group.mean.iter().copied().map(micro).collect(),
            traits: traits.collect(),
            was: None,
        }
    };
    Segments {
        stability: micro(found.stability).min(ONE),
        kept: None,
        segments: found.groups.iter().map(segment).collect(),
        labels: found.labels.iter().map(|&label| label as u8).collect(),
    }
}

/// Finds each segment again among those of the snapshot before, by the wallets that are in both.
fn follow(result: &mut Segments, snapshot: &Snapshot, found: &Grouping, earlier: &Snapshot, was: &Grouping) {
    let known: BTreeMap<&str, usize> =
        earlier.wallets.iter().zip(&was.labels).map(|(wallet, &label)| (wallet.address.as_str(), label)).collect();
    let both = snapshot.wallets.iter().zip(&found.labels);
    let (before, now): (Vec<usize>, Vec<usize>) =
        both.filter_map(|(wallet, &label)| Some((*known.get(wallet.address.as_str())?, label))).unzip();
    if before.is_empty() {
        return;
    }
    result.kept = Some(micro(adjusted_rand(&before, &now)));
    for (segment, from) in result.segments.iter_mut().zip(matched(&before, &now)) {
        segment.was = from.map(|label| label as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{features, snapshot::example};

    fn segments(wallets: usize, seed: u64) -> Segments {
        let snapshot = example::economy(20, wallets, seed);
        segment(&snapshot, &features::build(&snapshot), None)
    }

    #[test]
    fn the_habits_of_the_example_are_found_named_and_explained() {
        let found = segments(100, 1);
        let names: Vec<&str> = found.segments.iter().map(|s| s.name.as_str()).collect();
        for name in [WHALE, LOYAL, FARMER, TRADER, DORMANT] {
            assert!(names.contains(&name), "{name} is missing in {names:?}");
        }
        assert!(found.stability > 800_000, "{}", found.stability);
        assert_eq!(found.segments.iter().map(|s| s.size).sum::<u32>(), 100);
        let farmers = found.segments.iter().find(|segment| segment.name == FARMER).unwrap();
        assert!(farmers.traits[0].column == "unstakes" && farmers.traits[0].deviations > 1_000_000);
        assert_eq!(found.kept, None);
    }

    #[test]
    fn a_day_later_each_segment_is_found_again_although_wallets_came_and_went() {
        let before = example::economy(20, 100, 1);
        let mut now = before.clone();
        now.wallets.drain(40..45);
        now.wallets.iter_mut().for_each(|wallet| wallet.balance += wallet.balance / 50);
        now.wallets.push(crate::snapshot::WalletActivity { address: "newcomer".into(), ..now.wallets[3].clone() });
        let [a, b] = [&before, &now].map(features::build);
        let found = segment(&now, &b, Some((&before, &a)));
        assert!(found.kept.is_some_and(|kept| kept > 900_000), "{:?}", found.kept);
        let earlier = segment(&before, &a, None);
        for segment in &found.segments {
            let was = segment.was.expect("it was there before");
            assert_eq!(earlier.segments[usize::from(was)].name, segment.name);
        }
    }

    #[test]
    fn a_handful_of_wallets_is_one_segment() {
        assert_eq!(segments(5, 1).segments.len(), 1);
        assert_eq!(segment(&Snapshot::default(), &Features::default(), None).segments.len(), 0);
    }
}
