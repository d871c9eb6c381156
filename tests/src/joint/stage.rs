//! An economy whose council names the issuer's real ring and the real pool, with holders who stake.

use {
    crate::{
        issuer::desk::{Bench, DAY, FEE, args},
        staking::bench::open_tokens,
        world::{Economy, Genesis, Outcome, World, actor},
    },
    economics::{
        metrics::{Period, Ring},
        voice::Stance,
    },
    issuer::client::Desk,
    solana_address::Address,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    staking::{Position, client::Stakes},
};

/// One token in base units.
pub const TOKEN: u64 = 1_000_000;

/// The issuer's bench, and the gate in front of it.
pub struct Stage {
    pub bench: Bench,
    pub economy: Economy,
}

/// The standard economy, linked to the ring and the pool that will stand at these addresses.
fn linked(world: &mut World) -> Economy {
    let mut genesis = Genesis::standard();
    let desk = Desk::new(genesis.gate().council, actor("mint").pubkey(), 0);
    let links = &mut genesis.safeguards.links;
    (links.metrics, links.pools[0]) = (desk.metrics, desk.staking_pool);
    let economy = genesis.economy(world);
    world.pass_secs(60);
    economy
}

impl Stage {
    /// Mint, pool and issuer in place; nobody has staked, no period is closed.
    pub fn open() -> Self {
        let mut laid = None;
        let mut bench = Bench::before_mint(|world| *laid.insert(linked(world)));
        bench.make_mint(FEE);
        bench.make_pool();
        bench.genesis_account = bench.open(&bench.creator.pubkey());
        bench.create(args()).expect("the creator asks for something sound");
        Self { bench, economy: laid.expect("laid before the mint") }
    }

    /// Ann has staked a fifth, bob and carol two fifths each; the period that shows it is closed.
    pub fn staked() -> Self {
        let mut stage = Self::open();
        for (name, tokens) in [("ann", 100_000), ("bob", 200_000), ("carol", 200_000)] {
            stage.holder(name, tokens * TOKEN);
            stage.stakes_all(name);
        }
        stage.close_period();
        stage
    }

    pub fn world(&mut self) -> &mut World {
        &mut self.bench.world
    }

    /// Sends one instruction with the signature of the actor `who`.
    pub fn signed(&mut self, who: &str, instruction: Instruction) -> Outcome {
        self.bench.world.send_one(instruction, &[&actor(who)])
    }

    /// Sends what asks for nobody's signature.
    pub fn by_anyone(&mut self, instruction: Instruction) -> Outcome {
        self.bench.world.send_one(instruction, &[])
    }

    // ---- holders

    /// Opens the token account of `name`, who gets `amount` less the mint's fee.
    pub fn holder(&mut self, name: &str, amount: u64) {
        let (key, account) = (self.bench.world.funded(name), tokens(name));
        let open = open_tokens(&self.bench.world, key.pubkey(), account.pubkey(), self.bench.desk.mint);
        self.bench.world.send(&open, &[&key, &account]).expect("the token account is opened");
        self.bench.opened.push(account.pubkey());
        self.bench.transfer(account.pubkey(), amount).expect("the creator has enough");
    }

    /// What `name` can spend.
    pub fn balance(&self, name: &str) -> u64 {
        self.bench.amount(tokens(name).pubkey())
    }

    pub fn stake(&mut self, name: &str, amount: u64) -> Outcome {
        let stakes = self.bench.stakes;
        self.stake_in(&stakes, name, amount)
    }

    pub fn stake_in(&mut self, stakes: &Stakes, name: &str, amount: u64) -> Outcome {
        self.signed(name, stakes.stake(key(name), tokens(name).pubkey(), amount))
    }

    /// Stakes all that `name` has, and lets it become active.
    pub fn stakes_all(&mut self, name: &str) {
        self.stake(name, self.balance(name)).expect("it has so much");
        self.warm_up(name);
    }

    /// Lets what still warms become active.
    pub fn warm_up(&mut self, name: &str) {
        let secs = self.position(name).state.active_from - self.bench.world.now().unix;
        self.bench.wait(secs.max(0));
        self.settle(name);
    }

    pub fn settle(&mut self, name: &str) {
        let settle = self.bench.stakes.settle(key(name));
        self.by_anyone(settle).expect("anyone settles");
    }

    pub fn ask_back(&mut self, name: &str, amount: u64) -> Outcome {
        let ask = self.bench.stakes.request_unstake(key(name), amount);
        self.signed(name, ask)
    }

    pub fn position(&self, name: &str) -> Position {
        self.bench.world.load(&self.bench.stakes.position(&key(name)))
    }

    /// Active stake of `name`.
    pub fn active(&self, name: &str) -> u64 {
        self.position(name).state.active
    }

    // ---- the ring

    /// Lets a day pass since the last period ended, and closes the period; the record.
    pub fn close_period(&mut self) -> Period {
        let over = self.bench.issuer().ledger.period_start + DAY - self.bench.world.now().unix;
        self.bench.wait(over.max(0));
        self.bench.roll().expect("the period is over");
        let ring: Ring = bytemuck::cast(self.bench.metrics().ring);
        *ring.latest().expect("closed just now")
    }

    // ---- voices

    /// The actor `speaker` speaks for the position of `owner`.
    pub fn speak(&mut self, speaker: &str, owner: &str, proposal: &Address, stance: Stance) -> Outcome {
        let position = self.bench.stakes.position(&key(owner));
        self.speak_for(speaker, position, proposal, stance)
    }

    pub fn speak_for(&mut self, speaker: &str, position: Address, proposal: &Address, stance: Stance) -> Outcome {
        self.bench.world.funded(speaker);
        let metrics = self.bench.desk.metrics;
        let voice = self.economy.gate.voice(key(speaker), *proposal, position, metrics, stance);
        self.signed(speaker, voice)
    }

    /// `name` objects with the own position.
    pub fn object(&mut self, name: &str, proposal: &Address) -> Outcome {
        self.speak(name, name, proposal, Stance::Object)
    }
}

/// The actor's address.
pub fn key(name: &str) -> Address {
    actor(name).pubkey()
}

/// The key of the actor's token account.
fn tokens(name: &str) -> Keypair {
    actor(&format!("{name}'s tokens"))
}

/// Address of the actor's token account.
pub fn tokens_of(name: &str) -> Address {
    tokens(name).pubkey()
}
