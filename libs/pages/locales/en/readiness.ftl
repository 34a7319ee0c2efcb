# The page.
readiness-title = Readiness
readiness-lead = Who could not be reached when it is their turn, and why: the people of the rotas, with the exceptions of the next four weeks, those whom the escalations tell, and the rotas of the week to come.
readiness-fine = Everybody can be reached
readiness-fine-then = Everybody has a verified number that reached them within the last 30 days, and somebody is on call all week.
readiness-fine-calls = Everybody can be reached by call and by e-mail
readiness-fine-mail = Everybody can be reached by e-mail
readiness-fine-no-texts-then = No rota or escalation counts on a disabled account, and somebody is on call all week.
readiness-mail-only = No SMS provider is set: pages go by e-mail only.
readiness-mail-only-then = An e-mail wakes nobody: whoever is on call has to read their mail day and night, or the escalation goes on to the next step. A provider is set on the server; the command “rappel doctor” says how.
readiness-calls-only = No SMS provider is set: pages go by e-mail and by call only.
readiness-calls-only-then = No number can be verified by a code, and nobody can answer by SMS. A provider is set on the server; the command “rappel doctor” says how.
readiness-faults = Rotas and escalations
readiness-people = People
readiness-of-rota = rota { $name }
readiness-of-policy = escalation { $name }
readiness-on-call-now = on call now
readiness-on-call-from = on call from { $at }

# Why somebody cannot be reached, and what to do.
readiness-disabled = Account disabled: this person is never told.
readiness-disabled-then = Put somebody else in their place, or enable the account.
readiness-no-number = No number: neither SMS nor call.
readiness-no-number-then = They enter their mobile number in their account, or an administrator does under “Team”.
readiness-unverified = Number not verified: nothing shows that it is the right one.
readiness-unverified-then = They ask for a code in their account and enter it.
readiness-stopped = STOP received on { $day }: no SMS goes to this number any more.
readiness-stopped-then = They send START by SMS to our number.
readiness-refused = Number refused on { $day }: no SMS goes to this number any more.
readiness-refused-why = Number refused on { $day } by the provider ({ $detail }): no SMS goes to this number any more.
readiness-refused-then = The number is corrected in their account or under “Team”; if it is right, they send START by SMS to our number.
readiness-calls-refused = Calls refused on { $day } ({ $detail }): this number is not called any more.
readiness-calls-refused-then = The number is corrected in their account or under “Team”; if it is right, they try a call in their account and press a key.
readiness-mail-refused = Mailbox refused on { $day } ({ $detail }): no page goes there any more.
readiness-mail-refused-then = The address is corrected under “Team”; if it is right, the next e-mail that arrives is enough.
readiness-stale = Last reached on { $day }, more than 30 days ago.
readiness-stale-then = They test their phone in their account, answer an SMS, or send any SMS to our number.

# What is wrong with rotas and escalations, and what to do.
readiness-no-rota = There is no rota: an urgent ticket goes straight to the supervisors.
readiness-no-rota-then = Make one.
readiness-unpaged = Nobody is told by the rota { $rota }: no escalation names it.
readiness-unpaged-then = Name it in a step of an escalation.
readiness-hole = Rota { $rota }: nobody, { $from } → { $to }.
readiness-hole-then = Add a shift or an exception.
readiness-step = Escalation { $policy }, step { $step }: nobody is told, { $from } → { $to }. { $why }
readiness-step-then = Change the step, or the people whom it tells.
readiness-fallback = Last resort: { $by ->
        [voice] the fallback number refused our call on { $day } ({ $detail }).
        [email] the fallback mailbox refused our e-mail on { $day } ({ $detail }).
       *[other] the fallback number refused our SMS on { $day } ({ $detail }).
    }
readiness-fallback-then = It is corrected in the settings.
readiness-no-supervisor = Neither supervisor nor administrator.

# Where it is put right.
readiness-to-me = Your account
readiness-to-staff = See the account
readiness-to-rota = Change the rota
readiness-to-rotas = On call
readiness-to-policy = Change the escalation
readiness-to-settings = Settings
readiness-to-policies = Escalations

# The e-mail of Monday.
mail-readiness-subject =
    { $count ->
        [one] Readiness: one thing to put right this week
       *[other] Readiness: { $count } things to put right this week
    }
mail-readiness = When it is their turn, these people or steps would not answer:
mail-readiness-person = { $name } – { $what } { $then }
mail-readiness-fault = { $what } { $then }
mail-readiness-more =
    { $count ->
        [one] And one more thing on the page.
       *[other] And { $count } more things on the page.
    }
mail-readiness-look = See readiness
news-readiness = readiness of the week
