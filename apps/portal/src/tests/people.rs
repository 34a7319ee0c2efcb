//! The people of a company, as their managers look after them.

use super::installation::{Installation, PASSWORD, open_ticket};

#[tokio::test]
async fn a_pasted_list_says_what_became_of_each_line() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Inviter la liste");
    let list = "Zoé Blanc zoe@durand.example\nclaire@durand.example\nPersonne\nx@durand";
    let sent = claire.send(&page, &form, &[("list", list), ("list_role", "manager")]).await;
    sent.expect(422)
        .says("Une personne est invitée")
        .says("Invitation envoyée à Zoé Blanc (zoe@durand.example)")
        .says("Déjà là : Claire")
        .says("Il manque une adresse")
        .says("2 lignes n’ont pas été invitées");
    // What is left is in the box, and so is the choice.
    let form = sent.page().form_with_button("Inviter la liste");
    assert_eq!(form.value("list").map(|text| text.replace('\r', "")), Some("Personne\nx@durand".to_owned()));
    assert_eq!(form.value("list_role"), Some("manager"));
    let fixed = [("list", "Personne Autre <p@durand.example>\nx@durand.example")];
    let sent = claire.send(&sent, &form, &fixed).await;
    sent.expect(200).says("2 personnes sont invitées").says("p@durand.example");
    assert_eq!(sent.page().form_with_button("Inviter la liste").value("list"), Some(""));
    let empty = sent.page().form_with_button("Inviter la liste");
    claire.send(&sent, &empty, &[]).await.expect(422).says("Collez au moins une ligne");
    // Its address can be opened, as by a reload.
    claire.open("/people/list").await.expect(200).says("Interlocuteurs");
}

#[tokio::test]
async fn many_people_are_looked_through_and_what_is_done_stays_at_its_place() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/people").await;
    assert!(page.page().attributes(r#"form[role="search"]"#, "action").is_empty(), "nobody needs it");
    let form = page.page().form_with_button("Inviter la liste");
    let list: Vec<String> = (0..60).map(|it| format!("Zoé {it:02} <z{it:02}@durand.example>")).collect();
    claire.send(&page, &form, &[("list", &list.join("\n"))]).await.expect(200);
    let first = claire.open("/people").await;
    first.says("Actuels (61)").says("Zoé 48").never_says("Zoé 49");
    let second = claire.open(&first.page().link("Suite →")).await;
    second.expect(200).says("Zoé 49").says("Zoé 59").never_says("Zoé 48");
    let form = second.page().form_with_button("Donner tous les tickets – Zoé 55");
    let after = claire.send(&second, &form, &[]).await;
    after.expect(200).says("C’est enregistré").says("Limiter à ses tickets – Zoé 55");

    let form = first.page().form(r#"form[role="search"]"#);
    let found = claire.send(&first, &form, &[("q", "z5 zoé")]).await;
    found.expect(200).says("Actuels (10)").says("Zoé 59").never_says("Zoé 49");
    let form = found.page().form_with_button("Retirer Zoé 58");
    let after = claire.send(&found, &form, &[]).await;
    after.expect(200).says("Actuels (9)").says("Retirés (1)").never_says("Zoé 58").never_says("Zoé 49");
    let former = claire.open(&after.page().link("Retirés (1)")).await;
    former.expect(200).says("Zoé 58");
    let all = claire.open(&former.page().link("Effacer la recherche")).await;
    all.expect(200).says("Zoé 58").says("Actuels (60)");
    claire.open("/people?q=martine&page=4").await.expect(200).says("Personne ne correspond");
}

#[tokio::test]
async fn roles_change_and_who_was_removed_comes_back() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    luc.open("/people").await.expect(403);
    luc.open("/people/history").await.expect(403);
    luc.open("/people/leave").await.expect(403);
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Donner tous les tickets – Luc");
    let page = claire.send(&page, &form, &[]).await;
    page.expect(200).says("C’est enregistré");
    luc.open("/people").await.expect(200).says("Claire");
    let form = page.page().form_with_button("Limiter à ses tickets – Luc");
    let page = claire.send(&page, &form, &[]).await;
    luc.open("/people").await.expect(403);

    let form = page.page().form_with_button("Retirer Luc");
    let page = claire.send(&page, &form, &[]).await;
    page.expect(200).says("Retirés (1)").never_says("luc@durand.example");
    let former = claire.open(&page.page().link("Retirés (1)")).await;
    former.expect(200).says("luc@durand.example");
    let form = former.page().form_with_button("Réactiver Luc");
    claire.send(&former, &form, &[]).await.expect(200).says("L’accès est rétabli").says("luc@durand.example");
    let mut again = it.browser();
    let page = again.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    again.send(&page, &form, &[("user", "luc"), ("password", PASSWORD)]).await.expect(200);

    let history = claire.open("/people/history").await;
    let rows = history.expect(200).page().texts("tbody td:nth-child(3)");
    let expected = [
        "L’accès de Luc est rétabli",
        "L’accès de Luc est retiré",
        "Luc ne voit plus que ses tickets",
        "Luc voit tous les tickets et gère les accès",
    ];
    assert_eq!(rows[..4], expected, "{rows:?}");
    // Below what is shown first, down to the first of all, and back.
    let first = claire.open("/people/history?before=2").await;
    assert_eq!(first.expect(200).page().texts("tbody td:nth-child(3)"), rows[rows.len() - 1..]);
    let newest = claire.open(&first.page().link("Les plus récents")).await;
    assert_eq!(newest.page().texts("tbody td:nth-child(3)"), rows);
}

#[tokio::test]
async fn a_manager_leaves_unless_they_are_the_last() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let ask = claire.open("/people/leave").await;
    for button in ["Limiter à mes tickets", "Fermer mon accès"] {
        let form = ask.page().form_with_button(button);
        let refused = claire.send(&ask, &form, &[]).await;
        assert_eq!(refused.path, "/people");
        refused.expect(200).says("Il faut au moins une personne qui voit tous les tickets");
    }
    let mut luc = it.signed_in("Luc", "manager").await;
    let ask = luc.open("/people/leave").await;
    let form = ask.page().form_with_button("Limiter à mes tickets");
    let left = luc.send(&ask, &form, &[]).await;
    assert_eq!(left.path, "/account");
    left.expect(200).says("Vous ne voyez plus que vos tickets").never_says("Interlocuteurs");

    let mut anne = it.signed_in("Anne", "manager").await;
    let ask = anne.open("/people/leave").await;
    let form = ask.page().form_with_button("Fermer mon accès");
    let left = anne.send(&ask, &form, &[]).await;
    assert_eq!(left.path, "/login");
    left.expect(200).says("Votre accès est fermé");
    anne.open("/tickets").await.says("Connexion");
    claire.open("/people/history").await.says("Anne a fermé son accès");
}

#[tokio::test]
async fn the_log_is_filtered_and_downloaded_whole() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Bonjour")]).await;
    let staff = it.service.store().doors().command_line().await.unwrap().office();
    it.service.ticket(&staff.on(it.scope.tenant()).unwrap(), number).await.unwrap();

    let page = claire.open("/people/history?what=looks&who=operator").await;
    let seen = format!("Le ticket #{number} est consulté");
    assert_eq!(page.expect(200).page().texts("tbody td:nth-child(3)"), [seen.as_str()]);
    let link = page.page().link("Télécharger tout ce qui correspond (CSV)");
    assert_eq!(link, "/people/history.csv?what=looks&who=operator");
    let table = claire.open(&link).await;
    let lines: Vec<&str> = table.expect(200).body.split("\r\n").collect();
    assert_eq!(
        (lines.len(), lines[0]),
        (3, "Numéro,Date,Par,Équipe d’assistance,Changement,Empreinte (SHA-256)")
    );
    let (said, hash) = lines[1].rsplit_once(',').unwrap();
    assert!(said.ends_with(&format!(",,oui,{seen}")), "{}", lines[1]);
    assert!(hash.len() == 64 && hash.bytes().all(|it| it.is_ascii_hexdigit()), "{hash}");
    let all = claire.open("/people/history.csv").await;
    let shown = claire.open("/people/history").await.expect(200).page().texts("tbody tr").len();
    assert_eq!(all.expect(200).body.split("\r\n").count(), shown + 2, "a head, every deed, an end");

    claire.open("/people/history?what=looks&who=people").await.expect(200).says("Rien ne correspond");
    claire.open("/people/history?from=2020-01-01&to=2020-01-31").await.expect(200).says("Rien ne correspond");
    let wrong = claire.open("/people/history?from=2026-02-30&what=looks").await;
    wrong.expect(422).says("Écrivez des dates qui existent");
    claire.open("/people/history?from=2026-02-02&to=2026-02-01").await.expect(422);
    claire.open("/people/history.csv?from=2026-02-30").await.expect(400);
    luc.open("/people/history.csv").await.expect(403);
    luc.open("/people/history?from=2026-02-30").await.expect(403);
}

#[tokio::test]
async fn who_was_removed_is_erased_by_typing_their_name() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    it.signed_in("Luc", "member").await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Retirer Luc");
    claire.send(&page, &form, &[]).await.expect(200);
    let former = claire.open("/people?tab=former").await;
    let page = claire.open(&former.page().link("Effacer Luc")).await;
    page.expect(200).says("ne peut pas être annulé").says("écrivez son nom : Luc");
    let form = page.page().form_with_button("Effacer pour toujours");
    let wrong = claire.send(&page, &form, &[("name", "Lucas")]).await;
    wrong.expect(422).says("Écrivez le nom tel qu’il est affiché");
    let form = wrong.page().form_with_button("Effacer pour toujours");
    assert_eq!(form.value("name"), Some("Lucas"));
    let done = claire.send(&wrong, &form, &[("name", "luc")]).await;
    done.expect(200).says("L’effacement a commencé").says("Effacement en cours").never_says("Réactiver");

    let tx = it.service.store().read(&it.scope).await.unwrap();
    let id = tx.erasing().everybody_erased().await.unwrap()[0].0;
    drop(tx);
    claire.open(&format!("/people/{id}/erase")).await.expect(404);
    Box::pin(it.service.erase_traces(&it.scope, id)).await.unwrap();
    let mut tx = it.service.store().write(&it.scope).await.unwrap();
    it.service.forget_person(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    claire.open("/people?tab=former").await.expect(200).never_says("Luc").never_says("effacée");
    claire.open("/people/history").await.expect(200).says("L’effacement est terminé").never_says("Luc");
}
