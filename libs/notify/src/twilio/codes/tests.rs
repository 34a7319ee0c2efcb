use super::*;

/// The table of the paging rules, row by row, written down a second time.
const RECIPIENT: &[u32] = &[21211, 21614, 21610, 21635, 21265, 21217, 30004, 30005, 30006];
const CONFIGURATION: &[u32] = &[20003, 21606, 21212, 21408, 21608, 30002, 30007, 30034, 21205, 21609];
/// What a refused call adds.
const RECIPIENT_OF_CALLS: &[u32] = &[13224, 21214];
const CONFIGURATION_OF_CALLS: &[u32] = &[21210, 21215, 21216, 21219];
const NOT_PROCESSED: &[u32] = &[20429, 21611, 30001, 30036];
const CARRIER: &[u32] = &[30003, 30008, 30410, 30500];

#[test]
fn each_code_has_the_class_of_the_rules() {
    let rows = [
        (RECIPIENT, Class::Recipient),
        (CONFIGURATION, Class::Configuration),
        (NOT_PROCESSED, Class::NotProcessed),
        (CARRIER, Class::Carrier),
        (RECIPIENT_OF_CALLS, Class::Recipient),
        (CONFIGURATION_OF_CALLS, Class::Configuration),
    ];
    for (codes, class) in rows {
        for code in codes {
            let failure = failure(*code);
            assert_eq!(failure.class, class, "{code}");
            assert_eq!(failure.code, Some(code.to_string()));
        }
    }
    let ruled: usize = rows.iter().map(|(codes, _)| codes.len()).sum();
    assert_eq!(TABLE.len(), ruled, "a row without a rule, or a rule without a row");
}

#[test]
fn rows_are_sorted_and_single() {
    assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn a_code_from_tomorrow_never_disables_a_number() {
    assert_eq!(failure(30_999).class, Class::Carrier);
    assert_eq!(failure(21_999).class, Class::Configuration);
    assert_eq!(failure(63_016).class, Class::Configuration);
}
