//! A pool with two vaults: one coin is staked, another is earned. The bench's own pool stays beside it.

use economics::staking::{PoolState, PositionState};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;
use staking::{
    Pool, PoolTerms, Position,
    client::{Coin, Stakes},
};

use super::bench::*;
use crate::world::{Outcome, actor};

/// Liquidity tokens that each holder of a new farm has; they have nine decimals.
pub const LP: u64 = 1_000_000_000_000;

const MINT_LEN: usize = 82;
const ACCOUNT_LEN: usize = 165;

pub struct Farm {
    pub bench: Bench,
    /// The liquidity token.
    pub coin: Coin,
    pub stakes: Stakes,
}

impl Farm {
    /// Stakes of a liquidity token of `program` earn the economy's mint; one flexible tier.
    pub fn new(program: Address) -> Self {
        let mut farm = Self::before_pool(program);
        farm.open(PoolTerms::flexible(WINDOW as u64, WINDOW as u64)).expect("the farm opens");
        farm
    }

    /// The liquidity token and its holders, without the pool.
    pub fn before_pool(program: Address) -> Self {
        let mut bench = Bench::new();
        let coin = Coin { mint: key("liquidity mint"), program };
        make_mint(&mut bench, coin);
        let stakes = Stakes::earning(bench.stakes.policy, coin, Coin::token_2022(bench.stakes.mint), 0);
        let mut farm = Self { bench, coin, stakes };
        for name in ["alice", "bob"] {
            farm.hold(name, LP);
        }
        farm
    }

    pub fn open(&mut self, terms: PoolTerms) -> Outcome {
        let open = self.stakes.open(key("creator"), self.bench.economy.gate.council, terms);
        self.send("creator", open)
    }

    /// Mints `amount` liquidity tokens to the new account of `name`.
    pub fn hold(&mut self, name: &str, amount: u64) {
        let (owner, account) = (actor(name), actor(&format!("{name}'s liquidity")));
        let create = create_account(&self.bench, owner.pubkey(), account.pubkey(), ACCOUNT_LEN, self.coin.program);
        let accounts =
            vec![AccountMeta::new(account.pubkey(), false), AccountMeta::new_readonly(self.coin.mint, false)];
        let data = [&[18][..], owner.pubkey().as_ref()].concat();
        let initialize = Instruction { program_id: self.coin.program, accounts, data };
        let accounts = vec![
            AccountMeta::new(self.coin.mint, false),
            AccountMeta::new(account.pubkey(), false),
            AccountMeta::new_readonly(key("creator"), true),
        ];
        let data = [&[7][..], &amount.to_le_bytes()].concat();
        let mint_to = Instruction { program_id: self.coin.program, accounts, data };
        let signers = [&owner, &account, &actor("creator")];
        self.bench.world.send(&[create, initialize, mint_to], &signers).expect("the liquidity token is handed out");
    }

    /// Address of the liquidity tokens of `name`.
    pub fn at(&self, name: &str) -> Address {
        key(&format!("{name}'s liquidity"))
    }

    pub fn send(&mut self, name: &str, instruction: Instruction) -> Outcome {
        signed(&mut self.bench.world, instruction, &[name])
    }

    pub fn stake(&mut self, name: &str, amount: u64) -> Outcome {
        let stake = self.stakes.stake(key(name), self.at(name), amount);
        self.send(name, stake)
    }

    /// Stakes, and lets it become active.
    pub fn stake_active(&mut self, name: &str, amount: u64) {
        self.stake(name, amount).expect("the stake is sound");
        let secs = self.position(name).active_from - self.bench.world.now().unix;
        self.bench.world.pass_secs(secs);
        self.settle(name).expect("anyone settles");
    }

    pub fn request(&mut self, name: &str, amount: u64) -> Outcome {
        let request = self.stakes.request_unstake(key(name), amount);
        self.send(name, request)
    }

    pub fn withdraw(&mut self, name: &str) -> Outcome {
        let withdraw = self.stakes.withdraw(key(name), self.at(name));
        self.send(name, withdraw)
    }

    pub fn claim(&mut self, name: &str) -> Outcome {
        let claim = self.stakes.claim(key(name), self.bench.tokens(name));
        self.send(name, claim)
    }

    pub fn settle(&mut self, name: &str) -> Outcome {
        let settle = self.stakes.settle(key(name));
        signed(&mut self.bench.world, settle, &[])
    }

    /// Lets exactly `amount` arrive in the reward vault.
    pub fn reward(&mut self, amount: u64) {
        self.bench.transfer("creator", self.stakes.reward_vault, gross(amount)).expect("the creator is rich");
    }

    /// Liquidity tokens of `name` outside the pool.
    pub fn balance(&self, name: &str) -> u64 {
        self.bench.amount(&self.at(name))
    }

    /// What lies in the two vaults: principal, rewards.
    pub fn vaults(&self) -> (u64, u64) {
        (self.bench.amount(&self.stakes.vault), self.bench.amount(&self.stakes.reward_vault))
    }

    pub fn pool(&self) -> PoolState {
        *self.bench.world.load::<Pool>(&self.stakes.pool).rules()
    }

    pub fn position(&self, name: &str) -> PositionState {
        *self.bench.world.load::<Position>(&self.stakes.position(&key(name))).rules()
    }
}

/// Makes a mint with nine decimals that the creator mints from.
fn make_mint(bench: &mut Bench, coin: Coin) {
    let (creator, mint) = (actor("creator"), actor("liquidity mint"));
    let create = create_account(bench, creator.pubkey(), mint.pubkey(), MINT_LEN, coin.program);
    let data = [&[20, 9][..], creator.pubkey().as_ref(), &[0]].concat();
    let initialize =
        Instruction { program_id: coin.program, accounts: vec![AccountMeta::new(mint.pubkey(), false)], data };
    bench.world.send(&[create, initialize], &[&creator, &mint]).expect("the mint is made");
}

fn create_account(bench: &Bench, payer: Address, account: Address, space: usize, program: Address) -> Instruction {
    let lamports = bench.world.svm.minimum_balance_for_rent_exemption(space);
    solana_system_interface::instruction::create_account(&payer, &account, lamports, space as u64, &program)
}
