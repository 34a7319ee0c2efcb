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
swap-gives-nothing = You are not on call then; choose one of your shifts
swap-takes-nothing = This person is not on call then; look at the calendar
swap-overlap = The two periods overlap; choose another
swap-over = It was answered already, or the swap was withdrawn
swap-not-yours = Only the person who was asked, or a supervisor, answers

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
