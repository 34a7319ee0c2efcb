//! Files that come with what somebody writes.

use std::path::PathBuf;

use rappel_service::{Error, Received, Scope, intake::Draft, tickets::Note};

use crate::world::{World, on_each_column};

/// A file as the web receives it, of so many bytes.
fn received(world: &World, name: &str, size: usize) -> Received {
    let path = world.folder().join(format!("incoming-{}", rappel_domain::id::FileId::new(&*world.clock)));
    std::fs::write(&path, vec![b'x'; size]).unwrap();
    Received { path, name: name.to_owned(), media_type: "text/plain".to_owned(), size: size as u64 }
}

fn kept(world: &World) -> Vec<PathBuf> {
    let folder = world.folder().join("files").join(world.durand.id.to_string());
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).collect()
}

async fn draft(world: &World, scope: &Scope, key: &str) -> Draft {
    let form = world.service.ticket_form(scope, None).await.unwrap();
    let category = form.categories.iter().find(|it| !it.is_urgent).unwrap();
    Draft {
        category: category.id.to_string(),
        description: "Voir la copie d’écran".to_owned(),
        idempotency_key: key.to_owned(),
        ..Draft::default()
    }
}

#[tokio::test]
async fn what_no_message_names_is_not_kept() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let service = &world.service;
        let good = draft(&world, &claire, "one").await;
        let empty = Draft { description: " ".to_owned(), ..good.clone() };
        let refused = service.open_ticket(&claire, &empty, &[received(&world, "a.txt", 10)]).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        assert_eq!(kept(&world), Vec::<PathBuf>::new(), "after a refusal");

        let opened = service.open_ticket(&claire, &good, &[received(&world, "a.txt", 10)]).await.unwrap();
        assert_eq!(kept(&world).len(), 1);
        let again = service.open_ticket(&claire, &good, &[received(&world, "a.txt", 10)]).await.unwrap();
        assert_eq!(again, opened);
        assert_eq!(kept(&world).len(), 1, "after a repeat");

        let agent = world.staff_on(world.marie, &world.durand).await;
        let note = |seen| Note { body: "Bonjour".to_owned(), seen: Some(seen), ..Note::default() };
        let unseen = service.answer(&agent, opened.number, &note(0), &[received(&world, "b.txt", 5)]).await;
        assert!(matches!(unseen, Err(Error::Refused(_))), "{unseen:?}");
        assert_eq!(kept(&world).len(), 1, "after a stop");
        service.answer(&agent, opened.number, &note(1), &[received(&world, "b.txt", 5)]).await.unwrap();
        assert_eq!(kept(&world).len(), 2);
        let view = service.ticket(&claire, opened.number).await.unwrap();
        let files = view.timeline.iter().filter_map(|entry| match entry {
            rappel_service::timeline::Entry::Message(message) => Some(message.files.len()),
            rappel_service::timeline::Entry::Fact(_) => None,
        });
        assert_eq!(files.sum::<usize>(), 2);
    })
    .await;
}

#[tokio::test]
async fn another_file_is_another_request() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let service = &world.service;
        let good = draft(&world, &claire, "one").await;
        let opened = service.open_ticket(&claire, &good, &[]).await.unwrap();
        let more = service.open_ticket(&claire, &good, &[received(&world, "a.txt", 10)]).await;
        assert!(matches!(more, Err(Error::KeyMisused)), "a file would be lost: {more:?}");

        let note = Note { body: "Voilà".to_owned(), seen: None, idempotency_key: "two".to_owned() };
        service.reply(&claire, opened.number, &note, &[received(&world, "a.txt", 10)]).await.unwrap();
        service.reply(&claire, opened.number, &note, &[received(&world, "a.txt", 10)]).await.unwrap();
        for (name, size) in [("b.txt", 10), ("a.txt", 11)] {
            let other = service.reply(&claire, opened.number, &note, &[received(&world, name, size)]).await;
            assert!(matches!(other, Err(Error::KeyMisused)), "{name} {size}: {other:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_open_ticket_is_not_continued() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let service = &world.service;
        let first = service.open_ticket(&claire, &draft(&world, &claire, "").await, &[]).await.unwrap();
        let next = Draft { continues: Some(first.number), ..draft(&world, &claire, "").await };
        let refused = service.open_ticket(&claire, &next, &[]).await;
        assert!(matches!(refused, Err(Error::Refused(rappel_domain::Refusal::TicketOpen))), "{refused:?}");
        service.close(&claire, first.number).await.unwrap();
        service.open_ticket(&claire, &next, &[]).await.unwrap();
    })
    .await;
}
