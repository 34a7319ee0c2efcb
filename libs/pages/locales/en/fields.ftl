# Fields of categories' own.
own-fields-title = What the form asks besides
own-fields-hint = Up to five fields. To take one away, empty both names and its choices; old tickets keep what was answered.
own-field-row = Field { $number }
own-field-fr = Question in French
own-field-en = Question in English
own-field-kind = Expected answer
own-field-text = A line of text
own-field-choice = A choice from a list
own-field-number = A number
own-field-date = A date
own-field-choices = Choices of the list
own-field-choices-hint = One a line, for example Entrepôt | Warehouse; without a bar, the same word in both languages.
own-field-required = Must be answered
office-category-after = Place in the list
office-category-same = Where it is
office-category-last = Last
office-category-first = First
office-category-after-other = After “{ $name }”
office-category-team = Team that works it
office-category-no-team = None in particular
category-hint-too-long = Up to 500 characters; shorten the hint
fields-too-many = Up to five fields; take one away
field-choices-few = A list has at least two choices, one a line; for example Office, then Warehouse
field-choices-many = A list has up to 30 choices; take some away
field-choices-twice = Two choices have the same name; change one
ask-legend = For “{ $category }”
answer-none = Choose
answer-number-hint = For example 12 or 12.5
answer-missing = Answer “{ $label }”
answer-too-long = “{ $label }”: up to 200 characters, the rest goes into the description
answer-choice = “{ $label }”: choose from the list
answer-number = “{ $label }”: give a number, for example 12 or 12.5
answer-date = “{ $label }”: give a date, for example 31/12/2026
tickets-answers = Answers
history-category-added = The category “{ $name }” is added
history-category = The category “{ $name }” is changed

# Who sees which tickets.
visibility-title = What { $name } sees
visibility-sees = Tickets in sight
visibility-follow = As the rest of the company
visibility-follow-own = Today: their own tickets.
visibility-follow-company = Today: all tickets of the company.
visibility-own = Their own tickets
visibility-own-hint = Those opened in their name.
visibility-colleagues = Their tickets and those of chosen colleagues
visibility-colleagues-hint = Tick them below.
visibility-company = All tickets of the company
visibility-company-hint = Without inviting or removing anybody.
visibility-whose = Colleagues whose tickets are in sight
visibility-of = { $count ->
    [one] Their tickets and those of one colleague
   *[other] Their tickets and those of { $count } colleagues
}
colleagues-none = Tick at least one colleague, or choose “Their own tickets”
colleagues-many = Up to 100 colleagues; rather choose “All tickets of the company”
office-members-see = What members see
done-visibility = Changed, from their next page on.
history-sees = { $name } sees other tickets than before
history-members-see = Members see other tickets than before
new-for = For whom?
new-for-me = Myself
new-for-hint = The answer goes to this person, and you will see the ticket.

# Who follows a ticket.
follow-title = Who follows this ticket
follow-nobody = Nobody but who asked.
follow-do = Follow this ticket
follow-end = Stop following
follow-add = Add
follow-whom = Add a colleague
follow-whom-hint = They get the news of this ticket, as they chose in their account.
followers-many = Up to 20 people follow a ticket
done-followed = You follow this ticket: our answers are sent to you too.
done-unfollowed = You follow this ticket no more.
done-follower = Your colleague follows this ticket.
history-follows = { $name } follows ticket #{ $number }
history-follows-no-more = { $name } follows ticket #{ $number } no more
