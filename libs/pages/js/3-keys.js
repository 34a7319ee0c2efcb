/* Single letters, off inside fields and where the page does not ask for them. */
if (document.body.hasAttribute("data-keys")) {
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || key.length > 1) return;
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    const rows = [...document.querySelectorAll("[data-row]")];
    const here = rows.indexOf(document.activeElement);
    const current = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const from = here < 0 ? current : here;
    let found;
    if (key === "j") found = rows[from + 1];
    else if (key === "k") found = rows[Math.max(from - 1, 0)];
    else if (key === "o") found = rows[from];
    else if (/[a-z?]/.test(key)) found = document.querySelector(`[data-key="${key}"]`);
    if (!found) return;
    event.preventDefault();
    found.focus();
    if (key !== "j" && key !== "k" && found.matches("a, button, summary")) found.click();
  });
}
