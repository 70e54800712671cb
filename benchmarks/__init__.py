"""Measurements that are too slow or too unsteady for a test; they tell what they found and judge nothing."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartagena.settings")
django.setup()
