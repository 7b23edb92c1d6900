const require_text = require("./text.js");
const require_style = require("./style.js");
const require_units = require("./units.js");
// src/report/next-steps.ts
function nextSteps(finding, style) {
	const portal = byHand(finding, style);
	const state = require_style.standing(finding);
	const rotated = require_style.rotation(finding)?.result;
	const again = finding.matches.length > 0 ? "Run the same command again with --revoke." : "Give the key to `akguard revoke` on standard input.";
	switch (state) {
		case "suppressed": return [];
		case "dead":
			if (rotated === "rotated") return [reloaded, history];
			return [finding.environment === "live" && finding.verdict.validity === "active" ? "Give what used it a new key, and look through payouts made while it was exposed." : "Give whatever still uses it a new key.", history];
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
		case "failed":
			if (rotated === "unfinished") return ["Mend what stopped the rotation, and run the same command again: it goes on from there.", `Or, if that can not wait, revoke it by hand: ${portal}.`];
			return [
				`Revoke it by hand now: ${portal}.`,
				prove,
				replace
			];
		case "alive":
			if (rotated === "waiting") return [reloaded, "Run the same command again when its grace is over: it is revoked then."];
			return [
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
const reloaded = "See that what used it has taken up the new key, and look through payouts made while it was exposed.";
const history = "Take it out of where it was found. In history it may stay: it is dead.";
const prove = "See that it is dead: give the key to `akguard verify` on standard input.";
const replace = "Give what uses it a new key, and take this one out of where it was found.";
function byHand(finding, style) {
	const last = finding.redacted.slice(finding.redacted.lastIndexOf("*") + 1);
	const ending = last === "" ? "" : ` ending in ${require_style.foreign(style, last)}`;
	return `app.antonpayments.com > Settings > API Keys > Revoke, ${finding.key ? require_style.foreign(style, `${finding.key.id} "${finding.key.name}"`) : `the key${ending}`}`;
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
	const colour = colours[require_style.standing(finding)];
	const heading = `${require_style.foreign(style, finding.redacted)}  ${environments[finding.environment]}`;
	return [
		require_style.paint(style, colour, heading),
		...require_style.labelled(style, "verdict", verdictWords(finding, style)),
		...keyWords(finding, style).flatMap((words) => require_style.labelled(style, "key", words)),
		...rotateWords(finding, style).flatMap((words) => require_style.labelled(style, "rotate", words)),
		...revokeWords(finding, style).flatMap((words) => require_style.labelled(style, "revoke", words)),
		...alertWords(finding, style).flatMap((words) => require_style.labelled(style, "alert", words)),
		...places(finding, style),
		...exposureWords(finding).flatMap((words) => require_style.labelled(style, "exposed", words)),
		...nextSteps(finding, style).flatMap((step, i) => require_style.labelled(style, i === 0 ? "next" : "", `${i + 1}. ${step}`))
	];
}
function verdictWords(finding, style) {
	const { validity, reason, checked_at, status, code, request_id } = finding.verdict;
	const lead = {
		active: require_style.standing(finding) === "dead" ? "was active when checked" : "ACTIVE, it works",
		inactive: "inactive, proven dead",
		unknown: "UNKNOWN, no proof either way",
		unverified: "not verified"
	}[validity];
	const proof = [
		...status === null ? [] : [`HTTP ${status}`],
		...code === null || code === String(status) ? [] : [require_style.foreign(style, code)],
		...checked_at === null ? [] : [time(checked_at, style)],
		...request_id === null ? [] : [`request ${require_style.foreign(style, request_id)}`]
	];
	return `${lead}: ${require_style.foreign(style, reason.replace(/\.$/, ""))}${proof.length > 0 ? ` (${proof.join(", ")})` : ""}`;
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
	return key ? [`${require_style.foreign(style, key.id)} "${require_style.foreign(style, key.name)}", ${waysToTell[key.matched_by]}`] : [];
}
function rotateWords(finding, style) {
	const outcome = require_style.rotation(finding);
	if (outcome === void 0) return [];
	const rule = require_style.foreign(style, finding.decision.rule);
	const detail = require_style.foreign(style, outcome.detail);
	switch (outcome.result) {
		case "dry-run": return [`would be rotated (policy rule ${rule}): ${detail}`];
		case "rotated": return [`rotated at ${time(outcome.at, style)}: ${detail}`];
		case "waiting": return [`a new key is in its place (policy rule ${rule}): ${detail}`];
		case "unfinished": return [`NOT FINISHED at ${time(outcome.at, style)}: ${detail}`];
		default: return outcome.result;
	}
}
function revokeWords(finding, style) {
	const rule = require_style.foreign(style, finding.decision.rule);
	const outcome = require_style.revocation(finding);
	const withheld = require_style.foreign(style, (finding.decision.withheld ?? "").replace(/\.$/, ""));
	if (!outcome || outcome.result === "dry-run") {
		if (require_style.rotation(finding)?.result === "dry-run") return [];
		if (require_style.standing(finding) === "armed-only") return [`would be revoked (policy rule ${rule}); run again with --revoke`];
		if (withheld !== "") return [`${withheld} (policy rule ${rule})`];
		return finding.verdict.validity === "active" && require_style.standing(finding) !== "suppressed" ? [`not revoked: policy rule ${rule} does not ask for it`] : [];
	}
	const at = time(outcome.at, style);
	const detail = require_style.foreign(style, outcome.detail);
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
	const told = finding.outcomes.filter((outcome) => outcome.action === "alert").map((outcome) => `${lead[outcome.result]}: ${require_style.foreign(style, outcome.detail)}`);
	return told.length > 0 || !wanted || require_style.standing(finding) === "suppressed" ? told : ["nobody was told: name a channel with --alert"];
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
	const inside = match.repository === null ? "" : `${require_style.foreign(style, match.repository)}: `;
	const where = `  ${label.padEnd(9)}${inside}${placeName(match, style)}:${match.line}:${match.column}`;
	const about = [
		...match.commit !== null && match.path !== null ? [`commit ${require_style.foreign(style, match.commit.slice(0, 10))}`] : [],
		...match.author === null ? [] : [require_style.foreign(style, match.author)],
		...match.committed_at === null ? [] : [time(match.committed_at, style)],
		...match.ref === null ? [] : [`on ${require_style.foreign(style, match.ref)}`],
		...tipWords(match, style),
		...match.encoding.length === 0 ? [] : [`in ${require_style.foreign(style, match.encoding.join(" in "))}`],
		...match.url === null ? [] : [require_style.foreign(style, match.url)],
		...suppressionWords(match, style)
	].join(", ");
	if (about === "") return [where];
	const dim = require_style.paint(style, ["dim"], about);
	return where.length + 2 + about.length <= style.width ? [`${where}  ${dim}`] : [where, `             ${dim}`];
}
function tipWords({ tips }, style) {
	if (tips === null) return [];
	const [first, ...others] = tips.map((tip) => require_style.foreign(style, tip.replace(/^refs\/(?:heads|remotes)\//, "")));
	if (first === void 0) return ["no longer in the tip of any branch"];
	return [`still in ${first}${others.length === 0 ? "" : ` and ${require_units.counted(others.length, "other tip")}`}`];
}
function placeName(match, style) {
	if (match.path !== null) return require_style.foreign(style, match.path);
	if (match.commit !== null) return `message of commit ${require_style.foreign(style, match.commit.slice(0, 10))}`;
	return match.blob === null ? "standard input" : `object ${require_style.foreign(style, match.blob)}`;
}
function suppressionWords({ suppressed }, style) {
	if (!suppressed) return [];
	const reason = suppressed.reason === null ? "" : `: ${require_style.foreign(style, suppressed.reason)}`;
	return [`SUPPRESSED by ${suppressed.by}${reason}`];
}
function time(iso, style) {
	return require_units.utc(iso) ?? require_style.foreign(style, iso);
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
	"actions-logs": "no run has a log",
	message: "the message is empty",
	org: "no repository fits",
	key: "no key was given"
};
function nothingFound(report, style) {
	const { source, target, coverage } = report.scan;
	const read = amountRead(report);
	if (read !== null) return `No Anton keys found in ${read}.`;
	const looked = `(scan ${source} ${require_style.foreign(style, target)})`;
	return coverage.complete ? `Nothing to scan ${looked}: ${nothingThere[source]}.` : `Nothing could be read ${looked}.`;
}
function readLine(report, style) {
	const { source, target, duration_ms } = report.scan;
	if (source === "key") return [];
	return [`Read ${amountRead(report) ?? "nothing"} in ${require_units.duration(duration_ms)} (scan ${source} ${require_style.foreign(style, target)}).`];
}
function organisationLines({ scan: { organisation } }) {
	if (organisation === null) return [];
	const { repositories: r, incidents, cost } = organisation;
	const parts = [
		`${require_units.count(r.scanned)} scanned`,
		`${require_units.count(r.unchanged)} unchanged`,
		...r.failed > 0 ? [`${require_units.count(r.failed)} not read to the end`] : [],
		...r.left_out > 0 ? [`${require_units.count(r.left_out)} left out`] : []
	];
	const keys = `Keys: ${require_units.count(incidents.new)} new, ${require_units.count(incidents.known)} known, ${require_units.count(incidents.settled)} settled.`;
	return [
		`${require_units.counted(r.listed, "repository", "repositories")}: ${parts.join(", ")}.`,
		...incidents.new + incidents.known + incidents.settled > 0 ? [keys] : [],
		`Cost: ${require_units.counted(cost.api_calls, "API call")}, ${require_units.counted(cost.clones, "clone")} (${require_units.size(cost.bytes_cloned)}).`
	];
}
function gapLines(report, style) {
	const { skipped, complete } = report.scan.coverage;
	const lines = [];
	if (skipped.length > 0) {
		lines.push(`Skipped ${require_units.count(skipped.length)}:`);
		for (const { what, why } of skipped.slice(0, mostSkipped)) lines.push(`  ${require_style.foreign(style, what)}: ${require_style.foreign(style, why)}`);
		const more = skipped.length - mostSkipped;
		if (more > 0) lines.push(`  and ${require_units.count(more)} more (--format json lists all)`);
	}
	const { unused, expired } = report.scan.baseline ?? {
		unused: [],
		expired: []
	};
	if (unused.length > 0) lines.push(`Baseline entries that fit nothing any more: ${unused.join(", ")}`);
	if (expired.length > 0) lines.push(`Baseline entries whose day is over: ${expired.join(", ")}`);
	const red = (text) => lines.push(require_style.paint(style, ["bold", "red"], text));
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
	return joined([
		...report.findings.length > 0 ? [summaryLine(report), ...readLine(report, style)] : [nothingFound(report, style)],
		...organisationLines(report),
		...gapLines(report, style)
	]);
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
Object.defineProperty(exports, "findingLines", {
	enumerable: true,
	get: function() {
		return findingLines;
	}
});
Object.defineProperty(exports, "gapLines", {
	enumerable: true,
	get: function() {
		return gapLines;
	}
});
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
Object.defineProperty(exports, "nextSteps", {
	enumerable: true,
	get: function() {
		return nextSteps;
	}
});
Object.defineProperty(exports, "nothingFound", {
	enumerable: true,
	get: function() {
		return nothingFound;
	}
});
Object.defineProperty(exports, "readLine", {
	enumerable: true,
	get: function() {
		return readLine;
	}
});
Object.defineProperty(exports, "summaryLine", {
	enumerable: true,
	get: function() {
		return summaryLine;
	}
});
