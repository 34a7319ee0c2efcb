//! What tickets can be about: ordered, and asking in fields of their own; what was answered stays as it was asked.

use rappel_domain::{
    Locale,
    audit::{CategoryPart, Deed},
    own_field::Kind,
};
use rappel_service::{
    Closed, Error, Reason, Scope,
    categories::{CategoryForm, FieldForm, state},
    intake::Draft,
    people::Wanted,
    tenants::Category,
    tickets::Asked,
};

use crate::world::{World, on_each_column};

fn asks(fr: &str, en: &str, kind: &str, is_required: bool, choices: &str) -> FieldForm {
    FieldForm {
        id: String::new(),
        label_fr: fr.to_owned(),
        label_en: en.to_owned(),
        kind: kind.to_owned(),
        is_required,
        choices: choices.to_owned(),
    }
}

/// Four fields, one of each kind.
fn four() -> Vec<FieldForm> {
    vec![
        asks("Poste", "Machine", "text", true, ""),
        asks("Lieu", "Place", "choice", true, "Bureau | Office\nEntrepôt | Warehouse"),
        asks("Montant", "Amount", "number", false, ""),
        asks("Depuis", "Since", "date", false, ""),
    ]
}

/// A category as it is, to be changed.
fn form_of(category: &Category) -> CategoryForm {
    CategoryForm {
        name_fr: category.name_fr.clone(),
        name_en: category.name_en.clone(),
        is_urgent: category.is_urgent,
        is_archived: category.archived_at.is_some(),
        fields: category.fields.iter().map(FieldForm::of).collect(),
        ..CategoryForm::default()
    }
}

impl World {
    async fn every(&self) -> Vec<Category> {
        let scope = self.office.on(self.durand.id).unwrap();
        self.service.every_category(&scope).await.unwrap()
    }

    async fn category(&self, name: &str) -> Category {
        self.every().await.into_iter().find(|it| it.name_fr == name).unwrap()
    }

    async fn save(&self, category: &Category, form: &CategoryForm) -> Result<(), Error> {
        self.service.save_category(&self.office, self.durand.id, Some(category.id), form).await
    }

    async fn order(&self) -> Vec<String> {
        self.every().await.into_iter().map(|it| it.name_fr).collect()
    }

    async fn last_deed(&self, scope: &Scope) -> Deed {
        self.service.people_history(scope, &Wanted::default(), None, 1).await.unwrap().0.remove(0).deed
    }
}

fn draft(category: &Category, answers: &[(usize, &str)]) -> Draft {
    let answer =
        |(place, typed): &(usize, &str)| (category.fields[*place].id.to_string(), (*typed).to_owned());
    Draft {
        category: category.id.to_string(),
        description: "La caisse n’imprime plus".to_owned(),
        fields: answers.iter().map(answer).collect(),
        ..Draft::default()
    }
}

fn refused(answer: Result<impl std::fmt::Debug, Error>) -> Vec<(String, &'static str)> {
    match answer {
        Err(Error::Invalid(invalid)) => {
            invalid.into_iter().map(|it| (it.field.to_string(), it.reason.key())).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_a_category_asks_is_answered_and_stays_as_it_was_asked() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let category = world.category("Site web").await;
        let mut form = CategoryForm { fields: four(), ..form_of(&category) };
        world.save(&category, &form).await.unwrap();
        let deed =
            Deed::CategoryChanged { category: "Site web".to_owned(), parts: vec![CategoryPart::Fields] };
        assert_eq!(world.last_deed(&claire).await, deed);
        let asking = world.category("Site web").await;
        assert_eq!(asking.fields.len(), 4);

        // Everything that is wrong is said at once, each by the name of its field.
        let id = |place: usize| asking.fields[place].id.to_string();
        let wrong = draft(&asking, &[(1, "Cave"), (2, "douze"), (3, "31/02/2026")]);
        assert_eq!(
            refused(world.service.open_ticket(&claire, &wrong, &[]).await),
            [
                (id(0), "answer-missing"),
                (id(1), "answer-choice"),
                (id(2), "answer-number"),
                (id(3), "answer-date"),
            ]
        );
        let good = draft(&asking, &[(0, " caisse-2 "), (1, "Warehouse"), (2, "1 234,50")]);
        let opened = world.service.open_ticket(&claire, &good, &[]).await.unwrap();
        let shown = |locale: Locale| {
            let (world, claire) = (&world, &claire);
            async move {
                let ticket = world.service.ticket(claire, opened.number).await.unwrap().ticket;
                let line = |it: &rappel_domain::own_field::Answer| {
                    format!("{}: {}", it.label.of(locale), it.plain(locale))
                };
                ticket.answers.iter().map(line).collect::<Vec<_>>()
            }
        };
        let fr = ["Poste: caisse-2", "Lieu: Entrepôt", "Montant: 1234.5"];
        assert_eq!(shown(Locale::Fr).await, fr);
        assert_eq!(shown(Locale::En).await, ["Machine: caisse-2", "Place: Warehouse", "Amount: 1234.5"]);

        // Renamed, turned into something else, taken away, archived: the ticket says what was asked.
        form = form_of(&asking);
        form.fields[0].label_fr = "Ordinateur".to_owned();
        form.fields[1].kind = "text".to_owned();
        form.fields.remove(2);
        form.is_archived = true;
        world.save(&asking, &form).await.unwrap();
        let deed = Deed::CategoryChanged {
            category: "Site web".to_owned(),
            parts: vec![CategoryPart::Fields, CategoryPart::Archived],
        };
        assert_eq!(world.last_deed(&claire).await, deed);
        assert_eq!(shown(Locale::Fr).await, fr);
        let after = world.category("Site web").await;
        assert_eq!(after.fields[0].id, asking.fields[0].id, "renamed, it is the same field");
        assert_ne!(after.fields[1].id, asking.fields[1].id, "of another kind, it is another field");
        assert_eq!(after.fields[1].kind, Kind::Text);

        // Found by what was answered, in either language, and by nobody who does not see the ticket.
        let found = |scope: Scope, text: &'static str| {
            let world = &world;
            async move {
                let asked = Asked { text: text.to_owned(), ..Asked::all(Closed::No) };
                world.service.ticket_list(&scope, &asked, None).await.unwrap().rows.len()
            }
        };
        assert_eq!(found(claire.clone(), "warehouse caisse").await, 1);
        assert_eq!(found(claire.clone(), "entrepot").await, 1);
        let luc = world.person(&world.durand, "Luc Petit", "member").await;
        assert_eq!(found(luc, "warehouse").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_with_the_same_answers_is_one_ticket() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let category = world.category("Site web").await;
        world.save(&category, &CategoryForm { fields: four(), ..form_of(&category) }).await.unwrap();
        let asking = world.category("Site web").await;
        let once = |place: &'static str| Draft {
            idempotency_key: "k".to_owned(),
            ..draft(&asking, &[(0, "caisse-2"), (1, place)])
        };
        let first = world.service.open_ticket(&claire, &once("Bureau"), &[]).await.unwrap();
        let again = world.service.open_ticket(&claire, &once("Bureau"), &[]).await.unwrap();
        assert_eq!(first, again);
        let other = world.service.open_ticket(&claire, &once("Entrepôt"), &[]).await;
        assert!(matches!(other, Err(Error::KeyMisused)), "{other:?}");
    })
    .await;
}

#[tokio::test]
async fn fields_are_five_at_most_and_whole() {
    on_each_column(|world| async move {
        let category = world.category("Site web").await;
        let with = |fields: Vec<FieldForm>| CategoryForm { fields, ..form_of(&category) };
        let six = (1..=6).map(|n| asks(&format!("Q{n}"), &format!("Q{n}"), "text", false, "")).collect();
        assert_eq!(
            refused(world.save(&category, &with(six)).await),
            [("field_5_fr".to_owned(), "fields-too-many")]
        );
        let wrong = vec![
            asks("", "Machine", "text", false, ""),
            asks("Lieu", "Place", "choice", false, "Bureau"),
            asks("Autre", "Other", "colour", false, ""),
            asks("Deux fois", "Twice", "text", false, ""),
            asks("Deux fois", "Again", "text", false, ""),
        ];
        assert_eq!(
            refused(world.save(&category, &with(wrong)).await),
            [
                ("field_1_fr".to_owned(), "name-empty"),
                ("field_2_choices".to_owned(), "field-choices-few"),
                ("field_3_kind".to_owned(), "invalid-choice"),
                ("field_5_fr".to_owned(), "invalid-taken"),
            ]
        );
        assert_eq!(world.category("Site web").await.fields, [], "nothing of it was kept");
        let blank = FieldForm { kind: "text".to_owned(), ..FieldForm::default() };
        world.save(&category, &with(vec![blank])).await.unwrap();
        assert_eq!(world.category("Site web").await.fields, []);
    })
    .await;
}

#[tokio::test]
async fn categories_stand_where_they_are_put() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let before = world.order().await;
        let last = world.category(before.last().unwrap()).await;
        let first = world.category(&before[0]).await;
        world.save(&last, &CategoryForm { after: "first".to_owned(), ..form_of(&last) }).await.unwrap();
        let mut expected = before.clone();
        expected.rotate_right(1);
        assert_eq!(world.order().await, expected);
        let deed = Deed::CategoryChanged { category: last.name_fr.clone(), parts: vec![CategoryPart::Place] };
        assert_eq!(world.last_deed(&claire).await, deed);
        world.save(&last, &CategoryForm { after: first.id.to_string(), ..form_of(&last) }).await.unwrap();
        expected.swap(0, 1);
        assert_eq!(world.order().await, expected);
        let itself = CategoryForm { after: last.id.to_string(), ..form_of(&last) };
        assert_eq!(refused(world.save(&last, &itself).await), [("after".to_owned(), "invalid-choice")]);
        // Saved as it is, it stays where it is, and nothing is noted.
        let noted =
            world.service.people_history(&claire, &Wanted::default(), None, 100).await.unwrap().0.len();
        world.save(&last, &form_of(&last)).await.unwrap();
        assert_eq!(world.order().await, expected);
        assert_eq!(
            world.service.people_history(&claire, &Wanted::default(), None, 100).await.unwrap().0.len(),
            noted
        );
        let new = CategoryForm {
            name_fr: "Téléphonie".to_owned(),
            name_en: "Telephony".to_owned(),
            ..Default::default()
        };
        world.service.save_category(&world.office, world.durand.id, None, &new).await.unwrap();
        assert_eq!(world.order().await.last().unwrap(), "Téléphonie");
        assert_eq!(world.last_deed(&claire).await, Deed::CategoryAdded { category: "Téléphonie".to_owned() });
        let stranger =
            CategoryForm { team: "tea_00000000000000000000000000000000".to_owned(), ..form_of(&last) };
        assert_eq!(refused(world.save(&last, &stranger).await), [("team".to_owned(), "invalid-choice")]);
    })
    .await;
}

#[tokio::test]
async fn two_editors_undo_nothing_unseen_and_two_categories_have_two_names() {
    on_each_column(|world| async move {
        let category = world.category("Site web").await;
        let seen = CategoryForm { version: state(&category), ..form_of(&category) };
        let first = CategoryForm { hint_fr: "L’adresse de la page".to_owned(), ..seen.clone() };
        world.save(&category, &first).await.unwrap();
        let second = CategoryForm { name_en: "Web pages".to_owned(), ..seen };
        let refused = world.save(&category, &second).await;
        let Err(Error::Invalid(fields)) = refused else { panic!("{refused:?}") };
        assert_eq!(fields[0].field, "version");
        // Having looked at what is saved, it is saved on purpose; a place among the others is nothing of its own.
        let now = world.category("Site web").await;
        assert_eq!(now.hint_fr.as_deref(), Some("L’adresse de la page"));
        let other = world.category("Autre").await;
        world.save(&other, &CategoryForm { after: "first".to_owned(), ..form_of(&other) }).await.unwrap();
        world.save(&category, &CategoryForm { version: state(&now), ..second }).await.unwrap();

        let twice = CategoryForm { name_fr: "SITE WEB".to_owned(), ..form_of(&other) };
        let refused = world.save(&other, &twice).await;
        let Err(Error::Invalid(fields)) = refused else { panic!("{refused:?}") };
        assert_eq!((fields[0].field.as_ref(), &fields[0].reason), ("name_fr", &Reason::Taken));
        world.save(&other, &CategoryForm { is_archived: true, ..twice }).await.unwrap();
    })
    .await;
}
