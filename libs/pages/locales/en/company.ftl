# Settings of a company, and where each comes from.
company-in-force = What counts
company-in-force-lead = What is not set here follows the operator’s settings, and changes with them. To go back to them, empty the field or choose “As the operator”.
company-in-force-caption = Settings that count, and where they come from
company-setting = Setting
company-value = Value
company-from = Comes from
company-from-own = this client
company-from-operator = the operator
company-follow = As the operator
company-all = For all clients
company-all-lead = What follows counts for each client that has no setting of its own.
company-default = Empty: the usual value.
company-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
company-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
company-reminder = Days of reminder before closing
company-reminder-hint = From 0 to 30; 0: no reminder. Empty: as the operator, else 3.
company-reminder-hint-all = From 0 to 30; 0: no reminder. Empty: 3.
company-reminder-none = no reminder
company-sender = Sender name of e-mails
company-sender-portal = the name of the client
company-reply-to = Reply address of e-mails
company-reply-to-hint = What clients answer to e-mails arrives there. Empty: as the operator, else the sending address.
company-reply-to-hint-all = What clients answer to e-mails arrives there. Empty: the sending address.
company-reply-to-none = the sending address
company-signature = Signature under answers by e-mail
company-signature-hint = A few lines, 500 characters at most. Empty: as the operator.
company-signature-hint-all = A few lines, 500 characters at most.
company-months = { $count ->
    [one] { $count } month after closing
   *[other] { $count } months after closing
}
company-keep-always = for ever
company-keep-announced = Another time is announced.
company-standard = the usual text
company-none = nothing
document-too-long = A document has 50,000 characters at most.
signature-refused = A signature has 500 characters at most, without control characters.
company-names = Names of staff that clients read
company-names-full = Full name, for example Marie Curie
company-names-first = First name alone, for example Marie
company-names-operator = The operator’s name instead
company-step = Two-step sign-in
company-step-hint = Who has no app yet sets one up before anything else opens.
company-step-no = As everybody likes
company-step-yes = Required of everybody
company-hours = Hours and holidays
company-hours-hint = When ordinary tickets are worked, for example 09:00-12:30 14:00-18:00. An empty day has no hours. Clients read it when they open a ticket; what is urgent does not wait.
company-hours-of = Hours
company-hours-own = Of this client alone
company-hours-none = nothing is said
company-hours-days = { $count ->
    [one] { $count } day a week
   *[other] { $count } days a week
}
company-holidays = Holidays
company-holidays-hint = One a line, for example 2026-12-25 Christmas.
company-legal-fr = Legal notice, in French
company-legal-en = Legal notice, in English
company-legal-hint = Name and legal form of the company, capital, registered address, registration number, phone, director of publication, name and address of the host. This text takes the place of “Publisher”; what is said of data and cookies follows it. Empty: as the operator, else the usual text.
company-legal-hint-all = Name and legal form of the company, capital, registered address, registration number, phone, director of publication, name and address of the host. This text takes the place of “Publisher”; what is said of data and cookies follows it. Empty: the usual text.
company-accessibility-fr = Declaration of accessibility, in French
company-accessibility-en = Declaration of accessibility, in English
company-accessibility-hint = This text takes the place of the usual declaration, for example after an audit. Empty: as the operator, else the usual text.
company-accessibility-hint-all = This text takes the place of the usual declaration, for example after an audit. Empty: the usual text.
company-conformity = Result of the declaration of accessibility
company-conformity-hint = Each page of the portal says it at the bottom, beside the terms. Another result needs the declaration that shows it, above.
company-conformity-none = Not compliant
company-conformity-partial = Partially compliant
company-conformity-full = Fully compliant
conformity-unsaid = Say what the declaration that you wrote comes to.
conformity-undeclared = A result goes with its declaration: write the one that shows it above.
hours-refused = Write hours like this: 09:00-12:30 14:00-18:00, in order, four spans at most.
holidays-refused = Write one holiday a line, for example 2026-12-25 Christmas, 60 at most.
hours-title = Our hours
hours-lead = Ordinary requests are worked at these hours; what is urgent does not wait.
hours-closed = Ordinary requests will be worked from
hours-zone = Time of { $zone }
hours-holidays = Closed:
