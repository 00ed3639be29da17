"""The paper forms of dossiers as pages and as PDF.

``templates/vN`` holds a version of all forms: a template each, the styles of both papers, and the
words in both languages. A sheet that was issued names its version and is printed with it for ever:
a version that has been released is never edited. For a change, copy the folder to the next number
and raise ``core.forms.TEMPLATE``.
"""
