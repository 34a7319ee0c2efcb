/* "I take it and call": one tap takes the callback and opens the dialler. Without script the form does it in two. */
document.querySelector("form[data-take]")?.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    const dial = page.querySelector("[data-dial]");
    if (!main) throw answer.status;
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    if (dial) location.href = dial.href;
  } catch {
    form.submit();
  }
});
