# Navigation of the back office.
office-nav-work = Work
office-nav-queue = Tickets
office-nav-callbacks = Call-backs
office-nav-on-call = On call
office-nav-deliveries = Messages
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
office-queue-search = Number or words
office-queue-filter = Filter
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
office-fact-reached = { $name } reached the client
office-fact-wrong-number = { $name }: wrong number
office-fact-number = Number corrected
office-fact-number-by = { $name } corrected the number
office-fact-cancelled = Call-back cancelled
office-fact-cancelled-by = { $name } cancelled the call-back
office-fact-late = Promised time passed, client told

# What was done.
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
office-done-too-late = Something changed meanwhile. This is how it stands.
office-done-queue-empty = Answer sent to ticket #{ $number }. It was the last one of this view.
office-done-invited = The invitation of { $name } is on its way.
office-done-saved = Saved.
office-done-removed = Removed.
office-done-sent-again = The message goes out again.
office-done-test = The test message is on its way; see the messages for its outcome.
office-done-revived = The job runs again.
office-done-password-sent = A link to choose another password has gone by e-mail.
office-done-last-one = Impossible: nobody would be left with this role.
office-done-welcome = Welcome.
