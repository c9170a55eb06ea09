"use strict";
const closed = [];
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    closed.push(part);
    part.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const part of closed.splice(0)) part.open = false;
});
const sought = document.getElementById("sought");
const speakers = [...document.querySelectorAll("details.speaker")].map((part) => [part, part.textContent.toLowerCase()]);
const said = document.getElementById("found");
sought.closest("p").hidden = speakers.length < 2;
sought.addEventListener("input", () => {
  const words = sought.value.trim().toLowerCase();
  let found = 0;
  for (const [part, text] of speakers) {
    part.hidden = words !== "" && !text.includes(words);
    found += part.hidden ? 0 : 1;
  }
  said.textContent = words === "" ? "" : `${found} of ${speakers.length} shown`;
});
const openNamed = () => {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = named; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  if (named) named.scrollIntoView();
};
addEventListener("hashchange", openNamed);
if (location.hash) openNamed();
