//! The rating stage from outside: cases as data (tests/tone/cases), invariants, and the words of errors. The cases use small lexicons of their own
//! (tests/tone/lexicons), so that the shipped ones can be edited freely; that those compile is checked too.

use detente::article::Span;
use detente::quote::Kind;
use detente::tone::{Dimension, JOIN, MOST, Named, Place, Rater, Tone, ToneError, Utterance, hit_targets, points, token};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

static HOSTILITY: &str = include_str!("tone/lexicons/hostility.toml");
static CONCILIATION: &str = include_str!("tone/lexicons/conciliation.toml");
static RULES: &str = include_str!("tone/lexicons/rules.toml");
static RATER: LazyLock<Rater> = LazyLock::new(|| rater(&[("hostility.toml", HOSTILITY), ("conciliation.toml", CONCILIATION)]));

fn rater(lexicons: &[(&str, &str)]) -> Rater {
    Rater::new(lexicons, ("rules.toml", RULES)).unwrap_or_else(|error| panic!("{error}"))
}

fn utterance<'a>(text: &'a str, cue: &'a str) -> Utterance<'a> {
    Utterance {
        text,
        cue,
        quoted: &[],
        kind: Kind::Direct,
    }
}

fn rate(text: &str) -> Tone {
    RATER.rate(&utterance(text, ""))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    #[serde(default)]
    cue: String,
    hostility: f64,
    conciliation: f64,
    hits: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tone/cases");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut wrong = String::new();
    for file in files {
        let cases: Cases = toml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for case in cases.case {
            let heard = utterance(&case.text, &case.cue);
            let tone = RATER.rate(&heard);
            let hits: Vec<String> = (tone.hits.iter())
                .map(|hit| {
                    let pattern = &RATER.entries()[hit.entry as usize].pattern;
                    match hit.place {
                        Place::Text => format!("{pattern}: {}", hit.span.of(&case.text)),
                        Place::Cue => format!("{pattern}: {} (cue)", hit.span.of(&case.cue)),
                    }
                })
                .collect();
            let got = [points(tone.hostility), points(tone.conciliation)];
            let mut expected = case.hits.clone();
            let mut sorted = hits.clone();
            expected.sort();
            sorted.sort();
            if got != [case.hostility, case.conciliation] || sorted != expected {
                wrong += &format!(
                    "{}: {}\nexpected {:?} {expected:?}\ngot {got:?} {sorted:?}\n{}\n\n",
                    file.display(),
                    case.name,
                    [case.hostility, case.conciliation],
                    RATER.explain(&heard)
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AboutCase {
    text: String,
    #[serde(default)]
    cue: String,
    #[serde(default)]
    reported: bool,
    about: std::collections::BTreeMap<String, String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AboutCases {
    case: Vec<AboutCase>,
}

/// The names of the cases, whether each is the speaker's own side, and whether it is a name and no adjective.
const SIDES: [(&str, bool, bool); 6] = [
    ("Meridian Pact", false, true),
    ("Varnian", false, false),
    ("Varnia", false, true),
    ("Ostland", false, true),
    ("League", true, false),
    ("Aldwater", true, true),
];

#[test]
fn a_hit_is_about_whom_it_blames_or_addresses() {
    let rater = rater(&[("targets.toml", include_str!("tone/lexicons/targets.toml"))]);
    let cases: AboutCases = toml::from_str(include_str!("tone/targets.toml")).unwrap();
    let mut wrong = String::new();
    for case in cases.case {
        let mut named: Vec<Named> = Vec::new();
        for (name, own, is_name) in SIDES {
            for (start, _) in case.text.match_indices(name) {
                let span = Span::new(start, start + name.len());
                if named.iter().all(|other| other.span.end <= span.start || span.end <= other.span.start) {
                    named.push(Named { span, own, name: is_name });
                }
            }
        }
        named.sort_by_key(|named| named.span.start);
        let heard = Utterance {
            kind: if case.reported { Kind::Indirect } else { Kind::Direct },
            ..utterance(&case.text, &case.cue)
        };
        let tone = rater.rate(&heard);
        let targets = hit_targets(&heard, &tone, &rater, &named);
        for (words, expected) in &case.about {
            let of = |hit: &detente::tone::Hit| hit.span.of(if hit.place == Place::Cue { &case.cue } else { &case.text }) == words;
            let Some(at) = tone.hits.iter().position(of) else {
                wrong += &format!("{}: no hit {words}\n", case.text);
                continue;
            };
            let got = targets[at].map_or("nobody", |target| named[target as usize].span.of(&case.text));
            if got != expected {
                wrong += &format!("{} {}: {words} is about {expected}, got {got}\n", case.cue, case.text);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn an_explanation_reads_as_a_derivation() {
    insta::assert_snapshot!(RATER.explain(&utterance(
        "They accuse us, but we would not rule out talks. We will never strike back.",
        "slammed"
    )));
    insta::assert_snapshot!(RATER.explain(&utterance("They met on Tuesday.", "said")), @r"
    no entry of the lexicons found
    by the lexicons: hostility 0, conciliation 0, net 0
    ");
}

/// The whole report that a person sees, without colour.
fn report(error: ToneError) -> String {
    let mut out = String::new();
    miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .render_report(&mut out, &error)
        .expect("writing to a String does not fail");
    out
}

#[test]
fn errors_say_what_where_and_what_to_do() {
    let head = "[lexicon]\nname = \"mine\"\n";
    let broken = [
        ("no TOML", format!("{head}[hostility.blame]\n\"blam*\" = \n")),
        ("one key twice", format!("{head}[hostility.blame]\n\"blam*\" = 1\n\"blam*\" = 2\n")),
        (
            "one table twice",
            format!("{head}[hostility.blame]\n\"blam*\" = 1\n[hostility.threat]\n\"threat*\" = 3\n[hostility.blame]\n\"accus*\" = 2\n"),
        ),
        (
            "one pattern twice",
            format!("{head}[hostility.blame]\n\"Blam*\" = 1\n[hostility.accusation]\n\"blam*\" = 2\n"),
        ),
        ("unknown key", format!("{head}[hostility.blame]\n\"blam*\" = {{ wieght = 2 }}\n")),
        ("unknown dimension", format!("{head}[hostilty.blame]\n\"blam*\" = 2\n")),
        ("no name", "[lexicon]\nversion = \"1\"\n".to_owned()),
        ("no head", "[hostility.blame]\n\"blam*\" = 2\n".to_owned()),
        ("off the scale", format!("{head}[hostility.blame]\n\"blam*\" = 40\n")),
        ("not a number", format!("{head}[hostility.blame]\n\"blam*\" = nan\n")),
        ("no category", format!("{head}[hostility]\n\"blam*\" = 2\n")),
        ("star inside", format!("{head}[hostility.blame]\n\"bl*me\" = 2\n")),
        ("empty", format!("{head}[hostility.blame]\n\"\" = 2\n")),
        ("two gaps", format!("{head}[hostility.blame]\n\"refus* … … talks\" = 2\n")),
    ];
    let mut all = String::new();
    for (name, text) in broken {
        let error = Rater::new(&[("mine.toml", &text)], ("rules.toml", RULES))
            .err()
            .unwrap_or_else(|| panic!("{name} went through"));
        all += &format!("# {name}\n{}\n", report(error));
    }
    let mine = format!("{head}\n[hostility.blame]\n\"accus*\" = 1\n");
    let error = Rater::new(&[("hostility.toml", HOSTILITY), ("mine.toml", &mine)], ("rules.toml", RULES)).expect_err("a collision");
    all += &format!("# two files\n{}\n", report(error));
    for (name, rule) in [
        ("unknown scope", "scope = \"behind\"\ntriggers = [\"not\"]"),
        ("no scope", "triggers = [\"not\"]"),
        ("no triggers", "scope = \"after\""),
        ("trigger twice", "scope = \"after\"\ntriggers = [\"not\", \"Not\"]"),
        ("trigger and exception", "scope = \"after\"\ntriggers = [\"not\"]\nexcept = [\"not\"]"),
        ("negative factor", "scope = \"after\"\ntriggers = [\"not\"]\nhostility = { own = -1 }"),
        ("half a word", "scope = \"after\"\ntriggers = [\"not\"]\nwindow = 1.5"),
    ] {
        let rules = format!("[lexicon]\nname = \"rules\"\n[rules.negation]\n{rule}\n");
        let error = Rater::new(&[], ("my-rules.toml", &rules))
            .err()
            .unwrap_or_else(|| panic!("{name} went through"));
        all += &format!("# {name}\n{}\n", report(error));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_hash_sees_what_counts_and_nothing_else() {
    let hash = |hostility: &str, rules: &str| Rater::new(&[("h", hostility)], ("r", rules)).unwrap().hash();
    let plain = hash(HOSTILITY, RULES);
    assert_eq!(plain.len(), 64);
    assert_eq!(
        plain,
        hash(
            &HOSTILITY
                .replace("firms price aggressively", "why not")
                .replace("\n[", "\n\n# a comment\n["),
            RULES
        )
    );
    for changed in [
        HOSTILITY.replace("\"distrust\" = 1", "\"distrust\" = 1.5"),
        HOSTILITY.replace("rejection", "refusal"),
        HOSTILITY.replace("aggressive pricing", "aggressive plan"),
    ] {
        assert_ne!(plain, hash(&changed, RULES));
    }
    assert_ne!(plain, hash(HOSTILITY, &RULES.replace("0.333", "0.3")));
    assert_ne!(plain, hash(HOSTILITY, &RULES.replace("window = 12", "window = 13")));
    assert_ne!(plain, hash(HOSTILITY, &RULES.replace("\"never\"", "\"nowise\"")));
}

#[test]
fn the_shipped_lexicons_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (Some(hostility), Some(conciliation), Some(rules)) = (read("hostility.toml"), read("conciliation.toml"), read("rules.toml")) else {
        return;
    };
    let rater = Rater::new(
        &[("hostility.toml", &hostility), ("conciliation.toml", &conciliation)],
        ("rules.toml", &rules),
    )
    .unwrap_or_else(|error| panic!("{}", report(error)));
    assert_eq!(rater.rate(&utterance("The next session is on Tuesday at ten.", "said")).hits, []);
}

/// Sentences on which a shipped rule acts, and such as come near.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Directions {
    acts: Vec<String>,
    near: Vec<String>,
}

/// Every shipped rule is shown at work and beside it, and switching it off changes what it acts on and nothing else.
#[test]
fn every_shipped_rule_acts_where_it_should_and_only_there() {
    let read = |name: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let (hostility, conciliation, rules) = (
        read("lexicons/hostility.toml"),
        read("lexicons/conciliation.toml"),
        read("lexicons/rules.toml"),
    );
    let lexicons = [("hostility.toml", hostility.as_str()), ("conciliation.toml", conciliation.as_str())];
    let all = Rater::new(&lexicons, ("rules.toml", &rules)).unwrap();
    let cases: std::collections::BTreeMap<String, Directions> = toml::from_str(&read("tests/tone/shipped.toml")).unwrap();
    let mut wrong: Vec<String> = all
        .rules()
        .iter()
        .filter(|rule| !cases.contains_key(&rule.name))
        .map(|rule| format!("{} has no case", rule.name))
        .collect();
    for (name, directions) in &cases {
        let without = Rater::without(&lexicons, ("rules.toml", &rules), std::slice::from_ref(name)).unwrap();
        for (sentences, should) in [(&directions.acts, true), (&directions.near, false)] {
            if sentences.is_empty() {
                wrong.push(format!("{name} is shown in one direction only"));
            }
            for sentence in sentences {
                let (cue, text) = sentence.split_once(" | ").unwrap_or(("", sentence));
                let heard = utterance(text, cue);
                let tone = all.rate(&heard);
                let acted = tone
                    .hits
                    .iter()
                    .flat_map(|hit| &hit.rules)
                    .any(|applied| all.rules()[usize::from(applied.rule)].name == *name);
                let parts = |tone: &Tone| tone.hits.iter().map(|hit| hit.parts).collect::<Vec<_>>();
                let changed = parts(&tone) != parts(&without.rate(&heard));
                if acted != should || changed != should {
                    wrong.push(format!(
                        "{name} {} on: {sentence}\n{}",
                        if should { "does not act" } else { "acts" },
                        all.explain(&heard)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What the small lexicons know, with words around it.
fn sentence() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "accuse",
        "aggressive",
        "aggressive pricing",
        "blame-shifting",
        "distrust",
        "saber-rattling",
        "attack",
        "strike back",
        "threats",
        "war",
        "war crimes",
        "sanctions",
        "refused to cooperate",
        "slammed",
        "dialogue",
        "talks",
        "agreed",
        "cease-fire",
        "welcomed",
        "lifted",
        "suspended",
        "not",
        "didn't",
        "don’t",
        "rule out",
        "never",
        "not only",
        "very",
        "some",
        "protect",
        "from",
        "if",
        "but",
        "?",
        ",",
        ".",
        "“",
        "”",
        "and",
        "we",
        "they",
        "the",
        "Varnia",
        "Ostland",
        "Varnia's",
        "…",
        "...",
        "Élan",
        "naïve",
        "straße",
        "(",
        ")",
        "U.S.",
        "10",
        "\n\n",
        "—",
    ]);
    prop::collection::vec(words, 0..30).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_has_an_exact_rating(text in prop_oneof![sentence(), any::<String>()], cue in prop_oneof![sentence(), any::<String>()]) {
        let heard = utterance(&text, &cue);
        let tone = RATER.rate(&heard);
        for (dimension, rating) in Dimension::ALL.into_iter().zip([tone.hostility, tone.conciliation]) {
            let d = dimension as usize;
            prop_assert!((0..=MOST).contains(&rating));
            prop_assert_eq!(tone.hits.iter().map(|hit| hit.contribution[d]).sum::<i64>(), rating);
        }
        prop_assert!(tone.hits.is_sorted_by_key(|hit| (hit.place, hit.span)));
        let explanation = RATER.explain(&heard);
        for (hit, explained) in tone.hits.iter().zip(&explanation.hits) {
            let text = if hit.place == Place::Text { &text } else { &cue };
            prop_assert!(text.get(hit.span.range()).is_some());
            prop_assert!(hit.rules.iter().all(|applied| text.get(applied.span.range()).is_some()));
            prop_assert_eq!(explained.steps.last().map_or(weight_alone(hit.entry), |step| step.after), hit.parts);
        }
        prop_assert_eq!(RATER.rate(&heard), tone);
    }

    /// Patterns of plain words: the words under the hit are the pattern's.
    #[test]
    fn spans_hold_the_words(text in sentence()) {
        for hit in rate(&text).hits {
            let pattern = &RATER.entries()[hit.entry as usize].pattern;
            let words = |text: &str| -> Vec<String> {
                let words = token::tokens(text).filter(|token| matches!(token.kind, token::TokenKind::Word | token::TokenKind::Number));
                words.flat_map(|token| token::fold(token.span.of(text)).split('-').map(str::to_owned).collect::<Vec<_>>()).collect()
            };
            let found = words(hit.span.of(&text));
            let wanted: Vec<&str> = pattern.split([' ', '-']).filter(|word| *word != "…").collect();
            let fits = |word: &str, wanted: &str| wanted.strip_suffix('*').map_or(word == wanted, |start| word.starts_with(start));
            prop_assert!(fits(&found[0], wanted[0]), "{pattern}: {found:?}");
            prop_assert!(found.len() >= wanted.len());
            prop_assert!(wanted.iter().all(|wanted| found.iter().any(|word| fits(word, wanted))), "{pattern}: {found:?}");
        }
    }

    #[test]
    fn capitals_change_nothing(text in sentence()) {
        // Capitals may be longer than their letters (ß): spans aside, the rating is the same.
        let (small, large) = (rate(&text), rate(&text.to_uppercase()));
        let bare = |tone: &Tone| (tone.hostility, tone.conciliation, tone.hits.iter().map(|hit| (hit.entry, hit.parts, hit.contribution)).collect::<Vec<_>>());
        prop_assert_eq!(bare(&small), bare(&large));
    }

    #[test]
    fn sides_may_change_names(text in sentence()) {
        let swapped = text.replace("Varnia", "#").replace("Ostland", "Varnia").replace('#', "Ostland");
        let (one, other) = (rate(&text), rate(&swapped));
        prop_assert_eq!((one.hostility, one.conciliation, one.hits.len()), (other.hostility, other.conciliation, other.hits.len()));
    }

    #[test]
    fn joined_parts_are_rated_apart(parts in prop::collection::vec(sentence(), 1..4)) {
        let joined = parts.join(JOIN);
        let mut expected = Vec::new();
        let mut offset = 0;
        for part in &parts {
            // Open quotation marks do not matter to words, so a part alone reads as within the whole.
            for hit in rate(part).hits {
                let moved = |span: Span| Span::new(span.start as usize + offset, span.end as usize + offset);
                expected.push((hit.entry, moved(hit.span), hit.rules.iter().map(|applied| (applied.rule, moved(applied.span))).collect::<Vec<_>>(), hit.parts));
            }
            offset += part.len() + JOIN.len();
        }
        let got: Vec<_> = rate(&joined).hits.into_iter().map(|hit| (hit.entry, hit.span, hit.rules.iter().map(|applied| (applied.rule, applied.span)).collect::<Vec<_>>(), hit.parts)).collect();
        prop_assert_eq!(got, expected);
    }

    #[test]
    fn files_may_come_in_any_order_and_idle_entries_change_nothing(text in sentence()) {
        let turned = rater(&[("conciliation.toml", CONCILIATION), ("hostility.toml", HOSTILITY)]);
        prop_assert_eq!(turned.rate(&utterance(&text, "")), rate(&text));
        prop_assert_eq!(turned.hash(), RATER.hash());
        // After the others by dimension and category, so that indices stay.
        let idle = "[lexicon]\nname = \"idle\"\n[conciliation.zz]\n\"xylophone … quince*\" = 4\n";
        let more = rater(&[("hostility.toml", HOSTILITY), ("idle.toml", idle), ("conciliation.toml", CONCILIATION)]);
        prop_assert_eq!(more.rate(&utterance(&text, "")), rate(&text));
    }
}

/// An entry's parts before any rule.
fn weight_alone(entry: u32) -> [i64; 2] {
    let entry = &RATER.entries()[entry as usize];
    match entry.dimension {
        Dimension::Hostility => [entry.weight, 0],
        Dimension::Conciliation => [0, entry.weight],
    }
}
