//! One manual cut of a game's faucet, as Axie Infinity's of February 2022.
//!
//! Source: "Upcoming Season 20 & Economic Balancing Adjustments" (blog.axieinfinity.com, 3 February 2022): adventure mode (about 40 % of all SLP
//! minted, 130 million a day) and the daily quest (about 14 %, 45 million a day) give nothing any more, while four times as much was minted as burned;
//! by then SLP had fallen by 97 % from its high.

/// The rule's numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// Fall of the price from its high at which people act, and the part of the faucet that they take away.
    pub trigger: f64,
    pub part: f64,
}

/// As it was done.
pub const AXIE: Cut = Cut { trigger: 0.97, part: 0.54 };

/// The faucet after the cut, once it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ManualCut {
    aim: Option<f64>,
}

impl ManualCut {
    /// The faucet to go to; the present one until the price has fallen by the trigger, then for good the cut one.
    pub fn step(&mut self, numbers: &Cut, fall: f64, faucet: f64) -> f64 {
        if self.aim.is_none() && fall >= numbers.trigger {
            self.aim = Some(faucet * (1.0 - numbers.part));
        }
        self.aim.unwrap_or(faucet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_takes_away_what_adventure_and_quest_gave() {
        // 130 + 45 million a day of some 325 million.
        let mut cut = ManualCut::default();
        let left = cut.step(&AXIE, 0.97, 325.0);
        assert!((left - 149.5).abs() < 1e-9 && (325.0 - left - 175.0).abs() < 1.0);
    }

    #[test]
    fn nothing_happens_before_the_fall_and_nothing_comes_back_after_it() {
        let mut cut = ManualCut::default();
        assert_eq!(cut.step(&AXIE, 0.96, 10.0), 10.0);
        let after = cut.step(&AXIE, 0.98, 10.0);
        assert!((after - 4.6).abs() < 1e-12);
        assert_eq!((cut.step(&AXIE, 0.1, 4.6), cut.step(&AXIE, 0.99, 4.6)), (after, after));
    }
}
