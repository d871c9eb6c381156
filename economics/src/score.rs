//! How well an oracle has forecast: every forecast is graded, and grades cannot be hidden.
//!
//! ```text
//! proposal ends ─▶ due (number, second) ─ horizon over, period closed ─▶ grade ─▶ last 20 ─▶ skill
//! ```
//!
//! skill = 1 − Σ|error of the model| / Σ|error of persistence|, after Murphy (1988), *Skill Scores Based on the
//! Mean Square Error*, with absolute errors. Persistence says that nothing changes; it is read from the ring, never
//! from the forecast, so nobody chooses whom he is compared with.
//!
//! Errors of metrics in different units add up only as parts of their level: both errors of a forecast are divided
//! by the larger of what was observed and what persistence said.

use crate::{
    metrics::{Lookup, Metric, Ring},
    require,
    time::DAY,
};
use bytemuck::{Pod, Zeroable};

/// Grades that count.
pub const GRADES: usize = 20;
const GRADES_U64: u64 = 20;
/// Forecasts of one oracle that may be open or due at once.
pub const MAX_DUE: usize = 16;
/// Longest horizon in seconds: 30 days, so that the ring of a daily economy still shows its end.
pub const MAX_HORIZON_SECS: u64 = 30 * 86_400;
/// The whole, in the unit of errors.
const PPM: u128 = 1_000_000;

/// Both errors of one forecast, ppm of the metric's level.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Grade {
    pub model: u32,
    /// Of persistence: the last value before the proposal.
    pub naive: u32,
}

/// What a forecast that can no longer be checked gets: wrong by the whole level, and persistence was right.
pub const MISS: Grade = Grade { model: 1_000_000, naive: 0 };

/// A forecast whose proposal has ended.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Due {
    /// Number of the proposal; 0 for a free place.
    pub number: u64,
    /// Unix second from which it can be graded.
    pub at: i64,
}

/// The record of one oracle.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Scorecard {
    /// Forecasts ever graded; the next grade is written at `graded mod 20`.
    pub graded: u64,
    pub grades: [Grade; GRADES],
    pub due: [Due; MAX_DUE],
}
const _: () = assert!(size_of::<Scorecard>() == 424);

/// Why a forecast is not taken, or not graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No metric has this number.
    UnknownMetric,
    /// The horizon is zero or longer than 30 days.
    HorizonOutOfRange,
    /// A forecast has been due for longer than the grace: grade it first.
    Overdue,
    /// As many forecasts are open or due as can be remembered.
    TooManyDue,
    /// The forecast is not waiting for a grade: never made, or graded already.
    NotDue,
    /// The horizon is not over.
    TooEarly,
    /// The period that shows the result is not closed.
    PeriodOpen,
}

/// What a proposal said about a metric, as far as it is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub metric: Metric,
    /// The median that applies to how the proposal ended, in the metric's unit.
    pub expected: i64,
    /// Unix second at which the proposal was made.
    pub made_at: i64,
    /// Unix second at which the result is looked up.
    pub due_at: i64,
}

/// A graded claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub grade: Grade,
    /// The metric at the end of the horizon, and what persistence said; nothing for a miss.
    pub seen: Option<Seen>,
}

/// What the ring shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub actual: i64,
    pub baseline: i64,
}

/// The metric that a forecast with this horizon may be made in.
pub fn admit(metric: u8, horizon_secs: u64) -> Result<Metric, Refusal> {
    require((1..=MAX_HORIZON_SECS).contains(&horizon_secs), Refusal::HorizonOutOfRange)?;
    Metric::from_u8(metric).ok_or(Refusal::UnknownMetric)
}

/// When the forecast of a proposal that ended at `closed_at` is due.
pub fn due_at(closed_at: i64, horizon_secs: u64) -> i64 {
    closed_at.saturating_add_unsigned(horizon_secs)
}

impl Claim {
    /// Grades the claim by the ring; a claim whose periods the ring no longer has is a miss.
    pub fn grade(&self, ring: &Ring, now: i64) -> Result<Verdict, Refusal> {
        require(now >= self.due_at, Refusal::TooEarly)?;
        let result = match ring.first_from(self.due_at) {
            Lookup::Open => return Err(Refusal::PeriodOpen),
            Lookup::Found(period) => Some(period),
            Lookup::Gone => None,
        };
        let (Some(result), Some(before)) = (result, ring.last_before(self.made_at)) else {
            return Ok(Verdict { grade: MISS, seen: None });
        };
        let value = |period| self.metric.of(period, DAY.unsigned_abs());
        let (actual, baseline) = (value(result), value(before));
        Ok(Verdict { grade: grade(self.expected, actual, baseline), seen: Some(Seen { actual, baseline }) })
    }
}

/// Both errors as parts of the metric's level.
fn grade(expected: i64, actual: i64, baseline: i64) -> Grade {
    let level = u128::from(actual.unsigned_abs().max(baseline.unsigned_abs()).max(1));
    let part = |said: i64| {
        let error = u128::from(said.abs_diff(actual)).saturating_mul(PPM).checked_div(level).unwrap_or(0);
        u32::try_from(error).unwrap_or(u32::MAX)
    };
    Grade { model: part(expected), naive: part(baseline) }
}

impl Scorecard {
    /// Whether another forecast may be made beside `open` ones whose proposals have not ended;
    /// a forecast that is due for longer than `grace_secs` has to be graded first.
    pub fn admit(&self, open: u8, grace_secs: u64, now: i64) -> Result<(), Refusal> {
        let overdue = self.waiting().any(|due| now > due.at.saturating_add_unsigned(grace_secs));
        require(!overdue, Refusal::Overdue)?;
        let held = self.waiting().count().saturating_add(usize::from(open));
        require(held < MAX_DUE, Refusal::TooManyDue)
    }

    /// Remembers the forecast of proposal `number` for its grade.
    ///
    /// Without a free place it is a miss at once, so that nothing is ever forgotten. [`Scorecard::admit`] keeps a place
    /// free for every open proposal; only proposals that a config change has made stale can come on top.
    pub fn expect(&mut self, number: u64, at: i64) {
        match self.due.iter_mut().find(|due| due.number == 0) {
            Some(free) => *free = Due { number, at },
            None => self.add(MISS),
        }
    }

    /// When the forecast of proposal `number` can be graded; nothing if it waits for no grade.
    pub fn due_of(&self, number: u64) -> Option<i64> {
        self.waiting().find(|due| due.number == number).map(|due| due.at)
    }

    /// Writes the grade of proposal `number`, once.
    pub fn record(&mut self, number: u64, grade: Grade) -> Result<(), Refusal> {
        let due = self.due.iter_mut().find(|due| due.number == number && number != 0).ok_or(Refusal::NotDue)?;
        *due = Due::default();
        self.add(grade);
        Ok(())
    }

    fn add(&mut self, grade: Grade) {
        let place = usize::try_from(self.graded.checked_rem(GRADES_U64).unwrap_or(0)).unwrap_or(0);
        if let Some(oldest) = self.grades.get_mut(place) {
            *oldest = grade;
        }
        self.graded = self.graded.saturating_add(1);
    }

    /// Forecasts that wait for their grade.
    pub fn waiting(&self) -> impl Iterator<Item = &Due> {
        self.due.iter().filter(|due| due.number != 0)
    }

    /// Whether twenty grades say that persistence is the better forecast: the oracle then only records.
    pub fn is_negative(&self) -> bool {
        let (model, naive) = self.errors();
        self.graded >= GRADES_U64 && model > naive
    }

    /// 1 − Σ model / Σ naive over the last grades, ppm; 0 where neither was ever wrong.
    pub fn skill_ppm(&self) -> i64 {
        let (model, naive) = self.errors();
        let size =
            i64::try_from(model.abs_diff(naive).saturating_mul(1_000_000).checked_div(naive.max(1)).unwrap_or(0))
                .unwrap_or(i64::MAX);
        if model > naive { size.saturating_neg() } else { size }
    }

    /// Sums over the last grades: of the model, of persistence.
    fn errors(&self) -> (u64, u64) {
        let add = |sum: (u64, u64), grade: &Grade| {
            (sum.0.saturating_add(grade.model.into()), sum.1.saturating_add(grade.naive.into()))
        };
        self.grades.iter().fold((0, 0), add)
    }
}
