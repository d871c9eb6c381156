//! Who lives in an economy: groups of agents of one kind.

use serde::{Deserialize, Deserializer, de};

use super::{FileError, lines};
use crate::{
    agents::{Agent, Kind},
    real::{exp, ln},
    rng::Stream,
    scenario::Scenario,
};

/// A number, or the ends of a range from which each agent's is drawn evenly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span(pub f64, pub f64);

impl Span {
    fn at(self, u: f64) -> f64 {
        self.0 + (self.1 - self.0) * u
    }

    fn is_within(self, low: f64, high: f64) -> bool {
        low <= self.0 && self.0 <= self.1 && self.1 <= high
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> de::Visitor<'de> for Either {
            type Value = Span;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number, or [lowest, highest]")
            }
            fn visit_f64<E: de::Error>(self, x: f64) -> Result<Span, E> {
                Ok(Span(x, x))
            }
            fn visit_i64<E: de::Error>(self, x: i64) -> Result<Span, E> {
                Ok(Span(x as f64, x as f64))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Span, A::Error> {
                let wrong = || de::Error::invalid_length(0, &"[lowest, highest]");
                let low = seq.next_element()?.ok_or_else(wrong)?;
                let high = seq.next_element()?.ok_or_else(wrong)?;
                if seq.next_element::<f64>()?.is_some() { Err(wrong()) } else { Ok(Span(low, high)) }
            }
        }
        from.deserialize_any(Either)
    }
}

/// A row of `[[agents]]`; parts are of what the group owns unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub kind: Kind,
    /// Number of agents, and tokens in all forms but liquidity, relative to the other groups.
    pub heads: f64,
    pub wealth: f64,
    /// Exponent of the Pareto law by which the group's tokens are spread; 0: evenly. About 1.2 for token holders, assumed.
    #[serde(default)]
    pub tail: f64,
    /// Part that is staked at the start; a validator's is its delegators' too.
    #[serde(default = "none")]
    pub staked: Span,
    /// Part of what is not staked that is locked.
    #[serde(default = "none")]
    pub locked: Span,
    /// Part of the market's liquidity that the whole group owns.
    #[serde(default)]
    pub pooled: f64,
    /// Money beside tokens, relative to their worth; a utility user's spending per visit.
    #[serde(default = "none")]
    pub cash: Span,
    /// Validators: part of the commission at the start that their costs leave over.
    #[serde(default = "none")]
    pub margin: Span,
    #[serde(default = "none")]
    pub response: Span,
    #[serde(default = "whole")]
    pub threshold: Span,
    #[serde(default = "whole")]
    pub loss_tolerated: Span,
    #[serde(default = "whole")]
    pub activity: Span,
}

fn none() -> Span {
    Span(0.0, 0.0)
}

fn whole() -> Span {
    Span(1.0, 1.0)
}

pub(super) fn check(text: &str, groups: &[Group]) -> Result<(), FileError> {
    for (nth, group) in groups.iter().enumerate() {
        let numbers = [
            ("heads", group.heads, 1e6),
            ("wealth", group.wealth, 1e6),
            ("tail", group.tail, 100.0),
            ("pooled", group.pooled, 1.0),
        ];
        let fault = numbers.iter().find(|(_, found, high)| !(0.0..=*high).contains(found));
        if let Some((key, found, high)) = fault {
            return lines::refuse(text, "agents", nth, key, format!("expected 0 to {high}, found {found}"));
        }
        let spans = [
            ("staked", group.staked, 0.0, 1.0),
            ("locked", group.locked, 0.0, 1.0),
            ("cash", group.cash, 0.0, 1_000.0),
            ("margin", group.margin, -100.0, 1.0),
            ("response", group.response, 0.0, 100.0),
            ("threshold", group.threshold, 0.0, 100.0),
            ("loss_tolerated", group.loss_tolerated, 0.0, 1.0),
            ("activity", group.activity, 0.0, 1.0),
        ];
        if let Some((key, found, low, high)) = spans.iter().find(|(_, span, low, high)| !span.is_within(*low, *high)) {
            let reason = format!("expected {low} to {high}, lowest first, found {} to {}", found.0, found.1);
            return lines::refuse(text, "agents", nth, key, reason);
        }
    }
    let total = |of: fn(&Group) -> f64| groups.iter().map(of).sum::<f64>();
    let last = groups.len().saturating_sub(1);
    if total(|g| g.heads) <= 0.0 || total(|g| g.wealth) <= 0.0 {
        return lines::refuse(
            text,
            "agents",
            0,
            "heads",
            "nobody is there: heads and wealth of all groups sum to 0".into(),
        );
    }
    if total(|g| g.pooled) > 1.0 {
        return lines::refuse(
            text,
            "agents",
            last,
            "pooled",
            "all groups together own more than the whole market".into(),
        );
    }
    Ok(())
}

/// Heads per group: in proportion, at least one where a group has any, `count` together as far as that allows.
fn heads(groups: &[Group], count: usize) -> Vec<usize> {
    let total: f64 = groups.iter().map(|group| group.heads).sum();
    let exact = |group: &Group| group.heads / total * count as f64;
    let mut heads: Vec<usize> =
        groups.iter().map(|g| if g.heads > 0.0 { (exact(g) as usize).max(1) } else { 0 }).collect();
    let mut order: Vec<usize> = (0..groups.len()).filter(|n| groups[*n].heads > 0.0).collect();
    order.sort_by(|a, b| (exact(&groups[*b]) - heads[*b] as f64).total_cmp(&(exact(&groups[*a]) - heads[*a] as f64)));
    let missing = count.saturating_sub(heads.iter().sum());
    order.iter().cycle().take(missing).for_each(|n| heads[*n] += 1);
    while heads.iter().sum::<usize>() > count.max(order.len().min(count)) {
        match (0..heads.len()).max_by_key(|n| heads[*n]) {
            Some(largest) if heads[largest] > 0 => heads[largest] -= 1,
            _ => break,
        }
    }
    heads
}

/// Peoples the scenario with `count` agents who hold `tokens` base units.
pub(super) fn settle(scenario: &mut Scenario, groups: &[Group], count: usize, tokens: u64, traits: u64) {
    let heads = heads(groups, count);
    let wealth: f64 = groups.iter().zip(&heads).filter(|(_, n)| **n > 0).map(|(group, _)| group.wealth).sum();
    let price = scenario.market.price();
    let mut margins = Vec::new();
    for (nth, (group, n)) in groups.iter().zip(heads).enumerate() {
        let of_group = tokens as f64 * group.wealth / wealth.max(f64::MIN_POSITIVE);
        let draw = |agent: usize, k: u32| Stream::new(traits, nth as u64).draws(agent as u32, k).uniform();
        let weights: Vec<f64> =
            (0..n).map(|agent| pareto((agent as f64 + draw(agent, 0)) / n as f64, group.tail)).collect();
        let sum: f64 = weights.iter().sum();
        for (agent, weight) in weights.iter().enumerate() {
            let u = |k| draw(agent, k);
            let worth = of_group * weight / sum;
            let staked = (worth * group.staked.at(u(1))) as u64;
            let liquid = (worth as u64).saturating_sub(staked);
            margins.push(group.margin.at(u(8)));
            scenario.agents.push(Agent {
                kind: group.kind,
                liquid,
                locked: (liquid as f64 * group.locked.at(u(2))) as u64,
                staked,
                quote: (worth * price * group.cash.at(u(3))) as u64,
                pooled: (scenario.market.tokens as f64 * group.pooled * weight / sum) as u64,
                response: group.response.at(u(4)),
                threshold: group.threshold.at(u(5)),
                loss_tolerated: group.loss_tolerated.at(u(6)),
                activity: group.activity.at(u(7)),
            });
        }
    }
    charge_validators(scenario, &margins);
}

/// Quantile of a Pareto law with this exponent and least value 1.
fn pareto(u: f64, tail: f64) -> f64 {
    if tail > 0.0 { exp(-ln(1.0 - u.min(0.999_999)) / tail) } else { 1.0 }
}

/// Costs that leave each validator its margin of the commission at the yield of the start.
fn charge_validators(scenario: &mut Scenario, margins: &[f64]) {
    let apr = crate::world::World::new(scenario).reading_now().reward_yield;
    let daily = scenario.habits.commission * apr / 365.0 * scenario.market.price();
    for (agent, margin) in scenario.agents.iter_mut().zip(margins).filter(|(agent, _)| agent.kind == Kind::Validator) {
        agent.quote = (agent.staked as f64 * daily * (1.0 - margin)).max(0.0) as u64;
    }
}
