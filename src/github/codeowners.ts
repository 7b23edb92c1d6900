// Whose a path is, by a CODEOWNERS file: the last line that fits decides, as GitHub has it.
// https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners

/** Logins, in the order in which they are named; without teams and addresses, which no issue can be assigned to. */
export function ownersOf(path: string, codeowners: string): string[] {
  const line = codeowners.split(/\r?\n/).findLast((each) => {
    const [pattern = ''] = words(each);
    return pattern !== '' && fits(pattern, path);
  });
  return words(line ?? '')
    .slice(1)
    .flatMap((owner) => /^@([\w-]+)$/.exec(owner)?.[1] ?? []);
}

/** A comment may follow on the line. */
function words(line: string): string[] {
  const [text = ''] = line.split(/(?:^|\s)#/);
  return text.split(/(?<!\\)\s+/).filter((word) => word !== '');
}

/** As in .gitignore, apart from `!` and `[ ]`, which GitHub passes over here. In steps, not as an expression: some of these never end. */
function fits(pattern: string, path: string): boolean {
  if (pattern.startsWith('!') || /[[\]]/.test(pattern)) return false;
  const wanted = pattern.replaceAll('\\ ', ' ').replace(/^\//, '').replace(/\/$/, '').split('/');
  // A slash within ties it to the top.
  const isTied = pattern.startsWith('/') || wanted.length > 1;
  const names = path.split('/');
  /** How many names of the path may be used up by now. */
  let used = new Set(isTied ? [0] : counts(0, names.length - 1));
  for (const part of wanted) {
    const least = Math.min(...used);
    used = part === '**' ? new Set(counts(least, names.length)) : after(part, names, used);
    if (used.size === 0) return false;
  }
  const last = wanted.at(-1);
  // `docs/*` is of the files of a folder, not of those below it; all else is also of what is below.
  if (last === '*' && wanted.length > 1) return used.has(names.length);
  return pattern.endsWith('/') || last === '**' ? Math.min(...used) < names.length : true;
}

function after(part: string, names: readonly string[], used: ReadonlySet<number>): Set<number> {
  const ended = [...used].filter((n) => n < names.length && fitsName(part, names[n] ?? ''));
  return new Set(ended.map((n) => n + 1));
}

function counts(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** `*` is any text, `?` any character. After a `*` that has taken too little, it takes one character more. */
function fitsName(part: string, name: string): boolean {
  let [p, n, star, from] = [0, 0, -1, 0];
  while (n < name.length) {
    if (part[p] === '*') [star, from, p] = [p, n, p + 1];
    else if (p < part.length && (part[p] === '?' || part[p] === name[n])) [p, n] = [p + 1, n + 1];
    else if (star >= 0) [from, p, n] = [from + 1, star + 1, from + 1];
    else return false;
  }
  return /^\**$/.test(part.slice(p));
}
