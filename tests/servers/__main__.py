"""``python -m tests.servers``: fetch what is missing and say of each server whether it is there."""

from tests.servers.fetch import fetch, missing
from tests.servers.kinds import KINDS

if __name__ == "__main__":
    for kind in KINDS:
        fetch(kind)
    reasons = {kind: missing(kind) for kind in KINDS}
    for kind, reason in reasons.items():
        print(f"{kind:10}{'not here: ' + reason if reason else 'is here'}")
    print(f"{sum(r is None for r in reasons.values())} of {len(KINDS)} servers can be started here", flush=True)
