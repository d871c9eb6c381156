//! The report as people read it.

use {
    super::{
        arms::Arm,
        axie::Case,
        report::{Against, PackReport, Report, ScenarioReport, Verdict},
    },
    crate::table::Table,
    referee::metrics::Role,
};

impl Report {
    /// Per pack a table of its arms, and one of figures and effects per scenario; then the real history.
    pub fn tables(&self) -> Vec<Table> {
        let real = self.axie.iter().flat_map(Case::tables);
        self.packs.iter().flat_map(|pack| pack.tables(self)).chain(real).collect()
    }
}

impl PackReport {
    fn tables(&self, report: &Report) -> Vec<Table> {
        let [from, to] = report.seeds;
        let about = format!(
            "Learned policy {} against the field's own rule, over {} seeds from {from} that nobody was trained on. \
             Medians of the arms; effects of the learned policy are medians of pairs with the same luck, with BCa 95 % intervals. \
             Win and loss: the interval leaves 0 out and Wilcoxon's p, Holm-corrected over all primary tests of the pack, is below 5 %. \
             Secondary metrics are kept where the whole interval is above −2 %.",
            &self.policy_hash[..12.min(self.policy_hash.len())],
            to - from
        );
        let arms = self.scenarios.first().map_or(&[][..], |scenario| &scenario.arms);
        let rows = arms.iter().map(|arm| vec![arm.arm.name().to_owned(), arm.about.clone()]).collect();
        let head = ["arm", "what it is"].map(str::to_owned).to_vec();
        let first = Table { title: format!("Pack {}", self.name), about, head, rows };
        std::iter::once(first).chain(self.scenarios.iter().map(ScenarioReport::table)).collect()
    }
}

impl ScenarioReport {
    fn table(&self) -> Table {
        let seen = if self.is_trained_on { "trained on other seeds of it" } else { "never trained on" };
        let baselines: Vec<Arm> = self.arms.iter().map(|arm| arm.arm).filter(|arm| *arm != Arm::Learned).collect();
        let mut head = vec!["metric".to_owned(), "role".to_owned()];
        head.extend(self.arms.iter().map(|arm| format!("#{}", arm.arm.name())));
        head.extend(baselines.iter().map(|arm| format!("#learned against {}", arm.name())));
        let count = self.arms.first().map_or(0, |arm| arm.figures.len());
        let rows = (0..count).map(|place| self.row(place, &baselines)).collect();
        Table { title: self.name.clone(), about: format!("{} ({seen})", self.about), head, rows }
    }

    fn row(&self, place: usize, baselines: &[Arm]) -> Vec<String> {
        let name = &self.arms[0].figures[place].metric;
        let of = |arm: Arm| self.against.iter().find(|row| row.baseline == arm && row.metric == *name);
        let role = match baselines.first().and_then(|arm| of(*arm)).map(|row| row.role) {
            Some(Role::Primary) => "primary",
            Some(Role::Secondary) => "secondary",
            _ => "shown",
        };
        let show = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.4}"));
        let figures = self.arms.iter().map(|arm| show(arm.figures[place].median));
        let effects = baselines.iter().map(|arm| of(*arm).map_or("–".to_owned(), Against::cell));
        [name.clone(), role.to_owned()].into_iter().chain(figures).chain(effects).collect()
    }
}

impl Against {
    fn cell(&self) -> String {
        let show = |x: f64| if self.is_ratio { format!("{:+.1} %", x * 100.0) } else { format!("{x:+.4}") };
        let Some(effect) = self.effect else { return "–".into() };
        let interval = self.interval.map_or(String::new(), |i| format!(" [{}, {}]", show(i.low), show(i.high)));
        let word = match self.verdict {
            Verdict::Win => " win",
            Verdict::Loss => " LOSS",
            Verdict::Kept => " kept",
            Verdict::Broken => " BROKEN",
            Verdict::Unclear => " unclear",
            Verdict::Open => "",
        };
        format!("{}{interval}{word}", show(effect))
    }
}
