//! Real price histories as exogenous paths.
//!
//! Any CSV file with a column of times (`time`, `date`, `timeOpen` or `timestamp`: unix seconds or UTC text) and a column `close` is one;
//! hourly and daily rows are known, daily ones are held for their day.

use {
    chrono::{DateTime, NaiveDate, NaiveDateTime},
    std::path::{Path, PathBuf},
};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// Shortest usable history in hours.
const MIN_HOURS: usize = 30 * 24;

/// One price history by the hour.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The file's name without its ending.
    pub name: String,
    /// Unix second of the first hour.
    pub start: i64,
    /// Close of each hour; a missing hour repeats the one before.
    pub close: Vec<f64>,
    /// Hours that were missing.
    pub filled: usize,
    /// One row per day instead of one per hour.
    pub is_daily: bool,
}

/// Why a file is not a price history.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("no column of times and closes; found {found:?}")]
    Columns { found: Vec<String> },
    #[error("line {line}: {reason}")]
    Row { line: u64, reason: String },
    #[error("{0} hours, expected at least {MIN_HOURS}")]
    Short(usize),
    #[error("{0}")]
    Csv(#[from] csv::Error),
}

/// A CSV file: where it is, its name without ending, and its text.
pub struct Table {
    pub path: PathBuf,
    pub name: String,
    pub text: String,
}

/// Every CSV file under `dir`, in the order of their paths.
pub fn tables(dir: &Path) -> Result<Vec<Table>, HistoryError> {
    let mut files = Vec::new();
    collect(dir, &mut files)?;
    files.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).map_err(|source| HistoryError::Io { path: path.clone(), source })?;
        Ok(Table { name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path, text })
    };
    files.into_iter().map(read).collect()
}

/// Every price history under `dir`, and every CSV file that is none with the reason, both in the order of their paths.
pub fn histories(dir: &Path) -> Result<(Vec<History>, Vec<(PathBuf, HistoryError)>), HistoryError> {
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for table in tables(dir)? {
        match parse(&table.name, &table.text) {
            Ok(history) => found.push(history),
            Err(reason) => others.push((table.path, reason)),
        }
    }
    Ok((found, others))
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), HistoryError> {
    let io = |source| HistoryError::Io { path: dir.to_owned(), source };
    for entry in std::fs::read_dir(dir).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads one file.
pub fn parse(name: &str, text: &str) -> Result<History, HistoryError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let column = |names: &[&str]| names.iter().find_map(|name| head.iter().position(|known| known == name));
    let (Some(time), Some(close)) = (column(&["time", "date", "timeOpen", "timestamp"]), column(&["close"])) else {
        return Err(HistoryError::Columns { found: head });
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let wrong = |what: &str, value: &str| HistoryError::Row { line, reason: format!("{what}: found {value:?}") };
        let (time, close) = (record.get(time).unwrap_or(""), record.get(close).unwrap_or(""));
        let at = unix(time).ok_or_else(|| wrong("expected unix seconds or UTC date and time", time))?;
        let price: f64 = close.parse().map_err(|_| wrong("expected a price", close))?;
        if !(price.is_finite() && price > 0.0) {
            return Err(wrong("expected a price above 0", close));
        }
        rows.push((at, price));
    }
    rows.sort_by_key(|row| row.0);
    hourly(name, &rows)
}

/// Unix seconds from unix seconds or UTC text.
pub fn unix(text: &str) -> Option<i64> {
    let date = |format: &str| NaiveDateTime::parse_from_str(text, format).ok().map(|at| at.and_utc().timestamp());
    text.parse::<i64>()
        .ok()
        .or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp()))
        .or_else(|| date("%Y-%m-%d %H:%M:%S"))
        .or_else(|| Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)?.and_utc().timestamp()))
}

fn hourly(name: &str, rows: &[(i64, f64)]) -> Result<History, HistoryError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Err(HistoryError::Short(0));
    };
    let mut steps: Vec<i64> = rows.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    steps.sort_unstable();
    let daily = steps.get(steps.len() / 2).is_some_and(|step| *step >= DAY / 2);
    let spacing = if daily { DAY } else { HOUR };
    let start = first.0 - first.0.rem_euclid(HOUR);
    let hours = ((last.0 - start) / HOUR) as usize + (spacing / HOUR) as usize;
    let (mut close, mut filled, mut next, mut price) = (Vec::with_capacity(hours), 0, 0, first.1);
    let mut fresh_until = start;
    for hour in 0..hours {
        let end = start + (hour as i64 + 1) * HOUR;
        while let Some(row) = rows.get(next).filter(|row| row.0 < end) {
            price = row.1;
            fresh_until = row.0 - row.0.rem_euclid(HOUR) + spacing;
            next += 1;
        }
        filled += usize::from(end > fresh_until);
        close.push(price);
    }
    let long_enough = close.len() >= MIN_HOURS;
    long_enough.then_some(()).ok_or(HistoryError::Short(close.len()))?;
    Ok(History { name: name.to_owned(), start, close, filled, is_daily: daily })
}

impl History {
    /// Windows of `days`, one after the other from the end backwards so that the last days are in one; relative to their first hour.
    /// A history shorter than one window gives one shorter window.
    pub fn windows(&self, days: u32) -> Vec<(usize, Vec<f64>)> {
        let hours = days as usize * 24;
        let count = (self.close.len() / hours).max(1);
        let length = hours.min(self.close.len() / 24 * 24);
        (0..count)
            .rev()
            .map(|back| {
                let end = self.close.len() - back * length;
                let window = &self.close[end - length..end];
                (end - length, window.iter().map(|price| price / window[0]).collect())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(hours: i64, missing: i64) -> String {
        let rows =
            (0..hours).filter(|hour| *hour != missing).map(|hour| format!("{},{}\n", 7_200 + hour * 3_600, hour + 1));
        format!("time,close\n{}", rows.collect::<String>())
    }

    #[test]
    fn a_missing_hour_repeats_the_one_before_and_is_counted() {
        let history = parse("x", &file(800, 5)).unwrap();
        assert_eq!((history.close.len(), history.filled), (800, 1));
        assert_eq!(history.close[3..7], [4.0, 5.0, 5.0, 7.0]);
    }

    #[test]
    fn daily_rows_are_held_for_their_day() {
        let rows: String = (1..=31).map(|day| format!("2022-05-{day:02}T00:00:00Z,{day}\n")).collect();
        let history = parse("x", &format!("timeOpen,close\n{rows}")).unwrap();
        assert_eq!((history.close.len(), history.filled), (31 * 24, 0));
        assert_eq!((history.close[23], history.close[24]), (1.0, 2.0));
    }

    #[test]
    fn what_is_no_history_says_why() {
        let reason = |text: &str| parse("x", text).unwrap_err().to_string();
        assert!(reason("epoch,stake\n1,2\n").contains("epoch"));
        assert!(reason("time,close\n7200,abc\n").starts_with("line 2: expected a price"));
        assert!(reason("time,close\nyesterday,1\n").starts_with("line 2: expected unix"));
        assert!(reason(&file(10, 99)).contains("10 hours"));
    }

    #[test]
    fn windows_end_with_the_last_hour_and_begin_at_one() {
        let windows = parse("x", &file(24 * 75, -1)).unwrap().windows(30);
        assert_eq!(windows.iter().map(|w| w.0).collect::<Vec<_>>(), [360, 1_080]);
        assert!(windows.iter().all(|w| w.1[0] == 1.0 && w.1.len() == 720));
    }
}
