//! Program upgrades through the gate, on the real upgradeable loader: buffer written by transactions, owned by the economy.

use {
    super::action::{approve_by_all, perform, propose, ready, wait},
    crate::world::{Economy, Outcome, World, actor, assert_refused, assert_refused_with},
    governor::{
        GovernorError,
        action::{Action, LOADER},
    },
    solana_address::Address,
    solana_instruction::{AccountMeta, Instruction},
    solana_loader_v3_interface::{get_program_data_address, instruction as loader, state::UpgradeableLoaderState},
    solana_signer::Signer,
};

/// Bytes of a program that one transaction writes.
const CHUNK: usize = 900;

/// The built program `name`.
fn elf(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../target/deploy/{name}.so", env!("CARGO_MANIFEST_DIR"))).expect("cargo xtask build")
}

/// A deployed program in the hands of an economy, and the next version in a buffer.
struct Stage {
    world: World,
    economy: Economy,
    program: Address,
    old: Vec<u8>,
}

impl Stage {
    /// The program is example_consumer at first; its upgrade authority is the economy.
    fn new() -> Self {
        let mut stage = Self::deployed();
        stage.hand_over();
        stage
    }

    /// The same, while its deployer may still replace it.
    fn deployed() -> Self {
        let mut world = World::new();
        let economy = Economy::standard(&mut world);
        let old = elf("example_consumer");
        let program = deploy(&mut world, "a program", &old);
        Self { world, economy, program, old }
    }

    fn hand_over(&mut self) {
        let deployer = actor("deployer");
        let gate = self.economy.gate.authority;
        let give = loader::set_upgrade_authority(&self.program, &deployer.pubkey(), Some(&gate));
        self.world.send_one(give, &[&deployer]).unwrap();
        self.world.pass_secs(10);
    }

    /// A buffer of the deployer with `bytes`.
    fn buffer(&mut self, name: &str, bytes: &[u8]) -> Address {
        buffer(&mut self.world, name, bytes)
    }

    /// A buffer with `bytes` that only the economy can use.
    fn given(&mut self, name: &str, bytes: &[u8]) -> Address {
        let address = self.buffer(name, bytes);
        self.give(&address).unwrap();
        address
    }

    fn give(&mut self, buffer: &Address) -> Outcome {
        let deployer = actor("deployer");
        let give = loader::set_buffer_authority(buffer, &deployer.pubkey(), &self.economy.gate.authority);
        self.world.send_one(give, &[&deployer])
    }

    fn action(&self, buffer: Address, new: &[u8]) -> Action {
        self.economy.gate.upgrade(self.program, buffer, actor("deployer").pubkey(), new, &self.old)
    }

    fn perform(&mut self, proposal: &Address, action: &Action) -> Outcome {
        perform(&mut self.world, &self.economy, proposal, action)
    }

    /// Whether the program computes as `arithmetic` does.
    fn is_arithmetic(&mut self) -> bool {
        let data = [6u128.to_le_bytes(), 7u128.to_le_bytes()].concat();
        let ask = Instruction { program_id: self.program, accounts: vec![], data };
        self.world.send_one(ask, &[]).is_ok()
    }

    fn data(&self) -> Vec<u8> {
        self.world.bytes(&get_program_data_address(&self.program))
    }
}

/// Writes `bytes` into a new buffer of the deployer, by transactions.
fn buffer(world: &mut World, name: &str, bytes: &[u8]) -> Address {
    let (deployer, account) = (world.funded("deployer"), actor(name));
    let rent = world.svm.minimum_balance_for_rent_exemption(UpgradeableLoaderState::size_of_buffer(bytes.len()));
    let create = loader::create_buffer(&deployer.pubkey(), &account.pubkey(), &deployer.pubkey(), rent, bytes.len());
    world.send(&create.unwrap(), &[&deployer, &account]).unwrap();
    for (place, chunk) in bytes.chunks(CHUNK).enumerate() {
        let offset = u32::try_from(place * CHUNK).unwrap();
        let write = loader::write(&account.pubkey(), &deployer.pubkey(), offset, chunk.to_vec());
        world.send_one(write, &[&deployer]).unwrap();
    }
    account.pubkey()
}

/// Deploys `bytes` at the address of the actor `name`, with some room; the deployer may replace it.
fn deploy(world: &mut World, name: &str, bytes: &[u8]) -> Address {
    let buffer = buffer(world, &format!("first buffer of {name}"), bytes);
    let (deployer, program) = (actor("deployer"), actor(name));
    let rent = world.svm.minimum_balance_for_rent_exemption(UpgradeableLoaderState::size_of_program());
    let key = deployer.pubkey();
    let room = bytes.len() + 10_000;
    let steps = loader::deploy_with_max_program_len(&key, &program.pubkey(), &buffer, &key, rent, room).unwrap();
    world.send(&steps, &[&deployer, &program]).unwrap();
    world.pass_secs(10);
    program.pubkey()
}

#[test]
fn a_program_is_replaced_through_the_gate_and_by_nobody_else() {
    let mut stage = Stage::new();
    let new = elf("arithmetic");
    let buffer = stage.given("buffer", &new);
    let action = stage.action(buffer, &new);
    let proposal = ready(&mut stage.world, &stage.economy, 1, &action);
    assert!(!stage.is_arithmetic());

    let deployer = actor("deployer");
    let past = loader::upgrade(&stage.program, &buffer, &deployer.pubkey(), &deployer.pubkey());
    assert_refused_with(stage.world.send_one(past, &[&deployer]), "IncorrectAuthority");

    let landed = stage.perform(&proposal, &action).unwrap();
    assert_eq!(landed.event_names(), ["Performed", "PolicyPublished"]);
    assert_eq!(&stage.data()[45..45 + new.len()], &new[..]);
    stage.world.pass_secs(10);
    assert!(stage.is_arithmetic(), "the new program runs");
    assert_eq!(action.upgrade(), Some((stage.program, anchor_lang::prelude::sha256(&new))));
}

#[test]
fn a_buffer_rewritten_after_the_approval_is_refused() {
    let mut stage = Stage::new();
    let new = elf("arithmetic");
    // The attacker keeps the buffer while people read and approve it.
    let buffer = stage.buffer("buffer", &new);
    let action = stage.action(buffer, &new);
    propose(&mut stage.world, &stage.economy, 1, &action).unwrap();
    let proposal = stage.economy.gate.proposal(&[1; 32]);
    approve_by_all(&mut stage.world, &stage.economy, &proposal);
    wait(&mut stage.world, &stage.economy, &proposal);
    let deployer = actor("deployer");
    let rewrite = |place: u32, byte: u8| loader::write(&buffer, &deployer.pubkey(), place, vec![byte]);
    let last = u32::try_from(new.len() - 1).unwrap();
    stage.world.send_one(rewrite(last, new[last as usize] ^ 1), &[&deployer]).unwrap();
    stage.give(&buffer).unwrap();
    assert_refused(stage.perform(&proposal, &action), GovernorError::GuardMismatch);
    assert!(!stage.is_arithmetic());
    // Once the buffer is the economy's, nobody can write it any more.
    assert_refused_with(stage.world.send_one(rewrite(0, 0), &[&deployer]), "IncorrectAuthority");
}

#[test]
fn a_buffer_that_is_not_the_economys_is_refused_by_the_loader() {
    let mut stage = Stage::new();
    let new = elf("arithmetic");
    let buffer = stage.buffer("buffer", &new);
    let action = stage.action(buffer, &new);
    let proposal = ready(&mut stage.world, &stage.economy, 1, &action);
    assert_refused_with(stage.perform(&proposal, &action), "IncorrectAuthority");
    stage.give(&buffer).unwrap();
    stage.perform(&proposal, &action).unwrap();
}

#[test]
fn a_longer_buffer_with_the_same_beginning_is_refused() {
    let mut stage = Stage::new();
    let new = elf("arithmetic");
    let buffer = stage.given("buffer", &[&new[..], &[0; 8]].concat());
    let action = stage.action(buffer, &new);
    let proposal = ready(&mut stage.world, &stage.economy, 1, &action);
    assert_refused(stage.perform(&proposal, &action), GovernorError::GuardMismatch);
}

#[test]
fn a_program_replaced_out_of_band_between_vote_and_execution_is_detected() {
    let mut stage = Stage::deployed();
    let new = [&stage.old[..], &[7; 8]].concat();
    let buffer = stage.given("buffer", &new);
    let action = stage.action(buffer, &new);
    let proposal = ready(&mut stage.world, &stage.economy, 1, &action);
    // Its deployer still may replace the program: does so after the vote, and only then hands it over.
    let deployer = actor("deployer");
    let other = stage.buffer("other buffer", &elf("arithmetic"));
    let past = loader::upgrade(&stage.program, &other, &deployer.pubkey(), &deployer.pubkey());
    stage.world.send_one(past, &[&deployer]).unwrap();
    stage.hand_over();
    assert_refused(stage.perform(&proposal, &action), GovernorError::GuardMismatch);
    assert!(stage.is_arithmetic(), "nothing was built on what nobody had seen");
}

#[test]
fn the_second_of_two_approved_upgrades_is_refused_after_the_first() {
    let mut stage = Stage::new();
    let (first, second) = (elf("arithmetic"), elf("arithmetic"));
    let (one, two) = (stage.given("buffer", &first), stage.given("second buffer", &second));
    let (install, again) = (stage.action(one, &first), stage.action(two, &second));
    propose(&mut stage.world, &stage.economy, 1, &install).unwrap();
    let a = stage.economy.gate.proposal(&[1; 32]);
    approve_by_all(&mut stage.world, &stage.economy, &a);
    let b = ready(&mut stage.world, &stage.economy, 2, &again);
    stage.perform(&a, &install).unwrap();
    stage.world.pass_secs(10);
    assert_refused(stage.perform(&b, &again), GovernorError::GuardMismatch);
}

#[test]
fn lengthening_a_program_which_anyone_may_stops_no_upgrade() {
    let mut stage = Stage::new();
    let new = elf("arithmetic");
    let buffer = stage.given("buffer", &new);
    let action = stage.action(buffer, &new);
    let proposal = ready(&mut stage.world, &stage.economy, 1, &action);
    let stranger = stage.world.funded("stranger");
    let extend = loader::extend_program(&stage.program, Some(&stranger.pubkey()), 10_240);
    stage.world.send_one(extend, &[&stranger]).unwrap();
    stage.world.pass_secs(10);
    stage.perform(&proposal, &action).unwrap();
    stage.world.pass_secs(10);
    assert!(stage.is_arithmetic());
}

#[test]
fn an_upgrade_without_guards_over_both_programs_is_refused() {
    let mut stage = Stage::new();
    let new = elf("arithmetic");
    let buffer = stage.given("buffer", &new);
    let sound = stage.action(buffer, &new);
    let mut weak = vec![Action { guards: vec![], ..sound.clone() }];
    for place in 0..2 {
        let mut one = sound.clone();
        one.guards.remove(place);
        weak.push(one);
    }
    let mut part = sound.clone();
    part.guards[0].len = 10;
    let mut header = sound.clone();
    header.guards[1].offset = 0;
    let mut rest = sound.clone();
    rest.guards[1].len = 0;
    weak.extend([part, header, rest]);
    for action in weak {
        let proposed = propose(&mut stage.world, &stage.economy, 1, &action);
        assert_refused(proposed, GovernorError::UpgradeUnguarded);
    }
    propose(&mut stage.world, &stage.economy, 1, &sound).unwrap();
}

#[test]
fn each_of_our_three_programs_is_replaced_by_the_gate_the_gate_itself_included() {
    for (name, id) in [("governor", governor::ID), ("issuer", issuer::ID), ("staking", staking::ID)] {
        let mut world = World::new();
        let economy = Economy::standard(&mut world);
        let old = elf(name);
        hand_over(&mut world, id, economy.gate.authority);
        let buffer = {
            let address = buffer(&mut world, "buffer", &old);
            let deployer = actor("deployer");
            let give = loader::set_buffer_authority(&address, &deployer.pubkey(), &economy.gate.authority);
            world.send_one(give, &[&deployer]).unwrap();
            address
        };
        let action = economy.gate.upgrade(id, buffer, actor("deployer").pubkey(), &old, &old);
        let proposal = ready(&mut world, &economy, 1, &action);
        // Two hashes of a whole program cost more than a transaction has unasked.
        let steps = [oracle::chain::compute_limit(1_400_000), economy.gate.perform(proposal, &action)];
        world.send(&steps, &[]).unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
        let data = world.bytes(&get_program_data_address(&id));
        assert_eq!(data[4..12], world.now().slot.to_le_bytes(), "{name} was deployed in this slot");
        world.pass_secs(70);
        let next = economy.proposed_by(&mut world, "member-1", 2, crate::world::PARAM, &[(0, -1_000)]);
        economy.queue(&mut world, &next);
    }
}

/// Makes `gate` the upgrade authority of a program that the bench put on chain, which has none.
fn hand_over(world: &mut World, program: Address, gate: Address) {
    world.poke(&get_program_data_address(&program), |data| {
        data[12] = 1;
        data[13..45].copy_from_slice(gate.as_ref());
    });
}

#[test]
fn the_gate_can_give_a_program_away_only_by_an_action() {
    let mut stage = Stage::new();
    let thief = stage.world.funded("thief");
    let steal = loader::set_upgrade_authority(&stage.program, &thief.pubkey(), Some(&thief.pubkey()));
    assert_refused_with(stage.world.send_one(steal, &[&thief]), "IncorrectAuthority");
    let accounts = vec![
        AccountMeta::new(get_program_data_address(&stage.program), false),
        AccountMeta::new_readonly(stage.economy.gate.authority, true),
        AccountMeta::new_readonly(actor("successor").pubkey(), false),
    ];
    // Loader instruction 4 is SetAuthority.
    let give = Instruction { program_id: LOADER, accounts, data: vec![4, 0, 0, 0] };
    let action = Action::from(&give);
    let proposal = ready(&mut stage.world, &stage.economy, 1, &action);
    stage.perform(&proposal, &action).unwrap();
    assert_eq!(stage.data()[13..45], actor("successor").pubkey().to_bytes());
}
