# Why a rota was refused.
rota-too-many-layers = A rota has at most 10 rotations; take some away
rota-too-many-shifts = A rota has at most 50 fixed shifts; take some away
rota-layer-name = Give a name of at most 60 letters, for example Nights
rota-no-people = Choose at least one person
rota-too-many-people = A rotation has at most 30 people; take some away
rota-turn-length = A turn lasts 1 to 60 days, or 1 to 720 hours, for example 12 hours
rota-start = Give a day between 2000 and 2099, for example 30 Nov 2026
rota-too-many-hours = A rotation has at most 20 spans of hours; take some away
