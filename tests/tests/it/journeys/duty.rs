//! Who is on call: rotations, exceptions, swaps and calendars, written in the back office, and what the pages then say.

use chrono::{Days, NaiveDateTime, NaiveTime};
use rappel_testkit::{
    Column, Visitor, World,
    visitor::Answer,
    world::{DURAND, MARIE, PAUL, SENDER, ZOE},
};

use super::{
    policies::{option, with},
    urgent::{Scene, press},
};

journeys![
    rotations_say_who_would_be_called,
    of_two_rotations_the_higher_counts,
    of_two_who_change_a_rotation_the_second_is_told,
    an_exception_changes_who_is_on_call_until_it_is_taken_away,
    a_swap_asked_by_one_and_accepted_by_the_other_changes_who_is_called,
    shifts_are_read_at_a_secret_address_until_it_is_revoked,
    the_contact_holds_the_numbers_that_we_call_from,
];

/// Marie is on call all week; Zoé administrates.
struct Team {
    world: World,
    zoe: Visitor,
    marie: Visitor,
    paul: Visitor,
}

impl Team {
    async fn gather(column: Column) -> Self {
        let world = World::start(column).await;
        let zoe = world.hire(ZOE).await;
        let marie = world.hire(MARIE).await;
        let paul = world.hire(PAUL).await;
        world.put_on_call(MARIE, &[PAUL]);
        Self { world, zoe, marie, paul }
    }

    /// Next Sunday at three in the morning, which is what the page asks about by itself.
    async fn sunday_at_three(&mut self) -> NaiveDateTime {
        let page = self.zoe.open("/oncall").await;
        let form = page.page().form_with_button("Voir qui serait appelé");
        let at = form.value("at").expect("a moment");
        let at = NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M").expect("a moment as fields hold it");
        assert_eq!((at.format("%a").to_string().as_str(), at.time()), ("Sun", hour(3)));
        at
    }

    /// The page of the rota, by the link of the list.
    async fn rota(&mut self) -> Answer {
        let page = self.zoe.open("/oncall").await;
        let link = page.page().link("Modifier");
        let rota = self.zoe.open(&link).await;
        rota.expect(200);
        rota
    }

    async fn add_layer(&mut self, name: &str, typed: &[(&str, &str)], people: &[&str]) -> Answer {
        let rota = self.rota().await;
        let link = rota.page().link("Ajouter un roulement");
        let page = self.zoe.open(&link).await;
        let form = page.page().form_with_button("Enregistrer");
        let ids: Vec<String> = people.iter().map(|name| option(&page, "people[]", name)).collect();
        let turns: Vec<_> =
            ids.iter().enumerate().map(|(place, id)| ("people[]", place, id.as_str())).collect();
        let mut filled = vec![("name", name)];
        filled.extend(typed);
        self.zoe.send(&page, &with(form, &turns), &filled).await
    }

    /// Another duration of the turns of a rotation.
    async fn change_layer(&mut self, name: &str, typed: &[(&str, &str)], rows: &[(&str, usize, &str)]) {
        let rota = self.rota().await;
        let page = self.zoe.open(&rota.page().link(name)).await;
        let form = with(page.page().form_with_button("Enregistrer"), rows);
        self.zoe.send(&page, &form, typed).await.expect(200).says("C’est enregistré");
    }
}

fn hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour")
}

fn at(day: NaiveDateTime, days: u64, time: u32) -> NaiveDateTime {
    (day.date() + Days::new(days)).and_time(hour(time))
}

fn typed(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

/// "Who would be called?", asked as the form does.
async fn called(reader: &mut Visitor, at: NaiveDateTime) -> String {
    let page = reader.open(&format!("/oncall?at={}", typed(at))).await;
    page.expect(200);
    let lines = page.page().texts("section[aria-labelledby='preview-title'] li");
    let [line] = lines.as_slice() else { panic!("one rota, one answer: {lines:?}") };
    line.strip_prefix("Astreinte : ").unwrap_or_else(|| panic!("{line}")).to_owned()
}

async fn rotations_say_who_would_be_called(column: Column) {
    let mut team = Team::gather(column).await;
    let sunday = team.sunday_at_three().await;
    assert_eq!(called(&mut team.zoe, sunday).await, MARIE.name);
    let first_day = sunday.date().to_string();
    let whole_days = [("turn", "daily"), ("at", "00:00"), ("starts_on", first_day.as_str())];

    // Every day another one, at night only; before and after the nights it is Marie's.
    let rota = team.rota().await;
    let page = team.zoe.open(&rota.page().link("Ajouter un roulement")).await;
    let (paul, zoe) = (option(&page, "people[]", PAUL.name), option(&page, "people[]", ZOE.name));
    let rows = [
        ("people[]", 0, paul.as_str()),
        ("people[]", 1, zoe.as_str()),
        ("from_day[]", 0, "every"),
        ("from_time[]", 0, "02:00"),
        ("until_time[]", 0, "04:00"),
    ];
    let form = with(page.page().form_with_button("Enregistrer"), &rows);
    let mut filled = vec![("name", "Nuits")];
    filled.extend(whole_days);
    let saved = team.zoe.send(&page, &form, &filled).await;
    saved.expect(200).says("C’est enregistré").says("Nuits").says("Paul Morel, Zoé Blanc");
    for (days, time, name) in [(0, 3, PAUL), (1, 3, ZOE), (2, 3, PAUL), (0, 5, MARIE), (1, 1, MARIE)] {
        let found = called(&mut team.zoe, at(sunday, days, time)).await;
        assert_eq!(found, name.name, "{days} days after, at {time}");
    }

    // A week each, hand-over on Sundays.
    team.change_layer("Nuits", &[("turn", "weekly"), ("weekday", "sun")], &[]).await;
    for (days, name) in [(0, PAUL), (6, PAUL), (7, ZOE), (14, PAUL)] {
        assert_eq!(called(&mut team.marie, at(sunday, days, 3)).await, name.name, "{days} days after");
    }
    // Two days each, then twelve hours each, round the clock.
    team.change_layer("Nuits", &[("turn", "days"), ("length", "2")], &[("from_day[]", 0, "")]).await;
    for (days, name) in [(0, PAUL), (1, PAUL), (2, ZOE), (3, ZOE), (4, PAUL)] {
        assert_eq!(called(&mut team.zoe, at(sunday, days, 13)).await, name.name, "{days} days after");
    }
    team.change_layer("Nuits", &[("turn", "hours"), ("length", "12")], &[]).await;
    for (time, name) in [(3, PAUL), (11, PAUL), (12, ZOE), (23, ZOE)] {
        assert_eq!(called(&mut team.zoe, at(sunday, 0, time)).await, name.name, "at {time}");
    }

    // What is wrong is said, with what was typed, and changes nothing.
    let rota = team.rota().await;
    let layer = rota.page().link("Nuits");
    let page = team.zoe.open(&layer).await;
    let form = page.page().form_with_button("Enregistrer");
    let wrong =
        team.zoe.send(&page, &form, &[("name", "Nuits longues"), ("turn", "hours"), ("length", "0")]).await;
    wrong.expect(422).says("Un tour dure de 1 à 60 jours, ou de 1 à 720 heures");
    assert_eq!(wrong.page().attributes("input[name='name']", "value"), ["Nuits longues"]);
    let nobody = team.add_layer("Personne", &whole_days, &[]).await;
    nobody.expect(422).says("Choisissez au moins une personne");
    assert_eq!(called(&mut team.zoe, at(sunday, 0, 12)).await, ZOE.name);
    team.zoe.open("/oncall?at=dimanche").await.expect(422).says("Indiquez un jour et une heure");
    // Whoever edits no rotas reads who would be called, and no more.
    team.marie.open(&layer).await.expect(403);
}

async fn of_two_rotations_the_higher_counts(column: Column) {
    let mut team = Team::gather(column).await;
    let sunday = team.sunday_at_three().await;
    let first_day = sunday.date().to_string();
    let daily = [("turn", "daily"), ("at", "00:00"), ("starts_on", first_day.as_str())];
    team.add_layer("Nuits", &daily, &[PAUL.name]).await.expect(200);
    assert_eq!(called(&mut team.zoe, sunday).await, PAUL.name);
    let rota = team.add_layer("Renfort", &daily, &[ZOE.name]).await;
    rota.expect(200);
    assert_eq!(called(&mut team.zoe, sunday).await, ZOE.name);
    let rota = press(&mut team.zoe, &rota, "Descendre Renfort").await;
    rota.expect(200).says("C’est enregistré");
    assert_eq!(called(&mut team.zoe, sunday).await, PAUL.name);
    let rota = press(&mut team.zoe, &rota, "Monter Renfort").await;
    assert_eq!(called(&mut team.zoe, sunday).await, ZOE.name);
    let rota = press(&mut team.zoe, &rota, "Retirer Renfort").await;
    rota.expect(200).says("C’est retiré").never_says("Renfort");
    assert_eq!(called(&mut team.zoe, sunday).await, PAUL.name);
    press(&mut team.zoe, &rota, "Retirer Nuits").await.expect(200);
    assert_eq!(called(&mut team.zoe, sunday).await, MARIE.name);
}

async fn of_two_who_change_a_rotation_the_second_is_told(column: Column) {
    let mut team = Team::gather(column).await;
    team.add_layer("Nuits", &[], &[MARIE.name, PAUL.name]).await.expect(200);
    let path = team.rota().await.page().link("Nuits");
    let (one, two) = (team.zoe.open(&path).await, team.zoe.open(&path).await);
    let saving = |page: &Answer| page.page().form_with_button("Enregistrer");
    let swapped = with(saving(&one), &[("people[]", 1, "")]);
    team.zoe.send(&one, &swapped, &[]).await.expect(200).says("C’est enregistré");
    let told = team.zoe.send(&two, &saving(&two), &[("name", "Les nuits")]).await;
    told.expect(409).says("Quelqu’un d’autre a enregistré entre-temps");
    assert_eq!(saving(&told).value("name"), Some("Les nuits"), "what was typed stays");
    let turns = |page: &Answer| page.page().texts(".layer .quiet");
    assert_eq!(turns(&team.rota().await), [MARIE.name], "what the first saved stands");
    let saved = team.zoe.send(&told, &saving(&told), &[]).await;
    saved.expect(200).says("Les nuits");
    assert_eq!(turns(&saved), [format!("{}, {}", MARIE.name, PAUL.name)]);
}

async fn an_exception_changes_who_is_on_call_until_it_is_taken_away(column: Column) {
    let mut team = Team::gather(column).await;
    let sunday = team.sunday_at_three().await;
    let claire = team.world.manager(DURAND).await;
    team.paul.open("/oncall").await.says("En ce moment : Marie Leroy");
    let rota = team.rota().await;
    let form = rota.page().form_with_button("Ajouter l’exception");
    let paul = option(&rota, "staff", PAUL.name);
    let (from, to) = (typed(sunday - Days::new(8)), typed(sunday));
    let wrong = [("staff", paul.as_str()), ("from", to.as_str()), ("to", from.as_str())];
    let refused = team.zoe.send(&rota, &form, &wrong).await;
    refused.expect(422).says("La fin vient après le début");
    assert_eq!(refused.page().attributes("input[name='from']", "value"), [to.as_str()]);
    let right = [("staff", paul.as_str()), ("from", from.as_str()), ("to", to.as_str())];
    let rota = team.zoe.send(&refused, &form, &right).await;
    rota.expect(200).says("C’est enregistré");
    team.marie.open("/oncall").await.says("En ce moment : Paul Morel");
    assert_eq!(called(&mut team.marie, sunday).await, MARIE.name, "at its end it is hers again");
    for colleague in [MARIE, PAUL] {
        team.world.mail_about(colleague.email, "vos gardes ont changé").await;
    }

    // It is not only said.
    let mut scene = Scene { world: team.world, claire };
    let number = scene.alarm().await;
    scene.world.sms_to(PAUL.phone, &format!("URGENT #{number}")).await;
    assert_eq!(scene.sms_count(MARIE), 0, "she is not on call");

    press(&mut team.zoe, &rota, "Retirer Paul Morel").await.expect(200).says("C’est retiré");
    team.paul.open("/oncall").await.says("En ce moment : Marie Leroy");
}

async fn a_swap_asked_by_one_and_accepted_by_the_other_changes_who_is_called(column: Column) {
    let mut team = Team::gather(column).await;
    let sunday = team.sunday_at_three().await;
    let page = team.marie.open("/oncall/swaps").await;
    page.expect(200).says("Aucun échange n’attend de réponse").says("Vos prochaines gardes");
    let form = page.page().form_with_button("Envoyer la demande");
    let (rota, paul) = (option(&page, "rota", "Astreinte"), option(&page, "asked", PAUL.name));
    let (from, to) = (typed(sunday), typed(at(sunday, 0, 9)));
    let swap = [("rota", rota.as_str()), ("from", &from), ("to", &to), ("asked", &paul)];
    let asked = team.marie.send(&page, &form, &swap).await;
    asked.expect(200).says("La demande est partie").says("Marie Leroy demande à Paul Morel");
    assert!(
        !asked.page().texts("button").iter().any(|it| it.contains("Accepter")),
        "it is not hers to answer"
    );
    assert_eq!(called(&mut team.zoe, sunday).await, MARIE.name, "nothing is agreed so far");
    team.world.mail_about(PAUL.email, "Échange de garde demandé").await;

    let duty = team.paul.open("/oncall").await;
    let waiting = team.paul.open(&duty.page().link("Un échange attend votre réponse")).await;
    press(&mut team.paul, &waiting, "Accepter")
        .await
        .expect(200)
        .says("La réponse est notée")
        .says("accepté");
    // From the page of before, a second time.
    press(&mut team.paul, &waiting, "Refuser").await.expect(200).says("Cet échange n’est plus possible");
    for (time, name) in [(2, MARIE), (3, PAUL), (8, PAUL), (9, MARIE)] {
        assert_eq!(called(&mut team.zoe, at(sunday, 0, time)).await, name.name, "at {time}");
    }
    team.zoe.open("/oncall").await.says("à la place de Marie Leroy");
    for colleague in [MARIE, PAUL] {
        team.world.mail_about(colleague.email, "Échange de garde accepté").await;
    }
}

async fn shifts_are_read_at_a_secret_address_until_it_is_revoked(column: Column) {
    let mut team = Team::gather(column).await;
    let page = team.marie.open("/me").await;
    let made = press(&mut team.marie, &page, "Créer l’adresse").await;
    made.expect(201).says("montrée cette fois seulement");
    let first = made.page().texts("code.secret").remove(0);
    // A program has no session.
    let mut program = team.world.program.office();
    let feed = program.open(&first).await;
    feed.expect(200);
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(feed.headers["cache-control"], "private, no-store");
    let text = feed.body.replace("\r\n ", "");
    let lines: Vec<&str> = text.lines().collect();
    for line in ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VALARM", "SUMMARY:Astreinte Astreinte"] {
        assert!(lines.contains(&line), "no {line} in:\n{text}");
    }
    assert!(text.contains("NAME:Astreintes de Marie Leroy"), "{text}");
    assert!(!text.contains("Paul"), "only her own:\n{text}");
    let names = |text: &str| {
        let lines = text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned);
        lines.collect::<Vec<_>>()
    };
    let again = program.open(&first).await.body.replace("\r\n ", "");
    assert_eq!(names(&again), names(&text), "the same shifts have the same UID");

    // It is not shown again, and another one takes its place.
    let page = team.marie.open("/me").await;
    page.says("Une adresse existe depuis le");
    let token = first.rsplit('/').next().unwrap().trim_end_matches(".ics");
    assert!(token.len() > 16 && !page.body.contains(token), "{token}");
    let renewed = press(&mut team.marie, &page, "Remplacer l’adresse").await;
    let second = renewed.expect(201).page().texts("code.secret").remove(0);
    program.open(&first).await.expect(404);
    program.open(&second).await.expect(200);
    let page = team.marie.open("/me").await;
    press(&mut team.marie, &page, "Supprimer l’adresse").await.expect(200).says("C’est retiré");
    program.open(&second).await.expect(404);
    team.marie.open("/me").await.never_says("Une adresse existe").says("Créer l’adresse");
}

async fn the_contact_holds_the_numbers_that_we_call_from(column: Column) {
    let mut team = Team::gather(column).await;
    let page = team.zoe.open("/settings").await;
    let form = page.page().form_with_button("Enregistrer");
    let filled = [("name", "Dépannage, & Cie"), ("phone", "01 23 45 67 89")];
    team.zoe.send(&page, &form, &filled).await.expect(200).says("C’est enregistré");
    let page = team.marie.open("/me").await;
    let link = page.page().attributes("a[download]", "href").remove(0);
    let card = team.marie.open(&link).await;
    card.expect(200);
    assert_eq!(card.headers["content-type"], "text/vcard; charset=utf-8");
    let lines: Vec<&str> = card.body.split_terminator("\r\n").collect();
    let sender = format!("TEL;TYPE=WORK,VOICE:{SENDER}");
    assert_eq!(
        lines,
        [
            "BEGIN:VCARD",
            "VERSION:3.0",
            "N:Dépannage\\, & Cie;;;;",
            "FN:Dépannage\\, & Cie",
            "ORG:Dépannage\\, & Cie",
            "TEL;TYPE=WORK,VOICE:+33123456789",
            &sender,
            "END:VCARD",
        ]
    );
    let stranger = team.world.program.office().open(&link).await;
    assert!(stranger.path.starts_with("/login"), "{} {}", stranger.status, stranger.path);
}
