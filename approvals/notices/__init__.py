"""Change and closure notices (変更・廃止, 第4-5): filed, announced in two channels, in effect after the period."""
