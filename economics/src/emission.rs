//! What may be minted: schedule, accrual, breaker, cap, gauges, and the issuer's ledger of them.

use crate::{
    bounds::{Param, Piece},
    fees::Split,
    math::{BPS, join, limbs, mul_div_floor, wide_mul},
    metrics::{Period, PoolTotals},
    time::{Now, YEAR, elapsed},
};
use bytemuck::{Pod, Zeroable};

/// Highest share of the base supply that may be minted in one period, in basis points.
/// A constant of the program: no proposal raises it.
pub const BREAKER_CEILING_BPS: u64 = 50;

/// Highest yearly rate that a schedule may name, in ppm: 200 %.
pub const MAX_RATE_PPM: u64 = 2_000_000;

/// Smallest amount minted at once, in base units, so that a split by basis points is fair
/// however often anyone calls; what is less stays pending.
pub const SMALLEST_EMISSION: u64 = 10_000;

/// Years after which a schedule is at its floor whatever its disinflation.
pub const SCHEDULE_YEARS: u64 = 64;

/// Seconds per year times one million: the divisor of every accrual.
const YEAR_PPM: u128 = 31_536_000 * 1_000_000;
const _: () = assert!(YEAR == 31_536_000);

/// The ceiling of the emission rate: falls once a year by `disinflation_bps`, down to the floor.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Schedule {
    /// Ceiling in the first year, ppm per year.
    pub initial_ppm: u64,
    /// Ceiling at the end, ppm per year.
    pub floor_ppm: u64,
    /// How much the ceiling falls each year, in basis points of itself.
    pub disinflation_bps: u64,
    /// Unix second at which the first year begins.
    pub start: i64,
}
const _: () = assert!(size_of::<Schedule>() == 32);

impl Schedule {
    /// Highest yearly rate in ppm at the second `at`.
    pub fn ceiling_ppm(&self, at: i64) -> u64 {
        self.ceiling_in(self.year(at))
    }

    pub fn is_sound(&self) -> bool {
        self.floor_ppm <= self.initial_ppm && self.initial_ppm <= MAX_RATE_PPM && self.disinflation_bps <= BPS
    }

    /// Whole years since the start; the time before it belongs to year 0.
    fn year(&self, at: i64) -> u64 {
        elapsed(self.start, at).checked_div(YEAR.unsigned_abs()).unwrap_or(0)
    }

    // ROUNDING: down each year, against issuance.
    fn ceiling_in(&self, year: u64) -> u64 {
        if year >= SCHEDULE_YEARS {
            return self.floor_ppm;
        }
        let keep = BPS.saturating_sub(self.disinflation_bps);
        let mut ceiling = self.initial_ppm;
        for _ in 0..year {
            if ceiling <= self.floor_ppm {
                break;
            }
            ceiling = mul_div_floor(ceiling, keep, BPS).unwrap_or(self.floor_ppm);
        }
        ceiling.max(self.floor_ppm)
    }

    /// The last second of `year`, exclusive; the schedule is constant until then.
    fn year_end(&self, year: u64) -> i64 {
        if year >= SCHEDULE_YEARS {
            return i64::MAX;
        }
        let end = year.saturating_add(1).saturating_mul(YEAR.unsigned_abs());
        self.start.saturating_add_unsigned(end)
    }

    /// `∫ min(rate, ceiling) dt` over the piece, in ppm-seconds per year.
    fn integrate(&self, piece: &Piece) -> u64 {
        let rate = u64::try_from(piece.value).unwrap_or(0);
        let (mut from, mut sum) = (piece.from, 0u64);
        while from < piece.to {
            let year = self.year(from);
            let to = self.year_end(year).min(piece.to);
            let capped = rate.min(self.ceiling_in(year));
            sum = sum.saturating_add(capped.saturating_mul(elapsed(from, to)));
            from = to;
        }
        sum
    }
}

/// What has accrued: whole base units, and the undivided remainder for the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accrued {
    pub amount: u64,
    pub carry: u128,
}

/// Emission that falls due over `pieces` on `base_supply`:
/// `⌊(base × ∫min(rate, ceiling)dt + carry) / (YEAR × 10^6)⌋`, and the remainder.
///
/// While the base is constant, accruing in parts equals accruing at once, to the unit.
/// Saturates where the amount exceeds 64 bits.
pub fn accrue(base_supply: u64, pieces: &[Piece; 2], schedule: &Schedule, carry: u128) -> Accrued {
    let [older, newer] = pieces;
    let ppm_secs = schedule.integrate(older).saturating_add(schedule.integrate(newer));
    let due = wide_mul(ppm_secs, base_supply).saturating_add(carry);
    let whole = due.checked_div(YEAR_PPM).unwrap_or(0);
    Accrued { amount: u64::try_from(whole).unwrap_or(u64::MAX), carry: due.wrapping_sub(whole.wrapping_mul(YEAR_PPM)) }
}

/// How much may be minted per period at most.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Breaker {
    /// Length of a period in seconds.
    pub period_secs: u64,
    /// Share of the base supply in basis points; above [`BREAKER_CEILING_BPS`] that counts.
    pub max_bps: u64,
}
const _: () = assert!(size_of::<Breaker>() == 16);

impl Breaker {
    /// Most base units that one period may mint on `base_supply`.
    pub fn limit(&self, base_supply: u64) -> u64 {
        let bps = self.max_bps.min(BREAKER_CEILING_BPS);
        mul_div_floor(base_supply, bps, BPS).unwrap_or(0)
    }
}

/// What may be minted now of `pending`: under the breaker, and under the cap on *ever* minted,
/// which burning does not reopen. Less than [`SMALLEST_EMISSION`] waits, unless it is the last.
pub fn mintable(pending: u64, window_minted: u64, breaker_limit: u64, cap: u64, ever_minted: u64) -> u64 {
    let room = cap.saturating_sub(ever_minted);
    let amount = pending.min(breaker_limit.saturating_sub(window_minted)).min(room);
    if pending < SMALLEST_EMISSION && pending < room { 0 } else { amount }
}

/// `amount` over the gauges by weights in basis points.
///
/// ROUNDING: down for each, and the last takes the rest, so the parts sum to `amount` exactly.
pub fn split_by_weights<const N: usize>(amount: u64, weights: &[i64; N]) -> [u64; N] {
    let mut parts = [0; N];
    let mut rest = amount;
    for (part, weight) in parts.iter_mut().zip(weights) {
        let weight = u64::try_from(*weight).unwrap_or(0);
        *part = mul_div_floor(amount, weight, BPS).unwrap_or(rest).min(rest);
        rest = rest.saturating_sub(*part);
    }
    if let Some(last) = parts.last_mut() {
        *last = last.saturating_add(rest);
    }
    parts
}

/// Gauges: staking, contributors, treasury.
pub const GAUGES: usize = 3;

/// The issuer's ledger, embedded in its account.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct IssuerState {
    /// Most base units that may ever be minted; burning reopens nothing.
    pub cap: u64,
    pub ever_minted: u64,
    pub burned: u64,
    /// Accrued and not yet minted.
    pub pending: u64,
    /// Remainder of the last accrual, below one base unit (low, high).
    pub carry: [u64; 2],
    pub accrued_to: i64,
    /// Supply at the start of the period: the base of rate and breaker.
    pub base_supply: u64,
    /// Emission rate seen at `accrued_to`, ppm per year.
    pub known_rate: i64,
    pub schedule: Schedule,
    pub breaker: Breaker,
    /// Start of the open period.
    pub period_start: i64,
    /// Minted in the open period.
    pub window_minted: u64,
    /// Ever collected.
    pub fees_collected: u64,
    pub period_burned: u64,
    pub period_fees: u64,
    /// Ever minted to staking, contributors, treasury.
    pub gauge_minted: [u64; GAUGES],
}
const _: () = assert!(size_of::<IssuerState>() == 184);

/// Why the issuer refuses.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Schedule, breaker or period contradict themselves.
    UnsoundSchedule = 301,
    /// The genesis supply exceeds the cap.
    GenesisAboveCap = 302,
    /// The period has not run its length.
    PeriodNotOver = 303,
}

impl Refusal {
    /// The stable number of the variant.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u32 {
        self as u32
    }
}

/// What `emit` is to mint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emission {
    pub amount: u64,
    /// Parts of `amount` for staking, contributors, treasury.
    pub gauges: [u64; GAUGES],
}

/// What others measured at the end of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The mint's supply now.
    pub supply: u64,
    pub pool: PoolTotals,
    /// Balance of the treasury's vault.
    pub treasury: u64,
}

impl IssuerState {
    /// A ledger whose genesis supply is minted and whose first period begins now.
    pub fn open(
        cap: u64,
        genesis_supply: u64,
        schedule: Schedule,
        breaker: Breaker,
        rate: &Param,
        now: Now,
    ) -> Result<Self, Refusal> {
        if !schedule.is_sound() || breaker.period_secs == 0 {
            return Err(Refusal::UnsoundSchedule);
        }
        if genesis_supply > cap {
            return Err(Refusal::GenesisAboveCap);
        }
        Ok(Self {
            cap,
            ever_minted: genesis_supply,
            accrued_to: now.unix,
            base_supply: genesis_supply,
            known_rate: rate.value,
            schedule,
            breaker,
            period_start: now.unix,
            ..Self::zeroed()
        })
    }

    /// Adds what fell due since the last call at the policy's rate.
    ///
    /// What exceeds the cap on ever minted can never be minted and is not kept.
    pub fn accrue(&mut self, rate: &Param, now: Now) {
        if now.unix <= self.accrued_to {
            return;
        }
        let pieces = rate.integrate_pieces(self.known_rate, self.accrued_to, now.unix);
        let due = accrue(self.base_supply, &pieces, &self.schedule, join(self.carry));
        let room = self.cap.saturating_sub(self.ever_minted);
        self.pending = self.pending.saturating_add(due.amount).min(room);
        self.carry = limbs(due.carry);
        self.accrued_to = now.unix;
        self.known_rate = rate.value;
    }

    /// Accrues, then books what may be minted now; an amount of 0 books nothing.
    pub fn emit(&mut self, rate: &Param, weights: &[i64; GAUGES], now: Now) -> Emission {
        self.accrue(rate, now);
        let amount = mintable(
            self.pending,
            self.window_minted,
            self.breaker.limit(self.base_supply),
            self.cap,
            self.ever_minted,
        );
        let gauges = split_by_weights(amount, weights);
        self.pending = self.pending.saturating_sub(amount);
        self.ever_minted = self.ever_minted.saturating_add(amount);
        self.window_minted = self.window_minted.saturating_add(amount);
        for (total, part) in self.gauge_minted.iter_mut().zip(gauges) {
            *total = total.saturating_add(part);
        }
        Emission { amount, gauges }
    }

    /// Books fees that were collected and split.
    pub fn collect(&mut self, split: &Split) {
        let amount = split.total();
        self.fees_collected = self.fees_collected.saturating_add(amount);
        self.period_fees = self.period_fees.saturating_add(amount);
        self.burned = self.burned.saturating_add(split.burn);
        self.period_burned = self.period_burned.saturating_add(split.burn);
    }

    /// Closes the period that has run its length: accrues on the old base, gives the period's
    /// metrics, then takes the supply now as the new base. However late, it closes one period.
    pub fn roll(&mut self, rate: &Param, reading: &Reading, now: Now) -> Result<Period, Refusal> {
        if elapsed(self.period_start, now.unix) < self.breaker.period_secs {
            return Err(Refusal::PeriodNotOver);
        }
        self.accrue(rate, now);
        let period = Period {
            start: self.period_start,
            end: now.unix,
            supply: reading.supply,
            minted: self.window_minted,
            burned: self.period_burned,
            fees: self.period_fees,
            staked: reading.pool.staked,
            stakers: reading.pool.stakers,
            rewards_paid: reading.pool.rewards_paid,
            treasury: reading.treasury,
        };
        self.period_start = now.unix;
        self.base_supply = reading.supply;
        self.window_minted = 0;
        self.period_burned = 0;
        self.period_fees = 0;
        Ok(period)
    }

    /// What holds after every instruction.
    pub fn is_sound(&self) -> bool {
        let gauges = self.gauge_minted.iter().try_fold(0u64, |sum, part| sum.checked_add(*part));
        self.ever_minted <= self.cap
            && gauges.is_some_and(|sum| sum <= self.ever_minted)
            && self.pending <= self.cap.saturating_sub(self.ever_minted)
            && join(self.carry) < YEAR_PPM
    }
}
