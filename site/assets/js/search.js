/* Find a place by its name or its postcode: a list that opens under the search box, and a filter of the A to Z.
   The pages work without this file. The names come from search-index.js (window.prosperitySearch), which is loaded when
   somebody turns to a search box: a list of {n: name, s: address, a: [other names], f: [former councils],
   k: "council", "cluster", "region", "pillar", ..., i: nation of a council}. */
(() => {
  "use strict";
  const root = document.documentElement.dataset.root || "";
  const idle = new Set(["the", "of", "and", "council", "borough", "city", "county", "district"]);
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

  /** Lower case without accents, signs or doubled spaces; "&" is "and". */
  const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f'’.]/g, "").toLowerCase()
    .replace(/&/g, " and ").replace(/[^a-z0-9]+/g, " ").trim();

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

  /** How well a typed text fits a name: 0 is the same, larger is further, -1 not at all. */
  const fit = (typed, name, forgiving) => {
    if (!typed) return -1;
    if (name === typed) return 0;
    if (name.startsWith(typed)) return 1;
    const words = name.split(" ");
    let asked = typed.split(" ");
    const telling = asked.filter((word) => !idle.has(word));
    if (telling.length) asked = telling;
    const met = asked.every((word) => words.some((other) => other.startsWith(word)
      || (forgiving && word.length > 3 && (near(word, other) || near(word, other.slice(0, word.length))))));
    return met ? 2 + (words[0].startsWith(asked[0]) ? 0 : 1) : -1;
  };

  let entries = [];
  const prepare = async () => {
    if (entries.length || !(await load("search-index"))) return;
    entries = (window.prosperitySearch || []).map((entry) => ({
      ...entry,
      names: [[entry.n, ""], ...(entry.a || []).map((name) => [name, `also ${name}`]),
        ...(entry.f || []).map((name) => [name, `formerly ${name}`])].map(([name, note]) => [plain(name), note]),
    }));
  };

  const search = (text) => {
    const typed = plain(text);
    const look = (forgiving) => entries.map((entry) => {
      let best = null;
      entry.names.forEach(([name, note], place) => {
        const found = fit(typed, name, forgiving);
        const far = found + (place ? 0.5 : 0) + (entry.k === "council" ? 0 : 0.25);
        if (found >= 0 && (!best || far < best.far)) best = { entry, note, far };
      });
      return best;
    }).filter(Boolean);
    const found = look(false);
    return (found.length ? found : look(true))
      .sort((a, b) => a.far - b.far || a.entry.n.localeCompare(b.entry.n)).slice(0, most);
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
    const found = told.places.map((place) => entries.find((entry) => entry.s === place)).filter(Boolean)
      .map((entry) => ({ entry, note: told.exact || !told.whole ? asked.text : `nearest to ${asked.text}`, far: told.exact ? 0 : 2 }));
    const note = told.whole && !told.exact
      ? `${asked.text} is not in the list of 2023. The nearest postcode that is lies here:` : "";
    return { found, note };
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
    const describe = ({ entry, note }, place) => {
      const option = document.createElement("li");
      const kind = entry.k && entry.k !== "council" ? entry.k : "";
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.textContent = entry.n;
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
      const told = await searchPostcode(text) || { found: search(text), note: "" };
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
      const sure = found.length === 1 || (found.length && found[0].far < 1);
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
      let shown = 0;
      groups.forEach((group) => {
        let any = false;
        group.querySelectorAll("[data-item]").forEach((item) => {
          item.hidden = typed !== "" && fit(typed, plain(item.textContent), forgiving) < 0;
          any = any || !item.hidden;
          shown += item.hidden ? 0 : 1;
        });
        group.hidden = !any;
      });
      return shown;
    };
    const apply = () => {
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
