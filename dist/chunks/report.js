const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_package_files = require("./package-files.js");
const require_style = require("./style.js");
const require_json = require("./json.js");
const require_units = require("./units.js");
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
	const text = require_package_files.visible(require_package_files.maskKeys(value));
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
	if (match.path !== null) return match.path;
	if (match.commit !== null) return `message of commit ${match.commit.slice(0, 10)}`;
	return match.blob === null ? "standard input" : `object ${match.blob}`;
}
function isInTree(match) {
	const { path, source, tips, commit } = match;
	if (path === null || path === "" || source === "log") return false;
	if (/^(?:\/|[A-Za-z]:|-$)|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(path)) return false;
	if (source === "history") return tips !== null && tips.length > 0;
	return commit === null || tips === null || tips.length > 0;
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
	const masked = require_package_files.maskKeys(text);
	return require_package_files.logSafe(masked.length > longestForeign$2 ? `${masked.slice(0, longestForeign$2)}…` : masked);
}
function command(name, properties, message) {
	const data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
	const property = (text) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
	return `::${name} ${Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`).join(",")}::${data(message.slice(0, longestMessage))}`;
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
	}].map((line) => `${require_package_files.maskKeys(require_package_files.jsonSafe(JSON.stringify(line)))}\n`).join("");
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
	const head = `# akguard: ${verdict(report)}\n\n${numbers(report)}\n`;
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
function verdict({ exit_code, summary }) {
	if (exit_code === 4) return "a live key may still work";
	if (exit_code === 3) return "incomplete";
	if (summary.findings === 0) return "no keys found";
	return exit_code === 0 ? "nothing open" : `${require_units.counted(summary.findings, "key")} found`;
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
	const first = finding.matches.flatMap(({ committed_at: at }) => at === null ? [] : [[
		at,
		"committed",
		""
	]]).toSorted(([a], [b]) => (Date.parse(a) || 0) - (Date.parse(b) || 0)).slice(0, 1);
	const checked = finding.verdict.checked_at;
	const rows = [
		...first,
		...checked === null ? [] : [[
			checked,
			`checked: ${finding.verdict.validity}`,
			""
		]],
		...finding.outcomes.map(({ at, action, result, detail }) => [
			at,
			`${action}: ${result}`,
			detail
		])
	];
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
	const masked = require_package_files.maskKeys(text);
	return require_package_files.markdownCode(masked.length > longestForeign$1 ? `${masked.slice(0, longestForeign$1)}…` : masked);
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
	return `${require_package_files.maskKeys(require_package_files.jsonSafe(JSON.stringify(log, null, 2)))}\n`;
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
	return require_package_files.maskKeys(path).toWellFormed().split("/").filter((part) => part !== "" && part !== ".").map((part) => part === ".." ? "up" : encodeURIComponent(part)).join("/") || "standard-input";
}
function say(text) {
	const masked = require_package_files.maskKeys(text);
	return require_package_files.visible(masked.length > longestForeign ? `${masked.slice(0, longestForeign)}…` : masked) || "-";
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
	csv,
	markdown,
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
