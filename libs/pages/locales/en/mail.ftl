# E-mails.
mail-greeting = Hello { $name },
mail-signature = { $operator }, the support team
mail-colon = :
mail-choose = Choose how you are told:
mail-open-ticket = Open the ticket
mail-follow = Follow the call-back
mail-change-number = Correct the number
mail-new-about = Open a new ticket about this

mail-received-subject = Ticket { $number } received: { $category }
mail-received = Your request has the number { $number } ({ $category }). We tell you as soon as an answer is posted.
mail-answered-subject = Answer to your ticket { $number }: { $category }
mail-answered = We have answered your ticket { $number } ({ $category }).
mail-answered-closes = To reply, open the ticket. If we do not hear from you, it closes by itself on { $on }.
mail-closing-subject = Your ticket { $number } closes on { $on }
mail-closing = We answered your ticket { $number } ({ $category }) and have not heard from you. It closes on { $on }.
mail-closing-then = Is all well? Nothing for you to do. Otherwise, a word from you on the ticket keeps it open.
mail-closed-subject = Ticket { $number } closed: { $category }
mail-closed = Your ticket { $number } ({ $category }) is closed.
mail-closed-system = Your ticket { $number } ({ $category }) has closed by itself: we had answered and did not hear from you.
mail-closed-solved = Is it solved? Answer with one of these two buttons, without signing in; you can add a word.
mail-closed-yes = Yes, it is solved
mail-closed-no = No, it is not solved
mail-closed-then = A closed ticket stays closed. Is the problem back? Open another one, it will be linked to this one.
mail-urgent-received-subject = URGENT { $number } received: we call you back
mail-urgent-received = Your urgent request { $number } is recorded. We will call you on { $phone } before { $by }.
mail-urgent-received-then = Keep your phone close. If the number is not right, correct it on the page of the ticket.
mail-urgent-taken-subject = { $staff } will call you before { $by } (URGENT { $number })
mail-urgent-taken = { $staff } took your request { $number } and will call you on { $phone } before { $by }.
mail-urgent-joined-subject = URGENT { $number }: your request joins the call under way ({ $other })
mail-urgent-joined = Your request { $number } is recorded. It joins the call under way for { $other }: we will call you on { $phone } before { $by }, about both.
mail-urgent-reached-subject = { $staff } reached you (URGENT { $number })
mail-urgent-reached = { $staff } reached you by phone about your request { $number }.
mail-urgent-reached-then = What follows is on the page of the ticket. If you did not speak to anybody, reply there or call us.
mail-urgent-late-subject = We are late (URGENT { $number })
mail-urgent-late = We should have called you about your request { $number }. We are sorry, and are chasing the person on call.
mail-urgent-late-call = Do not wait, call us, we will pick up:
mail-could-not-reach-subject = We could not reach you (URGENT { $number })
mail-could-not-reach = We called { $phone } several times about your request { $number }, without an answer. It is at the top of our list.
mail-could-not-reach-call = Call us when you can:
mail-wrong-number-subject = What is your number? (URGENT { $number })
mail-wrong-number = We called { $phone } about your request { $number }: it is not your number. Correct it and we call you back.

mail-invitation-subject = Your access to support for { $company }
mail-invitation = You are invited to the support portal for { $company }. Your user name is { $username }. Choose a password and you are ready.
mail-invitation-do = Activate my account
mail-invitation-valid = This link works once and for 7 days. Were you not expecting it? Ignore this e-mail.
mail-password-subject = Your password for support for { $company }
mail-password = Somebody, probably you, asked for a new password for the account { $username } ({ $company }).
mail-password-do = Choose a password
mail-password-valid = This link works once and for 30 minutes. Was it not you? Ignore this e-mail, nothing changes.
mail-sign-in-subject = Your sign-in link for the support of { $company }
mail-sign-in = Somebody, probably you, wants to sign in to the account { $username } ({ $company }).
mail-sign-in-do = Sign me in
mail-sign-in-valid = This link works once, within 15 minutes. It was not you? Ignore this e-mail: without the link nobody gets in.
mail-new-device-subject = Sign-in from a new device
mail-new-device = Your account was opened on { $on } at { $at } with { $browser }, which you had not used before.
mail-new-device-unknown = Your account was opened on { $on } at { $at } with a browser that you had not used before.
mail-new-device-then = It was you? There is nothing to do. If not, sign that device out in your account, then choose another password.
mail-new-device-do = Open my account

mail-page-subject = URGENT { $number } { $client }: call before { $by }
mail-page = { $client } waits for a call. Call { $person } before { $by }:
mail-page-do = I take it
mail-page-then = The link shows the request and does nothing by itself: the button of the page takes it. You can also reply 1 to the SMS.
mail-page-again-subject = ESCALATED { $number } { $client }: nobody took it
mail-page-again = Nobody has taken the request of { $client } so far. Call { $person } before { $by }:
mail-last-resort-subject = LAST RESORT { $number } { $client }: nobody on call
mail-last-resort = Nobody on call has taken the request of { $client }. Call { $person } before { $by }:
mail-number-changed-subject = URGENT { $number } { $client }: new number
mail-number-changed = { $client } corrected the number. Call { $person } before { $by }:
mail-taken-subject = URGENT { $number } { $client }: { $taker } took it
mail-taken = { $taker } took request { $number } of { $client } and calls before { $by }. Nothing for you to do.
mail-assigned-subject = Ticket { $number } { $client }: yours
mail-assigned = Ticket { $number } of { $client } was assigned to you.
mail-not-needed-subject = URGENT { $number } { $client }: call cancelled
mail-not-needed = { $client } does not need to be called for request { $number } any more. Nothing for you to do.
mail-number-refused-subject = On call: { $by ->
        [voice] { $owner } no longer gets our calls
        [email] { $owner } no longer gets our e-mails
       *[other] { $owner } no longer gets our SMS
    }
mail-number-refused = { $by ->
        [voice] The number of { $owner } refuses our calls ({ $detail }). It is no longer called: { $owner } is told by SMS and e-mail only until the number is corrected.
        [email] The mailbox of { $owner } refuses our e-mails ({ $detail }). Pages no longer go there: { $owner } is told by SMS and call only until the address is corrected.
       *[other] The number of { $owner } refuses our text messages ({ $detail }). It gets none any more: { $owner } is told by call and e-mail only until the number is corrected, or “START” is sent from that phone.
    }
mail-number-refused-do = { $by ->
        [email] Correct the address
       *[other] Correct the number
    }
mail-fallback-refused-subject = Last resort: { $by ->
        [voice] the fallback number refuses our calls
        [email] the fallback mailbox refuses our e-mails
       *[other] the fallback number refuses our SMS
    }
mail-fallback-refused = When nobody takes an urgent call, this is where we tell of it in the end, and that does not arrive any more ({ $detail }).
mail-fallback-refused-do = Correct the settings
mail-own-number-refused-subject = On call: you no longer get our SMS
mail-own-number-refused = Your phone has sent us “STOP”. We no longer tell you of an urgent call by SMS, and your supervisors know it. If this is not what you wanted, send “START” to the same number.
mail-own-number-refused-do = See my account
mail-provider-refuses-subject = SMS and e-mail: { $provider } refuses what we send
mail-provider-refuses = The provider { $provider } refuses a message because of our account or settings: { $detail }. Messages go by the other provider, if there is one.
mail-budget-subject = { $client }: { $percent }% of the month’s budget of { $channel ->
        [voice] calls
       *[other] SMS
    }
mail-budget = { $client } has reached { $percent }% of what is planned for { $month }: { $used } { $channel ->
        [voice] calls
       *[other] SMS
    } of { $budget }.
mail-budget-then = Nothing is held back: urgent pages keep going out. The budget is changed on the client’s page.
mail-budget-do = See the client
mail-provider-refuses-do = See what was sent
mail-test-subject = { $operator }: test e-mail
mail-test = This test e-mail has arrived: sending works.
mail-unsubscribe = Stop these e-mails:
