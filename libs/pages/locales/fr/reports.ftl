# Les rapports.
report-from = Du
report-to = Au
report-measure = Temps mesuré
report-take = Jusqu’à la prise de l’appel
report-call = Jusqu’au premier appel au client
report-reach = Jusqu’au client joint
report-how = Tous les temps partent de la demande du client. La moitié des rappels a pris au plus le temps médian ; un sur dix a pris plus que le dernier temps indiqué.
report-all = Tous les rappels de la période
report-calls = Rappels
report-measured = Mesurés
report-median = Temps médian
report-slowest = Dixième le plus lent, à partir de
report-kept = Appelés dans le délai promis
report-share = { $percent } % ({ $kept } sur { $due })
report-csv = Télécharger les rappels (CSV)
report-by-week = Par semaine
report-by-tenant = Par client
report-by-category = Par catégorie
report-by-person = Par personne
report-column-week = Semaine
report-column-category = Catégorie
report-column-person = Personne
report-week = Semaine du { $day }
report-category = { $category } – { $tenant }
report-chart = La barre montre le temps médian, le trait va jusqu’au dixième le plus lent. Le tableau donne les mêmes chiffres.
report-more = { $count ->
    [one] Le tableau compte une ligne de plus.
   *[other] Le tableau compte { $count } lignes de plus.
}
report-none = Aucun rappel pendant cette période
report-wrong-day = Un jour comme 2026-11-22, et une période d’un an au plus
report-feedback = Après la fermeture : est-ce résolu ?
report-feedback-how = Compte les tickets fermés pendant la période. Chaque client peut répondre une fois, dans les 30 jours.
report-feedback-caption = Réponses des clients sur les tickets fermés
report-closed = Tickets fermés
report-answers = Réponses
report-solved = « C’est résolu »
report-words-caption = Les derniers mots des clients, les plus récents d’abord
report-words-ticket = Ticket
report-words = Mots du client
report-feedback-csv = Télécharger ces réponses (CSV)
