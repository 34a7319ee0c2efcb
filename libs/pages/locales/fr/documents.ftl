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
document-only = Ce texte n’existe qu’en cette langue : { $language }.
accessibility-title = Déclaration d’accessibilité
accessibility-lead = { $operator } s’attache à rendre ce portail utilisable par tous, selon les règles WCAG 2.2 au niveau AA et le RGAA 4.1. Cette déclaration vaut pour le portail d’assistance de { $name }.
accessibility-state = État de conformité
accessibility-state-text = Ce portail est partiellement conforme, en raison des non-conformités et de ce qui n’a pas été vérifié, énumérés ci-dessous.
accessibility-tested = Résultats des tests
accessibility-tested-text = Aucun audit par un tiers n’a eu lieu à ce jour : aucun taux de conformité ne peut être annoncé. Chaque version est contrôlée page par page avec axe-core et html-validate dans Chromium, en français et en anglais, à 320 et à 1 280 pixels de large, agrandie à 200 %, en clair et en sombre, et parcourue au clavier seul.
accessibility-gaps = Contenus non accessibles
accessibility-failing = Non-conformités
accessibility-failing-passkeys = Les clés d’accès ne fonctionnent qu’avec JavaScript. Sans lui, on se connecte par mot de passe, par lien reçu par e-mail, et avec une application d’authentification ; qui n’a qu’une clé d’accès comme seconde étape ne peut pas se connecter.
accessibility-failing-pictures = Les images jointes aux messages n’ont pas d’autre description que le nom de leur fichier.
accessibility-failing-unknown = Ce qu’un outil ne peut pas juger n’a été vérifié par aucun audit, et le portail n’a été essayé qu’avec Chromium, sans lecteur d’écran.
accessibility-burden = Dérogations pour charge disproportionnée
accessibility-burden-text = Aucune.
accessibility-exempt = Contenus non soumis à l’obligation d’accessibilité
accessibility-exempt-text = Les fichiers que les personnes joignent à leurs messages sont transmis tels quels.
accessibility-made = Établissement de cette déclaration
accessibility-made-text = Cette déclaration a été établie le { $at }.
accessibility-made-with = Le portail est fait de HTML, de CSS et de JavaScript. Il s’utilise sans JavaScript, sauf les clés d’accès ; une page ouverte ne se met alors pas à jour d’elle-même, et le navigateur ne garde pas de brouillon.
accessibility-contact = Retour d’information et contact
accessibility-contact-text = Si un contenu ou un service de ce portail vous résiste, dites-le à { $operator } : vous serez orienté vers une solution accessible, ou vous obtiendrez le contenu sous une autre forme.
accessibility-contact-ticket = Ouvrir un ticket à ce sujet
accessibility-remedy = Voies de recours
accessibility-remedy-text = Vous avez signalé à { $operator } un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un service de ce portail, et vous n’avez pas obtenu de réponse satisfaisante ? Vous pouvez :
accessibility-remedy-form = écrire un message au Défenseur des droits
accessibility-remedy-delegate = contacter le délégué du Défenseur des droits dans votre région
accessibility-remedy-phone = l’appeler : { $phone }
accessibility-remedy-post = lui envoyer un courrier par la poste, gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07
