"""Files that name what is depended on - SBOMs, requirements, lock files - read as packages. Pure: text in, packages out."""
