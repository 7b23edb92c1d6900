// The looks of the HTML report. The page allows this very text and no other: its hash is in the page's policy, and a test
// holds the two together.

/** CSS; no `<`, `>` or `&` in it, so that it stands in a page as it is. */
export const css = `
:root { color-scheme: light dark; --ink: #1c2024; --paper: #fff; --dim: #5c646c; --line: #d9dde1; --box: #f5f6f8;
  --bad: #b3261e; --unsure: #8a5300; --good: #1b6e3a }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7ea; --paper: #15181b; --dim: #9aa3ab; --line: #33393f; --box: #1e2226;
    --bad: #ff8a80; --unsure: #f0b35a; --good: #74d49a }
}
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere }
section { margin: 1.5rem 0; padding: 0 1rem 1rem; border: 1px solid var(--line); border-left-width: .4rem; border-radius: .3rem }
section.bad { border-left-color: var(--bad) }
section.unsure { border-left-color: var(--unsure) }
section.good { border-left-color: var(--good) }
.bad h2, strong.bad { color: var(--bad) }
.unsure h2 { color: var(--unsure) }
.good h2 { color: var(--good) }
code { unicode-bidi: isolate; overflow-wrap: anywhere; font: .9em ui-monospace, monospace; background: var(--box); border-radius: .2rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem }
dt { color: var(--dim) }
dd { margin: 0 }
table { border-collapse: collapse; width: 100% }
th, td { padding: .25rem .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top }
th { color: var(--dim); font-weight: 600 }
a { color: inherit }
@media print { body { margin: 0; max-width: none } section { break-inside: avoid } }
`;

/** SHA-256 of `css` in base64, as a Content Security Policy names it. */
export const cssHash = 'Sb0jhcWYk7PgexDOjE+1uRp5r2/9opG45P4QMpcId2E=';
