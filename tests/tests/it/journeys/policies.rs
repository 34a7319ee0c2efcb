//! Escalations: a second rota with one of its own, written, chosen and tried out in the back office.

use rappel_testkit::{
    Column, Visitor, World,
    visitor::{Answer, Form},
    world::{DURAND, MARIE, PAUL, STONE, ZOE},
};

journeys![
    a_category_with_its_own_escalation_pages_the_right_person,
    steps_are_written_without_scripts_and_nothing_typed_is_lost,
    of_two_who_save_the_second_is_told,
    who_sees_some_companies_only_reads_escalations,
];

/// The value of the option of the first drop-down of a name whose words contain these.
pub(super) fn option(page: &Answer, field: &str, words: &str) -> String {
    page.page().option(&format!("'{field}'"), words)
}

/// A form with some fields replaced one by one, in the order of the page: what a person changes in rows of the same
/// name.
pub(super) fn with(mut form: Form, changes: &[(&str, usize, &str)]) -> Form {
    for (name, which, value) in changes {
        let mut of_name = form.fields.iter_mut().filter(|(field, _)| field == name);
        let field = of_name.nth(*which).unwrap_or_else(|| panic!("no field {name} number {which}"));
        (*value).clone_into(&mut field.1);
    }
    form
}

fn editor(page: &Answer, button: &str) -> Form {
    page.page().form_with_button(button)
}

/// Zoé makes a second rota, with Paul on call all week; answers its page.
async fn second_rota(zoe: &mut Visitor) -> Answer {
    let page = zoe.open("/oncall/rotas/new").await;
    let form = editor(&page, "Enregistrer");
    let paul = option(&page, "staff[]", PAUL.name);
    let form = with(form, &[("from_time[]", 0, "00:00"), ("until_time[]", 0, "00:00")]);
    zoe.send(&page, &form, &[("name", "Réseau"), ("staff[]", &paul)]).await
}

/// Zoé makes an escalation that tells whoever is on call in this rota; answers its page.
async fn escalation(zoe: &mut Visitor, name: &str, rota: &str) -> Answer {
    let page = zoe.open("/policies/new").await;
    let target = option(&page, "target-1[]", rota);
    let form = with(editor(&page, "Enregistrer"), &[("target-1[]", 0, &target)]);
    zoe.send(&page, &form, &[("name", name)]).await
}

async fn urgent(claire: &mut Visitor, category: &str) -> String {
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", category);
    let filled = [("category", category.as_str()), ("phone", "06 12 34 56 78"), ("description", "En panne")];
    let answer = claire.send(&page, &form, &filled).await;
    answer.expect(200);
    answer.path.strip_prefix("/tickets/").expect("the page of the ticket").to_owned()
}

async fn a_category_with_its_own_escalation_pages_the_right_person(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    for colleague in [MARIE, PAUL] {
        world.hire(colleague).await;
    }
    world.put_on_call(MARIE, &[]);
    let mut claire = world.manager(DURAND).await;

    // A rota that no escalation names pages nobody, and that is said.
    let rota = second_rota(&mut zoe).await;
    rota.expect(200).says("Personne n’est prévenu par cette astreinte");
    zoe.open("/oncall").await.expect(200).says("Personne n’est prévenu par cette astreinte");
    zoe.open("/policies").await.expect(200).says("Personne n’est prévenu par l’astreinte Réseau");
    let saved = escalation(&mut zoe, "Escalade réseau", "astreinte Réseau").await;
    saved.expect(200).says("C’est enregistré");
    let policy = saved.path.clone();
    zoe.open(&rota.path).await.expect(200).never_says("Personne n’est prévenu par cette astreinte");
    zoe.open("/policies").await.says("N’est choisie nulle part").says("Par défaut");

    // Durand gets an urgent category that follows it.
    let categories = format!("/tenants/{}/categories", DURAND.slug);
    let page = zoe.open(&categories).await;
    let form = editor(&page, "Ajouter");
    let chosen = page.page().option("policy", "Escalade réseau");
    let filled = [
        ("name_fr", "Réseau à l’arrêt"),
        ("name_en", "Network down"),
        ("is_urgent", "yes"),
        ("policy", &chosen),
    ];
    zoe.send(&page, &form, &filled).await.expect(200).says("Réseau à l’arrêt");

    let number = urgent(&mut claire, "Réseau à l’arrêt").await;
    world.sms_to(PAUL.phone, &format!("URGENT #{number}")).await;
    let other = urgent(&mut claire, "URGENT").await;
    world.sms_to(MARIE.phone, &format!("URGENT #{other}")).await;
    let told = |phone: &str, number: &str| {
        let all = world.provider.taken();
        all.iter().any(|sms| sms.to == phone && sms.body.contains(&format!("#{number} ")))
    };
    assert!(!told(MARIE.phone, &number), "Marie is on call for something else");
    assert!(!told(PAUL.phone, &other), "the default counts elsewhere");

    // The dry run shows whom it paged, and sends nothing.
    let sent = world.provider.requests().len();
    let page = zoe.open(&policy).await;
    let form = page.page().form_with_button("Voir qui serait prévenu");
    let at = form.value("at").expect("now").to_owned();
    let dry = zoe.open(&format!("{policy}?tenant={}&at={at}", DURAND.slug)).await;
    dry.expect(200);
    let first = dry.page().texts(".rehearsal > li:first-child li");
    assert!(first.iter().any(|line| line.contains(PAUL.name) && line.contains("SMS")), "{first:?}");
    assert!(first.iter().all(|line| !line.contains(MARIE.name)), "{first:?}");
    dry.says("dernier recours");
    assert_eq!(world.provider.requests().len(), sent, "nothing was sent");
    zoe.open(&format!("{policy}?at=2020-01-01T03:00")).await.expect(422).says("Indiquez un moment à venir");

    // As long as it is chosen it stays.
    let page = zoe.open(&policy).await;
    page.says("Réseau à l’arrêt").never_says("Supprimer l’escalade");
    let form = page.page().form_with_button("Mettre par défaut");
    let csrf = [("csrf", form.value("csrf").expect("a token"))];
    let delete = Form { action: format!("{policy}/delete"), ..form.clone() };
    let kept = zoe.send(&page, &delete, &csrf).await;
    kept.expect(200).says("n’est pas supprimée").says("Durand & Fils – Réseau à l’arrêt");
    zoe.send(&page, &form, &[]).await.expect(200).says("vaut maintenant par défaut");
    // Asked by another company: a request of Claire's would join the call that she waits for.
    let mut bob = world.manager(STONE).await;
    urgent(&mut bob, "URGENT").await;
    world.sms_to(PAUL.phone, STONE.name).await;
    assert!(world.provider.violations().is_empty(), "{:#?}", world.provider.violations());
}

async fn steps_are_written_without_scripts_and_nothing_typed_is_lost(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.hire(MARIE).await;
    world.put_on_call(MARIE, &[]);
    let page = zoe.open("/policies/new").await;
    let (rota, marie) =
        (option(&page, "target-1[]", "astreinte Astreinte"), option(&page, "target-1[]", MARIE.name));

    // A row more, a step more, another order; what was typed stays, and nothing is saved before it is.
    let form = with(editor(&page, "Ajouter une étape"), &[("target-1[]", 0, &rota), ("delay[]", 0, "7")]);
    let page = zoe.send(&page, &form, &[("name", "Nuits")]).await;
    page.expect(200).says("Pas encore enregistré").says("Étape 3");
    let changes = [
        ("target-3[]", 0, marie.as_str()),
        ("channel-3[]", 0, "voice"),
        ("after-3[]", 0, "0"),
        ("channel-3[]", 1, "sms"),
        ("after-3[]", 1, "3"),
        ("delay[]", 2, "12"),
    ];
    let up = page.page().form_with_button("Monter (Étape 3)");
    let page = zoe.send(&page, &with(up, &changes), &[]).await;
    let delays = |page: &Answer| page.page().attributes("input[name='delay[]']", "value");
    assert_eq!(delays(&page), ["7", "12", "5"]);
    let page = {
        let remove = page.page().form_with_button("Retirer (Étape 3)");
        zoe.send(&page, &remove, &[]).await
    };
    assert_eq!(delays(&page), ["7", "12"]);
    zoe.open("/policies").await.never_says("Nuits");

    // What is wrong is said at its step, with everything as it was typed.
    let wrong = with(editor(&page, "Enregistrer"), &[("delay[]", 0, "61"), ("after-2[]", 1, "12")]);
    let page = zoe.send(&page, &wrong, &[("repeat", "10"), ("name", "")]).await;
    page.expect(422).says("L’étape 1 attend de 1 à 60 minutes").says("Une escalade se répète 9 fois au plus");
    page.says("L’étape 2 prend une voie quand l’étape suivante commence").says("Il manque quelque chose ici");
    assert_eq!(delays(&page), ["61", "12"]);
    assert_eq!(page.page().attributes("input[name='after-2[]']", "value"), ["0", "12", ""]);
    let right = with(editor(&page, "Enregistrer"), &[("delay[]", 0, "7"), ("after-2[]", 1, "3")]);
    let saved = zoe.send(&page, &right, &[("repeat", "2"), ("name", "Nuits")]).await;
    saved.expect(200).says("C’est enregistré");
    let list = zoe.open("/policies").await;
    list.says("Nuits").says("Marie Leroy – appel tout de suite, SMS après 3 min – puis attendre 12 minutes");

    // It is chosen nowhere, so it can go.
    let page = zoe.open(&saved.path).await;
    let form = page.page().form_with_button("Supprimer l’escalade");
    zoe.send(&page, &form, &[]).await.expect(200).never_says("Nuits");
    zoe.open(&saved.path).await.expect(404);

    // An agent sees no escalation.
    let mut marie = world.program.office();
    let page = marie.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    let filled = [("user", MARIE.email), ("password", rappel_testkit::world::PASSWORD)];
    marie.send(&page, &form, &filled).await.expect(200);
    marie.open("/policies").await.expect(403);
    marie.open("/oncall").await.expect(200).never_says("Escalades");
}

async fn of_two_who_save_the_second_is_told(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.hire(MARIE).await;
    world.put_on_call(MARIE, &[]);
    let policy = zoe.open("/policies").await.page().attributes(".duty h2 a", "href").remove(0);
    let (one, two) = (zoe.open(&policy).await, zoe.open(&policy).await);
    let form = with(editor(&one, "Enregistrer"), &[("delay[]", 0, "9")]);
    zoe.send(&one, &form, &[]).await.expect(200).says("C’est enregistré");
    let form = with(editor(&two, "Enregistrer"), &[("delay[]", 0, "11")]);
    let told = zoe.send(&two, &form, &[("name", "Mon escalade")]).await;
    told.expect(409)
        .says("Quelqu’un d’autre a enregistré cette escalade entre-temps")
        .says("attendre 9 minutes");
    assert_eq!(told.page().attributes("input[name='delay[]']", "value")[0], "11", "what was typed stays");
    // On purpose, then.
    let form = editor(&told, "Enregistrer");
    zoe.send(&told, &form, &[]).await.expect(200).says("C’est enregistré");
    let now = zoe.open(&policy).await;
    assert_eq!(now.page().attributes("input[name='delay[]']", "value")[0], "11");
    assert_eq!(now.page().attributes("input[name='name']", "value"), ["Mon escalade"]);
}

/// An escalation may count for companies that a reader does not see: they read it and try it out, and nothing is offered that
/// would be refused.
async fn who_sees_some_companies_only_reads_escalations(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.hire(MARIE).await;
    let mut paul = world.hire(PAUL).await;
    world.put_on_call(MARIE, &[]);
    let limit =
        format!("UPDATE staff SET role = 'supervisor', all_tenants = FALSE WHERE email = '{}'", PAUL.email);
    world.program.parts().sql(&limit);
    let policy = first_policy(&mut zoe).await;
    let own = zoe.open(&policy).await;
    own.expect(200).never_says("peut valoir pour des clients que vous ne voyez pas");
    let buttons = |page: &Answer| page.page().texts("main button");
    assert!(buttons(&own).iter().any(|it| it == "Enregistrer"), "{:?}", buttons(&own));
    let page = paul.open(&policy).await;
    page.expect(200).says("peut valoir pour des clients que vous ne voyez pas").says("En dernier recours");
    page.says("astreinte Astreinte");
    assert_eq!(buttons(&page), ["Voir qui serait prévenu"]);
    let at = page.page().form_with_button("Voir qui serait prévenu").value("at").unwrap().to_owned();
    paul.open(&format!("{policy}?at={at}")).await.expect(200).says("dernier recours");
    // What is not offered is refused; a new one is theirs to write.
    let saved = paul.send(&own, &editor(&own, "Enregistrer"), &[("name", "À moi")]).await;
    assert!(saved.status.is_client_error(), "{}", saved.status);
    escalation(&mut paul, "Nuits de Paul", "astreinte Astreinte").await.expect(200).says("Nuits de Paul");
    zoe.open("/policies").await.says("Nuits de Paul").never_says("À moi");
}

async fn first_policy(zoe: &mut Visitor) -> String {
    let links = zoe.open("/policies").await.page().attributes("main a", "href");
    let found = links.into_iter().find(|it| it.starts_with("/policies/") && it != "/policies/new");
    found.expect("an escalation")
}
