const require_text = require("./text.js");
const require_errors = require("./errors.js");
const require_blob = require("./blob.js");
// src/report/build.ts
function buildReport(facts) {
	const { coverage, handled } = facts;
	const { complete, files, commits, blobs, objects, lines, bytes } = coverage;
	const findings = handled.map((each) => reportFinding(each, facts.source, facts.repository)).toSorted(byUrgency);
	const having = (validity) => findings.filter((finding) => finding.verdict.validity === validity).length;
	const ending = (result) => findings.flatMap((f) => f.outcomes).filter((o) => o.result === result).length;
	return {
		schema: "akguard.report/1",
		tool: {
			name: "akguard",
			version: facts.version
		},
		scan: {
			source: facts.source,
			target: require_text.maskKeys(facts.target),
			started_at: facts.startedAt,
			duration_ms: facts.durationMs,
			coverage: {
				complete,
				files,
				commits,
				blobs,
				objects,
				lines,
				bytes,
				skipped: coverage.skipped.map(({ what, why }) => ({
					what: require_text.maskKeys(what),
					why: require_text.maskKeys(why)
				}))
			},
			baseline: facts.baseline,
			organisation: null
		},
		findings,
		summary: {
			findings: findings.length,
			active: having("active"),
			inactive: having("inactive"),
			unknown: having("unknown"),
			unverified: having("unverified"),
			revoked: ending("revoked"),
			alerts: ending("alerted")
		},
		exit_code: facts.exitCode
	};
}
function reportFinding(handled, source, repository) {
	const { finding, verdict, decision, key } = handled;
	return {
		fingerprint: finding.fingerprint,
		rule: finding.rule.id,
		environment: finding.rule.environment,
		redacted: finding.secret.redacted,
		vendor: finding.vendor,
		verdict: {
			validity: verdict.validity,
			reason: require_text.maskKeys(verdict.reason),
			checked_at: verdict.checkedAt,
			status: verdict.status,
			code: verdict.code,
			request_id: verdict.requestId
		},
		key: key === null ? null : {
			id: key.id,
			name: require_text.maskKeys(key.name),
			matched_by: key.matchedBy
		},
		decision: {
			rule: decision.rule,
			actions: decision.actions,
			dry_run: decision.dryRun,
			withheld: decision.withheld
		},
		outcomes: handled.outcomes.map((outcome) => ({
			...outcome,
			detail: require_text.maskKeys(outcome.detail)
		})),
		exposed_for_ms: handled.exposedForMs,
		matches: source === "key" ? [] : finding.matches.map((match) => reportMatch(match, source, repository))
	};
}
function reportMatch(match, source, repository) {
	const { provenance } = match;
	const commit = "commit" in provenance ? provenance.commit : null;
	const path = require_blob.pathOf(provenance);
	const standing = provenance.kind === "commit" ? provenance.standing : void 0;
	return {
		source,
		repository: repository === void 0 ? null : require_text.maskKeys(repository),
		path: path === null ? null : require_text.maskKeys(path),
		line: match.line,
		column: match.column,
		commit: commit?.id ?? null,
		author: commit === null ? null : require_text.maskKeys(commit.author),
		committed_at: commit?.committedAt ?? null,
		blob: objectOf(provenance),
		ref: commit?.ref === void 0 || commit.ref === null ? null : require_text.maskKeys(commit.ref),
		tips: standing?.tips?.map(require_text.maskKeys) ?? null,
		refs: standing?.refs?.map(require_text.maskKeys) ?? null,
		encoding: match.encoding,
		member: match.member === null ? null : require_text.maskKeys(match.member),
		url: match.url === null ? null : require_text.maskKeys(match.url),
		exposure: match.exposure,
		suppressed: match.suppressed
	};
}
function objectOf(provenance) {
	switch (provenance.kind) {
		case "index":
		case "commit": return provenance.blob;
		case "object":
		case "message": return provenance.id;
		case "file":
		case "log": return null;
	}
}
const validityOrder = [
	"active",
	"unknown",
	"unverified",
	"inactive"
];
function byUrgency(a, b) {
	const rank = (f) => {
		const revoked = f.outcomes.some((outcome) => outcome.result === "revoked");
		const exposed = f.matches.some((match) => match.exposure !== null);
		return (revoked ? 3 : validityOrder.indexOf(f.verdict.validity)) * 4 + (f.environment === "live" ? 0 : 2) + (exposed ? 0 : 1);
	};
	return rank(a) - rank(b) || (a.fingerprint < b.fingerprint ? -1 : 1);
}
// src/respond/exit.ts
const stillAlive = [
	"failed",
	"unconfirmed",
	"ambiguous",
	"refused"
];
function exitCodeFor(ending) {
	const codes = [ending.complete ? require_errors.ExitCode.ok : require_errors.ExitCode.incomplete];
	for (const finding of ending.findings) {
		if (failsOn(ending.failOn, finding)) codes.push(require_errors.ExitCode.findings);
		if (finding.validity === "unknown" && ending.verifyAsked) codes.push(require_errors.ExitCode.incomplete);
		for (const outcome of finding.outcomes) codes.push(codeOf(outcome));
	}
	return require_errors.worst(codes);
}
function failsOn(failOn, finding) {
	if (finding.suppressed || !finding.decision.actions.includes("fail")) return false;
	if (failOn === "none") return false;
	return failOn === "active" ? finding.validity === "active" : finding.validity !== "inactive";
}
function codeOf(outcome) {
	if (outcome.action === "revoke") return stillAlive.includes(outcome.result) ? require_errors.ExitCode.alive : require_errors.ExitCode.ok;
	if (outcome.action === "rotate") return outcome.result === "unfinished" ? require_errors.ExitCode.alive : require_errors.ExitCode.ok;
	return outcome.result === "failed" ? require_errors.ExitCode.incomplete : require_errors.ExitCode.ok;
}
Object.defineProperty(exports, "buildReport", {
	enumerable: true,
	get: function() {
		return buildReport;
	}
});
Object.defineProperty(exports, "byUrgency", {
	enumerable: true,
	get: function() {
		return byUrgency;
	}
});
Object.defineProperty(exports, "exitCodeFor", {
	enumerable: true,
	get: function() {
		return exitCodeFor;
	}
});
Object.defineProperty(exports, "reportFinding", {
	enumerable: true,
	get: function() {
		return reportFinding;
	}
});
