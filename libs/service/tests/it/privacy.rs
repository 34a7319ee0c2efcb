//! What is kept of somebody: handed out to them alone, and gone from everywhere when they are erased.

mod company;
mod leaving;
mod retention;
mod traces;

use std::{collections::BTreeMap, io::Read as _};

use chrono::Duration;
use rappel_domain::{
    Locale, Refusal,
    audit::Deed,
    contact::Choices,
    id::{PasskeyId, PersonId},
    own_field::OwnField,
    privacy::EXPORT_KEPT,
};
use rappel_service::{
    Closed, Error, Files, Received, Scope, Sending,
    account::AccountForm,
    categories::{CategoryForm, FieldForm},
    intake::Draft,
    people::{Disabled, InviteForm, Wanted},
    privacy::Erasure,
    tickets::{Asked, Note},
};
use rappel_store::{deliveries::Outcome, passkeys::Passkey};
use rappel_testkit::Column;

use crate::world::{World, on_each_column};

const NAME: &str = "Séverine Canari";
const EMAIL: &str = "severine.canari@durand-fils.example";

fn received(world: &World, name: &str, content: &str) -> Received {
    let path = world.folder().join(format!("incoming-{}", rappel_domain::id::FileId::new(&*world.clock)));
    std::fs::write(&path, content).unwrap();
    Received { path, name: name.to_owned(), media_type: "text/plain".to_owned(), size: content.len() as u64 }
}

fn entries(path: &std::path::Path) -> BTreeMap<String, String> {
    let bytes = std::fs::read(path).unwrap();
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut all = archive.entries();
    let mut found = BTreeMap::new();
    while let Some(entry) = all.next_entry().unwrap() {
        let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let packed = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = String::new();
        flate2::read::DeflateDecoder::new(packed.data()).read_to_string(&mut content).unwrap();
        found.insert(name, content);
    }
    found
}

struct Case {
    claire: Scope,
    severine: Scope,
    id: PersonId,
    urgent: i64,
    by_claire: i64,
}

impl World {
    async fn open(&self, scope: &Scope, urgent: bool, words: &str, files: &[Received]) -> i64 {
        let form = self.service.ticket_form(scope, None).await.unwrap();
        let category = form.categories.iter().find(|it| it.is_urgent == urgent).unwrap();
        // What a category asks for itself says who they are too.
        let answer = |it: &OwnField| (it.id.to_string(), format!("Le poste de {NAME}"));
        let draft = Draft {
            category: category.id.to_string(),
            fields: category.fields.iter().map(answer).collect(),
            description: words.to_owned(),
            phone: if urgent { "06 99 88 77 66".to_owned() } else { String::new() },
            idempotency_key: words.len().to_string(),
            ..Draft::default()
        };
        self.service.open_ticket(scope, &draft, files).await.unwrap().number
    }

    /// Somebody whose name, address and number lie wherever they can.
    async fn case(&self) -> Case {
        let service = &self.service;
        let scope = self.office.on(self.durand.id).unwrap();
        let urgent =
            service.every_category(&scope).await.unwrap().into_iter().find(|it| it.is_urgent).unwrap();
        let asks = FieldForm {
            label_fr: "Poste".to_owned(),
            label_en: "Machine".to_owned(),
            kind: "text".to_owned(),
            ..FieldForm::default()
        };
        let form = CategoryForm {
            name_fr: urgent.name_fr,
            name_en: urgent.name_en,
            is_urgent: true,
            fields: vec![asks],
            ..CategoryForm::default()
        };
        service.save_category(&self.office, self.durand.id, Some(urgent.id), &form).await.unwrap();
        let claire = self.person(&self.durand, "Claire Martin", "manager").await;
        let severine = self.person(&self.durand, "Severine Canari", "member").await;
        let id = match severine.actor() {
            rappel_domain::Actor::Person(id) => id,
            other => panic!("{other:?}"),
        };
        let form = AccountForm {
            name: NAME.to_owned(),
            phone: "06 99 88 77 66".to_owned(),
            locale: "fr".to_owned(),
            choices: Choices::alike(true, false),
            ..AccountForm::default()
        };
        service.save_account(&severine, &form).await.unwrap();
        self.sql("UPDATE persons SET activated_at = created_at");
        let tx = self.store().write(&self.system().await).await.unwrap();
        let key = Passkey {
            id: PasskeyId::new(tx.clock()),
            subject: id.into(),
            host: "durand-fils.support.example".to_owned(),
            credential: vec![1; 32],
            handle: vec![2; 64],
            public_key: b"key".to_vec(),
            state: vec![0; 7],
            name: "Téléphone de Canari".to_owned(),
            created_at: tx.clock().now(),
            used_at: None,
        };
        tx.passkeys().insert_passkey(&key).await.unwrap();
        tx.commit().await.unwrap();
        let file = received(self, "cv-canari.txt", "content of canari");
        let words = format!("Ici {NAME}, 06.99.88.77.66 ou {EMAIL}");
        let urgent = self.open(&severine, true, &words, &[file]).await;
        let by_claire =
            self.open(&claire, false, "Voir avec SÉVERINE  CANARI au +33 6 99 88 77 66", &[]).await;
        let marie = self.staff_on(self.marie, &self.durand).await;
        let note = |body: &str| Note { body: body.to_owned(), ..Note::default() };
        // As whoever knows somebody writes their name.
        let spelled =
            "Severine Canari, Se\u{301}verine Canari, Séverine-Canari, CANARI Séverine ou Canari, Severine";
        service.reply(&claire, by_claire, &note(spelled), &[]).await.unwrap();
        service.note(&marie, urgent, &note("Canari rappelle souvent"), &[]).await.unwrap();
        for delivery in self.sent_to(id).await {
            self.fail(delivery, EMAIL, &format!("550 <{EMAIL}> unknown")).await;
        }
        let theirs = match claire.actor() {
            rappel_domain::Actor::Person(id) => self.sent_to(id).await,
            other => panic!("{other:?}"),
        };
        assert!(!theirs.is_empty(), "nothing was sent to others");
        for delivery in theirs {
            self.fail(delivery, "claire@durand-fils.example", "mailbox full").await;
        }
        Case { claire, severine, id, urgent, by_claire }
    }

    async fn system(&self) -> Scope {
        self.store().doors().command_line().await.unwrap().tenant(self.durand.id)
    }

    async fn sent_to(&self, id: PersonId) -> Vec<rappel_domain::id::DeliveryId> {
        let tx = self.store().read(&self.system().await).await.unwrap();
        tx.exports().sent_to(id, None, 100).await.unwrap().iter().map(|it| it.id).collect()
    }

    async fn fail(&self, delivery: rappel_domain::id::DeliveryId, address: &str, detail: &str) {
        let tx = self.store().write(&self.system().await).await.unwrap();
        let body = format!("Bonjour {NAME}");
        let sending = Sending { provider: "smtp", address, subject: Some(&body), body: &body };
        let attempt = tx.deliveries().begin_attempt(delivery, &sending).await.unwrap();
        let outcome = Outcome {
            word: "recipient",
            detail: Some(detail),
            provider_message_id: None,
            state: rappel_domain::delivery::DeliveryState::Failed,
        };
        tx.deliveries().close_attempt(delivery, attempt, &outcome).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn erase(&self, id: PersonId) {
        let scope = self.system().await;
        self.service.erase_traces(&scope, id).await.unwrap();
        let mut tx = self.store().write(&scope).await.unwrap();
        self.service.forget_person(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
        self.service.clear_leftovers().await;
    }
}

#[tokio::test]
async fn what_is_kept_of_somebody_is_theirs_to_fetch_for_some_days() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let service = &world.service;
        service.ask_export(&case.severine).await.unwrap();
        assert!(matches!(service.ask_export(&case.severine).await, Err(Error::Busy)));
        let export = service.own_exports(&case.severine).await.unwrap()[0].clone();
        assert!(matches!(service.fetch_export(&case.severine, export.id).await, Err(Error::NotFound)));

        let scope = world.system().await;
        let size = Box::pin(service.write_export(&scope, export.id)).await.unwrap().unwrap();
        let mut tx = world.store().write(&scope).await.unwrap();
        service.export_written(&mut tx, export.id, size).await.unwrap();
        tx.commit().await.unwrap();
        let again = Box::pin(service.write_export(&scope, export.id)).await.unwrap();
        assert_eq!(again, None, "done twice, it is written once");

        let found = service.fetch_export(&case.severine, export.id).await.unwrap();
        assert_eq!(found.file.size, size);
        let read = entries(&found.path);
        assert!(read["account.json"].contains(EMAIL) && read["account.json"].contains("+33699887766"));
        let account: serde_json::Value = serde_json::from_str(&read["account.json"]).unwrap();
        let passkey = account["passkeys"][0].as_object().unwrap();
        assert_eq!(passkey["name"], "Téléphone de Canari");
        assert_eq!(passkey.len(), 4, "name, host and dates, and nothing of the key");
        let ticket = &read[&format!("tickets/{}.json", case.urgent)];
        assert!(ticket.contains("06.99.88.77.66") && ticket.contains("cv-canari.txt"), "{ticket}");
        assert!(!ticket.contains("rappelle souvent"), "a note is for staff");
        assert!(!read.contains_key(&format!("tickets/{}.json", case.by_claire)), "a ticket of another");
        let file = read.iter().find(|(name, _)| name.ends_with("-cv-canari.txt")).unwrap();
        assert_eq!(file.1, "content of canari");
        let sent: serde_json::Value = serde_json::from_str(&read["sent.json"]).unwrap();
        assert_eq!(sent.as_array().unwrap().len(), world.sent_to(case.id).await.len());
        let audit: serde_json::Value = serde_json::from_str(&read["audit.json"]).unwrap();
        assert_eq!(audit[0]["deed"]["deed"], "export_asked");

        // Nobody else's, and not for ever.
        assert!(matches!(service.fetch_export(&case.claire, export.id).await, Err(Error::NotFound)));
        let stranger = world.person(&world.nunes, "Ana Nunes", "manager").await;
        assert!(matches!(service.fetch_export(&stranger, export.id).await, Err(Error::NotFound)));
        world.clock.advance(EXPORT_KEPT);
        assert!(matches!(service.fetch_export(&case.severine, export.id).await, Err(Error::NotFound)));
        assert!(service.own_exports(&case.severine).await.unwrap().is_empty());
        let tx = world.store().write(&scope).await.unwrap();
        service.drop_export(&tx, export.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!found.path.exists());
        assert_eq!(world.sql("SELECT count(*) FROM exports"), ["0"]);
        service.ask_export(&case.severine).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_account_that_nobody_used_takes_no_words_of_others_away() {
    on_each_column(|world| async move {
        let service = &world.service;
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let number =
            world.open(&claire, false, "Vu avec Nous Garantissons, nous@garantissons.example", &[]).await;
        let form = InviteForm {
            name: "Nous Garantissons".to_owned(),
            email: "nous@garantissons.example".to_owned(),
            user_name: "nous.garantissons".to_owned(),
            role: "member".to_owned(),
            ..InviteForm::default()
        };
        let id = service.invite(&claire, &form).await.unwrap();
        service.set_disabled(&claire, id, Disabled::Yes).await.unwrap();
        service.erase_person(&claire, id, "Nous Garantissons").await.unwrap();
        world.erase(id).await;
        let view = service.ticket(&claire, number).await.unwrap();
        assert_eq!(view.ticket.excerpt, "Vu avec Nous Garantissons, nous@garantissons.example");
        assert_eq!(service.erasures(&claire).await.unwrap(), [(id, Erasure::Done)]);
    })
    .await;
}

#[tokio::test]
async fn who_is_erased_is_gone_from_everywhere_and_their_ticket_stays() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let service = &world.service;
        let id = case.id;
        service.ask_export(&case.severine).await.unwrap();
        let export = service.own_exports(&case.severine).await.unwrap()[0].id;
        let scope = world.system().await;
        Box::pin(service.write_export(&scope, export)).await.unwrap().unwrap();
        let written = Files::Folder(world.folder().join("files")).export(world.durand.id, export);
        assert!(written.exists());
        world.lets_see(&case.claire, id, "company").await;
        service.follow(&case.claire, case.by_claire, Some(id)).await.unwrap();
        // Of a text of the company's own only the words of today are kept.
        for (key, words) in [
            ("login-lead", "Écrivez à Séverine Canari"),
            ("login-title", "Voir Séverine Canari"),
            ("login-title", "Entrer"),
        ] {
            service
                .save_own_words(&world.office, world.durand.id, (Locale::Fr, key), Some(words), None)
                .await
                .unwrap();
        }
        let version = service.texts_versions().await.unwrap()[&world.durand.id];
        let words =
            ["canari", "séverine", "severine", "se\u{301}verine", "699887766", "99.88.77.66", "99 88 77 66"];
        let before = world.traces(&words).await;
        let of = |place: &str| before.iter().filter(|it| it.starts_with(place)).count();
        for table in [
            "persons:",
            "messages:",
            "tickets:",
            "callbacks:",
            "deliveries:",
            "attempts:",
            "files:",
            "own_texts:",
        ] {
            assert!(of(table) > 0, "{table} has nothing to be erased: {before:#?}");
        }

        assert_eq!(world.sql("SELECT count(*) FROM followers"), ["1"]);
        let erase = async |typed: &str| service.erase_person(&case.claire, id, typed).await;
        assert!(matches!(erase(NAME).await, Err(Error::Invalid(_))), "they can sign in");
        service.set_disabled(&case.claire, id, Disabled::Yes).await.unwrap();
        assert!(matches!(erase("Séverine").await, Err(Error::Invalid(_))), "another name");
        assert!(matches!(erase(NAME).await, Err(Error::Invalid(_))), "a call is owed");
        assert!(matches!(service.erase_person(&case.severine, id, NAME).await, Err(Error::Forbidden)));
        let marie = world.staff_on(world.marie, &world.durand).await;
        service.close(&marie, case.urgent).await.unwrap();
        erase(" séverine  CANARI ").await.unwrap();
        assert!(matches!(erase(NAME).await, Err(Error::NotFound)), "once");
        let revived = service.undo_close(&marie, case.urgent).await;
        assert!(matches!(revived, Err(Error::Refused(Refusal::UndoOver))), "no call to nobody: {revived:?}");
        assert_eq!(service.erasures(&case.claire).await.unwrap(), [(id, Erasure::UnderWay)]);
        let back = service.set_disabled(&case.claire, id, Disabled::No).await;
        assert!(matches!(back, Err(Error::NotFound)), "{back:?}");
        let form = service.ticket_form(&marie, None).await.unwrap();
        let again = Draft {
            category: form.categories[0].id.to_string(),
            description: "Une fois de plus".to_owned(),
            phone: "06 99 88 77 66".to_owned(),
            requester: Some(id),
            idempotency_key: "again".to_owned(),
            ..Draft::default()
        };
        let opened = service.open_ticket(&marie, &again, &[]).await;
        assert!(matches!(opened, Err(Error::NotFound)), "{opened:?}");

        // A worker that dies on the way begins again.
        service.erase_traces(&scope, id).await.unwrap();
        world.erase(id).await;
        world.erase(id).await;
        assert_eq!(service.erasures(&case.claire).await.unwrap(), [(id, Erasure::Done)]);
        assert_eq!(world.traces(&words).await, Vec::<String>::new());
        if world.column() == Column::Production {
            let vacuumed = "SELECT count(*) > 1 FROM pg_stat_user_tables \
                            WHERE relname IN ('persons', 'jobs', 'refused_addresses') AND last_vacuum IS NOT NULL";
            assert_eq!(world.sql(vacuumed), ["t"], "versions of rows that nobody sees are still there");
        }
        let spelled = "SELECT count(*) FROM messages WHERE body = '[…], […], […], […] ou […]'";
        assert_eq!(world.sql(spelled), ["1"]);
        let rewritten = "SELECT count(*) FROM deliveries WHERE body LIKE '%[…]%' OR subject LIKE '%[…]%'";
        assert_eq!(world.sql(rewritten), ["0"], "what was sent stays as it was, or goes");
        let own = service.own_words_of(world.durand.id).await.unwrap();
        let own: Vec<_> = own.iter().map(|it| it.words.as_str()).collect();
        assert_eq!(own, ["Écrivez à […]", "Entrer"]);
        assert_eq!(service.texts_versions().await.unwrap()[&world.durand.id], version + 1, "once");
        assert!(!written.exists());
        // A worker that ends it after that leaves nothing.
        std::fs::write(&written, "x").unwrap();
        assert_eq!(Box::pin(service.write_export(&scope, export)).await.unwrap(), None);
        assert!(!written.exists());
        let sessions = world.redis_texts().await;
        let theirs = id.uuid().simple().to_string();
        assert!(sessions.iter().all(|(key, text)| !key.contains(&theirs) && !text.contains(&theirs)));
        let hex = format!("lower(hex(subject)) = '{theirs}'");
        let uuid = format!("subject = '{}'", id.uuid());
        let which = if world.column() == Column::Embedded { hex } else { uuid };
        for table in ["sessions", "links"] {
            assert_eq!(world.sql(&format!("SELECT count(*) FROM {table} WHERE {which}")), ["0"], "{table}");
        }
        assert_eq!(world.sql("SELECT count(*) FROM followers"), ["0"]);

        // The ticket is there, says what happened, and its chain holds.
        let view = service.ticket(&case.claire, case.urgent).await.unwrap();
        assert_eq!(view.requester, "Personne effacée");
        let other = service.ticket(&case.claire, case.by_claire).await.unwrap();
        assert_eq!(other.requester, "Claire Martin");
        assert_eq!(other.ticket.excerpt, "Voir avec […] au […]");
        assert_eq!(view.ticket.answers[0].plain(Locale::Fr), "Le poste de […]");
        assert_eq!(service.verify_chains(|_| ()).await.unwrap().broken, 0);
        assert_eq!(service.verify_audits().await.unwrap(), []);
        let proof = service.callback_proof(&marie, view.callback.unwrap().callback.id).await.unwrap();
        assert_eq!(proof.chain, rappel_domain::chain::State::Whole);
        let (log, _) = service.people_history(&case.claire, &Wanted::default(), None, 100).await.unwrap();
        assert!(log.iter().any(|it| it.deed == Deed::PersonErased));
        assert!(
            log.iter().filter(|it| it.deed != Deed::PersonErased).any(|it| it.deed == Deed::ErasureAsked)
        );
        world.clock.advance(Duration::days(1));
        let sought = Asked { text: "canari".to_owned(), ..Asked::all(Closed::Yes) };
        assert!(service.ticket_list(&case.claire, &sought, None).await.unwrap().rows.is_empty());
    })
    .await;
}
