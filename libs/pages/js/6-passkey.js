/* Passkeys: what an authenticator answers is sent with a form, which is not there where the browser cannot ask one. */
if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const place of document.querySelectorAll("[data-no-passkey]")) place.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const { passkey, begin } = form.dataset;
    const voice = form.querySelector("[data-failed]");
    const offers = passkey === "sign-in" && !document.querySelector("[data-errors]");
    let asked;
    let begun = 0;
    const ask = async (mediation) => {
      asked?.abort();
      asked = new AbortController();
      begun = Date.now();
      const { signal } = asked;
      const answer = await fetch(begin, { method: "POST", body: new URLSearchParams({ csrf: form.elements.csrf.value }) });
      // Led elsewhere: who sits there is to be proved first, or signs in again.
      if (answer.redirected) return location.assign(answer.url);
      // Signed out meanwhile, or the page is too old. What is but offered leaves the page as it is.
      if (!mediation && [401, 403].includes(answer.status)) return location.reload();
      if (!answer.ok) throw answer.status;
      const options = await answer.json();
      const credential =
        passkey === "new"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal });
      form.elements.answer.value = JSON.stringify(credential);
      try {
        localStorage.passkey = 1;
      } catch {
        // It is offered by the button alone.
      }
      form.submit();
    };
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.ariaBusy === "true") return;
      voice.textContent = "";
      try {
        await ask();
      } catch (fault) {
        const { failed, wait, known } = voice.dataset;
        voice.textContent = { 429: wait, 503: wait, InvalidStateError: known }[fault.name ?? fault] ?? failed;
        form.ariaBusy = null;
        if (offers) offer();
      }
    });
    // Whoever came by a passkey in this browser finds it in the field, too; a challenge serves five minutes.
    const offer = async () => {
      try {
        if (!localStorage.passkey || !(await PublicKeyCredential.isConditionalMediationAvailable())) return;
        if (!document.hidden && form.ariaBusy !== "true") ask("conditional").catch(() => {});
      } catch {
        // The button is there.
      }
    };
    if (offers) {
      const anew = () => Date.now() - begun > 239000 && offer();
      anew();
      setInterval(anew, 240000);
      document.addEventListener("visibilitychange", anew);
    }
  }
} else {
  // The style sheet took it for granted.
  for (const form of document.querySelectorAll("form[data-passkey]")) form.remove();
  for (const place of document.querySelectorAll("[data-no-passkey]")) delete place.dataset.noPasskey;
}
