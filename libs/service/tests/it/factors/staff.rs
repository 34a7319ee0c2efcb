//! The second step of staff: the same as that of clients, among the operator's rows, and required.

use chrono::Duration;
use rappel_domain::{Clock as _, Refusal, id::StaffId};
use rappel_service::{
    Error, Scope, Tenant,
    api_keys::{ActsFor, SCOPES},
    factors::{CODES, Confirmed, StaffTwoStep, TwoStep},
    links::Entered,
    second_step::Admission,
    team::StaffForm,
};
use rappel_store::links::Purpose;

use super::person::{PASSWORD, code, refusal};
use crate::world::{World, on_each_column};

const OTHER: &str = "une tout autre phrase";

/// Somebody of staff with an app.
struct Enrolled {
    secret: String,
    codes: Vec<String>,
    token: String,
}

impl Enrolled {
    fn code(&self, world: &World) -> String {
        code(&self.secret, world.clock.now())
    }
}

impl World {
    pub(crate) async fn operator(&self) -> Tenant {
        self.service.operator().await.unwrap().unwrap()
    }

    /// The right to the own account of a session of the back office.
    pub(crate) async fn own_account(&self, token: &str) -> Option<Scope> {
        let (scope, _) = self.service.office_session(token).await.unwrap()?;
        scope.on(scope.operator())
    }

    pub(crate) async fn proof(&self, token: &str) -> Confirmed {
        let own = self.own_account(token).await.unwrap();
        self.service.confirmed(&own, token).await.unwrap().unwrap()
    }

    /// Somebody of staff who chose a password, and the session that this began.
    pub(crate) async fn staff_with_password(&self, id: StaffId, password: &str) -> String {
        let operator = self.operator().await;
        let link = self.link_of(&operator, Purpose::StaffPassword(id)).await;
        match self.service.choose_password(&operator, &link, password).await.unwrap() {
            Entered::Staff(admission) => admission.whole().unwrap().token,
            Entered::Person(other) => panic!("{other:?}"),
        }
    }

    async fn enrolled_staff(&self, id: StaffId) -> Enrolled {
        let token = self.staff_with_password(id, PASSWORD).await;
        let reader = self.proof(&token).await;
        self.service.begin_factor(&reader).await.unwrap();
        let TwoStep::Begun(begun) = self.service.two_step(&reader).await.unwrap() else {
            panic!("nothing was begun");
        };
        let first = code(&begun.secret, self.clock.now());
        let (codes, entered) = self.service.enrol_factor(&reader, &first).await.unwrap();
        Enrolled { secret: begun.secret, codes: codes.into_texts(), token: entered.token }
    }

    /// The token of a sign-in of staff that waits for its second step.
    pub(crate) async fn staff_half_in(&self, login: &str, password: &str) -> String {
        match self.service.sign_in_staff(login, password).await.unwrap() {
            Admission::SecondStep(waiting) => waiting.token,
            Admission::Whole(entered) => panic!("{entered:?}"),
        }
    }

    pub(crate) async fn name_of(&self, id: StaffId) -> String {
        self.service.staff(&self.office, id).await.unwrap().user_name
    }

    async fn take(&self, token: &str, code: &str) -> Result<String, Error> {
        let operator = self.operator().await.id;
        self.service.take_second_step(operator, token, code).await.map(|entered| entered.token)
    }
}

#[tokio::test]
async fn staff_sign_in_in_two_steps() {
    on_each_column(|world| async move {
        let service = &world.service;
        let marie = world.enrolled_staff(world.marie).await;
        assert_eq!(marie.codes.len(), CODES);
        let name = world.name_of(world.marie).await;
        let waiting = world.staff_half_in(&name, PASSWORD).await;
        assert!(world.own_account(&waiting).await.is_none(), "no session");
        assert_eq!(refusal(world.take(&waiting, &marie.code(&world)).await), "factor-code-used");
        world.clock.advance(Duration::seconds(30));
        let now = marie.code(&world);
        // Nor in a portal, nor by the door of another link.
        let elsewhere = service.take_second_step(world.durand.id, &waiting, &now).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
        let operator = world.operator().await;
        assert!(matches!(service.password_link(&operator, &waiting).await, Err(Error::NotFound)));
        let token = world.take(&waiting, &now).await.unwrap();
        assert!(world.own_account(&token).await.is_some());
        assert!(matches!(world.take(&waiting, &now).await, Err(Error::NotFound)), "it served once");
        let waiting = world.staff_half_in(&name, PASSWORD).await;
        assert_eq!(refusal(world.take(&waiting, &now).await), "factor-code-used");
        world.take(&waiting, &marie.codes[3]).await.unwrap();
        let again = world.staff_half_in(&name, PASSWORD).await;
        assert_eq!(refusal(world.take(&again, &marie.codes[3]).await), "factor-code-wrong");
        assert_eq!(world.told_of("RecoveryCodeUsed"), 1);
        world.clock.advance(Duration::minutes(10));
        assert!(matches!(world.take(&again, &marie.codes[4]).await, Err(Error::NotFound)), "too late");

        // Another password takes back what waits, waits itself, and is told.
        let before = world.staff_half_in(&name, PASSWORD).await;
        let told = world.told_of("Password");
        let link = world.link_of(&operator, Purpose::StaffPassword(world.marie)).await;
        let chosen = service.choose_password(&operator, &link, OTHER).await.unwrap();
        let Entered::Staff(Admission::SecondStep(chosen)) = chosen else { panic!("{chosen:?}") };
        assert_eq!(world.told_of("Password"), told + 1);
        assert!(matches!(world.take(&before, &marie.codes[4]).await, Err(Error::NotFound)));
        world.take(&chosen.token, &marie.codes[4]).await.unwrap();

        // So does whoever is switched off, or given another role.
        let waiting = world.staff_half_in(&name, OTHER).await;
        let found = service.staff(&world.office, world.marie).await.unwrap();
        let form = StaffForm {
            name: found.name.clone(),
            email: found.email.clone(),
            phone: found.phone.as_ref().map(|it| it.e164().to_owned()).unwrap_or_default(),
            role: "supervisor".to_owned(),
            locale: "fr".to_owned(),
            all_tenants: true,
            ..StaffForm::default()
        };
        service.save_staff(&world.office, world.marie, &form).await.unwrap();
        assert!(matches!(world.take(&waiting, &marie.codes[5]).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn wrong_codes_of_staff_wait_and_are_told() {
    on_each_column(|world| async move {
        let marie = world.enrolled_staff(world.marie).await;
        let waiting = world.staff_half_in(&world.name_of(world.marie).await, PASSWORD).await;
        world.clock.advance(Duration::seconds(30));
        for _ in 0..5 {
            assert_eq!(refusal(world.take(&waiting, "000000").await), "factor-code-wrong");
        }
        assert_eq!(world.told_of("CodesTried"), 1);
        assert_eq!(refusal(world.take(&waiting, &marie.code(&world)).await), "factor-code-wait");
        world.clock.advance(Duration::minutes(1));
        world.take(&waiting, &marie.code(&world)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn staff_must_enrol_unless_it_is_said_otherwise() {
    on_each_column(|world| async move {
        let service = &world.service;
        let token = world.staff_with_password(world.marie, PASSWORD).await;
        let (scope, _) = service.office_session(&token).await.unwrap().unwrap();
        assert!(service.must_enrol(&scope).await.unwrap());
        let free = service.clone().with_staff_two_step(StaffTwoStep::Optional);
        assert!(!free.must_enrol(&scope).await.unwrap());

        let marie = world.enrolled_staff(world.marie).await;
        assert!(world.own_account(&token).await.is_none(), "what was signed in before is not any more");
        let (scope, _) = service.office_session(&marie.token).await.unwrap().unwrap();
        assert!(!service.must_enrol(&scope).await.unwrap());
        assert_eq!(world.told_of("FactorAdded"), 1);

        // Whoever turns it off has to begin again.
        let entered = service.remove_factor(&world.proof(&marie.token).await).await.unwrap();
        assert!(world.own_account(&marie.token).await.is_none(), "every session ends");
        let (scope, _) = service.office_session(&entered.token).await.unwrap().unwrap();
        assert!(service.must_enrol(&scope).await.unwrap());
        assert_eq!(world.told_of("FactorRemoved"), 1);
        let deeds = world.sql("SELECT CAST(deed AS TEXT) FROM audit");
        let noted = |word: &str| deeds.iter().filter(|deed| deed.contains(&format!("\"{word}\""))).count();
        assert_eq!((noted("staff_factor_added"), noted("staff_factor_removed")), (1, 1), "{deeds:?}");
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn staff_change_what_protects_them_after_a_proof_alone() {
    on_each_column(|world| async move {
        let service = &world.service;
        let marie = world.enrolled_staff(world.marie).await;
        let own = world.own_account(&marie.token).await.unwrap();
        world.clock.advance(Duration::minutes(10));
        assert!(service.confirmed(&own, &marie.token).await.unwrap().is_none(), "too old");
        assert_eq!(refusal(service.confirm(&own, &marie.token, PASSWORD).await), "factor-code-wrong");
        let entered = service.confirm(&own, &marie.token, &marie.code(&world)).await.unwrap();
        assert!(world.own_account(&marie.token).await.is_none(), "a new id");
        let reader = world.proof(&entered.token).await;
        let codes = service.renew_recovery_codes(&reader).await.unwrap().into_texts();
        assert_eq!(world.told_of("RecoveryCodesMade"), 1);
        let waiting = world.staff_half_in(&world.name_of(world.marie).await, PASSWORD).await;
        assert_eq!(refusal(world.take(&waiting, &marie.codes[0]).await), "factor-code-wrong");
        world.take(&waiting, &codes[0]).await.unwrap();

        // On a client's rows nobody of staff has an account, and the proof is that of a session.
        let (scope, _) = service.office_session(&entered.token).await.unwrap().unwrap();
        let client = scope.on(world.durand.id).unwrap();
        assert!(service.confirmed(&client, &entered.token).await.unwrap().is_none());
        let paul = world.sign_in(world.paul).await.1;
        assert!(service.confirmed(&own, &paul).await.unwrap().is_none(), "the session of another");
        // Signed out, the proof is worth nothing.
        service.sign_out(scope.operator(), &entered.token).await.unwrap();
        let late = service.remove_factor(&reader).await;
        assert!(matches!(late, Err(Error::SignInFailed)), "{late:?}");
    })
    .await;
}

#[tokio::test]
async fn a_key_of_staff_opens_nothing_before_their_second_step_is_set_up() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (admin, _) = world.confirmed_staff(world.paul).await;
        let scopes = [SCOPES[0].to_owned()];
        let key =
            service.add_api_key(&admin, world.durand.id, "Scripts", &scopes, ActsFor::Staff).await.unwrap();
        let caller = service.api_caller(&key).await;
        assert!(matches!(caller, Err(Error::SignInFailed)), "{caller:?}");
        let free = service.clone().with_staff_two_step(StaffTwoStep::Optional);
        free.api_caller(&key).await.unwrap();
        world.enrolled_staff(world.paul).await;
        service.api_caller(&key).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_administrator_takes_away_what_a_colleague_lost() {
    on_each_column(|world| async move {
        let service = &world.service;
        let marie = world.enrolled_staff(world.marie).await;
        let (agent, by_agent) = world.confirmed_staff(world.karim).await;
        let answer = service.take_staff_factor_away(&by_agent, &agent, world.marie).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "an agent: {answer:?}");
        let (admin, by_admin) = world.confirmed_staff(world.paul).await;
        let answer = service.take_staff_factor_away(&by_agent, &admin, world.marie).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "the proof of another: {answer:?}");
        let answer = service.take_staff_factor_away(&by_admin, &admin, world.paul).await;
        assert!(matches!(answer, Err(Error::Refused(Refusal::NotAllowed))), "one's own: {answer:?}");
        let enrolled = service.enrolled_staff(&admin).await.unwrap();
        assert_eq!(enrolled.into_iter().collect::<Vec<_>>(), [world.marie]);
        assert!(matches!(service.enrolled_staff(&agent).await, Err(Error::Forbidden)));

        let name = world.name_of(world.marie).await;
        let waiting = world.staff_half_in(&name, PASSWORD).await;
        service.take_staff_factor_away(&by_admin, &admin, world.marie).await.unwrap();
        assert!(world.own_account(&marie.token).await.is_none(), "sessions end");
        assert!(matches!(world.take(&waiting, &marie.codes[0]).await, Err(Error::NotFound)));
        let whole = service.sign_in_staff(&name, PASSWORD).await.unwrap().whole().unwrap();
        let (scope, _) = service.office_session(&whole.token).await.unwrap().unwrap();
        assert!(service.must_enrol(&scope).await.unwrap(), "and another one is set up first");
        assert_eq!(world.told_of("FactorTakenAway"), 1);
        service.take_staff_factor_away(&by_admin, &admin, world.marie).await.unwrap();
        assert_eq!(world.told_of("FactorTakenAway"), 1, "once more changes nothing");
        let deeds = world.sql("SELECT CAST(deed AS TEXT) FROM audit");
        let id = world.marie.to_string();
        assert!(
            deeds.iter().any(|deed| deed.contains("\"staff_factor_taken_away\"") && deed.contains(&id)),
            "{deeds:?}"
        );

        // Of one who sees more companies than the administrator, and of nobody.
        let limited = StaffForm {
            name: "Eva Neuf".to_owned(),
            email: "eva@op.example".to_owned(),
            user_name: "eva.neuf".to_owned(),
            role: "admin".to_owned(),
            locale: "fr".to_owned(),
            tenants: vec![world.durand.slug.clone()],
            ..StaffForm::default()
        };
        let eva = service.add_staff(&world.office, &limited).await.unwrap();
        let (limited, by_eva) = world.confirmed_staff(eva).await;
        let answer = service.take_staff_factor_away(&by_eva, &limited, world.marie).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        // Who sits at the machine helps the only administrator.
        let karim = world.enrolled_staff(world.karim).await;
        let line = world.store().doors().command_line().await.unwrap();
        service.take_staff_factor_away_at_the_machine(&line, world.karim).await.unwrap();
        assert!(world.own_account(&karim.token).await.is_none());
        service.sign_in_staff(&world.name_of(world.karim).await, PASSWORD).await.unwrap().whole().unwrap();
        assert_eq!(world.told_of("FactorTakenAway"), 2);
        let unknown = StaffId::from_uuid(world.durand.id.uuid());
        let answer = service.take_staff_factor_away(&by_admin, &admin, unknown).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
        // Who was given another role meanwhile does nothing any more.
        let found = service.staff(&world.office, world.paul).await.unwrap();
        let form = StaffForm {
            name: found.name.clone(),
            email: found.email.clone(),
            phone: found.phone.as_ref().map(|it| it.e164().to_owned()).unwrap_or_default(),
            role: "agent".to_owned(),
            locale: "fr".to_owned(),
            all_tenants: true,
            ..StaffForm::default()
        };
        service.save_staff(&world.office, world.paul, &form).await.unwrap();
        let answer = service.take_staff_factor_away(&by_admin, &admin, eva).await;
        assert!(matches!(answer, Err(Error::SignInFailed)), "{answer:?}");
    })
    .await;
}
