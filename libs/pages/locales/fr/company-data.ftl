# The data of a company: its export, and how long its closed tickets are kept; in the portal and in the back office.
company-data-title = Données de l’entreprise
company-export-title = Toutes les données de l’entreprise
company-export-lead = Téléchargez tout ce que { $operator } conserve pour votre entreprise : personnes, tickets, messages, fichiers, rappels, envois et journal. Le fichier ZIP est préparé en arrière-plan et disponible 7 jours ; vous êtes prévenu par e-mail. Les notes internes de l’équipe n’y sont pas.
company-export-office-lead = Tout ce qui est conservé pour { $name }, dans un fichier ZIP disponible 7 jours. Chaque demande et chaque téléchargement figurent au journal du client, que ses responsables lisent. Les notes internes n’y sont pas.
company-export-do = Préparer le fichier
company-export-asked-by = Demandé par { $name } le { $at }.
company-export-asked-at = Demandé le { $at }.
company-export-step = Étape { $done } sur { $steps } :
company-export-written =
    { $count ->
        [one] { $count } écrit
       *[other] { $count } écrits
    }
company-export-waits = en attente
company-export-people = personnes
company-export-categories = catégories
company-export-tickets = tickets
company-export-messages = messages
company-export-files = liste des fichiers
company-export-followers = abonnés aux tickets
company-export-callbacks = rappels
company-export-events = faits
company-export-deliveries = envois
company-export-identities = identités
company-export-keys = clés d’API
company-export-audit = journal
company-export-contents = contenu des fichiers
company-export-reload = Voir où cela en est
company-export-cancel = Arrêter la préparation
company-export-failed = Le fichier demandé le { $at } n’a pas pu être préparé, et rien n’en est conservé. Demandez-le de nouveau ; si cela échoue encore, la place manque sans doute sur le serveur : prévenez qui l’exploite.
company-export-again = Demander de nouveau
company-export-fetch = Télécharger le fichier demandé le { $at }
company-export-renew = Préparer un fichier plus récent
company-export-drop = Supprimer ce fichier
company-export-asked = Le fichier est en préparation. Vous serez prévenu par e-mail.
company-export-busy = Un fichier est déjà en préparation.
company-export-cancelled = C’est arrêté : il n’y a plus de fichier.

# How long closed tickets are kept.
retention-title = Conservation des tickets fermés
retention-always = Les tickets fermés sont conservés sans limite de durée.
retention-months =
    { $months ->
        [one] Les tickets sont effacés { $months } mois après leur fermeture.
       *[other] Les tickets sont effacés { $months } mois après leur fermeture.
    }
retention-next =
    { $months ->
        [one] À partir du { $on }, les tickets seront effacés { $months } mois après leur fermeture. Ce jour-là, cela concernera :
       *[other] À partir du { $on }, les tickets seront effacés { $months } mois après leur fermeture. Ce jour-là, cela concernera :
    }
retention-who = Cette durée est réglée par { $operator }.
retention-not-meant = Si ce n’est pas voulu, dites-le à { $operator } avant ce jour : d’ici là, rien n’est effacé.
retention-goes =
    { $tickets ->
        [one] { $tickets } ticket, avec ses messages ({ $messages }) et ses fichiers ({ $files }, soit { $megabytes } Mo).
       *[other] { $tickets } tickets, avec leurs messages ({ $messages }) et leurs fichiers ({ $files }, soit { $megabytes } Mo).
    }
retention-span = Fermés entre le { $oldest } et le { $newest }.
retention-goes-nothing = Aucun ticket n’est concerné.
retention-soon =
    { $count ->
        [one] { $count } autre dans les 30 jours qui suivent.
       *[other] { $count } autres dans les 30 jours qui suivent.
    }
retention-undo = Annuler ce changement
retention-field = Conserver les tickets fermés (mois)
retention-field-hint = De 6 à 120 mois après la fermeture ; 0 pour toujours. Vide : comme pour tous les clients.
retention-field-hint-all = De 6 à 120 mois après la fermeture ; vide ou 0 pour toujours.
retention-look = Voir ce qui serait effacé
retention-preview-title = Avant de changer la durée de conservation
retention-follows = Comme pour tous les clients.
retention-will-months =
    { $months ->
        [one] Les tickets seront effacés { $months } mois après leur fermeture. Seraient effacés aujourd’hui :
       *[other] Les tickets seront effacés { $months } mois après leur fermeture. Seraient effacés aujourd’hui :
    }
retention-will-always = Les tickets fermés seront conservés sans limite de durée.
retention-companies =
    { $count ->
        [one] Cela concerne { $count } client, qui n’a pas de durée à lui.
       *[other] Cela concerne { $count } clients, qui n’ont pas de durée à eux.
    }
retention-first = Rien n’est effacé avant le { $on }. Les responsables sont prévenus par e-mail, avec ces nombres et cette date ; d’ici là, le changement peut être annulé.
retention-reports = Les numéros effacés ne resservent jamais. Les rapports qui portent sur des périodes effacées comptent ce qui reste, et le disent.
retention-at-once = Rien de plus n’est effacé : ce changement vaut tout de suite.
retention-save = Enregistrer cette durée
retention-back = Ne rien changer
retention-all-lead = Pour les clients qui n’ont pas de durée à eux. Chaque client peut en avoir une, à l’onglet « Données ».
retention-saved = La durée de conservation est enregistrée.
retention-undone = Le changement est annulé : rien n’est effacé de plus qu’avant.
retention-gone = Des tickets fermés jusqu’au { $on } ont été effacés ({ $tickets }) : les nombres d’avant cette date ne comptent que ce qui reste.

# E-mails.
mail-company-export-subject = Les données de { $company } sont prêtes
mail-company-export = Le fichier avec toutes les données de { $company } que vous avez demandé est prêt. Vous pouvez le télécharger jusqu’au { $until }, une fois connecté.
mail-company-export-not-you = Si vous ne l’avez pas demandé, prévenez { $operator } : quelqu’un se sert de votre compte.
mail-company-export-see = Télécharger le fichier
mail-retention-subject = Des tickets fermés de { $company } seront effacés le { $on }
mail-retention =
    { $months ->
        [one] À partir du { $on }, { $operator } efface les tickets de { $company } { $months } mois après leur fermeture, avec leurs messages et leurs fichiers. Rien ne pourra être récupéré.
       *[other] À partir du { $on }, { $operator } efface les tickets de { $company } { $months } mois après leur fermeture, avec leurs messages et leurs fichiers. Rien ne pourra être récupéré.
    }
mail-retention-counts = Ce jour-là, cela concerne : tickets { $tickets }, messages { $messages }, fichiers { $files } ({ $megabytes } Mo).
mail-retention-not-meant = Si ce n’est pas voulu, dites-le à { $operator } avant ce jour : d’ici là, le changement peut être annulé. Vous pouvez aussi télécharger d’abord toutes les données de l’entreprise.
mail-retention-see = Voir les données de l’entreprise

# The log of sent messages.
news-company-export-ready = client : données prêtes
news-retention-shortened = client : conservation raccourcie

# The log of changes.
history-company-export = Le fichier de toutes les données de l’entreprise est demandé
history-company-export-cancelled = Le fichier de toutes les données de l’entreprise est arrêté ou supprimé
history-company-export-fetched = Le fichier de toutes les données de l’entreprise est téléchargé
history-retention-months =
    { $months ->
        [one] Les tickets fermés sont conservés { $months } mois
       *[other] Les tickets fermés sont conservés { $months } mois
    }
history-retention-always = Les tickets fermés sont conservés sans limite de durée
history-tickets-gone =
    { $number ->
        [one] { $number } ticket fermé est effacé : sa durée de conservation est passée
       *[other] { $number } tickets fermés sont effacés : leur durée de conservation est passée
    }
