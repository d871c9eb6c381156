//! One row per wallet.

use crate::{
    snapshot::{Snapshot, WalletActivity},
    units::{ln, tokens},
};

/// The columns `mind::segment::COLUMNS`; heavy tails are put on a log scale.
pub(super) fn row(wallet: &WalletActivity, snapshot: &Snapshot) -> Vec<f64> {
    let wealth = tokens(wallet.balance) + tokens(wallet.staked);
    let moved = tokens(wallet.sent) + tokens(wallet.received);
    let age = snapshot.at.unix.saturating_sub(wallet.first_seen).max(1) as f64;
    let periods = (age / snapshot.rules.period_secs.max(1) as f64).max(1.0);
    let idle = snapshot.at.unix.saturating_sub(wallet.last_seen).max(0) as f64;
    vec![
        ln(1.0 + wealth),
        tokens(wallet.staked) / wealth.max(1e-6),
        ln(1.0 + moved / wealth.max(1.0)),
        ln(1.0 + wallet.transfers as f64 / periods),
        wallet.unstakes.min(5) as f64,
        (idle / age).min(1.0),
    ]
}
