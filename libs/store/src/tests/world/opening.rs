//! What a ticket is about, and how it is opened.

use rappel_domain::{
    id::FieldId,
    own_field::{Kind, OwnField, Words},
};

use super::*;

pub(crate) fn category(id: CategoryId, name: &str, is_urgent: bool) -> Category {
    Category {
        id,
        name_fr: name.to_owned(),
        name_en: name.to_owned(),
        hint_fr: Some(name.to_owned()),
        hint_en: None,
        position: 1,
        is_urgent,
        team: None,
        archived_at: None,
        policy: None,
        fields: vec![asked(name)],
    }
}

fn asked(canary: &str) -> OwnField {
    let label = Words { fr: canary.to_owned(), en: canary.to_owned() };
    OwnField { id: FieldId::new(&now()), label, required: false, kind: Kind::Text }
}

/// An urgent ticket of a company, as it is decided.
pub(crate) fn intake(
    tenant: TenantId,
    number: i64,
    category: CategoryId,
    person: PersonId,
    canary: &str,
) -> Intake {
    Intake {
        tenant,
        number,
        category,
        requester: Contact { person, choices: Choices::alike(true, true), has_verified_number: true },
        by: Actor::Person(person),
        description: format!("{canary} ne marche plus"),
        answers: Vec::new(),
        files: vec![StoredFile {
            id: FileId::new(&now()),
            name: format!("{canary}.png"),
            media_type: "image/png".to_owned(),
            size: 1,
        }],
        continues: None,
        urgent: Some(UrgentRequest {
            phone: Phone::from_e164_trusted("+33612345678"),
            contact_name: canary.to_owned(),
            terms: Terms { policy: policy(RotaId::new(&now())), promise_minutes: 15 },
            joins: None,
        }),
    }
}
