//! What no bytes may ever bring about.
//!
//! Whatever was written into accounts, the program ends with an answer: no panic, no access outside its memory, no
//! endless work, no write into what is not its own.
//! Where only the instructions were made up, the accounts also tell whether somebody got what nobody gave.

use std::collections::BTreeSet;

use anchor_lang::AccountDeserialize;
use anyhow::{Result, bail, ensure};
use economics::{Now, council::VOTE, lifecycle::State};
use governor::{Council, Policy, Proposal};
use solana_address::Address;

/// Answers of the runtime that mean that the program lost control or wrote where it may not.
const CRASHES: [&str; 9] = [
    "ProgramFailedToComplete",
    "ComputationalBudgetExceeded",
    "AccessViolation",
    "ExternalAccount",
    "ReadonlyLamportChange",
    "ReadonlyDataModified",
    "UnbalancedInstruction",
    "ModifiedProgramId",
    "InvalidRealloc",
];

/// The name of the crash, if the answer is one.
pub fn crash(error: &str) -> Option<&'static str> {
    CRASHES.into_iter().find(|crash| error.contains(crash))
}

/// An account of the program before and after a transaction.
pub struct Change<'a> {
    pub at: Address,
    pub before: &'a [u8],
    pub after: &'a [u8],
    pub lamports: (u64, u64),
}

/// Who signed what, and when.
pub struct Facts<'a> {
    pub signers: BTreeSet<Address>,
    pub now: Now,
    /// The council of the proposals, before.
    pub council: &'a Council,
    /// Whether a configuration was executed.
    pub reconfigured: bool,
}

impl Facts<'_> {
    /// Fails if the change needs somebody who did not sign, or is one that nobody may make.
    pub fn check(&self, change: &Change) -> Result<()> {
        let Change { at, before, after, lamports } = change;
        if let (Some(was), Some(is)) = (read::<Council>(before), read::<Council>(after)) {
            ensure!(lamports.0 <= lamports.1, "the council {at} lost lamports");
            self.council(&was, &is)
        } else if let (Some(was), Some(is)) = (read::<Policy>(before), read::<Policy>(after)) {
            ensure!(lamports.0 <= lamports.1, "the policy {at} lost lamports");
            self.policy(&was, &is)
        } else if let (Some(was), Some(is)) = (read::<Proposal>(before), read::<Proposal>(after)) {
            ensure!(lamports.0 <= lamports.1, "the proposal {at} lost lamports");
            self.proposal(&was, &is)
        } else if kind(before).is_some() && kind(before) != kind(after) {
            bail!("the account {at} became another")
        } else {
            Ok(())
        }
    }

    fn council(&self, was: &Council, is: &Council) -> Result<()> {
        ensure!(was.creator == is.creator && was.name == is.name && was.floors == is.floors, "the constitution moved");
        let laid = was.sealed_at == 0 && self.signers.contains(&was.creator);
        let grown = is.config_seqno - was.config_seqno;
        ensure!(grown <= 1, "two configurations at once");
        ensure!(was.sealed_at == 0 || was.sealed_at == is.sealed_at, "unsealed");
        if !laid && grown == 0 {
            ensure!(was.classes == is.classes && was.seats_len == is.seats_len, "rules moved without a configuration");
            for (was, is) in was.seats.iter().zip(&is.seats) {
                ensure!((was.key, was.roles) == (is.key, is.roles), "a seat moved without a configuration");
                let accepted = was.accepted == is.accepted || self.signers.contains(&is.key);
                ensure!(accepted, "the seat {} was accepted by somebody else", is.key);
            }
            for (was, is) in was.oracles.iter().zip(&is.oracles) {
                let same = (was.key, was.model_hash, was.quota) == (is.key, is.model_hash, is.quota);
                ensure!(same, "an oracle moved without a configuration");
            }
        }
        ensure!((was.chain_head != is.chain_head) == (was.executed != is.executed), "the chain and its count differ");
        Ok(())
    }

    fn policy(&self, was: &Policy, is: &Policy) -> Result<()> {
        ensure!(was.council == is.council && was.groups == is.groups, "the policy's council or groups moved");
        let open = self.council.sealed_at == 0 || self.reconfigured;
        ensure!(open || was.params_len == is.params_len, "a parameter came or went");
        for (was, is) in was.params().iter().zip(is.params()) {
            ensure!(open || was.spec == is.spec, "bounds moved without a configuration");
        }
        ensure!(was.version <= is.version, "the version fell");
        let values = |policy: &Policy| policy.params().iter().map(|param| param.value).collect::<Vec<_>>();
        let same = values(was) == values(is)[..values(was).len().min(values(is).len())];
        ensure!(same || was.version < is.version, "a value moved without a version");
        // Before the seal a coupled group may still be incomplete; the seal refuses it.
        let sound = self.council.sealed_at == 0 || is.invariant().is_ok();
        ensure!(sound, "the policy breaks its bounds");
        Ok(())
    }

    fn proposal(&self, was: &Proposal, is: &Proposal) -> Result<()> {
        ensure!(was.content_hash == is.content_hash && was.moves == is.moves, "content swapped");
        ensure!(was.proposer == is.proposer && was.number == is.number && was.id == is.id, "another proposal");
        let (old, new) = (was.life.rules(), is.life.rules());
        ensure!(was.state().is_open() || old == new, "an ended proposal changed");
        for seat in 0..16u8 {
            let gained = |a: u16, b: u16| (b & !a) >> seat & 1 == 1;
            let key = self.council.seats.get(usize::from(seat)).map(|seat| seat.key).unwrap_or_default();
            let spoke = gained(old.approvals, new.approvals) || gained(old.vetoes, new.vetoes);
            let silenced = gained(new.approvals, old.approvals) || gained(new.vetoes, old.vetoes);
            ensure!(!(spoke || silenced) || self.signers.contains(&key), "seat {seat} did not sign");
        }
        match is.state() {
            State::Executed if was.state() != State::Executed => self.executed(was),
            State::Cancelled if was.state() != State::Cancelled => {
                ensure!(self.signers.contains(&was.proposer), "cancelled by somebody else");
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Judged by hand, not by the program's own function.
    fn executed(&self, was: &Proposal) -> Result<()> {
        let life = &was.life;
        ensure!(was.state() == State::Queued, "executed without being queued");
        ensure!(self.now.unix >= life.queued_at + life.delay_secs as i64, "executed early");
        ensure!(self.now.slot > life.queued_slot, "queued and executed in one slot");
        let counted = (life.approvals & self.council.accepted_with(VOTE)).count_ones();
        ensure!(counted >= 2 && counted >= u32::from(life.threshold), "executed with {counted} approvals");
        ensure!(life.config_seqno == self.council.config_seqno, "executed although stale");
        Ok(())
    }
}

/// The account, if it is one of this type.
pub fn read<T: AccountDeserialize>(bytes: &[u8]) -> Option<T> {
    T::try_deserialize(&mut &bytes[..]).ok()
}

fn kind(bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(..8).filter(|kind| kind.iter().any(|byte| *byte != 0))
}

/// Every kind of change that nobody signed for is found; the same bytes again are none.
#[test]
fn the_judge_finds_what_nobody_gave() {
    use crate::governor::matrix::{State as Stage, Subject, base};
    let subject = Subject::new(&base(), economics::policy::Class::Param, Stage::Active);
    let (world, gate) = (&subject.cast.world, subject.cast.gate);
    let ended = Subject::new(&base(), economics::policy::Class::Param, Stage::Cancelled);
    let council = subject.cast.council();
    let check = |at: Address, before: Vec<u8>, lie: &dyn Fn(&mut [u8])| {
        let mut after = before.clone();
        lie(&mut after);
        let facts = Facts { signers: BTreeSet::new(), now: world.now(), council: &council, reconfigured: false };
        facts.check(&Change { at, before: &before, after: &after, lamports: (1, 1) })
    };
    macro_rules! lies {
        ($type:ty, $at:expr, $world:expr, $($lie:expr),* $(,)?) => {$(
            let lie: fn(&mut $type) = $lie;
            let changed = |bytes: &mut [u8]| lie(bytemuck::from_bytes_mut(&mut bytes[8..]));
            assert!(check($at, $world.bytes(&$at), &|_| ()).is_ok(), "the truth passes");
            assert!(check($at, $world.bytes(&$at), &changed).is_err(), "{} passed unnoticed", stringify!($lie));
        )*};
    }
    lies!(
        Council,
        gate.council,
        world,
        |it| it.floors[0].delay_secs = 0,
        |it| it.sealed_at += 1,
        |it| it.classes[1].approvals = 1,
        |it| it.seats[0].roles = 7,
        |it| it.seats[7].accepted ^= 1,
        |it| it.oracles[0].quota += 1,
        |it| it.chain_head[0] ^= 1,
        |it| it.executed += 1,
        |it| it.config_seqno += 2,
    );
    lies!(
        Policy,
        gate.policy,
        world,
        |it| it.params[0].value += 1,
        |it| it.params[0].spec.hard_max += 1,
        |it| it.params_len -= 1,
        |it| (it.version, it.params[2].value) = (99, it.params[2].value + 1),
    );
    lies!(
        Proposal,
        subject.at,
        world,
        |it| it.life.approvals ^= 0b10,
        |it| it.life.vetoes ^= 0b10,
        |it| it.moves[0].new += 1,
        |it| it.life.state = State::Executed.code(),
        |it| it.life.state = State::Cancelled.code(),
    );
    lies!(Proposal, ended.at, ended.cast.world, |it| it.life.closed_at += 1);
}
