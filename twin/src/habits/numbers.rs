//! Every number of the agents' habits that is not an agent's own trait.

use crate::knobs::knobs;

knobs! {
    /// Numbers of the habits; chances are per day. "Assumed" marks what no source gives.
    Habits {
        /// Chance that an agent whose loss is beyond its tolerance leaves for good. Assumed.
        leaving: 0.05 in 0.0..=1.0,
        /// Part of the way that the remembered price moves to today's (adaptive reference points: Arkes et al. 2008; the speed is assumed).
        anchoring: 0.01 in 0.0..=1.0,
        /// Difference between wanted and staked part that is left as it is. Assumed.
        band: 0.03 in 0.0..=1.0,
        /// Holders' chance to sell in a loss. Assumed.
        need: 0.2 in 0.0..=1.0,
        /// Multiple of that chance in a gain (Odean 1998: gains are realised 1.5 times as readily as losses).
        disposition: 1.5 in 0.0..=10.0,
        /// Part of their free tokens that holders then sell. Assumed.
        need_sale: 0.01 in 0.0..=1.0,
        /// First rung of a staker's ladder, as a part of its tolerance. Assumed.
        rung_first: 0.5 in 0.0..=10.0,
        /// Distance of the next rungs, as a part of its tolerance. Assumed.
        rung_step: 0.5 in 0.0..=10.0,
        /// Stakers' chance to claim. Assumed.
        claiming: 0.15 in 0.0..=1.0,
        /// Part of the rewards that stakers stake again. Assumed.
        restaking: 0.8 in 0.0..=1.0,
        /// Trend and value traders: part of their money per unit of edge beyond the cost. Assumed.
        boldness: 4.0 in 0.0..=1000.0,
        /// Largest part of a trader's money in one order. Assumed.
        largest_order: 0.25 in 0.0..=1.0,
        /// Noise traders: smallest part of their money in one order; sizes have a Pareto tail of exponent 2 (1.5 in Gopikrishnan et al. 2000).
        noise_order: 0.02 in 0.0..=1.0,
        /// Noise traders: weight of the common mood beside their own luck (herding: Lux and Marchesi 1999; the weight is assumed).
        herding: 0.6 in 0.0..=10.0,
        /// Farmers' chance to come when attracted, and to claim and sell. Assumed.
        farming: 0.3 in 0.0..=1.0,
        /// Whales: days between two tranches (monthly vesting is usual).
        tranche_days: 30.0 in 1.0..=10000.0,
        /// Whales: number of tranches (a year is usual).
        tranches: 12.0 in 1.0..=1000.0,
        /// Whales: part of a tranche that is sold. Assumed.
        tranche_sale: 0.3 in 0.0..=1.0,
        /// Factor of use below which some utility users leave. Assumed.
        useful: 0.6 in 0.0..=1.0,
        /// Their chance to leave then. Assumed.
        useless: 0.03 in 0.0..=1.0,
        /// Utility users' gain per quote spent beyond its price. Assumed.
        surplus: 0.02 in 0.0..=10.0,
        /// Providers: change of (yearly fee yield − volatility² / 8: Milionis et al. 2022) that moves them. Assumed.
        provider_band: 0.05 in 0.0..=100.0,
        /// Part of their share that providers then move. Assumed.
        provider_part: 0.1 in 0.0..=1.0,
        /// Validators: part of the rewards of their stake that they keep. Assumed; 5 to 10 % is usual.
        commission: 0.08 in 0.0..=1.0,
        /// Validators: days at a loss after which they stop. Assumed.
        patience_days: 14.0 in 0.0..=10000.0,
        /// Chance that a voter votes on a proposal. Assumed.
        turnout_voter: 0.8 in 0.0..=1.0,
        /// The same for stakers and validators. Assumed.
        turnout_staker: 0.1 in 0.0..=1.0,
        /// The same for whales. Assumed.
        turnout_whale: 0.3 in 0.0..=1.0,
        /// The same for everyone else with stake. Assumed.
        turnout_other: 0.02 in 0.0..=1.0,
        /// Yearly change of wealth, as a part of it, below which a voter objects. Assumed.
        concern: 0.002 in 0.0..=10.0,
        /// Voters: relative change of their chance to vote per relative change of voters' pay. Assumed.
        turnout_pay: 0.3 in 0.0..=10.0,
        /// Most of their transfer fees that users are given back.
        rebate_cap: 0.5 in 0.0..=1.0,
        /// Part of faked use that the measurement recognises. Assumed.
        detection: 0.8 in 0.0..=1.0,
        /// Attackers: part of their money that they use per day at an attack of size 1. Assumed.
        attack_part: 0.2 in 0.0..=1.0,
        /// Learners: weight of the newest day in what they believe of an attack (ε-greedy bandit: Sutton and Barto 2018, chapter 2).
        learning: 0.1 in 0.0..=1.0,
        /// Learners: chance to try another attack.
        trying: 0.1 in 0.0..=1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_in_their_ranges_and_a_fault_is_named() {
        assert_eq!(Habits::default().fault(), None);
        let wrong = Habits { herding: -1.0, ..Habits::default() };
        let (name, reason) = wrong.fault().unwrap();
        assert_eq!((name, reason.as_str()), ("herding", "expected 0 to 10, found -1"));
        assert!(Habits { need: f64::NAN, ..Habits::default() }.fault().is_some());
    }
}
