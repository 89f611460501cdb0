"""dipkb beside what it would be replaced by: ``python -m benchmarks.scale [QUADS …] [--output docs]``.

It measures, prints a table and writes it as a page with a plot. The graph is dipkb's own, of invented reports over real people,
countries and dates (:mod:`tests.newsroom`); every tool gets the same N-Quads. Each task runs in a process of its own, so that its
processor time and its peak memory are its own. Java tools and servers come from ``make stores``; a tool that is not there is left
out and named. Ratios are what the figures are for.
"""
