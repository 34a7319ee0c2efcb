//! What a category asks: set by an administrator, asked without a script, shown wherever the ticket is.

use rappel_testkit::{
    Column, World,
    world::{DURAND, MARIE, PAUL, ZOE},
};
use serde_json::json;

use super::api::{make_key, site_web};

journeys![what_a_category_asks_goes_with_the_ticket];

async fn what_a_category_asks_goes_with_the_ticket(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    world.hire(PAUL).await;
    let mut claire = world.manager(DURAND).await;
    let list = zoe.open("/tenants/durand/categories").await;
    let page = zoe.open(&list.page().link("Site web")).await;
    let form = page.page().form_with_button("Enregistrer");
    let filled = [
        ("field_1_fr", "Adresse de la page"),
        ("field_1_en", "Address of the page"),
        ("field_1_required", "yes"),
        ("hint_fr", "Boutique"),
    ];
    let one = zoe.send(&page, &form, &[("field_1_fr", "Adresse"), ("field_1_en", "")]).await;
    let kept = one.expect(422).page().form_with_button("Enregistrer");
    assert_eq!(kept.value("field_1_fr"), Some("Adresse"));
    zoe.send(&page, &form, &filled).await.expect(200).says("C’est enregistré");
    let page = zoe.open(&list.page().link("Site web")).await;
    let form = page.page().form_with_button("Enregistrer");
    assert_eq!(form.value("hint_fr"), Some("Boutique"));
    let second = [
        ("field_2_fr", "Navigateur"),
        ("field_2_en", "Browser"),
        ("field_2_kind", "choice"),
        ("field_2_choices", "Firefox\nUn autre | Another"),
    ];
    zoe.send(&page, &form, &second).await.expect(200);
    claire.open("/people/history").await.says("La catégorie « Site web » est modifiée");

    // The form has it without a script, and a refused one comes back whole.
    let page = claire.open("/tickets/new").await;
    page.says("Adresse de la page").says("Navigateur");
    let form = page.page().form("form.form-ticket");
    let names: Vec<String> = form.names.iter().filter(|it| it.starts_with("fld_")).cloned().collect();
    let [address, browser] = names.as_slice() else { panic!("{names:?}") };
    let web = page.page().option("category", "Site web");
    let typed = [("category", web.as_str()), ("description", "Page blanche"), (browser.as_str(), "Un autre")];
    let refused = claire.send(&page, &form, &typed).await;
    refused.expect(422).says("Répondez à « Adresse de la page »");
    let kept = refused.page().form("form.form-ticket");
    assert_eq!(kept.value("description"), Some("Page blanche"));
    assert_eq!(kept.value(browser), Some("Un autre"));
    let ticket = claire.send(&refused, &kept, &[(address.as_str(), "/panier")]).await;
    ticket.expect(200).says("Adresse de la page").says("/panier").says("Un autre");
    let number: i64 = ticket.path.strip_prefix("/tickets/").unwrap().parse().unwrap();
    // Another category asks nothing of it.
    let other = page.page().option("category", "Autre");
    claire.send(&page, &form, &[("category", &other), ("description", "Bonjour")]).await.expect(200);

    let table = claire.open("/tickets/list.csv").await;
    table.expect(200).says("Réponses").says("Adresse de la page: /panier");
    let page = marie.open(&format!("/queue/durand/{number}")).await;
    page.expect(200).says("Adresse de la page").says("/panier");
    let form = page.page().form("form.assign");
    let to = page.page().option("to", "Paul Morel");
    marie.send(&page, &form, &[("to", &to)]).await.expect(200);
    let told = world.mail_about(PAUL.email, &format!("Ticket {number} Durand & Fils : à vous")).await;
    assert!(told.text().contains("/panier"), "{}", told.text());

    // Programs are told what is asked, and ask no less.
    let mut erp = make_key(&world, &mut zoe, DURAND.slug, "tenant").await;
    let asking = site_web(&mut erp).await;
    assert_eq!(asking["fields"][1]["choices"][1], json!({"fr": "Un autre", "en": "Another"}));
    assert_eq!(asking["fields"][0]["required"], true);
    let new = |answers: serde_json::Value| json!({"category": asking["id"], "requester": DURAND.email, "description": "x", "fields": answers});
    let problem = erp.post("/api/v1/tickets", &new(json!([]))).await.is_problem(422);
    assert_eq!(problem["errors"][0]["code"], "answer-missing", "{problem}");
    let unknown = json!([{"field": "fld_00000000000000000000000000000000", "value": "x"}]);
    erp.post("/api/v1/tickets", &new(unknown)).await.is_problem(422);
    let answers = json!([
        {"field": asking["fields"][0]["id"], "value": "/commande"},
        {"field": asking["fields"][1]["id"], "value": "Another"},
    ]);
    let opened = erp.post("/api/v1/tickets", &new(answers)).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    let read = erp.get(&format!("/api/v1/tickets/{}", opened.json()["number"])).await.json();
    assert_eq!(read["answers"][0]["value"], "/commande");
    assert_eq!(
        (&read["answers"][1]["value"], &read["answers"][1]["value_en"]),
        (&json!("Un autre"), &json!("Another"))
    );

    // Archived, it is not asked any more; what was answered stays.
    let page = zoe.open(&list.page().link("Site web")).await;
    let form = page.page().form_with_button("Enregistrer");
    zoe.send(&page, &form, &[("is_archived", "yes"), ("field_1_fr", ""), ("field_1_en", "")])
        .await
        .expect(200);
    claire.open("/tickets/new").await.never_says("Navigateur");
    claire.open(&format!("/tickets/{number}")).await.says("Adresse de la page").says("/panier");
}
