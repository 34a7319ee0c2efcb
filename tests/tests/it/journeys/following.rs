//! Colleagues follow a ticket that is not theirs, and hear of the answer as long as they do.

use rappel_testkit::{
    Column, Visitor, World,
    world::{DURAND, MARIE, PASSWORD, SOON, ZOE, link_in},
};

use super::{tickets::open_ticket, urgent::press};

journeys![who_follows_a_ticket_hears_of_the_answer, a_manager_reads_who_signed_in_and_when];

/// Invites somebody to Durand, who chooses the password; answers their browser, signed in.
async fn invited(world: &World, claire: &mut Visitor, name: &str, address: &str) -> Visitor {
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Inviter la liste");
    claire.send(&page, &form, &[("list", &format!("{name} <{address}>"))]).await.expect(200);
    let mut visitor = world.program.portal(DURAND.slug).speaking("fr");
    let page = visitor.open(&link_in(&world.mail_to(address).await, "/invite/")).await;
    let form = page.page().form("form.form");
    visitor.send(&page, &form, &[("password", PASSWORD)]).await.expect(200);
    visitor
}

/// Answers of staff that somebody was mailed.
fn answers_to(world: &World, address: &str) -> usize {
    let of_answers = |it: &&rappel_testkit::smtp::Received| it.subject().contains("Réponse");
    let all = world.mail.received();
    all.iter().filter(|it| it.to.iter().any(|to| to == address)).filter(of_answers).count()
}

async fn answers(world: &World, address: &str, number: usize) {
    let began = std::time::Instant::now();
    while answers_to(world, address) < number {
        assert!(began.elapsed() < SOON, "{address} was mailed {} answers", answers_to(world, address));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn who_follows_a_ticket_hears_of_the_answer(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let mut sofia = invited(&world, &mut claire, "Sofia Nunes", "sofia@durand.example").await;
    let _luc = invited(&world, &mut claire, "Luc Petit", "luc@durand.example").await;
    let number = open_ticket(&mut sofia, "Autre", "Le clavier de Sofia").await;
    let path = format!("/tickets/{number}");

    // A member who sees their own tickets alone is not offered; once the company lets them see it, they are.
    let page = claire.open(&path).await;
    page.says("Personne d’autre que son demandeur").never_says("Luc Petit");
    let settings = zoe.open("/tenants/durand").await;
    let form = settings.page().form_with_button("Enregistrer");
    zoe.send(&settings, &form, &[("members_see", "company")]).await.expect(200);
    let page = claire.open(&path).await;
    let followed = press(&mut claire, &page, "Suivre ce ticket").await;
    followed.expect(200).says("Vous suivez ce ticket");
    assert_eq!(followed.page().texts("ul.names li"), ["Claire Martin"]);
    let form = followed.page().form_with_button("Ajouter");
    let luc = followed.page().option("person", "Luc Petit");
    let added = claire.send(&followed, &form, &[("person", &luc)]).await;
    added.expect(200).says("Votre collègue suit ce ticket.");
    assert_eq!(added.page().texts("ul.names li"), ["Claire Martin", "Luc Petit"]);

    let answer = async |marie: &mut Visitor, body: &str| {
        let page = marie.open(&format!("/queue/{}/{number}", DURAND.slug)).await;
        let form = page.page().form_with_button("Répondre");
        marie.send(&page, &form, &[("body", body)]).await.expect(200).says("Réponse envoyée");
    };
    answer(&mut marie, "Essayez l’autre prise.").await;
    for address in ["sofia@durand.example", DURAND.email, "luc@durand.example"] {
        answers(&world, address, 1).await;
    }
    let mail = world.mail_about("luc@durand.example", "Réponse").await;
    assert!(mail.text().contains("Essayez l’autre prise."), "{}", mail.text());
    assert!(link_in(&mail, "/tickets/").ends_with(&path));

    // Who follows no more hears no more; the others do.
    let page = claire.open(&path).await;
    let left = press(&mut claire, &page, "Ne plus suivre").await;
    left.expect(200).says("Vous ne suivez plus ce ticket.");
    assert_eq!(left.page().texts("ul.names li"), ["Luc Petit"]);
    answer(&mut marie, "Et maintenant ?").await;
    for address in ["sofia@durand.example", "luc@durand.example"] {
        answers(&world, address, 2).await;
    }
    assert_eq!(answers_to(&world, DURAND.email), 1);
    let log = claire.open("/people/history").await;
    log.says(&format!("Luc Petit suit le ticket #{number}"));
    log.says(&format!("Claire Martin ne suit plus le ticket #{number}"));
}

async fn a_manager_reads_who_signed_in_and_when(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Inviter la liste");
    claire.send(&page, &form, &[("list", "Luc Petit <luc@durand.example>")]).await.expect(200);
    let row_of_luc = |page: &rappel_testkit::visitor::Answer| {
        let rows = page.page().texts("table.table tbody tr");
        let at = rows.iter().position(|row| row.contains("Luc Petit")).expect("a row of Luc's");
        let cell = format!("table.table tbody tr:nth-child({}) [data-label='Dernière connexion']", at + 1);
        (page.page().texts(&cell).remove(0), page.page().attributes(&format!("{cell} time"), "datetime"))
    };
    let (said, times) = row_of_luc(&claire.open("/people").await);
    assert_eq!((said.as_str(), times.len()), ("invité, pas encore connecté", 0));

    let mail = world.mail_to("luc@durand.example").await;
    let invited = chrono::DateTime::<chrono::Utc>::from(mail.at);
    let link = link_in(&mail, "/invite/");
    let mut luc = world.program.portal(DURAND.slug).speaking("fr");
    let page = luc.open(&link).await;
    let form = page.page().form("form.form");
    luc.send(&page, &form, &[("password", PASSWORD)]).await.expect(200);
    let (_, entered) = world.sign_in(DURAND, "luc@durand.example", PASSWORD).await;
    entered.expect(200);
    let (said, times) = row_of_luc(&claire.open("/people").await);
    assert!(!said.contains("jamais") && !said.contains("invité"), "{said}");
    let [time] = &times[..] else { panic!("{times:?}") };
    let at = chrono::DateTime::parse_from_rfc3339(time).unwrap().to_utc();
    let minutes = (at - invited).num_minutes();
    assert!((-1..=5).contains(&minutes), "{at}, invited {invited}");
}
