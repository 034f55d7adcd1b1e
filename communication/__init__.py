"""What left the house and to whom: dispatches, deliveries, digests, mails, preferences. It reads all floors.

It refuses to be known: no floor imports it. It learns of acts from the audit log, and it sends what others hand to
Django's mail API.
"""
