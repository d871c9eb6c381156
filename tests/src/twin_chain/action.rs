//! What can happen, chosen by seed before it is known whether it can: wallets by number, amounts by share.

use economics::{key::FEE_BPS, policy::Class};

use super::stage::WALLETS;
use crate::actions::random::Random;
pub use crate::money::action::Amount;

const DAY: u64 = 86_400;
/// Seconds of an epoch: slots of 200 ms and of 400 ms, and short ones.
const EPOCHS: [u64; 4] = [600, 86_400, 172_800, 604_800];

/// One action; seats are numbers of wallets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Transfer {
        from: usize,
        to: usize,
        amount: Amount,
    },
    Stake {
        who: usize,
        amount: Amount,
    },
    Unstake {
        who: usize,
        amount: Amount,
    },
    Withdraw {
        who: usize,
    },
    Claim {
        who: usize,
    },
    Settle {
        who: usize,
    },
    Emit,
    Collect,
    Roll,
    /// The twin's chores of a day, each by its instruction.
    Crank,
    SyncFee,
    /// A change that is mostly legal; it comes into force when its delay is over.
    Propose {
        param: u64,
        distance: u64,
    },
    /// A change drawn without looking at the rules, which mostly refuse it.
    Wish {
        draw: u64,
    },
    /// Whether such a change would be admitted; nobody makes it.
    Ask {
        class: Class,
        draw: u64,
    },
    EpochLength {
        secs: u64,
    },
    Wait {
        secs: u64,
    },
    Epochs {
        count: u64,
    },
    /// To the second at which something ends (a warm-up, a cooldown, a window, a period), or one before or after it.
    Moment {
        number: usize,
        after: u64,
    },
}

impl Action {
    /// Its name.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Transfer { .. } => "Transfer",
            Self::Stake { .. } => "Stake",
            Self::Unstake { .. } => "Unstake",
            Self::Withdraw { .. } => "Withdraw",
            Self::Claim { .. } => "Claim",
            Self::Settle { .. } => "Settle",
            Self::Emit => "Emit",
            Self::Collect => "Collect",
            Self::Roll => "Roll",
            Self::Crank => "Crank",
            Self::SyncFee => "SyncFee",
            Self::Propose { .. } | Self::Wish { .. } => "Propose",
            Self::Ask { .. } => "Ask",
            Self::EpochLength { .. } | Self::Wait { .. } | Self::Epochs { .. } | Self::Moment { .. } => "Wait",
        }
    }
}

/// The actions of sequence `seed`.
pub fn sequence(seed: u64, length: usize) -> Vec<Action> {
    let mut random = Random::new(seed);
    (0..length).map(|_| action(&mut random)).collect()
}

fn action(random: &mut Random) -> Action {
    let staker = |random: &mut Random| random.range(1, WALLETS as u64 - 1) as usize;
    match random.below(100) {
        0..=9 => {
            let from = random.below(WALLETS as u64) as usize;
            let to = (from + random.range(1, WALLETS as u64 - 1) as usize) % WALLETS;
            Action::Transfer { from, to, amount: amount(random) }
        }
        10..=21 => Action::Stake { who: staker(random), amount: amount(random) },
        22..=28 => Action::Unstake { who: staker(random), amount: amount(random) },
        29..=34 => Action::Withdraw { who: staker(random) },
        35..=40 => Action::Claim { who: staker(random) },
        41..=46 => Action::Settle { who: staker(random) },
        47..=51 => Action::Emit,
        52..=56 => Action::Collect,
        57..=59 => Action::Roll,
        60..=66 => Action::Crank,
        67..=70 => Action::SyncFee,
        71..=74 => Action::Propose { param: random.number(), distance: random.number() },
        // The fee takes the longest way.
        75 | 76 => Action::Propose { param: FEE_BPS as u64, distance: random.number() },
        77 => Action::Wish { draw: random.number() },
        78 => Action::Ask { class: Class::Ai, draw: random.number() },
        79 => Action::Ask { class: Class::Param, draw: random.number() },
        80 => Action::EpochLength { secs: EPOCHS[random.below(EPOCHS.len() as u64) as usize] },
        81..=83 => Action::Epochs { count: random.range(1, 3) },
        84..=90 => Action::Moment { number: random.below(4) as usize, after: random.below(3) },
        _ => Action::Wait { secs: wait(random) },
    }
}

fn amount(random: &mut Random) -> Amount {
    match random.below(24) {
        0 => Amount::Nothing,
        1 => Amount::One,
        2 | 3 => Amount::All,
        4 => Amount::OneTooMany,
        _ => Amount::Share(random.range(1, 6_000)),
    }
}

fn wait(random: &mut Random) -> u64 {
    match random.below(10) {
        0..=3 => random.range(1, 200),
        4..=6 => random.range(200, DAY),
        7..=8 => random.range(DAY, 20 * DAY),
        _ => random.range(20 * DAY, 400 * DAY),
    }
}
