//! Speed of the model: 200 candidates × 50 seeds × 30 days × 200 agents, as a decision plays it, and what some changes do on average.

#![allow(clippy::disallowed_methods, reason = "speed is what it measures")]

use std::time::Instant;

use economics::{
    key::{EMISSION_RATE, FEE_BPS, GAUGE_STAKING},
    policy::Move,
};
use twin::{Outcome, example, play_all};

fn main() {
    let scenario = example::economy(200, 30);
    let to = |param: usize, new: i64| vec![Move::new(param as u8, scenario.params[param].value, new)];
    let some = [
        ("hold", vec![]),
        ("emission 12 %", to(EMISSION_RATE, 120_000)),
        ("emission 4 %", to(EMISSION_RATE, 40_000)),
        ("fee 0.25 %", to(FEE_BPS, 25)),
        ("fee 1 %", to(FEE_BPS, 100)),
        ("fee 2.5 %", to(FEE_BPS, 250)),
        ("staking gauge 80 %", to(GAUGE_STAKING, 8_000)),
    ];
    let moves: Vec<Vec<Move>> = some.iter().map(|(_, moves)| moves.clone()).collect();
    for ((name, _), outcomes) in some.iter().zip(play_all(&scenario, &moves, 1, 50)) {
        let mean = |of: fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / outcomes.len() as f64;
        println!(
            "{name:20} staked {:.4} inflation {:.4} volatility {:.3} drawdown {:.3} retention {:.3} turnover {:.3} fees {:.0} burned {:.0} price {:.4} utility {:?}",
            mean(|o| o.staked_share_end),
            mean(|o| o.net_inflation),
            mean(|o| o.volatility),
            mean(|o| o.drawdown),
            mean(|o| o.retention),
            mean(|o| o.turnover),
            mean(|o| o.fees),
            mean(|o| o.burned),
            mean(|o| o.price),
            std::array::from_fn::<_, { twin::KINDS }, _>(|k| (outcomes.iter().map(|o| o.utility[k]).sum::<f64>() / outcomes.len() as f64 * 1e4).round()
                    / 1e4),
        );
    }
    let many: Vec<Vec<Move>> = (0..200).map(|n| to(EMISSION_RATE, 80_000 + n * 100)).collect();
    let start = Instant::now();
    let played = play_all(&scenario, &many, 1, 50);
    let secs = start.elapsed().as_secs_f64();
    let steps = (played.len() * 50 * 30 * 200) as f64;
    println!(
        "{steps:.0} agent steps in {secs:.2} s = {:.1} M/s on {} threads",
        steps / secs / 1e6,
        rayon::current_num_threads()
    );
}
