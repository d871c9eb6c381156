//! Speed of the model on one thread, and what its prices look like.

#![allow(clippy::disallowed_methods, reason = "speed is what it measures")]

use std::time::Instant;

use twin::{AGENT_BYTES, example, play_daily, rule::Hold, world::World};

fn main() {
    for agents in [200, 2_000] {
        let scenario = example::economy(agents, 180);
        let mut world = World::new(&scenario);
        let start = Instant::now();
        let runs = 20_000 / agents as u64;
        let mut price = 0.0;
        for run in 0..runs {
            price += play_daily(&mut world, &scenario, &mut Hold, 1, run, |_| ()).price;
        }
        let secs = start.elapsed().as_secs_f64();
        let steps = runs as f64 * 180.0 * agents as f64;
        println!(
            "{agents} agents: {:.1} M agent steps/s on one thread, {AGENT_BYTES} bytes per agent, mean price {:.3}",
            steps / secs / 1e6,
            price / runs as f64
        );
    }
}
