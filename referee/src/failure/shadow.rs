//! A rule that decides on spoiled figures beside the same rule that decides on sound ones, in one world.

use twin::{
    reading::Reading,
    rng::{Draws, Stream},
    rule::{Bundle, Rule, Seen},
    scenario::PARAMS,
};

/// Agent number of the spoiler's draws, out of the way of every agent of the twin.
const SPOILER: u32 = u32::MAX - 3;

/// The world follows `sound`; `shadow` sees the same days, some of them spoiled, and what it wishes is only compared.
pub struct Shadow {
    sound: Box<dyn Rule + Send>,
    shadow: Box<dyn Rule + Send>,
    spoil: fn(&mut Reading, &mut Draws),
    /// Part of the readings that are spoiled.
    share: f64,
    stream: Stream,
    asked: u32,
    /// Decisions in which the two differ in a move.
    pub differing: u32,
    /// Largest difference of a move, in steps of its parameter.
    pub steps: f64,
}

impl Shadow {
    pub fn new(rules: [Box<dyn Rule + Send>; 2], share: f64, spoil: fn(&mut Reading, &mut Draws), seed: u64) -> Self {
        let [sound, shadow] = rules;
        let stream = Stream::new(seed ^ 0x5A0D, 0);
        Self { sound, shadow, spoil, share, stream, asked: 0, differing: 0, steps: 0.0 }
    }

    fn compare(&mut self, seen: &Seen<'_>, wishes: [&Bundle; 2]) {
        let steps = (0..PARAMS).map(|param| {
            let [sound, shadow] = wishes.map(|wish| moved(seen, wish, param));
            let spec = &seen.params[param].spec;
            let live = seen.params[param].value;
            let step = spec.step(live, spec.max()).max(spec.step(live, spec.min())).max(1);
            (sound - shadow).abs() as f64 / step as f64
        });
        let most = steps.fold(0.0, f64::max);
        self.differing += u32::from(most > 0.0);
        self.steps = self.steps.max(most);
    }
}

/// Where a wish takes a parameter in this decision.
fn moved(seen: &Seen<'_>, wish: &Bundle, param: usize) -> i64 {
    let wanted = wish.wanted().find(|(wished, _)| *wished == param);
    wanted.map_or(seen.params[param].value, |(_, value)| seen.reach(param, value))
}

impl Rule for Shadow {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let mut draws = self.stream.draws(SPOILER, self.asked);
        self.asked += 1;
        let wish = self.sound.decide(seen);
        let mut reading = *seen.reading;
        if draws.chance(self.share) {
            (self.spoil)(&mut reading, &mut draws);
        }
        let mut spoiled = *seen;
        spoiled.reading = &reading;
        let shadow = self.shadow.decide(&spoiled);
        self.compare(seen, [&wish, &shadow]);
        wish
    }
}
