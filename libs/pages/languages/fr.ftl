# What the language says of itself: its name, how it writes, and the voice that reads it out. The day is written by strftime, %b from the months below.
language-name = Français
language-date = %d/%m/%Y
language-months = janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.
language-date-time = { $date } à { $time }
language-decimal-point = ,
language-voice = fr-FR
