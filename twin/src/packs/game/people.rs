//! Earners and players of a game, and the breeding that newcomers bring about.

use super::{BREED, FAUCET, Game, Numbers, UPGRADE, micro};
use crate::{
    HOURS,
    packs::{Felt, between},
    rng::{Draws, Stream},
    world::World,
};

const TRAITS: u64 = 0x6A3E;
pub(super) const WEATHER: u32 = 0x4100_0000;
const FIRST: u32 = 0x4100_0001;
/// Part of what a player wins that it sells at once; an earner sells all.
const PLAYER_SELLS: f64 = 0.5;
/// Money that breeding costs beside the reward token, as a part of the reward tokens' worth at the start; it is spent on the economy's token.
const OWN_TOKEN: f64 = 0.25;
/// Price of breeding and upgrading, relative to the start, from which a player is discontent.
const DEAR: f64 = 2.5;
/// Part of the players of the start below which the game feels empty.
const EMPTY: f64 = 0.5;
/// Days in which a newcomer among earners wants its team paid back, at most.
const PAYBACK: (f64, f64) = (30.0, 150.0);

/// A seat.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub is_earner: bool,
    is_here: bool,
    /// Here since the start.
    is_first: bool,
    was_first: bool,
    /// Income per day, relative to the start's, that an earner wants.
    wage: f64,
    payback: f64,
    tolerance: f64,
}

/// Every seat, by turns earner and player as far as there are both.
pub(super) fn all(numbers: &Numbers) -> Vec<Person> {
    let (earners, players) = (numbers.earners as u32, numbers.players as u32);
    (0..earners + players)
        .map(|i| {
            let mut draws = Stream::new(TRAITS, 0).draws(i, 0);
            let is_here = draws.uniform() < numbers.taken;
            Person {
                is_earner: i < earners,
                is_here,
                is_first: is_here,
                was_first: is_here,
                wage: numbers.wage * between(0.3, 1.7, draws.uniform()),
                payback: between(PAYBACK.0, PAYBACK.1, draws.uniform()),
                tolerance: DEAR * between(0.6, 1.4, draws.uniform()),
            }
        })
        .collect()
}

/// Earners and players who are here.
pub(super) fn active(people: &[Person]) -> [f64; 2] {
    let count = |earner: bool| people.iter().filter(|one| one.is_here && one.is_earner == earner).count() as f64;
    [count(true), count(false)]
}

/// Part of those of the start who never left.
pub(super) fn kept(people: &[Person]) -> f64 {
    let all = people.iter().filter(|one| one.was_first).count();
    people.iter().filter(|one| one.is_first).count() as f64 / all.max(1) as f64
}

impl Game {
    /// The people of this hour play, come and go; everyone does once a day.
    pub(super) fn play(&mut self, world: &mut World, felt: &Felt, stream: Stream) {
        let (hour, day) = (world.hour as usize % HOURS, world.hour / HOURS as u32);
        let emptiness = self.active[1] / self.active_start[1].max(1.0);
        for i in (hour..self.people.len()).step_by(HOURS) {
            let mut draws = stream.draws(FIRST + i as u32, day);
            if !self.people[i].is_here {
                self.maybe_comes(i, world, felt, &mut draws);
                continue;
            }
            self.plays(i, felt);
            if !self.people[i].is_earner {
                self.upgrades(felt);
                self.breed(self.numbers.replacement, world, felt);
            }
            if draws.chance(self.chance_to_leave(i, felt, emptiness)) {
                let one = &mut self.people[i];
                (one.is_here, one.is_first) = (false, false);
                self.active[usize::from(!self.people[i].is_earner)] -= 1.0;
            }
        }
    }

    fn plays(&mut self, i: usize, felt: &Felt) {
        let n = self.numbers;
        let (part, sells) = if self.people[i].is_earner { (1.0, 1.0) } else { (n.casual, PLAYER_SELLS) };
        let plays = n.crowd * n.plays * part / 1e3;
        self.today[0] += plays * felt.now[FAUCET];
        self.today[3] += plays * felt.seen[FAUCET];
        self.sell(plays * felt.seen[FAUCET] * sells);
    }

    /// What a sink costs in money, relative to the start.
    fn dearness(&self, felt: &Felt, sink: usize) -> f64 {
        felt.seen[sink] * self.price() / (self.start[sink] * self.numbers.price).max(1e-12)
    }

    fn upgrades(&mut self, felt: &Felt) {
        let n = self.numbers;
        let dear = self.dearness(felt, UPGRADE);
        let wanted = n.upgrades * n.crowd * (1.0 + n.upgrade_elasticity * (1.0 - dear)).clamp(0.05, 2.0);
        self.today[1] += wanted * felt.now[UPGRADE] / 1e3;
        self.today[4] += wanted * felt.seen[UPGRADE] / 1e3;
        self.take(wanted * felt.seen[UPGRADE] / 1e3);
    }

    /// `each` creatures for everybody behind a seat, fewer when they are dear; breeders breed what is bought.
    fn breed(&mut self, each: f64, world: &mut World, felt: &Felt) {
        let n = self.numbers;
        let dear = self.dearness(felt, BREED);
        let bred = each * n.crowd * (1.5 - 0.5 * dear).clamp(0.2, 1.5);
        self.today[1] += bred * felt.now[BREED];
        self.today[4] += bred * felt.seen[BREED];
        self.take(bred * felt.seen[BREED]);
        world.outside_pays_treasury(micro(bred * OWN_TOKEN * self.start[BREED] * n.price));
    }

    fn maybe_comes(&mut self, i: usize, world: &mut World, felt: &Felt, draws: &mut Draws) {
        let n = self.numbers;
        let one = self.people[i];
        let team = n.team * (felt.seen[BREED] * self.price() + OWN_TOKEN * self.start[BREED] * n.price);
        let pays = !one.is_earner || team / self.income(felt.seen[FAUCET]).max(1e-12) < one.payback;
        let affordable = one.is_earner || self.dearness(felt, BREED) < one.tolerance;
        if pays && affordable && draws.chance(n.interest * self.interest * world.forces.usage) {
            self.people[i].is_here = true;
            self.active[usize::from(!one.is_earner)] += 1.0;
            self.today[2] += 1.0;
            self.breed(n.team, world, felt);
        }
    }

    fn chance_to_leave(&self, i: usize, felt: &Felt, emptiness: f64) -> f64 {
        let n = self.numbers;
        let one = self.people[i];
        let discontent = if one.is_earner {
            self.income(felt.seen[FAUCET]) < one.wage * self.income_start
        } else {
            self.dearness(felt, UPGRADE).max(self.dearness(felt, BREED)) > one.tolerance || emptiness < EMPTY
        };
        if discontent { n.leaving } else { n.boredom }
    }
}
