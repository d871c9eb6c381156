//! One random action: what is sent, who signs it, and whether that signer has the right to.

use economics::{policy::Class, staking::PositionState};
use solana_address::Address;
use solana_instruction::Instruction;

use super::{
    kind::Kind,
    meddle::meddle,
    random::Random,
    snapshot::Snapshot,
    stage::{Stage, Wallet, burn},
};
use crate::staking::bench::transfer;

/// Something to send.
pub struct Attempt {
    pub instruction: Instruction,
    /// Who signs besides the payer; nobody for what anyone may do.
    pub signer: Option<Address>,
    /// False: success would be a theft of power or money.
    pub entitled: bool,
    /// Whether a refusal would keep an owner from its own principal.
    pub exit: bool,
}

impl Attempt {
    pub fn by_anyone(instruction: Instruction) -> Option<Self> {
        Some(Self { instruction, signer: None, entitled: true, exit: false })
    }

    /// By `signer`, who has the right to or not.
    pub fn by(signer: Address, instruction: Instruction, entitled: bool) -> Option<Self> {
        Some(Self { instruction, signer: Some(signer), entitled, exit: false })
    }
}

/// Chooses the details of one action.
pub struct Actor<'a> {
    pub stage: &'a Stage,
    pub now: &'a Snapshot,
    pub random: &'a mut Random,
}

impl Actor<'_> {
    /// The action of this kind; `None` where there is nothing to act on.
    pub fn attempt(&mut self, kind: Kind) -> Option<Attempt> {
        match kind {
            Kind::ProposeAi => self.propose(Class::Ai),
            Kind::ProposeParam => self.propose(Class::Param),
            Kind::ProposeEmergency => self.propose(Class::Emergency),
            Kind::ProposeConfig => self.propose_config(),
            Kind::ProposeAction => self.propose_action(),
            Kind::Approve | Kind::Unapprove | Kind::Veto | Kind::Cancel => self.vote(kind),
            Kind::Execute | Kind::Expire => self.close(kind),
            Kind::Accept | Kind::Pause | Kind::RaiseAlarm | Kind::ProveAlarm => self.brake(kind),
            Kind::Object | Kind::Support | Kind::CloseVoice => self.speak(kind),
            Kind::Resolve => self.resolve(),
            Kind::Emit => Attempt::by_anyone(self.stage.desk.emit()),
            Kind::SyncFee => Attempt::by_anyone(self.stage.desk.sync_fee()),
            Kind::Roll => Attempt::by_anyone(self.stage.desk.roll()),
            Kind::Collect => self.collect(),
            Kind::Settle => self.settle(),
            Kind::Meddle => meddle(self.stage, self.random),
            Kind::Stake | Kind::RequestUnstake | Kind::Withdraw | Kind::Claim => self.hold(kind),
            Kind::Transfer | Kind::Donate | Kind::Burn => self.hold(kind),
            Kind::JumpSeconds | Kind::JumpToMoment | Kind::JumpDays | Kind::JumpEpochs => None,
        }
    }

    fn collect(&mut self) -> Option<Attempt> {
        let wallets: Vec<&Wallet> = self.stage.wallets().collect();
        let chosen: Vec<Address> = wallets.iter().filter(|_| self.random.chance(60)).map(|w| w.tokens).collect();
        Attempt::by_anyone(self.stage.desk.collect(&chosen))
    }

    fn settle(&mut self) -> Option<Attempt> {
        let owner = self.wallet(|position| position.is_some())?.address();
        Attempt::by_anyone(self.stage.stakes.settle(owner))
    }

    /// What an owner does with its own money; now and then somebody else signs.
    fn hold(&mut self, kind: Kind) -> Option<Attempt> {
        let wallet = self.wallet(|position| match kind {
            Kind::RequestUnstake => position.is_some_and(|it| it.staked() > 0),
            Kind::Withdraw => position.is_some_and(|it| it.cooling > 0),
            Kind::Claim => position.is_some_and(|it| it.active > 0 || it.owed > 0),
            _ => true,
        })?;
        let owner = wallet.address();
        let other = self.wallet(|_| true)?.tokens;
        let spendable = self.now.tokens[&wallet.tokens].amount;
        let staked = self.now.positions.get(&owner).map_or(0, |position| position.staked());
        let stakes = &self.stage.stakes;
        let asked = self.random.amount(staked);
        // One request at a time: while some is cooling, the next one waits.
        let cooling = self.now.positions.get(&owner).map_or(0, |position| position.cooling);
        let cooled = self.now.positions.get(&owner).is_some_and(|position| position.unlock_at <= self.now.unix);
        let exit = match kind {
            Kind::RequestUnstake => cooling == 0 && (1..=staked).contains(&asked),
            Kind::Withdraw => cooling > 0 && cooled,
            _ => false,
        };
        let instruction = match kind {
            Kind::Stake => stakes.stake(owner, wallet.tokens, self.random.amount(spendable)),
            Kind::RequestUnstake => stakes.request_unstake(owner, asked),
            Kind::Withdraw => stakes.withdraw(owner, wallet.tokens),
            Kind::Claim => stakes.claim(owner, wallet.tokens),
            Kind::Donate => transfer(stakes, owner, wallet.tokens, stakes.vault, self.random.below(spendable / 50 + 1)),
            Kind::Burn => burn(stakes, owner, wallet.tokens, self.random.below(spendable / 50 + 1)),
            _ => transfer(stakes, owner, wallet.tokens, other, self.random.amount(spendable)),
        };
        if self.random.chance(8) {
            let thief = self.maybe_someone_else(self.stage.stranger())?;
            if thief != owner {
                return Attempt::by(thief, signed_by(instruction, owner, thief), false);
            }
        }
        Attempt::by(owner, instruction, true).map(|attempt| Attempt { exit, ..attempt })
    }

    /// A wallet, mostly one whose position is `likely`.
    fn wallet(&mut self, likely: impl Fn(Option<&PositionState>) -> bool) -> Option<Wallet> {
        let any = self.random.chance(10);
        let fits = |wallet: &&Wallet| any || likely(self.now.positions.get(&wallet.address()));
        let wallets: Vec<Wallet> = self.stage.wallets().filter(fits).copied().collect();
        self.random.pick(&wallets).copied()
    }

    /// `rightful`, or in one of eight cases anybody else.
    pub fn maybe_someone_else(&mut self, rightful: Address) -> Option<Address> {
        match self.random.below(8) {
            0 => self.random.pick(&self.stage.everybody()).copied(),
            _ => Some(rightful),
        }
    }
}

/// The same instruction with another key in the owner's place: its accounts stay the victim's.
fn signed_by(mut instruction: Instruction, owner: Address, thief: Address) -> Instruction {
    for meta in instruction.accounts.iter_mut().filter(|meta| meta.pubkey == owner) {
        meta.pubkey = thief;
    }
    instruction
}
