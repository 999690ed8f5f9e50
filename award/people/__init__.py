"""Agencies, users, sign-in and invitations."""
