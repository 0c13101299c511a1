"""The trusted side: the author's cells run here, the learner's names come over as data."""
