# Why a rota was refused.
rota-too-many-layers = Une astreinte a 10 roulements au plus ; retirez-en
rota-too-many-shifts = Une astreinte a 50 gardes fixes au plus ; retirez-en
rota-layer-name = Donnez un nom de 60 lettres au plus, par exemple Nuits
rota-no-people = Choisissez au moins une personne
rota-too-many-people = Un roulement a 30 personnes au plus ; retirez-en
rota-turn-length = Un tour dure de 1 à 60 jours, ou de 1 à 720 heures, par exemple 12 heures
rota-start = Indiquez un jour entre 2000 et 2099, par exemple 30/11/2026
rota-too-many-hours = Un roulement a 20 plages horaires au plus ; retirez-en
