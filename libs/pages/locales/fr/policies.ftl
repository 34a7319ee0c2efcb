# Escalations: the list.
office-nav-policies = Escalades
policies-title = Escalades
policies-lead = Qui est prévenu pour un ticket urgent, puis, si personne ne prend l’appel, qui d’autre et quand. Un rappel en cours garde l’escalade avec laquelle il a commencé.
policies-none = Aucune escalade
policies-none-then = Un ticket urgent prévient aussitôt les responsables et le secours. Créez une escalade pour prévenir d’abord l’astreinte.
policy-new = Nouvelle escalade
policy-default = Par défaut
policy-rota = astreinte { $name }
policy-team = équipe { $name }
policy-at-once = { $channel } tout de suite
policy-later = { $channel } après { $minutes } min
policy-used-by = Choisie par :
policy-used-default = Vaut partout où rien d’autre n’est choisi.
policy-used-nowhere = N’est choisie nulle part.
policy-unpaged = Personne n’est prévenu par l’astreinte { $name } : aucune escalade ne la nomme.
policy-unpaged-here = Personne n’est prévenu par cette astreinte : aucune escalade ne la nomme.
policy-unpaged-then = Choisir une escalade

# An escalation.
policy-title = Escalade
policy-lead = Les étapes se suivent tant que personne ne prend l’appel. Les rappels en cours ne changent pas.
policy-name-hint = Par exemple Nuits et week-ends.
policy-name = Donnez un nom de 60 lettres au plus, par exemple Nuits et week-ends
policy-steps = Étapes
policy-steps-hint = Sans voie choisie : SMS et e-mail tout de suite, puis un appel. Un e-mail seul n’est pas attendu tant que quelqu’un a un téléphone : l’étape suivante part aussitôt. Pour qui n’a pas la voie choisie, on en prend une autre.
policy-step = Étape { $number }
policy-step-add = Ajouter une étape
policy-target = Prévenir ({ $number })
policy-target-more = Une ligne de plus
policy-nobody = (personne)
policy-channel = Voie { $number }
policy-channel-none = (aucune)
policy-after = après (min)
policy-delay-label = Minutes avant l’étape suivante (1 à 60)
policy-repeat-label = Répétitions
policy-repeat-hint = De 0 à 9 : combien de fois toutes les étapes recommencent.
policy-last-resort = En dernier recours : tous les responsables, puis le numéro et l’adresse de secours des réglages. Si personne ne prend l’appel, tout recommence un quart d’heure après.
policy-last-resort-calls = En dernier recours : tous les responsables, puis le numéro (SMS, puis appel) et l’adresse de secours des réglages. Si personne ne prend l’appel, tout recommence un quart d’heure après.
policy-limited = Cette escalade peut valoir pour des clients que vous ne voyez pas : seul quelqu’un qui voit tous les clients peut la changer, la supprimer ou la mettre par défaut.
policy-unsaved = Pas encore enregistré : vérifiez les étapes, puis enregistrez.
policy-changed = Enregistré entre-temps
policy-changed-then = Ce que vous avez saisi est encore dans le formulaire ; enregistrez pour remplacer ce qui est ci-dessus.
policy-changed-look = Repartir de ce qui est enregistré
policy-version = Quelqu’un d’autre a enregistré cette escalade entre-temps ; comparez, puis enregistrez de nouveau
policy-use = Utilisation
policy-is-default = C’est l’escalade par défaut : elle vaut partout où rien d’autre n’est choisi. Pour la supprimer, mettez-en d’abord une autre par défaut.
policy-make-default = Mettre par défaut
policy-delete = Supprimer l’escalade
policy-delete-used = Tant qu’elle est choisie, elle ne peut pas être supprimée.
policy-done-default = Cette escalade vaut maintenant par défaut.
policy-done-is-default = C’est l’escalade par défaut. Mettez-en d’abord une autre par défaut.
policy-done-used = L’escalade n’est pas supprimée : elle est choisie par { $names }.
policy-done-used-elsewhere = L’escalade n’est pas supprimée : un client que vous ne voyez pas l’a choisie.

# Its choice.
policy-choice = Escalade des tickets urgents
policy-choice-default = Par défaut ({ $name })
policy-choice-none = Par défaut
policy-choice-tenant = Comme pour tout le client
policy-choice-hint = Qui est prévenu, et quand. Elles s’écrivent sous Escalades.

# Teams.
team-field = Équipe
team-hint = Un nom, par exemple Réseau ; un nom nouveau crée l’équipe. Une escalade peut prévenir toute une équipe.
team-known = Équipes : { $names }.
team-name = Un nom d’équipe a 60 lettres au plus, par exemple Réseau

# Why an escalation was refused.
policy-channel-twice = L’étape { $step } prend deux fois la même voie ; retirez-en une
policy-channel-first = L’étape { $step } ne commence par aucune voie ; mettez 0 minute à la première
policy-channel-late = L’étape { $step } prend une voie quand l’étape suivante commence ; indiquez moins de minutes
policy-after-wrong = L’étape { $step } a une voie sans minutes ; indiquez par exemple 0 ou 3

# A dry run.
policy-dry = À blanc
policy-dry-lead = Qui serait prévenu, par quoi et à quelle heure, si personne ne prenait l’appel. Rien n’est envoyé.
policy-dry-tenant = Pour un ticket de
policy-dry-ask = Voir qui serait prévenu
policy-dry-past = Indiquez un moment à venir, par exemple 29/11/2026 03:00
policy-dry-minutes =
    { $minutes ->
        [0] au départ
        [one] après 1 minute
       *[other] après { $minutes } minutes
    }
policy-dry-step =
    { $round ->
        [1] étape { $step }
       *[other] étape { $step }, tour { $round }
    }
policy-dry-last-resort = dernier recours
policy-dry-fallback = Secours des réglages
policy-dry-instead = (faute de la voie choisie)
policy-dry-nobody = Personne n’est prévenu.
policy-dry-next = Si personne ne prend l’appel, la suite part à { $at }.
policy-dry-at-once = Il n’y a personne à attendre : la suite part aussitôt.
policy-dry-more = La suite n’est pas montrée.
policy-lack-rota = Personne n’est d’astreinte : { $name }.
policy-lack-team = Personne dans l’équipe { $name }.
policy-lack-supervisor = Ni responsable ni administrateur pour ce client.
policy-lack-unknown = Quelqu’un qui n’est plus là.
policy-lack-disabled = { $name } : compte désactivé.
policy-lack-other-clients = { $name } : ne voit pas ce client.
policy-lack-no-way = { $name } : ni numéro ni adresse e-mail.
policy-lack-no-number = { $name } : pas de numéro, donc ni SMS ni appel.
policy-lack-texts-refused = { $name } : son numéro refuse nos SMS.
policy-lack-calls-refused = { $name } : son numéro refuse nos appels.
