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

  const home = data.places.map(({ i }) => data.nations.indexOf(i));
  const together = home.map(() => 0);

  /** Ranks in each set from the highest score down; scores equal to a thousandth share the better rank, none has
      rank 0. */
  const rank = (scores, sets) => {
    const order = scores.map((score, place) => [score === null ? null : Math.round(score * 1000), place])
      .filter(([score]) => score !== null)
      .sort((a, b) => b[0] - a[0]);
    const ranks = new Array(scores.length).fill(0);
    const count = data.nations.map(() => 0);
    const before = [];
    order.forEach(([score, place]) => {
      const set = sets[place];
      count[set] += 1;
      if (!before[set] || before[set][0] !== score) before[set] = [score, count[set]];
      ranks[place] = before[set][1];
    });
    return ranks;
  };

  /** Share of the weight that is measured alike in all nations. */
  const alike = (weights) => {
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.reduce((sum, weight, p) => sum + weight * data.pillars[p].a, 0) / all;
  };

  /** Whether there are ranks in the UK: at least half is measured alike, or every pillar counts, as in the published
      overall score. */
  const across = (weights) => alike(weights) >= data.half - 1e-9 || weights.every((weight) => weight > 0);

  /** How far a draw moves each nation where nations are measured apart: pillars with the weights chosen. */
  const move = (weights, errors) => {
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const moved = data.nations.map(() => 0);
    data.pillars.forEach(({ e }, p) => e.forEach(([size, who], one) => {
      who.forEach((number, nation) => { moved[nation] += (weights[p] / all) * size * errors[p][one][number]; });
    }));
    return moved;
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
      errors: data.pillars.map(({ e }) => e.map(() => data.nations.map(normal))),
    }));
  });
  let kept = null;

  /** Lowest and highest rank of each place in nine of ten draws, in its nation and in the UK. */
  const range = (weights, ranks) => {
    kept = kept || noise();
    const found = ranks.map((set) => set.map(() => []));
    kept.forEach((draw) => {
      const moved = weights.map((weight, place) => weight * draw.weights[place]);
      const scores = data.places.map(({ v, d }, place) => (ranks[0][place] === 0 ? null
        : mean(v.map((score, p) => (score === null ? null : score + d[p] * draw.scores[place][p])), moved)));
      const shift = move(weights, draw.errors);
      const apart = scores.map((score, place) => (score === null ? null : score + shift[home[place]]));
      [rank(scores, home), rank(apart, together)].forEach((stands, set) => stands.forEach((stand, place) => {
        if (stand && ranks[set][place]) found[set][place].push(stand);
      }));
    });
    return found.map((set, which) => set.map((stands, place) => {
      if (!stands.length) return null;
      stands.sort((a, b) => a - b);
      const at = (share) => stands[Math.min(stands.length - 1, Math.round(share * (stands.length - 1)))];
      return [Math.min(at(0.05), ranks[which][place]), Math.max(at(0.95), ranks[which][place])];
    }));
  };

  const published = data.places.map(({ v }) => mean(v, data.pillars.map(({ w }) => w)));
  const span = ([low, high]) => (low === high ? String(low) : `${low} to ${high}`);
  const rows = data.places.map(({ n, s, i, l, h }, place) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    const link = document.createElement("a");
    const where = document.createElement("span");
    head.scope = "row";
    link.href = `${root}councils/${s}/index.html`;
    link.textContent = n;
    where.className = "status";
    where.textContent = i;
    head.append(link, " ", where);
    row.append(head, ...Array.from({ length: 8 }, () => document.createElement("td")));
    [1, 3, 6, 7, 8].forEach((column) => { row.cells[column].className = "opt"; });
    [0, 1].forEach((set) => { row.cells[6 + set].textContent = h[set] ? span([l[set], h[set]]) : "–"; });
    row.cells[8].textContent = published[place] === null ? "–" : published[place].toFixed(1);
    return row;
  });

  const read = () => sliders.map((slider) => Number(slider.value));
  const show = (weights) => weights.map((weight) => String(weight)).join(",");
  let waiting = 0;
  let chosen = "";

  /** What carries the weight, and so against whom a place can be ranked: the words of the pages of pillars. */
  const note = (weights) => {
    const share = alike(weights);
    const told = Math.round(100 * share);
    const held = told ? `Only ${told}% of this weight` : "Nothing of this weight";
    const one = "measured by one definition in all four nations";
    if (share >= data.half - 1e-9) return `As ${told}% of this weight is ${one}, councils are ranked in the UK too.`;
    if (across(weights)) return `${held} is ${one}; the ranges in the UK allow for that. Look at those in the nation first.`;
    return `${held} is ${one}, so that councils are ranked within their nation alone.`;
  };

  const tell = (scores, ranks, ranges) => {
    const place = data.places.findIndex(({ s }) => s === chosen);
    if (place < 0 || scores[place] === null) { told.textContent = ""; return; }
    const { n, i, l, h } = data.places[place];
    const counts = [home, together].map((sets, set) => ranks[set].filter((one, other) => one && sets[other] === sets[place]).length);
    const about = (set) => (ranges ? `about ${span(ranges[set][place])}` : `near ${ranks[set][place]}`);
    const wide = ranks[1][place] ? ` (${about(1)} of ${counts[1]} in the UK)` : "";
    told.textContent = `With these weights ${n} scores ${scores[place].toFixed(1)} and ranks ${about(0)} `
      + `of the ${counts[0]} councils of ${i}${wide}. `
      + (h[0] ? `Published: ${published[place].toFixed(1)}, and ${span([l[0], h[0]])} (${span([l[1], h[1]])} in the UK).`
        : "It has no published rank.");
  };

  const compute = (withRanges) => {
    const weights = read();
    const any = weights.some((weight) => weight > 0);
    const wide = any && across(weights);
    const scores = data.places.map(({ v }) => (any ? mean(v, weights) : null));
    const ranks = [rank(scores, home), wide ? rank(scores, together) : scores.map(() => 0)];
    const ranges = withRanges && any ? range(weights, ranks) : null;
    sliders.forEach((slider) => { slider.nextElementSibling.textContent = slider.value; });
    rows.forEach((row, place) => {
      const { cells } = row;
      [0, 1].forEach((set) => {
        cells[1 + 2 * set].textContent = ranks[set][place] || "–";
        cells[2 + 2 * set].textContent = !ranks[set][place] ? "–" : ranges ? span(ranges[set][place]) : "…";
      });
      cells[5].textContent = scores[place] === null ? "–" : scores[place].toFixed(1);
      row.classList.toggle("me", data.places[place].s === chosen);
    });
    // Where nations cannot be ranked together they follow one another.
    const stand = (place) => [ranks[0][place] ? 0 : 1, wide ? ranks[1][place] : home[place], ranks[0][place], place];
    const order = rows.map((_, place) => stand(place))
      .sort((a, b) => a.map((one, key) => one - b[key]).find(Boolean) || 0)
      .map(([, , , place]) => place);
    body.append(...order.map((place) => rows[place]));
    document.querySelectorAll(".preset").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.weights === show(weights)));
    });
    const about = [...document.querySelectorAll("[data-about]")].find((one) => one.dataset.about === show(weights));
    document.getElementById("about-preset").textContent = about ? about.textContent
      : any ? "Weights of your own." : "Give at least one pillar a weight.";
    document.getElementById("alike").textContent = any ? note(weights) : "";
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
