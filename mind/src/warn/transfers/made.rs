//! Made economies of sixty days with honest traffic, and a ring that begins after thirty of them.
//!
//! Honest: people who pay merchants, an exchange, wages, friends who pay each other back, companies that trade both ways, an exchange's own two wallets.

use std::collections::BTreeMap;

use twin::{
    real::exp,
    rng::{Draws, Stream},
};

use super::Edge;

/// How a ring moves its money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Back and forth between two.
    Pair,
    /// Round three or four.
    Triangle,
    Square,
    /// Round six to nine.
    Long,
    /// One pays many, each pays it back.
    Star,
    /// Anyone of five pays anyone.
    Clique,
    /// Parts go two ways and meet again.
    Split,
    /// A triangle whose wallets also pay merchants as others do.
    Camouflaged,
    /// Two wallets whose money goes through the exchange.
    Exchange,
}

/// Shapes that training sees.
pub const TAUGHT: [Shape; 4] = [Shape::Pair, Shape::Triangle, Shape::Square, Shape::Clique];

/// All shapes with their names.
pub const SHAPES: [(Shape, &str); 9] = [
    (Shape::Pair, "pair"),
    (Shape::Triangle, "triangle"),
    (Shape::Square, "square"),
    (Shape::Long, "ring of six to nine"),
    (Shape::Star, "star"),
    (Shape::Clique, "clique of five"),
    (Shape::Split, "split and joined"),
    (Shape::Camouflaged, "camouflaged triangle"),
    (Shape::Exchange, "through the exchange"),
];

/// Days of an economy, and the window that a snapshot looks back.
pub const DAYS: u32 = 60;
pub const WINDOW: u32 = 30;

/// One transfer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Transfer {
    day: u32,
    from: u32,
    to: u32,
    amount: f64,
}

/// An economy.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    transfers: Vec<Transfer>,
    /// Wallets of the ring, and the day on which it begins.
    pub ring: Vec<u32>,
    pub begins: u32,
}

const EXCHANGE: u32 = 0;
const COLD: u32 = 1;
const EMPLOYER: u32 = 2;
const MERCHANTS: [u32; 3] = [3, 4, 5];
const PEOPLE: u32 = 10;
const RING: u32 = 1_000;

impl Graph {
    /// The graph of the window that ends with `day`.
    pub fn edges(&self, day: u32) -> Vec<Edge> {
        let mut edges: BTreeMap<(u32, u32), Edge> = BTreeMap::new();
        for t in self.transfers.iter().filter(|t| t.day <= day && t.day + WINDOW > day) {
            let at = i64::from(t.day) * 86_400;
            let new = Edge { from: t.from, to: t.to, amount: 0, transfers: 0, first: at, last: at };
            let edge = edges.entry((t.from, t.to)).or_insert(new);
            edge.amount += (t.amount * 1e6) as u64;
            edge.transfers += 1;
            (edge.first, edge.last) = (edge.first.min(at), edge.last.max(at));
        }
        edges.into_values().collect()
    }
}

/// An economy with a ring of this shape, or without one.
pub fn graph(seed: u64, shape: Option<Shape>) -> Graph {
    let mut draws = Stream::new(seed, 0xF1).draws(u32::MAX - 4, 0);
    let mut graph = Graph { transfers: Vec::new(), ring: Vec::new(), begins: DAYS };
    let people = 40 + (draws.uniform() * 160.0) as u32;
    for person in PEOPLE..PEOPLE + people {
        life(&mut graph.transfers, person, people, &mut draws);
    }
    companies(&mut graph.transfers, people, &mut draws);
    if let Some(shape) = shape {
        graph.begins = WINDOW + (draws.uniform() * 10.0) as u32;
        wash(&mut graph, shape, people, &mut draws);
    }
    graph.transfers.sort_by_key(|t| (t.day, t.from, t.to));
    graph
}

/// About `typical`, a few times more or less.
fn amount(typical: f64, draws: &mut Draws) -> f64 {
    typical * exp(0.8 * draws.normal())
}

/// A person's sixty days: shops, the exchange, friends.
fn life(transfers: &mut Vec<Transfer>, me: u32, people: u32, draws: &mut Draws) {
    let (shops, trades, friendly) = (draws.uniform() * 0.5, draws.uniform() * 0.2, draws.uniform() * 0.1);
    let friend = PEOPLE + (draws.uniform() * f64::from(people)) as u32;
    let wage = draws.chance(0.3).then(|| amount(300.0, draws));
    for day in 0..DAYS {
        let mut pay = |from, to, amount| transfers.push(Transfer { day, from, to, amount });
        if draws.chance(shops) {
            pay(me, MERCHANTS[(draws.uniform() * 3.0) as usize], amount(20.0, draws));
        }
        if draws.chance(trades) {
            let (from, to) = if draws.chance(0.5) { (me, EXCHANGE) } else { (EXCHANGE, me) };
            pay(from, to, amount(150.0, draws));
        }
        if friend != me && draws.chance(friendly) {
            let lent = amount(30.0, draws);
            pay(me, friend, lent);
            if draws.chance(0.6) {
                pay(friend, me, if draws.chance(0.5) { lent } else { amount(30.0, draws) });
            }
        }
        if let Some(wage) = wage.filter(|_| day % 14 == me % 14) {
            pay(EMPLOYER, me, wage);
        }
    }
}

/// Merchants cash out, an employer is funded, suppliers are paid and buy back, the exchange moves between its own wallets.
fn companies(transfers: &mut Vec<Transfer>, people: u32, draws: &mut Draws) {
    let suppliers = [6u32, 7];
    let moves_cold = draws.chance(0.3);
    let trades_both_ways = draws.chance(0.5);
    for day in 0..DAYS {
        let mut pay = |from, to, amount| transfers.push(Transfer { day, from, to, amount });
        for merchant in MERCHANTS {
            if day % 7 == merchant % 7 {
                pay(merchant, EXCHANGE, amount(10.0 * f64::from(people), draws));
                pay(merchant, suppliers[merchant as usize % 2], amount(4.0 * f64::from(people), draws));
            }
        }
        if day % 14 == 0 {
            pay(EXCHANGE, EMPLOYER, amount(90.0 * f64::from(people), draws));
        }
        if trades_both_ways && draws.chance(0.2) {
            let (from, to) = if draws.chance(0.5) { (8, 9) } else { (9, 8) };
            pay(from, to, amount(400.0, draws));
        }
        if draws.chance(0.3) {
            pay(suppliers[0], suppliers[1], amount(200.0, draws));
        }
        if moves_cold && day % 5 == 0 {
            let (from, to) = if draws.chance(0.5) { (EXCHANGE, COLD) } else { (COLD, EXCHANGE) };
            pay(from, to, amount(50.0 * f64::from(people), draws));
        }
    }
}

/// The ring's money, from its first day on.
fn wash(graph: &mut Graph, shape: Shape, people: u32, draws: &mut Draws) {
    let size = match shape {
        Shape::Pair | Shape::Exchange => 2,
        Shape::Triangle | Shape::Camouflaged => 3,
        Shape::Square | Shape::Split => 4,
        Shape::Long => 6 + (draws.uniform() * 4.0) as u32,
        Shape::Star | Shape::Clique => 5,
    };
    graph.ring = (RING..RING + size).collect();
    let daily = 1 + (draws.uniform() * 4.0) as u32;
    let stake = f64::from(people) * (2.0 + 18.0 * draws.uniform()) / f64::from(daily);
    let jitter = 0.1 * draws.uniform();
    for day in graph.begins..DAYS {
        for _ in 0..daily {
            round(
                &mut graph.transfers,
                shape,
                size,
                &mut |draws| stake * (1.0 + jitter * draws.normal()).max(0.2),
                day,
                draws,
            );
        }
        if shape == Shape::Camouflaged {
            for wallet in RING..RING + size {
                let shop = MERCHANTS[(draws.uniform() * 3.0) as usize];
                graph.transfers.push(Transfer {
                    day,
                    from: wallet,
                    to: shop,
                    amount: stake * f64::from(daily) * draws.uniform(),
                });
                graph.transfers.push(Transfer {
                    day,
                    from: EXCHANGE,
                    to: wallet,
                    amount: stake * f64::from(daily) * draws.uniform(),
                });
            }
        }
    }
}

/// Money goes round once.
fn round(
    transfers: &mut Vec<Transfer>,
    shape: Shape,
    size: u32,
    much: &mut dyn FnMut(&mut Draws) -> f64,
    day: u32,
    draws: &mut Draws,
) {
    let mut pay = |from: u32, to: u32, amount| transfers.push(Transfer { day, from, to, amount });
    let member = |n: u32| RING + n % size;
    match shape {
        Shape::Star => {
            let mule = 1 + (draws.uniform() * f64::from(size - 1)) as u32;
            pay(RING, member(mule), much(draws));
            pay(member(mule), RING, much(draws));
        }
        Shape::Clique => {
            let from = (draws.uniform() * f64::from(size)) as u32;
            let to = from + 1 + (draws.uniform() * f64::from(size - 1)) as u32;
            pay(member(from), member(to), much(draws));
        }
        Shape::Split => {
            let part = 0.35 + 0.3 * draws.uniform();
            let whole = much(draws);
            for (way, part) in [(1, part), (2, 1.0 - part)] {
                pay(RING, member(way), whole * part);
                pay(member(way), member(3), whole * part);
            }
            pay(member(3), RING, whole);
        }
        Shape::Exchange => {
            pay(RING, EXCHANGE, much(draws));
            pay(EXCHANGE, member(1), much(draws));
            pay(member(1), EXCHANGE, much(draws));
            pay(EXCHANGE, RING, much(draws));
        }
        _ => (0..size).for_each(|n| pay(member(n), member(n + 1), much(draws))),
    }
}
