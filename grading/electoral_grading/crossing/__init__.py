"""Plain data across the wall between a student's process and the judge.

What a student's code made is asked for over a socket and comes back as true builtin, numpy and
pandas values, rebuilt here from checked JSON; functions, classes and objects stay over there and
are reached through proxies. `serve.Server` answers on the student's side, `names.Crossing` asks
on the judge's. Neither knows of notebooks or of confinement.

From the wire upwards: `wire` (frames, requests), `codec` with `builtin`, `library`, `arrays`,
`columns` and `frames` (values), `raising` (exceptions); on the student's side `handles`, `deeds`
and `serve`; on the judge's `kinds` (what may be more than data), `opaque`, `proxies`, `objects`
and `operators` (what stands for it), `sending`, `receiving`, `mend`, `bindings`, `surroundings`
and `names`.
"""
