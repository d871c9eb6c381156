//! The gate's promises, one test each, on the real bytecode.

use crate::world::{Economy, World};

#[test]
fn an_approved_proposal_is_executed_after_its_delay() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    economy.queue(&mut world, &proposal);
    world.pass_secs(100);

    let landed = economy.execute(&mut world, &proposal).unwrap();

    assert_eq!(economy.value(&world, 0), 79_000);
    assert_eq!(economy.policy(&world).version, 1);
    assert_eq!(landed.event_names(), ["ParamChanged", "PolicyPublished"]);
}
