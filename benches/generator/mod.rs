//! Articles of real shape in any number, for measuring: headline, byline, dateline, paragraphs with and without statements, furniture of pages, a sign-off. Their sentences are the project's own
//! (`models/training/statements.csv` and the shipped study). Statements a kilobyte and words a statement are those of PolNeAR's training articles, within a tenth; `statements_a_kilobyte` of
//! `benches/performance.py` checks it.
//!
//! Invariant: article `n` of a seed is the same text whoever asks for it, in whatever order.

use detente::pipeline::Tools;
use detente::study::Study;
use std::path::Path;

/// A small deterministic generator (Knuth's 64-bit multiplier), so that every run reads the same words.
pub struct Seed(pub u64);

impl Seed {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    /// True so many times in a hundred.
    fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    fn of<'a, T: ?Sized>(&mut self, list: &'a [impl AsRef<T>]) -> &'a T {
        list[self.below(list.len())].as_ref()
    }
}

/// Names, each with an office.
const PEOPLE: &[(&str, &str, bool)] = &[
    ("Davrin Kolesk", "Torvania's foreign minister", false),
    ("Konrad von Aschwald", "the League's secretary-general", false),
    ("Sigrun Hallvane", "the foreign minister of Skerrand", true),
    ("Aleksar Tchorin", "spokesman for the Marble Court", false),
    ("Inés de la Cendra", "the Montelaran foreign minister", true),
    ("Nadim al-Rashun", "the Jadiran foreign minister", false),
    ("Mirela Sandeck", "an analyst at the Orlenz Institute for Strait Studies", true),
    ("Hanne Brekvold", "a lawmaker from Skerrand", true),
    ("Osip Drenn", "a spokesman for the ministry", false),
    ("Lukan Verrin", "the president of Ozelia", false),
    ("Fenna Braithe", "a member of the council", true),
    ("Jory Amund", "the mayor of Port Amery", false),
    ("Milena Ostrovar", "the deputy prime minister", true),
    ("Eskil Marsk", "the union's leader", false),
    ("Clio Barrand", "a historian", true),
    ("Joren Thale", "the ambassador to the council", false),
];

/// Sources without a name.
const UNNAMED: &[&str] = &[
    "The ministry",
    "A spokesman",
    "Officials",
    "The government",
    "One diplomat",
    "The police",
    "Aides to the minister",
    "The company",
];

/// Days, places, agencies and endings of articles.
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const PLACES: &[&str] = &["PORT AMERY", "ORLENZ", "ZELMIN", "TARNHAVEN", "QASMUR"];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "September",
    "October",
    "November",
    "December",
];
const FURNITURE: &[&str] = &[
    "Advertisement",
    "Read more: What the council decided",
    "Story continues below",
    "Share this article",
    "Photo: Bas Torrel / Courier",
];

/// A statement to be put into a paragraph.
struct Said {
    /// Verb or phrase ("told reporters").
    cue: String,
    /// The words, with their quotation marks where they have them.
    words: String,
}

/// Makes articles.
pub struct Generator {
    seed: u64,
    direct: Vec<String>,
    reported: Vec<Said>,
    plain: Vec<String>,
}

impl Generator {
    /// A generator that reads its sentences from the project at `root`.
    ///
    /// # Panics
    /// Where the project's own files are missing: there is nothing to measure with.
    pub fn new(root: &Path, seed: u64) -> Generator {
        let mut generator = Generator {
            seed,
            direct: Vec::new(),
            reported: Vec::new(),
            plain: Vec::new(),
        };
        let mut table =
            csv::Reader::from_path(root.join("models/training/statements.csv")).expect("the statements that the rating model learned from");
        for row in table.records() {
            let row = row.expect("a row of the statements");
            let (cue, words) = (row[3].trim(), row[4].trim());
            if cue.is_empty() {
                generator.plain.push(words.to_owned());
            } else if words.starts_with('“') && words.ends_with('”') {
                generator.direct.push(
                    words
                        .trim_start_matches('“')
                        .trim_end_matches('”')
                        .trim_end_matches([',', '.'])
                        .to_owned(),
                );
            } else if !words.contains('“') || words.matches('“').count() == words.matches('”').count() {
                generator.reported.push(Said {
                    cue: cue.to_owned(),
                    words: words.trim_end_matches(['.', ',']).to_owned(),
                });
            }
        }
        let folder = root.join("examples/aldwater-meridian-council/articles");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("the shipped study")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "txt")) {
            let text = std::fs::read_to_string(file).expect("an article of the shipped study");
            let narrated = text
                .lines()
                .filter(|line| line.len() > 120 && line.ends_with('.') && !line.contains(['“', '"', '‘']) && !line.contains(" said"));
            generator.plain.extend(narrated.map(str::to_owned));
        }
        // What is the narrator's alone: of deeds in which somebody denies or vows, the finder makes statements.
        let finder = Tools::finder(&Study::defaults()).expect("the built-in lexicons");
        generator.plain.retain(|sentence| finder.find_in(sentence, &[]).statements.is_empty());
        generator
    }

    /// The text of article `n`.
    pub fn article(&self, n: u64) -> String {
        let mut seed = Seed(self.seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        seed.below(2);
        let mut text = String::with_capacity(6_000);
        let headline: Vec<&str> = seed.of::<str>(&self.plain).split_whitespace().take(5 + seed.below(4)).collect();
        text.push_str(headline.join(" ").trim_end_matches(['.', ',', ';', ':']));
        let (name, ..) = PEOPLE[seed.below(PEOPLE.len())];
        text.push_str(&format!(
            "\n\nBy {name}\n\n{} {}, {}\n\n",
            seed.of::<str>(MONTHS),
            1 + seed.below(28),
            [2016, 2022][seed.below(2)]
        ));
        text.push_str(&format!(
            "{}, {} {} (NW) — ",
            seed.of::<str>(PLACES),
            seed.of::<str>(MONTHS),
            1 + seed.below(28)
        ));
        text.push_str(seed.of::<str>(&self.plain));
        // A few people speak in an article, and come again.
        let cast: Vec<usize> = (0..2 + seed.below(4)).map(|_| seed.below(PEOPLE.len())).collect();
        let mut met = vec![false; cast.len()];
        for _ in 0..7 + seed.below(22) {
            text.push_str("\n\n");
            if seed.percent(3) {
                text.push_str(seed.of::<str>(FURNITURE));
                continue;
            }
            for sentence in 0..1 + seed.below(3) {
                if sentence > 0 {
                    text.push(' ');
                }
                match seed.below(100) {
                    0..QUOTED => {
                        let who = self.source(&mut seed, &cast, &mut met, false);
                        let words = seed.of::<str>(&self.direct);
                        let verb = ["said", "said", "said", "told reporters", "added"][seed.below(5)];
                        text.push_str(&format!("“{words},” {who} {verb}."));
                        if seed.percent(25) {
                            text.push_str(&format!(" “{}.”", seed.of::<str>(&self.direct)));
                        }
                    }
                    QUOTED..SPOKEN => {
                        let who = self.source(&mut seed, &cast, &mut met, true);
                        let said = &self.reported[seed.below(self.reported.len())];
                        let day = if seed.percent(15) {
                            format!(" on {}", seed.of::<str>(DAYS))
                        } else {
                            String::new()
                        };
                        // A cue of several words brings its own source at times.
                        match said.cue.split_once(' ') {
                            Some((first, _)) if !first.ends_with('d') => text.push_str(&format!("The {} {}.", said.cue, said.words)),
                            _ => text.push_str(&format!("{who} {}{day} {}.", said.cue, said.words)),
                        }
                    }
                    _ => text.push_str(seed.of::<str>(&self.plain)),
                }
            }
        }
        if seed.percent(40) {
            text.push_str(&format!("\n\n(Reporting by {name}; editing by P. Lacke)"));
        }
        text.push('\n');
        text
    }

    /// Articles of `bytes` together, at least: (number, text).
    pub fn articles(&self, bytes: usize) -> impl Iterator<Item = (u64, String)> {
        let mut left = bytes;
        (0u64..).map_while(move |n| {
            if left == 0 {
                return None;
            }
            let text = self.article(n);
            left = left.saturating_sub(text.len());
            Some((n, text))
        })
    }

    /// Who speaks: with office where first met, then by surname or pronoun.
    fn source(&self, seed: &mut Seed, cast: &[usize], met: &mut [bool], opens: bool) -> String {
        if seed.percent(12) {
            let unnamed = seed.of::<str>(UNNAMED);
            return if opens {
                unnamed.to_owned()
            } else {
                let mut letters = unnamed.chars();
                letters
                    .next()
                    .map(|first| first.to_lowercase().chain(letters).collect())
                    .unwrap_or_default()
            };
        }
        let at = seed.below(cast.len());
        let (name, office, woman) = PEOPLE[cast[at]];
        if !std::mem::replace(&mut met[at], true) {
            return format!("{name}, {office},");
        }
        match (seed.below(3), woman, opens) {
            (0, true, true) => "She".to_owned(),
            (0, true, false) => "she".to_owned(),
            (0, false, true) => "He".to_owned(),
            (0, false, false) => "he".to_owned(),
            _ => name.rsplit(' ').next().unwrap_or(name).to_owned(),
        }
    }
}

/// Of a hundred sentences those that quote whole sentences, and up to here those that report; the others are the narrator's.
const QUOTED: usize = 14;
const SPOKEN: usize = 40;
