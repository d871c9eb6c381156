use referee::{arms::*, cell::*, metrics::*};
use twin::{example, world::World};
fn main() {
    let scenario = {
        let mut s = example::economy(500, 180);
        s.act_after_secs = 36 * 3600;
        s
    };
    let lineup = Lineup { arms: &Arm::ALL, tuning: &Tuning::default(), clairvoyant: Clairvoyant { candidates: 24 } };
    let mut world = World::new(&scenario);
    let started = std::time::Instant::now();
    let cells: Vec<Cell> = (0..8)
        .map(|seed| lineup.play(Key { shift: Shift::Same, scenario: "x".into(), seed }, &scenario, &mut world))
        .collect();
    println!("{:?} per cell", started.elapsed() / 8);
    for (i, m) in METRICS.iter().enumerate() {
        print!("{:>20}", m.name);
        for arm in Arm::ALL {
            let v: Vec<f64> = cells.iter().map(|c| c.of(arm).unwrap().0[i]).collect();
            print!(" {:>9.4}", referee::stats::median(&v).unwrap());
        }
        println!();
    }
}
