// A commit hook looks at hardly anything, and for that the start of git takes longer than the look. So what is usual is
// read here, straight from the files of the repository, and nothing else is: wherever there is doubt, git reads instead.

/** Something that only git should read. The message says what. */
export class Doubt extends Error {}
