# The second step.
second-step-title = Deuxième étape
second-step-lead = Ouvrez votre application d’authentification et indiquez le code qu’elle affiche.
second-step-lost = Téléphone perdu ? Utilisez un de vos codes de secours. Plus de code ? Demandez à un responsable de votre société, ou appelez-nous.
second-step-lost-staff = Téléphone perdu ? Utilisez un de vos codes de secours. Plus de code ? Demandez à un administrateur de l’équipe.
two-step-code = Code
two-step-code-hint = Les six chiffres de votre application, ou un code de secours.
two-step-title = Double authentification
two-step-lead = En plus du mot de passe, nous vous demanderons un code de votre téléphone : qui devine ou vole votre mot de passe n’entre pas. Il vous faut une application d’authentification, par exemple Aegis, FreeOTP, Google Authenticator ou Microsoft Authenticator.
two-step-required = La double authentification est obligatoire : configurez une application, le reste s’ouvre ensuite.
two-step-begin = Configurer une application
two-step-scan = Dans l’application, ajoutez un compte et visez ce carré.
two-step-qr = Code QR pour l’application d’authentification ; la même clé est écrite en dessous
two-step-type = Sans appareil photo, saisissez cette clé :
two-step-then = Indiquez le code que l’application affiche alors. Vos autres appareils seront déconnectés.
two-step-first-code = Code de l’application
two-step-first-code-hint = Six chiffres, par exemple 042815.
two-step-enrol = Activer
two-step-on = Activée
two-step-since = depuis le { $since }
two-step-remove-title = Changer d’application ou désactiver
two-step-remove-lead = Le mot de passe suffira de nouveau, et vos autres appareils seront déconnectés. Pour changer de téléphone, désactivez puis configurez la nouvelle application.
two-step-remove-lead-required = Vos autres appareils seront déconnectés, et rien d’autre ne s’ouvrira avant que vous configuriez la nouvelle application.
two-step-remove = Désactiver la double authentification
two-step-back = Retour à votre compte
two-step-removed = La double authentification est désactivée.
account-two-step-on = Un code de votre application est demandé à chaque connexion.
account-two-step-off = Un mot de passe volé suffit pour entrer. Ajoutez un code de votre téléphone.
account-two-step-do = Gérer
account-two-step-add = Activer
recovery-title = Codes de secours
recovery-left = { $count ->
    [0] Il ne vous en reste aucun.
    [one] Il vous en reste un.
   *[other] Il vous en reste { $count }.
  }
recovery-renew-lead = De nouveaux codes remplacent tous les anciens.
recovery-renew = Créer de nouveaux codes
recovery-enrolled = La double authentification est activée.
recovery-renewed = Voici vos nouveaux codes. Les anciens ne valent plus.
recovery-lead = Gardez ces codes ailleurs que sur votre téléphone : imprimez-les ou recopiez-les. Chacun vous connecte une fois quand votre application manque. Ils ne seront plus affichés.
recovery-kept = Je les ai gardés
factor-code-not-yet = Ce n’est pas le bon code. Attendez le suivant dans votre application, par exemple 042815. S’il est toujours refusé, vérifiez l’heure du téléphone
factor-code-wrong = Ce n’est pas le bon code. Attendez le suivant dans votre application, par exemple 042815, ou utilisez un code de secours
factor-code-used = Ce code a déjà servi. Attendez le suivant, trente secondes au plus
factor-code-busy = Beaucoup de personnes se connectent en ce moment. Attendez une minute et renvoyez le code
factor-code-wait = Trop de codes faux. Réessayez dans quelques minutes, une heure au plus, ou utilisez un code de secours
factor-begin-again = La clé n’est plus valable. Revenez en arrière et configurez l’application à nouveau
confirm-title = Confirmez que c’est vous
confirm-lead = Avant de changer ce qui protège un compte, nous vérifions qui est devant l’écran. C’est valable dix minutes.
confirm-do = Continuer
confirm-back = Ne rien changer
confirm-password-wrong = Ce n’est pas votre mot de passe. Vérifiez les majuscules
change-password-do = Choisir un autre mot de passe
change-password-lead = Vos autres appareils seront déconnectés, et vous recevrez un e-mail.
people-take-factor = Retirer la double authentification
office-staff-factor-lead = Pour qui a perdu son téléphone et ses codes de secours : assurez-vous d’abord, de vive voix, que c’est bien cette personne. Ses appareils seront déconnectés, et elle en est prévenue par e-mail.
done-factor-taken = La double authentification est retirée : le mot de passe suffit, et la personne en est prévenue.
office-done-factor-taken = La double authentification est retirée, et la personne en est prévenue.
refused-own-factor = La vôtre se désactive dans votre compte.
history-factor-added = { $name } a activé la double authentification
history-factor-removed = { $name } a désactivé la double authentification
history-factor-taken = La double authentification de { $name } est retirée
history-recovery-codes = { $name } a créé de nouveaux codes de secours
news-account-changed = Sécurité du compte
mail-account-subject = La sécurité de votre compte a changé
mail-account-tried-subject = Quelqu’un essaie d’entrer dans votre compte
mail-account-password = Le mot de passe de votre compte vient d’être changé.
mail-account-factor-added = La double authentification de votre compte vient d’être activée.
mail-account-factor-removed = La double authentification de votre compte vient d’être désactivée.
mail-account-factor-taken = La double authentification de votre compte, clés d’accès comprises, vient d’être retirée par un responsable de votre société ou par nous. Le mot de passe suffit pour entrer jusqu’à ce que vous l’activiez de nouveau.
mail-staff-factor-taken = La double authentification de votre compte vient d’être retirée par un administrateur de l’équipe. Configurez-la de nouveau à votre prochaine connexion.
mail-account-codes-made = De nouveaux codes de secours viennent d’être créés pour votre compte. Les anciens ne valent plus.
mail-account-code-used = { $left ->
    [0] Un code de secours de votre compte vient de servir. C’était le dernier : créez-en de nouveaux.
    [one] Un code de secours de votre compte vient de servir. Il en reste un.
   *[other] Un code de secours de votre compte vient de servir. Il en reste { $left }.
  }
mail-account-number = Le numéro de téléphone de votre compte vient d’être changé.
mail-account-number-removed = Le numéro de téléphone de votre compte vient d’être retiré.
mail-account-tried = Plusieurs codes faux viennent d’être donnés pour votre compte, après le bon mot de passe ou un lien de connexion.
mail-account-then = C’était vous ? Vous n’avez rien à faire. Sinon, choisissez tout de suite un autre mot de passe, ou appelez-nous.
mail-staff-account-then = C’était vous, ou vous l’aviez demandé ? Vous n’avez rien à faire. Sinon, choisissez tout de suite un autre mot de passe et prévenez un administrateur.
