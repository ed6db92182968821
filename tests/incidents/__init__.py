"""Tests of the incidents chapter (第7)."""
