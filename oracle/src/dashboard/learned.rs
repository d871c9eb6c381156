//! What the oracle knew and learned: inputs, forecasts, signals, kinds of wallets.

use twin::rewards::Segment as RewardSegment;

use super::{badge, small_table, table, when};
use crate::{
    decision::Decision,
    detect::Flag,
    forecast::Forecast,
    search::Metric,
    segment::Segment,
    snapshot::{Snapshot, SourceState},
    view::{
        html::Html,
        interval::{self, Interval},
        words,
    },
};

/// Each forecast with its interval, and how good its model was on data that it had not seen.
pub fn forecasts(decision: &Decision) -> Html {
    let row = |f: &Forecast| {
        let show = |value: i64| words::metric(&f.metric, value);
        vec![
            Html::tag("span", "nb", words::spaced(&f.metric)),
            show(f.last).into(),
            Html::tag("b", "", show(f.p50)),
            format!("{} to {}", show(f.p10), show(f.p90)).into(),
            Interval { now: f.last, p10: f.p10, p50: f.p50, p90: f.p90, without: f.naive, actual: None }.draw(),
            words::micro(f.mase).into(),
            words::micro(f.mase_naive).into(),
            if f.origins == 0 { "–".into() } else { Html::from(words::percent(f.coverage90 as f64 / 1e6)) },
            badge(f.method()),
        ]
    };
    let ahead =
        decision.forecasts.first().map_or(String::new(), |f| format!(" {} ahead.", words::duration(f.horizon_secs)));
    let told = format!(
        "Without any change,{ahead} A model is used only where its error (MASE, by rolling origin) was below that of the naive forecasts on earlier days. Errors and coverage are of the days after the choice."
    );
    let columns = [
        "Series",
        "#At the decision",
        "#Forecast",
        "#80 % interval",
        "Interval",
        "#Error, as used",
        "#Error, naive",
        "#In 90 % interval",
        "Used",
    ];
    let rows: Vec<_> = decision.forecasts.iter().map(row).collect();
    let legend = if rows.is_empty() { Html::default() } else { interval::legend("naive", false) };
    Html::all([Html::tag("p", "quiet", told), legend, table(&columns, rows, "Too little history for a forecast.")])
}

/// Everything strange that was seen.
pub fn signals(decision: &Decision) -> Html {
    let row = |flag: &Flag| {
        vec![
            Html::text(&flag.kind),
            Html::text(format!("{:?}", flag.severity).to_lowercase()),
            Html::text(&flag.evidence),
        ]
    };
    table(
        &["Kind", "Weight", "Evidence"],
        decision.signals.flags.iter().map(row).collect(),
        "Nothing strange was seen.",
    )
}

/// Segments of the wallets, why they are told apart, and how they held since the decision before.
pub fn segments(decision: &Decision) -> Html {
    let share = |micro: i64| Html::from(words::percent(micro as f64 / 1e6));
    let row = |s: &Segment| {
        let before = if decision.segments_kept.is_some() && s.was.is_none() { " (new)" } else { "" };
        let name = Html::all([Html::text(&s.name), Html::tag("span", "quiet", before)]);
        vec![name, Html::from(s.size), share(s.wealth_share), share(s.staked_share), Html::text(s.why())]
    };
    let index = |micro: i64| format!("{:.2}", micro as f64 / 1e6);
    let kept = decision.segments_kept.map(|kept| format!(", with the decision before {}", index(kept)));
    let told = format!(
        "Agreement of the grouping under resampling {}{} (adjusted Rand index, 1 is the same). A kind is told apart by the columns in which its mean lies farthest from that of all wallets, in standard deviations.",
        index(decision.segment_stability),
        kept.unwrap_or_default()
    );
    let table = table(
        &["Kind", "#Wallets", "#Tokens", "#Staked", "Told apart by"],
        decision.segments.iter().map(row).collect(),
        "Too few wallets.",
    );
    if decision.segments.is_empty() { table } else { Html::all([Html::tag("p", "quiet", told), table]) }
}

/// How the contributors' part is split, how it should be, and why.
pub fn rewards(decision: &Decision) -> Html {
    let advice = &decision.plan.rewards;
    let share = |bps: u16| Html::from(words::percent(f64::from(bps) / 1e4));
    let row = |segment: RewardSegment| {
        let [live, wanted] = [advice.live, advice.recommended].map(|weights| share(weights[segment.index()]));
        vec![Html::from(segment.name()), live, if advice.is_change() { Html::tag("b", "", wanted) } else { wanted }]
    };
    let command = format!("trimtab rewards draft --decision {} --amount TOKENS --out list.csv", decision.number);
    Html::all([
        Html::tag("p", "", &advice.reason),
        small_table(&["Segment", "#Now", "#Recommended"], RewardSegment::ALL.map(row).to_vec(), ""),
        Html::tag("p", "quiet", "People make the list, and propose it as an action:"),
        Html::tag("pre", "", command),
    ])
}

/// Where the numbers came from, and the newest of each series.
pub fn inputs(decision: &Decision, snapshot: Option<&Snapshot>) -> Html {
    let slots = format!(
        "Slots {} to {}, finalized.",
        words::grouped(decision.slot_from.into()),
        words::grouped(decision.slot_to.into())
    );
    let source = |s: &SourceState| {
        let age = words::duration(decision.at.unix.saturating_sub(s.unix));
        vec![Html::text(&s.name), when(s.unix), age.into(), badge(if s.agrees { "yes" } else { "no" })]
    };
    let sources = match snapshot {
        Some(snapshot) => table(
            &["Source", "Newest (UTC)", "#Age", "Agrees"],
            snapshot.sources.iter().map(source).collect(),
            "No source is recorded.",
        ),
        None => Html::tag("p", "quiet", "The snapshot is not in this store."),
    };
    let row = |m: &Metric| {
        Html::tag(
            "div",
            "pair",
            Html::all([
                Html::tag("span", "", words::spaced(&m.name)),
                Html::tag("b", "", words::metric(&m.name, m.value)),
            ]),
        )
    };
    let values = Html::tag("div", "pairs", Html::all(decision.features.iter().map(row)));
    Html::all([Html::tag("p", "quiet", slots), sources, Html::tag("h3", "", "Newest value of each series"), values])
}
