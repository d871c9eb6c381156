//! How often flags that anybody can raise have made the oracle hold.

use super::Decision;
use crate::{features::day_secs, gate::NOTHING_STRANGE, snapshot::Snapshot};

/// Days over which holds are counted.
const DAYS: i64 = 30;

/// Records of the last 30 days before `snapshot` that held because of such flags alone; the days of an accelerated economy are its periods.
pub fn forced_holds(records: &[Decision], snapshot: &Snapshot) -> u32 {
    let day = i64::try_from(day_secs(&snapshot.rules)).unwrap_or(i64::MAX);
    let from = snapshot.at.unix.saturating_sub(day.saturating_mul(DAYS));
    let recent = records.iter().filter(|record| record.at.unix >= from && record.at.unix <= snapshot.at.unix);
    recent.filter(|record| is_forced(record)).count() as u32
}

fn is_forced(record: &Decision) -> bool {
    let held = record.checks.iter().any(|check| check.name == NOTHING_STRANGE && !check.passed);
    held && record.signals.is_held_by_anybody()
}
