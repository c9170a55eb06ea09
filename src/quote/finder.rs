//! Pass 1 of finding: one article's text becomes statements with local speakers. A function of the article and the lexicons.
//!
//! Order of work: words, quotations, sentences, drafts by the grammar, then what only the paragraph or the article shows: quotations that go on in the next sentence
//! or paragraph, labels of transcripts; last the speakers. Invariant: statements come in order of their first span; none is made of boilerplate.

use super::error::QuoteError;
use super::grammar::{Construction, Draft, Grammar, Tally};
use super::judge::{self, Decision, Features, Judge, size};
use super::lexicon::Vocabulary;
use super::mark::{self, Quotation};
use super::note::{Note, Notes};
use super::phrase::Run;
use super::resolve::Resolver;
use super::sentence::{self, Sentence};
use super::statement::{Act, Confidence, Kind, Statement};
use super::word::{self, Sort, Word, class};
use super::{Found, LocalSpeaker};
use crate::article::{Article, Span};

/// Finds statements. Built once a run from the cue, title and sides lexicons.
#[derive(Clone, Debug)]
pub struct Finder {
    pub(super) vocabulary: Vocabulary,
    pub(super) judge: Judge,
}

/// What the article shows of one draft beyond its sentence.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub draft: Draft,
    /// By speaker label, dash or block: verbatim without marks.
    pub verbatim: bool,
    /// The paragraph it stands in.
    pub paragraph: usize,
}

impl Finder {
    /// The weights that are compiled in, as (file name, text): trained by `detente train-attribution`.
    pub const MODEL: (&str, &str) = ("models/attribution.toml", include_str!("../../models/attribution.toml"));

    /// Reads the lexicons, each as (file name, text).
    ///
    /// # Errors
    /// A lexicon that is not TOML, has unknown keys, or names what does not exist: with file, line and column.
    pub fn new(cues: (&str, &str), titles: (&str, &str), sides: &[(&str, &str)]) -> Result<Self, QuoteError> {
        Ok(Finder {
            vocabulary: Vocabulary::new(cues, titles, sides)?,
            judge: Judge::read(Finder::MODEL)?,
        })
    }

    /// The same finder with other weights, as (file name, text) of a model file.
    ///
    /// # Errors
    /// A model file that is none: with file, line and column.
    pub fn with_model(self, model: (&str, &str)) -> Result<Self, QuoteError> {
        Ok(Finder {
            judge: Judge::read(model)?,
            ..self
        })
    }

    /// The statements of one article and its speakers.
    pub fn find(&self, article: &Article) -> Found {
        let skip: Vec<Span> = article.boilerplate.iter().map(|b| b.span).collect();
        self.find_in(&article.text, &skip)
    }

    /// A text that is one ready statement of `speaker`. What the speaker is (whose, which side, a person or not) is read off the name as if it stood behind a cue.
    pub fn ready(&self, text: &str, speaker: Option<&str>) -> Found {
        let span = Span::new(0, text.len());
        let mut words = Vec::with_capacity(text.len() / 5);
        word::cut(text, &[], &self.vocabulary, &mut words);
        let (paragraphs, inside) = (paragraphs(&words), vec![0; words.len()]);
        let targets = Resolver::new(text, &words, &inside, &paragraphs, &self.vocabulary).targets(&[span]);
        let name = speaker
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|name| !name.is_empty());
        let speakers: Vec<LocalSpeaker> = name.into_iter().map(|name| self.called(name)).collect();
        let statement = Statement {
            act: Act::Speech,
            kind: Kind::Direct,
            spans: vec![span],
            quoted: vec![span],
            cue: None,
            mention: None,
            speaker: (!speakers.is_empty()).then_some(0),
            targets,
            confidence: Confidence { span: 1.0, speaker: 1.0 },
        };
        Found {
            statements: vec![statement],
            speakers,
        }
    }

    /// A speaker by name alone.
    fn called(&self, name: String) -> LocalSpeaker {
        let found = self.find_in(&format!("\u{201C}We have agreed on this,\u{201D} said {name}."), &[]);
        let known = match found.speakers.as_slice() {
            [one] if one.name == name => Some(one.clone()),
            _ => None,
        };
        known.unwrap_or_else(|| LocalSpeaker {
            aliases: vec![name.clone()],
            name,
            sort: super::Sort::Person,
            role: None,
            affiliation: None,
            side: None,
        })
    }

    /// The statements of a text, leaving out the stretches in `skip` (sorted, disjoint).
    pub fn find_in(&self, text: &str, skip: &[Span]) -> Found {
        self.read(text, skip, None)
    }

    /// As `find_in`; decisions are noted where `notes` are given.
    pub(super) fn read(&self, text: &str, skip: &[Span], notes: Option<&Notes>) -> Found {
        let mut words = Vec::with_capacity(text.len() / 5);
        word::cut(text, skip, &self.vocabulary, &mut words);
        let paragraphs = paragraphs(&words);
        let mut quotations = Vec::new();
        for &(start, end) in &paragraphs {
            mark::quotations(text, &words, start, end, &mut quotations);
        }
        let mut inside = vec![0u32; words.len()];
        for (n, q) in quotations.iter().enumerate() {
            inside[q.open..=q.close.min(words.len() - 1)].fill(n as u32 + 1);
            if !q.closed {
                inside[q.close] = 0;
            }
        }
        let tally = Tally::of(&words, &inside);
        let grammar = Grammar {
            text,
            words: &words,
            quotations: &quotations,
            inside: &inside,
            tally: &tally,
            vocabulary: &self.vocabulary,
            judge: &self.judge,
            notes,
        };
        let labels = Labels::find(text, &words, &paragraphs);
        let mut placed: Vec<Placed> = Vec::new();
        let mut sentences: Vec<Sentence> = Vec::new();
        // A cue that ends its paragraph with a colon waits for the next paragraph.
        let mut waiting: Option<Draft> = None;
        // The turn of a transcript that following paragraphs belong to.
        let mut turn: Option<usize> = None;
        // Quotations left open at the end of a paragraph, and the statement they belong to (`None`: the attribution comes later).
        let mut open: Option<(Option<usize>, Vec<Run>)> = None;
        // A quoted paragraph that nobody has claimed yet, and where it stood: `So said NAME.` may follow.
        let mut unclaimed: Option<(Vec<Run>, usize)> = None;
        for (p, &(start, end)) in paragraphs.iter().enumerate() {
            sentences.clear();
            let from = quotations.partition_point(|q| q.open < start);
            let to = quotations.partition_point(|q| q.open < end);
            let quotes = &quotations[from..to];
            if let Some((label, body)) = labels.at(start) {
                if body < end {
                    let draft = Draft::said(Construction::Label, None, Some(label), vec![(body, end)]);
                    placed.push(Placed {
                        draft,
                        verbatim: true,
                        paragraph: p,
                    });
                    turn = Some(placed.len() - 1);
                }
                waiting = None;
                open = None;
                continue;
            }
            if let Some(turn) = turn.filter(|_| labels.is_transcript()) {
                // `(APPLAUSE)`
                if words[start].sort == Sort::Open && words[end - 1].sort == Sort::Close {
                    continue;
                }
                placed[turn].draft.content.push((start, end));
                placed[turn].paragraph = p;
                continue;
            }
            // `> …`, or an indented paragraph, after a colon: a block quotation; one more goes on with it.
            let block = block(text, &words, start);
            if let Some(body) = block.filter(|&body| body < end) {
                let goes_on = placed
                    .last()
                    .is_some_and(|x| x.paragraph + 1 == p && x.draft.construction == Construction::Block);
                if goes_on && let Some(last) = placed.last_mut() {
                    last.draft.content.push((body, end));
                    last.paragraph = p;
                    continue;
                }
                if let Some(draft) = waiting.take() {
                    let draft = Draft {
                        content: vec![(body, end)],
                        construction: Construction::Block,
                        ..draft
                    };
                    placed.push(Placed {
                        draft,
                        verbatim: true,
                        paragraph: p,
                    });
                    continue;
                }
            }
            if let Some(draft) = grammar.posted(start, end).or_else(|| grammar.dashed(start, end)) {
                placed.push(Placed {
                    draft,
                    verbatim: true,
                    paragraph: p,
                });
                waiting = None;
                continue;
            }
            sentence::sentences(text, &words, start, end, quotes, &mut sentences);
            let first_here = placed.len();
            let mut first_quote = quotes.first().copied();
            // The quotation goes on from the paragraph before.
            if let Some((owner, mut runs)) = open.take() {
                if let Some(q) = quotes.first().filter(|q| q.open == start) {
                    let run = (q.open, (q.close + 1).min(end));
                    let attributed_here = sentences.first().is_some_and(|s| {
                        grammar
                            .read(*s, false)
                            .iter()
                            .any(|d| d.content.iter().any(|&(a, b)| a <= q.open && q.open < b))
                    });
                    match owner {
                        Some(at) if !attributed_here => {
                            placed[at].draft.content.push(run);
                            first_quote = None;
                            if !q.closed {
                                open = Some((Some(at), vec![]));
                            }
                        }
                        None if attributed_here => {
                            open = Some((None, runs));
                        }
                        None => {
                            runs.push(run);
                            if q.closed {
                                self.orphan(text, &mut placed, runs, p, &words, &inside);
                            } else {
                                open = Some((None, runs));
                            }
                            first_quote = None;
                        }
                        Some(_) => {}
                    }
                } else if owner.is_none() {
                    self.orphan(text, &mut placed, runs, p, &words, &inside);
                }
            }
            let continued = first_quote.is_none() && !quotes.is_empty();
            for (n, &s) in sentences.iter().enumerate() {
                let spoken = n > 0
                    && placed
                        .last()
                        .is_some_and(|x| placed.len() > first_here && spoke_in(x, sentences[n - 1]) && ends_quoted(Some(x), &inside, &words));
                let mut drafts = grammar.read(s, spoken);
                if drafts.is_empty()
                    && let Some((runs, _)) = unclaimed.take_if(|(_, at)| p <= *at + 1)
                    && let Some(draft) = grammar.so_said(s)
                {
                    placed.push(Placed {
                        draft: Draft { content: runs, ..draft },
                        verbatim: false,
                        paragraph: p,
                    });
                    continue;
                }
                // `"…," she said. But "…" before the treaty is signed.`
                if let Some(at) = drafts.iter().position(|d| d.construction == Construction::Resumed) {
                    let resumed = drafts.remove(at);
                    if let Some(last) = placed.last_mut() {
                        last.draft.content.extend(resumed.content);
                    }
                }
                if n == 0 && continued {
                    let q = quotes[0];
                    drafts.retain(|d| !d.content.iter().any(|&(a, b)| a <= q.open && q.open < b));
                }
                // Quotations of the paragraphs before that waited for this attribution.
                if let Some((None, runs)) = &open
                    && n == 0
                    && let Some(d) = drafts.iter_mut().find(|d| d.content.iter().any(|&(a, b)| a <= start && start < b))
                {
                    d.content.splice(0..0, runs.iter().copied());
                    open = None;
                }
                if let Some(signed) = drafts.is_empty().then(|| grammar.signed(s)).flatten() {
                    drafts.push(signed);
                }
                // `— "…"`: a dash may lead.
                let first = if words[s.start].sort == Sort::Dash && s.start + 1 < s.end {
                    s.start + 1
                } else {
                    s.start
                };
                let opens_with_quote = words[first].sort == Sort::Mark || words[first].sort == Sort::Single;
                let whole_quote = grammar_quote(&quotations, &inside, first)
                    .filter(|q| q.open == first && !(q.close..s.end).any(|i| words[i].is_wordy() && inside[i] == 0));
                if drafts.is_empty()
                    && let Some(q) = whole_quote.filter(|_| opens_with_quote && !(n == 0 && continued))
                {
                    let run = (s.start, s.end);
                    if let Some(draft) = waiting.take().filter(|_| n == 0) {
                        placed.push(Placed {
                            draft: Draft { content: vec![run], ..draft },
                            verbatim: false,
                            paragraph: p,
                        });
                    } else if let Some(at) = (first_here..placed.len())
                        .rev()
                        .find(|&at| n > 0 && spoke_in(&placed[at], sentences[n - 1]) && !within_source(&placed, at))
                        .or_else(|| (first_here..placed.len()).rev().find(|&at| ends_quoted(placed.get(at), &inside, &words)))
                    {
                        // `"A," she said. "B."`
                        placed[at].draft.content.push(run);
                    } else if let Some(draft) = (n > 0 && placed.len() == first_here && q.close - q.open > 4)
                        .then(|| grammar.announces(sentences[n - 1]))
                        .flatten()
                    {
                        placed.push(Placed {
                            draft: Draft { content: vec![run], ..draft },
                            verbatim: false,
                            paragraph: p,
                        });
                    } else if n == 0 && placed.is_empty() && n + 1 < sentences.len() && q.closed && grammar.so_said(sentences[1]).is_some() {
                        unclaimed = Some((vec![run], p));
                    } else if n == 0 && q.close - q.open > 4 {
                        // A paragraph that is a quotation and nothing else: it waits for an attribution, or goes on with the one before.
                        open = Some((None, vec![run]));
                        if !(sentences.len() > 1 && n + 1 < sentences.len()) && q.closed {
                            let runs = open.take().map(|(_, runs)| runs).unwrap_or_default();
                            if placed.is_empty() {
                                unclaimed = Some((runs.clone(), p));
                            }
                            self.orphan(text, &mut placed, runs, p, &words, &inside);
                        }
                    }
                    if !q.closed && open.is_none() && placed.len() > first_here {
                        open = Some((Some(placed.len() - 1), vec![]));
                    }
                    continue;
                }
                // A quotation that waited in this paragraph: `"A." "B," she said.`
                if let Some((None, runs)) = &open
                    && n > 0
                    && !drafts.is_empty()
                {
                    let runs = runs.clone();
                    open = None;
                    if words[s.start].sort == Sort::Mark {
                        drafts[0].content.splice(0..0, runs);
                    } else {
                        self.orphan(text, &mut placed, runs, p, &words, &inside);
                    }
                }
                for draft in drafts {
                    if draft.content.is_empty() {
                        continue;
                    }
                    placed.push(Placed {
                        draft,
                        verbatim: false,
                        paragraph: p,
                    });
                }
                // The last quotation of the paragraph stays open.
                if n + 1 == sentences.len()
                    && let Some(q) = quotes.last().filter(|q| !q.closed)
                    && let Some(at) = placed
                        .iter()
                        .rposition(|x| x.draft.content.iter().any(|&(a, b)| a <= q.open && q.open < b))
                {
                    open = Some((Some(at), vec![]));
                }
            }
            if let Some((None, runs)) = &open
                && quotes.last().is_none_or(|q| q.closed)
                && sentences.len() > 1
            {
                let runs = runs.clone();
                open = None;
                self.orphan(text, &mut placed, runs, p, &words, &inside);
            }
            waiting = sentences.last().and_then(|s| grammar.waiting(*s));
        }
        if let Some((None, runs)) = open {
            self.orphan(text, &mut placed, runs, paragraphs.len(), &words, &inside);
        }
        let mut found = Found::default();
        let mut resolver = Resolver::new(text, &words, &inside, &paragraphs, &self.vocabulary);
        placed.sort_by_key(|x| x.draft.content.first().copied());
        for x in &placed {
            if let Some(statement) = statement(&words, &quotations, &inside, x) {
                let (speaker, mention, sure) = resolver.speaker(x);
                let mut features = Features::default();
                let sort = speaker.map(|s| resolver.sort(s));
                speaker_features(text, &words, x, statement.kind, mention, sort, sure, &mut features);
                let named = if self.judge.knows(Decision::Speaker) {
                    judge::probability(self.judge.score(Decision::Speaker, &features))
                } else {
                    sure
                };
                let mention = mention.map(|(s, e)| Span::new(words[s].span.start as usize, words[e - 1].span.end as usize));
                if let Some(notes) = notes {
                    notes.push(Note::Speaker {
                        spans: statement.spans.clone(),
                        mention,
                        features,
                    });
                }
                found.statements.push(Statement {
                    mention,
                    speaker,
                    targets: resolver.targets(&statement.spans),
                    confidence: Confidence {
                        span: x.draft.trust,
                        // The words name the source, and the words were given to the right one.
                        speaker: if speaker.is_some() { named * resolver.resolved(x, sure) } else { 0.0 },
                    },
                    ..statement
                });
            }
        }
        found.speakers = resolver.into_speakers();
        found.statements.sort_by_key(|s| s.spans.first().copied());
        found
    }

    /// A quoted paragraph without an attribution of its own goes on with the speaker before, if one spoke right before.
    fn orphan(&self, text: &str, placed: &mut Vec<Placed>, runs: Vec<Run>, paragraph: usize, words: &[Word], inside: &[u32]) {
        let Some(last) = placed.last() else { return };
        let near = paragraph.saturating_sub(last.paragraph) <= 1 + runs.len();
        let long = runs
            .iter()
            .map(|&(s, e)| words[s..e].iter().filter(|w| w.is_wordy()).count())
            .sum::<usize>()
            >= 6;
        if !near || !long || last.draft.act != Act::Speech {
            return;
        }
        // `"A fence is no plan"` in large type: words that have been reported already.
        let told = |&(start, end): &Run| {
            let inner: Vec<&str> = words[start..end].iter().filter(|w| w.is_wordy()).map(|w| w.span.of(text)).collect();
            // A run of marks alone says nothing new.
            inner.is_empty()
                || placed.iter().flat_map(|x| &x.draft.content).any(|&(s, e)| {
                    let said: Vec<&str> = words[s..e].iter().filter(|w| w.is_wordy()).map(|w| w.span.of(text)).collect();
                    inner.len() < said.len() && inner.len() < 40 && said.windows(inner.len()).any(|w| w == inner)
                })
        };
        if runs.iter().all(told) {
            return;
        }
        // Who spoke last goes on; only where that was long before, the last quoted speech.
        let at = placed.len() - 1;
        let next_to = paragraph.saturating_sub(placed[at].paragraph) <= 1;
        let found = (at.saturating_sub(3)..=at).rev().find(|&k| {
            k == at && next_to || paragraph.saturating_sub(placed[k].paragraph) <= 1 + runs.len() && ends_quoted(placed.get(k), inside, words)
        });
        match found.map(|k| &mut placed[k]) {
            // The same speech, in a paragraph of its own.
            Some(last) => {
                last.draft.content.extend(runs);
                last.paragraph = paragraph;
            }
            None => {
                let draft = Draft {
                    inherits: true,
                    ..Draft::said(Construction::Continued, None, None, runs)
                };
                placed.push(Placed {
                    draft,
                    verbatim: false,
                    paragraph,
                });
            }
        }
    }
}

/// Where the words of a block quotation begin: behind `>`, or after an indent of three blanks or a tab.
fn block(text: &str, words: &[Word], start: usize) -> Option<usize> {
    if words[start].span.of(text) == ">" {
        return Some(start + 1);
    }
    let line = text[..words[start].span.start as usize].rsplit('\n').next()?;
    (line.starts_with('\t') || line.len() > 2 && line.chars().all(|c| c == ' ' || c == '\u{a0}')).then_some(start)
}

/// Whether the statement is speech that the sentence reports.
fn spoke_in(placed: &Placed, sentence: Sentence) -> bool {
    placed.draft.act == Act::Speech && placed.draft.content.iter().any(|&(s, e)| s < sentence.end && e > sentence.start)
}

/// Whether the statement's cue stands in the source of another: `said Kovar, who has been challenging the plan`.
fn within_source(placed: &[Placed], at: usize) -> bool {
    placed[at].draft.cue.is_some_and(|(cue, _)| {
        placed
            .iter()
            .enumerate()
            .any(|(k, x)| k != at && x.draft.mention.is_some_and(|(s, e)| s <= cue && cue < e))
    })
}

/// Paragraphs as runs of words without their break.
fn paragraphs(words: &[Word]) -> Vec<Run> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, word) in words.iter().enumerate() {
        if word.sort == Sort::Break {
            if i > start {
                out.push((start, i));
            }
            start = i + 1;
        }
    }
    out
}

fn grammar_quote<'a>(quotations: &'a [Quotation], inside: &[u32], i: usize) -> Option<&'a Quotation> {
    inside[i].checked_sub(1).map(|q| &quotations[q as usize])
}

/// Whether the statement's last words are quoted, or it is verbatim all through: then a quotation may go on in the next sentence.
fn ends_quoted(placed: Option<&Placed>, inside: &[u32], words: &[Word]) -> bool {
    placed.is_some_and(|x| {
        x.draft
            .content
            .iter()
            .any(|&(s, e)| (s..e).any(|i| words[i].is_wordy() && inside[i] != 0))
    })
}

/// Speaker labels of transcripts: `NOVAK: …`, `Q: …`. Two paragraphs at least must have one.
struct Labels {
    /// Start of the paragraph, label, start of the body.
    at: Vec<(usize, Run, usize)>,
}

impl Labels {
    fn find(text: &str, words: &[Word], paragraphs: &[Run]) -> Labels {
        let mut at = Vec::new();
        let mut mixed = Vec::new();
        for &(paragraph, end) in paragraphs {
            let start = paragraph;
            // A transcript may stand in marks: `"NOVAK: …`
            let start = if words[start].sort == Sort::Mark { start + 1 } else { start };
            // `**NOVAK:** …`: bold in plain text.
            let star = |i: usize| words[i].sort == Sort::Other && words[i].span.of(text) == "*";
            let start = (start..end).find(|&i| !star(i)).unwrap_or(start);
            let reach = if (start..end.min(start + 8)).any(|i| words[i].sort == Sort::Open) {
                18
            } else {
                8
            };
            let Some(colon) = (start..end.min(start + reach)).find(|&i| words[i].sort == Sort::Colon) else {
                continue;
            };
            let body = (colon + 1..end).find(|&i| !star(i)).unwrap_or(end);
            let label = &words[start..colon];
            let wordy = label.iter().take_while(|w| w.sort != Sort::Open).filter(|w| w.is_wordy()).count();
            let fits = !label.is_empty()
                && wordy > 0
                && wordy <= 5
                && label.iter().take_while(|w| w.sort != Sort::Open).all(|w| {
                    w.is_wordy() && (w.capital || w.is(class::HONORIFIC | class::PREPOSITION)) || matches!(w.sort, Sort::Stop | Sort::Comma)
                })
                && !label.iter().take_while(|w| w.sort != Sort::Open).any(|w| {
                    w.is(class::CUE)
                        && w.span.of(text).chars().any(char::is_lowercase)
                        && !w.is(class::OFFICE | class::OCCASION | class::REPORT)
                        && !matches!(w.span.of(text), "Question" | "Answer")
                        || w.is(class::AUXILIARY | class::MONTH | class::DAY)
                });
            // `NOVAK (through an interpreter):`: what stands in brackets is not shouted.
            let name = label.iter().position(|w| w.sort == Sort::Open).map_or(label, |open| &label[..open]);
            let shout = name.iter().filter(|w| w.sort == Sort::Word).all(|w| {
                let t = w.span.of(text);
                t.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            });
            let bare = if name.len() < label.len() { start + name.len() } else { colon };
            if fits && !name.is_empty() && body < end {
                if shout {
                    at.push((paragraph, (start, bare), body));
                } else {
                    mixed.push((paragraph, (start, bare), body));
                }
            }
        }
        if at.len() < 2 {
            at.clear();
        }
        // `Clio Barrand: …`: labels too, where they head most paragraphs and come again.
        if at.is_empty() && mixed.len() >= 3 && mixed.len() * 2 >= paragraphs.len() {
            at = mixed;
        }
        Labels { at }
    }

    /// Whether the article is one: then paragraphs without a label go on with the turn before.
    fn is_transcript(&self) -> bool {
        self.at.len() >= 3
    }

    fn at(&self, start: usize) -> Option<(Run, usize)> {
        self.at.binary_search_by_key(&start, |x| x.0).ok().map(|i| (self.at[i].1, self.at[i].2))
    }
}

/// What tells whether the words taken for a source name it.
#[allow(clippy::too_many_arguments, reason = "each is one fact of the case")]
fn speaker_features(text: &str, words: &[Word], placed: &Placed, kind: Kind, mention: Option<Run>, sort: Option<u8>, sure: f32, out: &mut Features) {
    let draft = &placed.draft;
    let construction = draft.construction as u64 + 32 * u64::from(draft.nested) + 64 * u64::from(draft.inherits);
    let sort = sort.map_or(9, u64::from);
    let (form, length) = mention.map_or((0, 0), |(s, e)| {
        let slice = &words[s..e];
        let first = &slice[0];
        let form = if e - s == 1 && first.is(class::SUBJECT_PRONOUN | class::OBJECT_PRONOUN | class::DETERMINER) {
            judge::word_hash(first.span.of(text))
        } else {
            1 + u64::from(first.is(class::DETERMINER))
                + 2 * u64::from(
                    slice
                        .iter()
                        .any(|w| w.is(class::OFFICE | class::HONORIFIC | class::PERSON | class::GROUP)),
                )
                + 4 * u64::from(slice.iter().any(|w| w.is(class::INSTITUTION | class::OCCASION)))
                + 8 * (slice.iter().filter(|w| w.capital && w.sort == Sort::Word).count().min(3) as u64)
                + 64 * u64::from(slice.iter().any(|w| w.is(class::PREPOSITION)))
        };
        (form, size(e - s))
    });
    let listed = draft.verb.map_or(2, |v| u64::from(v.listed));
    let class = draft.verb.map_or(0, |v| u64::from(v.takes));
    let sure = (sure * 20.0).round() as u64;
    let trust = (draft.trust * 10.0) as u64;
    let place = mention.zip(draft.cue).map_or(
        0,
        |((s, e), (a, b))| if e <= a { 1 + size(a - e) } else { 16 + size(s.saturating_sub(b)) },
    );
    let mut template = 200;
    let mut add = |a: u64, b: u64| {
        out.add(template, a, b);
        template += 1;
    };
    add(construction, kind as u64);
    add(construction, sort);
    add(form, construction);
    add(form, sort);
    add(form, length);
    add(sure, sort);
    add(trust, construction);
    add(listed, class);
    add(place, construction);
    add(length, sort);
}

/// Spans and kind of a draft.
fn statement(words: &[Word], quotations: &[Quotation], inside: &[u32], placed: &Placed) -> Option<Statement> {
    let draft = &placed.draft;
    let mut spans: Vec<Span> = Vec::new();
    let mut quoted: Vec<Span> = Vec::new();
    let mut all_quoted = true;
    let mut any_quoted = false;
    let span = |s: usize, e: usize| Span::new(words[s].span.start as usize, words[e - 1].span.end as usize);
    for &(start, end) in &draft.content {
        let Some((mut start, mut end)) = trim(words, inside, start, end, placed.verbatim) else {
            continue;
        };
        let verbatim = (start..end).all(|i| !words[i].is_wordy() || inside[i] != 0);
        any_quoted |= (start..end).any(|i| words[i].is_wordy() && inside[i] != 0);
        all_quoted &= verbatim;
        let mut quotes: Vec<Quotation> = Vec::new();
        let mut i = start;
        while i < end {
            if let Some(q) = grammar_quote(quotations, inside, i) {
                quotes.push(*q);
                i = q.close.max(i) + 1;
            } else {
                i += 1;
            }
        }
        let clip = |q: &Quotation| {
            let (mut s, mut e) = (q.open + 1, q.close.min(end));
            // Marks doubled by mistake.
            while s < e && words[s].sort == Sort::Mark {
                s += 1;
            }
            while e > s && words[e - 1].sort == Sort::Mark {
                e -= 1;
            }
            (s.max(start)..e).any(|i| words[i].is_wordy()).then(|| span(s.max(start), e))
        };
        quoted.extend(quotes.iter().filter_map(clip));
        if verbatim && !quotes.is_empty() {
            spans.extend(quotes.iter().filter_map(clip));
            continue;
        }
        // One quotation around all of it: without its marks.
        if let Some(q) = quotes.first()
            && q.open == start
            && q.close + 1 == end
        {
            start += 1;
            end -= 1;
        }
        if start < end {
            spans.push(span(start, end));
        }
    }
    if spans.is_empty() {
        return None;
    }
    spans.sort();
    // Runs may touch where a continuation repeats the edge.
    spans.dedup();
    let disjoint = spans.windows(2).all(|w| w[0].end <= w[1].start);
    if !disjoint {
        return None;
    }
    let kind = if placed.verbatim || all_quoted && any_quoted {
        quoted.clone_from(&spans);
        Kind::Direct
    } else if any_quoted {
        // A quotation left open may be met from two runs: its words count once.
        quoted.sort();
        quoted.dedup_by(|later, kept| {
            let again = later.start < kept.end;
            if again {
                kept.end = kept.end.max(later.end);
            }
            again
        });
        Kind::Mixed
    } else {
        quoted.clear();
        Kind::Indirect
    };
    Some(Statement {
        // Words in quotation marks were said or written, whatever the verb: `she wants "a new page"`.
        act: if kind == Kind::Indirect { draft.act } else { Act::Speech },
        kind,
        spans,
        quoted,
        cue: draft.cue.map(|(s, e)| span(s, e)),
        mention: None,
        speaker: None,
        targets: Vec::new(),
        confidence: Confidence {
            span: draft.trust,
            speaker: 0.0,
        },
    })
}

/// A run without the punctuation at its ends that does not belong to a quotation.
fn trim(words: &[Word], inside: &[u32], start: usize, end: usize, verbatim: bool) -> Option<Run> {
    let (mut start, mut end) = (start, end);
    let loose = |i: usize| inside[i] == 0 && !words[i].is_wordy() && !matches!(words[i].sort, Sort::Open | Sort::Close | Sort::Possessive);
    while start < end && loose(start) {
        start += 1;
    }
    // What is verbatim keeps its full stop.
    while end > start && loose(end - 1) && !(verbatim && words[end - 1].sort == Sort::Stop) {
        end -= 1;
    }
    (start..end).any(|i| words[i].is_wordy()).then_some((start, end))
}
