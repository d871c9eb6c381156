//! Daily series of real histories, from the text of CSV files: any price history gives volatility and volume;
//! tables by epoch and columns of circulating supply give their own.

use {referee::history::unix, std::collections::BTreeMap};

const DAY: i64 = 86_400;
const DAYS_PER_YEAR: f64 = 365.0;
/// Fewest hours of a day whose realised volatility counts.
const LEAST_HOURS: usize = 20;
/// Days of the volatility of a daily history.
const WEEK: usize = 7;
/// Columns of tables by epoch that are forecast, with name and unit.
const BY_EPOCH: [(&str, &str, &str); 4] = [
    ("inflation_rewards_sol_est", "inflation rewards", "SOL per epoch"),
    ("mev_rewards_sol", "MEV rewards", "SOL per epoch"),
    ("network_stake_sol", "stake", "SOL"),
    ("winning_pmpe", "winning price of stake", "per 1 000 SOL and epoch"),
];

/// One series with those that may help.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    pub file: String,
    pub name: String,
    pub unit: String,
    pub step: String,
    pub season: usize,
    pub values: Vec<f64>,
    pub beside: Vec<Vec<f64>>,
}

impl Source {
    /// A daily series with a weekly season.
    pub fn daily(file: &str, name: &str, unit: &str, values: Vec<f64>, beside: Vec<Vec<f64>>) -> Self {
        let (file, name, unit) = (file.to_owned(), name.to_owned(), unit.to_owned());
        Self { file, name, unit, step: "day".into(), season: 7, values, beside }
    }
}

/// Every series in the files, and every file without one.
pub(super) fn sources(files: &[(String, String)]) -> (Vec<Source>, Vec<String>) {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let table = Table::read(text);
        let mut made = table.as_ref().map(|table| of_table(name, table)).unwrap_or_default();
        if made.is_empty() {
            missing.push(format!("{name}: no column of prices by time, and none by epoch that is known"));
        }
        found.append(&mut made);
    }
    if found.is_empty() {
        missing.push("no history was given".into());
    }
    (found, missing)
}

/// Rows of text by the names of their columns.
struct Table {
    head: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    fn read(text: &str) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let head = reader.headers().ok()?.iter().map(str::to_owned).collect();
        Some(Self { head, rows: reader.records().filter_map(Result::ok).collect() })
    }

    fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.head.iter().position(|known| known == name))
    }

    /// Numbers of a column with the time of their rows; rows without either are left out.
    fn timed(&self, time: usize, column: usize) -> Vec<(i64, f64)> {
        let one = |row: &csv::StringRecord| {
            let value: f64 = row.get(column)?.trim().parse().ok()?;
            value.is_finite().then_some((unix(row.get(time)?)?, value))
        };
        let mut rows: Vec<(i64, f64)> = self.rows.iter().filter_map(one).collect();
        rows.sort_by_key(|row| row.0);
        rows
    }

    fn numbers(&self, column: usize) -> Vec<f64> {
        let number = |row: &csv::StringRecord| row.get(column)?.trim().parse().ok().filter(|x: &f64| x.is_finite());
        self.rows.iter().filter_map(number).collect()
    }
}

fn of_table(file: &str, table: &Table) -> Vec<Source> {
    let time = table.column(&["time", "date", "timeOpen", "timestamp"]);
    match (time, table.column(&["close"])) {
        (Some(time), Some(close)) => of_prices(file, table, time, close),
        _ if table.column(&["epoch"]).is_some() => of_epochs(file, table),
        _ => Vec::new(),
    }
}

fn of_prices(file: &str, table: &Table, time: usize, close: usize) -> Vec<Source> {
    let prices: Vec<(i64, f64)> = table.timed(time, close).into_iter().filter(|row| row.1 > 0.0).collect();
    let volatility = match is_hourly(&prices) {
        true => realised(&prices),
        false => weekly(&prices),
    };
    let volume = table.column(&["volume"]).map(|column| summed(&table.timed(time, column))).unwrap_or_default();
    let both: Vec<i64> = volatility.keys().copied().filter(|day| volume.contains_key(day)).collect();
    let pick = |of: &BTreeMap<i64, f64>| both.iter().filter_map(|day| of.get(day).copied()).collect::<Vec<f64>>();
    let mut made = Vec::new();
    if both.is_empty() {
        made.push(Source::daily(file, "volatility", "per year", volatility.values().copied().collect(), Vec::new()));
    } else {
        let (rough, traded) = (pick(&volatility), pick(&volume));
        made.push(Source::daily(file, "volatility", "per year", rough.clone(), vec![traded.clone()]));
        made.push(Source::daily(file, "volume", "units per day", traded, vec![rough]));
    }
    if let Some(supply) = table.column(&["circulatingSupply"]) {
        let known = table.timed(time, supply).into_iter().map(|row| row.1).filter(|supply| *supply > 0.0);
        made.push(Source::daily(file, "circulating supply", "tokens", known.collect(), Vec::new()));
    }
    made
}

fn of_epochs(file: &str, table: &Table) -> Vec<Source> {
    let columns = BY_EPOCH.iter().filter_map(|told| Some((table.column(&[told.0])?, told)));
    columns
        .map(|(column, (_, name, unit))| Source {
            step: "epoch".into(),
            season: 1,
            ..Source::daily(file, name, unit, table.numbers(column), Vec::new())
        })
        .collect()
}

fn is_hourly(rows: &[(i64, f64)]) -> bool {
    let mut steps: Vec<i64> = rows.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).is_some_and(|step| *step < DAY / 2)
}

/// Annualised square root of the sum of squared hourly returns of each UTC day (Andersen and Bollerslev 1998), scaled to 24 hours.
fn realised(prices: &[(i64, f64)]) -> BTreeMap<i64, f64> {
    let mut days: BTreeMap<i64, (usize, f64)> = BTreeMap::new();
    for pair in prices.windows(2) {
        let change = libm::log(pair[1].1 / pair[0].1);
        let day = days.entry(pair[1].0.div_euclid(DAY)).or_default();
        *day = (day.0 + 1, day.1 + change * change);
    }
    let whole = days.into_iter().filter(|(_, (hours, _))| *hours >= LEAST_HOURS);
    whole.map(|(day, (hours, squares))| (day, (squares / hours as f64 * 24.0 * DAYS_PER_YEAR).sqrt())).collect()
}

/// Annualised root mean square of the last seven daily returns.
fn weekly(prices: &[(i64, f64)]) -> BTreeMap<i64, f64> {
    let changes: Vec<(i64, f64)> =
        prices.windows(2).map(|pair| (pair[1].0.div_euclid(DAY), libm::log(pair[1].1 / pair[0].1))).collect();
    let of = |week: &[(i64, f64)]| {
        let squares: f64 = week.iter().map(|(_, change)| change * change).sum();
        (week[week.len() - 1].0, (squares / week.len() as f64 * DAYS_PER_YEAR).sqrt())
    };
    changes.windows(WEEK).map(of).collect()
}

/// Sums by UTC day, days with nothing left out.
fn summed(rows: &[(i64, f64)]) -> BTreeMap<i64, f64> {
    let mut days = BTreeMap::new();
    rows.iter().for_each(|(at, value)| *days.entry(at.div_euclid(DAY)).or_insert(0.0) += value);
    days.into_iter().filter(|(_, sum)| *sum > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_become_days_of_volatility_and_volume() {
        let price = |hour: i64| if hour % 2 == 0 { 100.0 } else { 101.0 };
        let rows: String = (0..24 * 5).map(|hour| format!("{},{},2\n", hour * 3_600, price(hour))).collect();
        let (found, missing) = sources(&[("x".into(), format!("time,close,volume\n{rows}"))]);
        assert!(missing.is_empty());
        let names: Vec<&str> = found.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["volatility", "volume"]);
        let expected = libm::log(1.01) * (24.0 * 365.0_f64).sqrt();
        assert!(found[0].values.iter().all(|v| (v - expected).abs() < 1e-9), "{:?}", found[0].values);
        assert_eq!(found[1].values, [48.0; 5]);
    }

    #[test]
    fn tables_by_epoch_and_supplies_are_known_and_others_are_told() {
        let (found, _) = sources(&[("e".into(), "epoch,mev_rewards_sol\n1,5\n2,6\n".into())]);
        assert_eq!((found[0].step.as_str(), found[0].values.as_slice()), ("epoch", [5.0, 6.0].as_slice()));
        let rows: String = (1..=20).map(|day| format!("2022-05-{day:02}T00:00:00Z,{day},{}\n", day * 10)).collect();
        let (found, _) = sources(&[("d".into(), format!("timeOpen,close,circulatingSupply\n{rows}"))]);
        assert_eq!(
            found.last().map(|source| (source.name.as_str(), source.values.len())),
            Some(("circulating supply", 20))
        );
        let (found, missing) = sources(&[("z".into(), "a,b\n1,2\n".into())]);
        assert!(found.is_empty() && missing[0].starts_with("z: "));
    }
}
