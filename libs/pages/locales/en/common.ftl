# Around every page.
skip = Skip to content
logout = Sign out
optional = (optional)
error-prefix = Error:
errors-title = There is a problem
nav-label = Navigation
footer-phone = Call us: { $phone }
footer-copyright = © { $name }
footer-terms = General terms of sale
footer-legal = Legal notice
footer-accessibility-none = Accessibility: not compliant
footer-accessibility-partial = Accessibility: partially compliant
footer-accessibility-full = Accessibility: fully compliant
footer-office = Administration

# States of a ticket.
status-untreated = Untreated
status-in-progress = In progress
status-answered = Answered
status-closed = Closed
status-urgent = URGENT

# Errors.
error-bad-request = We could not make sense of this request
error-bad-request-do = Go back to the previous page and try again.
error-forbidden = This is not allowed
error-forbidden-do = Your session may have expired. Go back to the previous page, reload it and try again.
error-not-found = This page does not exist
error-not-found-do = The address may be incomplete, or the page was removed.
error-method = This address does not work that way
error-method-do = Go back to the home page and start from the menu.
error-conflict = Somebody was faster
error-conflict-do = Go back to the previous page to see what changed, then try again if you still need to.
error-too-large = That is too large
error-too-large-do = Each file can be up to 10 MB, five files at a time.
error-unprocessable = The form could not be read
error-unprocessable-do = Go back to the previous page and check what you typed.
error-too-many = Too many requests in a short time
error-too-many-do = Wait a minute, then try again.
error-internal = Something went wrong on our side
error-internal-do = It has been recorded. Try again in a moment; if it persists, call us and give the reference.
error-unavailable = The service is unavailable for a moment
error-unavailable-do = Try again in a minute.
error-typed = What you had written
error-phone = You can also call us: { $phone }
error-home = Back to the home page
error-status = Error { $status }
error-reference = reference { $reference }

# Sizes of files.
size-bytes =
    { $amount ->
        [one] { $amount } byte
       *[other] { $amount } bytes
    }
size-kilobytes = { $amount } kB
size-megabytes = { $amount } MB
