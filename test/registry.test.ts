// Adding a source, a reporter, an alerter or a store is one file and one line in the room's index.ts; this notices
// when the line is forgotten.
import { expect, test } from 'vitest';
import { unregistered } from './helpers/registry.ts';
import { tree } from './helpers/tree.ts';

const src = tree('src/**/*.ts');

/** Rooms with a registry → files that are neither registered nor used by one that is, with good reason. */
const registries: [room: string, exceptions: string[]][] = [
  // build.ts makes the report that the reporters render; human-hook.ts is what a hook prints, which nobody chooses.
  ['src/report', ['build.ts', 'human-hook.ts']],
  // No managers: hooks for repositories to come, and what is wrong with those that are here.
  ['src/hooks', ['template.ts', 'diagnose.ts']],
  ['src/respond/alerters', []],
  ['src/sources', []],
  ['src/store', []],
];

test.each(registries)('every file of %s is registered', (room, exceptions) => {
  const files = Object.keys(src).filter((path) => path.startsWith(`${room}/`));
  // A room that is not built yet has no files; one that is has an index.
  expect(files.length === 0 || files.includes(`${room}/index.ts`)).toBe(true);
  expect(unregistered(src, room, exceptions)).toEqual([]);
});

test.each(registries)('a file forgotten in %s is noticed', (room, exceptions) => {
  const index = src[`${room}/index.ts`] ?? '';
  const planted = { ...src, [`${room}/index.ts`]: index, [`${room}/forgotten.ts`]: `import './index.ts';` };
  expect(unregistered(planted, room, exceptions)).toEqual([`${room}/forgotten.ts`]);
});

test('a mention in a comment is no registration; an import is, at any distance', () => {
  const files = {
    'src/report/index.ts': `// import './a.ts'\nimport { b } from './b.ts';\nconst c = () => import('./c.ts');`,
    'src/report/a.ts': '',
    'src/report/b.ts': `export * from './d.ts';`,
    'src/report/c.ts': '',
    'src/report/d.ts': '',
    'src/report/e.ts': '',
    'src/report/deeper/f.ts': '',
  };
  expect(unregistered(files, 'src/report', ['e.ts'])).toEqual(['src/report/a.ts']);
});

test('a room without an index has nothing registered', () => {
  expect(unregistered({ 'src/store/a.ts': '' }, 'src/store')).toEqual(['src/store/a.ts']);
});
