"""Plain data across the wall between a student's process and the judge.

What a student's code made is asked for over a socket and comes back as true builtin, numpy and
pandas values, rebuilt here from checked JSON; functions, classes and objects stay over there and
are reached through proxies. `serve.Server` answers on the student's side, `names.Crossing` asks
on the judge's. Neither knows of notebooks or of confinement.
"""
