//! The grammar of attribution: which words of a sentence report, who is their source, and what they report.
//!
//! A sentence is read cue by cue. Three positions of the content matter: before the cue (`"Never," she said`), after it (`she said that …`), and both. Content that
//! follows runs to the sentence's end unless another attribution of the sentence begins. Invariant: a draft's runs lie in one paragraph, in order, and are disjoint.

mod after;
mod bounds;
mod cue;
mod draft;
mod open;
mod source;
mod tally;
mod verbless;
mod weigh;

pub(crate) use draft::{Construction, Draft};
pub(crate) use tally::Tally;

use super::judge::{self, Decision, Features, Judge};
use super::lexicon::{Form, Vocabulary, takes};
use super::mark::Quotation;
use super::note::{Note, Notes};
use super::phrase::{self, Run};
use super::sentence::Sentence;
use super::statement::Act;
use super::word::{Sort, Word, class};

/// One article's words, quotations and vocabulary.
pub(crate) struct Grammar<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    pub quotations: &'a [Quotation],
    /// For each word the quotation it stands in or bounds, plus one; 0 outside.
    pub inside: &'a [u32],
    pub tally: &'a Tally,
    pub vocabulary: &'a Vocabulary,
    pub judge: &'a Judge,
    /// Where decisions are noted, in training.
    pub notes: Option<&'a Notes>,
}

/// A word that may report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    /// Head word.
    at: usize,
    /// One past the last word of the phrase.
    end: usize,
    /// Auxiliaries and adverbs before the head start here.
    group: usize,
    form: Form,
    act: Act,
    pub takes: u32,
    negated: bool,
    /// Of the lexicon; else only its shape says that it could be a verb.
    pub listed: bool,
}

/// What follows a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// Nothing that could be content.
    End,
    /// A quotation whose opening mark is here.
    Quote(usize),
    /// A clause or phrase that starts here.
    Content(usize),
    /// A comma, then more of the sentence from here.
    Rest(usize),
}

impl Grammar<'_> {
    fn word(&self, i: usize) -> &str {
        self.words[i].span.of(self.text)
    }

    fn outside(&self, i: usize) -> bool {
        self.inside[i] == 0
    }

    fn quotation(&self, i: usize) -> Option<&Quotation> {
        self.inside[i].checked_sub(1).map(|q| &self.quotations[q as usize])
    }

    /// Every attribution of a sentence, in text order of the content. `spoken`: the sentence before reports quoted speech, which this one may go on with.
    pub fn read(&self, sentence: Sentence, spoken: bool) -> Vec<Draft> {
        // A sentence without a cue, a mark or a clause with that reports nothing: most sentences end here.
        if !(sentence.start..sentence.end).any(|i| self.words[i].cue != u16::MAX || self.inside[i] != 0 || self.words[i].is(class::THAT)) {
            return Vec::new();
        }
        let mut drafts: Vec<Draft> = Vec::new();
        let cues = self.cues(sentence);
        // The words before this are taken by a content that has been read.
        let mut taken = sentence.start;
        let mut inner: Vec<usize> = Vec::new();
        let mut ahead: Vec<Draft> = Vec::new();
        for (n, cue) in cues.iter().enumerate() {
            if cue.at < taken {
                // `the talks — which the capital says are over — allow`: a statement of its own inside another's content.
                if let Some((aside, gap)) = self.parenthetical(cue, sentence)
                    && let Some(outer) = drafts.last_mut()
                    && let Some(run) = outer.content.iter().position(|&(s, e)| s < gap.0 && gap.1 < e)
                {
                    let (start, end) = outer.content[run];
                    outer.content.splice(run..=run, [(start, gap.0), (gap.1 + 1, end)]);
                    drafts.push(aside);
                } else {
                    inner.push(n);
                }
                continue;
            }
            if let Some((aside, _)) = self.parenthetical(cue, sentence) {
                taken = taken.max(aside.content.last().map_or(0, |r| r.1));
                drafts.push(aside);
                continue;
            }
            let draft = if cue.takes & takes::SOURCE != 0 {
                self.according(cue, sentence, &cues[n + 1..], taken)
            } else {
                let first = self.verb(sentence, &cues, n, taken, &drafts, false);
                // `Monday on "Harbour View," she said the talks failed`: the quotation before may be a title.
                if first.as_ref().is_some_and(|d| d.construction == Construction::QuoteBefore) && !first.as_ref().is_some_and(|d| d.inherits) {
                    ahead.extend(self.verb(sentence, &cues, n, cue.group.max(taken), &drafts, true));
                }
                first
            };
            let Some(mut draft) = draft else { continue };
            // `"…," the envoy said, adding that`: the words that name the source stand with the cue before, or at the head of the sentence.
            if draft.inherits && draft.mention.is_none() {
                // `NAME was defensive about an architect who said …, saying`: not who stands in a clause of his own.
                draft.mention = drafts
                    .last()
                    .and_then(|d: &Draft| d.mention)
                    .filter(|&(_, e)| !self.words.get(e).is_some_and(|w| w.is(class::RELATIVE)))
                    .or_else(|| self.main_subject(sentence, cue.group))
                    .filter(|&(s, e)| self.can_speak(s, e));
            }
            if let Some(&(_, end)) = draft.content.last() {
                taken = taken.max(end).max(cue.end);
                if let Some((_, end)) = draft.mention {
                    taken = taken.max(end);
                }
            }
            // A content that this one wholly covers was a part of it: `he said the plan failed, the envoy added`.
            if let (Some(&(start, _)), Some(&(_, end))) = (draft.content.first(), draft.content.last()) {
                drafts.retain(|d| {
                    !(d.cue.is_some_and(|(s, e)| s >= start && e <= end)
                        && d.content.iter().all(|&(s, e)| s >= start && e <= end)
                        && draft.content.iter().any(|&(s, e)| d.content.iter().all(|&(a, b)| a >= s && b <= e)))
                });
            }
            drafts.push(draft);
        }
        drafts.extend(self.noun_cue(sentence, &drafts));
        drafts.extend(self.colon(sentence, &drafts));
        drafts.extend(self.bare_tail(sentence, &drafts));
        let mut proposed = ahead;
        self.nested(&cues, &inner, &drafts, &mut proposed);
        let mut groups: Vec<(usize, usize)> = Vec::new();
        for quote in self.unclaimed(sentence, &drafts) {
            let from = proposed.len();
            self.open_quotation(quote, sentence, &drafts, &mut proposed);
            self.left_over(quote, sentence, &mut proposed);
            if spoken {
                proposed.push(self.resumed(sentence));
            }
            groups.push((from, proposed.len()));
        }
        self.open_that(sentence, &drafts, &mut proposed);
        self.passive(sentence, &drafts, &mut proposed);
        self.judged(sentence, drafts, proposed, &groups)
    }

    /// The drafts that the judge accepts. `proposed[from..to]`, for each of `readings`, are readings of one quotation.
    fn judged(&self, sentence: Sentence, listed: Vec<Draft>, proposed: Vec<Draft>, readings: &[(usize, usize)]) -> Vec<Draft> {
        let known = listed.len();
        let mut drafts = listed;
        drafts.extend(proposed);
        let mut scores = Vec::with_capacity(drafts.len());
        let mut features = Features::room();
        for draft in &drafts {
            features.on.clear();
            self.draft_features(draft, sentence, &drafts, &mut features);
            scores.push(self.judge.score(Decision::Statement, &features));
            if let Some(notes) = self.notes {
                notes.push(Note::Statement {
                    sentence,
                    draft: draft.clone(),
                    features: features.clone(),
                });
            }
        }
        for (draft, &score) in drafts.iter_mut().zip(&scores) {
            draft.trust = judge::probability(score);
        }
        // Of two readings of the same words, or of one cue, the likelier stays; of the readings of one quotation only one.
        let reading = |k: usize| k.checked_sub(known).is_some_and(|k| readings.iter().any(|r| r.0 <= k && k < r.1));
        let mut order: Vec<usize> = (0..drafts.len())
            .filter(|&k| self.judge.accepts(scores[k], drafts[k].standing()))
            .collect();
        order.sort_by_key(|&k| (std::cmp::Reverse(scores[k]), k));
        let mut kept: Vec<usize> = Vec::with_capacity(order.len());
        for k in order {
            let rival = kept.iter().any(|&other| {
                let (a, b) = (&drafts[k], &drafts[other]);
                let (shared, all) = self.shared(a, b);
                let one_cue = a.verb.is_some_and(|a| b.verb.is_some_and(|b| a.at == b.at));
                one_cue || shared > 0 && (2 * shared >= all || reading(k) && reading(other))
            });
            if !rival {
                kept.push(k);
            }
        }
        kept.sort_unstable();
        let mut stays = kept.into_iter().peekable();
        let chosen = drafts.into_iter().enumerate().filter(|(k, _)| stays.next_if_eq(k).is_some());
        let mut out: Vec<Draft> = chosen.map(|(_, draft)| draft).collect();
        out.sort_by_key(|d| d.content.first().copied());
        out
    }

    /// Words that the contents of two drafts share, and words that stand in either.
    fn shared(&self, a: &Draft, b: &Draft) -> (usize, usize) {
        let wordy = |s: usize, e: usize| self.tally.wordy(s, e);
        let size = |d: &Draft| d.content.iter().map(|&(s, e)| wordy(s, e)).sum::<usize>();
        let mut shared = 0;
        for &(s, e) in &a.content {
            for &(from, to) in &b.content {
                if s.max(from) < e.min(to) {
                    shared += wordy(s.max(from), e.min(to));
                }
            }
        }
        (shared, size(a) + size(b) - shared)
    }

    /// `— which the capital says are over —`: the inner draft, and the gap it leaves from mark to mark.
    fn parenthetical(&self, cue: &Cue, sentence: Sentence) -> Option<(Draft, Run)> {
        let mention = phrase::before(self.text, self.words, sentence.start, cue.group)?;
        let relative = mention.0.checked_sub(1).filter(|&r| self.words[r].is(class::RELATIVE))?;
        let open = relative
            .checked_sub(1)
            .filter(|&o| matches!(self.words[o].sort, Sort::Dash | Sort::Comma))?;
        if !self.words.get(cue.end)?.is(class::AUXILIARY) {
            return None;
        }
        let close = (cue.end..sentence.end).find(|&i| self.words[i].sort == self.words[open].sort)?;
        let draft = self.draft(cue, Some(mention), vec![(cue.end, close)], Construction::Parenthetical)?;
        Some((draft, (open, close)))
    }

    /// `according to NAME`.
    fn according(&self, cue: &Cue, sentence: Sentence, later: &[Cue], taken: usize) -> Option<Draft> {
        let stop = self.stop(sentence);
        let source = phrase::after(self.text, self.words, cue.end, stop).or_else(|| {
            let mut end = cue.end;
            while end < stop && self.words[end].is_wordy() && self.outside(end) {
                end += 1;
            }
            (end > cue.end).then_some((cue.end, end))
        })?;
        if source.1 == source.0 + 1
            && matches!(
                self.word(source.0),
                "plan" | "plans" | "schedule" | "script" | "custom" | "protocol" | "tradition" | "size" | "need" | "law"
            )
        {
            return None;
        }
        // An apposition inside `according to` runs to its comma; the content follows it.
        let lead = (sentence.start..cue.at).all(|i| !self.words[i].is_wordy() || self.words[i].is(class::CONJUNCTION | class::ADVERB));
        let mut content = Vec::new();
        if lead {
            let mut plain = self.comma_after(cue.end, stop)?;
            // `According to the prime minister, NAME NAME, the barges will pass`: the name is the source's.
            let close = (plain + 1..stop.min(plain + 6)).find(|&i| self.words[i].sort == Sort::Comma);
            if let Some(close) = close.filter(|&c| c >= plain + 3 && c + 2 < stop)
                && (plain + 1..close).all(|i| {
                    self.words[i].sort == Sort::Word && self.words[i].capital && !self.words[i].is(class::DETERMINER | class::DAY | class::MONTH)
                })
                && self.words[plain - 1].is(class::OFFICE | class::PERSON)
                && !self.words[plain - 1].capital
            {
                plain = close;
            }
            let mention = (source.0, plain.max(cue.end + 1));
            let end = self.content_end(plain + 1, sentence, later, false);
            content.push((plain + 1, end));
            return self.draft(cue, Some(mention), content, Construction::According);
        }
        let mut start = taken.max(sentence.start);
        while start < cue.at && !(self.words[start].is_wordy() || matches!(self.words[start].sort, Sort::Mark | Sort::Single)) {
            start += 1;
        }
        if start >= cue.at {
            return None;
        }
        content.push((start, self.before_comma(cue.at)));
        // `…, according to NAME, …`: the sentence goes on.
        if source.1 < stop
            && self.words[source.1].sort == Sort::Comma
            && source.1 + 2 < stop
            && !self.words[source.1 + 1].is(class::RELATIVE | class::SUBORDINATOR | class::CONJUNCTION)
        {
            let end = self.content_end(source.1 + 1, sentence, later, false);
            if !self.words[source.1 + 1].is(class::CUE) {
                content.push((source.1 + 1, end));
            }
        }
        self.draft(cue, Some(source), content, Construction::According)
    }

    /// A reporting verb.
    fn verb(&self, sentence: Sentence, cues: &[Cue], n: usize, taken: usize, drafts: &[Draft], ahead: bool) -> Option<Draft> {
        let cue = &cues[n];
        let stop = self.stop(sentence);
        let later = &cues[n + 1..];
        let quote_left = self.quote_before(cue.group, sentence.start);
        let mut mention = None;
        let mut inherits = false;
        let mut left = cue.group;
        let mut right = cue.end;
        let mut inverted = false;
        let mut as_clause = false;
        let tail = self.tail_source(cue, sentence);
        let quoted_as = self.quoted_as(cue, sentence);
        if let Some((source, start)) = quoted_as {
            // `was quoted as saying`, `the agency quoted NAME as saying`: the words are NAME's.
            mention = Some(source);
            left = start;
        } else if ahead {
            mention = tail.or_else(|| phrase::before(self.text, self.words, sentence.start, cue.group));
            left = mention.map_or(left, |m| m.0);
        } else if let Some(source) = tail
            && cue.takes & takes::QUOTE != 0
            && cue.form != Form::Ing
        {
            // `"…," the envoy in charge of the file said`: all between the mark and the verb is the source.
            mention = Some(source);
            left = source.0;
        } else if cue.form == Form::Ing && !(cue.group..cue.at).any(|i| self.words[i].is(class::AUXILIARY)) {
            // `…, adding that`: the source is the clause's; `footage of Kovar asking`: it is the name right before.
            let name = cue
                .group
                .checked_sub(1)
                .filter(|&i| i > sentence.start && self.words[i].capital && self.words[i].sort == Sort::Word && self.outside(i));
            let name = name
                .and_then(|_| phrase::before(self.text, self.words, sentence.start, cue.group))
                .or_else(|| {
                    // `with both sides saying`
                    let with = (sentence.start..cue.group)
                        .rev()
                        .take(8)
                        .take_while(|&i| self.words[i].is_wordy() && self.outside(i))
                        .find(|&i| self.word(i) == "with")?;
                    (with + 1 < cue.group && !self.words[cue.group - 1].is(class::CONJUNCTION | class::PREPOSITION)).then_some((with + 1, cue.group))
                });
            inherits = name.is_none();
            // `Calling the draft an insult, Kovar left`: the subject stands after the comma that ends the content.
            let heads = !(sentence.start..cue.group)
                .any(|i| self.words[i].is(class::FINITE | class::VERB | class::SUBJECT_PRONOUN) || self.words[i].sort == Sort::Comma)
                && (cue.group == sentence.start
                    || !self.words[sentence.start].capital
                    || self.words[sentence.start].is(class::DETERMINER | class::SUBORDINATOR | class::PREPOSITION))
                && self
                    .main_subject(sentence, cue.group)
                    .is_none_or(|(s, e)| !(s..e).any(|i| self.words[i].capital && i > sentence.start));
            if heads
                && name.is_none()
                && let After::Content(at) | After::Quote(at) = self.after(cue, cue.end, stop, false)
                && let Some(comma) = self.main_clause(at, stop)
                && let Some(subject) = phrase::after(self.text, self.words, comma + 1, stop)
                && self.can_speak(subject.0, subject.1)
            {
                return self.draft(cue, Some(subject), vec![(at, self.before_comma(comma))], Construction::Participle);
            }
            if let Some(run) = name {
                mention = Some(run);
                left = run.0;
            } else if drafts.is_empty() {
                mention = self.main_subject(sentence, cue.group);
            }
        } else if quote_left.is_some() && cue.takes & takes::INVERTED != 0 {
            // `"…," said NAME`
            mention = phrase::after(self.text, self.words, cue.end, stop);
            if let Some((_, end)) = mention {
                // `calls it "a trap", says its terms are unfair`: the phrase is the subject of what is said.
                if end < stop && self.words[end].is(class::FINITE) && !drafts.is_empty() {
                    mention = None;
                    inherits = true;
                } else {
                    right = end;
                    inverted = true;
                }
            }
        }
        // `The lane, said NAME, was never closed.`: the comma before the verb closes no apposition, for the source follows.
        if mention.is_none()
            && !inherits
            && cue.group == cue.at
            && matches!(
                self.word(cue.at),
                "said" | "says" | "added" | "wrote" | "noted" | "argued" | "explained" | "warned"
            )
            && cue.group > sentence.start
            && self.words[cue.group - 1].sort == Sort::Comma
            && let Some(source) = phrase::after(self.text, self.words, cue.end, stop)
            && self.words[source.0].capital
            && matches!(self.words.get(source.1).map(|w| w.sort), Some(Sort::Comma | Sort::Stop | Sort::Break))
        {
            mention = Some(source);
            right = source.1;
            inverted = true;
        }
        if mention.is_none() && !inherits {
            mention = phrase::before(self.text, self.words, sentence.start, cue.group);
            if let Some((start, _)) = mention {
                left = start;
                // `…, as NAME noted`
                as_clause = start > sentence.start && self.word(start - 1).eq_ignore_ascii_case("as");
                // `Novak, who said`: the head of the relative clause.
                if self.words[start].is(class::RELATIVE) && start + 1 == cue.group {
                    let head = phrase::before(
                        self.text,
                        self.words,
                        sentence.start,
                        if start > sentence.start && self.words[start - 1].sort == Sort::Comma {
                            start - 1
                        } else {
                            start
                        },
                    );
                    if let Some(head) = head {
                        mention = Some(head);
                        left = head.0;
                    }
                }
            } else if cue.group > sentence.start && self.words[cue.group - 1].is(class::CONJUNCTION) && cue.form != Form::Base {
                // `… and said`: the subject of the verb before.
                inherits = true;
                if drafts.is_empty() {
                    mention = self.main_subject(sentence, cue.group - 1);
                }
            } else if cue.group > sentence.start && self.words[cue.group - 1].sort == Sort::Comma && quote_left.is_none() && !drafts.is_empty() {
                inherits = true;
            } else if cue.takes & takes::INVERTED != 0 && (cue.group == sentence.start || self.words[cue.group - 1].sort == Sort::Comma) {
                // `…, said NAME` after a clause; `Said NAME:`
                mention = phrase::after(self.text, self.words, cue.end, stop);
                if let Some((_, end)) = mention {
                    right = end;
                    inverted = true;
                }
            }
        }
        if mention.is_none() && !inherits {
            return None;
        }
        if let Some(run) = mention.filter(|&(_, e)| !inherits && tail.is_none() && e <= cue.group && cue.form != Form::Ing) {
            let wide = self.widen(cue, run, sentence.start.max(taken));
            mention = Some(wide);
            if left == run.0 {
                left = wide.0;
            }
        }
        if let Some((start, end)) = mention
            && (!self.can_speak(start, end)
                || matches!(
                    self.word(start).to_ascii_lowercase().as_str(),
                    "nobody" | "no" | "none" | "neither" | "never"
                ))
        {
            return None;
        }
        let after = self.after(cue, right, stop, inverted);
        let closing = self.quote_before(left, sentence.start).filter(|q| q.open >= taken || q.close >= taken);
        let speech_quote = cue.takes & takes::QUOTE != 0;
        // `"…," NAME said …`: the content stands before.
        if let Some(quote) = closing.filter(|_| !ahead)
            && speech_quote
            && (inverted
                || tail.is_some()
                || self.comma_closed(quote, left)
                || !matches!(after, After::Content(at) if self.words[at].is(class::THAT)))
            && self.attributable(quote, left)
        {
            let start = self.content_start(quote, sentence, self.after_dateline(taken.max(sentence.start), quote.open));
            let mut content = vec![(start, self.before_comma(left.min(cue.group)))];
            match after {
                After::Quote(open) => content.push((open, self.quote_run_end(open, stop, later))),
                After::Rest(at) if self.words[at].sort == Sort::Mark || self.quotation(at).is_some() => {
                    content.push((at, self.quote_run_end(at, stop, later)))
                }
                // `"…," she said, that both sides had …`
                After::Content(at) if self.words[at].is(class::THAT) && self.words[at - 1].sort == Sort::Comma => {
                    content.push((at, self.content_end(at, sentence, later, false)))
                }
                After::Rest(at)
                    if self.words[at].is(class::THAT) || self.words[at].is(class::PREPOSITION) && self.quoted_anywhere(at, stop.min(at + 8)) =>
                {
                    content.push((at, self.content_end(at, sentence, later, false)))
                }
                // `"…," she said, but "…"`
                After::Rest(at) if self.words[at].is(class::CONJUNCTION) && self.resumes_quoted(at, stop, later) => {
                    content.push((at, self.content_end(at, sentence, later, false)))
                }
                // `"…," she said as the crowd thinned, "…"`
                _ => {
                    let resumes = (right..stop).find(|&i| self.quotation(i).is_some_and(|q| q.open == i) && self.words[i - 1].sort == Sort::Comma);
                    if let Some(open) = resumes.filter(|&o| !later.iter().any(|c| c.at < o)) {
                        content.push((open, self.quote_run_end(open, stop, later)));
                    }
                }
            }
            return self
                .draft(cue, mention, content, Construction::QuoteBefore)
                .map(|d| Draft { inherits, ..d });
        }
        // `The talks failed, NAME said.`
        // `The two sides agreed on a date, NAME said.`: the last attribution has all of the sentence, whatever was said inside.
        let last = matches!(after, After::End) && later.is_empty() && cue.form != Form::Ing && !inherits && closing.is_none();
        let governs = last
            && taken > sentence.start
            && left > sentence.start
            && self.words[left - 1].sort == Sort::Comma
            && cue.takes & takes::CLAUSE != 0
            && drafts
                .iter()
                .all(|d| d.content.iter().all(|&(s, e)| s >= sentence.start && e < left) && d.cue.is_some_and(|(s, _)| s >= sentence.start))
            && drafts
                .iter()
                .all(|d| d.mention.is_none_or(|(s, _)| d.content.first().is_some_and(|c| s < c.0)));
        let taken = if governs { sentence.start } else { taken };
        // `…, — the envoy noted` has a comma and a dash.
        let closed_by = |at: usize| {
            self.words[at].sort == Sort::Comma || self.words[at].sort == Sort::Dash && at > sentence.start && self.words[at - 1].sort == Sort::Comma
        };
        let clause_left = left > taken && left > sentence.start && closed_by(left - 1) && cue.takes & takes::CLAUSE != 0 && !inherits;
        if clause_left && matches!(after, After::End | After::Rest(_)) && cue.form != Form::Ing {
            let mut start = self.after_dateline(taken.max(sentence.start), left);
            while start < left && !(self.words[start].is_wordy() || matches!(self.words[start].sort, Sort::Mark | Sort::Single | Sort::Open)) {
                start += 1;
            }
            let words = (start..left).filter(|&i| self.words[i].is_wordy()).count();
            // `Asked whether it would, the envoy said.`
            let participle = self.words[start].capital
                && (self.word(start).ends_with("ing") || matches!(self.word(start), "Asked" | "Pressed" | "Told" | "Speaking"))
                && self.outside(start);
            let adjunct = participle
                || self.words[start].is(class::PREPOSITION | class::SUBORDINATOR)
                    && !(start..left).any(|i| self.words[i].is(class::FINITE))
                    && matches!(after, After::Rest(_));
            let resumes = matches!(after, After::Rest(at) if self.words[at].is(class::AUXILIARY) || self.quotation(at).is_some());
            if (words >= 3 || resumes && words >= 1) && !adjunct {
                let mut content = vec![(start, self.before_comma(left))];
                if let After::Rest(at) = after {
                    let quoted = self.quotation(at).is_some();
                    let goes_on = !(self.words[at].is(class::SUBORDINATOR | class::RELATIVE | class::CONJUNCTION)
                        || matches!(self.word(at), "a" | "an") && (at..stop).take(8).any(|i| self.words[i].is(class::RELATIVE | class::THAT)));
                    if quoted
                        || self.words[at].is(class::CONJUNCTION) && self.resumes_quoted(at, stop, later)
                        || goes_on
                            && !later.iter().any(|c| c.at < at + 3)
                            && self.words.get(at).is_some_and(Word::is_wordy)
                            && !self.word(at).ends_with("ing")
                    {
                        content.push((at, self.content_end(at, sentence, later, false)));
                    }
                }
                return self.draft(cue, mention, content, Construction::ClauseBefore);
            }
        }
        // `On the other hand, says NAME, the talks went well.`
        if clause_left
            && let After::Rest(at) = after
            && !self.words[at].is(class::SUBORDINATOR | class::RELATIVE | class::CONJUNCTION)
            && !later.iter().any(|c| c.at < at + 2)
            && stop - at > 3
            && self.words[at].is_wordy()
            && !self.word(at).ends_with("ing")
        {
            return self.draft(
                cue,
                mention,
                vec![(at, self.content_end(at, sentence, later, false))],
                Construction::ClauseAround,
            );
        }
        if as_clause && cue.takes & takes::CLAUSE != 0 && cue.form != Form::Ing {
            // `as NAME noted in the morning, the talks failed`; `the talks failed, as NAME noted`
            let comma = (right..stop).find(|&i| self.outside(i) && self.words[i].sort == Sort::Comma);
            if let Some(comma) = comma.filter(|&c| c + 2 < stop && !matches!(after, After::Content(at) if self.words[at].is(class::THAT))) {
                let mut content = vec![(comma + 1, self.content_end(comma + 1, sentence, later, false))];
                // `The line, as NAME noted, has never failed.`
                let before = (taken.max(sentence.start), self.before_comma(left.saturating_sub(1)));
                let opener = self.words[before.0].is(class::CONJUNCTION | class::PREPOSITION | class::SUBORDINATOR | class::ADVERB)
                    || self.words[comma + 1].is(class::DETERMINER | class::SUBJECT_PRONOUN);
                if before.0 < before.1 && !opener {
                    content.insert(0, before);
                }
                return self.draft(cue, mention, content, Construction::As);
            }
            if left > sentence.start + 3 && matches!(after, After::End) {
                let start = taken.max(sentence.start);
                return self.draft(cue, mention, vec![(start, self.before_comma(left - 1))], Construction::As);
            }
        }
        // The content follows.
        let (start, construction) = match after {
            After::Quote(open) if speech_quote => (open, Construction::QuoteAfter),
            After::Content(at) => (at, Construction::ClauseAfter),
            After::Rest(at) if speech_quote && self.quotation(at).is_some() => (at, Construction::QuoteAfter),
            _ => return None,
        };
        // `has never said that`: it was not said.
        if cue.negated && cue.takes & takes::CLAUSE != 0 && !self.quoted_anywhere(start, stop) && cue.act == Act::Speech {
            return None;
        }
        // `If the capital says that`: it may.
        let opener = (sentence.start..left).find(|&i| self.words[i].is_wordy());
        if opener.is_some_and(|o| {
            matches!(self.word(o), "If" | "Unless" | "When" | "Should" | "Whether") && !(o..left).any(|i| self.words[i].sort == Sort::Comma)
        }) && cue.form != Form::Past
            && !self.quoted_anywhere(start, stop)
        {
            return None;
        }
        // `said goodbye`, `went according to plan`, `called her on the telephone`: no words of anybody's.
        if matches!(
            self.word(start),
            "goodbye" | "hello" | "farewell" | "thanks" | "grace" | "mass" | "prayers"
        ) || matches!(self.word(cue.at), "called" | "calls" | "call" | "calling")
            && (start..stop).any(|i| matches!(self.word(i), "telephone" | "phone" | "cellphone"))
            && !self.quoted_anywhere(start, stop)
        {
            return None;
        }
        let direct = self.quotation(start).is_some_and(|q| q.open == start) && cue.takes & (takes::CLAUSE | takes::ADDRESSEE) != 0;
        // `praised "patience" on his arrival`: what follows the mark is the narrator's.
        let praised = self
            .quotation(start)
            .filter(|q| q.open == start && q.closed && cue.takes & takes::OBJECT != 0)
            .copied()
            .filter(|q| {
                self.words.get(q.close + 1).filter(|_| q.close + 1 < stop).is_some_and(|w| {
                    w.is(class::PREPOSITION | class::SUBORDINATOR) && self.word(q.close + 1) != "of" && !(q.close + 1..stop).any(|i| !self.outside(i))
                })
            });
        let rule = if let Some(q) = praised {
            q.close + 1
        } else if direct {
            self.quote_run_end(start, stop, later)
        } else {
            let lead = mention.map_or(cue.group, |(s, _)| s.min(cue.group));
            self.content_end_of(start, lead, sentence, later, cue.takes & takes::CLAUSE == 0)
        };
        let end = if praised.is_some() {
            rule
        } else {
            self.end(&bounds::Reach {
                cue,
                later,
                start,
                rule,
                stop,
            })
        };
        if end <= start {
            return None;
        }
        // The reporter's own `I asked people who …`.
        if cue.act == Act::Speech
            && mention.is_some_and(|(s, e)| e - s == 1 && matches!(self.word(s), "I" | "We" | "we"))
            && !self.quoted_anywhere(start, end)
        {
            return None;
        }
        // `A cynic would say that …`: nobody did.
        let imagined = (cue.group..cue.at).any(|i| matches!(self.word(i), "would" | "might" | "could" | "may"))
            && mention.is_some_and(|(s, _)| {
                matches!(
                    self.word(s).to_ascii_lowercase().as_str(),
                    "a" | "an" | "some" | "any" | "one" | "anyone" | "nobody" | "who" | "you" | "others" | "many" | "critics"
                )
            });
        if imagined && !self.quoted_anywhere(start, end) {
            return None;
        }
        // `spoke on condition of anonymity`, `asked not to be named`: how, not what.
        if matches!(self.word(start), "condition" | "background")
            || (start..end).any(|i| matches!(self.word(i), "named" | "identified" | "anonymity")) && end - start < 8
        {
            return None;
        }
        // `claimed a victory`: a noun phrase is no clause.
        let bare = cue.takes & takes::CLAUSE != 0 && !self.quoted_anywhere(start, end) && !self.words[start].is(class::THAT | class::QUESTION);
        if bare
            && !(cue.takes & takes::INFINITIVE != 0 && self.word(start) == "to")
            && !(cue.takes & takes::GERUND != 0 && self.word(start).ends_with("ing"))
            && end - start < 6
            && !(start..end)
                .any(|i| self.words[i].is(class::FINITE | class::AUXILIARY | class::SUBJECT_PRONOUN) || i > start && self.word(i).ends_with("ed"))
        {
            return None;
        }
        let mut draft = self.draft(cue, mention, vec![(start, end)], construction)?;
        draft.inherits = inherits;
        Some(draft)
    }

    /// `NAME was quoted as saying`, `the agency quoted NAME as saying`: who is quoted, and where the clause begins.
    fn quoted_as(&self, cue: &Cue, sentence: Sentence) -> Option<(Run, usize)> {
        if cue.form != Form::Ing || cue.at < sentence.start + 3 || self.word(cue.at - 1) != "as" {
            return None;
        }
        let quoted = (sentence.start.max(cue.at.saturating_sub(9))..cue.at - 1)
            .rev()
            .find(|&i| matches!(self.word(i), "quoted" | "quotes" | "cited" | "cites"))?;
        let group = self.group(quoted, sentence.start).0;
        if quoted + 1 == cue.at - 1 {
            let source = phrase::before(self.text, self.words, sentence.start, group)?;
            return (group < quoted).then_some((source, source.0));
        }
        let agency = phrase::before(self.text, self.words, sentence.start, group);
        Some(((quoted + 1, cue.at - 1), agency.map_or(group, |a| a.0)))
    }

    /// The first comma outside quotations after `from` that a name, pronoun or determiner and then a verb follow.
    fn main_clause(&self, from: usize, stop: usize) -> Option<usize> {
        (from + 1..stop).find(|&i| {
            let comma = self.outside(i) && self.words[i].sort == Sort::Comma
                || self.quotation(i).is_some_and(|q| q.close == i && self.words[i - 1].sort == Sort::Comma);
            comma
                && self
                    .words
                    .get(i + 1)
                    .is_some_and(|w| self.outside(i + 1) && (w.capital || w.is(class::DETERMINER | class::SUBJECT_PRONOUN)) && !w.is(class::RELATIVE))
                && phrase::after(self.text, self.words, i + 1, stop).is_some_and(|(_, e)| {
                    self.words.get(e).filter(|_| e < stop).is_some_and(|w| {
                        w.sort == Sort::Word
                            && !w.capital
                            && (w.is(class::FINITE | class::VERB | class::CUE) || self.word(e).ends_with("ed") || self.word(e).ends_with('s'))
                    })
                })
        })
    }

    /// Whether the clause after the conjunction at `at` holds quoted words and no attribution of its own.
    fn resumes_quoted(&self, at: usize, stop: usize, later: &[Cue]) -> bool {
        (at + 1..stop.min(at + 7)).any(|i| !self.outside(i)) && later.is_empty()
    }

    /// `"…," the envoy in charge of the file said`: the words between a punctuated closing mark and the verb, where they hold no other verb.
    fn tail_source(&self, cue: &Cue, sentence: Sentence) -> Option<Run> {
        let close = (sentence.start..cue.group).rev().find(|&i| !self.outside(i))?;
        let quote = self.quotation(close).filter(|q| q.close == close)?;
        let mut start = close + 1;
        let mut punctuated = self.words[quote.open + 1..quote.close]
            .last()
            .is_some_and(|w| matches!(w.sort, Sort::Comma | Sort::Stop | Sort::Ellipsis | Sort::Dash));
        while start < cue.group && matches!(self.words[start].sort, Sort::Comma | Sort::Dash) {
            punctuated = true;
            start += 1;
        }
        let mut end = cue.group;
        if end > start && self.words[end - 1].sort == Sort::Comma {
            end -= 1;
        }
        if !punctuated || start >= end || end - start > 30 || quote.close - quote.open < 3 {
            return None;
        }
        let first = &self.words[start];
        if !first.is_wordy()
            || first.is(class::CONJUNCTION | class::PREPOSITION | class::RELATIVE | class::THAT) && !first.capital
            || first.is(class::SUBORDINATOR | class::ADVERB | class::DAY)
        {
            return None;
        }
        let mut relative = false;
        for i in start..end {
            let word = &self.words[i];
            relative |= word.is(class::RELATIVE | class::THAT);
            if matches!(word.sort, Sort::Colon | Sort::Semicolon | Sort::Stop) || word.is(class::FINITE) && !relative && !word.capital {
                return None;
            }
            let verb = matches!(self.word(i), "said" | "told" | "added" | "says" | "wrote" | "called" | "asked");
            if verb && word.is(class::CUE) && !relative && i + 1 < end {
                return None;
            }
        }
        Some((start, end))
    }

    /// Whether the words can name somebody who speaks: not `it` before a clause, not a bare number or a day.
    fn can_speak(&self, start: usize, end: usize) -> bool {
        let mut wordy = (start..end).filter(|&i| self.words[i].is_wordy());
        let Some(first) = wordy.next() else { return false };
        let single = wordy.next().is_none();
        if single
            && (self.words[first].is(class::DAY | class::ADVERB | class::QUESTION)
                && !self.words[first].is(class::RELATIVE)
                && !self.words[first].is(class::SIDE))
        {
            return false;
        }
        if single && self.words[first].is(class::MONTH) {
            return false;
        }
        // `Read also: "…"`, `one of those jokes`, `The "…"`: no name of anybody.
        let word = &self.words[first];
        let verb = word.is(class::CUE) && !word.is(class::OFFICE | class::GROUP | class::PERSON | class::INSTITUTION | class::SIDE);
        if single && (verb || matches!(self.word(first).to_ascii_lowercase().as_str(), "the" | "a" | "an")) {
            return false;
        }
        if word.is(class::PREPOSITION) && !word.capital {
            return false;
        }
        // `four in 10 said`
        !(single && self.words[first].sort == Sort::Number && !(first >= 2 && self.word(first - 1) == "in"))
    }

    /// The quotation that closes right before word `at` (a comma may stand between).
    fn quote_before(&self, at: usize, floor: usize) -> Option<Quotation> {
        let mut i = at;
        while i > floor {
            i -= 1;
            match self.words[i].sort {
                Sort::Comma | Sort::Dash if at - i <= 2 && self.outside(i) => {}
                Sort::Mark | Sort::Single => {
                    return self.quotation(i).filter(|q| q.close == i).copied();
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether the quotation is speech before its attribution, not words of the narrator's: `the "pause" the envoy said`.
    fn attributable(&self, quote: Quotation, left: usize) -> bool {
        let last = self.words[quote.open + 1..quote.close].last();
        let punctuated = last.is_some_and(|w| matches!(w.sort, Sort::Comma | Sort::Stop | Sort::Ellipsis | Sort::Dash | Sort::Single));
        let comma = (quote.close + 1..left).any(|i| matches!(self.words[i].sort, Sort::Comma | Sort::Dash));
        let long = quote.close - quote.open > 6;
        punctuated || comma || long
    }

    /// Whether the quotation ends with a comma, inside its mark or after it.
    fn comma_closed(&self, quote: Quotation, left: usize) -> bool {
        self.words[quote.close - 1].sort == Sort::Comma && quote.close > quote.open + 1
            || (quote.close + 1..left).any(|i| self.words[i].sort == Sort::Comma)
    }

    /// Where the content that ends with `quote` starts: at the quotation, or at the clause that leads into it.
    fn content_start(&self, quote: Quotation, sentence: Sentence, taken: usize) -> usize {
        let floor = taken.max(sentence.start);
        let mut start = quote.open;
        // `He had a word for it: "…," he said`: the narrator leads in.
        if start > floor && matches!(self.words[start - 1].sort, Sort::Colon | Sort::Dash | Sort::Open) {
            return start;
        }
        // Neighbouring quotations and the words between belong to it, unless it stands after a stop.
        let lead: Vec<usize> = (floor..quote.open).filter(|&i| self.words[i].is_wordy()).collect();
        if let Some(&first) = lead.first() {
            start = first;
            if self.inside[first] != 0
                && let Some(q) = self.quotation(first)
            {
                start = q.open;
            }
        }
        start.max(floor)
    }

    /// The last word index before `at` that is not a comma or dash, plus one.
    fn before_comma(&self, at: usize) -> usize {
        let mut end = at;
        while end > 0 && matches!(self.words[end - 1].sort, Sort::Comma | Sort::Dash) && self.outside(end - 1) {
            end -= 1;
        }
        end
    }

    /// End of the sentence without its final stop.
    fn stop(&self, sentence: Sentence) -> usize {
        let mut end = sentence.end;
        while end > sentence.start && self.outside(end - 1) && matches!(self.words[end - 1].sort, Sort::Stop | Sort::Break) {
            end -= 1;
        }
        end
    }

    fn comma_after(&self, from: usize, stop: usize) -> Option<usize> {
        (from..stop).find(|&i| self.outside(i) && matches!(self.words[i].sort, Sort::Comma | Sort::Colon))
    }

    fn quoted_anywhere(&self, from: usize, to: usize) -> bool {
        self.tally.any_inside(from, to)
    }

    /// `ALDMOOR, April 20 (Agency) — The League`: behind the dateline, where one stands at `at`.
    fn after_dateline(&self, at: usize, before: usize) -> usize {
        let dash = (at..before.min(at + 14)).find(|&i| self.words[i].sort == Sort::Dash && self.words[i].spaced);
        match dash {
            Some(dash)
                if dash + 1 < before
                    && self.words[at].capital
                    && self.words[at].sort == Sort::Word
                    && (at..dash).all(|i| self.words[i].capital || self.words[i].sort != Sort::Word)
                    && ((at..dash).any(|i| self.words[i].sort == Sort::Open)
                        || self.word(at).len() > 1 && self.word(at).chars().all(char::is_uppercase)) =>
            {
                dash + 1
            }
            _ => at,
        }
    }

    /// Whether an adjunct starts at `at`: `In Aldmoor, …`, `Hours later, …`, `Speaking to reporters, …`
    fn adjunct_opens(&self, at: usize, before: usize) -> bool {
        let word = &self.words[at];
        if word.is(class::PREPOSITION | class::SUBORDINATOR | class::CONJUNCTION | class::ADVERB) || word.is(class::DAY) {
            return true;
        }
        let form = self.word(at);
        if word.capital && form.len() > 5 && form.ends_with("ing") {
            return true;
        }
        let comma = (at..before.min(at + 7)).find(|&i| self.words[i].sort == Sort::Comma);
        comma.is_some_and(|c| {
            (at..c).any(|i| {
                matches!(
                    self.word(i),
                    "Hours" | "Minutes" | "hours" | "minutes" | "days" | "weeks" | "months" | "years" | "year" | "week" | "month" | "moment" | "time"
                )
            })
        })
    }

    /// The subject of the sentence's main clause, for a participle or a coordinated verb at `before`.
    fn main_subject(&self, sentence: Sentence, before: usize) -> Option<Run> {
        let mut at = sentence.start;
        while at < before && !self.words[at].is_wordy() {
            at += 1;
        }
        at = self.after_dateline(at, before);
        // An opening adjunct goes up to its comma; the year of a date is no subject.
        for _ in 0..2 {
            if at >= before || !self.adjunct_opens(at, before) {
                break;
            }
            if self.words[at].is(class::CONJUNCTION) {
                at += 1;
                continue;
            }
            let Some(mut comma) = (at..before).find(|&i| self.words[i].sort == Sort::Comma && self.outside(i)) else {
                break;
            };
            if comma + 2 < before && self.words[comma + 1].sort == Sort::Number && self.words[comma + 2].sort == Sort::Comma {
                comma += 2;
            }
            at = comma + 1;
        }
        if at >= before || !self.outside(at) {
            return None;
        }
        phrase::after(self.text, self.words, at, before)
    }

    fn draft(&self, cue: &Cue, mention: Option<Run>, content: Vec<Run>, construction: Construction) -> Option<Draft> {
        let content: Vec<Run> = content
            .into_iter()
            .filter(|&(s, e)| s < e && (s..e).any(|i| self.words[i].is_wordy()))
            .collect();
        if content.is_empty() {
            return None;
        }
        // `did not accuse`: the negation is part of what the cue says.
        let from = if cue.negated { cue.group } else { cue.at };
        Some(Draft {
            act: cue.act,
            cue: Some((from, cue.end)),
            mention,
            content,
            inherits: false,
            construction,
            verb: Some(*cue),
            nested: false,
            trust: 0.0,
        })
    }
}
