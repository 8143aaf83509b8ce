"""Raw files of publishers in, tidy series out, by recipes and through the gates of quality."""
