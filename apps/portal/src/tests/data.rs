//! The data of a company, as its managers meet it: without a script.

use super::installation::{Installation, PASSWORD, open_ticket};

#[tokio::test]
async fn a_manager_has_everything_of_the_company_put_together_and_fetches_it() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    open_ticket(&mut claire, "Autre", &[("description", "Panne du canari")]).await;
    luc.open("/people/data").await.expect(403);
    let people = claire.open("/people").await;
    let page = claire.open(&people.page().link("Données de l’entreprise")).await;
    page.expect(200).says("Préparer le fichier").says("conservés sans limite de durée");
    assert_eq!(page.path, "/people/data");
    let form = page.page().form_with_button("Préparer le fichier");

    it.let_proofs_lapse();
    let asked = claire.send(&page, &form, &[]).await;
    asked.expect(200).says("Confirmez que c’est vous");
    let proof = asked.page().form("form.form");
    let page = claire.send(&asked, &proof, &[("password", PASSWORD)]).await;
    assert_eq!(page.path, "/people/data");
    let form = page.page().form_with_button("Préparer le fichier");
    let under_way = claire.send(&page, &form, &[]).await;
    under_way.expect(200).says("Vous serez prévenu par e-mail").says("Demandé par Claire").says("en attente");
    claire.send(&page, &form, &[]).await.expect(200).says("déjà en préparation");

    let stop = under_way.page().form_with_button("Arrêter la préparation");
    let stopped = claire.send(&under_way, &stop, &[]).await;
    stopped.expect(200).says("il n’y a plus de fichier").says("Préparer le fichier");
    claire.send(&under_way, &stop, &[]).await.expect(200).says("quelque chose a changé");
    let form = stopped.page().form_with_button("Préparer le fichier");
    claire.send(&stopped, &form, &[]).await.expect(200);

    let tx = it.service.store().read(&it.scope).await.unwrap();
    let id = tx.company_exports().company_export().await.unwrap().unwrap().id;
    drop(tx);
    let path = format!("/people/data/exports/{id}");
    claire.open(&path).await.expect(404);
    let tx = it.service.store().write(&it.scope).await.unwrap();
    tx.company_exports().note_progress(id, "messages", 12).await.unwrap();
    tx.commit().await.unwrap();
    claire.open("/people/data").await.expect(200).says("Étape 3 sur 13").says("messages").says("12 écrits");

    let written = it.service.write_company_export(&it.scope, id, 1);
    let size = Box::pin(written).await.unwrap().unwrap();
    let mut tx = it.service.store().write(&it.scope).await.unwrap();
    it.service.company_export_written(&mut tx, id, 1, size).await.unwrap();
    tx.commit().await.unwrap();
    claire.open("/people/data").await.expect(200).says("Télécharger le fichier demandé");
    let file = claire.open(&path).await;
    let header = |name: &str| file.expect(200).headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/zip");
    assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''rappel-durand-"));
    assert_eq!(header("cache-control"), "private, no-store");
    luc.open(&path).await.expect(403);
    it.browser().open(&path).await.says("Connexion");
    let history = claire.open("/people/history").await;
    history.expect(200).says("toutes les données de l’entreprise est demandé");
    history.says("toutes les données de l’entreprise est téléchargé");

    // Later the session alone is not enough.
    it.let_proofs_lapse();
    let asked = claire.open(&path).await;
    asked.expect(200).says("Confirmez que c’est vous");
    let proof = asked.page().form("form.form");
    let file = claire.send(&asked, &proof, &[("password", PASSWORD)]).await;
    assert_eq!(file.expect(200).headers.get("content-type").unwrap(), "application/zip");
}

#[tokio::test]
async fn managers_see_what_goes_and_when() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let office = it.service.store().doors().command_line().await.unwrap().office();
    Box::pin(it.service.set_retention(&office, it.tenant.id, Some(12))).await.unwrap();
    let page = claire.open("/people/data").await;
    page.expect(200).says("12 mois après leur fermeture").says("Aucun ticket n’est concerné");
    page.says("d’ici là, rien n’est effacé");
    claire.open("/people/history").await.expect(200).says("Les tickets fermés sont conservés 12 mois");
}
