/* Sort and filter the table of rankings. The table is complete without this file. */
(() => {
  "use strict";
  const form = document.querySelector("[data-filters]");
  const table = form && document.getElementById(form.dataset.filters);
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const status = form.querySelector("[role=status]");
  const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  /** What a cell is sorted by; a cell without a number goes last either way. */
  const key = (row, place, kind) => {
    const cell = row.cells[place];
    if (kind === "text") return plain(cell.textContent.trim());
    const number = parseFloat(cell.dataset.value || cell.textContent);
    return Number.isNaN(number) ? null : number;
  };

  const sort = (head, place) => {
    const kind = head.dataset.sort;
    const before = head.getAttribute("aria-sort");
    // Names and ranks read from the first up, scores from the highest down.
    const first = place < 3 ? "ascending" : "descending";
    const order = before ? (before === "ascending" ? "descending" : "ascending") : first;
    const sign = order === "ascending" ? 1 : -1;
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", order);
    const keyed = rows.map((row, stand) => [key(row, place, kind), stand, row]);
    keyed.sort(([a, i], [b, j]) => {
      if (a === null || b === null) return (a === null) - (b === null) || i - j;
      return (a < b ? -sign : a > b ? sign : i - j);
    });
    body.append(...keyed.map(([, , row]) => row));
  };

  const filter = () => {
    const { name, nation, region, kind, cluster } = form.elements;
    const typed = plain(name.value.trim());
    let shown = 0;
    rows.forEach((row) => {
      row.hidden = !((!typed || plain(row.cells[0].textContent).includes(typed))
        && (!nation.value || row.dataset.nation === nation.value)
        && (!region.value || row.dataset.region === region.value)
        && (!kind.value || row.dataset.kind === kind.value)
        && (!cluster.value || row.dataset.in.split(" ").includes(cluster.value)));
      shown += row.hidden ? 0 : 1;
    });
    status.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
  };

  heads.forEach((head, place) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, place));
    head.append(button);
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
