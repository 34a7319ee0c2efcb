use proptest::prelude::*;

use super::*;

/// Each entry as `name <address>`, or the key of its refusal.
fn shown(text: &str) -> Vec<String> {
    let one = |entry: Entry| match entry.invitee {
        Ok(found) => format!("{} <{}>", found.name, found.email),
        Err(refusal) => format!("{}: {}", refusal.key(), entry.text),
    };
    let list = read(text);
    assert_eq!((list.rest, list.unread()), ("", 0));
    list.entries.into_iter().map(one).collect()
}

#[test]
fn people_paste_what_they_have() {
    for (pasted, expected) in [
        ("luc.petit@durand.fr", "Luc Petit <luc.petit@durand.fr>"),
        ("Luc Petit <luc@durand.fr>", "Luc Petit <luc@durand.fr>"),
        ("  \"Petit, Luc\" <Luc@Durand.FR> ;", "Petit Luc <Luc@durand.fr>"),
        ("Luc Petit;luc@durand.fr", "Luc Petit <luc@durand.fr>"),
        ("Petit\tLuc\tluc@durand.fr", "Petit Luc <luc@durand.fr>"),
        ("luc@durand.fr, Luc Petit", "Luc Petit <luc@durand.fr>"),
        ("Zoé Lefèvre-d’Or zoe@durand.fr", "Zoé Lefèvre-d’Or <zoe@durand.fr>"),
        ("mailto:luc@durand.fr", "Luc <luc@durand.fr>"),
        ("_@durand.fr", "_ <_@durand.fr>"),
        ("Luc Petit", "list-no-address: Luc Petit"),
        ("Luc luc@durand.fr luc@autre.fr", "list-several-addresses: Luc luc@durand.fr luc@autre.fr"),
        ("luc@durand", "email-domain: luc@durand"),
        ("lùc@durand.fr", "email-characters: lùc@durand.fr"),
        ("luc@@durand.fr", "email-not-an-address: luc@@durand.fr"),
    ] {
        assert_eq!(shown(pasted), [expected], "{pasted}");
    }
}

#[test]
fn the_recipients_of_a_mail_are_an_entry_each() {
    let recipients = "Luc Petit <luc@durand.fr>; Sofia <sofia@durand.fr>, anne@durand.fr;";
    assert_eq!(
        shown(recipients),
        ["Luc Petit <luc@durand.fr>", "Sofia <sofia@durand.fr>", "Anne <anne@durand.fr>"]
    );
    assert_eq!(shown("\r\n\n ; \na@durand.fr\r\n\r\nb@durand.fr\n"), ["A <a@durand.fr>", "B <b@durand.fr>"]);
    assert_eq!(shown(""), [""; 0]);
}

/// A text as long as a form may be costs what its first entries cost; the rest is not touched.
#[test]
fn what_is_below_the_last_entry_stays_as_it_is() {
    let lines = |from: usize, to: usize| -> String {
        (from..to).fold(String::new(), |text, number| text + &format!("p{number}@a.fr\r\n"))
    };
    let many = lines(0, 20_000);
    let list = read(&many);
    assert_eq!((list.entries.len(), list.unread()), (MOST, 20_000 - MOST));
    assert_eq!(list.rest, lines(MOST, 20_000));
    assert_eq!(list.rest.as_ptr(), many[many.len() - list.rest.len()..].as_ptr(), "no copy of it");

    // A line that names many is left in its middle; empty lines are not counted, nor a rest of nothing else.
    let recipients = |from: usize, to: usize| -> String {
        (from..to).map(|number| format!("p{number}@a.fr")).collect::<Vec<_>>().join("; ")
    };
    let many = recipients(0, 500) + "\n\nLuc\n ; \nAnne\n";
    let list = read(&many);
    assert_eq!((list.entries.len(), list.unread()), (MOST, 3));
    assert_eq!(list.rest.trim_start(), recipients(MOST, 500) + "\n\nLuc\n ; \nAnne\n");
    let exactly = lines(0, MOST) + "\n ;\r\n";
    assert_eq!((read(&exactly).entries.len(), read(&exactly).rest), (MOST, ""));
}

proptest! {
    /// Whatever is pasted: every address and every word of it is in some entry, so that nothing is lost.
    #[test]
    fn every_word_is_in_an_entry(text in "([a-zé@. <>;,\"\t]{0,12}\n?){0,8}") {
        let entries: String = read(&text).entries.iter().map(|entry| entry.text.clone() + "\n").collect();
        for word in text.split(|c: char| c.is_whitespace() || ";,".contains(c)).filter(|it| !it.is_empty()) {
            prop_assert!(entries.contains(word), "{word} of {text:?}: {entries:?}");
        }
    }

    /// What is read again, as it was left in the box, reads the same.
    #[test]
    fn entries_read_again_are_the_same(text in "([a-zé@. <>;,\t]{0,12}\n?){0,8}") {
        let once = read(&text);
        let left: Vec<String> = once.entries.iter().map(|entry| entry.text.clone()).collect();
        prop_assert_eq!(read(&left.join("\n")).entries, once.entries);
    }
}
