//! Words for clusters, by simple rules on their means.

pub const WHALE: &str = "whale";
pub const LOYAL: &str = "loyal staker";
pub const FARMER: &str = "mercenary farmer";
pub const TRADER: &str = "trader";
pub const DORMANT: &str = "dormant";

/// Mean wealth from which a segment is called whales, as a multiple of the mean of all wallets.
const WHALE_WEALTH: f64 = 5.0;
/// Staked part from which members are stakers.
const STAKER_PART: f64 = 0.3;
/// Mean number of times that members asked stake back, from which they are farmers.
const FARMER_UNSTAKES: f64 = 1.0;

/// Name of a group with these means (columns `super::COLUMNS`) beside the means of all wallets; `wealth_multiple` is its mean wealth / that of all.
pub fn name(mean: &[f64], overall: &[f64], wealth_multiple: f64) -> &'static str {
    let [_, staked_part, turnover, transfers, unstakes, _] = mean else { return DORMANT };
    let [_, _, mean_turnover, mean_transfers, ..] = overall else { return DORMANT };
    if wealth_multiple >= WHALE_WEALTH {
        WHALE
    } else if *staked_part >= STAKER_PART && *unstakes >= FARMER_UNSTAKES {
        FARMER
    } else if *staked_part >= STAKER_PART {
        LOYAL
    } else if turnover >= mean_turnover || transfers >= mean_transfers {
        TRADER
    } else {
        DORMANT
    }
}
