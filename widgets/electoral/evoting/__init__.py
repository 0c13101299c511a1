"""A verifiable election by internet: the Belenios protocol, specification 2.0, and its verifier.

Read the modules in this order, with the specification beside them:
`groups`, `elgamal`, `proofs`, `threshold`, `election`, `credentials`, `ballots`, `tally`,
`archive`, `simulate`; then `checks` and `verify`, which believe none of them.

Everything here is a simulation: all chance, keys too, comes from a seed. It is no way to run
an election.
"""
