"""Program → Core: types and units checked and the small typed form built, in one walk."""
