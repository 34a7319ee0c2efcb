# La preuve d’un rappel.
proof-chain-title = Intégrité
proof-chain-whole = { $count ->
    [one] Chaîne vérifiée : le seul fait du ticket est tel qu’il a été écrit.
   *[other] Chaîne vérifiée : les { $count } faits du ticket sont tels qu’ils ont été écrits, et aucun ne manque.
}
proof-chain-changed = La chaîne se rompt au fait nº { $place } : il a été modifié après coup.
proof-chain-missing = La chaîne se rompt au nº { $place } : un fait a été retiré.
proof-chain-severed = La chaîne se rompt au fait nº { $place } : il ne suit pas le fait précédent.
proof-chain-end = La chaîne ne s’arrête pas au fait nº { $place } comme elle le devrait : des faits ont été ajoutés ou retirés.
proof-chain-beside = Un fait a été ajouté en dehors de la chaîne.
proof-chain-older-missing = Un fait plus ancien que la chaîne a été retiré.
proof-chain-older = { $count ->
    [one] Un fait du ticket est plus ancien que la chaîne : elle ne dit rien de lui.
   *[other] { $count } faits du ticket sont plus anciens que la chaîne : elle ne dit rien d’eux.
}
proof-chain-looked = Vérification faite le { $at }.
proof-chain-head = Empreinte du dernier fait (SHA-256) :
proof-place = nº { $place }
proof-no-place = hors chaîne
proof-broken-here = La chaîne se rompt ici.
proof-message = Message { $number }
proof-messages = Messages
proof-message-same = Texte et adresse identiques à l’empreinte notée à l’envoi.
proof-message-changed = Texte ou adresse modifiés depuis l’envoi.
proof-decided = décidé
proof-try = essai { $number } chez { $provider }
proof-receipt = accusé :
proof-fact-sent = { $name } : { $channel ->
    [sms] SMS remis à { $provider }
    [email] e-mail remis à { $provider }
   *[voice] appel remis à { $provider }
}
proof-fact-sent-as = { $name } : { $channel ->
    [sms] SMS remis à { $provider }, référence { $id }
    [email] e-mail remis à { $provider }, référence { $id }
   *[voice] appel remis à { $provider }, référence { $id }
}
proof-fact-receipt = { $name } : accusé « { $status } »
proof-fact-receipt-why = { $name } : accusé « { $status } » ({ $detail })
proof-fact-pressed = { $name } a appuyé sur { $digit }
proof-fact-replied = { $name } a répondu : « { $words } »
proof-fact-unreadable = Fait illisible
proof-why-asked = dès la demande
proof-why-nobody-took = { $minutes } min après l’étape précédente : personne ne l’a pris
proof-why-nobody-before = aussitôt : l’étape précédente n’avait personne à prévenir
proof-why-nothing-arrived = aussitôt : aucun message de l’étape précédente n’est arrivé
proof-why-declined = aussitôt : { $name } ne pouvait pas
proof-why-promise = aussitôt : { $name } n’a pas donné de résultat à temps
proof-why-again = { $minutes } min après le dernier recours : personne ne l’a pris
