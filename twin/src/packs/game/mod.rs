//! A game that pays in a reward token of its own, as Axie Infinity paid in SLP.
//!
//! Every play mints the faucet's tokens; breeding creatures and upgrading them burns tokens.
//! Earners play for income and leave when it no longer beats their wage; players play for fun and leave when the game gets dear or empty;
//! breeders sell creatures to whoever newly comes; speculators follow the trend and sell what they hold too much of.
//! The reward token has a constant-product market against money; the economy's own token is what breeding costs beside it.

mod people;

use people::Person;

use super::{Felt, Figures, Metrics, Pack};
use crate::{HOURS, UNIT, knobs::knobs, rng::Stream, world::World};

knobs! {
    /// Numbers of a game; all behaviour is assumed.
    Numbers {
        /// Seats of earners, taken or free.
        earners: 90.0 in 1.0..=10_000.0,
        /// Seats of players.
        players: 90.0 in 1.0..=10_000.0,
        /// Part of the seats that is taken at the start.
        taken: 0.5 in 0.01..=1.0,
        /// People behind one seat.
        crowd: 1_000.0 in 1.0..=1_000_000.0,
        /// Price of a reward token at the start, quote.
        price: 0.05 in 0.000_001..=1_000.0,
        /// Money in the reward token's market at the start, quote.
        depth: 20_000_000.0 in 1.0..=1_000_000_000_000.0,
        /// Reward tokens that exist at the start, as a multiple of those in the market.
        supply: 4.0 in 1.0..=1_000.0,
        /// Paid plays of an earner per day, and a player's part of that.
        plays: 15.0 in 0.0..=1_000.0,
        /// A player's plays, relative to an earner's.
        casual: 0.4 in 0.0..=1.0,
        /// Median wage that an earner wants, relative to the income of the start.
        wage: 0.45 in 0.01..=10.0,
        /// Upgrades per player and day at the price of the start.
        upgrades: 0.45 in 0.0..=100.0,
        /// Part of a player's upgrades that a doubled price in money takes away.
        upgrade_elasticity: 0.6 in 0.0..=10.0,
        /// Chance per day that interest in the game brings someone to a free seat.
        interest: 0.02 in 0.0..=1.0,
        /// Standard deviation of interest's daily relative change, and its return to usual per day.
        interest_wobble: 0.05 in 0.0..=1.0,
        /// Part of the way back to usual that interest takes per day.
        reversion: 0.03 in 0.0..=1.0,
        /// Creatures that a newcomer buys.
        team: 3.0 in 0.0..=100.0,
        /// Creatures that a player breeds or buys per day beside that.
        replacement: 0.015 in 0.0..=10.0,
        /// Daily volatility of what speculators think of the reward token.
        volatility: 0.04 in 0.0..=1.0,
        /// Speculators' answer to the trend of a week, as a part of the market per unit.
        trend: 0.04 in 0.0..=10.0,
        /// Part of the gap to what the sinks are worth that speculators close per day.
        anchor: 0.05 in 0.0..=1.0,
        /// Chance per day to leave of whoever is discontent.
        leaving: 0.05 in 0.0..=1.0,
        /// The same of whoever is content.
        boredom: 0.003 in 0.0..=1.0,
    }
}

/// Weight of a day in means of a week and a month.
const WEEK: f64 = 2.0 / 8.0;
const MONTH: f64 = 2.0 / 31.0;
/// Cohorts that are read.
const D30: u32 = 30;
const D90: u32 = 90;
/// Part of the supply that a day's speculators may trade at most, relative to the market.
const MOST: f64 = 0.2;

/// `game_faucet`: thousandths of a token per play; `game_breed`: tokens per creature; `game_upgrade`: thousandths per upgrade.
const FAUCET: usize = 0;
const BREED: usize = 1;
const UPGRADE: usize = 2;

pub const FIGURE_NAMES: [&str; 7] =
    ["issuance_week", "price_gap", "price_fall", "earners", "players", "income_gap", "newcomers"];

pub const METRIC_NAMES: [&str; 9] = [
    "reward_inflation",
    "retention_30",
    "retention_90",
    "reward_drawdown",
    "reward_volatility",
    "active",
    "income",
    "reward_price",
    "burned_share",
];

/// Sums of a run.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    days: f64,
    minted: f64,
    burned: f64,
    active: f64,
    income: f64,
    squares: f64,
    high: f64,
    drawdown: f64,
    kept_30: f64,
    kept_90: f64,
}

/// The game.
#[derive(Debug)]
pub(crate) struct Game {
    numbers: Numbers,
    people: Vec<Person>,
    /// Reserves of the reward token's market, whole tokens and quote.
    tokens: f64,
    quote: f64,
    supply: f64,
    supply_start: f64,
    interest: f64,
    belief: f64,
    /// Of the running day: minted, burned (whole tokens), newcomers (seats), then both as people perceive them; and means of a week.
    today: [f64; 5],
    week: [f64; 5],
    /// The price's means of a week and a month, and its high.
    price_week: f64,
    price_month: f64,
    high: f64,
    last: f64,
    income_start: f64,
    start: [f64; 3],
    /// Earners and players who are here, now and at the start.
    active: [f64; 2],
    active_start: [f64; 2],
    sums: Sums,
}

impl Game {
    pub fn new(numbers: &Numbers, start: &[f64]) -> Self {
        let tokens = numbers.depth / numbers.price;
        let people = people::all(numbers);
        let active = people::active(&people);
        let start = [start[FAUCET], start[BREED], start[UPGRADE]];
        Self {
            tokens,
            quote: numbers.depth,
            supply: tokens * numbers.supply,
            supply_start: tokens * numbers.supply,
            interest: 1.0,
            belief: 1.0,
            today: [0.0; 5],
            week: [0.0; 5],
            price_week: numbers.price,
            price_month: numbers.price,
            high: numbers.price,
            last: numbers.price,
            income_start: start[FAUCET] / 1e3 * numbers.plays * numbers.price,
            start,
            active,
            active_start: active,
            sums: Sums { high: numbers.price, ..Sums::default() },
            people,
            numbers: *numbers,
        }
    }

    fn price(&self) -> f64 {
        self.quote / self.tokens
    }

    /// Money of an earner's day.
    fn income(&self, faucet: f64) -> f64 {
        faucet / 1e3 * self.numbers.plays * self.price()
    }

    fn sell(&mut self, tokens: f64) {
        let product = self.tokens * self.quote;
        self.tokens += tokens.max(0.0);
        self.quote = product / self.tokens;
    }

    /// Buys `tokens` off the market, at most nine tenths of it.
    fn take(&mut self, tokens: f64) {
        let product = self.tokens * self.quote;
        self.tokens -= tokens.clamp(0.0, 0.9 * self.tokens);
        self.quote = product / self.tokens;
    }

    /// Interest in the game, and what speculators do; once a day.
    fn weather(&mut self, world: &World, stream: Stream) {
        let mut draws = stream.draws(people::WEATHER, world.hour / HOURS as u32);
        let n = self.numbers;
        let momentum = (self.price_week / self.price_month - 1.0).clamp(-0.5, 0.5);
        // What is talked about grows: interest follows the price of a week against that of a month.
        self.interest *= (1.0 + n.interest_wobble * draws.normal() + 0.1 * momentum).max(0.1);
        self.interest += n.reversion * (1.0 - self.interest);
        self.belief *= (1.0 + n.volatility * draws.normal()).max(0.1);
        self.belief += n.reversion * (1.0 - self.belief);
        let worth = n.price * self.belief * (self.week[4].max(1.0) / self.week[3].max(1.0)).clamp(0.02, 2.0);
        let gap = (worth / self.price() - 1.0).clamp(-1.0, 1.0);
        let flow = (n.trend * momentum + n.anchor * gap + n.volatility * 0.5 * draws.normal()).clamp(-MOST, MOST);
        if flow > 0.0 {
            self.take(flow * self.tokens);
        } else {
            self.sell(-flow * self.tokens);
        }
    }

    fn close_day(&mut self, day: u32) {
        let price = self.price();
        for (mean, today) in self.week.iter_mut().zip(self.today) {
            *mean = if day == 0 { today } else { *mean + WEEK * (today - *mean) };
        }
        self.supply += self.today[0] - self.today[1];
        self.price_week += WEEK * (price - self.price_week);
        self.price_month += MONTH * (price - self.price_month);
        self.high = self.high.max(price);
        let [earners, players] = self.active;
        let change = price / self.last - 1.0;
        self.last = price;
        let s = &mut self.sums;
        s.days += 1.0;
        s.minted += self.today[0];
        s.burned += self.today[1];
        s.active += (earners + players) / (self.active_start[0] + self.active_start[1]);
        s.squares += change * change;
        s.high = s.high.max(price);
        s.drawdown = s.drawdown.max(1.0 - price / s.high);
        let kept = people::kept(&self.people);
        s.kept_30 = if day < D30 { kept } else { s.kept_30 };
        s.kept_90 = if day < D90 { kept } else { s.kept_90 };
        self.today = [0.0; 5];
    }
}

impl Pack for Game {
    fn hour(&mut self, world: &mut World, felt: &Felt, stream: Stream) {
        let day = world.hour / HOURS as u32;
        if world.hour.is_multiple_of(HOURS as u32) {
            self.weather(world, stream);
        }
        self.play(world, felt, stream);
        if (world.hour + 1).is_multiple_of(HOURS as u32) {
            self.sums.income += self.income(felt.now[FAUCET]) / self.income_start;
            self.close_day(day);
        }
    }

    fn figures(&self, _: &World) -> Figures {
        let price = self.price();
        let [earners, players] = self.active;
        let (minted, burned) = (self.week[0], self.week[1]);
        let part = |x: f64, of: f64| if of > 0.0 { x / of } else { 0.0 };
        [
            part(minted - burned, minted + burned),
            price / self.price_month - 1.0,
            1.0 - price / self.high,
            part(earners, self.active_start[0]) - 1.0,
            part(players, self.active_start[1]) - 1.0,
            self.price_week / self.numbers.price - 1.0,
            part(self.week[2], self.active_start[0] + self.active_start[1]),
            0.0,
        ]
    }

    fn metrics(&self) -> Metrics {
        let s = &self.sums;
        let days = s.days.max(1.0);
        let mut out = Metrics::default();
        out[..METRIC_NAMES.len()].copy_from_slice(&[
            (s.minted - s.burned) / self.supply_start / days * 365.0,
            s.kept_30,
            s.kept_90,
            s.drawdown,
            (s.squares / days * 365.0).sqrt(),
            s.active / days,
            s.income / days,
            self.price() / self.numbers.price,
            if s.minted > 0.0 { s.burned / s.minted } else { 0.0 },
        ]);
        out
    }
}

/// Micro quote of `quote`.
fn micro(quote: f64) -> u64 {
    (quote * UNIT).max(0.0) as u64
}
