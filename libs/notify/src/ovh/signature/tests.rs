use super::*;

const SECRET: &str = "9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk";
const CONSUMER: &str = "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY";
const URL: &str = "https://eu.api.ovh.com/1.0/auth";

fn signed(method: &str, body: &str) -> String {
    sign(SECRET, CONSUMER, &Signed { method, url: URL, body, timestamp: 1_457_018_875 })
}

#[test]
fn the_check_vectors() {
    assert_eq!(signed("GET", ""), "$1$e9556054b6309771395efa467c22e627407461ad");
    assert_eq!(signed("POST", r#"{"a":"b","c":"d"}"#), "$1$ec2fb5c7a81f64723c77d2e5b609ae6f58a84fc1");
}

#[test]
fn the_bytes_are_signed_and_not_what_they_mean() {
    assert_ne!(signed("POST", r#"{"a":"b","c":"d"}"#), signed("POST", r#"{"a": "b","c":"d"}"#));
}
