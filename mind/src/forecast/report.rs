//! Forecasts of real histories and of series made by the twin, judged without looking ahead.

use {
    super::{
        Method, Scores, Settings,
        histories::{Source, sources},
        nowcast::{Series, learn::runs},
    },
    crate::table::Table,
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
    std::ops::Range,
};

/// Steps ahead that are judged.
const HORIZONS: [usize; 2] = [1, 7];
/// Steps between judged origins of a history: a week.
const STRIDE: usize = 7;
/// Fewest values of a series, and values before its first origin.
const LEAST: usize = 90;
const FIRST: usize = 42;
/// What a method learns from, at most.
const WINDOW: usize = 200;
/// Fewest judged origins of a series that is told.
const LEAST_ORIGINS: usize = 20;
/// Level of the tests.
const LEVEL: f64 = 0.05;
/// Coverage that nominal 90 % may have.
pub const COVERAGE: (f64, f64) = (0.86, 0.94);

/// All series, and what was not there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub series: Vec<SeriesReport>,
    /// Files or kinds of series that are missing, with the reason.
    pub missing: Vec<String>,
}

/// One series at one horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesReport {
    /// History's file, or the twin's scenario and seed.
    pub source: String,
    pub name: String,
    pub unit: String,
    pub values: usize,
    /// Steps ahead, and what a step is.
    pub horizon: usize,
    pub step: String,
    /// The method in use at the end, and why.
    pub used: Method,
    pub why: String,
    pub scores: Scores,
}

/// Series taken together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    pub series: usize,
    pub origins: usize,
    /// Series in which the used forecasts had the smaller error, and those in which the difference is significant at 5 %;
    /// and those in which they had the larger error, and significantly.
    pub better: usize,
    pub significantly_better: usize,
    pub worse: usize,
    pub significantly_worse: usize,
    /// Median over series of the error relative to the seasonal naive one, and to the last value's.
    pub ratio_seasonal: f64,
    pub ratio_last: f64,
    /// Share of outcomes inside the intervals of nominal 90 %, over all origins: adaptive and split.
    pub coverage90: f64,
    pub split90: f64,
    /// Series whose adaptive coverage is outside of what is allowed.
    pub outside: usize,
}

/// Forecasts of real histories: name without ending and text of CSV files, in a fixed order.
pub fn of_histories(files: &[(String, String)]) -> Report {
    let (found, missing) = sources(files);
    let settings = |season: usize, horizon: usize| Settings {
        season,
        stride: STRIDE,
        first: FIRST,
        window: WINDOW,
        methods: Method::ALL.to_vec(),
        origins: usize::MAX,
        ..Settings::daily(horizon)
    };
    let jobs: Vec<(&Source, usize)> = found.iter().flat_map(|source| HORIZONS.map(|h| (source, h))).collect();
    let judged = |(source, horizon): (&Source, usize)| judge(source, &settings(source.season, horizon));
    let series: Vec<SeriesReport> = jobs.into_par_iter().filter_map(judged).collect();
    let short =
        found.iter().filter(|source| !series.iter().any(|told| told.source == source.file && told.name == source.name));
    let too_short =
        |source: &Source| format!("{} of {} is too short: {} values", source.name, source.file, source.values.len());
    let missing = missing.into_iter().chain(short.map(too_short)).collect();
    Report { series, missing }
}

/// Forecasts a week ahead of volatility, staked share and price in runs of the twin, one run of every built-in scenario per seed.
pub fn of_twin(seeds: Range<u64>) -> Report {
    let settings = Settings { first: FIRST, origins: usize::MAX, stride: 2, ..Settings::daily(7) };
    let made: Vec<Source> = runs(seeds).into_iter().flat_map(|run| of_run(&run.0, &run.1)).collect();
    let series = made.par_iter().filter_map(|source| judge(source, &settings)).collect();
    Report { series, missing: Vec::new() }
}

fn of_run(source: &str, days: &[Vec<f64>; 3]) -> Vec<Source> {
    let told = [("volatility", "per year"), ("staked share", "of supply"), ("price", "quote")];
    let one = |series: &Series| {
        let at = *series as usize;
        let beside = (0..days.len()).filter(|other| *other != at).map(|other| days[other].clone()).collect();
        let (name, unit) = told[at];
        Source::daily(source, name, unit, days[at].clone(), beside)
    };
    Series::ALL.iter().map(one).collect()
}

fn judge(source: &Source, settings: &Settings) -> Option<SeriesReport> {
    if source.values.len() < LEAST {
        return None;
    }
    let beside: Vec<&[f64]> = source.beside.iter().map(Vec::as_slice).collect();
    let made = super::forecast(&source.values, &beside, settings)?;
    (made.scores.origins >= LEAST_ORIGINS).then_some(())?;
    Some(SeriesReport {
        source: source.file.clone(),
        name: source.name.clone(),
        unit: source.unit.clone(),
        values: source.values.len(),
        horizon: settings.horizon,
        step: source.step.clone(),
        used: made.method,
        why: why(made.method, made.model, &made.scores),
        scores: made.scores,
    })
}

fn why(used: Method, model: Method, scores: &Scores) -> String {
    let against = |naive: f64| if naive > 0.0 { scores.mae / naive } else { 1.0 };
    let p = |test: &Option<referee::stats::DieboldMariano>| test.map_or("–".into(), |test| format!("{:.3}", test.p));
    let record = format!(
        "error {:.2} of seasonal naive (p {}) and {:.2} of the last value (p {}) at {} origins",
        against(scores.mae_seasonal),
        p(&scores.against_seasonal),
        against(scores.mae_last),
        p(&scores.against_last),
        scores.origins
    );
    match (used.is_naive(), model.is_naive()) {
        (false, _) => format!("best of the earlier origins; {record}"),
        (true, true) => format!("no model was better at the earlier origins; {record}"),
        (true, false) => format!("the models chosen so far did not pay, {} would be next; {record}", model.name()),
    }
}

impl Report {
    /// All series of the report together; `None` without any.
    pub fn pooled(&self) -> Option<Pooled> {
        let judged: Vec<&Scores> = self.series.iter().map(|series| &series.scores).filter(|s| s.is_judged(1)).collect();
        let origins: usize = judged.iter().map(|scores| scores.origins).sum();
        let over = |naive: fn(&Scores) -> f64| {
            let ratios = judged.iter().filter(|scores| naive(scores) > 0.0).map(|scores| scores.mae / naive(scores));
            referee::stats::median(&ratios.collect::<Vec<f64>>())
        };
        let covered = |share: fn(&Scores) -> f64| {
            judged.iter().map(|scores| share(scores) * scores.origins as f64).sum::<f64>() / origins.max(1) as f64
        };
        let count = |is: &dyn Fn(&Scores) -> bool| judged.iter().filter(|scores| is(scores)).count();
        let significant = |scores: &Scores| scores.against_seasonal.is_some_and(|test| test.p < LEVEL);
        Some(Pooled {
            series: judged.len(),
            origins,
            better: count(&|s| s.mae < s.mae_seasonal),
            significantly_better: count(&|s| s.mae < s.mae_seasonal && significant(s)),
            worse: count(&|s| s.mae > s.mae_seasonal),
            significantly_worse: count(&|s| s.mae > s.mae_seasonal && significant(s)),
            ratio_seasonal: over(|scores| scores.mae_seasonal)?,
            ratio_last: over(|scores| scores.mae_last)?,
            coverage90: covered(|scores| scores.coverage90),
            split90: covered(|scores| scores.split90),
            outside: count(&|s| !(COVERAGE.0..=COVERAGE.1).contains(&s.coverage90)),
        })
    }
}

impl Report {
    /// The report for people, under a title: everything together, and every series.
    pub fn tables(&self, title: &str) -> Vec<Table> {
        let head = "Source,Series,#Values,#Ahead,#Origins,Used at the end,#MASE,#MASE naive,#MASE last,#CRPS,#CRPS naive,#DM p,#DM p last,#In 90 %,#Split";
        let mut about = String::from(
            "MASE and CRPS of the forecasts as they were used, of the seasonal naive one and of the last value, by rolling origin: a method is chosen by the errors known at its origin and judged by the next. DM p is Diebold and Mariano's with the correction of Harvey, Leybourne and Newbold, two-sided, against the seasonal naive forecast and the last value; in bold where the used forecasts lost and the difference is significant at 5 %. The last columns are shares of outcomes in the adaptive and in the split conformal interval of nominal 90 %.",
        );
        self.missing.iter().for_each(|missing| about += &format!(" Missing: {missing}."));
        let rows = self.series.iter().map(row).collect();
        let all = Table { title: title.into(), about, head: head.split(',').map(str::to_owned).collect(), rows };
        self.pooled().map(|pooled| together(title, &pooled)).into_iter().chain([all]).collect()
    }
}

fn row(series: &SeriesReport) -> Vec<String> {
    let scores = &series.scores;
    let score = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.3}"));
    let long = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.4e}"));
    let p = |test: &Option<referee::stats::DieboldMariano>| match test {
        None => "–".into(),
        Some(test) if test.p < LEVEL && test.statistic > 0.0 => format!("**{:.3}**", test.p),
        Some(test) => format!("{:.3}", test.p),
    };
    let share = |share: f64| format!("{:.1} %", share * 100.0);
    vec![
        series.source.clone(),
        format!("{}, {}", series.name, series.unit),
        series.values.to_string(),
        format!("{} {}", series.horizon, series.step),
        scores.origins.to_string(),
        series.used.name().into(),
        score(scores.mase),
        score(scores.mase_seasonal),
        score(scores.mase_last),
        long(scores.crps),
        long(scores.crps_seasonal),
        p(&scores.against_seasonal),
        p(&scores.against_last),
        share(scores.coverage90),
        share(scores.split90),
    ]
}

fn together(title: &str, pooled: &Pooled) -> Table {
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let share = |share: f64| format!("{:.1} %", share * 100.0);
    Table {
        title: format!("{title}: all series together"),
        about: "Better and worse: by mean absolute error against the seasonal naive forecast; significant at 5 %, not corrected for the number of series.".into(),
        head: vec!["Figure".into(), "#Value".into()],
        rows: vec![
            row("series", pooled.series.to_string()),
            row("forecasts judged", pooled.origins.to_string()),
            row("better (significantly)", format!("{} ({})", pooled.better, pooled.significantly_better)),
            row("worse (significantly)", format!("{} ({})", pooled.worse, pooled.significantly_worse)),
            row("median error relative to seasonal naive", format!("{:.3}", pooled.ratio_seasonal)),
            row("median error relative to the last value", format!("{:.3}", pooled.ratio_last)),
            row("outcomes inside the adaptive 90 % interval", share(pooled.coverage90)),
            row("outcomes inside the split conformal 90 % interval", share(pooled.split90)),
            row("series whose adaptive coverage is outside 86 to 94 %", pooled.outside.to_string()),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_the_twin_tells_every_series_and_survives_json() {
        let report = of_twin(10_700..10_701);
        assert_eq!(report.series.len(), 3 * twin::file::BUILT_IN.len());
        for series in &report.series {
            assert!(series.scores.origins > 20 && series.scores.mae.is_finite(), "{series:?}");
            assert!(!series.why.is_empty() && series.source.contains("10700"));
        }
        for table in report.tables("Forecasts") {
            assert!(table.rows.iter().all(|row| row.len() == table.head.len()), "{table:?}");
        }
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap().series.len(), report.series.len());
        let pooled = report.pooled().unwrap();
        assert!((0.86..=0.94).contains(&pooled.coverage90), "{pooled:?}");
        // A week ahead the seasonal naive forecast is the last value, and in the twin that is hard to beat.
        assert!(pooled.ratio_seasonal == pooled.ratio_last && pooled.ratio_seasonal < 1.1, "{pooled:?}");
    }

    #[test]
    fn histories_that_are_not_there_are_told() {
        let report = of_histories(&[]);
        assert!(report.series.is_empty() && !report.missing.is_empty() && report.pooled().is_none());
    }
}
