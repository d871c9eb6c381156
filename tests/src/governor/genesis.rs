//! Laying an economy: who, once, and within which limits.

use {
    crate::world::{Genesis, Outcome, World, actor, assert_refused, assert_refused_with, spec},
    economics::bounds,
    governor::{Council, GovernorError, Group, Policy, events::Event},
    solana_address::Address,
    solana_signer::Signer,
};

/// Lays the standard genesis with one change.
fn laid(change: impl FnOnce(&mut Genesis)) -> Outcome {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    change(&mut genesis);
    genesis.lay(&mut world)
}

/// A world in which the genesis is filled but not sealed.
fn filled() -> (World, Genesis) {
    let mut world = World::new();
    let genesis = Genesis::standard();
    genesis.begin(&mut world).unwrap();
    genesis.fill(&mut world).unwrap();
    (world, genesis)
}

#[test]
fn a_genesis_is_laid_in_several_transactions_and_sealed_once() {
    let (mut world, genesis) = filled();
    let gate = genesis.gate();
    let open: Council = world.load(&gate.council);
    assert_eq!((open.sealed_at, open.config_seqno), (0, 0));

    let landed = world.send_one(gate.seal_genesis(genesis.creator.pubkey()), &[&genesis.creator]).unwrap();

    assert_eq!(landed.event_names(), ["GenesisSealed"]);
    let council: Council = world.load(&gate.council);
    assert_eq!((council.sealed_at, council.config_seqno), (world.now().unix, 1));
    assert_eq!((council.voters, council.seats_len, council.oracles_len), (3, 3, 1));
    assert_eq!(council.seats().iter().filter(|seat| seat.accepted == 1).count(), 0);
    let policy: Policy = world.load(&gate.policy);
    assert_eq!((policy.version, policy.params_len, policy.council), (0, 9, gate.council));
    let keys: Vec<_> = policy.params().iter().map(|param| param.key).collect();
    assert_eq!(keys, economics::key::STANDARD);
    assert_eq!(policy.param(0).unwrap().rules().value, 80_000);
    assert!(policy.params().iter().all(|param| param.changed_at == world.now().unix && param.lock.proposal == 0));
}

#[test]
fn every_step_of_the_genesis_is_told() {
    let mut world = World::new();
    let genesis = Genesis::standard();
    let (gate, creator) = (genesis.gate(), genesis.creator.pubkey());
    let first = genesis.begin(&mut world).unwrap();
    let Event::CouncilCreated(created) = first.events()[0] else { panic!("{:?}", first.events()) };
    assert_eq!((created.council, created.policy, created.creator), (gate.council, gate.policy, creator));
    assert_eq!((created.unix, created.slot), (world.now().unix, world.now().slot));
    let param = &genesis.params[0];
    let steps = [
        gate.add_seat(creator, actor("member-1").pubkey(), 7),
        gate.add_oracle(creator, actor("oracle").pubkey(), [7; 32], 2),
        gate.add_param(creator, param.key, param.value, param.spec),
    ];
    let landed = world.send(&steps, &[&genesis.creator]).unwrap();
    assert_eq!(landed.event_names(), ["SeatAdded", "OracleAdded", "ParamAdded"]);
}

#[test]
fn nobody_but_the_creator_can_lay_the_genesis() {
    let (mut world, genesis) = filled();
    let (gate, thief) = (genesis.gate(), world.funded("thief"));
    let steps = [
        gate.add_seat(thief.pubkey(), thief.pubkey(), 7),
        gate.add_oracle(thief.pubkey(), thief.pubkey(), [1; 32], 1),
        gate.add_param(thief.pubkey(), economics::key("theft"), 1, spec(0, 1, 1, 0)),
        gate.seal_genesis(thief.pubkey()),
    ];
    for step in steps {
        assert_refused(world.send_one(step, &[&thief]), GovernorError::NotCreator);
    }
}

#[test]
fn the_creators_signature_cannot_be_left_out() {
    let (mut world, genesis) = filled();
    let mut seal = genesis.gate().seal_genesis(genesis.creator.pubkey());
    seal.accounts[0].is_signer = false;
    assert_refused_with(world.send_one(seal, &[]), "MissingRequiredSignature");
}

#[test]
fn the_creation_of_an_economy_cannot_be_front_run_at_its_address() {
    let mut world = World::new();
    let (genesis, thief) = (Genesis::standard(), world.funded("thief"));
    let mut create = genesis.gate().create_council(thief.pubkey(), genesis.name, genesis.charter);
    create.accounts[0].pubkey = thief.pubkey();
    assert_refused_with(world.send_one(create, &[&thief]), "InvalidSeeds");
}

#[test]
fn lamports_sent_ahead_do_not_block_the_creation() {
    let mut world = World::new();
    let genesis = Genesis::standard();
    let gate = genesis.gate();
    for address in [gate.council, gate.policy] {
        world.svm.airdrop(&address, 1_000_000).unwrap();
    }
    genesis.lay(&mut world).unwrap();
}

#[test]
fn an_economy_cannot_be_created_twice() {
    let mut world = World::new();
    let genesis = Genesis::standard();
    genesis.lay(&mut world).unwrap();
    let before = world.bytes(&genesis.gate().council);
    assert!(genesis.begin(&mut world).is_err());
    assert_eq!(world.bytes(&genesis.gate().council), before);
}

#[test]
fn nothing_can_be_added_after_the_seal() {
    let (mut world, genesis) = filled();
    let (gate, creator) = (genesis.gate(), genesis.creator.pubkey());
    world.send_one(gate.seal_genesis(creator), &[&genesis.creator]).unwrap();
    let steps = [
        gate.add_seat(creator, actor("friend").pubkey(), 7),
        gate.add_oracle(creator, actor("friend").pubkey(), [1; 32], 1),
        gate.add_param(creator, economics::key("late"), 1, spec(0, 1, 1, 0)),
        gate.seal_genesis(creator),
    ];
    for step in steps {
        assert_refused(world.send_one(step, &[&genesis.creator]), GovernorError::GenesisSealed);
    }
}

#[test]
fn a_seat_or_oracle_of_nobody_is_refused() {
    let (mut world, genesis) = filled();
    let (gate, creator) = (genesis.gate(), genesis.creator.pubkey());
    let nobody = Address::default();
    for step in [gate.add_seat(creator, nobody, 7), gate.add_oracle(creator, nobody, [1; 32], 1)] {
        assert_refused(world.send_one(step, &[&genesis.creator]), GovernorError::ZeroKey);
    }
}

#[test]
fn a_name_must_be_printable_and_padded_with_zeroes() {
    let mut gap = economics::key("gap");
    gap[5] = b'x';
    for name in [[0; 16], gap, economics::key("two words"), economics::key("zäh")] {
        assert_refused(laid(|genesis| genesis.name = name), GovernorError::BadName);
    }
}

#[test]
fn a_key_holds_one_seat_only() {
    let twice = [("member-1".to_owned(), 7), ("member-1".to_owned(), 2)];
    assert_refused(laid(|genesis| genesis.seats.extend(twice)), GovernorError::DuplicateSeat);
    let member = ("member-1".to_owned(), [1; 32], 1);
    assert_refused(laid(|genesis| genesis.oracles.push(member)), GovernorError::DuplicateSeat);
    let oracle = ("oracle".to_owned(), [1; 32], 1);
    assert_refused(laid(|genesis| genesis.oracles.push(oracle)), GovernorError::DuplicateSeat);
    let (mut world, genesis) = filled();
    let seat = genesis.gate().add_seat(genesis.creator.pubkey(), actor("oracle").pubkey(), 2);
    assert_refused(world.send_one(seat, &[&genesis.creator]), GovernorError::DuplicateSeat);
}

#[test]
fn there_are_sixteen_seats_and_four_oracle_seats() {
    let members = |n: usize| (1..=n).map(|i| (format!("member-{i}"), 7)).collect::<Vec<_>>();
    let sixteen = laid(|genesis| {
        genesis.seats = members(16);
        genesis.fit();
    });
    sixteen.unwrap();
    assert_refused(laid(|genesis| genesis.seats = members(17)), GovernorError::TooManySeats);
    let oracles = |n: usize| (1..=n).map(|i| (format!("oracle-{i}"), [1; 32], 1)).collect::<Vec<_>>();
    laid(|genesis| genesis.oracles = oracles(4)).unwrap();
    assert_refused(laid(|genesis| genesis.oracles = oracles(5)), GovernorError::TooManyOracles);
}

#[test]
fn a_seat_has_known_roles_and_at_least_one() {
    for roles in [0, 8, 15, 255] {
        assert_refused(laid(|genesis| genesis.seats[0].1 = roles), GovernorError::UnknownRole);
    }
}

#[test]
fn an_oracle_needs_a_model_and_a_quota() {
    assert_refused(laid(|genesis| genesis.oracles[0].1 = [0; 32]), GovernorError::ModelHashMissing);
    assert_refused(laid(|genesis| genesis.oracles[0].2 = 0), GovernorError::QuotaZero);
}

#[test]
fn a_parameter_needs_a_new_and_printable_key() {
    assert_refused(laid(|genesis| genesis.params[0].key = [0; 16]), GovernorError::BadParamKey);
    assert_refused(laid(|genesis| genesis.params[0].key = [200; 16]), GovernorError::BadParamKey);
    let again = economics::key("emission_rate");
    assert_refused(laid(|genesis| genesis.params[1].key = again), GovernorError::DuplicateParamKey);
}

#[test]
fn there_are_thirty_two_parameters() {
    let more = |genesis: &mut Genesis, count: usize| {
        let template = genesis.params[0].clone();
        for n in genesis.params.len()..count {
            let mut param = template.clone();
            param.key = economics::key(&format!("extra-{n}"));
            genesis.params.push(param);
        }
    };
    laid(|genesis| more(genesis, 32)).unwrap();
    assert_refused(laid(|genesis| more(genesis, 33)), GovernorError::TooManyParams);
}

#[test]
fn bounds_that_contradict_each_other_are_refused() {
    let wrong: [fn(&mut governor::Spec); 6] = [
        |spec| spec.hard_min = spec.hard_max + 1,
        |spec| spec.soft_min = spec.soft_max + 1,
        |spec| spec.soft_min = spec.hard_min - 1,
        |spec| spec.soft_max = spec.hard_max + 1,
        |spec| spec.safe_direction = 2,
        |spec| spec.flags = 4 | bounds::AI_OK,
    ];
    for change in wrong {
        assert_refused(laid(|genesis| change(&mut genesis.params[0].spec)), GovernorError::BadSpec);
    }
}

#[test]
fn a_value_starts_inside_its_bounds() {
    for value in [-1, 200_001, i64::MIN, i64::MAX] {
        assert_refused(laid(|genesis| genesis.params[0].value = value), GovernorError::ValueOutOfBounds);
    }
}

#[test]
fn a_parameter_names_a_group_that_exists() {
    for group in [3, 4, 5, 255] {
        assert_refused(laid(|genesis| genesis.params[0].spec.group = group), GovernorError::UnknownGroup);
    }
}

#[test]
fn a_group_is_of_a_known_kind_and_meets_its_rule() {
    let unknown = Group { kind: 9, _pad: [0; 7], target: 0 };
    assert_refused(laid(|genesis| genesis.charter.groups[3] = unknown), GovernorError::BadGroup);
    assert_refused(laid(|genesis| genesis.params[2].value += 1), GovernorError::BadGroup);
}

#[test]
fn a_policy_without_parameters_cannot_be_sealed() {
    assert_refused(laid(|genesis| genesis.params.clear()), GovernorError::NoParams);
}

#[test]
fn adding_a_parameter_to_the_policy_of_another_economy_is_refused() {
    let (mut world, genesis) = filled();
    let other = Genesis::named("other");
    other.begin(&mut world).unwrap();
    let creator = genesis.creator.pubkey();
    let mut add = genesis.gate().add_param(creator, economics::key("mixed"), 1, spec(0, 1, 1, 0));
    add.accounts[2].pubkey = other.gate().policy;
    assert_refused(world.send_one(add, &[&genesis.creator]), GovernorError::ForeignPolicy);
}
