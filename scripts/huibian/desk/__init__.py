"""The clerk's desk: everything that a clerk does, in the browser (``huibian desk``).

No rule lives here. What a source becomes, what may be changed and what is wrong is decided by
``editing``, ``pipeline``, ``store`` and ``check``, as for the commands; the desk asks them and
shows what they say. Where each part stands:

- ``app``            makes the Flask application, hangs the parts into it
- ``guard``          who may ask: host, origin, session, token, size, headers
- ``serving``        the command's side: port, browser, preview, the server itself
- ``context``        what all parts share: the library, its texts, the private folder
- ``workspace``      files of the desk beside ``docs/``, written in one step
- ``worker``, ``reading_child``, ``transfer``  uploads, read and tried in a process with limits
- ``warming``        loads the rules before somebody waits for them
- ``jobs``           long work with a progress that the browser asks for
- ``asking``         what a request brings
- ``drafts``         a compilation that is being added or corrected: kept, undone, redone
- ``proposals``      a draft as the browser is shown it: lines, articles, questions
- ``places``         the regions that a text names, as choices
- ``compile_views``  add a compilation, correct its division
- ``article_views``  one article: add, write, correct
- ``article_drafts``  the article that is being written: kept, checked, saved, merged
- ``whereabouts``    which page an article is after its collection was divided anew
- ``library_views``, ``listing``  all articles: found, changed together
- ``vocabulary_views``, ``trial``  the site's own themes, regions, noise rules
- ``changes``        a change of many files: worked out, shown, written
- ``publish_views``, ``news``  what changed, checks, publishing, taking back
- ``press``, ``press_child``  checking and publishing, in a process of their own
- ``history_views``, ``comparing``  saves and versions, side by side, going back
- ``history``, ``repository``  versions of pages, kept by the desk and as commits
- ``settings``       what a clerk has chosen for good
- ``preview``, ``preview_child``  the site as it is now, served beside the desk
- ``public_preview``  the same for those who come through a proxy

``static/`` holds plain modules and styles, ``templates/`` one file a screen on ``desk.html``.
"""
