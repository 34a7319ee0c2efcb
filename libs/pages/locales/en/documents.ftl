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
document-only = This text exists in this language alone: { $language }.
accessibility-title = Accessibility statement
accessibility-lead = { $operator } strives to make this portal usable by everybody, by WCAG 2.2 at level AA and the French RGAA 4.1. This statement is about the support portal of { $name }.
accessibility-state = Compliance status
accessibility-state-text = This portal is partially compliant, because of the failures and of what was not checked, listed below.
accessibility-tested = Test results
accessibility-tested-text = No outside audit has been made so far: no rate of compliance can be given. Each version is checked page by page with axe-core and html-validate in Chromium, in French and in English, 320 and 1,280 pixels wide, enlarged to 200 %, in light and dark, and gone through with the keyboard alone.
accessibility-gaps = Content that is not accessible
accessibility-failing = Failures
accessibility-failing-passkeys = Passkeys work with JavaScript only. Without it one signs in by password, by a link sent by e-mail, and with an authenticator app; whoever has but a passkey as second step cannot sign in.
accessibility-failing-pictures = Pictures attached to messages have no description but the name of their file.
accessibility-failing-unknown = What a tool cannot judge was checked by no audit, and the portal was tried with Chromium only, without a screen reader.
accessibility-burden = Exemptions for a disproportionate burden
accessibility-burden-text = None.
accessibility-exempt = Content outside the scope of the law
accessibility-exempt-text = Files that people attach to their messages are passed on as they are.
accessibility-made = About this statement
accessibility-made-text = This statement was made on { $at }.
accessibility-made-with = The portal is made of HTML, CSS and JavaScript. It can be used without JavaScript, except for passkeys; an open page then does not update by itself, and the browser keeps no drafts.
accessibility-contact = Feedback and contact
accessibility-contact-text = If a content or a service of this portal does not let you in, tell { $operator }: you will be led to an accessible way, or get the content in another form.
accessibility-contact-ticket = Open a ticket about it
accessibility-remedy = Remedies
accessibility-remedy-text = You have told { $operator } of an accessibility defect that keeps you from a content or a service of this portal, and you have not had a satisfying answer? You can:
accessibility-remedy-form = write to the French Defender of Rights (Défenseur des droits)
accessibility-remedy-delegate = contact the delegate of the Defender of Rights in your region
accessibility-remedy-phone = call: { $phone }
accessibility-remedy-post = send a letter by post, free, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07
