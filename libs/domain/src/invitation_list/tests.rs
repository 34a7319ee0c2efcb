use proptest::prelude::*;

use super::*;

/// Each entry as `name <address>`, or the key of its refusal.
fn shown(text: &str) -> Vec<String> {
    let one = |entry: Entry| match entry.invitee {
        Ok(found) => format!("{} <{}>", found.name, found.email),
        Err(refusal) => format!("{}: {}", refusal.key(), entry.text),
    };
    read(text).into_iter().map(one).collect()
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

proptest! {
    /// Whatever is pasted: every address and every word of it is in some entry, so that nothing is lost.
    #[test]
    fn every_word_is_in_an_entry(text in "([a-zé@. <>;,\"\t]{0,12}\n?){0,8}") {
        let entries: String = read(&text).iter().map(|entry| entry.text.clone() + "\n").collect();
        for word in text.split(|c: char| c.is_whitespace() || ";,".contains(c)).filter(|it| !it.is_empty()) {
            prop_assert!(entries.contains(word), "{word} of {text:?}: {entries:?}");
        }
    }

    /// What is read again, as it was left in the box, reads the same.
    #[test]
    fn entries_read_again_are_the_same(text in "([a-zé@. <>;,\t]{0,12}\n?){0,8}") {
        let once = read(&text);
        let left: Vec<String> = once.iter().map(|entry| entry.text.clone()).collect();
        prop_assert_eq!(read(&left.join("\n")), once);
    }
}
