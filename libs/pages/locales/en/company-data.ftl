# The data of a company: its export, and how long its closed tickets are kept; in the portal and in the back office.
company-data-title = Company data
company-export-title = All data of the company
company-export-lead = Download everything that { $operator } keeps for your company: people, tickets, messages, files, calls, what was sent, and the log. The ZIP file is put together in the background and can be fetched for 7 days; you are told by e-mail. Internal notes of staff are not in it.
company-export-office-lead = Everything that is kept for { $name }, in a ZIP file that can be fetched for 7 days. Each request and each download is in the client’s log, which its managers read. Internal notes are not in it.
company-export-do = Prepare the file
company-export-asked-by = { $name } asked for it on { $at }.
company-export-asked-at = Asked for on { $at }.
company-export-step = Step { $done } of { $steps }:
company-export-written =
    { $count ->
        [one] { $count } written
       *[other] { $count } written
    }
company-export-waits = waiting
company-export-people = people
company-export-categories = categories
company-export-tickets = tickets
company-export-messages = messages
company-export-files = list of files
company-export-followers = followers of tickets
company-export-callbacks = calls
company-export-events = facts
company-export-deliveries = sent messages
company-export-identities = identities
company-export-keys = API keys
company-export-audit = log
company-export-contents = contents of files
company-export-reload = See how far it is
company-export-cancel = Stop preparing it
company-export-failed = The file that was asked for on { $at } could not be prepared, and nothing of it is kept. Ask for it again; if that fails too, the server is probably short of room: tell whoever runs it.
company-export-again = Ask again
company-export-fetch = Download the file asked for on { $at }
company-export-renew = Prepare a newer file
company-export-drop = Delete this file
company-export-asked = The file is being prepared. You will be told by e-mail.
company-export-busy = A file is being prepared already.
company-export-cancelled = Stopped: there is no file any more.

# How long closed tickets are kept.
retention-title = How long closed tickets are kept
retention-always = Closed tickets are kept for ever.
retention-months =
    { $months ->
        [one] Tickets are deleted { $months } month after they were closed.
       *[other] Tickets are deleted { $months } months after they were closed.
    }
retention-next =
    { $months ->
        [one] From { $on } on, tickets are deleted { $months } month after they were closed. On that day this concerns:
       *[other] From { $on } on, tickets are deleted { $months } months after they were closed. On that day this concerns:
    }
retention-who = { $operator } sets this time.
retention-not-meant = If that is not meant, tell { $operator } before that day: until then nothing is deleted.
retention-goes =
    { $tickets ->
        [one] { $tickets } ticket, with its messages ({ $messages }) and its files ({ $files }, { $megabytes } MB).
       *[other] { $tickets } tickets, with their messages ({ $messages }) and their files ({ $files }, { $megabytes } MB).
    }
retention-span = Closed between { $oldest } and { $newest }.
retention-goes-nothing = No ticket is concerned.
retention-soon =
    { $count ->
        [one] { $count } more within the 30 days that follow.
       *[other] { $count } more within the 30 days that follow.
    }
retention-undo = Call this change back
retention-field = Keep closed tickets (months)
retention-field-hint = From 6 to 120 months after closing; 0 for ever. Empty: as for all clients.
retention-field-hint-all = From 6 to 120 months after closing; empty or 0 for ever.
retention-look = See what would be deleted
retention-preview-title = Before the time is changed
retention-follows = As for all clients.
retention-will-months =
    { $months ->
        [one] Tickets will be deleted { $months } month after they were closed. Today this would delete:
       *[other] Tickets will be deleted { $months } months after they were closed. Today this would delete:
    }
retention-will-always = Closed tickets will be kept for ever.
retention-companies =
    { $count ->
        [one] This concerns { $count } client, which has no time of its own.
       *[other] This concerns { $count } clients, which have no time of their own.
    }
retention-first = Nothing is deleted before { $on }. Managers are told by e-mail, with these counts and this date; until then the change can be called back.
retention-reports = Numbers that are deleted are never used again. Reports over periods that were deleted count what is left, and say so.
retention-at-once = Nothing more is deleted: this change counts at once.
retention-save = Save this time
retention-back = Change nothing
retention-all-lead = For clients that have no time of their own. Each client can have one, under “Data”.
retention-saved = The time is saved.
retention-undone = The change is called back: nothing more is deleted than before.
retention-gone = Tickets closed up to { $on } were deleted ({ $tickets }): figures from before that day count only what is left.

# E-mails.
mail-company-export-subject = The data of { $company } is ready
mail-company-export = The file with all data of { $company } that you asked for is ready. Once signed in, you can download it until { $until }.
mail-company-export-not-you = If you did not ask for it, tell { $operator }: somebody is using your account.
mail-company-export-see = Download the file
mail-retention-subject = Closed tickets of { $company } will be deleted on { $on }
mail-retention =
    { $months ->
        [one] From { $on } on, { $operator } deletes tickets of { $company } { $months } month after they were closed, with their messages and files. Nothing can be brought back.
       *[other] From { $on } on, { $operator } deletes tickets of { $company } { $months } months after they were closed, with their messages and files. Nothing can be brought back.
    }
mail-retention-counts = On that day this concerns: tickets { $tickets }, messages { $messages }, files { $files } ({ $megabytes } MB).
mail-retention-not-meant = If that is not meant, tell { $operator } before that day: until then the change can be called back. You can also download all data of the company first.
mail-retention-see = See the company’s data

# The log of sent messages.
news-company-export-ready = company: data ready
news-retention-shortened = company: tickets kept for less long

# The log of changes.
history-company-export = The file with all data of the company is asked for
history-company-export-cancelled = The file with all data of the company is stopped or deleted
history-company-export-fetched = The file with all data of the company is downloaded
history-retention-months =
    { $months ->
        [one] Closed tickets are kept for { $months } month
       *[other] Closed tickets are kept for { $months } months
    }
history-retention-always = Closed tickets are kept for ever
history-tickets-gone =
    { $number ->
        [one] { $number } closed ticket is deleted: its time is over
       *[other] { $number } closed tickets are deleted: their time is over
    }
