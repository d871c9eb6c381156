//! The case as people read it.

use {
    super::{ACTED, ANNOUNCED, Case, DAY, LEFT, Path},
    crate::{table::Table, warn::report::moment},
};

/// Days between two rows.
const EVERY: usize = 30;
/// What the faucet has to fall to for a column of dates: the last is what the cut left.
const MARKS: [f64; 3] = [0.9, 0.75, LEFT];

impl Case {
    /// When and how far; and the faucet month by month.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.when(), self.months()]
    }

    fn when(&self) -> Table {
        let announced = ((ANNOUNCED - self.start) / DAY) as usize;
        let mut rows: Vec<Vec<String>> = self.paths.iter().map(|path| path.row(announced)).collect();
        let mut done: Vec<String> = ["what people did", &date(ANNOUNCED)].map(str::to_owned).to_vec();
        done.extend(MARKS.iter().map(|_| date(ACTED)));
        done.extend([percent(1.0), percent(0.0), "1".into()]);
        rows.push(done);
        let marks = MARKS.iter().map(|mark| format!("≤ {} from", percent(*mark)));
        let head = ["path", "first proposed"].map(str::to_owned).into_iter().chain(marks);
        let rest =
            ["#faucet at the cut's announcement", "#less per play until then, mean of days", "#changes proposed"];
        Table {
            title: "Axie Infinity: when the faucet would have been turned down".into(),
            about: format!(
                "Data: {} days of SLP's price from {}. Published: the cut of {} (in force {}), which left {} of the faucet, and two ratios of minted to burned. \
                 Model: the policy's numbers, found in the twin, and the gate with its lag, delay, steps and budgets. \
                 `level alone` is the policy without its answers, so it says nothing about the history; `price` answers to prices alone; \
                 `price, ratios` also to 5 : 1 from the end of August 2021 and 4 : 1 from {}. \
                 Nobody answers to the other faucet here: whether the price would have fallen less, who would have left, \
                 and what was minted and burned before the first ratio, prices do not tell. People had also halved two sources in August 2021, which the price contains.",
                self.days,
                date(self.start),
                date(ANNOUNCED),
                date(ACTED),
                percent(LEFT),
                date(ANNOUNCED),
            ),
            head: head.chain(rest.map(str::to_owned)).collect(),
            rows,
        }
    }

    fn months(&self) -> Table {
        let mut days: Vec<usize> = (0..self.days).step_by(EVERY).collect();
        days.extend([ANNOUNCED, ACTED].map(|at| ((at - self.start) / DAY) as usize));
        days.sort_unstable();
        days.dedup();
        let row = |day: &usize| {
            let unix = self.start + *day as i64 * DAY;
            let done = if unix >= ACTED { LEFT } else { 1.0 };
            let data = [date(unix), percent(self.fall[*day]), self.axs_fall[*day].map_or("–".into(), percent)];
            let paths = self.paths.iter().map(|path| percent(path.faucet[*day]));
            data.into_iter().chain(paths).chain([percent(done)]).collect()
        };
        let head = ["day", "#SLP below its high", "#AXS below its high"].map(str::to_owned).into_iter();
        let paths = self.paths.iter().map(|path| format!("#{}", path.name));
        Table {
            title: "Axie Infinity: the faucet, of the start's".into(),
            about: "The first columns are data; AXS enters no answer of the policy. The others are faucets in force under the gate; the last is the published cut.".into(),
            head: head.chain(paths).chain(["#what people did".to_owned()]).collect(),
            rows: days.iter().map(row).collect(),
        }
    }
}

impl Path {
    fn row(&self, announced: usize) -> Vec<String> {
        let day = |day: Option<usize>| day.map_or("never".to_owned(), |day| date(self.start + day as i64 * DAY));
        let mut row = vec![self.name.clone(), day(self.proposed.first().map(|(day, _)| *day))];
        row.extend(MARKS.iter().map(|mark| day(self.faucet.iter().position(|faucet| *faucet <= *mark))));
        let less = self.faucet[..announced].iter().map(|faucet| 1.0 - faucet).sum::<f64>() / announced.max(1) as f64;
        row.extend([percent(self.faucet[announced]), percent(less), self.proposed.len().to_string()]);
        row
    }
}

fn date(unix: i64) -> String {
    moment(unix)[..10].to_owned()
}

fn percent(part: f64) -> String {
    format!("{:.0} %", part * 100.0)
}
