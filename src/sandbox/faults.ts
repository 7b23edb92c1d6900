// Faults on demand: what the sandbox does wrong, where, and how often. A drill or a test names them in a short
// spec (`--fault`), so that every way in which an API lets its client down can be rehearsed.

/** All kinds of faults. */
export const faultKinds = [
  '429',
  '500',
  '503',
  'slow',
  'drop-before',
  'drop-after',
  'html',
  'redirect',
  'wrong-json',
  'static-keys-disabled',
] as const;
const places = ['list', 'create', 'revoke', 'check', 'any'] as const;

export type FaultKind = (typeof faultKinds)[number];
/** What a request asks for, in the client's words; `check` is `GET /v1/api-keys?limit=1`. */
export type Step = Exclude<(typeof places)[number], 'any'>;

export interface Fault {
  kind: FaultKind;
  /** Milliseconds for `slow`, an address for `redirect`, else null. */
  argument: string | null;
  place: Step | 'any';
  /** How many requests it hits; Infinity for all. */
  count: number;
}

const defaultSlowMs = 3000;
const longestSlowMs = 600_000;

/** The grammar, for `akguard sandbox --help`. */
export const faultHelp = `KIND[:ARG][@STEP][*COUNT], several separated by commas; the first that fits a request is used
  KIND   429, 500, 503     that status, in Anton's error envelope; nothing is done
         slow[:MS]         waits (default ${defaultSlowMs} ms), then does and answers as usual
         drop-before       cuts the connection, nothing is done
         drop-after        does what was asked, then cuts the connection without an answer
         html              200 with a web page
         redirect[:URL]    302 to URL (default: the other environment's address)
         wrong-json        200 with JSON that means nothing
         static-keys-disabled   401, the way newer generations refuse all static keys
  STEP   list, create, revoke, check or any (default)
  COUNT  how many requests it hits (default: all)
  e.g. 429@check*2,drop-after@revoke*1`;

/** Reads one spec, or several. Throws an Error with a sentence for people when one is not understood. */
export function parseFaults(spec: string | readonly string[]): Fault[] {
  const specs = typeof spec === 'string' ? [spec] : spec;
  return specs.flatMap((text) => text.split(',')).map((text) => parseFault(text.trim()));
}

function parseFault(text: string): Fault {
  const parts = /^([\w-]+)(?::(.*?))?(?:@(\w+))?(?:\*(\d+))?$/.exec(text);
  const kind = faultKinds.find((known) => known === parts?.[1]);
  if (!parts || !kind) {
    throw new Error(`'${text}' is not a fault: it starts with one of ${faultKinds.join(', ')}.`);
  }
  const place = places.find((known) => known === (parts[3] ?? 'any'));
  if (!place) throw new Error(`'${text}' is not a fault: after @ comes one of ${places.join(', ')}.`);
  const count = parts[4] === undefined ? Infinity : Number(parts[4]);
  if (count < 1) throw new Error(`'${text}' is not a fault: the count after * is at least 1.`);
  return { kind, argument: parseArgument(text, kind, parts[2]), place, count };
}

function parseArgument(text: string, kind: FaultKind, argument: string | undefined): string | null {
  if (kind === 'slow') {
    const ms = argument ?? String(defaultSlowMs);
    if (/^\d+$/.test(ms) && Number(ms) <= longestSlowMs) return ms;
    throw new Error(`'${text}' is not a fault: slow takes milliseconds, at most ${longestSlowMs}.`);
  }
  if (argument === undefined) return null;
  if (kind === 'redirect' && /^https?:\/\//.test(argument) && URL.canParse(argument)) return argument;
  if (kind === 'redirect')
    throw new Error(`'${text}' is not a fault: redirect takes an http or https address.`);
  throw new Error(`'${text}' is not a fault: ${kind} takes nothing after a colon.`);
}

/** Hands out faults to requests and counts them down. */
export class FaultPlan {
  readonly #left: { fault: Fault; count: number }[];

  constructor(faults: readonly Fault[]) {
    this.#left = faults.map((fault) => ({ fault, count: fault.count }));
  }

  /** The fault for a request, or null. `step` is null for a request that is none of the client's steps. */
  take(step: Step | null): Fault | null {
    const hit = this.#left.find(
      ({ fault, count }) => count > 0 && (fault.place === 'any' || fault.place === step),
    );
    if (!hit) return null;
    hit.count -= 1;
    return hit.fault;
  }
}
