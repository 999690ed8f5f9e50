"""What a printed certificate is made of: designs, pictures, processes, previews."""
