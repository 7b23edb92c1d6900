const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_text = require("./text.js");
const require_style = require("./style.js");
const require_units = require("./units.js");
const require_json = require("./json.js");
const require_secret = require("./secret.js");
// src/report/csv.ts
const columns = [
	["fingerprint", ({ fingerprint }) => fingerprint],
	["rule", ({ rule }) => rule],
	["environment", ({ environment }) => environment],
	["redacted", ({ redacted }) => redacted],
	["validity", ({ verdict }) => verdict.validity],
	["standing", (finding) => require_style.standing(finding)],
	["reason", ({ verdict }) => verdict.reason],
	["checked_at", ({ verdict }) => verdict.checked_at],
	["policy_rule", ({ decision }) => decision.rule],
	["outcomes", ({ outcomes }) => outcomes.map(({ action, result }) => `${action} ${result}`).join("; ")],
	["repository", (_, match) => match?.repository ?? null],
	["path", (_, match) => match?.path ?? null],
	["member", (_, match) => match?.member ?? null],
	["line", (_, match) => match?.line ?? null],
	["column", (_, match) => match?.column ?? null],
	["commit", (_, match) => match?.commit ?? null],
	["author", (_, match) => match?.author ?? null],
	["committed_at", (_, match) => match?.committed_at ?? null],
	["encoding", (_, match) => match?.encoding.join(" in ") ?? null],
	["url", (_, match) => match?.url ?? null],
	["suppressed_by", (_, match) => match?.suppressed?.by ?? null]
];
function csv({ findings }) {
	const rows = findings.flatMap((finding) => {
		return (finding.matches.length === 0 ? [null] : finding.matches).map((match) => columns.map(([, of]) => cell(of(finding, match))));
	});
	return [columns.map(([name]) => name), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}
function cell(value) {
	if (value === null) return "";
	if (typeof value === "number") return String(value);
	const text = require_text.visible(require_text.maskKeys(value));
	const safe = /^[\s'"]*[=+\-@＝＋－＠]|^[\t\r]/.test(value) ? `'${text}` : text;
	return /[",\r\n#:]|^\s|\s$/.test(safe) ? `"${brokenUp(safe).replaceAll("\"", "\"\"")}"` : safe;
}
function brokenUp(text) {
	return text.replaceAll("##[", "#⁠#⁠[");
}
// src/report/finding-text.ts
const environments = {
	live: "LIVE",
	test: "TEST"
};
const standings = {
	dead: "is dead",
	suppressed: "is suppressed",
	"armed-only": "WORKS and was not revoked (dry run)",
	doubt: "may still work: a revoke was asked for, and the answer is missing",
	failed: "WORKS: it could not be revoked",
	alive: "WORKS",
	unknown: "may work: there is no proof either way",
	unverified: "may work: nobody asked"
};
function headline(finding) {
	const revoked = require_style.revocation(finding)?.result === "revoked" ? ", revoked by this run" : "";
	return `${environments[finding.environment]} key ${finding.redacted} ${standings[require_style.standing(finding)]}${revoked}`;
}
function isOpen(finding) {
	return !["dead", "suppressed"].includes(require_style.standing(finding));
}
function countsAsSuppressed(finding, match) {
	return match.suppressed !== null && (finding.verdict.validity !== "active" || finding.environment === "test");
}
function placeOf(match) {
	if (match.repository !== null) return `${match.repository}: ${placeOf({
		...match,
		repository: null
	})}`;
	if (match.path !== null) return match.path;
	if (match.commit !== null) return `message of commit ${match.commit.slice(0, 10)}`;
	return match.blob === null ? "standard input" : `object ${match.blob}`;
}
function isInTree(match) {
	const { path, source, tips, commit } = match;
	if (path === null || path === "" || source === "log" || match.repository !== null) return false;
	if (/^(?:\/|[A-Za-z]:|-$)|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(path)) return false;
	if (source === "history") return tips !== null && tips.length > 0;
	return commit === null || tips === null || tips.length > 0;
}
function verdictOf({ exit_code, summary }) {
	if (exit_code === 4) return "a live key may still work";
	if (exit_code === 3) return "incomplete";
	if (summary.findings === 0) return "no keys found";
	return exit_code === 0 ? "nothing open" : `${require_units.counted(summary.findings, "key")} found`;
}
function timelineOf(finding) {
	const [first] = finding.matches.flatMap(({ committed_at: at }) => at === null ? [] : [at]).toSorted((a, b) => (Date.parse(a) || 0) - (Date.parse(b) || 0));
	const { checked_at: checked, validity } = finding.verdict;
	return [
		...first === void 0 ? [] : [[
			first,
			"committed",
			""
		]],
		...checked === null ? [] : [[
			checked,
			`checked: ${validity}`,
			""
		]],
		...finding.outcomes.map(({ at, action, result, detail }) => [
			at,
			`${action}: ${result}`,
			detail
		])
	];
}
// src/report/github.ts
const mostAnnotations = 10;
const longestMessage = 4096;
const longestForeign$2 = 400;
function github(report, style) {
	const places = byTurns(report.findings.filter(isOpen));
	const shown = places.slice(0, mostAnnotations);
	const lines = shown.map(([finding, match]) => annotation(finding, match));
	const left = places.length - shown.length;
	const { coverage } = report.scan;
	const summary = `${require_units.counted(report.summary.findings, "key")}, ${report.summary.active} active, ${report.summary.revoked} revoked`;
	const rest = left > 0 ? `; ${require_units.counted(left, "more place")} in the summary and the report` : "";
	if (report.findings.length > 0) lines.push(command("notice", { title: "akguard" }, `${summary}${rest}.`));
	if (!coverage.complete) {
		const message = `Not everything asked for could be read (${coverage.skipped.length} skipped): this is no proof of absence.`;
		lines.push(command("warning", { title: "akguard: incomplete" }, message));
	}
	const text = require_json.humanSummary(report, {
		...style,
		color: false,
		runner: true
	});
	return `${lines.map((line) => `${line}\n`).join("")}${text}`;
}
function byTurns(findings) {
	return findings.flatMap((finding) => {
		const sorted = finding.matches.filter((match) => !countsAsSuppressed(finding, match)).toSorted((a, b) => Number(isInTree(b)) - Number(isInTree(a)));
		return (sorted.length === 0 ? [null] : sorted).map((match, turn) => ({
			turn,
			place: [finding, match]
		}));
	}).toSorted((a, b) => a.turn - b.turn).map(({ place }) => place);
}
function annotation(finding, match) {
	const where = match === null || !isInTree(match) ? {} : {
		file: safe(match.path ?? ""),
		line: String(match.line),
		col: String(match.column)
	};
	const place = match === null ? "" : ` Found in ${safe(placeOf(match))}:${match.line}:${match.column}.`;
	const steps = require_json.nextSteps(finding, {
		color: false,
		width: 100,
		runner: true
	}).join(" ");
	const message = `${safe(headline(finding))}.${place} ${steps} Fingerprint ${safe(finding.fingerprint)}.`;
	return command("error", {
		...where,
		title: `Leaked Anton key (${finding.environment})`
	}, message);
}
function safe(text) {
	const masked = require_text.maskKeys(text);
	return require_text.logSafe(masked.length > longestForeign$2 ? `${masked.slice(0, longestForeign$2)}…` : masked);
}
function command(name, properties, message) {
	const data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
	const property = (text) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
	return `::${name} ${Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`).join(",")}::${data(message.slice(0, longestMessage))}`;
}
// src/report/html-style.ts
const css = `
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
const cssHash = "Sb0jhcWYk7PgexDOjE+1uRp5r2/9opG45P4QMpcId2E=";
// src/report/markup.ts
const entities = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;",
	"##[": "##&#91;",
	"::": ":&#58;"
};
function markupSafe(text) {
	return text.replaceAll(/[&<>"'\p{Noncharacter_Code_Point}]|##\[|::/gu, (found) => entities[found] ?? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}
function foreignMarkup(text) {
	return markupSafe(require_style.foreign({
		color: false,
		width: 100,
		runner: false
	}, text));
}
// src/report/html.ts
const mostPlaces$1 = 1e3;
const mostSkipped$1 = 1e3;
const longestLink = 400;
const plain$2 = {
	color: false,
	width: 100,
	runner: false
};
const policy = `default-src 'none'; style-src 'sha256-${cssHash}'; base-uri 'none'; form-action 'none'`;
const looks = {
	dead: "good",
	suppressed: "good",
	"armed-only": "bad",
	doubt: "bad",
	failed: "bad",
	alive: "bad",
	unknown: "unsure",
	unverified: "unsure"
};
function html(report) {
	const title = `akguard: ${verdictOf(report)}`;
	const found = report.findings.length > 0;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${css}</style>
</head>
<body>
<h1>${title}</h1>
<p>${found ? require_json.summaryLine(report) : markupSafe(require_json.nothingFound(report, plain$2))}</p>
${report.findings.map(findingSection).join("")}${scanned(report)}</body>
</html>
`;
}
function findingSection(finding) {
	const steps = require_json.nextSteps(finding, plain$2).map((step) => `<li>${stepText(step)}</li>\n`);
	return [
		`<section class="${looks[require_style.standing(finding)]}">\n<h2>${code$1(headline(finding))}</h2>\n`,
		facts(finding),
		steps.length === 0 ? "" : `<h3>What to do next</h3>\n<ol>\n${steps.join("")}</ol>\n`,
		places$1(finding.matches),
		timeline$1(finding),
		"</section>\n"
	].join("");
}
function facts({ verdict, key, decision, exposed_for_ms, fingerprint }) {
	const status = verdict.status === null ? "" : `, HTTP ${verdict.status}`;
	const withheld = decision.withheld === null ? "" : `: ${code$1(decision.withheld)}`;
	return `<dl>\n${[
		["Verdict", `<strong>${verdict.validity}</strong>, ${code$1(verdict.reason)}${status}`],
		...key === null ? [] : [["Key", `${code$1(key.id)} ${code$1(key.name)}, matched by ${key.matched_by}`]],
		["Policy rule", `${code$1(decision.rule)}${decision.dry_run ? " (dry run)" : ""}${withheld}`],
		...exposed_for_ms === null ? [] : [["Exposed", `${require_units.duration(exposed_for_ms)} after it was first seen`]],
		["Fingerprint", code$1(fingerprint)]
	].map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>\n`).join("")}</dl>\n`;
}
function places$1(matches) {
	const rows = matches.slice(0, mostPlaces$1).map((match) => {
		const about = [
			...match.commit === null ? [] : [code$1(match.commit.slice(0, 10))],
			...match.author === null ? [] : [code$1(match.author)],
			...match.encoding.map((wrap) => `in ${code$1(wrap)}`),
			...match.member === null ? [] : [`inside ${code$1(match.member)}`],
			...match.suppressed === null ? [] : [suppressed(match.suppressed)]
		];
		return [
			linked(match.url, code$1(placeOf(match))),
			`${match.line}:${match.column}`,
			about.join(", ")
		];
	});
	return table("Where it was found", [
		"place",
		"line",
		"about"
	], rows, matches.length - rows.length, "place");
}
function suppressed({ by, reason }) {
	return `suppressed by ${by}${reason === null ? "" : `: ${code$1(reason)}`}`;
}
function linked(url, text) {
	const address = url === null ? null : URL.parse(url);
	if (address?.protocol !== "https:" || address.href.length > longestLink) return text;
	return `<a href="${foreignMarkup(address.href)}" rel="noopener noreferrer">${text}</a>`;
}
function timeline$1(finding) {
	return table("Timeline", [
		"when",
		"what",
		"detail"
	], timelineOf(finding).map(([at, what, detail]) => [
		code$1(at),
		what,
		detail === "" ? "" : code$1(detail)
	]));
}
function scanned(report) {
	const { skipped } = report.scan.coverage;
	const shown = skipped.slice(0, mostSkipped$1).map(({ what, why }) => [code$1(what), code$1(why)]);
	const withoutList = {
		...report.scan,
		coverage: {
			...report.scan.coverage,
			skipped: []
		}
	};
	const gaps = require_json.gapLines({
		...report,
		scan: withoutList
	}, plain$2);
	const parts = [
		...require_json.readLine(report, plain$2).map((line) => `<p>${markupSafe(line)}</p>\n`),
		...gaps.map((line) => `<p>${gapText(line)}</p>\n`),
		table("Skipped", ["what", "why"], shown, skipped.length - shown.length, "thing")
	].join("");
	return parts === "" ? "" : `<h2>What was scanned</h2>\n${parts}`;
}
function gapText(line) {
	return /^[A-Z]+:/.test(line) ? `<strong class="bad">${markupSafe(line)}</strong>` : markupSafe(line);
}
function table(title, heads, rows, left = 0, one = "row") {
	if (rows.length === 0) return "";
	return `<h3>${title}</h3>\n<table>\n<tr>${heads.map((name) => `<th scope="col">${name}</th>`).join("")}</tr>\n${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>\n`).join("")}</table>\n${left > 0 ? `<p>${require_units.counted(left, `more ${one}`)} left out here; the JSON report has all.</p>\n` : ""}`;
}
function stepText(step) {
	return markupSafe(step).replaceAll(/`([^`]*)`/g, "<code>$1</code>");
}
function code$1(text) {
	return `<code>${foreignMarkup(text)}</code>`;
}
// src/report/jsonl.ts
function jsonl(report) {
	const { findings, ...rest } = report;
	return [...findings.map((finding) => ({
		type: "finding",
		...finding
	})), {
		type: "summary",
		...rest
	}].map((line) => `${require_text.maskKeys(require_text.jsonSafe(JSON.stringify(line)))}\n`).join("");
}
// src/report/junit.ts
const plain$1 = {
	color: false,
	width: 100,
	runner: false
};
function junit(report) {
	const { scan } = report;
	const cases = [...report.findings.map(keyCase), coverageCase(report)];
	const having = (wanted) => cases.filter(({ result }) => result === wanted).length;
	const numbers = {
		tests: cases.length,
		failures: having("failure"),
		errors: having("error"),
		skipped: having("skipped"),
		time: scan.duration_ms / 1e3
	};
	const suite = {
		name: `akguard ${scan.source} ${scan.target}`,
		...numbers,
		timestamp: scan.started_at
	};
	return [
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		`<testsuites${attributes({
			name: "akguard",
			...numbers
		})}>`,
		`  <testsuite${attributes(suite)}>`,
		...cases.flatMap(caseLines),
		"  </testsuite>",
		"</testsuites>\n"
	].join("\n");
}
function keyCase(finding) {
	const match = finding.matches[0];
	const state = require_style.standing(finding);
	return {
		attributes: {
			classname: `akguard.${finding.rule}`,
			name: `${finding.redacted} ${finding.fingerprint}`,
			time: 0,
			file: match?.path ?? null,
			line: match?.line ?? null
		},
		result: isOpen(finding) ? "failure" : state === "suppressed" ? "skipped" : "passed",
		message: headline(finding),
		type: state,
		text: require_json.findingLines(finding, plain$1)
	};
}
function coverageCase(report) {
	const { coverage } = report.scan;
	const text = [...report.findings.length > 0 ? require_json.readLine(report, plain$1) : [require_json.nothingFound(report, plain$1)], ...require_json.gapLines(report, plain$1)];
	const message = coverage.complete ? "A key could not be verified, or an alert could not be sent." : "Not everything asked for could be read: this is no proof of absence.";
	return {
		attributes: {
			classname: "akguard.coverage",
			name: "everything asked for was done",
			time: 0
		},
		result: !coverage.complete || report.exit_code === 3 ? "error" : "passed",
		message,
		type: "incomplete",
		text
	};
}
function caseLines({ attributes: given, result, message, type, text }) {
	const body = markupSafe(text.join("\n"));
	const open = `    <testcase${attributes(given)}>`;
	const told = `      <system-out>${body}</system-out>`;
	return [
		open,
		...{
			passed: [told],
			skipped: [`      <skipped${attributes({ message })}/>`, told],
			failure: [`      <failure${attributes({
				message,
				type
			})}>${body}</failure>`],
			error: [`      <error${attributes({
				message,
				type
			})}>${body}</error>`]
		}[result],
		"    </testcase>"
	];
}
function attributes(values) {
	return Object.entries(values).map(([name, value]) => value === null ? "" : ` ${name}="${foreignMarkup(String(value))}"`).join("");
}
// src/report/markdown.ts
const mostBytes = 983040;
const mostPlaces = 50;
const mostSkipped = 200;
const longestForeign$1 = 400;
const plain = {
	color: false,
	width: 100,
	runner: false
};
function markdown(report) {
	const head = `# akguard: ${verdictOf(report)}\n\n${numbers(report)}\n`;
	const tail = `${coverage(report)}${notDone(report)}`;
	const blocks = report.findings.map(findingBlock);
	let left = mostBytes - bytesOf(head) - bytesOf(tail);
	const kept = [];
	for (const block of blocks) {
		left -= bytesOf(block);
		if (left < 0) break;
		kept.push(block);
	}
	const cut = blocks.length - kept.length;
	const note = cut === 0 ? "" : `\n**${require_units.counted(cut, "key")} left out here: the summary would be too long.** The report has all.\n`;
	return `${head}${kept.join("")}${note}${tail}`;
}
function numbers(report) {
	const empty = require_json.nothingFound({
		...report,
		scan: {
			...report.scan,
			target: ""
		}
	}, plain);
	return report.findings.length > 0 ? require_json.summaryLine(report) : empty;
}
function findingBlock(finding) {
	const { verdict: said, key, decision } = finding;
	const facts = [
		`- Verdict: **${said.validity}**, ${code(said.reason)}${said.status === null ? "" : `, HTTP ${said.status}`}`,
		...key === null ? [] : [`- Key: ${code(key.id)} ${code(key.name)}, matched by ${key.matched_by}`],
		`- Decided by policy rule ${code(decision.rule)}${decision.dry_run ? " (dry run)" : ""}${decision.withheld === null ? "" : `: ${code(decision.withheld)}`}`,
		...finding.exposed_for_ms === null ? [] : [`- Exposed for ${require_units.duration(finding.exposed_for_ms)} after it was first seen`],
		`- Fingerprint: ${code(finding.fingerprint)}`
	];
	const steps = require_json.nextSteps(finding, plain).map((step, i) => `${i + 1}. ${code(step.replaceAll("`", "'"))}`);
	return [
		`\n## ${code(headline(finding))}\n`,
		`${facts.join("\n")}\n`,
		...steps.length === 0 ? [] : [`What to do next:\n\n${steps.join("\n")}\n`],
		places(finding.matches),
		timeline(finding)
	].filter((part) => part !== "").join("\n");
}
function places(matches) {
	const rows = matches.slice(0, mostPlaces).map((match) => {
		const about = [
			...match.commit === null ? [] : [code(match.commit.slice(0, 10))],
			...match.author === null ? [] : [code(match.author)],
			...match.encoding.map((wrap) => `in ${code(wrap)}`),
			...match.member === null ? [] : [`inside ${code(match.member)}`],
			...match.suppressed === null ? [] : [`suppressed by ${match.suppressed.by}`]
		];
		return `| ${code(placeOf(match))} | ${match.line} | ${about.join(", ")} |\n`;
	});
	if (rows.length === 0) return "";
	const more = matches.length - rows.length;
	const note = more > 0 ? `\n${require_units.counted(more, "more place")} left out here; the report has all.\n` : "";
	return `| place | line | about |\n| --- | --- | --- |\n${rows.join("")}${note}`;
}
function timeline(finding) {
	const rows = timelineOf(finding);
	if (rows.length === 0) return "";
	return `| when | what | detail |\n| --- | --- | --- |\n${rows.map(([at, what, detail]) => `| ${code(at)} | ${what} | ${detail === "" ? "" : code(detail)} |\n`).join("")}`;
}
function coverage(report) {
	const { source, target, coverage: read, duration_ms } = report.scan;
	const parts = [
		"files",
		"commits",
		"objects",
		"blobs",
		"lines"
	].filter((what) => read[what] > 0).map((what) => `${require_units.count(read[what])} ${what}`);
	const rows = read.skipped.slice(0, mostSkipped).map(({ what, why }) => `| ${code(what)} | ${code(why)} |\n`);
	const more = read.skipped.length - rows.length;
	return [
		`\n## What was scanned\n\n`,
		`${source} ${code(target)}: ${[...parts, require_units.size(read.bytes)].join(", ")} in ${require_units.duration(duration_ms)}. `,
		read.complete ? "Complete.\n" : "**Incomplete: this is no proof of absence.**\n",
		rows.length === 0 ? "" : `\n| skipped | why |\n| --- | --- |\n${rows.join("")}`,
		more > 0 ? `\n${require_units.counted(more, "more")} skipped; the report has all.\n` : ""
	].join("");
}
function notDone({ findings }) {
	const bad = [
		"failed",
		"refused",
		"ambiguous",
		"unconfirmed"
	];
	const lines = findings.flatMap((finding) => finding.outcomes.filter(({ result }) => bad.includes(result)).map(({ action, result, detail }) => `- ${action} of ${code(finding.redacted)} **${result}**: ${code(detail)}\n`));
	const shown = lines.slice(0, mostSkipped);
	const more = lines.length - shown.length;
	return lines.length === 0 ? "" : `\n## What could not be done\n\n${shown.join("")}${more > 0 ? `- and ${require_units.count(more)} more\n` : ""}`;
}
function code(text) {
	const masked = require_text.maskKeys(text);
	return require_text.markdownCode(masked.length > longestForeign$1 ? `${masked.slice(0, longestForeign$1)}…` : masked);
}
function bytesOf(text) {
	return Buffer.byteLength(text);
}
// src/report/sarif.ts
const mostResults = 25e3;
const mostOfOneKey = 1e3;
const mostNotes = 1e3;
const longestForeign = 400;
function sarif(report) {
	const { findings, scan } = report;
	const room = Math.max(1, Math.min(mostOfOneKey, Math.floor(mostResults / Math.max(1, findings.length))));
	const reported = findings.slice(0, mostResults);
	const rules = [...new Map(reported.map((finding) => [finding.rule, finding])).values()].map(rule);
	const index = new Map(rules.map(({ id }, i) => [id, i]));
	const results = reported.flatMap((finding) => resultsOf(finding, index.get(say(finding.rule)) ?? 0, room));
	const left = findings.reduce((n, { matches }) => n + Math.max(1, matches.length), 0) - results.length;
	const notes = [...left > 0 ? [`${require_units.counted(left, "place")} left out here: a SARIF file has its limits. The JSON report has all.`] : [], ...scan.coverage.skipped.slice(0, mostNotes).map(({ what, why }) => say(`Skipped ${what}: ${why}`))];
	const log = {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [{
			tool: { driver: {
				name: "akguard",
				version: report.tool.version,
				semanticVersion: report.tool.version,
				rules
			} },
			automationDetails: { id: `akguard/${scan.source}/` },
			invocations: [{
				executionSuccessful: scan.coverage.complete,
				exitCode: report.exit_code,
				startTimeUtc: scan.started_at,
				toolExecutionNotifications: notes.map((text) => ({
					level: "warning",
					message: { text }
				}))
			}],
			columnKind: "utf16CodeUnits",
			results
		}]
	};
	return `${require_text.maskKeys(require_text.jsonSafe(JSON.stringify(log, null, 2)))}\n`;
}
function rule({ rule: id, environment }) {
	const short = environment === "live" ? "Leaked Anton Payments secret of production" : "Leaked Anton Payments secret of the sandbox";
	const full = environment === "live" ? "A secret of Anton Payments that moves real money stands where others can read it." : "A secret of the Anton Payments sandbox, which moves no real money, stands where others can read it.";
	const help = "Revoke it first: app.antonpayments.com > Settings > API Keys > Revoke. Then give what uses it a new one, and take it out of where it was found.";
	return {
		id: say(id),
		name: say(id).replaceAll(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase()),
		shortDescription: { text: `${short}.` },
		fullDescription: { text: full },
		help: {
			text: help,
			markdown: help
		},
		defaultConfiguration: { level: environment === "live" ? "error" : "warning" },
		properties: {
			tags: [
				"security",
				"secret",
				"anton-payments"
			],
			precision: "very-high",
			"problem.severity": environment === "live" ? "error" : "warning",
			"security-severity": environment === "live" ? "9.8" : "5.5"
		}
	};
}
function resultsOf(finding, ruleIndex, room) {
	const seen = new Map();
	const all = finding.matches.length === 0 ? [null] : finding.matches;
	const shown = all.slice(0, room);
	const left = all.length - shown.length;
	const steps = require_json.nextSteps(finding, {
		color: false,
		width: 100,
		runner: false
	}).map(literal).join(" ");
	return shown.map((match, i) => {
		const uri = uriOf(match);
		const nth = (seen.get(uri) ?? 0) + 1;
		seen.set(uri, nth);
		const where = match === null || isInTree(match) ? "" : ` Not in the work tree: ${literal(placeOf(match))}${commitOf(match)}.`;
		const more = left > 0 && i === shown.length - 1 ? ` ${require_units.counted(left, "more place")} of this key left out here.` : "";
		const line = match?.line ?? 1;
		return {
			ruleId: say(finding.rule),
			ruleIndex,
			level: isOpen(finding) ? finding.environment === "live" ? "error" : "warning" : "note",
			message: { text: `${literal(headline(finding))}.${where} ${steps}${more}`.trim() },
			locations: [{ physicalLocation: {
				artifactLocation: { uri },
				region: {
					startLine: line,
					startColumn: match?.column ?? 1,
					endLine: line
				}
			} }],
			partialFingerprints: { primaryLocationLineHash: `${require_secret.fingerprintOf(`${finding.fingerprint}\n${uri}`)}:${nth}` },
			suppressions: match === null ? [] : suppressionsOf(finding, match),
			properties: {
				fingerprint: say(finding.fingerprint),
				validity: finding.verdict.validity
			}
		};
	});
}
function commitOf({ commit, path }) {
	return commit === null || path === null ? "" : ` in commit ${literal(commit.slice(0, 10))}`;
}
function suppressionsOf(finding, match) {
	if (match.suppressed === null || !countsAsSuppressed(finding, match)) return [];
	const { by, reason } = match.suppressed;
	const justification = say(`${by}${reason === null ? "" : `: ${reason}`}`);
	return [{
		kind: by === "inline" ? "inSource" : "external",
		status: "accepted",
		justification
	}];
}
function uriOf(match) {
	if (match === null) return "standard-input";
	if (isInTree(match)) return encoded(match.path ?? "");
	if (match.commit !== null) return encoded(`git/commit/${match.commit}/${match.path ?? "message"}`);
	if (match.path === null && match.blob !== null) return encoded(`git/object/${match.blob}`);
	return match.path === null || match.path === "" || match.path === "-" ? "standard-input" : encoded(`outside/${match.path}`);
}
function encoded(path) {
	return require_text.maskKeys(path).toWellFormed().split("/").filter((part) => part !== "" && part !== ".").map((part) => part === ".." ? "up" : encodeURIComponent(part)).join("/") || "standard-input";
}
function say(text) {
	const masked = require_text.maskKeys(text);
	return require_text.visible(masked.length > longestForeign ? `${masked.slice(0, longestForeign)}…` : masked) || "-";
}
function literal(text) {
	return say(text).replaceAll(/[\\[\]]/g, String.raw`\$&`).replaceAll(/[{}]/g, "$&$&").replaceAll("@", "@​");
}
// src/report/index.ts
var report_exports = require_rolldown_runtime.__exportAll({ reporters: () => reporters });
const reporters = {
	human: require_json.human,
	json: require_json.json,
	jsonl,
	sarif,
	junit,
	csv,
	markdown,
	html,
	github
};
Object.defineProperty(exports, "report_exports", {
	enumerable: true,
	get: function() {
		return report_exports;
	}
});
Object.defineProperty(exports, "reporters", {
	enumerable: true,
	get: function() {
		return reporters;
	}
});
