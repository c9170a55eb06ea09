//! The grammar of attribution: which words of a sentence report, who is their source, and what they report.
//!
//! A sentence is read cue by cue. Three positions of the content matter: before the cue (`"Never," she said`), after it (`she said that …`), and both. Content that
//! follows runs to the sentence's end unless another attribution of the sentence begins. Invariant: a draft's runs lie in one paragraph, in order, and are disjoint.

use super::lexicon::{CueForm, Form, Vocabulary, takes};
use super::mark::Quotation;
use super::phrase::{self, Run};
use super::sentence::Sentence;
use super::statement::Act;
use super::word::{Sort, Word, class, fold};

/// A statement in words, before its speaker is known.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub act: Act,
    /// The cue's words.
    pub cue: Option<Run>,
    /// The source's words.
    pub mention: Option<Run>,
    /// The content, as runs of words.
    pub content: Vec<Run>,
    /// The source is that of the previous draft (`…, adding that`).
    pub inherits: bool,
    /// Sure of the content, 0 to 1, by the construction it was found in.
    pub trust: f32,
}

/// One article's words, quotations and vocabulary.
pub(crate) struct Grammar<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    pub quotations: &'a [Quotation],
    /// For each word the quotation it stands in or bounds, plus one; 0 outside.
    pub inside: &'a [u32],
    pub vocabulary: &'a Vocabulary,
}

/// A word that may report.
#[derive(Clone, Copy, Debug)]
struct Cue {
    /// Head word.
    at: usize,
    /// One past the last word of the phrase.
    end: usize,
    /// Auxiliaries and adverbs before the head start here.
    group: usize,
    form: Form,
    act: Act,
    takes: u32,
    negated: bool,
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

    /// Every attribution of a sentence, in text order of the content.
    pub fn read(&self, sentence: Sentence) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let cues = self.cues(sentence);
        // The words before this are taken by a content that has been read.
        let mut taken = sentence.start;
        for (n, cue) in cues.iter().enumerate() {
            if cue.at < taken {
                // `the talks — which the capital says are over — allow`: a statement of its own inside another's content.
                if let Some((inner, gap)) = self.parenthetical(cue, sentence)
                    && let Some(outer) = drafts.last_mut()
                    && let Some(run) = outer.content.iter().position(|&(s, e)| s < gap.0 && gap.1 < e)
                {
                    let (start, end) = outer.content[run];
                    outer.content.splice(run..=run, [(start, gap.0), (gap.1 + 1, end)]);
                    drafts.push(inner);
                }
                continue;
            }
            if let Some((inner, _)) = self.parenthetical(cue, sentence) {
                taken = taken.max(inner.content.last().map_or(0, |r| r.1));
                drafts.push(inner);
                continue;
            }
            let draft = if cue.takes & takes::SOURCE != 0 {
                self.according(cue, sentence, &cues[n + 1..], taken)
            } else {
                self.verb(cue, sentence, &cues, n, taken, &drafts)
            };
            let Some(draft) = draft else { continue };
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
        self.left_over(sentence, &mut drafts);
        drafts.sort_by_key(|d| d.content.first().copied());
        drafts
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
        let draft = self.draft(cue, Some(mention), vec![(cue.end, close)], 0.7)?;
        Some((draft, (open, close)))
    }

    /// The cues of a sentence, outside quotations.
    fn cues(&self, sentence: Sentence) -> Vec<Cue> {
        let mut out = Vec::new();
        let mut i = sentence.start;
        while i < sentence.end {
            let word = &self.words[i];
            if word.cue == u16::MAX || !self.outside(i) {
                i += 1;
                continue;
            }
            match self.cue_at(i, sentence) {
                // `continued to call for`: one cue, and the second verb says what it takes.
                Some(cue)
                    if cue.end + 1 < sentence.end
                        && self.word(cue.end) == "to"
                        && self.words[cue.end + 1].cue != u16::MAX
                        && self.cue_at(cue.end + 1, sentence).is_some() =>
                {
                    i = cue.end + 1;
                }
                Some(cue) => {
                    i = cue.end;
                    out.push(cue);
                }
                None => i += 1,
            }
        }
        out
    }

    fn cue_at(&self, at: usize, sentence: Sentence) -> Option<Cue> {
        let forms = self.vocabulary.cues.get(self.words[at].cue as usize)?;
        let mut folded = String::new();
        let follows = |form: &CueForm, folded: &mut String| {
            form.rest.iter().enumerate().all(|(k, rest)| {
                let Some(word) = self.words.get(at + 1 + k).filter(|_| at + 1 + k < sentence.end) else {
                    return false;
                };
                fold(word.span.of(self.text), folded);
                **rest == **folded
            })
        };
        let longest = forms.iter().filter(|f| follows(f, &mut folded)).map(|f| f.rest.len()).max()?;
        let matching: Vec<&CueForm> = forms.iter().filter(|f| f.rest.len() == longest && follows(f, &mut folded)).collect();
        let end = at + 1 + longest;
        let (mut group, negated, modal, to) = self.group(at, sentence.start);
        // Speech before thought where a word can be both.
        let first = matching.iter().min_by_key(|f| f.act)?;
        let forms: Vec<Form> = matching.iter().map(|f| f.form).collect();
        let takes = matching.iter().filter(|f| f.act == first.act).fold(0, |bits, f| bits | f.takes);
        let form = self.form(at, group, &forms, to, modal, sentence, takes)?;
        if to && form == Form::Past {
            group = self.group(group - 1, sentence.start).0;
        }
        Some(Cue {
            at,
            end,
            group,
            form,
            act: first.act,
            takes,
            negated,
        })
    }

    /// Where the verb group of the head at `at` starts; whether it is negated, has a modal, is an infinitive.
    fn group(&self, at: usize, floor: usize) -> (usize, bool, bool, bool) {
        let (mut start, mut negated, mut modal, mut to) = (at, false, false, false);
        while start > floor && self.outside(start - 1) {
            let word = &self.words[start - 1];
            if word.sort != Sort::Word {
                break;
            }
            // `NAME on Wednesday said`, `NAME Tuesday said`
            if word.is(class::DAY) && start >= floor + 2 && !self.words[start - 2].is(class::DETERMINER) {
                start -= if self.word(start - 2) == "on" { 2 } else { 1 };
                continue;
            }
            let bare = self.word(start - 1);
            if bare.eq_ignore_ascii_case("to") {
                to = true;
                start -= 1;
                break;
            }
            let adverb = word.is(class::ADVERB) && !word.capital && !word.is(class::DAY | class::OFFICE | class::SUBORDINATOR | class::DETERMINER);
            if !(word.is(class::AUXILIARY | class::NEGATION) && !(word.capital && word.is(class::MONTH)) || adverb || word.is(class::NEGATION)) {
                break;
            }
            negated |= word.is(class::NEGATION);
            modal |= matches!(bare, "would" | "could" | "can" | "may" | "might" | "must" | "shall" | "should" | "will");
            start -= 1;
        }
        (start, negated, modal, to)
    }

    /// The form the head stands in, or none where it is a noun, an infinitive, a passive.
    #[allow(clippy::too_many_arguments, reason = "each is one fact of the context")]
    fn form(&self, at: usize, group: usize, forms: &[Form], to: bool, modal: bool, sentence: Sentence, takes: u32) -> Option<Form> {
        if forms.contains(&Form::Fixed) {
            return Some(Form::Fixed);
        }
        let be = (group..at).any(|i| {
            matches!(
                self.word(i),
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "isn't" | "wasn't" | "weren't" | "aren't"
            )
        });
        let have = (group..at).any(|i| {
            matches!(
                self.word(i),
                "has" | "have" | "had" | "having" | "hasn't" | "haven't" | "hadn't" | "'ve" | "'d"
            )
        });
        let previous = at.checked_sub(1).filter(|&p| p >= sentence.start).map(|p| &self.words[p]);
        let next = self.words.get(at + 1).filter(|_| at + 1 < sentence.end);
        if forms.contains(&Form::Ing) {
            // `the saying`, `of saying`
            if previous.is_some_and(|p| p.is(class::DETERMINER | class::PREPOSITION) && !be) || previous.is_some_and(|p| p.sort == Sort::Possessive) {
                return None;
            }
            if !be && takes & takes::PARTICIPLE == 0 {
                return None;
            }
            // A participle follows a comma or a conjunction; right after a noun only where content is sure to come: `a note saying that`.
            let set_off = previous.is_none_or(|p| {
                matches!(
                    p.sort,
                    Sort::Comma | Sort::Dash | Sort::Mark | Sort::Single | Sort::Open | Sort::Semicolon
                ) || p.is(class::CONJUNCTION | class::SUBORDINATOR | class::ADVERB)
            });
            let announced = next.is_some_and(|n| n.is(class::THAT) || matches!(n.sort, Sort::Colon | Sort::Mark))
                || next.is_some_and(|n| n.sort == Sort::Comma) && self.words.get(at + 2).is_some_and(|n| n.sort == Sort::Mark);
            if !be && !set_off && !announced && !previous.is_some_and(|p| p.capital && p.sort == Sort::Word && at > sentence.start + 2) {
                return None;
            }
            return Some(Form::Ing);
        }
        let past = forms.contains(&Form::Past) || forms.contains(&Form::Participle);
        let base = forms.contains(&Form::Base);
        if past && !(base && !be && !have) {
            if be {
                return None;
            }
            if forms == [Form::Participle] && !have {
                return None;
            }
            // `the plan called X`, `accused of`: a participle after its noun has no object of its own.
            let objectless =
                next.is_none_or(|n| matches!(n.sort, Sort::Stop | Sort::Comma | Sort::Break) || n.is(class::PREPOSITION) && !n.is(class::SIDE));
            if takes & takes::OBJECT != 0 && takes & takes::CLAUSE == 0 && !have && objectless && !self.fixed_preposition(at) {
                return None;
            }
            return Some(Form::Past);
        }
        if forms.contains(&Form::Third) {
            // `the reports`, `their claims`: nouns. A verb has a subject that is a name, a pronoun or a person.
            let subject = group.checked_sub(1).filter(|&p| p >= sentence.start).map(|p| &self.words[p]);
            let ok = subject.is_some_and(|s| {
                s.is(class::SUBJECT_PRONOUN)
                    || s.capital && s.sort == Sort::Word && !s.is(class::DETERMINER | class::PREPOSITION)
                    || s.is(class::OFFICE | class::PERSON | class::INSTITUTION)
                    || s.sort == Sort::Comma
                    || s.sort == Sort::Close
                    || s.sort == Sort::Mark
                    || s.is(class::CONJUNCTION)
                    || s.is(class::RELATIVE)
            });
            if matches!(self.word(at), "talks" | "remarks" | "comments" | "calls")
                && !subject.is_some_and(|s| s.is(class::SUBJECT_PRONOUN))
                && !next.is_some_and(|n| matches!(self.word(at + 1), "for" | "on") && n.is_wordy() && self.word(at) == "calls")
            {
                return None;
            }
            let plural_noun = !matches!(
                self.word(at),
                "says"
                    | "tells"
                    | "adds"
                    | "writes"
                    | "explains"
                    | "argues"
                    | "insists"
                    | "describes"
                    | "believes"
                    | "thinks"
                    | "warns"
                    | "accuses"
                    | "denies"
                    | "rejects"
                    | "wants"
                    | "continues"
                    | "concludes"
                    | "recalls"
                    | "asks"
                    | "knows"
                    | "maintains"
            );
            if !ok && plural_noun {
                return None;
            }
            if plural_noun
                && next.is_some_and(|n| n.is(class::AUXILIARY) || matches!(n.sort, Sort::Stop | Sort::Comma) && takes & takes::INVERTED == 0)
            {
                return None;
            }
            return Some(Form::Third);
        }
        if base {
            if to {
                // `continued to call for`: the first verb has the subject.
                let aspect = group.checked_sub(1).filter(|&p| p >= sentence.start).is_some_and(|p| {
                    matches!(
                        self.word(p),
                        "continued" | "continues" | "continue" | "began" | "went" | "rushed" | "moved" | "on"
                    )
                });
                return aspect.then_some(Form::Past);
            }
            let aux = modal || (group..at).any(|i| self.words[i].is(class::AUXILIARY));
            if aux && !have && !be {
                return Some(Form::Base);
            }
            let subject = group.checked_sub(1).filter(|&p| p >= sentence.start).map(|p| (p, &self.words[p]))?;
            let (p, s) = subject;
            let plural = s.is(class::GROUP)
                || s.is(class::SUBJECT_PRONOUN) && !matches!(self.word(p).to_ascii_lowercase().as_str(), "he" | "she" | "it")
                || s.sort == Sort::Word && self.word(p).ends_with('s') && !s.is(class::PREPOSITION | class::DETERMINER | class::AUXILIARY);
            let group_before = || {
                phrase::before(self.text, self.words, sentence.start, group).is_some_and(|(a, b)| self.words[a..b].iter().any(|w| w.is(class::GROUP)))
            };
            if plural && !s.is(class::DETERMINER) || s.sort == Sort::Word && group_before() {
                return Some(Form::Base);
            }
            if s.sort == Sort::Comma && matches!(self.word(at), "say" | "argue" | "insist" | "believe" | "warn") {
                return Some(Form::Base);
            }
            return None;
        }
        None
    }

    fn fixed_preposition(&self, at: usize) -> bool {
        self.vocabulary.cues.get(self.words[at].cue as usize).is_some_and(|forms| {
            forms.iter().any(|f| {
                !f.rest.is_empty()
                    && self
                        .words
                        .get(at + 1)
                        .is_some_and(|w| w.span.of(self.text).eq_ignore_ascii_case(&f.rest[0]))
            })
        })
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
        // An apposition inside `according to` runs to its comma; the content follows it.
        let lead = (sentence.start..cue.at).all(|i| !self.words[i].is_wordy() || self.words[i].is(class::CONJUNCTION | class::ADVERB));
        let mut content = Vec::new();
        if lead {
            let plain = self.comma_after(cue.end, stop)?;
            let mention = (source.0, source.1.min(plain).max(cue.end + 1));
            let end = self.content_end(plain + 1, sentence, later, false);
            content.push((plain + 1, end));
            return self.draft(cue, Some(mention), content, 0.85);
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
        self.draft(cue, Some(source), content, 0.85)
    }

    /// A reporting verb.
    fn verb(&self, cue: &Cue, sentence: Sentence, cues: &[Cue], n: usize, taken: usize, drafts: &[Draft]) -> Option<Draft> {
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
        if let Some(source) = tail
            && cue.takes & takes::QUOTE != 0
            && cue.form != Form::Ing
        {
            // `"…," the envoy in charge of the file said`: all between the mark and the verb is the source.
            mention = Some(source);
            left = source.0;
        } else if cue.form == Form::Ing && !(cue.group..cue.at).any(|i| self.words[i].is(class::AUXILIARY)) {
            // `…, adding that`: the source is the clause's.
            inherits = true;
            if drafts.is_empty() {
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
        if let Some((start, end)) = mention
            && !self.can_speak(start, end)
        {
            return None;
        }
        let after = self.after(cue, right, stop, inverted);
        let closing = self.quote_before(left, sentence.start).filter(|q| q.open >= taken || q.close >= taken);
        let speech_quote = cue.takes & takes::QUOTE != 0;
        // `"…," NAME said …`: the content stands before.
        if let Some(quote) = closing
            && speech_quote
            && (inverted
                || tail.is_some()
                || self.comma_closed(quote, left)
                || !matches!(after, After::Content(at) if self.words[at].is(class::THAT)))
            && self.attributable(quote, left)
        {
            let start = self.content_start(quote, sentence, taken);
            let mut content = vec![(start, self.before_comma(left.min(cue.group)))];
            match after {
                After::Quote(open) => content.push((open, self.quote_run_end(open, stop, later))),
                After::Rest(at) if self.words[at].sort == Sort::Mark || self.quotation(at).is_some() => {
                    content.push((at, self.quote_run_end(at, stop, later)))
                }
                // `"…," she said, that both sides had …`
                After::Rest(at)
                    if self.words[at].is(class::THAT) || self.words[at].is(class::PREPOSITION) && self.quoted_anywhere(at, stop.min(at + 8)) =>
                {
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
            return self.draft(cue, mention, content, 0.97).map(|d| Draft { inherits, ..d });
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
        let clause_left =
            left > taken && left > sentence.start && self.words[left - 1].sort == Sort::Comma && cue.takes & takes::CLAUSE != 0 && !inherits;
        if clause_left && matches!(after, After::End | After::Rest(_)) && cue.form != Form::Ing {
            let mut start = taken.max(sentence.start);
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
                    let goes_on = !self.words[at].is(class::SUBORDINATOR | class::RELATIVE | class::CONJUNCTION);
                    if quoted
                        || goes_on
                            && !later.iter().any(|c| c.at < at + 3)
                            && self.words.get(at).is_some_and(Word::is_wordy)
                            && !self.word(at).ends_with("ing")
                    {
                        content.push((at, self.content_end(at, sentence, later, false)));
                    }
                }
                return self.draft(cue, mention, content, 0.9);
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
            return self.draft(cue, mention, vec![(at, self.content_end(at, sentence, later, false))], 0.75);
        }
        if as_clause && cue.takes & takes::CLAUSE != 0 && cue.form != Form::Ing {
            // `as NAME noted in the morning, the talks failed`; `the talks failed, as NAME noted`
            let comma = (right..stop).find(|&i| self.outside(i) && self.words[i].sort == Sort::Comma);
            if let Some(comma) = comma.filter(|&c| c + 2 < stop && !matches!(after, After::Content(at) if self.words[at].is(class::THAT))) {
                let mut content = vec![(comma + 1, self.content_end(comma + 1, sentence, later, false))];
                // `The line, as NAME noted, has never failed.`
                let before = (taken.max(sentence.start), self.before_comma(left - 1));
                let opener = self.words[before.0].is(class::CONJUNCTION | class::PREPOSITION | class::SUBORDINATOR | class::ADVERB)
                    || self.words[comma + 1].is(class::DETERMINER | class::SUBJECT_PRONOUN);
                if before.0 < before.1 && !opener {
                    content.insert(0, before);
                }
                return self.draft(cue, mention, content, 0.85);
            }
            if left > sentence.start + 3 && matches!(after, After::End) {
                let start = taken.max(sentence.start);
                return self.draft(cue, mention, vec![(start, self.before_comma(left - 1))], 0.8);
            }
        }
        // The content follows.
        let (start, trust) = match after {
            After::Quote(open) if speech_quote => (open, 0.95),
            After::Content(at) => (at, 0.85),
            After::Rest(at) if speech_quote && self.quotation(at).is_some() => (at, 0.95),
            _ => return None,
        };
        if cue.negated && cue.takes & takes::CLAUSE != 0 && !self.quoted_anywhere(start, stop) && !self.words[start].is(class::THAT) {
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
        let end = if let Some(q) = praised {
            q.close + 1
        } else if direct {
            self.quote_run_end(start, stop, later)
        } else {
            let lead = mention.map_or(cue.group, |(s, _)| s.min(cue.group));
            self.content_end_of(start, lead, sentence, later, cue.takes & takes::CLAUSE == 0)
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
                    "a" | "an" | "some" | "any" | "one" | "anyone" | "nobody" | "who" | "you"
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
            && end - start < 6
            && !(start..end)
                .any(|i| self.words[i].is(class::FINITE | class::AUXILIARY | class::SUBJECT_PRONOUN) || i > start && self.word(i).ends_with("ed"))
        {
            return None;
        }
        let mut draft = self.draft(cue, mention, vec![(start, end)], trust)?;
        draft.inherits = inherits;
        Some(draft)
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
        if single && self.words[first].sort == Sort::Number {
            return false;
        }
        true
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
        (from..to).any(|i| !self.outside(i))
    }

    /// What follows the cue (and its inverted source) from word `at`.
    fn after(&self, cue: &Cue, at: usize, stop: usize, inverted: bool) -> After {
        let mut i = at;
        let clause = cue.takes & takes::CLAUSE != 0;
        let object = cue.takes & takes::OBJECT != 0;
        let mut skipped = false;
        let mut addressee = cue.takes & takes::ADDRESSEE != 0 && !inverted;
        while i < stop {
            let word = &self.words[i];
            if let Some(q) = self.quotation(i) {
                return if q.open == i { After::Quote(i) } else { After::End };
            }
            match word.sort {
                Sort::Colon => {
                    let next = i + 1;
                    if next >= stop {
                        return After::End;
                    }
                    return if self.quotation(next).is_some() {
                        After::Quote(next)
                    } else {
                        After::Content(next)
                    };
                }
                Sort::Comma | Sort::Dash => {
                    let next = i + 1;
                    if next >= stop {
                        return After::End;
                    }
                    if self.quotation(next).is_some_and(|q| q.open == next) {
                        return After::Quote(next);
                    }
                    if self.words[next].is(class::THAT) && clause && !inverted {
                        return After::Content(next);
                    }
                    // `said, however, that`; `told, in Brussels, that`
                    if let Some(close) = (next..stop.min(next + 14)).find(|&j| self.outside(j) && self.words[j].sort == word.sort)
                        && close + 1 < stop
                        && (self.words[close + 1].is(class::THAT) || self.quotation(close + 1).is_some_and(|q| q.open == close + 1))
                        && !(next..close).any(|j| self.words[j].is(class::CUE))
                    {
                        i = close + 1;
                        continue;
                    }
                    return After::Rest(next);
                }
                Sort::Semicolon | Sort::Stop | Sort::Close | Sort::Break => return After::End,
                Sort::Open => {
                    match (i..stop).find(|&j| self.words[j].sort == Sort::Close) {
                        Some(close) => i = close + 1,
                        None => return After::End,
                    }
                    continue;
                }
                _ => {}
            }
            if word.is(class::THAT) && !(object && !clause && self.words.get(i + 1).is_some_and(|n| !n.is(class::DETERMINER))) {
                return After::Content(i);
            }
            if addressee {
                addressee = false;
                let limit = (i..stop.min(i + 22))
                    .find(|&j| !self.outside(j) || matches!(self.words[j].sort, Sort::Colon | Sort::Semicolon | Sort::Dash))
                    .unwrap_or(stop.min(i + 22));
                let that = (i + 1..limit).find(|&j| self.words[j].is(class::THAT) && !self.words[j - 1].is(class::PREPOSITION));
                let clear = |to: usize| {
                    !(i..to).any(|j| {
                        self.words[j].is(class::FINITE) || self.words[j].is(class::SUBJECT_PRONOUN) && j > i && !self.words[j].is(class::RELATIVE)
                    })
                };
                if let Some(that) = that.filter(|&t| clear(t) || (i..t).any(|j| self.words[j].is(class::RELATIVE))) {
                    return After::Content(that);
                }
                let end = self.addressee_end(i, stop);
                // `warned the ferries might not sail`: no one is told, the clause begins at once.
                if end > i && end < stop && clause && self.words[end].is(class::FINITE) && !self.words[i].is(class::OBJECT_PRONOUN) {
                    return After::Content(i);
                }
                if end > i {
                    i = end;
                    skipped = true;
                    continue;
                }
            }
            if word.is(class::DAY) && self.words.get(i + 1).is_none_or(|n| n.sort != Sort::Possessive)
                || word.is(class::MONTH) && self.words.get(i + 1).is_some_and(|n| n.sort == Sort::Number)
            {
                i += if word.is(class::DAY) { 1 } else { 2 };
                skipped = true;
                continue;
            }
            // `last week`, `earlier this month`
            if matches!(self.word(i), "last" | "this" | "next" | "that")
                && self.words.get(i + 1).is_some_and(|n| n.is_wordy())
                && matches!(
                    self.word(i + 1),
                    "week"
                        | "month"
                        | "year"
                        | "night"
                        | "morning"
                        | "afternoon"
                        | "evening"
                        | "weekend"
                        | "summer"
                        | "fall"
                        | "spring"
                        | "winter"
                        | "autumn"
                )
            {
                i += 2;
                skipped = true;
                continue;
            }
            if word.is(class::ADVERB)
                && !word.capital
                && !object
                && !word.is(class::SUBORDINATOR | class::DETERMINER)
                && self.words.get(i + 1).is_none_or(|n| !n.is(class::AUXILIARY))
                && self.word(i) != "there"
            {
                i += 1;
                skipped = true;
                continue;
            }
            if cue.takes & takes::INFINITIVE != 0
                && self.word(i) == "to"
                && self.words.get(i + 1).is_some_and(|n| n.sort == Sort::Word && !n.is(class::DETERMINER))
            {
                return After::Content(i);
            }
            if cue.takes & takes::QUESTION != 0
                && word.is(class::QUESTION)
                && (!matches!(self.word(i), "when" | "where" | "if" | "who" | "which")
                    || matches!(self.word(cue.at), "asked" | "asks" | "wondered" | "ask"))
            {
                return After::Content(i);
            }
            let taken_preposition = match self.word(i) {
                "about" => cue.takes & takes::ABOUT != 0,
                "of" => cue.takes & takes::OF != 0,
                "on" => cue.takes & takes::ON != 0 && !self.words.get(i + 1).is_some_and(|n| n.is(class::DAY | class::OCCASION)),
                "against" => cue.takes & takes::AGAINST != 0,
                _ => false,
            };
            if taken_preposition && i + 1 < stop {
                return After::Content(i + 1);
            }
            if object && cue.takes & takes::THAT != 0 {
                // `expressed his confidence that the line would hold`
                let noun = (i..stop.min(i + 3)).find(|&j| {
                    matches!(
                        self.word(j),
                        "confidence"
                            | "hope"
                            | "hopes"
                            | "concern"
                            | "concerns"
                            | "regret"
                            | "doubt"
                            | "doubts"
                            | "fear"
                            | "fears"
                            | "belief"
                            | "optimism"
                            | "satisfaction"
                            | "surprise"
                            | "alarm"
                            | "disappointment"
                            | "conviction"
                            | "expectation"
                            | "worry"
                            | "worries"
                    )
                });
                if let Some(noun) = noun.filter(|&n| n + 1 < stop && self.words[n + 1].is(class::THAT)) {
                    return After::Content(noun + 1);
                }
            }
            if object {
                if word.is(class::PREPOSITION | class::SUBORDINATOR) && !word.is(class::SIDE) || word.is(class::CONJUNCTION) {
                    return After::End;
                }
                return After::Content(i);
            }
            if word.is(class::PREPOSITION) && !word.capital {
                i = self.adjunct_end(i, stop);
                skipped = true;
                continue;
            }
            if word.is(class::SUBORDINATOR | class::CONJUNCTION | class::RELATIVE) && !word.is(class::DETERMINER) {
                // `said if the talks failed it would leave`
                let conditional = matches!(self.word(i), "if" | "although" | "unless" | "even" | "while") && clause && !inverted && !skipped;
                if conditional && stop - i > 8 && !self.words[i + 1].is(class::CUE) && !self.words[i + 1].is(class::PREPOSITION) {
                    return After::Content(i);
                }
                return After::End;
            }
            if word.is(class::AUXILIARY) && !word.capital {
                return After::End;
            }
            if !clause || inverted {
                return After::End;
            }
            if self.word(i).ends_with("ing") && !word.capital && !skipped && i + 3 < stop && !word.is(class::CUE) {
                // `he said, smiling`, `said speaking in Brussels`
                return After::End;
            }
            return After::Content(i);
        }
        After::End
    }

    /// `told reporters in the capital`: where the addressee ends.
    fn addressee_end(&self, at: usize, stop: usize) -> usize {
        let mut i = at;
        if self.words[i].is(class::OBJECT_PRONOUN) || self.words[i].is(class::SUBJECT_PRONOUN) {
            return i + 1;
        }
        if !self.words[i].is_wordy() || self.words[i].is(class::PREPOSITION) && !self.words[i].capital {
            return i;
        }
        let start = i;
        while i < stop && self.outside(i) {
            let word = &self.words[i];
            let previous = (i > start).then(|| &self.words[i - 1]);
            match word.sort {
                Sort::Word | Sort::Number | Sort::Possessive => {}
                _ => break,
            }
            if word.is(class::THAT) || word.is(class::DAY) {
                break;
            }
            if previous.is_some() {
                if word.is(class::SUBJECT_PRONOUN | class::AUXILIARY) && !word.capital
                    || word.is(class::QUESTION | class::SUBORDINATOR) && !word.is(class::PREPOSITION)
                {
                    break;
                }
                if matches!(self.word(i), "about" | "of")
                    && !previous.is_some_and(|p| p.is(class::GROUP | class::PERSON | class::OFFICE) || p.capital || self.word(i) == "of")
                {
                    break;
                }
                if self.word(i) == "to" {
                    break;
                }
                // A new phrase without a preposition: the clause begins.
                let continues = previous.is_some_and(|p| {
                    p.is(class::PREPOSITION | class::DETERMINER | class::CONJUNCTION | class::MODIFIER) || p.sort == Sort::Possessive
                });
                if word.is(class::DETERMINER) && !continues {
                    break;
                }
                if word.capital
                    && previous.is_some_and(|p| !p.capital && p.is_wordy())
                    && !continues
                    && !previous.is_some_and(|p| p.is(class::INSTITUTION | class::OFFICE | class::OCCASION))
                {
                    break;
                }
            }
            i += 1;
        }
        i
    }

    /// Where the prepositional phrase at `at` ends: before the clause, comma, mark or next preposition.
    fn adjunct_end(&self, at: usize, stop: usize) -> usize {
        let mut i = at + 1;
        while i < stop && self.outside(i) {
            let word = &self.words[i];
            let previous = &self.words[i - 1];
            match word.sort {
                Sort::Word | Sort::Number | Sort::Possessive | Sort::Other => {}
                _ => break,
            }
            if word.is(class::THAT) && !previous.is(class::PREPOSITION) {
                break;
            }
            if word.is(class::PREPOSITION) && !word.capital {
                break;
            }
            if i > at + 1 {
                if word.is(class::SUBJECT_PRONOUN) && !word.is(class::RELATIVE) {
                    break;
                }
                if word.is(class::DETERMINER) && !previous.is(class::DETERMINER | class::CONJUNCTION | class::PREPOSITION) {
                    break;
                }
                if word.is(class::AUXILIARY | class::SUBORDINATOR) && !word.capital {
                    break;
                }
                // `in a statement Russia would`: a name after a common noun begins the clause.
                if word.capital
                    && !previous.capital
                    && previous.sort == Sort::Word
                    && !previous.is(class::DETERMINER
                        | class::PREPOSITION
                        | class::CONJUNCTION
                        | class::MODIFIER
                        | class::OFFICE
                        | class::HONORIFIC
                        | class::SIDE)
                {
                    break;
                }
            }
            i += 1;
        }
        i.max(at + 1)
    }

    /// A run of quotations from the mark at `open`: `"…" and "…"`.
    fn quote_run_end(&self, open: usize, stop: usize, later: &[Cue]) -> usize {
        let Some(mut quote) = self.quotation(open).copied() else { return open };
        loop {
            let end = (quote.close + 1).min(stop.max(quote.close.min(stop)));
            let next = (quote.close + 1..stop.min(quote.close + 30)).find(|&i| !self.outside(i));
            let Some(next) = next else {
                break self.tail_after_quote(quote, stop, later).unwrap_or(end);
            };
            if later.iter().any(|c| c.at > quote.close && c.at < next) {
                break end;
            }
            let Some(following) = self.quotation(next).copied() else { break end };
            quote = following;
        }
    }

    /// `"…" to the rest of the country.`: words after the closing mark that go on with the quoted sentence.
    fn tail_after_quote(&self, quote: Quotation, stop: usize, later: &[Cue]) -> Option<usize> {
        let first = quote.close + 1;
        if first >= stop {
            return None;
        }
        let last = self.words[quote.open + 1..quote.close].last()?;
        if matches!(last.sort, Sort::Comma | Sort::Stop) {
            return None;
        }
        let word = &self.words[first];
        if !word.is_wordy() || word.capital || later.iter().any(|c| c.at < first + 6) {
            return None;
        }
        if word.is(class::SUBORDINATOR | class::RELATIVE | class::DAY)
            || matches!(
                self.word(first),
                "in" | "on" | "at" | "during" | "after" | "before" | "about" | "when" | "as"
            )
        {
            return None;
        }
        Some(stop)
    }

    /// Where a content that starts at `start` ends.
    fn content_end(&self, start: usize, sentence: Sentence, later: &[Cue], object: bool) -> usize {
        self.content_end_of(start, start, sentence, later, object)
    }

    /// As `content_end`; `lead` is where the cue's clause begins to name its source.
    fn content_end_of(&self, start: usize, lead: usize, sentence: Sentence, later: &[Cue], object: bool) -> usize {
        let stop = self.stop(sentence);
        let subordinate = self.subordinate(sentence, lead);
        let mut i = start;
        let mut quoted = false;
        while i < stop {
            if let Some(q) = self.quotation(i) {
                i = q.close.max(i) + 1;
                quoted = true;
                // A comma inside the closing mark is the sentence's: `"…," the crowd left`.
                if i < stop
                    && q.close > q.open + 1
                    && self.words[q.close - 1].sort == Sort::Comma
                    && (subordinate || self.aside_follows(i, stop) || self.cut_at(i, true, stop, later, object))
                {
                    return i;
                }
                continue;
            }
            let word = &self.words[i];
            // `…; nobody in the town laughed`: the narrator again, where no quotation is open to go on.
            if word.sort == Sort::Semicolon
                && i + 3 < stop
                && matches!(self.word(i + 1), "nobody" | "no" | "few" | "others" | "observers" | "critics")
            {
                return i;
            }
            if word.sort == Sort::Comma
                && i > start + 1
                && (subordinate && self.clause_starts(i + 1, stop) || quoted && self.aside_follows(i + 1, stop))
            {
                return i;
            }
            // `says she is "ready" as she boards the plane`: the narrator's, right after the mark.
            if quoted
                && i > start
                && !self.outside(i - 1)
                && (word.is(class::SUBORDINATOR) && matches!(self.word(i), "as" | "when" | "while" | "after" | "before")
                    || object && matches!(self.word(i), "on" | "in" | "at" | "during" | "for") && i + 1 < stop)
                && !(i..stop).any(|k| !self.outside(k))
            {
                return i;
            }
            // `called it "a trap" and walked out`
            if quoted
                && object
                && word.is(class::CONJUNCTION)
                && i + 1 < stop
                && self.words[i + 1].sort == Sort::Word
                && !self.words[i + 1].capital
                && self.word(i + 1).ends_with("ed")
            {
                return i;
            }
            if matches!(word.sort, Sort::Comma | Sort::Dash | Sort::Semicolon) || word.is(class::CONJUNCTION | class::SUBORDINATOR) && !word.capital {
                if self.cut_here(i, start, stop, later, object) {
                    return self.before_comma(i);
                }
            } else if object && i > start && word.sort == Sort::Word && matches!(self.word(i), "following" | "amid" | "during" | "ahead" | "after") {
                return i;
            }
            i += 1;
        }
        i.min(stop.max(start))
    }

    /// Whether the content at `start` stands in a clause that opens its sentence: `Even as she said …, the talks went on`.
    fn subordinate(&self, sentence: Sentence, start: usize) -> bool {
        let Some(first) = (sentence.start..start).find(|&i| self.words[i].is_wordy()) else {
            return false;
        };
        let word = &self.words[first];
        let opener = word.is(class::SUBORDINATOR) || matches!(self.word(first), "Despite" | "By" | "In" | "Besides" | "Without");
        let gerund = self.word(first).ends_with("ing") && word.capital && word.span.len() > 5;
        (opener || gerund) && self.outside(first) && !(first..start).any(|i| self.words[i].sort == Sort::Comma && self.outside(i))
    }

    /// Whether a main clause can start at `at`: a name, determiner or pronoun, and more words after.
    fn clause_starts(&self, at: usize, stop: usize) -> bool {
        let Some(word) = self.words.get(at).filter(|_| at + 2 < stop) else {
            return false;
        };
        word.is_wordy()
            && (word.capital || word.is(class::DETERMINER | class::SUBJECT_PRONOUN | class::GROUP | class::PREPOSITION) || word.sort == Sort::Number)
    }

    /// Whether `at` opens a remark of the narrator's after a closed quotation: `, a charge the envoy denies`, `, which …`.
    fn aside_follows(&self, at: usize, stop: usize) -> bool {
        let Some(word) = self.words.get(at).filter(|_| at + 1 < stop) else {
            return false;
        };
        if (at..stop).any(|i| !self.outside(i)) {
            return false;
        }
        matches!(self.word(at), "a" | "an") || word.is(class::RELATIVE)
    }

    /// Whether another attribution, or the narrator, goes on at the comma or conjunction `i`.
    fn cut_here(&self, i: usize, start: usize, stop: usize, later: &[Cue], object: bool) -> bool {
        if i == start {
            return false;
        }
        let comma = matches!(self.words[i].sort, Sort::Comma | Sort::Dash | Sort::Semicolon);
        self.cut_at(if comma { i + 1 } else { i }, comma, stop, later, object)
    }

    fn cut_at(&self, next: usize, comma: bool, stop: usize, later: &[Cue], object: bool) -> bool {
        let mut next = next;
        let Some(word) = self.words.get(next).filter(|_| next < stop) else {
            return false;
        };
        let contrast = word.is(class::CONJUNCTION) || matches!(self.word(next), "while" | "whereas" | "though" | "although" | "as");
        if contrast {
            next += 1;
        }
        for cue in later {
            if cue.group < next || cue.act == Act::Thought {
                continue;
            }
            // `He calls it a trap, says it is old, …`: a row of verbs with one subject.
            if comma
                && !contrast
                && cue.group == next
                && matches!(cue.form, Form::Past | Form::Third)
                && matches!(self.after(cue, cue.end, stop, false), After::Content(at) if !self.words[at].capital || self.words[at].is(class::DETERMINER))
            {
                return !self.words[cue.end].capital
                    && phrase::after(self.text, self.words, cue.end, stop)
                        .is_none_or(|(_, e)| e < stop && !matches!(self.words[e].sort, Sort::Comma | Sort::Stop));
            }
            // `, adding that`; `and added that`; `, but continued to call`
            if cue.group == next || (cue.at > next && (next..cue.at).all(|k| self.words[k].is(class::ADVERB | class::AUXILIARY))) {
                if cue.form == Form::Ing {
                    return comma || contrast;
                }
                return contrast && matches!(cue.form, Form::Past | Form::Third | Form::Base | Form::Fixed)
                    || comma && cue.takes & takes::SOURCE != 0;
            }
            // `, while NAME said`; `, and NAME added`; `, NAME said`
            if let Some((from, _)) = phrase::before(self.text, self.words, next, cue.group)
                && from <= next + 1
                && (from == next || self.words[next].is(class::ADVERB))
                && (comma || contrast && self.word(next - 1) == "while")
                && cue.act == Act::Speech
            {
                return contrast || cue.end >= stop || matches!(self.words[cue.end].sort, Sort::Stop | Sort::Comma);
            }
            break;
        }
        if comma && !contrast && word.sort == Sort::Word && !word.capital {
            let bare = self.word(next);
            // `, indicating a breakthrough was far`: the narrator's participle.
            if bare.ends_with("ing") && bare.len() > 5 && object && !word.is(class::PREPOSITION) {
                return true;
            }
        }
        false
    }

    /// The subject of the sentence's main clause, for a participle or a coordinated verb at `before`.
    fn main_subject(&self, sentence: Sentence, before: usize) -> Option<Run> {
        let mut at = sentence.start;
        while at < before && !self.words[at].is_wordy() {
            at += 1;
        }
        // Skip an opening adjunct up to its comma.
        if at < before && self.words[at].is(class::PREPOSITION | class::SUBORDINATOR | class::CONJUNCTION | class::ADVERB) {
            if self.words[at].is(class::CONJUNCTION) {
                at += 1;
            } else if let Some(comma) = (at..before).find(|&i| self.words[i].sort == Sort::Comma && self.outside(i)) {
                at = comma + 1;
            }
        }
        if at >= before || !self.outside(at) {
            return None;
        }
        phrase::after(self.text, self.words, at, before)
    }

    /// `"…" — NAME`: a signature after a quotation.
    pub fn signed(&self, sentence: Sentence) -> Option<Draft> {
        let quote = self.quotation(sentence.start).filter(|q| q.open == sentence.start && q.closed)?;
        let dash = quote.close + 1;
        if self.words.get(dash).filter(|_| dash < sentence.end)?.sort != Sort::Dash {
            return None;
        }
        let stop = self.stop(sentence);
        let mention = (dash + 1, stop);
        let names = (mention.0..mention.1).filter(|&i| self.words[i].capital).count();
        let verbs = (mention.0..mention.1).any(|i| self.words[i].is(class::FINITE));
        if mention.0 >= mention.1
            || !self.words[mention.0].capital
            || names == 0
            || verbs
            || mention.1 - mention.0 > 14
            || quote.close - quote.open < 4
        {
            return None;
        }
        Some(Draft {
            act: Act::Speech,
            cue: None,
            mention: Some(mention),
            content: vec![(quote.open, quote.close + 1)],
            inherits: false,
            trust: 0.9,
        })
    }

    /// A sentence that ends with a colon and has a source and a cue, but no content yet: `Novak continued:`
    pub fn waiting(&self, sentence: Sentence) -> Option<Draft> {
        let last = (sentence.start..sentence.end).rev().find(|&i| self.words[i].sort != Sort::Break)?;
        if self.words[last].sort != Sort::Colon {
            return None;
        }
        let cues = self.cues(sentence);
        let Some(cue) = cues.iter().rev().find(|c| c.act == Act::Speech && c.takes & takes::QUOTE != 0) else {
            // `Novak made the following remark:`
            let mention = self.main_subject(sentence, last)?;
            return Some(Draft {
                act: Act::Speech,
                cue: Some((last, last + 1)),
                mention: Some(mention),
                content: Vec::new(),
                inherits: false,
                trust: 0.7,
            });
        };
        let mention = phrase::before(self.text, self.words, sentence.start, cue.group)
            .or_else(|| phrase::after(self.text, self.words, cue.end, last))
            .or_else(|| self.main_subject(sentence, cue.group))?;
        Some(Draft {
            act: Act::Speech,
            cue: Some((cue.at, cue.end)),
            mention: Some(mention),
            content: Vec::new(),
            inherits: false,
            trust: 0.9,
        })
    }

    /// `The envoy's verdict ran to one line: "…"`: the sentence's subject speaks after the colon.
    fn colon(&self, sentence: Sentence, drafts: &[Draft]) -> Option<Draft> {
        let stop = self.stop(sentence);
        let colon = (sentence.start..stop)
            .find(|&i| self.outside(i) && self.words[i].sort == Sort::Colon && self.quotation(i + 1).is_some_and(|q| q.open == i + 1))?;
        let quote = self.quotation(colon + 1)?;
        if drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e)) || quote.close - quote.open < 5 {
            return None;
        }
        let subject = self.main_subject(sentence, colon)?;
        // `Read also: "…"` is a link, `Novak: "…"` a label.
        if subject.1 - subject.0 < 2 && self.words[subject.0].is(class::CUE) {
            return None;
        }
        // `Novak's verdict`: Novak speaks.
        let owner = (subject.0 + 1..subject.1).find(|&i| self.words[i].sort == Sort::Possessive);
        let mention = (subject.0, owner.unwrap_or(subject.1));
        self.can_speak(mention.0, mention.1).then(|| Draft {
            act: Act::Speech,
            cue: Some((colon, colon + 1)),
            mention: Some(mention),
            content: vec![(colon + 1, self.quote_run_end(colon + 1, stop, &[]))],
            inherits: false,
            trust: 0.7,
        })
    }

    /// `"…," the minister pressed.`: any verb will do right after a quotation that ends with a comma, where nothing follows it.
    fn bare_tail(&self, sentence: Sentence, drafts: &[Draft]) -> Option<Draft> {
        let quote = self.quotation(sentence.start).filter(|q| q.open == sentence.start && q.closed)?;
        if drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e)) || quote.close - quote.open < 4 {
            return None;
        }
        let last = self.words[quote.close - 1].sort;
        let stop = self.stop(sentence);
        let start = quote.close + 1;
        if !matches!(last, Sort::Comma | Sort::Stop | Sort::Ellipsis | Sort::Dash) || start >= stop || stop - start > 14 {
            return None;
        }
        let (from, to) = phrase::after(self.text, self.words, start, stop)?;
        let verb = to.min(stop - 1);
        let verbal = |i: usize| self.word(i).ends_with("ed") || self.word(i).ends_with("said") || self.words[i].is(class::CUE);
        // The phrase may have swallowed the verb: `Novak pressed`.
        let (to, verb) = if to == stop && to > from + 1 && verbal(to - 1) {
            (to - 1, to - 1)
        } else {
            (to, verb)
        };
        if !verbal(verb) || self.words[verb].capital && self.words[from].is(class::CUE) || !self.can_speak(from, to) {
            return None;
        }
        Some(Draft {
            act: Act::Speech,
            cue: Some((verb, verb + 1)),
            mention: Some((from, to)),
            content: vec![(quote.open, quote.close + 1)],
            inherits: false,
            trust: 0.7,
        })
    }

    /// Quotations of some length that no cue has claimed: the sentence's subject is the likeliest source. Titles of books, songs and laws are none.
    fn left_over(&self, sentence: Sentence, drafts: &mut Vec<Draft>) {
        let mut i = sentence.start;
        while i < sentence.end {
            let Some(quote) = self.quotation(i).copied() else {
                i += 1;
                continue;
            };
            i = quote.close + 1;
            let wordy = quote.inner().filter(|&k| self.words[k].is_wordy()).count();
            let lower = quote
                .inner()
                .filter(|&k| self.words[k].sort == Sort::Word && !self.words[k].capital)
                .count();
            if !quote.closed
                || quote.single
                || wordy < 6
                || lower * 2 < wordy
                || quote.open == sentence.start
                || drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e))
            {
                continue;
            }
            let titled = (sentence.start.max(quote.open.saturating_sub(3))..quote.open).any(|k| {
                matches!(
                    self.word(k),
                    "titled" | "entitled" | "headlined" | "named" | "book" | "song" | "film" | "headline" | "article" | "essay"
                )
            });
            let Some(mention) = self
                .main_subject(sentence, quote.open)
                .filter(|&(s, e)| !titled && self.can_speak(s, e) && !(e - s == 1 && self.words[s].is(class::CUE)))
            else {
                continue;
            };
            drafts.push(Draft {
                act: Act::Speech,
                cue: None,
                mention: Some(mention),
                content: vec![(quote.open, quote.close + 1)],
                inherits: false,
                trust: 0.5,
            });
        }
    }

    /// The source of a sentence that only says that somebody spoke: `Novak wrote from his garden.` The next sentence is what.
    pub fn announces(&self, sentence: Sentence) -> Option<Draft> {
        let cue = self
            .cues(sentence)
            .into_iter()
            .find(|c| c.act == Act::Speech && c.takes & takes::QUOTE != 0 && c.form != Form::Ing);
        let subject = match &cue {
            Some(cue) => phrase::before(self.text, self.words, sentence.start, cue.group)?,
            None => self.main_subject(sentence, self.stop(sentence))?,
        };
        let first = &self.words[subject.0];
        let person = first.is(class::SUBJECT_PRONOUN) && !matches!(self.word(subject.0), "It" | "it" | "We" | "I" | "You")
            || first.is(class::HONORIFIC | class::OFFICE)
            || (subject.0..subject.1).all(|i| self.words[i].capital);
        (person && (subject.0..subject.1).all(|i| self.outside(i))).then(|| Draft {
            act: Act::Speech,
            cue: cue.map(|c| (c.at, c.end)),
            mention: Some(subject),
            content: Vec::new(),
            inherits: false,
            trust: 0.6,
        })
    }

    /// `"…," was Novak's message.`: a noun that reports.
    fn noun_cue(&self, sentence: Sentence, drafts: &[Draft]) -> Option<Draft> {
        const NOUNS: &[&str] = &[
            "message",
            "words",
            "verdict",
            "answer",
            "response",
            "reply",
            "warning",
            "conclusion",
            "assessment",
            "description",
            "view",
            "comment",
            "reaction",
            "motto",
        ];
        let stop = self.stop(sentence);
        for i in sentence.start + 2..stop {
            if !self.outside(i) || !matches!(self.word(i), "was" | "is" | "were" | "are") {
                continue;
            }
            let Some(quote) = self.quote_before(i, sentence.start) else { continue };
            if drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e)) {
                continue;
            }
            let Some(noun) = (i + 1..stop.min(i + 12)).find(|&j| NOUNS.contains(&self.word(j))) else {
                continue;
            };
            let mention = (i + 1..noun)
                .find(|&j| self.words[j].sort == Sort::Possessive)
                .map(|j| (i + 1, j))
                .or_else(|| {
                    let first = &self.words[i + 1];
                    first.is(class::DETERMINER).then_some((i + 1, i + 2))
                })?;
            return Some(Draft {
                act: Act::Speech,
                cue: Some((i, noun + 1)),
                mention: Some(mention),
                content: vec![(quote.open, quote.close + 1)],
                inherits: false,
                trust: 0.9,
            });
        }
        None
    }

    fn draft(&self, cue: &Cue, mention: Option<Run>, content: Vec<Run>, trust: f32) -> Option<Draft> {
        let content: Vec<Run> = content
            .into_iter()
            .filter(|&(s, e)| s < e && (s..e).any(|i| self.words[i].is_wordy()))
            .collect();
        if content.is_empty() {
            return None;
        }
        Some(Draft {
            act: cue.act,
            cue: Some((cue.at, cue.end)),
            mention,
            content,
            inherits: false,
            trust,
        })
    }
}
