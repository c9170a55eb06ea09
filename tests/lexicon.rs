//! `detente lexicon` from outside: what it says of a lexicon, of a run and of other programs' dictionaries.

#[path = "cli/council.rs"]
mod council;

use council::{Council, csv, files};

const MINE: &str = "[lexicon]\nname = \"mine\"\nextends = \"default\"\nremove = [\"contempt*\"]\n\n[hostility.threat]\n\"answer* … threat\" = 4\n\"harbour*\" = 1\n\n[hostility.thraet]\n\"zeppelin*\" = 1\n";

/// A council with a run, and a lexicon beside it.
fn council() -> Council {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml"]);
    council.write("mine.toml", MINE);
    council
}

#[test]
fn entries_are_listed_shown_and_found_in_context() {
    let council = council();
    let all = council.well(&["lexicon", "list"]);
    assert!(all.contains("hostility.threat: ") && all.contains("conciliation.praise: "), "{all}");
    let mine = council.well(&["lexicon", "list", "hostility.threat", "--lexicon", "mine.toml"]);
    assert!(
        mine.lines().any(|line| line.contains("harbour*") && line.contains("mine.toml, line 8")),
        "{mine}"
    );
    assert!(mine.lines().any(|line| line.contains("hostility, line ")), "{mine}");
    let shown = council.well(&["lexicon", "show", "HARBOUR*", "--lexicon", "mine.toml"]);
    assert_eq!(shown, "\"harbour*\" is hostility.threat, weight 1 (mine.toml, line 8)\n");
    let unknown = council.badly(&["lexicon", "show", "harbor*", "--lexicon", "mine.toml"]);
    assert!(unknown.contains("\"harbour*\""), "{unknown}");
    assert!(council.badly(&["lexicon", "list", "wrath"]).contains("hostility.accusation"));

    let fired = council.well(&["lexicon", "explain", "harbour*", "--run", "results/estuary", "--lexicon", "mine.toml"]);
    assert!(fired.contains("fires 2 times in 2 statements"), "{fired}");
    assert!(fired.contains("aggression against our [harbour] towns"), "{fired}");
    assert!(fired.contains("Karel Drazny, "), "{fired}");
    // Without a lexicon, the run's own are asked.
    let own = council.well(&["lexicon", "explain", "ultimatum*", "--run", "results/estuary", "--json"]);
    let own: serde_json::Value = serde_json::from_str(&own).expect("it is JSON");
    assert_eq!(own[0]["words"], "ultimatum", "{own}");
}

#[test]
fn a_lexicon_is_looked_through_alone_and_with_a_run() {
    let council = council();
    let alone = council.well(&["lexicon", "check", "mine.toml"]);
    assert!(alone.starts_with("mine.toml: 3 entries, and "), "{alone}");
    assert!(
        alone.contains("line 11: \"zeppelin*\" stands in [hostility.thraet], which looks like a slip: the built-in lexicons have [hostility.threat]"),
        "{alone}"
    );
    let with = council.well(&["lexicon", "check", "mine.toml", "--run", "results/estuary"]);
    assert!(with.contains("Entries that catch nothing there (1):\n  line 11: \"zeppelin*\""), "{with}");
    council.write("broken.toml", "[lexicon]\nname = \"b\"\n[hostility.blame]\n\"blam*\" = 5\n");
    let broken = council.badly(&["lexicon", "check", "broken.toml"]);
    assert!(broken.contains("broken.toml, line 4") && broken.contains("off the scale"), "{broken}");
    // Every mistake is told, not only the first.
    council.write(
        "broken.toml",
        "[lexicon]\nname = \"b\"\n[hostility.blame]\n\"blam*\" = 5\n\"*\" = 1\n\"accus*\" = \n\"sneer\" = \"2\"\n",
    );
    let broken = council.badly(&["lexicon", "check", "broken.toml"]);
    for words in [
        "4 things are wrong in broken.toml",
        "line 4, column 11",
        "line 5, column 1",
        "line 6",
        "line 7, column 11",
    ] {
        assert!(broken.contains(words), "{words}: {broken}");
    }
    council.write("twice.toml", "[lexicon]\nname = \"t\"\nextends = \"default\"\nremove = [\"nothingness\"]\n[hostility.a]\n\"zig\" = 1\n\"zag\" = 1\n[hostility.b]\n\"zig\" = 1\n\"zag\" = 2\n");
    let twice = council.badly(&["lexicon", "check", "twice.toml"]);
    for words in ["3 things are wrong", "removes nothing", "line 9, column 1", "line 10, column 1"] {
        assert!(twice.contains(words), "{words}: {twice}");
    }
    // A longer entry of the lexicon that is extended counts where it stands.
    council.write(
        "short.toml",
        "[lexicon]\nname = \"s\"\nextends = \"default\"\n[hostility.threat]\n\"threat*\" = 4\n",
    );
    let short = council.well(&["lexicon", "check", "short.toml"]);
    assert!(short.contains("line 5: \"threat*\" gives way to \""), "{short}");
}

#[test]
fn a_run_takes_a_lexicon_that_holds_only_the_difference() {
    let council = council();
    council.study("other", "[lexicons]\ntone = \"mine.toml\"\n");
    council.well(&["run", "other.toml"]);
    let written = files(&council.path("results/other"));
    let hits = String::from_utf8_lossy(&written["hits.csv"]);
    assert!(hits.contains("mine:threat:answer* … threat"), "{hits}");
    assert!(hits.contains("hostility:") && !hits.contains("contempt*"), "{hits}");
    let manifest: serde_json::Value = serde_json::from_slice(&written["manifest.json"]).expect("it is JSON");
    let names: Vec<&str> = manifest["lexicons"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|tool| tool["used_as"] == "tone")
        .filter_map(|tool| tool["name"].as_str())
        .collect();
    // What is extended is part of what the run rests on.
    assert_eq!(names, ["hostility", "conciliation", "mine.toml"], "{manifest}");
}

#[test]
fn words_are_suggested_and_contradicted_entries_named() {
    let council = Council::new();
    // Six articles that rage in words of which one is in no lexicon.
    let said = [
        (
            "We condemn the zorbling aggression of the fleet",
            "The ferry sails in the morning from pier four",
        ),
        (
            "They lied to us and their zorbling threats change nothing",
            "Our delegation arrives by train on Friday",
        ),
        (
            "This zorbling ultimatum is an insult and we reject it",
            "The hall has forty seats and two doors",
        ),
        (
            "Their zorbling regime betrays every treaty and we denounce it",
            "Rain is expected over the estuary this week",
        ),
        ("We accuse them of zorbling crimes and of deception", "The minutes are ninety pages long"),
        (
            "It is a zorbling attack on our people and we will punish it",
            "Lunch was served at noon in the garden",
        ),
    ];
    for (day, (hostile, plain)) in (10..).zip(said) {
        let year = if day % 2 == 0 { 2016 } else { 2022 };
        council.write(
            &format!("articles/{year}-04-{day}_sheet.txt"),
            format!("Council meets\n\nApril {day}, {year}\n\n\"{hostile},\" Minister Karel Drazny said.\n\n\"{plain},\" Ambassador Ada Quillon said on Monday.\n"),
        );
    }
    council.study("estuary", "");
    council.well(&["run", "estuary.toml"]);
    let said = council.well(&["lexicon", "suggest", "results/estuary"]);
    let hostile = said.split("conciliatory").next().unwrap_or_default();
    assert!(hostile.contains("zorbling"), "{said}");
    assert!(
        !hostile.contains("condemn") && !hostile.contains("this "),
        "known words and function words are none: {said}"
    );
    assert!(said.contains("G²"), "{said}");

    council.well(&["sample", "results/estuary", "--n", "50", "-o", "sheet.csv"]);
    let mut graded = String::from("statement,hostility,conciliation\n");
    for row in csv(&council.path("sheet.csv")) {
        graded += &format!("{},0,0\n", row["statement"]);
    }
    council.write("coded.csv", graded);
    let coded = council.well(&["lexicon", "suggest", "results/estuary", "--coded", "coded.csv"]);
    assert!(coded.contains("(hostility): rated") && coded.contains("graded 0.00, n = "), "{coded}");
}

#[test]
fn a_dictionary_comes_in_is_checked_and_goes_out() {
    let council = council();
    council.write("theirs.dic", "%\n1\tnegative\n2\tfamily\n%\nquarrel*\t1\nun*kind\t1\ncousin\t2\n");
    let (code, _, said) = council.run(&["lexicon", "import", "theirs.dic", "-o", "theirs.toml", "--notes", "notes.txt"]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "3 entries, read as LIWC 2007 and 2015",
        "1 of negative to hostility.negative",
        "1 was given",
        "of \"family\" left out",
        "line 6, \"un*kind\"",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let notes = std::fs::read_to_string(council.path("notes.txt")).expect("it stands");
    assert!(notes.contains("line 6, \"un*kind\": has a * that does not end a word"), "{notes}");
    council.well(&["lexicon", "check", "theirs.toml"]);
    council.well(&["lexicon", "export", "theirs.toml", "--format", "dicx", "-o", "back.dicx"]);
    assert_eq!(
        std::fs::read_to_string(council.path("back.dicx")).expect("it stands"),
        "DicTerm,hostility.negative\nquarrel*,1.0\n"
    );
    let said = council.badly(&["lexicon", "import", "theirs.dic", "--map", "anger=hostility.blame"]);
    assert!(said.contains("no category \"anger\"") && said.contains("negative"), "{said}");
    council.write("odd.txt", "quarrel\nsneer\n");
    let said = council.badly(&["lexicon", "import", "odd.txt"]);
    assert!(said.contains("cannot be told") && said.contains("--format"), "{said}");
}
