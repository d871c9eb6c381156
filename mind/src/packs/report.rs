//! The comparison on held-out seeds: every arm in every scenario, the learned policy against each of the others.

use {
    super::{
        arms::{Arm, Steer},
        axie::{self, Case},
        bench::{play, scenarios},
        field::Field,
        manifest::Manifest,
        metrics::{Metric, metrics},
        policy,
        train::TRAINED_ON,
    },
    referee::{
        metrics::Role,
        stats::{self, Interval},
    },
    serde::{Deserialize, Serialize},
    std::{ops::Range, path::PathBuf, sync::Arc},
    twin::packs::{BUILT_IN, Kind},
};

/// Level of intervals, resamples, and the bound of adjusted p-values for a win.
const LEVEL: f64 = 0.95;
const RESAMPLES: u32 = 10_000;
const SIGNIFICANT: f64 = 0.05;

/// What to play.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub seeds: Range<u64>,
    /// Agents of the economy under a pack.
    pub agents: usize,
    /// Packs to play; all when empty.
    pub packs: Vec<Kind>,
    /// Folder of real histories.
    pub data: Option<PathBuf>,
}

impl Default for Plan {
    /// Seeds that neither training nor any choice has seen.
    fn default() -> Self {
        Self { seeds: 20_000..20_200, agents: 60, packs: Vec::new(), data: None }
    }
}

/// Everything that was found; serialisable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub agents: usize,
    pub seeds: [u64; 2],
    pub packs: Vec<PackReport>,
    /// The game's policy on a real history, and why it is not there.
    pub axie: Option<Case>,
    pub missing: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackReport {
    pub name: String,
    /// Hash of the policy that was played.
    pub policy_hash: String,
    pub scenarios: Vec<ScenarioReport>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioReport {
    pub name: String,
    pub about: String,
    /// Whether the policy was trained on this scenario's kind of luck.
    pub is_trained_on: bool,
    pub arms: Vec<ArmReport>,
    /// The learned policy against each of the other arms.
    pub against: Vec<Against>,
}

/// An arm's figures: medians over the seeds, in the order of the pack's metrics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArmReport {
    pub arm: Arm,
    pub about: String,
    pub figures: Vec<Figure>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub metric: String,
    pub median: Option<f64>,
}

/// The learned policy against one arm in one metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Against {
    pub baseline: Arm,
    pub metric: String,
    pub title: String,
    pub role: Role,
    pub higher_is_better: bool,
    /// Whether effects are relative changes; else differences in the metric's unit.
    pub is_ratio: bool,
    pub pairs: usize,
    /// Median of the paired effects, and its interval by bootstrap over seeds.
    pub effect: Option<f64>,
    pub interval: Option<Interval>,
    /// Wilcoxon signed-rank, two-sided, and the same corrected for all tests of primary metrics of this pack.
    pub p: Option<f64>,
    pub p_holm: Option<f64>,
    pub cliffs_delta: Option<f64>,
    pub verdict: Verdict,
}

/// What an effect says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A primary metric is better: the interval leaves 0 out and the corrected p-value is below 5 %; or worse likewise; or neither.
    Win,
    Loss,
    Open,
    /// A secondary metric is not worse than the margin allows, by its whole interval; or worse by its whole interval; or neither.
    Kept,
    Broken,
    Unclear,
}

/// Plays and compares; `tell` hears the name of each scenario that is done.
pub fn report(plan: &Plan, tell: &mut dyn FnMut(&str)) -> Report {
    let chosen = Kind::ALL.into_iter().filter(|kind| plan.packs.is_empty() || plan.packs.contains(kind));
    let packs = chosen.map(|kind| pack(kind, plan, tell)).collect();
    let (axie, missing) = match axie::case(plan.data.as_deref()) {
        Ok(case) => (Some(case), Vec::new()),
        Err(reason) => (None, vec![reason]),
    };
    Report { agents: plan.agents, seeds: [plan.seeds.start, plan.seeds.end], packs, axie, missing }
}

/// What each arm of a pack is steered by, and what people read of it.
pub fn arms(kind: Kind) -> Vec<(Arm, Steer, String)> {
    let manifest = Manifest::built_in();
    let tuned = manifest.tuned(kind);
    let (levels, learned) = (policy::levels(kind), policy::built_in(kind));
    let source = Field::source(kind);
    vec![
        (Arm::Static, Steer::Hold, "the parameters of the start".into()),
        (Arm::Field, Steer::Field(source), source.about()),
        (Arm::Tuned, Steer::Field(tuned), tuned.about()),
        (Arm::Levels, Steer::Policy(Arc::new(levels.clone())), levels.about),
        (Arm::Learned, Steer::Policy(Arc::new(learned.clone())), learned.about),
    ]
}

fn pack(kind: Kind, plan: &Plan, tell: &mut dyn FnMut(&str)) -> PackReport {
    let arms = arms(kind);
    let prefix = format!("{}/", kind.name());
    let names = BUILT_IN.iter().filter_map(|(name, _)| name.strip_prefix(&prefix));
    let mut scenarios: Vec<ScenarioReport> = names
        .map(|name| {
            let found = scenario(kind, name, plan, &arms);
            tell(&found.name);
            found
        })
        .collect();
    correct(&mut scenarios);
    scenarios.iter_mut().flat_map(|scenario| &mut scenario.against).for_each(Against::judge);
    PackReport { name: kind.name().into(), policy_hash: policy::built_in(kind).hash(), scenarios }
}

fn scenario(kind: Kind, name: &str, plan: &Plan, arms: &[(Arm, Steer, String)]) -> ScenarioReport {
    let built = scenarios(kind, &[name], plan.agents);
    let seeds: Vec<u64> = plan.seeds.clone().collect();
    let played: Vec<Vec<Vec<f64>>> = arms.iter().map(|(_, steer, _)| play(kind, &built, &seeds, steer)).collect();
    let full = format!("{}/{name}", kind.name());
    let about = twin::packs::built_in(&full).and_then(Result::ok).map_or_else(String::new, |file| file.about);
    let reports = arms.iter().zip(&played).map(|((arm, _, about), runs)| ArmReport {
        arm: *arm,
        about: about.clone(),
        figures: figures(metrics(kind), runs),
    });
    let own = played.last().map_or(&[][..], Vec::as_slice);
    let others = arms.iter().zip(&played).filter(|((arm, ..), _)| *arm != Arm::Learned);
    let against = others
        .flat_map(|((arm, ..), runs)| {
            (0..metrics(kind).len()).map(move |place| against(*arm, &metrics(kind)[place], place, own, runs))
        })
        .collect();
    let is_trained_on = TRAINED_ON.iter().any(|(known, names)| *known == kind && names.contains(&name));
    ScenarioReport { name: full, about, is_trained_on, arms: reports.collect(), against }
}

fn figures(table: &[Metric], runs: &[Vec<f64>]) -> Vec<Figure> {
    let column = |place: usize| runs.iter().map(|run| run[place]).collect::<Vec<f64>>();
    let figure = |(place, metric): (usize, &Metric)| Figure {
        metric: metric.name.into(),
        median: stats::median(&column(place)).filter(|value| value.is_finite()),
    };
    table.iter().enumerate().map(figure).collect()
}

fn against(baseline: Arm, metric: &Metric, place: usize, own: &[Vec<f64>], others: &[Vec<f64>]) -> Against {
    let pairs: Vec<(f64, f64)> = own.iter().zip(others).map(|(own, other)| (own[place], other[place])).collect();
    let effects: Vec<f64> = pairs.iter().filter_map(|(own, other)| metric.contrast.of(*own, *other)).collect();
    let clusters: Vec<Vec<f64>> = effects.iter().map(|effect| vec![*effect]).collect();
    let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    Against {
        baseline,
        metric: metric.name.into(),
        title: metric.title.into(),
        role: metric.role,
        higher_is_better: metric.higher_is_better,
        is_ratio: metric.contrast == stats::Contrast::Ratio,
        pairs: effects.len(),
        effect: stats::median(&effects),
        interval: stats::bca(&clusters, LEVEL, RESAMPLES, 0),
        p: stats::wilcoxon(&effects).map(|test| test.p),
        p_holm: None,
        cliffs_delta: stats::cliffs_delta(&a, &b),
        verdict: Verdict::Open,
    }
}

/// Holm over all tests of primary metrics of a pack: scenarios × baselines × metrics.
fn correct(scenarios: &mut [ScenarioReport]) {
    let rows = scenarios.iter_mut().flat_map(|scenario| &mut scenario.against);
    let mut tested: Vec<&mut Against> = rows.filter(|row| row.role == Role::Primary && row.p.is_some()).collect();
    let p: Vec<f64> = tested.iter().filter_map(|row| row.p).collect();
    for (row, adjusted) in tested.iter_mut().zip(stats::holm(&p)) {
        row.p_holm = Some(adjusted);
    }
}

impl Against {
    /// The interval as gains: positive is better.
    fn gains(&self) -> Option<(f64, f64)> {
        let Interval { low, high } = self.interval.or(self.effect.map(|at| Interval { low: at, high: at }))?;
        Some(if self.higher_is_better { (low, high) } else { (-high, -low) })
    }

    fn judge(&mut self) {
        let Some((low, high)) = self.gains() else { return };
        let margin = metrics_margin(&self.metric);
        let is_certain = self.p_holm.is_some_and(|p| p < SIGNIFICANT);
        self.verdict = match self.role {
            Role::Primary if is_certain && low > 0.0 => Verdict::Win,
            Role::Primary if is_certain && high < 0.0 => Verdict::Loss,
            Role::Secondary if low >= -margin => Verdict::Kept,
            Role::Secondary if high < -margin => Verdict::Broken,
            Role::Secondary => Verdict::Unclear,
            Role::Primary | Role::Control => Verdict::Open,
        };
    }
}

fn metrics_margin(name: &str) -> f64 {
    let all = Kind::ALL.into_iter().flat_map(|kind| metrics(kind).iter());
    all.into_iter().find(|metric| metric.name == name).map_or(0.02, |metric| metric.margin)
}
