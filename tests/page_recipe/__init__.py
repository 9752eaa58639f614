"""The site with the app that CONTRIBUTING shows how to add (`tests/web/test_page_recipe.py`)."""
