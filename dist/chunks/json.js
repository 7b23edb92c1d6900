const require_text = require("./text.js");
const require_units = require("./units.js");
// src/report/standing.ts
function standing(finding) {
	const { verdict, matches, decision, environment } = finding;
	const result = revocation(finding)?.result;
	if (result === "revoked" || result === "already-inactive" || verdict.validity === "inactive") return "dead";
	if (result === "unconfirmed") return "doubt";
	if (result === "failed" || result === "refused" || result === "ambiguous") return "failed";
	if (result === "dry-run" || decision.dry_run) return "armed-only";
	if ((verdict.validity !== "active" || environment === "test") && matches.length > 0 && matches.every((match) => match.suppressed)) return "suppressed";
	return verdict.validity === "active" ? "alive" : verdict.validity;
}
function revocation(finding) {
	return finding.outcomes.filter((outcome) => outcome.action === "revoke").at(-1);
}
// src/report/style.ts
const codes = {
	bold: 1,
	dim: 2,
	red: 31,
	green: 32,
	yellow: 33
};
function paint(style, as, text) {
	if (!style.color || as.length === 0) return text;
	return `\u001b[${as.map((name) => codes[name]).join(";")}m${text}\u001b[0m`;
}
const longest = 400;
function foreign(style, text) {
	const masked = require_text.maskKeys(text);
	const bounded = masked.length > longest ? `${masked.slice(0, longest)}…` : masked;
	return style.runner ? require_text.logSafe(bounded) : require_text.visible(bounded);
}
function labelled(style, label, text) {
	const indent = 2 + labelWidth;
	const room = Math.max(30, style.width - indent);
	const lines = [];
	let line = "";
	for (const word of text.match(/`[^`]*`\S*|\S+/g) ?? []) if (line !== "" && line.length + 1 + word.length > room) {
		lines.push(line);
		line = word;
	} else line = line === "" ? word : `${line} ${word}`;
	lines.push(line);
	return lines.map((l, i) => `  ${(i === 0 ? label : "").padEnd(labelWidth)}${l}`);
}
const labelWidth = 9;
// src/report/next-steps.ts
function nextSteps(finding, style) {
	const portal = byHand(finding, style);
	const state = standing(finding);
	const again = finding.matches.length > 0 ? "Run the same command again with --revoke." : "Give the key to `akguard revoke` on standard input.";
	switch (state) {
		case "suppressed": return [];
		case "dead": return [finding.environment === "live" && finding.verdict.validity === "active" ? "Give what used it a new key, and look through payouts made while it was exposed." : "Give whatever still uses it a new key.", "Take it out of where it was found. In history it may stay: it is dead."];
		case "armed-only": return [
			again,
			`Or revoke it by hand: ${portal}.`,
			replace
		];
		case "doubt": return [
			"Run the same command again: it finds out whether the key is dead.",
			`If it still works, revoke it by hand: ${portal}.`,
			replace
		];
		case "failed": return [
			`Revoke it by hand now: ${portal}.`,
			prove,
			replace
		];
		case "alive": return [
			`Revoke it: ${portal}.`,
			prove,
			replace
		];
		case "unknown": return [
			"Treat it as working. Run the same command again to get proof.",
			`To be safe at once, revoke it by hand: ${portal}.`,
			replace
		];
		case "unverified": return [
			"Treat it as working. Run the same command again without --offline to learn whether it does.",
			`Or revoke it by hand: ${portal}.`,
			replace
		];
		default: return state;
	}
}
const prove = "See that it is dead: give the key to `akguard verify` on standard input.";
const replace = "Give what uses it a new key, and take this one out of where it was found.";
function byHand(finding, style) {
	const last = finding.redacted.slice(finding.redacted.lastIndexOf("*") + 1);
	const ending = last === "" ? "" : ` ending in ${foreign(style, last)}`;
	return `app.antonpayments.com > Settings > API Keys > Revoke, ${finding.key ? foreign(style, `${finding.key.id} "${finding.key.name}"`) : `the key${ending}`}`;
}
// src/report/human-finding.ts
const environments = {
	live: "LIVE: moves real money",
	test: "TEST: sandbox, no real money"
};
const colours = {
	dead: ["green"],
	suppressed: ["dim"],
	"armed-only": ["bold", "red"],
	doubt: ["bold", "red"],
	failed: ["bold", "red"],
	alive: ["bold", "red"],
	unknown: ["yellow"],
	unverified: ["yellow"]
};
const mostPlaces = 10;
function findingLines(finding, style) {
	const colour = colours[standing(finding)];
	return [
		paint(style, colour, `${foreign(style, finding.redacted)}  ${environments[finding.environment]}`),
		...labelled(style, "verdict", verdictWords(finding, style)),
		...keyWords(finding, style).flatMap((words) => labelled(style, "key", words)),
		...revokeWords(finding, style).flatMap((words) => labelled(style, "revoke", words)),
		...alertWords(finding, style).flatMap((words) => labelled(style, "alert", words)),
		...places(finding, style),
		...exposureWords(finding).flatMap((words) => labelled(style, "exposed", words)),
		...nextSteps(finding, style).flatMap((step, i) => labelled(style, i === 0 ? "next" : "", `${i + 1}. ${step}`))
	];
}
function verdictWords(finding, style) {
	const { validity, reason, checked_at, status, code, request_id } = finding.verdict;
	const lead = {
		active: standing(finding) === "dead" ? "was active when checked" : "ACTIVE, it works",
		inactive: "inactive, proven dead",
		unknown: "UNKNOWN, no proof either way",
		unverified: "not verified"
	}[validity];
	const proof = [
		...status === null ? [] : [`HTTP ${status}`],
		...code === null || code === String(status) ? [] : [foreign(style, code)],
		...checked_at === null ? [] : [time(checked_at, style)],
		...request_id === null ? [] : [`request ${foreign(style, request_id)}`]
	];
	return `${lead}: ${foreign(style, reason.replace(/\.$/, ""))}${proof.length > 0 ? ` (${proof.join(", ")})` : ""}`;
}
const exposures = {
	"client-side": "in code that is shipped to browsers or phones, where everybody can read it; call Anton from a server",
	"live-key-in-development": "a production key in a place for development or tests; use a sandbox key there"
};
function exposureWords({ matches }) {
	return [...new Set(matches.flatMap(({ exposure }) => exposure ?? []))].toSorted().map((exposure) => exposures[exposure]);
}
const waysToTell = {
	"sole-key": "the only unrevoked key of that environment",
	"masked-suffix": "told apart by its last characters",
	"last-used-probe": "told apart by its last use",
	inventory: "known from the inventory"
};
function keyWords({ key }, style) {
	return key ? [`${foreign(style, key.id)} "${foreign(style, key.name)}", ${waysToTell[key.matched_by]}`] : [];
}
function revokeWords(finding, style) {
	const rule = foreign(style, finding.decision.rule);
	const outcome = revocation(finding);
	const withheld = foreign(style, (finding.decision.withheld ?? "").replace(/\.$/, ""));
	if (!outcome || outcome.result === "dry-run") {
		if (standing(finding) === "armed-only") return [`would be revoked (policy rule ${rule}); run again with --revoke`];
		if (withheld !== "") return [`${withheld} (policy rule ${rule})`];
		return finding.verdict.validity === "active" && standing(finding) !== "suppressed" ? [`not revoked: policy rule ${rule} does not ask for it`] : [];
	}
	const at = time(outcome.at, style);
	const detail = foreign(style, outcome.detail);
	const exposed = finding.exposed_for_ms;
	const after = exposed === null ? "" : `, ${require_units.duration(exposed)} after it was first seen`;
	switch (outcome.result) {
		case "revoked": return [`revoked at ${at}${after}: ${detail}`];
		case "already-inactive": return [`nothing to revoke at ${at}, already dead: ${detail}`];
		case "refused": return [`NOT REVOKED, the API refused at ${at}: ${detail}`];
		case "ambiguous": return [`NOT REVOKED, not certain which listed key this is: ${detail}`];
		case "unconfirmed": return [`UNCONFIRMED, asked at ${at}: ${detail}`];
		case "failed": return [`NOT REVOKED, failed at ${at}: ${detail}`];
		default: return outcome.result;
	}
}
function alertWords(finding, style) {
	const lead = {
		alerted: "told",
		"already-alerted": "already told",
		failed: "FAILED"
	};
	const wanted = finding.decision.actions.includes("alert");
	const told = finding.outcomes.filter((outcome) => outcome.action === "alert").map((outcome) => `${lead[outcome.result]}: ${foreign(style, outcome.detail)}`);
	return told.length > 0 || !wanted || standing(finding) === "suppressed" ? told : ["nobody was told: name a channel with --alert"];
}
function places({ matches }, style) {
	if (matches.length === 0) return [];
	const [only] = matches;
	if (only && matches.length === 1) return labelledPlace("at", only, style);
	const lines = [`  at       ${require_units.counted(matches.length, "place")}`];
	for (const match of matches.slice(0, mostPlaces)) lines.push(...labelledPlace("", match, style));
	const more = matches.length - mostPlaces;
	if (more > 0) lines.push(`           and ${require_units.count(more)} more (--format json lists all)`);
	return lines;
}
function labelledPlace(label, match, style) {
	const where = `  ${label.padEnd(9)}${placeName(match, style)}:${match.line}:${match.column}`;
	const about = [
		...match.commit !== null && match.path !== null ? [`commit ${foreign(style, match.commit.slice(0, 10))}`] : [],
		...match.author === null ? [] : [foreign(style, match.author)],
		...match.committed_at === null ? [] : [time(match.committed_at, style)],
		...match.ref === null ? [] : [`on ${foreign(style, match.ref)}`],
		...tipWords(match, style),
		...match.encoding.length === 0 ? [] : [`in ${foreign(style, match.encoding.join(" in "))}`],
		...match.url === null ? [] : [foreign(style, match.url)],
		...suppressionWords(match, style)
	].join(", ");
	if (about === "") return [where];
	const dim = paint(style, ["dim"], about);
	return where.length + 2 + about.length <= style.width ? [`${where}  ${dim}`] : [where, `             ${dim}`];
}
function tipWords({ tips }, style) {
	if (tips === null) return [];
	const [first, ...others] = tips.map((tip) => foreign(style, tip.replace(/^refs\/(?:heads|remotes)\//, "")));
	if (first === void 0) return ["no longer in the tip of any branch"];
	return [`still in ${first}${others.length === 0 ? "" : ` and ${require_units.counted(others.length, "other tip")}`}`];
}
function placeName(match, style) {
	if (match.path !== null) return foreign(style, match.path);
	if (match.commit !== null) return `message of commit ${foreign(style, match.commit.slice(0, 10))}`;
	return match.blob === null ? "standard input" : `object ${foreign(style, match.blob)}`;
}
function suppressionWords({ suppressed }, style) {
	if (!suppressed) return [];
	const reason = suppressed.reason === null ? "" : `: ${foreign(style, suppressed.reason)}`;
	return [`SUPPRESSED by ${suppressed.by}${reason}`];
}
function time(iso, style) {
	return require_units.utc(iso) ?? foreign(style, iso);
}
// src/report/human-scan.ts
const mostSkipped = 10;
function summaryLine({ summary, findings }) {
	const places = findings.reduce((n, finding) => n + finding.matches.length, 0);
	const numbers = [
		"active",
		"inactive",
		"unknown",
		"unverified",
		"revoked"
	].filter((what) => summary[what] > 0).map((what) => `${require_units.count(summary[what])} ${what}`);
	if (summary.alerts > 0) numbers.push(require_units.counted(summary.alerts, "alert"));
	const where = places === 0 ? "" : ` in ${require_units.counted(places, "place")}`;
	return `${require_units.counted(summary.findings, "key")}${where}: ${numbers.join(", ")}.`;
}
function amountRead({ scan: { coverage } }) {
	const parts = [
		...coverage.files > 0 ? [require_units.counted(coverage.files, "file")] : [],
		...coverage.commits > 0 ? [require_units.counted(coverage.commits, "commit")] : [],
		...coverage.objects > 0 ? [require_units.counted(coverage.objects, "object")] : [],
		...coverage.objects === 0 && coverage.files === 0 && coverage.blobs > 0 ? [require_units.counted(coverage.blobs, "blob")] : [],
		...coverage.lines > 0 ? [require_units.counted(coverage.lines, "line")] : []
	];
	if (parts.length === 0 && coverage.bytes === 0) return null;
	const bytes = require_units.size(coverage.bytes);
	return parts.length === 0 ? bytes : `${parts.join(", ")} (${bytes})`;
}
const nothingThere = {
	files: "no file there",
	staged: "nothing is staged",
	range: "these commits add nothing",
	history: "the repository is empty",
	log: "the log is empty",
	key: "no key was given"
};
function nothingFound(report, style) {
	const { source, target, coverage } = report.scan;
	const read = amountRead(report);
	if (read !== null) return `No Anton keys found in ${read}.`;
	const looked = `(scan ${source} ${foreign(style, target)})`;
	return coverage.complete ? `Nothing to scan ${looked}: ${nothingThere[source]}.` : `Nothing could be read ${looked}.`;
}
function readLine(report, style) {
	const { source, target, duration_ms } = report.scan;
	if (source === "key") return [];
	return [`Read ${amountRead(report) ?? "nothing"} in ${require_units.duration(duration_ms)} (scan ${source} ${foreign(style, target)}).`];
}
function gapLines(report, style) {
	const { skipped, complete } = report.scan.coverage;
	const lines = [];
	if (skipped.length > 0) {
		lines.push(`Skipped ${require_units.count(skipped.length)}:`);
		for (const { what, why } of skipped.slice(0, mostSkipped)) lines.push(`  ${foreign(style, what)}: ${foreign(style, why)}`);
		const more = skipped.length - mostSkipped;
		if (more > 0) lines.push(`  and ${require_units.count(more)} more (--format json lists all)`);
	}
	const { unused, expired } = report.scan.baseline ?? {
		unused: [],
		expired: []
	};
	if (unused.length > 0) lines.push(`Baseline entries that fit nothing any more: ${unused.join(", ")}`);
	if (expired.length > 0) lines.push(`Baseline entries whose day is over: ${expired.join(", ")}`);
	const red = (text) => lines.push(paint(style, ["bold", "red"], text));
	if (!complete) red("INCOMPLETE: not everything asked for could be read, so this is no proof of absence.");
	if (complete && report.exit_code === 3) {
		const { unknown } = report.summary;
		red(`INCOMPLETE: ${unknown > 0 ? `${require_units.counted(unknown, "key")} could not be verified` : "an alert could not be sent"}; run it again.`);
	}
	if (report.exit_code === 4) red("ALIVE: a key that had to be revoked may still work; do its next steps now.");
	return lines;
}
// src/report/human.ts
function human(report, style) {
	return humanFindings(report, style) + humanSummary(report, style);
}
function humanFindings({ findings }, style) {
	return joined(findings.flatMap((finding) => [...findingLines(finding, style), ""]));
}
function humanSummary(report, style) {
	return joined([...report.findings.length > 0 ? [summaryLine(report), ...readLine(report, style)] : [nothingFound(report, style)], ...gapLines(report, style)]);
}
function joined(lines) {
	return lines.map((line) => `${line}\n`).join("");
}
// src/report/json.ts
function json(report) {
	return write(report, 2);
}
function jsonLine(report) {
	return write(report, 0);
}
function write(report, indent) {
	return `${require_text.maskKeys(require_text.jsonSafe(JSON.stringify(report, null, indent)))}\n`;
}
Object.defineProperty(exports, "human", {
	enumerable: true,
	get: function() {
		return human;
	}
});
Object.defineProperty(exports, "humanFindings", {
	enumerable: true,
	get: function() {
		return humanFindings;
	}
});
Object.defineProperty(exports, "humanSummary", {
	enumerable: true,
	get: function() {
		return humanSummary;
	}
});
Object.defineProperty(exports, "json", {
	enumerable: true,
	get: function() {
		return json;
	}
});
Object.defineProperty(exports, "jsonLine", {
	enumerable: true,
	get: function() {
		return jsonLine;
	}
});
