(() => {
  const dialog = document.getElementById("derivation");
  const open = (row) => {
    const told = row.querySelector("template");
    if (!told) return;
    dialog.querySelector("div").replaceChildren(told.content.cloneNode(true));
    dialog.showModal();
    dialog.scrollTop = 0; // The button, which has the focus now, is at the end.
  };
  for (const row of document.querySelectorAll("tr.told")) {
    row.addEventListener("click", () => open(row));
    row.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // Else the same key presses the dialog's button.
      open(row);
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
  // Chromium prints headings on each sheet only if they hold no real buttons.
  for (const header of document.querySelectorAll("section.table th")) {
    header.addEventListener("click", () => sortBy(header));
    header.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sortBy(header);
    });
  }

  document.getElementById("find").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const section of document.querySelectorAll("section.table")) {
      let found = 0;
      for (const row of section.querySelectorAll("tbody tr")) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        found += !row.hidden;
      }
      section.hidden = wanted !== "" && !found;
      for (const total of section.querySelectorAll("tfoot")) total.hidden = wanted !== "";
    }
  });
})();
