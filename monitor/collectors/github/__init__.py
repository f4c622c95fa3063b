"""GitHub: by GraphQL in batches where there is a token, by a little REST where there is none.

Contract: the public GraphQL schema and the REST description of api.github.com; what each answer means is in the reference (apis,
sections 1 and 2). An enterprise host answers at its own address, which the settings name.
"""
