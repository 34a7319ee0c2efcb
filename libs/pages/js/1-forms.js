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
  const kept = (name) => {
    try {
      const { at, fields } = JSON.parse(localStorage[name]);
      return Date.now() - at < month && fields;
    } catch {
      return false;
    }
  };
  const drafts = (prefix) => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  const typable = "textarea, select, input:not([type=hidden], [type=file], [type=password])";
  // Of each name what is typed or chosen; a list, since boxes and buttons of one name are several or none.
  const filled = (form) => {
    const fields = {};
    for (const field of form.querySelectorAll(typable)) {
      const values = (fields[field.name] ??= []);
      if (field.checked || !/^(radio|checkbox)$/.test(field.type)) values.push(field.value);
    }
    return fields;
  };
  const fill = (form, fields) => {
    for (const field of form.querySelectorAll(typable)) {
      const values = fields[field.name];
      if (!Array.isArray(values)) continue;
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
      // What cannot be chosen any more leaves the choice as it is.
      else if (!field.options || [...field.options].some((option) => option.value === values[0])) field.value = values[0];
    }
  };
  try {
    for (const name of drafts("draft:")) if (!kept(name)) localStorage.removeItem(name);
    const own = `draft:${user}:`;
    // A draft has arrived when the page after its own form says so, and nothing was typed since, in another tab.
    const { sent = "[]" } = sessionStorage;
    sessionStorage.removeItem("sent");
    const [its, as] = JSON.parse(sent);
    if (as && localStorage[its] === as && document.querySelector(".flash-success")) localStorage.removeItem(its);
    for (const form of user ? document.querySelectorAll("form[data-draft]") : []) {
      const name = own + form.dataset.draft;
      const before = JSON.stringify(filled(form));
      // What a form comes back with from the server is newer.
      const fresh = ![...form.querySelectorAll("textarea")].some((field) => field.value);
      const draft = fresh && kept(name);
      if (draft) fill(form, draft);
      form.addEventListener("input", () => {
        const fields = filled(form);
        if (fresh && JSON.stringify(fields) === before) localStorage.removeItem(name);
        else localStorage[name] = JSON.stringify({ at: Date.now(), fields });
      });
      form.addEventListener("submit", () => (sessionStorage.sent = JSON.stringify([name, localStorage[name]])));
    }
    // Whoever signs out leaves nothing for the next person at this screen.
    for (const form of document.querySelectorAll('form[action="/logout"]')) {
      form.addEventListener("submit", () => drafts(own).forEach((name) => localStorage.removeItem(name)));
    }
  } catch {
    // A browser that forbids storage keeps no drafts; everything else works.
  }
}
