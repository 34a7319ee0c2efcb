# Navigation of the portal.
nav-assistance = Support
nav-new-ticket = Open a ticket
nav-tickets = Follow your tickets
nav-yours = Your account
nav-account = Details and call-back
nav-people = People
nav-terms = General terms

# Sign-in.
login-title = Sign in
session-ended = Your session has ended
session-ended-do = Your text is kept. Sign in: it comes back in its form, ready to be sent.
session-resumed = You are signed in again and your text is back. Attach your files again if there were any, then send.
login-lead = Support for { $name }
login-user = User name or e-mail address
login-password = Password
login-do = Sign in
login-forgot = Forgot your password?
login-refused = Unknown name or password. Check capital letters, or ask for a new password.
login-link = Receive a sign-in link
ask-link-title = Receive a sign-in link
ask-link-lead = Give your user name or your e-mail address. We send you a link that signs you in without a password.
ask-link-then = The link works once, within 15 minutes. Nothing came? Look into the junk folder, or call us.
enter-title = Sign in
enter-lead = You sign in to the support of { $company } as { $name }.
link-expired-sign-in = A sign-in link works once, within 15 minutes.
link-expired-feedback = A link to answer works for 30 days and only once; it no longer counts when the ticket was reopened. Sign in to see how your ticket stands.
back-to-login = Back to sign-in

# Passwords and links.
forgot-title = Forgotten password
forgot-lead = Give your user name or your e-mail address. We send you a link to choose a new password.
forgot-do = Send the link
forgot-sent = If this account exists, an e-mail is on its way.
forgot-sent-then = The link works for 30 minutes. Nothing arrived? Look in your spam folder, or call us.
password-title = New password
password-lead = For the account { $username }.
password-new = New password
password-hint = At least 15 characters. A sentence does very well, spaces included.
password-do = Change password
invitation-title = Welcome
invitation-welcome = Welcome, { $name }
invitation-lead = You are invited to open and follow support tickets for { $company }. Your user name is { $username }. All that is left is to choose a password.
invitation-do = Activate my account
link-expired-title = This link no longer works
link-expired-lead = It was used already, or it is too old.
link-expired-invitation = If your account is active, sign in. Otherwise ask the person who looks after your company’s accounts for a new invitation, or call us.
link-expired-password = A link works for 30 minutes and only once.
link-expired-again = Ask for a new link

# List of tickets.
tickets-title = Follow your tickets
tickets-tabs = Open or closed tickets
tickets-open = Open ({ $count })
tickets-closed = Closed ({ $count })
tickets-caption-open = Open tickets
tickets-caption-closed = Closed tickets
tickets-date = Date
tickets-category = Category
tickets-status = Status
tickets-answered = Answered
tickets-close = Close
tickets-closed-at = Closed on
tickets-closes = closes on { $at }
tickets-read-answer = read the answer to ticket { $number }
tickets-search-what = Number or words
tickets-search = Search
tickets-search-clear = Clear the search
tickets-sort = Sort
tickets-sort-number = by number, newest first
tickets-sort-number-up = by number, oldest first
tickets-sort-date = by date, newest first
tickets-sort-date-up = by date, oldest first
tickets-sort-status = by status
tickets-sort-category = by category
tickets-csv = Download this list (CSV)
tickets-number = Number
tickets-opened-by = Opened by
tickets-subject = Request
tickets-urgent = Urgent
tickets-closes-at = Closes on
tickets-solved = Solved
tickets-none-found = No ticket matches
tickets-none-found-then = Try fewer words, or only the beginning of a word.
tickets-none-open = No open tickets
tickets-none-open-then = A problem, a question? Open a ticket and we will answer.
tickets-none-closed = No closed tickets
tickets-none-closed-then = Closed tickets stay here for you to read.
tickets-rule =
    { $days ->
        [one] If we do not hear from you, a ticket closes by itself one day after our last answer. We tell you before, and a word from you keeps it open.
       *[other] If we do not hear from you, a ticket closes by itself { $days } days after our last answer. We tell you 3 days before, and a word from you keeps it open.
    }
yes = yes
no = no
pager-label = Pages
pager-newest = Newest
pager-first = Start
pager-on = Next
pager-next = Older
live-at = up to date at { $at }

# Opening a ticket.
new-title = Open a support ticket
new-about = Follows
new-category = Category of the problem
new-category-hint = This choice takes your request to the right team.
new-category-none = Choose a category
new-category-which = Which one to choose?
new-category-urgent = { $name } – your business has stopped
new-category-missing = Choose a category, for example Network / Internet / E-mail
new-phone = Number to call you back on
new-phone-same = This is the number that we are calling already. Give another
new-phone-too-often = This number was changed too often; call us
new-phone-too-often-call = This number was changed too often; call us on { $phone }
new-phone-hint = For example 06 12 34 56 78 or +41 22 123 45 67
new-description = Description of the problem
new-description-hint = Be as detailed as possible; copy and paste the error message if there is one. Between two lines of ``` it keeps its shape.
new-files = Files
new-files-hint = Up to five files of 10 MB each: pictures, PDF, documents, texts.
new-files-too-large = A file is over 10 MB; send a smaller one, for example a screenshot
new-files-too-many = Up to five files; take some away
new-files-kind = This kind of file is not accepted; send for example a picture or a PDF
new-do = Send
new-do-urgent = Send and be called back
urgent-title = We call you back
urgent-promise =
    { $minutes ->
        [one] We will call you before { $by }, within one minute.
       *[other] We will call you before { $by }, within { $minutes } minutes.
    }
urgent-stay = Keep your phone close. URGENT is for failures that stop your business; for anything else, choose another category.
urgent-nobody = Nobody is on call right now: please call us.
urgent-nobody-then = You can still send your request: our supervisors are told at once, but we cannot promise the time of the call.
urgent-way-out = Rather call us? { $phone }

# The callback.
callback-ticket = ticket { $number }
callback-requested = Request received, we are telling the person on call
callback-requested-lead = We will call you on { $phone } before { $by }.
callback-taken = { $name } is calling you
callback-taken-lead = Keep your phone close: call to { $phone } before { $by }.
callback-late = We are late, sorry
callback-late-lead = We are chasing the person on call. Do not wait: call us, we will pick up.
callback-no-answer = We could not reach you
callback-no-answer-lead = We will call { $phone } again at { $by }.
callback-wrong-number = The number does not seem to be yours
callback-wrong-number-lead = We called { $phone } and did not find you. Correct the number and we call again.
callback-reached = We have reached you
callback-cancelled = Call-back cancelled
callback-joined = This request joins the call under way (#{ $number })
callback-joined-over = This request joined the call of request #{ $number }
callback-fact-received = request received
callback-fact-paged = person on call told
callback-fact-escalated = no answer, next person told
callback-fact-taken = { $name } took the request
callback-fact-given-back = { $name } had to hand over
callback-fact-promise-passed = { $name } could not call in time, on-call person told again
callback-fact-late = promised time passed, person on call chased
callback-fact-also = request #{ $number } waits for this call too
callback-fact-no-answer = { $name } called, no answer
callback-fact-wrong-number = { $name } called, wrong number
callback-fact-number-changed = number corrected
callback-fact-reached = { $name } reached you
callback-fact-cancelled = call-back cancelled
callback-fact-promised = call promised before { $by }
callback-fact-next-try = next call at { $by }
callback-change = Change the number
callback-way-out = or call us: { $phone }
callback-title = Call-back of ticket { $number }
callback-change-title = Where do we call you back?
callback-change-do = Call me on this number
callback-cancel-title = No need for a call any more?
callback-cancel-lead = The ticket stays open and we answer in writing.
callback-cancel-do = Cancel the call-back

# A ticket.
ticket-title = Ticket { $number }
ticket-opened = Opened by { $name } on { $at }.
steps-label = Progress
step-received = Received
ticket-untreated = Your request has arrived; nobody has taken it yet.
ticket-held = { $name } is on it.
ticket-in-progress = Your request is being worked on.
ticket-answered = We have answered you.
ticket-closed = This ticket is closed.
ticket-closes = If we do not hear from you, this ticket closes on { $at }.
ticket-closed-by = Closed by { $name } on
ticket-closed-by-system = Closed automatically, as we did not hear from you, on
ticket-undo = Reopen (possible until { $until })
ticket-unseen = new
ticket-over = A closed ticket stays closed. Is the problem back? Open another one: it will be linked to this one.
ticket-new-about = Open a new ticket about this
feedback-title = Is your ticket { $number } solved?
feedback-lead = Your answer is recorded once, when you send it.
feedback-solved = Is it solved?
feedback-yes = Yes, it is solved
feedback-no = No, it is not solved
feedback-choose = Choose yes or no
feedback-remark = A word for the team
feedback-remark-hint = At most 500 characters. This is not a new request.
feedback-send = Send my answer
feedback-given-yes = Answer recorded: it is solved, on
feedback-given-no = Answer recorded: it is not solved, on
feedback-thanks = Thank you, your answer is recorded.
ticket-stopped = A new message arrived while you were writing. Your text is kept: read, then send.
ticket-reply = Your message
ticket-reply-hint = It is added to the ticket and the team is told.
ticket-reply-missing = Write your message, for example what has changed since
ticket-send = Send
ticket-close = Close the ticket
files-label = Attached files
event-taken = { $name } took the ticket
event-answered = The team answered
event-closed = Ticket closed
event-reopened = Ticket reopened
event-feedback-yes = The client answered: it is solved
event-feedback-no = The client answered: it is not solved
event-joined = Joined the call under way of request #{ $number }

# Closing.
close-title = Close ticket { $number }
close-question = Close ticket { $number }?
close-lead = You can still read it, and reopen it for 10 minutes.
close-callback = The call-back under way will be cancelled: nobody will call you.
close-do = Yes, close it
close-not = No, keep it open

# Account.
account-title = Details and call-back
account-details = Your details
account-name = Name
account-username = User name
account-email = E-mail address
account-language = Language
account-language-browser = The one of my browser
account-password-lead = We e-mail you a link to choose another one.
account-password-do = Get the link
account-password-sent = A link to choose another password has gone by e-mail.
account-saved = Saved.
account-code-sent = A code has gone by SMS.
account-code-wait = A code went out less than a minute ago. Wait a little before asking for another.
account-phone-checked = Your number is verified.
account-phone-removed = Your number is removed.
account-phone-title = Your phone
account-phone-absent = With a verified mobile we can tell you by SMS.
account-phone-verified = Verified
account-phone-sent = A code has gone by SMS to { $phone }.
account-phone = Mobile number
account-phone-hint = It serves to call you back and to tell you, nothing else. For example 06 12 34 56 78.
account-phone-do = Get a code
account-code = Code received by SMS
account-code-hint = Six digits, good for 10 minutes.
account-code-do = Verify the number
account-news-title = Being told
account-news = When an answer is posted
account-news-hint = For SMS, verify your number first.
news-email = By e-mail
news-sms = By SMS
news-both = By e-mail and SMS
news-none = Do not tell me
news-none-hint = Your answers wait for you here.
account-password-title = Password
sessions-title = Where you are signed in
sessions-lead = A device that you do not know? Sign it out, then choose another password.
sessions-unknown = Unknown browser
sessions-own = this one
sessions-seen = Signed in since { $since }, seen { $seen }
sessions-end = Sign out
sessions-end-others = Sign out everywhere else
sessions-ended = Done: whoever is there has to sign in again.
save = Save

# People.
people-title = People
people-caption = Who opens tickets for { $name }
people-name = Name
people-email = E-mail address
people-role = Access
people-state = State
people-actions = Actions
people-active = active
people-invited = invited, not signed in yet
people-own = that is you
people-invite-again = Send the invitation again
people-remove = Remove
people-invite-title = Invite somebody
people-invite = Send the invitation
people-email-taken = This address has an account already; give another
people-list-title = Invite a list
people-list = People to invite
people-list-hint = One a line: an address, or a name and an address. You can paste two columns of a table or the recipients of an e-mail; 200 people at a time.
people-list-do = Invite the list
people-list-empty = Paste at least one line, such as “Claire Martin claire@durand.fr”
people-list-left = { $count ->
    [one] One line was not invited: it stayed here, correct it
   *[other] { $count } lines were not invited: they stayed here, correct them
  }
people-list-invited = Invitation sent to { $name } ({ $email })
people-list-there = Already there: { $name }
people-list-waiting = Already invited: { $name }. You can send the invitation again below.
people-list-former = Removed before: { $name }. You can let them in again under “Removed”.
people-list-twice = Twice in the list
people-list-later = { $count ->
    [one] One line was not read yet: send what is left
   *[other] { $count } lines were not read yet: send what is left
  }
list-no-address = The address is missing, such as claire@durand.fr
list-several-addresses = Several addresses; put one person on a line
people-report-title = { $count ->
    [0] Nobody was invited
    [one] One person is invited
   *[other] { $count } people are invited
  }
people-report-caption = What became of each line
people-report-line = Line
people-report-fate = Result
people-tabs = People
people-present = Current ({ $count })
people-former = Removed ({ $count })
people-former-none = Nobody was removed.
people-caption-former = Who cannot sign in any more
people-last = Last sign-in
people-never = never
people-enable = Let in again
people-make-manager = Give all tickets
people-make-member = Limit to own tickets
leave-title = Give this role up
leave-role-title = No longer look after access
leave-role-lead = You will see your own tickets only, and invite or remove nobody any more. Another manager can give you this role again.
leave-role-do = Limit me to my tickets
leave-account-title = Leave the portal
leave-account-lead = You will be signed out and cannot sign in any more. Your tickets stay with { $name }. Another manager can let you in again.
leave-account-do = Close my access
leave-back = Change nothing
history-title = Log of access
history-lead = Who invited, removed or changed access, or changed the brand, our staff included. Nothing is ever deleted from it.
history-caption = The last changes
history-at = Date
history-by = By
history-by-staff = { $name } ({ $operator })
history-what = Change
history-none = No change yet.
history-invited-member = { $name } is invited and will see their tickets
history-invited-manager = { $name } is invited and will see all tickets
history-invited-again = The invitation of { $name } is sent again
history-role-member = { $name } sees their own tickets only
history-role-manager = { $name } sees all tickets and looks after access
history-removed = The access of { $name } is removed
history-enabled = The access of { $name } is restored
history-left = { $name } closed their access
history-logo = The portal carries another logo
history-logo-removed = The portal carries no logo any more
history-colour = The portal has another colour
role-member = Own tickets
role-member-hint = Opens tickets and follows their own.
role-manager = All tickets
role-manager-hint = Sees all tickets of the company, invites and removes people.

# What was done.
done-opened = Your ticket { $number } is open. We tell you as soon as an answer is posted.
done-opened-urgent = Your urgent request { $number } has arrived. Keep your phone close.
done-replied = Your message is sent.
done-closed = Ticket { $number } is closed.
done-reopened = The ticket is open again.
done-number = Your number is corrected, we call the new one.
done-cancelled = The call-back is cancelled. We answer in writing.
done-invited = The invitation is on its way.
done-removed = Access is removed.
done-enabled = Access is restored. If the invitation was not accepted, send it again.
done-role = Saved: it counts from the next page on.
done-role-left = You see your own tickets only.
done-left = Your access is closed.
done-welcome = Welcome. Your account is active.
done-password = Your password is changed.
refused-undone = This ticket was reopened twice already with its call: it stays closed. Call us if you need help.
refused-undone-call = This ticket was reopened twice already with its call: it stays closed. Call us on { $phone } if you need help.
refused-late = Too late: something changed meanwhile. This is how it stands.
refused-last-manager = At least one person must see all tickets and look after access; give that role to somebody else first.
