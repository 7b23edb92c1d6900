// JUnit XML, for CI systems that show tests: one test case for each key, and one for whether all was read that was asked
// for. Names hold no verdict, so that a CI system sees the same test again when a key has died.
// Attributes and order: https://github.com/jenkinsci/xunit-plugin (junit-10.xsd), and `file`, `line` as pytest writes them.
import type { Report, ReportFinding } from '../core/report.ts';
import { headline, isOpen } from './finding-text.ts';
import { findingLines } from './human-finding.ts';
import { gapLines, nothingFound, readLine } from './human-scan.ts';
import { foreignMarkup, markupSafe } from './markup.ts';
import { standing } from './standing.ts';
import type { Style } from './style.ts';

const plain: Style = { color: false, width: 100, runner: false };

interface Case {
  attributes: Record<string, string | number | null>;
  result: 'passed' | 'failure' | 'error' | 'skipped';
  /** Foreign text in these is escaped, but not for XML. */
  message: string;
  type: string;
  text: readonly string[];
}

/** A failure is a key that may still work; a dead one passes, a suppressed one is skipped. */
export function junit(report: Report): string {
  const { scan } = report;
  const cases = [...report.findings.map(keyCase), coverageCase(report)];
  const having = (wanted: Case['result']) => cases.filter(({ result }) => result === wanted).length;
  const numbers = {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
    time: scan.duration_ms / 1000,
  };
  const suite = { name: `akguard ${scan.source} ${scan.target}`, ...numbers, timestamp: scan.started_at };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'akguard', ...numbers })}>`,
    `  <testsuite${attributes(suite)}>`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
    '</testsuites>\n',
  ].join('\n');
}

function keyCase(finding: ReportFinding): Case {
  const match = finding.matches[0];
  const state = standing(finding);
  return {
    attributes: {
      classname: `akguard.${finding.rule}`,
      name: `${finding.redacted} ${finding.fingerprint}`,
      time: 0,
      file: match?.path ?? null,
      line: match?.line ?? null,
    },
    result: isOpen(finding) ? 'failure' : state === 'suppressed' ? 'skipped' : 'passed',
    message: headline(finding),
    type: state,
    text: findingLines(finding, plain),
  };
}

function coverageCase(report: Report): Case {
  const { coverage } = report.scan;
  const found = report.findings.length > 0;
  const text = [
    ...(found ? readLine(report, plain) : [nothingFound(report, plain)]),
    ...gapLines(report, plain),
  ];
  const message = coverage.complete
    ? 'A key could not be verified, or an alert could not be sent.'
    : 'Not everything asked for could be read: this is no proof of absence.';
  return {
    attributes: { classname: 'akguard.coverage', name: 'everything asked for was done', time: 0 },
    result: !coverage.complete || report.exit_code === 3 ? 'error' : 'passed',
    message,
    type: 'incomplete',
    text,
  };
}

function caseLines({ attributes: given, result, message, type, text }: Case): string[] {
  const body = markupSafe(text.join('\n'));
  const open = `    <testcase${attributes(given)}>`;
  // What was found is told of a case that passes or is skipped as well.
  const told = `      <system-out>${body}</system-out>`;
  const inner = {
    passed: [told],
    skipped: [`      <skipped${attributes({ message })}/>`, told],
    failure: [`      <failure${attributes({ message, type })}>${body}</failure>`],
    error: [`      <error${attributes({ message, type })}>${body}</error>`],
  };
  return [open, ...inner[result], '    </testcase>'];
}

function attributes(values: Record<string, string | number | null>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${foreignMarkup(String(value))}"`))
    .join('');
}
