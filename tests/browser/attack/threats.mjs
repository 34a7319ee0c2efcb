// What attackers try, and the tests that try it: by package and by a part of the name. A test says how many tries it made in
// lines "tries: 96"; one that says nothing made one. Browser tests name their threat themselves (tries.mjs).

export const BROWSER = "rappel-browser";
export const GATES = "load";

export const THREATS = [
  {
    threat: "other company's data, by any id",
    tests: {
      "rappel-tests": ["journeys::walls::.*_find_nothing_of_another", "journeys::strangers::(embedded|production)", "journeys::programs::", "a_foreign_ticket_looks_like_none"],
      "rappel-api": ["walk::what_is_foreign"],
      "rappel-store": ["foreign::a_foreign_id", "coverage::"],
      "rappel-service": ["urgent::a_stranger_finds_nothing"],
    },
  },
  {
    threat: "the same, a wall alone",
    tests: {
      "rappel-tests": ["without_row_policies"],
      "rappel-store": ["row_policies_hold_alone", "the_filter_holds_alone", "policies::", "keys::every_key", "nobody_reaches_rows_without_a_door"],
    },
  },
  {
    threat: "confused hosts",
    tests: {
      "rappel-tests": ["an_unknown_host_learns_nothing"],
      "rappel-web": ["client::tests::", "app::tests::hosts::", "hosts::tests::"],
    },
  },
  {
    threat: "cookies across hosts",
    tests: {
      "rappel-tests": ["attack::cookies::", "doors_of_their_own"],
      "rappel-web": ["cookie::tests::", "a_cookie_is_good_on_its_own_site_only"],
      "rappel-store": ["opens_no_portal", "no_key_of_one_company"],
    },
  },
  {
    threat: "fixation; sign-out in flight",
    tests: {
      "rappel-tests": ["a_session_that_ended_stays_ended", "is_ended_from_another_browser"],
      "rappel-web": ["a_session_that_was_there_before", "somebody_signs_in_and_out", "a_token_of_a_guest"],
      "rappel-service": ["a_request_in_flight", "who_is_switched_off_is_out", "another_password_forgets", "narrower_rights"],
    },
  },
  {
    threat: "forged requests (CSRF)",
    tests: {
      "rappel-tests": ["no_form_is_taken", "a_form_from_elsewhere", "no_page_changes_anything"],
      "rappel-web": ["csrf::tests::", "forms::no_other_form_does", "no_foreign_page_may_use_it"],
    },
  },
  { threat: "stored and reflected XSS", tests: { [BROWSER]: ["XSS"] } },
  {
    threat: "files that run, or fill",
    tests: {
      "rappel-tests": ["attack::uploads::"],
      "rappel-web": ["attachments::", "download::", "files_are_streamed", "forms_without_end", "what_a_form_with_parts", "only_a_signed_in_form", "a_body_may_not_grow"],
      "rappel-portal": ["programs_are_refused", "pictures::"],
      "rappel-service": ["picture::tests::", "thumbnails::tests::"],
      [BROWSER]: ["files"],
    },
  },
  {
    threat: "e-mail headers",
    tests: { "rappel-notify": ["email::"] },
  },
  {
    threat: "who is there, by answer and time",
    tests: {
      "rappel-tests": ["attack::timing::", "a_forgotten_password_is_chosen_again"],
      "rappel-web": ["an_unknown_name_get_the_same"],
      "rappel-service": ["an_unknown_person_costs"],
      "rappel-portal": ["forgetting_answers_the_same", "tells_nothing_of_who_there_is"],
    },
  },
  {
    threat: "guesses and storms of sign-ins",
    tests: {
      "rappel-tests": ["a_storm_of_sign_ins"],
      "rappel-web": ["guessing_is_slowed_down", "guesses_"],
      "rappel-service": ["hasher::"],
      [GATES]: ["guess"],
    },
  },
  {
    threat: "link tokens",
    tests: {
      "rappel-tests": ["attack::links::", "a_link_signs_in_once", "an_invitation_works_once", "entering::.*links_end"],
      "rappel-service": ["sign_in_link::", "a_link_is_of_one_company", "links_that_were_mailed"],
      "rappel-store": ["a_link_to_a_callback_ends"],
      "rappel-web": ["guesses_at_a_secret_address"],
    },
  },
  {
    threat: "headers, by MDN Observatory",
    tests: {
      "rappel-tests": ["attack::observatory::", "every_answer_carries_its_headers"],
      "rappel-web": ["security_headers_are_on_every_answer"],
    },
  },
  {
    threat: "secrets in logs and traces",
    tests: { "rappel-tests": ["logs_and_traces_name_nobody"], "rappel-settings": ["secrets_do_not_print"] },
  },
  {
    threat: "callbacks of providers, forged or replayed",
    tests: { "rappel": ["hooks::.*what_is_not_signed", "hooks::tests::", "confirmed_by_nothing_but_its_own_call"] },
  },
  {
    threat: "identity providers: forged, mixed up, replayed",
    tests: {
      "rappel-oidc": ["faults::"],
      "rappel-service": ["sign_on::attacks::", "factors::provider::", "the_secret_is_sealed", "by_the_provider_alone"],
      "rappel-portal": ["tests::provider::"],
    },
  },
  {
    threat: "passkeys: forged, replayed, of others",
    tests: { "rappel-service": ["passkeys::attacks::", "passkeys::bounds::", "passkeys::staff::"], "rappel-portal": ["tests::passkeys::"] },
  },
  { threat: "requests into the inside (SSRF)", tests: { "rappel-oidc": ["http::tests::", "reach::tests::"] } },
  {
    threat: "slow and many clients",
    tests: { "rappel-web": ["accept::tests::"], [GATES]: ["slow"] },
  },
  {
    threat: "second factors guessed or got round",
    tests: { "rappel-service": ["factors::guesses::", "factors::stale::", "factors::staff::", "nothing_opens_before_the_second_step"] },
  },
  { threat: "passwords that others know", tests: { "rappel-domain": ["password::tests::"] } },
  {
    threat: "texts and calls that cost",
    tests: {
      "rappel-domain": ["every_premium_number"],
      "rappel-service": ["no_call_is_connected_with_a_country", "no_text_goes_to_a_country_that_is_not_listed"],
      "rappel": ["a_fallback_number_abroad"],
      "rappel-worker": ["storm::beyond_the_budget", "storm::a_storm_is_told"],
    },
  },
  { threat: "staff who look or change unseen", tests: { "rappel-service": ["looks::"], "rappel-store": ["chains::"] } },
  {
    threat: "traces of who was erased, or left",
    tests: {
      "rappel-service": ["who_is_erased_is_gone", "a_company_that_is_deleted_is_gone", "privacy::retention::"],
      "rappel-worker": ["nothing_is_left"],
    },
  },
  { threat: "formulas in CSV", tests: { "rappel-web": ["csv::"], "rappel-portal": ["nothing_is_a_formula"] } },
];
