//! URGENT: from the form to "reached", and everything that can go wrong on the way.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Visitor, World,
    provider::{Answer, ReceiptStep},
    world::{Colleague, DURAND, MARIE, PAUL, SENDER, ZOE},
};

journeys![
    taken_by_link_and_reached,
    taken_by_sms_reply_and_reached,
    many_taps_take_it_once,
    taken_in_the_back_office,
    not_taken_the_next_person_is_paged_in_time,
    nobody_on_call_is_said_before_and_alarms_at_once,
    a_text_that_did_not_arrive_moves_on,
    a_number_that_cannot_be_reached_moves_on,
    a_provider_that_stumbles_is_asked_again,
    a_wrong_number_is_corrected,
    who_cannot_hands_over,
    a_closed_ticket_pages_nobody,
];

/// Durand with Marie on call, then Paul; Zoé is administrator.
pub(super) struct Scene {
    pub(super) world: World,
    pub(super) claire: Visitor,
}

impl Scene {
    pub(super) async fn set(column: Column) -> Self {
        Self::of(World::start(column).await).await
    }

    /// The same in a world that already runs.
    pub(super) async fn of(world: World) -> Self {
        for colleague in [ZOE, MARIE, PAUL] {
            world.hire(colleague).await;
        }
        world.put_on_call(MARIE, &[PAUL]);
        let claire = world.manager(DURAND).await;
        Self { world, claire }
    }

    /// Claire opens an urgent ticket; answers its number.
    pub(super) async fn alarm(&mut self) -> String {
        let page = self.claire.open("/tickets/new").await;
        page.says("Nous vous rappelons");
        let form = page.page().form("form.form-ticket");
        let urgent = page.page().option("category", "URGENT");
        let filled =
            [("category", urgent.as_str()), ("phone", "06 12 34 56 78"), ("description", "Tout est arrêté")];
        let answer = self.claire.send(&page, &form, &filled).await;
        answer.expect(200).says("astreinte");
        answer.path.strip_prefix("/tickets/").expect("the page of the ticket").to_owned()
    }

    /// The phone of a colleague, at the page that their newest SMS links to.
    pub(super) async fn phone(
        &self,
        colleague: Colleague,
        number: &str,
    ) -> (Visitor, rappel_testkit::visitor::Answer) {
        let text = self.world.sms_to(colleague.phone, "/a/").await;
        assert!(text.contains(&format!("#{number}")), "{text}");
        let link = text
            .split_whitespace()
            .find(|word| word.contains("/a/"))
            .unwrap_or_else(|| panic!("no link: {text}"));
        let mut phone = self.world.program.office();
        let page = phone.open(link).await;
        page.expect(200);
        (phone, page)
    }

    /// What the client reads about this ticket, waiting until it says these words.
    pub(super) async fn client_reads(&mut self, number: &str, words: &str) {
        let began = Instant::now();
        loop {
            let page = self.claire.open(&format!("/tickets/{number}")).await;
            if page.page().words().contains(words) {
                return;
            }
            if began.elapsed() > Duration::from_secs(10) {
                page.says(words);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// A text from a phone to our number, signed as the provider does.
    pub(super) async fn reply(&self, colleague: Colleague, words: &str) {
        let office = self.world.program.office();
        let public = format!("http://{}", office.host());
        self.world.provider.route(&public, self.world.program.address());
        let hook = format!("{public}/hooks/twilio/sms");
        let reply = self.world.provider.inbound(&hook, colleague.phone, SENDER, words).await.unwrap();
        assert_eq!(reply.status, 200, "{reply:?}");
    }

    pub(super) fn nothing_was_wrong(&self) {
        assert!(self.world.provider.violations().is_empty(), "{:#?}", self.world.provider.violations());
    }

    pub(super) fn sms_count(&self, colleague: Colleague) -> usize {
        self.world.provider.taken().iter().filter(|sms| sms.to == colleague.phone).count()
    }
}

pub(super) async fn press(
    phone: &mut Visitor,
    page: &rappel_testkit::visitor::Answer,
    button: &str,
) -> rappel_testkit::visitor::Answer {
    let form = page.page().form_with_button(button);
    phone.send(page, &form, &[]).await
}

async fn taken_by_link_and_reached(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    let text = scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    assert!(
        text.contains("Durand & Fils") && text.contains("+33612345678") && text.contains("rep. 1"),
        "{text}"
    );
    assert!(!text.contains("Tout est"), "the text of the ticket stays on the page: {text}");

    // A scanner of messages opens links; that takes nothing.
    for _ in 0..3 {
        let (_, page) = scene.phone(MARIE, &number).await;
        page.says("Je prends et j’appelle").says("Si vous ne le prenez pas, Paul Morel est prévenu");
    }
    let card = scene.claire.open(&format!("/tickets/{number}")).await;
    card.never_says("Marie Leroy");

    let (mut phone, page) = scene.phone(MARIE, &number).await;
    let mine = press(&mut phone, &page, "Je prends et j’appelle").await;
    mine.expect(200).says("C’est à vous");
    assert_eq!(mine.page().attributes("a[data-dial]", "href"), ["tel:+33612345678"]);
    scene.client_reads(&number, "Marie Leroy").await;
    scene.world.mail_about(DURAND.email, "Marie Leroy vous appelle").await;

    press(&mut phone, &mine, "Client joint").await.expect(200).says("Client joint, merci");
    scene.client_reads(&number, "Nous vous avons joint").await;
    assert_eq!(scene.sms_count(PAUL), 0, "nobody else was disturbed");
    scene.nothing_was_wrong();
}

async fn taken_by_sms_reply_and_reached(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    scene.reply(MARIE, "Ok je prends !").await;
    let text = scene.world.sms_to(MARIE.phone, &format!("OK: #{number}")).await;
    assert!(text.contains("+33612345678"), "{text}");
    scene.client_reads(&number, "Marie Leroy").await;
    scene.reply(MARIE, "2").await;
    scene.world.sms_to(MARIE.phone, "client joint, merci").await;
    scene.client_reads(&number, "Nous vous avons joint").await;
    // Whom nobody knows changes nothing.
    scene.reply(Colleague { phone: "+33699999999", ..PAUL }, "1").await;
    scene.nothing_was_wrong();
}

async fn many_taps_take_it_once(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    let (phone, page) = scene.phone(MARIE, &number).await;
    let form = page.page().form_with_button("Je prends et j’appelle");
    let mut takers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (mut phone, page, form) = (phone.clone(), page.clone(), form.clone());
        takers.spawn(async move { phone.send(&page, &form, &[]).await.status.as_u16() });
    }
    let mut statuses = Vec::new();
    while let Some(status) = takers.join_next().await {
        statuses.push(status.unwrap());
    }
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    let page = scene.claire.open(&format!("/tickets/{number}")).await;
    let taken = page.page().texts(".fact").iter().filter(|fact| fact.contains("a pris la demande")).count();
    assert_eq!(taken, 1, "{:?}", page.page().texts(".fact"));
}

async fn taken_in_the_back_office(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let mut paul = scene.world.program.office();
    let page = paul.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    let filled = [("user", PAUL.email), ("password", rappel_testkit::world::PASSWORD)];
    paul.send(&page, &form, &filled).await.expect(200);
    let ticket = paul.open(&format!("/queue/{}/{number}", DURAND.slug)).await;
    ticket.expect(200).says("Personne n’a encore pris l’appel");
    let taken = press(&mut paul, &ticket, "Je prends l’appel").await;
    taken.expect(200).says("Paul Morel");
    scene.client_reads(&number, "Paul Morel").await;
    // Marie, who was paged, hears who has it; her link says so too.
    scene.world.sms_to(MARIE.phone, "rien à faire").await;
    let (_, page) = scene.phone(MARIE, &number).await;
    page.says("Paul Morel l’a pris");
    let done = press(&mut paul, &taken, "Client joint").await;
    done.expect(200);
    scene.client_reads(&number, "Nous vous avons joint").await;
}

async fn not_taken_the_next_person_is_paged_in_time(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    let first = scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let began = Instant::now();
    assert!(!first.is_empty());
    let paged = loop {
        if scene.sms_count(PAUL) > 0 {
            break began.elapsed();
        }
        assert!(began.elapsed() < Duration::from_secs(75), "Paul was never paged");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    // The step waits a minute from the decision, a little before the SMS that we saw.
    assert!(paged > Duration::from_secs(57), "too early: {paged:?}");
    assert!(paged < Duration::from_secs(62), "too late: {paged:?}");
    let text = scene.world.sms_to(PAUL.phone, &format!("#{number}")).await;
    assert!(text.starts_with("RELANCE"), "{text}");
    scene.client_reads(&number, "personne suivante prévenue").await;
    scene.nothing_was_wrong();
}

async fn nobody_on_call_is_said_before_and_alarms_at_once(column: Column) {
    let mut scene = Scene::set(column).await;
    scene
        .world
        .hire(Colleague {
            name: "Anne Roy",
            email: "anne@assistance.example",
            phone: "+33611000009",
            role: "supervisor",
        })
        .await;
    scene.world.nobody_on_call();
    let page = scene.claire.open("/tickets/new").await;
    page.says("Personne n’est d’astreinte en ce moment");
    let form = page.page().form("form.form-ticket");
    let urgent = page.page().option("category", "URGENT");
    let filled = [("category", urgent.as_str()), ("phone", "0612345678"), ("description", "Panne la nuit")];
    scene.claire.send(&page, &form, &filled).await.expect(200);
    let began = Instant::now();
    let text = scene.world.sms_to("+33611000009", "Durand").await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(text.contains("+33612345678"), "{text}");
    scene.world.mail_about("anne@assistance.example", "Durand").await;
}

async fn a_text_that_did_not_arrive_moves_on(column: Column) {
    let mut scene = Scene::set(column).await;
    let office = scene.world.program.office();
    scene.world.provider.route(&format!("http://{}", office.host()), scene.world.program.address());
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("#{number}")).await;
    let sid = scene.world.provider.taken().iter().find_map(|sms| sms.sid.clone()).unwrap();
    let began = Instant::now();
    let reply = scene.world.provider.tell(&sid, "undelivered", Some(30003)).await.unwrap();
    assert!(reply.status < 300, "{reply:?}");
    scene.world.sms_to(PAUL.phone, &format!("#{number}")).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // Late, twice and out of order: status only moves forward.
    scene.world.provider.tell(&sid, "sent", None).await.unwrap();
    scene.world.provider.tell(&sid, "undelivered", Some(30003)).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(scene.sms_count(PAUL), 1);
}

async fn a_number_that_cannot_be_reached_moves_on(column: Column) {
    let mut scene = Scene::set(column).await;
    scene.world.provider.script_for(MARIE.phone, [Answer::Refused { status: 400, code: 21211 }]);
    let began = Instant::now();
    let number = scene.alarm().await;
    scene.world.sms_to(PAUL.phone, &format!("#{number}")).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    tokio::time::sleep(Duration::from_secs(2)).await;
    let asked = scene.world.provider.requests().iter().filter(|request| request.to == MARIE.phone).count();
    assert_eq!(asked, 1, "this number is not asked for again");
}

async fn a_provider_that_stumbles_is_asked_again(column: Column) {
    let mut scene = Scene::set(column).await;
    scene.world.provider.receipts([ReceiptStep::new(Duration::from_millis(200), "delivered")]);
    scene.world.provider.script([Answer::ServerError(503), Answer::TooMany { retry_after: 1 }]);
    let began = Instant::now();
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    scene.nothing_was_wrong();
}

async fn a_wrong_number_is_corrected(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    let (mut phone, page) = scene.phone(MARIE, &number).await;
    let link = page.path.clone();
    let mine = press(&mut phone, &page, "Je prends et j’appelle").await;
    let tried = press(&mut phone, &mine, "Injoignable, je réessaie").await;
    tried.expect(200).says("Un appel sans réponse");
    press(&mut phone, &tried, "Numéro faux").await.expect(200).says("Numéro signalé");
    // Whoever comes back to the link does not ring the wrong one on time.
    let waiting = phone.open(&link).await;
    waiting.expect(200).says("Ce numéro est signalé faux").never_says("Un appel sans réponse");
    scene.client_reads(&number, "Corrigez le numéro").await;
    scene.world.mail_about(DURAND.email, "Quel est votre numéro").await;
    let page = scene.claire.open(&format!("/tickets/{number}/callback")).await;
    let form = page.page().form_with_button("Rappelez-moi à ce numéro");
    scene
        .claire
        .send(&page, &form, &[("phone", "07 55 66 77 88")])
        .await
        .expect(200)
        .says("Votre numéro est corrigé");
    let text = scene.world.sms_to(MARIE.phone, "+33755667788").await;
    assert!(text.contains(&format!("#{number}")), "{text}");
    let anew = phone.open(&link).await;
    anew.expect(200).says("07 55 66 77 88").says("À rappeler avant");
    anew.never_says("Un appel sans réponse").never_says("signalé faux");
}

async fn who_cannot_hands_over(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    let (mut phone, page) = scene.phone(MARIE, &number).await;
    let began = Instant::now();
    press(&mut phone, &page, "Je ne peux pas").await.expect(200).says("C’est noté");
    scene.world.sms_to(PAUL.phone, &format!("#{number}")).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

async fn a_closed_ticket_pages_nobody(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("#{number}")).await;
    let page = scene.claire.open(&format!("/tickets/{number}/callback")).await;
    press(&mut scene.claire, &page, "Annuler le rappel").await.expect(200).says("Le rappel est annulé");
    let (_, page) = scene.phone(MARIE, &number).await;
    page.says("Plus besoin d’appeler");
    // The next step was written before the cancellation. Its time comes, and it finds that nobody needs it.
    let parts = scene.world.program.parts();
    assert_eq!(parts.sql("SELECT count(*) FROM jobs WHERE kind = 'page' AND state = 'ready'"), ["1"]);
    parts.sql("UPDATE jobs SET run_at = created_at WHERE kind = 'page' AND state = 'ready'");
    let began = Instant::now();
    while parts.sql("SELECT count(*) FROM jobs WHERE kind = 'page' AND state <> 'done'") != ["0"] {
        assert!(began.elapsed() < Duration::from_secs(10), "the stale step did not run");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(scene.sms_count(PAUL), 0);
    assert_eq!(parts.sql("SELECT count(*) FROM summons"), ["2"], "Marie's SMS and e-mail, and nothing since");
}
