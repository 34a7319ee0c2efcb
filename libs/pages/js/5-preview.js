/* What a field gives, shown while it is filled in: a piece of the page, fetched with its value. */
for (const place of document.querySelectorAll("[data-preview]")) {
  const field = document.getElementById(place.dataset.of);
  let timer;
  field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const asked = new URLSearchParams([[field.name, field.value]]);
      try {
        const answer = await fetch(`${place.dataset.preview}?${asked}`);
        const html = await answer.text();
        // An answer to what the field no longer says is late.
        if (answer.ok && !answer.redirected && asked.get(field.name) === field.value) place.innerHTML = html;
      } catch {
        // The button beside the field shows it too.
      }
    }, 150);
  });
}
