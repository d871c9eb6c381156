//! Our PI controller against a log of the calls that RAI's own contract answered.

use crate::rules::pi::{Controller, RAI};

const RAY: f64 = 1e27;

/// Largest relative error of the rate over all calls that follow another one, and their number.
///
/// `text` is CSV with `marketPrice, redemptionPrice, redemptionRate, ts, prop_term, integral_term` in 27 decimals; each call starts from the
/// logged state of the call before, so errors do not add up. `None` if the columns are not there or no call can be checked.
pub fn largest_error(text: &str) -> Option<(f64, usize)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().ok()?.clone();
    let column = |name: &str| head.iter().position(|known| known == name);
    let names = ["marketPrice", "redemptionPrice", "redemptionRate", "ts", "prop_term", "integral_term"];
    let places: Vec<usize> = names.iter().map(|name| column(name)).collect::<Option<_>>()?;
    let rows: Vec<Vec<f64>> = reader
        .records()
        .map(|record| {
            let record = record.ok()?;
            // The rate is 1 in 27 decimals plus something small: its difference is taken before it becomes a float.
            places.iter().enumerate().map(|(n, place)| number(record.get(*place)?, n == 2)).collect()
        })
        .collect::<Option<_>>()?;
    let errors: Vec<f64> = rows.windows(2).filter_map(|pair| error(&pair[0], &pair[1])).collect();
    let largest = errors.iter().copied().fold(0.0, f64::max);
    (!errors.is_empty()).then_some((largest, errors.len()))
}

fn number(text: &str, is_rate: bool) -> Option<f64> {
    if !is_rate {
        return text.parse().ok();
    }
    let whole: i128 = text.parse().ok()?;
    Some((whole - 10i128.pow(27)) as f64)
}

/// The first calls of a controller have no integral yet and are left out.
fn error(before: &[f64], after: &[f64]) -> Option<f64> {
    if after[5] == 0.0 {
        return None;
    }
    let mut controller = Controller { error: before[4] / RAY, integral: before[5] / RAY };
    let rate = controller.step(&RAI, after[1] / RAY, after[0] / RAY, after[3] - before[3]);
    let logged = after[2] / RAY;
    Some((rate - logged).abs() / logged.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_worked_by_hand_is_met_and_a_wrong_one_is_seen() {
        // Error 1 held for 1 000 s from rest: rate 7.5e-8 + 2.23e-14 · 1 000 = 7.502 23e-8.
        let log = |rate: &str| {
            let head = "marketPrice,redemptionPrice,redemptionRate,ts,prop_term,integral_term\n";
            let first = "2e27,3e27,1000000075000000000000000000,0,1000000000000000000000000000,0\n";
            format!("{head}{first}2e27,3e27,{rate},1000,1000000000000000000000000000,1e30\n")
        };
        let (error, calls) = largest_error(&log("1000000075022300000000000000")).unwrap();
        assert!(error < 1e-9 && calls == 1, "{error}");
        assert!(largest_error(&log("1000000080000000000000000000")).unwrap().0 > 0.05);
        assert_eq!(largest_error("a,b\n1,2\n"), None);
    }
}
