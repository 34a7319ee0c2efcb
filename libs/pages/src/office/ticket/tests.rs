use super::*;

fn unseen(page: &TicketPage) -> Vec<Side> {
    let messages = page.ticket.entries.iter().filter_map(|entry| match entry {
        Entry::Message(message) if message.unseen => Some(message.side),
        _ => None,
    });
    messages.collect()
}

#[test]
fn an_answer_that_was_stopped_marks_what_came_after_and_no_note() {
    // Client, note, staff.
    let page = || sample(Status::InProgress, None);
    assert_eq!(unseen(&page().stopped(1)), [Side::Staff]);
    assert_eq!(unseen(&page().stopped(0)), [Side::Client, Side::Staff]);
    assert!(unseen(&page().stopped(2)).is_empty());
}

#[test]
fn a_refused_answer_comes_back_whole_with_its_key() {
    let page =
        sample(Status::InProgress, None).answer_refused("typed", "k9", Some("name-empty".into()), None);
    let work = page.ticket.work.unwrap();
    assert_eq!((work.answer.value.as_str(), work.answer_key.as_str()), ("typed", "k9"));
    assert_eq!(page.errors.len(), 1);
    assert!(!work.note_open, "the note is another form");
}
