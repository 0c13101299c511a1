"""A voter's cabinet and the ways of voting it is compared with, run by seed and attacked by role.

Read in this order: `setting` (what is assumed), `identify` and `roll` (who may vote), `parties`
and `adversaries` (who acts), `ways` with `on_paper`, `by_sum`, `by_token` and `by_envelope` (the
five ways), `checks` (who can notice, from what they may see), `matrix` and `comparison`.

Everything is synthetic. The server side of the ways of real countries is known in part only:
of Kyrgyzstan's nothing published was found, so what stands here for it is this model's own.
"""
