# Phone pages of the person on call.
oncall-title = URGENT { $number }
oncall-mine-title = Yours: { $number }
oncall-taken-title = Taken: { $number }
oncall-asked = asked at { $at }
oncall-by = Call before { $by }
oncall-also = Also #{ $number }, by the same person:
oncall-take = I take it and call
oncall-decline = I can’t – tell the next person
oncall-next = If you do not take it, { $names } is told at { $at }.
oncall-next-several = If you do not take it, { $names } are told at { $at }.
oncall-next-you = If you do not take it, you are told again at { $at }.
oncall-next-fallback-number = If you do not take it, the fallback number is told at { $at }.
oncall-next-fallback-address = If you do not take it, the fallback address is told at { $at }.
oncall-next-fallback = If you do not take it, the fallback number and address are told at { $at }.
oncall-dial = Call
oncall-yours = Yours since { $at }.
oncall-connect = Call me and connect me
oncall-connect-hint = Your phone rings first, then the client’s. Nobody sees the other’s number.
oncall-outcome = After the call
oncall-reached = Client reached
oncall-no-answer = No answer, I try again
oncall-later = No answer? Next try
oncall-later-in = in { $minutes } minutes
oncall-wrong-until = This number was reported wrong. The client is asked to correct it: a text gives you the new one. Without an answer before { $at } people on call are told again.
oncall-next-try =
    { $tries ->
        [one] One call not answered. Try again at { $at }.
       *[other] { $tries } calls not answered. Try again at { $at }.
    }
oncall-wrong-number = Wrong number
oncall-give-back = I can’t any more – tell the next person
oncall-taken-by = { $name } took it
oncall-taken-at = at { $at }
oncall-nothing = Nothing for you to do.
oncall-over-connecting = Your phone is about to ring
oncall-over-connecting-then = Pick up and press 1: we then ring the client. After the call, one digit says how it went.
oncall-over-reached = Client reached, thank you
oncall-over-reached-then = It is noted on the ticket. You can close this page.
oncall-over-declined = Noted
oncall-over-declined-then = The next person is told. Nothing more for you to do.
oncall-over-wrong = Number reported
oncall-over-wrong-then = The client is asked to correct it, and the team is told.
oncall-over-cancelled = No call needed any more
oncall-over-cancelled-then = The client cancelled, or the ticket is closed.
oncall-expired = This link no longer works
oncall-expired-why = The link of an alert works for three days, and only when it is complete.
oncall-expired-then = Open call-backs are in the back office, with your user name and password.
oncall-expired-do = See the call-backs
quoted = “{ $text }”
