# SMS: only letters of GSM-7 in what is fixed, plain apostrophes.
sms-page = URGENT #{ $number } { $client }. Call { $person } { $phone } by { $by }. Take it: { $link } or reply 1
sms-page-bare = URGENT #{ $number } { $client }. Call { $person } { $phone } by { $by }.
sms-page-again = ESCALATED #{ $number } { $client }: nobody took it. Call { $phone } by { $by }. Take it: { $link } or reply 1
sms-page-again-bare = ESCALATED #{ $number } { $client }: nobody took it. Call { $person } { $phone } by { $by }.
sms-last-resort = LAST RESORT #{ $number } { $client }: nobody on call. Call { $phone } by { $by }. { $link } or reply 1
sms-last-resort-bare = LAST RESORT #{ $number } { $client }: nobody on call. Call { $person } { $phone } by { $by }.
sms-bundle = { $count } URGENT not taken: { $numbers }. { $client }, by { $by }. Take: { $link } or reply 1 { $number }
sms-bundle-bare = { $count } URGENT not taken: { $numbers }. { $client }. Call { $phone } by { $by }.
sms-taken-by-you = OK: #{ $number } is yours. Call { $person } { $phone } by { $by }. Then reply 2 = reached, 3 = no answer
sms-taken-by-you-connect = OK: #{ $number } is yours. Call { $person } { $phone } by { $by }. Reply 4 = connect me, 2 = reached, 3 = no answer
sms-taken-by-other = #{ $number }: { $name } took it at { $at }, nothing to do.
sms-number-changed = #{ $number } { $client }: new number. Call { $person } { $phone } by { $by }.
sms-already-taken = #{ $number }: already taken by { $name } at { $at }. Nothing to do.
sms-noted-reached = #{ $number }: client reached, thank you.
sms-noted-no-answer = #{ $number }: noted, try again at { $at }. Then reply 2 = reached, 3 = no answer
sms-not-taken = #{ $number }: nobody took it yet. Reply 1 to take it, then 2 = reached, 3 = no answer
sms-not-needed = #{ $number } { $client }: call cancelled, nothing to do.
sms-over = #{ $number }: it is over, nothing to do.
sms-which-one = Several requests are open: { $numbers }. Reply with the number, for example 1 { $first }
sms-which-client = #{ $number } exists at several clients: { $clients }. Open the link of the right SMS, or add the name: 1 { $number } name
sms-nothing-open = #{ $number }: nothing is open for you under this number. Check the one in the SMS you got.
sms-not-understood = Not understood. Reply 1 = I take it, 2 = client reached, 3 = no answer. With several requests: 1 1043
sms-assigned = Ticket #{ $number } { $client } was assigned to you: { $link }
sms-urgent-received = Support: urgent request #{ $number } received. We will call you back on { $phone } by { $by }.
sms-urgent-taken = Support: { $name } will call you by { $by } about request #{ $number }.
sms-urgent-reached = Support: { $name } reached you about #{ $number }. We follow it up; write on the portal if you need more.
sms-urgent-late = Support: we are late on #{ $number }, sorry. Call us on { $phone }, we will pick up.
sms-could-not-reach = Support: we called several times about #{ $number } and could not reach you. Call us on { $phone }.
sms-wrong-number = Support: the number given for #{ $number } is wrong. Correct it here: { $link }
sms-answered = Support: your ticket #{ $number } has an answer: { $link }
sms-closing-soon = Support: if we do not hear from you, ticket #{ $number } closes on { $on }. { $link }
sms-closed = Support: ticket #{ $number } is closed. { $link }
sms-phone-code = { $code } is your code for { $company }. It works for 10 minutes.
sms-test = { $operator }: this test SMS has arrived.
sms-phone-test = { $operator }: test SMS, your number can be reached. Nothing to do; to confirm it, reply TEST
