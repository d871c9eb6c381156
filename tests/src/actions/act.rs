//! One random action: what is sent, who signs it, and whether that signer has the right to.

use economics::{lifecycle::State, policy::Class, staking::PositionState};
use governor::{Move, Proposal, Provenance};
use solana_address::Address;
use solana_instruction::Instruction;

use super::{
    kind::Kind,
    meddle::meddle,
    moves,
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
}

impl Attempt {
    fn by_anyone(instruction: Instruction) -> Option<Self> {
        Some(Self { instruction, signer: None, entitled: true })
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
            Kind::Approve | Kind::Unapprove | Kind::Veto | Kind::Cancel => self.vote(kind),
            Kind::Execute | Kind::Expire => self.close(kind),
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

    fn propose(&mut self, class: Class) -> Option<Attempt> {
        let rightful = match class {
            Class::Ai => self.stage.oracle(),
            _ => *self.random.pick(&self.stage.members())?,
        };
        let proposer = self.maybe_someone_else(rightful)?;
        let honest = self.random.chance(95);
        let model_hash = if honest { self.stage.model_hash } else { [9; 32] };
        let draft = governor::Draft {
            class: class as u8,
            parent_version: self.now.policy.version,
            moves: moves::choose(self.random, self.now, class).into_iter().map(Move::from).collect(),
            provenance: Provenance { model_hash, ..bytemuck::Zeroable::zeroed() },
        };
        let entitled = match class {
            Class::Ai => proposer == self.stage.oracle() && honest,
            _ => self.stage.members().contains(&proposer),
        };
        let mut id = [0; 32];
        id[..8].copy_from_slice(&self.random.number().to_le_bytes());
        let instruction = self.stage.gate.propose(proposer, id, draft);
        Some(Attempt { instruction, signer: Some(proposer), entitled })
    }

    fn vote(&mut self, kind: Kind) -> Option<Attempt> {
        let now = self.now.unix;
        let (at, proposal) = self.proposal(|proposal| {
            is_alive(proposal, now)
                && match kind {
                    Kind::Unapprove => proposal.life.approvals != 0,
                    Kind::Veto => proposal.life.vetoes != 0 || proposal.state() == State::Queued,
                    _ => true,
                }
        })?;
        let votes = proposal.life.approvals | proposal.life.vetoes;
        let rightful = match kind {
            Kind::Cancel => proposal.proposer,
            Kind::Unapprove => self.member(|seat| (proposal.life.approvals >> seat) & 1 == 1)?,
            _ => self.member(|seat| (votes >> seat) & 1 == 0)?,
        };
        let signer = self.maybe_someone_else(rightful)?;
        let (gate, hash) = (&self.stage.gate, proposal.content_hash);
        let instruction = match kind {
            Kind::Approve => gate.approve(signer, at, hash, self.now.council.config_seqno),
            Kind::Unapprove => gate.unapprove(signer, at),
            Kind::Veto => gate.veto(signer, at, hash),
            _ => gate.cancel(signer, at),
        };
        let entitled = match kind {
            Kind::Cancel => signer == proposal.proposer,
            _ => self.stage.members().contains(&signer),
        };
        Some(Attempt { instruction, signer: Some(signer), entitled })
    }

    fn close(&mut self, kind: Kind) -> Option<Attempt> {
        let now = self.now.unix;
        let (at, _) = self.proposal(|proposal| match kind {
            Kind::Execute => is_alive(proposal, now) && proposal.state() == State::Queued && opens(proposal) <= now,
            _ => !is_alive(proposal, now),
        })?;
        Attempt::by_anyone(match kind {
            Kind::Execute => self.stage.gate.execute(at),
            _ => self.stage.gate.expire(at),
        })
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
        let instruction = match kind {
            Kind::Stake => stakes.stake(owner, wallet.tokens, self.random.amount(spendable)),
            Kind::RequestUnstake => stakes.request_unstake(owner, self.random.amount(staked)),
            Kind::Withdraw => stakes.withdraw(owner, wallet.tokens),
            Kind::Claim => stakes.claim(owner, wallet.tokens),
            Kind::Donate => transfer(stakes, owner, wallet.tokens, stakes.vault, self.random.below(spendable / 50 + 1)),
            Kind::Burn => burn(stakes, owner, wallet.tokens, self.random.below(spendable / 50 + 1)),
            _ => transfer(stakes, owner, wallet.tokens, other, self.random.amount(spendable)),
        };
        if self.random.chance(8) {
            let thief = self.maybe_someone_else(self.stage.stranger())?;
            if thief != owner {
                return Some(Attempt {
                    instruction: signed_by(instruction, owner, thief),
                    signer: Some(thief),
                    entitled: false,
                });
            }
        }
        Some(Attempt { instruction, signer: Some(owner), entitled: true })
    }

    /// A member, mostly one whose seat is `likely`.
    fn member(&mut self, likely: impl Fn(usize) -> bool) -> Option<Address> {
        let any = self.random.chance(10);
        let members = self.stage.members().into_iter().enumerate();
        let some: Vec<_> = members.filter(|(seat, _)| any || likely(*seat)).map(|(_, key)| key).collect();
        self.random.pick(&some).copied()
    }

    /// A wallet, mostly one whose position is `likely`.
    fn wallet(&mut self, likely: impl Fn(Option<&PositionState>) -> bool) -> Option<Wallet> {
        let any = self.random.chance(10);
        let fits = |wallet: &&Wallet| any || likely(self.now.positions.get(&wallet.address()));
        let wallets: Vec<Wallet> = self.stage.wallets().filter(fits).copied().collect();
        self.random.pick(&wallets).copied()
    }

    /// A proposal, mostly one that is open and `likely`.
    fn proposal(&mut self, likely: impl Fn(&Proposal) -> bool) -> Option<(Address, Proposal)> {
        let any = self.random.chance(10);
        let fits = |proposal: &Proposal| any || proposal.state().is_open() && likely(proposal);
        let some: Vec<_> = self.now.proposals.iter().filter(|(_, proposal)| fits(proposal)).collect();
        self.random.pick(&some).map(|(at, proposal)| (**at, **proposal))
    }

    /// `rightful`, or in one of eight cases anybody else.
    fn maybe_someone_else(&mut self, rightful: Address) -> Option<Address> {
        match self.random.below(8) {
            0 => self.random.pick(&self.stage.everybody()).copied(),
            _ => Some(rightful),
        }
    }
}

/// The second from which a queued proposal can be executed.
fn opens(proposal: &Proposal) -> i64 {
    proposal.life.queued_at + proposal.life.delay_secs as i64
}

/// Whether there is still time to vote on it or to execute it.
fn is_alive(proposal: &Proposal, now: i64) -> bool {
    match proposal.state() {
        State::Queued => now <= opens(proposal) + proposal.life.window_secs as i64,
        _ => now <= proposal.life.voting_until,
    }
}

/// The same instruction with another key in the owner's place: its accounts stay the victim's.
fn signed_by(mut instruction: Instruction, owner: Address, thief: Address) -> Instruction {
    for meta in instruction.accounts.iter_mut().filter(|meta| meta.pubkey == owner) {
        meta.pubkey = thief;
    }
    instruction
}
