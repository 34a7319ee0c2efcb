# E-mails.
mail-greeting = Bonjour { $name },
mail-signature = { $operator }, l’équipe support
mail-colon = { " :" }
mail-choose = Choisir comment être prévenu :
mail-open-ticket = Ouvrir le ticket
mail-follow = Suivre le rappel
mail-change-number = Corriger le numéro
mail-new-about = Ouvrir un nouveau ticket à ce sujet

mail-received-subject = Ticket { $number } reçu : { $category }
mail-received = Votre demande est enregistrée sous le numéro { $number } ({ $category }). Nous vous prévenons dès qu’une réponse est postée.
mail-answered-subject = Réponse à votre ticket { $number } : { $category }
mail-answered = Nous avons répondu à votre ticket { $number } ({ $category }).
mail-answered-closes = Pour répondre, ouvrez le ticket. Sans nouvelle de vous, il se ferme de lui-même le { $on }.
mail-closing-subject = Votre ticket { $number } se ferme le { $on }
mail-closing = Nous avons répondu à votre ticket { $number } ({ $category }) et n’avons pas de nouvelle de vous. Il se ferme le { $on }.
mail-closing-then = Tout est réglé ? Vous n’avez rien à faire. Sinon, un mot de vous sur le ticket le garde ouvert.
mail-closed-subject = Ticket { $number } fermé : { $category }
mail-closed = Votre ticket { $number } ({ $category }) est fermé.
mail-closed-system = Votre ticket { $number } ({ $category }) s’est fermé de lui-même : nous y avions répondu et n’avions plus de nouvelle de vous.
mail-closed-solved = Est-ce résolu ? Répondez par l’un de ces deux boutons, sans vous connecter ; vous pourrez ajouter un mot.
mail-closed-yes = Oui, c’est résolu
mail-closed-no = Non, ce n’est pas résolu
mail-closed-then = Un ticket fermé le reste. Le problème revient ? Ouvrez-en un autre, il sera relié à celui-ci.
mail-urgent-received-subject = URGENT { $number } reçu : nous vous rappelons
mail-urgent-received = Votre demande urgente { $number } est enregistrée. Nous vous appelons au { $phone } avant { $by }.
mail-urgent-received-then = Gardez votre téléphone près de vous. Si le numéro n’est pas le bon, corrigez-le sur la page du ticket.
mail-urgent-taken-subject = { $staff } vous appelle avant { $by } (URGENT { $number })
mail-urgent-taken = { $staff } a pris votre demande { $number } et vous appelle au { $phone } avant { $by }.
mail-urgent-joined-subject = URGENT { $number } : votre demande rejoint le rappel en cours ({ $other })
mail-urgent-joined = Votre demande { $number } est enregistrée. Elle rejoint le rappel en cours pour { $other } : nous vous appelons au { $phone } avant { $by }, pour les deux.
mail-urgent-reached-subject = { $staff } vous a joint (URGENT { $number })
mail-urgent-reached = { $staff } vous a joint par téléphone au sujet de votre demande { $number }.
mail-urgent-reached-then = La suite se passe sur la page du ticket. Si vous n’avez parlé à personne, répondez-y ou appelez-nous.
mail-urgent-late-subject = Nous sommes en retard (URGENT { $number })
mail-urgent-late = Nous aurions dû vous appeler pour votre demande { $number }. Excusez-nous : l’astreinte est relancée.
mail-urgent-late-call = N’attendez pas, appelez-nous, nous décrochons :
mail-could-not-reach-subject = Nous n’avons pas réussi à vous joindre (URGENT { $number })
mail-could-not-reach = Nous avons appelé plusieurs fois le { $phone } pour votre demande { $number }, sans réponse. Elle est en tête de notre liste.
mail-could-not-reach-call = Appelez-nous quand vous le pouvez :
mail-wrong-number-subject = Quel est votre numéro ? (URGENT { $number })
mail-wrong-number = Nous avons appelé le { $phone } pour votre demande { $number } : ce n’est pas votre numéro. Corrigez-le et nous vous rappelons.

mail-invitation-subject = Votre accès à l’assistance de { $company }
mail-invitation = Vous êtes invité sur le portail d’assistance de { $company }. Votre nom d’utilisateur est { $username }. Choisissez un mot de passe et c’est prêt.
mail-invitation-do = Activer mon compte
mail-invitation-valid = Ce lien sert une seule fois et reste valable 7 jours. Vous n’attendiez pas cette invitation ? Ignorez cet e-mail.
mail-password-subject = Votre mot de passe pour l’assistance de { $company }
mail-password = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour le compte { $username } ({ $company }).
mail-password-do = Choisir un mot de passe
mail-password-valid = Ce lien sert une seule fois et reste valable 30 minutes. Ce n’était pas vous ? Ignorez cet e-mail, rien ne change.
mail-sign-in-subject = Votre lien de connexion à l’assistance de { $company }
mail-sign-in = Quelqu’un, sans doute vous, veut se connecter au compte { $username } ({ $company }).
mail-sign-in-do = Me connecter
mail-sign-in-valid = Ce lien sert une seule fois et reste valable 15 minutes. Ce n’était pas vous ? Ignorez cet e-mail : sans ce lien, personne n’entre.
mail-new-device-subject = Connexion depuis un nouvel appareil
mail-new-device = Votre compte a été ouvert le { $on } à { $at } avec { $browser }, que vous n’aviez pas encore utilisé.
mail-new-device-unknown = Votre compte a été ouvert le { $on } à { $at } avec un navigateur que vous n’aviez pas encore utilisé.
mail-new-device-then = C’était vous ? Vous n’avez rien à faire. Sinon, déconnectez cet appareil dans votre compte, puis choisissez un autre mot de passe.
mail-new-device-do = Ouvrir mon compte

mail-page-subject = URGENT { $number } { $client } : rappeler avant { $by }
mail-page = { $client } attend un appel. Rappelez { $person } avant { $by } :
mail-page-do = Je prends
mail-page-then = Le lien montre la demande et ne fait rien tout seul : c’est le bouton de la page qui la prend. Vous pouvez aussi répondre 1 au SMS.
mail-page-again-subject = RELANCE { $number } { $client } : personne n’a pris
mail-page-again = Personne n’a encore pris la demande de { $client }. Rappelez { $person } avant { $by } :
mail-last-resort-subject = DERNIER RECOURS { $number } { $client } : aucune astreinte
mail-last-resort = Aucune personne d’astreinte n’a pris la demande de { $client }. Rappelez { $person } avant { $by } :
mail-number-changed-subject = URGENT { $number } { $client } : nouveau numéro
mail-number-changed = { $client } a corrigé son numéro. Rappelez { $person } avant { $by } :
mail-taken-subject = URGENT { $number } { $client } : { $taker } l’a pris
mail-taken = { $taker } a pris la demande { $number } de { $client } et appelle avant { $by }. Vous n’avez rien à faire.
mail-assigned-subject = Ticket { $number } { $client } : à vous
mail-assigned = Le ticket { $number } de { $client } vous est confié.
mail-not-needed-subject = URGENT { $number } { $client } : rappel annulé
mail-not-needed = { $client } n’a plus besoin d’être rappelé pour la demande { $number }. Vous n’avez rien à faire.
mail-number-refused-subject = Astreinte : { $by ->
        [voice] { $owner } ne reçoit plus nos appels
        [email] { $owner } ne reçoit plus nos e-mails
       *[other] { $owner } ne reçoit plus nos SMS
    }
mail-number-refused = { $by ->
        [voice] Le numéro de { $owner } refuse nos appels ({ $detail }). Il n’est plus appelé : { $owner } n’est prévenu(e) que par SMS et par e-mail tant que le numéro n’est pas corrigé.
        [email] La boîte de { $owner } refuse nos e-mails ({ $detail }). Les alertes n’y partent plus : { $owner } n’est prévenu(e) que par SMS et par appel tant que l’adresse n’est pas corrigée.
       *[other] Le numéro de { $owner } refuse nos SMS ({ $detail }). Il n’en reçoit plus : { $owner } n’est prévenu(e) que par appel et par e-mail tant que le numéro n’est pas corrigé, ou que « START » n’est pas envoyé depuis ce téléphone.
    }
mail-number-refused-do = { $by ->
        [email] Corriger l’adresse
       *[other] Corriger le numéro
    }
mail-fallback-refused-subject = Dernier recours : { $by ->
        [voice] le numéro de secours refuse nos appels
        [email] la boîte de secours refuse nos e-mails
       *[other] le numéro de secours refuse nos SMS
    }
mail-fallback-refused = Quand personne ne prend un appel urgent, c’est là que nous prévenons en dernier recours, et cela n’arrive plus ({ $detail }).
mail-fallback-refused-do = Corriger les réglages
mail-own-number-refused-subject = Astreinte : vous ne recevez plus nos SMS
mail-own-number-refused = Votre téléphone nous a envoyé « STOP ». Nous ne vous prévenons plus par SMS d’un appel urgent, et vos responsables le savent. Si ce n’est pas ce que vous vouliez, envoyez « START » au même numéro.
mail-own-number-refused-do = Voir mon compte
mail-provider-refuses-subject = SMS et e-mails : { $provider } refuse nos envois
mail-provider-refuses = Le fournisseur { $provider } refuse un envoi à cause de notre compte ou de nos réglages : { $detail }. Les envois passent par l’autre fournisseur, s’il y en a un.
mail-budget-subject = { $client } : { $percent } % du budget { $channel ->
        [voice] d’appels
       *[other] de SMS
    } du mois
mail-budget = { $client } a atteint { $percent } % de ce qui est prévu pour { $month } : { $used } { $channel ->
        [voice] appels
       *[other] SMS
    } sur { $budget }.
mail-budget-then = Rien n’est bloqué : les urgences continuent de partir. Le budget se change sur la page du client.
mail-budget-do = Voir le client
mail-provider-refuses-do = Voir les envois
mail-test-subject = { $operator } : e-mail de test
mail-test = Cet e-mail de test est bien arrivé : l’envoi fonctionne.
mail-unsubscribe = Ne plus recevoir ces e-mails :
