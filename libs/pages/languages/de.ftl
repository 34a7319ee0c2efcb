### draft: the SMS, the commonest e-mails and the sign-in; the rest is still said in English.

# What the language says of itself: its name, how it writes, and the voice that reads it out. The day is written by strftime, %b from the months below.
language-name = Deutsch
language-date = %d.%m.%Y
language-months = Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.
language-date-time = { $date } um { $time } Uhr
language-decimal-point = ,
language-voice = de-DE

# Around every page.
skip = Zum Inhalt springen
logout = Abmelden
optional = (freiwillig)
error-prefix = Fehler:
errors-title = Da stimmt etwas nicht
nav-label = Navigation
footer-phone = Rufen Sie uns an: { $phone }
size-bytes =
    { $amount ->
        [one] { $amount } Byte
       *[other] { $amount } Byte
    }

# Signing in.
login-title = Anmelden
login-lead = Support für { $name }
login-user = Benutzername oder E-Mail-Adresse
login-password = Passwort
login-do = Anmelden
login-forgot = Passwort vergessen?
login-refused = Unbekannter Name oder falsches Passwort. Prüfen Sie Groß- und Kleinschreibung oder fordern Sie ein neues Passwort an.

# E-mails.
mail-greeting = Guten Tag { $name },
mail-signature = { $operator }, Ihr Support
mail-colon = :
mail-open-ticket = Ticket öffnen
mail-received-subject = Ticket { $number } eingegangen: { $category }
mail-received = Ihre Anfrage ist unter der Nummer { $number } eingetragen ({ $category }). Wir melden uns, sobald eine Antwort da ist.
mail-answered-subject = Antwort auf Ihr Ticket { $number }: { $category }
mail-answered = Wir haben auf Ihr Ticket { $number } geantwortet ({ $category }).

# SMS: only letters of GSM-7 in what is fixed, plain apostrophes.
sms-page = DRINGEND #{ $number } { $client }. { $person } anrufen: { $phone } bis { $by }. Nehmen: { $link } oder Antw. 1
sms-page-bare = DRINGEND #{ $number } { $client }. { $person } anrufen: { $phone } bis { $by }.
sms-urgent-received = Support: dringende Anfrage #{ $number } eingetragen. Wir rufen Sie unter { $phone } bis { $by } an.
sms-urgent-taken = Support: { $name } ruft Sie bis { $by } wegen #{ $number } an.
sms-urgent-reached = Support: { $name } hat Sie wegen #{ $number } erreicht. Weitere Fragen gern im Portal.
sms-urgent-late = Support: Wir sind bei #{ $number } zu spät, Entschuldigung. Rufen Sie uns an: { $phone }, wir gehen ran.
sms-could-not-reach = Support: Wir haben Sie wegen #{ $number } mehrmals nicht erreicht. Rufen Sie uns an: { $phone }.
sms-wrong-number = Support: Die Nummer zu #{ $number } stimmt nicht. Bitte hier ändern: { $link }
sms-answered = Support: Zu Ihrem Ticket #{ $number } ist eine Antwort da: { $link }
sms-closing-soon = Support: Ohne Nachricht von Ihnen schließt sich Ticket #{ $number } am { $on }. { $link }
sms-closed = Support: Ticket #{ $number } ist geschlossen. { $link }
sms-phone-code = { $code } ist Ihr Code für { $company }. Er gilt 10 Minuten.
