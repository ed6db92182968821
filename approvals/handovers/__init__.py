"""Change of the section responsible (所管替え): a sheet that one section hands over and another takes over."""
