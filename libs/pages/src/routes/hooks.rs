//! Paths where providers tell receipts and replies; on the host of the back office.

use rappel_domain::id::DeliveryId;

/// Texts that phones sent to a number at Twilio.
pub const TWILIO_INBOUND: &str = "/hooks/twilio/sms";
/// Receipts of Twilio, as the router knows them.
pub const TWILIO_RECEIPT: &str = "/hooks/twilio/receipt/:tenant/:delivery";
/// Texts that phones sent, told by a provider with a generic HTTP API.
pub const HTTP_INBOUND: &str = "/hooks/sms/inbound";
/// Receipts of a provider with a generic HTTP API.
pub const HTTP_RECEIPT: &str = "/hooks/sms/receipt/:tenant/:delivery";

/// Where Twilio tells the receipt of a delivery; `tenant` is the tenant's number.
pub fn twilio_receipt(tenant: i64, delivery: DeliveryId) -> String {
    format!("/hooks/twilio/receipt/{tenant}/{delivery}")
}

#[cfg(test)]
mod tests {
    use rappel_domain::clock::FixedClock;

    use super::*;

    #[test]
    fn the_router_knows_the_address_that_twilio_gets() {
        let delivery = DeliveryId::new(&FixedClock::at("2026-11-22T13:19:00Z"));
        let path = twilio_receipt(7, delivery);
        let pattern = TWILIO_RECEIPT.replace(":tenant", "7").replace(":delivery", &delivery.to_string());
        assert_eq!(path, pattern);
    }
}
