/* Pieces of a page that follow what happens: fetched every 10 s, never while they have focus. */
for (const place of document.querySelectorAll("[data-live]")) {
  const usual = 10000;
  let wait = usual;
  let tag = "";
  let timer;
  const at = document.querySelector("[data-live-at]");
  const voice = document.querySelector("p[data-live-say]");
  const said = () => [...place.querySelectorAll("[data-say]")].map((line) => line.textContent);
  const busy = () => place.contains(document.activeElement) || (getSelection().toString() && place.contains(getSelection().anchorNode));

  const look = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.live, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.redirected || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)) return;
      if (answer.status >= 400) throw answer.status;
      if (answer.status === 200) {
        const html = await answer.text();
        if (!busy()) {
          const before = said();
          place.innerHTML = html;
          // Shown is seen: a reply written under it is not one over an unseen message.
          const seen = place.querySelector("[data-seen]")?.dataset.seen;
          const field = document.querySelector('input[name="seen"]');
          if (seen && field) field.value = seen;
          tag = answer.headers.get("ETag") ?? "";
          const news = said().filter((line) => !before.includes(line));
          if (voice && news.length) voice.textContent = news.join(" ");
        }
      }
      if (at) {
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
        at.textContent = at.dataset.liveAt.replace("{}", time);
        at.hidden = false;
      }
      wait = usual;
    } catch {
      wait = Math.min(wait * 2, 160000);
    }
    timer = setTimeout(look, wait);
  };
  document.addEventListener("visibilitychange", look);
  timer = setTimeout(look, usual);
}
