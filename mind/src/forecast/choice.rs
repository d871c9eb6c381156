//! Which method is used at an origin, by the errors known there.

use super::{
    Method, Record, Settings,
    interval::{Adaptive, half_width},
    origins::{Origin, Track},
};

/// Fewest known errors before anything but the last value is used.
pub const LEAST_ERRORS: usize = 8;
/// Nominal shares of misses.
const MISSES: [f64; 2] = [0.2, 0.1];

/// Goes from origin to origin; learns of an outcome when it is known.
pub(super) struct Chooser<'a> {
    settings: &'a Settings,
    adaptive: [Adaptive; 2],
    /// Made so far, oldest first, and how many of them have taught the adaptive levels.
    made: Vec<Record>,
    learned: usize,
}

impl<'a> Chooser<'a> {
    pub fn new(settings: &'a Settings) -> Self {
        Self { settings, adaptive: MISSES.map(Adaptive::new), made: Vec::new(), learned: 0 }
    }

    /// The forecast at origin `at`, from what was known there, with its later outcome.
    pub fn record(&mut self, track: &Track, at: usize) -> Record {
        let origin = &track.origins[at];
        let known_until = |other: &Origin| other.at + self.settings.horizon <= origin.at;
        let known = &track.origins[..track.origins[..at].iter().take_while(|other| known_until(other)).count()];
        for (record, past) in self.made.iter().zip(known).skip(self.learned) {
            for (k, level) in self.adaptive.iter_mut().enumerate() {
                past.came.into_iter().for_each(|came| level.learn((came - record.scaled).abs() <= record.widths[k]));
            }
        }
        self.learned = known.len();
        let (naive, model) = self.candidates(track, known, origin);
        let trusted = model != naive && self.has_paid(known.len());
        let method = if trusted { model } else { naive };
        let record = self.made(track, known, origin, [method, naive, model]);
        self.made.push(record.clone());
        record
    }

    /// The better naive method and the best of the others, which is the naive one where none is better.
    fn candidates(&self, track: &Track, known: &[Origin], origin: &Origin) -> (Method, Method) {
        if known.len() < LEAST_ERRORS {
            return (Method::LastValue, Method::LastValue);
        }
        let loss = |place: usize| -> Option<f64> {
            origin.said[place]?;
            let misses =
                known.iter().map(|past| Some((real(track, past.came?) - real(track, past.said[place]?)).abs()));
            // A method that came later is compared on the origins that it has.
            let (n, sum) = misses.flatten().fold((0, 0.0), |(n, sum), miss| (n + 1, sum + miss));
            (n >= LEAST_ERRORS).then_some(sum / n as f64)
        };
        let naive_loss = |place: usize, since: usize| {
            let misses = known.iter().filter(|past| past.said[since].is_some());
            let misses = misses.map(|past| Some((real(track, past.came?) - real(track, past.said[place]?)).abs()));
            let all: Vec<f64> = misses.flatten().collect();
            all.iter().sum::<f64>() / all.len().max(1) as f64
        };
        let places = || self.settings.methods.iter().copied().enumerate();
        let Some((last, _)) = places().find(|(_, method)| *method == Method::LastValue) else {
            return (Method::LastValue, Method::LastValue);
        };
        let seasonal = places().find(|(_, method)| *method == Method::SeasonalNaive);
        let season_wins =
            seasonal.filter(|(place, _)| loss(*place).is_some_and(|seasonal| seasonal < naive_loss(last, *place)));
        let (naive_place, naive) = season_wins.unwrap_or((last, Method::LastValue));
        let ratio = |place: usize| Some(loss(place)? / naive_loss(naive_place, place));
        let others = places().filter(|(_, method)| !method.is_naive());
        let best = others
            .filter_map(|(place, method)| Some((ratio(place)?, method)))
            .filter(|(ratio, _)| *ratio < 1.0)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        (naive, best.map_or(naive, |(_, method)| method))
    }

    /// Whether the models chosen so far were no worse than the naive methods beside them, once enough is known.
    fn has_paid(&self, known: usize) -> bool {
        let models = self.made[..known].iter().filter(|record| record.model != record.naive);
        let (n, model, naive) = models.fold((0, 0.0, 0.0), |(n, model, naive), record| {
            (n + 1, model + record.miss_of(record.model_value), naive + record.miss_of(record.naive_value))
        });
        n < LEAST_ERRORS || model < naive
    }

    fn made(&self, track: &Track, known: &[Origin], origin: &Origin, chosen: [Method; 3]) -> Record {
        let place = |method: Method| self.settings.methods.iter().position(|other| *other == method);
        let said = |past: &Origin, method: Method| place(method).and_then(|place| past.said[place]);
        let [scaled, naive, model] = chosen.map(|method| said(origin, method).unwrap_or(f64::NAN));
        let errors: Vec<f64> = known.iter().filter_map(|past| Some(past.came? - said(past, chosen[0])?)).collect();
        // Before there are errors: the largest change so far, growing with the square root of the horizon.
        let blind = origin.jump * (self.settings.horizon as f64).sqrt();
        let enough = errors.len() >= LEAST_ERRORS / 2;
        let width = |miss: f64| half_width(&errors, miss).filter(|_| enough).unwrap_or(blind);
        let widths = [0, 1].map(|k| width(self.adaptive[k].miss()));
        let around = |width: f64| (real(track, scaled - width), real(track, scaled + width));
        Record {
            at: origin.at,
            method: chosen[0],
            naive: chosen[1],
            model: chosen[2],
            scaled,
            widths,
            split_widths: MISSES.map(width),
            value: real(track, scaled),
            naive_value: real(track, naive),
            model_value: real(track, model),
            interval80: around(widths[0]),
            interval90: around(widths[1]),
            came: origin.came,
            outcome: origin.came.map(|came| real(track, came)),
            errors,
        }
    }
}

fn real(track: &Track, scaled: f64) -> f64 {
    track.scale.to_value(scaled)
}
