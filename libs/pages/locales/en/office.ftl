# Navigation of the back office.
office-nav-work = Work
office-nav-manage = Manage
office-nav-queue = Tickets
office-nav-callbacks = Call-backs
office-nav-on-call = On call
office-nav-deliveries = Messages
office-nav-reports = Reports
office-nav-tenants = Clients
office-nav-team = Team
office-nav-settings = Settings

# Invitation.
office-welcome-lead = You join the team of { $operator }. Your user name is { $username }. All that is left is to choose a password.

# Queue.
office-queue-title = Tickets
office-queue-views = Views
office-view-todo = To do
office-view-mine = Mine
office-view-urgent = Urgent
office-view-waiting = With the client
office-view-closed = Closed
office-queue-tenant = Client
office-queue-all-tenants = All clients
office-queue-team = Team
office-queue-all-teams = All teams
office-queue-own-team = My team
office-queue-search = Number or words
office-queue-filter = Filter
office-open-title = Open a ticket
office-open-no-tenant = Choose a client
office-open-choose = Choose this client
office-open-for = For whom
office-open-nobody = Choose somebody
office-open-phone-hint = For an urgent ticket; when empty, the number of the person’s account.
office-open-do = Open the ticket
office-queue-unfilter = See all
office-queue-none = Nothing to do here
office-queue-none-then = New tickets appear here by themselves.
office-queue-none-found = No ticket matches
office-page-first = To the start
office-page-next = Next
office-row-since = waiting since
office-row-raised = To be called
office-row-waits = Nobody has taken the call
office-row-taken = { $name } is calling
office-row-retry = { $name } will call again
office-row-before = promised before { $by }
office-row-team = team { $name }
office-row-holder = taken by { $name }

# Keys.
office-keys = Keyboard
office-keys-move = next, previous ticket
office-keys-open = open the ticket
office-keys-answer = answer
office-keys-note = internal note
office-keys-take = take
office-keys-close = close

# A ticket.
office-ticket-title = #{ $number } – { $tenant }
office-ticket-opened = opened on { $at }
office-ticket-mine = yours
office-ticket-nobody = nobody has taken it
office-take = Take
office-release = Put back in the queue
office-close = Close
office-close-cancel = Close and cancel the call-back
office-assign = Hand over
office-assign-to = Hand over to
office-answer = Answer to the client
office-answer-next = Answer and go to the next
office-answer-stay = Answer
office-note = Internal note
office-note-hint = Only the team sees it, never the client.
office-note-open = Internal note
office-note-do = Add the note
office-closed-by = Closed by { $name } on
office-closed-by-system = Closed automatically on
office-undo = Reopen

# A callback.
office-callback-title = Call-back
office-callback-waits = Nobody has taken the call yet
office-callback-taken = { $name } is calling
office-callback-late = Late: the promised time has passed
office-callback-no-answer = { $name } got no answer
office-callback-wrong-number = Wrong number, the client has to correct it
office-callback-reached = Client reached by { $name }
office-callback-promised = Promised before { $by }
office-callback-proof = proof of the call-back
office-callback-until = Outcome expected before { $by }.
office-callback-retry = Next try expected before { $by }.
office-callback-of = Joins the call of another ticket:
office-callback-also = Also waiting for this call:
office-callback-take = I take the call
office-callback-facts = What happened

# Facts.
office-fact-opened = Ticket opened
office-fact-opened-by = Ticket opened by { $name }
office-fact-wrote = The client wrote
office-fact-wrote-by = { $name } wrote
office-fact-answered = { $name } answered
office-fact-noted = { $name } made a note
office-fact-assigned = { $name } handed the ticket over to { $to }
office-fact-released = { $name } put the ticket back in the queue
office-fact-closing = Client told: closes on { $by }
office-fact-closed = Ticket closed automatically
office-fact-closed-by = { $name } closed the ticket
office-fact-reopened = { $name } reopened the ticket
office-fact-feedback-yes = The client answered: it is solved
office-fact-feedback-yes-by = { $name } answered: it is solved
office-fact-feedback-no = The client answered: it is not solved
office-fact-feedback-no-by = { $name } answered: it is not solved
office-fact-requested = Call-back asked for, promised before { $by }
office-fact-step = Step { $step }, round { $round }: { $count ->
        [one] one person to tell
       *[other] { $count } people to tell
    }
office-fact-nobody = Step { $step }: nobody on call
office-fact-summoned = { $name }: { $channel ->
        [sms] SMS prepared
        [voice] call prepared
       *[email] e-mail prepared
    }
office-fact-summoned-fallback = Fallback of the operator: { $channel ->
        [sms] SMS prepared
        [voice] call prepared
       *[email] e-mail prepared
    }
office-fact-sent = { $name }: { $channel ->
        [sms] SMS sent
        [voice] call sent
       *[email] e-mail sent
    }
office-fact-sent-fallback = Fallback of the operator: { $channel ->
        [sms] SMS sent
        [voice] call sent
       *[email] e-mail sent
    }
office-fact-failed = { $name }: { $channel ->
        [sms] SMS not delivered
        [voice] call failed
       *[email] e-mail not delivered
    } ({ $reason })
office-fact-failed-fallback = Fallback of the operator: { $channel ->
        [sms] SMS not delivered
        [voice] call failed
       *[email] e-mail not delivered
    } ({ $reason })
office-fact-last-resort = Last resort: supervisors and fallback told
office-fact-callback-taken = { $name } took the call, outcome expected before { $by }
office-fact-declined = { $name } cannot
office-fact-promise-passed = { $name } gave no outcome in time
office-fact-no-answer = { $name } called { $tries ->
        [one] without an answer
       *[other] { $tries } times without an answer
    }, next try at { $by }
office-fact-called = { $name } talked { $minutes } min { $seconds } s with the client, connected by us
office-fact-called-in-vain = { $name } was connected, the client did not answer
office-fact-reached = { $name } reached the client
office-fact-wrong-number = { $name }: wrong number
office-fact-number = Number corrected
office-fact-number-by = { $name } corrected the number
office-fact-cancelled = Call-back cancelled
office-fact-cancelled-by = { $name } cancelled the call-back
office-fact-late = Promised time passed, client told
office-fact-joined = A repeat: joins the call under way of ticket #{ $number }
office-fact-also = Ticket #{ $number } of the same person waits for this call too

# What was done.
office-done-opened = Ticket #{ $number } is open.
office-done-answered = Answer sent to ticket #{ $number }.
office-done-noted = Note added.
office-done-taken = Ticket #{ $number } is yours.
office-done-released = Ticket #{ $number } is back in the queue.
office-done-assigned = Ticket #{ $number } is handed over to { $name }.
office-done-closed = Ticket #{ $number } is closed.
office-done-reopened = Ticket #{ $number } is open again.
office-done-callback-taken = It is yours: call the client.
office-done-outcome = Noted.
office-done-cancelled = The call-back is cancelled.
office-done-already-taken = Too late: { $name } took the call.
office-done-undone-too-often = This ticket was reopened twice already with its call: it stays closed. Open another one for the client.
office-done-too-late = Something changed meanwhile. This is how it stands.
office-done-queue-empty = Answer sent to ticket #{ $number }. It was the last one of this view.
office-done-invited = The invitation of { $name } is on its way.
office-done-invited-again = The invitation goes out again.
office-done-saved = Saved.
office-done-removed = Removed.
office-done-sent-again = The message goes out again.
office-done-test = The test message is on its way; see the messages for its outcome.
office-done-revived = The job runs again.
office-done-password-sent = A link to choose another password has gone by e-mail.
office-done-last-one = Impossible: nobody would be left with this role.
office-done-welcome = Welcome.

# Clients.
office-tenants-title = Clients
office-tenants-caption = Client companies, by name
office-tenants-none = No client yet. Add the first one below.
office-tenant-portal = Portal
office-tenant-tickets = see
office-tenant-add = Add a client
office-tenant-add-do = Add the client
office-tenant-parts = Parts of the client
office-tenant-brand = Brand
office-tenant-settings = Settings
office-tenant-people = People
office-tenant-categories = Categories
office-tenant-keys = API keys
office-tenant-name = Name of the company
office-tenant-slug = Short name
office-tenant-slug-hint = In the address of the portal, for example durand. Taken from the name when empty; it never changes.
office-tenant-colour = Colour of the brand
office-tenant-colour-hint = It is never altered; what is written on it is derived so that it stays readable.
office-tenant-zone = Time zone
office-tenant-sms-budget = SMS planned per month
office-tenant-call-budget = Calls planned per month
office-tenant-budget-hint = Supervisors are told at 80% and at 100%. Nothing is ever held back. Empty: no budget.
office-tenant-sms-used = SMS sent this month: { $used }
office-tenant-sms-used-of = SMS sent this month: { $used } of { $budget }
office-tenant-calls-used = Calls made this month: { $used }
office-tenant-calls-used-of = Calls made this month: { $used } of { $budget }
office-tenant-terms-fr = General terms of sale, in French
office-tenant-terms-en = General terms of sale, in English
office-language = Language
office-promise = Minutes to call back
office-promise-hint = From 5 to 240. Clients read: “we call you before …”.
office-days = Days before automatic closing
office-days-hint = From 1 to 90, after our last answer.
office-inherited = Empty: as in the settings.
office-disabled = disabled
office-disable = Disable
office-enable = Enable
office-add = Add
office-people-title = People – { $name }
office-people-none = Nobody yet. Invite the first person below.
office-user-name = User name
office-user-name-hint = Taken from the e-mail address when empty.
office-user-name-stays = For example marie.leroy; it never changes.
office-phone = Phone

# Categories.
office-categories-title = Categories – { $name }
office-categories-caption = In the order of the form
office-category-fr = In French
office-category-en = In English
office-category-hint-fr = Hint in French
office-category-hint-en = Hint in English
office-category-urgent = Urgent
office-category-urgent-hint = Its tickets make the person on call ring the client back.
office-category-archived = Archived
office-category-archived-hint = It is not offered any more; old tickets keep it.
office-category-add = Add a category
office-archived = archived
office-offered = offered

# Keys of the API.
office-keys-title = API keys – { $name }
office-keys-caption = Keys, the newest first
office-keys-none = No key yet.
office-key-name = Use
office-key-name-hint = For example the program that uses it.
office-key-scopes = Rights
office-key-acts-for = Acts for
office-key-tenant = the client
office-key-staff = whoever made it
office-key-created = Made on
office-key-used = Last used
office-key-unused = never
office-key-revoke = Revoke
office-key-revoked = revoked on { $at }
office-key-add = Make a key
office-key-add-do = Make the key
office-key-made = This is the key. Copy it now: it is never shown again.

# Team.
office-team-title = Team
office-team-caption = Everybody, by name
office-role-agent = Agent
office-role-agent-hint = Works tickets and takes call-backs.
office-role-supervisor = Supervisor
office-role-supervisor-hint = Also sees messages and sets who is on call; told when nobody answers.
office-role-admin = Administrator
office-role-admin-hint = Also sets clients, team and settings.
office-staff-phone = Mobile for being on call
office-staff-phone-hint = The number that is told when on call. For example 06 12 34 56 78.
office-staff-all = Sees every client
office-staff-all-short = all
office-staff-tenants = Clients
office-staff-tenants-hint = For somebody who does not see all.
office-staff-disabled = Disabled
office-staff-disabled-hint = Cannot sign in and is not told any more.
office-staff-add = Invite somebody to the team
office-staff-no-phone = no mobile
office-staff-sms-refused = this number refuses our SMS
office-staff-unverified = not verified
office-phone-verified = Number verified
office-phone-unverified = Number not verified
office-phone-unverified-lead = You are paged on this number. A code by SMS shows that it is yours.
office-staff-login = Signs in as { $name }

# On call.
office-calls-open = Call-backs under way
office-weeks = Weeks
office-week-before = Week before
office-week-now = This week
office-week-after = Week after
office-rota-new = New rota
office-rota-edit = Change
office-rota-now = Now: { $names }
office-rota-nobody = Now: nobody
office-rota-hole = Nobody
office-rotas-none = Nobody is ever on call
office-rotas-none-then = An urgent ticket tells the supervisors at once. Make a rota so that the right person is told.
office-rota-title = Rota
office-rota-name = Name
office-rota-name-hint = For example Week.
office-shifts = Shifts of every week, by the clocks of { $zone }
office-shifts-hint = Shifts that overlap put several people on call. Choose “remove” instead of a name to take a shift away.
office-shift-number = Shift { $number }
office-shift-new = New shift
office-shift-from = From
office-shift-from-time = Time it begins
office-shift-until = to
office-shift-until-time = Time it ends
office-shift-who = Who
office-shift-nobody = (no new shift)
office-shift-remove = (remove)
office-shift-wrong = A shift has two days and two times, for example from Monday 08:00 to Friday 18:00
office-overrides = Exceptions
office-override-staff = Who is on call instead
office-override-from = From
office-override-to = Until
office-override-add = Add the exception
office-policy-title = Escalation { $name }
office-policy-supervisors = every supervisor
day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
day-sun = Sunday

# Callbacks.
office-callbacks-caption = Call-backs, the newest first
office-callbacks-none = No call-back
office-callbacks-none-then = An urgent ticket makes one.
office-callback-asked = Asked for
office-callback-promise = Promised before
office-callback-ended = Ended
office-callback-was-late = after the promised time
office-proof-title = Proof of call-back #{ $number } – { $tenant }
office-proof-contact = To call
office-proof-ticket = Ticket

# Messages.
office-deliveries-caption = Messages, the newest first
office-deliveries-none = No message matches.
office-all-channels = All
office-all-states = All
office-delivery-title = Message
office-delivery-channel = Channel
office-delivery-state = Outcome
office-delivery-to = To
office-delivery-news = About
office-delivery-sent = sent
office-delivery-provider = Provider
office-delivery-waiting = waiting
office-delivery-delivered = delivered
office-delivery-undelivered = not delivered
office-delivery-failed = given up
office-delivery-cancelled = cancelled
office-channel-sms = SMS
office-channel-email = e-mail
office-channel-voice = call
office-send-again = Send again
office-attempt-unknown = no answer known
office-delivery-carried = In the same SMS as another page
office-jobs-title = Jobs given up
office-job-again = Run again
office-news-received = ticket received
office-news-urgent-received = urgent request received
office-news-answered = answer posted
office-news-closing-soon = closing soon
office-news-closed = ticket closed
office-news-urgent-taken = call taken
office-news-urgent-late = we are late
office-news-urgent-joined = repeat, joins a call
office-news-urgent-reached = client reached
office-news-could-not-reach = client not reached
office-news-wrong-number = wrong number
office-news-invitation = invitation
office-news-password = new password
office-news-sign-in = sign-in link
office-news-new-device = new device
office-news-code = verification code
office-news-page = page
office-news-page-again = page, next step
office-news-last-resort = page, last resort
office-news-taken-by-you = call is yours
office-news-taken-by-other = call taken by another
office-news-probe = check of the way of a page
office-news-not-needed = call cancelled
office-news-number-refused = number or mailbox refuses
office-news-fallback-refused = last resort refused
office-news-provider-refuses = provider refuses
office-news-budget = budget of the month
office-news-number-changed = number corrected
office-news-connect = call that connects with the client
office-news-reply = reply by SMS
office-news-assigned = ticket handed over
office-news-test = test

# Settings and own account.
office-settings-name = Name of the operator
office-settings-phone = Phone shown to clients
office-settings-phone-hint = The way out on every urgent page, for example 01 23 45 67 89.
office-fallback-phone = Fallback mobile
form-stale = Somebody else saved this meanwhile: compare, then save again to replace it
form-stale-look = What is saved now
office-fallback-email = Fallback e-mail address
office-fallback-hint = Told by SMS with the supervisors when nobody else answers.
office-fallback-hint-calls =
    { $seconds ->
        [one] Told with the supervisors when nobody else answers: by SMS, then by a call one second later, if nobody has taken it.
       *[other] Told with the supervisors when nobody else answers: by SMS, then by a call { $seconds } seconds later, if nobody has taken it.
    }
office-fallback-hint-abroad = Told by SMS only, with the supervisors, when nobody else answers: our calls do not go to this country (voice.countries, on the server).
office-settings-all-only = These settings count for every client: only an administrator who sees all of them can change them.
office-tests-title = Try it
office-test-email = Send a test e-mail to
office-test-sms = Send a test SMS to
office-test-no-phone = For a test SMS, first give your mobile in your account.
office-password-link = Get a link to change it

# With numbers.
office-policy-wait =
    { $minutes ->
        [one] then wait one minute
       *[other] then wait { $minutes } minutes
    }
office-policy-repeat =
    { $count ->
        [0] Then: supervisors and fallback.
        [one] All of it twice, then: supervisors and fallback.
       *[other] Repeated { $count } times, then: supervisors and fallback.
    }
office-attempts =
    { $count ->
        [0] not tried yet
        [one] one try
       *[other] { $count } tries
    }
