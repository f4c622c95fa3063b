"""The Hugging Face Hub: models of an organisation, their weights, its members, and what people say of themselves.

Contract: the Hub's published interface; lists of models are not part of it, there the official client is the contract
(reference: apis, section 4). The unit is the model family; a silent repository of weights is normal.
"""
