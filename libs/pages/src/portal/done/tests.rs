use rappel_domain::Locale;

use super::*;

#[test]
fn everything_done_is_said_in_every_language() {
    let all = [
        Done::Opened(1043),
        Done::UrgentOpened(1043),
        Done::Replied,
        Done::Closed(1043),
        Done::Reopened,
        Done::NumberChanged,
        Done::CallbackCancelled,
        Done::Invited,
        Done::Removed,
        Done::Enabled,
        Done::RoleChanged,
        Done::RoleLeft,
        Done::Left,
        Done::Welcome,
        Done::PasswordChanged,
        Done::PasswordSent,
        Done::Saved,
        Done::CodeSent,
        Done::CodeWaits,
        Done::PhoneChecked,
        Done::PhoneRemoved,
        Done::SessionEnded,
        Done::TooLate,
        Done::LastManager,
    ];
    for done in all {
        let flash = Flash::from(done);
        let [french, english] = Locale::ALL.map(|locale| flash.text.say(locale).unwrap());
        assert_ne!(french, english, "{done:?}");
    }
}

#[test]
fn whoever_cannot_open_a_ticket_again_is_told_our_number() {
    let said = |operator, locale| undone_too_often(operator).text.say(locale).unwrap();
    for locale in Locale::ALL {
        let with_number = said(Some("+33123456789"), locale);
        assert!(with_number.contains("45") && with_number.contains("89"), "{with_number}");
        assert!(!said(None, locale).contains("45"));
    }
    assert_ne!(said(None, Locale::Fr), said(None, Locale::En));
}
