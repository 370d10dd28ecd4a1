"""How do people's answers come in, and which of them can be stored?"""
