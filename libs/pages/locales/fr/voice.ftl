# Calls: what a voice reads to somebody half asleep. Short sentences; no abbreviations, no signs.
voice-page = Appel urgent, ticket { $number }. Rappelez { $person }, { $client }, au { $phone }, avant { $by }. Pour prendre l'appel, tapez 1. Pour le passer à la personne suivante, tapez 2. Pour réécouter, tapez 0.
voice-taken = C'est noté, l'appel est à vous. Rappelez { $person } au { $phone }, avant { $by }. Un SMS vous le redit. Au revoir.
voice-passed-on = C'est noté. La personne suivante est prévenue. Au revoir.
voice-taken-by = { $name } a déjà pris cet appel, à { $at }. Vous n'avez rien à faire. Au revoir.
voice-over = Cet appel n'est plus à prendre. Vous n'avez rien à faire. Au revoir.
voice-nothing-heard = Nous n'avons rien reçu. Une autre personne est prévenue. Au revoir.
voice-connect = Mise en relation avec { $person }, { $client }, ticket { $number }. Pour l'appeler maintenant, tapez 1.
voice-connecting = Nous appelons { $person }. Restez en ligne.
voice-not-connectable = Nous ne pouvons pas vous mettre en relation avec ce pays. Rappelez { $person } vous-même, au { $phone }. Au revoir.
voice-how-did-it-go = L'appel est terminé. Si le client est joint, tapez 1. S'il est injoignable, tapez 2. Si le numéro est faux, tapez 3.
voice-noted = C'est noté. Au revoir.
voice-test = Ceci est un appel de test de { $operator }. Aucun client n'attend. Pour confirmer que vous l'entendez, tapez 1. Pour réécouter, tapez 0.
voice-test-heard = Merci, c'est noté : un appel vous atteint sur ce numéro. Au revoir.
voice-test-unheard = Nous n'avons rien reçu. Vous pouvez recommencer le test depuis votre compte. Au revoir.
voice-last-resort = Dernier recours, ticket { $number }. Personne d'astreinte n'a pris l'appel. Rappelez { $person }, { $client }, au { $phone }, avant { $by }. Pour confirmer que vous avez entendu, tapez 1. Pour réécouter, tapez 0.
voice-last-resort-heard = C'est noté. Rappelez { $person } au { $phone }, avant { $by }, puis dites-le dans le back-office. Au revoir.
voice-last-resort-unheard = Nous n'avons rien reçu. Au revoir.
# The hour as it is spoken.
voice-full-hour = { $hours } heures
voice-hour = { $hours } heures { $minutes }
