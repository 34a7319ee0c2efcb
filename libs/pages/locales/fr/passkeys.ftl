# Les clés d’accès.
passkeys-title = Clés d’accès
passkeys-lead = Une clé d’accès vous connecte sans mot de passe ni code : votre téléphone, votre ordinateur ou une clé de sécurité vérifie que c’est vous, par l’empreinte, le visage ou un code PIN.
passkeys-add = Ajouter une clé d’accès
passkeys-add-lead = Elle servira à l’adresse { $host }. Vos autres appareils seront déconnectés, et vous recevrez un e-mail.
passkeys-no-script = Il faut pour cela un navigateur récent qui exécute les scripts de cette page.
passkeys-no-address = À l’adresse { $host }, les navigateurs ne créent pas de clé d’accès : il leur faut un nom de domaine.
passkeys-lost = Clé perdue ? Retirez-la ici, après vous être connecté par mot de passe, par lien ou avec une autre clé. Si votre société exige la double authentification et qu’il ne vous reste rien d’autre, un responsable de votre société peut la retirer pour vous, ou nous.
passkey-name = Nom de la clé
passkey-name-hint = Pour la reconnaître plus tard, par exemple « Téléphone » ou « Ordinateur du bureau ».
passkey-here = Utilisable ici : créée pour l’adresse { $host }.
passkey-elsewhere = Créée pour l’adresse { $host } : elle ne sert pas à { $here }.
passkey-since = Ajoutée le { $since }.
passkey-used = Dernière utilisation : { $at }.
passkey-not-used = Pas encore utilisée.
passkey-rename = Renommer
passkey-remove = Retirer
passkey-sign-in = Se connecter avec une clé d’accès
passkey-step = Continuer avec une clé d’accès
passkey-failed = La clé d’accès n’a pas répondu, ou la demande a été annulée. Vous pouvez réessayer.
passkey-wait = Trop de demandes à la fois. Patientez un instant, puis réessayez.
passkey-known = Cet appareil a déjà une clé d’accès ici.
passkey-sign-in-refused = Cette clé d’accès n’a pas été acceptée. Réessayez, ou connectez-vous autrement
passkey-refused = Cette clé d’accès n’a pas été acceptée. Réessayez, ou choisissez un autre moyen
passkey-not-made = La clé d’accès n’a pas pu être ajoutée. Réessayez
passkey-too-many = Vous avez vingt clés d’accès, le maximum. Retirez-en une avant d’en ajouter une autre
second-step-key = Confirmez votre connexion avec votre clé d’accès.
second-step-elsewhere = Vos clés d’accès ont été créées pour une autre adresse de votre société. Connectez-vous là-bas :
second-step-lost-key = Clé d’accès perdue ? Demandez à un responsable de votre société, ou appelez-nous.
second-step-lost-key-staff = Clé d’accès perdue ? Demandez à un administrateur de l’équipe.
confirm-key-or-sign-in = Utilisez votre clé d’accès. Si elle n’est pas à portée de main, déconnectez-vous puis connectez-vous de nouveau.
two-step-or-passkey = Une clé d’accès convient aussi, sans application.
account-passkeys = { $count ->
    [0] Connectez-vous sans mot de passe, par l’empreinte, le visage ou un code PIN.
    [one] Vous avez une clé d’accès.
   *[other] Vous avez { $count } clés d’accès.
  }
account-passkeys-add = Ajouter
done-passkey-added = La clé d’accès est ajoutée.
done-passkey-removed = La clé d’accès est retirée.
done-passkey-renamed = La clé d’accès est renommée.
history-passkey-added = { $name } a ajouté une clé d’accès
history-passkey-removed = { $name } a retiré une clé d’accès
mail-account-passkey-added = Une clé d’accès vient d’être ajoutée à votre compte : elle permet de s’y connecter sans mot de passe.
mail-account-passkey-removed = Une clé d’accès de votre compte vient d’être retirée.
mail-account-passkey-host = Une adresse de votre société ne sert plus : vos clés d’accès créées pour elle viennent d’être retirées de votre compte.
mail-account-passkey-refused = Une clé d’accès de votre compte vient d’être refusée : son compteur est revenu en arrière, comme si quelqu’un en avait une copie.
mail-account-passkey-then = C’était vous ? Vous n’avez rien à faire. Sinon, retirez d’abord de votre compte les clés d’accès que vous ne connaissez pas, puis choisissez un autre mot de passe, ou appelez-nous.
mail-account-passkey-refused-then = Retirez cette clé de votre compte, ajoutez-en une autre, puis choisissez un autre mot de passe. En cas de doute, appelez-nous.
mail-account-passkey-host-then = Pour vous connecter de nouveau par clé d’accès, ajoutez-en une à l’adresse où vous vous connectez désormais.
done-password-keys = { $count ->
    [one] Votre mot de passe est changé. Une clé d’accès reste : elle permet de se connecter sans lui. Retirez-la si vous ne la connaissez pas.
   *[other] Votre mot de passe est changé. { $count } clés d’accès restent : elles permettent de se connecter sans lui. Retirez celles que vous ne connaissez pas.
  }
passkeys-confirm-only = Dans votre société, on se connecte par son fournisseur d’identité. Une clé d’accès ne vous connecte pas : elle confirme que c’est vous, par l’empreinte, le visage ou un code PIN, là où nous le demandons.
passkeys-lost-staff = Clé perdue ? Retirez-la ici, après vous être connecté avec un code ou avec une autre clé. S’il ne vous reste rien d’autre, un administrateur de l’équipe peut retirer votre double authentification, clés d’accès comprises.
passkeys-lost-manager = Clé perdue ? Un responsable de votre société peut la retirer pour vous, ou nous.
confirm-key-or-manager = Utilisez votre clé d’accès. Si vous l’avez perdue, demandez à un responsable de votre société de la retirer, ou appelez-nous : vous reconnecter ne suffit pas.
confirm-key-or-administrator = Utilisez votre clé d’accès. Si vous l’avez perdue, demandez à un administrateur de l’équipe de la retirer : se connecter de nouveau la demande aussi.
confirm-key-elsewhere = Votre clé d’accès a été créée pour une autre adresse de votre société : revenez à cette page là-bas. Si vous l’avez perdue, demandez à un responsable de votre société de la retirer, ou appelez-nous.
