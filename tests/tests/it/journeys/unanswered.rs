//! When people do not answer: staff who take nothing, to the last resort; clients who do not pick up; replies that come too
//! late, and from numbers that nobody knows.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Visitor,
    provider::ReceiptStep,
    visitor::Answer,
    world::{Colleague, DURAND, MARIE, PAUL, SENDER, SOON, ZOE},
};

use super::{
    phone::public,
    proof::signed_in,
    urgent::{Scene, press},
};

journeys![
    nobody_takes_it_to_the_last_resort,
    injoignable_by_the_page_of_the_link_keeps_the_obligation,
    injoignable_in_the_back_office_keeps_the_obligation,
    a_late_reply_hears_the_truth,
    a_number_that_nobody_knows_gets_nothing,
];

const ANNE: Colleague = Colleague {
    name: "Anne Roy",
    email: "anne@assistance.example",
    phone: "+33611000009",
    role: "supervisor",
};
const FALLBACK_PHONE: &str = "+33611000077";
const FALLBACK_MAIL: &str = "secours@assistance.example";
/// Between two texts of one company to one phone.
const PAUSE: Duration = Duration::from_mins(1);

impl Scene {
    fn mails(&self, to: &str, subject: &str) -> usize {
        let all = self.world.mail.received();
        let is_one = |to_one: &[String], about: String| {
            to_one.iter().any(|address| address == to) && about.contains(subject)
        };
        all.iter().filter(|mail| is_one(&mail.to, mail.subject())).count()
    }

    async fn until(&self, what: &str, within: Duration, holds: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !holds(self) {
            assert!(began.elapsed() < within, "not within {within:?}: {what}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Texts to a number that begin so.
    fn texts(&self, to: &str, begin: &str) -> usize {
        let taken = self.world.provider.taken();
        taken.iter().filter(|text| text.to == to && text.body.starts_with(begin)).count()
    }
}

/// Zoé says who hears of what nobody takes.
async fn set_fallback(scene: &Scene) {
    let mut zoe = signed_in(scene, ZOE.email).await;
    let page = zoe.open("/settings").await;
    let form = page.page().form_with_button("Enregistrer");
    let filled = [("fallback_phone", FALLBACK_PHONE), ("fallback_email", FALLBACK_MAIL)];
    zoe.send(&page, &form, &filled).await.expect(200).says("C’est enregistré");
}

async fn nobody_takes_it_to_the_last_resort(column: Column) {
    let mut scene = Scene::set(column).await;
    scene.world.hire(ANNE).await;
    set_fallback(&scene).await;
    public(&scene.world);
    scene.world.provider.receipts([ReceiptStep::new(Duration::from_millis(100), "delivered")]);
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let began = Instant::now();
    let again = format!("RELANCE {number} ");
    let last = format!("DERNIER RECOURS {number} ");

    // The second step, then both once more: by e-mail at once, while the second text of one company to a phone waits.
    scene.world.pages_fall_due();
    scene.world.sms_to(PAUL.phone, &format!("RELANCE #{number}")).await;
    scene.until("Paul's e-mail", SOON, |it| it.mails(PAUL.email, &again) == 1).await;
    scene.world.pages_fall_due();
    scene.until("the repeat, to Marie", SOON, |it| it.mails(MARIE.email, &again) == 1).await;
    scene.world.pages_fall_due();
    scene.until("the repeat, to Paul", SOON, |it| it.mails(PAUL.email, &again) == 2).await;
    assert_eq!(scene.texts(ANNE.phone, "") + scene.texts(FALLBACK_PHONE, ""), 0, "not before the last step");
    assert_eq!(scene.mails(ANNE.email, &last) + scene.mails(FALLBACK_MAIL, &last), 0);

    // Then the last resort: supervisors and the fallback, by text and by e-mail.
    scene.world.pages_fall_due();
    let words = format!("DERNIER RECOURS #{number} Durand & Fils");
    let text = scene.world.sms_to(ANNE.phone, &words).await;
    assert!(text.contains("+33612345678") && text.contains("/a/"), "{text}");
    let text = scene.world.sms_to(FALLBACK_PHONE, &words).await;
    assert!(text.contains("Claire Martin +33612345678") && !text.contains("/a/"), "nobody's to take: {text}");
    let mail = scene.world.mail_about(ANNE.email, &last).await;
    assert!(mail.text().contains("/a/"), "{}", mail.text());
    let mail = scene.world.mail_about(FALLBACK_MAIL, &last).await;
    assert!(mail.text().contains("612345678") || mail.text().contains("6 12 34 56 78"), "{}", mail.text());
    assert_eq!(scene.texts(ZOE.phone, ""), 0, "there is a supervisor, so administrators sleep");

    // Nobody is let off: it begins again, and the texts that waited come after the pause. Two pages of Marie's wait by then
    // for one ticket; her text tells of one.
    scene.world.pages_fall_due();
    scene.until("from the beginning", SOON, |it| it.mails(MARIE.email, &again) == 2).await;
    let relance = format!("RELANCE #{number}");
    scene.until("Marie's second text", PAUSE + SOON, |it| it.texts(MARIE.phone, &relance) == 1).await;
    assert!(began.elapsed() + Duration::from_secs(3) > PAUSE, "too early: {:?}", began.elapsed());
    scene.until("Paul's second text", PAUSE + SOON, |it| it.texts(PAUL.phone, &relance) == 2).await;
    scene.client_reads(&number, "pas de réponse, personne suivante prévenue").await;

    let (mut phone, page) = scene.phone(ANNE, &number).await;
    let mine = press(&mut phone, &page, "Je prends et j’appelle").await;
    press(&mut phone, &mine, "Client joint").await.expect(200).says("Client joint, merci");
    scene.client_reads(&number, "Anne Roy vous a joint").await;
    scene.nothing_was_wrong();
}

/// "Nobody picked up", with the time of the next try in minutes.
async fn no_answer(visitor: &mut Visitor, page: &Answer, minutes: &str) -> Answer {
    let form = page.page().form_with_button("Injoignable, je réessaie");
    visitor.send(page, &form, &[("minutes", minutes)]).await
}

async fn injoignable_by_the_page_of_the_link_keeps_the_obligation(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    let (mut phone, page) = scene.phone(MARIE, &number).await;
    let mine = press(&mut phone, &page, "Je prends et j’appelle").await;
    let tried = no_answer(&mut phone, &mine, "30").await;
    tried.expect(200).says("Un appel sans réponse. Réessayez à").says("Client joint");
    assert!(tried.path.starts_with("/a/"), "{}", tried.path);
    scene.client_reads(&number, "Nous n’avons pas réussi à vous joindre").await;
    let card = scene.claire.open(&format!("/tickets/{number}")).await;
    card.says("Marie Leroy a appelé, pas de réponse").says("nouvel appel à").says("Nous rappelons le");
    let parts = scene.world.program.parts();
    assert_eq!(parts.sql("SELECT phase, tries FROM callbacks"), ["accepted|1"], "it is not over");
    assert_eq!(scene.mails(DURAND.email, "Nous n’avons pas réussi"), 0, "written to after three tries");

    let second = no_answer(&mut phone, &tried, "5").await;
    let third = no_answer(&mut phone, &second, "5").await;
    third.expect(200).says("3 appels sans réponse");
    scene.world.mail_about(DURAND.email, "Nous n’avons pas réussi à vous joindre").await;
    let mut zoe = signed_in(&scene, ZOE.email).await;
    zoe.open("/queue").await.expect(200).says("À rappeler");

    // The time of the next try passes without a word of Marie's: Paul is next.
    scene.world.promises_pass();
    let text = scene.world.sms_to(PAUL.phone, &format!("RELANCE #{number}")).await;
    assert!(text.contains("+33612345678"), "{text}");
    scene.client_reads(&number, "Marie Leroy n’a pas pu appeler à temps, astreinte relancée").await;
    scene.nothing_was_wrong();
}

async fn injoignable_in_the_back_office_keeps_the_obligation(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let mut paul = signed_in(&scene, PAUL.email).await;
    let page = paul.open(&format!("/queue/{}/{number}", DURAND.slug)).await;
    let taken = press(&mut paul, &page, "Je prends l’appel").await;
    let tried = no_answer(&mut paul, &taken, "60").await;
    tried
        .expect(200)
        .says("C’est noté")
        .says("Paul Morel n’a pas eu de réponse")
        .says("Nouvel essai attendu");
    scene.client_reads(&number, "Nous n’avons pas réussi à vous joindre").await;
    let card = scene.claire.open(&format!("/tickets/{number}")).await;
    card.says("Paul Morel a appelé, pas de réponse").says("nouvel appel à");
    let parts = scene.world.program.parts();
    assert_eq!(parts.sql("SELECT phase, tries FROM callbacks"), ["accepted|1"], "it is not over");
    let (_, page) = scene.phone(MARIE, &number).await;
    page.says("Paul Morel l’a pris");

    press(&mut paul, &tried, "Client joint").await.expect(200);
    scene.client_reads(&number, "Paul Morel vous a joint").await;
    scene.nothing_was_wrong();
}

async fn a_late_reply_hears_the_truth(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let mut paul = signed_in(&scene, PAUL.email).await;
    let page = paul.open(&format!("/queue/{}/{number}", DURAND.slug)).await;
    let taken = press(&mut paul, &page, "Je prends l’appel").await;
    let told = scene.world.sms_to(MARIE.phone, "rien à faire").await;
    let (_, at) = told.split_once("Paul Morel l'a pris à ").unwrap_or_else(|| panic!("{told}"));
    let truth = format!("#{number}: déjà pris par Paul Morel {}. Rien à faire.", &at[..5]);
    assert!(at[..5].chars().filter(char::is_ascii_digit).count() == 4, "a time: {at}");

    // Several, and not all as we would write them.
    for (count, words) in ["1", "OK je prends", &format!("1 {number}")].into_iter().enumerate() {
        scene.reply(MARIE, words).await;
        scene.until(words, SOON, |it| it.texts(MARIE.phone, &truth) == count + 1).await;
    }
    scene.client_reads(&number, "Paul Morel vous appelle").await;
    press(&mut paul, &taken, "Client joint").await.expect(200);
    scene.reply(MARIE, "1").await;
    scene.until("after the end too", SOON, |it| it.texts(MARIE.phone, &truth) == 4).await;
    scene.client_reads(&number, "Paul Morel vous a joint").await;
    let card = scene.claire.open(&format!("/tickets/{number}")).await;
    card.never_says("Marie Leroy");
    scene.nothing_was_wrong();
}

async fn a_number_that_nobody_knows_gets_nothing(column: Column) {
    let mut scene = Scene::set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let parts = scene.world.program.parts();
    let waiting = "SELECT count(*) FROM deliveries WHERE state = 'waiting'";
    scene.until("everything is sent", SOON, |it| it.world.program.parts().sql(waiting) == ["0"]).await;
    let deliveries = parts.sql("SELECT count(*) FROM deliveries");
    let requests = scene.world.provider.requests().len();
    let hook = format!("{}/hooks/twilio/sms", public(&scene.world));
    // A phone of nobody, the client's own, a short number and a name.
    for from in ["+33699999999", "+33612345678", "36105", "BANQUE"] {
        for words in ["1", &format!("1 {number}"), "STOP", "test", "Bonjour ?"] {
            let reply = scene.world.provider.inbound(&hook, from, SENDER, words).await.unwrap();
            assert_eq!(reply.status, 200, "{from} {words}: {reply:?}");
            assert!(reply.body.ends_with("<Response/>"), "nothing is answered in place: {reply:?}");
        }
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(scene.world.provider.requests().len(), requests, "{:#?}", scene.world.provider.requests());
    assert_eq!(parts.sql("SELECT count(*) FROM deliveries"), deliveries);
    assert_eq!(parts.sql("SELECT phase FROM callbacks"), ["paging"], "and nobody has taken anything");
    scene.nothing_was_wrong();
}
