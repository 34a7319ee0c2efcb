# Settings of a company, and where each comes from.
company-in-force = Ce qui s’applique
company-in-force-lead = Ce qui n’est pas réglé ici suit les réglages de l’opérateur, et change avec eux. Pour y revenir, videz le champ ou choisissez « Comme l’opérateur ».
company-in-force-caption = Réglages qui s’appliquent, et d’où ils viennent
company-setting = Réglage
company-value = Valeur
company-from = Vient de
company-from-own = ce client
company-from-operator = l’opérateur
company-follow = Comme l’opérateur
company-all = Pour tous les clients
company-all-lead = Ce qui suit vaut pour chaque client qui n’a pas son propre réglage.
company-default = Vide : la valeur habituelle.
company-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
company-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
company-reminder = Jours de rappel avant la fermeture
company-reminder-hint = De 0 à 30 ; 0 : pas de rappel. Vide : comme l’opérateur, sinon 3.
company-reminder-hint-all = De 0 à 30 ; 0 : pas de rappel. Vide : 3.
company-reminder-none = pas de rappel
company-sender = Nom de l’expéditeur des e-mails
company-sender-portal = le nom du client
company-reply-to = Adresse de réponse des e-mails
company-reply-to-hint = Les réponses des clients aux e-mails y arrivent. Vide : comme l’opérateur, sinon l’adresse d’envoi.
company-reply-to-hint-all = Les réponses des clients aux e-mails y arrivent. Vide : l’adresse d’envoi.
company-reply-to-none = l’adresse d’envoi
company-signature = Signature sous les réponses par e-mail
company-signature-hint = Quelques lignes, 500 caractères au plus. Vide : comme l’opérateur.
company-signature-hint-all = Quelques lignes, 500 caractères au plus.
company-months = { $count ->
    [one] { $count } mois après la fermeture
   *[other] { $count } mois après la fermeture
}
company-keep-always = sans limite de durée
company-keep-announced = Une autre durée est annoncée.
company-standard = le texte habituel
company-none = rien
document-too-long = Un document a 50 000 caractères au plus.
signature-refused = Une signature a 500 caractères au plus, sans caractère spécial de commande.
company-names = Noms de l’équipe que lisent les clients
company-names-full = Nom complet, par exemple Marie Curie
company-names-first = Prénom seul, par exemple Marie
company-names-operator = Le nom de l’opérateur à la place
company-step = Connexion en deux étapes
company-step-hint = Qui n’a pas encore d’application la configure avant d’ouvrir autre chose.
company-step-no = Au choix de chacun
company-step-yes = Exigée de tous
company-hours = Heures et jours fériés
company-hours-hint = Quand les tickets ordinaires sont traités, par exemple 09:00-12:30 14:00-18:00. Une journée vide est sans heures. Les clients le lisent en ouvrant un ticket ; ce qui est urgent n’attend pas.
company-hours-of = Heures
company-hours-own = Propres à ce client
company-hours-none = rien n’est dit
company-hours-days = { $count ->
    [one] { $count } jour par semaine
   *[other] { $count } jours par semaine
}
company-holidays = Jours fériés
company-holidays-hint = Un par ligne, par exemple 2026-12-25 Noël.
company-legal-fr = Mentions légales, en français
company-legal-en = Mentions légales, en anglais
company-legal-hint = Dénomination et forme de la société, capital, adresse du siège, numéro d’immatriculation (RCS ou SIREN), téléphone, directeur de la publication, nom et adresse de l’hébergeur. Ce texte prend la place de « Éditeur » ; ce qui est dit des données et des cookies le suit. Vide : comme l’opérateur, sinon le texte habituel.
company-legal-hint-all = Dénomination et forme de la société, capital, adresse du siège, numéro d’immatriculation (RCS ou SIREN), téléphone, directeur de la publication, nom et adresse de l’hébergeur. Ce texte prend la place de « Éditeur » ; ce qui est dit des données et des cookies le suit. Vide : le texte habituel.
company-accessibility-fr = Déclaration d’accessibilité, en français
company-accessibility-en = Déclaration d’accessibilité, en anglais
company-accessibility-hint = Ce texte prend la place de la déclaration habituelle, par exemple après un audit. Vide : comme l’opérateur, sinon le texte habituel.
company-accessibility-hint-all = Ce texte prend la place de la déclaration habituelle, par exemple après un audit. Vide : le texte habituel.
company-conformity = Résultat de la déclaration d’accessibilité
company-conformity-hint = Chaque page du portail le dit en bas, à côté des conditions. Un autre résultat demande la déclaration qui le montre, ci-dessus.
company-conformity-none = Non conforme
company-conformity-partial = Partiellement conforme
company-conformity-full = Totalement conforme
conformity-unsaid = Dites à quel résultat arrive la déclaration que vous avez écrite.
conformity-undeclared = Un résultat va avec sa déclaration : écrivez ci-dessus celle qui le montre.
hours-refused = Écrivez les heures ainsi : 09:00-12:30 14:00-18:00, dans l’ordre, quatre plages au plus.
holidays-refused = Écrivez un jour férié par ligne, par exemple 2026-12-25 Noël, 60 au plus.
hours-title = Nos heures
hours-lead = Les demandes ordinaires sont traitées à ces heures ; ce qui est urgent n’attend pas.
hours-closed = Les demandes ordinaires seront traitées à partir du
hours-zone = Heure de { $zone }
hours-holidays = Fermé :
