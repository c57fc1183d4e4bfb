// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use TimetableError as E;
use std::sync::atomic::AtomicU32;

fn table(text: &str) -> Timetable {
    text.parse().unwrap()
}

fn never() -> Arc<AtomicBool> {
    Arc::new(AtomicBool::new(false))
}

#[test]
fn timetables_are_read_as_rclone_reads_them() {
    const MIB: u64 = 1 << 20;
    for (text, rate) in [
        ("10M", 10 * MIB),
        ("10", 10_240),
        ("512k", 524_288),
        ("0.5M", MIB / 2),
        ("7B", 7),
        ("1G", MIB << 10),
    ] {
        assert_eq!(table(text).at(0), Some(rate), "{text}");
        assert_eq!(table(text).at(86_399), Some(rate), "{text}");
    }
    assert_eq!(table("off").at(0), None);
    let office = table("18:00,off 08:00,2M 12:30,4M");
    for (hour, minute, rate) in
        [(0, 0, None), (7, 59, None), (8, 0, Some(2)), (12, 29, Some(2)), (12, 30, Some(4)), (18, 0, None)]
    {
        assert_eq!(office.at(hour * 3_600 + minute * 60), rate.map(|mib| mib * MIB), "{hour}:{minute}");
    }
    // On Saturday and Sunday the whole line, from the end of Friday's office to the beginning of Monday's.
    let week = table("08:00,2M 18:00,off sat-08:00,off So-08:00,off");
    for (day, hour, rate) in
        [(0, 7, None), (0, 8, Some(2)), (4, 17, Some(2)), (4, 18, None), (5, 12, None), (6, 23, None)]
    {
        assert_eq!(week.at(day * 86_400 + hour * 3_600), rate.map(|mib| mib * MIB), "{day} {hour}");
    }
    // The last rate of the week counts until the first one of the next.
    assert_eq!(table("Wed-12:00,1M").at(0), Some(MIB));
    for (text, error) in [
        ("", E::Empty),
        ("0", E::Rate),
        ("-1M", E::Rate),
        ("10X", E::Rate),
        ("1e9", E::Rate),
        ("9999999G", E::Rate),
        ("08:00,2M 08:00,off", E::Twice),
        ("24:00,2M", E::Time),
        ("8:60,2M", E::Time),
        ("08:00,", E::Rate),
        ("08:00,2M off", E::Time),
        ("+8:00,2M", E::Time),
        ("Mom-08:00,2M", E::Time),
        ("Mon-,2M", E::Time),
        ("Mon-08:00,2M Mo-08:00,3M", E::Twice),
    ] {
        assert_eq!(text.parse::<Timetable>(), Err(error), "{text:?}");
    }
}

#[test]
fn all_workers_together_keep_to_the_rate() {
    let pace = Pace::new(table("4M"), || 0, never());
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            // 2 MiB in all, half a second's worth.
            scope.spawn(|| (0..16).for_each(|_| pace.wait(32 << 10)));
        }
    });
    let taken = begun.elapsed();
    assert!(taken >= Duration::from_millis(450), "{taken:?}");
    // Busy machines are late; ten times as slow would be another rate.
    assert!(taken < Duration::from_secs(5), "{taken:?}");
}

#[test]
fn a_clock_that_jumps_changes_the_rate_and_nothing_else() {
    let now = Arc::new(AtomicU32::new(12 * 3_600));
    let clock = Arc::clone(&now);
    let begun = Instant::now();
    let pace = Pace::new(table("08:00,1M 18:00,off"), move || clock.load(Ordering::Relaxed), never());
    // An hour back, and half a day on: nothing has been saved up by that.
    for hour in [11, 9, 17, 8] {
        now.store(hour * 3_600, Ordering::Relaxed);
        pace.wait(128 << 10);
    }
    assert!(begun.elapsed() >= Duration::from_millis(495), "{:?}", begun.elapsed());
    // Whoever waits when the day's rate ends goes on at once.
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| pace.wait(100 << 20));
        std::thread::sleep(Duration::from_millis(50));
        now.store(20 * 3_600, Ordering::Relaxed);
    });
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn who_is_asked_to_stop_waits_no_longer() {
    let stop = never();
    let pace = Pace::new(table("1"), || 0, Arc::clone(&stop));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| pace.wait(1 << 30));
        std::thread::sleep(Duration::from_millis(50));
        stop.store(true, Ordering::Relaxed);
    });
    assert!(begun.elapsed() < Duration::from_secs(10));
}
