// Finds where in a YAML file of somebody else an entry can be put in as lines of text. The file is not written anew: its
// comments, quotes and order are its owner's.
import { type Document, isMap, isSeq, parseDocument } from 'yaml';

/** Before the line that starts at `at`, with so many spaces. */
export interface LinePlace {
  at: number;
  indent: number;
}

/** Null for what is no YAML, or has no map at its top. An empty file is an empty map. */
export function parseYaml(text: string): Document.Parsed | null {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return null;
  return document.contents === null || isMap(document.contents) ? document : null;
}

/** The place before the first entry of the map or list at `path`; null when there is none in lines of its own. */
export function firstEntry(document: Document.Parsed, path: string[], text: string): LinePlace | null {
  const node = document.getIn(path, true);
  if ((!isMap(node) && !isSeq(node)) || node.flow === true || node.range === null || node.range === undefined)
    return null;
  const [start] = node.range;
  const at = text.lastIndexOf('\n', start - 1) + 1;
  return /^ *$/.test(text.slice(at, start)) ? { at, indent: start - at } : null;
}
