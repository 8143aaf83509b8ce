/* Find a place by its name: a list that opens under the search box, and a filter of the A to Z.
   The pages work without this file. The names come from search-index.js (window.prosperitySearch), a list of
   {n: name, s: address, a: [other names], f: [former councils], k: "council", "cluster", "region", ...}. */
(() => {
  "use strict";
  const root = document.documentElement.dataset.root || "";
  const idle = new Set(["the", "of", "and", "council", "borough", "city", "county", "district"]);
  const most = 8;

  /** Lower case without accents, signs or doubled spaces; "&" is "and". */
  const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f'’.]/g, "").toLowerCase()
    .replace(/&/g, " and ").replace(/[^a-z0-9]+/g, " ").trim();

  /** Whether two words differ by at most one letter added, left out, changed or swapped. */
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    if (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2)) return true;
    return a.slice(i + 1) === b.slice(i + 1) || a.slice(i) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i);
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

  const entries = (window.prosperitySearch || []).map((entry) => ({
    ...entry,
    names: [[entry.n, ""], ...(entry.a || []).map((name) => [name, `also ${name}`]),
      ...(entry.f || []).map((name) => [name, `formerly ${name}`])].map(([name, note]) => [plain(name), note]),
  }));

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

  const enhance = (form, number) => {
    const input = form.querySelector("input");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let found = [];
    let active = -1;
    list.id = `found-${number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Places");
    status.className = "vh";
    status.setAttribute("role", "status");
    form.append(list, status);
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id,
      "aria-autocomplete": "list" }).forEach(([key, value]) => input.setAttribute(key, value));

    const close = () => {
      list.hidden = true;
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
    const go = (place) => { window.location.href = address(found[place].entry); };
    const show = () => {
      if (!plain(input.value)) { status.textContent = ""; close(); return; }
      found = search(input.value);
      list.replaceChildren(...found.map(({ entry, note }, place) => {
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
      }));
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
      status.textContent = found.length ? `${found.length} found` : "Nothing found";
      mark(-1);
    };

    input.addEventListener("input", show);
    input.addEventListener("focus", () => { if (input.value) show(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const last = found.length - 1;
      if (event.key === "Escape" && !list.hidden) { close(); event.preventDefault(); }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      if (list.hidden) show();
      if (list.hidden) return;
      if (event.key === "ArrowDown") mark(active >= last ? 0 : active + 1);
      else mark(active <= 0 ? last : active - 1);
    });
    form.addEventListener("submit", (event) => {
      if (!entries.length) return;
      found = search(input.value);
      const sure = found.length === 1 || (found.length && found[0].far < 1);
      if (active < 0 && !sure) return;
      event.preventDefault();
      go(Math.max(active, 0));
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
