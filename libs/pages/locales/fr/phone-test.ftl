# A test of the reader's own phone.
phone-test-title = Tester mon téléphone
phone-test-lead = Le message prend le même chemin qu’une alerte. Un SMS arrivé, ou une touche tapée pendant l’appel, montre que ce numéro vous atteint.
phone-test-text = SMS
phone-test-call = Appel
phone-test-do-text = Tester mon SMS
phone-test-do-call = Tester mon appel
phone-test-look = Actualiser
phone-test-done = Le test est parti. Son résultat s’affiche sous « Tester mon téléphone ».
phone-test-not-done = Le test n’est pas parti. { $what } { $then }
news-phone-test = test de son téléphone

# What happened when.
phone-test-asked = demandé { $at }
phone-test-sent = envoyé { $at }
phone-test-called = appelé { $at }
phone-test-arrived = reçu { $at }
phone-test-replied = répondu { $at }
phone-test-pressed = touche tapée { $at }
phone-test-proved = Ce numéro vous atteint.
phone-test-waits = Pas encore parti.
phone-test-waits-why = Pas encore parti, un nouvel essai suit ({ $why }).
phone-test-no-receipt = Pas encore d’accusé de réception ; répondre TEST au SMS suffit aussi.
phone-test-no-digit = Pas encore de touche tapée : décrochez, écoutez et tapez 1.

# What went wrong, and what to do.
phone-test-lost = Le SMS n’est pas arrivé : aucun accusé de réception.
phone-test-lost-why = Le SMS n’est pas arrivé ({ $why }).
phone-test-lost-then = Vérifiez que le téléphone est allumé et capte, puis recommencez. Si cela dure, dites-le à un responsable : vos alertes n’arriveraient pas non plus.
phone-test-unanswered = L’appel est resté sans touche tapée.
phone-test-unanswered-why = L’appel est resté sans touche tapée ({ $why }).
phone-test-unanswered-then = Recommencez, décrochez et tapez 1. Si le téléphone n’a pas sonné, laissez passer nos numéros la nuit (« Mon compte », contact).
phone-test-failed = Le test n’a pas pu partir.
phone-test-failed-why = Le test n’a pas pu partir ({ $why }).
phone-test-failed-then = Dites-le à un responsable : la raison est dans les envois, et vos alertes ne partiraient pas non plus.

# Why there is no test, and what to do.
phone-test-no-texts = Aucun fournisseur de SMS n’est réglé : il n’y a pas de SMS à tester.
phone-test-no-texts-then = Un fournisseur se règle sur le serveur ; la commande « rappel doctor » dit comment.
phone-test-no-calls = Les appels ne sont pas réglés : personne n’est appelé.
phone-test-no-calls-then = Ils se règlent sur le serveur, sous [voice].
phone-test-no-number = Vous n’avez pas de numéro.
phone-test-no-number-then = Indiquez votre mobile dans votre compte, puis vérifiez-le par un code.
phone-test-unverified = Votre numéro n’est pas vérifié.
phone-test-unverified-then = Demandez un code dans votre compte et saisissez-le ; le test est possible ensuite.
phone-test-stopped = STOP reçu le { $day } : plus aucun SMS ne part vers votre numéro.
phone-test-stopped-then = Envoyez START par SMS à notre numéro, puis recommencez.
phone-test-refused = Votre numéro a été refusé le { $day } : plus aucun SMS ne part vers lui.
phone-test-refused-why = Votre numéro a été refusé le { $day } par le fournisseur ({ $detail }) : plus aucun SMS ne part vers lui.
phone-test-refused-then = Corrigez-le dans votre compte ; s’il est juste, envoyez START par SMS à notre numéro.
phone-test-too-soon = Un test vient de partir.
phone-test-too-soon-then = Le prochain est possible à { $at }.
phone-test-too-many = Dix tests en 24 heures : c’est le maximum.
phone-test-too-many-then = Le prochain est possible le { $day } à { $at }.
