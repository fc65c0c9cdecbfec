(() => {
  const dialog = document.getElementById("derivation");
  const open = (row) => {
    const told = row.querySelector("template");
    if (!told) return;
    dialog.querySelector("div").replaceChildren(told.content.cloneNode(true));
    dialog.showModal();
  };
  for (const row of document.querySelectorAll("tr.told")) {
    row.addEventListener("click", () => open(row));
    row.addEventListener("keydown", (event) => {
      if (event.key === "Enter") open(row);
    });
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  const sortBy = (header) => {
    const body = header.closest("table").tBodies[0];
    const place = header.cellIndex;
    const downwards = header.getAttribute("aria-sort") !== "descending" && header.classList.contains("num")
      || header.getAttribute("aria-sort") === "ascending";
    for (const each of header.parentNode.cells) each.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", downwards ? "descending" : "ascending");
    const key = (row) => row.cells[place].dataset.sort ?? row.cells[place].textContent;
    const isNumber = header.classList.contains("num");
    const compare = (a, b) =>
      isNumber ? (Number(key(a)) || 0) - (Number(key(b)) || 0) : key(a).localeCompare(key(b));
    const rows = [...body.rows].sort((a, b) => (downwards ? -compare(a, b) : compare(a, b)));
    body.append(...rows);
  };
  for (const header of document.querySelectorAll("section.table th"))
    header.querySelector("button").addEventListener("click", () => sortBy(header));

  document.getElementById("find").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const row of document.querySelectorAll("section.table tbody tr"))
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
  });
})();
