# Reports.
report-from = From
report-to = To
report-measure = Time measured
report-take = Until somebody took the call
report-call = Until the client was first called
report-reach = Until the client was reached
report-how = All times begin with the client’s request. Half of the call-backs took the median time at most; one in ten took longer than the last time shown.
report-all = All call-backs of the period
report-calls = Call-backs
report-measured = Measured
report-median = Median time
report-slowest = Slowest tenth, from
report-kept = Called within the promise
report-share = { $percent }% ({ $kept } of { $due })
report-csv = Download the call-backs (CSV)
report-by-week = By week
report-by-tenant = By client
report-by-category = By category
report-by-person = By person
report-column-week = Week
report-column-category = Category
report-column-person = Person
report-week = Week of { $day }
report-category = { $category } – { $tenant }
report-chart = The bar shows the median time, the line reaches to the slowest tenth. The table has the same figures.
report-more = { $count ->
    [one] The table has one more line.
   *[other] The table has { $count } more lines.
}
report-none = No call-back in this period
report-wrong-day = A day such as 2026-11-22, and a period of one year at most
report-feedback = After closing: is it solved?
report-feedback-how = Counts the tickets closed in the period. Each client may answer once, within 30 days.
report-feedback-caption = What clients answered about closed tickets
report-closed = Closed tickets
report-answers = Answers
report-solved = “It is solved”
report-words-caption = The latest words of clients, the newest first
report-words-ticket = Ticket
report-words = The client’s words
report-feedback-csv = Download these answers (CSV)
