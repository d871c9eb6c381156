//! From days to features: one definition for the twin and for the chain.

use super::{Day, Feature, day::sound};

/// Days that are looked at.
pub const WINDOW: usize = 30;
const WEEK: usize = 7;
/// Largest size of a gap, so that a reference near nothing makes no lever jump.
const MOST: f64 = 3.0;
/// Security floor of the staked share.
const FLOOR: f64 = 0.5;

/// What is seen on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct View([f64; Feature::ALL.len()]);

impl View {
    /// The features of the newest of `days` (oldest first); `None` where the newest is no sound day.
    ///
    /// Every figure is the median of three days, and what is usual is a median of 30: one wrong day moves nothing.
    /// Days that are not sound are left out. While there are few days, what is usual is what there is.
    pub fn of(days: &[Day]) -> Option<Self> {
        let newest = days.last()?;
        let month = Month(sound(&days[days.len().saturating_sub(WINDOW)..]));
        month.0.last().filter(|day| std::ptr::eq(**day, newest))?;
        let price = month.of(|day| day.price);
        let volatility = month.of(|day| day.volatility);
        let staked = month.of(|day| day.staked_share);
        let mut view = Self::default();
        view.set(Feature::PriceGap, price.gap());
        view.set(Feature::Fall, price.fall());
        view.set(Feature::Trend, price.change());
        view.set(Feature::Volatility, volatility.gap());
        view.set(Feature::Staked, staked.now() - FLOOR);
        view.set(Feature::StakedChange, staked.now() - staked.week_ago());
        view.set(Feature::YieldGap, month.of(|day| day.reward_yield).gap());
        view.set(
            Feature::SecurityGap,
            month.of(|day| day.price * day.reward_yield * day.staked_share * day.supply).gap(),
        );
        view.set(Feature::LiquidityGap, month.of(|day| day.liquidity).gap());
        view.set(Feature::UsageGap, month.of(|day| day.users).gap());
        view.set(Feature::FeeGap, month.of(|day| day.fees).gap());
        view.set(Feature::Young, month.of(|day| day.young_share).now());
        Some(view)
    }

    /// A feature; 0 for what only forecasts and warnings tell.
    pub fn get(&self, feature: Feature) -> f64 {
        self.0[feature as usize]
    }

    /// Replaces a feature: for curves to be drawn, and for tests.
    pub fn set(&mut self, feature: Feature, value: f64) {
        self.0[feature as usize] = if value.is_finite() { value.clamp(-MOST, MOST) } else { 0.0 };
    }
}

/// The sound days of the window, oldest first; never empty.
struct Month<'a>(Vec<&'a Day>);

impl Month<'_> {
    /// One figure day by day, each the median of it and of the two days before; the first two have the value of the third.
    fn of(&self, figure: impl Fn(&Day) -> f64) -> Line {
        let mut raw = [0.0; WINDOW];
        let len = raw.iter_mut().zip(&self.0).map(|(value, day)| *value = figure(day)).count();
        let third = [2, 1, 0].map(|back| raw[(len - 1).min(2).saturating_sub(back)]);
        let mut line = Line { values: [median(&third); WINDOW], len };
        let smooth = raw[..len].array_windows().map(median);
        line.values.iter_mut().skip(2).zip(smooth).for_each(|(value, smooth)| *value = smooth);
        line
    }
}

fn median([a, b, c]: &[f64; 3]) -> f64 {
    a.min(*b).max(a.max(*b).min(*c))
}

/// One smoothed figure of a month, oldest first; never empty.
struct Line {
    values: [f64; WINDOW],
    len: usize,
}

impl Line {
    fn values(&self) -> &[f64] {
        &self.values[..self.len]
    }

    fn now(&self) -> f64 {
        self.values[self.len - 1]
    }

    fn week_ago(&self) -> f64 {
        self.values[(self.len - 1).saturating_sub(WEEK)]
    }

    /// Relative change over a week.
    fn change(&self) -> f64 {
        relative(self.now(), self.week_ago())
    }

    /// Now against the median of all days.
    fn gap(&self) -> f64 {
        let mut sorted = self.values;
        let sorted = &mut sorted[..self.len];
        let (_, median, _) = sorted.select_nth_unstable_by(self.len / 2, f64::total_cmp);
        relative(self.now(), *median)
    }

    /// Relative fall from the highest day, 0 to 1.
    fn fall(&self) -> f64 {
        let highest = self.values().iter().fold(0.0, |a: f64, b| a.max(*b));
        -relative(self.now(), highest)
    }
}

/// `value / usual − 1`; 0 where nothing is usual.
fn relative(value: f64, usual: f64) -> f64 {
    if usual > 0.0 { value / usual - 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(price: f64) -> Day {
        Day { price, supply: 1e9, staked_share: 0.6, reward_yield: 0.08, liquidity: 1e6, ..Day::default() }
    }

    fn view(days: &[Day]) -> View {
        View::of(days).unwrap()
    }

    #[test]
    fn as_usual_is_zero_everywhere_but_in_the_levels() {
        let view = view(&[day(2.0); 40]);
        for feature in Feature::ALL.into_iter().filter(|feature| *feature != Feature::Staked) {
            assert_eq!(view.get(feature), 0.0, "{}", feature.name());
        }
        assert!((view.get(Feature::Staked) - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_fall_of_a_fifth_shows_as_a_fall_a_trend_and_less_security_income() {
        let days: Vec<Day> = (0..30).map(|n| day(if n < 27 { 1.0 } else { 0.8 })).collect();
        let view = view(&days);
        for (feature, expected) in [
            (Feature::Fall, 0.2),
            (Feature::Trend, -0.2),
            (Feature::PriceGap, -0.2),
            (Feature::SecurityGap, -0.2),
            (Feature::LiquidityGap, 0.0),
        ] {
            assert!((view.get(feature) - expected).abs() < 1e-12, "{} is {}", feature.name(), view.get(feature));
        }
    }

    #[test]
    fn one_wrong_day_of_thirty_moves_nothing() {
        let clean = view(&[day(1.0); 30]);
        for place in 0..30 {
            let mut days = [day(1.0); 30];
            days[place] = day(10.0);
            assert_eq!(view(&days), clean, "day {place}");
        }
    }

    #[test]
    fn a_day_that_is_not_sound_is_left_out_and_as_the_newest_leaves_nothing_to_see() {
        let (good, wrong) = (day(1.0), Day { volume: f64::NAN, ..day(9.0) });
        assert_eq!(view(&[good, wrong, good, wrong, wrong, good]), view(&[good; 3]));
        assert!(View::of(&[good, wrong]).is_none() && View::of(&[]).is_none());
        assert!(View::of(&[Day { price: f64::INFINITY, ..good }]).is_none());
    }

    #[test]
    fn a_day_whose_supply_jumps_was_read_wrong() {
        let wrong = Day { supply: 2e9, staked_share: 0.1, ..day(5.0) };
        let mut days = vec![day(1.0); 20];
        days.push(wrong);
        assert_eq!(View::of(&days), None, "the newest day says nothing");
        days.push(day(1.0));
        assert_eq!(View::of(&days), View::of(&[day(1.0); 20]));
    }

    #[test]
    fn the_first_day_is_usual() {
        assert_eq!(view(&[day(3.0)]).get(Feature::PriceGap), 0.0);
    }

    #[test]
    fn what_was_more_than_a_month_ago_is_forgotten() {
        let mut days = vec![day(5.0); 30];
        days.extend([day(1.0); 30]);
        assert_eq!(view(&days), view(&[day(1.0); 30]));
    }
}
