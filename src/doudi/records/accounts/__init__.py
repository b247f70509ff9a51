"""Who works here: officers, the posts they hold where and when, what each post may do and see, and who stands in."""
