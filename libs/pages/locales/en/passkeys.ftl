# Passkeys.
passkeys-title = Passkeys
passkeys-lead = A passkey signs you in without a password or a code: your phone, your computer or a security key makes sure that it is you, by fingerprint, face or PIN.
passkeys-add = Add a passkey
passkeys-add-lead = It will serve at the address { $host }. Your other devices will be signed out, and you get an e-mail.
passkeys-no-script = This takes a recent browser that runs the scripts of this page.
passkeys-no-address = At the address { $host } browsers make no passkeys: they want a domain name.
passkeys-lost = Lost a passkey? Remove it here, after signing in by password, by link or with another passkey. If your company requires two-step sign-in and you have nothing else left, a manager of your company can take it away for you, or we can.
passkey-name = Name of the passkey
passkey-name-hint = To know it later, for example “Phone” or “Office computer”.
passkey-here = Usable here: made for the address { $host }.
passkey-elsewhere = Made for the address { $host }: it does not serve at { $here }.
passkey-since = Added on { $since }.
passkey-used = Last used: { $at }.
passkey-not-used = Not used yet.
passkey-rename = Rename
passkey-remove = Remove
passkey-sign-in = Sign in with a passkey
passkey-step = Continue with a passkey
passkey-failed = The passkey did not answer, or the request was cancelled. You can try again.
passkey-wait = Too many requests at once. Wait a moment, then try again.
passkey-known = This device already has a passkey here.
passkey-sign-in-refused = This passkey was not accepted. Try again, or sign in another way
passkey-refused = This passkey was not accepted. Try again, or choose another way
passkey-not-made = The passkey could not be added. Try again
passkey-too-many = You have twenty passkeys, as many as there may be. Remove one before you add another
second-step-key = Confirm your sign-in with your passkey.
second-step-elsewhere = Your passkeys were made for another address of your company. Sign in there:
second-step-lost-key = Lost your passkey? Ask a manager of your company, or call us.
second-step-lost-key-staff = Lost your passkey? Ask an administrator of the team.
confirm-key-or-sign-in = Use your passkey. If it is not at hand, sign out, then sign in again.
two-step-or-passkey = A passkey will do, too, without an app.
account-passkeys = { $count ->
    [0] Sign in without a password, by fingerprint, face or PIN.
    [one] You have one passkey.
   *[other] You have { $count } passkeys.
  }
account-passkeys-add = Add
done-passkey-added = The passkey is added.
done-passkey-removed = The passkey is removed.
done-passkey-renamed = The passkey is renamed.
history-passkey-added = { $name } added a passkey
history-passkey-removed = { $name } removed a passkey
mail-account-passkey-added = A passkey has just been added to your account: it signs in without a password.
mail-account-passkey-removed = A passkey of your account has just been removed.
mail-account-passkey-host = An address of your company serves no more: the passkeys that you had made for it have just been removed from your account.
mail-account-passkey-refused = A passkey of your account has just been refused: its counter went back, as if somebody had a copy of it.
mail-account-passkey-then = It was you? There is nothing to do. If not, first remove the passkeys that you do not know from your account, then choose another password, or call us.
mail-account-passkey-refused-then = Remove this passkey from your account, add another one, then choose another password. If in doubt, call us.
mail-account-passkey-host-then = To sign in by a passkey again, add one at the address where you sign in now.
done-password-keys = { $count ->
    [one] Your password is changed. One passkey remains: it signs in without it. Remove it if you do not know it.
   *[other] Your password is changed. { $count } passkeys remain: they sign in without it. Remove those that you do not know.
  }
passkeys-confirm-only = Your company has you sign in by its identity provider. A passkey does not sign you in: it confirms that it is you, by fingerprint, face or PIN, where we ask for it.
passkeys-lost-staff = Lost a passkey? Remove it here, after signing in with a code or with another passkey. If you have nothing else left, an administrator of the team can take your two-step sign-in away, passkeys included.
passkeys-lost-manager = Lost a passkey? A manager of your company can take it away for you, or we can.
confirm-key-or-manager = Use your passkey. If you lost it, ask a manager of your company to take it away, or call us: signing in again is not enough.
confirm-key-or-administrator = Use your passkey. If you lost it, ask an administrator of the team to take it away: signing in again asks for it, too.
confirm-key-elsewhere = Your passkey was made for another address of your company: come back to this page there. If you lost it, ask a manager of your company to take it away, or call us.
