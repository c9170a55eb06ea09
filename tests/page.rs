//! The report in a real browser: filters, clicks, keyboard, print, colours, and that nothing from an article ever runs or leaves. Skipped, and said so, where Chromium is missing,
//! unless DETENTE_REQUIRE_ALL=1. DETENTE_SHOTS=FOLDER keeps pictures.

#[path = "page/browser.rs"]
mod browser;
#[allow(dead_code, reason = "the command line's tests use the rest of it")]
#[path = "cli/council.rs"]
mod council;

use browser::Browser;
use council::{Council, csv};
use detente::report::{ArticleRow, HitRow, PageInput, StatementRow, TableReader, page};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// A quotation and a speaker that would run, were they not escaped; a line separator that would end a line of script.
const WICKED: &str = "January 14, 2022\n\nThe council met.\n\n\"We warn you <script>alert(1)</script></script><img src=x onerror=alert(2)> &lt;b&gt; \u{2028}and \u{2029}thank them,\" Minister Karel Drazny said.\n\n\
                      \"We reject this,\" Vella Orrin said. <script>alert(3)</script>\n";
const NAME: &str = "\"><img src=x onerror=alert(4)>";

fn wicked() -> Council {
    let council = Council::new();
    council.write("articles/2022-01-14_<svg onload=alert(5)>.txt", WICKED);
    council.study(
        "estuary",
        &format!("[speakers.'{NAME}']\nmerge = [\"Vella Orrin\"]\nside = \"<script>alert(6)</script>\"\n"),
    );
    council.well(&["run", "estuary.toml", "--quiet"]);
    council
}

/// How many statements the page says that it found.
fn found(browser: &mut Browser) -> usize {
    let said = browser.text("document.getElementById('found').textContent");
    let number: String = said
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || *letter == ',')
        .filter(|letter| *letter != ',')
        .collect();
    number.parse().unwrap_or(0)
}

/// Chooses in a control of the form.
fn choose(browser: &mut Browser, control: &str, value: &str) {
    let value = serde_json::to_string(value).expect("text is JSON");
    browser.value(&format!(
        "(() => {{ const c = document.getElementById('f-{control}'); c.value = {value}; c.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
    ));
}

fn quiet(browser: &Browser) {
    assert_eq!(browser.troubles, Vec::<String>::new());
    assert_eq!(browser.requests, Vec::<String>::new(), "nothing is loaded");
}

/// The addresses of links on charts that begin so.
fn linked(browser: &mut Browser, beginning: &str) -> Vec<String> {
    let all = browser.text(&format!(
        "[...document.querySelectorAll('figure svg a')].filter((a) => a.getAttribute('href').includes('{beginning}') && a.getAttribute('tabindex') !== '-1').map((a) => a.getAttribute('href')).join('\\n')"
    ));
    let mut all: Vec<String> = all.lines().map(str::to_owned).collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn cells_of_stances_and_bars_of_distributions_open_their_statements() {
    let Some(mut browser) = Browser::start() else { return };
    let council = Council::new();
    let study = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/aldwater-meridian-council/study.toml");
    council.well(&["run", study, "--out", "results", "--quiet"]);
    let file = council.path("results/aldwater-meridian-council/report.html");
    browser.open(&file, "");
    let go = |browser: &mut Browser, hash: &str| {
        browser.value(&format!("location.hash = {}", serde_json::to_string(hash).expect("text is JSON")));
        browser.settle();
        found(browser)
    };
    let rows = csv(&council.path("results/aldwater-meridian-council/stance.csv"));
    let cells = linked(&mut browser, "target=");
    assert!(!cells.is_empty());
    for row in rows.iter().filter(|row| !row["target"].is_empty() && row["measure"] == "net") {
        let of = |cell: &&String| {
            cell.contains(&format!("year={}", row["year"])) && cell.contains(&format!("target={}&", row["target"].replace(' ', "%20")))
        };
        let side = format!("side={}&", row["side"].replace(' ', "%20"));
        let cell = cells.iter().filter(of).find(|cell| cell.contains(&side));
        let cell = cell.unwrap_or_else(|| panic!("{row:?} has no link in {cells:?}")).clone();
        assert_eq!(go(&mut browser, &cell).to_string(), row["statements"], "{cell}");
    }
    // The bars of a year and dimension hold each of its statements once.
    let bars = linked(&mut browser, "hostility=");
    let mut years: BTreeMap<String, usize> = BTreeMap::new();
    for bar in &bars {
        let number = go(&mut browser, bar);
        assert!(number > 0, "{bar} opens nothing");
        let year = bar.trim_start_matches("#/").split('&').next().unwrap_or_default().to_owned();
        *years.entry(year).or_default() += number;
    }
    assert!(!years.is_empty());
    for (year, number) in years {
        assert_eq!(go(&mut browser, &format!("#/{year}&counts=1")), number, "{year}");
    }
    quiet(&browser);
}

#[test]
fn what_articles_say_is_shown_and_never_run() {
    let Some(mut browser) = Browser::start() else { return };
    let council = wicked();
    browser.open(&council.path("results/estuary/report.html"), "");
    let rows = csv(&council.path("results/estuary/statements.csv"));
    assert_eq!(found(&mut browser), rows.len());
    assert_eq!(browser.number("document.querySelectorAll('#shown > li').length"), rows.len());
    let shown = browser.text("document.getElementById('shown').innerText");
    assert!(
        shown.contains("<script>alert(1)</script></script><img src=x onerror=alert(2)> &lt;b&gt;"),
        "{shown}"
    );
    assert!(
        browser.text("document.body.innerText").contains(NAME),
        "the name is shown as it is written"
    );
    assert_eq!(browser.number("document.querySelectorAll('script').length"), 2);
    assert_eq!(
        browser.number("document.querySelectorAll('img, iframe, object, embed, link, base, form[action]').length"),
        0
    );
    assert_eq!(
        browser.number("[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length"),
        0
    );
    // Whatever is opened, sorted and searched for.
    for sort in ["hostility", "conciliation", "hostile", "conciliatory", "place"] {
        choose(&mut browser, "sort", sort);
    }
    choose(&mut browser, "text", "<script>alert(1)</SCRIPT>");
    assert_eq!(found(&mut browser), 1);
    browser.value("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    browser.value("document.getElementById('f-folder').value = 'javascript:alert(7)'; document.getElementById('f-folder').dispatchEvent(new Event('input', {bubbles: true}))");
    assert_eq!(
        browser.number("document.querySelectorAll('a[href^=\"javascript\"], #shown a[target]').length"),
        0
    );
    // A folder gives links into the articles, at the words.
    browser.value("document.getElementById('f-folder').value = '/somewhere/articles'; document.getElementById('f-folder').dispatchEvent(new Event('input', {bubbles: true}))");
    let link = browser.text("document.querySelector('#shown a[target]').href");
    assert!(
        link.starts_with("file:///somewhere/articles/2022-01-14_%3Csvg%20onload%3Dalert(5)%3E.txt#:~:text=We%20warn%20you%20"),
        "{link}"
    );
    quiet(&browser);
    // The policy would stop even what got in.
    browser.value("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.org/x.png\" onerror=\"alert(8)\">')");
    browser.value("new Promise((done) => setTimeout(done, 200))");
    assert!(
        browser.troubles.iter().all(|trouble| !trouble.contains("dialog")),
        "{:?}",
        browser.troubles
    );
    assert!(
        browser.troubles.iter().any(|trouble| trouble.contains("Content Security Policy")),
        "{:?}",
        browser.troubles
    );
    browser.size(1200, 1600);
    browser.shot("wicked");
}

#[test]
fn filters_find_what_the_tables_hold() {
    let Some(mut browser) = Browser::start() else { return };
    let folder = council_of_the_examples();
    let (report, rows) = (folder.path().join("report.html"), csv(&folder.path().join("statements.csv")));
    let hits = csv(&folder.path().join("hits.csv"));
    browser.open(&report, "");
    assert_eq!(found(&mut browser), rows.len());
    assert_eq!(browser.number("document.querySelectorAll('#shown > li').length"), 50.min(rows.len()));

    for (control, column) in [("speaker", "speaker"), ("side", "side"), ("year", "year"), ("kind", "kind")] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            *counts.entry(row[column].as_str()).or_default() += 1;
        }
        for (value, number) in counts {
            if control == "side" && value.is_empty() {
                continue;
            }
            choose(&mut browser, control, if value.is_empty() { "-" } else { value });
            assert_eq!(found(&mut browser), number, "{control} {value:?}");
        }
        choose(&mut browser, control, "");
    }
    let entry = hits[0]["entry"].as_str();
    choose(&mut browser, "entry", entry);
    let with: std::collections::BTreeSet<&str> = hits
        .iter()
        .filter(|hit| hit["entry"] == entry)
        .map(|hit| hit["statement"].as_str())
        .collect();
    assert_eq!(found(&mut browser), with.len(), "{entry}");
    // Its hits are marked, with entry, weight and what it adds.
    let about = browser.text("[...document.querySelectorAll('#shown mark')].map((m) => m.title).join('|')");
    assert!(about.contains(&format!("{entry} · weight ")), "{about}");
    choose(&mut browser, "entry", "");
    let words = "COUNCIL the";
    choose(&mut browser, "text", words);
    let some = found(&mut browser);
    assert!(some > 0 && some < rows.len());
    choose(&mut browser, "text", "");

    let most = |column: &str| {
        rows.iter()
            .map(|row| row[column].parse::<f64>().expect("a number"))
            .fold(f64::MIN, f64::max)
    };
    for (sort, column) in [("hostility", "hostility"), ("conciliation", "conciliation")] {
        choose(&mut browser, "sort", sort);
        let ratings = browser.text("document.querySelector('#shown .ratings').innerText");
        assert!(ratings.contains(&format!("{:.2}", most(column))), "{sort}: {ratings}");
    }
    choose(&mut browser, "sort", "place");

    // Page by page, never more than fifty.
    let mut seen = 50;
    while !browser.value("document.getElementById('later').disabled").as_bool().unwrap_or(true) {
        browser.click("document.getElementById('later')");
        seen += browser.number("document.querySelectorAll('#shown > li').length");
    }
    assert_eq!(seen, rows.len());
    quiet(&browser);
    browser.size(1200, 1600);
    browser.value("document.getElementById('statements').scrollIntoView()");
    browser.shot("statements");
    browser.value("scrollTo(0, 0)");
    browser.shot("top");
    browser.medium("screen", "dark");
    browser.shot("top-dark");
    browser.value("document.getElementById('statements').scrollIntoView()");
    browser.shot("statements-dark");
    browser.medium("screen", "light");
    browser.size(390, 844);
    browser.value("scrollTo(0, 0)");
    browser.shot("phone");
    browser.value("document.getElementById('statements').scrollIntoView()");
    browser.shot("phone-statements");
    assert!(
        browser.number("document.documentElement.scrollWidth") <= 390,
        "on a phone nothing but tables and charts scrolls sideways"
    );
}

/// The shipped study, run into a folder of its own.
fn council_of_the_examples() -> Folder {
    let folder = tempfile::tempdir().expect("the system has a temporary folder");
    assert_cmd::Command::cargo_bin("detente")
        .expect("the program is built")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["run", "examples/aldwater-meridian-council/study.toml", "--quiet", "--out"])
        .arg(folder.path())
        .assert()
        .success();
    Folder(folder)
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn path(&self) -> std::path::PathBuf {
        self.0.path().join("aldwater-meridian-council")
    }
}

#[test]
fn everything_drawn_and_named_leads_to_its_statements() {
    let Some(mut browser) = Browser::start() else { return };
    let folder = council_of_the_examples();
    browser.open(&folder.path().join("report.html"), "");
    let groups = csv(&folder.path().join("groups.csv"));
    let counted = |by: &str, key: &str, year: &str| -> usize {
        groups
            .iter()
            .filter(|row| row["by"] == by && row["key"] == key && (year.is_empty() || row["year"] == year) && row["measure"] == "net")
            .map(|row| row["statements"].parse::<usize>().expect("a number"))
            .sum()
    };
    // Every place on every chart that stands for a group shows as many statements as the group's table says.
    let links = browser.value("[...new Set([...document.querySelectorAll('main a[href^=\"#/\"]')].map((a) => a.getAttribute('href')))]");
    let links: Vec<String> = serde_json::from_value(links).expect("a list of addresses");
    let (mut of_groups, mut of_statements, mut of_entries) = (0, 0, 0);
    for link in &links {
        let asked: BTreeMap<&str, &str> = link[2..].split('&').filter_map(|pair| pair.split_once('=')).collect();
        let year = asked.get("year").copied().unwrap_or_default();
        if asked.contains_key("statement") {
            of_statements += 1;
            if of_statements > 5 {
                continue;
            }
        }
        browser.value(&format!("location.hash = {}", serde_json::to_string(link).expect("text is JSON")));
        browser.until(&format!(
            "decodeURIComponent(location.hash) === decodeURIComponent({})",
            serde_json::to_string(link).expect("text is JSON")
        ));
        browser.value("new Promise((done) => setTimeout(done, 0))");
        let number = found(&mut browser);
        assert!(number > 0, "{link} leads nowhere");
        let decoded = |key: &str| asked.get(key).map(|value| value.replace("%20", " "));
        if asked.contains_key("statement") {
            assert_eq!(number, 1, "{link}");
        } else if asked.contains_key("entry") {
            of_entries += 1;
        } else if ["target", "hostility", "conciliation"].iter().any(|key| asked.contains_key(key)) {
            // Part of a group: counted by a test of its own.
        } else if asked.contains_key("counts") && !year.is_empty() {
            of_groups += 1;
            let (by, key) = decoded("speaker")
                .map(|key| ("speaker", key))
                .or_else(|| decoded("side").map(|key| ("side", key)))
                .unwrap_or(("all", "all".to_owned()));
            if !key.contains('%') {
                assert_eq!(number, counted(by, &key, year), "{link}");
            }
        }
    }
    assert!(
        of_groups > 20 && of_statements > 50 && of_entries > 5,
        "{of_groups} {of_statements} {of_entries}"
    );

    // With the mouse, on a bar and on a dot; Back and Escape lead back.
    browser.open(&folder.path().join("report.html"), "");
    let all = found(&mut browser);
    browser.click("document.querySelector('figure svg a[href*=\"speaker=\"][href*=\"year=2022\"]')");
    browser.until("location.hash.includes('year=2022')");
    browser.settle();
    assert!(found(&mut browser) < all);
    browser.value("history.back()");
    browser.until("location.hash === ''");
    browser.settle();
    browser.value("document.querySelector('details.speaker').open = true");
    browser.click("[...document.querySelectorAll('details.speaker[open] svg a[href*=\"statement=\"]')].at(-1)");
    browser.until("location.hash.includes('statement=')");
    browser.settle();
    assert_eq!(found(&mut browser), 1);
    assert_eq!(
        browser.text("document.activeElement.id"),
        "statements",
        "the focus went where the reader was sent"
    );
    browser.press("Escape", 27);
    assert_eq!(found(&mut browser), all);
    assert_eq!(browser.text("document.activeElement.tagName"), "a", "Escape leads back to the dot");
    quiet(&browser);
}

#[test]
fn keyboard_and_screen_reader_reach_everything() {
    let Some(mut browser) = Browser::start() else { return };
    let council = wicked();
    browser.open(&council.path("results/estuary/report.html"), "");
    browser.press("Tab", 9);
    assert_eq!(browser.text("document.activeElement.textContent"), "To the answer");
    browser.press("Tab", 9);
    browser.press("Enter", 13);
    browser.until("location.hash === '#statements'");
    // Round the whole page: everything that can be clicked can be reached, and shows that it is.
    let mut reached = 0;
    browser.value("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    let many = browser.number("[...document.querySelectorAll('a[href]:not([tabindex=\"-1\"]), button:not(:disabled), input, select, summary, [tabindex=\"0\"]')].filter((e) => e.checkVisibility() && !e.closest('svg')).length");
    browser.value("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0); document.querySelector('.skip').focus(); window.reached = new Set([document.activeElement])");
    for _ in 0..many + 5 {
        browser.press("Tab", 9);
        let outline = browser.text("(() => { const e = document.activeElement; if (e === document.body) return 'body'; window.reached.add(e); return getComputedStyle(e).outlineStyle; })()");
        assert_ne!(
            outline,
            "none",
            "the focus cannot be seen on {}",
            browser.text("document.activeElement.outerHTML.slice(0, 200)")
        );
        reached = browser.number("window.reached.size");
    }
    assert!(reached >= many, "{reached} of {many} can be reached");

    // Words typed into the search, and Escape.
    browser.value("document.getElementById('f-text').focus()");
    browser.typed("thank");
    browser.until("/^\\d+ statements?\\./.test(document.getElementById('found').textContent) && location.hash.includes('thank')");
    let some = found(&mut browser);
    assert_eq!(browser.number("document.querySelectorAll('#shown > li').length"), some);
    browser.value("(() => { const s = document.querySelector('#shown details summary'); s.parentElement.open = true; s.focus(); })()");
    browser.press("Escape", 27);
    assert_eq!(
        browser.value("document.querySelector('#shown details').open"),
        false,
        "Escape closes what is open"
    );
    browser.press("Escape", 27);
    assert!(found(&mut browser) > some, "then it takes the filters off");

    // What a screen reader is told.
    let tree = browser.ask("Accessibility.getFullAXTree", serde_json::json!({}));
    let mut roles: BTreeMap<String, usize> = BTreeMap::new();
    for node in tree["nodes"]
        .as_array()
        .expect("a list of nodes")
        .iter()
        .filter(|node| node["ignored"] != true)
    {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        let name = node["name"]["value"].as_str().unwrap_or_default();
        if [
            "link",
            "button",
            "textbox",
            "searchbox",
            "combobox",
            "checkbox",
            "image",
            "img",
            "region",
            "table",
        ]
        .contains(&role)
        {
            assert!(!name.trim().is_empty(), "a {role} has no name: {node}");
        }
        *roles.entry(role.to_owned()).or_default() += 1;
    }
    for role in [
        "main",
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "status",
        "heading",
        "columnheader",
        "rowheader",
    ] {
        assert!(roles.contains_key(role), "no {role}: {roles:?}");
    }
    assert_eq!(
        browser.number("document.querySelectorAll('table').length"),
        browser.number("document.querySelectorAll('table > caption').length")
    );
    assert_eq!(browser.number("document.querySelectorAll('th:not([scope])').length"), 0);
    assert_eq!(
        browser.number("document.querySelectorAll('figure svg[role=img] > title').length"),
        browser.number("document.querySelectorAll('figure').length")
    );
    let levels = browser.value("[...document.querySelectorAll('h1, h2, h3')].map((h) => Number(h.tagName[1]))");
    let levels: Vec<i64> = serde_json::from_value(levels).expect("a list of levels");
    assert!(levels[0] == 1 && levels.windows(2).all(|pair| pair[1] - pair[0] <= 1), "{levels:?}");
    // Ids are what labels and links point at, so there must be one of each.
    assert_eq!(
        browser.number("(() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); return ids.length - new Set(ids).size; })()"),
        0
    );
    quiet(&browser);
}

#[test]
fn on_paper_in_the_dark_and_without_javascript() {
    let Some(mut browser) = Browser::start() else { return };
    let council = wicked();
    let report = council.path("results/estuary/report.html");
    browser.open(&report, "");
    let all = found(&mut browser);
    browser.value("document.querySelectorAll('summary').length; addEventListener('beforeprint', () => { window.printed = [document.querySelectorAll('#shown > li').length, document.querySelectorAll('details:not([open])').length]; })");
    let pdf = browser.pdf();
    assert!(pdf.starts_with(b"%PDF"));
    let sheets = pdf.windows(12).filter(|window| window == b"/Type /Page\n").count();
    assert!(sheets >= 3, "{sheets} sheets");
    assert_eq!(browser.value("window.printed"), serde_json::json!([all, 0]), "all is open on paper");
    assert!(
        browser.number("document.querySelectorAll('details:not([open])').length") > 0,
        "and closed again behind it"
    );
    if let Some(folder) = std::env::var_os("DETENTE_SHOTS") {
        fs::write(Path::new(&folder).join("paper.pdf"), &pdf).expect("DETENTE_SHOTS is a folder that can be written");
    }
    browser.medium("print", "light");
    assert_eq!(browser.text("getComputedStyle(document.getElementById('filters')).display"), "none");

    // Every text can be read on what lies behind it: WCAG 2.2, 1.4.3, contrast of 4.5.
    for scheme in ["light", "dark"] {
        browser.medium("screen", scheme);
        let poor = browser.value(
            "(() => {
                const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
                const light = (c) => [.2126, .7152, .0722].reduce((sum, share, i) => { const v = c[i] / 255; return sum + share * (v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); }, 0);
                const paper = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
                return [...document.querySelectorAll('main *, header *, footer *')].filter((e) => !e.closest('svg') && !e.disabled && e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => {
                    const [one, other] = [light(rgb(getComputedStyle(e).color)), light(paper(e))].sort((a, b) => b - a);
                    return [(one + .05) / (other + .05), e.outerHTML.slice(0, 120)];
                }).filter(([ratio]) => ratio < 4.5).map(([ratio, html]) => `${ratio.toFixed(2)} ${html}`);
            })()",
        );
        assert_eq!(poor, serde_json::json!([]), "{scheme}");
    }
    assert_ne!(
        browser.text("getComputedStyle(document.body).backgroundColor"),
        "rgb(255, 255, 255)",
        "the dark is dark"
    );
    browser.medium("screen", "light");
    quiet(&browser);

    browser.ask("Emulation.setScriptExecutionDisabled", serde_json::json!({"value": true}));
    browser.open(&report, "");
    let text = browser.text("document.body.innerText");
    for words in [
        "From 2016 to 2022",
        "Who changed",
        "Which words did it",
        "needs JavaScript",
        "Statements were found in",
    ] {
        assert!(text.contains(words), "without JavaScript the page does not say: {words}");
    }
    assert!(browser.number("document.querySelectorAll('figure svg').length") >= 3);
    assert_eq!(browser.value("document.getElementById('explorer').checkVisibility()"), false);
}

#[test]
fn no_words_of_a_statement_where_the_study_gives_out_none() {
    let Some(mut browser) = Browser::start() else { return };
    let council = Council::new();
    council.study("closed", "[output]\ntext = false\n");
    council.well(&["run", "closed.toml", "--quiet"]);
    browser.open(&council.path("results/closed/report.html"), "");
    let rows = csv(&council.path("results/closed/statements.csv"));
    assert_eq!(found(&mut browser), rows.len());
    browser.value("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    let shown = browser.text("document.getElementById('shown').innerText");
    assert!(shown.contains("hostility:") && shown.contains("characters "), "{shown}");
    for words in [
        "reckless aggression against",
        "ready for dialogue and",
        "ultimatum and we",
        "harbour towns",
    ] {
        assert!(!browser.text("document.documentElement.outerHTML").contains(words), "{words}");
    }
    assert_eq!(browser.number("document.querySelectorAll('#shown blockquote').length"), 0);
    quiet(&browser);
    browser.size(1200, 1400);
    browser.value("document.getElementById('statements').scrollIntoView()");
    browser.shot("closed");
}

/// Twenty thousand statements, made by repeating a small run's. How long things take is said, not tested: it depends on what else the machine does.
#[test]
fn twenty_thousand_statements_stay_smooth() {
    const MANY: usize = 20_000;
    let Some(mut browser) = Browser::start() else { return };
    let council = wicked();
    let folder = council.path("results/estuary");
    let run = detente::Run::open(&folder).expect("it was just made");
    let small: Vec<(StatementRow, Vec<HitRow>)> = run.scan().expect("it has tables").map(|item| item.expect("a row")).collect();
    let large: Vec<(StatementRow, Vec<HitRow>)> = (0..MANY)
        .map(|n| {
            let (mut row, hits) = small[n % small.len()].clone();
            row.id = format!("{n:016x}");
            row.hostility = ((n * 7919) % 401) as f64 / 100.0;
            row.text = row.text.map(|text| format!("{text} Number {n}."));
            (row, hits)
        })
        .collect();
    let mut manifest = run.manifest().clone();
    manifest.counts.statements = 61_234;
    let comparison = run.compare(&run.plan()).expect("it was compared before");
    let html = page(&PageInput {
        manifest: &manifest,
        comparison: &comparison,
        choices: &[("this run", &comparison)],
        entries: &[],
        missed: &[],
        speakers: &run.speakers().expect("it has speakers"),
        articles: &TableReader::<ArticleRow>::all(&folder).expect("it has articles"),
        behind: &large,
        drawings: &[],
    })
    .expect("a page");
    let file = council.path("large.html");
    fs::write(&file, &html).expect("a temporary folder can be written");
    browser.open(&file, "");
    assert_eq!(found(&mut browser), MANY);
    let said = browser.text("document.body.innerText");
    assert!(said.contains("This page holds 20,000 of the run’s 61,234 statements: of every speaker the most strongly rated one"));

    let nodes = |browser: &mut Browser| browser.number("document.getElementsByTagName('*').length");
    let most = 6_000;
    assert!(nodes(&mut browser) < most, "{}", nodes(&mut browser));
    let mut times = Vec::new();
    for (what, action) in [
        ("first search for words", "text', 'number 19'"),
        ("second search", "text', 'ultimatum number'"),
        ("search taken off", "text', ''"),
        ("year", "year', '2022'"),
        ("sorted by hostility", "sort', 'hostility'"),
        ("entry", "entry', 'hostility:'"),
    ] {
        let time = browser.value(&format!(
            "(() => {{ const set = (id, value) => {{ const c = document.getElementById('f-' + id); c.value = value; const from = performance.now(); c.dispatchEvent(new Event('change', {{bubbles: true}})); document.body.offsetHeight; return performance.now() - from; }}; return set('{action}); }})()"
        ));
        let time = time.as_f64().expect("a time");
        times.push(format!("{what} {time:.0} ms"));
        assert!(time < 5_000.0, "{what} took {time} ms");
        assert!(found(&mut browser) > 0, "{what}");
        assert!(nodes(&mut browser) < most, "{what}: {} nodes", nodes(&mut browser));
    }
    let load = browser.number("Math.round(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)");
    writeln!(
        std::io::stderr(),
        "20,000 statements, {:.1} MB: ready after {load} ms, {}",
        html.len() as f64 / 1e6,
        times.join(", ")
    )
    .expect("standard error");
    // To the end of the list and back.
    choose(&mut browser, "entry", "");
    choose(&mut browser, "year", "");
    for _ in 0..20 {
        browser.click("document.getElementById('later')");
        assert!(nodes(&mut browser) < most);
    }
    let pdf = browser.pdf();
    let sheets = pdf.windows(12).filter(|window| window == b"/Type /Page\n").count();
    assert!(
        (10..400).contains(&sheets),
        "{sheets} sheets: on paper there are at most three hundred statements"
    );
    quiet(&browser);
    browser.shot("large");
}
