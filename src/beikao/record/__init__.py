"""The learner's stream of events: the store, migrations, blobs, drafts, export.

The only room that knows SQLAlchemy. Events are appended and read, never changed and never deleted; the one exception
is a learner who asks to be removed whole. It computes nothing from events: that is `coach` and `study`.
"""

from beikao.record.backup import backup
from beikao.record.claims import Claim, Claims
from beikao.record.export import export_to
from beikao.record.hashing import state_hash
from beikao.record.importing import ImportReport, import_from
from beikao.record.store import Draft, Record

__all__ = ["Claim", "Claims", "Draft", "ImportReport", "Record", "backup", "export_to", "import_from", "state_hash"]
