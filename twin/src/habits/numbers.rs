//! Every number of the agents' habits that is not an agent's own trait.

use crate::knobs::knobs;

knobs! {
    /// Numbers of the habits; probabilities are per day, shares are 0 to 1. "Assumed" marks what no source gives.
    Habits {
        /// Chance that an agent whose loss is beyond its tolerance leaves for good. Assumed.
        leaving: 0.05 in 0.0..=1.0,
        /// Part of the way that the remembered price moves to today's (adaptive reference points: Arkes et al. 2008; the speed is assumed).
        anchoring: 0.01 in 0.0..=1.0,
        /// Difference between wanted and staked part that is left as it is. Assumed.
        band: 0.03 in 0.0..=1.0,
        /// Holders' chance to sell in a loss, its multiple in a gain (1.5: Odean 1998, proportion of gains to losses realised), and the part sold.
        need: 0.2 in 0.0..=1.0,
        disposition: 1.5 in 0.0..=10.0,
        need_sale: 0.01 in 0.0..=1.0,
        /// First rung of a staker's ladder as a part of its tolerance, and the distance of the next ones. Assumed.
        rung_first: 0.5 in 0.0..=10.0,
        rung_step: 0.5 in 0.0..=10.0,
        /// Stakers' chance to claim, and the part of the rewards that they stake again. Assumed.
        claiming: 0.15 in 0.0..=1.0,
        restaking: 0.8 in 0.0..=1.0,
        /// Traders: part of their money per unit of edge beyond the cost, and the largest part per day. Assumed.
        boldness: 4.0 in 0.0..=1000.0,
        largest_order: 0.25 in 0.0..=1.0,
        /// Noise traders: typical part of their money per trade; sizes have a Pareto tail of exponent 2 (half-cubic in Gopikrishnan et al. 2000).
        noise_order: 0.02 in 0.0..=1.0,
        /// Noise traders: weight of the common mood beside their own luck (herding, Lux and Marchesi 1999; the weight is assumed).
        herding: 0.6 in 0.0..=10.0,
        /// Farmers: chance to come when attracted, and to claim and sell. Assumed.
        farming: 0.3 in 0.0..=1.0,
        /// Whales: days between two tranches, number of tranches (monthly over a year is the usual vesting), part of a tranche that is sold (assumed).
        tranche_days: 30.0 in 1.0..=10000.0,
        tranches: 12.0 in 1.0..=1000.0,
        tranche_sale: 0.3 in 0.0..=1.0,
        /// Utility users: factor of use below which some leave, and their chance to. Assumed.
        useful: 0.6 in 0.0..=1.0,
        useless: 0.03 in 0.0..=1.0,
        /// Utility users' gain per quote spent beyond its price. Assumed.
        surplus: 0.02 in 0.0..=10.0,
        /// Providers: yearly change of (fee yield − volatility² / 8: Milionis et al. 2022) that moves them, and the part that they move. Assumed.
        provider_band: 0.05 in 0.0..=100.0,
        provider_part: 0.1 in 0.0..=1.0,
        /// Validators: part of the rewards of their stake that they keep, and days at a loss after which they stop. Assumed.
        commission: 0.08 in 0.0..=1.0,
        patience_days: 14.0 in 0.0..=10000.0,
        /// Chance to vote on a proposal: voters, stakers and validators, whales, all others with stake. Calibrated per community; turnout of few percent by heads is usual.
        turnout_voter: 0.8 in 0.0..=1.0,
        turnout_staker: 0.1 in 0.0..=1.0,
        turnout_whale: 0.3 in 0.0..=1.0,
        turnout_other: 0.02 in 0.0..=1.0,
        /// Yearly change of wealth from which on a voter objects or supports. Assumed.
        concern: 0.002 in 0.0..=10.0,
        /// Part of the contributors' emission that is paid by measured volume, and the part of faked volume that the measurement recognises.
        volume_reward: 0.0 in 0.0..=1.0,
        detection: 0.8 in 0.0..=1.0,
        /// Attackers: part of their money that they use per day at an attack of size 1. Assumed.
        attack_part: 0.2 in 0.0..=1.0,
        /// Learners: rate of learning and of trying (ε-greedy bandit, Sutton and Barto 2018, chapter 2).
        learning: 0.1 in 0.0..=1.0,
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
