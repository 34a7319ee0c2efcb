# A test of the reader's own phone.
phone-test-title = Test my phone
phone-test-lead = The message goes the same way as an alert. A text that arrived, or a key pressed during the call, shows that this number reaches you.
phone-test-text = SMS
phone-test-call = Call
phone-test-do-text = Test my SMS
phone-test-do-call = Test my call
phone-test-look = Refresh
phone-test-done = The test is on its way. Its outcome is shown under “Test my phone”.
phone-test-not-done = The test was not sent. { $what } { $then }
news-phone-test = test of one’s own phone

# What happened when.
phone-test-asked = asked for { $at }
phone-test-sent = sent { $at }
phone-test-called = called { $at }
phone-test-arrived = received { $at }
phone-test-replied = answered { $at }
phone-test-pressed = key pressed { $at }
phone-test-proved = This number reaches you.
phone-test-waits = Not sent yet.
phone-test-waits-why = Not sent yet, it will be tried again ({ $why }).
phone-test-no-receipt = No delivery receipt yet; answering TEST to the text counts too.
phone-test-no-digit = No key pressed yet: pick up, listen and press 1.

# What went wrong, and what to do.
phone-test-lost = The text did not arrive: there was no delivery receipt.
phone-test-lost-why = The text did not arrive ({ $why }).
phone-test-lost-then = Check that the phone is on and has a signal, then try again. If it goes on, tell a supervisor: your alerts would not arrive either.
phone-test-unanswered = No key was pressed during the call.
phone-test-unanswered-why = No key was pressed during the call ({ $why }).
phone-test-unanswered-then = Try again, pick up and press 1. If the phone did not ring, let our numbers through at night (“My account”, contact).
phone-test-failed = The test could not be sent.
phone-test-failed-why = The test could not be sent ({ $why }).
phone-test-failed-then = Tell a supervisor: the reason is among the messages, and your alerts would not be sent either.

# Why there is no test, and what to do.
phone-test-no-texts = No SMS provider is set: there is no SMS to test.
phone-test-no-texts-then = A provider is set on the server; the command “rappel doctor” says how.
phone-test-no-calls = Calls are not set up: nobody is called.
phone-test-no-calls-then = They are set up on the server, under [voice].
phone-test-no-number = You have no number.
phone-test-no-number-then = Give your mobile in your account, then prove it by a code.
phone-test-unverified = Your number is not verified.
phone-test-unverified-then = Ask for a code in your account and enter it; then you can test.
phone-test-stopped = STOP received on { $day }: no text goes to your number any more.
phone-test-stopped-then = Send START by SMS to our number, then try again.
phone-test-refused = Your number was refused on { $day }: no text goes to it any more.
phone-test-refused-why = Your number was refused on { $day } by the provider ({ $detail }): no text goes to it any more.
phone-test-refused-then = Correct it in your account; if it is right, send START by SMS to our number.
phone-test-too-soon = A test was sent a moment ago.
phone-test-too-soon-then = The next one is possible at { $at }.
phone-test-too-many = Ten tests within 24 hours: that is the most.
phone-test-too-many-then = The next one is possible on { $day } at { $at }.
