/* The error summary takes focus; a form is sent once; what was typed is kept until it has arrived. */
{
  document.querySelector("[data-errors]")?.focus();

  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.ariaBusy === "true") return event.preventDefault();
    form.ariaBusy = "true";
  });
  // Coming back with the browser's button finds the page as it was left: ready to be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.forms) form.ariaBusy = null;
  });

  const prefix = "draft:";
  const bare = (text) => text.replace(/\s+/g, "");
  const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  const forget = () => drafts().forEach((name) => localStorage.removeItem(name));
  try {
    // A draft has arrived when the page shows it among the messages.
    const shown = [...document.querySelectorAll(".message-body")].map((body) => bare(body.textContent));
    for (const name of drafts()) {
      const text = bare(localStorage[name]);
      if (!text || shown.some((message) => message.includes(text))) localStorage.removeItem(name);
    }
    for (const form of document.querySelectorAll("form[data-draft]")) {
      const field = form.querySelector("textarea");
      const name = prefix + form.dataset.draft;
      if (!field.value) field.value = localStorage[name] ?? "";
      field.addEventListener("input", () => (localStorage[name] = field.value));
    }
    // Whoever signs out leaves nothing for the next person at this screen.
    for (const form of document.querySelectorAll('form[action="/logout"]')) form.addEventListener("submit", forget);
  } catch {
    // A browser that forbids storage keeps no drafts; everything else works.
  }
}
