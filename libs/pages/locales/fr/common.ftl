# Around every page.
skip = Aller au contenu
logout = Se déconnecter
optional = (facultatif)
error-prefix = Erreur :
errors-title = Il y a un problème
nav-label = Navigation
footer-phone = Nous appeler : { $phone }
footer-copyright = © { $name }
footer-terms = Conditions générales de vente
footer-legal = Mentions légales
footer-accessibility-none = Accessibilité : non conforme
footer-accessibility-partial = Accessibilité : partiellement conforme
footer-accessibility-full = Accessibilité : totalement conforme
footer-office = Administration

# States of a ticket.
status-untreated = Non traité
status-in-progress = En cours
status-answered = Répondu
status-closed = Fermé
status-urgent = URGENT

# Errors.
error-bad-request = Cette demande n’a pas de sens pour nous
error-bad-request-do = Revenez à la page précédente et recommencez.
error-forbidden = Cette action n’est pas permise
error-forbidden-do = Votre session a peut-être expiré. Revenez à la page précédente, actualisez-la et recommencez.
error-not-found = Cette page n’existe pas
error-not-found-do = L’adresse est peut-être incomplète, ou la page a été retirée.
error-method = Cette adresse ne s’ouvre pas ainsi
error-method-do = Revenez à l’accueil et reprenez depuis le menu.
error-conflict = Quelqu’un a été plus rapide
error-conflict-do = Revenez à la page précédente pour voir ce qui a changé, puis recommencez si besoin.
error-too-large = C’est trop volumineux
error-too-large-do = Chaque fichier peut peser 10 Mo au plus, cinq fichiers par envoi.
error-unprocessable = Le formulaire n’a pas pu être lu
error-unprocessable-do = Revenez à la page précédente et vérifiez ce que vous avez saisi.
error-too-many = Trop de demandes en peu de temps
error-too-many-do = Patientez une minute, puis recommencez.
error-internal = Une erreur est survenue de notre côté
error-internal-do = Elle est enregistrée. Recommencez dans un instant ; si elle persiste, appelez-nous et donnez la référence.
error-unavailable = Le service est momentanément indisponible
error-unavailable-do = Recommencez dans une minute.
error-typed = Ce que vous aviez écrit
error-phone = Vous pouvez aussi nous appeler : { $phone }
error-home = Retour à l’accueil
error-status = Erreur { $status }
error-reference = référence { $reference }

# Sizes of files.
size-bytes =
    { $amount ->
        [one] { $amount } octet
       *[other] { $amount } octets
    }
size-kilobytes = { $amount } Ko
size-megabytes = { $amount } Mo
