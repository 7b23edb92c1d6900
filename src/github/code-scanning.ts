// Hands a SARIF file to GitHub's code scanning, and waits until GitHub has taken it in or said why not. A repository
// without the feature, or a token that may not write there, is no failure of the scan: it is said in a sentence.
// https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Octokit } from 'octokit';
import { type Clock, type Log, systemClock } from '../core/runtime.ts';
import { visible } from '../core/text.ts';
import { type GitHubFailure, failure } from './failure.ts';
import { type Connection, connect } from './octokit.ts';

export interface SarifUpload {
  connection: Connection;
  /** `OWNER/REPO`. */
  repo: string;
  /** The commit that was scanned. */
  commitSha: string;
  /** Whole, as in `refs/heads/main` or `refs/pull/7/merge`. */
  ref: string;
  sarif: string;
  clock?: Clock;
}

/** `url` is a page for people; a `reason` is a clause that ends without a full stop. */
export type UploadResult =
  | { kind: 'uploaded'; url: string }
  /** Code scanning is not to be had here, and will not be on the next run. */
  | { kind: 'unavailable'; reason: string }
  /** It was not taken, or nobody knows whether it was. */
  | { kind: 'failed'; reason: string };

/** Compressed; https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning */
const mostBytes = 10_000_000;
const pauseMs = 3_000;
const mostPolls = 40;
const longestWaitMs = 120_000;
const longestForeign = 400;

/** Never throws. To upload the same scan of a commit again is harmless: it takes the place of the one before. */
export async function uploadSarif(upload: SarifUpload, log: Log): Promise<UploadResult> {
  const { connection, repo: full, commitSha, ref, sarif, clock = systemClock } = upload;
  const [owner = '', repo = ''] = full.split('/');
  const packed = await promisify(gzip)(sarif);
  if (packed.length > mostBytes) return failed(tooLarge);
  let id: string | undefined;
  let octokit: Octokit;
  try {
    octokit = connect(connection, log);
    const { data } = await octokit.rest.codeScanning.uploadSarif({
      owner,
      repo,
      commit_sha: commitSha,
      ref,
      sarif: packed.toString('base64'),
      request: { retries: 0 },
    });
    id = data.id;
  } catch (error) {
    return refusal(failure('take the SARIF file', error));
  }
  if (!id) return failed('GitHub took the SARIF file, and gave no number to ask after it by');
  const url = pageOf(connection.apiUrl, full, ref);
  const end = await processing(octokit, { owner, repo, sarif_id: id }, clock);
  return end === null ? { kind: 'uploaded', url } : failed(end);
}

/** Null when GitHub has taken everything in, or why that is not so. */
async function processing(
  octokit: Octokit,
  place: { owner: string; repo: string; sarif_id: string },
  clock: Clock,
): Promise<string | null> {
  const start = clock.now();
  let polls = 0;
  while (polls < mostPolls && clock.now() - start < longestWaitMs) {
    polls++;
    try {
      const { data } = await octokit.rest.codeScanning.getSarif(place);
      if (data.processing_status === 'complete') return null;
      if (data.processing_status === 'failed')
        return `GitHub could not process the SARIF file${said(data.errors)}`;
    } catch (error) {
      const refused = failure('say what became of the SARIF file, which it took', error);
      // Right after an upload, not all of its servers know of it.
      if (refused.status !== 404) return refused.message;
    }
    await clock.sleep(pauseMs);
  }
  const seconds = Math.round((clock.now() - start) / 1000);
  return `GitHub took the SARIF file and has not processed it within ${seconds} s; it may still do so`;
}

const tooLarge =
  'the SARIF file is too large for code scanning, which takes 10 MB compressed; the JSON report has all';

function refusal(refused: GitHubFailure): UploadResult {
  const { status, message } = refused;
  switch (status) {
    case 403:
      return forbidden(message);
    case 404:
      return unavailable(
        'this repository has no code scanning, or the token may not see it: give the job `security-events: write`',
        message,
      );
    case 413:
      return failed(`${tooLarge} (${message})`);
    case 503:
      return failed(`code scanning is out of service for now; the next run uploads again (${message})`);
    case null:
      return failed(
        `${message}; it may have been taken or not, and the next run uploads again, which is harmless`,
      );
    default:
      return failed(message);
  }
}

/** One status for many reasons, told apart by GitHub's words only. */
function forbidden(message: string): UploadResult {
  if (/rate limit|abuse detection/i.test(message)) return failed(message);
  if (/archived/i.test(message)) return unavailable('the repository is archived, and takes nothing', message);
  if (/not accessible by/i.test(message)) {
    return unavailable(
      'the token may not write to code scanning: give the job `security-events: write`; ' +
        'for a pull request from a fork or by Dependabot GitHub gives no token that may',
      message,
    );
  }
  return unavailable(
    'code scanning is not enabled here (Settings > Advanced Security; private repositories need a licence)',
    message,
  );
}

function unavailable(reason: string, message: string): UploadResult {
  return { kind: 'unavailable', reason: `${reason} (${message})` };
}

function failed(reason: string): UploadResult {
  return { kind: 'failed', reason };
}

/** What GitHub says is wrong; foreign text. */
function said(errors: readonly string[] | null | undefined): string {
  if (!Array.isArray(errors) || errors.length === 0) return '';
  return `: ${visible(errors.map(String).join('; ').slice(0, longestForeign))}`;
}

/** The alerts of this upload, as people see them: on GitHub, on ghe.com (`api.` in front) and on a server (`/api/v3`). */
function pageOf(apiUrl: string, repo: string, ref: string): string {
  const { protocol, host } = new URL(apiUrl);
  const pull = /^refs\/pull\/(\d+)\//.exec(ref)?.[1];
  const branch = ref.replace(/^refs\/heads\//, '');
  const query = `is:open tool:akguard ${pull === undefined ? `branch:${branch}` : `pr:${pull}`}`;
  const page = `${protocol}//${host.replace(/^api\./, '')}/${repo}/security/code-scanning`;
  return `${page}?query=${encodeURIComponent(query)}`;
}
