// What a comment on an issue asks akguard for. Pure. Anybody may write anything there, so a command is the whole first line
// and nothing else: a quote, a code block or a sentence about a command is none. What follows that line is for people.
import { parseBaseline } from '../config/baseline.ts';
import type { OrderKind } from '../core/order.ts';
import { maskKeys, visible } from '../core/text.ts';
import type { RunnerEvent } from './request.ts';

/** A command, or why it can't be one. `usage` is a sentence for who wrote it. */
export type CommentCommand =
  | { order: OrderKind; reason: string | null; expires: string | null }
  | { order: null; usage: string };

/** A comment that holds a command, and who wrote it. */
export interface CommentEvent {
  issue: number;
  comment: number;
  /** Of the comment. */
  url: string;
  login: string;
  command: CommentCommand;
}

const longestReason = 200;
const usage =
  'A command is the whole first line of a comment: `/akguard revoke`, `/akguard recheck`, or `/akguard false-positive REASON`.';

/** The command of an event, or a clause that says why it holds none. */
export function commentEvent({ payload }: RunnerEvent): CommentEvent | { why: string } {
  const { action, comment, issue, sender } = payload;
  if (comment === undefined || issue === undefined) return { why: 'the event came without a comment' };
  // Who edits a comment may not be who wrote it, and the text may be another one by now.
  if (action !== 'created') return { why: 'a comment counts when it is made, not when it is changed' };
  if (issue.pull_request !== undefined) return { why: 'it is a comment on a pull request' };
  const { user } = comment;
  if (user === null || user.login !== sender?.login) return { why: 'nobody knows who wrote the comment' };
  if (isBot(user) || isBot(sender)) return { why: 'a bot wrote the comment' };
  const command = parseCommand(comment.body);
  if (command === null) return { why: 'the comment asks akguard for nothing' };
  return { issue: issue.number, comment: comment.id, url: comment.html_url, login: user.login, command };
}

function isBot({ login, type }: { login: string; type?: string | undefined }): boolean {
  return type !== 'User' || login.endsWith('[bot]');
}

/** Null for a text that is no command. */
export function parseCommand(body: string): CommentCommand | null {
  const [line = ''] = body.split(/\r?\n/);
  const [, rest] = /^\/akguard(?:[ \t]+(.*))?$/.exec(line.trimEnd()) ?? [];
  if (rest === undefined && line.trimEnd() !== '/akguard') return null;
  const [word = '', ...reason] = (rest ?? '').split(/[ \t]+/);
  switch (word) {
    case 'revoke':
    case 'recheck':
      return reason.length === 0 ? { order: word, reason: null, expires: null } : { order: null, usage };
    case 'false-positive':
      return falsePositive(reason.join(' '));
    default:
      return { order: null, usage };
  }
}

/** The reason is written as a baseline has it, so that both are read the same way. */
function falsePositive(text: string): CommentCommand {
  const reason = visible(maskKeys(text)).trim();
  if (reason.length > longestReason) {
    return { order: null, usage: `A reason has ${longestReason} characters at most.` };
  }
  try {
    const [entry] = parseBaseline('', `${'0'.repeat(32)} ${reason}`);
    if (entry?.reason != null) {
      return { order: 'false-positive', reason: entry.reason, expires: entry.expires };
    }
  } catch {
    return { order: null, usage: 'A day is written as `expires=YYYY-MM-DD`, before the reason.' };
  }
  return { order: null, usage: 'Say why: `/akguard false-positive REASON`.' };
}
