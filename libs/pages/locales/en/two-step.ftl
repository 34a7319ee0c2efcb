# The second step.
second-step-title = Second step
second-step-lead = Open your authenticator app and give the code that it shows.
second-step-lost = Lost your phone? Use one of your recovery codes. None left? Ask a manager of your company, or call us.
second-step-lost-staff = Lost your phone? Use one of your recovery codes. None left? Ask an administrator of the team.
two-step-code = Code
two-step-code-hint = The six digits of your app, or a recovery code.
two-step-title = Two-step sign-in
two-step-lead = Besides the password we will ask for a code from your phone: whoever guesses or steals your password stays out. You need an authenticator app, for example Aegis, FreeOTP, Google Authenticator or Microsoft Authenticator.
two-step-required = Two-step sign-in is required: set an app up, and everything else opens.
two-step-begin = Set up an app
two-step-scan = In the app, add an account and point it at this square.
two-step-qr = QR code for the authenticator app; the same key is written below
two-step-type = Without a camera, type this key:
two-step-then = Give the code that the app then shows. Your other devices will be signed out.
two-step-first-code = Code of the app
two-step-first-code-hint = Six digits, for example 042815.
two-step-enrol = Turn on
two-step-on = On
two-step-since = since { $since }
two-step-remove-title = Change the app or turn it off
two-step-remove-lead = The password will be enough again, and your other devices will be signed out. To change your phone, turn it off, then set up the new app.
two-step-remove-lead-required = Your other devices will be signed out, and nothing else opens before you have set the new app up.
two-step-remove = Turn two-step sign-in off
two-step-back = Back to your account
two-step-removed = Two-step sign-in is off.
account-two-step-on = A code from your app is asked for at each sign-in.
account-two-step-off = A stolen password is enough to get in. Add a code from your phone.
account-two-step-do = Manage
account-two-step-add = Turn on
recovery-title = Recovery codes
recovery-left = { $count ->
    [0] You have none left.
    [one] You have one left.
   *[other] You have { $count } left.
  }
recovery-renew-lead = New codes take the place of all the old ones.
recovery-renew = Make new codes
recovery-enrolled = Two-step sign-in is on.
recovery-renewed = Here are your new codes. The old ones are worth nothing now.
recovery-lead = Keep these codes elsewhere than on your phone: print or copy them. Each signs you in once when your app is not at hand. They will not be shown again.
recovery-kept = I have kept them
factor-code-not-yet = This is not the right code. Wait for the next one in your app, for example 042815. If it is always refused, check the clock of the phone
factor-code-wrong = This is not the right code. Wait for the next one in your app, for example 042815, or use a recovery code
factor-code-used = This code was used already. Wait for the next one, thirty seconds at the most
factor-code-busy = Very many people are signing in right now. Wait a minute and send the code again
factor-code-wait = Too many wrong codes. Try again in a few minutes, an hour at the most, or use a recovery code
factor-begin-again = The key is no longer good. Go back and set the app up again
confirm-title = Confirm that it is you
confirm-lead = Before what protects an account is changed we check who sits at the screen. It counts for ten minutes.
confirm-do = Continue
confirm-back = Change nothing
confirm-password-wrong = This is not your password. Check capital letters
change-password-do = Choose another password
change-password-lead = Your other devices will be signed out, and you get an e-mail.
people-take-factor = Take two-step sign-in away
office-staff-factor-lead = For somebody who lost their phone and their recovery codes: first make sure, by voice, that it is them. Their devices will be signed out, and they are told by e-mail.
done-factor-taken = Two-step sign-in is taken away: the password is enough, and the person is told.
office-done-factor-taken = Two-step sign-in is taken away, and the person is told.
refused-own-factor = Yours is turned off in your account.
history-factor-added = { $name } turned two-step sign-in on
history-factor-removed = { $name } turned two-step sign-in off
history-factor-taken = The two-step sign-in of { $name } is taken away
history-recovery-codes = { $name } made new recovery codes
news-account-changed = Account security
mail-account-subject = The security of your account has changed
mail-account-tried-subject = Somebody tries to get into your account
mail-account-password = The password of your account has just been changed.
mail-account-factor-added = Two-step sign-in of your account has just been turned on.
mail-account-factor-removed = Two-step sign-in of your account has just been turned off.
mail-account-factor-taken = Two-step sign-in of your account, passkeys included, has just been taken away by a manager of your company or by us. The password is enough to get in until you turn it on again.
mail-staff-factor-taken = Two-step sign-in of your account has just been taken away by an administrator of the team. Set it up again when you next sign in.
mail-account-codes-made = New recovery codes have just been made for your account. The old ones are worth nothing now.
mail-account-code-used = { $left ->
    [0] A recovery code of your account has just been used. It was the last: make new ones.
    [one] A recovery code of your account has just been used. One is left.
   *[other] A recovery code of your account has just been used. { $left } are left.
  }
mail-account-number = The phone number of your account has just been changed.
mail-account-number-removed = The phone number of your account has just been removed.
mail-account-tried = Several wrong codes have just been given for your account, after the right password or a sign-in link.
mail-account-then = It was you? There is nothing to do. If not, choose another password at once, or call us.
mail-staff-account-then = It was you, or you asked for it? There is nothing to do. If not, choose another password at once and tell an administrator.
