# Why a rota was refused.
rota-too-many-layers = A rota has at most 10 rotations; take some away
rota-too-many-shifts = A rota has at most 50 fixed shifts; take some away
rota-layer-name = Give a name of at most 60 letters, for example Nights
rota-no-people = Choose at least one person
rota-too-many-people = A rotation has at most 30 people; take some away
rota-turn-length = A turn lasts 1 to 60 days, or 1 to 720 hours, for example 12 hours
rota-start = Give a day between 2000 and 2099, for example 30 Nov 2026
rota-too-many-hours = A rotation has at most 20 spans of hours; take some away

# Why a swap was refused.
swap-yourself = Choose somebody other than yourself
swap-too-far = A swap ends within a year from now; choose an earlier date
swap-gives-nothing = You are not on call then; choose one of your shifts
swap-takes-nothing = This person is not on call then; look at the calendar
swap-overlap = The two periods overlap; choose another
swap-over = It was answered already, or the swap was withdrawn
swap-not-yours = Only the person who was asked, or a supervisor, answers

# The calendar.
oncall-calendar = Calendar of four weeks: { $name }
oncall-holes = Nobody is on call, and an urgent ticket tells the supervisors at once:
oncall-holes-more =
    { $count ->
        [one] and one more hole
       *[other] and { $count } more holes
    }
oncall-whole = No hole in four weeks.
oncall-instead-of = instead of { $name }
oncall-preview = Who would be called?
oncall-preview-at = Day and time
oncall-preview-hint = For example Sunday at 3 in the morning.
oncall-preview-ask = See who would be called
oncall-preview-wrong = Give a day and a time, for example 29/11/2026 03:00
oncall-preview-answer = { $day } { $at }:
oncall-preview-rota = { $rota }:
oncall-preview-nobody = nobody, so the supervisors

# Rotations.
layers-title = Rotations
layers-hint = The first of the list counts before the others, and all count before the fixed shifts. Exceptions count before everything.
layer-new = Add a rotation
layer-title = Rotation
layer-lead = People take turns, by the clocks of { $zone }.
layer-name-hint = For example Nights and weekends.
layer-since = since { $day }
layer-restricted =
    { $count ->
        [one] one span of hours
       *[other] { $count } spans of hours
    }
layer-higher = Move up
layer-lower = Move down
layer-turn = Length of a turn
layer-turn-weekly = One week
layer-turn-daily = One day
layer-turn-days = Several days
layer-turn-hours = Several hours
layer-weekday = Day of the hand-over
layer-weekday-hint = Counts for turns of a week only.
layer-length = Number of days or hours
layer-length-hint = Counts for turns of several days (1 to 60) or hours (1 to 720) only.
layer-at = Time of the hand-over
layer-at-hint = On the local clock, also when clocks change. For example 08:00.
layer-at-wrong = Give a time, for example 08:00
layer-starts-on = First day
layer-starts-on-hint = The first person’s turn begins on that day, at the time of the hand-over.
layer-people = Who, in the order of their turns
layer-people-hint = The same person may come several times. Save to get more rows.
layer-person = Turn { $number }
layer-nobody = (nobody)
layer-restrict = Only at some hours
layer-restrict-hint = Without a span the rotation counts at any time. An end before the beginning means the day after, or the week after. The day of the end does not count for “every day”.
layer-hours-number = Span { $number }
layer-hours-none = (no span)
layer-hours-every = every day
layer-hours-wrong = A span has two times, for example every day from 20:00 to 08:00
layer-weekly =
    { $day ->
        [mon] Every Monday at { $at }
        [tue] Every Tuesday at { $at }
        [wed] Every Wednesday at { $at }
        [thu] Every Thursday at { $at }
        [fri] Every Friday at { $at }
        [sat] Every Saturday at { $at }
       *[sun] Every Sunday at { $at }
    }
layer-days =
    { $count ->
        [1] Every day at { $at }
       *[other] Every { $count } days at { $at }
    }
layer-hours =
    { $count ->
        [1] Every hour from { $at } on
       *[other] Every { $count } hours from { $at } on
    }

# Swaps.
swaps-title = Swaps of shifts
swaps-waiting =
    { $count ->
        [one] One swap waits for your answer
       *[other] { $count } swaps wait for your answer
    }
swaps-open = Waiting for an answer
swaps-over = Over
swaps-none = No swap waits for an answer.
swap-line = { $asker } asks { $asked } to take their shift ({ $rota })
swap-line-back = In return, { $asker } takes:
swap-state-asked = no answer yet
swap-state-accepted = accepted
swap-state-refused = refused
swap-state-withdrawn = withdrawn
swap-accept = Accept
swap-refuse = Refuse
swap-withdraw = Withdraw
swap-ask = Ask for a swap
swap-ask-do = Send the request
swap-own = Your next shifts; choose one to fill in the form:
swap-own-none = You have no shift in the next eight weeks.
swap-rota = Rota
swap-from = Stand in for me from
swap-to = until
swap-asked = Who stands in
swap-back-from = In return, I take from
swap-back-to = until (in return)
swap-back-hint = Leave empty to take nothing in return.
swap-done-asked = The request is on its way; you will both be told by e-mail.
swap-done-answered = The answer is noted; you are both told by e-mail.
swap-done-withdrawn = The request is withdrawn; you are both told by e-mail.
swap-done-impossible = This swap is no longer possible: the request is closed, or the rota has changed.

# News.
news-shift-soon = next shift
news-shifts-changed = shifts changed
news-swap-asked = swap asked for
news-swap-accepted = swap accepted
news-swap-refused = swap refused
news-swap-withdrawn = swap withdrawn
mail-shift-look = See who is on call
mail-shift-soon-subject = On call { $rota }: your shift begins { $from }
mail-shift-soon = Your shift ({ $rota }) begins { $from } and lasts until { $to }.
mail-shifts-changed-subject = On call { $rota }: your shifts have changed
mail-shifts-changed = Your shifts ({ $rota }) of the next eight weeks have changed.
mail-shift-gained = More: from { $from } until { $to }
mail-shift-lost = Less: from { $from } until { $to }
mail-shifts-more =
    { $count ->
        [one] And one more change: see the calendar.
       *[other] And { $count } more changes: see the calendar.
    }
mail-swap-asked-subject = Swap asked for: { $asker } and { $asked }
mail-swap-asked = { $asker } asks { $asked } to take their shift ({ $rota }).
mail-swap-accepted-subject = Swap accepted: { $asker } and { $asked }
mail-swap-accepted = { $by } accepted the swap between { $asker } and { $asked } ({ $rota }). The calendar is up to date.
mail-swap-refused-subject = Swap refused: { $asker } and { $asked }
mail-swap-refused = { $by } refused the swap between { $asker } and { $asked } ({ $rota }). Nothing changes.
mail-swap-withdrawn-subject = Swap withdrawn: { $asker } and { $asked }
mail-swap-withdrawn = { $by } withdrew the request for a swap between { $asker } and { $asked } ({ $rota }). Nothing changes.
mail-swap-gives = { $asked } instead of { $asker }: from { $from } until { $to }
mail-swap-takes = In return, { $asker } instead of { $asked }: from { $from } until { $to }
mail-swap-answer = See the request and answer

# The reader's own account.
me-shift-lead = Hours ahead to be told of a shift
me-shift-lead-hint = By e-mail, 0 to 336 hours before; 0 to be told nothing. For example 24.
me-calendar = My shifts in my calendar
me-calendar-lead = A private address that your calendar subscribes to: your shifts, with an alarm when they begin. Whoever has the address reads them; keep it to yourself.
me-calendar-made = This is the address, shown this once. Copy it into your calendar (“Subscribe to a calendar”).
me-calendar-since = There has been an address since { $at }.
me-calendar-make = Make the address
me-calendar-renew = Replace the address
me-calendar-revoke = Take the address away
me-contact = Our numbers
me-contact-lead = Add our numbers to your contacts, then let this contact through “Do not disturb”: an alert then rings at night too.
me-contact-get = Download the contact

# The calendar that programs subscribe to.
feed-name = Shifts of { $name }
feed-shift = On call { $rota }
feed-alarm = Your shift begins: { $rota }
