//! HTML becomes its main text: readability (dom_smoothie) finds the story, a walk over its blocks writes the text.
//!
//! Invariant: words of neighbouring blocks never run together: a blank line stands between blocks, `<br>` and list items begin a new line. Headings and captions are kept and marked. The walks use
//! no recursion, so that no nesting can exhaust the stack.

use super::page::{self, Furniture, Page};
use super::{Boilerplate, BoilerplateKind, Span, date};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use jiff::civil::Date;

/// Deeper pages are not shown to readability, whose costs grow with depth.
const DEEPEST: usize = 400;

/// Reads the page `source`.
pub(super) fn read(source: &str) -> Page {
    let document = Document::from(source);
    let facts = Facts::of(&document);
    let main = if is_deep(&document) { None } else { main_text(source) };
    let Written { text, marks } = main.unwrap_or_else(|| document.body().map_or_else(Written::default, |body| write(body)));
    let Furniture { title, published, marks } = page::furnish(&text, &marks, facts.title.as_deref());
    Page {
        title,
        outlet: facts.outlet,
        published: facts.published.or(published),
        marks,
        text,
    }
}

/// What the head of a page says of it.
#[derive(Default)]
struct Facts {
    title: Option<String>,
    outlet: Option<String>,
    published: Option<Date>,
}

impl Facts {
    fn of(document: &Document) -> Facts {
        let Ok(reader) = Readability::new(document.html(), None, None) else {
            return Facts::default();
        };
        let linked = reader.parse_json_ld();
        let metadata = reader.get_article_metadata(linked);
        let words = |text: &str| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
        let published = metadata.published_time.as_deref().and_then(date::of_timestamp).or_else(|| {
            const PLACES: &[(&str, &str)] = &[
                ("meta[property='article:published_time']", "content"),
                ("meta[itemprop='datePublished']", "content"),
                ("meta[name='date']", "content"),
                ("meta[name='pubdate']", "content"),
                ("meta[name='publish-date']", "content"),
                ("meta[name='DC.date']", "content"),
                ("meta[name='dcterms.created']", "content"),
                ("time[itemprop='datePublished']", "datetime"),
                ("article time[datetime]", "datetime"),
                ("time[pubdate]", "datetime"),
            ];
            PLACES.iter().find_map(|(selector, attribute)| {
                document
                    .select(selector)
                    .nodes()
                    .iter()
                    .find_map(|node| date::of_timestamp(&node.attr(attribute)?))
            })
        });
        Facts {
            title: words(&metadata.title),
            outlet: metadata.site_name.as_deref().and_then(words),
            published,
        }
    }
}

fn is_deep(document: &Document) -> bool {
    let mut open = vec![(document.root(), 0usize)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return true;
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

/// The story as readability finds it; none where it finds none.
fn main_text(source: &str) -> Option<Written> {
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::new(source, None, Some(config)).ok()?.parse().ok()?;
    let content = Document::fragment(article.content);
    let written = write(content.root());
    (!written.text.is_empty()).then_some(written)
}

/// A text and the marks its elements gave.
#[derive(Default)]
struct Written {
    text: String,
    marks: Vec<Boilerplate>,
}

/// What an element does to the lines around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// Part of a line.
    Inline,
    /// A line of its own.
    Line,
    /// A paragraph of its own.
    Block,
    /// Not shown.
    Hidden,
}

fn flow(name: &str) -> Flow {
    match name {
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "object" | "head" | "title" | "select" | "textarea" | "math" | "audio"
        | "video" | "canvas" => Flow::Hidden,
        "li" | "tr" | "td" | "th" | "dt" | "dd" | "option" | "button" | "label" | "br" => Flow::Line,
        "p" | "div" | "section" | "article" | "main" | "aside" | "header" | "footer" | "nav" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul"
        | "ol" | "dl" | "blockquote" | "figure" | "figcaption" | "table" | "caption" | "pre" | "hr" | "address" | "details" | "summary" | "form"
        | "fieldset" | "body" | "html" => Flow::Block,
        _ => Flow::Inline,
    }
}

fn kind(name: &str) -> Option<BoilerplateKind> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BoilerplateKind::Heading),
        "figcaption" | "caption" => Some(BoilerplateKind::Caption),
        "nav" | "button" | "form" => Some(BoilerplateKind::Navigation),
        _ => None,
    }
}

enum Step<'n> {
    Enter(NodeRef<'n>),
    Leave(Flow, Option<(BoilerplateKind, usize)>),
}

/// Writes the text below `root`.
fn write(root: NodeRef) -> Written {
    let mut writer = Writer::default();
    let mut marks = Vec::new();
    // While a marking element is open, those inside it mark nothing.
    let mut marking = false;
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if node.is_text() => writer.words(&node.text()),
            Step::Enter(node) => {
                let name = node.node_name().unwrap_or_default();
                let flow = flow(&name);
                if flow == Flow::Hidden || node.is_comment() {
                    continue;
                }
                writer.breaks(flow);
                let mark = kind(&name).filter(|_| !marking).map(|kind| (kind, writer.text.len()));
                marking |= mark.is_some();
                steps.push(Step::Leave(flow, mark));
                steps.extend(node.children_it(true).map(Step::Enter));
            }
            Step::Leave(flow, mark) => {
                if let Some((kind, from)) = mark {
                    marking = false;
                    let start = from + writer.text[from..].len() - writer.text[from..].trim_start().len();
                    if start < writer.text.len() {
                        marks.push(Boilerplate {
                            span: Span::new(start, writer.text.len()),
                            kind,
                        });
                    }
                }
                writer.breaks(flow);
            }
        }
    }
    Written { text: writer.text, marks }
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Line ends owed before the next word.
    ends: usize,
    /// A space owed before the next word.
    space: bool,
}

impl Writer {
    fn breaks(&mut self, flow: Flow) {
        let ends = match flow {
            Flow::Block => 2,
            Flow::Line => 1,
            Flow::Inline | Flow::Hidden => return,
        };
        self.ends = self.ends.max(ends);
    }

    /// Appends words with white space collapsed as a browser shows it; no-break spaces stay.
    fn words(&mut self, words: &str) {
        for char in words.chars() {
            if char.is_ascii_whitespace() {
                self.space = true;
                continue;
            }
            if !self.text.is_empty() {
                for _ in 0..self.ends {
                    self.text.push('\n');
                }
                if self.ends == 0 && self.space {
                    self.text.push(' ');
                }
            }
            (self.ends, self.space) = (0, false);
            self.text.push(char);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TALE: &str = "The envoys of both blocs met in the harbour on Thursday, for the first time in years, and spoke for four hours about the walls that stand between them.";

    fn page() -> String {
        format!(
            r#"<html><head><title>Blocs meet again | Harbour News</title><meta property="og:site_name" content="Harbour News">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Blocs meet again","datePublished":"2022-05-12T18:05:00+02:00"}}</script></head>
<body><nav><ul><li>Home</li><li>World</li></ul></nav><article><h1>Blocs meet again</h1><p>{TALE}</p><p>"We&nbsp;talked,"<br>Bo   Example
said.</p><h2>What now?</h2><figure><img src="a.png"><figcaption>The harbour at dawn</figcaption></figure><p>{TALE}</p><ul><li>One demand fell.</li><li>Another stayed.</li></ul><p>{TALE}</p></article>
<footer>All rights reserved</footer></body></html>"#
        )
    }

    #[test]
    fn the_story_is_written_block_by_block() {
        let page = read(&page());
        assert!(
            page.text.contains("\"We\u{A0}talked,\"\nBo Example said.\n\nWhat now?\n\n"),
            "{}",
            page.text
        );
        assert!(page.text.contains("One demand fell.\nAnother stayed."), "{}", page.text);
        assert_eq!(
            (page.title.as_deref(), page.outlet.as_deref(), page.published),
            (Some("Blocs meet again"), Some("Harbour News"), Some(date(2022, 5, 12)))
        );
        let marked: Vec<(&str, BoilerplateKind)> = page.marks.iter().map(|mark| (mark.span.of(&page.text), mark.kind)).collect();
        assert!(marked.contains(&("What now?", BoilerplateKind::Heading)), "{marked:?}");
        assert!(marked.contains(&("The harbour at dawn", BoilerplateKind::Caption)), "{marked:?}");
        assert!(!page.text.contains("All rights") || marked.iter().any(|(words, _)| words.contains("All rights")));
    }

    #[test]
    fn a_page_without_a_story_gives_its_words() {
        assert_eq!(read("<p>One<p>Two").text, "One\n\nTwo");
        assert_eq!(read("").text, "");
        assert_eq!(read("plain words").text, "plain words");
    }

    #[test]
    fn deep_nesting_is_read_in_bounded_stack() {
        let deep = format!("{}words{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        assert_eq!(read(&deep).text, "words");
    }

    proptest! {
        // Readability is the slowest thing in the stage.
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn marks_hold_words_in_any_soup(soup in "(<p>|</p>|<h2>|</h2>|<figcaption>|<li>|<br>|<table>|<td>|</div>|<div>|word |“Ж” |&amp;|&#0;|<!--|-->|<){0,60}") {
            let page = read(&soup);
            let mut end = 0;
            for mark in &page.marks {
                prop_assert!(mark.span.start >= end && !mark.span.of(&page.text).is_empty());
                end = mark.span.end;
            }
        }
    }
}
