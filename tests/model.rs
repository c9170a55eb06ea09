//! The learned model and the lexicons from outside: what ships is what it says it is, sides rate alike, nothing rates as nothing.

use detente::article::Span;
use detente::pipeline::Tools;
use detente::quote::Kind;
use detente::study::Study;
use detente::tone::{
    About, Columns, Instrument, Labelled, Model, Rater, Scratch, Training, Utterance, agreement, check, entries, labelled, points, train,
};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::LazyLock;

static STUDY: LazyLock<Study> = LazyLock::new(Study::defaults);
static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(|| Tools::instrument(&STUDY).unwrap_or_else(|error| panic!("{error}")));
static TABLE: &str = include_str!("../models/training/statements.csv");
static STATEMENTS: LazyLock<Vec<Labelled>> = LazyLock::new(|| {
    let columns = Columns {
        text: "text".to_owned(),
        cue: Some("cue".to_owned()),
        group: Some("scene".to_owned()),
        by: Some("field".to_owned()),
        map: None,
    };
    labelled("statements.csv", TABLE, &columns).unwrap_or_else(|error| panic!("{error}"))
});

fn utterance<'a>(text: &'a str, cue: &'a str) -> Utterance<'a> {
    Utterance {
        text,
        cue,
        quoted: &[],
        kind: Kind::Direct,
    }
}

/// Words without marks, small.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn the_training_statements_are_many_graded_twice_and_no_copies() {
    assert!(STATEMENTS.len() >= 3000, "{}", STATEMENTS.len());
    // At least 3,000 are graded twice; some later ones by their writer alone, which the README beside them says.
    let twice = STATEMENTS.iter().filter(|statement| statement.given().count() == 2).count();
    assert!(twice >= 3000, "{twice}");
    let groups: BTreeSet<&str> = STATEMENTS.iter().map(|statement| statement.group.as_str()).collect();
    assert!(groups.len() >= 400, "{}", groups.len());
    for d in 0..2 {
        let units: Vec<Vec<f64>> = STATEMENTS
            .iter()
            .map(|statement| statement.given().map(|grade| grade[d]).collect())
            .collect();
        let alpha = agreement::alpha(&units).unwrap();
        assert!(alpha > 0.9, "coders agree at {alpha}");
        // Every grade occurs, and nothing is most common.
        for grade in 0..5 {
            assert!(units.iter().any(|unit| unit[0] == f64::from(grade)), "no grade {grade}");
        }
        let nothing = units.iter().filter(|unit| unit.iter().all(|grade| *grade == 0.0)).count();
        assert!(nothing * 5 > 2 * units.len());
    }
    // No eight words in a row stand in two statements, and of no two longer ones are more than half of the triples shared.
    let mut eights: HashMap<String, usize> = HashMap::new();
    let mut triples: HashMap<[String; 3], Vec<u32>> = HashMap::new();
    let mut sizes = Vec::new();
    let mut copies = Vec::new();
    for (n, statement) in STATEMENTS.iter().enumerate() {
        let words = words(&statement.text);
        for window in words.windows(8) {
            if let Some(other) = eights.insert(window.join(" "), n).filter(|other| *other != n) {
                copies.push((other, n));
            }
        }
        let own: BTreeSet<[String; 3]> = words.windows(3).map(|w| [w[0].clone(), w[1].clone(), w[2].clone()]).collect();
        sizes.push(own.len());
        for triple in own {
            triples.entry(triple).or_default().push(n as u32);
        }
    }
    let mut shared: HashMap<(u32, u32), usize> = HashMap::new();
    for places in triples.values().filter(|places| places.len() < 200) {
        for (n, &one) in places.iter().enumerate() {
            for &other in &places[n + 1..] {
                *shared.entry((one, other)).or_default() += 1;
            }
        }
    }
    copies.extend(
        shared
            .into_iter()
            .filter(|((one, other), count)| {
                let smaller = sizes[*one as usize].min(sizes[*other as usize]);
                smaller >= 6 && count * 2 > smaller
            })
            .map(|((one, other), _)| (one as usize, other as usize)),
    );
    let shown: Vec<String> = copies
        .iter()
        .take(5)
        .map(|(one, other)| format!("{}\n{}", STATEMENTS[*one].text, STATEMENTS[*other].text))
        .collect();
    assert!(copies.is_empty(), "{} near-copies, such as\n{}", copies.len(), shown.join("\n\n"));
}

#[test]
fn the_shipped_model_was_trained_on_what_ships() {
    let about = INSTRUMENT.model.about();
    assert_eq!(about.statements as usize, STATEMENTS.len(), "`just model` makes it anew");
    assert_eq!(about.sha256, detente::article::sha256(TABLE.as_bytes()), "`just model` makes it anew");
    assert_eq!(
        INSTRUMENT.model.lexicons_hash(),
        INSTRUMENT.rater.hash(),
        "the lexicons have changed: `just model`"
    );
}

#[test]
fn where_nothing_speaks_for_a_dimension_it_rates_zero() {
    let mut scratch = Scratch::default();
    for text in ["", "…", "Qwertz.", "Varnia Ostland Merrow", "12 456"] {
        let ratings = INSTRUMENT.rate(&mut scratch, &utterance(text, ""));
        assert_eq!(INSTRUMENT.compared(&ratings), [0, 0], "{text}");
    }
}

/// Names of sides, persons and places, put in one another's place, change no rating: in the shipped cases and in every training statement that names somebody in the middle of a sentence.
#[test]
fn the_same_words_rate_the_same_whoever_is_named() {
    let sides = [
        ["NATO", "Russia"],
        ["Washington", "Moscow"],
        ["Western", "Russian"],
        ["American", "Chinese"],
        ["Stoltenberg", "Lavrov"],
        ["Ukraine", "Belarus"],
    ];
    let frames = [
        "{} has broken its promises and must pay for it.",
        "We accuse {} of lying.",
        "Talks with {} were open and useful, and we thank {} for them.",
        "{} attacked our positions at night.",
        "There can be no cooperation until {} withdraws its troops.",
        "\"{} is a threat,\" he said, but {} offered to talk.",
        "“If {} wants peace, {} knows where to find us.”",
        "The {} delegation lifted the blockade.",
        "that {} would not rule out a meeting",
    ];
    let mut scratch = Scratch::default();
    let mut rate = |text: &str, cue: &str| {
        let utterance = utterance(text, cue);
        let ratings = INSTRUMENT.rate(&mut scratch, &utterance);
        ([ratings.tone.hostility, ratings.tone.conciliation], ratings.model)
    };
    for frame in frames {
        for [one, other] in sides {
            assert_eq!(
                rate(&frame.replace("{}", one), "said"),
                rate(&frame.replace("{}", other), "said"),
                "{frame}: {one} and {other}"
            );
        }
    }
    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
    }
    #[derive(serde::Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tone/cases");
    let mut swapped = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let cases: Cases = toml::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for case in cases.case {
            for (from, to) in [("They", "Russia"), ("We", "Russia")] {
                let named = case.text.replace(from, to);
                if named != case.text {
                    swapped += 1;
                    assert_eq!(rate(&named, ""), rate(&named.replace("Russia", "NATO"), ""), "{named}");
                }
            }
        }
    }
    assert!(swapped > 20, "{swapped}");
}

#[test]
fn rules_can_be_switched_off() {
    let (lexicons, rules) = (Tools::lexicons(&STUDY), Tools::rules(&STUDY));
    let text = "We will not attack anyone.";
    let with = Rater::new(&lexicons, rules).unwrap();
    let without = Rater::without(&lexicons, rules, &["negation".to_owned()]).unwrap();
    assert_eq!(with.rate(&utterance(text, "")).hostility, 0);
    assert!(without.rate(&utterance(text, "")).hostility > 0);
    assert_ne!(with.hash(), without.hash());
    let error = Rater::without(&lexicons, rules, &["negasion".to_owned()]).err().unwrap().to_string();
    assert!(error.contains("negasion"), "{error}");
}

#[test]
fn the_same_statements_give_the_same_model() {
    let (lexicons, rules) = (Tools::lexicons(&STUDY), Tools::rules(&STUDY));
    let training = Training {
        lexicons: &lexicons,
        rules,
        about: About::default(),
        folds: 3,
        seed: 1,
    };
    let some = &STATEMENTS[..400];
    let one = train(&training, some).unwrap();
    assert_eq!(one.file.text(), train(&training, some).unwrap().file.text());
    // What is read is what was written, and rates as the new model does.
    let read = Model::read(("m.json", &one.file.text())).unwrap();
    let mut scratch = Scratch::default();
    assert!(
        some.iter()
            .any(|statement| read.rate(&mut scratch, &utterance(&statement.text, &statement.cue), None) != [0, 0])
    );
    // Statements of one group stay together, so too few groups are an error.
    let mut alike = some.to_vec();
    alike.iter_mut().for_each(|statement| statement.group = "one".to_owned());
    assert!(train(&training, &alike).is_err());
    assert!(Model::read(("m.json", "{}")).is_err());
}

/// The lexicons as a person would keep them: every category sorted, and nothing in them that does nothing.
#[test]
fn the_lexicons_are_canonical() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (file, text) in Rater::LEXICONS {
        let entries = entries(file, text).unwrap();
        count += entries.len();
        let mut lines: Vec<_> = entries.iter().map(|entry| (entry.line, &entry.category, &entry.pattern)).collect();
        lines.sort();
        for pair in lines.windows(2) {
            let [(_, one, before), (line, other, after)] = pair else { continue };
            if one == other && after <= before {
                wrong.push(format!("{file}, line {line}: \"{after}\" stands behind \"{before}\""));
            }
        }
        // Swallowed by a wider entry, or excepting what it never stands in.
        let idle = check(file, &entries, &[])
            .into_iter()
            .filter(|found| !found.message.contains("any ending"));
        wrong.extend(idle.map(|found| format!("{file}, line {}: \"{}\" {}", found.line, found.entry, found.message)));
    }
    assert!(count >= 2500, "{count}");
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

/// What never fires on the shared articles is printed (`--nocapture`), and most of what there is does.
#[test]
fn entries_that_never_fire_are_listed() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.exists() {
        assert!(std::env::var_os("DETENTE_REQUIRE_ALL").is_none(), "../shared is missing");
        eprintln!("skipped: ../shared is missing");
        return;
    }
    let mut fired = BTreeSet::new();
    let mut scratch = Scratch::default();
    for file in ["polnear/train.jsonl", "polnear/dev.jsonl"] {
        for line in std::fs::read_to_string(shared.join(file)).unwrap().lines() {
            let article: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = article["text"].as_str().unwrap();
            let whole = [Span::new(0, text.len())];
            let tone = INSTRUMENT.rater.rate_with(
                &mut scratch,
                &Utterance {
                    quoted: &whole,
                    ..utterance(text, "")
                },
            );
            fired.extend(tone.hits.iter().map(|hit| hit.entry));
        }
    }
    for (name, column) in [("tone/event_sentences.csv", "text"), ("seeds/gold_rated.csv", "text")] {
        let mut reader = csv::Reader::from_path(shared.join(name)).unwrap();
        let at = reader.headers().unwrap().iter().position(|header| header == column).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            let tone = INSTRUMENT.rater.rate_with(&mut scratch, &utterance(&record[at], ""));
            fired.extend(tone.hits.iter().map(|hit| hit.entry));
        }
    }
    let all = INSTRUMENT.rater.entries();
    let silent: Vec<String> = (0..)
        .zip(all)
        .filter(|(n, _)| !fired.contains(n))
        .map(|(_, entry)| format!("{} ({})", entry.name(), points(entry.weight)))
        .collect();
    println!(
        "{} of {} entries never fire on the shared articles:\n{}",
        silent.len(),
        all.len(),
        silent.join("\n")
    );
    assert!(fired.len() * 4 > all.len(), "only {} of {} entries fire", fired.len(), all.len());
}

/// How well the shipped ratings agree with people's, against ../shared: floors a little under what was reached in November 2026, so that a change which costs accuracy is seen.
#[test]
fn ratings_agree_with_people_as_well_as_they_did() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tone");
    if !shared.exists() {
        assert!(std::env::var_os("DETENTE_REQUIRE_ALL").is_none(), "../shared is missing");
        eprintln!("skipped: ../shared is missing");
        return;
    }
    let mut scratch = Scratch::default();
    let mut rate = |statement: &Labelled| {
        let ratings = INSTRUMENT.rate(&mut scratch, &utterance(&statement.text, &statement.cue));
        INSTRUMENT.compared(&ratings).map(points)
    };
    let read = |file: &str, cue: Option<&str>, map: Option<&str>| {
        let columns = Columns {
            text: "text".to_owned(),
            cue: cue.map(str::to_owned),
            by: map.map(|_| "set".to_owned()),
            map: map.map(|map| map.parse().unwrap()),
            group: None,
        };
        labelled(file, &std::fs::read_to_string(shared.join(file)).unwrap(), &columns).unwrap()
    };
    let quotes = read("rated_quotes.csv", Some("cue"), None);
    let rated: Vec<[f64; 2]> = quotes.iter().map(&mut rate).collect();
    let gold: Vec<[f64; 2]> = quotes.iter().map(Labelled::mean).collect();
    let net = |of: &[[f64; 2]]| of.iter().map(|[hostility, conciliation]| conciliation - hostility).collect::<Vec<_>>();
    let rho = agreement::rho(&net(&rated), &net(&gold)).unwrap();
    assert!(rho > 0.66, "rho of net tone {rho}");
    for (d, cut, floor) in [(0, 1.5, 0.85), (1, 1.0, 0.80)] {
        let is: Vec<bool> = gold.iter().map(|gold| gold[d] >= cut).collect();
        let ratings: Vec<f64> = rated.iter().map(|rated| rated[d]).collect();
        let auc = agreement::auc(&ratings, &is).unwrap();
        assert!(auc > floor, "AUC {auc}");
    }
    let events = read("event_sentences.csv", None, Some("tone:conflict=H2C0,cooperation=H0C2"));
    let right = events
        .iter()
        .filter(|event| {
            let [hostility, conciliation] = rate(event);
            let cooperation = event.mean()[1] > 0.0;
            if cooperation {
                conciliation > hostility
            } else {
                hostility > conciliation
            }
        })
        .count();
    assert!(right * 100 > 85 * events.len(), "{right} of {} events", events.len());
}
