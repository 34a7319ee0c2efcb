//! The desk of the staff: tickets taken, given away and closed, the views of the queue, every message sent.

use std::time::Instant;

use rappel_testkit::{
    Column, Visitor, World,
    visitor::{Answer, Document},
    world::{DURAND, MARIE, PAUL, SOON, STONE, ZOE},
};
use reqwest::Method;

use super::{tickets::open_ticket, urgent::press};

journeys![
    a_ticket_goes_from_hand_to_hand,
    a_file_of_the_client_is_read_at_the_desk,
    every_ticket_is_in_its_view,
    a_long_queue_is_read_page_by_page,
    the_next_ticket_is_the_one_that_waits_longest,
    a_message_is_looked_up_and_sent_again,
];

/// The page of a ticket at the desk.
async fn ticket(staff: &mut Visitor, slug: &str, number: &str) -> Answer {
    let page = staff.open(&format!("/queue/{slug}/{number}")).await;
    page.expect(200);
    page
}

/// The numbers of the rows of a view, in order, with the slug of each company.
fn rows(page: &Document) -> Vec<(String, String)> {
    let row = |href: String| {
        let path = href.split('?').next().unwrap_or_default();
        let mut parts = path.trim_start_matches("/queue/").split('/').map(str::to_owned);
        (parts.next().unwrap(), parts.next().unwrap())
    };
    page.attributes(".rows a.case-link", "href").into_iter().map(row).collect()
}

fn numbers(page: &Document) -> Vec<String> {
    rows(page).into_iter().map(|(_, number)| number).collect()
}

async fn a_ticket_goes_from_hand_to_hand(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut paul = world.hire(PAUL).await;
    let mut claire = world.manager(DURAND).await;
    let number = open_ticket(&mut claire, "Autre", "Une imprimante muette").await;
    let done = |what: &str| format!("Le ticket #{number} {what}");

    let page = ticket(&mut marie, DURAND.slug, &number).await;
    page.says("personne ne l’a pris");
    let taken = press(&mut marie, &page, "Prendre").await;
    taken.expect(200).says(&done("est à vous")).says("c’est à vous").says("En cours");
    ticket(&mut paul, DURAND.slug, &number).await.says("pris par Marie Leroy");
    claire.open("/tickets").await.says("En cours");

    let released = press(&mut marie, &taken, "Remettre dans la file").await;
    released.says(&done("est de nouveau dans la file")).says("personne ne l’a pris");
    claire.open("/tickets").await.says("Non traité");

    let form = released.page().form("form.assign");
    let to = released.page().option("to", "Paul Morel");
    let given = marie.send(&released, &form, &[("to", &to)]).await;
    given.expect(200).says(&done("est confié à Paul Morel")).says("pris par Paul Morel");
    let told = world.mail_about(PAUL.email, &format!("Ticket {number} Durand & Fils : à vous")).await;
    assert!(told.text().contains("Une imprimante muette"), "{}", told.text());
    let forged = marie.send(&released, &form, &[("to", "nobody")]).await;
    forged.expect(400);
    paul.open("/queue?view=mine").await.says("Claire Martin");
    marie.open("/queue?view=mine").await.never_says("Claire Martin");

    let page = ticket(&mut paul, DURAND.slug, &number).await;
    let closed = press(&mut paul, &page, "Fermer").await;
    closed.expect(200).says(&done("est fermé")).says("Fermé par Paul Morel");
    claire.open(&format!("/tickets/{number}")).await.says("Ce ticket est fermé");
    let reopened = press(&mut paul, &closed, "Rouvrir").await;
    reopened.expect(200).says(&done("est rouvert"));
    claire.open(&format!("/tickets/{number}")).await.never_says("Ce ticket est fermé");

    // Pressed on a page that is no longer true, a button changes nothing and says so.
    let stale = ticket(&mut marie, DURAND.slug, &number).await;
    let page = ticket(&mut paul, DURAND.slug, &number).await;
    press(&mut paul, &page, "Fermer").await.expect(200);
    press(&mut marie, &stale, "Confier").await.expect(200).says("Entre-temps, quelque chose a changé");
    claire.open(&format!("/tickets/{number}")).await.says("Ce ticket est fermé");
}

async fn a_file_of_the_client_is_read_at_the_desk(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Autre");
    let filled = [("category", category.as_str()), ("description", "Le journal est joint")];
    let opened = claire.send_files(&page, &form, &filled, &[("files", "journal.txt", b"canari-91c2")]).await;
    opened.expect(200);
    let number = opened.path.strip_prefix("/tickets/").unwrap().to_owned();

    let page = ticket(&mut marie, DURAND.slug, &number).await;
    let link = page.page().attributes(".files a", "href").remove(0);
    let file = marie.open(&link).await;
    assert_eq!((file.status.as_u16(), file.body.as_str()), (200, "canari-91c2"));
    let header = |name: &str| file.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert!(header("content-disposition").starts_with("attachment"), "{}", header("content-disposition"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"), "{}", header("content-security-policy"));

    // And one goes back with the answer.
    let form = page.page().form_with_button("Répondre");
    let filled = [("body", "Voici la marche à suivre")];
    let answered = marie.send_files(&page, &form, &filled, &[("files", "marche.txt", b"canari-5d07")]).await;
    answered.expect(200).says("Réponse envoyée");
    let own = claire.open(&format!("/tickets/{number}")).await;
    let links = own.page().attributes(".files a", "href");
    assert_eq!(claire.open(links.last().unwrap()).await.body, "canari-5d07");
    world.program.office().open(&link).await.says("Connexion").never_says("canari");
}

async fn every_ticket_is_in_its_view(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let mut bob = world.manager(STONE).await;
    let mine = open_ticket(&mut claire, "Autre", "Celui que je prends").await;
    let waiting = open_ticket(&mut claire, "Autre", "Celui qui a sa réponse").await;
    let closed = open_ticket(&mut claire, "Autre", "Celui qui est fini").await;
    let foreign = open_ticket(&mut bob, "Other", "From the other company").await;
    let urgent = open_ticket(&mut bob, "URGENT", "Everything is down").await;

    let page = ticket(&mut marie, DURAND.slug, &mine).await;
    press(&mut marie, &page, "Prendre").await.expect(200);
    let page = ticket(&mut marie, DURAND.slug, &waiting).await;
    let form = page.page().form_with_button("Répondre");
    marie.send(&page, &form, &[("body", "Voilà")]).await.expect(200);
    let page = ticket(&mut marie, DURAND.slug, &closed).await;
    press(&mut marie, &page, "Fermer").await.expect(200);

    let of = |slug: &str, number: &str| (slug.to_owned(), number.to_owned());
    let (durand, stone) = (|number: &str| of("durand", number), |number: &str| of("stone", number));
    // Urgent first, then whoever waits longest; answering took the ticket, so that it is mine, too.
    for (query, wanted) in [
        ("", vec![stone(&urgent), durand(&mine), stone(&foreign)]),
        ("?view=mine", vec![durand(&mine), durand(&waiting)]),
        ("?view=urgent", vec![stone(&urgent)]),
        ("?view=waiting", vec![durand(&waiting)]),
        ("?view=closed", vec![durand(&closed)]),
        ("?view=todo&tenant=stone", vec![stone(&urgent), stone(&foreign)]),
        ("?view=closed&tenant=stone", vec![]),
    ] {
        let page = marie.open(&format!("/queue{query}")).await;
        assert_eq!(rows(&page.expect(200).page()), wanted, "{query}");
    }
    let page = marie.open("/queue").await;
    assert_eq!(page.page().texts(".tabs-queue .count"), ["3", "2", "1", "1"]);
    marie.open("/queue?tenant=nobody").await.expect(404);
    marie.open("/queue?view=closed&tenant=stone").await.says("Aucun ticket ne correspond");
}

/// Opens tickets one after the other from one form, as a program would.
async fn many(client: &mut Visitor, count: usize) {
    let page = client.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Autre");
    for number in 0..count {
        let (key, description) = (format!("many-{number}"), format!("Ticket numéro {number}"));
        let filled =
            [("category", category.as_str()), ("description", &description), ("key", &key), ("phone", "")];
        client.send(&page, &form, &filled).await.expect(200).says(&description);
    }
}

async fn a_long_queue_is_read_page_by_page(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    many(&mut claire, 52).await;
    let urgent = open_ticket(&mut claire, "URGENT", "Tout est arrêté").await;

    let first = marie.open("/queue").await;
    assert_eq!(numbers(&first.page()).len(), 50);
    assert_eq!(numbers(&first.page())[0], urgent, "the urgent one stands first, though it came last");
    // Meanwhile one on the first page goes: the second begins where the first ended, all the same.
    let gone = numbers(&first.page())[1].clone();
    let page = ticket(&mut marie, DURAND.slug, &gone).await;
    press(&mut marie, &page, "Fermer").await.expect(200);
    let second = marie.open(&first.page().link("Suite")).await;
    let all: Vec<String> = [numbers(&first.page()), numbers(&second.page())].concat();
    let expected: Vec<String> =
        std::iter::once(urgent).chain((1..=52).map(|number| number.to_string())).collect();
    assert_eq!(all, expected, "each once, in the order in which they came");
    let (next, back) = (second.page().texts("a[rel=next]"), second.page().link("Au début"));
    assert!(next.is_empty(), "{next:?}");
    assert_eq!(numbers(&marie.open(&back).await.page()).len(), 50);
    // The fragment that the page fetches again has the same rows; a place that makes no sense is the beginning.
    let request = marie.request(Method::GET, "/queue/rows");
    let fragment = marie.ask(request, "/queue/rows").await;
    assert_eq!(fragment.expect(200).page().attributes("a.case-link", "href").len(), 50);
    assert_eq!(numbers(&marie.open("/queue?after=1.x.y").await.page()).len(), 50);
    // Backwards in time, the last closed first.
    let closed = marie.open("/queue?view=closed").await;
    assert_eq!(numbers(&closed.page()), [gone]);
}

async fn the_next_ticket_is_the_one_that_waits_longest(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let mut bob = world.manager(STONE).await;
    let first = open_ticket(&mut claire, "Autre", "Le premier").await;
    let second = open_ticket(&mut bob, "Other", "The second").await;
    let third = open_ticket(&mut claire, "Autre", "Le troisième").await;
    let urgent = open_ticket(&mut bob, "URGENT", "Everything is down").await;
    let answer = async |marie: &mut Visitor, page: &Answer| {
        let form = page.page().form_with_button("Répondre et passer au suivant");
        marie.send(page, &form, &[("body", "Voilà")]).await
    };

    // From the middle of the list to its head, and then down; the filter goes along.
    let page = ticket(&mut marie, DURAND.slug, &third).await;
    let next = answer(&mut marie, &page).await;
    next.says(&format!("Réponse envoyée au ticket #{third}"));
    assert_eq!(next.path, format!("/queue/stone/{urgent}?view=todo"));
    let next = answer(&mut marie, &next).await;
    assert_eq!(next.path, format!("/queue/durand/{first}?view=todo"));
    let next = answer(&mut marie, &next).await;
    assert_eq!(next.path, format!("/queue/stone/{second}?view=todo"));
    let end = answer(&mut marie, &next).await;
    assert_eq!(end.path, "/queue?view=todo");
    end.says("C’était le dernier de cette vue").says("Rien à faire ici");

    // In a view where the answered ticket stays, the next is the one below it, so that the whole list is walked.
    let mut walked = Vec::new();
    let mut page = marie.open(&format!("/queue/durand/{first}?view=mine")).await;
    for _ in 0..4 {
        walked.push(page.path.clone());
        page = answer(&mut marie, &page).await;
        page.expect(200);
    }
    let path = |slug: &str, number: &str| format!("/queue/{slug}/{number}?view=mine");
    let order =
        [path("stone", &urgent), path("durand", &first), path("stone", &second), path("durand", &third)];
    assert_eq!(walked, [&order[1..], &order[..1]].concat(), "then from the top");
    assert_eq!(page.path, order[1]);
}

async fn a_message_is_looked_up_and_sent_again(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let number = open_ticket(&mut claire, "Autre", "Une question").await;
    let first = world.mail_about(DURAND.email, &number).await;
    let sent = || world.mail.received().iter().filter(|mail| mail.subject() == first.subject()).count();

    let log = zoe.open("/deliveries?tenant=durand&channel=email").await;
    log.expect(200).says("Claire Martin").never_says("Bob Stone");
    zoe.open("/deliveries").await.says("Bob Stone");
    zoe.open("/deliveries?channel=sms").await.never_says("Claire Martin");
    zoe.open("/deliveries?tenant=nobody").await.expect(404);
    // The newest stands first: what told Claire that her ticket is here.
    let one = zoe.open(&log.page().attributes("a[data-row]", "href")[0]).await;
    one.expect(200).says(&number).says(DURAND.email);
    let again = press(&mut zoe, &one, "Envoyer à nouveau").await;
    again.expect(200).says("Le message repart");
    let began = Instant::now();
    while sent() < 2 {
        assert!(began.elapsed() < SOON, "it did not come again");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    // Both are in the log.
    let log = zoe.open("/deliveries?tenant=durand&channel=email").await;
    assert_eq!(log.page().texts("td a[data-row]").len(), 3, "the invitation, and twice the news");

    // A job that was given up is seen and taken up again.
    let parts = world.program.parts();
    parts.sql("UPDATE jobs SET state = 'dead', last_error = 'given up' WHERE kind = 'remind_closing' OR state = 'done'");
    let page = zoe.open("/deliveries").await;
    page.says("Tâches abandonnées").says("given up");
    let dead = parts.sql("SELECT count(*) FROM jobs WHERE state = 'dead'");
    press(&mut zoe, &page, "Reprendre").await.expect(200).says("La tâche est reprise");
    assert_ne!(parts.sql("SELECT count(*) FROM jobs WHERE state = 'dead'"), dead);
    let mut marie = world.hire(MARIE).await;
    marie.open("/deliveries").await.expect(403);
}
