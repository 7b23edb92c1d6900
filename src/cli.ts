#!/usr/bin/env node
// The command `akguard`. Looks at Node's version before it loads anything that an old one could stumble over.
const needed = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `akguard needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}. Install a newer Node.\n`,
  );
  process.exitCode = 2;
} else {
  void run(process.argv.slice(2));
}

async function run(argv: string[]): Promise<void> {
  if (argv[0] === 'hook' && argv[1] !== 'install' && argv[1] !== 'uninstall') {
    const { isCertainlyClean } = await import('./hook-quick.ts');
    // Not left to Node, which would put everything away first.
    if (await isCertainlyClean(argv, process.env)) process.exit(0);
    const { keepCompiled } = await import('./io/compile-cache.ts');
    keepCompiled(process.env);
  }
  const { main } = await import('./main.ts');
  process.exitCode = await main(argv, process.env);
}
