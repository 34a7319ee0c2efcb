//! A manager looks after the people of their company, without us.

use rappel_testkit::{
    Column, World,
    world::{DURAND, PASSWORD, STONE, ZOE, link_in},
};

use super::tickets::open_ticket;

journeys![a_manager_invites_a_list_and_hands_over, somebody_sees_and_opens_for_chosen_colleagues];

async fn a_manager_invites_a_list_and_hands_over(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Inviter la liste");
    let list = format!("Luc Petit <luc@durand.example>\n{}\nsofia", DURAND.email);
    let sent = claire.send(&page, &form, &[("list", &list)]).await;
    sent.expect(422).says("Invitation envoyée à Luc Petit").says("Déjà là : Claire Martin");
    assert_eq!(sent.page().form_with_button("Inviter la liste").value("list"), Some("sofia"));

    let link = link_in(&world.mail_to("luc@durand.example").await, "/invite/");
    let mut luc = world.program.portal(DURAND.slug);
    let page = luc.open(&link).await;
    let form = page.page().form("form.form");
    luc.send(&page, &form, &[("password", PASSWORD)]).await.expect(200);

    // Claire hands the company over and leaves; the portal is Luc's now.
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Donner tous les tickets – Luc Petit");
    claire.send(&page, &form, &[]).await.expect(200);
    let ask = claire.open("/people/leave").await;
    let form = ask.page().form_with_button("Fermer mon accès");
    claire.send(&ask, &form, &[]).await.expect(200).says("Votre accès est fermé");
    let (_, refused) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    refused.expect(422);
    let ask = luc.open("/people/leave").await;
    let form = ask.page().form_with_button("Limiter à mes tickets");
    luc.send(&ask, &form, &[]).await.says("Il faut au moins une personne");
    let history = luc.open("/people/history").await;
    history
        .says("Claire Martin a fermé son accès")
        .says("Luc Petit voit tous les tickets")
        .never_says("Stone");
    // The hash that the page shows is that of the table's first line, and stays with its number.
    history.says("Toutes viennent d’être recalculées");
    let table = luc.open("/people/history.csv").await.body;
    let newest: Vec<String> = table.lines().skip(1).take(1).map(str::to_owned).collect();
    let (number, hash) = (newest[0].split(',').next().unwrap(), newest[0].rsplit(',').next().unwrap());
    assert!(hash.len() == 64 && hash.chars().all(|it| it.is_ascii_hexdigit()), "{newest:?}");
    history.says(&format!("Empreinte de la ligne nº {number} (SHA-256) : {hash}"));
    luc.open("/people/history?what=looks").await.says(hash);
    let mut bob = world.manager(STONE).await;
    bob.open("/people/history").await.expect(200).never_says("Luc Petit");
}

async fn somebody_sees_and_opens_for_chosen_colleagues(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Inviter la liste");
    let list = "Luc Petit <luc@durand.example>\nSofia Nunes <sofia@durand.example>";
    claire.send(&page, &form, &[("list", list)]).await.expect(200);
    let mut entered = Vec::new();
    for address in ["luc@durand.example", "sofia@durand.example"] {
        let mut visitor = world.program.portal(DURAND.slug);
        let page = visitor.open(&link_in(&world.mail_to(address).await, "/invite/")).await;
        let form = page.page().form("form.form");
        visitor.send(&page, &form, &[("password", PASSWORD)]).await.expect(200);
        entered.push(visitor);
    }
    let [mut luc, mut sofia] = <[_; 2]>::try_from(entered).unwrap();
    let hers = open_ticket(&mut sofia, "Autre", "Le clavier de Sofia").await;
    let manager = open_ticket(&mut claire, "Autre", "Affaire de la direction").await;
    luc.open(&format!("/tickets/{hers}")).await.expect(404);
    luc.open("/tickets/new").await.expect(200).never_says("Pour qui");

    // Without a box ticked it comes back; with Sofia it counts at once.
    let page = claire.open("/people").await;
    let access = claire.open(&page.page().link("Ses propres tickets – Luc Petit")).await;
    access.expect(200).says("Ce que voit Luc Petit").says("Sofia Nunes");
    let form = access.page().form("form.form");
    let none = claire.send(&access, &form, &[("sees", "colleagues")]).await;
    none.expect(422).says("Cochez au moins un collègue");
    let boxes = access.page().attributes("input[name='colleagues[]']", "value");
    let names = access.page().texts("input[name='colleagues[]'] + label");
    let sofia_id = names.iter().position(|it| it == "Sofia Nunes").map(|at| boxes[at].clone()).unwrap();
    let filled = [("sees", "colleagues"), ("colleagues[]", sofia_id.as_str())];
    claire.send(&access, &form, &filled).await.expect(200).says("Ses tickets et ceux d’un collègue");
    claire.open("/people/history").await.says("Luc Petit voit d’autres tickets qu’avant");
    luc.open(&format!("/tickets/{hers}")).await.expect(200).says("Le clavier de Sofia");
    luc.open(&format!("/tickets/{manager}")).await.expect(404);
    luc.open("/tickets").await.says("Le clavier de Sofia").says("Sofia Nunes").never_says("direction");

    // Luc opens one for Sofia: she is told, both see it, and nobody else was offered.
    let page = luc.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let for_her = page.page().option("requester", "Sofia Nunes");
    page.never_says("Claire Martin");
    let category = page.page().option("category", "Autre");
    let typed = [
        ("requester", for_her.as_str()),
        ("category", category.as_str()),
        ("description", "L’écran de Sofia"),
    ];
    let opened = luc.send(&page, &form, &typed).await;
    opened.expect(200).says("Ouvert par Sofia Nunes").says("Luc Petit");
    sofia.open(&opened.path).await.expect(200).says("L’écran de Sofia");
    let told = world.mail_about("sofia@durand.example", "Autre").await;
    assert!(told.text().contains("Sofia"), "{}", told.text());

    // The operator says it for the whole company; what was said for one person stays.
    let page = zoe.open("/tenants/durand").await;
    let form = page.page().form_with_button("Enregistrer");
    assert_eq!(form.value("members_see"), Some("operator"));
    zoe.send(&page, &form, &[("members_see", "company")]).await.expect(200);
    claire.open("/people/history").await.says("Les membres voient d’autres tickets qu’avant");
    sofia.open(&format!("/tickets/{manager}")).await.expect(200).says("Affaire de la direction");
    luc.open(&format!("/tickets/{manager}")).await.expect(404);
}
