# SMS: only letters of GSM-7 in what is fixed (é è à ù ì ò É ä ö ñ ü), plain apostrophes, no « ».
sms-page = URGENT #{ $number } { $client }. Rappeler { $person } { $phone } avant { $by }. Prendre: { $link } ou rep. 1
sms-page-bare = URGENT #{ $number } { $client }. Rappeler { $person } { $phone } avant { $by }.
sms-page-again = RELANCE #{ $number } { $client }: personne n'a pris. Rappeler { $phone } avant { $by }. Prendre: { $link } ou rep. 1
sms-page-again-bare = RELANCE #{ $number } { $client }: personne n'a pris. Rappeler { $person } { $phone } avant { $by }.
sms-last-resort = DERNIER RECOURS #{ $number } { $client }: aucune astreinte. Rappeler { $phone } avant { $by }. { $link } ou rep. 1
sms-last-resort-bare = DERNIER RECOURS #{ $number } { $client }: aucune astreinte. Rappeler { $person } { $phone } avant { $by }.
sms-bundle = { $count } URGENT non pris: { $numbers }. { $client }, avant { $by }. Prendre: { $link } ou rep. 1 { $number }
sms-bundle-bare = { $count } URGENT non pris: { $numbers }. { $client }. Rappeler { $phone } avant { $by }.
sms-taken-by-you = OK: #{ $number } est à vous. Rappelez { $person } { $phone } avant { $by }. Puis rep. 2 = client joint, 3 = injoignable
sms-taken-by-you-connect = OK: #{ $number } est à vous. Rappelez { $person } { $phone } avant { $by }. Rep. 4 = mise en relation, 2 = client joint, 3 = injoignable
sms-taken-by-other = #{ $number }: { $name } l'a pris à { $at }, rien à faire.
sms-number-changed = #{ $number } { $client }: nouveau numéro. Rappelez { $person } { $phone } avant { $by }.
sms-already-taken = #{ $number }: déjà pris par { $name } { $at }. Rien à faire.
sms-noted-reached = #{ $number }: client joint, merci.
sms-noted-no-answer = #{ $number }: noté, réessayez à { $at }. Puis rep. 2 = client joint, 3 = injoignable
sms-not-taken = #{ $number }: personne ne l'a encore pris. Répondez 1 pour le prendre, puis 2 = client joint, 3 = injoignable
sms-not-needed = #{ $number } { $client }: rappel annulé, rien à faire.
sms-over = #{ $number }: c'est terminé, rien à faire.
sms-which-one = Plusieurs demandes ouvertes: { $numbers }. Répondez avec le numéro, par exemple 1 { $first }
sms-which-client = #{ $number } existe chez plusieurs clients: { $clients }. Ouvrez le lien du bon SMS, ou ajoutez le nom: 1 { $number } nom
sms-nothing-open = #{ $number }: rien d'ouvert pour vous sous ce numéro. Vérifiez le numéro dans le SMS.
sms-not-understood = Pas compris. Répondez 1 = je prends, 2 = client joint, 3 = injoignable. Avec plusieurs demandes: 1 1043
sms-assigned = Le ticket #{ $number } { $client } vous est confié: { $link }
sms-urgent-received = Support: demande urgente #{ $number } enregistrée. Nous vous rappelons au { $phone } avant { $by }.
sms-urgent-taken = Support: { $name } vous appelle avant { $by } pour la demande #{ $number }.
sms-urgent-reached = Support: { $name } vous a joint pour #{ $number }. La demande est suivie, répondez sur le portail si besoin.
sms-urgent-late = Support: nous sommes en retard sur #{ $number }, excusez-nous. Appelez-nous au { $phone }, nous décrochons.
sms-could-not-reach = Support: nous avons appelé plusieurs fois pour #{ $number } sans vous joindre. Appelez-nous au { $phone }.
sms-wrong-number = Support: le numéro donné pour #{ $number } est faux. Corrigez-le ici: { $link }
sms-answered = Support: une réponse à votre ticket #{ $number } est arrivée: { $link }
sms-closing-soon = Support: sans nouvelle de vous, le ticket #{ $number } se ferme le { $on }. { $link }
sms-closed = Support: le ticket #{ $number } est fermé. { $link }
sms-phone-code = { $code } est votre code pour { $company }. Il est valable 10 minutes.
sms-test = { $operator }: ce SMS de test est bien arrivé.
sms-phone-test = { $operator }: SMS de test, votre numéro est joignable. Rien à faire; pour le confirmer, répondez TEST
