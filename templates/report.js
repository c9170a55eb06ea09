"use strict";
// What the page does beyond HTML: finds, sorts and shows the statements that stand in it as JSON. Everything from an article becomes text nodes, never markup. At most PAGE
// statements are elements at a time, however many there are.
(() => {
  const PAGE = 50; // statements shown at a time
  const MOST_PRINTED = 300; // statements on paper
  // Places in a statement's `r` and in a hit; see src/report/embedded.rs.
  const HOSTILITY = 0, CONCILIATION = 1;
  const IN_CUE = 0, FROM = 1, TO = 2, ENTRY = 3, WEIGHT = 4, RULES = 5, TRIGGERS = 6, TO_HOSTILITY = 7, TO_CONCILIATION = 8, TARGET = 9;
  const KINDS = ["direct", "mixed", "indirect"];

  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("data").textContent);
  const statements = data.statements;
  const entryNames = data.entries.map((name) => name.toLowerCase());
  const form = at("filters"), list = at("shown"), status = at("found"), chips = at("chips");
  const controls = { text: at("f-text"), speaker: at("f-speaker"), side: at("f-side"), year: at("f-year"), kind: at("f-kind"), entry: at("f-entry"), sort: at("f-sort") };
  const counted = at("f-counts"), folder = at("f-folder");

  // ---- The state: what is asked for. It stands in the address behind #/, so that links, the Back button and bookmarks work.
  const NOTHING = { text: "", speaker: "", side: "", year: "", kind: "", entry: "", role: "", outlet: "", article: "", statement: "", target: "", hostility: "", conciliation: "", counts: "", sort: "place" };
  let asked = { ...NOTHING };
  let found = statements; // what is left, sorted
  let first = 0; // index of the first one shown
  let opener = null; // the link that led here, to which Escape returns

  const read = (hash) => {
    const state = { ...NOTHING };
    for (const [key, value] of new URLSearchParams(hash.slice(2))) if (key in state) state[key] = value;
    return state;
  };
  const write = () => {
    const given = Object.entries(asked).filter(([key, value]) => value !== NOTHING[key]);
    history.replaceState(null, "", `#/${new URLSearchParams(given)}`);
  };

  // ---- Finding
  const number = (names, id) => names.findIndex((name) => (Array.isArray(name) ? name[0] : name) === id) + 1;
  const speakerName = (s) => (s.s ? data.speakers[s.s - 1][1] : "no speaker found");
  const hay = (s) => {
    s.hay ??= [s.t, s.m, s.c, speakerName(s), s.b ? data.sides[s.b - 1] : "", data.articles[s.a - 1][0], s.i].join("\n").toLowerCase();
    return s.hay;
  };
  const net = (s) => s.r[CONCILIATION] - s.r[HOSTILITY];
  const ORDERS = {
    hostility: (a, b) => b.r[HOSTILITY] - a.r[HOSTILITY],
    conciliation: (a, b) => b.r[CONCILIATION] - a.r[CONCILIATION],
    hostile: (a, b) => net(a) - net(b),
    conciliatory: (a, b) => net(b) - net(a),
  };
  // The numbers of the entries that are meant: the one of that name, or all whose name holds the words.
  const entriesMeant = (words) => {
    const sought = words.trim().toLowerCase();
    const exact = entryNames.indexOf(sought);
    return new Set(exact >= 0 ? [exact + 1] : entryNames.flatMap((name, index) => (name.includes(sought) ? [index + 1] : [])));
  };
  // "Estland (Pact); Varnia": whether one of these, or its side, is asked for.
  const names = (s, target) => (s.f ?? "").split("; ").some((one) => one === target || one.endsWith(` (${target})`) || one.startsWith(`${target} (`));
  // "0" is exactly that, "0.5-1" above the first up to the second; in hundredths.
  const within = (value, range) => {
    const [over, to] = range.split("-").map((end) => Math.round(Number(end) * 100));
    return to === undefined ? value === over : value > over && value <= to;
  };
  const find = () => {
    const words = asked.text.toLowerCase().split(/\s+/).filter(Boolean);
    const none = asked.speaker === "-";
    const speaker = none ? 0 : number(data.speakers, asked.speaker);
    const side = number(data.sides, asked.side), article = number(data.articles, asked.article);
    const year = asked.year === "-" ? undefined : Number(asked.year), kind = KINDS.indexOf(asked.kind);
    const entries = asked.entry ? entriesMeant(asked.entry) : null;
    found = statements.filter((s) =>
      (!asked.speaker || (s.s ?? 0) === speaker && (none || speaker > 0)) &&
      (!asked.side || s.b === side && side > 0) &&
      (!asked.year || s.y === year) &&
      (!asked.kind || s.k === kind) &&
      (!asked.role || s.l && data.roles[s.l - 1].toLowerCase() === asked.role) &&
      (!asked.outlet || data.articles[s.a - 1][2] === asked.outlet) &&
      (!asked.article || s.a === article) &&
      (!asked.statement || s.i === asked.statement) &&
      (!asked.target || names(s, asked.target)) &&
      (!asked.hostility || within(s.r[HOSTILITY], asked.hostility)) &&
      (!asked.conciliation || within(s.r[CONCILIATION], asked.conciliation)) &&
      (!asked.counts || !s.o) &&
      (!entries || (s.h ?? []).some((hit) => entries.has(hit[ENTRY]))) &&
      words.every((word) => hay(s).includes(word)));
    if (ORDERS[asked.sort]) found.sort(ORDERS[asked.sort]); // stable: ties stay in the order of the articles
    first = 0;
  };

  // ---- Showing
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  };
  const link = (state, ...children) => element("a", { href: `#/${new URLSearchParams(state)}` }, ...children);
  const points = (hundredths) => (hundredths / 100).toFixed(2);
  const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  const dimension = (hit) => (hit[TO_HOSTILITY] > 0 ? (hit[TO_CONCILIATION] > 0 ? "both" : "hostility") : hit[TO_CONCILIATION] > 0 ? "conciliation" : "nothing");
  const adds = (hit) =>
    [["hostility", hit[TO_HOSTILITY]], ["conciliation", hit[TO_CONCILIATION]]].filter(([, value]) => value > 0).map(([name, value]) => `${name} +${points(value)}`).join(", ") || "adds nothing";
  const rules = (hit) => (hit[RULES] ? `${data.rules[hit[RULES] - 1]}${hit[TRIGGERS] ? ` (“${hit[TRIGGERS]}”)` : ""}` : "");
  const about = (hit) => [data.entries[hit[ENTRY] - 1], `weight ${hit[WEIGHT]}`, rules(hit), adds(hit), hit[TARGET] ? `of ${data.targets[hit[TARGET] - 1]}` : ""].filter(Boolean).join(" · ");

  // Words with their hits marked: cut wherever a hit begins or ends, each piece with all hits that stand on it.
  const marked = (words, hits) => {
    const placed = hits.filter((hit) => hit[TO] > hit[FROM]);
    const cuts = [...new Set([0, words.length, ...placed.flatMap((hit) => [hit[FROM], hit[TO]])])].sort((a, b) => a - b);
    return cuts.slice(1).map((end, index) => {
      const begin = cuts[index], on = placed.filter((hit) => hit[FROM] <= begin && end <= hit[TO]);
      const piece = words.slice(begin, end);
      if (!on.length) return document.createTextNode(piece);
      const kinds = new Set(on.map(dimension));
      const kind = kinds.has("both") || kinds.has("hostility") && kinds.has("conciliation") ? "both" : kinds.has("hostility") ? "hostility" : kinds.has("conciliation") ? "conciliation" : "nothing";
      return element("mark", { class: kind, title: on.map(about).join("\n") }, piece);
    });
  };
  const bar = (name, value) => {
    const fill = element("i", {});
    fill.style.width = `${Math.min(100, Math.max(0, value / 4))}%`;
    return element("span", {}, name, element("span", { class: `bar ${name}`, "aria-hidden": "true" }, fill), points(value));
  };
  // The article as a file, if the reader has said where the articles are. Only addresses that open a document: no script.
  const base = () => {
    const given = folder.value.trim();
    if (!given) return null;
    try {
      const path = given.startsWith("/") ? `file://${given}` : /^[A-Za-z]:[\\/]/.test(given) ? `file:///${given.replaceAll("\\", "/")}` : given;
      const address = new URL(path.endsWith("/") ? path : `${path}/`, location.href);
      return ["file:", "http:", "https:"].includes(address.protocol) ? address.href : null;
    } catch {
      return null;
    }
  };
  // Browsers scroll to #:~:text=first words,last words and mark what lies between.
  const fragment = (s) => {
    const stretch = (s.t ?? "").split(" … ")[0].split("\n")[0].trim().split(/\s+/).filter(Boolean);
    if (!stretch.length) return "";
    const part = (words) => encodeURIComponent(words.join(" ")).replaceAll("-", "%2D");
    return `#:~:text=${stretch.length <= 8 ? part(stretch) : `${part(stretch.slice(0, 4))},${part(stretch.slice(-4))}`}`;
  };
  const place = (s, articles) => {
    const [id, path] = data.articles[s.a - 1];
    const where = `characters ${s.p.replaceAll(":", "–").replaceAll(" ", ", ")}`;
    const row = document.getElementById(`a-${s.a}`);
    const open = articles && path ? element("a", { href: articles + path.split("/").map(encodeURIComponent).join("/") + fragment(s), target: "_blank", rel: "noreferrer" }, `open ${path} there`) : null;
    return [link({ article: id }, id), `, ${where}`, ...(open ? [" · ", open] : []), ...(row ? [" · ", element("a", { href: `#a-${s.a}` }, "the article")] : [])];
  };
  const parts = (s) => {
    if (data.share === 0 || s.n) return null;
    const [, , byWords, byWordsToo, byModel, byModelToo] = s.r;
    const model = Math.round(data.share * 100);
    const said = model === 100 ? "the rating is the learned model’s alone" : `the rating is ${100 - model} % that of the words and ${model} % the learned model’s`;
    return element("p", {}, `Hostility by the words ${points(byWords)}, by the learned model ${points(byModel)}; conciliation by the words ${points(byWordsToo)}, by the model ${points(byModelToo)}: ${said}.`);
  };
  const card = (s, articles) => {
    const hits = s.h ?? [];
    const [, , outlet, published] = data.articles[s.a - 1];
    const words = s.t === undefined ? null : element("blockquote", {}, ...marked(s.t, hits.filter((hit) => !hit[IN_CUE])));
    const cue = s.c === undefined ? null : element("p", { class: "cue" }, s.m ? `${s.m} · ` : "", ...marked(s.c, hits.filter((hit) => hit[IN_CUE])));
    const what = data.text ? "words" : "entries";
    const why = hits.length === 0 && !data.share ? null : element("details", { class: "why" },
      element("summary", {}, hits.length ? (s.n?.some((said) => said.startsWith("Rated")) ? `The ${what} found, whose sum stands beside the rating by hand (${hits.length})` : `The ${what} that did it (${hits.length})`) : "No entry was found; how it was rated"),
      element("ul", {}, ...hits.map((hit) => element("li", { class: dimension(hit) },
        element("b", {}, data.text ? ((hit[IN_CUE] ? s.c : s.t) ?? "").slice(hit[FROM], hit[TO]) : `characters ${hit[FROM]}–${hit[TO]}`), " · ",
        link({ entry: data.entries[hit[ENTRY] - 1] }, data.entries[hit[ENTRY] - 1]), ` · weight ${hit[WEIGHT]}${rules(hit) ? ` · ${rules(hit)}` : ""} · ${adds(hit)}${hit[TARGET] ? ` · of ${data.targets[hit[TARGET] - 1]}` : ""}`))),
      parts(s));
    return element("li", { class: "statement", id: `s-${s.i}` },
      element("p", { class: "where" }, s.s ? link({ speaker: data.speakers[s.s - 1][0] }, speakerName(s)) : speakerName(s), s.l ? `, ${data.roles[s.l - 1]}` : "", s.b ? ` (${data.sides[s.b - 1]})` : "", ` · ${s.y ?? "no year"} · ${KINDS[s.k]}`, s.f ? ` · speaks of ${s.f}` : "", ...(s.o ? [" · ", element("b", {}, data.reasons[s.o - 1])] : [])),
      words, cue,
      ...(s.n ?? []).map((said) => element("p", { class: "where by-hand" }, said)),
      element("div", { class: "ratings" }, bar("hostility", s.r[HOSTILITY]), bar("conciliation", s.r[CONCILIATION])),
      s.e ? element("p", { class: "where echo" }, "A repeat of statement ", link({ statement: s.e }, s.e), ": counts once, there.") : null,
      element("p", { class: "where" }, ...place(s, articles), outlet ? ` · ${outlet}` : "", published ? ` · ${published}` : "", " · ", link({ statement: s.i }, `statement ${s.i}`)),
      why);
  };
  const draw = (many = PAGE) => {
    const articles = base();
    const shown = found.slice(first, first + many);
    list.replaceChildren(...shown.map((s) => card(s, articles)));
    list.start = first + 1;
    const more = data.all > statements.length ? ` This page holds ${grouped(statements.length)} of the run’s ${grouped(data.all)} statements.` : "";
    status.textContent = found.length
      ? `${found.length === 1 ? "1 statement" : `${grouped(found.length)} statements`}${found.length > shown.length ? `, ${grouped(first + 1)} to ${grouped(first + shown.length)} shown` : ""}.${more}`
      : asked.statement ? `Statement ${asked.statement} is not on this page; statements.csv has it.` : `No statement is left.${more}`;
    for (const [id, off] of [["earlier", first === 0], ["later", first + PAGE >= found.length]]) {
      at(id).disabled = off;
      at(id).parentElement.hidden = found.length <= PAGE;
    }
  };
  const drawChips = () => {
    const told = [["role", `office ${asked.role}`], ["outlet", `outlet ${asked.outlet}`], ["article", `article ${asked.article}`], ["statement", `statement ${asked.statement}`], ["target", `those that name ${asked.target}`], ["hostility", `hostility ${asked.hostility.replace("-", " to ")}`], ["conciliation", `conciliation ${asked.conciliation.replace("-", " to ")}`]].filter(([key]) => asked[key]);
    chips.replaceChildren(...told.map(([key, name]) => element("button", { type: "button", "data-key": key }, `only ${name} ✕`)));
  };
  const renew = () => {
    find();
    drawChips();
    draw();
  };
  const fill = () => {
    for (const [key, control] of Object.entries(controls)) control.value = asked[key];
    counted.checked = asked.counts !== "";
  };

  // ---- Choices of the form, each with its number of statements
  const count = (of) => {
    const counts = new Map();
    for (const s of statements) counts.set(of(s), (counts.get(of(s)) ?? 0) + 1);
    return counts;
  };
  const offer = (control, choices) => control.append(...choices.map(([value, name, n]) => element("option", { value }, `${name} (${grouped(n)})`)));
  const bySpeaker = count((s) => s.s ?? 0), bySide = count((s) => s.b ?? 0), byYear = count((s) => s.y ?? "-"), byKind = count((s) => s.k);
  const compare = new Intl.Collator("en").compare;
  offer(controls.speaker, data.speakers.map(([id, name], index) => [id, name, bySpeaker.get(index + 1)]).sort((a, b) => compare(a[1], b[1])));
  if (bySpeaker.has(0)) offer(controls.speaker, [["-", "no speaker found", bySpeaker.get(0)]]);
  offer(controls.side, data.sides.map((name, index) => [name, name, bySide.get(index + 1)]).sort((a, b) => compare(a[1], b[1])));
  offer(controls.year, [...byYear].sort(([a], [b]) => (a === "-") - (b === "-") || a - b).map(([year, n]) => [year, year === "-" ? "no year" : year, n]));
  offer(controls.kind, KINDS.map((name, index) => [name, name, byKind.get(index) ?? 0]).filter(([, , n]) => n));
  at("entries").append(...[...data.entries].sort().map((name) => element("option", { value: name })));
  at("explorer").hidden = false;

  // ---- What happens
  let waiting = 0;
  const change = () => {
    const before = JSON.stringify(asked);
    for (const [key, control] of Object.entries(controls)) asked[key] = control.value;
    asked.counts = counted.checked ? "1" : "";
    // A field that is left says once more what it said before; redrawing then would take away what is just being clicked.
    if (JSON.stringify(asked) === before) return;
    write();
    renew();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", change);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search" && event.target.type !== "text") return;
    clearTimeout(waiting);
    waiting = setTimeout(change, 120);
  });
  folder.addEventListener("input", () => draw());
  chips.addEventListener("click", (event) => {
    const key = event.target.dataset.key;
    if (!key) return;
    asked[key] = "";
    write();
    renew();
    controls.text.focus();
  });
  const reset = () => {
    asked = { ...NOTHING };
    fill();
    write();
    renew();
  };
  at("reset").addEventListener("click", reset);
  const turn = (by) => {
    first = Math.max(0, Math.min(first + by, found.length - 1));
    draw();
    at("statements").scrollIntoView();
    status.focus({ preventScroll: true });
  };
  at("earlier").addEventListener("click", () => turn(-PAGE));
  at("later").addEventListener("click", () => turn(PAGE));

  addEventListener("click", (event) => {
    const clicked = event.target.closest?.("a[href^='#/']");
    if (clicked && !clicked.closest("#shown")) opener = clicked;
    // The same address again changes nothing in the browser's eyes, but the reader wants to go there.
    if (clicked && clicked.getAttribute("href") === location.hash) arrive();
  });
  const arrive = () => {
    if (!location.hash.startsWith("#/")) {
      const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      for (let part = named; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
      named?.scrollIntoView();
      return;
    }
    asked = read(location.hash);
    fill();
    renew();
    at("statements").scrollIntoView();
    at("statements").focus({ preventScroll: true });
  };
  addEventListener("hashchange", arrive);

  // Escape closes what is open around the focus; else it takes the filters off and goes back to where the reader came from.
  addEventListener("keydown", (event) => {
    const here = at("explorer").parentElement.contains(event.target) || event.target === document.body && location.hash.startsWith("#/");
    if (event.key !== "Escape" || !here) return;
    const open = event.target.closest("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
      event.preventDefault();
      return;
    }
    clearTimeout(waiting);
    reset();
    if (opener?.isConnected) {
      opener.scrollIntoView({ block: "center" });
      opener.focus({ preventScroll: true });
      opener = null;
    }
    event.preventDefault();
  });

  // ---- Paper: what is closed is opened, and as many statements are printed as a reader may want to hold.
  const closed = [];
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open])")) {
      closed.push(part);
      part.open = true;
    }
    const from = first;
    first = 0;
    draw(MOST_PRINTED);
    first = from;
    for (const part of list.querySelectorAll("details")) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of closed.splice(0)) part.open = false;
    draw();
  });

  // ---- The paragraph to paste
  at("copy").hidden = false;
  at("copy").addEventListener("click", async () => {
    const said = at("copied");
    try {
      await navigator.clipboard.writeText(at("methods").textContent.trim());
      said.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(at("methods"));
      said.textContent = "Selected: copy it with the keyboard.";
    }
  });

  renew();
  if (location.hash) arrive();
})();
