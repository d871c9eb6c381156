//! What a policy can move, and in which direction theory lets it.

use economics::key::{BURN_SHARE, EMISSION_RATE, FEE_BPS, GAUGE_CONTRIB, GAUGE_STAKING, TREASURY_SHARE};
use serde::{Deserialize, Serialize};

use super::Feature;

/// A lever of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeverName {
    /// Yearly emission, ppm of the supply.
    Emission,
    /// Transfer fee, bps.
    Fee,
    /// Burned part of the fees, bps; stakers give or take.
    Burn,
    /// The treasury's part of the fees, bps; stakers give or take.
    Treasury,
    /// Stakers' part of the emission, bps; the treasury gives or takes what contributors do not.
    Staking,
    /// Contributors' part of the emission, bps.
    Contributors,
    /// Weights of the contributors' part by segment, bps; what is left stays with contributors outside.
    Loyal,
    User,
    Provider,
    Voter,
}

impl LeverName {
    /// All levers, in their order.
    pub const ALL: [Self; 10] = [
        Self::Emission,
        Self::Fee,
        Self::Burn,
        Self::Treasury,
        Self::Staking,
        Self::Contributors,
        Self::Loyal,
        Self::User,
        Self::Provider,
        Self::Voter,
    ];

    /// The weights of the segments, in the order of `twin::rewards::Segment`.
    pub const WEIGHTS: [Self; 4] = [Self::Loyal, Self::User, Self::Provider, Self::Voter];

    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emission => "emission",
            Self::Fee => "fee",
            Self::Burn => "burn",
            Self::Treasury => "treasury",
            Self::Staking => "staking",
            Self::Contributors => "contributors",
            Self::Loyal => "loyal",
            Self::User => "user",
            Self::Provider => "provider",
            Self::Voter => "voter",
        }
    }

    /// What it is, with its unit.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Emission => "emission, ppm a year",
            Self::Fee => "transfer fee, bps",
            Self::Burn => "burned part of the fees, bps",
            Self::Treasury => "the treasury's part of the fees, bps",
            Self::Staking => "stakers' part of the emission, bps",
            Self::Contributors => "contributors' part of the emission, bps",
            Self::Loyal => "loyal stakers' weight, bps",
            Self::User => "users' weight, bps",
            Self::Provider => "providers' weight, bps",
            Self::Voter => "voters' weight, bps",
        }
    }

    /// Place of its parameter; `None` for the weights, which are no parameters.
    pub const fn param(self) -> Option<usize> {
        match self {
            Self::Emission => Some(EMISSION_RATE),
            Self::Fee => Some(FEE_BPS),
            Self::Burn => Some(BURN_SHARE),
            Self::Treasury => Some(TREASURY_SHARE),
            Self::Staking => Some(GAUGE_STAKING),
            Self::Contributors => Some(GAUGE_CONTRIB),
            Self::Loyal | Self::User | Self::Provider | Self::Voter => None,
        }
    }
}

/// What theory fixes: a lever, a feature, the sign of the slope, and why.
type Sign = (LeverName, Feature, i8, &'static str);

/// Signs of slopes; a pair that is not here may have none.
const SIGNS: [Sign; 20] = [
    (LeverName::Emission, Feature::Fall, -1, FRIEDMAN),
    (LeverName::Emission, Feature::PriceGap, 1, FRIEDMAN),
    (LeverName::Emission, Feature::Staked, -1, CURVE),
    (LeverName::Emission, Feature::StakedChange, -1, CURVE),
    (LeverName::Emission, Feature::StakedAhead, -1, CURVE),
    (LeverName::Emission, Feature::PriceAhead, 1, FRIEDMAN),
    (LeverName::Emission, Feature::Warning, -1, FRIEDMAN),
    (LeverName::Fee, Feature::Volatility, 1, LVR),
    (LeverName::Fee, Feature::UsageGap, 1, CONGESTION),
    (LeverName::Fee, Feature::Fall, -1, CONGESTION),
    (LeverName::Fee, Feature::VolatilityAhead, 1, LVR),
    (LeverName::Fee, Feature::Warning, 1, LVR),
    (LeverName::Burn, Feature::FeeGap, 1, NET),
    (LeverName::Burn, Feature::Fall, 1, NET),
    (LeverName::Staking, Feature::Fall, 1, BUDGET),
    (LeverName::Staking, Feature::SecurityGap, -1, BUDGET),
    (LeverName::Staking, Feature::Staked, -1, CURVE),
    (LeverName::Staking, Feature::StakedAhead, -1, CURVE),
    (LeverName::Loyal, Feature::Young, 1, BUDGET),
    (LeverName::Provider, Feature::LiquidityGap, -1, LVR),
];

const FRIEDMAN: &str =
    "a supply that shrinks with demand steadies the price (constant-price rule; Kereiakes et al. 2019 for its limits)";
const CURVE: &str = "less staked, more pay: SIMD-0228 and PI controllers on the staked share";
const LVR: &str = "whoever trades in a storm costs whoever provides: Milionis et al. 2022; fees that follow volatility: Cao, Kogan, Tsoukalas and Falk 2023";
const CONGESTION: &str = "the price of use follows use: EIP-1559 (Roughgarden 2021)";
const NET: &str = "what is collected beyond the usual leaves the supply: Helium HIP-20, EIP-1559's burn";
const BUDGET: &str = "security costs are paid in money, so their share rises when the token falls: Budish 2018, John, Rivera and Saleh 2020";

/// The sign that a slope of `lever` on `feature` has, and the reason; `None` where there is no reason for any.
pub fn sign(lever: LeverName, feature: Feature) -> Option<(i8, &'static str)> {
    SIGNS.iter().find(|row| row.0 == lever && row.1 == feature).map(|row| (row.2, row.3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pair_has_two_signs() {
        for (place, row) in SIGNS.iter().enumerate() {
            assert!(row.2.abs() == 1 && !row.3.is_empty());
            assert!(SIGNS[..place].iter().all(|other| (other.0, other.1) != (row.0, row.1)), "{row:?}");
        }
    }
}
