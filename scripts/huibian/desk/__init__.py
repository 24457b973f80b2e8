"""The clerk's desk: everything that a clerk does, in the browser (``huibian desk``).

No rule lives here. What a source becomes, what may be changed and what is wrong is decided by
``editing``, ``pipeline``, ``store`` and ``check``, as for the commands; the desk asks them and
shows what they say. Where each part stands:

- ``app``            makes the Flask application, hangs the parts into it
- ``guard``          who may ask: host, origin, session, token, size, headers
- ``serving``        the command's side: port, browser, preview, the server itself
- ``context``        what all parts share: the library, its texts, the private folder
- ``workspace``      files of the desk beside ``docs/``, written in one step
- ``worker``, ``reading_child``, ``transfer``  uploads, read in a process with limits
- ``jobs``           long work with a progress that the browser asks for
- ``drafts``         a compilation that is being added or corrected: kept, undone, redone
- ``proposals``      a draft as the browser is shown it: lines, articles, questions
- ``compile_views``  add a compilation, correct its division
- ``article_views``  one article: add, write, correct
- ``library_views``  all articles, vocabularies
- ``publish_views``  what changed, checks, publishing, taking back
- ``history``        versions of pages
- ``preview``, ``preview_child``  the site as it is now, served beside the desk

``static/`` holds plain modules and styles, ``templates/`` one file a screen on ``desk.html``.
"""
