// What foreign text becomes, as the readers of each format see it: GitHub's Markdown, a browser's parser, a JUnit reader.
// Whatever it holds, the page has the same elements as one with plain words.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { parse as parseJunit } from 'junit2json';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect, test } from 'vitest';
import { css, cssHash } from '../../src/report/html-style.ts';
import { html } from '../../src/report/html.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { cases } from './cases.ts';
import { hostileText, reportWith } from './hostile.ts';
import { sampleFinding, sampleMatch, sampleReport } from './sample.ts';

/** What is empty leaves its element out. */
const someText = hostileText.filter((text) => text !== '');

/** Elements with their attributes, in order, and the text that stands outside of <code>. */
function pageOf(page: string) {
  const tags: string[] = [];
  const codes: string[] = [];
  const errors: string[] = [];
  let bare = '';
  const walk = (node: DefaultTreeAdapterTypes.Node, inCode: boolean): void => {
    if (node.nodeName === '#comment') tags.push('comment');
    if ('value' in node) {
      if (inCode) codes.push(node.value);
      else bare += node.value;
    }
    if ('attrs' in node) {
      tags.push([node.tagName, ...node.attrs.map(({ name, value }) => `${name}=${value}`)].join(' '));
    }
    if ('childNodes' in node) {
      for (const child of node.childNodes) walk(child, inCode || node.nodeName === 'code');
    }
  };
  walk(parse(page, { onParseError: ({ code }) => errors.push(code) }), false);
  return { tags, codes, bare, errors };
}

/** Raw HTML is let through, as GitHub does. */
function rendered(text: string) {
  return pageOf(
    micromark(text, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] }),
  );
}

test('the reader sees what is not escaped', () => {
  const { tags, bare } = rendered('a <b>c</b> www.example.com `d` @e\n\n| f |\n| - |\n| `g` |\n');
  expect(tags).toEqual(expect.arrayContaining(['b', 'a href=http://www.example.com', 'code', 'td']));
  expect(bare).toContain('@e');
});

test('Markdown: foreign text is code and nothing else', () => {
  const words = rendered(markdown(reportWith('x', 'y')));
  fc.assert(
    fc.property(someText, someText, (a, b) => {
      const { tags, bare, codes } = rendered(markdown(reportWith(a, b)));
      expect(tags).toEqual(words.tags);
      expect(bare).toBe(words.bare);
      // Mail mentions people that are named in code.
      for (const text of codes) expect(text).not.toMatch(/@[\w-]|#\d/);
    }),
  );
});

test('HTML: foreign text is code, or text of a step, and nothing else', () => {
  const words = pageOf(html(reportWith('x', 'y')));
  fc.assert(
    fc.property(someText, someText, (a, b) => {
      const { tags, errors } = pageOf(html(reportWith(a, b)));
      expect(errors).toEqual([]);
      // A backtick of a name in a step may make code of its neighbours.
      const outside = (all: string[]) => all.filter((tag) => tag !== 'code');
      expect(outside(tags)).toEqual(outside(words.tags));
    }),
  );
});

test.each(Object.entries(cases))('HTML is valid, loads nothing and runs nothing: %s', (_, report) => {
  const page = html(report);
  const { tags, errors } = pageOf(page);
  expect(errors).toEqual([]);
  const names = new Set(tags.map((tag) => tag.split(' ')[0]));
  for (const name of ['script', 'img', 'link', 'iframe', 'object', 'form', 'svg', 'base'])
    expect(names).not.toContain(name);
  for (const tag of tags) expect(tag).not.toMatch(/ (?:on\w+|style|src|srcset)=/);
  expect(css).not.toMatch(/url\(|@import|</);
});

test('the policy of the page allows its style and nothing more', () => {
  expect(cssHash).toBe(createHash('sha256').update(css).digest('base64'));
  const page = html(cases['revoked']!);
  expect(page).toContain(`<style>${css}</style>`);
  const content = `default-src 'none'; style-src 'sha256-${cssHash}'; base-uri 'none'; form-action 'none'`;
  expect(pageOf(page).tags).toContain(`meta http-equiv=Content-Security-Policy content=${content}`);
});

test.each([
  ['https://github.com/a/b/blob/c/d%22%3E.ts#L3', true],
  ['https://github.com/a"><script>', true],
  ['http://github.com/a', false],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  [`https://github.com/${'a'.repeat(400)}`, false],
])('%s is a link: %s', (url, isLink) => {
  const page = html(sampleReport({ findings: [sampleFinding({ matches: [sampleMatch({ url })] })] }));
  const links = pageOf(page).tags.filter((tag) => tag.startsWith('a '));
  expect(links).toEqual(isLink ? [`a href=${new URL(url).href} rel=noopener noreferrer`] : []);
});

test('places of a key in HTML: a thousand, the rest counted', () => {
  expect(html(cases['many-places']!)).toContain('12 more places left out here');
});

test.each(Object.entries(cases))(
  'a reader of JUnit takes it, and the numbers are right: %s',
  async (_, report) => {
    const suites = await parseJunit(junit(report));
    const suite = suites && 'testsuite' in suites ? suites.testsuite?.[0] : undefined;
    const tests = suite?.testcase ?? [];
    expect(tests).toHaveLength(report.findings.length + 1);
    const having = (what: 'failure' | 'error' | 'skipped') =>
      tests.filter((each) => each[what]?.length).length;
    expect(suite).toMatchObject({
      tests: tests.length,
      failures: having('failure'),
      errors: having('error'),
      skipped: having('skipped'),
    });
    expect(having('error')).toBe(report.exit_code === 3 || !report.scan.coverage.complete ? 1 : 0);
  },
);

test.each([
  ['active-dry-run', 'failure'],
  ['ambiguous', 'failure'],
  ['unverified', 'failure'],
  ['suppressed-active-live', 'failure'],
  ['suppressed', 'skipped'],
  ['revoked', null],
  ['inactive', null],
])('the test case of %s: %s', async (name, what) => {
  const suites = await parseJunit(junit(cases[name]!));
  const found = suites && 'testsuite' in suites ? suites.testsuite?.[0]?.testcase?.[0] : undefined;
  expect(found?.classname).toMatch(/^akguard\.anton-/);
  for (const each of ['failure', 'skipped'] as const)
    expect(Boolean(found?.[each]?.length)).toBe(each === what);
});

test('JUnit: foreign text is text, of characters that XML has room for', async () => {
  const countOf = (text: string) => text.match(/<(?!\?)[^>]*>/g)?.length;
  const words = countOf(junit(reportWith('x', 'y')));
  await fc.assert(
    fc.asyncProperty(someText, someText, async (a, b) => {
      const text = junit(reportWith(a, b));
      expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      expect(countOf(text)).toBe(words);
      expect(await parseJunit(text)).toMatchObject({ testsuite: [{ tests: 2 }] });
    }),
  );
});

test('a test keeps its name when its key has died', () => {
  const name = (text: string) => /<testcase[^>]*? name="([^"]*)"/.exec(text)?.[1];
  const alive = sampleReport({ findings: [sampleFinding()] });
  expect(name(junit(alive))).toBe(name(junit(cases['revoked']!)));
});
