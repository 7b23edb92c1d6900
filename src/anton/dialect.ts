// Which generation of the API a host speaks, learnt from its answers: nobody has to configure it, and nobody can get it wrong.
import type { Creation } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';

export type Generation = 'A' | 'D';

export interface CreationBody {
  way: 'name' | 'label' | 'both';
  body: Record<string, string>;
}

/** The bodies that may create a key, in the order to try them: the one that fits, or one that satisfies both. */
export function creationBodies(
  generation: Generation | null,
  name: string,
  environment: Environment,
): [CreationBody, ...CreationBody[]] {
  const named: CreationBody = { way: 'name', body: { name, environment } };
  const labelled: CreationBody = { way: 'label', body: { label: name, environment } };
  if (generation === 'A') return [named, labelled];
  if (generation === 'D') return [labelled, named];
  // A host that ignores fields it does not know takes the first; a strict one refuses it, and nothing was made.
  return [{ way: 'both', body: { name, label: name, environment } }, named, labelled];
}

/** The API took the body for a wrong one: nothing was made, and another body may be right. */
export function isWrongBody(creation: Creation): boolean {
  if (creation.ok) return false;
  const { answer } = creation;
  return answer.kind === 'http' && answer.anton && (answer.status === 400 || answer.status === 422);
}
