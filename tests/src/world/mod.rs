//! The bench of all program tests: real bytecode in LiteSVM, the clock in the test's hand, actors by name.
//!
//! ```text
//! World      the chain: send, load, clock            world/mod.rs
//! Landed     what a transaction did; Refused why not world/outcome.rs
//! Genesis    an economy to be laid                   world/genesis.rs
//! Economy    a laid one: propose, approve, execute   world/economy.rs
//! snapshot   files that a test compares with         world/snapshot.rs
//! Calendar   slots and epochs that pass with seconds world/calendar.rs
//! cores      many sequences on every core            world/cores.rs
//! ```

mod calendar;
mod cores;
mod economy;
mod genesis;
mod outcome;
mod snapshot;
mod surface;

pub(crate) use surface::layout;
pub use surface::{assert_played, declared_errors, hex};
pub use {
    calendar::Calendar,
    cores::{asked, on_all_cores},
    economy::{AI, EMERGENCY, Economy, PARAM, provenance},
    genesis::{Genesis, METRICS, MODEL_HASH, POOL, ParamSeed, spec},
    outcome::{Landed, Outcome, assert_refused, assert_refused_with},
    snapshot::{blessing, snapshot},
};

use {
    anchor_lang::{AccountDeserialize, prelude::sha256},
    economics::Now,
    litesvm::LiteSVM,
    solana_address::Address,
    solana_clock::Clock,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::Transaction,
};

/// The moment at which every world begins; not a round number, and not at the edge of a 5-day bucket.
pub const START: Now = Now { unix: 1_800_000_123, slot: 5_000_017, epoch: 700 };

const SOL: u64 = 1_000_000_000;

/// Bytes of a packet on the real network; LiteSVM would take longer transactions.
const PACKET: usize = 1_232;

/// The local test key called `name`; the same everywhere in this repository.
pub fn actor(name: &str) -> Keypair {
    Keypair::new_from_array(sha256(format!("trimtab local test {name}").as_bytes()))
}

/// A chain with the deployed programs and a clock that moves only when told; a copy goes its own way.
#[derive(Clone)]
pub struct World {
    pub svm: LiteSVM,
    /// Most bytes of a transaction; more than a packet only where a program's own limit is asked for.
    pub packet: usize,
}

impl World {
    /// A chain at [`START`] with those of the programs that are built.
    pub fn new() -> Self {
        let mut world = Self { svm: LiteSVM::new().with_log_bytes_limit(None), packet: PACKET };
        let example = ("example_consumer", example_consumer::ID);
        for (name, id) in [("governor", governor::ID), ("issuer", issuer::ID), ("staking", staking::ID), example] {
            let path = format!("{}/../target/deploy/{name}.so", env!("CARGO_MANIFEST_DIR"));
            if std::fs::exists(&path).unwrap() {
                world.svm.add_program_from_file(id, path).unwrap();
            }
        }
        world.set_now(START);
        world
    }

    /// The actor `name` with money for fees and rent.
    pub fn funded(&mut self, name: &str) -> Keypair {
        let key = actor(name);
        self.svm.airdrop(&key.pubkey(), 1_000 * SOL).unwrap();
        key
    }

    pub fn now(&self) -> Now {
        let clock = self.svm.get_sysvar::<Clock>();
        Now { unix: clock.unix_timestamp, slot: clock.slot, epoch: clock.epoch }
    }

    /// Puts all three clocks where the test wants them.
    pub fn set_now(&mut self, now: Now) {
        let mut clock = self.svm.get_sysvar::<Clock>();
        (clock.unix_timestamp, clock.slot, clock.epoch) = (now.unix, now.slot, now.epoch);
        self.svm.set_sysvar(&clock);
    }

    /// Lets `secs` seconds and `slots` slots pass, each on its own.
    pub fn pass(&mut self, secs: i64, slots: u64) {
        let now = self.now();
        self.set_now(Now { unix: now.unix + secs, slot: now.slot + slots, ..now });
    }

    /// Lets `secs` seconds pass as a chain with slots of 400 ms does.
    pub fn pass_secs(&mut self, secs: i64) {
        self.pass(secs, secs.unsigned_abs() * 5 / 2);
    }

    /// Sends one transaction with a fresh blockhash; the actor `payer` pays, and signs besides `signers`.
    pub fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Outcome {
        let payer = actor("payer");
        if self.svm.get_balance(&payer.pubkey()).unwrap_or(0) < SOL {
            self.svm.airdrop(&payer.pubkey(), 1_000 * SOL).unwrap();
        }
        self.svm.expire_blockhash();
        let message = Message::new(instructions, Some(&payer.pubkey()));
        let mut keys = vec![&payer];
        keys.extend(signers.iter().filter(|key| key.pubkey() != payer.pubkey()));
        let transaction = Transaction::new(&keys, message, self.svm.latest_blockhash());
        let bytes = 1 + transaction.signatures.len() * 64 + transaction.message_data().len();
        assert!(bytes <= self.packet, "a transaction of {bytes} bytes does not fit a packet of {}", self.packet);
        outcome::of(self.svm.send_transaction(transaction))
    }

    /// What would become of this one instruction, signed and paid by `who`; nothing changes.
    pub fn would(&self, who: &Keypair, instruction: Instruction) -> Outcome {
        let message = Message::new(&[instruction], Some(&who.pubkey()));
        let transaction = Transaction::new(&[who], message, self.svm.latest_blockhash());
        outcome::of(self.svm.simulate_transaction(transaction).map(|done| done.meta))
    }

    /// Sends one transaction as if everybody who has to sign had signed; only for a world without signature checks.
    pub fn send_unsigned(&mut self, instructions: &[Instruction], payer: &Address) -> Outcome {
        self.svm.expire_blockhash();
        let blockhash = self.svm.latest_blockhash();
        let message = Message::new_with_blockhash(instructions, Some(payer), &blockhash);
        let mut transaction = Transaction::new_unsigned(message);
        // Transactions are told apart by their first signature.
        transaction.signatures.fill([blockhash.to_bytes(); 2].concat().try_into().unwrap());
        outcome::of(self.svm.send_transaction(transaction))
    }

    /// Sends one instruction; see [`World::send`].
    pub fn send_one(&mut self, instruction: Instruction, signers: &[&Keypair]) -> Outcome {
        self.send(&[instruction], signers)
    }

    /// The account of type `T` at `address`; the discriminator is checked.
    pub fn load<T: AccountDeserialize>(&self, address: &Address) -> T {
        let account = self.svm.get_account(address).unwrap_or_else(|| panic!("no account {address}"));
        T::try_deserialize(&mut account.data.as_slice()).unwrap_or_else(|_| panic!("{address} is of another type"))
    }

    /// The bytes at `address`, to show that nothing changed.
    pub fn bytes(&self, address: &Address) -> Vec<u8> {
        self.svm.get_account(address).map(|account| account.data).unwrap_or_default()
    }

    /// Overwrites bytes of an account, as no instruction could: for states that only later features reach.
    pub fn poke(&mut self, address: &Address, change: impl FnOnce(&mut [u8])) {
        let mut account = self.svm.get_account(address).unwrap_or_else(|| panic!("no account {address}"));
        change(&mut account.data);
        self.svm.set_account(*address, account).unwrap();
    }
}
