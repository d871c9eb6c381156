//! A constant goal for the levers, approached as fast as the gate admits.

use {
    super::levers,
    serde::{Deserialize, Serialize},
    twin::{
        rewards::Weights,
        rule::{Bundle, Rule, Seen},
    },
};

/// Where the levers shall end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Fraction of the supply per year.
    pub emission: f64,
    pub fee_bps: f64,
    /// Fraction of fees that is burned.
    pub burn: f64,
    /// Fractions of emission to stakers and to contributors; the treasury has the rest.
    pub gauges: [f64; 2],
    /// Who earns the contributors' part.
    pub rewards: Weights,
    /// Day from which the target is pursued.
    pub from_day: u32,
}

impl Rule for Target {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let mut bundle = Bundle::hold();
        if seen.hour >= self.from_day * 24 {
            levers::emission(seen, &mut bundle, self.emission);
            levers::fee(seen, &mut bundle, self.fee_bps);
            levers::burn(seen, &mut bundle, self.burn);
            levers::gauges(seen, &mut bundle, self.gauges);
            bundle.rewards(self.rewards);
        }
        bundle
    }
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        economics::key::{GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY},
        twin::{file, play_rule, world::World},
    };

    /// A target, and where its gauges and rewards were last seen.
    struct Watched(Target, [i64; 3], Weights);

    impl Rule for Watched {
        fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
            self.1 = [GAUGE_STAKING, GAUGE_CONTRIB, GAUGE_TREASURY].map(|param| seen.params[param].value);
            self.2 = seen.rewards;
            if seen.pending { Bundle::hold() } else { self.0.decide(seen) }
        }
    }

    #[test]
    fn gauges_and_rewards_go_where_the_target_is_and_the_gauges_always_share_the_whole() {
        let scenario = file::built_in("calm").unwrap().unwrap().build(100, 1);
        let (gauges, rewards) = ([0.61, 0.12], [1_000, 2_000, 3_000, 4_000]);
        let target = Target { emission: 0.08, fee_bps: 100.0, burn: 0.5, gauges, rewards, from_day: 0 };
        let mut watched = Watched(target, [0; 3], [0; 4]);
        let control = play_rule(&mut World::new(&scenario), &scenario, &mut watched, 1, 0).control;
        assert_eq!((watched.1, watched.2), ([6_100, 1_200, 2_700], rewards));
        assert!(control.refused == 0 && control.lists == 1, "{control:?}");
    }
}
