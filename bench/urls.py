"""The application's addresses and those of the floor, for the measurement only."""

from django.urls import path

from bench.floor import FLOOR, floor
from iwaki_sm import urls

urlpatterns = [path(FLOOR.lstrip("/"), floor), path("bench/behind-middleware", floor), *urls.urlpatterns]
