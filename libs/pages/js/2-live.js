/* Pieces of a page that follow what happens: fetched every 10 s, never while they have focus. */
let still = false;
for (const place of document.querySelectorAll("[data-live]")) {
  const usual = 10000;
  let wait = usual;
  let tag = "";
  let timer;
  const at = document.querySelector("[data-live-at]");
  const voice = document.querySelector("p[data-live-say]");
  const said = () => [...place.querySelectorAll("[data-say]")].map((line) => line.textContent);
  const busy = () => {
    const chosen = getSelection();
    return place.contains(document.activeElement) || (chosen.type === "Range" && chosen.containsNode(place, true));
  };
  const words = (element) => element.textContent.replace(/\s+/g, "");

  const look = async () => {
    clearTimeout(timer);
    if (document.hidden || still) return;
    try {
      // A server that takes the question and never answers is like one that is not there.
      const signal = AbortSignal.timeout(usual);
      const answer = await fetch(place.dataset.live, { cache: "no-store", signal, headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.redirected || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)) return;
      if (answer.status >= 400) throw answer.status;
      let current = true;
      if (answer.status === 200) {
        const html = await answer.text();
        // What has the focus stays as it is, and is current only where it says what the answer says.
        if (busy()) current = words(new DOMParser().parseFromString(html, "text/html").body) === words(place);
        else {
          const before = said();
          place.innerHTML = html;
          // Shown is seen: a reply written under it is not one over an unseen message.
          const seen = place.querySelector("[data-seen]")?.dataset.seen;
          const field = document.querySelector('input[name="seen"]');
          if (seen && field) field.value = seen;
          const news = said().filter((line) => !before.includes(line));
          if (voice && news.length) voice.textContent = news.join(" ");
        }
        if (current) tag = answer.headers.get("ETag") ?? "";
      }
      if (at && current) {
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: at.dataset.zone });
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

/* Whoever reads slowly stops that, and has the page go on when they like. */
for (const button of document.querySelectorAll("[data-live-still]")) {
  button.addEventListener("click", () => {
    still = !still;
    [button.textContent, button.dataset.liveStill] = [button.dataset.liveStill, button.textContent];
    document.dispatchEvent(new Event("visibilitychange"));
  });
}
