# What the language says of itself: its name, how it writes, and the voice that reads it out. The day is written by strftime, %b from the months below.
language-name = English
language-date = %-d %b %Y
language-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
language-date-time = { $date }, { $time }
language-decimal-point = .
language-voice = en-GB
