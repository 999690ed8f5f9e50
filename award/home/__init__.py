"""Pages that need every feature: landing, dashboards, gallery."""
