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

  /** Whether two places are ranked together on a node: all are where nations can be compared. */
  const together = (a, b, node) => a.l[node] && b.l[node] && (data.nodes[node].c || a.g === b.g);

  /** How two places stand to each other on a node: clearly apart where their ranges do not meet. */
  const apart = (a, b, node) => together(a, b, node) && (a.h[node] < b.l[node] || b.h[node] < a.l[node]);

  const cell = (place, node) => {
    const score = place.v[node];
    const found = make("td", score === null ? "–" : String(score), { className: `f${place.f[node]}` });
    if (place.l[node]) {
      const { c, m } = data.nodes[node];
      const ends = place.l[node] === place.h[node] ? place.l[node] : `${place.l[node]} to ${place.h[node]}`;
      found.append(" ", make("span", c ? `${ends} of ${c}` : `${ends} of ${m[place.g]} in ${place.g}`, { className: "status" }));
    }
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
      const clear = data.nodes.map(({ l }, node) => [l, node]).filter(([l, node]) => l === "pillar" && apart(a, b, node));
      const ahead = (one, other) => clear.filter(([, node]) => one.h[node] < other.l[node]).length;
      const both = data.nodes.filter(({ l }, node) => l === "pillar" && together(a, b, node)).length;
      says.textContent = `Of the ${both} pillars on which both are ranked together, ${a.n} stands clearly higher on ${ahead(a, b)} `
        + `and ${b.n} on ${ahead(b, a)}; on ${both - clear.length} their ranges meet.`;
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
