"""Which pages do contributors and editors work on?"""
