# Terms, legal notice, accessibility.
terms-title = Conditions générales de vente
terms-scope = Objet
terms-scope-text = Ce portail permet aux clients de { $operator } d’ouvrir et de suivre leurs demandes d’assistance. Les prestations elles-mêmes sont régies par le contrat signé avec { $operator }.
terms-tickets = Tickets
terms-tickets-text =
    { $days ->
        [one] Une demande à laquelle nous avons répondu et qui reste sans nouvelle de votre part se ferme d’elle-même au bout d’un jour. Un ticket fermé reste lisible.
       *[other] Une demande à laquelle nous avons répondu et qui reste sans nouvelle de votre part se ferme d’elle-même au bout de { $days } jours. { $remind ->
            [0] Un ticket fermé reste lisible.
            [one] Vous êtes prévenu la veille. Un ticket fermé reste lisible.
           *[other] Vous êtes prévenu { $remind } jours avant. Un ticket fermé reste lisible.
        }
    }
terms-urgent = Demandes urgentes
terms-urgent-text = La catégorie URGENT est réservée aux pannes qui arrêtent votre activité. Nous vous rappelons au numéro que vous indiquez ; l’heure promise s’affiche avant l’envoi.
terms-sale = Prix et paiement
terms-sale-text = Les prix, délais de paiement et limites de responsabilité figurent dans votre contrat. { $operator } vous en remet une copie sur simple demande.
legal-title = Mentions légales
legal-publisher = Éditeur
legal-publisher-text = Ce portail est édité par { $operator }, qui répond de son contenu.
legal-data = Données personnelles
legal-data-text = { $operator } enregistre votre nom, votre adresse e-mail, votre numéro si vous le donnez, et vos messages, pour répondre à vos demandes et rien d’autre. Vous pouvez en demander une copie, une correction ou l’effacement.
legal-cookies = Cookies
legal-cookies-text = Sept cookies au plus, tous nécessaires : l’un vous garde connecté, un autre attend dix minutes votre code si vous avez la double authentification, deux retiennent la langue et l’affichage, deux protègent les formulaires et disent ce qui vient d’être fait, et le dernier, gardé 400 jours, reconnaît un navigateur qui a déjà servi, pour vous prévenir d’une connexion depuis un nouveau. Aucune mesure d’audience, aucun tiers.
accessibility-title = Accessibilité
accessibility-state = État
accessibility-state-text = { $operator } vise le niveau AA des règles WCAG 2.2. Le portail est partiellement conforme, faute d’audit externe à ce jour.
accessibility-tested = Vérifications
accessibility-tested-text = Chaque page est contrôlée par des outils automatiques, à 320 pixels de large, en clair et en sombre. Tout fonctionne sans script.
accessibility-contact = Une difficulté ?
accessibility-contact-text = Dites-le à { $operator } par téléphone ou en ouvrant un ticket : nous vous répondons et corrigeons.
document-only = Ce texte n’existe qu’en cette langue : { $language }.
