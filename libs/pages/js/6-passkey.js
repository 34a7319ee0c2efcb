/* Passkeys: what an authenticator answers is sent with a form, which is shown where the browser can ask one. */
if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const place of document.querySelectorAll("[data-no-passkey]")) place.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const { passkey, begin } = form.dataset;
    const voice = form.querySelector("[data-failed]");
    let asked;
    const ask = async (mediation) => {
      asked?.abort();
      asked = new AbortController();
      const { signal } = asked;
      const answer = await fetch(begin, { method: "POST", body: new URLSearchParams({ csrf: form.elements.csrf.value }) });
      // Led elsewhere: who sits there is to be proved first, or signs in again.
      if (answer.redirected) return location.assign(answer.url);
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
      } catch {
        voice.textContent = voice.dataset.failed;
        form.ariaBusy = null;
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
    if (passkey === "sign-in" && !document.querySelector("[data-errors]")) {
      offer();
      setInterval(offer, 240000);
    }
  }
}
