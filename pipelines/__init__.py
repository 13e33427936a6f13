"""The subject of Deltawire: from documents to changes, as functions from frozen values to frozen values.

Three ways, each one page: `poll` (source → items → articles), `ingest` (article → claims → changes →
alerts) and `announce` (outbox → targets). Everything below them is a step that does no IO.
"""
