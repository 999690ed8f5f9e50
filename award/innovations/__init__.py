"""The register: an innovation lives across editions."""
