# Navigation of the back office.
office-nav-work = Travail
office-nav-queue = Tickets
office-nav-callbacks = Rappels
office-nav-on-call = Astreinte
office-nav-deliveries = Envois
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
office-queue-search = Numéro ou mots
office-queue-filter = Filtrer
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
office-fact-reached = { $name } a joint le client
office-fact-wrong-number = { $name } : numéro faux
office-fact-number = Numéro corrigé
office-fact-number-by = { $name } a corrigé le numéro
office-fact-cancelled = Rappel annulé
office-fact-cancelled-by = { $name } a annulé le rappel
office-fact-late = Heure promise dépassée, client prévenu

# What was done.
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
office-done-too-late = Entre-temps, quelque chose a changé. Voici l’état actuel.
office-done-queue-empty = Réponse envoyée au ticket #{ $number }. C’était le dernier de cette vue.
office-done-invited = L’invitation de { $name } est partie.
office-done-saved = C’est enregistré.
office-done-removed = C’est retiré.
office-done-sent-again = Le message repart.
office-done-test = Le message d’essai est en route ; voyez les envois pour son résultat.
office-done-revived = La tâche est reprise.
office-done-password-sent = Un lien pour choisir un autre mot de passe vient de partir par e-mail.
office-done-last-one = Impossible : il ne resterait personne avec ce rôle.
office-done-welcome = Bienvenue.
