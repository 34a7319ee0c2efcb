# Phone pages of the person on call.
oncall-title = URGENT { $number }
oncall-mine-title = À vous : { $number }
oncall-taken-title = Déjà pris : { $number }
oncall-asked = demandé à { $at }
oncall-by = À rappeler avant { $by }
oncall-also = Aussi #{ $number }, de la même personne :
oncall-take = Je prends et j’appelle
oncall-decline = Je ne peux pas – prévenir le suivant
oncall-next = Si vous ne le prenez pas, { $names } est prévenu à { $at }.
oncall-next-several = Si vous ne le prenez pas, { $names } sont prévenus à { $at }.
oncall-next-you = Si vous ne le prenez pas, vous êtes prévenu de nouveau à { $at }.
oncall-next-fallback-number = Si vous ne le prenez pas, le numéro de secours est prévenu à { $at }.
oncall-next-fallback-address = Si vous ne le prenez pas, l’adresse de secours est prévenue à { $at }.
oncall-next-fallback = Si vous ne le prenez pas, le numéro et l’adresse de secours sont prévenus à { $at }.
oncall-dial = Appeler
oncall-yours = C’est à vous depuis { $at }.
oncall-connect = Appelez-moi et mettez-moi en relation
oncall-connect-hint = Votre téléphone sonne d’abord, puis celui du client. Personne ne voit le numéro de l’autre.
oncall-outcome = Après l’appel
oncall-reached = Client joint
oncall-no-answer = Injoignable, je réessaie
oncall-later = Sans réponse ? Prochain essai
oncall-later-in = dans { $minutes } minutes
oncall-wrong-until = Ce numéro est signalé faux. Le client est prié de le corriger : un SMS vous donne le nouveau. Sans réponse avant { $at }, l’astreinte est rappelée.
oncall-next-try =
    { $tries ->
        [one] Un appel sans réponse. Réessayez à { $at }.
       *[other] { $tries } appels sans réponse. Réessayez à { $at }.
    }
oncall-wrong-number = Numéro faux
oncall-give-back = Je ne peux plus – prévenir le suivant
oncall-taken-by = { $name } l’a pris
oncall-taken-at = à { $at }
oncall-nothing = Vous n’avez rien à faire.
oncall-over-connecting = Votre téléphone va sonner
oncall-over-connecting-then = Décrochez et tapez 1 : nous appelons alors le client. Après l’appel, un chiffre suffit pour dire le résultat.
oncall-over-reached = Client joint, merci
oncall-over-reached-then = C’est noté sur le ticket. Vous pouvez fermer cette page.
oncall-over-declined = C’est noté
oncall-over-declined-then = La personne suivante est prévenue. Vous n’avez plus rien à faire.
oncall-over-wrong = Numéro signalé
oncall-over-wrong-then = Le client est invité à le corriger, l’équipe est prévenue.
oncall-over-cancelled = Plus besoin d’appeler
oncall-over-cancelled-then = Le client a annulé, ou le ticket est fermé.
oncall-expired = Ce lien ne marche plus
oncall-expired-why = Le lien d’une alerte marche trois jours, et seulement en entier.
oncall-expired-then = Les rappels en cours sont dans le back-office, avec votre nom d’utilisateur et votre mot de passe.
oncall-expired-do = Voir les rappels
quoted = « { $text } »
