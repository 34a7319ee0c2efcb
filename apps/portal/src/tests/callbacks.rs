//! URGENT tickets, as far as the client sees them.

use super::installation::{Installation, open_ticket};

const URGENT: [(&str, &str); 2] = [("phone", "06 12 34 56 78"), ("description", "Serveur arrêté")];

#[tokio::test]
async fn the_number_is_changed_and_the_call_cancelled() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "URGENT", &URGENT).await;
    claire.open("/tickets").await.says("Demande reçue, nous prévenons l’astreinte").says("06 12 34 56 78");
    claire.open("/tickets/callbacks").await.expect(200).says("demande reçue");

    let path = format!("/tickets/{number}/callback");
    let page = claire.open(&path).await;
    let form = page.page().form_with_button("Rappelez-moi à ce numéro");
    assert_eq!(form.value("phone"), Some("06 12 34 56 78"));
    let refused = claire.send(&page, &form, &[("phone", "0612")]).await;
    refused.expect(422).says("Il manque des chiffres");
    assert_eq!(refused.page().form_with_button("Rappelez-moi").value("phone"), Some("0612"));
    let changed = claire.send(&page, &form, &[("phone", "+41 22 123 45 67")]).await;
    changed.expect(200).says("+41 22 123 45 67").says("numéro corrigé");

    // The same number again would tell everybody who was paged for nothing, and each change tells them: there is an end.
    claire
        .send(&page, &form, &[("phone", "0041221234567")])
        .await
        .expect(422)
        .says("déjà le numéro que nous");
    for last in 2..6 {
        let phone = format!("06 12 34 56 8{last}");
        claire.send(&page, &form, &[("phone", &phone)]).await.expect(200).says(&phone);
    }
    let often = claire.send(&page, &form, &[("phone", "06 12 34 56 99")]).await;
    often.expect(422).says("changé trop souvent");

    let page = claire.open(&path).await;
    let cancel = page.page().form_with_button("Annuler le rappel");
    claire.send(&page, &cancel, &[]).await.expect(200).says("Rappel annulé").says("Votre message");
    // What is over is not changed any more, and says so.
    claire.send(&page, &cancel, &[]).await.expect(200).says("C’est trop tard");
    let late = claire.open(&path).await;
    assert_eq!(late.path, format!("/tickets/{number}"));
}

#[tokio::test]
async fn closing_says_that_nobody_will_call() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "URGENT", &URGENT).await;
    let ask = claire.open(&format!("/tickets/{number}/close")).await;
    ask.says("Le rappel en cours sera annulé");
    let closed = claire.send(&ask, &ask.page().form_with_button("Oui, fermer"), &[]).await;
    closed.expect(200).says("Rappel annulé");
}
