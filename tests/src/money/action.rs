//! What can happen, chosen before it is known whether it can: seats by number, amounts by share.
//!
//! So a sequence still means something without some of its actions, which is what shrinking needs.

use super::{
    cast::{POOLS, TIERS, VISITOR},
    state::Seat,
    tokens::Coin,
};

/// How much, seen from what is available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    Nothing,
    One,
    /// So many ten-thousandths.
    Share(u64),
    All,
    OneTooMany,
    /// `u64::MAX` less this.
    Absurd(u64),
}

impl Amount {
    pub fn of(self, available: u64) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::One => 1,
            Self::Share(share) => (u128::from(available) * u128::from(share) / 10_000) as u64,
            Self::All => available,
            Self::OneTooMany => available.saturating_add(1),
            Self::Absurd(less) => u64::MAX - less,
        }
    }
}

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    Secs(u64),
    /// To one of the next moments at which something changes: number of the moment, and 0 just before, 1 at, 2 just after.
    Moment(u64, u64),
    Epochs(u64),
}

/// Token accounts that nobody has a key for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    Vault(usize),
    Rewards(usize),
    Treasury,
    Contributors,
    Plain,
    Fees,
}

/// What is wrong with a claim of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    Nothing,
    /// One unit more than the list says.
    Amount,
    /// Somebody else's share.
    Thief(usize),
    /// The proof of the next place.
    Place,
}

/// One action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Stake {
        seat: Seat,
        amount: Amount,
    },
    Unstake {
        seat: Seat,
        amount: Amount,
    },
    Withdraw {
        seat: Seat,
    },
    Claim {
        seat: Seat,
    },
    Compound {
        seat: Seat,
    },
    Settle {
        seat: Seat,
    },
    /// Another wallet signs in the owner's place: withdraw, claim, ask back, compound or delegate by this number.
    Steal {
        seat: Seat,
        by: usize,
        what: u64,
    },
    /// Somebody speaks for the seat: a wallet, or zeroes for the owner itself.
    Delegate {
        seat: Seat,
        to: Option<usize>,
    },
    Transfer {
        who: usize,
        to: usize,
        coin: Coin,
        amount: Amount,
    },
    Donate {
        who: usize,
        to: Hole,
        amount: Amount,
    },
    Burn {
        who: usize,
        amount: Amount,
    },
    Emit,
    SyncFee,
    Roll,
    /// Over the purses and vaults whose bit is set, the first of them twice.
    Collect {
        sources: u64,
    },
    /// The economy registers a plain vault as a further gauge.
    AddGauge,
    /// The economy opens a list over so much of the contributors' vault, from so many seconds on, for so many seconds.
    SetRoot {
        amount: Amount,
        draw: u64,
        opens_in: u64,
        lasts: u64,
    },
    /// A share of the list so many before the newest.
    ClaimShare {
        back: u64,
        index: u32,
        lie: Lie,
    },
    CloseRoot {
        back: u64,
    },
    /// A change of the policy through the whole gate, chosen by these numbers among the legal ones.
    Change {
        param: u64,
        distance: u64,
    },
    /// The guardian's pause of these bits for so many seconds.
    Pause {
        bits: u8,
        secs: u64,
    },
    /// Epochs last so many seconds from now on.
    EpochLength {
        secs: u64,
    },
    Wait(Wait),
}

impl Action {
    /// The wallet that signs for itself, if one does.
    pub fn actor(&self) -> Option<usize> {
        match *self {
            Self::Stake { seat, .. } | Self::Unstake { seat, .. } | Self::Withdraw { seat } => Some(seat.1),
            Self::Claim { seat } | Self::Compound { seat } | Self::Delegate { seat, .. } => Some(seat.1),
            Self::Transfer { who, .. } | Self::Donate { who, .. } | Self::Burn { who, .. } => Some(who),
            _ => None,
        }
    }

    /// The seat that it is about, if it is about one.
    pub fn seat(&self) -> Option<Seat> {
        match *self {
            Self::Stake { seat, .. } | Self::Unstake { seat, .. } | Self::Withdraw { seat } => Some(seat),
            Self::Claim { seat } | Self::Compound { seat } | Self::Settle { seat } => Some(seat),
            Self::Delegate { seat, .. } => Some(seat),
            _ => None,
        }
    }

    /// Its name.
    pub fn kind(&self) -> String {
        let text = format!("{self:?}");
        text.split([' ', '(']).next().unwrap_or_default().to_owned()
    }
}

/// Seats that sequences use.
pub fn seat(number: u64) -> Seat {
    let all = || (0..POOLS).flat_map(|pool| (0..TIERS[pool]).map(move |tier| (pool, tier)));
    let (pool, tier) = all().nth((number >> 8) as usize % all().count()).unwrap_or_default();
    (pool, number as usize % VISITOR, tier)
}
