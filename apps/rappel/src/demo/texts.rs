//! What made-up people write.

/// A question with its answer, in one language, about the category at an index of the first set.
pub(super) struct Conversation {
    pub(super) category: usize,
    pub(super) question: &'static str,
    pub(super) answer: &'static str,
}

const fn about(category: usize, question: &'static str, answer: &'static str) -> Conversation {
    Conversation { category, question, answer }
}

/// Conversations in French.
pub(super) const FRENCH: [Conversation; 12] = [
    about(
        1,
        "Impossible d’envoyer un message depuis ce matin\n\nLe serveur répond : « 550 5.7.1 quota dépassé ». La réception fonctionne.",
        "Bonjour, la boîte dépassait son quota. Nous l’avons augmenté à 10 Go, l’envoi fonctionne de nouveau.",
    ),
    about(
        0,
        "L’export des factures s’arrête à la page 3\n\nMessage : « Délai dépassé (504) ».",
        "Bonjour, l’export est maintenant découpé par mois. Merci de réessayer.",
    ),
    about(
        2,
        "Horaires de Noël à changer sur le site\n\nOuvert le 24 jusqu’à 18 h, fermé le 25 et le 26.",
        "C’est en ligne, sur la page d’accueil et sur la page Magasins.",
    ),
    about(
        3,
        "Facture F2026-1187 reçue deux fois",
        "Bonjour, le doublon est annulé. Vous recevrez l’avoir par e-mail.",
    ),
    about(
        1,
        "Le Wi-Fi de l’accueil coupe toutes les dix minutes",
        "Nous avons changé le canal de la borne. Dites-nous si la coupure revient.",
    ),
    about(
        0,
        "Ajouter un compte pour Sofia, nouvelle collègue",
        "Le compte est créé. Sofia a reçu une invitation par e-mail.",
    ),
    about(
        2,
        "La photo d’accueil ne s’affiche pas sur téléphone",
        "L’image était trop lourde. Elle est remplacée par une version légère.",
    ),
    about(
        4,
        "Peut-on imprimer les étiquettes depuis la tablette ?",
        "Oui : l’imprimante est maintenant visible sur votre réseau.",
    ),
    about(
        0,
        "Le total de la caisse ne correspond pas au ticket\n\nÉcart de 0,01 € quand il y a deux taux de TVA.",
        "L’arrondi est corrigé dans la version de ce soir.",
    ),
    about(
        1,
        "Nouvelle adresse e-mail pour le site de Lyon",
        "L’adresse est créée. Le mot de passe provisoire est envoyé à votre téléphone.",
    ),
    about(
        3,
        "Changer l’adresse de facturation",
        "C’est fait, la prochaine facture portera la nouvelle adresse.",
    ),
    about(
        2,
        "Le formulaire de contact n’envoie plus de confirmation",
        "Le message partait dans les indésirables. Le domaine est maintenant signé (DKIM).",
    ),
];

/// Conversations in English.
pub(super) const ENGLISH: [Conversation; 8] = [
    about(
        0,
        "The booking screen shows yesterday's prices\n\nOnly for groups of more than ten people.",
        "The price cache is now refreshed every five minutes. Please check and tell us.",
    ),
    about(
        1,
        "We do not receive mail from one of our airlines",
        "Their server was on a block list. We added an exception for it.",
    ),
    about(
        2,
        "Please add the winter catalogue to the site\n\nThe PDF is 12 pages.",
        "It is online, linked from the home page.",
    ),
    about(3, "Invoice for October is missing", "We sent it again, to your accounts address this time."),
    about(
        0,
        "Add the new office in Porto to the planner",
        "Done: Porto is in the list, with its own time zone.",
    ),
    about(
        1,
        "The VPN asks for a code that never comes",
        "The code goes to the number of the account. We corrected the number.",
    ),
    about(
        4,
        "How do we share a calendar with a partner?",
        "We wrote a short guide and attached it to your account.",
    ),
    about(2, "The contact page shows an old phone number", "Corrected on every page."),
];

/// Urgent requests, in the order in which the companies of the script open them.
pub(super) const URGENT: [Conversation; 3] = [
    about(
        5,
        "Le logiciel de rendez-vous ne démarre plus\n\nL’accueil ne voit plus les patients du jour depuis 8 h 40.",
        "Comme dit au téléphone : le serveur était plein. Il a redémarré, les rendez-vous sont là.",
    ),
    about(
        5,
        "Les caisses sont arrêtées dans les trois magasins\n\nÉcran noir, plus aucune vente possible.",
        "Comme dit au téléphone : une mise à jour bloquait le démarrage. Elle est retirée, les caisses marchent.",
    ),
    about(
        5,
        "Plus d’Internet ni de téléphone au siège",
        "Comme dit au téléphone : la panne venait de l’opérateur, la ligne de secours est en service.",
    ),
];
