# Navigation of the back office.
office-nav-work = Travail
office-nav-manage = Gérer
office-nav-queue = Tickets
office-nav-callbacks = Rappels
office-nav-on-call = Astreinte
office-nav-deliveries = Envois
office-nav-reports = Rapports
office-nav-tenants = Clients
office-nav-team = Équipe
office-nav-settings = Réglages

# Invitation.
office-welcome-lead = Vous rejoignez l’équipe de { $operator }. Votre nom d’utilisateur est { $username }. Il ne vous reste qu’à choisir un mot de passe.

# Queue.
office-queue-title = Tickets
office-queue-views = Vues
office-view-todo = À traiter
office-view-mine = À moi
office-view-urgent = Urgents
office-view-waiting = Chez le client
office-view-closed = Fermés
office-queue-tenant = Client
office-queue-all-tenants = Tous les clients
office-queue-team = Équipe
office-queue-all-teams = Toutes les équipes
office-queue-own-team = Mon équipe
office-queue-search = Numéro ou mots
office-queue-filter = Filtrer
office-open-title = Ouvrir un ticket
office-open-no-tenant = Choisissez un client
office-open-choose = Choisir ce client
office-open-for = Pour qui
office-open-nobody = Choisissez une personne
office-open-phone-hint = Pour un ticket urgent ; vide, c’est le numéro du compte de la personne.
office-open-do = Ouvrir le ticket
office-queue-unfilter = Tout voir
office-queue-none = Rien à faire ici
office-queue-none-then = Les nouveaux tickets apparaissent ici d’eux-mêmes.
office-queue-none-found = Aucun ticket ne correspond
office-page-first = Au début
office-page-next = Suite
office-row-since = attend depuis
office-row-raised = À rappeler
office-row-waits = Personne n’a pris l’appel
office-row-taken = { $name } appelle
office-row-retry = { $name } rappelle
office-row-before = promis avant { $by }
office-row-team = équipe { $name }
office-row-holder = pris par { $name }

# Keys.
office-keys = Clavier
office-keys-move = ticket suivant, précédent
office-keys-open = ouvrir le ticket
office-keys-answer = répondre
office-keys-note = note interne
office-keys-take = prendre
office-keys-close = fermer

# A ticket.
office-ticket-title = #{ $number } – { $tenant }
office-ticket-opened = ouvert le { $at }
office-ticket-mine = c’est à vous
office-ticket-nobody = personne ne l’a pris
office-take = Prendre
office-release = Remettre dans la file
office-close = Fermer
office-close-cancel = Fermer et annuler le rappel
office-assign = Confier
office-assign-to = Confier à
office-answer = Réponse au client
office-answer-next = Répondre et passer au suivant
office-answer-stay = Répondre
office-note = Note interne
office-note-hint = L’équipe seule la voit, jamais le client.
office-note-open = Note interne
office-note-do = Ajouter la note
office-closed-by = Fermé par { $name } le
office-closed-by-system = Fermé automatiquement le
office-undo = Rouvrir

# A callback.
office-callback-title = Rappel
office-callback-waits = Personne n’a encore pris l’appel
office-callback-taken = { $name } appelle
office-callback-late = En retard : l’heure promise est passée
office-callback-no-answer = { $name } n’a pas eu de réponse
office-callback-wrong-number = Numéro faux, le client doit le corriger
office-callback-reached = Client joint par { $name }
office-callback-promised = Promis avant { $by }
office-callback-proof = preuve du rappel
office-callback-until = Résultat attendu avant { $by }.
office-callback-retry = Nouvel essai attendu avant { $by }.
office-callback-of = Rejoint le rappel d’un autre ticket :
office-callback-also = Attendent aussi cet appel :
office-callback-take = Je prends l’appel
office-callback-facts = Ce qui s’est passé

# Facts.
office-fact-opened = Ticket ouvert
office-fact-opened-by = Ticket ouvert par { $name }
office-fact-wrote = Le client a écrit
office-fact-wrote-by = { $name } a écrit
office-fact-answered = { $name } a répondu
office-fact-noted = { $name } a noté
office-fact-assigned = { $name } a confié le ticket à { $to }
office-fact-released = { $name } a remis le ticket dans la file
office-fact-closing = Client prévenu : fermeture le { $by }
office-fact-closed = Ticket fermé automatiquement
office-fact-closed-by = { $name } a fermé le ticket
office-fact-reopened = { $name } a rouvert le ticket
office-fact-feedback-yes = Le client a répondu : c’est résolu
office-fact-feedback-yes-by = { $name } a répondu : c’est résolu
office-fact-feedback-no = Le client a répondu : ce n’est pas résolu
office-fact-feedback-no-by = { $name } a répondu : ce n’est pas résolu
office-fact-requested = Rappel demandé, promis avant { $by }
office-fact-step = Étape { $step }, tour { $round } : { $count ->
        [one] une personne à prévenir
       *[other] { $count } personnes à prévenir
    }
office-fact-nobody = Étape { $step } : personne d’astreinte
office-fact-summoned = { $name } : { $channel ->
        [sms] SMS préparé
        [voice] appel préparé
       *[email] e-mail préparé
    }
office-fact-summoned-fallback = Secours de l’opérateur : { $channel ->
        [sms] SMS préparé
        [voice] appel préparé
       *[email] e-mail préparé
    }
office-fact-sent = { $name } : { $channel ->
        [sms] SMS parti
        [voice] appel parti
       *[email] e-mail parti
    }
office-fact-sent-fallback = Secours de l’opérateur : { $channel ->
        [sms] SMS parti
        [voice] appel parti
       *[email] e-mail parti
    }
office-fact-failed = { $name } : { $channel ->
        [sms] SMS non remis
        [voice] appel non abouti
       *[email] e-mail non remis
    } ({ $reason })
office-fact-failed-fallback = Secours de l’opérateur : { $channel ->
        [sms] SMS non remis
        [voice] appel non abouti
       *[email] e-mail non remis
    } ({ $reason })
office-fact-last-resort = Dernier recours : responsables et secours prévenus
office-fact-callback-taken = { $name } a pris l’appel, résultat attendu avant { $by }
office-fact-declined = { $name } ne peut pas
office-fact-promise-passed = { $name } n’a pas donné de résultat à temps
office-fact-no-answer = { $name } a appelé { $tries ->
        [one] sans réponse
       *[other] { $tries } fois sans réponse
    }, nouvel essai à { $by }
office-fact-called = { $name } a parlé { $minutes } min { $seconds } s avec le client, mis en relation par nous
office-fact-called-in-vain = { $name } a été mis en relation, le client n’a pas répondu
office-fact-reached = { $name } a joint le client
office-fact-wrong-number = { $name } : numéro faux
office-fact-number = Numéro corrigé
office-fact-number-by = { $name } a corrigé le numéro
office-fact-cancelled = Rappel annulé
office-fact-cancelled-by = { $name } a annulé le rappel
office-fact-late = Heure promise dépassée, client prévenu
office-fact-joined = Répétition : rejoint le rappel en cours du ticket #{ $number }
office-fact-also = Le ticket #{ $number } de la même personne attend aussi cet appel

# What was done.
office-done-opened = Le ticket #{ $number } est ouvert.
office-done-answered = Réponse envoyée au ticket #{ $number }.
office-done-noted = Note ajoutée.
office-done-taken = Le ticket #{ $number } est à vous.
office-done-released = Le ticket #{ $number } est de nouveau dans la file.
office-done-assigned = Le ticket #{ $number } est confié à { $name }.
office-done-closed = Le ticket #{ $number } est fermé.
office-done-reopened = Le ticket #{ $number } est rouvert.
office-done-callback-taken = C’est à vous : appelez le client.
office-done-outcome = C’est noté.
office-done-cancelled = Le rappel est annulé.
office-done-already-taken = Trop tard : { $name } a pris l’appel.
office-done-undone-too-often = Ce ticket a déjà été rouvert deux fois avec son rappel : il reste fermé. Ouvrez-en un autre pour le client.
office-done-too-late = Entre-temps, quelque chose a changé. Voici l’état actuel.
office-done-queue-empty = Réponse envoyée au ticket #{ $number }. C’était le dernier de cette vue.
office-done-invited = L’invitation de { $name } est partie.
office-done-invited-again = L’invitation repart.
office-done-saved = C’est enregistré.
office-done-removed = C’est retiré.
office-done-sent-again = Le message repart.
office-done-test = Le message d’essai est en route ; voyez les envois pour son résultat.
office-done-revived = La tâche est reprise.
office-done-password-sent = Un lien pour choisir un autre mot de passe vient de partir par e-mail.
office-done-last-one = Impossible : il ne resterait personne avec ce rôle.
office-done-welcome = Bienvenue.

# Clients.
office-tenants-title = Clients
office-tenants-caption = Sociétés clientes, par nom
office-tenants-none = Aucun client. Ajoutez le premier ci-dessous.
office-tenant-portal = Portail
office-tenant-tickets = voir
office-tenant-add = Ajouter un client
office-tenant-add-do = Ajouter le client
office-tenant-parts = Parties du client
office-tenant-brand = Marque
office-tenant-settings = Réglages
office-tenant-people = Interlocuteurs
office-tenant-categories = Catégories
office-tenant-keys = Clés d’API
office-tenant-name = Nom de la société
office-tenant-slug = Nom court
office-tenant-slug-hint = Dans l’adresse du portail, par exemple durand. Déduit du nom s’il est vide ; il ne change plus.
office-tenant-colour = Couleur de la marque
office-tenant-colour-hint = Elle n’est jamais modifiée ; ce qui s’écrit dessus en est déduit pour rester lisible.
office-tenant-zone = Fuseau horaire
office-tenant-sms-budget = SMS prévus par mois
office-tenant-call-budget = Appels prévus par mois
office-tenant-budget-hint = Les responsables sont prévenus à 80 % et à 100 %. Rien n’est jamais bloqué. Vide : pas de budget.
office-tenant-sms-used = SMS envoyés ce mois-ci : { $used }
office-tenant-sms-used-of = SMS envoyés ce mois-ci : { $used } sur { $budget }
office-tenant-calls-used = Appels passés ce mois-ci : { $used }
office-tenant-calls-used-of = Appels passés ce mois-ci : { $used } sur { $budget }
office-tenant-terms-fr = Conditions générales de vente, en français
office-tenant-terms-en = Conditions générales de vente, en anglais
office-language = Langue
office-promise = Minutes pour rappeler
office-promise-hint = De 5 à 240. Les clients lisent : « nous vous appelons avant … ».
office-days = Jours avant la fermeture automatique
office-days-hint = De 1 à 90, après notre dernière réponse.
office-inherited = Vide : comme dans les réglages.
office-disabled = désactivé
office-disable = Désactiver
office-enable = Réactiver
office-add = Ajouter
office-people-title = Interlocuteurs – { $name }
office-people-none = Personne. Invitez la première personne ci-dessous.
office-user-name = Nom d’utilisateur
office-user-name-hint = Déduit de l’adresse e-mail s’il est vide.
office-user-name-stays = Par exemple marie.leroy ; il ne change plus.
office-phone = Téléphone

# Categories.
office-categories-title = Catégories – { $name }
office-categories-caption = Dans l’ordre du formulaire
office-category-fr = En français
office-category-en = En anglais
office-category-hint-fr = Aide en français
office-category-hint-en = Aide en anglais
office-category-urgent = Urgente
office-category-urgent-hint = Ses tickets font rappeler le client par l’astreinte.
office-category-archived = Archivée
office-category-archived-hint = Elle n’est plus proposée ; les anciens tickets la gardent.
office-category-add = Ajouter une catégorie
office-archived = archivée
office-offered = proposée

# Keys of the API.
office-keys-title = Clés d’API – { $name }
office-keys-caption = Clés, de la plus récente à la plus ancienne
office-keys-none = Aucune clé.
office-key-name = Usage
office-key-name-hint = Par exemple le programme qui s’en sert.
office-key-scopes = Droits
office-key-acts-for = Agit pour
office-key-tenant = le client
office-key-staff = la personne qui l’a créée
office-key-created = Créée le
office-key-used = Dernier usage
office-key-unused = jamais
office-key-revoke = Révoquer
office-key-revoked = révoquée le { $at }
office-key-add = Créer une clé
office-key-add-do = Créer la clé
office-key-made = Voici la clé. Copiez-la maintenant : elle ne sera plus jamais montrée.

# Team.
office-team-title = Équipe
office-team-caption = Tout le monde, par nom
office-role-agent = Agent
office-role-agent-hint = Traite les tickets et prend les rappels.
office-role-supervisor = Responsable
office-role-supervisor-hint = Voit aussi les envois et règle l’astreinte ; prévenu quand personne ne répond.
office-role-admin = Administrateur
office-role-admin-hint = Règle aussi les clients, l’équipe et les réglages.
office-staff-phone = Mobile d’astreinte
office-staff-phone-hint = Le numéro que l’astreinte prévient. Par exemple 06 12 34 56 78.
office-staff-all = Voit tous les clients
office-staff-all-short = tous
office-staff-tenants = Clients
office-staff-tenants-hint = Pour qui ne les voit pas tous.
office-staff-disabled = Désactivé
office-staff-disabled-hint = Ne se connecte plus et n’est plus prévenu.
office-staff-add = Inviter quelqu’un dans l’équipe
office-staff-no-phone = pas de mobile
office-staff-sms-refused = ce numéro refuse nos SMS
office-staff-unverified = non vérifié
office-phone-verified = Numéro vérifié
office-phone-unverified = Numéro non vérifié
office-phone-unverified-lead = Vous êtes alerté sur ce numéro. Un code par SMS montre qu’il est bien le vôtre.
office-staff-login = Se connecte comme { $name }

# On call.
office-calls-open = Rappels en cours
office-weeks = Semaines
office-week-before = Semaine d’avant
office-week-now = Cette semaine
office-week-after = Semaine d’après
office-rota-new = Nouvelle astreinte
office-rota-edit = Modifier
office-rota-now = En ce moment : { $names }
office-rota-nobody = En ce moment : personne
office-rota-hole = Personne
office-rotas-none = Personne n’est jamais d’astreinte
office-rotas-none-then = Un ticket urgent prévient aussitôt les responsables. Créez une astreinte pour prévenir la bonne personne.
office-rota-title = Astreinte
office-rota-name = Nom
office-rota-name-hint = Par exemple Semaine.
office-shifts = Gardes de chaque semaine, à l’heure de { $zone }
office-shifts-hint = Des gardes qui se recouvrent mettent plusieurs personnes d’astreinte. Choisissez « retirer » à la place d’un nom pour ôter une garde.
office-shift-number = Garde { $number }
office-shift-new = Nouvelle garde
office-shift-from = De
office-shift-from-time = Heure de début
office-shift-until = à
office-shift-until-time = Heure de fin
office-shift-who = Qui
office-shift-nobody = (pas de nouvelle garde)
office-shift-remove = (retirer)
office-shift-wrong = Une garde a deux jours et deux heures, par exemple de lundi 08:00 à vendredi 18:00
office-overrides = Exceptions
office-override-staff = Qui est d’astreinte à la place
office-override-from = Du
office-override-to = Au
office-override-add = Ajouter l’exception
office-policy-title = Escalade { $name }
office-policy-supervisors = tous les responsables
day-mon = lundi
day-tue = mardi
day-wed = mercredi
day-thu = jeudi
day-fri = vendredi
day-sat = samedi
day-sun = dimanche

# Callbacks.
office-callbacks-caption = Rappels, du plus récent au plus ancien
office-callbacks-none = Aucun rappel
office-callbacks-none-then = Un ticket urgent en fait naître un.
office-callback-asked = Demandé
office-callback-promise = Promis avant
office-callback-ended = Terminé
office-callback-was-late = après l’heure promise
office-proof-title = Preuve du rappel #{ $number } – { $tenant }
office-proof-contact = À rappeler
office-proof-ticket = Ticket

# Messages.
office-deliveries-caption = Messages, du plus récent au plus ancien
office-deliveries-none = Aucun message ne correspond.
office-all-channels = Tous
office-all-states = Tous
office-delivery-title = Message
office-delivery-channel = Canal
office-delivery-state = Résultat
office-delivery-to = À
office-delivery-news = Objet
office-delivery-sent = parti
office-delivery-provider = Fournisseur
office-delivery-waiting = en attente
office-delivery-delivered = remis
office-delivery-undelivered = non remis
office-delivery-failed = abandonné
office-delivery-cancelled = annulé
office-channel-sms = SMS
office-channel-email = e-mail
office-channel-voice = appel
office-send-again = Envoyer à nouveau
office-attempt-unknown = sans réponse
office-delivery-carried = Dans le même SMS qu’une autre alerte
office-jobs-title = Tâches abandonnées
office-job-again = Reprendre
office-news-received = ticket reçu
office-news-urgent-received = demande urgente reçue
office-news-answered = réponse postée
office-news-closing-soon = fermeture prochaine
office-news-closed = ticket fermé
office-news-urgent-taken = appel pris
office-news-urgent-late = nous sommes en retard
office-news-urgent-joined = répétition, rejoint un rappel
office-news-urgent-reached = client joint
office-news-could-not-reach = client injoignable
office-news-wrong-number = numéro faux
office-news-invitation = invitation
office-news-password = nouveau mot de passe
office-news-sign-in = lien de connexion
office-news-new-device = nouvel appareil
office-news-code = code de vérification
office-news-page = alerte
office-news-page-again = alerte, étape suivante
office-news-last-resort = alerte, dernier recours
office-news-taken-by-you = appel à vous
office-news-taken-by-other = appel pris par un autre
office-news-probe = contrôle du chemin d’alerte
office-news-not-needed = rappel annulé
office-news-number-refused = numéro ou boîte qui refuse
office-news-fallback-refused = dernier recours refusé
office-news-provider-refuses = fournisseur qui refuse
office-news-budget = budget du mois
office-news-number-changed = numéro corrigé
office-news-connect = mise en relation avec le client
office-news-reply = réponse par SMS
office-news-assigned = ticket confié
office-news-test = essai

# Settings and own account.
office-settings-name = Nom de l’opérateur
office-settings-phone = Téléphone montré aux clients
office-settings-phone-hint = La porte de sortie sur chaque page urgente, par exemple 01 23 45 67 89.
office-fallback-phone = Mobile de secours
form-stale = Quelqu’un d’autre a enregistré entre-temps : comparez, puis enregistrez de nouveau pour remplacer
form-stale-look = Ce qui est enregistré maintenant
office-fallback-email = Adresse e-mail de secours
office-fallback-hint = Prévenu par SMS avec les responsables quand personne d’autre ne répond.
office-fallback-hint-calls =
    { $seconds ->
        [one] Prévenu avec les responsables quand personne d’autre ne répond : par SMS, puis par appel une seconde après, si personne n’a pris l’appel.
       *[other] Prévenu avec les responsables quand personne d’autre ne répond : par SMS, puis par appel { $seconds } secondes après, si personne n’a pris l’appel.
    }
office-fallback-hint-abroad = Prévenu par SMS seulement, avec les responsables, quand personne d’autre ne répond : nos appels ne vont pas vers ce pays (voice.countries, sur le serveur).
office-settings-all-only = Ces réglages valent pour tous les clients : seul un administrateur qui voit tous les clients peut les modifier.
office-tests-title = Essayer
office-test-email = Envoyer un e-mail d’essai à
office-test-sms = Envoyer un SMS d’essai au
office-test-no-phone = Pour un SMS d’essai, indiquez d’abord votre mobile dans votre compte.
office-password-link = Recevoir un lien pour le changer

# With numbers.
office-policy-wait =
    { $minutes ->
        [one] puis attendre une minute
       *[other] puis attendre { $minutes } minutes
    }
office-policy-repeat =
    { $count ->
        [0] Ensuite : responsables et secours.
        [one] Le tout deux fois, ensuite : responsables et secours.
       *[other] Répété { $count } fois, ensuite : responsables et secours.
    }
office-attempts =
    { $count ->
        [0] pas encore essayé
        [one] un essai
       *[other] { $count } essais
    }
