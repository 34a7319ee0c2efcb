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

  // Drafts are kept for each user and form, so that nobody finds those of another, and for a month at the most.
  const { user } = document.body.dataset;
  const month = 30 * 24 * 3600 * 1000;
  const bare = (text) => text.replace(/\s+/g, "");
  const kept = (name) => {
    try {
      const { at, fields } = JSON.parse(localStorage[name]);
      return Date.now() - at < month && fields;
    } catch {
      return false;
    }
  };
  const drafts = (prefix) => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  const written = ({ description, body, note, remark }) => bare(description ?? body ?? note ?? remark ?? "");
  try {
    for (const name of drafts("draft:")) if (!kept(name)) localStorage.removeItem(name);
    const own = `draft:${user}:`;
    // A draft has arrived when the page after its form says so, or shows it among the messages.
    const { sent } = sessionStorage;
    sessionStorage.removeItem("sent");
    if (sent && document.querySelector(".flash-success")) localStorage.removeItem(sent);
    const shown = [...document.querySelectorAll(".message-body")].map((body) => bare(body.textContent));
    for (const name of user ? drafts(own) : []) {
      const text = written(kept(name));
      if (!text || shown.some((message) => message.includes(text))) localStorage.removeItem(name);
    }
    for (const form of user ? document.querySelectorAll("form[data-draft]") : []) {
      const name = own + form.dataset.draft;
      const typed = () => [...form.querySelectorAll("textarea, select, input:not([type=hidden], [type=file], [type=radio])")];
      const draft = kept(name);
      // What a form comes back with from the server is newer.
      if (draft && !typed().some((field) => field.type === "textarea" && field.value)) {
        for (const field of typed()) {
          const value = draft[field.name];
          const known = !field.options || [...field.options].some((option) => option.value === value);
          if (value !== undefined && known) field.value = value;
        }
      }
      form.addEventListener("input", () => {
        const fields = Object.fromEntries(typed().map((field) => [field.name, field.value]));
        localStorage[name] = JSON.stringify({ at: Date.now(), fields });
      });
      form.addEventListener("submit", () => (sessionStorage.sent = name));
    }
    // Whoever signs out leaves nothing for the next person at this screen.
    for (const form of document.querySelectorAll('form[action="/logout"]')) {
      form.addEventListener("submit", () => drafts(own).forEach((name) => localStorage.removeItem(name)));
    }
  } catch {
    // A browser that forbids storage keeps no drafts; everything else works.
  }
}
