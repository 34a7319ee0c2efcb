# The proof of a call-back.
proof-chain-title = Integrity
proof-chain-whole = { $count ->
    [one] Chain verified: the only fact of the ticket is as it was written.
   *[other] Chain verified: the { $count } facts of the ticket are as they were written, and none is missing.
}
proof-chain-changed = The chain breaks at fact no. { $place }: it was changed afterwards.
proof-chain-missing = The chain breaks at no. { $place }: a fact was taken away.
proof-chain-severed = The chain breaks at fact no. { $place }: it does not follow the one before.
proof-chain-end = The chain does not end at fact no. { $place } as it should: facts were added or taken away.
proof-chain-beside = A fact was added outside the chain.
proof-chain-older-missing = A fact older than the chain was taken away.
proof-chain-older = { $count ->
    [one] One fact of the ticket is older than the chain, which says nothing of it.
   *[other] { $count } facts of the ticket are older than the chain, which says nothing of them.
}
proof-chain-looked = Verified on { $at }.
proof-chain-head = Fingerprint of the last fact (SHA-256):
proof-place = no. { $place }
proof-no-place = outside the chain
proof-broken-here = The chain breaks here.
proof-message = Message { $number }
proof-messages = Messages
proof-message-same = Text and address agree with the fingerprint noted when it left.
proof-message-changed = Text or address were changed since it left.
proof-decided = decided
proof-try = try { $number } at { $provider }
proof-receipt = receipt:
proof-fact-sent = { $name }: { $channel ->
    [sms] text handed to { $provider }
    [email] e-mail handed to { $provider }
   *[voice] call handed to { $provider }
}
proof-fact-sent-as = { $name }: { $channel ->
    [sms] text handed to { $provider }, reference { $id }
    [email] e-mail handed to { $provider }, reference { $id }
   *[voice] call handed to { $provider }, reference { $id }
}
proof-fact-receipt = { $name }: receipt “{ $status }”
proof-fact-receipt-why = { $name }: receipt “{ $status }” ({ $detail })
proof-fact-pressed = { $name } pressed { $digit }
proof-fact-replied = { $name } answered: “{ $words }”
proof-fact-unreadable = Unreadable fact
proof-why-asked = at once when it was asked for
proof-why-nobody-took = { $minutes } min after the step before: nobody took it
proof-why-nobody-before = at once: the step before had nobody to tell
proof-why-nothing-arrived = at once: no message of the step before got through
proof-why-declined = at once: { $name } could not
proof-why-promise = at once: { $name } gave no outcome in time
proof-why-again = { $minutes } min after the last resort: nobody took it
