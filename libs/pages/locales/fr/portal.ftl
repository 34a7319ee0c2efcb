# Navigation of the portal.
nav-assistance = Assistance
nav-new-ticket = Ouvrir un ticket
nav-tickets = Suivre vos tickets
nav-yours = Votre compte
nav-account = Coordonnées et rappel
nav-people = Interlocuteurs
nav-terms = Conditions générales

# Sign-in.
login-title = Connexion
session-ended = Votre session est terminée
session-ended-do = Votre texte est conservé. Connectez-vous : il vous revient dans son formulaire, prêt à être envoyé.
session-resumed = Vous êtes reconnecté et votre texte est revenu. Joignez de nouveau vos fichiers s’il y en avait, puis envoyez.
login-lead = Assistance de { $name }
login-user = Nom d’utilisateur ou adresse e-mail
login-password = Mot de passe
login-do = Se connecter
login-forgot = Mot de passe oublié ?
login-refused = Nom ou mot de passe inconnu. Vérifiez les majuscules, ou demandez un nouveau mot de passe.
login-link = Recevoir un lien de connexion
ask-link-title = Recevoir un lien de connexion
ask-link-lead = Indiquez votre nom d’utilisateur ou votre adresse e-mail. Nous vous envoyons un lien qui vous connecte sans mot de passe.
ask-link-then = Le lien est valable 15 minutes et sert une seule fois. Rien reçu ? Regardez dans les indésirables, ou appelez-nous.
enter-title = Connexion
enter-lead = Vous vous connectez à l’assistance de { $company } en tant que { $name }.
link-expired-sign-in = Un lien de connexion est valable 15 minutes et sert une seule fois.
link-expired-feedback = Un lien pour répondre est valable 30 jours et sert une seule fois ; il ne vaut plus quand le ticket est rouvert. Connectez-vous pour voir où en est votre ticket.
back-to-login = Retour à la connexion

# Passwords and links.
forgot-title = Mot de passe oublié
forgot-lead = Indiquez votre nom d’utilisateur ou votre adresse e-mail. Nous vous envoyons un lien pour choisir un nouveau mot de passe.
forgot-do = Envoyer le lien
forgot-sent = Si ce compte existe, un e-mail vient de partir.
forgot-sent-then = Le lien est valable 30 minutes. Rien reçu ? Regardez dans les indésirables, ou appelez-nous.
password-title = Nouveau mot de passe
password-lead = Pour le compte { $username }.
password-new = Nouveau mot de passe
password-hint = 15 caractères au moins. Une phrase convient très bien, espaces compris.
password-do = Changer le mot de passe
invitation-title = Bienvenue
invitation-welcome = Bienvenue, { $name }
invitation-lead = Vous êtes invité à ouvrir et suivre les tickets d’assistance de { $company }. Votre nom d’utilisateur est { $username }. Il ne vous reste qu’à choisir un mot de passe.
invitation-do = Activer mon compte
link-expired-title = Ce lien ne fonctionne plus
link-expired-lead = Il a déjà servi, ou il est trop ancien.
link-expired-invitation = Si votre compte est déjà actif, connectez-vous. Sinon, demandez une nouvelle invitation à la personne qui gère les comptes de votre société, ou appelez-nous.
link-expired-password = Un lien est valable 30 minutes et sert une seule fois.
link-expired-again = Demander un nouveau lien

# List of tickets.
tickets-title = Suivre vos tickets
tickets-tabs = Tickets ouverts ou fermés
tickets-open = Ouverts ({ $count })
tickets-closed = Fermés ({ $count })
tickets-caption-open = Tickets ouverts
tickets-caption-closed = Tickets fermés
tickets-date = Date
tickets-category = Catégorie
tickets-status = Statut
tickets-answered = Répondu
tickets-close = Fermer
tickets-closed-at = Fermé le
tickets-closes = se ferme le { $at }
tickets-read-answer = lire la réponse au ticket { $number }
tickets-search-what = Numéro ou mots
tickets-search = Chercher
tickets-search-clear = Effacer la recherche
tickets-sort = Trier
tickets-sort-number = par numéro, du plus récent au plus ancien
tickets-sort-number-up = par numéro, du plus ancien au plus récent
tickets-sort-date = par date, de la plus récente à la plus ancienne
tickets-sort-date-up = par date, de la plus ancienne à la plus récente
tickets-sort-status = par statut
tickets-sort-category = par catégorie
tickets-csv = Télécharger cette liste (CSV)
tickets-number = Numéro
tickets-opened-by = Ouvert par
tickets-subject = Demande
tickets-urgent = Urgent
tickets-closes-at = Se ferme le
tickets-solved = Résolu
tickets-none-found = Aucun ticket ne correspond
tickets-none-found-then = Essayez avec moins de mots, ou le début d’un mot seulement.
tickets-none-open = Aucun ticket ouvert
tickets-none-open-then = Un souci, une question ? Ouvrez un ticket, nous vous répondons.
tickets-none-closed = Aucun ticket fermé
tickets-none-closed-then = Les tickets fermés restent consultables ici.
tickets-rule =
    { $days ->
        [one] Sans nouvelle de votre part, un ticket se ferme de lui-même un jour après notre dernière réponse. Nous vous prévenons avant, et un mot de vous suffit à le garder ouvert.
       *[other] Sans nouvelle de votre part, un ticket se ferme de lui-même { $days } jours après notre dernière réponse. Nous vous prévenons 3 jours avant, et un mot de vous suffit à le garder ouvert.
    }
yes = oui
no = non
pager-label = Pages
pager-newest = Les plus récents
pager-first = Début
pager-on = Suite
pager-next = Plus anciens
live-at = à jour à { $at }

# Opening a ticket.
new-title = Ouvrir un ticket d’assistance
new-about = Suite du
new-category = Catégorie du problème
new-category-hint = Ce choix envoie votre demande à la bonne équipe.
new-category-none = Choisissez une catégorie
new-category-which = Que choisir ?
new-category-urgent = { $name } – votre activité est arrêtée
new-category-missing = Choisissez une catégorie, par exemple Réseau / Internet / Messagerie
new-phone = Numéro où vous rappeler
new-phone-same = C’est déjà le numéro que nous appelons. Indiquez-en un autre
new-phone-too-often = Ce numéro a été changé trop souvent ; appelez-nous
new-phone-too-often-call = Ce numéro a été changé trop souvent ; appelez-nous au { $phone }
new-phone-hint = Par exemple 06 12 34 56 78 ou +41 22 123 45 67
new-description = Description du problème
new-description-hint = Soyez aussi précis que possible ; copiez-collez le message d’erreur s’il y en a un. Entre deux lignes ```, il garde sa forme.
new-files = Fichiers
new-files-hint = Cinq fichiers au plus, 10 Mo chacun : images, PDF, documents, textes.
new-files-too-large = Un fichier dépasse 10 Mo ; envoyez-le en plus petit, par exemple une copie d’écran
new-files-too-many = Cinq fichiers au plus ; retirez-en
new-files-kind = Ce type de fichier n’est pas accepté ; envoyez par exemple une image ou un PDF
new-do = Envoyer
new-do-urgent = Envoyer et être rappelé
urgent-title = Nous vous rappelons
urgent-promise =
    { $minutes ->
        [one] Nous vous appelons avant { $by }, soit dans une minute au plus.
       *[other] Nous vous appelons avant { $by }, soit dans { $minutes } minutes au plus.
    }
urgent-stay = Gardez votre téléphone près de vous. URGENT est réservé aux pannes qui arrêtent votre activité ; pour le reste, choisissez une autre catégorie.
urgent-nobody = Personne n’est d’astreinte en ce moment : appelez-nous.
urgent-nobody-then = Vous pouvez tout de même envoyer votre demande : nos responsables sont prévenus tout de suite, mais nous ne pouvons pas promettre l’heure de l’appel.
urgent-way-out = Vous préférez nous appeler ? { $phone }

# The callback.
callback-ticket = ticket { $number }
callback-requested = Demande reçue, nous prévenons l’astreinte
callback-requested-lead = Nous vous appelons au { $phone } avant { $by }.
callback-taken = { $name } vous appelle
callback-taken-lead = Gardez votre téléphone près de vous : appel au { $phone } avant { $by }.
callback-late = Nous sommes en retard, excusez-nous
callback-late-lead = Nous relançons l’astreinte. N’attendez pas : appelez-nous, nous décrochons.
callback-no-answer = Nous n’avons pas réussi à vous joindre
callback-no-answer-lead = Nous rappelons le { $phone } à { $by }.
callback-wrong-number = Le numéro ne répond pas à votre nom
callback-wrong-number-lead = Nous avons appelé le { $phone } sans vous trouver. Corrigez le numéro et nous rappelons.
callback-reached = Nous vous avons joint
callback-cancelled = Rappel annulé
callback-joined = Cette demande rejoint le rappel en cours (#{ $number })
callback-joined-over = Cette demande a rejoint le rappel de la demande #{ $number }
callback-fact-received = demande reçue
callback-fact-paged = astreinte prévenue
callback-fact-escalated = pas de réponse, personne suivante prévenue
callback-fact-taken = { $name } a pris la demande
callback-fact-given-back = { $name } a dû passer la main
callback-fact-promise-passed = { $name } n’a pas pu appeler à temps, astreinte relancée
callback-fact-late = heure promise dépassée, astreinte relancée
callback-fact-also = la demande #{ $number } attend aussi cet appel
callback-fact-no-answer = { $name } a appelé, pas de réponse
callback-fact-wrong-number = { $name } a appelé, mauvais numéro
callback-fact-number-changed = numéro corrigé
callback-fact-reached = { $name } vous a joint
callback-fact-cancelled = rappel annulé
callback-fact-promised = appel promis avant { $by }
callback-fact-next-try = nouvel appel à { $by }
callback-change = Changer de numéro
callback-way-out = ou appelez-nous : { $phone }
callback-title = Rappel du ticket { $number }
callback-change-title = Où vous rappeler ?
callback-change-do = Rappelez-moi à ce numéro
callback-cancel-title = Plus besoin d’être rappelé ?
callback-cancel-lead = Le ticket reste ouvert et nous y répondons par écrit.
callback-cancel-do = Annuler le rappel

# A ticket.
ticket-title = Ticket { $number }
ticket-opened = Ouvert par { $name } le { $at }.
steps-label = Avancement
step-received = Reçu
ticket-untreated = Votre demande est reçue ; personne ne l’a encore prise.
ticket-held = { $name } s’en occupe.
ticket-in-progress = Votre demande est en cours de traitement.
ticket-answered = Nous vous avons répondu.
ticket-closed = Ce ticket est fermé.
ticket-closes = Sans nouvelle de vous, ce ticket se ferme le { $at }.
ticket-closed-by = Fermé par { $name } le
ticket-closed-by-system = Fermé automatiquement, sans nouvelle de votre part, le
ticket-undo = Rouvrir (possible jusqu’à { $until })
ticket-unseen = nouveau
ticket-over = Un ticket fermé le reste. Le problème revient ? Ouvrez-en un autre : il sera relié à celui-ci.
ticket-new-about = Ouvrir un nouveau ticket à ce sujet
feedback-title = Votre ticket { $number } est-il résolu ?
feedback-lead = Votre réponse est enregistrée une seule fois, quand vous l’envoyez.
feedback-solved = Est-ce résolu ?
feedback-yes = Oui, c’est résolu
feedback-no = Non, ce n’est pas résolu
feedback-choose = Choisissez oui ou non
feedback-remark = Un mot pour l’équipe
feedback-remark-hint = 500 caractères au plus. Ce n’est pas une nouvelle demande.
feedback-send = Envoyer ma réponse
feedback-given-yes = Réponse enregistrée : c’est résolu, le
feedback-given-no = Réponse enregistrée : ce n’est pas résolu, le
feedback-thanks = Merci, votre réponse est enregistrée.
ticket-stopped = Un nouveau message est arrivé pendant que vous écriviez. Votre texte est conservé : relisez, puis envoyez.
ticket-reply = Votre message
ticket-reply-hint = Il s’ajoute au ticket et l’équipe est prévenue.
ticket-reply-missing = Écrivez votre message, par exemple ce qui a changé depuis
ticket-send = Envoyer
ticket-close = Fermer le ticket
files-label = Fichiers joints
event-taken = { $name } a pris le ticket
event-answered = L’équipe a répondu
event-closed = Ticket fermé
event-reopened = Ticket rouvert
event-feedback-yes = Réponse du client : c’est résolu
event-feedback-no = Réponse du client : ce n’est pas résolu
event-joined = Rejoint le rappel en cours de la demande #{ $number }

# Closing.
close-title = Fermer le ticket { $number }
close-question = Fermer le ticket { $number } ?
close-lead = Vous pourrez le relire, et le rouvrir pendant 10 minutes.
close-callback = Le rappel en cours sera annulé : personne ne vous appellera.
close-do = Oui, fermer
close-not = Non, le garder ouvert

# Account.
account-title = Coordonnées et rappel
account-details = Vos coordonnées
account-name = Nom
account-username = Nom d’utilisateur
account-email = Adresse e-mail
account-language = Langue
account-language-browser = Celle de mon navigateur
account-password-lead = Nous vous envoyons un lien par e-mail pour en choisir un autre.
account-password-do = Recevoir le lien
account-password-sent = Un lien pour choisir un autre mot de passe vient de partir par e-mail.
account-saved = C’est enregistré.
account-code-sent = Un code vient de partir par SMS.
account-code-wait = Un code est déjà parti il y a moins d’une minute. Patientez un peu avant d’en demander un autre.
account-phone-checked = Votre numéro est vérifié.
account-phone-removed = Votre numéro est retiré.
account-phone-title = Votre téléphone
account-phone-absent = Avec un mobile vérifié, nous pouvons vous prévenir par SMS.
account-phone-verified = Vérifié
account-phone-sent = Un code vient de partir par SMS au { $phone }.
account-phone = Numéro de mobile
account-phone-hint = Il sert à vous rappeler et à vous prévenir, rien d’autre. Par exemple 06 12 34 56 78.
account-phone-do = Recevoir un code
account-code = Code reçu par SMS
account-code-hint = Six chiffres, valables 10 minutes.
account-code-do = Vérifier le numéro
account-news-title = Être prévenu
account-news = Quand une réponse est postée
account-news-hint = Pour le SMS, vérifiez d’abord votre numéro.
news-email = Par e-mail
news-sms = Par SMS
news-both = Par e-mail et par SMS
news-none = Ne pas me prévenir
news-none-hint = Vos réponses vous attendent ici.
account-password-title = Mot de passe
sessions-title = Où vous êtes connecté
sessions-lead = Un appareil que vous ne connaissez pas ? Déconnectez-le, puis choisissez un autre mot de passe.
sessions-unknown = Navigateur inconnu
sessions-own = celui-ci
sessions-seen = Connecté depuis le { $since }, vu le { $seen }
sessions-end = Déconnecter
sessions-end-others = Déconnecter tous les autres
sessions-ended = C’est fait : il faut s’y connecter à nouveau.
save = Enregistrer

# People.
people-title = Interlocuteurs
people-caption = Qui ouvre des tickets pour { $name }
people-name = Nom
people-email = Adresse e-mail
people-role = Accès
people-state = État
people-actions = Actions
people-active = actif
people-invited = invité, pas encore connecté
people-own = c’est vous
people-invite-again = Renvoyer l’invitation
people-remove = Retirer
people-invite-title = Inviter quelqu’un
people-invite = Envoyer l’invitation
people-email-taken = Cette adresse a déjà un compte ; indiquez-en une autre
people-list-title = Inviter une liste
people-list = Personnes à inviter
people-list-hint = Une par ligne : une adresse, ou un nom et une adresse. Vous pouvez coller deux colonnes d’un tableau ou les destinataires d’un e-mail ; 200 personnes à la fois.
people-list-do = Inviter la liste
people-list-empty = Collez au moins une ligne, par exemple « Claire Martin claire@durand.fr »
people-list-left = { $count ->
    [one] Une ligne n’a pas été invitée : elle est restée ici, corrigez-la
   *[other] { $count } lignes n’ont pas été invitées : elles sont restées ici, corrigez-les
  }
people-list-invited = Invitation envoyée à { $name } ({ $email })
people-list-there = Déjà là : { $name }
people-list-waiting = Déjà invité : { $name }. Vous pouvez lui renvoyer l’invitation ci-dessous.
people-list-former = Retiré auparavant : { $name }. Vous pouvez le réactiver sous « Retirés ».
people-list-twice = Deux fois dans la liste
people-list-later = { $count ->
    [one] Une ligne n’est pas encore lue : envoyez la suite
   *[other] { $count } lignes ne sont pas encore lues : envoyez la suite
  }
list-no-address = Il manque une adresse, par exemple claire@durand.fr
list-several-addresses = Plusieurs adresses ; mettez une personne par ligne
people-report-title = { $count ->
    [0] Personne n’a été invité
    [one] Une personne est invitée
   *[other] { $count } personnes sont invitées
  }
people-report-caption = Ce qu’il est advenu de chaque ligne
people-report-line = Ligne
people-report-fate = Résultat
people-tabs = Interlocuteurs
people-present = Actuels ({ $count })
people-former = Retirés ({ $count })
people-former-none = Personne n’a été retiré.
people-caption-former = Qui ne peut plus se connecter
people-last = Dernière connexion
people-never = jamais
people-enable = Réactiver
people-make-manager = Donner tous les tickets
people-make-member = Limiter à ses tickets
leave-title = Quitter ce rôle
leave-role-title = Ne plus gérer les accès
leave-role-lead = Vous ne verrez plus que vos tickets et ne pourrez plus inviter ni retirer personne. Un autre responsable pourra vous rendre ce rôle.
leave-role-do = Limiter à mes tickets
leave-account-title = Quitter le portail
leave-account-lead = Vous serez déconnecté et ne pourrez plus vous connecter. Vos tickets restent à { $name }. Un autre responsable pourra vous réactiver.
leave-account-do = Fermer mon accès
leave-back = Ne rien changer
history-title = Journal des accès
history-lead = Qui a invité, retiré ou changé un accès, ou changé la marque : nos équipes aussi. Rien n’en est jamais effacé.
history-caption = Les derniers changements
history-at = Date
history-by = Par
history-by-staff = { $name } ({ $operator })
history-what = Changement
history-none = Aucun changement pour l’instant.
history-invited-member = { $name } est invité et verra ses tickets
history-invited-manager = { $name } est invité et verra tous les tickets
history-invited-again = L’invitation de { $name } est renvoyée
history-role-member = { $name } ne voit plus que ses tickets
history-role-manager = { $name } voit tous les tickets et gère les accès
history-removed = L’accès de { $name } est retiré
history-enabled = L’accès de { $name } est rétabli
history-left = { $name } a fermé son accès
history-logo = Le portail porte un autre logo
history-logo-removed = Le portail ne porte plus de logo
history-colour = Le portail a une autre couleur
role-member = Ses tickets
role-member-hint = Ouvre des tickets et suit les siens.
role-manager = Tous les tickets
role-manager-hint = Voit tous les tickets de la société, invite et retire des personnes.

# What was done.
done-opened = Votre ticket { $number } est ouvert. Nous vous prévenons dès qu’une réponse est postée.
done-opened-urgent = Votre demande urgente { $number } est reçue. Gardez votre téléphone près de vous.
done-replied = Votre message est envoyé.
done-closed = Le ticket { $number } est fermé.
done-reopened = Le ticket est rouvert.
done-number = Votre numéro est corrigé, nous appelons le nouveau.
done-cancelled = Le rappel est annulé. Nous vous répondons par écrit.
done-invited = L’invitation est partie.
done-removed = L’accès est retiré.
done-enabled = L’accès est rétabli. Si l’invitation n’avait pas été acceptée, renvoyez-la.
done-role = C’est enregistré : cela compte dès la prochaine page.
done-role-left = Vous ne voyez plus que vos tickets.
done-left = Votre accès est fermé.
done-welcome = Bienvenue. Votre compte est actif.
done-password = Votre mot de passe est changé.
refused-undone = Ce ticket a déjà été rouvert deux fois avec son rappel : il reste fermé. Appelez-nous si vous avez besoin d’aide.
refused-undone-call = Ce ticket a déjà été rouvert deux fois avec son rappel : il reste fermé. Appelez-nous au { $phone } si vous avez besoin d’aide.
refused-late = C’est trop tard : entre-temps, quelque chose a changé. Voici l’état actuel.
refused-last-manager = Il faut au moins une personne qui voit tous les tickets et gère les accès ; donnez d’abord ce rôle à quelqu’un d’autre.
