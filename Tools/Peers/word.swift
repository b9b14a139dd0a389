// What starts with every Swift program that has its runtime inside: this one prints a word and ends.
// Built as `stipple` is (`-static-stdlib`); no arguments, no store.
print("1")
