/* Two to four places side by side. The state lives in the address: #p=hull,blackpool.
   Data: compare-data.js (window.prosperityCompare); places are picked with the search box of search.js. */
(() => {
  "use strict";
  const data = window.prosperityCompare;
  const section = document.getElementById("compare");
  if (!data || !section) return;
  const root = document.documentElement.dataset.root || "";
  const most = 4;
  const table = section.querySelector("table");
  const says = document.getElementById("compare-says");
  const picked = document.getElementById("picked");
  const byName = new Map(data.places.map((place) => [place.s, place]));
  let chosen = [];

  const make = (tag, text, fields) => Object.assign(document.createElement(tag), { textContent: text || "" }, fields);
  const link = (path, text) => make("a", text, { href: `${root}${path}index.html` });

  /** Where the ranks in the UK of each node stand, for those that have them. */
  const wide = new Map(data.nodes.map((_, node) => node).filter((node) => data.nodes[node].c).map((node, stand) => [node, stand]));

  /** Lowest and highest rank of a place on a node, in the UK or in its nation; zeros where there is none. */
  const ends = (place, node, inUk) => {
    if (!inUk) return [place.l[node], place.h[node]];
    return wide.has(node) ? [place.ul[wide.get(node)], place.uh[wide.get(node)]] : [0, 0];
  };

  /** The ranges by which two places are told apart: those in their nation, else in the UK where nations can be compared. */
  const both = (a, b, node) => [a, b].map((place) => ends(place, node, a.g !== b.g));

  /** Whether two places are ranked together on a node. */
  const together = (a, b, node) => both(a, b, node).every(([low]) => low);

  /** Whether the first of two places stands clearly higher: their ranges do not meet. */
  const ahead = (a, b, node) => {
    const [one, other] = both(a, b, node);
    return together(a, b, node) && one[1] < other[0];
  };

  const cell = (place, node) => {
    const score = place.v[node];
    const found = make("td", score === null ? "–" : String(score), { className: `f${place.f[node]}` });
    const { c, m } = data.nodes[node];
    [[false, m[place.g], place.g], [true, c, "the UK"]].forEach(([inUk, count, where]) => {
      const [low, high] = ends(place, node, inUk);
      const range = low === high ? low : `${low} to ${high}`;
      if (low) found.append(" ", make("span", `${range} of ${count} in ${where}`, { className: "status" }));
    });
    return found;
  };

  const draw = () => {
    const places = chosen.map((slug) => byName.get(slug));
    picked.replaceChildren(...places.map((place) => {
      const item = make("li");
      const button = make("button", "Remove", { type: "button", className: "drop" });
      button.setAttribute("aria-label", `Remove ${place.n}`);
      button.addEventListener("click", () => {
        change(chosen.filter((slug) => slug !== place.s));
        section.querySelector("input").focus();
      });
      item.append(link(`councils/${place.s}/`, place.n), " ", button);
      return item;
    }));
    const enough = places.length > 1;
    document.getElementById("side").hidden = !enough;
    document.getElementById("compare-acts").hidden = !enough;
    document.getElementById("examples").hidden = places.length > 0;
    says.textContent = !places.length ? "Choose two to four places." : !enough ? "Choose one more place." : "";
    if (!enough) return;
    table.tHead.rows[0].replaceChildren(make("th", "Pillar and policy area", { scope: "col" }), ...places.map((place) => {
      const head = make("th", "", { scope: "col" });
      head.append(link(`councils/${place.s}/`, place.n), " ", make("span", place.i, { className: "status" }));
      return head;
    }));
    table.tBodies[0].replaceChildren(...data.nodes.map(({ l, n, p }, node) => {
      const row = make("tr", "", { className: l === "element" ? "" : "whole" });
      const head = make("th", p ? "" : n, { scope: "row" });
      if (p) head.append(link(p, n));
      row.append(head, ...places.map((place) => cell(place, node)));
      return row;
    }));
    if (places.length === 2) {
      const [a, b] = places;
      const count = (test) => data.nodes.filter(({ l }, node) => l === "pillar" && test(node)).length;
      const shared = count((node) => together(a, b, node));
      const [first, second] = [count((node) => ahead(a, b, node)), count((node) => ahead(b, a, node))];
      says.textContent = `Of the ${shared} pillars on which both are ranked together, ${a.n} stands clearly higher on ${first} `
        + `and ${b.n} on ${second}; on ${shared - first - second} their ranges meet.`;
    }
  };

  const change = (slugs) => {
    chosen = [...new Set(slugs)].filter((slug) => byName.has(slug)).slice(0, most);
    window.history.replaceState(null, "", chosen.length ? `#p=${chosen.join(",")}` : window.location.pathname);
    draw();
  };
  const load = () => change((new URLSearchParams(window.location.hash.slice(1)).get("p") || "").split(","));

  section.querySelector("form").addEventListener("prosperity:place", (event) => {
    event.preventDefault();
    const slug = event.detail.s.replace(/^councils\//, "").replace(/\/$/, "");
    if (!byName.has(slug)) { says.textContent = "Only council areas can be compared here."; return; }
    if (chosen.length >= most) { says.textContent = `Four places at most: remove one to add ${event.detail.n}.`; return; }
    change([...chosen, slug]);
  });
  window.addEventListener("hashchange", load);
  section.hidden = false;
  load();
})();
