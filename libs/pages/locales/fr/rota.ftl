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
swap-gives-nothing = Vous n’êtes pas d’astreinte à ce moment ; choisissez une de vos gardes
swap-takes-nothing = Cette personne n’est pas d’astreinte à ce moment ; regardez le calendrier
swap-overlap = Les deux périodes se recouvrent ; choisissez-en une autre
swap-over = On y a déjà répondu, ou l’échange a été retiré
swap-not-yours = Seule la personne sollicitée, ou un responsable, y répond

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
