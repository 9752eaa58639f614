"""An app that the site does not have: picnics with enterprises. It proves that an app says all that it brings itself.

It lives here, not in `src`; `tests/web/test_apps.py` runs the site with it, by the settings beside this file.
"""
