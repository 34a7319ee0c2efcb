# A company's own domains, in the back office.
office-tenant-domains = Domains
domains-title = Domains – { $name }
domains-heading = Addresses of the portal
domains-lead = The portal answers at every address that is proved. E-mails and SMS carry one of them.
domains-slug = Answers always.
domain-primary = In our links
domain-waiting = Not proved yet: nothing is served here.
domain-waiting-then = Have the record below added to the domain’s DNS. We look for it every hour, later every day.
domain-proved = Proved since { $at } at { $clock }
domain-missing = The record is gone. The portal is served here until { $at } at { $clock }.
domain-missing-then = Have the record below put back. Until then our links carry the other address.
domain-off = Switched off on { $at } at { $clock }: the record was gone.
domain-off-then = The portal comes back as soon as the record below is there again. You then choose the address of our links anew.
domain-record-type = Type
domain-record-name = Name
domain-record-value = Value
domain-answered = The DNS last answered on { $at } at { $clock }.
domain-never-answered = The DNS has not answered yet.
domain-unanswered = No answer on { $at } at { $clock }: we ask again within the hour, and nothing changes until then.
domain-check = Check now
domain-link = Use in our links
domain-unlink = Take out of our links
domain-remove = Remove the domain
domain-add = Add a domain
domain-add-do = Add the domain
domain-host = The client’s domain
domain-host-hint = For example support.durand.fr, without https://
domain-point = Also have the domain point to us: a CNAME record to { $host }, or the server’s IP address.
domain-done-added = The domain is added. Its TXT record still has to be added.
domain-done-checked = The check is under way. Reload this page in a few seconds.

# Why a domain is refused.
host-form = Give the name only, for example support.durand.fr, without https://, port or path
host-address = An IP address cannot be proved; give a name, for example support.durand.fr
host-one-label = The domain is missing, for example support.durand.fr
host-too-long = This name is too long; give one of 245 characters at most, for example support.durand.fr
host-operator = This name is yours: give a domain of the client’s, for example support.durand.fr
host-taken = This domain was added already, here or for another client; remove it there first
host-too-many = A client has 10 domains at most; remove one first
host-not-proved = This domain is not proved; wait until its record is found

# E-mails to managers and staff when the record is gone.
mail-domain-missing-subject = { $host }: the DNS record is gone
mail-domain-missing = The TXT record that proves that { $host } belongs to { $company } is no longer in the DNS. Unless it is back before { $on } at { $at }, the portal will not be served at this address any more.
mail-domain-off-subject = { $host } no longer shows the portal
mail-domain-off = The TXT record that proves that { $host } belongs to { $company } has been missing for three days. The portal is no longer served at this address; it comes back as soon as the record is there again.
mail-domain-record = To be put back in the domain’s DNS: a TXT record named { $record }, with the value { $value }
mail-domain-links = Our links lead to { $portal }, where the portal answers.
mail-domain-see = See the domains
mail-domain-portal = Open the portal

# The log of sent messages.
news-host-missing = domain: record gone
news-host-off = domain switched off

# The log of changes.
history-host-added = The domain { $name } is added
history-host-proved = The domain { $name } is proved: the portal answers there
history-host-linked = Our links carry { $name }
history-host-unlinked = Our links no longer carry { $name }
history-host-off = The domain { $name } is switched off: its proof is gone
history-host-removed = The domain { $name } is removed
