//! A pool on a real mint with a transfer fee of 1 %, in a sealed economy; holders by name.

use economics::staking::{PoolState, PositionState};
use issuer::{
    client::{Desk, Label, Token, create_mint, mint_len},
    state::{Breaker, CreateArgs, Schedule},
};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_signer::Signer;
use staking::{Pool, Position, client::Stakes, events::Event};

use crate::world::{Economy, Genesis, Landed, Outcome, START, World, actor};

/// Token-2022.
pub const TOKEN: Address = issuer::client::TOKEN_2022;
/// SPL Token.
pub const TOKEN_CLASSIC: Address = Address::from_str_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
/// Length of a window of the pool, and its warm-up, in seconds.
pub const WINDOW: i64 = 1_000;
/// Seconds after which a stake made at the beginning of a window becomes active: what had arrived has flown by then.
pub const WARM: i64 = 2 * WINDOW;
/// Unbonding time of the standard genesis, in seconds.
pub const UNBOND: i64 = 300;
/// One token in base units.
pub const ONE: u64 = 1_000_000;
/// What each holder of a new bench has.
pub const HAS: u64 = 1_000 * ONE;

const LABEL: Label = Label { name: "Trim", symbol: "TRIM", uri: "https://trim.example/token.json" };
/// Base, kind and the record of withheld fees of a token account.
const TOKEN_ACCOUNT_LEN: usize = 178;

/// The world, one pool, and the tokens `alice`, `bob` and `carol` hold.
pub struct Bench {
    pub world: World,
    pub economy: Economy,
    pub desk: Desk,
    pub stakes: Stakes,
}

impl Bench {
    /// An open pool and funded holders; nothing staked.
    pub fn new() -> Self {
        let mut bench = Self::before_pool();
        bench.create_pool(WINDOW as u64, WINDOW as u64).expect("the pool opens");
        bench.issue();
        bench
    }

    /// A sealed economy and its mint.
    pub fn before_pool() -> Self {
        let mut world = World::new();
        let economy = Economy::standard(&mut world);
        Self::with_mint(world, economy, "mint")
    }

    /// The mint called `name` for an economy that may not be sealed.
    pub fn with_mint(mut world: World, economy: Economy, name: &str) -> Self {
        let (creator, mint) = (world.funded("creator"), actor(name));
        let desk = Desk::new(economy.gate.council, mint.pubkey(), 0);
        let lamports = world.svm.minimum_balance_for_rent_exemption(mint_len(&LABEL));
        let steps = create_mint(&desk, creator.pubkey(), &Token { fee_bps: 100, lamports });
        world.send(&steps, &[&creator, &mint]).expect("the mint is made");
        let stakes = Stakes::new(economy.gate.policy, mint.pubkey(), 0);
        Self { world, economy, desk, stakes }
    }

    pub fn create_pool(&mut self, window_secs: u64, warmup_secs: u64) -> Outcome {
        let creator = actor("creator");
        let council = self.economy.gate.council;
        let create = self.stakes.create_pool(creator.pubkey(), council, window_secs, warmup_secs);
        self.world.send_one(create, &[&creator])
    }

    /// The issuer mints the genesis supply, and the creator hands some to each holder and keeps the rest for rewards.
    fn issue(&mut self) {
        let creator = actor("creator");
        let account = self.open("creator");
        let args = CreateArgs {
            cap: 1 << 60,
            genesis_supply: 1 << 50,
            schedule: Schedule { initial_ppm: 150_000, floor_ppm: 20_000, disinflation_bps: 1_500, start: START.unix },
            breaker: Breaker { period_secs: 86_400, max_bps: 50 },
        };
        let create = self.desk.create(creator.pubkey(), account, args, LABEL, &[]);
        self.world.send_one(create, &[&creator]).expect("the issuer is made");
        for name in ["alice", "bob", "carol"] {
            self.hold(name, HAS);
        }
    }

    /// Gives `name` exactly `amount` more tokens.
    pub fn hold(&mut self, name: &str, amount: u64) {
        if self.world.svm.get_account(&self.tokens(name)).is_none() {
            self.open(name);
        }
        let gross = gross(amount);
        self.transfer("creator", self.tokens(name), gross).expect("the creator is rich");
    }

    /// Opens the token account of `name` at its address.
    pub fn open(&mut self, name: &str) -> Address {
        let (owner, account) = (self.world.funded(name), actor(&format!("{name}'s tokens")));
        let instructions = open_tokens(&self.world, owner.pubkey(), account.pubkey(), self.stakes.mint);
        self.world.send(&instructions, &[&owner, &account]).expect("the account opens");
        account.pubkey()
    }

    /// Address of the token account of `name`.
    pub fn tokens(&self, name: &str) -> Address {
        actor(&format!("{name}'s tokens")).pubkey()
    }

    /// What can be spent from a token account.
    pub fn amount(&self, at: &Address) -> u64 {
        let data = self.world.bytes(at);
        u64::from_le_bytes(data[64..72].try_into().expect("a token account"))
    }

    pub fn balance(&self, name: &str) -> u64 {
        self.amount(&self.tokens(name))
    }

    pub fn vault(&self) -> u64 {
        self.amount(&self.stakes.vault)
    }

    pub fn transfer(&mut self, from: &str, to: Address, amount: u64) -> Outcome {
        let key = actor(from);
        let instruction = transfer(&self.stakes, key.pubkey(), self.tokens(from), to, amount);
        self.world.send_one(instruction, &[&key])
    }

    /// Lets exactly `amount` arrive in the pool's vault, from outside.
    pub fn reward(&mut self, amount: u64) {
        let gross = gross(amount);
        self.transfer("creator", self.stakes.vault, gross).expect("the creator is rich");
    }

    pub fn stake(&mut self, name: &str, amount: u64) -> Outcome {
        let key = actor(name);
        let instruction = self.stakes.stake(key.pubkey(), self.tokens(name), amount);
        self.world.send_one(instruction, &[&key])
    }

    /// Stakes so that exactly `amount` is credited.
    pub fn stake_net(&mut self, name: &str, amount: u64) {
        self.stake(name, gross(amount)).expect("the stake is sound");
    }

    /// Stakes so that exactly `amount` is credited, and lets it warm up.
    pub fn stake_active(&mut self, name: &str, amount: u64) {
        self.stake_net(name, amount);
        self.warm_up(name);
    }

    /// Lets the stake of `name` that still warms become active.
    pub fn warm_up(&mut self, name: &str) {
        let secs = self.position(name).active_from - self.world.now().unix;
        self.world.pass_secs(secs.max(0));
        self.settle(name).expect("anyone settles");
    }

    pub fn request(&mut self, name: &str, amount: u64) -> Outcome {
        let key = actor(name);
        let instruction = self.stakes.request_unstake(key.pubkey(), amount);
        self.world.send_one(instruction, &[&key])
    }

    pub fn withdraw(&mut self, name: &str) -> Outcome {
        let key = actor(name);
        let instruction = self.stakes.withdraw(key.pubkey(), self.tokens(name));
        self.world.send_one(instruction, &[&key])
    }

    pub fn claim(&mut self, name: &str) -> Outcome {
        let key = actor(name);
        let instruction = self.stakes.claim(key.pubkey(), self.tokens(name));
        self.world.send_one(instruction, &[&key])
    }

    pub fn compound(&mut self, name: &str) -> Outcome {
        let instruction = self.stakes.compound(key(name));
        signed(&mut self.world, instruction, &[name])
    }

    pub fn delegate(&mut self, name: &str, to: Address) -> Outcome {
        let instruction = self.stakes.delegate(key(name), to);
        signed(&mut self.world, instruction, &[name])
    }

    /// Settles the position of `name` as nobody in particular.
    pub fn settle(&mut self, name: &str) -> Outcome {
        let instruction = self.stakes.settle(actor(name).pubkey());
        self.world.send_one(instruction, &[])
    }

    pub fn pool(&self) -> PoolState {
        *self.world.load::<Pool>(&self.stakes.pool).rules()
    }

    pub fn position(&self, name: &str) -> PositionState {
        *self.world.load::<Position>(&self.stakes.position(&actor(name).pubkey())).rules()
    }
}

/// What has to be sent so that `net` arrives after the fee of 1 %, rounded up.
pub fn gross(net: u64) -> u64 {
    let mut gross = net + net / 99;
    while gross - gross.div_ceil(100) < net {
        gross += 1;
    }
    gross
}

/// Creates and initialises a token account with room for withheld fees.
pub fn open_tokens(world: &World, owner: Address, account: Address, mint: Address) -> [Instruction; 2] {
    let lamports = world.svm.minimum_balance_for_rent_exemption(TOKEN_ACCOUNT_LEN);
    let space = TOKEN_ACCOUNT_LEN as u64;
    let create = solana_system_interface::instruction::create_account(&owner, &account, lamports, space, &TOKEN);
    let accounts = vec![AccountMeta::new(account, false), AccountMeta::new_readonly(mint, false)];
    let initialize = Instruction { program_id: TOKEN, accounts, data: [&[18][..], owner.as_ref()].concat() };
    [create, initialize]
}

/// `TransferChecked` of Token-2022.
pub fn transfer(stakes: &Stakes, owner: Address, from: Address, to: Address, amount: u64) -> Instruction {
    let accounts = vec![
        AccountMeta::new(from, false),
        AccountMeta::new_readonly(stakes.mint, false),
        AccountMeta::new(to, false),
        AccountMeta::new_readonly(owner, true),
    ];
    Instruction { program_id: TOKEN, accounts, data: [&[12][..], &amount.to_le_bytes(), &[6]].concat() }
}

/// The program's events in a transaction.
pub fn events(landed: &Landed) -> Vec<Event> {
    landed.data.iter().filter_map(|bytes| Event::decode(bytes)).collect()
}

/// The actor's address.
pub fn key(name: &str) -> Address {
    actor(name).pubkey()
}

/// Signs with the keys of these actors.
pub fn signed(world: &mut World, instruction: Instruction, names: &[&str]) -> Outcome {
    let keys: Vec<Keypair> = names.iter().map(|name| actor(name)).collect();
    world.send_one(instruction, &keys.iter().collect::<Vec<_>>())
}

/// The standard genesis, not yet laid, under another name.
pub fn another_genesis() -> Genesis {
    Genesis::named("another")
}

/// A changed copy of an account at the address of the actor `name`.
pub fn copy_of(
    world: &mut World,
    original: &Address,
    name: &str,
    change: impl FnOnce(&mut Vec<u8>, &mut Address),
) -> Address {
    let mut account = world.svm.get_account(original).expect("the original exists");
    change(&mut account.data, &mut account.owner);
    let at = key(name);
    world.svm.set_account(at, account).expect("the copy is placed");
    at
}
