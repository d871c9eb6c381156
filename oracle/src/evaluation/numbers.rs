//! Figures of an evaluation as text, the same in Markdown and HTML.

use referee::{
    judge::Effect,
    metrics::{self, METRICS, Metric},
    stats::Contrast,
};

/// A change as a signed percentage, or a signed difference where the metric is compared so.
pub fn change(contrast: Contrast, value: f64) -> String {
    match contrast {
        Contrast::Ratio => format!("{:+.1} %", value * 100.0),
        Contrast::Difference => format!("{value:+.3}"),
    }
}

/// Median and interval of an effect.
pub fn effect(effect: &Effect) -> String {
    let contrast = metric(&effect.metric).map_or(Contrast::Difference, |metric| metric.contrast);
    let Some(median) = effect.median else { return "not comparable".into() };
    let interval = effect.interval.map(|i| format!(" [{}, {}]", change(contrast, i.low), change(contrast, i.high)));
    change(contrast, median) + &interval.unwrap_or_default()
}

/// A corrected p, or a dash.
pub fn p(value: Option<f64>) -> String {
    value.map_or("—".into(), |p| if p < 0.001 { "< 0.001".into() } else { format!("{p:.3}") })
}

/// Three or four digits that matter; a dash where there is no figure.
pub fn figure(value: Option<f64>) -> String {
    match value {
        None => "—".into(),
        Some(v) if v.abs() >= 1_000.0 => format!("{v:.0}"),
        Some(v) if v.abs() >= 10.0 => format!("{v:.1}"),
        Some(v) => format!("{v:.4}"),
    }
}

/// The metric called `name`.
pub fn metric(name: &str) -> Option<&'static Metric> {
    metrics::place(name).map(|place| &METRICS[place])
}

/// The field's claim as text; empty without one.
pub fn claim(metric: &Metric) -> String {
    if metric.claim_permille == 0 {
        String::new()
    } else {
        format!("{:+.0} %", f64::from(metric.claim_permille) / 10.0)
    }
}
