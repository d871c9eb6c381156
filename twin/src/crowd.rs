//! Everyone who is no agent: the crowd that makes most of the price.
//!
//! Value is a random walk with the stated elasticities to supply, use and staking.
//! The crowd trades by two strategies, towards value and without regard to it, and its trust moves between them:
//! Franke and Westerhoff, "Structural stochastic volatility in asset pricing dynamics" (2012), discrete choice with herding, predisposition and misalignment.
//! While the second strategy is trusted the price is noisier; since trust is sticky and attention follows volatility, volatility comes in clusters.
//! Part of the crowd has borrowed: margin calls carry large moves on (Thurner, Farmer and Geanakoplos, "Leverage causes fat tails and clustered volatility", 2012).
//! Nothing draws a return from a heavy-tailed or heteroscedastic law.

use crate::{real::logistic, rng::Stream, world::World};

/// Predisposition against value (α₀ of DCA-HPM in Franke and Westerhoff 2012).
const PREDISPOSITION: f64 = -0.327;
/// Trust at which the crowd's noise is what `Demand::volatility` says. Fitted.
const USUAL_TRUST: f64 = 0.65;
/// Gaps in the model's own unit: there a gap's spread is 0.245 where returns spread by 0.0085 and reversion is 0.0006 a step;
/// here reversion by half a day gives a spread of 6.6 hourly deviations, so a gap of one hourly deviation is 0.037.
const GAP_UNIT: f64 = 0.037;
/// Weights of six hours, a day and a week in the crowd's attention (fitted), and the most that it adds.
const HORIZONS: [f64; 3] = [0.35, 0.35, 0.3];
const MOST_ATTENTION: f64 = 5.0;
/// Weight of an hour in the day's mean price, and part of the missing leverage that is built up per hour, so that it takes about five days. Assumed.
const DAY_WEIGHT: f64 = 2.0 / 25.0;
const BUILD_UP: f64 = 1.0 / 120.0;
/// Part of the leverage that is called per margin that the price is beyond the margin. Fitted.
const CALLED: f64 = 3.0;
/// Rounds of margin calls in an hour.
const ROUNDS: usize = 3;
/// Part of a forced sale's impact that is gone an hour later, as whoever waits for it buys: impact of uninformed trades is transient
/// (Bouchaud, Farmer and Lillo, "How markets slowly digest changes in supply and demand", 2009). Fitted.
const BOUNCE: f64 = 0.4;
/// Turmoil below this counts as this where moves are compared with what is usual in it.
pub(crate) const LEAST_TURMOIL: f64 = 0.1;
/// Part of the variance that is news of value; the rest is the crowd's own noise. Assumed.
const NEWS: f64 = 0.3;
/// Memory of the mood per hour, half-life of a day. Assumed.
const MOOD_MEMORY: f64 = 0.971_532;

impl World {
    /// The crowd's hour: news, trust, and a trade to the price that it makes.
    pub(crate) fn crowd(&mut self, stream: Stream) {
        let mut draws = stream.draws(u32::MAX, self.hour);
        let (news, a, b, mood) = (draws.normal(), draws.normal(), draws.normal(), draws.normal());
        let unit = self.hourly_deviation * self.forces.turmoil;
        let climate = &mut self.climate;
        climate.mood = MOOD_MEMORY * climate.mood + (1.0 - MOOD_MEMORY * MOOD_MEMORY).sqrt() * mood;
        climate.noise *= (1.0 + self.hourly_drift + NEWS.sqrt() * unit * news).max(0.1) * self.forces.value;
        if let Some(path) = &self.path {
            return self.follow(path.get(self.hour as usize).or(path.last()).copied().unwrap_or(1.0));
        }
        let value = self.value();
        let climate = &mut self.climate;
        climate.gap = value / climate.price - 1.0;
        let trust = climate.trust_in_value;
        let misalignment = GAP_UNIT * climate.gap / (self.hourly_deviation * self.forces.turmoil.max(LEAST_TURMOIL));
        let demand = &self.demand;
        let pull = demand.misalignment * misalignment * misalignment;
        let attraction = PREDISPOSITION + demand.crowd_herding * (2.0 * trust - 1.0) + pull;
        let trust = trust + demand.switching * (logistic(attraction) - trust);
        climate.trust_in_value = trust;
        let other = |trust: f64| (1.0 - trust) * demand.turbulence;
        let usual = (USUAL_TRUST * USUAL_TRUST + other(USUAL_TRUST) * other(USUAL_TRUST)).sqrt();
        let noise = (trust * a + other(trust) * b) / usual;
        let noise = noise * self.participation();
        let push = self.hourly_reversion * self.climate.gap + (1.0 - NEWS).sqrt() * unit * noise;
        let forced = self.margin_calls(push);
        let change = push + forced - BOUNCE * std::mem::replace(&mut self.climate.forced, forced);
        self.trade_to(self.market.price() * (1.0 + change.clamp(-0.5, 1.0)));
        self.outside_sells(super::habits::share(self.chain.supply, self.forces.sale));
        self.climate.price = self.market.price();
    }

    /// How much the crowd trades, relative to usual: attention follows recent volatility at three horizons.
    fn participation(&self) -> f64 {
        let sum: f64 =
            self.climate.attention.iter().zip(HORIZONS).map(|(variance, weight)| weight * variance.sqrt()).sum();
        1.0 + self.demand.attention * (sum / self.hourly_deviation - 1.0).min(MOST_ATTENTION)
    }

    /// Change of the price by positions that are closed by force in an hour in which it changes by `own`: where it is further from its mean of a day
    /// than the margin, part of what leverage is left is liquidated in the direction of the move, which moves the price on, and so forth.
    /// Leverage builds up again over days.
    fn margin_calls(&mut self, own: f64) -> f64 {
        let deviation = (self.demand.volatility * self.forces.turmoil.max(LEAST_TURMOIL)).max(1e-9);
        let climate = &mut self.climate;
        climate.mean_price += DAY_WEIGHT * (climate.price - climate.mean_price);
        climate.leverage += BUILD_UP * (1.0 - climate.leverage);
        let mut forced = 0.0;
        for _ in 0..ROUNDS {
            let distance = climate.price * (1.0 + own + forced) / climate.mean_price - 1.0;
            let beyond = (CALLED * (distance.abs() / (self.demand.margin * deviation) - 1.0)).clamp(0.0, 1.0);
            if beyond == 0.0 {
                break;
            }
            let closed = climate.leverage * beyond;
            climate.leverage -= closed;
            forced += self.demand.leverage * deviation * closed * distance.signum();
        }
        forced
    }

    /// A real history drives the price; policy moves it by the stated elasticities alone.
    fn follow(&mut self, level: f64) {
        let price = (self.start_price * level * self.answer()).max(1e-12);
        self.trade_to(price);
        self.climate.gap = 0.0;
        self.climate.price = price;
    }

    /// Value of a token as outsiders see it, quote.
    pub(crate) fn value(&self) -> f64 {
        self.start_price * self.climate.noise * self.answer()
    }

    /// Factor by which policy has changed value since the start; exactly 1 where elasticity is 0.
    pub(crate) fn answer(&self) -> f64 {
        let demand = &self.demand;
        let change = -demand.dilution * (self.chain.supply as f64 / self.supply_start - 1.0)
            + demand.usage * (self.climate.usage / self.climate.usage_start - 1.0)
            + demand.scarcity * (self.chain.staked_share() - self.staked_start);
        (1.0 + demand.elasticity * change).max(0.05)
    }

    /// Part of their visits that utility users make at this fee and volatility.
    pub(crate) fn use_factor(&self) -> f64 {
        let fee = self.demand.fee_aversion * 100.0 * self.climate.net_fee_seen;
        let wobble = self.demand.volatility_aversion * self.climate.wobble * 100.0;
        (1.0 - fee - wobble).clamp(0.05, 1.0)
    }

    /// Buys or sells until the market's price is `aim`.
    fn trade_to(&mut self, aim: f64) {
        let product = self.market.tokens as f64 * self.market.quote as f64;
        if aim > self.market.price() {
            self.outside_buys(((product * aim).sqrt() - self.market.quote as f64) as u64);
        } else {
            let tokens = ((product / aim.max(1e-12)).sqrt() - self.market.tokens as f64) as u64;
            self.outside_sells(tokens);
        }
    }

    pub(crate) fn outside_buys(&mut self, quote: u64) {
        let tokens = self.market.buy(quote);
        if tokens > 0 {
            let net = self.chain.transferred(tokens);
            self.outside = self.outside.saturating_add(net);
            self.flow.organic += quote as f64;
        }
    }

    pub(crate) fn outside_sells(&mut self, tokens: u64) {
        let tokens = tokens.min(self.outside);
        let fee = self.chain.fee(tokens);
        let out = self.market.sell(tokens - fee);
        if out > 0 {
            self.chain.withheld = self.chain.withheld.saturating_add(fee);
            self.outside -= tokens;
            self.flow.organic += out as f64;
        }
    }
}
