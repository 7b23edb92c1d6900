// Titles and texts as long as GitHub takes them: a 422 above. How it counts characters is not documented, hence the margin.
const longest = { title: 256, body: 60_000 };
const cutNote = '\n\n(Cut here: the rest does not fit.)\n';

/** Cut at the end of a line, with a word that it was. */
export function fitted(title: string, body: string): { title: string; body: string } {
  if (body.length <= longest.body) return { title: title.slice(0, longest.title), body };
  const start = body.slice(0, longest.body - cutNote.length);
  const lineEnd = start.lastIndexOf('\n');
  return { title: title.slice(0, longest.title), body: start.slice(0, Math.max(lineEnd, 0)) + cutNote };
}

export function fittedComment(text: string): string {
  return text.slice(0, longest.body);
}
