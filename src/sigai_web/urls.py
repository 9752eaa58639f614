"""Every address of the system: those that the apps bring, and the API. Each view says itself who may open it
(`sigai_web.permissions.access`)."""

from sigai_web.api.urls import api_addresses
from sigai_web.manifests import addresses
from sigai_web.pages import views as pages

urlpatterns = [*addresses(), *api_addresses()]

handler403 = pages.refused
handler404 = pages.missing
handler500 = pages.broken
