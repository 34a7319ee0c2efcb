# The data of a client company, in the back office: its deletion.
office-tenant-data = Données
data-title = Données – { $name }
leave-heading = Supprimer le client
leave-goes = Tout ce qui est à { $name } est supprimé : tickets, messages, fichiers, interlocuteurs, clés, domaines, historique. Rien ne peut être récupéré.
leave-days =
    { $days ->
        [one] Avant cela, il y a un jour pendant lequel la suppression peut être annulée. Dès maintenant, plus personne de ce client ne se connecte ; le portail dit qu’il est fermé, et les responsables sont prévenus par e-mail.
       *[other] Avant cela, il y a { $days } jours pendant lesquels la suppression peut être annulée. Dès maintenant, plus personne de ce client ne se connecte ; le portail dit qu’il est fermé, et les responsables sont prévenus par e-mail.
    }
leave-stays = Il reste un reçu qui ne nomme personne : combien de lignes, combien d’octets, quand, par qui, et les empreintes sur lesquelles les historiques se sont terminés.
leave-name = Pour confirmer, écrivez le nom du client : { $name }
leave-do = Supprimer le client
leave-who = Seul un administrateur qui voit tous les clients peut en faire supprimer un.
leave-under-way = Tout ce qui est à ce client est supprimé le { $on } à { $at }.
leave-waits = Le délai est passé. Tout ce qui est à ce client est supprimé dès que le rappel promis pour le ticket n° { $number } est terminé.
leave-due = Tout ce qui est à ce client est supprimé d’un instant à l’autre.
leave-asked = { $name } l’a demandé le { $on }.
leave-nobody = Plus personne de ce client ne se connecte. Vous voyez encore ses tickets ; un rappel promis est attendu.
leave-planned = suppression prévue
leave-keep = Garder le client
leave-wrong-name = Écrivez le nom comme il est affiché
leave-owes-call = Un rappel de ce client est en cours. Attendez qu’il soit terminé, ou annulez-le, puis supprimez
leave-asked-before = La suppression est déjà demandée. Rechargez cette page pour voir jusqu’à quand elle peut être annulée
leave-done-asked = La suppression est prévue. D’ici là, elle peut être annulée sur cette page.
leave-done-kept = Le client reste. Ses interlocuteurs peuvent de nouveau se connecter.

# What is left of companies that are gone.
deletions-title = Reçus des suppressions
deletions-lead = Ce qui reste des clients supprimés, et les suppressions annulées.
deletions-none = Aucun client n’a été supprimé, aucune suppression n’a été annulée.
deletions-file = Télécharger (JSON)
deletion-company = Client n° { $number }
deletion-asked = Demandée le { $on }.
deletion-recalled-by = { $name } l’a annulée le { $on } : le client est resté.
deletion-recalled = Annulée le { $on } : le client est resté.
deletion-done = Il ne reste rien depuis le { $on } à { $at }.
deletion-under-way = En cours depuis le { $on } à { $at }.
deletion-files = Fichiers
deletion-bytes = fichiers : { $files }, octets : { $bytes }
deletion-name-hash = Empreinte du nom, sous le secret de cette installation
deletion-audit = Dernière empreinte du journal des changements
deletion-chains = Empreinte des chaînes de tous les tickets

# The portal of a company that leaves.
leaving-title = Ce portail est fermé
leaving-closed = Le portail d’assistance de { $name } est fermé : plus personne ne peut se connecter.
leaving-until = Les responsables ont été prévenus par e-mail de la suite. Pour toute question, adressez-vous à { $operator }.

# E-mails to managers and to the operator.
mail-leaves-subject = Tout ce qui est à { $company } est supprimé le { $on }
mail-leaves = Il a été demandé à { $operator } de supprimer tout ce qui est à { $company } dans son portail d’assistance : demandes, messages, fichiers et comptes. Cela se fait le { $on }, et rien ne pourra être récupéré.
mail-leaves-until = Plus personne ne peut se connecter au portail.
mail-leaves-not-meant = Si ce n’était pas voulu, dites-le à { $operator } avant ce jour : d’ici là, la suppression peut être annulée.
mail-leaves-see = Voir où cela en est
mail-stays-see = Ouvrir le portail
mail-stays-subject = { $company } n’est pas supprimé
mail-stays = La suppression de { $company } est annulée : vous pouvez de nouveau vous connecter au portail. Les demandes déjà répondues dont le délai est passé entre-temps sont fermées ; ouvrez-en une nouvelle si l’une d’elles n’est pas réglée.

# The log of sent messages.
news-company-leaves = client : suppression prévue
news-company-stays = client : suppression annulée

# The log of changes.
history-deletion-asked = La suppression du client est demandée
history-deletion-recalled = La suppression du client est annulée
