# The data of a client company, in the back office: its deletion.
office-tenant-data = Data
data-title = Data – { $name }
leave-heading = Delete the company
leave-goes = Everything of { $name } is deleted: tickets, messages, files, people, keys, domains, history. Nothing can be brought back.
leave-days =
    { $days ->
        [one] Before that there is one day in which the deletion can be called back. From now on nobody of the company signs in; the portal says that it is closed, and managers are told by e-mail.
       *[other] Before that there are { $days } days in which the deletion can be called back. From now on nobody of the company signs in; the portal says that it is closed, and managers are told by e-mail.
    }
leave-stays = What stays is a receipt that names nobody: how many rows, how many bytes, when, by whom, and the hashes in which the histories ended.
leave-name = To confirm, write the name of the company: { $name }
leave-do = Delete the company
leave-who = Only an administrator who sees every client can have one deleted.
leave-under-way = Everything of this company is deleted on { $on } at { $at }.
leave-waits = The time in which it could wait is over. Everything of this company is deleted once the call that is owed for ticket no. { $number } is over.
leave-due = Everything of this company is deleted at any moment now.
leave-asked = { $name } asked for it on { $on }.
leave-nobody = Nobody of the company signs in any more. You still see its tickets; a call that is owed is waited for.
leave-planned = deletion planned
leave-keep = Keep the company
leave-wrong-name = Write the name as it is shown
leave-owes-call = A call to this company is under way. Wait until it is over, or cancel it, then delete
leave-asked-before = The deletion was asked for already. Reload this page to see until when it can be called back
leave-done-asked = The deletion is planned. Until then it can be called back on this page.
leave-done-kept = The company stays. Its people can sign in again.

# What is left of companies that are gone.
deletions-title = Receipts of deletions
deletions-lead = What is left of companies that were deleted, and deletions that were called back.
deletions-none = No company was deleted, and no deletion was called back.
deletions-file = Download (JSON)
deletion-company = Company no. { $number }
deletion-asked = Asked for on { $on }.
deletion-recalled-by = { $name } called it back on { $on }: the company stayed.
deletion-recalled = Called back on { $on }: the company stayed.
deletion-done = Nothing is left since { $on } at { $at }.
deletion-under-way = Under way since { $on } at { $at }.
deletion-files = Files
deletion-bytes = files: { $files }, bytes: { $bytes }
deletion-name-hash = Hash of the name, under this installation’s secret
deletion-audit = Last hash of the log of changes
deletion-chains = Hash of the chains of all tickets

# The portal of a company that leaves.
leaving-title = This portal is closed
leaving-closed = The support portal of { $name } is closed: nobody can sign in any more.
leaving-until = Managers were told by e-mail what becomes of it. With questions, turn to { $operator }.

# E-mails to managers and to the operator.
mail-leaves-subject = Everything of { $company } is deleted on { $on }
mail-leaves = { $operator } was asked to delete everything of { $company } in its support portal: requests, messages, files and accounts. That happens on { $on }, and nothing can be brought back.
mail-leaves-until = Nobody can sign in to the portal any more.
mail-leaves-not-meant = If that was not meant, tell { $operator } before that day: until then it can be called back.
mail-leaves-see = See where it stands
mail-stays-see = Open the portal
mail-stays-subject = { $company } is not deleted
mail-stays = The deletion of { $company } was called back: you can sign in to the portal again. Answered requests whose time ran out meanwhile are closed; open a new one if one of them is not settled.

# The log of sent messages.
news-company-leaves = company: deletion planned
news-company-stays = company: deletion called back

# The log of changes.
history-deletion-asked = It was asked to delete the company
history-deletion-recalled = The deletion of the company was called back
