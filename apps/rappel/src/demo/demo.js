"use strict";
/* The phone and the mailbox follow what is sent. */
const newest = () => {
  const texts = document.querySelector(".demo-texts");
  if (texts) texts.scrollTop = texts.scrollHeight;
};
const look = async () => {
  for (const place of document.querySelectorAll("[data-follow]")) {
    if (document.hidden || place.contains(document.activeElement)) continue;
    const answer = await fetch(place.dataset.follow + location.search, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) continue;
    const html = await answer.text();
    if (html !== place.dataset.seen) {
      place.innerHTML = html;
      place.dataset.seen = html;
      newest();
    }
  }
  setTimeout(look, 2000);
};
newest();
setTimeout(look, 2000);
