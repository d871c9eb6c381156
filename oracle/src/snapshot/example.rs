//! A plausible economy for tests and for measuring speed: reconciles, and is the same for the same seed.

use twin::rng::Stream;

use super::*;

const DAY: i64 = 86_400;
/// Base units.
const SUPPLY: u64 = 100_000_000;
const TOKEN: u64 = 1_000_000;

/// `periods` closed days and `wallets` wallets.
pub fn economy(periods: usize, wallets: usize, seed: u64) -> Snapshot {
    let start = 1_800_000_000 / DAY * DAY;
    let at = Moment { unix: start + periods as i64 * DAY + 600, slot: 1_000_000, epoch: 500 };
    let mut snapshot = Snapshot {
        at,
        policy: "Po1icy1111111111111111111111111111111111111".into(),
        policy_version: 1,
        params: params(start, at.epoch - 100),
        groups: vec![GroupView { kind: 1, target: 10_000 }, GroupView { kind: 1, target: 10_000 }],
        rules: rules(start),
        reconciliation: Reconciliation { closes: true, difference: 0 },
        slot_from: 1,
        slot_to: at.slot - 31,
        ..Snapshot::default()
    };
    for (name, kind) in [("rpc", SourceKind::Chain), ("market", SourceKind::Market)] {
        snapshot.sources.push(SourceState { name: name.into(), kind, slot: at.slot, unix: at.unix - 30, agrees: true });
    }
    add_wallets(&mut snapshot, wallets, seed);
    add_days(&mut snapshot, periods, start, seed);
    snapshot
}

type Row = (&'static str, i64, i64, i64, u64, u8, u32);

fn params(start: i64, changed_epoch: u64) -> Vec<ParamView> {
    let standard: [Row; 9] = [
        // key, value, min, max, step, group, flags
        ("emission_rate", 80_000, 0, 200_000, 10_000, 0, 1),
        ("fee_bps", 50, 0, 300, 25, 0, 1),
        ("burn_share", 5_000, 0, 10_000, 1_000, 1, 1),
        ("stakers_share", 3_000, 0, 10_000, 1_000, 1, 1),
        ("treasury_share", 2_000, 0, 10_000, 1_000, 1, 1),
        ("gauge_staking", 6_000, 0, 10_000, 1_000, 2, 1),
        ("gauge_contrib", 2_500, 0, 10_000, 1_000, 2, 1),
        ("gauge_treasury", 1_500, 0, 10_000, 1_000, 2, 1),
        ("unbond_secs", 3 * DAY, DAY, 30 * DAY, DAY as u64, 0, 0),
    ];
    let view = |(index, (key, value, min, max, step, group, flags)): (usize, Row)| ParamView {
        index: index as u8,
        key: key.into(),
        value,
        previous: value,
        changed_at: start - 10 * DAY,
        changed_epoch,
        spec: SpecView {
            hard_min: min,
            hard_max: max,
            soft_min: min,
            soft_max: max,
            step_up_abs: step,
            step_down_abs: step,
            min_interval_secs: 2 * DAY as u64,
            group,
            budget_30d: 5 * step,
            flags,
            ..SpecView::default()
        },
        budget: BudgetView { lo: [value; 7], hi: [value; 7], bucket: start.div_euclid(5 * DAY) },
        lock: LockView::default(),
    };
    standard.into_iter().enumerate().map(view).collect()
}

fn rules(start: i64) -> Rules {
    Rules {
        initial_ppm: 150_000,
        floor_ppm: 15_000,
        disinflation_bps: 1_500,
        schedule_start: start - 10 * DAY,
        cap: 10 * SUPPLY * TOKEN,
        breaker_bps: 50,
        period_secs: DAY as u64,
        max_transfer_fee: u64::MAX,
        newer_fee_bps: 50,
        newer_fee_epoch: 0,
        window_secs: DAY as u64,
        warmup_secs: DAY as u64,
        voting_secs: DAY as u64,
        delay_secs: DAY as u64,
        execute_secs: DAY as u64,
        delay_slots: 100,
        quota: 2,
        open: 0,
        alarm: 0,
    }
}

/// Five habits in turn: whale, loyal staker, farmer, trader, dormant.
fn add_wallets(snapshot: &mut Snapshot, count: usize, seed: u64) {
    let at = snapshot.at.unix;
    for n in 0..count {
        let mut draws = Stream::new(seed, 1).draws(n as u32, 0);
        let size = (10_000.0 * (0.5 + draws.uniform())) as u64 * TOKEN;
        let (balance, staked, moved, transfers, unstakes, idle) = match n % 5 {
            0 if n < 10 => (400 * size, 100 * size, size, 3, 0, 9 * DAY),
            0 | 1 => (size / 10, 9 * size, size / 2, 4, 0, 2 * DAY),
            2 => (size, 6 * size, 4 * size, 20, 4, DAY / 2),
            3 => (2 * size, 0, 20 * size, 90, 0, DAY / 4),
            _ => (3 * size, 0, size / 10, 1, 0, 19 * DAY),
        };
        let noise = |x: u64, d: &mut twin::rng::Draws| (x as f64 * (0.9 + 0.2 * d.uniform())) as u64;
        snapshot.wallets.push(WalletActivity {
            address: format!("wallet-{n:03}"),
            balance: noise(balance, &mut draws),
            staked: noise(staked, &mut draws),
            sent: noise(moved / 2, &mut draws),
            received: noise(moved / 2, &mut draws),
            transfers: noise(transfers, &mut draws),
            first_seen: at - 25 * DAY,
            last_seen: at - idle,
            staked_secs: if staked > 0 { 20 * DAY as u64 } else { 0 },
            unstakes,
            claimed: noise(staked / 100, &mut draws),
        });
    }
    for n in 0..(count as u32 * 3) {
        let mut draws = Stream::new(seed, 2).draws(n, 0);
        let (from, to) = (draws.bits() as u32 % count as u32, draws.bits() as u32 % count as u32);
        if from != to && !snapshot.flows.iter().any(|f| (f.from, f.to) == (from, to)) {
            let amount = (500.0 * draws.uniform()) as u64 * TOKEN + 1;
            snapshot.flows.push(Flow {
                from,
                to,
                amount,
                transfers: 1 + draws.bits() % 4,
                first: at - 9 * DAY,
                last: at - DAY,
            });
        }
    }
}

fn add_days(snapshot: &mut Snapshot, periods: usize, start: i64, seed: u64) {
    let staked: u64 = snapshot.wallets.iter().map(|w| w.staked).sum();
    let stakers = snapshot.wallets.iter().filter(|w| w.staked > 0).count() as u64;
    let (mut supply, mut burned_ever, mut price) = (SUPPLY * TOKEN, 0, 1.0);
    for t in 0..periods {
        let mut draws = Stream::new(seed, 3).draws(0, t as u32);
        let open = start + t as i64 * DAY;
        let minted = supply / 1_000_000 * 80_000 / 365;
        let fees = (2_000.0 * (0.8 + 0.4 * draws.uniform())) as u64 * TOKEN;
        let burned = fees / 2;
        supply = supply + minted - burned;
        burned_ever += burned;
        price *= 1.0 + 0.03 * draws.normal();
        let share = 0.9 + 0.01 * t as f64 / periods as f64 + 0.004 * draws.normal();
        snapshot.periods.push(PeriodView {
            start: open,
            end: open + DAY,
            supply,
            minted,
            burned,
            fees,
            staked: (staked as f64 * share) as u64,
            stakers,
            rewards_paid: minted / 2,
            treasury: 1_000_000 * TOKEN,
        });
        let active_wallets = snapshot.wallets.len() as u64 / 3 + draws.bits() % 5;
        snapshot.activity.push(Activity {
            start: open,
            end: open + DAY,
            transfers: 200,
            volume: fees * 200,
            active_wallets,
            staked: 0,
            unstaked: 0,
        });
        snapshot.market.push(MarketPoint {
            observed_at: open + DAY - 60,
            source: "market".into(),
            price_micro: (price * 1e6) as i64,
            volume: (300_000.0 * (0.8 + 0.4 * draws.uniform())) as u64 * TOKEN,
            liquidity: 2_000_000 * TOKEN,
        });
    }
    snapshot.supply = supply;
    snapshot.ever_minted = supply + burned_ever;
    snapshot.burned = burned_ever;
    snapshot.staked = staked;
    snapshot.stakers = stakers;
    snapshot.treasury = 1_000_000 * TOKEN;
    snapshot.circulating = supply - snapshot.treasury;
}
