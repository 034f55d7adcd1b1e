"""What left the house and to whom: dispatches, deliveries, digests, mails, preferences. It reads all floors."""
