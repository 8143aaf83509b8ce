/* Find a place by its name or its postcode: a list that opens under the search box, and a filter of the A to Z.
   The pages work without this file. The names come from search-index.js (window.prosperitySearch), which is loaded when
   somebody turns to a search box: a list of {n: name, s: address, a: [other names], f: [former councils], c: [codes],
   u: [[council to come, its day]], k: "council", "cluster", "region", "pillar", ..., i: nation of a council}. Names of
   settlements, wards and so on come from names/, one script for the first two letters of a word: see
   generator/site/name_scripts.py. */
(() => {
  "use strict";
  const root = document.documentElement.dataset.root || "";
  const most = 8;
  const script = document.currentScript;
  const folder = script ? script.src.replace(/[^/]*$/, "") : "";
  const version = script ? script.dataset.version || "" : "";
  const loaded = new Map();

  /** Load a script beside this one, once; a promise that says whether it came. */
  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((done) => {
        const element = document.createElement("script");
        element.src = `${folder}${name}.js?v=${version}`;
        element.onload = () => done(true);
        element.onerror = () => { loaded.delete(name); done(false); };
        document.head.append(element);
      }));
    }
    return loaded.get(name);
  };

  /** Words that are passed over or mean others, see data/search_words.yml; known once the index is there. */
  let [idle, same] = [null, {}];

  /** Lower case without accents, signs or doubled spaces; "&" is "and". */
  const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f'’.]/g, "").toLowerCase()
    .replace(/&/g, " and ").replace(/[^a-z0-9]+/g, " ").trim().split(" ").map((word) => same[word] || word).join(" ");

  /** A name to compare: plain, and bare of idle words unless nothing is left. */
  const fold = (words) => {
    const all = plain(words);
    const left = idle ? all.replace(idle, " ").replace(/ +/g, " ").trim() : all;
    return { plain: all, bare: left || all };
  };

  /** Letters added, left out, changed or swapped between two words. */
  const distance = (a, b) => {
    let [older, last] = [[], [...Array(b.length + 1).keys()]];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + same);
        const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        if (swapped) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      [older, last] = [last, row];
    }
    return last[b.length];
  };

  /** Whether a typed word is another, or its beginning, but for one slip; two in a longer word. */
  const near = (a, b) => {
    const slips = a.length > 5 ? 2 : 1;
    return Math.abs(a.length - b.length) <= slips && distance(a, b) <= slips;
  };

  /** How many words stand in one of two texts only. */
  const apart = (one, other) => {
    const [first, second] = [one.split(" "), other.split(" ")];
    return first.filter((word) => !second.includes(word)).length + second.filter((word) => !first.includes(word)).length;
  };

  /** How well a typed text fits a name (both folded): 0 is the same, larger is further, -1 not at all. Less than 0.3
      is the same but for idle words. */
  const fit = (typed, name, forgiving) => {
    if (!typed.plain) return -1;
    if (name.plain === typed.plain) return 0;
    if (name.bare === typed.bare) return 0.05 * Math.min(5, apart(typed.plain, name.plain));
    if (name.plain.startsWith(typed.plain)) return 1;
    const words = name.plain.split(" ");
    const asked = typed.bare.split(" ");
    const met = asked.every((word) => words.some((other) => other.startsWith(word)
      || (forgiving && word.length > 3 && (near(word, other) || near(word, other.slice(0, word.length))))));
    return met ? 2 + (words[0].startsWith(asked[0]) ? 0 : 1) : -1;
  };

  let entries = [];
  const prepare = async () => {
    if (entries.length || !(await load("search-index"))) return;
    const words = window.prosperityWords || {};
    const runs = [...(words.idle || [])].sort((a, b) => b.length - a.length);
    idle = runs.length ? new RegExp(`\\b(?:${runs.join("|")})\\b`, "g") : null;
    same = words.same || {};
    entries = (window.prosperitySearch || []).map((entry) => ({
      ...entry,
      names: [[entry.n, ""], ...(entry.a || []).map((name) => [name, `also ${name}`]),
        ...(entry.f || []).map((name) => [name, `formerly ${name}`]),
        ...(entry.u || []).map(([name, day]) => [name, `${name} ${day}`])].map(([name, note]) => [fold(name), note]),
    }));
  };

  /** Councils that further names lie in, each with the name; only names that are typed as they are. */
  const searchNames = async (typed) => {
    const { names = [], kinds = [] } = window.prosperityWords || {};
    const shard = (typed.bare.split(" ").find((word) => word.length > 1) || "").slice(0, 2);
    if (!names.includes(shard) || !(await load(`names/${shard}`))) return [];
    return ((window.prosperityNames || {})[shard] || []).flatMap(([name, kind, places, people = 0, others = ""]) => {
      const fits = [name, ...others.split("|").filter(Boolean)].map((one, place) => [fit(typed, fold(one), false), place])
        .filter(([far]) => far >= 0).map(([far, place]) => far + (place ? 0.95 : 0.8));
      if (!fits.length) return [];
      return places.map((place) => ({
        entry: entries[place], title: name, note: `${kinds[kind]}, ${entries[place].n}`, far: Math.min(...fits), people,
      }));
    });
  };

  /** Candidates, best first, no place twice; where nothing fits, guesses at what a slip of the pen may mean. */
  const search = async (text) => {
    const typed = fold(text);
    const look = (forgiving) => entries.map((entry) => {
      let best = null;
      entry.names.forEach(([name, note], place) => {
        const found = fit(typed, name, forgiving);
        const far = found + (place ? 0.5 : 0) + (entry.k === "council" ? 0 : 0.25);
        if (found >= 0 && (!best || far < best.far)) best = { entry, note, far };
      });
      return best;
    }).filter(Boolean);
    const found = [...look(false), ...(await searchNames(typed))]
      .sort((a, b) => a.far - b.far || (b.people || 0) - (a.people || 0) || a.entry.n.localeCompare(b.entry.n));
    const once = found.filter((one, place) => found.findIndex((other) => other.entry === one.entry) === place);
    if (once.length) return once.slice(0, most);
    return look(true).sort((a, b) => a.far - b.far || a.entry.n.localeCompare(b.entry.n)).slice(0, most)
      .map((one) => ({ ...one, guess: true }));
  };

  /** Places that have or had a code, or one that begins so; null where the text is no code. */
  const searchCode = (text) => {
    const typed = text.trim().toUpperCase();
    if (!/^([EWSNK]\d{4,8}|95[A-Z])$/.test(typed)) return null;
    return entries.flatMap((entry) => (entry.c || []).filter((code) => code.startsWith(typed)).map((code) => ({
      entry, note: code === entry.c[0] ? code : `formerly ${code}`, far: code === typed ? 0 : 2,
    }))).sort((a, b) => a.far - b.far).slice(0, most);
  };

  const address = (entry) => root + entry.s + (entry.s.endsWith("/") ? "index.html" : "");

  /** Places of a postcode with what is to be said of them, {found, note}; null where the text is no postcode. */
  const searchPostcode = async (text) => {
    if (!/^\s*[a-z]{1,2}\d/i.test(text) || !(await load("postcode"))) return null;
    const asked = window.prosperityPostcode.split(text);
    if (!asked) return null;
    if (asked.area === "BT") {
      return {
        found: entries.filter((entry) => entry.i === "Northern Ireland").map((entry) => ({ entry, note: "", far: 2 }))
          .sort((a, b) => a.entry.n.localeCompare(b.entry.n)),
        note: "Postcodes of Northern Ireland are not open data. Choose its council:",
      };
    }
    await load("postcodes/places");
    const { areas = [], places = [] } = (window.prosperityPostcodes || {}).places || {};
    if (areas.includes(asked.area)) await load(`postcodes/${asked.area}`);
    const shard = (window.prosperityPostcodes || {})[asked.area];
    const told = shard && window.prosperityPostcode.look(asked, shard, places);
    if (!told) return { found: [], note: `We do not know the postcode ${asked.text}. Try the name of the place.` };
    const near = told.whole && !told.exact && !told.divided;
    const found = told.places.map((place) => entries.find((entry) => entry.s === place)).filter(Boolean)
      .map((entry) => ({ entry, note: near ? `nearest to ${asked.text}` : asked.text, far: told.exact ? 0 : 2 }));
    const note = near ? `${asked.text} is not in the list of 2023. The nearest postcode that is lies here:` : "";
    return { found, note: told.divided ? `${asked.text} lies in one of these, which a council was divided into:` : note };
  };

  const enhance = (form, number) => {
    const input = form.querySelector("input");
    const box = document.createElement("div");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let found = [];
    let active = -1;
    let turn = 0;
    box.className = "found";
    box.hidden = true;
    list.id = `found-${number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Places");
    status.setAttribute("role", "status");
    box.append(status, list);
    form.append(box);
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id,
      "aria-autocomplete": "list" }).forEach(([key, value]) => input.setAttribute(key, value));

    const close = () => {
      box.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      active = place;
      [...list.children].forEach((option, other) => option.setAttribute("aria-selected", String(other === place)));
      if (place < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    };
    /** Lead to the place, unless the page has another use for it. */
    const go = (place) => {
      const event = new CustomEvent("prosperity:place", { detail: found[place].entry, cancelable: true });
      if (form.dispatchEvent(event)) { window.location.href = address(found[place].entry); return; }
      input.value = "";
      close();
    };
    const describe = ({ entry, title, note }, place) => {
      const option = document.createElement("li");
      const kind = entry.k && entry.k !== "council" ? entry.k : "";
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.textContent = title || entry.n;
      if (note || kind) {
        const more = document.createElement("span");
        more.textContent = [kind, note].filter(Boolean).join(", ");
        option.append(more);
      }
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => go(place));
      return option;
    };

    /** Find what is typed now; false where more was typed meanwhile. */
    const find = async () => {
      turn += 1;
      const mine = turn;
      const text = input.value;
      await prepare();
      const coded = searchCode(text);
      const told = coded ? { found: coded, note: "" } : await searchPostcode(text)
        || { found: await search(text), note: "" };
      if (mine !== turn) return false;
      found = told.found;
      const count = found.length ? `${found.length} found` : "Nothing found. Try another spelling, or the A to Z.";
      status.textContent = told.note || count;
      // How many were found is for the ear; what is said of a postcode, or that there is nothing, for the eye too.
      status.className = told.note || !found.length ? "none" : "vh";
      return true;
    };
    const show = async () => {
      if (!plain(input.value)) { turn += 1; status.textContent = ""; close(); return; }
      if (!(await find())) return;
      list.replaceChildren(...found.map(describe));
      box.hidden = false;
      input.setAttribute("aria-expanded", String(found.length > 0));
      mark(-1);
    };

    input.addEventListener("input", show);
    input.addEventListener("focus", () => { prepare(); if (input.value) show(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", async (event) => {
      if (event.key === "Escape" && !box.hidden) { close(); event.preventDefault(); }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      if (box.hidden) await show();
      const last = found.length - 1;
      if (box.hidden || last < 0) return;
      if (event.key === "ArrowDown") mark(active >= last ? 0 : active + 1);
      else mark(active <= 0 ? last : active - 1);
    });
    form.addEventListener("submit", async (event) => {
      if (active >= 0) { event.preventDefault(); go(active); return; }
      if (!loaded.has("search-index")) return;
      event.preventDefault();
      if (!(await find())) return;
      // The same name, which no other place has, or the only one that begins so; a guess is offered and not opened.
      const [first, second] = found;
      const sure = first && !first.guess && (second ? first.far < 1 && second.far > first.far : true);
      if (sure) { go(0); return; }
      // Several, or none: the list says which, and the A to Z is where the form leads by itself.
      if (found.length || status.textContent.includes("postcode")) show();
      else form.submit();
    });
  };

  const filter = (box) => {
    const input = box.querySelector("input");
    const status = box.querySelector("[role=status]");
    const groups = [...document.getElementById(box.dataset.filterFor).querySelectorAll("[data-group]")];
    const show = (typed, forgiving) => {
      const asked = fold(typed);
      let shown = 0;
      groups.forEach((group) => {
        let any = false;
        group.querySelectorAll("[data-item]").forEach((item) => {
          item.hidden = typed !== "" && fit(asked, fold(item.textContent), forgiving) < 0;
          any = any || !item.hidden;
          shown += item.hidden ? 0 : 1;
        });
        group.hidden = !any;
      });
      return shown;
    };
    const apply = async () => {
      if (input.value) await prepare();
      const typed = plain(input.value);
      const shown = show(typed, false) || show(typed, true);
      status.textContent = typed ? `${shown} shown` : "";
    };
    box.hidden = false;
    input.value = new URLSearchParams(window.location.search).get("q") || "";
    input.addEventListener("input", apply);
    if (input.value) apply();
  };

  document.querySelectorAll("[data-search]").forEach(enhance);
  document.querySelectorAll("[data-filter-for]").forEach(filter);
})();
