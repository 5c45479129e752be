"use strict";
(() => {
  const main = document.querySelector("main");
  const folded = [...main.querySelectorAll("details")];
  const at = (id) => document.getElementById(id);
  at("tools").hidden = false;

  // ── unfolding ──
  const unfold = (node) => {
    for (let one = node; one && one !== main; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
  };
  at("unfold").onclick = () => folded.forEach((one) => { one.open = true; });
  at("fold").onclick = () => folded.forEach((one) => { one.open = false; });
  at("print").onclick = () => print();
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = folded.filter((one) => !one.open);
    shut.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => shut.forEach((one) => { one.open = false; }));
  const follow = () => {
    const target = at(decodeURIComponent(location.hash.slice(1)));
    if (!target || !main.contains(target)) return;
    unfold(target);
    const summary = target.querySelector(":scope > summary");
    if (summary) summary.focus({ preventScroll: true });
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  if (location.hash) follow();

  // ── search: over what a block says, whatever elements it is cut into; white space does not count ──
  const BLOCKS = "p, li, summary, td, th, dd, h2, h3, h4, div";
  const plain = (char) => {
    const one = char.normalize("NFKC").toLowerCase();
    return one.length === 1 ? one : char;
  };
  const squeezed = (text) => [...text].filter((c) => !/\s/.test(c)).map(plain).join("");
  let blocks = null;
  const read = () => {
    const found = new Map();
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(".gist")) continue; // said again in what it sums up
      const block = node.parentElement.closest(BLOCKS);
      if (!found.has(block)) found.set(block, { text: "", places: [] });
      const one = found.get(block);
      const content = node.data;
      for (let i = 0; i < content.length; i += 1) {
        if (/\s/.test(content[i])) continue;
        one.text += plain(content[i]);
        one.places.push([node, i]);
      }
    }
    return [...found.values()];
  };
  const marks = self.Highlight && CSS.highlights;
  let hits = [];
  let current = -1;
  const show = (name, ranges) => { if (marks) CSS.highlights.set(name, new Highlight(...ranges)); };
  const go = (step) => {
    if (!hits.length) return;
    current = (current + step + hits.length) % hits.length;
    const range = hits[current];
    const parent = range.startContainer.parentElement;
    unfold(parent);
    show("current", [range]);
    if (!marks) { getSelection().removeAllRanges(); getSelection().addRange(range); }
    parent.scrollIntoView({ block: "center" });
    tell();
  };
  const tell = () => {
    const said = at("count").dataset;
    const text = hits.length ? said.found.replace("{0}", current + 1).replace("{1}", hits.length) : said.none;
    at("count").value = squeezed(at("find").value) ? text : "";
  };
  const search = () => {
    const wanted = squeezed(at("find").value);
    hits = [];
    current = -1;
    if (wanted) {
      blocks ??= read();
      for (const { text, places } of blocks) {
        for (let i = text.indexOf(wanted); i >= 0; i = text.indexOf(wanted, i + wanted.length)) {
          const range = document.createRange();
          range.setStart(...places[i]);
          const [node, offset] = places[i + wanted.length - 1];
          range.setEnd(node, offset + 1);
          hits.push(range);
        }
      }
    }
    show("found", hits);
    show("current", []);
    if (hits.length) go(1); else tell();
  };
  at("find").addEventListener("input", search);
  at("find").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  at("next").onclick = () => go(1);
  at("previous").onclick = () => go(-1);
})();
