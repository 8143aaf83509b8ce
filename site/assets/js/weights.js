/* Your own weights: the arithmetic of the published index with other weights of the pillars, and a range from draws.
   The state lives in the address: #w=1,1,...&p=place. Data: weights-data.js (window.prosperityWeights). */
(() => {
  "use strict";
  const data = window.prosperityWeights;
  const form = document.getElementById("weigh");
  if (!data || !form) return;
  const root = document.documentElement.dataset.root || "";
  const draws = 300;
  const needed = 10 / 12 - 1e-9;
  const sliders = data.pillars.map(({ k }) => form.elements[k]);
  const body = document.getElementById("weighed").tBodies[0];
  const told = document.getElementById("told");
  const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  /** Level-neutral mean of the pillars that have a score: where some lack, how far the others lie from their own
      levels, from the level of all. Null where they hold less than five sixths of the weight. */
  const mean = (scores, weights) => {
    let total = 0;
    let weight = 0;
    let all = 0;
    let level = 0;
    scores.forEach((score, place) => {
      const { m } = data.pillars[place];
      all += weights[place];
      level += weights[place] * m;
      if (score === null) return;
      total += weights[place] * (score - m);
      weight += weights[place];
    });
    if (!(weight > 0 && weight >= needed * all)) return null;
    return Math.min(Math.max(level / all + total / weight, 0), 100);
  };

  /** Ranks from the highest score down; scores equal to a thousandth share the better rank, none has rank 0. */
  const rank = (scores) => {
    const order = scores.map((score, place) => [score === null ? null : Math.round(score * 1000), place])
      .filter(([score]) => score !== null)
      .sort((a, b) => b[0] - a[0]);
    const ranks = new Array(scores.length).fill(0);
    order.forEach(([score, place], stand) => {
      const before = stand ? order[stand - 1] : null;
      ranks[place] = before && before[0] === score ? ranks[before[1]] : stand + 1;
    });
    return ranks;
  };

  /** The same numbers in the same order for everybody (mulberry32), so that a shared link shows the same ranges. */
  const chance = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const noise = (() => {
    const next = chance(20261);
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Array.from({ length: draws }, () => ({
      weights: data.pillars.map(() => 0.75 + next() / 2),
      scores: data.places.map(({ v }) => v.map(normal)),
    }));
  });
  let kept = null;

  /** Lowest and highest rank of each place in nine of ten draws. */
  const range = (weights, ranks) => {
    kept = kept || noise();
    const found = data.places.map(() => []);
    kept.forEach((draw) => {
      const moved = weights.map((weight, place) => weight * draw.weights[place]);
      const scores = data.places.map(({ v, d }, place) => (ranks[place] === 0 ? null
        : mean(v.map((score, p) => (score === null ? null : score + d[p] * draw.scores[place][p])), moved)));
      rank(scores).forEach((stand, place) => { if (stand) found[place].push(stand); });
    });
    return found.map((stands, place) => {
      if (!stands.length) return null;
      stands.sort((a, b) => a - b);
      const at = (share) => stands[Math.min(stands.length - 1, Math.round(share * (stands.length - 1)))];
      return [Math.min(at(0.05), ranks[place]), Math.max(at(0.95), ranks[place])];
    });
  };

  const published = data.places.map(({ v }) => mean(v, data.pillars.map(({ w }) => w)));
  const rows = data.places.map(({ n, s, l, h }, place) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    const link = document.createElement("a");
    head.scope = "row";
    link.href = `${root}councils/${s}/index.html`;
    link.textContent = n;
    head.append(link);
    row.append(head, ...Array.from({ length: 5 }, () => document.createElement("td")));
    row.cells[4].textContent = h ? `${l} to ${h}` : "–";
    row.cells[5].textContent = published[place] === null ? "–" : published[place].toFixed(1);
    return row;
  });

  const read = () => sliders.map((slider) => Number(slider.value));
  const show = (weights) => weights.map((weight) => String(weight)).join(",");
  let waiting = 0;
  let chosen = "";

  const tell = (scores, ranks, ranges) => {
    const place = data.places.findIndex(({ s }) => s === chosen);
    if (place < 0 || scores[place] === null) { told.textContent = ""; return; }
    const { n, l, h } = data.places[place];
    const count = ranks.filter(Boolean).length;
    const now = ranges ? `between about ${ranges[place].join(" and ")}` : `near ${ranks[place]}`;
    told.textContent = `With these weights ${n} scores ${scores[place].toFixed(1)} and ranks ${now} of ${count}. `
      + (h ? `Published: ${published[place].toFixed(1)}, and between ${l} and ${h}.` : "It has no published rank.");
  };

  const compute = (withRanges) => {
    const weights = read();
    const any = weights.some((weight) => weight > 0);
    const scores = data.places.map(({ v }) => (any ? mean(v, weights) : null));
    const ranks = rank(scores);
    const ranges = withRanges && any ? range(weights, ranks) : null;
    sliders.forEach((slider) => { slider.nextElementSibling.textContent = slider.value; });
    rows.forEach((row, place) => {
      const { cells } = row;
      cells[1].textContent = ranks[place] || "–";
      cells[2].textContent = ranges && ranges[place] ? ranges[place].join(" to ") : "…";
      if (!ranks[place]) cells[2].textContent = "–";
      cells[3].textContent = scores[place] === null ? "–" : scores[place].toFixed(1);
      row.classList.toggle("me", data.places[place].s === chosen);
    });
    const order = rows.map((_, place) => place)
      .sort((a, b) => (ranks[a] || 999) - (ranks[b] || 999) || a - b);
    body.append(...order.map((place) => rows[place]));
    document.querySelectorAll(".preset").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.weights === show(weights)));
    });
    const about = [...document.querySelectorAll("[data-about]")].find((one) => one.dataset.about === show(weights));
    document.getElementById("about-preset").textContent = about ? about.textContent
      : any ? "Weights of your own." : "Give at least one pillar a weight.";
    tell(scores, ranks, ranges);
    body.dataset.ready = String(withRanges);
  };

  const keep = () => {
    const state = new URLSearchParams({ w: show(read()) });
    if (chosen) state.set("p", chosen);
    window.history.replaceState(null, "", `#${state.toString().replace(/%2C/g, ",")}`);
  };
  const change = () => {
    compute(false);
    keep();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => compute(true), 200);
  };
  const filter = () => {
    const { find, nation } = form.elements;
    const typed = plain(find.value.trim());
    const hits = data.places.filter(({ n }) => typed && plain(n).startsWith(typed));
    chosen = hits.length === 1 || (typed && hits.some(({ n }) => plain(n) === typed)) ? hits[0].s : chosen;
    rows.forEach((row, place) => {
      const { n, i } = data.places[place];
      row.hidden = (typed && !plain(n).includes(typed)) || (nation.value && i !== nation.value);
    });
  };
  const load = () => {
    const state = new URLSearchParams(window.location.hash.slice(1));
    const weights = (state.get("w") || "").split(",").map(Number);
    if (weights.length === sliders.length && weights.every((weight) => weight >= 0 && weight <= Number(sliders[0].max))) {
      sliders.forEach((slider, place) => { slider.value = weights[place]; });
    }
    chosen = state.get("p") || chosen;
    compute(true);
  };

  sliders.forEach((slider) => slider.addEventListener("input", change));
  document.querySelectorAll(".preset").forEach((button) => button.addEventListener("click", () => {
    button.dataset.weights.split(",").forEach((weight, place) => { sliders[place].value = weight; });
    change();
  }));
  form.elements.find.addEventListener("input", () => { filter(); compute(body.dataset.ready === "true"); keep(); });
  form.elements.nation.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", load);
  body.append(...rows);
  form.hidden = false;
  load();
})();
