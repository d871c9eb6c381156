use economics::stream::*;
use proptest::prelude::*;

fn stream(queued: u64, streaming: u64) -> Stream {
    Stream { queued, streaming, ..Stream::open(100, 1_000) }
}

#[test]
fn what_streams_flows_evenly_through_its_window() {
    let mut s = stream(0, 10);
    assert_eq!(s.advance(1_005), 0);
    assert_eq!(s.advance(1_010), 1);
    assert_eq!(s.advance(1_099), 8);
    assert_eq!(s.advance(1_100), 1, "the rest at the end");
    assert_eq!(s.advance(1_100), 0);
}

#[test]
fn what_arrives_in_one_window_flows_in_the_next() {
    let mut s = stream(0, 0);
    s.arrive(50);
    assert_eq!(s.advance(1_099), 0);
    assert_eq!(s.advance(1_100), 0);
    assert_eq!(s.advance(1_150), 25);
    assert_eq!(s.advance(1_200), 25);
}

#[test]
fn a_late_call_in_the_next_window_gives_the_rest_and_the_part_that_flowed() {
    let mut s = stream(50, 10);
    assert_eq!(s.advance(1_150), 10 + 25);
    assert_eq!(s.window_start, 1_100);
}

#[test]
fn after_a_whole_further_window_everything_is_due() {
    let mut s = stream(50, 10);
    assert_eq!(s.advance(1_230), 60);
    assert_eq!((s.window_start, s.streaming, s.queued, s.held()), (1_200, 0, 0, 0));
}

#[test]
fn a_clock_that_goes_back_does_nothing() {
    let mut s = stream(0, 100);
    assert_eq!(s.advance(1_050), 50);
    let before = s;
    assert_eq!(s.advance(1_020), 0);
    assert_eq!(s.advance(i64::MIN), 0);
    assert_eq!(s, before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]

    #[test]
    fn however_often_one_looks_the_same_flows(
        queued: u64, streaming: u64, window in 1u64..1_000, mut times in prop::collection::vec(0i64..4_000, 1..30),
    ) {
        let queued = queued.min(u64::MAX - streaming);
        let start = Stream { queued, streaming, ..Stream::open(window, 0) };
        times.sort();
        let (mut often, mut flown) = (start, 0u64);
        for t in &times {
            flown += often.advance(*t);
            prop_assert_eq!(flown + often.held(), queued + streaming, "nothing lost");
            prop_assert!(often.streamed <= often.streaming);
        }
        let mut once = start;
        prop_assert_eq!(once.advance(times[times.len() - 1]), flown);
        prop_assert_eq!(once.held(), often.held());
    }

    #[test]
    fn extremes_lose_nothing(queued: u64, streaming: u64, window in 1u64.., start: i64, now: i64) {
        let queued = queued.min(u64::MAX - streaming);
        let mut s = Stream { queued, streaming, ..Stream::open(window, start) };
        let due = s.advance(now);
        prop_assert_eq!(u128::from(due) + u128::from(s.held()), u128::from(queued) + u128::from(streaming));
    }
}
