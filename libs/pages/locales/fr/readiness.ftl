# The page.
readiness-title = Joignabilité
readiness-lead = Qui ne pourrait pas être joint le moment venu, et pourquoi : les personnes des astreintes, exceptions des quatre semaines à venir comprises, celles que les escalades préviennent, et les astreintes de la semaine qui vient.
readiness-fine = Tout le monde est joignable
readiness-fine-then = Chaque personne a un numéro vérifié par lequel on l’a jointe depuis moins de 30 jours, et quelqu’un est d’astreinte toute la semaine.
readiness-fine-calls = Tout le monde est joignable par appel et par e-mail
readiness-fine-mail = Tout le monde est joignable par e-mail
readiness-fine-no-texts-then = Aucun compte désactivé ne compte dans une astreinte ou une escalade, et quelqu’un est d’astreinte toute la semaine.
readiness-mail-only = Aucun fournisseur de SMS n’est réglé : les alertes ne partent que par e-mail.
readiness-mail-only-then = Un e-mail ne réveille personne : qui est d’astreinte doit lire ses messages jour et nuit, sinon l’escalade passe à l’étape suivante. Un fournisseur se règle sur le serveur ; la commande « rappel doctor » dit comment.
readiness-calls-only = Aucun fournisseur de SMS n’est réglé : les alertes ne partent que par e-mail et par appel.
readiness-calls-only-then = On ne peut ni vérifier un numéro par un code, ni répondre par SMS. Un fournisseur se règle sur le serveur ; la commande « rappel doctor » dit comment.
readiness-faults = Astreintes et escalades
readiness-people = Personnes
readiness-of-rota = astreinte { $name }
readiness-of-policy = escalade { $name }
readiness-on-call-now = d’astreinte maintenant
readiness-on-call-from = d’astreinte { $at }

# Why somebody cannot be reached, and what to do.
readiness-disabled = Compte désactivé : cette personne n’est jamais prévenue.
readiness-disabled-then = Mettez quelqu’un d’autre à sa place, ou réactivez son compte.
readiness-no-number = Pas de numéro : ni SMS ni appel.
readiness-no-number-then = La personne indique son portable dans son compte, ou un administrateur sous « Équipe ».
readiness-unverified = Numéro non vérifié : rien ne montre qu’il est le bon.
readiness-unverified-then = La personne demande un code dans son compte, et le saisit.
readiness-stopped = STOP reçu le { $day } : plus aucun SMS ne part vers ce numéro.
readiness-stopped-then = La personne envoie START par SMS à notre numéro.
readiness-refused = Numéro refusé le { $day } : plus aucun SMS ne part vers ce numéro.
readiness-refused-why = Numéro refusé le { $day } par le fournisseur ({ $detail }) : plus aucun SMS ne part vers ce numéro.
readiness-refused-then = Le numéro se corrige dans son compte ou sous « Équipe » ; s’il est juste, la personne envoie START par SMS à notre numéro.
readiness-calls-refused = Appels refusés le { $day } ({ $detail }) : ce numéro n’est plus appelé.
readiness-calls-refused-then = Le numéro se corrige dans son compte ou sous « Équipe » ; s’il est juste, la personne essaie un appel dans son compte et appuie sur une touche.
readiness-mail-refused = Boîte refusée le { $day } ({ $detail }) : plus aucune alerte n’y part.
readiness-mail-refused-then = L’adresse se corrige sous « Équipe » ; si elle est juste, le prochain e-mail qui arrive suffit.
readiness-stale = Dernière preuve que ce numéro répond : le { $day }, il y a plus de 30 jours.
readiness-stale-then = La personne teste son téléphone dans son compte, répond à un SMS, ou envoie n’importe quel SMS à notre numéro.

# What is wrong with rotas and escalations, and what to do.
readiness-no-rota = Il n’y a aucune astreinte : un ticket urgent prévient aussitôt les responsables.
readiness-no-rota-then = Créez-en une.
readiness-unpaged = Personne n’est prévenu par l’astreinte { $rota } : aucune escalade ne la nomme.
readiness-unpaged-then = Nommez-la dans une étape d’une escalade.
readiness-hole = Astreinte { $rota } : personne, { $from } → { $to }.
readiness-hole-then = Ajoutez une garde ou une exception.
readiness-step = Escalade { $policy }, étape { $step } : personne n’est prévenu, { $from } → { $to }. { $why }
readiness-step-then = Changez l’étape, ou les personnes qu’elle prévient.
readiness-fallback = Dernier recours : { $by ->
        [voice] le numéro de secours a refusé notre appel le { $day } ({ $detail }).
        [email] la boîte de secours a refusé notre e-mail le { $day } ({ $detail }).
       *[other] le numéro de secours a refusé notre SMS le { $day } ({ $detail }).
    }
readiness-fallback-then = Il se corrige dans les réglages.
readiness-no-supervisor = Ni responsable ni administrateur.

# Where it is put right.
readiness-to-me = Votre compte
readiness-to-staff = Voir le compte
readiness-to-rota = Modifier l’astreinte
readiness-to-rotas = Astreinte
readiness-to-policy = Modifier l’escalade
readiness-to-settings = Réglages
readiness-to-policies = Escalades

# The e-mail of Monday.
mail-readiness-subject =
    { $count ->
        [one] Joignabilité : un point à régler cette semaine
       *[other] Joignabilité : { $count } points à régler cette semaine
    }
mail-readiness = Le moment venu, ces personnes ou ces étapes ne répondraient pas :
mail-readiness-person = { $name } – { $what } { $then }
mail-readiness-fault = { $what } { $then }
mail-readiness-more =
    { $count ->
        [one] Et un autre point sur la page.
       *[other] Et { $count } autres points sur la page.
    }
mail-readiness-look = Voir la joignabilité
news-readiness = joignabilité de la semaine
