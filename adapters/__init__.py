"""Where ports meet reality: HTTP, the feed parser, Apprise, sealed secrets, embedded servers; `kit` opens them."""
