"""The one street: watchlist -> collectors -> store -> scoring -> report -> delivery. The only room that knows all stages."""
