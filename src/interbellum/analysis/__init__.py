"""Questions asked of one state, one ensemble or one record: why, what drives it, which futures stand for all."""
