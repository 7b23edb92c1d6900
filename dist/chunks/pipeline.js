const require_rules_command = require("./rules-command.js");
const require_package_files = require("./package-files.js");
const require_plan = require("./plan.js");
const require_decide = require("./decide.js");
// src/core/coverage.ts
var Coverage = class {
	files = 0;
	commits = 0;
	blobs = 0;
	objects = 0;
	lines = 0;
	bytes = 0;
	#missed = [];
	#leftOut = [];
	missed(what, why) {
		this.#missed.push({
			what,
			why
		});
	}
	leftOut(what, why) {
		this.#leftOut.push({
			what,
			why
		});
	}
	add(other) {
		this.files += other.files;
		this.commits += other.commits;
		this.blobs += other.blobs;
		this.objects += other.objects;
		this.lines += other.lines;
		this.bytes += other.bytes;
		addNew(this.#missed, other.#missed);
		addNew(this.#leftOut, other.#leftOut);
	}
	get complete() {
		return this.#missed.length === 0;
	}
	get skipped() {
		return [...this.#missed, ...this.#leftOut];
	}
};
const mostAdded = 1e3;
function addNew(known, others) {
	for (const { what, why } of others) {
		if (known.length >= mostAdded) return;
		if (!known.some((each) => each.what === what && each.why === why)) known.push({
			what,
			why
		});
	}
}
// src/io/progress.ts
const firstAfterMs = 1e3;
const everyMs = 200;
const blobsPerLook = 64;
function withProgress(sink, coverage, wanted) {
	if (!wanted || process.stderr.isTTY !== true) return {
		sink,
		end: () => {}
	};
	const started = Date.now();
	let due = started + firstAfterMs;
	let seen = 0;
	let shown = false;
	const look = () => {
		if (++seen % blobsPerLook !== 0 || Date.now() < due) return;
		due = Date.now() + everyMs;
		shown = true;
		const seconds = (Date.now() - started) / 1e3;
		const rate = coverage.bytes / 1e6 / seconds;
		const things = coverage.objects > 0 ? `${coverage.objects} objects` : `${coverage.files} files`;
		const megabytes = (coverage.bytes / 1e6).toFixed(0);
		process.stderr.write(`\r\u001b[Kscanning: ${things}, ${megabytes} MB, ${rate.toFixed(0)} MB/s`);
	};
	return {
		sink: {
			get room() {
				return sink.room;
			},
			whole(provenance, bytes) {
				look();
				sink.whole(provenance, bytes);
			},
			open: (...blob) => sink.open(...blob),
			write(bytes) {
				look();
				sink.write(bytes);
			},
			close: () => sink.close()
		},
		end() {
			if (shown) process.stderr.write("\r\x1B[K");
		}
	};
}
// src/report/build.ts
function buildReport(facts) {
	const { coverage, handled } = facts;
	const { complete, files, commits, blobs, objects, lines, bytes } = coverage;
	const findings = handled.map((each) => reportFinding(each, facts.source)).toSorted(byUrgency);
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
			target: require_package_files.maskKeys(facts.target),
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
					what: require_package_files.maskKeys(what),
					why: require_package_files.maskKeys(why)
				}))
			},
			baseline: facts.baseline
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
function reportFinding(handled, source) {
	const { finding, verdict, decision, key } = handled;
	return {
		fingerprint: finding.fingerprint,
		rule: finding.rule.id,
		environment: finding.rule.environment,
		redacted: finding.secret.redacted,
		vendor: finding.vendor,
		verdict: {
			validity: verdict.validity,
			reason: require_package_files.maskKeys(verdict.reason),
			checked_at: verdict.checkedAt,
			status: verdict.status,
			code: verdict.code,
			request_id: verdict.requestId
		},
		key: key === null ? null : {
			id: key.id,
			name: require_package_files.maskKeys(key.name),
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
			detail: require_package_files.maskKeys(outcome.detail)
		})),
		exposed_for_ms: handled.exposedForMs,
		matches: source === "key" ? [] : finding.matches.map((match) => reportMatch(match, source))
	};
}
function reportMatch(match, source) {
	const { provenance } = match;
	const commit = "commit" in provenance ? provenance.commit : null;
	const path = require_rules_command.pathOf(provenance);
	const standing = provenance.kind === "commit" ? provenance.standing : void 0;
	return {
		source,
		path: path === null ? null : require_package_files.maskKeys(path),
		line: match.line,
		column: match.column,
		commit: commit?.id ?? null,
		author: commit === null ? null : require_package_files.maskKeys(commit.author),
		committed_at: commit?.committedAt ?? null,
		blob: objectOf(provenance),
		ref: commit?.ref === void 0 || commit.ref === null ? null : require_package_files.maskKeys(commit.ref),
		tips: standing?.tips?.map(require_package_files.maskKeys) ?? null,
		refs: standing?.refs?.map(require_package_files.maskKeys) ?? null,
		encoding: match.encoding,
		member: match.member === null ? null : require_package_files.maskKeys(match.member),
		url: match.url === null ? null : require_package_files.maskKeys(match.url),
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
	const codes = [ending.complete ? require_package_files.ExitCode.ok : require_package_files.ExitCode.incomplete];
	for (const finding of ending.findings) {
		if (failsOn(ending.failOn, finding)) codes.push(require_package_files.ExitCode.findings);
		if (finding.validity === "unknown" && ending.verifyAsked) codes.push(require_package_files.ExitCode.incomplete);
		for (const outcome of finding.outcomes) codes.push(codeOf(outcome));
	}
	return require_package_files.worst(codes);
}
function failsOn(failOn, finding) {
	if (finding.suppressed || !finding.decision.actions.includes("fail")) return false;
	if (failOn === "none") return false;
	return failOn === "active" ? finding.validity === "active" : finding.validity !== "inactive";
}
function codeOf(outcome) {
	if (outcome.action === "revoke") return stillAlive.includes(outcome.result) ? require_package_files.ExitCode.alive : require_package_files.ExitCode.ok;
	if (outcome.action === "rotate") return outcome.result === "unfinished" ? require_package_files.ExitCode.alive : require_package_files.ExitCode.ok;
	return outcome.result === "failed" ? require_package_files.ExitCode.incomplete : require_package_files.ExitCode.ok;
}
// src/pipeline.ts
async function runPipeline(plan) {
	const { clock, log, subject } = plan;
	const started = clock.now();
	const coverage = new Coverage();
	const scanned = "finding" in subject ? only(subject.finding) : await scan(subject, await makeScanner(plan), coverage, plan);
	const { findings } = scanned;
	await plan.onFound?.(findings);
	log.debug("scanned", {
		findings: findings.length,
		complete: coverage.complete,
		bytes: coverage.bytes
	});
	const handled = findings.length === 0 ? [] : await handleFound(findings, plan);
	return conclude({
		...scanned,
		started,
		coverage,
		handled
	}, plan);
}
async function handleFound(findings, plan) {
	const { handle } = await Promise.resolve().then(() => require("./handle.js")).then((n) => n.handle_exports);
	return handle(findings, plan);
}
async function makeScanner({ rules }) {
	const { containers } = await Promise.resolve().then(() => require("./containers.js")).then((n) => n.containers_exports);
	return new require_rules_command.Scanner(rules, containers);
}
async function scan(source, scanner, coverage, plan) {
	const progress = withProgress(scanner, coverage, plan.progress);
	await source.read(progress.sink, coverage).finally(() => progress.end());
	for (const { provenance, why } of scanner.gaps.splice(0)) coverage.missed(nameOf(provenance), why);
	const matches = scanner.take();
	const findKeys = (bytes) => {
		scanner.whole({
			kind: "file",
			path: ""
		}, bytes);
		scanner.gaps.length = 0;
		return scanner.take().map(({ offset, line, column, secret }) => ({
			offset,
			line,
			column,
			fingerprint: secret.fingerprint
		}));
	};
	const refined = matches.length === 0 ? [] : await source.refine?.(matches, findKeys, coverage) ?? matches;
	const today = require_package_files.timestamp(plan.clock).slice(0, 10);
	const { unused, expired, ...marked } = require_rules_command.suppress(refined.map(withPathExposure), plan.baseline ?? [], plan.isIgnored, today);
	return {
		findings: require_plan.groupFindings(marked.matches),
		unused,
		expired
	};
}
function nameOf(provenance) {
	return require_rules_command.pathOf(provenance) ?? ("id" in provenance ? `object ${provenance.id}` : "");
}
function only(finding) {
	return {
		findings: [finding],
		unused: [],
		expired: []
	};
}
function withPathExposure(match) {
	const path = require_rules_command.pathOf(match.provenance);
	return match.exposure !== null || path === null ? match : {
		...match,
		exposure: require_rules_command.exposureOfPath(match.rule, path)
	};
}
function conclude({ started, coverage, handled, unused, expired }, plan) {
	const exitCode = exitCodeFor({
		failOn: plan.failOn,
		complete: coverage.complete,
		verifyAsked: plan.api !== null,
		findings: handled.map(({ finding, verdict, decision, outcomes }) => ({
			validity: verdict.validity,
			suppressed: require_decide.isSuppressed(finding, verdict.validity),
			decision,
			outcomes
		}))
	});
	return buildReport({
		version: plan.version,
		source: plan.subject.name,
		target: plan.subject.target,
		startedAt: new Date(started).toISOString(),
		durationMs: plan.clock.now() - started,
		coverage,
		baseline: plan.baseline === null ? null : {
			unused,
			expired
		},
		handled,
		exitCode
	});
}
Object.defineProperty(exports, "Coverage", {
	enumerable: true,
	get: function() {
		return Coverage;
	}
});
Object.defineProperty(exports, "conclude", {
	enumerable: true,
	get: function() {
		return conclude;
	}
});
Object.defineProperty(exports, "makeScanner", {
	enumerable: true,
	get: function() {
		return makeScanner;
	}
});
Object.defineProperty(exports, "reportFinding", {
	enumerable: true,
	get: function() {
		return reportFinding;
	}
});
Object.defineProperty(exports, "runPipeline", {
	enumerable: true,
	get: function() {
		return runPipeline;
	}
});
Object.defineProperty(exports, "scan", {
	enumerable: true,
	get: function() {
		return scan;
	}
});
