# Navigation of the portal.
nav-assistance = Support
nav-new-ticket = Open a ticket
nav-tickets = Follow your tickets
nav-yours = Your account
nav-account = Details and call-back
nav-people = People
nav-terms = General terms
