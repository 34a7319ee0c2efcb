//! Ordinary tickets.

use super::installation::{Installation, PASSWORD, open_ticket};

#[tokio::test]
async fn an_invitation_opens_the_portal_once() {
    let it = Installation::start().await;
    let link = it.invitation("Claire", "manager").await;
    let mut scanner = it.browser();
    scanner.open(&link).await.expect(200).says("Bienvenue, Claire");
    let mut claire = it.browser();
    let page = claire.open(&link).await;
    let form = page.page().form("form.form");
    let refused = claire.send(&page, &form, &[("password", "court")]).await;
    refused.expect(422).says("15 caractères");
    let form = refused.page().form("form.form");
    let inside = claire.send(&refused, &form, &[("password", PASSWORD)]).await;
    inside.expect(200).says("Votre compte est actif").says("Aucun ticket ouvert");
    it.browser().open(&link).await.expect(404).says("Ce lien ne fonctionne plus");
    // The same token is no link to choose another password.
    it.browser().open(&link.replace("/invite/", "/password/")).await.expect(404);
}

#[tokio::test]
async fn a_refused_form_comes_back_whole_and_sent_twice_it_is_one_ticket() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/tickets/new").await;
    page.expect(200).says("Personne n’est d’astreinte").says("01 23 45 67 89");
    let form = page.page().form("form.form-ticket");
    let urgent = page.page().option("category", "URGENT");
    let text = "Erreur 550 <script>alert(1)</script>\nligne deux";
    let filled = [("category", urgent.as_str()), ("phone", "12"), ("description", text)];
    let refused = claire.send(&page, &form, &filled).await;
    refused.expect(422).says("Il y a un problème").says("Écrivez par exemple 06 12 34 56 78");
    let form = refused.page().form("form.form-ticket");
    assert_eq!(form.value("category"), Some(urgent.as_str()));
    assert_eq!(form.value("phone"), Some("12"));
    assert!(!refused.body.contains("<script>alert"));

    let filled = [("phone", "06 12 34 56 78"), ("description", "Serveur arrêté")];
    let opened = claire.send(&refused, &form, &filled).await;
    opened.expect(200).says("est reçue").says("06 12 34 56 78").says("Serveur arrêté");
    let again = claire.send(&refused, &form, &filled).await;
    assert_eq!(again.path, opened.path);
    claire.open("/tickets").await.says("Ouverts (1)");
    // With other words the same form is shown again, to be sent on purpose.
    let other =
        claire.send(&refused, &form, &[("phone", "06 12 34 56 78"), ("description", "Autre chose")]).await;
    other.expect(409).says("Autre chose");
    assert_ne!(other.page().form("form.form-ticket").value("key"), form.value("key"));
}

#[tokio::test]
async fn files_come_back_as_attachments_and_programs_are_refused() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Autre");
    let filled = [("category", category.as_str()), ("description", "Voir la capture")];
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let refused =
        claire.send_files(&page, &form, &filled, &[("files", "capture.png", b"\x7fELF\x02\x01\x01")]).await;
    refused.expect(422).says("Ce type de fichier").says("Voir la capture");
    let answer = claire.send_files(&page, &form, &filled, &[("files", "écran.png", png)]).await;
    answer.expect(200);
    let link = answer.page().attributes(".files a", "href").remove(0);
    let request = claire.request("GET".parse().unwrap(), &link);
    let file = claire.ask(request, &link).await;
    let header = |name: &str| file.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''%C3%A9cran.png");
    assert_eq!(header("content-type"), "image/png");
    assert!(header("content-security-policy").contains("sandbox"));
}

#[tokio::test]
async fn a_ticket_is_replied_to_closed_taken_back_and_continued() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let page = claire.open(&format!("/tickets/{number}")).await;
    let reply = page.page().form("form.reply");
    let empty = claire.send(&page, &reply, &[("body", "  ")]).await;
    empty.expect(422).says("Il y a un problème");
    let sent = claire.send(&page, &reply, &[("body", "J’ajoute ceci")]).await;
    sent.expect(200).says("Votre message est envoyé").says("J’ajoute ceci");
    // A second tab that has not seen this message is stopped, with its words.
    let stopped = claire.send(&page, &reply, &[("body", "Autre idée"), ("key", "tab-2")]).await;
    stopped.expect(409).says("Un nouveau message est arrivé").says("nouveau");
    assert_eq!(stopped.page().form("form.reply").value("body").map(str::trim), Some("Autre idée"));

    let ask = claire.open(&format!("/tickets/{number}/close")).await;
    let closed = claire.send(&ask, &ask.page().form_with_button("Oui, fermer"), &[]).await;
    closed.expect(200).says("Ce ticket est fermé").says("Fermé par Claire");
    let back = claire.send(&closed, &closed.page().form_with_button("Rouvrir"), &[]).await;
    back.expect(200).says("Le ticket est rouvert");
    let ask = claire.open(&format!("/tickets/{number}/close")).await;
    let closed = claire.send(&ask, &ask.page().form_with_button("Oui, fermer"), &[]).await;
    let next = claire.open(&closed.page().link("Ouvrir un nouveau ticket")).await;
    let form = next.page().form("form.form-ticket");
    assert_eq!(form.value("about"), Some(number.to_string().as_str()));
    claire
        .send(&next, &form, &[("description", "Cela revient")])
        .await
        .expect(200)
        .says(&format!("ticket {number}"));
    claire.open("/tickets?tab=closed").await.expect(200).says("Fermés (1)").says("Une question");
}

#[tokio::test]
async fn a_fragment_answers_304_until_something_happens() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let path = format!("/tickets/{number}/fragment");
    let first = claire.open(&path).await;
    first.expect(200);
    assert!(!first.body.contains("<html"), "a fragment is a piece of a page");
    let tag = first.headers.get("etag").unwrap().clone();
    let request = claire.request("GET".parse().unwrap(), &path).header("if-none-match", &tag);
    assert_eq!(claire.ask(request, &path).await.status, 304);

    let page = claire.open(&format!("/tickets/{number}")).await;
    claire.send(&page, &page.page().form("form.reply"), &[("body", "Et ceci")]).await.expect(200);
    let request = claire.request("GET".parse().unwrap(), &path).header("if-none-match", &tag);
    let changed = claire.ask(request, &path).await;
    changed.expect(200).says("Et ceci");
}

#[tokio::test]
async fn a_member_sees_their_own_tickets_only() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Affaire de la direction")]).await;
    luc.open("/tickets").await.says("Aucun ticket ouvert").never_says("Affaire");
    for path in ["", "/fragment", "/close", "/callback", "/files/fil_00000000000000000000000000000000"] {
        luc.open(&format!("/tickets/{number}{path}")).await.expect(404);
    }
    luc.open("/people").await.expect(403);
    let own = open_ticket(&mut luc, "Autre", &[("description", "Ma souris")]).await;
    claire.open(&format!("/tickets/{own}")).await.expect(200).says("Ma souris").says("Luc");
}

#[tokio::test]
async fn the_form_says_what_belongs_into_which_category() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    claire.open("/tickets/new").await.expect(200).never_says("Que choisir ?");
    let office = it.service.store().doors().command_line().await.unwrap().office();
    let categories = it.service.every_category(&it.scope).await.unwrap();
    let site = categories.iter().find(|it| it.name_fr == "Site web").unwrap();
    let form = rappel_service::tenants::CategoryForm {
        name_fr: site.name_fr.clone(),
        name_en: site.name_en.clone(),
        hint_fr: "Boutique et réservation".to_owned(),
        hint_en: "Shop and booking".to_owned(),
        ..Default::default()
    };
    it.service.save_category(&office, it.scope.tenant(), Some(site.id), &form).await.unwrap();
    claire.open("/tickets/new").await.says("Que choisir ?").says("Boutique et réservation");
    let mut page = claire.open("/account").await;
    let details = page.page().form(r#"form[action="/account"]"#);
    page = claire.send(&page, &details, &[("locale", "en")]).await;
    page.expect(200);
    claire.open("/tickets/new").await.says("Shop and booking").never_says("Boutique");
}

/// What the fragment shows was seen, so that the script can say so in the form outside it.
#[tokio::test]
async fn a_fragment_says_how_many_messages_it_shows() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let page = claire.open(&format!("/tickets/{number}")).await;
    let stale = page.page().form("form.reply");
    claire.send(&page, &stale, &[("body", "J’ajoute ceci")]).await.expect(200);
    let shown = claire.open(&format!("/tickets/{number}/fragment")).await;
    let seen = shown.page().attributes("[data-seen]", "data-seen").remove(0);
    assert_eq!(seen, "2");
    let reply = [("body", "Autre idée"), ("key", "tab-2"), ("seen", seen.as_str())];
    claire.send(&page, &stale, &reply).await.expect(200).says("Autre idée");
}

/// The form below the conversation is not fetched again, since somebody may be typing there: what is fetched says when it does not fit.
#[tokio::test]
async fn a_fragment_says_when_the_form_below_it_does_not_fit_any_more() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let live =
        |page: &rappel_testkit::visitor::Answer| page.page().attributes("[data-live]", "data-live").remove(0);
    let beside_reply = live(&claire.open(&format!("/tickets/{number}")).await);
    claire.open(&beside_reply).await.expect(200).says("Non traité").never_says("Recharger");

    let ask = claire.open(&format!("/tickets/{number}/close")).await;
    let closed = claire.send(&ask, &ask.page().form_with_button("Oui, fermer"), &[]).await;
    let stale = claire.open(&beside_reply).await;
    stale.expect(200).says("Fermé").says("a changé d’état");
    assert_eq!(stale.page().link("Recharger la page"), format!("/tickets/{number}"));
    let beside_question = live(&closed);
    claire.open(&beside_question).await.expect(200).never_says("Recharger");

    claire.send(&closed, &closed.page().form_with_button("Rouvrir"), &[]).await.expect(200);
    claire.open(&beside_question).await.expect(200).says("Recharger la page");
    claire.open(&beside_reply).await.expect(200).never_says("Recharger");
}

#[tokio::test]
async fn a_ticket_that_is_open_again_is_not_continued() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let next = format!("/tickets/new?about={number}");
    let form_of = |page: &rappel_testkit::visitor::Answer| page.page().form("form.form-ticket");
    assert!(!form_of(&claire.open(&next).await).names.contains(&"about".to_owned()), "it is open");

    let ask = claire.open(&format!("/tickets/{number}/close")).await;
    let closed = claire.send(&ask, &ask.page().form_with_button("Oui, fermer"), &[]).await;
    let page = claire.open(&next).await;
    assert_eq!(form_of(&page).value("about"), Some(number.to_string().as_str()));
    claire.send(&closed, &closed.page().form_with_button("Rouvrir"), &[]).await.expect(200);
    let stopped = claire.send(&page, &form_of(&page), &[("description", "Cela revient")]).await;
    stopped.expect(409).says("Cela revient");
    claire.send(&stopped, &form_of(&stopped), &[]).await.expect(200).says("Cela revient");
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page_and_from_the_newest_again() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut numbers = Vec::new();
    for count in 0..45 {
        let description = format!("Question {count}");
        numbers.push(open_ticket(&mut claire, "Autre", &[("description", &description)]).await);
    }
    let listed = |answer: &rappel_testkit::visitor::Answer| {
        let links = answer.page().attributes("tbody a", "href");
        let mut shown: Vec<i64> =
            links.iter().filter_map(|it| it.strip_prefix("/tickets/")?.parse().ok()).collect();
        shown.dedup();
        shown
    };
    let mut page = claire.open("/tickets").await;
    assert!(page.page().texts(".pager a").iter().all(|text| !text.contains("Les plus récents")));
    let mut seen = listed(&page);
    let mut pages = 1;
    while page.page().texts(".pager a").iter().any(|text| text.contains("Plus anciens")) {
        page = claire.open(&page.page().link("Plus anciens")).await;
        let more = listed(&page);
        assert!(!more.is_empty(), "a page that is offered shows something");
        seen.extend(more);
        pages += 1;
    }
    assert_eq!(pages, 3);
    numbers.reverse();
    assert_eq!(seen, numbers, "each once, the newest first");
    let again = claire.open(&page.page().link("Les plus récents")).await;
    assert_eq!(listed(&again), numbers[..20]);
}

#[tokio::test]
async fn a_search_finds_words_goes_along_and_is_taken_back() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let empty = claire.open("/tickets").await;
    assert!(!empty.body.contains("role=\"search\""), "there is nothing to search in");
    for number in 1..=22 {
        let text = format!("Les imprimantes n° {number} sont hors ligne");
        open_ticket(&mut claire, "Autre", &[("description", text.as_str())]).await;
    }
    open_ticket(&mut claire, "Autre", &[("description", "Réseau très lent")]).await;

    let page = claire.open("/tickets").await;
    let form = page.page().form("form.filters");
    let fields = "q sort category person status from to".to_owned();
    assert_eq!((form.action.as_str(), form.names.join(" ")), ("/tickets", fields));
    let found = claire.open("/tickets?q=reseaux+lents").await;
    found
        .expect(200)
        .says("Réseau très lent")
        .says("Ouverts (1)")
        .says("Fermés (0)")
        .says("Effacer la recherche");
    assert!(!found.body.contains("imprimantes"), "{}", found.body);

    // The words stay in the field, in the tabs and in the links to other pages.
    let found = claire.open("/tickets?q=imprimante%20ligne").await;
    found.says("Ouverts (22)");
    assert_eq!(found.page().form("form.filters").value("q"), Some("imprimante ligne"));
    let next = found.page().attributes(".pager a", "href");
    assert_eq!(next, ["/tickets?q=imprimante+ligne&after=3"]);
    let later = claire.open(&next[0]).await;
    later.says("Les imprimantes n° 2 sont").says("Les imprimantes n° 1 sont");
    assert_eq!(later.page().attributes(".pager a", "href"), ["/tickets?q=imprimante+ligne"]);
    let closed = claire.open("/tickets?tab=closed&q=imprimante").await;
    closed.says("Aucun ticket ne correspond").says("Ouverts (22)");
    let all = closed.page().attributes(".empty a", "href");
    assert_eq!(all, ["/tickets?tab=closed"]);
    claire.open(&all[0]).await.says("Aucun ticket fermé");

    // A colleague who sees their own tickets only finds these only.
    let mut luc = it.signed_in("Luc", "member").await;
    luc.open("/tickets?q=imprimante").await.says("Aucun ticket ne correspond").says("Ouverts (0)");
    open_ticket(&mut luc, "Autre", &[("description", "Mon imprimante")]).await;
    luc.open("/tickets?q=imprimante").await.says("Mon imprimante").says("Ouverts (1)");
    luc.open("/tickets?q=%231").await.says("Aucun ticket ne correspond");
}
