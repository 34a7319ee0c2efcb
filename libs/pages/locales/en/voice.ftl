# Calls: what a voice reads to somebody half asleep. Short sentences; no abbreviations, no signs.
voice-page = Urgent call, ticket { $number }. Ring { $person }, { $client }, on { $phone }, by { $by }. To take it, press 1. To pass it on to the next person, press 2. To hear this again, press 0.
voice-taken = Noted, it is yours. Ring { $person } on { $phone }, by { $by }. A text message repeats it. Goodbye.
voice-passed-on = Noted. The next person is told. Goodbye.
voice-taken-by = { $name } took this call at { $at }. There is nothing for you to do. Goodbye.
voice-over = This call need not be taken any more. There is nothing for you to do. Goodbye.
voice-nothing-heard = We received nothing. Somebody else is told. Goodbye.
voice-connect = Connecting you with { $person }, { $client }, ticket { $number }. To ring them now, press 1.
voice-connecting = We are ringing { $person }. Please hold.
voice-not-connectable = We cannot connect you with this country. Please ring { $person } yourself, on { $phone }. Goodbye.
voice-how-did-it-go = The call is over. If the client was reached, press 1. If there was no answer, press 2. If the number is wrong, press 3.
voice-noted = Noted. Goodbye.
voice-test = This is a test call from { $operator }. No client is waiting. To confirm that you hear it, press 1. To hear this again, press 0.
voice-test-heard = Thank you, noted: a call reaches you on this number. Goodbye.
voice-test-unheard = We received nothing. You can start the test again from your account. Goodbye.
voice-last-resort = Last resort, ticket { $number }. Nobody on call has taken it. Ring { $person }, { $client }, on { $phone }, by { $by }. To confirm that you heard this, press 1. To hear this again, press 0.
voice-last-resort-heard = Noted. Ring { $person } on { $phone }, by { $by }, then say so in the back office. Goodbye.
voice-last-resort-unheard = We received nothing. Goodbye.
# The hour as it is spoken.
voice-full-hour = { $hours }:00
voice-hour = { $hours }:{ $minutes }
