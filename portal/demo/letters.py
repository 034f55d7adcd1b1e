"""What left the house before today: the log of the past is handed out, and last week's digests are sent.

It rings the command, as the schedule would: the portal and communication do not know each other. What is older than a
week by then was handed out long before, and nobody waits for it.
"""

from io import StringIO

from django.core.management import call_command

from portal.demo.stage import Stage, moment

OLD = 7  # days


def send(stage: Stage) -> int:
    """Hand out, compile and send as the worker did on the last Tuesday; returns how many digests left.

    The personas' own; the worker sends the others' when it starts.
    """
    said = StringIO()
    with moment(stage.tuesday, 9, 30):
        call_command("send_digests", forget_days=OLD, at_most=stage.size.digests, stdout=said)
    return int(said.getvalue().split()[0])
