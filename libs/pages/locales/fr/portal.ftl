# Navigation of the portal.
nav-assistance = Assistance
nav-new-ticket = Ouvrir un ticket
nav-tickets = Suivre vos tickets
nav-yours = Votre compte
nav-account = Coordonnées et rappel
nav-people = Interlocuteurs
nav-terms = Conditions générales
