//! Double entry: every stock must be explained by its flows.

use serde_json::Value;

use super::State;
use crate::{
    accounts::PoolAt,
    snapshot::{PeriodView, Reconciliation},
    store::Observation,
};

/// Compares stocks with flows since genesis; one unexplained base unit anywhere and it does not close.
pub fn reconcile(state: &State, events: &[Observation], periods: &[PeriodView]) -> Reconciliation {
    let sum = |kind: &str, field: &str| sum_of(events.iter(), kind, field);
    let ledger = &state.issuer.ledger;
    let gaps = [
        // The issuer's books and the mint.
        i128::from(ledger.ever_minted) - i128::from(ledger.burned) - i128::from(state.mint.supply),
        // Events of the issuer and its books.
        sum("issuer_created", "genesis_supply") + sum("emitted", "minted") - i128::from(ledger.ever_minted),
        sum("burned", "amount") - i128::from(ledger.burned),
        // Closed periods one after the other.
        periods_gap(periods),
    ];
    let pools = state.pools.iter().flat_map(|pool| pool_gaps(pool, events));
    let gaps: Vec<i128> = gaps.into_iter().chain(pools).collect();
    let unexplained: u128 = gaps.iter().map(|gap| gap.unsigned_abs()).sum();
    if unexplained > 0 {
        tracing::warn!(
            ?gaps,
            "the books do not close: issuer, emitted, burned, periods; staked, cooling, paid of each pool"
        );
    }
    Reconciliation { closes: unexplained == 0, difference: i64::try_from(unexplained).unwrap_or(i64::MAX) }
}

/// Events of staking and the pool: staked, asked back, and paid.
fn pool_gaps(at: &PoolAt, events: &[Observation]) -> [i128; 3] {
    let address = at.address.to_string();
    let ours = |row: &&Observation| row.payload.get("pool").and_then(Value::as_str) == Some(address.as_str());
    let sum = |kind: &str, field: &str| sum_of(events.iter().filter(ours), kind, field);
    let (asked, compounded) = (sum("unstake_requested", "amount"), sum("compounded", "amount"));
    let pool = &at.pool.state;
    [
        sum("staked", "credited") + compounded - asked - i128::from(pool.totals.staked),
        asked - sum("withdrawn", "requested") - i128::from(pool.cooling),
        sum("claimed", "requested") + compounded - i128::from(pool.totals.rewards_paid),
    ]
}

fn sum_of<'a>(events: impl Iterator<Item = &'a Observation>, kind: &str, field: &str) -> i128 {
    let amounts = events.filter(|row| row.kind == kind).filter_map(|row| row.payload.get(field)?.as_u64());
    amounts.map(i128::from).sum()
}

/// Supply from one period's end to the next, less what was minted and burned in between.
fn periods_gap(periods: &[PeriodView]) -> i128 {
    let gap = |pair: &[PeriodView]| match pair {
        [before, after] if before.end == after.start => {
            (i128::from(after.supply) - i128::from(before.supply) - i128::from(after.minted) + i128::from(after.burned))
                .abs()
        }
        // Periods between them were lost while nobody listened; nothing can be said.
        _ => 0,
    };
    periods.windows(2).map(gap).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(start: i64, supply: u64, minted: u64, burned: u64) -> PeriodView {
        PeriodView { start, end: start + 10, supply, minted, burned, ..PeriodView::default() }
    }

    #[test]
    fn periods_that_add_up_leave_no_gap() {
        assert_eq!(periods_gap(&[period(0, 100, 0, 0), period(10, 103, 5, 2)]), 0);
    }

    #[test]
    fn a_missing_burn_is_found_in_either_direction() {
        assert_eq!(periods_gap(&[period(0, 100, 0, 0), period(10, 103, 5, 0)]), 2);
        assert_eq!(periods_gap(&[period(0, 100, 0, 0), period(10, 107, 5, 0)]), 2);
    }
}
