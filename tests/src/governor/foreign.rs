//! Accounts of other economies, other programs and other types.

use {
    crate::world::{AI, Economy, Genesis, World, actor, assert_refused, assert_refused_with},
    governor::GovernorError,
    solana_address::Address,
    solana_signer::Signer,
};

/// Two economies of the same people, each with a queued proposal whose delay has passed.
fn two() -> (World, [(Economy, Address); 2]) {
    let mut world = World::new();
    let economies = ["first", "second"].map(|name| Genesis::named(name).economy(&mut world));
    world.pass_secs(60);
    let both = economies.map(|economy| {
        let proposal = economy.proposed(&mut world);
        economy.queue(&mut world, &proposal);
        (economy, proposal)
    });
    world.pass_secs(100);
    (world, both)
}

#[test]
fn a_proposal_of_another_economy_is_refused_everywhere() {
    let (mut world, [(economy, own), (_, foreign)]) = two();
    let content = economy.proposal(&world, &foreign).content_hash;
    assert_ne!(own, foreign);
    let (member, oracle) = (actor("member-3"), actor("oracle"));
    let gate = economy.gate;
    let attempts = [
        gate.approve(member.pubkey(), foreign, content, 1),
        gate.unapprove(member.pubkey(), foreign),
        gate.veto(member.pubkey(), foreign, content),
        gate.cancel(oracle.pubkey(), foreign),
        gate.execute(foreign),
        gate.expire(foreign),
    ];
    for attempt in attempts {
        let signers: &[_] = if attempt.accounts[0].pubkey == oracle.pubkey() {
            &[&oracle]
        } else if attempt.accounts[0].pubkey == member.pubkey() {
            &[&member]
        } else {
            &[]
        };
        assert_refused(world.send_one(attempt, signers), GovernorError::ForeignProposal);
    }
}

#[test]
fn a_policy_of_another_economy_is_refused_everywhere() {
    let (mut world, [(economy, proposal), (other, _)]) = two();
    let content = economy.proposal(&world, &proposal).content_hash;
    let (member, oracle) = (actor("member-3"), actor("oracle"));
    let gate = economy.gate;
    let draft = economy.draft(&world, AI, &[(1, 1)]);
    let attempts = [
        (gate.propose(oracle.pubkey(), [2; 32], draft), 2),
        (gate.veto(member.pubkey(), proposal, content), 2),
        (gate.cancel(oracle.pubkey(), proposal), 2),
        (gate.execute(proposal), 1),
        (gate.expire(proposal), 1),
    ];
    for (mut attempt, place) in attempts {
        attempt.accounts[place].pubkey = other.gate.policy;
        let signers: Vec<_> =
            [&oracle, &member].into_iter().filter(|key| key.pubkey() == attempt.accounts[0].pubkey).collect();
        assert_refused(world.send_one(attempt, &signers), GovernorError::ForeignPolicy);
    }
}

#[test]
fn a_council_of_another_economy_is_refused() {
    let (mut world, [(economy, proposal), (other, _)]) = two();
    let mut execute = economy.gate.execute(proposal);
    execute.accounts[0].pubkey = other.gate.council;
    assert_refused(world.send_one(execute, &[]), GovernorError::ForeignPolicy);
    let member = actor("member-3");
    let content = economy.proposal(&world, &proposal).content_hash;
    let mut approve = economy.gate.approve(member.pubkey(), proposal, content, 1);
    approve.accounts[1].pubkey = other.gate.council;
    assert_refused(world.send_one(approve, &[&member]), GovernorError::ForeignProposal);
}

#[test]
fn a_copy_of_an_account_under_another_owner_is_refused() {
    let (mut world, [(economy, proposal), _]) = two();
    for place in 0..3 {
        let mut execute = economy.gate.execute(proposal);
        let mut forged = world.svm.get_account(&execute.accounts[place].pubkey).unwrap();
        forged.owner = staking::ID;
        let address = actor("forged").pubkey();
        world.svm.set_account(address, forged).unwrap();
        execute.accounts[place].pubkey = address;
        assert_refused_with(world.send_one(execute, &[]), "IllegalOwner");
    }
}

#[test]
fn an_account_of_another_type_is_refused() {
    let (mut world, [(economy, proposal), _]) = two();
    let gate = economy.gate;
    for (place, wrong) in [(0, gate.policy), (1, proposal), (2, gate.council)] {
        let mut execute = gate.execute(proposal);
        let right = execute.accounts[place].pubkey;
        execute.accounts[place].pubkey = wrong;
        for account in &mut execute.accounts {
            if account.pubkey == wrong && wrong != right {
                account.is_writable = true;
            }
        }
        assert!(world.send_one(execute, &[]).is_err());
    }
    assert_eq!(economy.policy(&world).version, 0);
}

#[test]
fn the_same_account_passed_twice_is_refused() {
    let (mut world, [(economy, proposal), _]) = two();
    let mut execute = economy.gate.execute(proposal);
    execute.accounts[2].pubkey = economy.gate.policy;
    assert_refused_with(world.send_one(execute, &[]), "Custom(2040)");
}

#[test]
fn an_account_one_byte_short_is_refused() {
    let (mut world, [(economy, proposal), _]) = two();
    for address in [economy.gate.council, economy.gate.policy, proposal] {
        let whole = world.svm.get_account(&address).unwrap();
        let mut short = whole.clone();
        short.data.pop();
        world.svm.set_account(address, short).unwrap();
        assert_refused_with(world.send_one(economy.gate.execute(proposal), &[]), "AccountDataTooSmall");
        world.svm.set_account(address, whole).unwrap();
    }
}

#[test]
fn an_account_that_is_not_writable_is_refused() {
    let (mut world, [(economy, proposal), _]) = two();
    for place in 0..3 {
        let mut execute = economy.gate.execute(proposal);
        execute.accounts[place].is_writable = false;
        assert_refused_with(world.send_one(execute, &[]), "Custom(2000)");
    }
}

#[test]
fn an_unknown_instruction_and_cut_data_are_refused() {
    let (mut world, [(economy, proposal), _]) = two();
    let mut unknown = economy.gate.execute(proposal);
    for data in [vec![], vec![13], vec![255; 9]] {
        unknown.data = data;
        assert!(world.send_one(unknown.clone(), &[]).is_err());
    }
    let member = actor("member-3");
    let mut cut = economy.gate.approve(member.pubkey(), proposal, [0; 32], 1);
    cut.data.truncate(20);
    assert_refused_with(world.send_one(cut, &[&member]), "InvalidInstructionData");
}

#[test]
fn too_few_accounts_are_refused() {
    let (mut world, [(economy, proposal), _]) = two();
    let mut execute = economy.gate.execute(proposal);
    execute.accounts.pop();
    assert_refused_with(world.send_one(execute, &[]), "NotEnoughAccountKeys");
}
