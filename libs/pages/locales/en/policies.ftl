# Escalations: the list.
office-nav-policies = Escalations
policies-title = Escalations
policies-lead = Who is told of an urgent ticket, then, if nobody takes the call, who else and when. A call-back that runs keeps the escalation it began with.
policies-none = No escalation
policies-none-then = An urgent ticket tells the supervisors and the fallback at once. Make an escalation to tell whoever is on call first.
policy-new = New escalation
policy-default = Default
policy-rota = rota { $name }
policy-team = team { $name }
policy-at-once = { $channel } at once
policy-later = { $channel } after { $minutes } min
policy-used-by = Chosen by:
policy-used-default = Counts wherever nothing else is chosen.
policy-used-nowhere = Is chosen nowhere.
policy-unpaged = Nobody is told by the rota { $name }: no escalation names it.
policy-unpaged-here = Nobody is told by this rota: no escalation names it.
policy-unpaged-then = Choose an escalation

# An escalation.
policy-title = Escalation
policy-lead = The steps follow each other as long as nobody takes the call. Callbacks that run do not change.
policy-name-hint = For example Nights and weekends.
policy-name = Give a name of at most 60 letters, for example Nights and weekends
policy-steps = Steps
policy-steps-hint = Without a channel: SMS and e-mail at once, then a call. An e-mail alone is not waited for as long as anybody has a phone: the next step follows at once. Whoever lacks the channel is told by another.
policy-step = Step { $number }
policy-step-add = Add a step
policy-target = Tell ({ $number })
policy-target-more = One more line
policy-nobody = (nobody)
policy-channel = Channel { $number }
policy-channel-none = (none)
policy-after = after (min)
policy-delay-label = Minutes before the next step (1 to 60)
policy-repeat-label = Repeats
policy-repeat-hint = From 0 to 9: how often all steps begin again.
policy-last-resort = As a last resort: every supervisor, then the fallback number and address of the settings. If nobody takes the call, all of it begins again a quarter of an hour later.
policy-last-resort-calls = As a last resort: every supervisor, then the fallback number (SMS, then a call) and address of the settings. If nobody takes the call, all of it begins again a quarter of an hour later.
policy-limited = This escalation may count for clients that you do not see: only somebody who sees every client can change it, delete it or make it the default.
policy-unsaved = Not saved yet: check the steps, then save.
policy-changed = Saved meanwhile
policy-changed-then = What you typed is still in the form; save to replace what is above.
policy-changed-look = Begin again from what is saved
policy-version = Somebody else saved this escalation meanwhile; compare, then save again
policy-use = Use
policy-is-default = This is the default escalation: it counts wherever nothing else is chosen. To delete it, first make another one the default.
policy-make-default = Make it the default
policy-delete = Delete the escalation
policy-delete-used = As long as it is chosen it cannot be deleted.
policy-done-default = This escalation is the default now.
policy-done-is-default = This is the default escalation. First make another one the default.
policy-done-used = The escalation is not deleted: it is chosen by { $names }.
policy-done-used-elsewhere = The escalation is not deleted: a client that you do not see has chosen it.

# Its choice.
policy-choice = Escalation of urgent tickets
policy-choice-default = Default ({ $name })
policy-choice-none = Default
policy-choice-tenant = As for the whole client
policy-choice-hint = Who is told, and when. They are written under Escalations.

# Teams.
team-field = Team
team-hint = A name, for example Network; a new name makes the team. An escalation can tell a whole team.
team-known = Teams: { $names }.
team-name = A team’s name has at most 60 letters, for example Network

# Why an escalation was refused.
policy-channel-twice = Step { $step } takes the same channel twice; take one away
policy-channel-first = Step { $step } begins with no channel; give the first one 0 minutes
policy-channel-late = Step { $step } takes a channel when the next step begins; give fewer minutes
policy-after-wrong = Step { $step } has a channel without minutes; give for example 0 or 3

# A dry run.
policy-dry = Dry run
policy-dry-lead = Who would be told, by what and at what time, if nobody took the call. Nothing is sent.
policy-dry-tenant = For a ticket of
policy-dry-ask = See who would be told
policy-dry-past = Give a moment to come, for example 29/11/2026 03:00
policy-dry-minutes =
    { $minutes ->
        [0] at the start
        [one] after 1 minute
       *[other] after { $minutes } minutes
    }
policy-dry-step =
    { $round ->
        [1] step { $step }
       *[other] step { $step }, round { $round }
    }
policy-dry-last-resort = last resort
policy-dry-fallback = Fallback of the settings
policy-dry-instead = (for lack of the channel chosen)
policy-dry-nobody = Nobody is told.
policy-dry-next = If nobody takes the call, the next step follows at { $at }.
policy-dry-at-once = Nobody to wait for: the next step follows at once.
policy-dry-more = What follows is not shown.
policy-lack-rota = Nobody is on call: { $name }.
policy-lack-team = Nobody in the team { $name }.
policy-lack-supervisor = Neither supervisor nor administrator for this client.
policy-lack-unknown = Somebody who is no longer there.
policy-lack-disabled = { $name }: account switched off.
policy-lack-other-clients = { $name }: does not see this client.
policy-lack-no-way = { $name }: neither number nor e-mail address.
policy-lack-no-number = { $name }: no number, so neither SMS nor call.
policy-lack-texts-refused = { $name }: their number refuses our SMS.
policy-lack-calls-refused = { $name }: their number refuses our calls.
