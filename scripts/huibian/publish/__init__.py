"""Publishing: a checked site becomes a release, which is switched to and taken back as a whole.

A folder that is published to holds ``releases/<time>-<hash>/`` and ``current``, which a web server
serves. Modules: ``gate`` (may it go out?), ``leaks`` (links and outside addresses of built pages),
``packing`` (from the built site into a release), ``manifest`` (what a release holds, and whether it
still does), ``shelf`` (the releases of a folder, its lock, switching), ``offline`` (what a folder
without a server needs beside), ``publishing`` (all of it in order).
"""
