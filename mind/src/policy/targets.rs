//! From goals to a bundle that the gate can admit.

use economics::key::{
    BURN_SHARE, EMISSION_RATE, FEE_BPS, GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY, STAKERS_SHARE, TREASURY_SHARE,
};
use twin::{
    rewards::Weights,
    rule::{Bundle, Seen},
};

use super::LeverName;

const LEVERS: usize = LeverName::ALL.len();
/// What the members of a group sum to, bps.
const WHOLE: i64 = 10_000;
/// A parameter's place, and where it shall be.
pub type Wish = (usize, i64);
/// Most wishes of one policy: emission, fee, three shares, three gauges.
const MOST: usize = 8;

/// Goals of all levers; a lever without one is left alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Targets {
    goals: [Option<i64>; LEVERS],
    bands: [i64; LEVERS],
}

impl Targets {
    /// Sets the goal of a lever; a goal nearer than `band` to the live value moves nothing.
    pub fn set(&mut self, lever: LeverName, goal: i64, band: i64) {
        self.goals[lever as usize] = Some(goal);
        self.bands[lever as usize] = band;
    }

    /// The goal of a lever.
    pub fn get(&self, lever: LeverName) -> Option<i64> {
        self.goals[lever as usize]
    }

    /// What the parameters shall be where `live` tells what they are: dead bands applied, groups summed up, as one list to be moved whole.
    pub fn wishes(&self, live: impl Fn(usize) -> i64) -> Vec<Wish> {
        let mut wishes = Vec::with_capacity(MOST);
        for lever in [LeverName::Emission, LeverName::Fee] {
            if let (Some(param), Some(goal)) = (lever.param(), self.beyond_band(lever, &live)) {
                wishes.push((param, goal));
            }
        }
        if let Some([burn, treasury]) = self.both(LeverName::Burn, LeverName::Treasury, &live) {
            wishes.extend([
                (BURN_SHARE, burn),
                (STAKERS_SHARE, WHOLE.saturating_sub(burn).saturating_sub(treasury)),
                (TREASURY_SHARE, treasury),
            ]);
        }
        if let Some([staking, contrib]) = self.both(LeverName::Staking, LeverName::Contributors, &live) {
            wishes.extend([
                (GAUGE_STAKING, staking),
                (GAUGE_CONTRIB, contrib),
                (GAUGE_TREASURY, WHOLE.saturating_sub(staking).saturating_sub(contrib)),
            ]);
        }
        wishes
    }

    /// Weights of the contributors' part by segment where `live` are in force: the goals, scaled down where they sum to more than the whole; `None` where nothing moves.
    pub fn weights(&self, live: Weights) -> Option<Weights> {
        let mut weights = live.map(i64::from);
        let mut moves = false;
        for (weight, lever) in weights.iter_mut().zip(LeverName::WEIGHTS) {
            if let Some(goal) = self.get(lever) {
                moves |= (goal - *weight).abs() > self.bands[lever as usize];
                *weight = goal.clamp(0, WHOLE);
            }
        }
        let sum: i64 = weights.iter().sum();
        let fit = |weight: i64| if sum > WHOLE { weight * WHOLE / sum } else { weight };
        moves.then(|| weights.map(|weight| fit(weight) as u16))
    }

    /// As far as the gate admits now.
    pub fn bundle(&self, seen: &Seen<'_>) -> Bundle {
        let mut bundle = Bundle::hold();
        let live = |param: usize| seen.params[param].value;
        let wishes = self.wishes(live);
        for (param, goal) in wishes.iter().filter(|(param, _)| [EMISSION_RATE, FEE_BPS].contains(param)) {
            bundle.set(*param, seen.reach(*param, *goal));
        }
        for group in [[BURN_SHARE, STAKERS_SHARE, TREASURY_SHARE], [GAUGE_STAKING, GAUGE_CONTRIB, GAUGE_TREASURY]] {
            let goal = |param: usize| wishes.iter().find(|wish| wish.0 == param).map(|wish| wish.1);
            if let [Some(a), Some(b), Some(c)] = group.map(goal) {
                together(seen, &mut bundle, group, [a, b, c]);
            }
        }
        if let Some(weights) = self.weights(seen.rewards) {
            bundle.rewards(weights);
        }
        bundle
    }

    /// The goal where it is further from the live value than the dead band.
    fn beyond_band(&self, lever: LeverName, live: impl Fn(usize) -> i64) -> Option<i64> {
        let goal = self.get(lever)?;
        (goal.abs_diff(live(lever.param()?)) > self.bands[lever as usize].unsigned_abs()).then_some(goal)
    }

    /// Two members of a group of three where one of them moves; the second gives way where both are more than the whole.
    fn both(&self, one: LeverName, other: LeverName, live: impl Fn(usize) -> i64) -> Option<[i64; 2]> {
        let moves = [one, other].map(|lever| self.beyond_band(lever, &live));
        let [a, b]: [i64; 2] = [moves[0].unwrap_or(live(one.param()?)), moves[1].unwrap_or(live(other.param()?))];
        moves.iter().any(Option::is_some).then_some([a, b.min(WHOLE.saturating_sub(a))])
    }
}

/// Moves a group of three as far towards its goals as all of its members are admitted; halves the way where one of them is not.
fn together(seen: &Seen<'_>, bundle: &mut Bundle, group: [usize; 3], goals: [i64; 3]) {
    let live = group.map(|param| seen.params[param].value);
    let near: [i64; 3] = std::array::from_fn(|n| seen.reach(group[n], goals[n]) - live[n]);
    let mut first = near[0];
    let mut second = near[1];
    while (first, second) != (0, 0) {
        let steps = [first, second, -first - second];
        if (0..3).all(|n| seen.reach(group[n], live[n] + steps[n]) == live[n] + steps[n]) {
            (0..3).for_each(|n| _ = bundle.set(group[n], live[n] + steps[n]));
            return;
        }
        (first, second) = (first / 2, second / 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(param: usize) -> i64 {
        [80_000, 100, 5_000, 3_000, 2_000, 7_000, 2_000, 1_000, 259_200][param]
    }

    #[test]
    fn what_has_no_goal_or_is_near_it_is_left_alone() {
        let mut targets = Targets::default();
        assert!(targets.wishes(live).is_empty());
        targets.set(LeverName::Emission, 80_900, 1_000);
        assert!(targets.wishes(live).is_empty());
        targets.set(LeverName::Emission, 60_000, 1_000);
        assert_eq!(targets.wishes(live), [(EMISSION_RATE, 60_000)]);
    }

    #[test]
    fn groups_are_wished_for_whole_and_sum_up() {
        let mut targets = Targets::default();
        targets.set(LeverName::Staking, 8_000, 0);
        targets.set(LeverName::Burn, 5_500, 0);
        let wishes = targets.wishes(live);
        let sum = |params: [usize; 3]| wishes.iter().filter(|w| params.contains(&w.0)).map(|w| w.1).sum::<i64>();
        assert_eq!(sum([BURN_SHARE, STAKERS_SHARE, TREASURY_SHARE]), 10_000);
        assert_eq!(sum([GAUGE_STAKING, GAUGE_CONTRIB, GAUGE_TREASURY]), 10_000);
        assert!(wishes.contains(&(GAUGE_CONTRIB, 2_000)), "contributors have no goal and keep their part");
    }

    #[test]
    fn weights_never_exceed_the_whole() {
        let mut targets = Targets::default();
        assert_eq!(targets.weights([2_500; 4]), None);
        LeverName::WEIGHTS.iter().for_each(|lever| targets.set(*lever, 10_000, 0));
        assert_eq!(targets.weights([2_500; 4]), Some([2_500; 4]));
        targets.set(LeverName::User, 0, 0);
        assert_eq!(targets.weights([2_500; 4]), Some([3_333, 0, 3_333, 3_333]));
    }
}
