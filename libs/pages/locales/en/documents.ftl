# Terms, legal notice, accessibility.
terms-title = General terms of sale
terms-scope = Purpose
terms-scope-text = This portal lets the clients of { $operator } open and follow their support requests. The services themselves are governed by the contract signed with { $operator }.
terms-tickets = Tickets
terms-tickets-text =
    { $days ->
        [one] A request that we have answered and on which we do not hear from you closes by itself after one day. A closed ticket can still be read.
       *[other] A request that we have answered and on which we do not hear from you closes by itself after { $days } days. { $remind ->
            [0] A closed ticket can still be read.
            [one] You are told the day before. A closed ticket can still be read.
           *[other] You are told { $remind } days before. A closed ticket can still be read.
        }
    }
terms-urgent = Urgent requests
terms-urgent-text = The category URGENT is for failures that stop your business. We call you back on the number that you give; the promised time is shown before you send.
terms-sale = Prices and payment
terms-sale-text = Prices, payment terms and limits of liability are in your contract. { $operator } gives you a copy on request.
legal-title = Legal notice
legal-publisher = Publisher
legal-publisher-text = This portal is published by { $operator }, which answers for its contents.
legal-data = Personal data
legal-data-text = { $operator } keeps your name, your e-mail address, your number if you give it, and your messages, to answer your requests and for nothing else. You can ask for a copy, a correction or erasure.
legal-cookies = Cookies
legal-cookies-text = Seven cookies at most, all of them needed: one keeps you signed in, one waits ten minutes for your code where you have two-step sign-in, two remember the language and the appearance, two protect the forms and say what has just been done, and the last, kept for 400 days, recognises a browser that you used before, to warn you of a sign-in from a new one. No audience measurement, no third parties.
accessibility-title = Accessibility
accessibility-state = State
accessibility-state-text = { $operator } aims at level AA of WCAG 2.2. The portal is partially compliant, as no outside audit has been made so far.
accessibility-tested = Checks
accessibility-tested-text = Every page is checked by automatic tools, at 320 pixels wide, in light and dark. Everything works without scripts.
accessibility-contact = A difficulty?
accessibility-contact-text = Tell { $operator } by phone or by opening a ticket: we answer and put it right.
document-only = This text exists in this language alone: { $language }.
