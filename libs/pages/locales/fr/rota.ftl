# Why a rota was refused.
rota-too-many-layers = Une astreinte a 10 roulements au plus ; retirez-en
rota-too-many-shifts = Une astreinte a 50 gardes fixes au plus ; retirez-en
rota-layer-name = Donnez un nom de 60 lettres au plus, par exemple Nuits
rota-no-people = Choisissez au moins une personne
rota-too-many-people = Un roulement a 30 personnes au plus ; retirez-en
rota-turn-length = Un tour dure de 1 à 60 jours, ou de 1 à 720 heures, par exemple 12 heures
rota-start = Indiquez un jour entre 2000 et 2099, par exemple 30/11/2026
rota-too-many-hours = Un roulement a 20 plages horaires au plus ; retirez-en

# Why a swap was refused.
swap-yourself = Choisissez quelqu’un d’autre que vous
swap-too-far = Un échange se termine dans l’année qui vient ; choisissez une date plus proche
swap-gives-nothing = Vous n’êtes pas d’astreinte à ce moment ; choisissez une de vos gardes
swap-takes-nothing = Cette personne n’est pas d’astreinte à ce moment ; regardez le calendrier
swap-overlap = Les deux périodes se recouvrent ; choisissez-en une autre
swap-over = On y a déjà répondu, ou l’échange a été retiré
swap-not-yours = Seule la personne sollicitée, ou un responsable, y répond

# The calendar.
oncall-calendar = Calendrier de quatre semaines : { $name }
oncall-holes = Personne n’est d’astreinte, et un ticket urgent prévient aussitôt les responsables :
oncall-holes-more =
    { $count ->
        [one] et un autre trou
       *[other] et { $count } autres trous
    }
oncall-whole = Aucun trou en quatre semaines.
oncall-instead-of = à la place de { $name }
oncall-preview = Qui serait appelé ?
oncall-preview-at = Jour et heure
oncall-preview-hint = Par exemple dimanche à 3 heures du matin.
oncall-preview-ask = Voir qui serait appelé
oncall-preview-wrong = Indiquez un jour et une heure, par exemple 29/11/2026 03:00
oncall-preview-answer = { $day } { $at } :
oncall-preview-rota = { $rota } :
oncall-preview-nobody = personne, donc les responsables

# Rotations.
layers-title = Roulements
layers-hint = Le premier de la liste passe avant les autres, et tous passent avant les gardes fixes. Les exceptions passent avant tout.
layer-new = Ajouter un roulement
layer-title = Roulement
layer-lead = Chacun son tour, à l’heure de { $zone }.
layer-name-hint = Par exemple Nuits et week-ends.
layer-since = depuis le { $day }
layer-restricted =
    { $count ->
        [one] une plage horaire
       *[other] { $count } plages horaires
    }
layer-higher = Monter
layer-lower = Descendre
layer-turn = Durée d’un tour
layer-turn-weekly = Une semaine
layer-turn-daily = Un jour
layer-turn-days = Plusieurs jours
layer-turn-hours = Plusieurs heures
layer-weekday = Jour de relève
layer-weekday-hint = Compte seulement pour les tours d’une semaine.
layer-length = Nombre de jours ou d’heures
layer-length-hint = Compte seulement pour les tours de plusieurs jours (1 à 60) ou heures (1 à 720).
layer-at = Heure de relève
layer-at-hint = À l’heure locale, aussi quand on change d’heure. Par exemple 08:00.
layer-at-wrong = Indiquez une heure, par exemple 08:00
layer-starts-on = Premier jour
layer-starts-on-hint = Le tour de la première personne commence ce jour-là, à l’heure de relève.
layer-people = Qui, dans l’ordre des tours
layer-people-hint = Une même personne peut revenir plusieurs fois. Enregistrez pour avoir d’autres lignes.
layer-person = Tour { $number }
layer-nobody = (personne)
layer-restrict = Seulement à certaines heures
layer-restrict-hint = Sans plage, le roulement vaut à toute heure. Une fin avant le début veut dire le lendemain, ou la semaine suivante. Le jour de fin ne compte pas pour « tous les jours ».
layer-hours-number = Plage { $number }
layer-hours-none = (pas de plage)
layer-hours-every = tous les jours
layer-hours-wrong = Une plage a deux heures, par exemple tous les jours de 20:00 à 08:00
layer-weekly =
    { $day ->
        [mon] Chaque lundi à { $at }
        [tue] Chaque mardi à { $at }
        [wed] Chaque mercredi à { $at }
        [thu] Chaque jeudi à { $at }
        [fri] Chaque vendredi à { $at }
        [sat] Chaque samedi à { $at }
       *[sun] Chaque dimanche à { $at }
    }
layer-days =
    { $count ->
        [1] Chaque jour à { $at }
       *[other] Tous les { $count } jours à { $at }
    }
layer-hours =
    { $count ->
        [1] Chaque heure à partir de { $at }
       *[other] Toutes les { $count } heures à partir de { $at }
    }

# Swaps.
swaps-title = Échanges de garde
swaps-waiting =
    { $count ->
        [one] Un échange attend votre réponse
       *[other] { $count } échanges attendent votre réponse
    }
swaps-open = En attente de réponse
swaps-over = Terminés
swaps-none = Aucun échange n’attend de réponse.
swap-line = { $asker } demande à { $asked } de prendre sa garde ({ $rota })
swap-line-back = En retour, { $asker } prend :
swap-state-asked = sans réponse
swap-state-accepted = accepté
swap-state-refused = refusé
swap-state-withdrawn = retiré
swap-accept = Accepter
swap-refuse = Refuser
swap-withdraw = Retirer la demande
swap-ask = Demander un échange
swap-ask-do = Envoyer la demande
swap-own = Vos prochaines gardes ; choisissez-en une pour remplir le formulaire :
swap-own-none = Vous n’avez pas de garde dans les huit semaines à venir.
swap-rota = Astreinte
swap-from = Me remplacer du
swap-to = au
swap-asked = Qui vous remplace
swap-back-from = En retour, je prends du
swap-back-to = au (en retour)
swap-back-hint = Laissez vide pour ne rien prendre en retour.
swap-done-asked = La demande est partie ; vous serez tous deux prévenus par e-mail.
swap-done-answered = La réponse est notée ; vous êtes tous deux prévenus par e-mail.
swap-done-withdrawn = La demande est retirée ; vous êtes tous deux prévenus par e-mail.
swap-done-impossible = Cet échange n’est plus possible : la demande est close, ou l’astreinte a changé.

# News.
news-shift-soon = garde prochaine
news-shifts-changed = gardes changées
news-swap-asked = échange demandé
news-swap-accepted = échange accepté
news-swap-refused = échange refusé
news-swap-withdrawn = échange retiré
mail-shift-look = Voir l’astreinte
mail-shift-soon-subject = Astreinte { $rota } : votre garde commence { $from }
mail-shift-soon = Votre garde ({ $rota }) commence { $from } et dure jusqu’au { $to }.
mail-shifts-changed-subject = Astreinte { $rota } : vos gardes ont changé
mail-shifts-changed = Vos gardes ({ $rota }) des huit semaines à venir ont changé.
mail-shift-gained = En plus : du { $from } au { $to }
mail-shift-lost = En moins : du { $from } au { $to }
mail-shifts-more =
    { $count ->
        [one] Et un autre changement : voir le calendrier.
       *[other] Et { $count } autres changements : voir le calendrier.
    }
mail-swap-asked-subject = Échange de garde demandé : { $asker } et { $asked }
mail-swap-asked = { $asker } demande à { $asked } de prendre sa garde ({ $rota }).
mail-swap-accepted-subject = Échange de garde accepté : { $asker } et { $asked }
mail-swap-accepted = { $by } a accepté l’échange entre { $asker } et { $asked } ({ $rota }). Le calendrier est à jour.
mail-swap-refused-subject = Échange de garde refusé : { $asker } et { $asked }
mail-swap-refused = { $by } a refusé l’échange entre { $asker } et { $asked } ({ $rota }). Rien ne change.
mail-swap-withdrawn-subject = Échange de garde retiré : { $asker } et { $asked }
mail-swap-withdrawn = { $by } a retiré la demande d’échange entre { $asker } et { $asked } ({ $rota }). Rien ne change.
mail-swap-gives = { $asked } à la place de { $asker } : du { $from } au { $to }
mail-swap-takes = En retour, { $asker } à la place de { $asked } : du { $from } au { $to }
mail-swap-answer = Voir la demande et répondre

# The reader's own account.
me-shift-lead = Heures d’avance pour annoncer une garde
me-shift-lead-hint = Par e-mail, de 0 à 336 heures avant ; 0 pour ne rien recevoir. Par exemple 24.
me-calendar = Mes gardes dans mon agenda
me-calendar-lead = Une adresse privée à laquelle votre agenda s’abonne : vos gardes, avec une alarme à leur début. Qui a l’adresse les lit ; gardez-la pour vous.
me-calendar-made = Voici l’adresse, montrée cette fois seulement. Copiez-la dans votre agenda (« S’abonner à un calendrier »).
me-calendar-since = Une adresse existe depuis le { $at }.
me-calendar-make = Créer l’adresse
me-calendar-renew = Remplacer l’adresse
me-calendar-revoke = Supprimer l’adresse
me-contact = Nos numéros
me-contact-lead = Ajoutez nos numéros à vos contacts, puis laissez ce contact passer en mode « Ne pas déranger » : une alerte sonne alors aussi la nuit.
me-contact-get = Télécharger le contact

# The calendar that programs subscribe to.
feed-name = Astreintes de { $name }
feed-shift = Astreinte { $rota }
feed-alarm = Votre garde commence : { $rota }
