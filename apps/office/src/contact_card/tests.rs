use super::*;

#[test]
fn a_card_has_each_number_and_what_its_version_demands() {
    let card = card("Atelier Support", &["+33755551234", "+33123456789"]);
    let lines: Vec<&str> = card.split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "BEGIN:VCARD",
            "VERSION:3.0",
            "N:Atelier Support;;;;",
            "FN:Atelier Support",
            "ORG:Atelier Support",
            "TEL;TYPE=WORK,VOICE:+33755551234",
            "TEL;TYPE=WORK,VOICE:+33123456789",
            "END:VCARD",
            "",
        ]
    );
}

#[test]
fn a_name_cannot_end_its_line_or_its_value() {
    let card = card("A;B, C\\\r\nTEL:+33600000000", &["+33123456789"]);
    assert!(card.contains("FN:A\\;B\\, C\\\\\\nTEL:+33600000000\r\n"), "{card}");
    assert_eq!(card.matches("\r\nTEL").count(), 1);
}

#[test]
fn long_lines_are_folded_between_letters() {
    let long = card(&"é".repeat(100), &["+33123456789"]);
    assert!(long.split("\r\n").all(|line| line.len() <= 75));
    assert!(long.replace("\r\n ", "").contains(&format!("FN:{}", "é".repeat(100))));
}
