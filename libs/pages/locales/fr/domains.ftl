# A company's own domains, in the back office.
office-tenant-domains = Domaines
domains-title = Domaines – { $name }
domains-heading = Adresses du portail
domains-lead = Le portail répond à toutes les adresses prouvées. Les e-mails et les SMS donnent une seule d’entre elles.
domains-slug = Répond toujours.
domain-primary = Dans nos liens
domain-waiting = Pas encore prouvé : rien n’est servi ici.
domain-waiting-then = Faites ajouter l’enregistrement ci-dessous dans le DNS du domaine. Il est cherché toutes les heures, puis tous les jours.
domain-proved = Prouvé depuis le { $at } à { $clock }
domain-missing = L’enregistrement a disparu. Le portail est servi ici jusqu’au { $at } à { $clock }.
domain-missing-then = Faites remettre l’enregistrement ci-dessous. En attendant, nos liens donnent l’autre adresse.
domain-off = Désactivé le { $at } à { $clock } : l’enregistrement avait disparu.
domain-off-then = Le portail revient dès que l’enregistrement ci-dessous est remis. Vous choisissez alors à nouveau l’adresse de nos liens.
domain-record-type = Type
domain-record-name = Nom
domain-record-value = Valeur
domain-answered = Dernière réponse du DNS : { $at } à { $clock }.
domain-never-answered = Le DNS n’a pas encore répondu.
domain-unanswered = Sans réponse le { $at } à { $clock } : nous redemandons dans l’heure, et rien ne change d’ici là.
domain-check = Vérifier maintenant
domain-link = Mettre dans nos liens
domain-unlink = Retirer de nos liens
domain-remove = Retirer le domaine
domain-add = Ajouter un domaine
domain-add-do = Ajouter le domaine
domain-host = Domaine du client
domain-host-hint = Par exemple support.durand.fr, sans https://
domain-point = Faites aussi pointer le domaine vers nous : un enregistrement CNAME vers { $host }, ou l’adresse IP du serveur.
domain-done-added = Le domaine est ajouté. Il reste à faire ajouter son enregistrement TXT.
domain-done-checked = La vérification est en cours. Rechargez cette page dans quelques secondes.

# Why a domain is refused.
host-form = Donnez seulement le nom, par exemple support.durand.fr, sans https://, port ni chemin
host-address = Une adresse IP ne peut pas être prouvée ; donnez un nom, par exemple support.durand.fr
host-one-label = Il manque le domaine, par exemple support.durand.fr
host-too-long = Ce nom est trop long ; donnez-en un de 245 caractères au plus, par exemple support.durand.fr
host-operator = Ce nom est à vous : donnez un domaine du client, par exemple support.durand.fr
host-taken = Ce domaine est déjà ajouté, ici ou chez un autre client ; retirez-le d’abord là-bas
host-too-many = Un client a 10 domaines au plus ; retirez-en un d’abord
host-not-proved = Ce domaine n’est pas prouvé ; attendez que son enregistrement soit trouvé

# E-mails to managers and staff when the record is gone.
mail-domain-missing-subject = { $host } : l’enregistrement DNS a disparu
mail-domain-missing = L’enregistrement TXT qui prouve que { $host } est à { $company } n’est plus dans le DNS. S’il n’est pas remis avant le { $on } à { $at }, le portail ne sera plus servi à cette adresse.
mail-domain-off-subject = { $host } ne montre plus le portail
mail-domain-off = L’enregistrement TXT qui prouve que { $host } est à { $company } manque depuis trois jours. Le portail n’est plus servi à cette adresse ; il y revient dès que l’enregistrement est remis.
mail-domain-record = À remettre dans le DNS du domaine : un enregistrement TXT du nom de { $record }, de valeur { $value }
mail-domain-links = Nos liens mènent à { $portal }, où le portail répond.
mail-domain-see = Voir les domaines
mail-domain-portal = Ouvrir le portail

# The log of sent messages.
news-host-missing = domaine : enregistrement disparu
news-host-off = domaine désactivé

# The log of changes.
history-host-added = Le domaine { $name } est ajouté
history-host-proved = Le domaine { $name } est prouvé : le portail y répond
history-host-linked = Nos liens donnent { $name }
history-host-unlinked = Nos liens ne donnent plus { $name }
history-host-off = Le domaine { $name } est désactivé : sa preuve a disparu
history-host-removed = Le domaine { $name } est retiré
