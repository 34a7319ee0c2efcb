# Champs propres aux catégories.
own-fields-title = Ce que le formulaire demande en plus
own-fields-hint = Cinq champs au plus. Pour en retirer un, videz ses deux noms et ses choix ; les anciens tickets gardent ce qui leur a été répondu.
own-field-row = Champ { $number }
own-field-fr = Question en français
own-field-en = Question en anglais
own-field-kind = Réponse attendue
own-field-text = Une ligne de texte
own-field-choice = Un choix dans une liste
own-field-number = Un nombre
own-field-date = Une date
own-field-choices = Choix de la liste
own-field-choices-hint = Un par ligne, par exemple Entrepôt | Warehouse ; sans barre, le même mot dans les deux langues.
own-field-required = Réponse obligatoire
office-category-after = Place dans la liste
office-category-same = Là où elle est
office-category-last = En dernier
office-category-first = En premier
office-category-after-other = Après « { $name } »
office-category-team = Équipe qui la traite
office-category-no-team = Aucune en particulier
category-hint-too-long = 500 caractères au plus ; raccourcissez l’aide
fields-too-many = Cinq champs au plus ; retirez-en un
field-choices-few = Une liste a au moins deux choix, un par ligne ; par exemple Bureau puis Entrepôt
field-choices-many = Une liste a 30 choix au plus ; retirez-en
field-choices-twice = Deux choix ont le même nom ; changez-en un
ask-legend = Pour « { $category } »
answer-none = Choisissez
answer-number-hint = Par exemple 12 ou 12,5
answer-missing = Répondez à « { $label } »
answer-too-long = « { $label } » : 200 caractères au plus, le reste va dans la description
answer-choice = « { $label } » : choisissez dans la liste
answer-number = « { $label } » : indiquez un nombre, par exemple 12 ou 12,5
answer-date = « { $label } » : indiquez une date, par exemple 31/12/2026
tickets-answers = Réponses
history-category-added = La catégorie « { $name } » est ajoutée
history-category = La catégorie « { $name } » est modifiée

# Qui voit quels tickets.
visibility-title = Ce que voit { $name }
visibility-sees = Tickets visibles
visibility-follow = Comme le reste de l’entreprise
visibility-follow-own = Aujourd’hui : ses propres tickets.
visibility-follow-company = Aujourd’hui : tous les tickets de l’entreprise.
visibility-own = Ses propres tickets
visibility-own-hint = Ceux qui sont ouverts en son nom.
visibility-colleagues = Ses tickets et ceux de collègues choisis
visibility-colleagues-hint = Cochez-les ci-dessous.
visibility-company = Tous les tickets de l’entreprise
visibility-company-hint = Sans pouvoir inviter ni retirer personne.
visibility-whose = Collègues dont les tickets sont visibles
visibility-of = { $count ->
    [one] Ses tickets et ceux d’un collègue
   *[other] Ses tickets et ceux de { $count } collègues
}
colleagues-none = Cochez au moins un collègue, ou choisissez « Ses propres tickets »
colleagues-many = 100 collègues au plus ; choisissez plutôt « Tous les tickets de l’entreprise »
office-members-see = Ce que voient les membres
done-visibility = C’est changé, dès sa prochaine page.
history-sees = { $name } voit d’autres tickets qu’avant
history-members-see = Les membres voient d’autres tickets qu’avant
new-for = Pour qui ?
new-for-me = Moi-même
new-for-hint = La réponse ira à cette personne, et vous verrez le ticket.

# Qui suit un ticket.
follow-title = Qui suit ce ticket
follow-nobody = Personne d’autre que son demandeur.
follow-do = Suivre ce ticket
follow-end = Ne plus suivre
follow-add = Ajouter
follow-whom = Ajouter un collègue
follow-whom-hint = Il recevra les nouvelles de ce ticket, comme il l’a choisi dans son compte.
followers-many = 20 personnes au plus suivent un ticket
done-followed = Vous suivez ce ticket : nos réponses vous seront envoyées aussi.
done-unfollowed = Vous ne suivez plus ce ticket.
done-follower = Votre collègue suit ce ticket.
history-follows = { $name } suit le ticket #{ $number }
history-follows-no-more = { $name } ne suit plus le ticket #{ $number }
