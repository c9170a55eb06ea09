//! The counting stage against numbers of other programs, its invariants, and what it says to people.
//!
//! Oracle numbers: scipy 1.17.1, numpy 2.4.6, statsmodels 0.15.0, on Python 3. Two samples: P, and a skewed one whose null distribution is lopsided. What draws at random is checked on
//! samples so small that all draws can be listed.

use detente::compare::bootstrap::{self, Drawn, Ranked};
use detente::compare::permutation::{self, Statistic, Stream};
use detente::compare::{
    Adjustment, Block, By, CompareError, Comparison, Difference, Interval, Measure, Method, Plan, Row, Sample, Selection, Sums, Verdict,
};
use detente::compare::{adjust, compare, compare_sums, effect, interval, noncentral};
use detente::quote::Kind;
use detente::tone::{Micro, POINT};
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

const A: [f64; 6] = [0.10, 0.25, -0.05, 0.40, 0.15, 0.30];
const B: [f64; 5] = [-0.20, 0.05, -0.35, 0.10, -0.15];
const SKEWED: [f64; 5] = [0.0, 0.5, 2.0, 2.5, 3.0];
const OTHER: [f64; 7] = [1.0, 0.0, 0.25, 4.0, 0.5, 0.5, 1.0];

fn close(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() < 1e-9, "{ours} is not {theirs}");
}

fn stream() -> Stream {
    Stream::new(1, &["test"])
}

#[test]
fn means_and_intervals_are_those_of_scipy() {
    let (a, b) = (Sample::of(&A).unwrap(), Sample::of(&B).unwrap());
    // scipy.stats.t.interval(.95, n - 1, mean, sem)
    for (sample, low, high) in [
        (a, 0.024359283761082817, 0.3589740495722505),
        (b, -0.3397917205686728, 0.11979172056867274),
    ] {
        let ours = interval::mean(&sample).unwrap();
        close(ours.0, low);
        close(ours.1, high);
    }
    // scipy.stats.ttest_ind(a, b, equal_var=False).confidence_interval(.95), df 8.02254894948862
    let ours = interval::difference(&b, &a).unwrap();
    close(ours.0, 0.05898483674422783);
    close(ours.1, 0.5443484965891054);
    let ours = interval::difference(&Sample::of(&OTHER).unwrap(), &Sample::of(&SKEWED).unwrap()).unwrap();
    close(ours.0, -1.184258432435072);
    close(ours.1, 2.3128298610065006);
}

#[test]
fn exact_permutation_counts_what_scipy_counts() {
    // scipy.stats.permutation_test(n_resamples=inf), two-sided = twice the smaller tail.
    let plain = permutation::test(&B, &A, Statistic::Difference, &stream()).unwrap();
    close(plain.statistic, 0.301666666667);
    close(plain.p, 12.0 / 462.0);
    let welch = permutation::test(&B, &A, Statistic::Welch, &stream()).unwrap();
    close(welch.statistic, 2.865086319667013);
    close(welch.p, 12.0 / 462.0);
    assert_eq!((welch.deals, welch.exact), (462, true));
    // Here |T| would count 382 of 792 and the doubled tail counts 360: we are the latter, as scipy is.
    let skewed = permutation::test(&OTHER, &SKEWED, Statistic::Welch, &stream()).unwrap();
    close(skewed.statistic, 0.7295969547451212);
    close(skewed.p, 360.0 / 792.0);
}

#[test]
fn effect_sizes_are_exact() {
    // d 1.761075935505 times the exact J; statsmodels' effectsize_smd has the approximation 1.610126569605.
    close(effect::hedges_g(&B, &A).unwrap(), 1.609403079998);
    close(effect::cliffs_delta(&B, &A).unwrap(), 2.0 * 27.5 / 30.0 - 1.0);
    close(effect::cliffs_delta(&OTHER, &SKEWED).unwrap(), 0.22857142857142865);
    assert_eq!(effect::hedges_g(&[1.0], &[2.0, 3.0]), None, "Γ(0) has no value");
    assert_eq!(effect::hedges_g(&[1.0, 1.0], &[2.0, 2.0]), None, "no spread to measure by");
}

#[test]
fn the_noncentral_t_is_that_of_scipy() {
    // scipy.stats.nct.cdf
    for (t, freedom, delta, theirs) in [
        (1.5, 3.0, 0.5, 0.7756949735869387),
        (-2.0, 8.5, 1.0, 0.0037205850700209927),
        (20.0, 30.0, 18.0, 0.7433764967082259),
        (3.0, 200.0, -1.0, 0.9999613292429261),
        (0.0, 5.0, 2.0, 0.02275013194817922),
        (12.0, 9.0, 10.0, 0.7043034123374565),
    ] {
        close(noncentral::cdf(t, freedom, delta).unwrap(), theirs);
    }
    assert_eq!(noncentral::cdf(1.0, 5.0, 40.0), None);
    // brentq over nct.cdf for both ends, over √(n₁n₂/(n₁+n₂)), times J.
    for (from, to, low, high) in [
        (&B[..], &A[..], 0.27076653820947705, 2.888110054340849),
        (&OTHER[..], &SKEWED[..], -0.6909863331911662, 1.4537730562708),
    ] {
        let ours = effect::hedges_g_interval(from, to).unwrap();
        close(ours.0, low);
        close(ours.1, high);
        let turned = effect::hedges_g_interval(to, from).unwrap();
        close(ours.0, -turned.1);
    }
}

/// Every draw of the values, with replacement, as places.
fn every_draw(n: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..n {
        all = all
            .into_iter()
            .flat_map(|draw: Vec<usize>| (0..n).map(move |place| [draw.as_slice(), &[place]].concat()))
            .collect();
    }
    all
}

#[test]
fn bootstrap_intervals_are_those_of_every_draw() {
    let drawn = |values: &[f64]| -> Vec<Drawn> { every_draw(values.len()).iter().map(|places| Drawn::of(values, places).unwrap()).collect() };
    // numpy: itertools.product of the places, t of each draw, numpy.quantile(method="weibull"); draws of one article only have infinite t.
    let ours = bootstrap::mean(&Sample::of(&A[..4]).unwrap(), &drawn(&A[..4])).unwrap();
    close(ours.0, -0.24592001157426807);
    close(ours.1, 0.5959200115742695);
    let (from, to) = (drawn(&B[..3]), drawn(&A[..3]));
    let pairs: (Vec<Drawn>, Vec<Drawn>) = from.iter().flat_map(|&one| to.iter().map(move |&other| (one, other))).unzip();
    let (before, after) = (Sample::of(&B[..3]).unwrap(), Sample::of(&A[..3]).unwrap());
    let ours = bootstrap::difference((&before, &pairs.0), (&after, &pairs.1)).unwrap();
    close(ours.0, -0.21278775578647602);
    close(ours.1, 0.6541243505369487);
    let turned = bootstrap::difference((&after, &pairs.1), (&before, &pairs.0)).unwrap();
    assert_eq!(turned, (-ours.1, -ours.0));
    // Cliff's delta by percentiles of all 65,536 pairs of draws.
    let ranked = Ranked::of(&B[..4], &A[..4]);
    let places = every_draw(4);
    close(
        ranked.dominance(&[0, 1, 2, 3], &[0, 1, 2, 3]),
        effect::cliffs_delta(&B[..4], &A[..4]).unwrap(),
    );
    let all = places.iter().flat_map(|from| places.iter().map(|to| ranked.dominance(from, to)));
    let ours = bootstrap::percentiles(all.collect()).unwrap();
    close(ours.0, 0.0);
    close(ours.1, 1.0);
    assert_eq!(
        bootstrap::dominance(&B[..3], &A[..3], [&stream(), &stream()]),
        None,
        "three articles are too few"
    );
    // Nineteen articles without and one with: most draws have no spread, and no interval comes of that.
    let mut lone = [0.0; 20];
    lone[7] = 1.0;
    assert_eq!(bootstrap::mean(&Sample::of(&lone).unwrap(), &bootstrap::drawn(&lone, &stream())), None);
}

#[test]
fn articles_are_dealt_within_their_blocks() {
    // itertools.combinations block by block: 60 deals, 3 at least as far out below, 58 above.
    let (from, to) = ([0.1, 0.25, -0.05, 0.4, 0.15], [-0.2, 0.05, -0.35, 0.1]);
    let blocks: [&[u32]; 2] = [&[0, 0, 1, 1, 1], &[0, 0, 1, 1]];
    let tested = permutation::test_within(blocks, &from, &to, Statistic::Welch, &stream()).unwrap();
    close(tested.statistic, -2.076923076923077);
    close(tested.p, 0.1);
    assert_eq!((tested.deals, tested.exact), (60, true));
    close(permutation::Design::of(blocks[0], blocks[1]).floor(), 2.0 / 60.0);
    // Blocks of one year only cannot be dealt at all.
    assert_eq!(permutation::Design::of(&[0, 0, 0], &[1, 1, 1]).floor(), 1.0);
    let apart = permutation::test_within([&[0, 0], &[1, 1]], &from[..2], &to[..2], Statistic::Welch, &stream()).unwrap();
    assert_eq!((apart.p, apart.deals), (1.0, 1));
}

#[test]
fn likeness_within_articles_is_told() {
    // scipy.stats.f_oneway: F 19.718181818181883, n₀ 2.1363636363636362, rho = (F - 1) / (F + n₀ - 1).
    let articles: [&[i64]; 5] = [&[10, 20, 15], &[30, 25], &[5], &[40, 35], &[0, 10, 5]];
    let rows: Vec<Row> = articles
        .iter()
        .enumerate()
        .flat_map(|(article, tenths)| {
            tenths
                .iter()
                .map(move |tenths| row(&format!("a{article}"), 2016, None, tenths * POINT / 10, 0))
        })
        .collect();
    let made = compare(rows, &Plan::default()).unwrap();
    let all = &made.groups[0].hostility;
    close(all.icc.unwrap(), 0.8975588491717527);
    close(all.design_effect.unwrap(), 2.0770706190061032);
    close(all.effective.unwrap(), 5.295920080590999);
    // Where all articles have one statement there is nothing to be alike, and all statements count.
    let single = compare((0..3).map(|n| row(&format!("a{n}"), 2016, None, n * POINT, 0)), &Plan::default()).unwrap();
    let all = &single.groups[0].hostility;
    assert_eq!((all.icc, all.design_effect, all.effective), (None, Some(1.0), Some(3.0)));
}

#[test]
fn corrections_are_those_of_statsmodels() {
    let raw = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    // multipletests(p, method="holm" | "fdr_bh")
    let holm = [0.01, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615];
    let bh = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.074 * 10.0 / 7.0, 0.216, 0.216, 0.216];
    for (ours, theirs) in adjust::holm(&raw)
        .into_iter()
        .zip(holm)
        .chain(adjust::benjamini_hochberg(&raw).into_iter().zip(bh))
    {
        close(ours, theirs);
    }
}

#[test]
fn years_without_any_spread_are_told_apart_or_not() {
    let same = permutation::test(&[1.0; 4], &[1.0; 4], Statistic::Welch, &stream()).unwrap();
    assert_eq!((same.statistic, same.p), (0.0, 1.0));
    let apart = permutation::test(&[1.0; 4], &[2.0; 4], Statistic::Welch, &stream()).unwrap();
    assert_eq!(apart.statistic, f64::INFINITY);
    close(apart.p, 2.0 / 70.0);
    // A third of a point in three articles: the mean of three equal floats must not make a spread of rounding.
    let third = [1.0 / 3.0; 3];
    assert_eq!(Sample::of(&third).unwrap().variance, 0.0);
    assert_eq!(interval::mean(&Sample::of(&third).unwrap()), None);
}

#[test]
fn what_would_be_enough() {
    for (from, to, alpha, floor, enough) in [
        (3, 2, 0.05, 0.2, Some([4, 4])),
        (2, 3, 0.05, 0.2, Some([4, 4])),
        (1, 1, 0.05, 1.0, Some([4, 4])),
        (1, 40, 0.05, 1.0, Some([2, 40])),
        (3, 4, 0.05, 2.0 / 35.0, Some([4, 4])),
        (4, 4, 0.05, 2.0 / 70.0, Some([4, 4])),
        (4, 4, 0.01, 2.0 / 70.0, Some([5, 5])),
        (20, 20, 1e-6, 2e-4, None),
    ] {
        assert_eq!(permutation::floor(from, to), floor, "{from} and {to}");
        let ours = permutation::enough(from, to, alpha).map(|mut pair| {
            pair.sort_unstable();
            pair
        });
        assert_eq!(ours, enough, "{from} and {to} at {alpha}");
    }
}

/// A standard normal variate (Marsaglia's polar method).
fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let mut uniform = || rng.next_u64() as f64 / u64::MAX as f64 * 2.0 - 1.0;
    loop {
        let (x, y) = (uniform(), uniform());
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            return x * (-2.0 * square.ln() / square).sqrt();
        }
    }
}

/// Without a true difference, statements of one article alike (ICC .3) and articles of uneven length: how often does each test cry out at .05?
/// The nominal rate is .05. numpy, 1000 runs, for 4, 8 and 20 articles a year: statement-level .313, .347, .326; permutation .023, .049, .058 (±.014).
#[test]
fn no_false_alarms_under_the_null() {
    for (articles, runs) in [(4, 1000), (8, 500), (20, 400)] {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let (mut ours, mut naive, mut missed) = (0, 0, 0);
        for _ in 0..runs {
            let mut year = || {
                let (mut means, mut statements) = (Vec::new(), Vec::new());
                for _ in 0..articles {
                    let level = normal(&mut rng) * 0.3_f64.sqrt();
                    let size = 2 + rng.next_u32() % 17;
                    let own: Vec<f64> = (0..size).map(|_| level + normal(&mut rng) * 0.7_f64.sqrt()).collect();
                    means.push(own.iter().sum::<f64>() / own.len() as f64);
                    statements.extend(own);
                }
                (means, Sample::of(&statements).unwrap())
            };
            let ((from, from_statements), (to, to_statements)) = (year(), year());
            ours += u32::from(permutation::test(&from, &to, Statistic::Welch, &stream()).unwrap().p <= 0.05);
            let (low, high) = interval::difference(&from_statements, &to_statements).unwrap();
            naive += u32::from(low > 0.0 || high < 0.0);
            let (before, after) = (Sample::of(&from).unwrap(), Sample::of(&to).unwrap());
            let drawn = |values: &[f64], year: &str| {
                let many = values.len() as u32 >= bootstrap::ENOUGH;
                if many {
                    bootstrap::drawn(values, &Stream::new(1, &[year]))
                } else {
                    Vec::new()
                }
            };
            let (first, second) = (drawn(&from, "from"), drawn(&to, "to"));
            let interval = Interval::of_difference((&before, &first), (&after, &second), [-9.0, 9.0]).unwrap();
            assert_eq!(interval.method == Method::Bootstrap, articles >= 20);
            missed += u32::from(interval.low > 0.0 || interval.high < 0.0);
        }
        let rate = |count: u32| f64::from(count) / f64::from(runs);
        assert!(
            rate(ours) <= 0.07,
            "{articles} articles a year: {} of differences are called where there is none",
            rate(ours)
        );
        assert!(
            rate(missed) <= 0.08,
            "{articles} articles a year: {} of intervals miss the truth",
            rate(missed)
        );
        assert!(rate(naive) > 0.2, "the statement-level test is the one we must not use: {}", rate(naive));
    }
}

/// (article, year, speaker, side, kind, hostility, conciliation) with hits that make the ratings.
fn row(article: &str, year: i16, speaker: Option<&str>, hostility: Micro, conciliation: Micro) -> Row {
    let split = hostility / 3;
    Row {
        statement: format!("{article}-{hostility}-{conciliation}"),
        article: article.to_owned(),
        cluster: article.to_owned(),
        meeting: None,
        year: Some(year),
        speaker: speaker.map(|name| name.to_lowercase()),
        name: speaker.map(str::to_owned),
        side: speaker.map(|name| if name < "M" { "East" } else { "West" }.to_owned()),
        role: speaker.map(|_| "Envoy".to_owned()),
        outlet: Some(format!("{} Herald", &article[..1])),
        kind: Kind::Direct,
        echo: false,
        confidence: 1.0,
        rating: [hostility, conciliation],
        hits: vec![(0, [split, 0]), (7, [hostility - split, 0]), (3, [0, conciliation])],
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let one = (0..12u8, 0..4u8, 0..=4 * POINT, 0..=4 * POINT).prop_map(|(article, speaker, hostility, conciliation)| {
        let name = [Some("Adan Vell"), Some("Borka Tusk-Ilyin"), Some("Zora Quill"), None][speaker as usize];
        row(
            &format!("a{article}"),
            if article < 5 { 2016 } else { 2022 },
            name,
            hostility,
            conciliation,
        )
    });
    prop::collection::vec(one, 1..60)
}

fn swapped(rows: &[Row]) -> Vec<Row> {
    let year = |row: &Row| row.year.map(|year| 2016 + 2022 - year);
    rows.iter()
        .map(|row| Row {
            year: year(row),
            ..row.clone()
        })
        .collect()
}

fn made(rows: &[Row]) -> Comparison {
    compare(
        rows.to_vec(),
        &Plan {
            years: Some([2016, 2022]),
            ..Plan::default()
        },
    )
    .expect("plan and rows are sound")
}

fn numbers(difference: &Difference) -> [Option<f64>; 6] {
    let Difference {
        delta,
        p,
        p_adjusted,
        p_floor,
        effect,
        dominance,
        ..
    } = difference;
    [*delta, *p, *p_adjusted, *p_floor, *effect, *dominance]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_rows_changes_no_bit(rows in rows(), seed in any::<u64>(), cut in 0.0..1.0f64) {
        let mut shuffled = rows.clone();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for index in (1..shuffled.len()).rev() {
            shuffled.swap(index, (rng.next_u64() % (index as u64 + 1)) as usize);
        }
        prop_assert_eq!(made(&rows), made(&shuffled));
        // Sums taken in parts, merged the other way round, are the same sums.
        let (left, right) = shuffled.split_at((cut * rows.len() as f64) as usize);
        let sums = |rows: &[Row]| rows.iter().fold(Sums::new(&Plan::default()), |mut sums, row| { sums.add(row); sums });
        let mut merged = sums(right);
        merged.merge(sums(left));
        let plan = Plan { years: Some([2016, 2022]), ..Plan::default() };
        prop_assert_eq!(compare_sums(&merged, &plan).unwrap(), made(&rows));
    }

    #[test]
    fn swapping_the_years_swaps_the_signs(rows in rows()) {
        let (here, there) = (made(&rows), made(&swapped(&rows)));
        let negated = |value: Option<f64>| value.map(|value| -value);
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) { (Some(a), Some(b)) => (a - b).abs() < 1e-9, (a, b) => a == b };
        for (a, b) in here.differences.iter().zip(&there.differences) {
            prop_assert_eq!((&a.key, a.measure, a.verdict), (&b.key, b.measure, b.verdict));
            prop_assert!(near(a.delta, negated(b.delta)) && near(a.effect, negated(b.effect)) && near(a.dominance, negated(b.dominance)));
            prop_assert!(near(a.low, negated(b.high)) && near(a.p, b.p) && near(a.p_floor, b.p_floor));
        }
        for (a, b) in here.shifts.iter().zip(&there.shifts) {
            prop_assert!(a.entry == b.entry && (a.delta + b.delta).abs() < 1e-9);
        }
    }

    #[test]
    fn saying_everything_twice_in_its_article_changes_nothing(rows in rows()) {
        let twice: Vec<Row> = rows.iter().chain(&rows).cloned().collect();
        let (once, twice) = (made(&rows), made(&twice));
        for (a, b) in once.differences.iter().zip(&twice.differences) {
            for (a, b) in numbers(a).into_iter().zip(numbers(b)) {
                prop_assert!(a.is_some() == b.is_some() && (a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_words_sum_to_the_difference(rows in rows(), short in 0..1000i64) {
        // Contributions that do not make the whole rating leave a learned line, and the sum still holds.
        let rows: Vec<Row> = rows.into_iter().map(|mut row| { row.hits[2].1[1] = (row.hits[2].1[1] - short).max(0); row }).collect();
        let made = made(&rows);
        for difference in &made.differences {
            let Some(delta) = difference.delta else { continue };
            let of = |shift: &&detente::compare::Shift| (shift.by, &shift.key, shift.measure) == (difference.by, &difference.key, difference.measure);
            let sum: f64 = made.shifts.iter().filter(of).map(|shift| shift.delta).sum();
            prop_assert!((sum - delta).abs() < 1e-9, "{} is not {}", sum, delta);
        }
    }

    #[test]
    fn p_keeps_its_floor_and_corrections_only_raise_it(rows in rows(), p in prop::collection::vec(0.0..=1.0f64, 0..30)) {
        for difference in made(&rows).differences {
            if let (Some(p), Some(floor)) = (difference.p, difference.p_floor) {
                prop_assert!(p >= floor && p <= 1.0 && difference.p_adjusted.is_none_or(|adjusted| adjusted >= p));
            }
            prop_assert_eq!(difference.verdict == Verdict::OneYearOnly, difference.delta.is_none());
        }
        let (holm, bh) = (adjust::holm(&p), adjust::benjamini_hochberg(&p));
        for ((raw, bh), holm) in p.iter().zip(bh).zip(holm) {
            prop_assert!(*raw <= bh && bh <= holm + 1e-15 && holm <= 1.0);
        }
    }
}

#[test]
fn the_article_is_the_unit() {
    // One talkative article must not outvote two short ones: 0 in ten statements, 3 in one, 3 in one.
    let mut rows = vec![row("b", 2016, None, 3 * POINT, 0), row("c", 2016, None, 3 * POINT, 0)];
    rows.extend(std::iter::repeat_n(row("a", 2016, None, 0, 0), 10));
    let made = compare(rows, &Plan::default()).unwrap();
    let all = &made.groups[0].hostility;
    assert_eq!((all.value, all.plain, all.statements, all.articles), (2.0, 0.5, 12, 3));
    assert_eq!((made.years, made.differences.len()), (None, 0));
    assert_eq!(made.gaps_of(&made.years_shown()).without_speaker(), "12 of 12 (100 %)");
}

#[test]
fn what_does_not_count_is_counted() {
    let one = row("a", 2016, Some("Adan Vell"), POINT, 0);
    let rows = vec![
        one.clone(),
        Row {
            echo: true,
            rating: [4 * POINT, 0],
            ..one.clone()
        },
        Row {
            kind: Kind::Indirect,
            ..one.clone()
        },
        Row {
            kind: Kind::Mixed,
            ..one.clone()
        },
        Row { year: None, ..one.clone() },
        Row {
            speaker: None,
            name: None,
            side: None,
            ..one
        },
    ];
    let counted = |selection| {
        compare(
            rows.clone(),
            &Plan {
                selection,
                ..Plan::default()
            },
        )
        .unwrap()
        .counts
    };
    let verbatim = counted(Selection::Verbatim);
    assert_eq!((verbatim.counted, verbatim.echoes, verbatim.unselected, verbatim.undated), (3, 1, 1, 1));
    assert_eq!((counted(Selection::Direct).counted, counted(Selection::All).counted), (2, 4));
}

/// Statements that are left out for another reason are in none of the numbers, whatever their confidence.
#[test]
fn gaps_are_those_of_the_years_and_the_selection() {
    let sure = row("a", 2016, Some("Adan Vell"), POINT, 0);
    let lost = Row {
        confidence: 0.0,
        ..row("b", 2016, None, POINT, 0)
    };
    let pronoun = Row {
        confidence: 0.6,
        ..row("c", 2022, Some("Adan Vell"), POINT, 0)
    };
    let aside = [
        Row { echo: true, ..lost.clone() },
        Row {
            kind: Kind::Indirect,
            ..lost.clone()
        },
        Row { year: None, ..lost.clone() },
        Row {
            year: Some(2019),
            ..lost.clone()
        },
    ];
    let rows: Vec<Row> = [sure.clone(), sure, lost, pronoun].into_iter().chain(aside).collect();
    let gaps = |confidence| {
        let plan = Plan {
            years: Some([2016, 2022]),
            confidence,
            ..Plan::default()
        };
        compare(rows.clone(), &plan).unwrap().gaps_of(&[2016, 2022])
    };
    let all = gaps(0.0);
    assert_eq!((all.without_speaker(), all.left_out(0.0)), ("1 of 4 (25 %)".to_owned(), None));
    for (confidence, left, without) in [(0.6, 1, "0 of 3 (0 %)"), (0.7, 2, "0 of 2 (0 %)"), (1.0, 2, "0 of 2 (0 %)")] {
        let gaps = gaps(confidence);
        assert_eq!((gaps.doubtful, gaps.doubtful_without_speaker), (left, 1), "{confidence}");
        assert_eq!(gaps.without_speaker(), without, "{confidence}");
    }
}

#[test]
fn articles_that_share_echoes_are_one() {
    let rows = ["a", "b", "c"].map(|article| Row {
        cluster: if article == "c" { "c" } else { "a" }.to_owned(),
        ..row(article, 2016, None, 0, 0)
    });
    assert_eq!(compare(rows, &Plan::default()).unwrap().groups[0].net.articles, 2);
}

/// Articles of one speaker, each with one statement of the given hostility in tenths of a point.
fn study(from: &[i64], to: &[i64]) -> Comparison {
    made(&study_rows(from, to))
}

fn study_rows(from: &[i64], to: &[i64]) -> Vec<Row> {
    let year = |year: i16, values: &[i64]| -> Vec<Row> {
        values
            .iter()
            .enumerate()
            .map(|(index, &value)| row(&format!("{year}-{index:02}"), year, Some("Adan Vell"), value * POINT / 10, 0))
            .collect()
    };
    [year(2016, from), year(2022, to)].concat()
}

#[test]
fn verdicts_are_sentences() {
    let hostility = |comparison: &Comparison| Verdict::sentence(comparison.difference(By::Speaker, "adan vell", Measure::Hostility).unwrap());
    let cases: [(&[i64], &[i64], &str); 6] = [
        (
            &[10, 15],
            &[20, 25, 30],
            "Too few articles to tell: with 2 articles in 2016 and 3 in 2022 no test can go below p = .2; 4 and 4 would be enough.",
        ),
        (
            &[10],
            &[20, 25, 30],
            "Too few articles to tell: with 1 article in 2016 and 3 in 2022 there is no test, since one article has no spread to judge by; 4 and 4 would be enough.",
        ),
        (
            &[10, 12],
            &[],
            "There is nothing to compare: 2 statements in 2 articles of 2016, none in 2022.",
        ),
        (&[], &[5], "There is nothing to compare: 1 statement in 1 article of 2022, none in 2016."),
        (
            &[1, 2, 3, 4, 5, 6],
            &[21, 22, 23, 24, 25, 26],
            "Hostility rose from 2016 to 2022: p = .0022, and p = .0065 after Holm's correction for 3 tests.",
        ),
        (
            &[1, 20, 3, 14],
            &[2, 21, 4, 12],
            "No clear change from 2016 to 2022: p = 1, and p = 1 after Holm's correction for 3 tests.",
        ),
    ];
    for (from, to, sentence) in cases {
        assert_eq!(hostility(&study(from, to)), sentence);
    }
}

#[test]
fn families_and_meetings_are_told() {
    let made = study(&[1, 2, 3, 4, 5, 6], &[21, 22, 23, 24, 25, 26]);
    let hostility = made.difference(By::Speaker, "adan vell", Measure::Hostility).unwrap();
    assert_eq!(hostility.family_words().unwrap(), "Holm over 3 tests: 1 speaker × 3 measures");
    assert_eq!(
        made.difference(By::All, "all", Measure::Net).unwrap().family_words().unwrap(),
        "Holm over 3 tests: all together × 3 measures"
    );
    assert_eq!(hostility.meetings_words(0.05), None, "a study without meetings");
    let at = |meetings: [u32; 2]| {
        let mut told = hostility.clone();
        for (estimate, meetings) in [&mut told.from, &mut told.to].into_iter().zip(meetings) {
            estimate.as_mut().unwrap().meetings = meetings;
        }
        told.meetings_words(0.05)
    };
    let end = "the articles can tell whether what is reported of these meetings differs, not whether the years do.";
    assert_eq!(
        at([3, 1]).unwrap(),
        format!("With 3 meetings in 2016 and 1 meeting in 2022 there is no test at the level of meetings: {end}")
    );
    assert_eq!(
        at([3, 2]).unwrap(),
        format!("With 3 meetings in 2016 and 2 meetings in 2022 no test at the level of meetings could go below p = .2: {end}")
    );
    assert_eq!(at([4, 4]), None);
}

#[test]
fn the_study_chooses_correction_and_blocks() {
    let rows: Vec<Row> = study_rows(&[1, 2, 3, 4, 5, 6], &[21, 22, 23, 24, 25, 26])
        .into_iter()
        .enumerate()
        .map(|(index, row)| Row {
            outlet: Some(["Dell Herald", "Fen Courier"][index % 2].to_owned()),
            ..row
        })
        .collect();
    let plan = Plan {
        correction: Adjustment::BenjaminiHochberg,
        block: Some(Block::Outlet),
        ..Plan::default()
    };
    let made = compare(rows.clone(), &plan).unwrap();
    let hostility = made.difference(By::All, "all", Measure::Hostility).unwrap();
    // Three of each outlet in each year: 20 × 20 deals, of which the observed one is the last.
    assert_eq!((hostility.p, hostility.p_floor), (Some(2.0 / 400.0), Some(2.0 / 400.0)));
    assert_eq!(
        hostility.family_words().unwrap(),
        "Benjamini-Hochberg over 3 tests: all together × 3 measures"
    );
    // Within an outlet of its own nothing can be exchanged: its floor is 1, and the words say among what was dealt.
    let apart: Vec<Row> = rows
        .into_iter()
        .map(|row| Row {
            outlet: row.year.map(|year| format!("{year} Mail")),
            ..row
        })
        .collect();
    let made = compare(apart, &plan).unwrap();
    let hostility = made.difference(By::All, "all", Measure::Hostility).unwrap();
    assert_eq!((hostility.p_floor, hostility.verdict), (Some(1.0), Verdict::TooFewArticles));
    assert_eq!(
        Verdict::sentence(hostility),
        "Too few articles to tell: with 6 articles in 2016 and 6 in 2022, dealt among those of the same outlet, no test can go below p = 1."
    );
}

#[test]
fn single_articles_are_left_out() {
    // Five against five, far apart but for one article of the second year that lies with the first.
    let made = study(&[1, 2, 3, 4, 5], &[20, 21, 22, 23, 3]);
    let hostility = made.difference(By::All, "all", Measure::Hostility).unwrap();
    let told = hostility.without_one.as_ref().unwrap();
    // means .3 and 1.78; without the 3 of 2022 2.15 - .3, without its 23 1.65 - .3.
    close(told.highest, 1.85);
    close(told.lowest, 1.35);
    assert_eq!(
        (told.moved_by.as_str(), told.highest_without.as_str(), told.lowest_without.as_str()),
        ("2022-04", "2022-04", "2022-03")
    );
    // With it p is .0238 (three of 252 deals each way), .071 after Holm; without it, 2 of 126.
    assert_eq!((hostility.verdict, told.flips), (Verdict::NoClearChange, Some(true)));
    let left: Vec<_> = made
        .left_out
        .iter()
        .filter(|left| left.difference.by == By::All && left.difference.measure == Measure::Hostility)
        .map(|left| (left.article.as_str(), left.difference.delta.unwrap(), left.difference.verdict))
        .collect();
    assert_eq!(left.len(), 2);
    assert_eq!((left[1].0, left[1].2), ("2022-04", Verdict::Changed));
    close(left[0].1, told.lowest);
    close(left[1].1, told.highest);
    // Of one article nothing is left.
    let one = study(&[1], &[2, 3]);
    assert_eq!(one.difference(By::All, "all", Measure::Hostility).unwrap().without_one, None);
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let values: Vec<i64> = (0..24).map(|n| n * 7 % 23).collect();
    let rows = study_rows(&values, &values.iter().map(|value| value + 6).collect::<Vec<_>>());
    let here = made(&rows);
    let hostility = here.difference(By::All, "all", Measure::Hostility).unwrap();
    assert_eq!(
        (hostility.interval, hostility.from.unwrap().interval),
        (Some(Method::Bootstrap), Some(Method::Bootstrap))
    );
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let there = pool.install(|| rayon::iter::repeat_n((), 2).map(|()| made(&rows)).collect::<Vec<_>>());
    assert!(there.iter().all(|there| *there == here));
    // The scale ends the interval, as it ends the truth.
    for group in &here.groups {
        assert!(group.conciliation.low.is_none() && group.hostility.low.unwrap() >= 0.0 && group.net.high.unwrap() <= 0.0);
    }
}

#[test]
fn large_designs_are_drawn_by_seed_and_never_reach_zero() {
    let from: Vec<f64> = (0..12).map(f64::from).collect();
    let to: Vec<f64> = (0..12).map(|value| f64::from(value) + 40.0).collect();
    let p = |seed| permutation::test(&from, &to, Statistic::Welch, &Stream::new(seed, &["x"])).unwrap();
    assert_eq!((p(1).p, p(1).exact, p(1).deals), (2.0 / 10_000.0, false, 9_999));
    let near: Vec<f64> = (0..12).map(|value| f64::from(value) + 2.5).collect();
    let drawn = |seed| permutation::test(&from, &near, Statistic::Welch, &Stream::new(seed, &["x"])).unwrap().p;
    assert_eq!(drawn(1), drawn(1), "one seed, one p");
    assert_ne!(drawn(1), drawn(2), "another seed, other draws");
    // Welch's t itself gives p .1034 (scipy 1.17.1 ttest_ind, df 22); 9,999 draws stay within four Monte Carlo errors of the permutation p near it.
    assert!((drawn(1) - drawn(2)).abs() < 0.02 && (drawn(1) - 0.1034).abs() < 0.03, "{}", drawn(1));
}

#[test]
fn plans_and_rows_are_checked() {
    let plan = |years, alpha| Plan {
        years,
        alpha,
        ..Plan::default()
    };
    assert_eq!(compare([], &plan(None, 0.0)).unwrap_err(), CompareError::Alpha { alpha: 0.0 });
    assert!(compare([], &plan(None, f64::NAN)).is_err());
    assert_eq!(
        compare([], &plan(Some([2016, 2016]), 0.05)).unwrap_err(),
        CompareError::SameYear { year: 2016 }
    );
    assert!(
        compare([row("a", 2016, None, 5 * POINT, 0)], &Plan::default())
            .unwrap_err()
            .to_string()
            .contains("outside the scale")
    );
    for confidence in [-0.1, 1.1, f64::NAN] {
        let plan = Plan {
            confidence,
            ..Plan::default()
        };
        assert!(matches!(compare([], &plan), Err(CompareError::Confidence { .. })), "{confidence}");
    }
    let empty = compare([], &Plan::default()).unwrap();
    assert_eq!((empty.groups.len(), empty.years), (0, None));
    assert_eq!(empty.gaps_of(&empty.years_shown()).without_speaker(), "0 of 0");
}

#[test]
fn meetings_stand_beside_the_years() {
    let at = |article: &str, meeting: Option<&str>, hostility: Micro| Row {
        meeting: meeting.map(str::to_owned),
        ..row(article, 2016, Some("Adan Vell"), hostility, 0)
    };
    let rows = [
        at("a", Some("2016-04-20"), POINT),
        at("b", Some("2016-04-20"), 3 * POINT),
        at("c", Some("2016-12-19"), 0),
        at("d", None, 4 * POINT),
    ];
    let made = made(&rows);
    for (by, key) in [(By::All, "all"), (By::Side, "East"), (By::Speaker, "adan vell"), (By::Role, "envoy")] {
        let told: Vec<_> = made
            .meetings(by, key)
            .iter()
            .map(|group| (group.meeting.as_deref(), group.year, group.hostility.value, group.hostility.articles))
            .collect();
        assert_eq!(told, [(Some("2016-04-20"), 2016, 2.0, 2), (Some("2016-12-19"), 2016, 0.0, 1)], "{by:?}");
        assert_eq!((made.group(by, key).len(), made.group(by, key)[0].hostility.value), (1, 2.0));
    }
    // Offices are one whatever their capitals; outlets are their own.
    assert_eq!(made.group(By::Role, "envoy")[0].name, "Envoy");
    assert_eq!(made.group(By::Outlet, "d Herald")[0].hostility.value, 4.0);
    assert!(made.meetings(By::Outlet, "d Herald").is_empty());
}

#[test]
fn groups_are_found_and_sorted() {
    let made = made(&[
        row("a", 2016, Some("Zora Quill"), 0, 0),
        row("b", 2022, Some("Adan Vell"), 0, POINT),
        row("c", 2019, Some("Zora Quill"), 0, 0),
    ]);
    let order: Vec<_> = made.groups.iter().map(|group| (group.by, group.key.as_str(), group.year)).collect();
    let mut sorted = order.clone();
    sorted.sort();
    assert_eq!(order, sorted);
    assert_eq!(
        made.group(By::Speaker, "zora quill").iter().map(|group| group.year).collect::<Vec<_>>(),
        [2016, 2019]
    );
    assert_eq!(made.group(By::Side, "West")[0].name, "West");
    assert!(made.difference(By::Speaker, "nobody", Measure::Net).is_none());
}
