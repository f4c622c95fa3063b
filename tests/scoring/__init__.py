"""Tests of scoring: metrics, rules, standing, levels, families and pictures, on histories made in the tests."""
