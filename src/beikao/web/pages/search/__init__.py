"""Search over lessons, questions, labs and drills: a page of its own, and the dialog that `/` opens."""
